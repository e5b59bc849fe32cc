package io.tradex.simulation.book;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The core's own book behind keys: keeps the handles that its events give and what else a snapshot needs, and passes the events on.
 * Single-threaded.
 */
public final class OrderBookByKey implements KeyedBook {
    private final BookListener listener;
    private final BookRules rules;
    private final Map<Long, PlacedOrder> orders = new HashMap<>();
    private BookMemory memory;
    private OrderBook book;
    private long ordersThatCame;

    /**
     * @param memory   that it may share with other books.
     * @param rules    of the instrument.
     * @param listener hears of everything, and is asked whether the book may go on.
     */
    public OrderBookByKey(final BookMemory memory, final MarketRules rules, final BookListener listener) {
        this.memory = memory;
        this.rules = rulesOf(rules);
        this.listener = new BothListeners(new OrderKeeper(), listener);
        book = new OrderBook(memory, this.rules, this.listener);
    }

    private static BookRules rulesOf(final MarketRules rules) {
        final List<TickTable.Row> rows = rules.tickTable().rows();
        return new BookRules(rules.maxPriceTicks())
                .tickTable(
                        rows.stream().mapToLong(TickTable.Row::fromTicks).toArray(),
                        rows.stream().mapToLong(TickTable.Row::step).toArray())
                .band(rules.bandBps())
                .velocity(rules.velocityBps(), rules.velocityWindowNs());
    }

    /** @return the book behind the keys, for its queries. */
    public OrderBook book() {
        return book;
    }

    /** @return how many orders its memory holds, those of other books that share it included. */
    public int ordersInUse() {
        return memory.ordersInUse();
    }

    @Override
    public Refusal check(final OrderTerms terms) {
        final RejectReason reason = book.check(terms);
        return reason == RejectReason.NONE
                ? Refusal.NONE
                : new Refusal(reason, book.rejectedValue(), book.rejectLimit());
    }

    @Override
    public void enter(final OrderTerms terms, final long timestampNs) {
        orders.put(terms.key, new PlacedOrder(copyOf(terms)));
        book.enter(terms, timestampNs);
    }

    @Override
    public boolean cancel(final long key, final long timestampNs) {
        final PlacedOrder order = orders.remove(key);
        if (order == null) {
            return false;
        }
        book.time(timestampNs);
        book.cancel(order.handle);
        return true;
    }

    @Override
    public boolean knows(final long key) {
        return orders.containsKey(key);
    }

    @Override
    public void replace(final OrderTerms terms, final long timestampNs) {
        final int handle = orders.put(terms.key, new PlacedOrder(copyOf(terms))).handle;
        book.replace(handle, terms, timestampNs);
    }

    @Override
    public boolean reduceTo(final long key, final long leavesLots, final long timestampNs) {
        final PlacedOrder order = orders.get(key);
        if (order == null || leavesLots < 1 || leavesLots >= book.leavesLots(order.handle)) {
            return false;
        }
        book.time(timestampNs);
        book.reduceTo(order.handle, leavesLots);
        order.reduceTo(leavesLots);
        return true;
    }

    /** In memory of its own from now on. */
    @Override
    public void restart() {
        final SnapshotRecordWriter velocity = new SnapshotRecordWriter().begin(0);
        book.writeVelocityTo(velocity);
        final TradingPhase phase = book.phase();
        final long lastTradeTicks = book.lastTradeTicks();
        final long referencePriceTicks = book.referencePriceTicks();

        memory = new BookMemory(1);
        book = new OrderBook(memory, rules, listener);
        orders.values().stream()
                .sorted(Comparator.comparingLong(order -> order.cameAs))
                .forEach(order -> order.handle =
                        book.restore(order.terms, order.place, order.placeTicks, order.leavesLots, order.visibleLots));
        book.restored(phase, lastTradeTicks, referencePriceTicks);
        final SnapshotRecordReader reader = new SnapshotRecordReader().wrap(velocity.buffer(), 0, velocity.length());
        reader.next();
        book.readVelocityFrom(reader);
    }

    @Override
    public void phase(final TradingPhase next, final long timestampNs) {
        book.phase(next, timestampNs);
    }

    @Override
    public void referencePriceTicks(final long ticks) {
        book.referencePriceTicks(ticks);
    }

    @Override
    public boolean work() {
        return book.work();
    }

    @Override
    public TradingPhase phase() {
        return book.phase();
    }

    @Override
    public BookState state() {
        final List<BookState.Waiting> waiting = new ArrayList<>();
        book.forEachWaiting((key, place, priceTicks, stopTicks, leavesLots) ->
                waiting.add(new BookState.Waiting(key, place, priceTicks, stopTicks, leavesLots)));
        return new BookState(
                book.phase(),
                book.lastTradeTicks(),
                book.referencePriceTicks(),
                resting(true),
                resting(false),
                waiting);
    }

    private List<BookState.Resting> resting(final boolean buy) {
        final List<BookState.Resting> resting = new ArrayList<>();
        book.forEachResting(
                buy,
                (key, priceTicks, visibleLots, hiddenLots) ->
                        resting.add(new BookState.Resting(key, priceTicks, visibleLots, hiddenLots)));
        return resting;
    }

    private static OrderTerms copyOf(final OrderTerms terms) {
        final OrderTerms copy = new OrderTerms().limit(terms.key, terms.buy, terms.priceTicks, terms.quantityLots);
        copy.owner = terms.owner;
        copy.ordType = terms.ordType;
        copy.timeInForce = terms.timeInForce;
        copy.pegType = terms.pegType;
        copy.postOnly = terms.postOnly;
        copy.selfTradePrevention = terms.selfTradePrevention;
        copy.stopTicks = terms.stopTicks;
        copy.offsetTicks = terms.offsetTicks;
        copy.displayLots = terms.displayLots;
        copy.minLots = terms.minLots;
        return copy;
    }

    /** A handle is valid until the order leaves the place that it was given for. */
    private final class OrderKeeper extends QuietListener {
        @Override
        public void onRested(
                final long key,
                final int handle,
                final long priceTicks,
                final long visibleLots,
                final long hiddenLots) {
            comes(key, handle, Place.BOOK);
            final PlacedOrder order = orders.get(key);
            order.placeTicks = priceTicks;
            order.leavesLots = visibleLots + hiddenLots;
            order.visibleLots = visibleLots;
        }

        @Override
        public void onParked(final long key, final int handle, final Place place) {
            comes(key, handle, place);
        }

        @Override
        public void onTrade(
                final long restingKey,
                final long incomingKey,
                final long priceTicks,
                final long lots,
                final long restingLeavesLots,
                final long restingVisibleLots,
                final boolean refreshed) {
            traded(restingKey, restingLeavesLots, restingVisibleLots, refreshed);
            final PlacedOrder incoming = orders.get(incomingKey);
            traded(incomingKey, incoming.leavesLots - lots, 0, false);
        }

        @Override
        public void onAuctionTrade(
                final long bidKey,
                final long askKey,
                final long priceTicks,
                final long lots,
                final long bidLeavesLots,
                final long bidVisibleLots,
                final boolean bidRefreshed,
                final long askLeavesLots,
                final long askVisibleLots,
                final boolean askRefreshed) {
            traded(bidKey, bidLeavesLots, bidVisibleLots, bidRefreshed);
            traded(askKey, askLeavesLots, askVisibleLots, askRefreshed);
        }

        @Override
        public void onReduced(final long key, final long leavesLots, final long visibleLots) {
            orders.get(key).reduceTo(leavesLots);
        }

        @Override
        public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
            orders.remove(key);
        }

        @Override
        public void onTriggered(final long key) {
            orders.get(key).onTriggered();
        }

        @Override
        public void onTrailed(final long key, final long stopTicks) {
            final PlacedOrder order = orders.get(key);
            order.onTrailed(stopTicks);
            order.cameAs = ordersThatCame++;
        }

        private void comes(final long key, final int handle, final Place place) {
            final PlacedOrder order = orders.get(key);
            order.handle = handle;
            order.place = place;
            order.cameAs = ordersThatCame++;
        }

        private void traded(final long key, final long leavesLots, final long visibleLots, final boolean refreshed) {
            final PlacedOrder order = orders.get(key);
            order.leavesLots = leavesLots;
            order.visibleLots = visibleLots;
            if (refreshed) {
                order.cameAs = ordersThatCame++;
            }
            if (leavesLots == 0) {
                orders.remove(key);
            }
        }
    }
}
