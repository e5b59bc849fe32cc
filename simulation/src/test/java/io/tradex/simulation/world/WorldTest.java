package io.tradex.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Simulated worlds for two minutes or {@code -Dtradex.world.seconds=N}: of seeds that are the same everywhere, and for a sixth of
 * the time of fresh ones; {@code -Dtradex.fresh=true} takes fresh ones alone, {@code -Dtradex.seed=S} runs that of one seed, at
 * length.
 */
class WorldTest {
    private static final long INPUTS = 10_000;
    private static final long INPUTS_OF_ONE = 100_000;
    private static final int MAX_SEEDS = 10_000;
    private static final long FIRST_FRESH = 10_001;
    private static final long SEEDS_NS = TimeUnit.SECONDS.toNanos(Long.getLong("tradex.world.seconds", 120));
    private static final long FRESH_NS = Boolean.getBoolean("tradex.fresh") ? SEEDS_NS : SEEDS_NS / 6;

    private static World run(final long seed, final long inputs) {
        return run(seed, inputs, Set.of());
    }

    private static World run(final long seed, final long inputs, final Set<Fault> excluded) {
        final World world = new World(seed, WorldSettings.USUAL.without(excluded));
        assertTrue(
                world.run(inputs),
                () -> "./scripts/simulate --seed " + seed + " --events " + inputs
                        + (excluded.isEmpty()
                                ? ""
                                : " --without " + excluded.toString().replaceAll("[\\[\\] ]", "")) + ": "
                        + String.join("\n", world.audit().violations()));
        return world;
    }

    @Test
    void shouldFindNothingWithSeedsThatOnceFoundSomething() throws IOException {
        try (BufferedReader seeds = new BufferedReader(new InputStreamReader(
                WorldTest.class.getResourceAsStream("/simulation/regression-seeds.txt"), StandardCharsets.UTF_8))) {
            final List<String> lines = seeds.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
            for (final String line : lines) {
                final String[] words = line.split(" ", 4);
                run(Long.parseLong(words[0]), Long.parseLong(words[1]), Fault.laterThan(Integer.parseInt(words[2])));
            }
        }
    }

    /** The same seeds everywhere, as many as most of the time is enough for, and then fresh ones. */
    @Test
    void shouldFindNothingInTwoMinutesOfSeeds() {
        final Long given = Long.getLong("tradex.seed");
        if (given != null) {
            System.out.println("seed " + given);
            run(given, INPUTS_OF_ONE);
            return;
        }
        runFrom(1, SEEDS_NS - FRESH_NS);
        // Beyond those of the long run, so that they are new.
        runFrom(FIRST_FRESH + (System.nanoTime() & 0xffff_ffffL), FRESH_NS);
    }

    private static void runFrom(final long first, final long forNs) {
        final long untilNs = System.nanoTime() + forNs;
        System.out.println("seeds from " + first);
        long seed = first;
        while (System.nanoTime() - untilNs < 0 && seed < first + MAX_SEEDS) {
            run(seed++, INPUTS);
        }
        System.out.println("seeds " + first + " to " + (seed - 1));
    }

    @Test
    void shouldRepeatItselfToTheLastInput() {
        final World one = run(77, INPUTS);
        final World other = run(77, INPUTS);
        final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        final Map<Fault, Long> otherFaults = new EnumMap<>(Fault.class);
        one.addFaultCounts(faults);
        other.addFaultCounts(otherFaults);

        assertEquals(one.inputs(), other.inputs());
        assertEquals(one.stateHash(), other.stateHash());
        assertEquals(faults, otherFaults);
        assertNotEquals(one.stateHash(), run(78, INPUTS).stateHash());
    }

    @Test
    void shouldSpendMostInputsOnOrdersAtVenues() {
        final World world = run(5, INPUTS);
        assertTrue(
                world.audit().inputsAtVenues() * 2 >= world.inputs(),
                "of " + world.inputs() + " inputs only " + world.audit().inputsAtVenues());
    }
}
