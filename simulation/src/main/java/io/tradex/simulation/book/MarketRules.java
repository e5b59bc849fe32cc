package io.tradex.simulation.book;

/**
 * The rules of an instrument.
 *
 * @param maxPriceTicks    highest price of an order.
 * @param tickTable        which prices there are.
 * @param bandBps          width of the price band in basis points; 0 for none.
 * @param velocityBps      largest move in basis points; 0 for no rule.
 * @param velocityWindowNs in which it may not be exceeded; 0 with no rule.
 */
public record MarketRules(
        long maxPriceTicks, TickTable tickTable, int bandBps, int velocityBps, long velocityWindowNs) {

    /**
     * @param maxPriceTicks highest price of an order.
     * @return rules without a band or a velocity rule, every tick being a price.
     */
    public static MarketRules plain(final long maxPriceTicks) {
        return new MarketRules(maxPriceTicks, TickTable.EVERY_TICK, 0, 0, 0);
    }
}
