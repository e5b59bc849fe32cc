package io.tradex.simulation.world;

import java.math.BigInteger;

/**
 * An instrument of a simulated world.
 *
 * @param instrumentId   id.
 * @param symbol         symbol.
 * @param tickSizeE8     smallest price step.
 * @param lotSizeE8      smallest quantity step.
 * @param middleTicks    price around which it trades.
 * @param maxPriceTicks  highest price of an order.
 * @param maxQuantityLots largest quantity of an order.
 */
public record Listing(
        int instrumentId,
        String symbol,
        long tickSizeE8,
        long lotSizeE8,
        long middleTicks,
        long maxPriceTicks,
        long maxQuantityLots) {
    private static final BigInteger E16_TO_MICROS = BigInteger.valueOf(10_000_000_000L);
    private static final long MAX_PRICE_TICKS = 1_000_000;
    private static final long MAX_QUANTITY_LOTS = 1_000_000;

    private static final Listing[] ALL = {
        new Listing(1, "AAPL", 1_000_000, 100_000_000, 10_000, MAX_PRICE_TICKS, MAX_QUANTITY_LOTS),
        new Listing(2, "VOD", 5_000_000, 10_000_000_000L, 1_500, MAX_PRICE_TICKS, MAX_QUANTITY_LOTS),
        new Listing(3, "BTCUSD", 100_000_000, 1_000_000, 60_000, MAX_PRICE_TICKS, MAX_QUANTITY_LOTS),
        new Listing(4, "MSFT", 1_000_000, 100_000_000, 40_000, MAX_PRICE_TICKS, MAX_QUANTITY_LOTS)
    };

    /** @return the instruments of every world. */
    public static Listing[] all() {
        return ALL.clone();
    }

    /**
     * @param instrumentId of an instrument.
     * @return it.
     */
    public static Listing of(final int instrumentId) {
        return ALL[instrumentId - 1];
    }

    /**
     * @param symbol of an instrument.
     * @return it, or null.
     */
    public static Listing of(final String symbol) {
        for (final Listing listing : ALL) {
            if (listing.symbol.equals(symbol)) {
                return listing;
            }
        }
        return null;
    }

    /**
     * Money by the definition of its units, with nothing rounded away before the end.
     *
     * @param priceE8 price.
     * @param lots    quantity.
     * @return micros; half a micro goes to the even neighbour.
     */
    public long micros(final long priceE8, final long lots) {
        final long high = Math.multiplyHigh(priceE8, lots * lotSizeE8);
        final long low = priceE8 * (lots * lotSizeE8);
        if (high == 0 && low >= 0 && low % 10_000_000_000L == 0) {
            return low / 10_000_000_000L;
        }
        final BigInteger[] micros = BigInteger.valueOf(priceE8)
                .multiply(BigInteger.valueOf(lots))
                .multiply(BigInteger.valueOf(lotSizeE8))
                .divideAndRemainder(E16_TO_MICROS);
        final int half = micros[1].shiftLeft(1).compareTo(E16_TO_MICROS);
        return micros[0].longValueExact() + (half > 0 || (half == 0 && micros[0].testBit(0)) ? 1 : 0);
    }

    /**
     * @param priceTicks price.
     * @param lots       quantity.
     * @return micros.
     */
    public long microsAtTicks(final long priceTicks, final long lots) {
        return micros(priceTicks * tickSizeE8, lots);
    }
}
