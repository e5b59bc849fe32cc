package io.tradex.fix;

import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.UnsupportedMessageType;

/** One FIX session with a venue, as QuickFIX/J calls it. */
interface VenueSession {
    /** @return the venue. */
    int venueId();

    /** The session was made; before it connects. */
    void onCreated(Session session);

    /** Logged on. Must not wait: it may be QuickFIX/J's timer thread that calls. */
    void onLogon();

    /** Logged out, cut, or a logon was tried in vain. Must not wait. */
    void onLogout();

    /** A logon is about to be sent. */
    void completeLogon(Message message);

    /** A message of ours goes out, and has its number. */
    void onSent(Message message) throws FieldNotFound;

    /** QuickFIX/J refuses a message of the venue that it could not read: what it said is lost. Must not wait. */
    void onRefused();

    /** A session message came: a Reject or a SequenceReset, say. May wait. */
    void onSessionMessage(Message message) throws FieldNotFound, IncorrectTagValue;

    /** An application message came. May wait. */
    void onMessage(Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType;
}
