package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private final Throttle throttle = new Throttle();

    @Test
    void shouldLetAllPassWithoutALimit() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(throttle.take(START));
        }
        assertEquals(START, throttle.nextTokenNs(START));
    }

    @Test
    void shouldLetASecondsWorthPassAtOnceAndThenAsManyAsTimeBrings() {
        throttle.limit(4, START);
        for (int i = 0; i < 4; i++) {
            assertTrue(throttle.take(START));
        }
        assertFalse(throttle.take(START));
        assertEquals(START + SECOND / 4, throttle.nextTokenNs(START));
        assertFalse(throttle.hasToken(START + SECOND / 4 - 1));
        assertTrue(throttle.take(START + SECOND / 4));
        assertFalse(throttle.take(START + SECOND / 4));
    }

    @Test
    void shouldNotSaveMoreThanASecondsWorth() {
        throttle.limit(4, START);
        int taken = 0;
        while (throttle.take(START + 100 * SECOND)) {
            taken++;
        }
        assertEquals(4, taken);
    }

    @Test
    void shouldNeverLetMorePassInAnySecondThanTwiceTheLimit() {
        throttle.limit(7, START);
        int taken = 0;
        for (long now = START; now < START + 100 * SECOND; now += 3_000_001) {
            if (throttle.take(now)) {
                taken++;
            }
        }
        assertEquals(7 + 7 * 100, taken, 1);
    }

    @Test
    void shouldNameATimeAtWhichThereIsATokenWhateverTheLimit() {
        for (final int limit : new int[] {1, 3, 7, 999, Throttle.MAX_PER_SECOND}) {
            throttle.limit(limit, START);
            long now = START;
            for (int i = 0; i < 2 * Math.min(limit, 1_000); i++) {
                now = throttle.nextTokenNs(now);
                assertTrue(throttle.take(now), "limit " + limit);
            }
        }
    }
}
