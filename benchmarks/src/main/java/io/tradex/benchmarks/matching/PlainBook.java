package io.tradex.benchmarks.matching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A book to generate commands against: it knows what is live, so that cancels hit, and what an order would meet, so that nobody
 * meets their own. Written to be plain, not fast.
 */
final class PlainBook {
    /** A live order. */
    static final class Order {
        final long id;
        final int symbol;
        final boolean buy;
        final int owner;
        long priceTicks;
        int lots;
        /** Where the generator keeps it in its list of live orders. */
        int position;

        private Order next;
        private Order previous;

        Order(
                final long id,
                final int symbol,
                final boolean buy,
                final long priceTicks,
                final int lots,
                final int owner) {
            this.id = id;
            this.symbol = symbol;
            this.buy = buy;
            this.priceTicks = priceTicks;
            this.lots = lots;
            this.owner = owner;
        }
    }

    private static final class Level {
        private Order head;
        private Order tail;
    }

    private final TreeMap<Long, Level> bids = new TreeMap<>(Collections.reverseOrder());
    private final TreeMap<Long, Level> asks = new TreeMap<>();

    /** @return whether there is an order on a side. */
    boolean has(final boolean buy) {
        return !side(buy).isEmpty();
    }

    /** @return the best price of a side that is not empty. */
    long best(final boolean buy) {
        return side(buy).firstKey();
    }

    /** @return whether an order would trade at once. */
    boolean crosses(final boolean buy, final long priceTicks) {
        return has(!buy) && isWithin(buy, priceTicks, best(!buy));
    }

    int levels() {
        return bids.size() + asks.size();
    }

    /** The first orders of a side, in the order in which they would be met. */
    List<Order> first(final boolean buy, final int count) {
        final List<Order> orders = new ArrayList<>();
        for (final Level level : side(buy).values()) {
            for (Order order = level.head; order != null; order = order.next) {
                if (orders.size() == count) {
                    return orders;
                }
                orders.add(order);
            }
        }
        return orders;
    }

    /** @return whether an incoming order would meet one of its own owner. */
    boolean wouldMeet(final int owner, final boolean buy, final long priceTicks, final int lots) {
        long left = lots;
        for (final var level : side(!buy).entrySet()) {
            if (!isWithin(buy, priceTicks, level.getKey())) {
                return false;
            }
            for (Order resting = level.getValue().head; resting != null; resting = resting.next) {
                if (left <= 0) {
                    return false;
                }
                if (resting.owner == owner) {
                    return true;
                }
                left -= resting.lots;
            }
        }
        return false;
    }

    /** Matches an order; what is left of it is in the order, which does not rest yet. Gives the resting orders that are done. */
    List<Order> match(final Order incoming, final Tally tally) {
        final List<Order> done = new ArrayList<>();
        final NavigableMap<Long, Level> other = side(!incoming.buy);
        while (incoming.lots > 0 && crosses(incoming.buy, incoming.priceTicks)) {
            final Order resting = other.firstEntry().getValue().head;
            final int lots = Math.min(incoming.lots, resting.lots);
            tally.onTrade(resting.id, incoming.id, resting.priceTicks, lots);
            incoming.lots -= lots;
            resting.lots -= lots;
            if (resting.lots == 0) {
                remove(resting);
                done.add(resting);
            }
        }
        return done;
    }

    void add(final Order order) {
        final Level level = side(order.buy).computeIfAbsent(order.priceTicks, price -> new Level());
        order.next = null;
        order.previous = level.tail;
        if (level.tail == null) {
            level.head = order;
        } else {
            level.tail.next = order;
        }
        level.tail = order;
    }

    void remove(final Order order) {
        final Level level = side(order.buy).get(order.priceTicks);
        if (order.previous == null) {
            level.head = order.next;
        } else {
            order.previous.next = order.next;
        }
        if (order.next == null) {
            level.tail = order.previous;
        } else {
            order.next.previous = order.previous;
        }
        if (level.head == null) {
            side(order.buy).remove(order.priceTicks);
        }
    }

    private NavigableMap<Long, Level> side(final boolean buy) {
        return buy ? bids : asks;
    }

    private static boolean isWithin(final boolean buy, final long limitTicks, final long priceTicks) {
        return buy ? priceTicks <= limitTicks : priceTicks >= limitTicks;
    }
}
