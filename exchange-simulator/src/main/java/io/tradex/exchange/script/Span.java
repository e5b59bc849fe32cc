package io.tradex.exchange.script;

import java.util.SplittableRandom;

/**
 * A time to wait: fixed, or drawn from a range.
 *
 * @param minNs shortest, in nanoseconds, at least 0.
 * @param maxNs longest, in nanoseconds.
 */
public record Span(long minNs, long maxNs) {
    /** No time at all. */
    public static final Span NONE = new Span(0, 0);

    /** Checks that the range is one. */
    public Span {
        if (minNs < 0 || maxNs < minNs) {
            throw new IllegalArgumentException("not a range of times: " + minNs + " to " + maxNs + " ns");
        }
    }

    /**
     * @param random drawn from only if this is a range.
     * @return a time in nanoseconds.
     */
    public long draw(final SplittableRandom random) {
        return minNs == maxNs ? minNs : random.nextLong(minNs, maxNs + 1);
    }
}
