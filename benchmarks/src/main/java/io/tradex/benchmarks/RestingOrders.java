package io.tradex.benchmarks;

import org.agrona.collections.Long2LongHashMap;

/** The orders that the client knows to rest, to be picked at random; allocates nothing. */
final class RestingOrders {
    private static final long NONE = -1;

    private final long[] clOrdIds;
    private final boolean[] buys;
    private final Long2LongHashMap indexByClOrdId;
    private int size;

    RestingOrders(final int capacity) {
        clOrdIds = new long[capacity];
        buys = new boolean[capacity];
        indexByClOrdId = new Long2LongHashMap(2 * capacity, 0.55f, NONE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long clOrdId(final int index) {
        return clOrdIds[index];
    }

    boolean isBuy(final int index) {
        return buys[index];
    }

    void add(final long clOrdId, final boolean buy) {
        clOrdIds[size] = clOrdId;
        buys[size] = buy;
        indexByClOrdId.put(clOrdId, size);
        size++;
    }

    /** Nothing happens if it is not there: a request that ends it is under way already. */
    void remove(final long clOrdId) {
        final long index = indexByClOrdId.get(clOrdId);
        if (index != NONE) {
            removeAt((int) index);
        }
    }

    void removeAt(final int index) {
        indexByClOrdId.remove(clOrdIds[index]);
        size--;
        if (index != size) {
            clOrdIds[index] = clOrdIds[size];
            buys[index] = buys[size];
            indexByClOrdId.put(clOrdIds[index], index);
        }
    }
}
