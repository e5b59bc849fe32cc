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
    private final char timeInForce;
    private final String account;
    private final boolean house;
    private final List<String> clOrdIds = new ArrayList<>(2);

    /** Only where somebody may want to take them back. */
    private final List<Execution> executions;

    private String clOrdId;
    private long priceE8;
    private long orderQtyE8;
    private long cumQtyE8;
    private long leavesQtyE8;
    private char ordStatus = OrdStatus.NEW;
    private char pendingStatus;
    private boolean stopped;
    private BigDecimal notional = BigDecimal.ZERO;
    private int bookHandle;

    /**
     * An execution that counts.
     *
     * @param execId     ExecID (17) under which it was last reported.
     * @param quantityE8 LastQty (32).
     * @param priceE8    LastPx (31).
     */
    record Execution(String execId, long quantityE8, long priceE8) {}

    /**
     * @param key             of it in the books.
     * @param orderId         OrderID (37).
     * @param request         that brought it.
     * @param house           whether it is the exchange's own, of which nobody is told.
     * @param keepsExecutions whether its executions can be taken back.
     */
    VenueOrder(
            final long key,
            final String orderId,
            final VenueRequest request,
            final boolean house,
            final boolean keepsExecutions) {
        this.key = key;
        this.orderId = orderId;
        this.symbol = request.symbol();
        this.buy = request.buy();
        this.market = request.market();
        this.immediate = request.immediate();
        this.timeInForce = request.timeInForce();
        this.account = request.account();
        this.house = house;
        this.executions = keepsExecutions ? new ArrayList<>(2) : null;
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

    char timeInForce() {
        return timeInForce;
    }

    /** @return Account (1); empty if nobody gave one. */
    String account() {
        return account;
    }

    boolean isHouse() {
        return house;
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

    /** @return OrdStatus (39): a request that is pending outranks everything else. */
    char ordStatus() {
        if (pendingStatus != 0) {
            return pendingStatus;
        }
        return stopped && isOpen() ? OrdStatus.STOPPED : ordStatus;
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

    /** @return the executions that count, oldest first; empty if they are not kept. */
    List<Execution> executions() {
        return executions == null ? List.of() : executions;
    }

    /** @return AvgPx (6). */
    BigDecimal averagePrice() {
        return cumQtyE8 == 0
                ? BigDecimal.ZERO
                : notional.divide(BigDecimal.valueOf(cumQtyE8, DECIMALS), MathContext.DECIMAL64);
    }

    OrderState state() {
        return new OrderState(
                clOrdId, orderId, symbol, buy, immediate, priceE8, orderQtyE8, cumQtyE8, leavesQtyE8, ordStatus());
    }

    void named(final String newClOrdId) {
        clOrdId = newClOrdId;
        clOrdIds.add(newClOrdId);
    }

    void restsAt(final int handle) {
        bookHandle = handle;
    }

    /** @param status pending cancel or pending replace; a zero character once the request is answered. */
    void pending(final char status) {
        pendingStatus = status;
    }

    void stopped() {
        stopped = true;
    }

    /** A fill after the end leaves the order ended. */
    void filled(final long quantityE8, final long atPriceE8) {
        final boolean wasOpen = isOpen();
        cumQtyE8 += quantityE8;
        notional = notional.add(money(quantityE8, atPriceE8));
        if (wasOpen) {
            leavesQtyE8 = Math.max(leavesQtyE8 - quantityE8, 0);
            ordStatus = leavesQtyE8 == 0 ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED;
        }
    }

    void reported(final String execId, final long quantityE8, final long atPriceE8) {
        if (executions != null) {
            executions.add(new Execution(execId, quantityE8, atPriceE8));
        }
    }

    /** An execution counts no more, or has another quantity and price. What was not filled is open again, unless it has ended. */
    void reversed(final Execution was, final long quantityE8, final long atPriceE8) {
        final boolean hasEnded = !isOpen() && ordStatus != OrdStatus.FILLED;
        executions.remove(was);
        cumQtyE8 += quantityE8 - was.quantityE8();
        notional = notional.subtract(money(was.quantityE8(), was.priceE8())).add(money(quantityE8, atPriceE8));
        if (!hasEnded) {
            working();
        }
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

    private void working() {
        leavesQtyE8 = Math.max(orderQtyE8 - cumQtyE8, 0);
        if (immediate && leavesQtyE8 > 0) {
            // It cannot rest, and so it does not open again.
            ended(OrdStatus.CANCELED);
            return;
        }
        ordStatus = leavesQtyE8 == 0 ? OrdStatus.FILLED : cumQtyE8 == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED;
    }

    private static BigDecimal money(final long quantityE8, final long atPriceE8) {
        return BigDecimal.valueOf(quantityE8, DECIMALS).multiply(BigDecimal.valueOf(atPriceE8, DECIMALS));
    }
}
