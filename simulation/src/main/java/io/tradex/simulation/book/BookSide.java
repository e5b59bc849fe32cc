package io.tradex.simulation.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The bids or the asks: a queue of orders at each price, the best price first, the oldest order first. */
final class BookSide {
    private final boolean buy;
    private final TreeMap<Long, List<ReferenceOrder>> queues;

    BookSide(final boolean buy) {
        this.buy = buy;
        queues = new TreeMap<>(buy ? Comparator.<Long>reverseOrder() : Comparator.<Long>naturalOrder());
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    long bestPrice() {
        return queues.firstKey();
    }

    ReferenceOrder best() {
        return queues.firstEntry().getValue().get(0);
    }

    void addBehindAllOthers(final ReferenceOrder order) {
        queues.computeIfAbsent(order.priceTicks, price -> new ArrayList<>()).add(order);
    }

    void remove(final ReferenceOrder order) {
        final List<ReferenceOrder> queue = queues.get(order.priceTicks);
        queue.remove(order);
        if (queue.isEmpty()) {
            queues.remove(order.priceTicks);
        }
    }

    void goBehindAllOthers(final ReferenceOrder order) {
        remove(order);
        addBehindAllOthers(order);
    }

    /** The prices at which orders stand, the best first. */
    List<Long> prices() {
        return List.copyOf(queues.keySet());
    }

    List<ReferenceOrder> queueAt(final long priceTicks) {
        return queues.get(priceTicks);
    }

    /** The best price first, the oldest order first. */
    List<ReferenceOrder> orders() {
        final List<ReferenceOrder> orders = new ArrayList<>();
        queues.values().forEach(orders::addAll);
        return orders;
    }

    /** The best price among orders that are not pegged; 0 if there are none. */
    long bestPriceNotPegged() {
        for (final var queue : queues.entrySet()) {
            if (!queue.getValue().stream().allMatch(ReferenceOrder::isPegged)) {
                return queue.getKey();
            }
        }
        return 0;
    }

    /** What would trade in an auction at this price, hidden quantity included. */
    long lotsAtOrBetterThan(final long priceTicks) {
        long lots = 0;
        for (final var queue : queues.entrySet()) {
            if (buy ? queue.getKey() < priceTicks : queue.getKey() > priceTicks) {
                break;
            }
            for (final ReferenceOrder order : queue.getValue()) {
                lots += order.leavesLots;
            }
        }
        return lots;
    }
}
