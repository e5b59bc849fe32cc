package io.tradex.simulation.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.OrderBookByKey;
import io.tradex.simulation.book.ReferenceBook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of every file in {@code src/test/resources/scenarios}, played on the reference book and on the core's own. */
class ScenarioTest {
    private static final Path FILES = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicContainer> shouldDoWhatTheFilesSay() throws IOException {
        final List<DynamicContainer> containers = new ArrayList<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (final Path file : files.sorted().toList()) {
                containers.add(DynamicContainer.dynamicContainer(
                        file.getFileName().toString(), file.toUri(), testsOf(file).stream()));
            }
        }
        return containers.stream();
    }

    private static List<DynamicTest> testsOf(final Path file) throws IOException {
        final List<DynamicTest> tests = new ArrayList<>();
        final Set<String> titles = new HashSet<>();
        for (final Scenario scenario : parse(file)) {
            assertTrue(titles.add(scenario.title()), () -> file + " has two cases '" + scenario.title() + "'");
            final URI where = URI.create(file.toUri() + "?line=" + scenario.line());
            tests.add(DynamicTest.dynamicTest(
                    scenario.title() + " (reference book)", where, () -> play(scenario, ReferenceBook::new)));
            tests.add(DynamicTest.dynamicTest(
                    scenario.title() + " (order book)",
                    where,
                    () -> play(scenario, (rules, listener) -> new OrderBookByKey(new BookMemory(4), rules, listener))));
        }
        assertTrue(!tests.isEmpty(), () -> file + " has no case");
        return tests;
    }

    private static List<Scenario> parse(final Path file) throws IOException {
        try {
            return ScenarioParser.parse(Files.readAllLines(file));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
        }
    }

    private static void play(final Scenario scenario, final BiFunction<MarketRules, BookListener, KeyedBook> books) {
        final List<Scenario.Deviation> deviations = scenario.play(books);
        assertTrue(
                deviations.isEmpty(), () -> "line " + scenario.line() + ", '" + scenario.title() + "': " + deviations);
    }

    @Test
    void shouldSayWhereAFileMakesNoSense() {
        final IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class,
                () -> ScenarioParser.parse(List.of("case A", "when", "  B1 buy limit 100 @ 10 whenever")));

        assertTrue(failure.getMessage().startsWith("line 3 'B1 buy limit 100 @ 10 whenever'"), failure.getMessage());
    }

    @Test
    void shouldNoticeEventsAndBooksThatAreOtherwise() {
        final Scenario scenario = ScenarioParser.parse(List.of(
                        "case A",
                        "when",
                        "B1 buy limit 100 @ 10",
                        "then events",
                        "rested B1 99 @ 10",
                        "then book",
                        "empty"))
                .get(0);

        final List<Scenario.Deviation> deviations = scenario.play(ReferenceBook::new);

        assertEquals(
                List.of(
                        new Scenario.Deviation("events", List.of("rested B1 99 @ 10"), List.of("rested B1 100 @ 10")),
                        new Scenario.Deviation("book", List.of("empty"), List.of("B1 100 @ 10 |"))),
                deviations);
    }
}
