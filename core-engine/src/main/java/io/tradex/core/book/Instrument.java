package io.tradex.core.book;

import io.tradex.core.state.StateHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** An instrument's definition, its book and its last price. */
public final class Instrument {
    /** Length of a symbol on the wire, in bytes. */
    public static final int SYMBOL_LENGTH = 12;

    /** No overflow anywhere if a price in ticks, a quantity in lots and the money of an order stay within this. */
    private static final long MAX_NOTIONAL_MICROS = Long.MAX_VALUE / 4;

    private static final long TICK_AND_LOT_TO_MICROS = 10_000_000_000L;
    private static final long KIND_INSTRUMENT = 0x31;
    private static final long KIND_REFERENCE = 0x32;

    private final int instrumentId;
    private final byte[] symbol;
    private final long tickSizeE8;
    private final long lotSizeE8;
    private final long microsPerTickLot;
    private final long maxPriceTicks;
    private final long maxQuantityLots;
    private final long referenceMultiplier;
    private final StateHash hash;
    private final BookRules rules;
    private final OrderBook book;
    private long referencePriceTicks;

    /**
     * @param instrumentId    of the instrument.
     * @param symbol          {@link #SYMBOL_LENGTH} bytes, padded with zeros.
     * @param tickSizeE8      smallest price step.
     * @param lotSizeE8       smallest quantity step.
     * @param maxPriceTicks   highest price of an order.
     * @param maxQuantityLots largest quantity of an order.
     * @param hash            of the state it belongs to.
     * @param memory          for the orders of its book.
     * @param listener        hears of what happens in its book.
     * @throws IllegalArgumentException if the definition contradicts itself.
     */
    public Instrument(
            final int instrumentId,
            final byte[] symbol,
            final long tickSizeE8,
            final long lotSizeE8,
            final long maxPriceTicks,
            final long maxQuantityLots,
            final StateHash hash,
            final BookMemory memory,
            final BookListener listener) {
        final BigInteger product = BigInteger.valueOf(tickSizeE8).multiply(BigInteger.valueOf(lotSizeE8));
        final BigInteger[] micros = product.divideAndRemainder(BigInteger.valueOf(TICK_AND_LOT_TO_MICROS));
        if (instrumentId < 1
                || tickSizeE8 < 1
                || lotSizeE8 < 1
                || maxPriceTicks < 1
                || maxQuantityLots < 1
                || maxPriceTicks > Long.MAX_VALUE / 4
                || maxPriceTicks > Long.MAX_VALUE / tickSizeE8
                || maxQuantityLots > Long.MAX_VALUE / lotSizeE8
                || micros[1].signum() != 0
                || micros[0].bitLength() > 62) {
            throw new IllegalArgumentException("instrument " + instrumentId
                    + ": sizes and limits must be positive, limits must fit, and a tick of a lot must be whole micros");
        }
        this.instrumentId = instrumentId;
        this.symbol = symbol.clone();
        this.tickSizeE8 = tickSizeE8;
        this.lotSizeE8 = lotSizeE8;
        this.microsPerTickLot = micros[0].longValueExact();
        this.maxPriceTicks = maxPriceTicks;
        this.maxQuantityLots = maxQuantityLots;
        this.hash = hash;
        rules = new BookRules(maxPriceTicks);
        book = new OrderBook(memory, rules, listener);
        referenceMultiplier = StateHash.multiplier(KIND_REFERENCE, instrumentId);
        long h = StateHash.mix(KIND_INSTRUMENT, instrumentId);
        for (final byte b : symbol) {
            h = StateHash.mix(h, b);
        }
        h = StateHash.mix(h, tickSizeE8);
        h = StateHash.mix(h, lotSizeE8);
        h = StateHash.mix(h, maxPriceTicks);
        hash.add(StateHash.mix(h, maxQuantityLots));
    }

    /** @return the id. */
    public int instrumentId() {
        return instrumentId;
    }

    /** @return the symbol, padded; not to be changed. */
    public byte[] symbol() {
        return symbol;
    }

    /** @return the symbol as text. */
    public String symbolText() {
        return new String(symbol, StandardCharsets.US_ASCII).trim();
    }

    /** @return smallest price step. */
    public long tickSizeE8() {
        return tickSizeE8;
    }

    /** @return smallest quantity step. */
    public long lotSizeE8() {
        return lotSizeE8;
    }

    /** @return highest price of an order. */
    public long maxPriceTicks() {
        return maxPriceTicks;
    }

    /** @return largest quantity of an order. */
    public long maxQuantityLots() {
        return maxQuantityLots;
    }

    /** @return the book. */
    public OrderBook book() {
        return book;
    }

    /** @return the last trade's price, or the one given at definition; 0 if there is none. */
    public long referencePriceTicks() {
        return referencePriceTicks;
    }

    /** @param priceTicks of the last trade. */
    public void referencePriceTicks(final long priceTicks) {
        hash.add((priceTicks - referencePriceTicks) * referenceMultiplier);
        referencePriceTicks = priceTicks;
    }

    /**
     * Money of a quantity at a price.
     *
     * @param priceTicks   not negative.
     * @param quantityLots not negative.
     * @return micros, or -1 if it does not fit.
     */
    public long notionalMicros(final long priceTicks, final long quantityLots) {
        final long perLotHigh = Math.multiplyHigh(priceTicks, microsPerTickLot);
        final long perLot = priceTicks * microsPerTickLot;
        if (perLotHigh != 0 || perLot < 0) {
            return -1;
        }
        final long micros = perLot * quantityLots;
        return Math.multiplyHigh(perLot, quantityLots) != 0 || micros < 0 || micros > MAX_NOTIONAL_MICROS ? -1 : micros;
    }

    /**
     * Money of a venue's fill, whose price need not be a whole number of ticks; rounded half to even.
     *
     * @param priceE8      not negative.
     * @param quantityLots not negative.
     * @return micros, or -1 if it does not fit.
     */
    public long fillMicros(final long priceE8, final long quantityLots) {
        if (priceE8 % tickSizeE8 == 0) {
            return notionalMicros(priceE8 / tickSizeE8, quantityLots);
        }
        final BigInteger scaled = BigInteger.valueOf(priceE8)
                .multiply(BigInteger.valueOf(quantityLots))
                .multiply(BigInteger.valueOf(lotSizeE8));
        final BigInteger[] micros = scaled.divideAndRemainder(BigInteger.valueOf(TICK_AND_LOT_TO_MICROS));
        final int half = micros[1].shiftLeft(1).compareTo(BigInteger.valueOf(TICK_AND_LOT_TO_MICROS));
        final BigInteger rounded =
                half > 0 || (half == 0 && micros[0].testBit(0)) ? micros[0].add(BigInteger.ONE) : micros[0];
        return rounded.compareTo(BigInteger.valueOf(MAX_NOTIONAL_MICROS)) > 0 ? -1 : rounded.longValueExact();
    }

    /**
     * @param priceE8 a venue's price, not negative.
     * @return the nearest price in ticks.
     */
    public long nearestTicks(final long priceE8) {
        final long ticks = priceE8 / tickSizeE8;
        return priceE8 % tickSizeE8 >= tickSizeE8 - tickSizeE8 / 2 ? ticks + 1 : ticks;
    }
}
