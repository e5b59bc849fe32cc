package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import io.tradex.protocol.types.TradingPhase;

/**
 * Price levels of a book and the queue of each, and what a plain limit order needs that takes nothing or is cancelled. It is the
 * base of {@link OrderBook}, and not a part of it, so that this lies together at the start of the object: of ten thousand books
 * each that is touched costs two cache lines here and not five.
 */
abstract class OrderQueues extends PriceLadders {
    /** What is left to do; see {@link OrderBook}. */
    int todo;

    /** The lowest price at which a limit order may be entered without a closer look: within the band and one row of the tick table. */
    long plainLowTicks;

    /** How far up such prices go, and how far they are from each other; -1 if there are none. */
    int plainRange;

    int plainStep;

    final BookListener listener;

    TradingPhase phase = TradingPhase.CONTINUOUS;

    OrderQueues(final BookMemory memory, final BookListener listener) {
        super(memory);
        this.listener = listener;
    }

    /** Puts a plain limit order that takes nothing into the book at once: what nearly all orders come to. */
    void restPlain(final OrderTerms terms, final int buy, final long rank) {
        final int node = memory.allocateOrder();
        memory.where(node, append(buy, rank, node), buy);
        memory.key(node, terms.key);
        memory.visibleLots(node, terms.quantityLots);
        memory.owner(node, terms.owner);
        listener.onRested(terms.key, node, terms.priceTicks, terms.quantityLots, 0);
    }

    /** Takes a plain limit order that rests to where it belongs with other terms, with which it takes nothing. */
    void movePlain(final int node, final OrderTerms terms, final int buy, final long rank) {
        takeOut(buy, node);
        memory.where(node, append(buy, rank, node), buy);
        memory.visibleLots(node, terms.quantityLots);
        memory.owner(node, terms.owner);
        listener.onRested(terms.key, node, terms.priceTicks, terms.quantityLots, 0);
    }

    /** Whether an order meets the best of the other side. */
    boolean isMetBy(final int side, final long rank) {
        // One of both ranks is negated, so this says whether the bid is at least the ask.
        return rank + bestRank(side ^ 1) >= 0;
    }

    /** All lots of a level, shown and hidden. */
    abstract long totalLots(int level);

    int levelOf(final int node) {
        return BookMemory.level(memory.where(node));
    }

    static int side(final boolean buy) {
        return buy ? BIDS : ASKS;
    }

    boolean isAuction() {
        return phase == TradingPhase.OPENING_AUCTION || phase == TradingPhase.CLOSING_AUCTION;
    }

    /**
     * @param buy true for the bid side.
     * @return how many price levels it has.
     */
    public int levels(final boolean buy) {
        return size(side(buy));
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return its price.
     */
    public long levelPriceTicks(final boolean buy, final int rank) {
        return priceTicks(side(buy), levelAt(buy, rank));
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return the shown quantity of all its orders, which are counted.
     */
    public long levelLots(final boolean buy, final int rank) {
        return frontLots(levelAt(buy, rank), Integer.MAX_VALUE);
    }

    /**
     * @param buy  true for the best bid, which is there.
     * @param most orders to be counted.
     * @return the shown quantity of its oldest orders, at most that many.
     */
    public long bestFrontLots(final boolean buy, final int most) {
        return frontLots(best(side(buy)), most);
    }

    private long frontLots(final int level, final int most) {
        long lots = 0;
        int node = memory.next(level);
        for (int i = 0; i < most && node != level; i++) {
            lots += memory.visibleLots(node);
            node = memory.next(node);
        }
        return lots;
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return how many orders it has, which are counted.
     */
    public int levelOrders(final boolean buy, final int rank) {
        return orders(levelAt(buy, rank));
    }

    int orders(final int level) {
        int count = 0;
        for (int node = memory.next(level); node != level; node = memory.next(node)) {
            count++;
        }
        return count;
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return key of the oldest order of that level.
     */
    public long levelHeadKey(final boolean buy, final int rank) {
        return memory.key(memory.next(levelAt(buy, rank)));
    }

    /**
     * @param buy true for the best bid.
     * @return its price; 0 if the side is empty.
     */
    public long bestTicks(final boolean buy) {
        final int side = side(buy);
        return best(side) == NIL ? 0 : rank(side, bestRank(side));
    }

    private int levelAt(final boolean buy, final int rank) {
        final int side = side(buy);
        int level = best(side);
        for (int i = 0; i < rank; i++) {
            level = worse(side, level);
        }
        return level;
    }

    /** @return the phase. */
    public TradingPhase phase() {
        return phase;
    }
}
