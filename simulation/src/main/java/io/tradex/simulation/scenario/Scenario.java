package io.tradex.simulation.scenario;

import io.tradex.core.book.BookListener;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.MarketRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A case of a scenario file: what a trader sees when something is done to a book.
 *
 * @param title    of the case.
 * @param line     of the file at which it begins.
 * @param notation of its prices and names.
 * @param rules    of its instrument.
 * @param steps    one after the other.
 */
public record Scenario(String title, int line, Notation notation, MarketRules rules, List<Step> steps) {

    /** Something is done to the book, or is said of it. */
    public sealed interface Step {}

    /** What is done, without a word on the events: the book before. */
    public record Given(List<BookCommand> commands) implements Step {}

    /** What is done. */
    public record When(List<BookCommand> commands) implements Step {}

    /** The events since the last such step, a line each. */
    public record ThenEvents(List<String> lines) implements Step {}

    /** The whole book: bids, asks and waiting orders; and, where it is said, phase, last trade, reference price. */
    public record ThenBook(List<String> lines) implements Step {}

    /** What came out otherwise than the file says. */
    public record Deviation(String what, List<String> expected, List<String> actual) {
        @Override
        public String toString() {
            return what + "\n  expected\n    " + String.join("\n    ", expected) + "\n  but was\n    "
                    + String.join("\n    ", actual);
        }
    }

    /**
     * Plays the case.
     *
     * @param books makes the book by the rules.
     * @return where it deviates from the file; empty if nowhere.
     */
    public List<Deviation> play(final BiFunction<MarketRules, BookListener, KeyedBook> books) {
        final Function<BookListener, KeyedBook> book = listener -> books.apply(rules, listener);
        final BookUnderScript script = new BookUnderScript(new EventLog(notation, () -> true), book);
        final List<Deviation> deviations = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        for (final Step step : steps) {
            if (step instanceof Given given) {
                given.commands().forEach(script::apply);
            } else if (step instanceof When when) {
                when.commands().forEach(command -> events.addAll(script.apply(command)));
            } else if (step instanceof ThenEvents then) {
                if (events.isEmpty()) {
                    events.add("nothing");
                }
                compare("events", then.lines(), events, deviations);
                events.clear();
            } else if (step instanceof ThenBook then) {
                compareBook(then.lines(), script.state(), deviations);
            }
        }
        return deviations;
    }

    private void compareBook(final List<String> expected, final BookState state, final List<Deviation> deviations) {
        final StateText text = new StateText(notation);
        final List<String> actual = new ArrayList<>(text.orders(state));
        for (final String price : text.prices(state)) {
            final String what = price.substring(0, price.indexOf(' '));
            if (expected.stream().anyMatch(line -> line.startsWith(what + " "))) {
                actual.add(price);
            }
        }
        compare("book", expected, actual, deviations);
    }

    private static void compare(
            final String what,
            final List<String> expected,
            final List<String> actual,
            final List<Deviation> deviations) {
        if (!expected.equals(actual)) {
            deviations.add(new Deviation(what, expected, List.copyOf(actual)));
        }
    }
}
