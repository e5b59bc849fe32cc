package io.tradex.core.book;

import java.util.Arrays;

/**
 * Orders and price levels of all books of an engine, in flat arrays that the books share, so that a hundred thousand books cost
 * what their live orders cost. An order that leaves a book leaves this memory at once; the place used last is used again first,
 * because it is the one that is still in the cache. Not thread safe.
 *
 * <p>Orders and levels are nodes of the same kind, so that the queue of a level can be a ring that goes through the level itself:
 * an order is linked and unlinked without asking whether it is the first or the last. What plain limit orders do not have lies
 * apart, so that two nodes share a cache line.
 *
 * <pre>
 *   an order, 4 longs                                    a level, 4 longs
 *   0 key          the caller's                          price        in ticks
 *   1 visible      lots that are shown;                  visible      lots of all its orders
 *                  of an order that waits all of them
 *   2 next | prev  in the queue of its price level,      head | tail  oldest and youngest order
 *                  or in the queue it waits in
 *   3 level, flags | owner                               pegged | all counts of orders
 *
 *   details of a special order, 4 longs
 *   0 flags        see OrderBook
 *   1 hidden       of an iceberg, or next | prev in a {@link HandleList}; of a level the hidden lots of all its orders
 *   2 display      of an iceberg, or offset of a pegged order or trailing stop
 *   3 limit        of an order that waits or is pegged
 * </pre>
 */
public final class BookMemory {
    static final int NIL = -1;

    static final int NODE_SHIFT = 2;
    static final int KEY = 0;
    static final int PRICE = 0;
    static final int VISIBLE = 1;
    static final int LINKS = 2;
    static final int WHERE_OWNER = 3;
    static final int COUNTS = 3;

    static final int FLAGS = 0;
    static final int HIDDEN = 1;
    static final int LIST_LINKS = 1;
    static final int DISPLAY = 2;
    static final int OFFSET = 2;
    static final int LIMIT = 3;

    /** How many flags share an int with the level. */
    static final int HOT_FLAGS = 5;

    /** The flag of an order that has details. */
    static final int SPECIAL = 1 << (HOT_FLAGS - 1);

    /** So many that a level and the hot flags fit into an int. */
    private static final int MAX_NODES = 1 << (Integer.SIZE - 1 - HOT_FLAGS);

    private static final long LOW = 0xFFFF_FFFFL;

    long[] nodes;
    /** Touched for special orders alone; the hidden lots of what is no special order are 0. */
    long[] details;

    private int freeNode = NIL;
    private int nodesAllocated;
    private int ordersInUse;
    private int levelsInUse;

    /** @param initialOrders how many orders and price levels it holds before its arrays grow, 1 to 67,108,864. */
    public BookMemory(final int initialOrders) {
        if (initialOrders < 1 || initialOrders > MAX_NODES) {
            throw new IllegalArgumentException("initialOrders=" + initialOrders + ": must be 1 to " + MAX_NODES);
        }
        nodes = new long[initialOrders << NODE_SHIFT];
        details = new long[initialOrders << NODE_SHIFT];
    }

    /** @return orders that rest or wait in all books together. */
    public int ordersInUse() {
        return ordersInUse;
    }

    /** @return price levels of orders and of stops in all books together. */
    public int levelsInUse() {
        return levelsInUse;
    }

    static long pack(final int high, final int low) {
        return ((long) high << 32) | (low & LOW);
    }

    static int high(final long packed) {
        return (int) (packed >>> 32);
    }

    static int low(final long packed) {
        return (int) packed;
    }

    int allocateOrder() {
        ordersInUse++;
        return allocate();
    }

    void freeOrder(final int order) {
        ordersInUse--;
        if ((high(nodes[(order << NODE_SHIFT) + WHERE_OWNER]) & SPECIAL) != 0) {
            details[(order << NODE_SHIFT) + HIDDEN] = 0;
        }
        free(order);
    }

    int allocateLevel(final long priceTicks) {
        levelsInUse++;
        final int level = allocate();
        final int at = level << NODE_SHIFT;
        nodes[at + PRICE] = priceTicks;
        nodes[at + VISIBLE] = 0;
        nodes[at + LINKS] = pack(level, level);
        nodes[at + COUNTS] = 0;
        return level;
    }

    /** Frees a level without orders, and so without hidden lots. */
    void freeLevel(final int level) {
        levelsInUse--;
        free(level);
    }

    private int allocate() {
        final int node = freeNode;
        if (node != NIL) {
            freeNode = (int) nodes[(node << NODE_SHIFT) + LINKS];
            return node;
        }
        if (nodesAllocated << NODE_SHIFT == nodes.length) {
            grow();
        }
        return nodesAllocated++;
    }

    private void grow() {
        if (nodesAllocated >= MAX_NODES) {
            throw new IllegalStateException("more than " + MAX_NODES + " orders and price levels in the books");
        }
        final int capacity = Math.min(nodesAllocated * 2, MAX_NODES);
        nodes = Arrays.copyOf(nodes, capacity << NODE_SHIFT);
        details = Arrays.copyOf(details, capacity << NODE_SHIFT);
    }

    /** The key of an order stays until its place is used again: see {@link OrderIndex}. */
    private void free(final int node) {
        nodes[(node << NODE_SHIFT) + LINKS] = freeNode;
        freeNode = node;
    }
}
