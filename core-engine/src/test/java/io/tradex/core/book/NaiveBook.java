package io.tradex.core.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The plainest book there is: one list of orders, sorted anew for every match. */
final class NaiveBook {
    record Match(long restingKey, long priceTicks, long lots, long restingLeavesLots) {}

    static final class Resting {
        final long key;
        final boolean buy;
        final long priceTicks;
        final long arrival;
        long leavesLots;

        Resting(final long key, final boolean buy, final long priceTicks, final long arrival, final long leavesLots) {
            this.key = key;
            this.buy = buy;
            this.priceTicks = priceTicks;
            this.arrival = arrival;
            this.leavesLots = leavesLots;
        }
    }

    final List<Resting> orders = new ArrayList<>();
    private long arrivals;

    Resting add(final long key, final boolean buy, final long priceTicks, final long lots) {
        final Resting added = new Resting(key, buy, priceTicks, ++arrivals, lots);
        orders.add(added);
        return added;
    }

    List<Match> match(final boolean buy, final long limitTicks, final long lots) {
        final List<Match> matches = new ArrayList<>();
        long left = lots;
        for (final Resting resting : side(!buy)) {
            if (left == 0 || (buy ? resting.priceTicks > limitTicks : resting.priceTicks < limitTicks)) {
                break;
            }
            final long matched = Math.min(left, resting.leavesLots);
            left -= matched;
            resting.leavesLots -= matched;
            matches.add(new Match(resting.key, resting.priceTicks, matched, resting.leavesLots));
            if (resting.leavesLots == 0) {
                orders.remove(resting);
            }
        }
        return matches;
    }

    /** The orders of a side in price-time priority. */
    List<Resting> side(final boolean buy) {
        final Comparator<Resting> byPrice = Comparator.comparingLong(o -> buy ? -o.priceTicks : o.priceTicks);
        return orders.stream()
                .filter(o -> o.buy == buy)
                .sorted(byPrice.thenComparingLong(o -> o.arrival))
                .toList();
    }
}
