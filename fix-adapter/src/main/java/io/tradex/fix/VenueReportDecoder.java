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
import org.agrona.MutableDirectBuffer;
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
import quickfix.field.Price;
import quickfix.field.TotNumReports;

/**
 * Reads the venue's ExecutionReports and OrderCancelRejects into messages of the journal schema. A field that the engine counts
 * by and that is missing, or holds what the schema cannot carry exactly, ends in the exception that makes QuickFIX/J refuse the
 * message; one that only tells more about the order is left out instead. Not thread safe: one per session.
 */
final class VenueReportDecoder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private final VenueCancelRejectEncoder cancelReject = new VenueCancelRejectEncoder();
    private final int venueId;
    private final FixDialect dialect;
    private final ReportSource source;
    private final ReportFields fields = new ReportFields();
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
        fields.read(message);
        final OrdStatus ordStatus = ordStatus(fields.ordStatus);
        final boolean hasFill = execType == ExecType.TRADE || execType == ExecType.TRADE_CORRECT;
        final boolean refersBack = execType == ExecType.TRADE_CORRECT || execType == ExecType.TRADE_CANCEL;
        final int rejectReason = ReportFields.optionalInt(fields.ordRejReason, OrdRejReason.FIELD);
        final long lastQtyE8 =
                hasFill || fields.lastQty != null ? ReportFields.quantityE8(fields.lastQty, LastQty.FIELD) : 0;
        if (hasFill && lastQtyE8 == 0) {
            throw new IncorrectTagValue(LastQty.FIELD, fields.lastQty);
        }
        final long venueClOrdId = fields.clOrdId == null ? 0 : ClOrdIdText.parse(fields.clOrdId);
        final long massStatusId = FixFields.idOf(fields.massStatusReqId);
        report.wrapAndApplyHeader(buffer, 0, header)
                .venueClOrdId(venueClOrdId)
                .origVenueClOrdId(fields.origClOrdId == null ? 0 : ClOrdIdText.parse(fields.origClOrdId))
                .msgSeqNum(message.getHeader().getInt(MsgSeqNum.FIELD))
                .transactTimeNs(fields.transactTimeNs())
                .lastPriceE8(hasFill || fields.lastPx != null ? ReportFields.decimalE8(fields.lastPx, LastPx.FIELD) : 0)
                .lastQtyE8(lastQtyE8)
                .cumQtyE8(ReportFields.quantityE8(fields.cumQty, CumQty.FIELD))
                .leavesQtyE8(ReportFields.quantityE8(fields.leavesQty, LeavesQty.FIELD))
                .orderQtyE8(fields.orderQty == null ? 0 : ReportFields.quantityE8(fields.orderQty, OrderQty.FIELD))
                .priceE8(fields.price == null ? 0 : ReportFields.decimalE8(fields.price, Price.FIELD))
                .venueId(venueId)
                .reasonCode(
                        rejectReason != FixFields.ABSENT
                                ? rejectReason
                                : Math.max(
                                        ReportFields.optionalInt(
                                                fields.execRestatementReason, ExecRestatementReason.FIELD),
                                        0))
                .execType(execType)
                .ordStatus(ordStatus)
                .possDup(FixFields.possDup(message))
                .unknownOrder(FixFields.bool(execType == ExecType.ORDER_STATUS
                        && ordStatus == OrdStatus.REJECTED
                        && rejectReason == OrdRejReason.UNKNOWN_ORDER))
                .execId(execId(fields.execId, ExecID.FIELD))
                .execRefId(refersBack || fields.execRefId != null ? execId(fields.execRefId, ExecRefID.FIELD) : "")
                .avgPriceE8(avgPriceE8())
                .accountId(FixFields.idOf(fields.account))
                .massStatusId(massStatusId)
                .lastReport(FixFields.bool(massStatusId != 0 && isLastReport(massStatusId)))
                .source(source)
                .side(side())
                .ordType(ordType())
                .timeInForce(timeInForce())
                .symbol(FixFields.printable(fields.symbol, VenueExecutionReportEncoder.symbolLength()))
                .venueOrderId(venueOrderId())
                .foreignClOrdId(
                        venueClOrdId == 0
                                ? FixFields.printable(
                                        fields.clOrdId, VenueExecutionReportEncoder.foreignClOrdIdLength())
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
                .ordStatus(ordStatus(FixFields.optionalText(message, quickfix.field.OrdStatus.FIELD)))
                .responseToReplace(FixFields.bool(responseTo == CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST))
                .possDup(FixFields.possDup(message));
        return MessageHeaderEncoder.ENCODED_LENGTH + cancelReject.encodedLength();
    }

    private static OrdStatus ordStatus(final String text) throws FieldNotFound, IncorrectTagValue {
        if (text == null || text.isEmpty()) {
            throw new FieldNotFound(quickfix.field.OrdStatus.FIELD);
        }
        final OrdStatus ordStatus = OrdStatus.get(ReportFields.optionalCharacter(text));
        if (ordStatus == OrdStatus.SBE_UNKNOWN || ordStatus == OrdStatus.NULL_VAL) {
            throw new IncorrectTagValue(quickfix.field.OrdStatus.FIELD, text);
        }
        return ordStatus;
    }

    private Side side() {
        final Side side = Side.get(ReportFields.optionalCharacter(fields.side));
        return side == Side.SBE_UNKNOWN ? Side.NULL_VAL : side;
    }

    private OrdType ordType() {
        final OrdType ordType = OrdType.get(ReportFields.optionalCharacter(fields.ordType));
        return ordType == OrdType.SBE_UNKNOWN ? OrdType.NULL_VAL : ordType;
    }

    private TimeInForce timeInForce() {
        final TimeInForce timeInForce = TimeInForce.get(ReportFields.optionalCharacter(fields.timeInForce));
        return timeInForce == TimeInForce.SBE_UNKNOWN ? TimeInForce.NULL_VAL : timeInForce;
    }

    /** An average has as many decimals as its venue likes: it is rounded, and left out if it is no number. */
    private long avgPriceE8() {
        final long avgPriceE8 = fields.avgPx == null ? 0 : DecimalE8.parseRounded(fields.avgPx);
        return avgPriceE8 == DecimalE8.INVALID ? 0 : avgPriceE8;
    }

    private String venueOrderId() {
        final String orderId = FixFields.printable(fields.orderId, VenueExecutionReportEncoder.venueOrderIdLength());
        return orderId.equalsIgnoreCase(FixDialect.NO_ID) ? "" : orderId;
    }

    /**
     * Whether no more answers to an order mass status request follow: the venue says so, or has none, or does not say but told
     * how many there are, and this is the last of them.
     */
    private boolean isLastReport(final long massStatusId) throws IncorrectTagValue {
        if (massStatusId != countedMassStatusId) {
            countedMassStatusId = massStatusId;
            massStatusReports = 0;
        }
        massStatusReports++;
        final int total = ReportFields.optionalInt(fields.totNumReports, TotNumReports.FIELD);
        return fields.lastRptRequested != null
                ? fields.lastRptRequested.equals("Y") || total == 0
                : total != FixFields.ABSENT && massStatusReports >= total;
    }

    private static String execId(final String value, final int field) throws FieldNotFound, IncorrectTagValue {
        if (value == null) {
            throw new FieldNotFound(field);
        }
        // The text is the key that duplicates are told by: cutting or changing it could make two of them equal.
        if (!FixFields.isPrintable(value, VenueExecutionReportEncoder.execIdLength())) {
            throw new IncorrectTagValue(field, value);
        }
        return value;
    }
}
