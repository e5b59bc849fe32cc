package io.tradex.conformance;

import java.util.List;

/**
 * One scenario of the table.
 *
 * @param ref   its number in FIX 4.4, as "B.1.a".
 * @param title as printed.
 * @param steps its rows in order.
 */
public record Scenario(String ref, String title, List<Step> steps) {
    /** How long the scenario's orders live. */
    public enum TimeInForce {
        /** To the end of the day. */
        DAY,
        /** Until cancelled. */
        GTC,
        /** Immediate or cancel. */
        IOC,
        /** Fill or kill. */
        FOK
    }

    /** @return TimeInForce (59) of its orders. */
    public TimeInForce timeInForce() {
        for (final Step step : steps) {
            if (step.note().contains("TIF=FOK")) {
                return TimeInForce.FOK;
            }
            if (step.note().contains("TIF=IOC")) {
                return TimeInForce.IOC;
            }
            if (step.day() > 1) {
                return TimeInForce.GTC;
            }
        }
        return TimeInForce.DAY;
    }

    /** @return every way through it: the main path, each alternative answer, crossing messages in both orders. */
    public List<Path> paths() {
        return Paths.of(this);
    }

    @Override
    public String toString() {
        return ref + ' ' + title;
    }
}
