package io.tradex.certification;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdStatus;

/**
 * What the core shows of an order.
 *
 * @param orderId        the core's id.
 * @param ordStatus      as its clients are told.
 * @param venueOrdStatus as its venue has confirmed.
 * @param quantityLots   OrderQty.
 * @param cumQtyLots     CumQty.
 * @param leavesQtyLots  LeavesQty.
 */
record OrderRow(
        long orderId,
        OrdStatus ordStatus,
        OrdStatus venueOrdStatus,
        long quantityLots,
        long cumQtyLots,
        long leavesQtyLots) {
    static OrderRow of(final OrderDeltaDecoder delta) {
        return new OrderRow(
                delta.orderId(),
                delta.ordStatus(),
                delta.venueOrdStatus(),
                delta.quantityLots(),
                delta.cumQtyLots(),
                delta.leavesQtyLots());
    }
}
