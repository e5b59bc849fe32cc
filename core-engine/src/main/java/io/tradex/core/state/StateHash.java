package io.tradex.core.state;

/**
 * A hash over the whole engine state that is kept up to date as the state changes, so that asking for it costs nothing.
 *
 * <p>It is the wrapping sum of one contribution for each thing in the state; a thing that changes replaces its contribution.
 * A sum does not depend on the order in which things came to be, so a state rebuilt from a snapshot has the same one.
 */
public final class StateHash {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long sum;

    /**
     * Mixes one value into a contribution.
     *
     * @param hash  so far; start with a number that is different for each kind of thing.
     * @param value next.
     * @return the new hash.
     */
    public static long mix(final long hash, final long value) {
        final long h = (hash ^ value) * GOLDEN_GAMMA;
        return h ^ (h >>> 29);
    }

    /**
     * An odd multiplier for a number of a thing. A number that only ever changes by differences contributes its value times
     * this, so that a change costs one multiplication.
     *
     * @param kind of the thing and which of its numbers.
     * @param id   of the thing.
     * @return the multiplier.
     */
    public static long multiplier(final long kind, final long id) {
        return mix(mix(kind, id), GOLDEN_GAMMA) | 1;
    }

    /** @param contribution to add; negate to take away. */
    public void add(final long contribution) {
        sum += contribution;
    }

    /** @return the sum of all contributions. */
    public long sum() {
        return sum;
    }
}
