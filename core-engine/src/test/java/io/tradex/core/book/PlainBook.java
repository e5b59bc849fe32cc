package io.tradex.core.book;

import io.tradex.protocol.types.TimeInForce;

/** A book of plain limit orders, for tests that want nothing else. */
final class PlainBook extends LimitOrderListener {
    /** Hears of a match. */
    interface Matches {
        boolean onMatch(long restingKey, long priceTicks, long lots, long restingLeavesLots);
    }

    final BookMemory memory = new BookMemory(4);
    final OrderBook book = new OrderBook(memory, new BookRules(Long.MAX_VALUE / 4), this);
    private final OrderTerms terms = new OrderTerms();
    private Matches matches;
    private boolean goesOn = true;
    private int rested = -1;
    private long leftLots;

    int add(final long key, final boolean buy, final long priceTicks, final long lots) {
        rested = -1;
        enter(terms.limit(key, buy, priceTicks, lots));
        return rested;
    }

    /** Replaces an order; returns its handle from now on, -1 if it rests no more. */
    int replace(final int handle, final long key, final boolean buy, final long priceTicks, final long lots) {
        rested = -1;
        goesOn = true;
        book.replace(handle, terms.limit(key, buy, priceTicks, lots), 0);
        book.work();
        return rested;
    }

    /** Sends an order that must not rest; returns what is left of it when it is done, or when the listener said to stop. */
    long match(final boolean buy, final long limitTicks, final long lots, final Matches listener) {
        matches = listener;
        leftLots = lots;
        terms.limit(0, buy, limitTicks, lots);
        terms.timeInForce = TimeInForce.IOC;
        enter(terms);
        return leftLots;
    }

    void goOn() {
        goesOn = true;
        book.work();
    }

    private void enter(final OrderTerms order) {
        goesOn = true;
        book.enter(order, 0);
        book.work();
    }

    @Override
    public boolean mayGoOn() {
        return goesOn;
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        rested = handle;
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
        leftLots -= lots;
        goesOn = matches == null || matches.onMatch(restingKey, priceTicks, lots, restingLeavesLots);
    }
}
