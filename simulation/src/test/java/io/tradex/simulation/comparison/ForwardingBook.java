package io.tradex.simulation.comparison;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.Refusal;

/** A book that does what another one does, for books with one fault. */
class ForwardingBook implements KeyedBook {
    private final KeyedBook book;

    ForwardingBook(final KeyedBook book) {
        this.book = book;
    }

    @Override
    public Refusal check(final OrderTerms terms) {
        return book.check(terms);
    }

    @Override
    public void enter(final OrderTerms terms, final long timestampNs) {
        book.enter(terms, timestampNs);
    }

    @Override
    public boolean cancel(final long key, final long timestampNs) {
        return book.cancel(key, timestampNs);
    }

    @Override
    public boolean knows(final long key) {
        return book.knows(key);
    }

    @Override
    public void replace(final OrderTerms terms, final long timestampNs) {
        book.replace(terms, timestampNs);
    }

    @Override
    public boolean reduceTo(final long key, final long leavesLots, final long timestampNs) {
        return book.reduceTo(key, leavesLots, timestampNs);
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
    public void restart() {
        book.restart();
    }

    @Override
    public TradingPhase phase() {
        return book.phase();
    }

    @Override
    public BookState state() {
        return book.state();
    }
}
