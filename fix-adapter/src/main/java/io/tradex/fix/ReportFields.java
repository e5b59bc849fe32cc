package io.tradex.fix;

import java.time.Instant;
import java.time.ZoneOffset;
import quickfix.Field;
import quickfix.FieldConvertError;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.Account;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecID;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LastRptRequested;
import quickfix.field.LeavesQty;
import quickfix.field.MassStatusReqID;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrdType;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TimeInForce;
import quickfix.field.TotNumReports;
import quickfix.field.TransactTime;
import quickfix.field.converter.UtcTimestampConverter;

/**
 * The fields of one ExecutionReport that the core wants, taken out of QuickFIX/J's tree in one walk: looking each of them up costs several
 * times as much. What is not there is null. Not thread safe.
 */
final class ReportFields {
    private static final long NS_PER_S = 1_000_000_000L;

    String clOrdId;
    String origClOrdId;
    String transactTime;
    String lastPx;
    String lastQty;
    String cumQty;
    String leavesQty;
    String orderQty;
    String price;
    String ordRejReason;
    String execRestatementReason;
    String ordStatus;
    String execId;
    String execRefId;
    String avgPx;
    String account;
    String massStatusReqId;
    String totNumReports;
    String lastRptRequested;
    String side;
    String ordType;
    String timeInForce;
    String symbol;
    String orderId;

    /** Takes the fields of a message. */
    void read(final Message message) {
        clear();
        for (final Field<?> field : message) {
            if (field.getObject() instanceof String value) {
                take(field.getTag(), value);
            }
        }
    }

    private void take(final int tag, final String value) {
        switch (tag) {
            case ClOrdID.FIELD -> clOrdId = value;
            case OrigClOrdID.FIELD -> origClOrdId = value;
            case TransactTime.FIELD -> transactTime = value;
            case LastPx.FIELD -> lastPx = value;
            case LastQty.FIELD -> lastQty = value;
            case CumQty.FIELD -> cumQty = value;
            case LeavesQty.FIELD -> leavesQty = value;
            case OrderQty.FIELD -> orderQty = value;
            case Price.FIELD -> price = value;
            case OrdRejReason.FIELD -> ordRejReason = value;
            case ExecRestatementReason.FIELD -> execRestatementReason = value;
            case OrdStatus.FIELD -> ordStatus = value;
            case ExecID.FIELD -> execId = value;
            case ExecRefID.FIELD -> execRefId = value;
            case AvgPx.FIELD -> avgPx = value;
            case Account.FIELD -> account = value;
            case MassStatusReqID.FIELD -> massStatusReqId = value;
            case TotNumReports.FIELD -> totNumReports = value;
            case LastRptRequested.FIELD -> lastRptRequested = value;
            case Side.FIELD -> side = value;
            case OrdType.FIELD -> ordType = value;
            case TimeInForce.FIELD -> timeInForce = value;
            case Symbol.FIELD -> symbol = value;
            case OrderID.FIELD -> orderId = value;
            default -> {
                // Nobody asks for it.
            }
        }
    }

    private void clear() {
        clOrdId = null;
        origClOrdId = null;
        transactTime = null;
        lastPx = null;
        lastQty = null;
        cumQty = null;
        leavesQty = null;
        orderQty = null;
        price = null;
        ordRejReason = null;
        execRestatementReason = null;
        ordStatus = null;
        execId = null;
        execRefId = null;
        avgPx = null;
        account = null;
        massStatusReqId = null;
        totNumReports = null;
        lastRptRequested = null;
        side = null;
        ordType = null;
        timeInForce = null;
        symbol = null;
        orderId = null;
    }

    /** A decimal number, exact to 1e-8. */
    static long decimalE8(final String value, final int field) throws FieldNotFound, IncorrectTagValue {
        if (value == null) {
            throw new FieldNotFound(field);
        }
        final long valueE8 = DecimalE8.parse(value);
        if (valueE8 == DecimalE8.INVALID) {
            throw new IncorrectTagValue(field, value);
        }
        return valueE8;
    }

    /** A quantity: a decimal number that is not negative. */
    static long quantityE8(final String value, final int field) throws FieldNotFound, IncorrectTagValue {
        final long valueE8 = decimalE8(value, field);
        if (valueE8 < 0) {
            throw new IncorrectTagValue(field, value);
        }
        return valueE8;
    }

    /** A whole number; {@link FixFields#ABSENT} if it is not there. */
    static int optionalInt(final String value, final int field) throws IncorrectTagValue {
        if (value == null) {
            return FixFields.ABSENT;
        }
        try {
            return Integer.parseInt(value);
        } catch (final NumberFormatException e) {
            throw new IncorrectTagValue(field, value);
        }
    }

    /** The one ASCII character of a field; 0, which is null to every enumeration, if there is no such thing. */
    static byte optionalCharacter(final String value) {
        return value != null && value.length() == 1 && value.charAt(0) <= Byte.MAX_VALUE ? (byte) value.charAt(0) : 0;
    }

    /** Nanoseconds since 1970; 0 if it is not there. */
    long transactTimeNs() throws IncorrectTagValue {
        if (transactTime == null) {
            return 0;
        }
        final Instant time;
        try {
            time = UtcTimestampConverter.convertToLocalDateTime(transactTime).toInstant(ZoneOffset.UTC);
        } catch (final FieldConvertError e) {
            throw new IncorrectTagValue(TransactTime.FIELD, transactTime);
        }
        final long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds >= Long.MAX_VALUE / NS_PER_S) {
            throw new IncorrectTagValue(TransactTime.FIELD, transactTime);
        }
        return seconds * NS_PER_S + time.getNano();
    }
}
