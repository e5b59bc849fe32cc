package io.tradex.core.order;

/** The live children at one venue, oldest first; the links stand in the children. */
public final class ChildList {
    private ChildOrder head;
    private ChildOrder tail;

    /** @return the oldest live child, or null. */
    public ChildOrder head() {
        return head;
    }

    /** @param child that is sent to the venue. */
    public void addLast(final ChildOrder child) {
        child.previous = tail;
        child.next = null;
        if (tail == null) {
            head = child;
        } else {
            tail.next = child;
        }
        tail = child;
    }

    /** @param child that is at its end. */
    public void remove(final ChildOrder child) {
        if (child.previous == null) {
            head = child.next;
        } else {
            child.previous.next = child.next;
        }
        if (child.next == null) {
            tail = child.previous;
        } else {
            child.next.previous = child.previous;
        }
        child.previous = null;
        child.next = null;
    }
}
