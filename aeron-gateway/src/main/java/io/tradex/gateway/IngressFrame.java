package io.tradex.gateway;

import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ChallengeResponseDecoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.LogonRequestDecoder;
import io.tradex.protocol.entry.LogoutDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.market.MarketDataSnapshotRequestDecoder;
import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Checks the outer shape of a frame from outside, so that whatever reads it afterwards stays within it. All messages of an open
 * session begin alike:
 *
 * <pre>
 *   0        8           16          24
 *   +--------+-----------+-----------+---------------
 *   | header | sessionId | clientSeq | rest of the block
 *   +--------+-----------+-----------+---------------
 * </pre>
 */
final class IngressFrame {
    static final int SESSION_ID_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + NewOrderDecoder.sessionIdEncodingOffset();
    static final int CLIENT_SEQ_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + NewOrderDecoder.clientSeqEncodingOffset();

    private static final int TEMPLATE_ID_MAX = 149;
    private static final int[] BLOCK_LENGTHS = new int[TEMPLATE_ID_MAX + 1];
    private static final int[] SCHEMA_IDS = new int[TEMPLATE_ID_MAX + 1];
    private static final int[] SCHEMA_VERSIONS = new int[TEMPLATE_ID_MAX + 1];

    static {
        entry(LogonRequestDecoder.TEMPLATE_ID, LogonRequestDecoder.BLOCK_LENGTH);
        entry(ChallengeResponseDecoder.TEMPLATE_ID, ChallengeResponseDecoder.BLOCK_LENGTH);
        entry(HeartbeatDecoder.TEMPLATE_ID, HeartbeatDecoder.BLOCK_LENGTH);
        entry(LogoutDecoder.TEMPLATE_ID, LogoutDecoder.BLOCK_LENGTH);
        entry(NewOrderDecoder.TEMPLATE_ID, NewOrderDecoder.BLOCK_LENGTH);
        entry(CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.BLOCK_LENGTH);
        entry(ReplaceOrderDecoder.TEMPLATE_ID, ReplaceOrderDecoder.BLOCK_LENGTH);
        entry(MassCancelDecoder.TEMPLATE_ID, MassCancelDecoder.BLOCK_LENGTH);
        entry(OrderStatusRequestDecoder.TEMPLATE_ID, OrderStatusRequestDecoder.BLOCK_LENGTH);
        state(SnapshotRequestDecoder.TEMPLATE_ID, SnapshotRequestDecoder.BLOCK_LENGTH);
        state(GapFillRequestDecoder.TEMPLATE_ID, GapFillRequestDecoder.BLOCK_LENGTH);
        market(MarketDataSnapshotRequestDecoder.TEMPLATE_ID, MarketDataSnapshotRequestDecoder.BLOCK_LENGTH);
    }

    private IngressFrame() {}

    /** Returns what is wrong with the frame, or null if its lengths, schema, template and version are in order. */
    static GatewayCounter fault(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return GatewayCounter.FRAMES_TRUNCATED;
        }
        header.wrap(buffer, offset);
        final int schemaId = header.schemaId();
        if (schemaId != LogonRequestDecoder.SCHEMA_ID
                && schemaId != SnapshotRequestDecoder.SCHEMA_ID
                && schemaId != MarketDataSnapshotRequestDecoder.SCHEMA_ID) {
            return GatewayCounter.FRAMES_WRONG_SCHEMA;
        }
        final int templateId = header.templateId();
        if (templateId > TEMPLATE_ID_MAX || SCHEMA_IDS[templateId] != schemaId) {
            return GatewayCounter.FRAMES_UNKNOWN_TEMPLATE;
        }
        // A newer client may append fields, which are passed over; a version below the first never existed.
        final int version = header.version();
        if (version < 1) {
            return GatewayCounter.FRAMES_WRONG_VERSION;
        }
        final boolean newer = version > SCHEMA_VERSIONS[templateId];
        final int blockLength = header.blockLength();
        if (newer ? blockLength < BLOCK_LENGTHS[templateId] : blockLength != BLOCK_LENGTHS[templateId]) {
            return GatewayCounter.FRAMES_MALFORMED;
        }
        int expectedLength = MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
        if (templateId == LogonRequestDecoder.TEMPLATE_ID) {
            if (length < expectedLength + LogonRequestDecoder.replyChannelHeaderLength()) {
                return GatewayCounter.FRAMES_TRUNCATED;
            }
            expectedLength += LogonRequestDecoder.replyChannelHeaderLength()
                    + (buffer.getShort(offset + expectedLength, ByteOrder.LITTLE_ENDIAN) & 0xFFFF);
        }
        if (length < expectedLength) {
            return GatewayCounter.FRAMES_TRUNCATED;
        }
        return length > expectedLength && !newer ? GatewayCounter.FRAMES_MALFORMED : null;
    }

    static long sessionId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SESSION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static long clientSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + CLIENT_SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private static void entry(final int templateId, final int blockLength) {
        BLOCK_LENGTHS[templateId] = blockLength;
        SCHEMA_IDS[templateId] = LogonRequestDecoder.SCHEMA_ID;
        SCHEMA_VERSIONS[templateId] = LogonRequestDecoder.SCHEMA_VERSION;
    }

    private static void state(final int templateId, final int blockLength) {
        BLOCK_LENGTHS[templateId] = blockLength;
        SCHEMA_IDS[templateId] = SnapshotRequestDecoder.SCHEMA_ID;
        SCHEMA_VERSIONS[templateId] = SnapshotRequestDecoder.SCHEMA_VERSION;
    }

    private static void market(final int templateId, final int blockLength) {
        BLOCK_LENGTHS[templateId] = blockLength;
        SCHEMA_IDS[templateId] = MarketDataSnapshotRequestDecoder.SCHEMA_ID;
        SCHEMA_VERSIONS[templateId] = MarketDataSnapshotRequestDecoder.SCHEMA_VERSION;
    }
}
