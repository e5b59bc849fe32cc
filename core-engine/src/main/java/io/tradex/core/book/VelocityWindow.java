package io.tradex.core.book;

import io.tradex.core.state.StateHash;
import java.util.Arrays;

/**
 * Lowest and highest price traded in a window of time, kept in buckets of a sixteenth of it, and how far a trade may go from them.
 *
 * <p>The extremes are those of all prices since they were last looked for, so they may be too far apart, and what they allow too
 * little, but never too much: a trade within it needs two comparisons, and only one beyond it a look at all buckets.
 */
final class VelocityWindow {
    static final int BUCKETS = 16;

    private static final int BUCKET = 0;
    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int STRIDE = 3;

    /** Number, lowest and highest price of each bucket, by its number modulo their count. */
    private final long[] buckets = new long[STRIDE * BUCKETS];

    private final long bucketNs;
    private int bps;
    private long current = Long.MIN_VALUE;
    /** When the current bucket began; so far away before the first that no time is in it. */
    private long currentNs = Long.MIN_VALUE / 2;

    private long lowest = Long.MAX_VALUE;
    private long highest;
    /** Whether buckets may have left the window since the extremes were looked for. */
    private boolean stale;
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
        Arrays.fill(buckets, Long.MIN_VALUE);
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
            current = timestampNs / bucketNs;
            currentNs = current * bucketNs;
            stale = true;
        }
    }

    /** Whether a trade would go too far at the time that was last moved on to. */
    boolean isTooFast(final long priceTicks) {
        if (isAllowed(priceTicks)) {
            return false;
        }
        findExtremes();
        return !isAllowed(priceTicks);
    }

    private boolean isAllowed(final long priceTicks) {
        return priceTicks <= highestAllowed && priceTicks >= lowestAllowed;
    }

    private void findExtremes() {
        if (!stale) {
            return;
        }
        stale = false;
        lowest = Long.MAX_VALUE;
        highest = 0;
        for (int at = 0; at < buckets.length; at += STRIDE) {
            if (buckets[at + BUCKET] > current - BUCKETS) {
                lowest = Math.min(lowest, buckets[at + LOW]);
                highest = Math.max(highest, buckets[at + HIGH]);
            }
        }
        findAllowed();
    }

    private void findAllowed() {
        final boolean empty = highest == 0;
        highestAllowed = empty ? Long.MAX_VALUE : lowest + BookRules.share(lowest, bps);
        lowestAllowed = empty ? Long.MIN_VALUE : highest - BookRules.share(highest, bps);
    }

    /** Lowest price of the window; meaningless if it is empty. */
    long lowest() {
        findExtremes();
        return lowest;
    }

    /** Highest price of the window; 0 if it is empty. */
    long highest() {
        findExtremes();
        return highest;
    }

    /** Adds a trade at the time that was last moved on to. */
    void add(final long priceTicks) {
        put(current, priceTicks, priceTicks);
    }

    /** A number that tells what is in the buckets. */
    long hash() {
        return hash;
    }

    private long contribution(final int at) {
        final long bucket = buckets[at + BUCKET];
        return bucket == Long.MIN_VALUE
                ? 0
                : StateHash.mix(StateHash.mix(bucket, buckets[at + LOW]), buckets[at + HIGH]);
    }

    long bucketAt(final int index) {
        return buckets[STRIDE * index + BUCKET];
    }

    long lowAt(final int index) {
        return buckets[STRIDE * index + LOW];
    }

    long highAt(final int index) {
        return buckets[STRIDE * index + HIGH];
    }

    /** Adds prices of a bucket, in ascending order of buckets. */
    void put(final long bucket, final long lowTicks, final long highTicks) {
        final int at = STRIDE * ((int) bucket & (BUCKETS - 1));
        final boolean known = buckets[at + BUCKET] == bucket;
        if (known && buckets[at + LOW] <= lowTicks && buckets[at + HIGH] >= highTicks) {
            return;
        }
        hash -= contribution(at);
        buckets[at + LOW] = known ? Math.min(buckets[at + LOW], lowTicks) : lowTicks;
        buckets[at + HIGH] = known ? Math.max(buckets[at + HIGH], highTicks) : highTicks;
        buckets[at + BUCKET] = bucket;
        hash += contribution(at);
        if (lowTicks < lowest || highTicks > highest) {
            lowest = Math.min(lowest, lowTicks);
            highest = Math.max(highest, highTicks);
            findAllowed();
        }
    }
}
