package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.PriceLadders.ASKS;
import static io.tradex.core.book.PriceLadders.BIDS;

/**
 * The auction of a book: its price as it is now, what was last told of it, and what its uncrossing still has to trade. As the price
 * is looked for after each command, the quantity at the prices that cross is kept up to date, and not counted anew.
 */
final class BookAuction {
    private final OrderQueues book;
    private final AuctionPrice price = new AuctionPrice();

    /** Quantity by price, shown and hidden. */
    private final LevelSums lots = new LevelSums();

    private boolean uncrossing;
    private long lotsLeft;

    private long toldTicks;
    private long toldLots;
    private long toldImbalanceLots;

    BookAuction(final OrderQueues book) {
        this.book = book;
    }

    /** @return price at which it trades; 0 if nothing would. */
    long ticks() {
        return price.ticks();
    }

    long toldTicks() {
        return toldTicks;
    }

    long toldLots() {
        return toldLots;
    }

    long toldImbalanceLots() {
        return toldImbalanceLots;
    }

    /** Another phase begins: nothing was told of its auction, and it may be none. */
    void startPhase() {
        lots.clear();
        toldTicks = 0;
        toldLots = 0;
        toldImbalanceLots = 0;
    }

    /** Takes what it is now for told: a book was restored. */
    void restored(final long referenceTicks) {
        find(referenceTicks);
        note();
    }

    /** Tells of its price and quantities if they have changed. */
    void tell(final long referenceTicks) {
        find(referenceTicks);
        if (price.ticks() != toldTicks || price.lots() != toldLots || price.imbalanceLots() != toldImbalanceLots) {
            note();
            book.listener.onIndicative(toldTicks, toldLots, toldImbalanceLots);
        }
    }

    /** There is more or less at a price. */
    void changed(final int side, final long priceTicks, final long byLots) {
        lots.change(side, priceTicks, byLots);
    }

    private long lots(final int side, final int level) {
        final long priceTicks = book.priceTicks(side, level);
        long sum = lots.of(side, priceTicks);
        if (sum == LevelSums.UNKNOWN) {
            sum = book.totalLots(level);
            lots.keep(side, priceTicks, sum);
        }
        return sum;
    }

    private void note() {
        toldTicks = price.ticks();
        toldLots = price.lots();
        toldImbalanceLots = price.imbalanceLots();
    }

    /** Finds what the uncrossing trades, unless it has begun. */
    void startUncrossing(final long referenceTicks) {
        if (!uncrossing) {
            find(referenceTicks);
            lotsLeft = price.lots();
            uncrossing = true;
        }
    }

    /** @return whether the uncrossing has begun and has more to trade. */
    boolean hasLotsLeft() {
        return uncrossing && lotsLeft > 0;
    }

    void traded(final long lots) {
        lotsLeft -= lots;
    }

    /** Nobody takes orders out while the uncrossing waits; but if somebody did, it must come to an end. */
    void breakOff() {
        lotsLeft = 0;
    }

    void endUncrossing() {
        lots.clear();
        uncrossing = false;
    }

    private void find(final long referenceTicks) {
        price.clear();
        final long bestBid = book.bestTicks(true);
        final long bestAsk = book.bestTicks(false);
        if (book.best(BIDS) == NIL || book.best(ASKS) == NIL || bestBid < bestAsk) {
            return;
        }
        for (int level = book.best(BIDS);
                level != NIL && book.priceTicks(BIDS, level) >= bestAsk;
                level = book.worse(BIDS, level)) {
            price.addBid(book.priceTicks(BIDS, level), lots(BIDS, level));
        }
        for (int level = book.best(ASKS);
                level != NIL && book.priceTicks(ASKS, level) <= bestBid;
                level = book.worse(ASKS, level)) {
            price.addAsk(book.priceTicks(ASKS, level), lots(ASKS, level));
        }
        price.find(referenceTicks);
    }
}
