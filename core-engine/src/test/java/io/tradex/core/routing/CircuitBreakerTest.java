package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.BreakerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long COOL_DOWN = 1_000;

    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void shouldStayClosedWithoutAWindow() {
        for (int i = 0; i < 100; i++) {
            assertFalse(breaker.onAnswer(true, true, i));
        }
        assertFalse(breaker.onSessionLost(100));
        assertTrue(breaker.lets(100));
    }

    @Test
    void shouldOpenAtItsNumberOfRejectsAmongTheLastAnswers() {
        breaker.limit(4, 2, 0, COOL_DOWN);
        assertFalse(breaker.onAnswer(true, false, 1));
        for (int i = 0; i < 3; i++) {
            assertFalse(breaker.onAnswer(false, true, 2));
        }
        assertFalse(breaker.onAnswer(true, false, 3), "the first reject is no longer among the last four");
        assertTrue(breaker.onAnswer(true, false, 4));
        assertEquals(BreakerState.OPEN, breaker.state());
        assertEquals(2 + 2, breaker.openedAt(), "and two slow answers");
        assertEquals(4 + COOL_DOWN, breaker.openUntilNs());
    }

    @Test
    void shouldOpenAtItsNumberOfSlowAnswersOrWhenTheSessionIsLost() {
        breaker.limit(4, 0, 2, COOL_DOWN);
        assertFalse(breaker.onAnswer(false, true, 1));
        assertTrue(breaker.onAnswer(true, true, 2));

        breaker.limit(4, 0, 2, COOL_DOWN);
        assertTrue(breaker.onTime(2 + COOL_DOWN));
        assertTrue(breaker.onSessionLost(5_000));
        assertFalse(breaker.onSessionLost(6_000));
        assertEquals(6_000 + COOL_DOWN, breaker.openUntilNs());
    }

    @Test
    void shouldLetOneProbeThroughWhenItIsHalfOpen() {
        breaker.limit(4, 1, 0, COOL_DOWN);
        breaker.onAnswer(true, false, 0);
        assertFalse(breaker.lets(COOL_DOWN));
        assertFalse(breaker.onTime(COOL_DOWN - 1));
        assertTrue(breaker.onTime(COOL_DOWN));
        assertTrue(breaker.lets(COOL_DOWN));
        breaker.onSent(COOL_DOWN);
        assertFalse(breaker.lets(COOL_DOWN + 1));
        assertTrue(breaker.onAnswer(true, false, COOL_DOWN + 2), "a bad answer opens it again");
        assertEquals(BreakerState.OPEN, breaker.state());
        assertTrue(breaker.onTime(2 * COOL_DOWN + 2));
        breaker.onSent(2 * COOL_DOWN + 2);
        assertTrue(breaker.onAnswer(false, false, 2 * COOL_DOWN + 3), "a good one closes it");
        assertEquals(BreakerState.CLOSED, breaker.state());
    }

    @Test
    void shouldLetAnotherProbeThroughWhenNobodyAnswersTheFirst() {
        breaker.limit(4, 1, 0, COOL_DOWN);
        breaker.onAnswer(true, false, 0);
        breaker.onTime(COOL_DOWN);
        breaker.onSent(COOL_DOWN);
        assertFalse(breaker.lets(2 * COOL_DOWN - 1));
        assertTrue(breaker.lets(2 * COOL_DOWN));
    }

    @Test
    void shouldCountAsAPlainQueueDoes() {
        final long seed = Long.getLong("tradex.seed", 3);
        System.out.println("-Dtradex.seed=" + seed);
        final Random random = new Random(seed);
        for (final int window : new int[] {1, 5, 32, 33, 1000, CircuitBreaker.MAX_WINDOW}) {
            final int rejects = 1 + window / 3;
            final int slows = 1 + window / 2;
            breaker.limit(window, rejects, slows, COOL_DOWN);
            final Deque<boolean[]> plain = new ArrayDeque<>();
            for (int i = 0; i < 5 * window + 50; i++) {
                final boolean rejected = random.nextInt(4) == 0;
                final boolean slow = random.nextInt(3) == 0;
                plain.add(new boolean[] {rejected, slow});
                if (plain.size() > window) {
                    plain.remove();
                }
                final boolean opens = plain.stream().filter(answer -> answer[0]).count() >= rejects
                        || plain.stream().filter(answer -> answer[1]).count() >= slows;
                assertEquals(opens, breaker.onAnswer(rejected, slow, i), "window " + window + ", answer " + i);
                if (opens) {
                    plain.clear();
                    breaker.onTime(i + COOL_DOWN);
                    breaker.onAnswer(false, false, i);
                }
            }
        }
    }
}
