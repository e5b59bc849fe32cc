package io.tradex.core.state;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Builds one snapshot record: its type, then its values in the order in which they are put, 8 bytes each, little endian.
 */
public final class SnapshotRecordWriter {
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(4096);
    private int length;

    /**
     * Starts a record.
     *
     * @param type of the record.
     * @return this.
     */
    public SnapshotRecordWriter begin(final long type) {
        length = 0;
        return put(type);
    }

    /**
     * @param value next value.
     * @return this.
     */
    public SnapshotRecordWriter put(final long value) {
        buffer.putLong(length, value, java.nio.ByteOrder.LITTLE_ENDIAN);
        length += Long.BYTES;
        return this;
    }

    /**
     * @param value next value.
     * @return this.
     */
    public SnapshotRecordWriter put(final boolean value) {
        return put(value ? 1L : 0L);
    }

    /**
     * Puts bytes, with their length before them.
     *
     * @param source      holding them.
     * @param offset      of the first.
     * @param bytesLength how many.
     * @return this.
     */
    public SnapshotRecordWriter put(final DirectBuffer source, final int offset, final int bytesLength) {
        put(bytesLength);
        buffer.putBytes(length, source, offset, bytesLength);
        length += bytesLength;
        return this;
    }

    /** @return the record, from offset 0. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** @return length of the record in bytes. */
    public int length() {
        return length;
    }
}
