package io.tradex.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.fix.FixVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The 47 scenarios of FIX 4.4 volume 4, every path of each, through the FIX adapter over a real session, in every version of FIX:
 * the scripted exchange sends what the table says, the engine's orders must show it, and our requests must carry the right ids.
 */
@Timeout(300)
class CertificationTest {
    @TestFactory
    Stream<DynamicContainer> shouldShowWhatTheTableSays() throws IOException {
        return Stream.of(FixVersion.values()).map(this::certify);
    }

    private DynamicContainer certify(final FixVersion version) {
        final CertificationResult result;
        try (Certification certification =
                new Certification(CertificationConfiguration.simulator(version), line -> {})) {
            result = certification.run(ref -> true, false);
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        final DynamicTest sum = DynamicTest.dynamicTest(
                "47 of 47",
                () -> assertEquals("certify: 47/47 scenarios", result.summary(), () -> TextReport.of(result)));
        final Stream<DynamicContainer> scenarios = result.scenarios().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(
                        scenario.scenario().toString(),
                        scenario.paths().stream()
                                .map(path -> DynamicTest.dynamicTest(path.name(), () -> assertPassed(path)))));
        return DynamicContainer.dynamicContainer(version.name(), Stream.concat(Stream.of(sum), scenarios));
    }

    private static void assertPassed(final PathResult path) {
        for (final StepResult step : path.steps()) {
            assertEquals(List.of(), step.wrong(), () -> "step " + step.time() + ", " + step.what());
        }
        assertTrue(path.steps().size() > 0);
    }
}
