package io.tradex.simulation.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The stops that wait for their price, in the order in which they came to where they wait. */
final class StopOrders {
    private final List<ReferenceOrder> waiting = new ArrayList<>();

    void add(final ReferenceOrder stop) {
        waiting.add(stop);
    }

    void remove(final ReferenceOrder stop) {
        waiting.remove(stop);
    }

    /** A trailing stop that moved goes behind all others of its new stop price, and to the end of the order of trailing stops. */
    void goBehindAllOthers(final ReferenceOrder stop) {
        remove(stop);
        add(stop);
    }

    /** In the order in which they came to where they wait. */
    List<ReferenceOrder> trailing() {
        return waiting.stream().filter(ReferenceOrder::isTrailing).toList();
    }

    /** Lowest stop price first, then oldest first. */
    List<ReferenceOrder> buys() {
        return waiting.stream()
                .filter(stop -> stop.buy)
                .sorted(Comparator.comparingLong((ReferenceOrder stop) -> stop.stopTicks))
                .toList();
    }

    /** Highest stop price first, then oldest first. */
    List<ReferenceOrder> sells() {
        return waiting.stream()
                .filter(stop -> !stop.buy)
                .sorted(Comparator.comparingLong((ReferenceOrder stop) -> -stop.stopTicks))
                .toList();
    }
}
