package io.tradex.simulation.book;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The core's own book behind keys: keeps the handles that its events give, and passes the events on. Single-threaded. */
public final class OrderBookByKey implements KeyedBook {
    private final BookMemory memory;
    private final OrderBook book;
    private final Map<Long, Integer> handles = new HashMap<>();

    /**
     * @param memory   that it may share with other books.
     * @param rules    of the instrument.
     * @param listener hears of everything, and is asked whether the book may go on.
     */
    public OrderBookByKey(final BookMemory memory, final MarketRules rules, final BookListener listener) {
        this.memory = memory;
        book = new OrderBook(memory, rulesOf(rules), new BothListeners(new HandleKeeper(), listener));
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
        book.enter(terms, timestampNs);
    }

    @Override
    public boolean cancel(final long key) {
        final Integer handle = handles.remove(key);
        if (handle == null) {
            return false;
        }
        book.cancel(handle);
        return true;
    }

    @Override
    public boolean reduceTo(final long key, final long leavesLots) {
        final Integer handle = handles.get(key);
        if (handle == null || leavesLots < 1 || leavesLots >= book.leavesLots(handle)) {
            return false;
        }
        book.reduceTo(handle, leavesLots);
        return true;
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

    /** A handle is valid until the order leaves the place that it was given for. */
    private final class HandleKeeper extends QuietListener {
        @Override
        public void onRested(
                final long key,
                final int handle,
                final long priceTicks,
                final long visibleLots,
                final long hiddenLots) {
            handles.put(key, handle);
        }

        @Override
        public void onParked(final long key, final int handle, final Place place) {
            handles.put(key, handle);
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
            forgetIfDone(restingKey, restingLeavesLots);
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
            forgetIfDone(bidKey, bidLeavesLots);
            forgetIfDone(askKey, askLeavesLots);
        }

        @Override
        public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
            handles.remove(key);
        }

        @Override
        public void onTriggered(final long key) {
            handles.remove(key);
        }

        @Override
        public void onRepriced(final long key, final long priceTicks) {
            handles.remove(key);
        }

        private void forgetIfDone(final long key, final long leavesLots) {
            if (leavesLots == 0) {
                handles.remove(key);
            }
        }
    }
}
