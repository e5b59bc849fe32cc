package io.tradex.fix;

import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.Session;
import quickfix.UnsupportedMessageType;
import quickfix.field.MsgType;

/** A session for a venue's quotes alone. What was missed while it was down does not matter: each logon brings a snapshot. */
final class MarketDataLink implements VenueSession {
    private final int venueId;
    private final FixTags tags;
    private final MarketDataFeed feed;
    private final FixFaults faults;

    MarketDataLink(final FixVenueConfiguration venue, final MarketDataFeed feed, final FixFaults faults) {
        this.venueId = venue.venueId();
        this.tags = venue.tags();
        this.feed = feed;
        this.faults = faults;
    }

    @Override
    public int venueId() {
        return venueId;
    }

    @Override
    public void onCreated(final Session session) {
        feed.onCreated(session);
    }

    @Override
    public void onLogon() {
        feed.onLogon();
    }

    @Override
    public void onLogout() {
        feed.onLogout();
    }

    @Override
    public void completeLogon(final Message message) {
        tags.complete(message, MsgType.LOGON);
    }

    @Override
    public void onSent(final Message message) {
        // Nothing is waited for: a request without an answer leaves the venue without quotes.
    }

    @Override
    public void onRefused() {
        feed.onGap();
    }

    @Override
    public void onSessionMessage(final Message message) throws FieldNotFound {
        switch (message.getHeader().getString(MsgType.FIELD)) {
            case MsgType.REJECT -> faults.record(venueId, FixFault.REFUSED_BY_VENUE, "on the market data session");
            case MsgType.SEQUENCE_RESET -> feed.onGap();
            default -> {
                // Heartbeats and the like.
            }
        }
    }

    @Override
    public void onMessage(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        final String msgType = message.getHeader().getString(MsgType.FIELD);
        if (MsgType.BUSINESS_MESSAGE_REJECT.equals(msgType)) {
            faults.record(venueId, FixFault.REFUSED_BY_VENUE, "on the market data session");
        } else if (!feed.onMessage(message, msgType)) {
            faults.record(venueId, FixFault.UNSUPPORTED_MESSAGE, "MsgType " + msgType + " on the market data session");
            throw new UnsupportedMessageType();
        }
    }
}
