package io.tradex.core.order;

import io.tradex.core.state.StateHash;

/** The live orders of one account or of one session, oldest first; the links stand in the orders. */
public final class OrderList {
    private final boolean ofAccount;
    private Order head;
    private Order tail;

    private OrderList(final boolean ofAccount) {
        this.ofAccount = ofAccount;
    }

    /** @return an empty list for an account. */
    public static OrderList ofAccount() {
        return new OrderList(true);
    }

    /** @return an empty list for a session. */
    public static OrderList ofSession() {
        return new OrderList(false);
    }

    boolean isOfAccount() {
        return ofAccount;
    }

    /** @return the oldest live order, or null. */
    public Order head() {
        return head;
    }

    /**
     * Takes over all orders of another session's list, behind its own.
     *
     * @param other     left empty.
     * @param sessionId of the session of this list.
     * @param hash      of the state.
     */
    public void adopt(final OrderList other, final long sessionId, final StateHash hash) {
        while (other.head != null) {
            final Order order = other.head;
            other.remove(order);
            addLast(order);
            order.sessionId = sessionId;
            order.rehash(hash);
        }
    }

    void addLast(final Order order) {
        if (ofAccount) {
            order.previousInAccount = tail;
            order.nextInAccount = null;
            order.accountList = this;
        } else {
            order.previousInSession = tail;
            order.nextInSession = null;
            order.sessionList = this;
        }
        if (tail == null) {
            head = order;
        } else if (ofAccount) {
            tail.nextInAccount = order;
        } else {
            tail.nextInSession = order;
        }
        tail = order;
    }

    void remove(final Order order) {
        final Order previous = ofAccount ? order.previousInAccount : order.previousInSession;
        final Order next = ofAccount ? order.nextInAccount : order.nextInSession;
        if (previous == null) {
            head = next;
        } else if (ofAccount) {
            previous.nextInAccount = next;
        } else {
            previous.nextInSession = next;
        }
        if (next == null) {
            tail = previous;
        } else if (ofAccount) {
            next.previousInAccount = previous;
        } else {
            next.previousInSession = previous;
        }
        if (ofAccount) {
            order.accountList = null;
            order.previousInAccount = null;
            order.nextInAccount = null;
        } else {
            order.sessionList = null;
            order.previousInSession = null;
            order.nextInSession = null;
        }
    }
}
