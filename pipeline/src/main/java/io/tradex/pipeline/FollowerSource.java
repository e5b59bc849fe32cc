package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Reads the journal behind its writer. Called on the follower's thread. */
@FunctionalInterface
public interface FollowerSource {
    /**
     * Delivers the next records, each once, in order.
     *
     * @param handler      takes them.
     * @param upToSequence highest sequence to deliver: what comes after it may still be lost.
     * @param limit        most records to deliver in this call.
     * @return how many were delivered.
     */
    int poll(RecordHandler handler, long upToSequence, int limit);

    /** Takes one record. */
    @FunctionalInterface
    interface RecordHandler {
        /**
         * @param sequence    of the input.
         * @param timestampNs of the input, nanoseconds since 1970.
         * @param buffer      holding the SBE message, header first; only during the call.
         * @param offset      of the header.
         * @param length      of header and body in bytes.
         */
        void onRecord(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);
    }
}
