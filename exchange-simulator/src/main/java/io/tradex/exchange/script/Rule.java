package io.tradex.exchange.script;

import java.util.List;

/**
 * {@code when TRIGGER CONDITIONS do ACTIONS}.
 *
 * @param line        where it stands.
 * @param trigger     what it waits for.
 * @param periodNs    of a timer, in nanoseconds; else 0.
 * @param comparisons of fields, which must all hold.
 * @param turns       of the times at which they held, which must all hold.
 * @param windows     of time, which must all hold.
 * @param chances     which must all come true; drawn last.
 * @param actions     in their order.
 */
public record Rule(
        int line,
        Trigger trigger,
        long periodNs,
        List<Condition.Comparison> comparisons,
        List<Condition.Turn> turns,
        List<Condition.Window> windows,
        List<Condition.Chance> chances,
        List<Timed> actions) {
    /**
     * An action, at once or later.
     *
     * @param action what.
     * @param after  when.
     */
    public record Timed(Action action, Span after) {}
}
