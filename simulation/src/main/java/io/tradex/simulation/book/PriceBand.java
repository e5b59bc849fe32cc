package io.tradex.simulation.book;

import java.math.BigInteger;

/** The section "Price band": the prices around the reference price within which orders are entered and trades happen. */
final class PriceBand {
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    private final int bps;
    private long referenceTicks;

    PriceBand(final MarketRules rules) {
        bps = rules.bandBps();
    }

    void referenceTicks(final long ticks) {
        referenceTicks = ticks;
    }

    long referenceTicks() {
        return referenceTicks;
    }

    boolean contains(final long priceTicks) {
        return !isThere() || (priceTicks >= lowestTicks() && priceTicks <= highestTicks());
    }

    /** The bound that a price outside breaks. */
    long brokenBy(final long priceTicks) {
        return priceTicks < lowestTicks() ? lowestTicks() : highestTicks();
    }

    private boolean isThere() {
        return bps > 0 && referenceTicks > 0;
    }

    /** Of the width, rounded down, the lowest price is rounded up. */
    private long lowestTicks() {
        return referenceTicks - widthTicks();
    }

    private long highestTicks() {
        return referenceTicks + widthTicks();
    }

    private long widthTicks() {
        return BigInteger.valueOf(referenceTicks)
                .multiply(BigInteger.valueOf(bps))
                .divide(WHOLE)
                .longValueExact();
    }
}
