package io.tradex.core.book;

import java.util.Arrays;

/**
 * The resting orders of one instrument in price-time priority, in flat arrays.
 *
 * <p>Orders are nodes of a doubly linked queue per price level. The levels of a side stand in an array sorted with the best
 * price last, because almost all traffic is near the best price: a level comes or goes with a short move of the array's end.
 * Nothing is allocated once the arrays have grown to the book's size. Not thread safe.
 */
public final class OrderBook {
    private static final int NIL = -1;

    private final Ladder bids;
    private final Ladder asks;

    private long[] nodeKey;
    private long[] nodeLeavesLots;
    private int[] nodeNext;
    private int[] nodePrevious;
    private int[] nodeLevel;
    private int freeNode = NIL;
    private int nodesUsed;
    private int orders;

    private long[] levelPriceTicks;
    private long[] levelLots;
    private int[] levelHead;
    private int[] levelTail;
    private boolean[] levelIsBid;
    private int freeLevel = NIL;
    private int levelsUsed;

    /** @param initialOrders how many resting orders it holds before its arrays grow; at least 1. */
    public OrderBook(final int initialOrders) {
        if (initialOrders < 1) {
            throw new IllegalArgumentException("initialOrders=" + initialOrders + ": must be at least 1");
        }
        nodeKey = new long[initialOrders];
        nodeLeavesLots = new long[initialOrders];
        nodeNext = new int[initialOrders];
        nodePrevious = new int[initialOrders];
        nodeLevel = new int[initialOrders];
        final int initialLevels = Math.min(initialOrders, 64);
        levelPriceTicks = new long[initialLevels];
        levelLots = new long[initialLevels];
        levelHead = new int[initialLevels];
        levelTail = new int[initialLevels];
        levelIsBid = new boolean[initialLevels];
        bids = new Ladder(initialLevels);
        asks = new Ladder(initialLevels);
    }

    /**
     * Adds an order behind all others of its price. It must not cross the other side: {@link #match} first.
     *
     * @param orderKey     the caller's own key, given back to {@link MatchListener}.
     * @param buy          true for a bid.
     * @param priceTicks   limit price.
     * @param quantityLots at least 1.
     * @return the handle to cancel or reduce it with.
     */
    public int add(final long orderKey, final boolean buy, final long priceTicks, final long quantityLots) {
        final int level = levelFor(buy, priceTicks);
        final int node = allocateNode();
        nodeKey[node] = orderKey;
        nodeLeavesLots[node] = quantityLots;
        nodeLevel[node] = level;
        nodeNext[node] = NIL;
        final int tail = levelTail[level];
        nodePrevious[node] = tail;
        if (tail == NIL) {
            levelHead[level] = node;
        } else {
            nodeNext[tail] = node;
        }
        levelTail[level] = node;
        levelLots[level] += quantityLots;
        orders++;
        return node;
    }

    /**
     * Matches an incoming order against the other side, best price first, oldest order first, until its quantity is used up,
     * its limit is reached, or the listener says stop.
     *
     * @param buy             true if the incoming order buys.
     * @param limitPriceTicks its limit: {@link Long#MAX_VALUE} to buy, {@link Long#MIN_VALUE} to sell at any price.
     * @param quantityLots    its quantity.
     * @param listener        hears of each match.
     * @return what is left of the quantity.
     */
    public long match(
            final boolean buy, final long limitPriceTicks, final long quantityLots, final MatchListener listener) {
        final Ladder other = buy ? asks : bids;
        long leftLots = quantityLots;
        while (leftLots > 0 && other.size > 0) {
            final int level = other.levels[other.size - 1];
            final long priceTicks = levelPriceTicks[level];
            if (buy ? priceTicks > limitPriceTicks : priceTicks < limitPriceTicks) {
                break;
            }
            final int node = levelHead[level];
            final long key = nodeKey[node];
            final long matchedLots = Math.min(leftLots, nodeLeavesLots[node]);
            final long restingLeavesLots = nodeLeavesLots[node] - matchedLots;
            leftLots -= matchedLots;
            if (restingLeavesLots == 0) {
                cancel(node);
            } else {
                reduceTo(node, restingLeavesLots);
            }
            if (!listener.onMatch(key, node, priceTicks, matchedLots, restingLeavesLots)) {
                break;
            }
        }
        return leftLots;
    }

    /**
     * Takes an order out.
     *
     * @param handle from {@link #add}; invalid from now on.
     */
    public void cancel(final int handle) {
        final int level = nodeLevel[handle];
        final int previous = nodePrevious[handle];
        final int next = nodeNext[handle];
        if (previous == NIL) {
            levelHead[level] = next;
        } else {
            nodeNext[previous] = next;
        }
        if (next == NIL) {
            levelTail[level] = previous;
        } else {
            nodePrevious[next] = previous;
        }
        levelLots[level] -= nodeLeavesLots[handle];
        nodeNext[handle] = freeNode;
        freeNode = handle;
        orders--;
        if (levelHead[level] == NIL) {
            releaseLevel(level);
        }
    }

    /**
     * Makes an order smaller; it keeps its place in the queue.
     *
     * @param handle     from {@link #add}.
     * @param leavesLots at least 1 and at most what it has.
     */
    public void reduceTo(final int handle, final long leavesLots) {
        levelLots[nodeLevel[handle]] -= nodeLeavesLots[handle] - leavesLots;
        nodeLeavesLots[handle] = leavesLots;
    }

    /**
     * @param handle from {@link #add}.
     * @return what is left of the order.
     */
    public long leavesLots(final int handle) {
        return nodeLeavesLots[handle];
    }

    /** @return how many orders rest on both sides. */
    public int orders() {
        return orders;
    }

    /**
     * @param buy true for the bid side.
     * @return how many price levels it has.
     */
    public int levels(final boolean buy) {
        return (buy ? bids : asks).size;
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return its price.
     */
    public long levelPriceTicks(final boolean buy, final int rank) {
        return levelPriceTicks[(buy ? bids : asks).at(rank)];
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return the quantity of all its orders.
     */
    public long levelLots(final boolean buy, final int rank) {
        return levelLots[(buy ? bids : asks).at(rank)];
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return key of the oldest order of that level.
     */
    public long levelHeadKey(final boolean buy, final int rank) {
        return nodeKey[levelHead[(buy ? bids : asks).at(rank)]];
    }

    private int levelFor(final boolean buy, final long priceTicks) {
        final Ladder side = buy ? bids : asks;
        final long rankKey = buy ? priceTicks : -priceTicks;
        final int found = side.indexOf(rankKey);
        if (found >= 0) {
            return side.levels[found];
        }
        final int level = allocateLevel();
        levelPriceTicks[level] = priceTicks;
        levelIsBid[level] = buy;
        levelLots[level] = 0;
        levelHead[level] = NIL;
        levelTail[level] = NIL;
        side.insert(-(found + 1), rankKey, level);
        return level;
    }

    private void releaseLevel(final int level) {
        final boolean buy = levelIsBid[level];
        final Ladder side = buy ? bids : asks;
        side.removeAt(side.indexOf(buy ? levelPriceTicks[level] : -levelPriceTicks[level]));
        levelHead[level] = freeLevel;
        freeLevel = level;
    }

    private int allocateNode() {
        if (freeNode != NIL) {
            final int node = freeNode;
            freeNode = nodeNext[node];
            return node;
        }
        if (nodesUsed == nodeKey.length) {
            final int capacity = Math.multiplyExact(nodesUsed, 2);
            nodeKey = Arrays.copyOf(nodeKey, capacity);
            nodeLeavesLots = Arrays.copyOf(nodeLeavesLots, capacity);
            nodeNext = Arrays.copyOf(nodeNext, capacity);
            nodePrevious = Arrays.copyOf(nodePrevious, capacity);
            nodeLevel = Arrays.copyOf(nodeLevel, capacity);
        }
        return nodesUsed++;
    }

    private int allocateLevel() {
        if (freeLevel != NIL) {
            final int level = freeLevel;
            freeLevel = levelHead[level];
            return level;
        }
        if (levelsUsed == levelHead.length) {
            final int capacity = Math.multiplyExact(levelsUsed, 2);
            levelPriceTicks = Arrays.copyOf(levelPriceTicks, capacity);
            levelLots = Arrays.copyOf(levelLots, capacity);
            levelHead = Arrays.copyOf(levelHead, capacity);
            levelTail = Arrays.copyOf(levelTail, capacity);
            levelIsBid = Arrays.copyOf(levelIsBid, capacity);
        }
        return levelsUsed++;
    }

    /** The levels of one side, sorted by a rank key (price of a bid, negated price of an ask) with the best last. */
    private static final class Ladder {
        private long[] rankKeys;
        private int[] levels;
        private int size;

        Ladder(final int initialLevels) {
            rankKeys = new long[initialLevels];
            levels = new int[initialLevels];
        }

        int at(final int rank) {
            return levels[size - 1 - rank];
        }

        /** @return the index of the key, or -(insertion point) - 1. */
        int indexOf(final long rankKey) {
            int low = 0;
            int high = size - 1;
            while (low <= high) {
                final int middle = (low + high) >>> 1;
                final long key = rankKeys[middle];
                if (key < rankKey) {
                    low = middle + 1;
                } else if (key > rankKey) {
                    high = middle - 1;
                } else {
                    return middle;
                }
            }
            return -(low + 1);
        }

        void insert(final int index, final long rankKey, final int level) {
            if (size == levels.length) {
                rankKeys = Arrays.copyOf(rankKeys, size * 2);
                levels = Arrays.copyOf(levels, size * 2);
            }
            System.arraycopy(rankKeys, index, rankKeys, index + 1, size - index);
            System.arraycopy(levels, index, levels, index + 1, size - index);
            rankKeys[index] = rankKey;
            levels[index] = level;
            size++;
        }

        void removeAt(final int index) {
            size--;
            System.arraycopy(rankKeys, index + 1, rankKeys, index, size - index);
            System.arraycopy(levels, index + 1, levels, index, size - index);
        }
    }
}
