package io.tradex.exchange;

import quickfix.Message;
import quickfix.field.TimeInForce;

/**
 * What a counterparty asks, read from its FIX message.
 *
 * @param kind        which.
 * @param clOrdId     ClOrdID (11).
 * @param origClOrdId OrigClOrdID (41) of a cancel or replace; else null.
 * @param symbol      Symbol (55).
 * @param buy         true if Side (54) is 1.
 * @param market      true if OrdType (40) is 1.
 * @param immediate   true if it must not rest: market, or TimeInForce (59) = 3 or 4.
 * @param priceE8     Price (44) of a limit order in units of 1e-8; else 0.
 * @param orderQtyE8  OrderQty (38) in units of 1e-8; 0 where the request has none.
 * @param possResend  PossResend (97): the counterparty is not sure whether it sent this before.
 * @param timeInForce TimeInForce (59); day if the request has none.
 * @param account     Account (1); empty if absent.
 * @param cashQtyE8   CashOrderQty (152) in units of 1e-8; 0 if absent.
 * @param restsForNs  nanoseconds from now to ExpireTime (126); Long.MAX_VALUE if it has none.
 * @param message     as it came; null in tests that need none.
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
        boolean possResend,
        char timeInForce,
        String account,
        long cashQtyE8,
        long restsForNs,
        Message message) {
    /** The kinds of request. */
    enum Kind {
        NEW_ORDER,
        CANCEL,
        REPLACE,
        STATUS,
        /** ClOrdID holds MassStatusReqID (584). */
        MASS_STATUS,
        /** The message alone says what is asked. */
        MARKET_DATA
    }

    /** A request of a day order, or an immediate one, that names no account. */
    VenueRequest(
            final Kind kind,
            final String clOrdId,
            final String origClOrdId,
            final String symbol,
            final boolean buy,
            final boolean market,
            final boolean immediate,
            final long priceE8,
            final long orderQtyE8,
            final boolean possResend) {
        this(
                kind,
                clOrdId,
                origClOrdId,
                symbol,
                buy,
                market,
                immediate,
                priceE8,
                orderQtyE8,
                possResend,
                immediate ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.DAY,
                "",
                0,
                Long.MAX_VALUE,
                null);
    }

    /** @return whether it must be filled at once and in full. */
    boolean fillOrKill() {
        return timeInForce == TimeInForce.FILL_OR_KILL;
    }
}
