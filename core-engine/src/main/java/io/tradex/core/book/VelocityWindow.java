package io.tradex.core.book;

import io.tradex.core.state.StateHash;
import java.util.Arrays;

/** Lowest and highest price traded in a window of time, kept in buckets of a sixteenth of it. */
final class VelocityWindow {
    static final int BUCKETS = 16;

    private final long[] low = new long[BUCKETS];
    private final long[] high = new long[BUCKETS];
    private final long[] bucketOf = new long[BUCKETS];
    private long current = Long.MIN_VALUE;
    private long lowest;
    private long highest;
    private long hash;

    VelocityWindow() {
        Arrays.fill(bucketOf, Long.MIN_VALUE);
    }

    /** Moves on to a time, given as its number of buckets since 1970. */
    void advanceTo(final long bucket) {
        if (bucket == current) {
            return;
        }
        current = bucket;
        lowest = Long.MAX_VALUE;
        highest = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (bucketOf[i] > bucket - BUCKETS) {
                lowest = Math.min(lowest, low[i]);
                highest = Math.max(highest, high[i]);
            }
        }
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
        lowest = Math.min(lowest, priceTicks);
        highest = Math.max(highest, priceTicks);
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
        final int at = (int) Math.floorMod(bucket, (long) BUCKETS);
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
