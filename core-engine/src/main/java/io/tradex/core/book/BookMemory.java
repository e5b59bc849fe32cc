package io.tradex.core.book;

import java.util.Arrays;

/**
 * Orders and price levels of all books of an engine, in flat arrays that the books share, so that a hundred thousand books cost
 * what their live orders cost. An order that leaves a book leaves this memory at once; the place used last is used again first,
 * because it is the one that is still in the cache. Not thread safe.
 *
 * <pre>
 *   an order, 8 longs
 *   0 key          the caller's
 *   1 visible      lots that are shown; of an order that waits all of them
 *   2 next | prev  in the queue of its price level, or in the queue it waits in
 *   3 level| owner
 *   4 flags        see OrderBook
 *   5 hidden       of an iceberg, or next | prev in a {@link HandleList}
 *   6 display      of an iceberg, or offset of a pegged order or trailing stop
 *   7 limit        of an order that waits or is pegged
 *
 *   a price level, 4 longs
 *   0 price        in ticks
 *   1 visible      lots
 *   2 head | tail  oldest and youngest order
 *   3 pegged|orders counts
 * </pre>
 */
public final class BookMemory {
    static final int NIL = -1;

    static final int ORDER_SHIFT = 3;
    static final int KEY = 0;
    static final int VISIBLE = 1;
    static final int LINKS = 2;
    static final int LEVEL_OWNER = 3;
    static final int FLAGS = 4;
    static final int HIDDEN = 5;
    static final int LIST_LINKS = 5;
    static final int DISPLAY = 6;
    static final int OFFSET = 6;
    static final int LIMIT = 7;

    static final int LEVEL_SHIFT = 2;
    static final int PRICE = 0;
    static final int LEVEL_VISIBLE = 1;
    static final int ENDS = 2;
    static final int COUNTS = 3;

    private static final int MAX_ORDERS = 1 << 27;
    private static final long LOW = 0xFFFF_FFFFL;

    long[] orders;
    long[] levels;
    /** Hidden lots of each level; touched for icebergs alone. */
    long[] levelHidden;

    private int freeOrder = NIL;
    private int ordersAllocated;
    private int ordersInUse;
    private int freeLevel = NIL;
    private int levelsAllocated;
    private int levelsInUse;

    /** @param initialOrders how many orders it holds before its arrays grow, at least 1. */
    public BookMemory(final int initialOrders) {
        if (initialOrders < 1 || initialOrders > MAX_ORDERS) {
            throw new IllegalArgumentException("initialOrders=" + initialOrders + ": must be 1 to " + MAX_ORDERS);
        }
        orders = new long[initialOrders << ORDER_SHIFT];
        final int initialLevels = Math.min(initialOrders, 1024);
        levels = new long[initialLevels << LEVEL_SHIFT];
        levelHidden = new long[initialLevels];
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
        final int order = freeOrder;
        if (order != NIL) {
            freeOrder = low(orders[order << ORDER_SHIFT]);
            return order;
        }
        if (ordersAllocated << ORDER_SHIFT == orders.length) {
            if (ordersAllocated >= MAX_ORDERS) {
                throw new IllegalStateException("more than " + MAX_ORDERS + " orders in the books");
            }
            orders = Arrays.copyOf(orders, Math.min(ordersAllocated * 2, MAX_ORDERS) << ORDER_SHIFT);
        }
        return ordersAllocated++;
    }

    void freeOrder(final int order) {
        ordersInUse--;
        orders[order << ORDER_SHIFT] = freeOrder & LOW;
        freeOrder = order;
    }

    int allocateLevel(final long priceTicks) {
        levelsInUse++;
        int level = freeLevel;
        if (level != NIL) {
            freeLevel = low(levels[level << LEVEL_SHIFT]);
        } else {
            if (levelsAllocated == levelHidden.length) {
                levels = Arrays.copyOf(levels, (levelsAllocated * 2) << LEVEL_SHIFT);
                levelHidden = Arrays.copyOf(levelHidden, levelsAllocated * 2);
            }
            level = levelsAllocated++;
        }
        final int at = level << LEVEL_SHIFT;
        levels[at + PRICE] = priceTicks;
        levels[at + LEVEL_VISIBLE] = 0;
        levels[at + ENDS] = pack(NIL, NIL);
        levels[at + COUNTS] = 0;
        return level;
    }

    void freeLevel(final int level) {
        levelsInUse--;
        levels[level << LEVEL_SHIFT] = freeLevel & LOW;
        freeLevel = level;
    }
}
