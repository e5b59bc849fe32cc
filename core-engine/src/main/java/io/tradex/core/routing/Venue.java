package io.tradex.core.routing;

import io.tradex.core.order.ClaimList;
import io.tradex.core.order.RequestList;
import io.tradex.core.order.VenueOrderList;
import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;

/** A destination of orders: whether its session is up, the last message it sent, and the orders live there. */
public final class Venue {
    /** Highest venue id. */
    public static final int MAX_VENUE_ID = 64;

    private static final long KIND_VENUE = 0x71;
    private static final long KIND_UP = 0x72;
    private static final long KIND_SEQ = 0x73;
    private static final long KIND_ACK_TIMEOUT = 0x74;
    private static final long KIND_UNREACHABLE = 0x75;
    private static final long KIND_MASS_STATUS = 0x76;
    private static final long KIND_DOWN_SINCE = 0x77;
    private static final long KIND_SUSPENDED = 0x78;
    private static final long KIND_RECONCILIATION = 0x79;
    private static final long KIND_LIST = 0x7A;
    private static final long KIND_COMPARED = 0x7B;
    private static final long KIND_FINDINGS = 0x7C;
    private static final long KIND_UP_STAMP = 0x7D;
    private static final long KIND_SPOKEN = 0x7E;
    private static final long KIND_ENTERED = 0x7_0000;

    /** Orders given to the venue directly that are found by its OrderID. */
    private static final int ENTERED_THERE_KEPT = 128;

    private final int venueId;
    private final StateHash hash;
    private boolean up;
    private boolean spoken;
    private long lastMsgSeqNum;
    private final VenueOrderList orders = new VenueOrderList();
    private final VenueRoute route;
    private final RequestList unanswered = new RequestList();
    private final RequestList overdue = new RequestList();
    private final ClaimList claims = new ClaimList();
    private long ackTimeoutNs;
    private long unreachableNs;
    private boolean massStatus;
    private long downSinceNs;
    private long upStamp;
    private boolean ordersSuspended;
    private long reconciliationId;
    private long listAskedNs;
    private long compared;
    private long findings;
    private long statusesAwaited;
    private final long[] enteredThere = new long[ENTERED_THERE_KEPT];
    private long enteredThereCount;

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

    /** @return whether it has said anything new since its session came up; what it repeats before that is older than the session. */
    public boolean hasSpoken() {
        return spoken;
    }

    /** @param hasSpoken whether it has said anything new since its session came up. */
    public void spoken(final boolean hasSpoken) {
        if (hasSpoken != spoken) {
            hash.add(hasSpoken ? StateHash.mix(KIND_SPOKEN, venueId) : -StateHash.mix(KIND_SPOKEN, venueId));
            spoken = hasSpoken;
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

    /** @return the live orders there, oldest first. */
    public VenueOrderList orders() {
        return orders;
    }

    /** @return what routing knows of it. */
    public VenueRoute route() {
        return route;
    }

    /**
     * How long is waited for answers.
     *
     * @param newAckTimeoutNs  an answer later than this is asked for; 0 for never.
     * @param newUnreachableNs without an answer or a session for longer, orders are suspended; 0 for never.
     * @param newMassStatus    whether the venue answers order mass status requests.
     */
    public void patience(final long newAckTimeoutNs, final long newUnreachableNs, final boolean newMassStatus) {
        hash.add((newAckTimeoutNs - ackTimeoutNs) * StateHash.multiplier(KIND_ACK_TIMEOUT, venueId));
        hash.add((newUnreachableNs - unreachableNs) * StateHash.multiplier(KIND_UNREACHABLE, venueId));
        hash.add((newMassStatus == massStatus ? 0 : newMassStatus ? 1 : -1)
                * StateHash.multiplier(KIND_MASS_STATUS, venueId));
        ackTimeoutNs = newAckTimeoutNs;
        unreachableNs = newUnreachableNs;
        massStatus = newMassStatus;
    }

    /** @return time after which an answer is asked for; 0 for never. */
    public long lateAfterNs() {
        return ackTimeoutNs > 0 ? ackTimeoutNs : unreachableNs;
    }

    /** @return time until orders are suspended; 0 for never. */
    public long unreachableNs() {
        return unreachableNs;
    }

    /** @return whether it answers order mass status requests. */
    public boolean hasMassStatus() {
        return massStatus;
    }

    /** @return requests whose first answer is waited for and is not late yet. */
    public RequestList unanswered() {
        return unanswered;
    }

    /** @return requests whose first answer is late. */
    public RequestList overdue() {
        return overdue;
    }

    /** @return orders of which fills are missing. */
    public ClaimList claims() {
        return claims;
    }

    /** @return when its session was lost; 0 while it is up. */
    public long downSinceNs() {
        return downSinceNs;
    }

    /** @param timestampNs when its session was lost; 0 when it is up. */
    public void downSinceNs(final long timestampNs) {
        hash.add((timestampNs - downSinceNs) * StateHash.multiplier(KIND_DOWN_SINCE, venueId));
        downSinceNs = timestampNs;
        ordersSuspended(false);
    }

    /** @return rank in time of the newest request when its session came up: this one and those before may be lost. */
    public long upStamp() {
        return upStamp;
    }

    /** @param stamp rank in time of the newest request when its session came up. */
    public void upStamp(final long stamp) {
        hash.add((stamp - upStamp) * StateHash.multiplier(KIND_UP_STAMP, venueId));
        upStamp = stamp;
    }

    /** @return whether all orders there were suspended since its session was lost. */
    public boolean ordersSuspended() {
        return ordersSuspended;
    }

    /** @param suspended whether all orders there were suspended since its session was lost. */
    public void ordersSuspended(final boolean suspended) {
        hash.add((suspended == ordersSuspended ? 0 : suspended ? 1 : -1)
                * StateHash.multiplier(KIND_SUSPENDED, venueId));
        ordersSuspended = suspended;
    }

    /**
     * Begins to compare the orders there with its own.
     *
     * @param id    of the comparison.
     * @param nowNs when a list of all orders was asked for; 0 if each is asked about.
     */
    public void reconcile(final long id, final long nowNs) {
        comparing(id, nowNs, 0, 0);
    }

    private void comparing(final long id, final long nowNs, final long orderCount, final long findingCount) {
        hash.add((id - reconciliationId) * StateHash.multiplier(KIND_RECONCILIATION, venueId));
        hash.add((nowNs - listAskedNs) * StateHash.multiplier(KIND_LIST, venueId));
        hash.add((orderCount - compared) * StateHash.multiplier(KIND_COMPARED, venueId));
        hash.add((findingCount - findings) * StateHash.multiplier(KIND_FINDINGS, venueId));
        reconciliationId = id;
        listAskedNs = nowNs;
        compared = orderCount;
        findings = findingCount;
    }

    /** @return the comparison that is going on; 0 if none is. */
    public long reconciliationId() {
        return reconciliationId;
    }

    /** @return when the list of all orders was asked for, while it is waited for; else 0. */
    public long listAskedNs() {
        return listAskedNs;
    }

    /** The list of all orders has come, or is not waited for any more. */
    public void listEnded() {
        comparing(reconciliationId, 0, compared, findings);
    }

    /** One order was compared. */
    public void compared() {
        comparing(reconciliationId, listAskedNs, compared + 1, findings);
    }

    /** @return orders compared so far. */
    public long comparedOrders() {
        return compared;
    }

    /** A difference was found. */
    public void found() {
        comparing(reconciliationId, listAskedNs, compared, findings + 1);
    }

    /** @return differences found so far. */
    public long findings() {
        return findings;
    }

    /** The state of one more order was asked for; known by its {@link io.tradex.core.order.VenueOrder#awaitingStatus}. */
    public void statusAsked() {
        statusesAwaited++;
    }

    /** The state of an order that was asked for has come, or the order is gone. */
    public void statusAnswered() {
        statusesAwaited--;
    }

    /** @return of how many orders the state is waited for. */
    public long statusesAwaited() {
        return statusesAwaited;
    }

    /** @param orderId of an order that was given to the venue directly; the oldest of many is forgotten. */
    public void entered(final long orderId) {
        final int at = (int) (enteredThereCount % ENTERED_THERE_KEPT);
        hash.add((orderId - enteredThere[at]) * StateHash.multiplier(KIND_ENTERED + at, venueId));
        enteredThere[at] = orderId;
        enteredThereCount++;
    }

    /**
     * @param rank 0 for the newest.
     * @return orderId of an order that was given to the venue directly, or 0.
     */
    public long enteredThere(final int rank) {
        return rank >= Math.min(enteredThereCount, ENTERED_THERE_KEPT)
                ? 0
                : enteredThere[(int) ((enteredThereCount - 1 - rank) % ENTERED_THERE_KEPT)];
    }

    /** @return the next time at which something falls due here; Long.MAX_VALUE if nothing does. */
    public long deadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        final long lateAfterNs = lateAfterNs();
        if (lateAfterNs > 0 && up && unanswered.head() != null) {
            deadlineNs = unanswered.head().sentNs + lateAfterNs;
        }
        if (lateAfterNs > 0 && listAskedNs > 0) {
            deadlineNs = Math.min(deadlineNs, listAskedNs + lateAfterNs);
        }
        if (unreachableNs > 0) {
            if (overdue.head() != null) {
                deadlineNs = Math.min(deadlineNs, overdue.head().sentNs + unreachableNs);
            }
            if (claims.head() != null) {
                deadlineNs = Math.min(deadlineNs, claims.head().claimedNs + unreachableNs);
            }
            if (!up && !ordersSuspended && downSinceNs > 0) {
                deadlineNs = Math.min(deadlineNs, downSinceNs + unreachableNs);
            }
        }
        return deadlineNs;
    }

    /**
     * Writes all but the orders, which know their venue.
     *
     * @param record begun with its type and the venue's id.
     */
    public void writeTo(final SnapshotRecordWriter record) {
        record.put(up)
                .put(spoken)
                .put(lastMsgSeqNum)
                .put(ackTimeoutNs)
                .put(unreachableNs)
                .put(massStatus)
                .put(downSinceNs)
                .put(upStamp)
                .put(ordersSuspended)
                .put(reconciliationId)
                .put(listAskedNs)
                .put(compared)
                .put(findings);
        final long kept = Math.min(enteredThereCount, ENTERED_THERE_KEPT);
        record.put(enteredThereCount - kept).put(kept);
        for (int rank = (int) kept - 1; rank >= 0; rank--) {
            record.put(enteredThere(rank));
        }
    }

    /** @param record behind the venue's id, to take all fields from. */
    public void readFrom(final SnapshotRecordReader record) {
        up(record.nextBoolean());
        spoken(record.nextBoolean());
        lastMsgSeqNum(record.next());
        patience(record.next(), record.next(), record.nextBoolean());
        downSinceNs(record.next());
        upStamp(record.next());
        ordersSuspended(record.nextBoolean());
        comparing(record.next(), record.next(), record.next(), record.next());
        enteredThereCount = record.next();
        for (long left = record.next(); left > 0; left--) {
            entered(record.next());
        }
    }
}
