package io.tradex.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import quickfix.Message;
import quickfix.UtcTimestampPrecision;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.CxlRejResponseTo;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
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
import quickfix.field.TransactTime;

/** Writes what happened as FIX 4.4 ExecutionReports and OrderCancelRejects. Used by the exchange's thread only. */
final class FixReports implements VenueReports {
    private static final int DECIMALS = 8;
    private static final String NO_ORDER_ID = "NONE";

    private final String execIdPrefix;
    private final Consumer<Message> port;
    private long lastExecId;

    /**
     * @param execIdPrefix what every ExecID begins with; another one after each start.
     * @param port         sends.
     */
    FixReports(final String execIdPrefix, final Consumer<Message> port) {
        this.execIdPrefix = execIdPrefix;
        this.port = port;
    }

    @Override
    public void executed(
            final VenueOrder order,
            final char execType,
            final String clOrdId,
            final String origClOrdId,
            final long lastQtyE8,
            final long lastPriceE8) {
        final Message report =
                report(order.orderId(), execType, order.ordStatus(), clOrdId, order.symbol(), order.buy());
        if (origClOrdId != null) {
            report.setString(OrigClOrdID.FIELD, origClOrdId);
        }
        if (execType == ExecType.TRADE) {
            report.setString(LastQty.FIELD, decimal(lastQtyE8));
            report.setString(LastPx.FIELD, decimal(lastPriceE8));
        }
        if (!order.market()) {
            report.setString(Price.FIELD, decimal(order.priceE8()));
        }
        report.setChar(OrdType.FIELD, order.market() ? OrdType.MARKET : OrdType.LIMIT);
        report.setChar(TimeInForce.FIELD, order.immediate() ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.DAY);
        report.setString(OrderQty.FIELD, decimal(order.orderQtyE8()));
        report.setString(CumQty.FIELD, decimal(order.cumQtyE8()));
        report.setString(LeavesQty.FIELD, decimal(order.leavesQtyE8()));
        report.setString(AvgPx.FIELD, plain(order.averagePrice().setScale(DECIMALS, RoundingMode.HALF_EVEN)));
        port.accept(report);
    }

    @Override
    public void refused(final VenueRequest request, final char execType, final int ordRejReason, final String text) {
        final Message report =
                report(NO_ORDER_ID, execType, OrdStatus.REJECTED, request.clOrdId(), request.symbol(), request.buy());
        report.setInt(OrdRejReason.FIELD, ordRejReason);
        report.setString(Text.FIELD, text);
        if (request.orderQtyE8() > 0) {
            report.setString(OrderQty.FIELD, decimal(request.orderQtyE8()));
        }
        report.setString(CumQty.FIELD, "0");
        report.setString(LeavesQty.FIELD, "0");
        report.setString(AvgPx.FIELD, "0");
        port.accept(report);
    }

    @Override
    public void cancelRefused(
            final VenueRequest request, final VenueOrder order, final int cxlRejReason, final String text) {
        final Message reject = message(MsgType.ORDER_CANCEL_REJECT, order == null ? NO_ORDER_ID : order.orderId());
        reject.setString(ClOrdID.FIELD, request.clOrdId());
        reject.setString(OrigClOrdID.FIELD, request.origClOrdId());
        reject.setChar(OrdStatus.FIELD, order == null ? OrdStatus.REJECTED : order.ordStatus());
        reject.setChar(
                CxlRejResponseTo.FIELD,
                request.kind() == VenueRequest.Kind.REPLACE
                        ? CxlRejResponseTo.ORDER_CANCEL_REPLACE_REQUEST
                        : CxlRejResponseTo.ORDER_CANCEL_REQUEST);
        reject.setInt(CxlRejReason.FIELD, cxlRejReason);
        reject.setString(Text.FIELD, text);
        port.accept(reject);
    }

    private Message report(
            final String orderId,
            final char execType,
            final char ordStatus,
            final String clOrdId,
            final String symbol,
            final boolean buy) {
        final Message report = message(MsgType.EXECUTION_REPORT, orderId);
        report.setString(ExecID.FIELD, execIdPrefix + ++lastExecId);
        report.setChar(ExecType.FIELD, execType);
        report.setChar(OrdStatus.FIELD, ordStatus);
        report.setString(ClOrdID.FIELD, clOrdId);
        report.setString(Symbol.FIELD, symbol);
        report.setChar(Side.FIELD, buy ? Side.BUY : Side.SELL);
        return report;
    }

    private static Message message(final String msgType, final String orderId) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(OrderID.FIELD, orderId);
        message.setUtcTimeStamp(TransactTime.FIELD, LocalDateTime.now(ZoneOffset.UTC), UtcTimestampPrecision.MILLIS);
        return message;
    }

    private static String decimal(final long valueE8) {
        return plain(BigDecimal.valueOf(valueE8, DECIMALS));
    }

    private static String plain(final BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
