package io.tradex.simulation.scenario;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;

/** {@link OrderTerms} that do not change, to be kept in a script. The fields are those of the terms. */
public record OrderSpec(
        long key,
        int owner,
        boolean buy,
        OrdType ordType,
        TimeInForce timeInForce,
        PegType pegType,
        PostOnly postOnly,
        SelfTradePrevention selfTradePrevention,
        long priceTicks,
        long stopTicks,
        long offsetTicks,
        long quantityLots,
        long displayLots,
        long minLots) {

    /**
     * @param terms to be kept.
     * @return them as they are now.
     */
    public static OrderSpec of(final OrderTerms terms) {
        return new OrderSpec(
                terms.key,
                terms.owner,
                terms.buy,
                terms.ordType,
                terms.timeInForce,
                terms.pegType,
                terms.postOnly,
                terms.selfTradePrevention,
                terms.priceTicks,
                terms.stopTicks,
                terms.offsetTicks,
                terms.quantityLots,
                terms.displayLots,
                terms.minLots);
    }

    /** @return terms of their own that say the same. */
    public OrderTerms toTerms() {
        final OrderTerms terms = new OrderTerms();
        terms.key = key;
        terms.owner = owner;
        terms.buy = buy;
        terms.ordType = ordType;
        terms.timeInForce = timeInForce;
        terms.pegType = pegType;
        terms.postOnly = postOnly;
        terms.selfTradePrevention = selfTradePrevention;
        terms.priceTicks = priceTicks;
        terms.stopTicks = stopTicks;
        terms.offsetTicks = offsetTicks;
        terms.quantityLots = quantityLots;
        terms.displayLots = displayLots;
        terms.minLots = minLots;
        return terms;
    }

    /** @return whether it has a price: a market order without protection has none. */
    public boolean hasPrice() {
        return priceTicks != Long.MAX_VALUE && priceTicks != Long.MIN_VALUE;
    }
}
