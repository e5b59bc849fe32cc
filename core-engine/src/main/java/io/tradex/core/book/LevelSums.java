package io.tradex.core.book;

import static io.tradex.core.book.PriceLadders.ASKS;
import static io.tradex.core.book.PriceLadders.BIDS;

import org.agrona.collections.Long2LongHashMap;

/**
 * What the orders of a price come to, for those prices at which somebody has asked for it: it is counted once, and from then on
 * kept up to date. Levels themselves have no sums, because continuous trading would pay for them with each command.
 */
final class LevelSums {
    /** Of a price whose orders have to be counted; then {@link #keep}. */
    static final long UNKNOWN = -1;

    /** Of both sides; null until the first is known. */
    private Long2LongHashMap[] sums;

    long of(final int side, final long priceTicks) {
        return sums == null ? UNKNOWN : sums[side].get(priceTicks);
    }

    /** @param sum counted just now, not negative. */
    void keep(final int side, final long priceTicks, final long sum) {
        if (sums == null) {
            sums = new Long2LongHashMap[] {new Long2LongHashMap(UNKNOWN), new Long2LongHashMap(UNKNOWN)};
        }
        sums[side].put(priceTicks, sum);
    }

    /** Orders of a price have come, changed or gone. */
    void change(final int side, final long priceTicks, final long by) {
        final long sum = of(side, priceTicks);
        if (sum != UNKNOWN) {
            sums[side].put(priceTicks, sum + by);
        }
    }

    /** @return of how many prices the sum is known. */
    int size() {
        return sums == null ? 0 : sums[ASKS].size() + sums[BIDS].size();
    }

    void clear() {
        if (sums != null) {
            sums[ASKS].clear();
            sums[BIDS].clear();
        }
    }
}
