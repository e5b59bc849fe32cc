package io.tradex.exchange;

/**
 * An order as its exchange sees it at one moment.
 *
 * @param clOrdId     ClOrdID (11) of the order or of the last replace or cancel that was accepted.
 * @param orderId     OrderID (37).
 * @param symbol      Symbol (55).
 * @param buy         true if Side (54) is 1.
 * @param immediate   true if it never rests: a market order or TimeInForce (59) = 3.
 * @param priceE8     Price (44) in units of 1e-8; 0 for a market order.
 * @param orderQtyE8  OrderQty (38) in units of 1e-8.
 * @param cumQtyE8    CumQty (14) in units of 1e-8.
 * @param leavesQtyE8 LeavesQty (151) in units of 1e-8; 0 once the order is finished.
 * @param ordStatus   OrdStatus (39).
 */
public record OrderState(
        String clOrdId,
        String orderId,
        String symbol,
        boolean buy,
        boolean immediate,
        long priceE8,
        long orderQtyE8,
        long cumQtyE8,
        long leavesQtyE8,
        char ordStatus) {
    /** @return true if it may still trade. */
    public boolean isOpen() {
        return leavesQtyE8 > 0;
    }
}
