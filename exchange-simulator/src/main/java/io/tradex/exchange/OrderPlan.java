package io.tradex.exchange;

/**
 * What is to become of one order.
 *
 * @param rejectText      if not null, the order is rejected with OrdRejReason 99 (other) and this text.
 * @param houseQuantityE8 how much the house trades against it; 0 for nothing. An order that rests is met by an opposite
 *                        immediate order of the house at its price, which price-time priority may give to another order; what
 *                        would be cancelled for want of liquidity trades at its limit, a market order at the last trade's
 *                        price.
 * @param houseDelayNs    how long the house waits with a resting order.
 */
public record OrderPlan(String rejectText, long houseQuantityE8, long houseDelayNs) {
    /** The order is left to the market. */
    public static final OrderPlan ACCEPT = new OrderPlan(null, 0, 0);

    /** Checks every property, naming the one at fault. */
    public OrderPlan {
        if (houseQuantityE8 < 0) {
            throw new IllegalArgumentException("houseQuantityE8 must not be negative: " + houseQuantityE8);
        }
        if (houseDelayNs < 0) {
            throw new IllegalArgumentException("houseDelayNs must not be negative: " + houseDelayNs);
        }
    }

    /**
     * @param text of the reject.
     * @return the order is rejected.
     */
    public static OrderPlan reject(final String text) {
        return new OrderPlan(text, 0, 0);
    }

    /**
     * @param quantityE8 how much the house trades.
     * @param delayNs    how long it waits.
     * @return the house trades against the order.
     */
    public static OrderPlan houseTrades(final long quantityE8, final long delayNs) {
        return new OrderPlan(null, quantityE8, delayNs);
    }
}
