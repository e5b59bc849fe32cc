package io.tradex.exchange;

import io.tradex.exchange.script.Trigger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import quickfix.Message;
import quickfix.UtcTimestampPrecision;
import quickfix.field.Account;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.ExecTransType;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LastRptRequested;
import quickfix.field.LeavesQty;
import quickfix.field.MassStatusReqID;
import quickfix.field.MsgType;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrdType;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.Text;
import quickfix.field.TimeInForce;
import quickfix.field.TotNumReports;
import quickfix.field.TransactTime;

/**
 * Writes what happened as ExecutionReports and OrderCancelRejects, in the words of one version of FIX. Used by the exchange's
 * thread only.
 */
final class FixReports implements VenueReports {
    private static final int DECIMALS = 8;
    private static final String NO_ORDER_ID = "NONE";
    private static final String NO_SYMBOL = "[N/A]";

    private final FixVersion version;
    private final Outlet outlet;
    private String execIdPrefix;
    private long lastExecId;

    /**
     * @param version      of FIX.
     * @param execIdPrefix what every ExecID begins with; another one after each start.
     * @param outlet       sends.
     */
    FixReports(final FixVersion version, final String execIdPrefix, final Outlet outlet) {
        this.version = version;
        this.execIdPrefix = execIdPrefix;
        this.outlet = outlet;
    }

    /** From now on ExecIDs are those of other sessions and days again. */
    void restartExecIds() {
        execIdPrefix = "E";
        lastExecId = 0;
    }

    String nextExecId() {
        return execIdPrefix + ++lastExecId;
    }

    @Override
    public String executed(final VenueOrder order, final Happening what) {
        final String execId = nextExecId();
        final Message report = report(order, execId, what);
        outlet.send(report, trigger(what.execType()), order, what.massStatus());
        return execId;
    }

    @Override
    public void refused(final VenueRequest request, final char execType, final int ordRejReason, final String text) {
        final Message report = withoutOrder(request, execType, OrdStatus.REJECTED);
        report.setInt(OrdRejReason.FIELD, ordRejReason(ordRejReason));
        report.setString(Text.FIELD, text);
        leaves(report, 0);
        outlet.send(report, trigger(execType), null, request);
    }

    @Override
    public void pendingNew(final VenueRequest request) {
        final Message report = withoutOrder(request, ExecType.PENDING_NEW, OrdStatus.PENDING_NEW);
        leaves(report, request.orderQtyE8());
        outlet.send(report, Trigger.REPORT, null, request);
    }

    @Override
    public void cancelRefused(
            final VenueRequest request, final VenueOrder order, final int cxlRejReason, final String text) {
        final Message reject = cancelReject(
                request,
                order == null ? NO_ORDER_ID : order.orderId(),
                order == null ? OrdStatus.REJECTED : order.ordStatus(),
                cxlRejReason,
                text);
        outlet.send(reject, Trigger.CANCEL_REJECTED, order, request);
    }

    @Override
    public void noOrders(final VenueRequest massStatus) {
        final Message report = report(NO_ORDER_ID, nextExecId(), ExecType.ORDER_STATUS, OrdStatus.REJECTED);
        report.setString(Symbol.FIELD, NO_SYMBOL);
        report.setChar(Side.FIELD, Side.BUY);
        execType(report, ExecType.ORDER_STATUS, OrdStatus.REJECTED);
        report.setInt(OrdRejReason.FIELD, OrdRejReason.UNKNOWN_ORDER);
        report.setString(Text.FIELD, "no open orders");
        leaves(report, 0);
        partOfAnswer(report, massStatus, 0, true);
        outlet.send(report, Trigger.STATUS_REPORT, null, massStatus);
    }

    /** A report on the state of an order. */
    Message report(final VenueOrder order, final String execId, final Happening what) {
        final Message report = report(order.orderId(), execId, what.execType(), order.ordStatus());
        report.setString(ClOrdID.FIELD, what.clOrdId());
        report.setString(Symbol.FIELD, order.symbol());
        report.setChar(Side.FIELD, order.buy() ? Side.BUY : Side.SELL);
        if (what.origClOrdId() != null) {
            report.setString(OrigClOrdID.FIELD, what.origClOrdId());
        }
        if (what.lastQtyE8() != 0) {
            report.setString(LastQty.FIELD, decimal(what.lastQtyE8()));
            report.setString(LastPx.FIELD, decimal(what.lastPriceE8()));
        }
        if (what.execRefId() != null) {
            report.setString(ExecRefID.FIELD, what.execRefId());
        }
        if (what.reason() != Happening.NO_REASON) {
            report.setInt(ExecRestatementReason.FIELD, restatementReason(what.reason()));
        }
        if (what.massStatus() != null) {
            partOfAnswer(report, what.massStatus(), what.total(), what.last());
        }
        if (!order.market()) {
            report.setString(Price.FIELD, decimal(order.priceE8()));
        }
        if (!order.account().isEmpty()) {
            report.setString(Account.FIELD, order.account());
        }
        report.setChar(OrdType.FIELD, order.market() ? OrdType.MARKET : OrdType.LIMIT);
        report.setChar(TimeInForce.FIELD, order.timeInForce());
        report.setString(OrderQty.FIELD, decimal(order.orderQtyE8()));
        report.setString(CumQty.FIELD, decimal(order.cumQtyE8()));
        report.setString(LeavesQty.FIELD, decimal(order.leavesQtyE8()));
        report.setString(AvgPx.FIELD, plain(order.averagePrice().setScale(DECIMALS, RoundingMode.HALF_EVEN)));
        return report;
    }

    /** The part of a report that needs no order; {@link #execType} says what it says in its version's words. */
    Message report(final String orderId, final String execId, final char execType, final char ordStatus) {
        final Message report = message(MsgType.EXECUTION_REPORT, orderId);
        report.setString(ExecID.FIELD, execId);
        report.setChar(OrdStatus.FIELD, ordStatus);
        execType(report, execType, ordStatus);
        return report;
    }

    Message cancelReject(
            final VenueRequest request,
            final String orderId,
            final char ordStatus,
            final int cxlRejReason,
            final String text) {
        final Message reject = message(MsgType.ORDER_CANCEL_REJECT, orderId);
        reject.setString(ClOrdID.FIELD, request.clOrdId());
        reject.setString(OrigClOrdID.FIELD, request.origClOrdId());
        reject.setChar(OrdStatus.FIELD, ordStatus);
        reject.setChar(
                CxlRejResponseTo.FIELD,
                request.kind() == VenueRequest.Kind.REPLACE
                        ? CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST
                        : CxlRejResponseTo.ORDER_CANCEL_REQUEST);
        reject.setInt(CxlRejReason.FIELD, cxlRejReason(cxlRejReason));
        if (!text.isEmpty()) {
            reject.setString(Text.FIELD, text);
        }
        return reject;
    }

    /** FIX 4.2 has no ExecType for executions, their reversals and answers: ExecTransType says so. */
    private void execType(final Message report, final char execType, final char ordStatus) {
        if (version != FixVersion.FIX_42) {
            report.setChar(ExecType.FIELD, execType);
            return;
        }
        final char transType = switch (execType) {
            case ExecType.TRADE_CANCEL -> ExecTransType.CANCEL;
            case ExecType.TRADE_CORRECT -> ExecTransType.CORRECT;
            case ExecType.ORDER_STATUS -> ExecTransType.STATUS;
            default -> ExecTransType.NEW;
        };
        report.setChar(ExecTransType.FIELD, transType);
        final boolean execution = execType == ExecType.TRADE || execType == ExecType.TRADE_CORRECT;
        final char said = transType == ExecTransType.NEW ? execType : ordStatus;
        report.setChar(
                ExecType.FIELD,
                execution ? (ordStatus == OrdStatus.FILLED ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED) : said);
    }

    int ordRejReason(final int reason) {
        return version == FixVersion.FIX_42 && reason > OrdRejReason.STALE_ORDER
                ? OrdRejReason.BROKER_EXCHANGE_OPTION
                : reason;
    }

    int cxlRejReason(final int reason) {
        return version == FixVersion.FIX_42
                        && reason > CxlRejReason.ORDER_ALREADY_IN_PENDING_CANCEL_OR_PENDING_REPLACE_STATUS
                ? CxlRejReason.BROKER_EXCHANGE_OPTION
                : reason;
    }

    int restatementReason(final int reason) {
        return version == FixVersion.FIX_42 && reason > ExecRestatementReason.PARTIAL_DECLINE_OF_ORDERQTY
                ? ExecRestatementReason.BROKER_OPTION
                : reason;
    }

    private Message withoutOrder(final VenueRequest request, final char execType, final char ordStatus) {
        final Message report = report(NO_ORDER_ID, nextExecId(), execType, ordStatus);
        report.setString(ClOrdID.FIELD, request.clOrdId());
        report.setString(Symbol.FIELD, request.symbol());
        report.setChar(Side.FIELD, request.buy() ? Side.BUY : Side.SELL);
        if (request.orderQtyE8() > 0) {
            report.setString(OrderQty.FIELD, decimal(request.orderQtyE8()));
        }
        return report;
    }

    private static void leaves(final Message report, final long leavesQtyE8) {
        report.setString(CumQty.FIELD, "0");
        report.setString(LeavesQty.FIELD, decimal(leavesQtyE8));
        report.setString(AvgPx.FIELD, "0");
    }

    private static void partOfAnswer(
            final Message report, final VenueRequest massStatus, final int total, final boolean last) {
        report.setString(MassStatusReqID.FIELD, massStatus.clOrdId());
        report.setInt(TotNumReports.FIELD, total);
        report.setBoolean(LastRptRequested.FIELD, last);
    }

    private static Trigger trigger(final char execType) {
        return switch (execType) {
            case ExecType.NEW -> Trigger.ACCEPTED;
            case ExecType.TRADE -> Trigger.FILL;
            case ExecType.CANCELED -> Trigger.CANCELED;
            case ExecType.REPLACED -> Trigger.REPLACED;
            case ExecType.REJECTED -> Trigger.REJECTED;
            case ExecType.ORDER_STATUS -> Trigger.STATUS_REPORT;
            default -> Trigger.REPORT;
        };
    }

    private static Message message(final String msgType, final String orderId) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(OrderID.FIELD, orderId);
        message.setUtcTimeStamp(TransactTime.FIELD, LocalDateTime.now(ZoneOffset.UTC), UtcTimestampPrecision.MILLIS);
        return message;
    }

    static String decimal(final long valueE8) {
        return plain(BigDecimal.valueOf(valueE8, DECIMALS));
    }

    private static String plain(final BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
