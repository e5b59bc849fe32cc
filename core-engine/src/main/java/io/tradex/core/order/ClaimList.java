package io.tradex.core.order;

/** Orders at one venue of which fills are missing, the longest missing first. */
public final class ClaimList {
    private VenueOrder head;
    private VenueOrder tail;

    /** @return the oldest, or null. */
    public VenueOrder head() {
        return head;
    }

    /** @param order of which fills are missing; behind all that have been missing for longer. */
    public void add(final VenueOrder order) {
        VenueOrder before = tail;
        // New ones are the youngest; only those of a snapshot come in another order.
        while (before != null && before.claimedStamp > order.claimedStamp) {
            before = before.previousClaim;
        }
        order.previousClaim = before;
        order.nextClaim = before == null ? head : before.nextClaim;
        if (order.nextClaim == null) {
            tail = order;
        } else {
            order.nextClaim.previousClaim = order;
        }
        if (before == null) {
            head = order;
        } else {
            before.nextClaim = order;
        }
    }

    /** @param order of this list. */
    public void remove(final VenueOrder order) {
        if (order.previousClaim == null) {
            head = order.nextClaim;
        } else {
            order.previousClaim.nextClaim = order.nextClaim;
        }
        if (order.nextClaim == null) {
            tail = order.previousClaim;
        } else {
            order.nextClaim.previousClaim = order.previousClaim;
        }
        order.previousClaim = null;
        order.nextClaim = null;
    }
}
