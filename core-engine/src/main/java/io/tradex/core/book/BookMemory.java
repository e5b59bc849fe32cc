package io.tradex.core.book;

import java.util.Arrays;
import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * Orders and price levels of all books of an engine, in flat arrays that the books share, so that a hundred thousand books cost
 * what their live orders cost. An order that leaves a book leaves this memory at once; the place used last is used again first,
 * because it is the one that is still in the cache. Not thread safe.
 *
 * <p>Orders and levels are nodes of the same kind, so that the queue of a level can be a ring that goes through the level itself:
 * an order is linked and unlinked without asking whether it is the first or the last. What plain limit orders do not have lies
 * apart, so that two nodes share a cache line. Links are fields of their own, so that a neighbour in the queue, which is seldom
 * in the cache, is written to without being read: the processor does not wait for it.
 *
 * <pre>
 *   an order, 32 bytes                                       a level, 32 bytes
 *    0 key       the caller's                                price     in ticks
 *    8 visible   lots that are shown;                        visible   lots of all its orders
 *                of an order that waits all of them
 *   16 next      in the queue of its price level,            head      oldest order
 *                or in the queue it waits in
 *   20 previous                                              tail      youngest order
 *   24 where     its level, and the first of its flags       orders    how many
 *   28 owner                                                 pegged    how many of them
 *
 *   details of a special order, 4 longs
 *   0 flags        see OrderBook
 *   1 hidden       of an iceberg, or next | previous in a {@link HandleList}; of a level the hidden lots of all its orders
 *   2 display      of an iceberg, or offset of a pegged order or trailing stop
 *   3 limit        of an order that waits or is pegged
 * </pre>
 */
public final class BookMemory {
    static final int NIL = -1;

    /** How many flags share an int with the level. */
    static final int HOT_FLAGS = 5;

    /** The flag of an order that has details. */
    static final int SPECIAL = 1 << (HOT_FLAGS - 1);

    private static final int NODE_SHIFT = 5;

    private static final long KEY = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final long VISIBLE = KEY + 8;
    private static final long NEXT = KEY + 16;
    private static final long PREVIOUS = KEY + 20;
    private static final long WHERE = KEY + 24;
    private static final long OWNER = KEY + 28;

    private static final int DETAILS_SHIFT = 2;
    private static final int FLAGS = 0;
    private static final int HIDDEN = 1;
    private static final int DISPLAY = 2;
    private static final int LIMIT = 3;

    /** So many that a level and the hot flags fit into an int, and all nodes into an array. */
    private static final int MAX_NODES = (1 << (Integer.SIZE - 1 - HOT_FLAGS)) - 1;

    /** Levels lie together, and not where orders happened to be: of a deep book's all are in use, of its orders few. */
    private static final int LEVELS_AT_ONCE = 64;

    private final IncomingOrder incoming = new IncomingOrder();

    private byte[] nodes;
    /** Touched for special orders alone; the hidden lots of what is no special order are 0. */
    private long[] details;

    private int freeOrder = NIL;
    private int freeLevel = NIL;
    private int nodesAllocated;
    private int ordersInUse;
    private int levelsInUse;

    /** @param initialOrders how many orders and price levels it holds before its arrays grow, 1 to 67,108,863. */
    public BookMemory(final int initialOrders) {
        if (initialOrders < 1 || initialOrders > MAX_NODES) {
            throw new IllegalArgumentException("initialOrders=" + initialOrders + ": must be 1 to " + MAX_NODES);
        }
        nodes = new byte[initialOrders << NODE_SHIFT];
        details = new long[initialOrders << DETAILS_SHIFT];
    }

    /** The order that is on its way through a book: one at a time in all of them. */
    IncomingOrder incoming() {
        return incoming;
    }

    /** @return orders that rest or wait in all books together. */
    public int ordersInUse() {
        return ordersInUse;
    }

    /** @return price levels of orders and of stops in all books together. */
    public int levelsInUse() {
        return levelsInUse;
    }

    /**
     * A handle that came from outside, before anything is done with it.
     *
     * @throws IndexOutOfBoundsException if there never was such an order.
     */
    int check(final int handle) {
        return Objects.checkIndex(handle, nodesAllocated);
    }

    // Orders and levels.

    long key(final int order) {
        return longAt(order, KEY);
    }

    void key(final int order, final long key) {
        longAt(order, KEY, key);
    }

    long priceTicks(final int level) {
        return longAt(level, KEY);
    }

    long visibleLots(final int node) {
        return longAt(node, VISIBLE);
    }

    void visibleLots(final int node, final long lots) {
        longAt(node, VISIBLE, lots);
    }

    /** The order behind one in its queue, or the first of a level's; the level itself behind the last of its orders. */
    int next(final int node) {
        return intAt(node, NEXT);
    }

    void next(final int node, final int next) {
        intAt(node, NEXT, next);
    }

    int previous(final int node) {
        return intAt(node, PREVIOUS);
    }

    void previous(final int node, final int previous) {
        intAt(node, PREVIOUS, previous);
    }

    int owner(final int order) {
        return intAt(order, OWNER);
    }

    void owner(final int order, final int owner) {
        intAt(order, OWNER, owner);
    }

    /** Level, or NIL, and the first flags of an order, to be taken apart with {@link #level} and {@link #hotFlags}. */
    int where(final int order) {
        return intAt(order, WHERE);
    }

    void where(final int order, final int level, final int hotFlags) {
        intAt(order, WHERE, (level << HOT_FLAGS) | hotFlags);
    }

    static int level(final int where) {
        return where >> HOT_FLAGS;
    }

    static int hotFlags(final int where) {
        return where & ((1 << HOT_FLAGS) - 1);
    }

    int orders(final int level) {
        return intAt(level, WHERE);
    }

    void orders(final int level, final int orders) {
        intAt(level, WHERE, orders);
    }

    int pegged(final int level) {
        return intAt(level, OWNER);
    }

    void pegged(final int level, final int pegged) {
        intAt(level, OWNER, pegged);
    }

    // Details of special orders, and the hidden lots of levels.

    long flags(final int order) {
        return details[(order << DETAILS_SHIFT) + FLAGS];
    }

    void flags(final int order, final long flags) {
        details[(order << DETAILS_SHIFT) + FLAGS] = flags;
    }

    long hiddenLots(final int node) {
        return details[(node << DETAILS_SHIFT) + HIDDEN];
    }

    void hiddenLots(final int node, final long lots) {
        details[(node << DETAILS_SHIFT) + HIDDEN] = lots;
    }

    long listLinks(final int order) {
        return hiddenLots(order);
    }

    void listLinks(final int order, final long links) {
        hiddenLots(order, links);
    }

    long displayLots(final int order) {
        return details[(order << DETAILS_SHIFT) + DISPLAY];
    }

    long offsetTicks(final int order) {
        return displayLots(order);
    }

    void displayOrOffset(final int order, final long lotsOrTicks) {
        details[(order << DETAILS_SHIFT) + DISPLAY] = lotsOrTicks;
    }

    long limitTicks(final int order) {
        return details[(order << DETAILS_SHIFT) + LIMIT];
    }

    void limitTicks(final int order, final long ticks) {
        details[(order << DETAILS_SHIFT) + LIMIT] = ticks;
    }

    // The queues of levels.

    /** Puts an order that shows some lots at the end of the ring of orders that a level is part of. */
    void append(final int level, final int node, final long lots) {
        visibleLots(level, visibleLots(level) + lots);
        orders(level, orders(level) + 1);
        link(level, node);
    }

    private void link(final int level, final int node) {
        final int tail = previous(level);
        previous(node, tail);
        next(node, level);
        next(tail, node);
        previous(level, node);
    }

    /** Puts an order of a level behind all others. */
    void moveToTail(final int level, final int node) {
        unlink(previous(node), next(node));
        link(level, node);
    }

    void unlink(final int previous, final int next) {
        next(previous, next);
        previous(next, previous);
    }

    // Coming and going.

    int allocateOrder() {
        ordersInUse++;
        final int order = freeOrder;
        if (order != NIL) {
            freeOrder = next(order);
            return order;
        }
        return allocate(1);
    }

    void freeOrder(final int order) {
        if ((where(order) & SPECIAL) != 0) {
            hiddenLots(order, 0);
        }
        freePlainOrder(order);
    }

    /** Frees an order that is not special. Its key stays until its place is used again: see {@link OrderIndex}. */
    void freePlainOrder(final int order) {
        ordersInUse--;
        next(order, freeOrder);
        freeOrder = order;
    }

    int allocateLevel(final long priceTicks) {
        levelsInUse++;
        if (freeLevel == NIL) {
            allocateLevels();
        }
        final int level = freeLevel;
        freeLevel = next(level);
        longAt(level, KEY, priceTicks);
        longAt(level, VISIBLE, 0);
        intAt(level, NEXT, level);
        intAt(level, PREVIOUS, level);
        intAt(level, WHERE, 0);
        intAt(level, OWNER, 0);
        return level;
    }

    /** Frees a level without orders, and so without hidden lots. */
    void freeLevel(final int level) {
        levelsInUse--;
        next(level, freeLevel);
        freeLevel = level;
    }

    private void allocateLevels() {
        final int first = allocate(LEVELS_AT_ONCE);
        for (int level = first + LEVELS_AT_ONCE - 1; level >= first; level--) {
            next(level, freeLevel);
            freeLevel = level;
        }
    }

    /** Some nodes side by side that were never used; returns the first. */
    private int allocate(final int count) {
        final int first = nodesAllocated;
        if (first + count > nodes.length >> NODE_SHIFT) {
            growTo(first + count);
        }
        nodesAllocated += count;
        return first;
    }

    private void growTo(final int count) {
        if (count > MAX_NODES) {
            throw new IllegalStateException("more than " + MAX_NODES + " orders and price levels in the books");
        }
        final int capacity = (int) Math.min(count * 2L, MAX_NODES);
        nodes = Arrays.copyOf(nodes, capacity << NODE_SHIFT);
        details = Arrays.copyOf(details, capacity << DETAILS_SHIFT);
    }

    private long longAt(final int node, final long field) {
        return UnsafeApi.getLong(nodes, offset(node, field));
    }

    private void longAt(final int node, final long field, final long value) {
        UnsafeApi.putLong(nodes, offset(node, field), value);
    }

    private int intAt(final int node, final long field) {
        return UnsafeApi.getInt(nodes, offset(node, field));
    }

    private void intAt(final int node, final long field, final int value) {
        UnsafeApi.putInt(nodes, offset(node, field), value);
    }

    /** Checked where assertions are on: nodes name each other, and a check of each of the dozens of accesses costs a tenth of a command. */
    private long offset(final int node, final long field) {
        assert node >= 0 && node < nodesAllocated : node;
        return ((long) node << NODE_SHIFT) + field;
    }
}
