package io.tradex.fix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.IntToLongFunction;
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
import quickfix.field.Text;

/** What QuickFIX/J calls: sorts the sessions to their {@link VenueLink}s and guards both ends of a resend. */
final class FixApplication implements Application {
    private final Map<SessionID, VenueLink> links;
    private final IntToLongFunction lastJournalledMsgSeqNum;
    private final FixFaults faults;

    FixApplication(
            final Map<SessionID, VenueLink> links,
            final IntToLongFunction lastJournalledMsgSeqNum,
            final FixFaults faults) {
        this.links = links;
        this.lastJournalledMsgSeqNum = lastJournalledMsgSeqNum;
        this.faults = faults;
    }

    /**
     * QuickFIX/J counts a message as received once it was handed to us, which is before it is journalled. So the session goes
     * back to what the journal has: the venue sends the rest again, and heartbeats in between come as gap fills.
     */
    @Override
    public void onCreate(final SessionID sessionId) {
        final Session session = Session.lookupSession(sessionId);
        final VenueLink link = links.get(sessionId);
        final long nextJournalled = lastJournalledMsgSeqNum.applyAsLong(link.venueId()) + 1;
        if (nextJournalled < session.getExpectedTargetNum()) {
            try {
                session.setNextTargetMsgSeqNum((int) nextJournalled);
            } catch (final IOException e) {
                throw new UncheckedIOException("venue " + link.venueId() + ": cannot set the expected MsgSeqNum", e);
            }
        }
        link.onCreated(session);
    }

    @Override
    public void onLogon(final SessionID sessionId) {
        links.get(sessionId).onLogon();
    }

    @Override
    public void onLogout(final SessionID sessionId) {
        links.get(sessionId).onLogout();
    }

    @Override
    public void toAdmin(final Message message, final SessionID sessionId) {
        // Logons carry no credentials yet.
    }

    @Override
    public void fromAdmin(final Message message, final SessionID sessionId) throws FieldNotFound {
        if (MsgType.REJECT.equals(message.getHeader().getString(MsgType.FIELD))) {
            refusedByVenue(message, sessionId);
        }
    }

    /** The sessions keep no messages to send again; this is for whoever gives them a store that does. */
    @Override
    public void toApp(final Message message, final SessionID sessionId) throws DoNotSend {
        final Message.Header header = message.getHeader();
        try {
            if (header.isSetField(PossDupFlag.FIELD) && header.getBoolean(PossDupFlag.FIELD)) {
                // An order of some time ago is not what its sender wants now. The venue gets a gap fill.
                throw new DoNotSend();
            }
        } catch (final FieldNotFound e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void fromApp(final Message message, final SessionID sessionId)
            throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        if (MsgType.BUSINESS_MESSAGE_REJECT.equals(message.getHeader().getString(MsgType.FIELD))) {
            refusedByVenue(message, sessionId);
        } else {
            links.get(sessionId).onReport(message);
        }
    }

    private void refusedByVenue(final Message message, final SessionID sessionId) throws FieldNotFound {
        faults.record(
                links.get(sessionId).venueId(),
                FixFault.REFUSED_BY_VENUE,
                message.isSetField(Text.FIELD) ? message.getString(Text.FIELD) : "without a text");
    }
}
