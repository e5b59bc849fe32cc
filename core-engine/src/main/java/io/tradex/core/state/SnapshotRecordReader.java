package io.tradex.core.state;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Takes apart what {@link SnapshotRecordWriter} built. Reading past the end throws {@link IllegalArgumentException}. */
public final class SnapshotRecordReader {
    private DirectBuffer buffer;
    private int position;
    private int limit;

    /**
     * @param record holding the record.
     * @param offset of the record.
     * @param length of the record.
     * @return this, before the record's type.
     */
    public SnapshotRecordReader wrap(final DirectBuffer record, final int offset, final int length) {
        buffer = record;
        position = offset;
        limit = offset + length;
        return this;
    }

    /** @return the next value. */
    public long next() {
        require(Long.BYTES);
        final long value = buffer.getLong(position, ByteOrder.LITTLE_ENDIAN);
        position += Long.BYTES;
        return value;
    }

    /** @return the next value as an int. */
    public int nextInt() {
        final long value = next();
        if (value != (int) value) {
            throw new IllegalArgumentException("snapshot record holds " + value + " where an int belongs");
        }
        return (int) value;
    }

    /** @return the next value as a boolean. */
    public boolean nextBoolean() {
        return next() != 0;
    }

    /**
     * Takes bytes that were put with their length.
     *
     * @param target    takes them.
     * @param offset    of the first in the target.
     * @param maxLength most that the target takes.
     * @return how many.
     */
    public int nextBytes(final MutableDirectBuffer target, final int offset, final int maxLength) {
        final int length = nextInt();
        if (length < 0 || length > maxLength) {
            throw new IllegalArgumentException("snapshot record holds " + length + " bytes, at most " + maxLength);
        }
        require(length);
        target.putBytes(offset, buffer, position, length);
        position += length;
        return length;
    }

    private void require(final int bytes) {
        if (limit - position < bytes) {
            throw new IllegalArgumentException("snapshot record ends early");
        }
    }
}
