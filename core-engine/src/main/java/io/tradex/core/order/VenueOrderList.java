package io.tradex.core.order;

/** The live children at one venue, oldest first; the links stand in the children. */
public final class VenueOrderList {
    private VenueOrder head;
    private VenueOrder tail;

    /** @return the oldest live order there, or null. */
    public VenueOrder head() {
        return head;
    }

    /** @param atVenue the order that is sent to the venue. */
    public void addLast(final VenueOrder atVenue) {
        atVenue.previous = tail;
        atVenue.next = null;
        if (tail == null) {
            head = atVenue;
        } else {
            tail.next = atVenue;
        }
        tail = atVenue;
    }

    /** @param atVenue the order that is at its end. */
    public void remove(final VenueOrder atVenue) {
        if (atVenue.previous == null) {
            head = atVenue.next;
        } else {
            atVenue.previous.next = atVenue.next;
        }
        if (atVenue.next == null) {
            tail = atVenue.previous;
        } else {
            atVenue.next.previous = atVenue.previous;
        }
        atVenue.previous = null;
        atVenue.next = null;
    }
}
