package io.tradex.marketdata;

import io.tradex.protocol.market.BestPricesDecoder;
import io.tradex.protocol.market.BookChecksumDecoder;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.InstrumentStatusDecoder;
import io.tradex.protocol.market.LevelUpdateDecoder;
import io.tradex.protocol.market.MarketDataHeartbeatDecoder;
import io.tradex.protocol.market.MarketDataSnapshotBeginDecoder;
import io.tradex.protocol.market.MarketDataSnapshotEndDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.market.SnapshotLevelsDecoder;
import io.tradex.protocol.market.SnapshotOrdersDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Checks the outer shape of a message of market data, so that whatever reads it afterwards stays within it: anybody on a network can
 * send to a multicast group.
 */
public final class SoundFrame {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int BLOCK_LENGTH = MessageHeaderDecoder.blockLengthEncodingOffset();
    private static final int TEMPLATE_ID = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int SCHEMA_ID = MessageHeaderDecoder.schemaIdEncodingOffset();
    private static final int VERSION = MessageHeaderDecoder.versionEncodingOffset();
    private static final int GROUP_HEAD = 2 * Short.BYTES;
    private static final int TEMPLATE_ID_MIN = 120;
    private static final int TEMPLATE_ID_MAX = 149;
    private static final int[] BLOCK_LENGTHS = new int[TEMPLATE_ID_MAX + 1];
    private static final int[] ROW_LENGTHS = new int[TEMPLATE_ID_MAX + 1];

    static {
        BLOCK_LENGTHS[OrderAddedDecoder.TEMPLATE_ID] = OrderAddedDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[OrderExecutedDecoder.TEMPLATE_ID] = OrderExecutedDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[OrderReducedDecoder.TEMPLATE_ID] = OrderReducedDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[OrderDeletedDecoder.TEMPLATE_ID] = OrderDeletedDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[OrderRefreshedDecoder.TEMPLATE_ID] = OrderRefreshedDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[BookTradeDecoder.TEMPLATE_ID] = BookTradeDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[BookPhaseDecoder.TEMPLATE_ID] = BookPhaseDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[IndicativePriceDecoder.TEMPLATE_ID] = IndicativePriceDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[BookChecksumDecoder.TEMPLATE_ID] = BookChecksumDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[EpochBegunDecoder.TEMPLATE_ID] = EpochBegunDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[InstrumentStatusDecoder.TEMPLATE_ID] = InstrumentStatusDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[MarketDataSnapshotBeginDecoder.TEMPLATE_ID] = MarketDataSnapshotBeginDecoder.BLOCK_LENGTH;
        BLOCK_LENGTHS[MarketDataSnapshotEndDecoder.TEMPLATE_ID] = MarketDataSnapshotEndDecoder.BLOCK_LENGTH;
        group(
                LevelUpdateDecoder.TEMPLATE_ID,
                LevelUpdateDecoder.BLOCK_LENGTH,
                LevelUpdateDecoder.LevelsDecoder.sbeBlockLength());
        group(
                BestPricesDecoder.TEMPLATE_ID,
                BestPricesDecoder.BLOCK_LENGTH,
                BestPricesDecoder.TradesDecoder.sbeBlockLength());
        group(
                MarketDataHeartbeatDecoder.TEMPLATE_ID,
                MarketDataHeartbeatDecoder.BLOCK_LENGTH,
                MarketDataHeartbeatDecoder.BooksDecoder.sbeBlockLength());
        group(
                SnapshotOrdersDecoder.TEMPLATE_ID,
                SnapshotOrdersDecoder.BLOCK_LENGTH,
                SnapshotOrdersDecoder.OrdersDecoder.sbeBlockLength());
        group(
                SnapshotLevelsDecoder.TEMPLATE_ID,
                SnapshotLevelsDecoder.BLOCK_LENGTH,
                SnapshotLevelsDecoder.LevelsDecoder.sbeBlockLength());
    }

    private SoundFrame() {}

    /**
     * @param buffer holding the message.
     * @param offset of its header.
     * @param length of header and body in bytes.
     * @return its template id; 0 if it is no message that the core publishes as market data, or if its lengths contradict each other.
     */
    public static int templateId(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER || u16(buffer, offset + SCHEMA_ID) != OrderAddedDecoder.SCHEMA_ID) {
            return 0;
        }
        final int templateId = u16(buffer, offset + TEMPLATE_ID);
        if (templateId < TEMPLATE_ID_MIN
                || templateId > TEMPLATE_ID_MAX
                || BLOCK_LENGTHS[templateId] == 0
                || u16(buffer, offset + VERSION) < 1) {
            return 0;
        }
        final int blockLength = u16(buffer, offset + BLOCK_LENGTH);
        int end = HEADER + blockLength;
        if (blockLength < BLOCK_LENGTHS[templateId] || end > length) {
            return 0;
        }
        if (ROW_LENGTHS[templateId] > 0) {
            if (end + GROUP_HEAD > length) {
                return 0;
            }
            final int rowLength = u16(buffer, offset + end);
            if (rowLength < ROW_LENGTHS[templateId]) {
                return 0;
            }
            end += GROUP_HEAD + rowLength * u16(buffer, offset + end + Short.BYTES);
        }
        return end > length ? 0 : templateId;
    }

    private static int u16(final DirectBuffer buffer, final int index) {
        return buffer.getShort(index, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    private static void group(final int templateId, final int blockLength, final int rowLength) {
        BLOCK_LENGTHS[templateId] = blockLength;
        ROW_LENGTHS[templateId] = rowLength;
    }
}
