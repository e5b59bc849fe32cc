package io.tradex.marketdata;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The orders and price levels of all books of one owner, in arrays that the books share, so that a hundred thousand books that are
 * nearly empty take next to nothing. Order ids are unique over all of them. Not thread safe.
 *
 * <pre>
 *   ladder of a side (in each book)         level                              order
 *   keys:   1001  1003  1004   ──►   price, lots, orders, head, tail   ──►   id, lots, rank, level, previous, next
 *   worst ─────────────► best                                                  oldest ─────────► newest
 * </pre>
 *
 * The arrays double when they are full, up to the limit. What leaves makes place for what comes.
 */
public final class BookMemory {
    static final int NONE = -1;

    private static final int LEVELS_MIN = 64;
    private static final float LOAD_FACTOR = 0.55f;

    private final int ordersMax;
    private final Long2LongHashMap slotByOrderId;
    private final LevelChecksum checksum = new LevelChecksum();

    long[] orderId;
    long[] orderLots;
    /** Rises with every order that takes a place at the end of a queue, so that it rises along every queue. */
    long[] orderRank;

    int[] orderLevel;
    int[] orderPrevious;
    int[] orderNext;
    long lastRank;

    private int orderSlots;
    private int freeOrder = NONE;

    long[] levelPriceTicks = new long[LEVELS_MIN];
    long[] levelLots = new long[LEVELS_MIN];
    long[] levelChange = new long[LEVELS_MIN];
    int[] levelOrders = new int[LEVELS_MIN];
    int[] levelHead = new int[LEVELS_MIN];
    int[] levelTail = new int[LEVELS_MIN];
    boolean[] levelBuy = new boolean[LEVELS_MIN];
    PublicBook[] levelBook = new PublicBook[LEVELS_MIN];

    private int levelSlots;
    private int freeLevel = NONE;
    private long change = 1;

    /**
     * @param ordersExpected room that is made at once.
     * @param ordersMax      orders, and levels, that all books together may ever hold.
     */
    public BookMemory(final int ordersExpected, final int ordersMax) {
        if (ordersExpected < 1 || ordersMax < ordersExpected) {
            throw new IllegalArgumentException("orders expected and at most: " + ordersExpected + " and " + ordersMax
                    + ", must be 1 <= 1st <= 2nd");
        }
        this.ordersMax = ordersMax;
        orderId = new long[ordersExpected];
        orderLots = new long[ordersExpected];
        orderRank = new long[ordersExpected];
        orderLevel = new int[ordersExpected];
        orderPrevious = new int[ordersExpected];
        orderNext = new int[ordersExpected];
        slotByOrderId = new Long2LongHashMap(
                (int) Math.min(1 << 29, (long) (ordersExpected / LOAD_FACTOR) + 1), LOAD_FACTOR, NONE);
    }

    /** @return orders in all books. */
    public int orders() {
        return slotByOrderId.size();
    }

    /** Begins a new change: levels count as not touched from here on; see {@link PublicBook#isFirstTouch()}. */
    public void beginChange() {
        change++;
    }

    LevelChecksum checksum() {
        return checksum;
    }

    long change() {
        return change;
    }

    int slotOf(final long id) {
        return (int) slotByOrderId.get(id);
    }

    int newOrder(final long id, final long lots, final int level) {
        int slot = freeOrder;
        if (slot == NONE) {
            if (orderSlots == orderId.length) {
                growOrders();
            }
            slot = orderSlots++;
        } else {
            freeOrder = orderNext[slot];
        }
        orderId[slot] = id;
        orderLots[slot] = lots;
        orderRank[slot] = ++lastRank;
        orderLevel[slot] = level;
        slotByOrderId.put(id, slot);
        return slot;
    }

    void freeOrder(final int slot) {
        slotByOrderId.remove(orderId[slot]);
        orderRank[slot] = 0;
        orderLevel[slot] = NONE;
        orderNext[slot] = freeOrder;
        freeOrder = slot;
    }

    int newLevel(final PublicBook book, final boolean buy, final long priceTicks) {
        int slot = freeLevel;
        if (slot == NONE) {
            if (levelSlots == levelLots.length) {
                growLevels();
            }
            slot = levelSlots++;
        } else {
            freeLevel = levelHead[slot];
        }
        levelPriceTicks[slot] = priceTicks;
        levelLots[slot] = 0;
        levelChange[slot] = 0;
        levelOrders[slot] = 0;
        levelHead[slot] = NONE;
        levelTail[slot] = NONE;
        levelBuy[slot] = buy;
        levelBook[slot] = book;
        return slot;
    }

    void freeLevel(final int slot) {
        levelBook[slot] = null;
        levelHead[slot] = freeLevel;
        freeLevel = slot;
    }

    private void growOrders() {
        final int capacity = grown(orderId.length, ordersMax, "orders");
        orderId = Arrays.copyOf(orderId, capacity);
        orderLots = Arrays.copyOf(orderLots, capacity);
        orderRank = Arrays.copyOf(orderRank, capacity);
        orderLevel = Arrays.copyOf(orderLevel, capacity);
        orderPrevious = Arrays.copyOf(orderPrevious, capacity);
        orderNext = Arrays.copyOf(orderNext, capacity);
    }

    private void growLevels() {
        final int capacity = grown(levelLots.length, Math.max(ordersMax, LEVELS_MIN), "levels");
        levelPriceTicks = Arrays.copyOf(levelPriceTicks, capacity);
        levelLots = Arrays.copyOf(levelLots, capacity);
        levelChange = Arrays.copyOf(levelChange, capacity);
        levelOrders = Arrays.copyOf(levelOrders, capacity);
        levelHead = Arrays.copyOf(levelHead, capacity);
        levelTail = Arrays.copyOf(levelTail, capacity);
        levelBuy = Arrays.copyOf(levelBuy, capacity);
        levelBook = Arrays.copyOf(levelBook, capacity);
    }

    private static int grown(final int capacity, final int limit, final String what) {
        if (capacity >= limit) {
            throw new IllegalStateException(capacity + " " + what + " in all books: no more were allowed for");
        }
        return (int) Math.min(limit, 2L * capacity);
    }
}
