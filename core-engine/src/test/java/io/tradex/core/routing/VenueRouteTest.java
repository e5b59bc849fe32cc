package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.WhenTripped;
import org.junit.jupiter.api.Test;

class VenueRouteTest {
    private static final long MILLI = 1_000_000;

    private final StateHash hash = new StateHash();
    private final VenueRoute route = new VenueRoute(3, hash);

    private static VenueTerms terms() {
        return new VenueTerms(10, -10, 16 * MILLI, 5_000, 100, 50, 10, 2, 2, 1_000, WhenTripped.REROUTE, true);
    }

    @Test
    void shouldStartAtItsTermsAndFollowWhatIsSeenBySixteenths() {
        route.terms(terms(), 0);
        assertEquals(16 * MILLI, route.latencyNs());
        assertEquals(5_000, route.fillProbabilityBps());

        route.onAnswer(1_000 * MILLI, 968 * MILLI, false);
        assertEquals(17 * MILLI, route.latencyNs());
        route.onImmediateEnded(10, 10);
        assertEquals(5_000 + 5_000 / 16, route.fillProbabilityBps());
        route.onImmediateEnded(0, 10);
        assertEquals(4_980, route.fillProbabilityBps());
        for (int i = 0; i < 500; i++) {
            route.onImmediateEnded(1, 3);
        }
        assertEquals(3_333, route.fillProbabilityBps(), 1);
    }

    @Test
    void shouldCountAnAnswerBeyondTheTimeoutAsSlow() {
        route.terms(terms(), 0);
        route.onAnswer(100 * MILLI, 49 * MILLI, false);
        assertFalse(route.takeBreakerChanged());
        route.onAnswer(200 * MILLI, 149 * MILLI, false);
        assertTrue(route.takeBreakerChanged());
        assertTrue(route.isTripped(200 * MILLI));
        assertFalse(route.takeBreakerChanged());
    }

    @Test
    void shouldNotCountALateAnswerTwice() {
        route.terms(terms(), 0);
        route.onSlow(60 * MILLI);
        route.onAnswer(80 * MILLI, 0, false);
        assertFalse(route.takeBreakerChanged());
        assertEquals(16 * MILLI + 34 * MILLI / 16, route.latencyNs());
    }

    @Test
    void shouldComeBackFromASnapshotWithTheSameHash() {
        route.terms(terms(), 5);
        route.takeToken(7);
        route.onAnswer(100 * MILLI, 40 * MILLI, true);
        route.onSessionLost(200 * MILLI);
        route.queue().add(false, 100, 77, new org.agrona.concurrent.UnsafeBuffer(new byte[64]), 64);
        final SnapshotRecordWriter record = new SnapshotRecordWriter();
        route.writeTo(record.begin(1));

        final StateHash loadedHash = new StateHash();
        final VenueRoute loaded = new VenueRoute(3, loadedHash);
        final SnapshotRecordReader reader = new SnapshotRecordReader();
        reader.wrap(record.buffer(), 0, record.length()).next();
        loaded.readFrom(reader);
        route.queue().writeTo(record, 2, 3, () -> {
            reader.wrap(record.buffer(), 0, record.length()).next();
            reader.next();
            loaded.queue().readFrom(reader);
        });

        assertEquals(hash.sum(), loadedHash.sum());
        assertEquals(route.terms(), loaded.terms());
        assertEquals(route.breaker().openUntilNs(), loaded.breaker().openUntilNs());
    }

    @Test
    void shouldRefuseTermsThatMakeNoSense() {
        assertTrue(terms().areSound());
        assertTrue(VenueTerms.NONE.areSound());
        assertFalse(new VenueTerms(0, 0, -1, 0, 0, 0, 0, 0, 0, 0, WhenTripped.REROUTE, true).areSound());
        assertFalse(new VenueTerms(0, 0, 0, 10_001, 0, 0, 0, 0, 0, 0, WhenTripped.REROUTE, true).areSound());
        assertFalse(new VenueTerms(0, 0, 0, 0, -1, 0, 0, 0, 0, 0, WhenTripped.REROUTE, true).areSound());
        assertFalse(new VenueTerms(0, 0, 0, 0, 0, 0, 1_025, 0, 0, 0, WhenTripped.REROUTE, true).areSound());
        assertFalse(new VenueTerms(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, WhenTripped.NULL_VAL, true).areSound());
    }
}
