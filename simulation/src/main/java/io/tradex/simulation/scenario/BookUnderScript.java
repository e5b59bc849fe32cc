package io.tradex.simulation.scenario;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.OrderTerms;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.Refusal;
import java.util.List;
import java.util.function.Function;

/** A book, the log of what happens in it, and the way a command of a script is carried out. Single-threaded. */
public final class BookUnderScript {
    private final EventLog log;
    private final KeyedBook book;

    /**
     * @param log   of the events.
     * @param books makes a book that tells its events to a listener.
     */
    public BookUnderScript(final EventLog log, final Function<BookListener, KeyedBook> books) {
        this.log = log;
        book = books.apply(log);
    }

    /**
     * Carries out a command and all that follows of it.
     *
     * @param command of a script.
     * @return the events, a line each.
     */
    public List<String> apply(final BookCommand command) {
        if (command instanceof BookCommand.Enter enter) {
            enter(enter.order().toTerms(), enter.timestampNs());
        } else if (command instanceof BookCommand.Replace replace) {
            replace(replace.order().toTerms(), replace.timestampNs());
        } else if (command instanceof BookCommand.Reduce reduce) {
            unknownUnless(book.reduceTo(reduce.key(), reduce.leavesLots(), reduce.timestampNs()), reduce.key());
        } else if (command instanceof BookCommand.Cancel cancel) {
            unknownUnless(book.cancel(cancel.key(), cancel.timestampNs()), cancel.key());
        } else if (command instanceof BookCommand.Phase phase) {
            beginPhase(phase);
        } else if (command instanceof BookCommand.Reference reference) {
            book.referencePriceTicks(reference.priceTicks());
        } else if (command instanceof BookCommand.Restart) {
            book.restart();
        }
        boolean done = false;
        while (!done) {
            done = book.work();
        }
        return log.take();
    }

    /** @return all that the book holds. */
    public BookState state() {
        return book.state();
    }

    private void enter(final OrderTerms terms, final long timestampNs) {
        final Refusal refusal = book.check(terms);
        if (refusal.isRefused()) {
            log.onRefused(terms.key, refusal);
        } else {
            book.enter(terms, timestampNs);
        }
    }

    private void replace(final OrderTerms terms, final long timestampNs) {
        if (!book.knows(terms.key)) {
            log.onUnknown(terms.key);
            return;
        }
        final Refusal refusal = book.check(terms);
        if (refusal.isRefused()) {
            book.cancel(terms.key, timestampNs);
            log.onRefused(terms.key, refusal);
        } else {
            book.replace(terms, timestampNs);
        }
    }

    /** A phase does not begin while it lasts. */
    private void beginPhase(final BookCommand.Phase phase) {
        if (book.phase() != phase.next()) {
            book.phase(phase.next(), phase.timestampNs());
        }
    }

    private void unknownUnless(final boolean known, final long key) {
        if (!known) {
            log.onUnknown(key);
        }
    }
}
