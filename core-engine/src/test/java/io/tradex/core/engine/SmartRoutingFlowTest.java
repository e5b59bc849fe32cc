package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Smart routing under random flow over 15 venues; see {@link SmartRoutingFlow}. */
class SmartRoutingFlowTest {
    private static final int INPUTS = 4_000;

    private static final Set<String> SEEN_IN_ALL = new TreeSet<>();

    static LongStream seeds() {
        final Long given = Long.getLong("tradex.seed");
        return given != null ? LongStream.of(given) : LongStream.of(1, 2, 3, new Random().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverExposeMoreThanIsOrderedAndSayTheSameAfterEverySnapshot(final long seed) {
        System.out.println("-Dtradex.seed=" + seed);
        final SmartRoutingFlow flow = new SmartRoutingFlow(seed);
        flow.start();
        try {
            while (flow.inputs() < INPUTS) {
                flow.next();
            }
            flow.end();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at input " + flow.inputs(), e);
        }
        System.out.println(flow.seen);
        SEEN_IN_ALL.addAll(flow.seen.keySet());
        for (final String expected : List.of(
                "new",
                "cancel",
                "breaker OPEN",
                "breaker HALF_OPEN",
                "breaker CLOSED",
                "report TRADE FILLED NONE",
                "report TRADE PENDING_CANCEL NONE",
                "report REPLACED NEW NONE",
                "report CANCELED CANCELED NO_LIQUIDITY",
                "report PENDING_REPLACE PENDING_REPLACE NONE")) {
            assertTrue(flow.seen.containsKey(expected), () -> expected + " never came, but " + flow.seen);
        }
    }

    /** What not every seed brings about. */
    @AfterAll
    static void shouldHaveSeenWhatIsRare() {
        if (Long.getLong("tradex.seed") == null) {
            for (final String expected : List.of(
                    "woken by a quote",
                    "cancel reject VENUE_REJECTED",
                    "sent on a later day",
                    "opened again",
                    "report REPLACED PENDING_REPLACE NONE",
                    "report EXPIRED EXPIRED EXPIRED")) {
                assertTrue(SEEN_IN_ALL.contains(expected), () -> expected + " never came, but " + SEEN_IN_ALL);
            }
        }
    }
}
