package io.tradex.journal;

import org.agrona.DirectBuffer;

/** Takes the inputs of a journal in order. */
@FunctionalInterface
public interface JournalRecordHandler {
    /**
     * One input, its record proved sound. The buffer is reused: copy what is to be kept.
     *
     * @param sequence    of the input.
     * @param timestampNs of the input, nanoseconds since 1970.
     * @param buffer      holding the SBE message, header first.
     * @param offset      of the header.
     * @param length      of header and body in bytes.
     */
    void onRecord(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);
}
