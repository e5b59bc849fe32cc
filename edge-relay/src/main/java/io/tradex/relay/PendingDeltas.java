package io.tradex.relay;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Deltas that came before one that is still missing, by outSeq. Holds at most {@code capacity}: a delta that finds its slot
 * taken by another outSeq replaces the lower one, so what is kept is the newest, and what is lost is asked for again. Not
 * thread safe.
 */
final class PendingDeltas {
    /** Answer of {@link #lowestAfter} if nothing is held. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = 0;

    private final int mask;
    private final long[] outSeqs;
    private final UnsafeBuffer rows;
    private long highestOutSeq;

    /** @param capacity most deltas held, a power of two. */
    PendingDeltas(final int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity)) {
            throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
        }
        mask = capacity - 1;
        outSeqs = new long[capacity];
        rows = new UnsafeBuffer(new byte[capacity * OrderRows.ROW_LENGTH]);
    }

    /**
     * Keeps a delta.
     *
     * @param outSeq of it, at least 1.
     * @param buffer holding its root block.
     * @param offset of it.
     * @return true unless another delta was pushed out or this one refused: the ring is too small for what is missing.
     */
    boolean put(final long outSeq, final DirectBuffer buffer, final int offset) {
        final int slot = (int) outSeq & mask;
        final long held = outSeqs[slot];
        if (held < outSeq) {
            outSeqs[slot] = outSeq;
            rows.putBytes(slot * OrderRows.ROW_LENGTH, buffer, offset, OrderRows.ROW_LENGTH);
            highestOutSeq = Math.max(highestOutSeq, outSeq);
        }
        return held == EMPTY || held == outSeq;
    }

    /** @return whether this delta is held. */
    boolean contains(final long outSeq) {
        return outSeqs[(int) outSeq & mask] == outSeq;
    }

    /** @return where in {@link #buffer()} the row of a held delta begins. */
    int offsetOf(final long outSeq) {
        return ((int) outSeq & mask) * OrderRows.ROW_LENGTH;
    }

    /** @return the rows of all held deltas. */
    DirectBuffer buffer() {
        return rows;
    }

    /** Forgets a delta. */
    void remove(final long outSeq) {
        final int slot = (int) outSeq & mask;
        if (outSeqs[slot] == outSeq) {
            outSeqs[slot] = EMPTY;
        }
    }

    /** @return the highest outSeq kept since the last {@link #clear()}, whether or not it was removed; 0 if none. */
    long highestOutSeq() {
        return highestOutSeq;
    }

    /** @return the lowest held outSeq above the given one; {@link #NONE} if there is none. */
    long lowestAfter(final long outSeq) {
        long lowest = NONE;
        if (highestOutSeq > outSeq) {
            for (final long held : outSeqs) {
                if (held > outSeq && held < lowest) {
                    lowest = held;
                }
            }
        }
        return lowest;
    }

    /** Forgets every delta up to an outSeq. */
    void discardThrough(final long outSeq) {
        for (int slot = 0; slot <= mask; slot++) {
            if (outSeqs[slot] <= outSeq) {
                outSeqs[slot] = EMPTY;
            }
        }
    }

    /** Forgets all. */
    void clear() {
        Arrays.fill(outSeqs, EMPTY);
        highestOutSeq = 0;
    }
}
