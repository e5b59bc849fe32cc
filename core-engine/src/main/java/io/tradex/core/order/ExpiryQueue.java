package io.tradex.core.order;

import java.util.Arrays;

/** Live orders with an expiry time, the one that expires first at the head; of two that expire together the older one. */
public final class ExpiryQueue {
    static final int NOT_QUEUED = -1;

    /** A binary heap. */
    private Order[] heap = new Order[64];

    private int size;

    /** @return the order that expires first, or null. */
    public Order head() {
        return size == 0 ? null : heap[0];
    }

    void add(final Order order) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        siftUp(order, size++);
    }

    void remove(final Order order) {
        final int at = order.expiryIndex;
        order.expiryIndex = NOT_QUEUED;
        final Order last = heap[--size];
        heap[size] = null;
        if (last != order) {
            siftDown(last, at);
            if (heap[at] == last) {
                siftUp(last, at);
            }
        }
    }

    private void siftUp(final Order order, final int from) {
        int at = from;
        while (at > 0) {
            final int parent = (at - 1) / 2;
            if (!isBefore(order, heap[parent])) {
                break;
            }
            put(heap[parent], at);
            at = parent;
        }
        put(order, at);
    }

    private void siftDown(final Order order, final int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int atVenue = 2 * at + 1;
            if (atVenue + 1 < size && isBefore(heap[atVenue + 1], heap[atVenue])) {
                atVenue++;
            }
            if (!isBefore(heap[atVenue], order)) {
                break;
            }
            put(heap[atVenue], at);
            at = atVenue;
        }
        put(order, at);
    }

    private void put(final Order order, final int at) {
        heap[at] = order;
        order.expiryIndex = at;
    }

    private static boolean isBefore(final Order one, final Order other) {
        return one.expireNs != other.expireNs ? one.expireNs < other.expireNs : one.orderId < other.orderId;
    }
}
