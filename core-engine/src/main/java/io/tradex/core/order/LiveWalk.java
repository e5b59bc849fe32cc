package io.tradex.core.order;

/**
 * A walk over live orders, oldest first, that bears that any of them comes to its end meanwhile. Made by
 * {@link OrderStore#newWalk()}, used again and again.
 */
public final class LiveWalk {
    private enum Over {
        ALL,
        ACCOUNT,
        SESSION
    }

    private Over over = Over.ALL;
    private Order next;

    LiveWalk() {}

    /** @param store whose live orders are walked, all of them. */
    public void start(final OrderStore store) {
        over = Over.ALL;
        next = store.firstLive();
    }

    /** @param orders of an account or of a session. */
    public void start(final OrderList orders) {
        over = orders.isOfAccount() ? Over.ACCOUNT : Over.SESSION;
        next = orders.head();
    }

    /** @return whether nothing is left to be walked. */
    public boolean isDone() {
        return next == null;
    }

    /** @return the next order, which is there. */
    public Order next() {
        final Order order = next;
        next = after(order);
        return order;
    }

    /** To be called before an order leaves the lists of live ones. */
    void leaving(final Order order) {
        if (order == next) {
            next = after(order);
        }
    }

    private Order after(final Order order) {
        return switch (over) {
            case ALL -> order.nextInAll;
            case ACCOUNT -> order.nextInAccount;
            case SESSION -> order.nextInSession;
        };
    }
}
