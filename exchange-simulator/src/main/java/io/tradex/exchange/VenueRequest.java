package io.tradex.exchange;

/**
 * What a counterparty asks, read from its FIX message.
 *
 * @param kind        which of the four.
 * @param clOrdId     ClOrdID (11).
 * @param origClOrdId OrigClOrdID (41) of a cancel or replace; else null.
 * @param symbol      Symbol (55).
 * @param buy         true if Side (54) is 1.
 * @param market      true if OrdType (40) is 1.
 * @param immediate   true if it must not rest: market, or TimeInForce (59) = 3.
 * @param priceE8     Price (44) of a limit order in units of 1e-8; else 0.
 * @param orderQtyE8  OrderQty (38) in units of 1e-8; 0 where the request has none.
 * @param possResend  PossResend (97): the counterparty is not sure whether it sent this before.
 */
record VenueRequest(
        Kind kind,
        String clOrdId,
        String origClOrdId,
        String symbol,
        boolean buy,
        boolean market,
        boolean immediate,
        long priceE8,
        long orderQtyE8,
        boolean possResend) {
    /** The kinds of request. */
    enum Kind {
        NEW_ORDER,
        CANCEL,
        REPLACE,
        STATUS
    }
}
