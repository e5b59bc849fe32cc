package io.tradex.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ChallengeResponseDecoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.LogonRequestDecoder;
import io.tradex.protocol.entry.LogoutDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.AccountDefinedDecoder;
import io.tradex.protocol.journal.CashAdjustedDecoder;
import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.EndOfDayDecoder;
import io.tradex.protocol.journal.FundPricedDecoder;
import io.tradex.protocol.journal.InstrumentDefinedDecoder;
import io.tradex.protocol.journal.InstrumentRetiredDecoder;
import io.tradex.protocol.journal.InstrumentRulesSetDecoder;
import io.tradex.protocol.journal.KillSwitchSetDecoder;
import io.tradex.protocol.journal.KillSwitchesRequestedDecoder;
import io.tradex.protocol.journal.MassCancelOrderedDecoder;
import io.tradex.protocol.journal.PhaseSetDecoder;
import io.tradex.protocol.journal.PositionAdjustedDecoder;
import io.tradex.protocol.journal.ProtectionSetDecoder;
import io.tradex.protocol.journal.ReconciliationRequestedDecoder;
import io.tradex.protocol.journal.ReferencePriceSetDecoder;
import io.tradex.protocol.journal.TickTableSetDecoder;
import io.tradex.protocol.journal.TradeGroupSetDecoder;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import io.tradex.protocol.market.MarketDataSnapshotRequestDecoder;
import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
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
 *
 * A frame of a version that this build knows is exactly as long as that version has it; one of a newer version may be longer.
 * An AdminRequest carries a whole message of the journal schema, which is held to the same rules.
 */
final class IngressFrame {
    static final int SESSION_ID_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + NewOrderDecoder.sessionIdEncodingOffset();
    static final int CLIENT_SEQ_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + NewOrderDecoder.clientSeqEncodingOffset();

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int VERSION_NEWEST = LogonRequestDecoder.SCHEMA_VERSION;
    private static final int DATA_LENGTH_BYTES = AdminRequestDecoder.inputHeaderLength();

    /** What the schema allows varBytes. */
    private static final int CARRIED_LENGTH_MAX = 256;

    private static final int TEMPLATE_ID_MAX = 149;
    private static final int NOT_IN_THIS_VERSION = -1;
    private static final int[] SCHEMA_IDS = new int[TEMPLATE_ID_MAX + 1];
    private static final int[][] BLOCK_LENGTHS = new int[VERSION_NEWEST + 1][TEMPLATE_ID_MAX + 1];

    static {
        final int entry = LogonRequestDecoder.SCHEMA_ID;
        // The block of a version ended where the first field of the next begins.
        grown(
                entry,
                LogonRequestDecoder.TEMPLATE_ID,
                LogonRequestDecoder.graceMsEncodingOffset(),
                LogonRequestDecoder.BLOCK_LENGTH);
        same(entry, ChallengeResponseDecoder.TEMPLATE_ID, ChallengeResponseDecoder.BLOCK_LENGTH);
        same(entry, HeartbeatDecoder.TEMPLATE_ID, HeartbeatDecoder.BLOCK_LENGTH);
        same(entry, LogoutDecoder.TEMPLATE_ID, LogoutDecoder.BLOCK_LENGTH);
        grown(
                entry,
                NewOrderDecoder.TEMPLATE_ID,
                NewOrderDecoder.stopPriceTicksEncodingOffset(),
                NewOrderDecoder.venueMaskEncodingOffset(),
                NewOrderDecoder.BLOCK_LENGTH);
        same(entry, CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.BLOCK_LENGTH);
        grown(
                entry,
                ReplaceOrderDecoder.TEMPLATE_ID,
                ReplaceOrderDecoder.stopPriceTicksEncodingOffset(),
                ReplaceOrderDecoder.BLOCK_LENGTH);
        grown(
                entry,
                MassCancelDecoder.TEMPLATE_ID,
                MassCancelDecoder.sideEncodingOffset(),
                MassCancelDecoder.BLOCK_LENGTH);
        same(entry, OrderStatusRequestDecoder.TEMPLATE_ID, OrderStatusRequestDecoder.BLOCK_LENGTH);
        added(entry, ProtectionResetRequestDecoder.TEMPLATE_ID, ProtectionResetRequestDecoder.BLOCK_LENGTH);
        added(entry, AdminRequestDecoder.TEMPLATE_ID, AdminRequestDecoder.BLOCK_LENGTH);

        final int state = SnapshotRequestDecoder.SCHEMA_ID;
        same(state, SnapshotRequestDecoder.TEMPLATE_ID, SnapshotRequestDecoder.BLOCK_LENGTH);
        same(state, GapFillRequestDecoder.TEMPLATE_ID, GapFillRequestDecoder.BLOCK_LENGTH);

        same(
                MarketDataSnapshotRequestDecoder.SCHEMA_ID,
                MarketDataSnapshotRequestDecoder.TEMPLATE_ID,
                MarketDataSnapshotRequestDecoder.BLOCK_LENGTH);

        // Inputs that an operator may send. What the core says to itself (sessions, venues, checkpoints, epochs,
        // timers) is not
        // here: nobody may say it from outside.
        final int journal = EndOfDayDecoder.SCHEMA_ID;
        same(journal, EndOfDayDecoder.TEMPLATE_ID, EndOfDayDecoder.BLOCK_LENGTH);
        added(journal, TradeGroupSetDecoder.TEMPLATE_ID, TradeGroupSetDecoder.BLOCK_LENGTH);
        added(journal, ProtectionSetDecoder.TEMPLATE_ID, ProtectionSetDecoder.BLOCK_LENGTH);
        added(journal, KillSwitchSetDecoder.TEMPLATE_ID, KillSwitchSetDecoder.BLOCK_LENGTH);
        added(journal, MassCancelOrderedDecoder.TEMPLATE_ID, MassCancelOrderedDecoder.BLOCK_LENGTH);
        added(journal, FundPricedDecoder.TEMPLATE_ID, FundPricedDecoder.BLOCK_LENGTH);
        grown(
                journal,
                InstrumentDefinedDecoder.TEMPLATE_ID,
                InstrumentDefinedDecoder.multiplierEncodingOffset(),
                InstrumentDefinedDecoder.BLOCK_LENGTH);
        same(journal, AccountDefinedDecoder.TEMPLATE_ID, AccountDefinedDecoder.BLOCK_LENGTH);
        same(journal, CashAdjustedDecoder.TEMPLATE_ID, CashAdjustedDecoder.BLOCK_LENGTH);
        same(journal, PositionAdjustedDecoder.TEMPLATE_ID, PositionAdjustedDecoder.BLOCK_LENGTH);
        added(journal, InstrumentRulesSetDecoder.TEMPLATE_ID, InstrumentRulesSetDecoder.BLOCK_LENGTH);
        added(journal, TickTableSetDecoder.TEMPLATE_ID, TickTableSetDecoder.BLOCK_LENGTH);
        added(journal, InstrumentRetiredDecoder.TEMPLATE_ID, InstrumentRetiredDecoder.BLOCK_LENGTH);
        added(journal, PhaseSetDecoder.TEMPLATE_ID, PhaseSetDecoder.BLOCK_LENGTH);
        added(journal, ReferencePriceSetDecoder.TEMPLATE_ID, ReferencePriceSetDecoder.BLOCK_LENGTH);
        final int never = NOT_IN_THIS_VERSION;
        grown(
                journal,
                KillSwitchesRequestedDecoder.TEMPLATE_ID,
                never,
                never,
                KillSwitchesRequestedDecoder.BLOCK_LENGTH);
        grown(journal, VenueSettingsDecoder.TEMPLATE_ID, never, never, VenueSettingsDecoder.BLOCK_LENGTH);
        grown(journal, ClientRoutingDecoder.TEMPLATE_ID, never, never, ClientRoutingDecoder.BLOCK_LENGTH);
        grown(
                journal,
                ReconciliationRequestedDecoder.TEMPLATE_ID,
                never,
                never,
                ReconciliationRequestedDecoder.BLOCK_LENGTH);
    }

    private IngressFrame() {}

    /** Returns what is wrong with the frame, or null if its lengths, schema, template and version are in order. */
    static GatewayCounter fault(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER) {
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
        final int version = header.version();
        final int blockLength = header.blockLength();
        final GatewayCounter fault = headerFault(schemaId, templateId, version, blockLength);
        if (fault != null) {
            return fault;
        }
        int expectedLength = HEADER + blockLength;
        if (hasData(templateId)) {
            if (length < expectedLength + DATA_LENGTH_BYTES) {
                return GatewayCounter.FRAMES_TRUNCATED;
            }
            expectedLength += DATA_LENGTH_BYTES + unsignedShort(buffer, offset + expectedLength);
        }
        if (length < expectedLength) {
            return GatewayCounter.FRAMES_TRUNCATED;
        }
        if (length > expectedLength && version <= VERSION_NEWEST) {
            return GatewayCounter.FRAMES_MALFORMED;
        }
        return templateId == AdminRequestDecoder.TEMPLATE_ID ? carriedFault(buffer, offset) : null;
    }

    /** What the header of the message that an AdminRequest carries says its template is; only of a frame without fault. */
    static int carriedTemplateId(final DirectBuffer buffer, final int offset) {
        return unsignedShort(buffer, carriedOffset(buffer, offset) + MessageHeaderDecoder.templateIdEncodingOffset());
    }

    /** Whether an operator may send an input of the journal schema. */
    static boolean isOperatorInput(final int templateId) {
        return templateId <= TEMPLATE_ID_MAX && SCHEMA_IDS[templateId] == EndOfDayDecoder.SCHEMA_ID;
    }

    static long sessionId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SESSION_ID_OFFSET, LITTLE_ENDIAN);
    }

    static long clientSeq(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + CLIENT_SEQ_OFFSET, LITTLE_ENDIAN);
    }

    private static GatewayCounter headerFault(
            final int schemaId, final int templateId, final int version, final int blockLength) {
        if (templateId > TEMPLATE_ID_MAX || SCHEMA_IDS[templateId] != schemaId) {
            return GatewayCounter.FRAMES_UNKNOWN_TEMPLATE;
        }
        // A newer client may append fields, which are passed over; a version below the first never existed.
        if (version < 1) {
            return GatewayCounter.FRAMES_WRONG_VERSION;
        }
        final int knownLength = BLOCK_LENGTHS[Math.min(version, VERSION_NEWEST)][templateId];
        if (knownLength == NOT_IN_THIS_VERSION) {
            return GatewayCounter.FRAMES_UNKNOWN_TEMPLATE;
        }
        final boolean fits = version > VERSION_NEWEST ? blockLength >= knownLength : blockLength == knownLength;
        return fits ? null : GatewayCounter.FRAMES_MALFORMED;
    }

    /** The carried message, as far as {@link #isOperatorInput} knows it, lies within its frame and is in order as well. */
    private static GatewayCounter carriedFault(final DirectBuffer buffer, final int offset) {
        final int carriedOffset = carriedOffset(buffer, offset);
        final int carriedLength = unsignedShort(buffer, carriedOffset - DATA_LENGTH_BYTES);
        if (carriedLength < HEADER || carriedLength > CARRIED_LENGTH_MAX) {
            return GatewayCounter.FRAMES_MALFORMED;
        }
        final int schemaId = unsignedShort(buffer, carriedOffset + MessageHeaderDecoder.schemaIdEncodingOffset());
        if (schemaId != EndOfDayDecoder.SCHEMA_ID) {
            return GatewayCounter.FRAMES_WRONG_SCHEMA;
        }
        final int blockLength = unsignedShort(buffer, carriedOffset + MessageHeaderDecoder.blockLengthEncodingOffset());
        final int version = unsignedShort(buffer, carriedOffset + MessageHeaderDecoder.versionEncodingOffset());
        final int templateId = carriedTemplateId(buffer, offset);
        if (!isOperatorInput(templateId)) {
            return null;
        }
        final GatewayCounter fault = headerFault(schemaId, templateId, version, blockLength);
        if (fault != null) {
            return fault;
        }
        final boolean fits = version > VERSION_NEWEST
                ? carriedLength >= HEADER + blockLength
                : carriedLength == HEADER + blockLength;
        return fits ? null : GatewayCounter.FRAMES_MALFORMED;
    }

    private static int carriedOffset(final DirectBuffer buffer, final int offset) {
        // The block may be longer than the one known here, if the frame is of a newer version.
        final int blockLength = unsignedShort(buffer, offset + MessageHeaderDecoder.blockLengthEncodingOffset());
        return offset + HEADER + blockLength + DATA_LENGTH_BYTES;
    }

    private static boolean hasData(final int templateId) {
        return templateId == LogonRequestDecoder.TEMPLATE_ID || templateId == AdminRequestDecoder.TEMPLATE_ID;
    }

    private static int unsignedShort(final DirectBuffer buffer, final int index) {
        return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** A message that has been the same since version 1. */
    private static void same(final int schemaId, final int templateId, final int blockLength) {
        grown(schemaId, templateId, blockLength);
    }

    /** A message that version 2 brought. */
    private static void added(final int schemaId, final int templateId, final int blockLength) {
        grown(schemaId, templateId, NOT_IN_THIS_VERSION, blockLength);
    }

    /** A message that versions have appended fields to: its length in version 1, 2 …; the last one holds from there on. */
    private static void grown(final int schemaId, final int templateId, final int... blockLengths) {
        SCHEMA_IDS[templateId] = schemaId;
        for (int version = 1; version <= VERSION_NEWEST; version++) {
            BLOCK_LENGTHS[version][templateId] = blockLengths[Math.min(version, blockLengths.length) - 1];
        }
    }
}
