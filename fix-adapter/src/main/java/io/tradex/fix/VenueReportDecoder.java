package io.tradex.fix;

import io.tradex.protocol.journal.VenueCancelRejectEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.time.Instant;
import java.time.ZoneOffset;
import org.agrona.MutableDirectBuffer;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.Account;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LastRptRequested;
import quickfix.field.LeavesQty;
import quickfix.field.MassStatusReqID;
import quickfix.field.MsgSeqNum;
import quickfix.field.OrdRejReason;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Symbol;
import quickfix.field.TotNumReports;
import quickfix.field.TransactTime;

/**
 * Reads the venue's ExecutionReports and OrderCancelRejects into messages of the journal schema. A field that the engine counts
 * by and that is missing, or holds what the schema cannot carry exactly, ends in the exception that makes QuickFIX/J refuse the
 * message; one that only tells more about the order is left out instead. Not thread safe: one per session.
 */
final class VenueReportDecoder {
    private static final long NS_PER_S = 1_000_000_000L;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private final VenueCancelRejectEncoder cancelReject = new VenueCancelRejectEncoder();
    private final int venueId;
    private final FixDialect dialect;
    private final ReportSource source;
    private long countedMassStatusId;
    private int massStatusReports;

    /**
     * @param venueId of the venue.
     * @param dialect that it speaks.
     * @param source  what session this is.
     */
    VenueReportDecoder(final int venueId, final FixDialect dialect, final ReportSource source) {
        this.venueId = venueId;
        this.dialect = dialect;
        this.source = source;
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
        final ExecType execType = dialect.execType(message);
        final OrdStatus ordStatus = ordStatus(message);
        final boolean hasFill = execType == ExecType.TRADE || execType == ExecType.TRADE_CORRECT;
        final boolean refersBack = execType == ExecType.TRADE_CORRECT || execType == ExecType.TRADE_CANCEL;
        final int rejectReason = FixFields.optionalInt(message, OrdRejReason.FIELD);
        final long lastQtyE8 =
                hasFill || message.isSetField(LastQty.FIELD) ? FixFields.quantityE8(message, LastQty.FIELD) : 0;
        if (hasFill && lastQtyE8 == 0) {
            throw new IncorrectTagValue(LastQty.FIELD, message.getString(LastQty.FIELD));
        }
        final String clOrdId = FixFields.optionalText(message, ClOrdID.FIELD);
        final long venueClOrdId = ClOrdIdText.parse(clOrdId);
        final long massStatusId = FixFields.optionalId(message, MassStatusReqID.FIELD);
        report.wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(venueClOrdId)
                .origVenueClOrdId(FixFields.optionalClOrdId(message, OrigClOrdID.FIELD))
                .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                .transactTimeNs(transactTimeNs(message))
                .lastPriceE8(
                        hasFill || message.isSetField(LastPx.FIELD) ? FixFields.decimalE8(message, LastPx.FIELD) : 0)
                .lastQtyE8(lastQtyE8)
                .cumQtyE8(FixFields.quantityE8(message, CumQty.FIELD))
                .leavesQtyE8(FixFields.quantityE8(message, LeavesQty.FIELD))
                .orderQtyE8(message.isSetField(OrderQty.FIELD) ? FixFields.quantityE8(message, OrderQty.FIELD) : 0)
                .priceE8(message.isSetField(Price.FIELD) ? FixFields.decimalE8(message, Price.FIELD) : 0)
                .venueId(venueId)
                .reasonCode(
                        rejectReason != FixFields.ABSENT
                                ? rejectReason
                                : Math.max(FixFields.optionalInt(message, ExecRestatementReason.FIELD), 0))
                .execType(execType)
                .ordStatus(ordStatus)
                .possDup(FixFields.possDup(message))
                .unknownOrder(FixFields.bool(execType == ExecType.ORDER_STATUS
                        && ordStatus == OrdStatus.REJECTED
                        && rejectReason == OrdRejReason.UNKNOWN_ORDER))
                .execId(execId(message, ExecID.FIELD))
                .execRefId(refersBack || message.isSetField(ExecRefID.FIELD) ? execId(message, ExecRefID.FIELD) : "")
                .avgPriceE8(avgPriceE8(message))
                .accountId(FixFields.optionalId(message, Account.FIELD))
                .massStatusId(massStatusId)
                .lastReport(FixFields.bool(massStatusId != 0 && isLastReport(message, massStatusId)))
                .source(source)
                .side(side(message))
                .ordType(ordType(message))
                .timeInForce(timeInForce(message))
                .symbol(FixFields.printable(message, Symbol.FIELD, VenueExecutionReportEncoder.symbolLength()))
                .venueOrderId(venueOrderId(message))
                .foreignClOrdId(
                        venueClOrdId == 0
                                        && FixFields.isPrintable(
                                                clOrdId, VenueExecutionReportEncoder.foreignClOrdIdLength())
                                ? clOrdId
                                : "");
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
        final char responseTo = FixFields.character(message, CxlRejResponseTo.FIELD);
        if (responseTo != CxlRejResponseTo.ORDER_CANCEL_REQUEST
                && responseTo != CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST) {
            throw new IncorrectTagValue(CxlRejResponseTo.FIELD, String.valueOf(responseTo));
        }
        cancelReject
                .wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(ClOrdIdText.parse(message.getString(ClOrdID.FIELD)))
                .origVenueClOrdId(FixFields.optionalClOrdId(message, OrigClOrdID.FIELD))
                .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                .venueId(venueId)
                .reasonCode(Math.max(FixFields.optionalInt(message, CxlRejReason.FIELD), 0))
                .ordStatus(ordStatus(message))
                .responseToReplace(FixFields.bool(responseTo == CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST))
                .possDup(FixFields.possDup(message));
        return MessageHeaderEncoder.ENCODED_LENGTH + cancelReject.encodedLength();
    }

    private static OrdStatus ordStatus(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char value = FixFields.character(message, quickfix.field.OrdStatus.FIELD);
        final OrdStatus ordStatus = OrdStatus.get((byte) value);
        if (value > Byte.MAX_VALUE || ordStatus == OrdStatus.SBE_UNKNOWN || ordStatus == OrdStatus.NULL_VAL) {
            throw new IncorrectTagValue(quickfix.field.OrdStatus.FIELD, String.valueOf(value));
        }
        return ordStatus;
    }

    private static Side side(final Message message) throws FieldNotFound {
        final Side side = Side.get(optionalCharacter(message, quickfix.field.Side.FIELD));
        return side == Side.SBE_UNKNOWN ? Side.NULL_VAL : side;
    }

    private static OrdType ordType(final Message message) throws FieldNotFound {
        final OrdType ordType = OrdType.get(optionalCharacter(message, quickfix.field.OrdType.FIELD));
        return ordType == OrdType.SBE_UNKNOWN ? OrdType.NULL_VAL : ordType;
    }

    private static TimeInForce timeInForce(final Message message) throws FieldNotFound {
        final TimeInForce timeInForce = TimeInForce.get(optionalCharacter(message, quickfix.field.TimeInForce.FIELD));
        return timeInForce == TimeInForce.SBE_UNKNOWN ? TimeInForce.NULL_VAL : timeInForce;
    }

    /** The one ASCII character of a field; 0, which is null to every enumeration, if there is no such thing. */
    private static byte optionalCharacter(final Message message, final int field) throws FieldNotFound {
        final String text = FixFields.optionalText(message, field);
        return text.length() == 1 && text.charAt(0) <= Byte.MAX_VALUE ? (byte) text.charAt(0) : 0;
    }

    /** An average has as many decimals as its venue likes: it is rounded, and left out if it is no number. */
    private static long avgPriceE8(final Message message) throws FieldNotFound {
        final long avgPriceE8 = DecimalE8.parseRounded(FixFields.optionalText(message, AvgPx.FIELD));
        return avgPriceE8 == DecimalE8.INVALID ? 0 : avgPriceE8;
    }

    private static String venueOrderId(final Message message) throws FieldNotFound {
        final String orderId =
                FixFields.printable(message, OrderID.FIELD, VenueExecutionReportEncoder.venueOrderIdLength());
        return orderId.equalsIgnoreCase(FixDialect.NO_ID) ? "" : orderId;
    }

    /**
     * Whether no more answers to an order mass status request follow: the venue says so, or has none, or does not say but told
     * how many there are, and this is the last of them.
     */
    private boolean isLastReport(final Message message, final long massStatusId) throws FieldNotFound {
        if (massStatusId != countedMassStatusId) {
            countedMassStatusId = massStatusId;
            massStatusReports = 0;
        }
        massStatusReports++;
        final int total = FixFields.optionalInt(message, TotNumReports.FIELD);
        return message.isSetField(LastRptRequested.FIELD)
                ? message.getBoolean(LastRptRequested.FIELD) || total == 0
                : total != FixFields.ABSENT && massStatusReports >= total;
    }

    private static String execId(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = message.getString(field);
        // The text is the key that duplicates are told by: cutting or changing it could make two of them equal.
        if (!FixFields.isPrintable(value, VenueExecutionReportEncoder.execIdLength())) {
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
}
