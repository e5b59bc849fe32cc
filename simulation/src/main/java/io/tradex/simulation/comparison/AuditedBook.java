package io.tradex.simulation.comparison;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.Refusal;
import io.tradex.simulation.scenario.OrderSpec;

/** A book whose audit hears of the commands too, as no event tells of those. Single-threaded. */
final class AuditedBook implements KeyedBook {
    private final KeyedBook book;
    private final EventAudit audit;

    AuditedBook(final KeyedBook book, final EventAudit audit) {
        this.book = book;
        this.audit = audit;
    }

    @Override
    public Refusal check(final OrderTerms terms) {
        return book.check(terms);
    }

    @Override
    public void enter(final OrderTerms terms, final long timestampNs) {
        audit.onEntered(OrderSpec.of(terms));
        book.enter(terms, timestampNs);
    }

    @Override
    public boolean cancel(final long key, final long timestampNs) {
        final boolean known = book.cancel(key, timestampNs);
        if (known) {
            audit.onTakenOut(key);
        }
        return known;
    }

    @Override
    public boolean knows(final long key) {
        return book.knows(key);
    }

    @Override
    public void replace(final OrderTerms terms, final long timestampNs) {
        audit.onTakenOut(terms.key);
        audit.onEntered(OrderSpec.of(terms));
        book.replace(terms, timestampNs);
    }

    @Override
    public boolean reduceTo(final long key, final long leavesLots, final long timestampNs) {
        final boolean known = book.reduceTo(key, leavesLots, timestampNs);
        if (known) {
            audit.onReducedTo(key, leavesLots);
        }
        return known;
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
