package io.tradex.core.order;

/** Requests to one venue whose first answer is waited for, oldest first. */
public final class RequestList {
    private VenueRequest head;
    private VenueRequest tail;

    /** @return the oldest, or null. */
    public VenueRequest head() {
        return head;
    }

    /** @param request that is to be waited for; behind all that are older by its stamp. */
    public void add(final VenueRequest request) {
        VenueRequest before = tail;
        // New ones are the youngest; only those of a snapshot come in another order.
        while (before != null && before.stamp > request.stamp) {
            before = before.previous;
        }
        request.previous = before;
        request.next = before == null ? head : before.next;
        if (request.next == null) {
            tail = request;
        } else {
            request.next.previous = request;
        }
        if (before == null) {
            head = request;
        } else {
            before.next = request;
        }
    }

    /** @param request of this list. */
    public void remove(final VenueRequest request) {
        if (request.previous == null) {
            head = request.next;
        } else {
            request.previous.next = request.next;
        }
        if (request.next == null) {
            tail = request.previous;
        } else {
            request.next.previous = request.previous;
        }
        request.previous = null;
        request.next = null;
    }
}
