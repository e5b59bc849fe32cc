package io.tradex.simulation.comparison;

import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.BothListeners;
import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.ReferenceBook;
import io.tradex.simulation.scenario.BookCommand;
import io.tradex.simulation.scenario.BookUnderScript;
import io.tradex.simulation.scenario.EventLog;
import io.tradex.simulation.scenario.Notation;
import io.tradex.simulation.scenario.StateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Drives the reference book and another one by the same commands, and compares: after each command the events and the invariants,
 * after some commands all orders. Single-threaded.
 */
public final class BookComparison {
    /** No command has as many steps; a book that takes more goes round in circles. */
    private static final int MAX_STEPS = 1_000_000;

    private final Notation notation = Notation.ticks();
    private final EventAudit audit = new EventAudit();
    private final BookUnderScript reference;
    private final BookUnderScript actual;
    private final BookUnderTest.Probed probed;
    private final int compareStateEvery;
    private int commands;
    private int steps;
    private List<String> events = List.of();

    /**
     * @param rules             of the instrument.
     * @param bookUnderTest     to be compared with the reference book.
     * @param pauseSeed         0 for a listener that never asks for a pause; else one that does at random.
     * @param compareStateEvery so many commands all orders are compared.
     */
    public BookComparison(
            final MarketRules rules,
            final BookUnderTest bookUnderTest,
            final long pauseSeed,
            final int compareStateEvery) {
        this.compareStateEvery = compareStateEvery;
        reference =
                new BookUnderScript(new EventLog(notation, () -> true), listener -> new ReferenceBook(rules, listener));
        final EventLog log = new EventLog(notation, countedSteps(pauseSeed));
        probed = bookUnderTest.make(rules, new BothListeners(audit, log));
        actual = new BookUnderScript(log, listener -> new AuditedBook(probed.book(), audit));
    }

    private BooleanSupplier countedSteps(final long pauseSeed) {
        final Random random = new Random(pauseSeed);
        return () -> {
            steps++;
            if (steps > MAX_STEPS) {
                throw new EventAudit.InvariantBroken("a command takes more than " + MAX_STEPS + " steps");
            }
            return pauseSeed == 0 || random.nextInt(3) > 0;
        };
    }

    /**
     * Carries out a script from the beginning.
     *
     * @param script of commands.
     * @return the first difference.
     */
    public Optional<Difference> applyAll(final List<BookCommand> script) {
        for (final BookCommand command : script) {
            final Optional<Difference> difference = apply(command);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return compareState();
    }

    /**
     * Carries out a command.
     *
     * @param command of a script.
     * @return what the books differ in.
     */
    public Optional<Difference> apply(final BookCommand command) {
        commands++;
        steps = 0;
        events = reference.apply(command);
        final List<String> actualEvents;
        try {
            actualEvents = actual.apply(command);
            audit.requireDone(probed.ordersInUse());
        } catch (final RuntimeException e) {
            return failure(e);
        }
        if (!events.equals(actualEvents)) {
            return difference("events", events, actualEvents);
        }
        return commands % compareStateEvery == 0 ? compareState() : Optional.empty();
    }

    /** @return the reference book's events of the last command. */
    public List<String> events() {
        return events;
    }

    EventAudit audit() {
        return audit;
    }

    private Optional<Difference> compareState() {
        final BookState expected = reference.state();
        final BookState found;
        try {
            found = actual.state();
            audit.requireSame(found);
            probed.requireLevelsOf(found);
        } catch (final RuntimeException e) {
            return failure(e);
        }
        return expected.equals(found) ? Optional.empty() : difference("book", text(expected), text(found));
    }

    private List<String> text(final BookState state) {
        final StateText text = new StateText(notation);
        final List<String> lines = new ArrayList<>(text.orders(state));
        lines.addAll(text.prices(state));
        return lines;
    }

    private Optional<Difference> failure(final RuntimeException e) {
        final String where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
        return difference("failure", events, List.of(e + where));
    }

    private Optional<Difference> difference(final String what, final List<String> expected, final List<String> found) {
        return Optional.of(new Difference(commands - 1, what, expected, found));
    }
}
