package io.tradex.journal;

import org.agrona.DirectBuffer;

/** Takes the records of a snapshot in the order in which they were written. */
@FunctionalInterface
public interface SnapshotRecordHandler {
    /**
     * One record. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the record.
     * @param offset of the record.
     * @param length of the record in bytes.
     */
    void onRecord(DirectBuffer buffer, int offset, int length);
}
