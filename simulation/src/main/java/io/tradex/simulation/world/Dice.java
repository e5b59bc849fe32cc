package io.tradex.simulation.world;

import java.util.SplittableRandom;

/** The seeded chance of a world. Each part of it throws dice of its own, so that one part does not disturb the luck of another. */
public final class Dice {
    private final SplittableRandom random;

    /** @param seed that everything follows from. */
    public Dice(final long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(final SplittableRandom random) {
        this.random = random;
    }

    /** @return other dice, whose throws these determine. */
    public Dice split() {
        return new Dice(random.split());
    }

    /**
     * @param bound above 0.
     * @return 0 to below the bound.
     */
    public int below(final int bound) {
        return random.nextInt(bound);
    }

    /**
     * @param low  the lowest.
     * @param high the highest.
     * @return one of them.
     */
    public long between(final long low, final long high) {
        return low >= high ? low : random.nextLong(low, high + 1);
    }

    /**
     * @param perMillion how often in a million throws.
     * @return whether this is one of them.
     */
    public boolean chance(final int perMillion) {
        return perMillion > 0 && random.nextInt(1_000_000) < perMillion;
    }

    /** @return heads or tails. */
    public boolean coin() {
        return random.nextBoolean();
    }

    /**
     * Time until something that has no memory happens.
     *
     * @param meanNs on average.
     * @return at least 1, at most 20 times the mean.
     */
    public long waitNs(final long meanNs) {
        final double even = Math.max(1e-9, random.nextDouble());
        return Math.max(1, Math.min(20 * meanNs, (long) (-StrictMath.log(even) * meanNs)));
    }
}
