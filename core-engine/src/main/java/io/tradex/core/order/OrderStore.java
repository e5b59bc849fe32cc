package io.tradex.core.order;

import io.tradex.core.state.StateHash;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All orders the core knows: live ones, oldest first, and finished ones in the order in which they finished. When it is full
 * the order that finished first is forgotten; a live order never is.
 */
public final class OrderStore {
    private final StateHash hash;
    private Long2ObjectHashMap<Order> byId = new Long2ObjectHashMap<>();
    private Order[] slots = new Order[0];
    private int slotsUsed;
    private final Chain live = new Chain();
    private final Chain finished = new Chain();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private LiveWalk[] walks = {};
    private final VenueRequestPool requests = new VenueRequestPool();
    private Order free;
    private ParentOrder freeParents;

    /** @param hash of the state. */
    public OrderStore(final StateHash hash) {
        this.hash = hash;
    }

    /**
     * Makes room. All orders are allocated here, so that none is while trading.
     *
     * @param capacity orders kept; a smaller number than before changes nothing.
     */
    public void growTo(final int capacity) {
        final int before = slots.length;
        if (capacity <= before) {
            return;
        }
        slots = java.util.Arrays.copyOf(slots, capacity);
        for (int slot = before; slot < capacity; slot++) {
            slots[slot] = new Order(slot, requests);
            slots[slot].clear();
        }
        final Long2ObjectHashMap<Order> larger = new Long2ObjectHashMap<>(2 * capacity, 0.65f);
        larger.putAll(byId);
        byId = larger;
    }

    /** @return how many orders are kept at most. */
    public int capacity() {
        return slots.length;
    }

    /**
     * @param slot of an order.
     * @return the order.
     */
    public Order bySlot(final int slot) {
        return slots[slot];
    }

    /**
     * @param orderId of an order.
     * @return the order, or null if it is not known, or not any more.
     */
    public Order byId(final long orderId) {
        return byId.get(orderId);
    }

    /** @return whether a new order has room, if need be in the place of a finished one. */
    public boolean hasRoom() {
        return free != null || slotsUsed < slots.length || finished.head != null;
    }

    /** @return the order that must be {@link #forget forgotten} before the next {@link #acquire}, or null. */
    public Order nextToForget() {
        return free == null && slotsUsed == slots.length ? finished.head : null;
    }

    /** @return a walk over live orders, to be kept and used again. */
    public LiveWalk newWalk() {
        walks = java.util.Arrays.copyOf(walks, walks.length + 1);
        walks[walks.length - 1] = new LiveWalk();
        return walks[walks.length - 1];
    }

    /** @return the live orders that expire. */
    public ExpiryQueue expiries() {
        return expiries;
    }

    /** @return the order that finished first, or null. */
    public Order firstFinished() {
        return finished.head;
    }

    /** @return the oldest live order, or null. */
    public Order firstLive() {
        return live.head;
    }

    /**
     * @param orderId of the new order.
     * @return an order with nothing but its id, neither live nor finished yet.
     */
    public Order acquire(final long orderId) {
        final Order order;
        if (free != null) {
            order = free;
            free = order.nextInAll;
            order.nextInAll = null;
        } else {
            order = slots[slotsUsed++];
        }
        order.orderId = orderId;
        byId.put(orderId, order);
        return order;
    }

    /**
     * Puts an order among the live ones.
     *
     * @param order       that was accepted.
     * @param accountList of its account; null for a child, which only its parent lists.
     * @param sessionList of its session; null if the session is gone, and for a child.
     */
    public void goLive(final Order order, final OrderList accountList, final OrderList sessionList) {
        order.live = true;
        live.addLast(order);
        if (accountList != null) {
            accountList.addLast(order);
        }
        // A venue ends its orders itself.
        if (order.expireNs != 0 && !order.isRouted() && !(order.asParent != null && order.asParent.expired)) {
            expiries.add(order);
        }
        if (sessionList != null) {
            sessionList.addLast(order);
        }
    }

    /** @param order that is at its end, whether it was live or not. */
    public void finish(final Order order) {
        if (order.live) {
            for (final LiveWalk walk : walks) {
                walk.leaving(order);
            }
            order.live = false;
            live.remove(order);
            if (order.expiryIndex != ExpiryQueue.NOT_QUEUED) {
                expiries.remove(order);
            }
            if (order.accountList != null) {
                order.accountList.remove(order);
            }
            if (order.sessionList != null) {
                order.sessionList.remove(order);
            }
        }
        finished.addLast(order);
    }

    /**
     * The time of a smartly routed order has come: it is called back, and no longer among the orders that expire.
     *
     * @param parent that expires.
     */
    public void expired(final Order parent) {
        expiries.remove(parent);
        parent.asParent.expired = true;
    }

    /**
     * Puts a finished order among the live ones again, as the youngest.
     *
     * @param order       that is finished.
     * @param accountList of its account.
     * @param sessionList of its session; null if the session is gone.
     */
    public void reopen(final Order order, final OrderList accountList, final OrderList sessionList) {
        finished.remove(order);
        if (order.parent == null) {
            goLive(order, accountList, sessionList);
        } else {
            goLive(order, null, null);
        }
    }

    /** @param order among the finished ones. */
    public void forget(final Order order) {
        finished.remove(order);
        byId.remove(order.orderId);
        order.unhash(hash);
        if (order.asParent != null) {
            order.asParent.clear();
            order.asParent.nextFree = freeParents;
            freeParents = order.asParent;
        }
        order.clear();
        order.nextInAll = free;
        free = order;
    }

    /**
     * Makes an order one that is spread over venues.
     *
     * @param order that is new.
     * @return what it has beyond an order.
     */
    public ParentOrder spread(final Order order) {
        if (freeParents == null) {
            order.asParent = new ParentOrder();
        } else {
            order.asParent = freeParents;
            freeParents = freeParents.nextFree;
            order.asParent.nextFree = null;
        }
        return order.asParent;
    }

    /** A list over all orders of one kind. */
    private static final class Chain {
        private Order head;
        private Order tail;

        void addLast(final Order order) {
            order.previousInAll = tail;
            order.nextInAll = null;
            if (tail == null) {
                head = order;
            } else {
                tail.nextInAll = order;
            }
            tail = order;
        }

        void remove(final Order order) {
            if (order.previousInAll == null) {
                head = order.nextInAll;
            } else {
                order.previousInAll.nextInAll = order.nextInAll;
            }
            if (order.nextInAll == null) {
                tail = order.previousInAll;
            } else {
                order.nextInAll.previousInAll = order.previousInAll;
            }
            order.previousInAll = null;
            order.nextInAll = null;
        }
    }
}
