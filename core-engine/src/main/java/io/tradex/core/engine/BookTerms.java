package io.tradex.core.engine;

import io.tradex.core.book.OrderTerms;
import io.tradex.core.order.Order;
import io.tradex.protocol.types.OrdType;

/** Says of an order what its book has to know. */
final class BookTerms {
    private final OrderTerms terms = new OrderTerms();

    /** The terms of an order, with what is left of it; valid until the next call. */
    OrderTerms of(final Order order) {
        final boolean buy = order.isBuy();
        terms.key = order.slot;
        terms.owner = order.account.tradeOwner();
        terms.buy = buy;
        terms.ordType = order.ordType;
        terms.timeInForce = order.timeInForce;
        terms.pegType = order.pegType;
        terms.postOnly = order.postOnly;
        terms.selfTradePrevention = order.selfTradePrevention;
        terms.priceTicks = !order.isUnpriced() ? order.limitTicks() : buy ? Long.MAX_VALUE : Long.MIN_VALUE;
        terms.stopTicks = order.stopTicks;
        if (order.triggered && order.ordType == OrdType.STOP_LIMIT) {
            terms.ordType = OrdType.LIMIT;
            terms.stopTicks = 0;
        }
        terms.offsetTicks = order.offsetTicks;
        terms.quantityLots = order.leavesQtyLots;
        // An order that comes in again may be too small to hide anything, and had its minimum when it came in first.
        terms.displayLots = order.displayLots < order.leavesQtyLots ? order.displayLots : 0;
        terms.minLots = order.prioritySeq == 0 ? order.minLots : 0;
        return terms;
    }

    /** The terms of an order to be put back where it stood: what is left of an iceberg may be less than a part and still be hidden. */
    OrderTerms ofStanding(final Order order) {
        of(order).displayLots = order.displayLots;
        return terms;
    }
}
