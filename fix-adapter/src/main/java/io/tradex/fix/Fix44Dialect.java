package io.tradex.fix;

import io.tradex.protocol.types.ExecType;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.OrdStatusReqID;

/** FIX 4.4: ExecType (150) says what has happened. Partial fills and fills as in FIX 4.2 are understood: venues still send them. */
class Fix44Dialect extends FixDialect {
    @Override
    ExecType execType(final Message message) throws FieldNotFound, IncorrectTagValue {
        return execTypeField(message);
    }

    @Override
    void completeOrder(final Message message) {
        // Nothing is required that is not there.
    }

    @Override
    void completeStatusRequest(final Message message, final long requestId) {
        message.setString(OrdStatusReqID.FIELD, Long.toString(requestId));
    }

    @Override
    boolean hasMassStatus() {
        return true;
    }

    @Override
    boolean requiresOrigClOrdId() {
        return true;
    }
}
