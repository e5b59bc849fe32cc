package io.tradex.core.book;

import io.tradex.core.state.StateHash;
import java.util.Arrays;

/**
 * Lowest and highest price traded in a window of time, kept in buckets of a sixteenth of it, and how far a trade may go from
 * them. Asking costs two comparisons as long as neither the bucket nor the extremes change.
 */
final class VelocityWindow {
    static final int BUCKETS = 16;

    private final long[] low = new long[BUCKETS];
    private final long[] high = new long[BUCKETS];
    private final long[] bucketOf = new long[BUCKETS];
    private final long bucketNs;
    private int bps;
    private long current = Long.MIN_VALUE;
    /** When the current bucket began; so far away before the first that no time is in it. */
    private long currentNs = Long.MIN_VALUE / 2;

    private long lowest = Long.MAX_VALUE;
    private long highest;
    /** Beyond these a trade would be too fast. */
    private long lowestAllowed = Long.MIN_VALUE;

    private long highestAllowed = Long.MAX_VALUE;
    private long hash;

    /**
     * @param windowNs length of the window, at least 1.
     * @param bps      how far a trade may go from the extremes of the window.
     */
    VelocityWindow(final long windowNs, final int bps) {
        bucketNs = Math.max(1, windowNs / BUCKETS);
        this.bps = bps;
        Arrays.fill(bucketOf, Long.MIN_VALUE);
    }

    /** Another rule for the same window. */
    void bps(final int newBps) {
        bps = newBps;
        findAllowed();
    }

    /** Moves on to a time since 1970. */
    void advanceTo(final long timestampNs) {
        final long sinceNs = timestampNs - currentNs;
        if (sinceNs < 0 || sinceNs >= bucketNs) {
            startBucket(timestampNs / bucketNs);
        }
    }

    private void startBucket(final long bucket) {
        current = bucket;
        currentNs = bucket * bucketNs;
        lowest = Long.MAX_VALUE;
        highest = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (bucketOf[i] > bucket - BUCKETS) {
                lowest = Math.min(lowest, low[i]);
                highest = Math.max(highest, high[i]);
            }
        }
        findAllowed();
    }

    private void findAllowed() {
        final boolean empty = isEmpty();
        highestAllowed = empty ? Long.MAX_VALUE : lowest + BookRules.share(lowest, bps);
        lowestAllowed = empty ? Long.MIN_VALUE : highest - BookRules.share(highest, bps);
    }

    /** Whether a trade would go too far at the time that was last moved on to. */
    boolean isTooFast(final long priceTicks) {
        return priceTicks > highestAllowed || priceTicks < lowestAllowed;
    }

    boolean isEmpty() {
        return highest == 0;
    }

    /** Lowest price of the window; meaningless if it is empty. */
    long lowest() {
        return lowest;
    }

    /** Highest price of the window; 0 if it is empty. */
    long highest() {
        return highest;
    }

    /** Adds a trade at the time that was last moved on to. */
    void add(final long priceTicks) {
        put(current, priceTicks, priceTicks);
        if (priceTicks < lowest || priceTicks > highest) {
            lowest = Math.min(lowest, priceTicks);
            highest = Math.max(highest, priceTicks);
            findAllowed();
        }
    }

    /** A number that tells what is in the buckets. */
    long hash() {
        return hash;
    }

    private long contribution(final int at) {
        return bucketOf[at] == Long.MIN_VALUE ? 0 : StateHash.mix(StateHash.mix(bucketOf[at], low[at]), high[at]);
    }

    long bucketAt(final int index) {
        return bucketOf[index];
    }

    long lowAt(final int index) {
        return low[index];
    }

    long highAt(final int index) {
        return high[index];
    }

    /** Adds prices of a bucket, in ascending order of buckets. */
    void put(final long bucket, final long lowTicks, final long highTicks) {
        final int at = (int) bucket & (BUCKETS - 1);
        if (bucketOf[at] == bucket && low[at] <= lowTicks && high[at] >= highTicks) {
            return;
        }
        hash -= contribution(at);
        if (bucketOf[at] != bucket) {
            bucketOf[at] = bucket;
            low[at] = lowTicks;
            high[at] = highTicks;
        } else {
            low[at] = Math.min(low[at], lowTicks);
            high[at] = Math.max(high[at], highTicks);
        }
        hash += contribution(at);
    }
}
