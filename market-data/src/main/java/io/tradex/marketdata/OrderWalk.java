package io.tradex.marketdata;

import static io.tradex.marketdata.BookMemory.NONE;

/**
 * Walks the orders of a book in slices while the book goes on changing: best price first, oldest first, bids before asks. It meets
 * every order that stood in its place when the walk began and still does; none that took its place later. Reused; not thread safe.
 */
public final class OrderWalk {
    private PublicBook book;
    private BookMemory memory;
    private long rankMax;
    private boolean buy;
    private boolean begun;
    private long levelTicks;
    private int slot;
    private long orderId;
    private long rank;

    /** @param of the book to walk, from its beginning. */
    public void begin(final PublicBook of) {
        book = of;
        memory = of.memory();
        rankMax = memory.lastRank;
        buy = true;
        begun = false;
        slot = NONE;
    }

    /**
     * Moves on to the next order.
     *
     * @return false at the end.
     */
    public boolean next() {
        int candidate = begun ? behindTheLast() : NONE;
        while (candidate == NONE || memory.orderRank[candidate] > rankMax) {
            // The queue has no more orders that were there when the walk began: ranks rise along it.
            final int level = begun ? book.levelBehind(buy, levelTicks) : book.bestLevel(buy);
            if (level == NONE) {
                if (!buy) {
                    return false;
                }
                buy = false;
                begun = false;
                candidate = NONE;
                continue;
            }
            begun = true;
            levelTicks = memory.levelPriceTicks[level];
            candidate = memory.levelHead[level];
        }
        slot = candidate;
        orderId = memory.orderId[slot];
        rank = memory.orderRank[slot];
        return true;
    }

    /** @return id of the order. */
    public long orderId() {
        return orderId;
    }

    /** @return whether it is a bid. */
    public boolean isBuy() {
        return buy;
    }

    /** @return its price in ticks. */
    public long priceTicks() {
        return levelTicks;
    }

    /** @return what is shown of it, in lots. */
    public long lots() {
        return memory.orderLots[slot];
    }

    private int behindTheLast() {
        // A slot that still holds the same order at the same place is where the walk goes on; ranks are never given
        // twice.
        if (slot != NONE && memory.orderRank[slot] == rank) {
            return memory.orderNext[slot];
        }
        final int level = book.levelAt(buy, levelTicks);
        int next = level == NONE ? NONE : memory.levelHead[level];
        while (next != NONE && memory.orderRank[next] <= rank) {
            next = memory.orderNext[next];
        }
        return next;
    }
}
