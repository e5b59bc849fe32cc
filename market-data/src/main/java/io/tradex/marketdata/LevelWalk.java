package io.tradex.marketdata;

import static io.tradex.marketdata.BookMemory.NONE;

/**
 * Walks the levels of a book in slices while the book goes on changing: best first, bids before asks. It meets every level that
 * stays there while it walks. Reused; not thread safe.
 */
public final class LevelWalk {
    private PublicBook book;
    private boolean buy;
    private boolean begun;
    private long priceTicks;
    private int level;

    /** @param of the book to walk, from its beginning. */
    public void begin(final PublicBook of) {
        book = of;
        buy = true;
        begun = false;
    }

    /**
     * Moves on to the next level.
     *
     * @return false at the end.
     */
    public boolean next() {
        level = begun ? book.levelBehind(buy, priceTicks) : book.bestLevel(buy);
        if (level == NONE && buy) {
            buy = false;
            level = book.bestLevel(false);
        }
        if (level == NONE) {
            return false;
        }
        begun = true;
        priceTicks = book.memory().levelPriceTicks[level];
        return true;
    }

    /** @return whether it is a level of bids. */
    public boolean isBuy() {
        return buy;
    }

    /** @return its price. */
    public long priceTicks() {
        return priceTicks;
    }

    /** @return lots shown there; only until the book changes. */
    public long lots() {
        return book.memory().levelLots[level];
    }

    /** @return orders there; only until the book changes. */
    public int orders() {
        return book.memory().levelOrders[level];
    }
}
