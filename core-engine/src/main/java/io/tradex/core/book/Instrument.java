package io.tradex.core.book;

import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.AssetClass;
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
    private static final long KIND_MARKET = 0x33;
    private static final long KIND_RULES = 0x34;
    private static final int MAX_MICROS_BITS = 62;
    private static final int MAX_FRACTION_BITS = 28;
    private static final int MAX_MULTIPLIER = 1_000_000;
    private static final int SECONDS_OF_A_DAY = 86_400;

    private final int instrumentId;
    private final byte[] symbol;
    private final long tickSizeE8;
    private final long lotSizeE8;
    /** A tick of a lot is worth this many micros, over {@link #microsDivisor}. */
    private long microsPerTickLot;

    private long microsDivisor;
    private final long maxPriceTicks;
    private final long maxQuantityLots;
    private final long referenceMultiplier;
    private final StateHash hash;
    private final BookRules rules;
    private final OrderBook book;
    private long referencePriceTicks;
    private int multiplier = 1;
    private AssetClass assetClass = AssetClass.EQUITY;
    private int cutOffSeconds;
    private final byte[] currency = new byte[3];
    private long maxOrderLots;
    private long maxOrderNotionalMicros;
    private boolean retired;
    private boolean killed;
    private long bookSeq;
    private long marketContribution;
    private long rulesContribution;

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
        if (instrumentId < 1
                || tickSizeE8 < 1
                || lotSizeE8 < 1
                || maxPriceTicks < 1
                || maxQuantityLots < 1
                || maxPriceTicks > Long.MAX_VALUE / 4
                || maxPriceTicks > Long.MAX_VALUE / tickSizeE8
                || maxQuantityLots > Long.MAX_VALUE / lotSizeE8) {
            throw new IllegalArgumentException(
                    "instrument " + instrumentId + ": sizes and limits must be positive, and limits must fit");
        }
        this.instrumentId = instrumentId;
        this.symbol = symbol.clone();
        this.tickSizeE8 = tickSizeE8;
        this.lotSizeE8 = lotSizeE8;
        this.maxPriceTicks = maxPriceTicks;
        this.maxQuantityLots = maxQuantityLots;
        maxOrderLots = maxQuantityLots;
        this.hash = hash;
        value(1);
        rules = new BookRules(maxPriceTicks);
        book = new OrderBook(memory, rules, listener);
        referenceMultiplier = StateHash.multiplier(KIND_REFERENCE, instrumentId);
    }

    /** Makes it part of the state, once it is certain that it is to be. */
    public void defined() {
        long h = StateHash.mix(KIND_INSTRUMENT, instrumentId);
        for (final byte b : symbol) {
            h = StateHash.mix(h, b);
        }
        h = StateHash.mix(h, tickSizeE8);
        h = StateHash.mix(h, lotSizeE8);
        h = StateHash.mix(h, maxPriceTicks);
        hash.add(StateHash.mix(h, maxQuantityLots));
        changed();
        rulesChanged();
    }

    /** Works out what a tick of a lot is worth. */
    private void value(final int units) {
        final BigInteger product = BigInteger.valueOf(tickSizeE8)
                .multiply(BigInteger.valueOf(lotSizeE8))
                .multiply(BigInteger.valueOf(units));
        final BigInteger divisor = BigInteger.valueOf(TICK_AND_LOT_TO_MICROS);
        final BigInteger common = product.gcd(divisor);
        final BigInteger micros = product.divide(common);
        if (micros.bitLength() > (common.equals(divisor) ? MAX_MICROS_BITS : MAX_FRACTION_BITS)) {
            throw new IllegalArgumentException("instrument " + instrumentId + ": a tick of a lot is worth too much");
        }
        microsPerTickLot = micros.longValueExact();
        microsDivisor = divisor.divide(common).longValueExact();
        multiplier = units;
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

    /** @return what the book reads; {@link #rulesChanged()} after a change. */
    public BookRules rules() {
        return rules;
    }

    /** @return what kind it is. */
    public AssetClass assetClass() {
        return assetClass;
    }

    /** @return seconds after midnight UTC until which a fund takes orders; 0 without a cut-off. */
    public int cutOffSeconds() {
        return cutOffSeconds;
    }

    /** @return units that one contract stands for. */
    public int multiplier() {
        return multiplier;
    }

    /** @return three characters; not to be changed. */
    public byte[] currency() {
        return currency;
    }

    /**
     * What else it is; before its first order.
     *
     * @param newAssetClass    what kind it is.
     * @param newMultiplier    units that one contract stands for, 1 to 1,000,000.
     * @param newCutOffSeconds of a fund; else 0.
     * @param newCurrency      three characters.
     * @throws IllegalArgumentException if it contradicts itself.
     */
    public void describe(
            final AssetClass newAssetClass,
            final int newMultiplier,
            final int newCutOffSeconds,
            final byte[] newCurrency) {
        if (newAssetClass == AssetClass.NULL_VAL
                || newAssetClass == AssetClass.SBE_UNKNOWN
                || newMultiplier < 1
                || newMultiplier > MAX_MULTIPLIER
                || newCutOffSeconds < 0
                || newCutOffSeconds >= SECONDS_OF_A_DAY
                || newCurrency.length != currency.length
                || (newAssetClass == AssetClass.MUTUAL_FUND) != (newCutOffSeconds > 0)) {
            throw new IllegalArgumentException(
                    "instrument " + instrumentId + ": multiplier " + newMultiplier + ", cut-off " + newCutOffSeconds
                            + " s or asset class " + newAssetClass + " contradict each other");
        }
        assetClass = newAssetClass;
        value(newMultiplier);
        cutOffSeconds = newCutOffSeconds;
        System.arraycopy(newCurrency, 0, currency, 0, currency.length);
    }

    /** @return largest quantity of an order, as an operator has set it. */
    public long maxOrderLots() {
        return maxOrderLots;
    }

    /** @return largest worth of an order; 0 for no limit. */
    public long maxOrderNotionalMicros() {
        return maxOrderNotionalMicros;
    }

    /**
     * @param lots   largest quantity of an order.
     * @param micros largest worth of an order; 0 for no limit.
     */
    public void limitOrders(final long lots, final long micros) {
        maxOrderLots = lots;
        maxOrderNotionalMicros = micros;
    }

    /** @return number of the last event of its book that was published; 0 before the first. */
    public long bookSeq() {
        return bookSeq;
    }

    /** @return number of the next event of its book, which is published now; {@link #changed()} when the input is done. */
    public long nextBookSeq() {
        return ++bookSeq;
    }

    /** @param seq number to go on from, when a snapshot is loaded. */
    public void bookSeq(final long seq) {
        bookSeq = seq;
    }

    /** @return whether it takes no more orders. */
    public boolean isRetired() {
        return retired;
    }

    /** Makes it take no more orders. */
    public void retire() {
        retired = true;
    }

    /** @return whether its kill switch is on. */
    public boolean isKilled() {
        return killed;
    }

    /** @param on whether its kill switch is on. */
    public void killed(final boolean on) {
        killed = on;
    }

    /** Brings the hash of the state up to date after something happened in its book. */
    public void changed() {
        long h = StateHash.mix(
                StateHash.mix(KIND_MARKET, instrumentId), book.phase().value());
        h = StateHash.mix(h, book.lastTradeTicks());
        h = StateHash.mix(h, book.referencePriceTicks());
        h = StateHash.mix(h, book.velocityHash());
        h = StateHash.mix(h, bookSeq);
        hash.add(h - marketContribution);
        marketContribution = h;
    }

    /** Brings the hash of the state up to date after an operator changed what it allows. */
    public void rulesChanged() {
        long h = StateHash.mix(StateHash.mix(KIND_RULES, instrumentId), maxOrderLots);
        h = StateHash.mix(h, maxOrderNotionalMicros);
        h = StateHash.mix(h, (retired ? 1 : 0) + (killed ? 2 : 0) + ((long) assetClass.value() << 8));
        h = StateHash.mix(h, ((long) multiplier << 32) | cutOffSeconds);
        for (final byte b : currency) {
            h = StateHash.mix(h, b);
        }
        h = StateHash.mix(h, rules.hash());
        hash.add(h - rulesContribution);
        rulesContribution = h;
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
     * Money of a quantity at a price; rounded down where a tick of a lot is not a whole number of micros, so that the parts of a
     * quantity never cost more than the whole.
     *
     * @param priceTicks   not negative.
     * @param quantityLots not negative.
     * @return micros, or -1 if it does not fit.
     */
    public long notionalMicros(final long priceTicks, final long quantityLots) {
        if (microsDivisor != 1) {
            return fractionalMicros(priceTicks, quantityLots);
        }
        final long perLotHigh = Math.multiplyHigh(priceTicks, microsPerTickLot);
        final long perLot = priceTicks * microsPerTickLot;
        if (perLotHigh != 0 || perLot < 0) {
            return -1;
        }
        final long micros = perLot * quantityLots;
        return Math.multiplyHigh(perLot, quantityLots) != 0 || micros < 0 || micros > MAX_NOTIONAL_MICROS ? -1 : micros;
    }

    private long fractionalMicros(final long priceTicks, final long quantityLots) {
        final long tickLots = priceTicks * quantityLots;
        if (Math.multiplyHigh(priceTicks, quantityLots) != 0 || tickLots < 0) {
            return -1;
        }
        final long whole = tickLots / microsDivisor;
        final long micros = whole * microsPerTickLot + tickLots % microsDivisor * microsPerTickLot / microsDivisor;
        return Math.multiplyHigh(whole, microsPerTickLot) != 0 || micros < 0 || micros > MAX_NOTIONAL_MICROS
                ? -1
                : micros;
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
                .multiply(BigInteger.valueOf(lotSizeE8))
                .multiply(BigInteger.valueOf(multiplier));
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
