package io.tradex.core.engine;

import org.agrona.DirectBuffer;

/** Takes the records of a snapshot, in order; see {@link TradingEngine#writeSnapshot(SnapshotSink)}. */
@FunctionalInterface
public interface SnapshotSink {
    /**
     * One record. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the record.
     * @param offset of the record.
     * @param length of the record in bytes, at most {@link TradingEngine#MAX_SNAPSHOT_RECORD_BYTES}.
     */
    void onRecord(DirectBuffer buffer, int offset, int length);
}
