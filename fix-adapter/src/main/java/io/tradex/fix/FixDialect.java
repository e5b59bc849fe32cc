package io.tradex.fix;

import io.tradex.protocol.types.ExecType;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;

/** What one version of FIX does in its own way. Stateless. */
abstract class FixDialect {
    /** What stands for an id that nobody knows where FIX requires one. */
    static final String NO_ID = "NONE";

    /**
     * What an ExecutionReport says has happened, in the words of FIX 4.4.
     *
     * @param message an ExecutionReport.
     * @return its kind.
     * @throws FieldNotFound     if a field that says so is missing.
     * @throws IncorrectTagValue if there is no such kind.
     */
    abstract ExecType execType(Message message) throws FieldNotFound, IncorrectTagValue;

    /** @param message a NewOrderSingle or an OrderCancelReplaceRequest that lacks what only this version requires. */
    abstract void completeOrder(Message message);

    /**
     * @param message   an OrderStatusRequest.
     * @param requestId tells the request from others.
     */
    abstract void completeStatusRequest(Message message, long requestId);

    /** @return whether there are order mass status requests. */
    abstract boolean hasMassStatus();

    /** @return whether a request has to name the order by OrigClOrdID (41), even one that only its OrderID (37) is known of. */
    abstract boolean requiresOrigClOrdId();

    /** Reads ExecType (150); the partial fills and fills of FIX 4.2 are trades. */
    static ExecType execTypeField(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char value = FixFields.character(message, quickfix.field.ExecType.FIELD);
        if (value == '1' || value == '2') {
            return ExecType.TRADE;
        }
        final ExecType execType = ExecType.get((byte) value);
        if (value > Byte.MAX_VALUE || execType == ExecType.SBE_UNKNOWN || execType == ExecType.NULL_VAL) {
            throw new IncorrectTagValue(quickfix.field.ExecType.FIELD, String.valueOf(value));
        }
        return execType;
    }
}
