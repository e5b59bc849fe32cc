package io.tradex.core.account;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;

/**
 * Market-maker protection of an account in an instrument: what its resting orders executed within a window of time, kept in
 * buckets of a sixteenth of it. Trips when that is more than the limit, and stays so until it is reset.
 */
public final class Protection {
    private static final int BUCKETS = 16;
    private static final long KIND_PROTECTION = 0x23;
    private static final long[] NONE = {};

    private final long id;
    private final StateHash hash;
    private long contribution;
    private long limitLots;
    private long windowNs;
    private boolean tripped;
    private long executedLots;
    private long[] lots = NONE;
    private long[] bucketOf = NONE;

    Protection(final long id, final StateHash hash) {
        this.id = id;
        this.hash = hash;
    }

    /** @return whether there is a limit. */
    public boolean isOn() {
        return limitLots > 0;
    }

    /** @return whether it has tripped and waits for a reset. */
    public boolean hasTripped() {
        return tripped;
    }

    /** @return what was executed within the window at the last fill, in lots. */
    public long executedLots() {
        return executedLots;
    }

    /** @return what may be executed within the window; 0 without protection. */
    public long limitLots() {
        return limitLots;
    }

    /**
     * Sets or removes it, and forgets what was executed.
     *
     * @param newLimitLots what may be executed within the window; 0 for no protection.
     * @param newWindowNs  the window, at least 16.
     */
    public void set(final long newLimitLots, final long newWindowNs) {
        limitLots = newLimitLots;
        windowNs = newWindowNs;
        reset();
    }

    /** Makes it ready again, and forgets what was executed. */
    public void reset() {
        tripped = false;
        executedLots = 0;
        lots = limitLots == 0 ? NONE : new long[BUCKETS];
        bucketOf = limitLots == 0 ? NONE : new long[BUCKETS];
        rehash();
    }

    /**
     * Counts a fill.
     *
     * @param timestampNs of the fill.
     * @param filledLots  of the fill.
     * @return whether it trips now.
     */
    public boolean onFill(final long timestampNs, final long filledLots) {
        final long bucket = timestampNs / (windowNs / BUCKETS);
        final int at = (int) (bucket % BUCKETS);
        if (bucketOf[at] != bucket) {
            bucketOf[at] = bucket;
            lots[at] = 0;
        }
        lots[at] += filledLots;
        executedLots = 0;
        for (int i = 0; i < BUCKETS; i++) {
            if (bucketOf[i] > bucket - BUCKETS) {
                executedLots += lots[i];
            }
        }
        final boolean trips = !tripped && executedLots > limitLots;
        tripped |= trips;
        rehash();
        return trips;
    }

    /** @param record gets all of it. */
    public void writeTo(final SnapshotRecordWriter record) {
        record.put(limitLots).put(windowNs).put(tripped).put(executedLots);
        for (int i = 0; i < lots.length; i++) {
            record.put(bucketOf[i]).put(lots[i]);
        }
    }

    /** @param record has all of it. */
    public void readFrom(final SnapshotRecordReader record) {
        set(record.next(), record.next());
        tripped = record.nextBoolean();
        executedLots = record.next();
        for (int i = 0; i < lots.length; i++) {
            bucketOf[i] = record.next();
            lots[i] = record.next();
        }
        rehash();
    }

    private void rehash() {
        long h = 0;
        if (limitLots > 0) {
            h = StateHash.mix(StateHash.mix(KIND_PROTECTION, id), limitLots);
            h = StateHash.mix(h, windowNs);
            h = StateHash.mix(h, tripped ? executedLots : -executedLots);
            for (int i = 0; i < BUCKETS; i++) {
                h = StateHash.mix(StateHash.mix(h, bucketOf[i]), lots[i]);
            }
        }
        hash.add(h - contribution);
        contribution = h;
    }
}
