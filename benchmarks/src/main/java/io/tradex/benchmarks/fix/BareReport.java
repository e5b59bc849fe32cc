package io.tradex.benchmarks.fix;

import java.time.LocalDateTime;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;

/** What a user of QuickFIX/J takes out of a fill, as the types that its getters have. Not thread safe. */
final class BareReport {
    String clOrdId;
    String execId;
    String orderId;
    String symbol;
    char execType;
    char ordStatus;
    char side;
    double lastQty;
    double lastPx;
    double cumQty;
    double leavesQty;
    double avgPx;
    double orderQty;
    double price;
    LocalDateTime transactTime;

    void read(final Message message) throws FieldNotFound {
        clOrdId = message.getString(ClOrdID.FIELD);
        execId = message.getString(ExecID.FIELD);
        orderId = message.getString(OrderID.FIELD);
        symbol = message.getString(Symbol.FIELD);
        execType = message.getChar(ExecType.FIELD);
        ordStatus = message.getChar(OrdStatus.FIELD);
        side = message.getChar(Side.FIELD);
        lastQty = message.getDouble(LastQty.FIELD);
        lastPx = message.getDouble(LastPx.FIELD);
        cumQty = message.getDouble(CumQty.FIELD);
        leavesQty = message.getDouble(LeavesQty.FIELD);
        avgPx = message.getDouble(AvgPx.FIELD);
        orderQty = message.getDouble(OrderQty.FIELD);
        price = message.getDouble(Price.FIELD);
        transactTime = message.getUtcTimeStamp(TransactTime.FIELD);
    }
}
