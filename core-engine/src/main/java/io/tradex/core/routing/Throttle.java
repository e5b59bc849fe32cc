package io.tradex.core.routing;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;

/** A venue's message limit: a token bucket that holds a second's worth and is filled by the inputs' time. */
public final class Throttle {
    /** Highest limit. */
    public static final int MAX_PER_SECOND = 1_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** What one token is worth: so much comes in a second for each message per second. */
    private static final long TOKEN = NANOS_PER_SECOND;

    private int perSecond;
    private long level;
    private long atNs;

    /**
     * Sets the limit and fills the bucket.
     *
     * @param messagesPerSecond 0 for no limit, up to {@link #MAX_PER_SECOND}.
     * @param nowNs             time of the input.
     */
    public void limit(final int messagesPerSecond, final long nowNs) {
        perSecond = messagesPerSecond;
        level = full();
        atNs = nowNs;
    }

    /** @return whether there is a limit. */
    public boolean isLimited() {
        return perSecond > 0;
    }

    /**
     * @param nowNs time of the input.
     * @return whether one more message may go.
     */
    public boolean hasToken(final long nowNs) {
        return perSecond == 0 || levelAt(nowNs) >= TOKEN;
    }

    /**
     * Takes a token, if there is one.
     *
     * @param nowNs time of the input.
     * @return whether there was one.
     */
    public boolean take(final long nowNs) {
        if (perSecond == 0) {
            return true;
        }
        final long now = levelAt(nowNs);
        if (now < TOKEN) {
            return false;
        }
        level = now - TOKEN;
        atNs = Math.max(atNs, nowNs);
        return true;
    }

    /**
     * @param nowNs time of the input.
     * @return when the next message may go: now, or later.
     */
    public long nextTokenNs(final long nowNs) {
        // Counted from when a token was last taken, so that it is the same whenever it is asked.
        final long missing = perSecond == 0 ? 0 : TOKEN - level;
        return missing <= 0 ? nowNs : Math.max(nowNs, atNs + (missing + perSecond - 1) / perSecond);
    }

    private long levelAt(final long nowNs) {
        final long elapsedNs = Math.min(Math.max(0, nowNs - atNs), NANOS_PER_SECOND);
        return Math.min(full(), level + elapsedNs * perSecond);
    }

    private long full() {
        return TOKEN * perSecond;
    }

    long mix(final long hash) {
        return StateHash.mix(StateHash.mix(StateHash.mix(hash, perSecond), level), atNs);
    }

    void writeTo(final SnapshotRecordWriter record) {
        record.put(perSecond).put(level).put(atNs);
    }

    void readFrom(final SnapshotRecordReader record) {
        perSecond = record.nextInt();
        level = record.next();
        atNs = record.next();
    }
}
