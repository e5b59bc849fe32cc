package io.tradex.fix;

import io.tradex.protocol.types.ExecType;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.ExecTransType;
import quickfix.field.HandlInst;

/** FIX 4.2: busts, corrections and answers to status requests are told by ExecTransType (20), whatever ExecType (150) says. */
final class Fix42Dialect extends FixDialect {
    @Override
    ExecType execType(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char execTransType = FixFields.character(message, ExecTransType.FIELD);
        return switch (execTransType) {
            case ExecTransType.NEW -> execTypeField(message);
            case ExecTransType.CANCEL -> ExecType.TRADE_CANCEL;
            case ExecTransType.CORRECT -> ExecType.TRADE_CORRECT;
            case ExecTransType.STATUS -> ExecType.ORDER_STATUS;
            default -> throw new IncorrectTagValue(ExecTransType.FIELD, String.valueOf(execTransType));
        };
    }

    @Override
    void completeOrder(final Message message) {
        message.setChar(HandlInst.FIELD, HandlInst.AUTOMATED_EXECUTION_NO_INTERVENTION);
    }

    @Override
    void completeStatusRequest(final Message message, final long requestId) {
        // Its answers are told apart by ClOrdID alone.
    }

    @Override
    boolean hasMassStatus() {
        return false;
    }

    @Override
    boolean requiresOrigClOrdId() {
        return true;
    }
}
