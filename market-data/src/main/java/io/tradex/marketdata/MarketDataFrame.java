package io.tradex.marketdata;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.protocol.market.LevelUpdateDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * What every message about a book begins with on the streams, in the same places whatever the message is:
 *
 * <pre>
 *   0        8       16        24        32         40            48             52     56
 *   +────────+───────+─────────+─────────+──────────+─────────────+──────────────+──────+──────────+
 *   | header | epoch | bookSeq | prevSeq | inputSeq | timestampNs | instrumentId | part | lastPart |
 *   +────────+───────+─────────+─────────+──────────+─────────────+──────────────+──────+──────────+
 *                                                                                └─ L2 and L1 only ─┘
 * </pre>
 */
public final class MarketDataFrame {
    /** Most rows of a group, so that a message fits one packet of the network (1,408 bytes). */
    public static final int LEVELS_MAX = 60;

    /** Most trades in one message. */
    public static final int TRADES_MAX = 40;

    /** Most orders in one message of a snapshot. */
    public static final int ORDERS_MAX = 48;

    /** Most books in one heartbeat. */
    public static final int HEARTBEAT_BOOKS_MAX = 100;

    /** Longest message, header included, in bytes. */
    public static final int BYTES_MAX = 1_376;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int EPOCH = HEADER + OrderAddedDecoder.epochEncodingOffset();
    private static final int BOOK_SEQ = HEADER + OrderAddedDecoder.bookSeqEncodingOffset();
    private static final int PREV_SEQ = HEADER + OrderAddedDecoder.prevSeqEncodingOffset();
    private static final int INPUT_SEQ = HEADER + OrderAddedDecoder.inputSeqEncodingOffset();
    private static final int TIMESTAMP_NS = HEADER + OrderAddedDecoder.timestampNsEncodingOffset();
    private static final int INSTRUMENT_ID = HEADER + OrderAddedDecoder.instrumentIdEncodingOffset();
    private static final int PART = HEADER + LevelUpdateDecoder.partEncodingOffset();
    private static final int LAST_PART = HEADER + LevelUpdateDecoder.lastPartEncodingOffset();

    private MarketDataFrame() {}

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return epoch of the message.
     */
    public static long epoch(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EPOCH, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return where it takes its book.
     */
    public static long bookSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + BOOK_SEQ, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return where its book must stand before.
     */
    public static long prevSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + PREV_SEQ, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return sequence of the input that caused it.
     */
    public static long inputSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + INPUT_SEQ, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return time of that input, in nanoseconds since 1970.
     */
    public static long timestampNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TIMESTAMP_NS, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @return instrument of the book.
     */
    public static int instrumentId(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding a message of L2 or L1.
     * @param offset of its header.
     * @return place in its set, from 0.
     */
    public static int part(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + PART, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding a message of L2 or L1.
     * @param offset of its header.
     * @return whether its set is complete with it.
     */
    public static boolean isLastPart(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + LAST_PART) != 0;
    }
}
