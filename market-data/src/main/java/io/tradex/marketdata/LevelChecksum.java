package io.tradex.marketdata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

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

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int LEVEL_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private final byte[] bytes = new byte[HEAD_BYTES + 2 * DEPTH * LEVEL_BYTES];
    private final CRC32C crc = new CRC32C();
    private int end;

    /** Begins with the numbers of levels that follow. */
    void begin(final int bids, final int asks) {
        INT.set(bytes, 0, bids);
        INT.set(bytes, Integer.BYTES, asks);
        end = HEAD_BYTES;
    }

    void level(final long priceTicks, final long lots, final int orders) {
        LONG.set(bytes, end, priceTicks);
        LONG.set(bytes, end + Long.BYTES, lots);
        INT.set(bytes, end + 2 * Long.BYTES, orders);
        end += LEVEL_BYTES;
    }

    int value() {
        crc.reset();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }
}
