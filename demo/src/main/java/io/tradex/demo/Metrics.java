package io.tradex.demo;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The newest figures that a part prints about itself, as lines {@code metrics {json}}. */
final class Metrics implements Predicate<String> {
    private static final String PREFIX = "metrics ";

    private volatile Map<String, String> newest = Map.of();
    private final AtomicLong lines = new AtomicLong();

    /** Takes a line if it holds figures. On the thread that reads the part's output. */
    @Override
    public boolean test(final String line) {
        if (!line.startsWith(PREFIX)) {
            return false;
        }
        try {
            newest = JsonLine.parse(line.substring(PREFIX.length()));
            lines.incrementAndGet();
            return true;
        } catch (final IllegalArgumentException e) {
            return false;
        }
    }

    /** @return how many lines there were so far. */
    long lines() {
        return lines.get();
    }

    /**
     * @param name of a figure.
     * @return its newest value; 0 if there is none yet.
     */
    long number(final String name) {
        final String value = newest.get(name);
        return value == null ? 0 : Long.parseLong(value);
    }

    /**
     * @param name of a figure.
     * @return whether it is true.
     */
    boolean flag(final String name) {
        return "true".equals(newest.get(name));
    }
}
