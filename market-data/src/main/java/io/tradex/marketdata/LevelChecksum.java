package io.tradex.marketdata;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CRC32C over the best levels of a book, little endian:
 *
 * <pre>
 *   0        4        8            16       24      28
 *   +────────+────────+────────────+────────+───────+───
 *   | bids   | asks   | priceTicks | lots   | orders| …   the bids, best first, then the asks, best first
 *   +────────+────────+────────────+────────+───────+───
 * </pre>
 */
final class LevelChecksum {
    /** Levels of each side that count. */
    static final int DEPTH = 10;

    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int LEVEL_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private final byte[] bytes = new byte[HEAD_BYTES + 2 * DEPTH * LEVEL_BYTES];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final CRC32C crc = new CRC32C();

    int of(final BookView book, final int depth) {
        final int bids = Math.min(depth, book.levels(true));
        final int asks = Math.min(depth, book.levels(false));
        buffer.putInt(0, bids, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(Integer.BYTES, asks, ByteOrder.LITTLE_ENDIAN);
        final int end = put(book, false, asks, put(book, true, bids, HEAD_BYTES));
        crc.reset();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    private int put(final BookView book, final boolean buy, final int levels, final int from) {
        int offset = from;
        for (int rank = 0; rank < levels; rank++) {
            buffer.putLong(offset, book.levelPriceTicks(buy, rank), ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(offset + Long.BYTES, book.levelLots(buy, rank), ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(offset + 2 * Long.BYTES, book.levelOrders(buy, rank), ByteOrder.LITTLE_ENDIAN);
            offset += LEVEL_BYTES;
        }
        return offset;
    }
}
