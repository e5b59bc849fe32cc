package io.tradex.exchange;

import io.tradex.core.book.BookMemory;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.LimitOrderListener;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import quickfix.field.CxlRejReason;
import quickfix.field.ExecType;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;

/**
 * The orders of one exchange: one book per symbol, price-time priority, any symbol. Knows no session, so that its state outlives
 * every connection. Used by one thread.
 */
final class MatchingVenue {
    /** Prices and quantities above this are rejected: their sums and products must fit. */
    static final long MAX_VALUE_E8 = 10_000_000_000_000_000L;

    private static final int MAX_SYMBOLS = 4096;
    private static final int INITIAL_BOOK_ORDERS = 64;
    private static final BookRules RULES = new BookRules(MAX_VALUE_E8);

    /** Key of the house's orders, which are nobody's and never rest. */
    private static final long HOUSE = 0;

    private final BookMemory memory = new BookMemory(INITIAL_BOOK_ORDERS);
    private final OrderTerms terms = new OrderTerms();
    private final Map<String, Book> books = new HashMap<>();
    private final Map<String, VenueOrder> orderByClOrdId = new HashMap<>();
    private final Map<Long, VenueOrder> orderByKey = new LinkedHashMap<>();
    private final ArrayDeque<VenueOrder> finished = new ArrayDeque<>();
    private final String orderIdPrefix;
    private final int finishedCapacity;
    private final VenuePolicy policy;
    private final VenueReports reports;
    private final NanoClock clock;
    private final Timers timers;

    private long lastKey;
    private long newOrders;
    private long rejects;
    private long fills;
    private long partialFills;
    private long cancels;
    private long replaces;
    private long cancelRejects;
    private long statusAnswers;

    /**
     * @param orderIdPrefix    what every OrderID begins with.
     * @param finishedCapacity how many finished orders stay known.
     * @param policy           decides what happens beyond matching.
     * @param reports          where it is told.
     * @param clock            of the timers.
     * @param timers           polled by whoever drives this.
     */
    MatchingVenue(
            final String orderIdPrefix,
            final int finishedCapacity,
            final VenuePolicy policy,
            final VenueReports reports,
            final NanoClock clock,
            final Timers timers) {
        this.orderIdPrefix = orderIdPrefix;
        this.finishedCapacity = finishedCapacity;
        this.policy = policy;
        this.reports = reports;
        this.clock = clock;
        this.timers = timers;
    }

    void onRequest(final VenueRequest request) {
        switch (request.kind()) {
            case NEW_ORDER -> onNewOrder(request);
            case CANCEL -> onCancel(request);
            case REPLACE -> onReplace(request);
            case STATUS -> onStatusRequest(request);
        }
    }

    List<OrderState> orders() {
        final List<OrderState> states = new ArrayList<>(orderByKey.size());
        for (final VenueOrder order : orderByKey.values()) {
            states.add(order.state());
        }
        return states;
    }

    ExchangeTotals totals() {
        return new ExchangeTotals(
                newOrders, rejects, fills, partialFills, cancels, replaces, cancelRejects, statusAnswers);
    }

    private void onNewOrder(final VenueRequest request) {
        newOrders++;
        final VenueOrder known = orderByClOrdId.get(request.clOrdId());
        if (known != null && request.possResend()) {
            // It arrived the first time: its sender learns how it stands.
            answerStatus(known, request.clOrdId());
            return;
        }
        if (known != null) {
            reject(request, OrdRejReason.DUPLICATE_ORDER, "ClOrdID was used before");
            return;
        }
        final String objection = objection(request);
        if (objection != null) {
            reject(request, OrdRejReason.OTHER, objection);
            return;
        }
        final VenueOrder order = new VenueOrder(++lastKey, orderIdPrefix + lastKey, request);
        final OrderPlan plan = policy.planFor(order.state());
        if (plan.rejectText() != null) {
            reject(request, OrdRejReason.OTHER, plan.rejectText());
            return;
        }
        orderByKey.put(order.key(), order);
        orderByClOrdId.put(order.clOrdId(), order);
        reports.executed(order, ExecType.NEW, order.clOrdId(), null, 0, 0);
        match(order);
        if (!order.isOpen()) {
            return;
        }
        if (order.immediate()) {
            houseTakesAtOnce(order, plan.houseQuantityE8());
            if (order.isOpen()) {
                cancel(order, order.clOrdId(), null);
            }
        } else if (plan.houseQuantityE8() > 0) {
            timers.at(clock.nanoTime() + plan.houseDelayNs(), () -> houseMeets(order, plan.houseQuantityE8()));
        }
    }

    private void onCancel(final VenueRequest request) {
        final VenueOrder order = liveOrderMeantBy(request);
        if (order != null) {
            book(order.symbol()).resting.cancel(order.bookHandle());
            rename(order, request.clOrdId());
            cancel(order, request.clOrdId(), request.origClOrdId());
        }
    }

    private void onReplace(final VenueRequest request) {
        final VenueOrder order = liveOrderMeantBy(request);
        if (order == null) {
            return;
        }
        final String objection = request.symbol().equals(order.symbol()) && request.buy() == order.buy()
                ? objection(request)
                : "a replace cannot change symbol or side";
        if (objection != null || request.market()) {
            cancelReject(
                    request,
                    order,
                    CxlRejReason.BROKER_EXCHANGE_OPTION,
                    objection == null ? "a resting order cannot become a market order" : objection);
            return;
        }
        final OrderBook resting = book(order.symbol()).resting;
        final boolean keepsItsPlace =
                request.priceE8() == order.priceE8() && request.orderQtyE8() <= order.orderQtyE8();
        order.replaced(request.priceE8(), request.orderQtyE8());
        rename(order, request.clOrdId());
        replaces++;
        reports.executed(order, ExecType.REPLACED, request.clOrdId(), request.origClOrdId(), 0, 0);
        if (keepsItsPlace && order.isOpen()) {
            resting.reduceTo(order.bookHandle(), order.leavesQtyE8());
            return;
        }
        resting.cancel(order.bookHandle());
        if (order.isOpen()) {
            match(order);
        } else {
            finish(order);
        }
    }

    private void onStatusRequest(final VenueRequest request) {
        final VenueOrder order = orderByClOrdId.get(request.clOrdId());
        if (order != null) {
            answerStatus(order, request.clOrdId());
        } else {
            statusAnswers++;
            reports.refused(request, ExecType.ORDER_STATUS, OrdRejReason.UNKNOWN_ORDER, "no such order");
        }
    }

    private void answerStatus(final VenueOrder order, final String clOrdId) {
        statusAnswers++;
        reports.executed(order, ExecType.ORDER_STATUS, clOrdId, null, 0, 0);
    }

    /** @return the order that a cancel or replace means, if it is live; else null, and the request was refused. */
    private VenueOrder liveOrderMeantBy(final VenueRequest request) {
        if (orderByClOrdId.containsKey(request.clOrdId())) {
            cancelReject(
                    request,
                    orderByClOrdId.get(request.origClOrdId()),
                    CxlRejReason.DUPLICATE_CLORDID_RECEIVED,
                    "ClOrdID was used before");
            return null;
        }
        final VenueOrder order = orderByClOrdId.get(request.origClOrdId());
        if (order == null) {
            cancelReject(request, null, CxlRejReason.UNKNOWN_ORDER, "no such order");
            return null;
        }
        if (!order.isOpen()) {
            cancelReject(request, order, CxlRejReason.TOO_LATE_TO_CANCEL, "the order is finished");
            return null;
        }
        if (!order.clOrdId().equals(request.origClOrdId())) {
            cancelReject(request, order, CxlRejReason.UNKNOWN_ORDER, "OrigClOrdID is not the last one accepted");
            return null;
        }
        return order;
    }

    private String objection(final VenueRequest request) {
        if (books.size() >= MAX_SYMBOLS && !books.containsKey(request.symbol())) {
            return "no room for another symbol";
        }
        if (request.orderQtyE8() <= 0 || request.orderQtyE8() > MAX_VALUE_E8) {
            return "OrderQty out of range";
        }
        if (!request.market() && (request.priceE8() <= 0 || request.priceE8() > MAX_VALUE_E8)) {
            return "Price out of range";
        }
        return null;
    }

    /** Trades the order against the book; what is left of it rests unless it must not. */
    private void match(final VenueOrder order) {
        final Book book = book(order.symbol());
        terms.limit(order.key(), order.buy(), order.priceE8(), order.leavesQtyE8());
        if (order.market()) {
            terms.ordType = OrdType.MARKET;
            terms.priceTicks = order.buy() ? Long.MAX_VALUE : Long.MIN_VALUE;
        } else if (order.immediate()) {
            terms.timeInForce = TimeInForce.IOC;
        }
        book.enter(terms);
    }

    /** The house sends an opposite immediate order at the price of an order that rests. */
    private void houseMeets(final VenueOrder order, final long quantityE8) {
        if (!order.isOpen()) {
            return;
        }
        terms.limit(HOUSE, !order.buy(), order.priceE8(), Math.min(quantityE8, order.leavesQtyE8()));
        terms.timeInForce = TimeInForce.IOC;
        book(order.symbol()).enter(terms);
    }

    private void houseTakesAtOnce(final VenueOrder order, final long quantityE8) {
        final Book book = book(order.symbol());
        final long priceE8 = order.market() ? book.lastPriceE8 : order.priceE8();
        final long takenE8 = Math.min(quantityE8, order.leavesQtyE8());
        if (takenE8 > 0 && priceE8 > 0) {
            book.lastPriceE8 = priceE8;
            fill(order, takenE8, priceE8);
        }
    }

    private void fill(final VenueOrder order, final long quantityE8, final long priceE8) {
        order.filled(quantityE8, priceE8);
        if (order.isOpen()) {
            partialFills++;
        } else {
            fills++;
        }
        reports.executed(order, ExecType.TRADE, order.clOrdId(), null, quantityE8, priceE8);
        if (!order.isOpen()) {
            finish(order);
        }
    }

    private void cancel(final VenueOrder order, final String clOrdId, final String origClOrdId) {
        order.ended(OrdStatus.CANCELED);
        cancels++;
        reports.executed(order, ExecType.CANCELED, clOrdId, origClOrdId, 0, 0);
        finish(order);
    }

    private void reject(final VenueRequest request, final int ordRejReason, final String text) {
        rejects++;
        reports.refused(request, ExecType.REJECTED, ordRejReason, text);
    }

    private void cancelReject(
            final VenueRequest request, final VenueOrder order, final int cxlRejReason, final String text) {
        cancelRejects++;
        reports.cancelRefused(request, order, cxlRejReason, text);
    }

    private void rename(final VenueOrder order, final String clOrdId) {
        order.named(clOrdId);
        orderByClOrdId.put(clOrdId, order);
    }

    /** Finished orders stay known for late requests, but not without end. */
    private void finish(final VenueOrder order) {
        finished.add(order);
        if (finished.size() > finishedCapacity) {
            final VenueOrder oldest = finished.remove();
            orderByKey.remove(oldest.key());
            oldest.clOrdIds().forEach(orderByClOrdId::remove);
        }
    }

    private Book book(final String symbol) {
        return books.computeIfAbsent(symbol, s -> new Book());
    }

    /** A book of limit orders, and the orders it speaks of by their keys. */
    private final class Book extends LimitOrderListener {
        private final OrderBook resting = new OrderBook(memory, RULES, this);
        private long lastPriceE8;

        void enter(final OrderTerms order) {
            resting.enter(order, clock.nanoTime());
            resting.work();
        }

        @Override
        public void onRested(
                final long key, final int handle, final long priceE8, final long visibleE8, final long hiddenE8) {
            orderByKey.get(key).restsAt(handle);
        }

        @Override
        public void onTrade(
                final long restingKey,
                final long incomingKey,
                final long priceE8,
                final long quantityE8,
                final long restingLeavesE8,
                final long restingVisibleE8,
                final boolean refreshed) {
            lastPriceE8 = priceE8;
            fill(orderByKey.get(restingKey), quantityE8, priceE8);
            if (incomingKey != HOUSE) {
                fill(orderByKey.get(incomingKey), quantityE8, priceE8);
            }
        }
    }
}
