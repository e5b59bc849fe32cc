package io.tradex.demo;

/** What happened to orders at one kind of destination. Plain counters of one thread. */
final class Tally {
    long accepted;
    long fills;
    long partialFills;
    long replaces;

    /** Cancels that were asked for. */
    long cancels;

    /** Orders, or parts of them, that were to trade at once and found nothing. */
    long unfilled;

    /** Orders that the destination refused. */
    long rejects;

    Counts counts() {
        return new Counts(accepted, fills, partialFills, replaces, cancels, unfilled, rejects);
    }

    /**
     * The same, at one moment.
     *
     * @param accepted     orders taken.
     * @param fills        fills that completed an order.
     * @param partialFills fills that left something open.
     * @param replaces     replaces done.
     * @param cancels      cancels done that were asked for.
     * @param unfilled     immediate orders that ended with something left.
     * @param rejects      orders refused there.
     */
    record Counts(
            long accepted, long fills, long partialFills, long replaces, long cancels, long unfilled, long rejects) {}
}
