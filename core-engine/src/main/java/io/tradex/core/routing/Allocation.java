package io.tradex.core.routing;

import io.tradex.protocol.types.RoutingStrategy;

/** Shares a quantity among the places of a {@link Ranking}, as a strategy says. Used again and again; holds no state. */
public final class Allocation {
    private final long[] lots = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] remainders = new long[Venue.MAX_VENUE_ID + 1];
    private int parts;

    /**
     * Shares a quantity.
     *
     * @param strategy     how.
     * @param ranking      of the places, not empty.
     * @param quantityLots to share, positive.
     * @param maxParts     into how many parts at most, positive.
     */
    public void share(
            final RoutingStrategy strategy, final Ranking ranking, final long quantityLots, final int maxParts) {
        final int places = Math.min(ranking.size(), maxParts);
        switch (strategy) {
            case SWEEP, DARK_FIRST -> sweep(ranking, quantityLots, places);
            case SPRAY -> spray(ranking, quantityLots, places);
            case SEQUENTIAL -> {
                lots[0] = quantityLots;
                parts = 1;
            }
            default -> sweep(ranking, quantityLots, 1);
        }
    }

    /** @return how many places were looked at; the ranks below have a quantity, which may be 0. */
    public int parts() {
        return parts;
    }

    /**
     * @param rank of a place, below {@link #parts()}.
     * @return its part of the quantity.
     */
    public long lots(final int rank) {
        return lots[rank];
    }

    private void sweep(final Ranking ranking, final long quantityLots, final int places) {
        long left = quantityLots;
        parts = 0;
        while (parts < places && left > 0) {
            lots[parts] = Math.min(left, ranking.lots(parts));
            left -= lots[parts];
            parts++;
        }
    }

    private void spray(final Ranking ranking, final long quantityLots, final int places) {
        long shown = 0;
        for (int rank = 0; rank < places; rank++) {
            shown += ranking.lots(rank);
        }
        final long shared = Math.min(quantityLots, shown);
        long left = shared;
        for (int rank = 0; rank < places; rank++) {
            lots[rank] = Ranking.share(ranking.lots(rank), shared, shown);
            // Exact although the products may overflow: the remainder is less than what is shown.
            remainders[rank] = ranking.lots(rank) * shared - lots[rank] * shown;
            left -= lots[rank];
        }
        while (left > 0) {
            int largest = 0;
            for (int rank = 1; rank < places; rank++) {
                if (remainders[rank] > remainders[largest]) {
                    largest = rank;
                }
            }
            lots[largest]++;
            remainders[largest] = -1;
            left--;
        }
        lots[0] += quantityLots - shared;
        parts = places;
    }
}
