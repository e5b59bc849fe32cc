package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {
    private final long[] level = {0, 0};
    private final boolean[] flag = {false};
    private final AdmissionPolicy policy = new AdmissionPolicy(List.of(
            PressureSource.level("output-ring", () -> level[0], 80, 40),
            PressureSource.level("venue-1", () -> level[1], 10, 0),
            PressureSource.flag("journal-space", () -> flag[0])));

    @Test
    void shouldAdmitUntilHighWaterAndAgainFromLowWaterOn() {
        final long[] levels = {0, 79, 80, 79, 41, 40, 41, 79, 80, 1_000, 0};
        final boolean[] admits = {true, true, false, false, false, true, true, true, false, false, true};
        for (int i = 0; i < levels.length; i++) {
            level[0] = levels[i];
            assertEquals(admits[i], policy.evaluate(), "step " + i + " at level " + levels[i]);
        }
    }

    @Test
    void shouldNameTheFirstSourceThatPresses() {
        policy.evaluate();
        assertEquals(AdmissionPolicy.NO_PRESSURE, policy.cause());

        flag[0] = true;
        policy.evaluate();
        assertEquals("journal-space", policy.cause());

        level[1] = 10;
        policy.evaluate();
        assertEquals("venue-1", policy.cause());

        flag[0] = false;
        level[1] = 1;
        policy.evaluate();
        assertEquals("venue-1", policy.cause(), "above the low-water mark");

        level[1] = 0;
        policy.evaluate();
        assertEquals(AdmissionPolicy.NO_PRESSURE, policy.cause());
    }

    @Test
    void shouldRememberOneSourceWhileAnotherPresses() {
        flag[0] = true;
        level[0] = 80;
        policy.evaluate();
        level[0] = 60;
        policy.evaluate();
        flag[0] = false;

        assertEquals(false, policy.evaluate(), "output-ring has not fallen to its low-water mark");
        assertEquals("output-ring", policy.cause());
    }

    @Test
    void shouldRefuseMarksThatMeet() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> PressureSource.level("venue-2", () -> 0, 5, 5));
        assertEquals("pressure source venue-2: low-water mark 5 must be below the high one 5", refused.getMessage());
    }
}
