package io.tradex.marketdata;

import static io.tradex.marketdata.BookMemory.NONE;

import java.util.Arrays;

/**
 * One book as everybody may see it. It is fed either with orders (L3), of which it makes the levels, or with levels (L2, L1).
 * Whoever feeds it knows in which order; the book only says when something does not fit. Not thread safe.
 */
public final class PublicBook implements BookView {
    private final int instrumentId;
    private final BookMemory memory;
    private final Ladder bids = new Ladder();
    private final Ladder asks = new Ladder();
    private int orders;
    private boolean touchedBuy;
    private long touchedPriceTicks;
    private boolean firstTouch;

    /**
     * @param instrumentId of the book.
     * @param memory       to keep orders and levels in, shared with other books of the same owner.
     */
    public PublicBook(final int instrumentId, final BookMemory memory) {
        this.instrumentId = instrumentId;
        this.memory = memory;
    }

    @Override
    public int instrumentId() {
        return instrumentId;
    }

    @Override
    public int levels(final boolean buy) {
        return ladder(buy).size;
    }

    @Override
    public long levelPriceTicks(final boolean buy, final int rank) {
        return memory.levelPriceTicks[ladder(buy).level(rank)];
    }

    @Override
    public long levelLots(final boolean buy, final int rank) {
        return memory.levelLots[ladder(buy).level(rank)];
    }

    @Override
    public int levelOrders(final boolean buy, final int rank) {
        return memory.levelOrders[ladder(buy).level(rank)];
    }

    @Override
    public int orders() {
        return orders;
    }

    @Override
    public void forEachOrder(final boolean buy, final OrderVisitor visitor) {
        final Ladder ladder = ladder(buy);
        for (int rank = 0; rank < ladder.size; rank++) {
            final int level = ladder.level(rank);
            for (int slot = memory.levelHead[level]; slot != NONE; slot = memory.orderNext[slot]) {
                visitor.onOrder(memory.orderId[slot], memory.levelPriceTicks[level], memory.orderLots[slot]);
            }
        }
    }

    @Override
    public int checksum() {
        return checksum(LevelChecksum.DEPTH);
    }

    /** @return the checksum over the best level of each side alone, as L1 snapshots carry it. */
    public int topChecksum() {
        return checksum(1);
    }

    /**
     * @param buy        true for the bids.
     * @param priceTicks of a level.
     * @return lots shown there; 0 if there is no such level.
     */
    public long lotsAt(final boolean buy, final long priceTicks) {
        final int level = levelAt(buy, priceTicks);
        return level == NONE ? 0 : memory.levelLots[level];
    }

    /**
     * @param buy        true for the bids.
     * @param priceTicks of a level.
     * @return orders there; 0 if there is no such level.
     */
    public int ordersAt(final boolean buy, final long priceTicks) {
        final int level = levelAt(buy, priceTicks);
        return level == NONE ? 0 : memory.levelOrders[level];
    }

    /**
     * An order stands behind all others of its price.
     *
     * @param orderId    of the order.
     * @param buy        true for a bid.
     * @param priceTicks at which it stands.
     * @param lots       shown of it, at least 1.
     * @return false if an order of this id is there already, in this book or another, or if nothing is shown of it: nothing changed.
     */
    public boolean addOrder(final long orderId, final boolean buy, final long priceTicks, final long lots) {
        if (lots < 1 || memory.slotOf(orderId) != NONE) {
            return false;
        }
        final int level = levelFor(buy, priceTicks);
        final int slot = memory.newOrder(orderId, lots, level);
        final int tail = memory.levelTail[level];
        memory.orderPrevious[slot] = tail;
        memory.orderNext[slot] = NONE;
        if (tail == NONE) {
            memory.levelHead[level] = slot;
        } else {
            memory.orderNext[tail] = slot;
        }
        memory.levelTail[level] = slot;
        memory.levelLots[level] += lots;
        memory.levelOrders[level]++;
        orders++;
        touch(level);
        return true;
    }

    /**
     * So much is shown of an order from now on; it keeps its place.
     *
     * @param orderId of the order.
     * @param lots    shown of it; 0 takes it out.
     * @return false if it is not in this book: nothing changed.
     */
    public boolean showOrder(final long orderId, final long lots) {
        final int slot = slotOf(orderId);
        if (slot == NONE || lots < 0) {
            return false;
        }
        final int level = memory.orderLevel[slot];
        touch(level);
        memory.levelLots[level] += lots - memory.orderLots[slot];
        memory.orderLots[slot] = lots;
        if (lots == 0) {
            unlink(slot, level);
        }
        return true;
    }

    /**
     * An order has left the book.
     *
     * @param orderId of the order.
     * @return false if it is not in this book: nothing changed.
     */
    public boolean deleteOrder(final long orderId) {
        return showOrder(orderId, 0);
    }

    /**
     * An iceberg shows its next part behind all others of its price, whether its place was known or not.
     *
     * @param orderId    of the order.
     * @param buy        true for a bid.
     * @param priceTicks at which it stands.
     * @param lots       shown of it now, at least 1.
     * @return false if an order of this id stands in another book, or if nothing is shown: nothing changed.
     */
    public boolean refreshOrder(final long orderId, final boolean buy, final long priceTicks, final long lots) {
        if (lots < 1) {
            return false;
        }
        deleteOrder(orderId);
        return addOrder(orderId, buy, priceTicks, lots);
    }

    /**
     * A level is from now on as it is told here; for a book that is fed with levels.
     *
     * @param buy        true for a bid.
     * @param priceTicks of the level.
     * @param lots       shown there by all orders; 0: the level is gone.
     * @param orderCount number of orders.
     */
    public void setLevel(final boolean buy, final long priceTicks, final long lots, final int orderCount) {
        if (lots > 0) {
            final int level = levelFor(buy, priceTicks);
            memory.levelLots[level] = lots;
            memory.levelOrders[level] = orderCount;
            touch(level);
        } else {
            final int level = levelAt(buy, priceTicks);
            if (level != NONE) {
                touch(level);
                removeLevel(level);
            }
        }
    }

    /** Empties the book. */
    public void clear() {
        clear(bids);
        clear(asks);
        orders = 0;
    }

    /** @return whether the order that changed last is a bid. */
    public boolean touchedBuy() {
        return touchedBuy;
    }

    /** @return price of the level that changed last. */
    public long touchedPriceTicks() {
        return touchedPriceTicks;
    }

    /** @return whether that level had not changed before since {@link BookMemory#beginChange()}. */
    public boolean isFirstTouch() {
        return firstTouch;
    }

    BookMemory memory() {
        return memory;
    }

    /** Returns the level of that price, or else NONE. */
    int levelAt(final boolean buy, final long priceTicks) {
        final Ladder ladder = ladder(buy);
        final int index = ladder.find(key(buy, priceTicks));
        return index < 0 ? NONE : ladder.levels[index];
    }

    /** Returns the best level that is worse than that price, or else NONE. */
    int levelBehind(final boolean buy, final long priceTicks) {
        final Ladder ladder = ladder(buy);
        final int index = ladder.find(key(buy, priceTicks));
        final int behind = (index < 0 ? -index - 1 : index) - 1;
        return behind < 0 ? NONE : ladder.levels[behind];
    }

    int bestLevel(final boolean buy) {
        final Ladder ladder = ladder(buy);
        return ladder.size == 0 ? NONE : ladder.level(0);
    }

    private int checksum(final int depth) {
        final LevelChecksum checksum = memory.checksum();
        checksum.begin(Math.min(depth, bids.size), Math.min(depth, asks.size));
        add(checksum, bids, depth);
        add(checksum, asks, depth);
        return checksum.value();
    }

    private void add(final LevelChecksum checksum, final Ladder ladder, final int depth) {
        for (int i = ladder.size - 1, last = Math.max(0, ladder.size - depth); i >= last; i--) {
            final int level = ladder.levels[i];
            checksum.level(memory.levelPriceTicks[level], memory.levelLots[level], memory.levelOrders[level]);
        }
    }

    private int slotOf(final long orderId) {
        final int slot = memory.slotOf(orderId);
        return slot == NONE || memory.levelBook[memory.orderLevel[slot]] != this ? NONE : slot;
    }

    private int levelFor(final boolean buy, final long priceTicks) {
        final Ladder ladder = ladder(buy);
        final long key = key(buy, priceTicks);
        final int index = ladder.find(key);
        if (index >= 0) {
            return ladder.levels[index];
        }
        final int level = memory.newLevel(this, buy, priceTicks);
        ladder.insert(-index - 1, key, level);
        return level;
    }

    private void unlink(final int slot, final int level) {
        final int previous = memory.orderPrevious[slot];
        final int next = memory.orderNext[slot];
        if (previous == NONE) {
            memory.levelHead[level] = next;
        } else {
            memory.orderNext[previous] = next;
        }
        if (next == NONE) {
            memory.levelTail[level] = previous;
        } else {
            memory.orderPrevious[next] = previous;
        }
        memory.freeOrder(slot);
        orders--;
        if (--memory.levelOrders[level] == 0) {
            removeLevel(level);
        }
    }

    private void removeLevel(final int level) {
        final boolean buy = memory.levelBuy[level];
        final Ladder ladder = ladder(buy);
        ladder.remove(ladder.find(key(buy, memory.levelPriceTicks[level])));
        memory.freeLevel(level);
    }

    private void clear(final Ladder ladder) {
        for (int i = 0; i < ladder.size; i++) {
            final int level = ladder.levels[i];
            int slot = memory.levelHead[level];
            while (slot != NONE) {
                final int next = memory.orderNext[slot];
                memory.freeOrder(slot);
                slot = next;
            }
            memory.freeLevel(level);
        }
        ladder.size = 0;
    }

    private void touch(final int level) {
        touchedBuy = memory.levelBuy[level];
        touchedPriceTicks = memory.levelPriceTicks[level];
        firstTouch = memory.levelChange[level] != memory.change();
        memory.levelChange[level] = memory.change();
    }

    private Ladder ladder(final boolean buy) {
        return buy ? bids : asks;
    }

    /** The better the price, the higher the key. */
    private static long key(final boolean buy, final long priceTicks) {
        return buy ? priceTicks : -priceTicks;
    }

    /** Levels of a side by rising key. The best come last, where a book changes most, so that little has to move. */
    private static final class Ladder {
        private static final long[] NO_KEYS = {};
        private static final int[] NO_LEVELS = {};
        private static final int CAPACITY_MIN = 4;

        private long[] keys = NO_KEYS;
        private int[] levels = NO_LEVELS;
        private int size;

        private int level(final int rank) {
            if (rank < 0 || rank >= size) {
                throw new IndexOutOfBoundsException("rank " + rank + " of " + size + " levels");
            }
            return levels[size - 1 - rank];
        }

        private int find(final long key) {
            return Arrays.binarySearch(keys, 0, size, key);
        }

        private void insert(final int index, final long key, final int level) {
            if (size == keys.length) {
                final int capacity = Math.max(CAPACITY_MIN, 2 * size);
                keys = Arrays.copyOf(keys, capacity);
                levels = Arrays.copyOf(levels, capacity);
            }
            System.arraycopy(keys, index, keys, index + 1, size - index);
            System.arraycopy(levels, index, levels, index + 1, size - index);
            keys[index] = key;
            levels[index] = level;
            size++;
        }

        private void remove(final int index) {
            size--;
            System.arraycopy(keys, index + 1, keys, index, size - index);
            System.arraycopy(levels, index + 1, levels, index, size - index);
        }
    }
}
