package io.tradex.benchmarks;

import java.util.List;

/** What answers the requests. */
enum Variant {
    /** Aeron alone: what no core behind Aeron can beat. */
    ECHO("echo", "bare Aeron echo", "#7a828e"),
    /** The whole core on one thread; an answer leaves once its input is in the page cache. */
    CORE_NONE("core-none", "core, durability none", "#1f6feb"),
    /** The journaller on its own thread; an answer leaves once its input is forced to disk. */
    CORE_BATCH("core-batch", "core, durability batch", "#d4760a");

    static final List<Variant> ALL = List.of(values());

    final String label;
    final String title;
    final String colour;

    Variant(final String label, final String title, final String colour) {
        this.label = label;
        this.title = title;
        this.colour = colour;
    }

    static Variant parse(final String label) {
        for (final Variant variant : ALL) {
            if (variant.label.equals(label)) {
                return variant;
            }
        }
        throw new IllegalArgumentException("no variant " + label);
    }
}
