package io.tradex.core.engine;

import io.tradex.core.book.OrderTerms;
import io.tradex.core.order.Order;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;

/** Says of an order what its book has to know. */
final class BookTerms {
    private final OrderTerms terms = new OrderTerms();

    /** The terms of an order, valid until the next call. */
    OrderTerms of(final Order order) {
        final boolean buy = order.isBuy();
        terms.key = order.slot;
        terms.owner = 0;
        terms.buy = buy;
        terms.ordType = order.ordType;
        terms.timeInForce = order.timeInForce;
        terms.pegType = PegType.NONE;
        terms.postOnly = PostOnly.NONE;
        terms.selfTradePrevention = SelfTradePrevention.NONE;
        terms.priceTicks = order.priceTicks;
        if (order.ordType == OrdType.MARKET) {
            terms.priceTicks = buy ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        terms.stopTicks = 0;
        terms.offsetTicks = 0;
        terms.quantityLots = order.leavesQtyLots;
        terms.displayLots = 0;
        terms.minLots = 0;
        return terms;
    }
}
