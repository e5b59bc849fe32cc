package io.tradex.simulation.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Decides what goes wrong, and counts it. */
public final class Faults {
    private static final int BARELY_EVER = 8;
    private static final int PERCENT_MAX = 400;
    private static final int PER_MILLION_MAX = 600_000;

    private static final class Frequency {
        final Dice dice;
        final boolean excluded;
        int perMillion;
        long count;

        Frequency(final Dice dice, final int perMillion, final boolean excluded) {
            this.dice = dice;
            this.perMillion = perMillion;
            this.excluded = excluded;
        }
    }

    private final Map<Fault, Frequency> frequencies = new EnumMap<>(Fault.class);
    private final Dice moods;
    private boolean quiet;

    /**
     * @param first    dice, thrown once for how bad this world is and then at each occasion.
     * @param later    the same for faults that came later, each of which gets dice of its own.
     * @param excluded what never happens.
     */
    public Faults(final Dice first, final Dice later, final Set<Fault> excluded) {
        for (final Fault fault : Fault.values()) {
            final Dice dice = fault.isOfFirstGeneration() ? first : later.split();
            frequencies.put(fault, new Frequency(dice, frequency(fault, dice), excluded.contains(fault)));
        }
        moods = later.split();
    }

    /** Things go wrong more often or less often than before, each by itself. */
    public void newMood() {
        frequencies.forEach((fault, frequency) -> frequency.perMillion = frequency(fault, moods));
    }

    /** Some times know nothing of a fault, in some it is the rule: bugs hide in both. */
    private static int frequency(final Fault fault, final Dice dice) {
        final long percent = dice.below(BARELY_EVER) == 0 ? 0 : dice.between(1, PERCENT_MAX);
        return (int) Math.min(PER_MILLION_MAX, fault.perMillion() * percent / 100);
    }

    /**
     * An occasion for a fault.
     *
     * @param fault that may happen.
     * @return whether it does; then it is counted.
     */
    public boolean happens(final Fault fault) {
        return !quiet && happensAtRest(fault);
    }

    /**
     * An occasion for something that happens while nothing goes wrong otherwise.
     *
     * @param fault that may happen.
     * @return whether it does; then it is counted.
     */
    public boolean happensAtRest(final Fault fault) {
        final Frequency frequency = frequencies.get(fault);
        if (frequency.excluded || !frequency.dice.chance(frequency.perMillion)) {
            return false;
        }
        frequency.count++;
        return true;
    }

    /**
     * @param fault a fault.
     * @return whether it may happen at the moment.
     */
    public boolean isPossible(final Fault fault) {
        return !quiet && isAllowed(fault);
    }

    /**
     * @param fault a fault.
     * @return whether it may happen at all.
     */
    public boolean isAllowed(final Fault fault) {
        return !frequencies.get(fault).excluded;
    }

    /** @param fault that has happened. */
    public void count(final Fault fault) {
        frequencies.get(fault).count++;
    }

    /** @param isQuiet whether nothing goes wrong for now. */
    public void quiet(final boolean isQuiet) {
        quiet = isQuiet;
    }

    /** @param counts takes how often each fault has happened, on top of what it holds. */
    public void addTo(final Map<Fault, Long> counts) {
        frequencies.forEach((fault, frequency) -> counts.merge(fault, frequency.count, Long::sum));
    }
}
