package io.tradex.exchange;

import io.tradex.exchange.script.Condition;
import quickfix.field.TimeInForce;

/**
 * What the conditions of a script compare: of a request, or of the order that a report is about.
 *
 * @param symbol      Symbol (55).
 * @param buy         whether Side (54) is 1.
 * @param clOrdId     ClOrdID (11).
 * @param account     Account (1).
 * @param timeInForce TimeInForce (59).
 * @param orderQtyE8  OrderQty (38) in units of 1e-8.
 * @param priceE8     Price (44) in units of 1e-8.
 */
record Subject(
        String symbol, boolean buy, String clOrdId, String account, char timeInForce, long orderQtyE8, long priceE8) {
    /** Meets no comparison but those that deny. */
    static final Subject NOBODY = new Subject("", true, "", "", TimeInForce.DAY, 0, 0);

    static Subject of(final VenueRequest request) {
        return new Subject(
                request.symbol(),
                request.buy(),
                request.clOrdId(),
                request.account(),
                request.timeInForce(),
                request.orderQtyE8(),
                request.priceE8());
    }

    static Subject of(final VenueOrder order) {
        return new Subject(
                order.symbol(),
                order.buy(),
                order.clOrdId(),
                order.account(),
                order.timeInForce(),
                order.orderQtyE8(),
                order.priceE8());
    }

    boolean meets(final Condition.Comparison comparison) {
        return switch (comparison.field()) {
            case SYMBOL -> comparison.holds(symbol);
            case SIDE -> comparison.holds(buy ? "buy" : "sell");
            case CLORDID -> comparison.holds(clOrdId);
            case ACCOUNT -> comparison.holds(account);
            case TIF -> comparison.holds(tif());
            case QTY -> comparison.holds(orderQtyE8);
            case PRICE -> comparison.holds(priceE8);
        };
    }

    private String tif() {
        return switch (timeInForce) {
            case TimeInForce.GOOD_TILL_CANCEL -> "gtc";
            case TimeInForce.IMMEDIATE_OR_CANCEL -> "ioc";
            case TimeInForce.FILL_OR_KILL -> "fok";
            case TimeInForce.GOOD_TILL_DATE -> "gtd";
            default -> "day";
        };
    }
}
