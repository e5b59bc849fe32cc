package io.tradex.fix;

import java.util.Map;
import quickfix.Application;
import quickfix.DoNotSend;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.UnsupportedMessageType;
import quickfix.field.MsgType;
import quickfix.field.PossDupFlag;

/** What QuickFIX/J calls: sorts the calls to their {@link VenueSession}s and holds back what would be sent twice. */
final class FixApplication implements Application {
    private final Map<SessionID, ? extends VenueSession> sessions;

    FixApplication(final Map<SessionID, ? extends VenueSession> sessions) {
        this.sessions = sessions;
    }

    @Override
    public void onCreate(final SessionID sessionId) {
        sessions.get(sessionId).onCreated(Session.lookupSession(sessionId));
    }

    @Override
    public void onLogon(final SessionID sessionId) {
        sessions.get(sessionId).onLogon();
    }

    @Override
    public void onLogout(final SessionID sessionId) {
        sessions.get(sessionId).onLogout();
    }

    @Override
    public void toAdmin(final Message message, final SessionID sessionId) {
        try {
            final String msgType = message.getHeader().getString(MsgType.FIELD);
            if (MsgType.LOGON.equals(msgType)) {
                sessions.get(sessionId).completeLogon(message);
            } else if (MsgType.REJECT.equals(msgType)) {
                sessions.get(sessionId).onRefused();
            }
        } catch (final FieldNotFound e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void fromAdmin(final Message message, final SessionID sessionId) throws FieldNotFound, IncorrectTagValue {
        sessions.get(sessionId).onSessionMessage(message);
    }

    /** The sessions keep no messages to send again; holding back is for whoever gives them a store that does. */
    @Override
    public void toApp(final Message message, final SessionID sessionId) throws DoNotSend {
        try {
            if (FixFields.isSaid(message.getHeader(), PossDupFlag.FIELD)) {
                // An order of some time ago is not what its sender wants now. The venue gets a gap fill.
                throw new DoNotSend();
            }
            if (MsgType.BUSINESS_MESSAGE_REJECT.equals(message.getHeader().getString(MsgType.FIELD))) {
                sessions.get(sessionId).onRefused();
            } else {
                sessions.get(sessionId).onSent(message);
            }
        } catch (final FieldNotFound e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void fromApp(final Message message, final SessionID sessionId)
            throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        sessions.get(sessionId).onMessage(message);
    }
}
