package io.tradex.simulation.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The section "Auctions": what an auction would give.
 *
 * @param priceTicks    0 if nothing would trade.
 * @param lots          that would trade.
 * @param imbalanceLots wanted less offered at that price.
 */
record AuctionPrice(long priceTicks, long lots, long imbalanceLots) {
    static final AuctionPrice NONE = new AuctionPrice(0, 0, 0);

    /** Of all candidates the one with the most lots, then the least imbalance, then nearest to the reference, then the lowest. */
    static AuctionPrice of(final BookSide bids, final BookSide asks, final long referenceTicks) {
        if (bids.isEmpty() || asks.isEmpty() || bids.bestPrice() < asks.bestPrice()) {
            return NONE;
        }
        return candidates(bids, asks, referenceTicks).stream()
                .map(price -> at(price, bids, asks))
                .reduce((one, other) -> other.isBetterThan(one, referenceTicks) ? other : one)
                .orElseThrow();
    }

    private static List<Long> candidates(final BookSide bids, final BookSide asks, final long referenceTicks) {
        final List<Long> candidates = new ArrayList<>(bids.prices());
        candidates.addAll(asks.prices());
        candidates.add(referenceTicks);
        candidates.removeIf(price -> price < asks.bestPrice() || price > bids.bestPrice());
        return candidates;
    }

    private static AuctionPrice at(final long priceTicks, final BookSide bids, final BookSide asks) {
        final long wanted = bids.lotsAtOrBetterThan(priceTicks);
        final long offered = asks.lotsAtOrBetterThan(priceTicks);
        return new AuctionPrice(priceTicks, Math.min(wanted, offered), wanted - offered);
    }

    private boolean isBetterThan(final AuctionPrice other, final long referenceTicks) {
        if (lots != other.lots) {
            return lots > other.lots;
        }
        if (Math.abs(imbalanceLots) != Math.abs(other.imbalanceLots)) {
            return Math.abs(imbalanceLots) < Math.abs(other.imbalanceLots);
        }
        final long distance = Math.abs(priceTicks - referenceTicks);
        final long otherDistance = Math.abs(other.priceTicks - referenceTicks);
        // Without a reference the nearest to 0 is the lowest.
        return distance != otherDistance ? distance < otherDistance : priceTicks < other.priceTicks;
    }
}
