package io.tradex.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.exchange.ExchangeConfiguration;
import io.tradex.exchange.ExchangeSimulator;
import io.tradex.exchange.SimulatedExchange;
import io.tradex.exchange.VenuePolicy;
import io.tradex.exchange.script.ScriptParser;
import io.tradex.fix.FixVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A counterparty that the certification did not start, and knows by its configuration alone. */
@Timeout(120)
class AnotherVenueTest {
    private static final String ALL = Certification.script(CertificationConfiguration.simulator(FixVersion.FIX44));

    @TempDir
    private Path directory;

    @Test
    void shouldCertifyACounterpartyThatActsOutEverything() throws IOException {
        final CertificationResult result = certify(ALL, "", false);

        assertEquals("certify: 47/47 scenarios", result.summary(), () -> TextReport.of(result));
        assertTrue(result.passed());
    }

    @Test
    void shouldNoticeWhatIsNotAsTheTableSays() throws IOException {
        final String lying = only("A.1.a", ALL)
                .replaceFirst("cum=3000 leaves=7000", "cum=3500 leaves=6500")
                .concat(only("I.1.b", ALL).replaceFirst("orig=.*|type=new", "type=pending-new"));

        final CertificationResult result = certify(lying, "scenarios = A.1.a, I.1.b\npaths = main\n", true);

        assertEquals("certify: 0/2 scenarios, 45 excluded", result.summary());
        assertFalse(result.passed());
        final String text = TextReport.of(result);
        assertTrue(text.contains("venue's CumQty must be 3000, is 3500"), text);
        assertTrue(text.contains("venue's ExecType must be NEW, is PENDING_NEW"), text);
        assertTrue(HtmlReport.of(result).contains("venue's CumQty must be 3000, is 3500"));
    }

    @Test
    void shouldSayWhatTheCounterpartyDidNotShow() throws IOException {
        final String settings = "scenarios = A.1.a, A.1.b\npaths = main\ntimeout.ms = 500\n";
        // It shows the first scenario, and never answers in the second.
        final String script = only("A.1.a", ALL) + "scenario silence\nexpect new as X\nwait 1m\n";

        final CertificationResult result = certify(script, settings, false);

        assertEquals("certify: 1/47 scenarios", result.summary());
        assertEquals(46, result.count(Verdict.NOT_SHOWN));
        assertTrue(TextReport.of(result).contains("nothing came in time"), TextReport.of(result));
    }

    @Test
    void shouldExcludeWhatIsNotShownIfToldSo() throws IOException {
        final CertificationResult result = certify(only("A.1.a", ALL), "scenarios = A.1.a\npaths = main\n", true);

        assertEquals("certify: 1/1 scenarios, 46 excluded", result.summary());
        assertTrue(result.passed());
    }

    @Test
    void shouldUseOtherClOrdIdsInEveryRun() throws IOException {
        assertEquals("1", run());
        assertEquals("2", run());
    }

    private String run() throws IOException {
        certify(only("A.1.a", ALL), "scenarios = A.1.a\npaths = main\n", true);
        return Files.readString(directory.resolve("store").resolve("runs"));
    }

    @Test
    void shouldNameTheKeyAtFault() throws IOException {
        final Path file = directory.resolve("venue.properties");
        for (final List<String> wrong : List.of(
                List.of("venue.host = a\n", "venue.port is missing"),
                List.of("venue.host = a\nvenue.prot = 1\n", "unknown key venue.prot"),
                List.of("venue.host = a\nvenue.port = x\n", "venue.port must be a whole number"),
                List.of(minimal(1) + "price = 1.005\n", "price must be a multiple of tick"),
                List.of(minimal(1) + "venue.version = 4.3\n", "the FIX version must be 4.2, 4.4 or 5.0SP2"),
                List.of(minimal(1) + "paths = some\n", "paths must be all or main"))) {
            Files.writeString(file, wrong.get(0));
            final IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> CertificationConfiguration.read(file));
            assertTrue(refused.getMessage().contains(wrong.get(1)), refused.getMessage());
        }
    }

    private CertificationResult certify(final String script, final String settings, final boolean excludeHidden)
            throws IOException {
        final SimulatedExchange exchange = new SimulatedExchange(
                new ExchangeConfiguration("OTHER", "US", "127.0.0.1", 0, directory.resolve("exchange")),
                VenuePolicy.PLAIN,
                ScriptParser.parse("other", script),
                System.currentTimeMillis() * 1_000,
                SystemNanoClock.INSTANCE);
        try (ExchangeSimulator simulator =
                new ExchangeSimulator(List.of(exchange), new BackoffIdleStrategy(), error -> {})) {
            final Path file = directory.resolve("venue.properties");
            Files.writeString(file, minimal(simulator.exchanges().get(0).port()) + settings);
            try (Certification certification = new Certification(CertificationConfiguration.read(file), line -> {})) {
                return certification.run(ref -> true, excludeHidden);
            }
        }
    }

    private String minimal(final int port) {
        return "venue.host = 127.0.0.1\nvenue.port = " + port + "\nsession.sender = US\nsession.target = OTHER\n"
                + "session.store = " + directory.resolve("store") + "\n";
    }

    /** The scenario's main path alone. */
    private static String only(final String ref, final String script) {
        final int begin = script.indexOf("scenario \"" + ref);
        return script.substring(begin, script.indexOf("\n\n", begin) + 2);
    }
}
