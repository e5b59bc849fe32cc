package io.tradex.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import quickfix.field.OrdStatus;

/** An order and its progress. Used by the exchange's thread only. */
final class VenueOrder {
    private static final int DECIMALS = 8;

    private final long key;
    private final String orderId;
    private final String symbol;
    private final boolean buy;
    private final boolean market;
    private final boolean immediate;
    private final List<String> clOrdIds = new ArrayList<>(2);

    private String clOrdId;
    private long priceE8;
    private long orderQtyE8;
    private long cumQtyE8;
    private long leavesQtyE8;
    private char ordStatus = OrdStatus.NEW;
    private BigDecimal notional = BigDecimal.ZERO;
    private int bookHandle;

    VenueOrder(final long key, final String orderId, final VenueRequest request) {
        this.key = key;
        this.orderId = orderId;
        this.symbol = request.symbol();
        this.buy = request.buy();
        this.market = request.market();
        this.immediate = request.immediate();
        this.priceE8 = request.priceE8();
        this.orderQtyE8 = request.orderQtyE8();
        this.leavesQtyE8 = request.orderQtyE8();
        named(request.clOrdId());
    }

    long key() {
        return key;
    }

    String orderId() {
        return orderId;
    }

    String symbol() {
        return symbol;
    }

    boolean buy() {
        return buy;
    }

    boolean market() {
        return market;
    }

    boolean immediate() {
        return immediate;
    }

    long priceE8() {
        return priceE8;
    }

    long orderQtyE8() {
        return orderQtyE8;
    }

    long cumQtyE8() {
        return cumQtyE8;
    }

    long leavesQtyE8() {
        return leavesQtyE8;
    }

    char ordStatus() {
        return ordStatus;
    }

    /** @return the ClOrdID of the last request that was accepted. */
    String clOrdId() {
        return clOrdId;
    }

    /** @return every ClOrdID it ever had. */
    List<String> clOrdIds() {
        return clOrdIds;
    }

    /** @return where it rests; meaningful only while it is open and not immediate. */
    int bookHandle() {
        return bookHandle;
    }

    boolean isOpen() {
        return leavesQtyE8 > 0;
    }

    /** @return AvgPx (6). */
    BigDecimal averagePrice() {
        return cumQtyE8 == 0
                ? BigDecimal.ZERO
                : notional.divide(BigDecimal.valueOf(cumQtyE8, DECIMALS), MathContext.DECIMAL64);
    }

    OrderState state() {
        return new OrderState(
                clOrdId, orderId, symbol, buy, immediate, priceE8, orderQtyE8, cumQtyE8, leavesQtyE8, ordStatus);
    }

    void named(final String newClOrdId) {
        clOrdId = newClOrdId;
        clOrdIds.add(newClOrdId);
    }

    void restsAt(final int handle) {
        bookHandle = handle;
    }

    void filled(final long quantityE8, final long atPriceE8) {
        cumQtyE8 += quantityE8;
        leavesQtyE8 -= quantityE8;
        notional = notional.add(
                BigDecimal.valueOf(quantityE8, DECIMALS).multiply(BigDecimal.valueOf(atPriceE8, DECIMALS)));
        ordStatus = leavesQtyE8 == 0 ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED;
    }

    /** A total below what is filled already asks for the rest to be cancelled: the order ends filled. */
    void replaced(final long newPriceE8, final long newOrderQtyE8) {
        priceE8 = newPriceE8;
        orderQtyE8 = Math.max(newOrderQtyE8, cumQtyE8);
        leavesQtyE8 = orderQtyE8 - cumQtyE8;
        if (leavesQtyE8 == 0) {
            ordStatus = OrdStatus.FILLED;
        }
    }

    void ended(final char finalStatus) {
        leavesQtyE8 = 0;
        ordStatus = finalStatus;
    }
}
