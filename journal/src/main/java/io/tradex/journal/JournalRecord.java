package io.tradex.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The record that one input is kept in: the input's SBE message behind 32 bytes that let a reader prove it. It is the content
 * of one document of a Chronicle Queue cycle file. Little endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |              CRC32C of every byte that follows                |
 *  +---------------+---------------+-------------------------------+
 *  |    Format     |       0       |   Payload length in bytes     |
 *  +---------------+---------------+-------------------------------+
 *  |                                                               |
 *  |          Link: binds the record to the one before it          |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |              Sequence: 1, 2, 3 ... without gaps               |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |              Timestamp: nanoseconds since 1970                |
 *  +---------------------------------------------------------------+
 *  |           Payload: SBE header and message body               ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * The CRC and the format byte keep their place in every format to come, so that a reader can check a record before it knows
 * how to read it, and can name a format that it does not know.
 *
 * <p>The link of a record is {@link #nextLink} of the link and CRC of the record before it; that of the first record is 0. A
 * record that was removed, moved, doubled or replaced by another valid one breaks the link of its successor. This is proof
 * against accidents and mix-ups, not against somebody who can compute a hash.
 */
public final class JournalRecord {
    /** Longest input, SBE header included, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 1024;

    /** Bytes before the payload in {@link #FORMAT_1}. */
    public static final int HEADER_BYTES = 32;

    /** Longest record, in bytes. */
    public static final int MAX_RECORD_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES;

    /** Link of the first record. */
    public static final long FIRST_LINK = 0;

    static final int CRC_OFFSET = 0;
    static final int FORMAT_OFFSET = 4;
    static final int RESERVED_OFFSET = 5;
    static final int LENGTH_OFFSET = 6;
    static final int LINK_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 16;
    static final int TIMESTAMP_OFFSET = 24;
    static final int PAYLOAD_OFFSET = HEADER_BYTES;

    static final byte FORMAT_1 = 1;

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private JournalRecord() {}

    /**
     * The link that the record after a given one carries. One to one in the link for a given CRC and in the CRC for a given
     * link, so that no two neighbours of the same record share it.
     *
     * @param link of the given record.
     * @param crc  of the given record.
     * @return the link of the record after it.
     */
    public static long nextLink(final long link, final int crc) {
        final long mixed = (link ^ (crc & 0xFFFF_FFFFL)) * GOLDEN_RATIO;
        return mixed ^ (mixed >>> 32);
    }

    /**
     * CRC32C of a record.
     *
     * @param crc    to be used for the computation; its former state is discarded.
     * @param buffer little endian, holding the record; cleared on return.
     * @param offset of the record.
     * @param length of the record, in bytes.
     * @return the CRC that stands, or should stand, at {@link #CRC_OFFSET}.
     */
    static int crcOf(final CRC32C crc, final ByteBuffer buffer, final int offset, final int length) {
        crc.reset();
        buffer.limit(offset + length).position(offset + FORMAT_OFFSET);
        crc.update(buffer);
        buffer.clear();
        return (int) crc.getValue();
    }

    /**
     * Completes a record whose payload is in place.
     *
     * @param crc           to be used for the computation.
     * @param buffer        little endian, holding the payload at {@link #PAYLOAD_OFFSET}; the record starts at 0.
     * @param sequence      of the input.
     * @param timestampNs   of the input.
     * @param link          from the record before it.
     * @param payloadLength in bytes.
     * @return the CRC of the record.
     */
    static int encodeHeader(
            final CRC32C crc,
            final ByteBuffer buffer,
            final long sequence,
            final long timestampNs,
            final long link,
            final int payloadLength) {
        assert buffer.order() == ByteOrder.LITTLE_ENDIAN;
        buffer.clear();
        buffer.put(FORMAT_OFFSET, FORMAT_1);
        buffer.put(RESERVED_OFFSET, (byte) 0);
        buffer.putShort(LENGTH_OFFSET, (short) payloadLength);
        buffer.putLong(LINK_OFFSET, link);
        buffer.putLong(SEQUENCE_OFFSET, sequence);
        buffer.putLong(TIMESTAMP_OFFSET, timestampNs);
        final int value = crcOf(crc, buffer, 0, HEADER_BYTES + payloadLength);
        buffer.putInt(CRC_OFFSET, value);
        return value;
    }

    /**
     * What is wrong with a record by itself, its neighbours unseen. A format to come is dispatched on here.
     *
     * @param crc    to be used for the computation.
     * @param buffer little endian, holding the record; cleared on return.
     * @param offset of the record.
     * @param length of the document that holds it, in bytes.
     * @return null if it is sound, else what is wrong.
     */
    static String faultIn(final CRC32C crc, final ByteBuffer buffer, final int offset, final int length) {
        if (length <= FORMAT_OFFSET) {
            return "a document of " + length + " bytes is too short for a record";
        }
        final int expected = buffer.getInt(offset + CRC_OFFSET);
        final int actual = crcOf(crc, buffer, offset, length);
        if (actual != expected) {
            return String.format("CRC32C is %08x where the record says %08x", actual, expected);
        }
        final byte format = buffer.get(offset + FORMAT_OFFSET);
        return switch (format) {
            case FORMAT_1 -> faultInFormat1(buffer, offset, length);
            default -> "record format " + (format & 0xFF) + " is unknown: a newer version wrote it";
        };
    }

    private static String faultInFormat1(final ByteBuffer buffer, final int offset, final int length) {
        if (length < HEADER_BYTES) {
            return "a record of " + length + " bytes is shorter than its header";
        }
        final int payloadLength = buffer.getShort(offset + LENGTH_OFFSET) & 0xFFFF;
        if (payloadLength != length - HEADER_BYTES || payloadLength > MAX_PAYLOAD_BYTES) {
            return "payload length " + payloadLength + " in a record of " + length + " bytes";
        }
        return null;
    }
}
