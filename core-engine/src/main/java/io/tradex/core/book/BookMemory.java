package io.tradex.core.book;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Orders and price levels of all books of an engine, in one piece of native memory that the books share, so that a hundred
 * thousand books cost what their live orders cost. An order that leaves a book leaves this memory at once; the place used last is
 * used again first, because it is the one that is still in the cache. Not thread safe.
 *
 * <p>A handle counts units of 8 bytes and is where a pair of links stands. A level is nothing but such a pair, and an order has
 * one in its middle, so that the queue of a level can be a ring that goes through the level itself: an order is linked and
 * unlinked without asking whether it is the first or the last. Links are fields of their own, so that a neighbour in the queue,
 * which is seldom in the cache, is written to without being read: the processor does not wait for it. Two orders share a cache
 * line, for which the memory begins at one. What plain limit orders do not have lies apart.
 *
 * <pre>
 *   an order, 32 bytes                                                 a level, 8 bytes
 *   -16 key       the caller's
 *    -8 visible   lots that are shown; of an order that waits all
 *     0 next      in the queue of its price level, or in the           head   oldest order
 *                 queue it waits in
 *     4 previous                                                       tail   youngest order
 *     8 where     its level, and the first of its flags
 *    12 owner
 *
 *   details of a special order, 4 longs
 *   0 flags        see OrderFlags
 *   1 hidden       of an iceberg, or next | previous in a {@link HandleList}
 *   2 display      of an iceberg, or offset of a pegged order or trailing stop
 *   3 limit        of an order that waits or is pegged
 * </pre>
 */
public final class BookMemory {
    /** No order or level; what memory has that was never written to. */
    static final int NIL = 0;

    /** How many flags share an int with the level. */
    static final int HOT_FLAGS = 5;

    /** The flag of an order that has details. */
    static final int SPECIAL = 1 << (HOT_FLAGS - 1);

    private static final int UNIT_SHIFT = 3;
    private static final int UNITS_PER_LINE = 8;
    private static final int UNITS_PER_PAGE = 512;
    private static final int UNITS_PER_ORDER = 4;
    /** Where in an order its links are. */
    private static final int LINKS = 2;
    /** Orders that are side by side have been allocated together, and not each where there was room between levels. */
    private static final int ORDERS_AT_ONCE = 32;

    private static final long KEY = -16;
    private static final long VISIBLE = -8;
    private static final long NEXT = 0;
    private static final long PREVIOUS = 4;
    private static final long WHERE = 8;
    private static final long OWNER = 12;

    private static final int DETAILS_SHIFT = 12;
    private static final int DETAILS_MASK = (1 << DETAILS_SHIFT) - 1;
    private static final int FLAGS = 0;
    private static final int HIDDEN = 1;
    private static final int DISPLAY = 2;
    private static final int LIMIT = 3;

    /** So many that a handle and the hot flags fit into an int. */
    private static final int MAX_UNITS = 1 << (Integer.SIZE - HOT_FLAGS);

    private static final int MAX_ORDERS = MAX_UNITS / UNITS_PER_ORDER - 2 * ORDERS_AT_ONCE;

    private final IncomingOrder incoming = new IncomingOrder();

    private ByteBuffer buffer;
    private long address;
    private int units;
    /** Four numbers for each order, in chunks that come with the first special order. */
    private long[][] details = {};

    /** Orders that are not in use, those used last at the end. */
    private int[] freeOrders;

    private int freeOrderCount;
    /** In use or not, far levels included. */
    private int ordersAllocated;

    private int farLevelsInUse;
    /** Blocks that are not in use any more, by their size, as a power of two. */
    private final int[] freeBlocks = new int[Integer.SIZE];

    /** The first line is nobody's: {@link #NIL} is there. */
    private int unitsAllocated = UNITS_PER_LINE;

    /** @param initialOrders how many orders it holds before it grows, 1 to 33,554,368. */
    public BookMemory(final int initialOrders) {
        if (initialOrders < 1 || initialOrders > MAX_ORDERS) {
            throw new IllegalArgumentException("initialOrders=" + initialOrders + ": must be 1 to " + MAX_ORDERS);
        }
        freeOrders = new int[initialOrders + ORDERS_AT_ONCE - 1];
        growTo(UNITS_PER_LINE + UNITS_PER_ORDER * (initialOrders + ORDERS_AT_ONCE - 1));
    }

    /** The order that is on its way through a book: one at a time in all of them. */
    IncomingOrder incoming() {
        return incoming;
    }

    /** @return orders that rest or wait in all books together. */
    public int ordersInUse() {
        return ordersAllocated - freeOrderCount - farLevelsInUse;
    }

    /** Levels of all books that no window has a place for. */
    int farLevelsInUse() {
        return farLevelsInUse;
    }

    /**
     * A handle that came from outside, before anything is done with it.
     *
     * @throws IndexOutOfBoundsException if there never was such an order.
     */
    int check(final int handle) {
        if (handle < UNITS_PER_LINE || handle >= unitsAllocated || (handle & (UNITS_PER_ORDER - 1)) != LINKS) {
            throw new IndexOutOfBoundsException("there is no order " + handle);
        }
        return handle;
    }

    // Orders and levels.

    long key(final int order) {
        return longAt(order, KEY);
    }

    void key(final int order, final long key) {
        longAt(order, KEY, key);
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
        return where >>> HOT_FLAGS;
    }

    static int hotFlags(final int where) {
        return where & ((1 << HOT_FLAGS) - 1);
    }

    // Details of special orders.

    long flags(final int order) {
        return detail(order, FLAGS);
    }

    void flags(final int order, final long flags) {
        detail(order, FLAGS, flags);
    }

    long hiddenLots(final int order) {
        return detail(order, HIDDEN);
    }

    void hiddenLots(final int order, final long lots) {
        detail(order, HIDDEN, lots);
    }

    long listLinks(final int order) {
        return hiddenLots(order);
    }

    void listLinks(final int order, final long links) {
        hiddenLots(order, links);
    }

    long displayLots(final int order) {
        return detail(order, DISPLAY);
    }

    long offsetTicks(final int order) {
        return displayLots(order);
    }

    void displayOrOffset(final int order, final long lotsOrTicks) {
        detail(order, DISPLAY, lotsOrTicks);
    }

    long limitTicks(final int order) {
        return detail(order, LIMIT);
    }

    void limitTicks(final int order, final long ticks) {
        detail(order, LIMIT, ticks);
    }

    private long detail(final int order, final int field) {
        return details[order >> DETAILS_SHIFT][(order & DETAILS_MASK) - LINKS + field];
    }

    private void detail(final int order, final int field, final long value) {
        final int chunk = order >> DETAILS_SHIFT;
        if (details[chunk] == null) {
            details[chunk] = new long[DETAILS_MASK + 1];
        }
        details[chunk][(order & DETAILS_MASK) - LINKS + field] = value;
    }

    // The queues of levels.

    /** Makes a level of an order alone. */
    void begin(final int level, final int order) {
        next(level, order);
        previous(level, order);
        next(order, level);
        previous(order, level);
    }

    /** Puts an order at the end of the ring of orders that a level is part of. */
    void append(final int level, final int order) {
        final int tail = previous(level);
        previous(order, tail);
        next(order, level);
        next(tail, order);
        previous(level, order);
    }

    /** Puts an order of a level behind all others. */
    void moveToTail(final int level, final int order) {
        unlink(previous(order), next(order));
        append(level, order);
    }

    void unlink(final int previous, final int next) {
        next(previous, next);
        previous(next, previous);
    }

    /** Another pair of links becomes a level, and its orders learn of it. */
    void moveLevel(final int level, final int other) {
        final int head = next(level);
        final int tail = previous(level);
        next(other, head);
        previous(other, tail);
        previous(head, other);
        next(tail, other);
        for (int order = head; order != other; order = next(order)) {
            where(order, other, hotFlags(where(order)));
        }
    }

    // Coming and going.

    int allocateOrder() {
        if (freeOrderCount == 0) {
            allocateOrders();
        }
        return freeOrders[--freeOrderCount];
    }

    private void allocateOrders() {
        final int first = allocate(ORDERS_AT_ONCE * UNITS_PER_ORDER) + LINKS;
        ordersAllocated += ORDERS_AT_ONCE;
        if (ordersAllocated > freeOrders.length) {
            // Nothing is in it.
            freeOrders = new int[2 * ordersAllocated];
        }
        while (freeOrderCount < ORDERS_AT_ONCE) {
            freeOrders[freeOrderCount] = first + (ORDERS_AT_ONCE - 1 - freeOrderCount) * UNITS_PER_ORDER;
            freeOrderCount++;
        }
    }

    void freeOrder(final int order) {
        if ((where(order) & SPECIAL) != 0) {
            hiddenLots(order, 0);
        }
        freePlainOrder(order);
    }

    /** Frees an order that is not special. Its key stays until its place is used again: see {@link OrderIndex}. */
    void freePlainOrder(final int order) {
        freeOrders[freeOrderCount++] = order;
    }

    /** A level that no window has a place for, with a rank for its key; it takes what an order takes. */
    int allocateFarLevel(final long rank) {
        farLevelsInUse++;
        final int level = allocateOrder();
        key(level, rank);
        return level;
    }

    void freeFarLevel(final int level) {
        farLevelsInUse--;
        freePlainOrder(level);
    }

    /** Some units side by side that begin with a cache line, all 0; returns the first. Counts of as many binary digits have to be the same. */
    int allocateBlock(final int count) {
        final int sizeClass = sizeClass(count);
        if (freeBlocks[sizeClass] == NIL) {
            allocateBlocks(count);
        }
        final int block = freeBlocks[sizeClass];
        freeBlocks[sizeClass] = next(block);
        UnsafeApi.setMemory(at(block), (long) count << UNIT_SHIFT, (byte) 0);
        return block;
    }

    /** Small ones of a size are side by side on few pages. */
    private void allocateBlocks(final int count) {
        final int size = BitUtil.align(count, UNITS_PER_LINE);
        final int blocks = Math.max(1, UNITS_PER_PAGE / size);
        final int first = allocate(blocks * size);
        for (int i = blocks - 1; i >= 0; i--) {
            freeBlock(first + i * size, count);
        }
    }

    void freeBlock(final int block, final int count) {
        final int sizeClass = sizeClass(count);
        next(block, freeBlocks[sizeClass]);
        freeBlocks[sizeClass] = block;
    }

    private static int sizeClass(final int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count);
    }

    long word(final int unit) {
        return UnsafeApi.getLong(at(unit));
    }

    void word(final int unit, final long word) {
        UnsafeApi.putLong(at(unit), word);
    }

    /** Whole lines that were never used. */
    private int allocate(final int count) {
        final int first = unitsAllocated;
        final int end = first + BitUtil.align(count, UNITS_PER_LINE);
        if (end > units) {
            growTo(end);
        }
        unitsAllocated = end;
        return first;
    }

    private void growTo(final int count) {
        if (count > MAX_UNITS) {
            throw new IllegalStateException("more than " + MAX_ORDERS + " orders and what their books need");
        }
        final int capacity = units == 0 ? count : (int) Math.min(count * 2L, MAX_UNITS);
        final ByteBuffer grown = ByteBuffer.allocateDirect((capacity << UNIT_SHIFT) + BitUtil.CACHE_LINE_LENGTH);
        final long grownAddress = BitUtil.align(BufferUtil.address(grown), BitUtil.CACHE_LINE_LENGTH);
        if (units > 0) {
            UnsafeApi.copyMemory(address, grownAddress, (long) unitsAllocated << UNIT_SHIFT);
            BufferUtil.free(buffer);
        }
        details = Arrays.copyOf(details, (capacity >> DETAILS_SHIFT) + 1);
        buffer = grown;
        address = grownAddress;
        units = capacity;
    }

    private long longAt(final int node, final long field) {
        return UnsafeApi.getLong(at(node) + field);
    }

    private void longAt(final int node, final long field, final long value) {
        UnsafeApi.putLong(at(node) + field, value);
    }

    private int intAt(final int node, final long field) {
        return UnsafeApi.getInt(at(node) + field);
    }

    private void intAt(final int node, final long field, final int value) {
        UnsafeApi.putInt(at(node) + field, value);
    }

    /** Checked where assertions are on: nodes name each other, and a check of each of the dozens of accesses costs a tenth of a command. */
    private long at(final int unit) {
        assert unit >= UNITS_PER_LINE && unit < unitsAllocated : unit;
        return address + ((long) unit << UNIT_SHIFT);
    }
}
