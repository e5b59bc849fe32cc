package io.tradex.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime(1_000);
    private final List<String> happened = new ArrayList<>();

    private void runAll() {
        while (!time.isEmpty()) {
            time.runNext();
        }
    }

    @Test
    void shouldLetThingsHappenInTheOrderOfTimeAndThenOfPlanning() {
        final Dice dice = new Dice(1);
        final List<Long> timesNs = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            time.after(dice.below(500), () -> timesNs.add(time.nanoTime()));
        }
        time.at(1_600, () -> happened.add("first"));
        time.at(1_600, () -> happened.add("second"));
        time.at(1_599, () -> happened.add("before"));
        runAll();

        assertEquals(List.of("before", "first", "second"), happened);
        assertEquals(timesNs.stream().sorted().toList(), timesNs);
        assertEquals(5_000, timesNs.size());
    }

    @Test
    void shouldTakeATimeThatHasPassedForNow() {
        time.at(5, () -> happened.add("at " + time.nanoTime()));
        runAll();
        assertEquals(List.of("at 1000"), happened);
    }

    @Test
    void shouldNotLetTimePassOverWhatIsPlanned() {
        time.after(100, () -> happened.add("it"));
        time.pass(1_100);
        assertThrows(IllegalArgumentException.class, () -> time.pass(1_101));
        assertTrue(happened.isEmpty());
    }
}
