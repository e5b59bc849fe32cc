package io.tradex.simulation.book;

/** The lowest and the highest price of some trades. */
final class PriceRange {
    private long low = Long.MAX_VALUE;
    private long high = Long.MIN_VALUE;

    void add(final long priceTicks) {
        low = Math.min(low, priceTicks);
        high = Math.max(high, priceTicks);
    }

    void add(final PriceRange other) {
        low = Math.min(low, other.low);
        high = Math.max(high, other.high);
    }

    boolean isEmpty() {
        return low > high;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }
}
