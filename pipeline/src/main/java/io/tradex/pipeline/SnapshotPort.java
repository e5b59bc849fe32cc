package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Keeps snapshots. Called on the follower's thread. */
public interface SnapshotPort {
    /**
     * Begins a snapshot; one that was begun and not committed is forgotten.
     *
     * @param sequence    of the last input that it holds.
     * @param timestampNs of that input.
     */
    void begin(long sequence, long timestampNs);

    /**
     * One record of it.
     *
     * @param buffer holding the record; only during the call.
     * @param offset of the record.
     * @param length in bytes.
     */
    void record(DirectBuffer buffer, int offset, int length);

    /** The snapshot is complete: from here on it may be recovered from. */
    void commit();
}
