package io.tradex.core.routing;

import io.tradex.core.order.VenueOrderList;
import io.tradex.core.state.StateHash;

/** A destination of orders: whether its session is up, the last message it sent, and the orders live there. */
public final class Venue {
    /** Highest venue id. */
    public static final int MAX_VENUE_ID = 64;

    private static final long KIND_VENUE = 0x71;
    private static final long KIND_UP = 0x72;
    private static final long KIND_SEQ = 0x73;

    private final int venueId;
    private final StateHash hash;
    private boolean up;
    private long lastMsgSeqNum;
    private final VenueOrderList orders = new VenueOrderList();
    private final VenueRoute route;

    /**
     * @param venueId 1 to {@link #MAX_VENUE_ID}.
     * @param hash    of the state.
     */
    public Venue(final int venueId, final StateHash hash) {
        this.venueId = venueId;
        this.hash = hash;
        route = new VenueRoute(venueId, hash);
        hash.add(StateHash.mix(KIND_VENUE, venueId));
    }

    /** @return the id. */
    public int venueId() {
        return venueId;
    }

    /** @return whether its session is logged on. */
    public boolean isUp() {
        return up;
    }

    /** @param isUp whether its session is logged on. */
    public void up(final boolean isUp) {
        if (isUp != up) {
            hash.add(isUp ? StateHash.mix(KIND_UP, venueId) : -StateHash.mix(KIND_UP, venueId));
            up = isUp;
        }
    }

    /** @return MsgSeqNum of the newest message from the venue that is journalled. */
    public long lastMsgSeqNum() {
        return lastMsgSeqNum;
    }

    /** @param msgSeqNum of a message from the venue. */
    public void lastMsgSeqNum(final long msgSeqNum) {
        hash.add((msgSeqNum - lastMsgSeqNum) * StateHash.multiplier(KIND_SEQ, venueId));
        lastMsgSeqNum = msgSeqNum;
    }

    /** @return the live orders. */
    public VenueOrderList orders() {
        return orders;
    }

    /** @return what routing knows of it. */
    public VenueRoute route() {
        return route;
    }
}
