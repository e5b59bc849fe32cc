package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.PriceLadders.ASKS;
import static io.tradex.core.book.PriceLadders.BIDS;

import org.agrona.collections.Long2LongHashMap;

/**
 * The auction of a book: its price as it is now, what was last told of it, and what its uncrossing still has to trade. As the price
 * is looked for after each command, the quantity at each price is kept up to date while orders are collected, and not counted anew.
 */
final class BookAuction {
    private static final long NOTHING = 0;

    private final OrderQueues book;
    private final AuctionPrice price = new AuctionPrice();

    /** Quantity of asks and bids by price while it is kept up to date; null before the first time. */
    private Long2LongHashMap[] lots;

    private boolean keepsLots;

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
        keepsLots = false;
        toldTicks = 0;
        toldLots = 0;
        toldImbalanceLots = 0;
    }

    /** Takes what it is now for told: a book was restored. */
    void restored(final long referenceTicks) {
        keepLots();
        find(referenceTicks);
        note();
    }

    /** Tells of its price and quantities if they have changed. */
    void tell(final long referenceTicks) {
        keepLots();
        find(referenceTicks);
        if (price.ticks() != toldTicks || price.lots() != toldLots || price.imbalanceLots() != toldImbalanceLots) {
            note();
            book.listener.onIndicative(toldTicks, toldLots, toldImbalanceLots);
        }
    }

    private void keepLots() {
        if (keepsLots) {
            return;
        }
        if (lots == null) {
            lots = new Long2LongHashMap[] {new Long2LongHashMap(NOTHING), new Long2LongHashMap(NOTHING)};
        }
        keepsLots = true;
        for (int side = ASKS; side <= BIDS; side++) {
            lots[side].clear();
            for (int level = book.best(side); level != NIL; level = book.worse(side, level)) {
                lots[side].put(book.priceTicks(side, level), book.totalLots(level));
            }
        }
    }

    /**
     * Orders of a price have come, become smaller or gone.
     *
     * @param change of their quantity, shown and hidden.
     */
    void changed(final int side, final long priceTicks, final long change) {
        if (keepsLots) {
            final long total = lots[side].get(priceTicks) + change;
            if (total == NOTHING) {
                lots[side].remove(priceTicks);
            } else {
                lots[side].put(priceTicks, total);
            }
        }
    }

    private long lots(final int side, final int level) {
        return keepsLots ? lots[side].get(book.priceTicks(side, level)) : book.totalLots(level);
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
