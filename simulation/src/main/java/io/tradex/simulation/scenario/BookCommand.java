package io.tradex.simulation.scenario;

import io.tradex.protocol.types.TradingPhase;

/** One line of a script: what is done to a book. Times are nanoseconds since 1970. */
public sealed interface BookCommand {
    /** A new order. */
    record Enter(OrderSpec order, long timestampNs) implements BookCommand {}

    /** An amendment that loses its place: the order leaves the book and comes in anew with other terms. */
    record Replace(OrderSpec order, long timestampNs) implements BookCommand {}

    /** An amendment that keeps its place. */
    record Reduce(long key, long leavesLots, long timestampNs) implements BookCommand {}

    /** A cancel. */
    record Cancel(long key, long timestampNs) implements BookCommand {}

    /** The next phase begins. */
    record Phase(TradingPhase next, long timestampNs) implements BookCommand {}

    /** The book goes on from a snapshot of itself, which no trader sees. */
    record Restart() implements BookCommand {}

    /** The reference price is given. */
    record Reference(long priceTicks) implements BookCommand {}
}
