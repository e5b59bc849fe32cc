package io.tradex.client;

import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.types.AssetClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A new instrument, to be filled in and given to {@link AdminClient#defineInstrument}. Not thread safe. */
public final class InstrumentDefinition {
    private static final int SYMBOL_LENGTH = InstrumentDefinedEncoder.symbolLength();
    private static final int CURRENCY_LENGTH = InstrumentDefinedEncoder.currencyLength();

    final byte[] symbol = new byte[SYMBOL_LENGTH];
    final byte[] currency = new byte[CURRENCY_LENGTH];
    int instrumentId;
    long tickSizeE8 = 1_000_000;
    long lotSizeE8 = 100_000_000;
    long maxPriceTicks = 100_000_000;
    long maxQuantityLots = 1_000_000;
    long referencePriceTicks;
    int multiplier = 1;
    int cutOffSeconds;
    AssetClass assetClass = AssetClass.EQUITY;

    /**
     * An equity in USD with ticks of 0.01 and lots of 1, unless told otherwise.
     *
     * @param instrumentId of the new instrument, positive.
     * @param symbolText   1 to 12 printable ASCII characters.
     */
    public InstrumentDefinition(final int instrumentId, final String symbolText) {
        if (instrumentId < 1) {
            throw new IllegalArgumentException("instrumentId must be positive, was " + instrumentId);
        }
        this.instrumentId = instrumentId;
        put("symbol", symbolText, symbol, 1);
        currency("USD");
    }

    /**
     * @param tickE8 smallest price step, times 100,000,000.
     * @param lotE8  smallest quantity step, times 100,000,000.
     * @return this.
     */
    public InstrumentDefinition steps(final long tickE8, final long lotE8) {
        tickSizeE8 = tickE8;
        lotSizeE8 = lotE8;
        return this;
    }

    /**
     * @param priceTicks   highest price of an order.
     * @param quantityLots largest quantity of an order.
     * @return this.
     */
    public InstrumentDefinition limits(final long priceTicks, final long quantityLots) {
        maxPriceTicks = priceTicks;
        maxQuantityLots = quantityLots;
        return this;
    }

    /**
     * @param priceTicks by which market orders are measured until a trade; 0 for none.
     * @return this.
     */
    public InstrumentDefinition referencePrice(final long priceTicks) {
        referencePriceTicks = priceTicks;
        return this;
    }

    /**
     * @param units that one contract stands for, 1 to 1,000,000.
     * @return this.
     */
    public InstrumentDefinition multiplier(final int units) {
        multiplier = units;
        return this;
    }

    /**
     * @param newAssetClass what kind it is.
     * @return this.
     */
    public InstrumentDefinition assetClass(final AssetClass newAssetClass) {
        assetClass = newAssetClass;
        return this;
    }

    /**
     * Makes it a mutual fund.
     *
     * @param secondsOfDay after midnight UTC until which orders of the day are accepted.
     * @return this.
     */
    public InstrumentDefinition fund(final int secondsOfDay) {
        assetClass = AssetClass.MUTUAL_FUND;
        cutOffSeconds = secondsOfDay;
        return this;
    }

    /**
     * @param code of its currency, three ASCII characters.
     * @return this.
     */
    public InstrumentDefinition currency(final String code) {
        put("currency", code, currency, CURRENCY_LENGTH);
        return this;
    }

    private static void put(final String name, final String text, final byte[] into, final int lengthMin) {
        if (text.length() < lengthMin
                || text.length() > into.length
                || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(name + " must be " + (lengthMin == into.length ? "" : lengthMin + " to ")
                    + into.length + " printable ASCII characters, was " + text);
        }
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(into, (byte) 0);
        System.arraycopy(bytes, 0, into, 0, bytes.length);
    }
}
