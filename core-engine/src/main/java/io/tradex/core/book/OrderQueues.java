package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.COUNTS;
import static io.tradex.core.book.BookMemory.HOT_FLAGS;
import static io.tradex.core.book.BookMemory.KEY;
import static io.tradex.core.book.BookMemory.LINKS;
import static io.tradex.core.book.BookMemory.NODE_SHIFT;
import static io.tradex.core.book.BookMemory.PRICE;
import static io.tradex.core.book.BookMemory.VISIBLE;
import static io.tradex.core.book.BookMemory.WHERE_OWNER;
import static io.tradex.core.book.BookMemory.high;
import static io.tradex.core.book.BookMemory.low;
import static io.tradex.core.book.BookMemory.pack;

import io.tradex.protocol.types.TradingPhase;

/**
 * Price levels of a book and the queue of each, and what a plain limit order needs that takes nothing or is cancelled. It is the
 * base of {@link OrderBook}, and not a part of it, so that this lies together at the start of the object: of ten thousand books
 * each that is touched costs two cache lines here and not five.
 */
abstract class OrderQueues {
    /** The flag of an order that buys. */
    static final long BUY = 1;

    static final long HOT_MASK = (1L << HOT_FLAGS) - 1;

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
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        nodes[at + KEY] = terms.key;
        nodes[at + VISIBLE] = terms.quantityLots;
        nodes[at + WHERE_OWNER] = whereOwner(level, buy, terms.owner);
        nodes[(level << NODE_SHIFT) + VISIBLE] += terms.quantityLots;
        nodes[(level << NODE_SHIFT) + COUNTS]++;
        append(nodes, level, node);
        orders++;
        listener.onRested(terms.key, node, terms.priceTicks, terms.quantityLots, 0);
    }

    /** Puts an order at the end of the ring of orders that a level is part of. */
    static void append(final long[] nodes, final int level, final int node) {
        final int levelLinks = (level << NODE_SHIFT) + LINKS;
        final int tail = low(nodes[levelLinks]);
        final int tailLinks = (tail << NODE_SHIFT) + LINKS;
        nodes[(node << NODE_SHIFT) + LINKS] = pack(level, tail);
        nodes[tailLinks] = pack(node, low(nodes[tailLinks]));
        nodes[levelLinks] = pack(high(nodes[levelLinks]), node);
    }

    /** Takes an order with these links out of its ring. */
    void unlink(final long links) {
        final long[] nodes = memory.nodes;
        final int nextLinks = (high(links) << NODE_SHIFT) + LINKS;
        final int previousLinks = (low(links) << NODE_SHIFT) + LINKS;
        nodes[previousLinks] = pack(high(links), low(nodes[previousLinks]));
        nodes[nextLinks] = pack(high(nodes[nextLinks]), low(links));
    }

    /** Rank of a price in a ladder: the price, or negated if so told by -1 instead of 0; without a branch, for sides come at random. */
    static long rank(final long negated, final long priceTicks) {
        return (priceTicks ^ negated) - negated;
    }

    void takeOutOfLevel(
            final PriceLadder side, final int level, final int handle, final long negated, final long count) {
        final long[] nodes = memory.nodes;
        final int at = handle << NODE_SHIFT;
        final int levelAt = level << NODE_SHIFT;
        final long links = nodes[at + LINKS];
        if (high(links) == low(links)) {
            // Only the level itself is on both sides of it.
            side.remove(rank(negated, nodes[levelAt + PRICE]));
            memory.freeLevel(level);
            return;
        }
        nodes[levelAt + VISIBLE] -= nodes[at + VISIBLE];
        nodes[levelAt + COUNTS] -= count;
        unlink(links);
    }

    long levelPrice(final int level) {
        return memory.nodes[(level << NODE_SHIFT) + PRICE];
    }

    int head(final int level) {
        return high(memory.nodes[(level << NODE_SHIFT) + LINKS]);
    }

    int nextInQueue(final int node) {
        return high(memory.nodes[(node << NODE_SHIFT) + LINKS]);
    }

    int owner(final int node) {
        return low(memory.nodes[(node << NODE_SHIFT) + WHERE_OWNER]);
    }

    int levelOf(final int node) {
        return level(memory.nodes[(node << NODE_SHIFT) + WHERE_OWNER]);
    }

    static int level(final long whereOwner) {
        return high(whereOwner) >> HOT_FLAGS;
    }

    static long whereOwner(final int level, final long flags, final int owner) {
        return pack((level << HOT_FLAGS) | (int) (flags & HOT_MASK), owner);
    }
}
