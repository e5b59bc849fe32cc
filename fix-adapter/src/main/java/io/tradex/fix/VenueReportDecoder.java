package io.tradex.fix;

import io.tradex.protocol.journal.VenueCancelRejectEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import org.agrona.MutableDirectBuffer;
import quickfix.FieldMap;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.MsgSeqNum;
import quickfix.field.OrdRejReason;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.PossDupFlag;
import quickfix.field.PossResend;
import quickfix.field.Price;
import quickfix.field.TransactTime;

/**
 * Reads the venue's ExecutionReports and OrderCancelRejects into messages of the journal schema. A field that is missing, or
 * holds what the schema cannot carry exactly, ends in the exception that makes QuickFIX/J refuse the message. Not thread safe:
 * one per session.
 */
final class VenueReportDecoder {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int ABSENT = -1;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private final VenueCancelRejectEncoder cancelReject = new VenueCancelRejectEncoder();
    private final int venueId;

    VenueReportDecoder(final int venueId) {
        this.venueId = venueId;
    }

    /**
     * @param message an ExecutionReport (35=8).
     * @param buffer  takes the VenueExecutionReport at index 0.
     * @return its length in bytes, header included.
     * @throws FieldNotFound     if a required field is missing.
     * @throws IncorrectTagValue if a field holds an impossible value.
     */
    int executionReport(final Message message, final MutableDirectBuffer buffer)
            throws FieldNotFound, IncorrectTagValue {
        final ExecType execType = execType(message);
        final OrdStatus ordStatus = ordStatus(message);
        final boolean hasFill = execType == ExecType.TRADE || execType == ExecType.TRADE_CORRECT;
        final boolean refersBack = execType == ExecType.TRADE_CORRECT || execType == ExecType.TRADE_CANCEL;
        final int rejectReason = optionalInt(message, OrdRejReason.FIELD);
        final long lastQtyE8 = hasFill || message.isSetField(LastQty.FIELD) ? quantity(message, LastQty.FIELD) : 0;
        if (hasFill && lastQtyE8 == 0) {
            throw new IncorrectTagValue(LastQty.FIELD, message.getString(LastQty.FIELD));
        }
        report.wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(optionalClOrdId(message, ClOrdID.FIELD))
                .origVenueClOrdId(optionalClOrdId(message, OrigClOrdID.FIELD))
                .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                .transactTimeNs(transactTimeNs(message))
                .lastPriceE8(hasFill || message.isSetField(LastPx.FIELD) ? decimal(message, LastPx.FIELD) : 0)
                .lastQtyE8(lastQtyE8)
                .cumQtyE8(quantity(message, CumQty.FIELD))
                .leavesQtyE8(quantity(message, LeavesQty.FIELD))
                .orderQtyE8(message.isSetField(OrderQty.FIELD) ? quantity(message, OrderQty.FIELD) : 0)
                .priceE8(message.isSetField(Price.FIELD) ? decimal(message, Price.FIELD) : 0)
                .venueId(venueId)
                .reasonCode(
                        rejectReason != ABSENT
                                ? rejectReason
                                : Math.max(optionalInt(message, ExecRestatementReason.FIELD), 0))
                .execType(execType)
                .ordStatus(ordStatus)
                .possDup(possDup(message))
                .unknownOrder(bool(execType == ExecType.ORDER_STATUS
                        && ordStatus == OrdStatus.REJECTED
                        && rejectReason == OrdRejReason.UNKNOWN_ORDER))
                .execId(execId(message, ExecID.FIELD))
                .execRefId(refersBack || message.isSetField(ExecRefID.FIELD) ? execId(message, ExecRefID.FIELD) : "");
        return MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength();
    }

    /**
     * @param message an OrderCancelReject (35=9).
     * @param buffer  takes the VenueCancelReject at index 0.
     * @return its length in bytes, header included.
     * @throws FieldNotFound     if a required field is missing.
     * @throws IncorrectTagValue if a field holds an impossible value.
     */
    int cancelReject(final Message message, final MutableDirectBuffer buffer) throws FieldNotFound, IncorrectTagValue {
        final char responseTo = character(message, CxlRejResponseTo.FIELD);
        if (responseTo != CxlRejResponseTo.ORDER_CANCEL_REQUEST
                && responseTo != CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST) {
            throw new IncorrectTagValue(CxlRejResponseTo.FIELD, String.valueOf(responseTo));
        }
        cancelReject
                .wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(ClOrdIdText.parse(message.getString(ClOrdID.FIELD)))
                .origVenueClOrdId(ClOrdIdText.parse(message.getString(OrigClOrdID.FIELD)))
                .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                .venueId(venueId)
                .reasonCode(Math.max(optionalInt(message, CxlRejReason.FIELD), 0))
                .ordStatus(ordStatus(message))
                .responseToReplace(bool(responseTo == CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST))
                .possDup(possDup(message));
        return MessageHeaderEncoder.ENCODED_LENGTH + cancelReject.encodedLength();
    }

    private static ExecType execType(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char value = character(message, quickfix.field.ExecType.FIELD);
        // Venues that grew up with FIX 4.2 still say partial fill and fill here; since 4.3 both are a trade.
        if (value == '1' || value == '2') {
            return ExecType.TRADE;
        }
        final ExecType execType = ExecType.get((byte) value);
        if (value > Byte.MAX_VALUE || execType == ExecType.SBE_UNKNOWN || execType == ExecType.NULL_VAL) {
            throw new IncorrectTagValue(quickfix.field.ExecType.FIELD, String.valueOf(value));
        }
        return execType;
    }

    private static OrdStatus ordStatus(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char value = character(message, quickfix.field.OrdStatus.FIELD);
        final OrdStatus ordStatus = OrdStatus.get((byte) value);
        if (value > Byte.MAX_VALUE || ordStatus == OrdStatus.SBE_UNKNOWN || ordStatus == OrdStatus.NULL_VAL) {
            throw new IncorrectTagValue(quickfix.field.OrdStatus.FIELD, String.valueOf(value));
        }
        return ordStatus;
    }

    private static char character(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = message.getString(field);
        if (value.length() != 1) {
            throw new IncorrectTagValue(field, value);
        }
        return value.charAt(0);
    }

    private static long decimal(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = message.getString(field);
        final long valueE8 = DecimalE8.parse(value);
        if (valueE8 == DecimalE8.INVALID) {
            throw new IncorrectTagValue(field, value);
        }
        return valueE8;
    }

    private static long quantity(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final long valueE8 = decimal(message, field);
        if (valueE8 < 0) {
            throw new IncorrectTagValue(field, message.getString(field));
        }
        return valueE8;
    }

    private static int optionalInt(final Message message, final int field) throws FieldNotFound {
        return message.isSetField(field) ? message.getInt(field) : ABSENT;
    }

    private static long optionalClOrdId(final Message message, final int field) throws FieldNotFound {
        return message.isSetField(field) ? ClOrdIdText.parse(message.getString(field)) : 0;
    }

    private static String execId(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = message.getString(field);
        // The text is the key that duplicates are told by: cutting or changing it could make two of them equal.
        if (value.isEmpty()
                || value.length() > VenueExecutionReportEncoder.execIdLength()
                || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IncorrectTagValue(field, value);
        }
        return value;
    }

    private static long transactTimeNs(final Message message) throws FieldNotFound, IncorrectTagValue {
        if (!message.isSetField(TransactTime.FIELD)) {
            return 0;
        }
        final Instant time = message.getUtcTimeStamp(TransactTime.FIELD).toInstant(ZoneOffset.UTC);
        final long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds >= Long.MAX_VALUE / NS_PER_S) {
            throw new IncorrectTagValue(TransactTime.FIELD, message.getString(TransactTime.FIELD));
        }
        return seconds * NS_PER_S + time.getNano();
    }

    private static BooleanType possDup(final Message message) throws FieldNotFound {
        return bool(isSaid(message.getHeader(), PossDupFlag.FIELD) || isSaid(message.getHeader(), PossResend.FIELD));
    }

    private static boolean isSaid(final FieldMap fields, final int field) throws FieldNotFound {
        return fields.isSetField(field) && fields.getBoolean(field);
    }

    private static BooleanType bool(final boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }
}
