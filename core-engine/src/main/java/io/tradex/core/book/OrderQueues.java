package io.tradex.core.book;

import io.tradex.protocol.types.TradingPhase;

/**
 * Price levels of a book and the queue of each, and what a plain limit order needs that takes nothing or is cancelled. It is the
 * base of {@link OrderBook}, and not a part of it, so that this lies together at the start of the object: of ten thousand books
 * each that is touched costs two cache lines here and not five.
 */
abstract class OrderQueues {
    /** The flag of an order that buys. */
    static final long BUY = 1;

    /** How many orders rest or wait. */
    int orders;

    /** What is left to do; see {@link OrderBook}. */
    int todo;

    /** Time of the input. */
    long timestampNs;

    /** Prices at which a limit order may be entered without a closer look: within the band and one row of the tick table. */
    long plainLowTicks;

    long plainHighTicks;
    long plainStep;

    final BookMemory memory;
    final BookListener listener;
    final PriceLadder bids = new PriceLadder();
    final PriceLadder asks = new PriceLadder();
    /** Both by the flag {@link #BUY}: which side comes next cannot be foreseen, and a load is cheaper than a wrong guess. */
    final PriceLadder[] sides = {asks, bids};

    TradingPhase phase = TradingPhase.CONTINUOUS;

    OrderQueues(final BookMemory memory, final BookListener listener) {
        this.memory = memory;
        this.listener = listener;
    }

    /** Puts a plain limit order that takes nothing into the book at once: what nearly all orders come to. */
    void restPlain(final OrderTerms terms, final int buy, final long rank) {
        final int level = sides[buy].levelAt(rank, terms.priceTicks, memory);
        final int node = memory.allocateOrder();
        memory.key(node, terms.key);
        memory.visibleLots(node, terms.quantityLots);
        memory.where(node, level, buy);
        memory.owner(node, terms.owner);
        append(level, node, terms.quantityLots);
        orders++;
        listener.onRested(terms.key, node, terms.priceTicks, terms.quantityLots, 0);
    }

    /** Takes a plain limit order that rests to where it belongs with other terms, with which it takes nothing. */
    void movePlain(final int node, final OrderTerms terms, final int buy, final long rank) {
        final PriceLadder side = sides[buy];
        takeOutOfLevel(side, levelOf(node), node, buy - 1);
        final int level = side.levelAt(rank, terms.priceTicks, memory);
        memory.visibleLots(node, terms.quantityLots);
        memory.where(node, level, buy);
        memory.owner(node, terms.owner);
        append(level, node, terms.quantityLots);
        listener.onRested(terms.key, node, terms.priceTicks, terms.quantityLots, 0);
    }

    /** Puts an order that shows some lots at the end of the ring of orders that a level is part of. */
    void append(final int level, final int node, final long visibleLots) {
        memory.visibleLots(level, memory.visibleLots(level) + visibleLots);
        memory.orders(level, memory.orders(level) + 1);
        link(level, node);
    }

    private void link(final int level, final int node) {
        final int tail = memory.previous(level);
        memory.previous(node, tail);
        memory.next(node, level);
        memory.next(tail, node);
        memory.previous(level, node);
    }

    /** Puts an order of a level behind all others. */
    void moveToTail(final int level, final int node) {
        unlink(memory.previous(node), memory.next(node));
        link(level, node);
    }

    private void unlink(final int previous, final int next) {
        memory.next(previous, next);
        memory.previous(next, previous);
    }

    /** Rank of a price in a ladder: the price, or negated if so told by -1 instead of 0; without a branch, for sides come at random. */
    static long rank(final long negated, final long priceTicks) {
        return (priceTicks ^ negated) - negated;
    }

    /**
     * Whether an order meets the best of the other side. Looks at both: the own side's ladder is needed next, and is on its way from
     * memory with the other one.
     */
    boolean isMetBy(final long negated, final long rank) {
        // One of both ranks is negated, so this says whether the bid is at least the ask.
        return rank + ((bids.bestRank() & negated) | (asks.bestRank() & ~negated)) >= 0;
    }

    /** Takes an order out of its level, and the level out of its side if it was the only one. */
    void takeOutOfLevel(final PriceLadder side, final int level, final int node, final long negated) {
        final int previous = memory.previous(node);
        final int next = memory.next(node);
        if (previous == next) {
            // Only the level itself is on both sides of it.
            side.remove(rank(negated, memory.priceTicks(level)));
            memory.freeLevel(level);
            return;
        }
        memory.visibleLots(level, memory.visibleLots(level) - memory.visibleLots(node));
        memory.orders(level, memory.orders(level) - 1);
        unlink(previous, next);
    }

    int levelOf(final int node) {
        return BookMemory.level(memory.where(node));
    }
}
