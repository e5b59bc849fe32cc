package io.tradex.benchmarks.matching;

import org.openjdk.jmh.infra.Blackhole;

/** One of those that are compared: takes the commands of a stream, each converted to its own form, and counts the trades. */
interface MatchingSide {
    /** Counts from 0 again, in empty books; time goes on. */
    void startPass();

    /**
     * Applies commands, in order.
     *
     * @param stream of the commands.
     * @param from   first one.
     * @param to     behind the last one.
     */
    void apply(CommandStream stream, int from, int to);

    /**
     * Converts commands to the side's own form, and does nothing with them.
     *
     * @param stream    of the commands.
     * @param from      first one.
     * @param to        behind the last one.
     * @param blackhole takes what was made.
     */
    void convert(CommandStream stream, int from, int to, Blackhole blackhole);

    /** @return what came of the commands so far; the live orders are counted now. */
    Tally tally();
}
