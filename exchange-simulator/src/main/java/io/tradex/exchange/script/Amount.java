package io.tradex.exchange.script;

/**
 * A quantity as a script writes it.
 *
 * @param kind  how to read the value.
 * @param value in units of 1e-8; of percents in units of 0.01 %; 0 for all.
 */
public record Amount(Kind kind, long value) {
    private static final long WHOLE_BPS = 10_000;

    /** How a quantity is written. */
    public enum Kind {
        /** {@code 100}: so much. */
        ABSOLUTE,
        /** {@code 50%}: a part of OrderQty. */
        PERCENT,
        /** {@code +100}, {@code -100}: more or less than OrderQty. */
        CHANGE,
        /** {@code +10%}, {@code -10%}: more or less than OrderQty by a part of it. */
        PERCENT_CHANGE,
        /** {@code all}: OrderQty less CumQty. */
        ALL
    }

    /**
     * Works it out. Parts of a quantity are rounded down to whole units, so that instruments that trade in whole lots of one see no
     * fractions.
     *
     * @param orderQtyE8 OrderQty of the order, in units of 1e-8.
     * @param cumQtyE8   its CumQty.
     * @return the quantity in units of 1e-8.
     */
    public long of(final long orderQtyE8, final long cumQtyE8) {
        return switch (kind) {
            case ABSOLUTE -> value;
            case PERCENT -> part(orderQtyE8);
            case CHANGE -> orderQtyE8 + value;
            case PERCENT_CHANGE -> orderQtyE8 + part(orderQtyE8);
            case ALL -> Math.max(orderQtyE8 - cumQtyE8, 0);
        };
    }

    private long part(final long quantityE8) {
        final long units = quantityE8 / Line.UNIT_E8;
        return units * value / WHOLE_BPS * Line.UNIT_E8;
    }
}
