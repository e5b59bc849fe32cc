package io.tradex.core.book;

import java.util.Arrays;

/**
 * Finds the price of an auction: the one at which most lots trade, then the one with the least imbalance, then the nearest to a
 * reference price, then the lowest. It is given the levels of both sides that meet, the best first.
 */
final class AuctionPrice {
    private long[] bidTicks = {};
    private long[] bidLots = {};
    private long[] askTicks = {};
    private long[] askLots = {};
    private int bids;
    private int asks;

    private long ticks;
    private long lots;
    private long imbalanceLots;

    /** Price; 0 if nothing would trade. */
    long ticks() {
        return ticks;
    }

    /** Quantity that trades at it. */
    long lots() {
        return lots;
    }

    /** What is left over at it: positive if buyers are left, negative if sellers are. */
    long imbalanceLots() {
        return imbalanceLots;
    }

    /** Forgets all levels, and that anything would trade. */
    void clear() {
        bids = 0;
        asks = 0;
        ticks = 0;
        lots = 0;
        imbalanceLots = 0;
    }

    void addBid(final long priceTicks, final long quantityLots) {
        if (bids == bidTicks.length) {
            bidTicks = Arrays.copyOf(bidTicks, Math.max(16, 2 * bids));
            bidLots = Arrays.copyOf(bidLots, bidTicks.length);
        }
        bidTicks[bids] = priceTicks;
        bidLots[bids++] = quantityLots;
    }

    void addAsk(final long priceTicks, final long quantityLots) {
        if (asks == askTicks.length) {
            askTicks = Arrays.copyOf(askTicks, Math.max(16, 2 * asks));
            askLots = Arrays.copyOf(askLots, askTicks.length);
        }
        askTicks[asks] = priceTicks;
        askLots[asks++] = quantityLots;
    }

    /**
     * Tries every price at which an order stands, and the reference price if it lies between them, from the lowest up.
     *
     * @param referenceTicks 0 for none.
     */
    void find(final long referenceTicks) {
        long demand = 0;
        for (int i = 0; i < bids; i++) {
            demand += bidLots[i];
        }
        long supply = 0;
        int bid = bids - 1;
        int ask = 0;
        boolean referenceTried = referenceTicks < askTicks[0] || referenceTicks > bidTicks[0];
        while (bid >= 0 || ask < asks || !referenceTried) {
            long price = bid >= 0 ? bidTicks[bid] : Long.MAX_VALUE;
            if (ask < asks) {
                price = Math.min(price, askTicks[ask]);
            }
            if (!referenceTried && referenceTicks <= price) {
                price = referenceTicks;
                referenceTried = true;
            }
            if (ask < asks && askTicks[ask] == price) {
                supply += askLots[ask++];
            }
            consider(price, demand, supply, referenceTicks);
            if (bid >= 0 && bidTicks[bid] == price) {
                demand -= bidLots[bid--];
            }
        }
    }

    private void consider(final long price, final long demand, final long supply, final long referenceTicks) {
        final long tradable = Math.min(demand, supply);
        final long imbalance = demand - supply;
        final boolean better;
        if (tradable != lots) {
            better = tradable > lots;
        } else if (Math.abs(imbalance) != Math.abs(imbalanceLots)) {
            better = Math.abs(imbalance) < Math.abs(imbalanceLots);
        } else {
            better = referenceTicks != 0 && Math.abs(price - referenceTicks) < Math.abs(ticks - referenceTicks);
        }
        if (better) {
            ticks = price;
            lots = tradable;
            imbalanceLots = imbalance;
        }
    }
}
