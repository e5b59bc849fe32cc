package io.tradex.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.conformance.PathStep.Answerer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderStateMatrixTest {
    @Test
    void shouldReadAll47Scenarios() {
        final List<Scenario> scenarios = OrderStateMatrix.scenarios();
        assertEquals(47, scenarios.size());
        assertEquals(
                368,
                scenarios.stream().mapToInt(scenario -> scenario.steps().size()).sum());
        assertEquals("A.1.a Filled order", scenarios.get(0).toString());
        assertEquals(
                "L.1.b CashOrderQty 10000 EUR, unit price 20", scenarios.get(46).toString());
        assertThrows(IllegalArgumentException.class, () -> OrderStateMatrix.scenario("Z.9.z"));
    }

    @Test
    void shouldRefuseAFileThatIsNotTheTable() {
        assertThrows(IllegalArgumentException.class, () -> OrderStateMatrix.parse("heading\nA.1.a,D1,1,too short"));
    }

    @Test
    void shouldTakeEveryAlternativeAnswerOnce() {
        for (final Scenario scenario : OrderStateMatrix.scenarios()) {
            final List<Path> paths = scenario.paths();
            for (final Step step : scenario.steps()) {
                final boolean taken = paths.stream()
                        .anyMatch(path -> path.steps().stream()
                                .anyMatch(taking -> taking.step().equals(step)));
                assertTrue(taken, scenario + ", " + step);
            }
            for (final Path path : paths) {
                final List<Step> steps =
                        path.steps().stream().map(PathStep::step).toList();
                for (int i = 0; i < steps.size() - 1; i++) {
                    assertFalse(steps.get(i).alternative(), scenario + ", " + path);
                }
            }
        }
    }

    @Test
    void shouldExpectThePendingStatusAfterAReportThatTheVenueSentBeforeItHadTheRequest() {
        assertEquals(
                List.of(
                        "NEW/NEW 10000/0/10000",
                        "PF/PF 10000/2000/8000",
                        "PCX/PF 10000/5000/5000",
                        "PCX/PCX 10000/5000/5000",
                        "PCX/PCX 10000/6000/4000",
                        "CXL/CXL 10000/6000/0"),
                expected("B.1.b", "main, report seen after the request is sent"));
        assertEquals(
                List.of(
                        "NEW/NEW 10000/0/10000",
                        "PF/PF 10000/2000/8000",
                        "PF/PF 10000/5000/5000",
                        "PCX/PCX 10000/5000/5000",
                        "PCX/PCX 10000/6000/4000",
                        "CXL/CXL 10000/6000/0"),
                expected("B.1.b", "main, report seen before the request is sent"));
    }

    @Test
    void shouldExpectPendingReplaceWhileTheSecondOfTwoReplacesIsUnanswered() {
        assertEquals(
                List.of(
                        "NEW/NEW 10000/0/10000",
                        "PF/PF 10000/1000/9000",
                        "PRP/PRP 10000/1000/9000",
                        "PRP/PF 8000/1000/7000",
                        "PRP/PRP 8000/1000/7000",
                        "PF/PF 7000/1000/6000",
                        "FIL/FIL 7000/7000/0"),
                expected("D.2.a", "main"));
    }

    @Test
    void shouldCorrectTheOdditiesOfTheTable() {
        assertEquals("PCX/PCX 10000/0/10000", expected("B.1.d", "main").get(1));
        assertEquals("PRP/PRP 10000/1000/9000", expected("D.2.b", "main").get(3));
        assertEquals("NEW/NEW 10000/0/10000", expected("E.1.a", "main").get(0));
    }

    @Test
    void shouldCarryQuantitiesOverARefusal() {
        assertEquals(
                List.of(
                        "NEW/NEW 10000/0/10000",
                        "FIL/FIL 10000/10000/0",
                        "PRP/PRP 10000/10000/0",
                        "FIL/FIL 10000/10000/0"),
                expected("C.1.c", "other answer at step 6"));
    }

    @Test
    void shouldKnowWhatTheCoreAnswersByItself() {
        assertEquals(
                "F.1.a:5 F.1.b:4 F.1.b:6 G.1.a:5 G.1.b:4 G.1.c:3 G.1.c:6 G.1.c:9 G.1.c:12 G.1.c:17 G.1.c:19 B.1.f:2",
                Stream.of("F.1.a", "F.1.b", "G.1.a", "G.1.b", "G.1.c", "B.1.f")
                        .flatMap(ref -> path(ref, "main").steps().stream()
                                .filter(step -> step.answerer() == Answerer.CORE && step.expected() != null)
                                .map(step -> ref + ':' + step.step().time()))
                        .collect(Collectors.joining(" ")));
        final long answeredByCore = OrderStateMatrix.scenarios().stream()
                .flatMap(
                        scenario -> path(scenario.ref(), scenario.paths().get(0).name()).steps().stream())
                .filter(step -> step.answerer() == Answerer.CORE && step.expected() != null)
                .count();
        assertEquals(12, answeredByCore);
    }

    @Test
    void shouldReadWhatIsPrintedBesideARow() {
        final List<Step> corrected = OrderStateMatrix.scenario("J.1.a").steps();
        assertEquals("E", corrected.get(5).execId());
        assertEquals("C", corrected.get(5).execRefId());
        assertEquals("100", corrected.get(6).lastPx());
        assertEquals(2, OrderStateMatrix.scenario("H.1.b").steps().get(4).day());
        assertEquals(0, OrderStateMatrix.scenario("H.1.b").steps().get(4).execRestatementReason());
        assertEquals(1, OrderStateMatrix.scenario("H.1.a").steps().get(4).execRestatementReason());
        assertEquals(5, OrderStateMatrix.scenario("E.1.d").steps().get(3).execRestatementReason());
        assertEquals(6, OrderStateMatrix.scenario("K.1.b").steps().get(4).execRestatementReason());
        assertEquals(9, OrderStateMatrix.scenario("E.1.e").steps().get(3).execRestatementReason());
        assertEquals(10_000, OrderStateMatrix.scenario("L.1.b").steps().get(0).cashOrderQty());
        assertEquals(1, OrderStateMatrix.scenario("B.1.f").steps().get(1).cxlRejReason());
        assertEquals(3, OrderStateMatrix.scenario("D.2.d").steps().get(6).cxlRejReason());
        assertEquals(
                Scenario.TimeInForce.IOC, OrderStateMatrix.scenario("I.1.b").timeInForce());
        assertEquals(
                Scenario.TimeInForce.GTC, OrderStateMatrix.scenario("J.1.c").timeInForce());
    }

    private static Path path(final String ref, final String name) {
        return OrderStateMatrix.scenario(ref).paths().stream()
                .filter(path -> path.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> expected(final String ref, final String name) {
        return path(ref, name).steps().stream()
                .map(PathStep::expected)
                .filter(expected -> expected != null)
                .map(expected -> expected.ordStatus() + "/" + expected.venueOrdStatus() + ' ' + expected.orderQty()
                        + '/' + expected.cumQty() + '/' + expected.leavesQty())
                .toList();
    }
}
