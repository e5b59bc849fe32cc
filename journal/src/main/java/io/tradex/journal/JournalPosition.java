package io.tradex.journal;

import java.util.Objects;

/**
 * A place in a journal: right behind one of its records. File and offset only say where to look; sequence and link prove that
 * it is the right record, and reading finds it by a scan where the journal was copied and the offsets differ.
 *
 * @param sequence    of the record; 0 before the first.
 * @param timestampNs of the record, nanoseconds since 1970; 0 before the first.
 * @param link        that the next record must carry, see {@link JournalRecord#nextLink}.
 * @param file        name of the cycle file that holds the record; empty before the first.
 * @param offset      of the record's document in that file, in bytes.
 */
public record JournalPosition(long sequence, long timestampNs, long link, String file, long offset) {
    /** Before the first record. */
    public static final JournalPosition START = new JournalPosition(0, 0, JournalRecord.FIRST_LINK, "", 0);

    /** Checks the ranges. */
    public JournalPosition {
        Objects.requireNonNull(file, "file");
        if (sequence < 0 || offset < 0) {
            throw new IllegalArgumentException("negative sequence or offset: " + sequence + ", " + offset);
        }
    }
}
