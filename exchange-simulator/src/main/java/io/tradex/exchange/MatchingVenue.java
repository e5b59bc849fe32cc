package io.tradex.exchange;

import io.tradex.core.book.BookMemory;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.LimitOrderListener;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderTerms;
import io.tradex.exchange.VenueReports.Happening;
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
    private static final long INVENTED_E8 = 100_000_000L;
    private static final BookRules RULES = new BookRules(MAX_VALUE_E8);

    /** Key of the house's orders, which are nobody's and never rest. */
    private static final long HOUSE = 0;

    private static final char NOTHING_PENDING = 0;

    /** An end without an ExecRestatementReason (378). */
    private static final int NO_REASON = -1;

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
    private final boolean keepsExecutions;
    private final Map<String, List<VenueOrder>> quotes = new HashMap<>();

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
     * @param keepsExecutions  whether executions can be taken back.
     */
    MatchingVenue(
            final String orderIdPrefix,
            final int finishedCapacity,
            final VenuePolicy policy,
            final VenueReports reports,
            final NanoClock clock,
            final Timers timers,
            final boolean keepsExecutions) {
        this.orderIdPrefix = orderIdPrefix;
        this.finishedCapacity = finishedCapacity;
        this.policy = policy;
        this.reports = reports;
        this.clock = clock;
        this.timers = timers;
        this.keepsExecutions = keepsExecutions;
    }

    void onRequest(final VenueRequest request) {
        switch (request.kind()) {
            case NEW_ORDER -> onNewOrder(request);
            case CANCEL -> onCancel(request);
            case REPLACE -> onReplace(request);
            case STATUS -> onStatusRequest(request);
            case MASS_STATUS -> onMassStatusRequest(request, 0);
            case MARKET_DATA -> throw new IllegalArgumentException("no request of orders: " + request.kind());
        }
    }

    List<OrderState> orders() {
        final List<OrderState> states = new ArrayList<>(orderByKey.size());
        for (final VenueOrder order : orderByKey.values()) {
            if (!order.isHouse()) {
                states.add(order.state());
            }
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
        final VenueOrder order = new VenueOrder(++lastKey, orderIdPrefix + lastKey, request, false, keepsExecutions);
        final OrderPlan plan = policy.planFor(order.state());
        if (plan.rejectText() != null) {
            reject(request, OrdRejReason.OTHER, plan.rejectText());
            return;
        }
        orderByKey.put(order.key(), order);
        orderByClOrdId.put(order.clOrdId(), order);
        reports.executed(order, Happening.of(ExecType.NEW, order.clOrdId(), null));
        match(order);
        if (!order.isOpen()) {
            return;
        }
        if (request.restsForNs() != Long.MAX_VALUE) {
            timers.at(clock.nanoTime() + request.restsForNs(), () -> end(order, OrdStatus.EXPIRED, NO_REASON));
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
        order.pending(NOTHING_PENDING);
        reports.executed(order, Happening.of(ExecType.REPLACED, request.clOrdId(), request.origClOrdId()));
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

    /**
     * Tells of every open order.
     *
     * @param request what was asked.
     * @param omitted orders that are left out, the oldest first.
     */
    void onMassStatusRequest(final VenueRequest request, final int omitted) {
        final List<VenueOrder> open = new ArrayList<>();
        int left = omitted;
        for (final VenueOrder order : orderByKey.values()) {
            if (order.isOpen() && !order.isHouse() && --left < 0) {
                open.add(order);
            }
        }
        if (open.isEmpty()) {
            statusAnswers++;
            reports.noOrders(request);
        }
        for (int i = 0; i < open.size(); i++) {
            statusAnswers++;
            reports.executed(
                    open.get(i),
                    Happening.status(
                            ExecType.ORDER_STATUS, open.get(i).clOrdId(), request, open.size(), i == open.size() - 1));
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
        reports.executed(order, Happening.of(ExecType.ORDER_STATUS, clOrdId, null));
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

    // ---- What nobody has asked for

    /** @return the order that ever had this ClOrdID; null if there is none. */
    VenueOrder order(final String clOrdId) {
        return clOrdId == null ? null : orderByClOrdId.get(clOrdId);
    }

    /**
     * Says that a request is pending.
     *
     * @param request a new order, cancel or replace.
     */
    void acknowledge(final VenueRequest request) {
        if (request.kind() == VenueRequest.Kind.NEW_ORDER) {
            reports.pendingNew(request);
            return;
        }
        final VenueOrder order = orderByClOrdId.get(request.origClOrdId());
        final boolean cancel = request.kind() == VenueRequest.Kind.CANCEL;
        if (order != null && order.isOpen()) {
            order.pending(cancel ? OrdStatus.PENDING_CANCEL : OrdStatus.PENDING_REPLACE);
            reports.executed(
                    order,
                    Happening.of(
                            cancel ? ExecType.PENDING_CANCEL : ExecType.PENDING_REPLACE,
                            request.clOrdId(),
                            request.origClOrdId()));
        }
    }

    /**
     * Executes an order outside its book, whatever state it is in.
     *
     * @param order      it.
     * @param quantityE8 how much; nothing happens if it is not positive.
     * @param priceE8    at what price; 0 for the order's own, or the last trade's.
     */
    void fillOutside(final VenueOrder order, final long quantityE8, final long priceE8) {
        final Book book = book(order.symbol());
        final long ownE8 = order.priceE8() > 0 ? order.priceE8() : book.lastPriceE8;
        final long atE8 = priceE8 > 0 ? priceE8 : ownE8;
        if (quantityE8 <= 0 || atE8 <= 0) {
            return;
        }
        final boolean rested = takeOut(order);
        if (order.isOpen()) {
            fill(order, quantityE8, atE8);
        } else {
            order.filled(quantityE8, atE8);
            report(order, quantityE8, atE8);
        }
        putBack(order, rested);
    }

    /**
     * Takes an execution back, or gives it another quantity and price.
     *
     * @param order      it.
     * @param execution  one of its.
     * @param quantityE8 the new quantity; 0 for a bust.
     * @param priceE8    the new price; 0 for the old one.
     */
    void reverse(
            final VenueOrder order, final VenueOrder.Execution execution, final long quantityE8, final long priceE8) {
        final boolean rested = takeOut(order);
        final boolean wasFilled = order.ordStatus() == OrdStatus.FILLED;
        final boolean bust = quantityE8 <= 0;
        final long atE8 = priceE8 > 0 ? priceE8 : execution.priceE8();
        order.reversed(execution, bust ? 0 : quantityE8, atE8);
        final String execId = reports.executed(
                order,
                Happening.reversal(
                        bust ? ExecType.TRADE_CANCEL : ExecType.TRADE_CORRECT,
                        order.clOrdId(),
                        execution.execId(),
                        bust ? 0 : quantityE8,
                        bust ? 0 : atE8));
        if (!bust) {
            order.reported(execId, quantityE8, atE8);
        }
        if (wasFilled && order.isOpen()) {
            finished.remove(order);
        }
        putBack(order, rested || (wasFilled && !order.immediate()));
    }

    /**
     * Ends an order.
     *
     * @param order  it; nothing happens if it has ended.
     * @param status Canceled, Expired or DoneForDay.
     * @param reason ExecRestatementReason (378).
     */
    void end(final VenueOrder order, final char status, final int reason) {
        if (!order.isOpen()) {
            return;
        }
        takeOut(order);
        order.ended(status);
        if (status == OrdStatus.CANCELED) {
            cancels++;
        }
        reports.executed(order, Happening.unasked(status, order.clOrdId(), reason));
        finish(order);
    }

    /**
     * Gives an order another quantity and price.
     *
     * @param order      it; nothing happens if it has ended.
     * @param orderQtyE8 its new OrderQty; at least what is filled.
     * @param priceE8    its new price; 0 for the old one.
     * @param reason     ExecRestatementReason (378).
     */
    void restate(final VenueOrder order, final long orderQtyE8, final long priceE8, final int reason) {
        if (!order.isOpen()) {
            return;
        }
        final boolean rested = takeOut(order);
        order.replaced(priceE8 > 0 ? priceE8 : order.priceE8(), orderQtyE8);
        reports.executed(order, Happening.unasked(ExecType.RESTATED, order.clOrdId(), reason));
        if (!order.isOpen()) {
            finish(order);
        }
        putBack(order, rested);
    }

    /**
     * Guarantees an execution, which is none yet.
     *
     * @param order      it; nothing happens if it has ended.
     * @param quantityE8 guaranteed.
     * @param priceE8    guaranteed; 0 for the order's own.
     */
    void guarantee(final VenueOrder order, final long quantityE8, final long priceE8) {
        if (order.isOpen()) {
            order.stopped();
            reports.executed(
                    order,
                    Happening.trade(
                            ExecType.STOPPED,
                            order.clOrdId(),
                            null,
                            quantityE8,
                            priceE8 > 0 ? priceE8 : order.priceE8()));
        }
    }

    /**
     * Puts an order that nobody sent into a book, without a word.
     *
     * @param symbol of the book.
     */
    void invent(final String symbol) {
        rest(symbol, true, INVENTED_E8, INVENTED_E8, false, "INVENTED-");
    }

    /**
     * Puts the house's orders into a book, in the place of those it has there.
     *
     * @param symbol     of the book.
     * @param bidQtyE8   quantity of the bid; 0 for none.
     * @param bidPriceE8 its price.
     * @param askQtyE8   quantity of the ask; 0 for none.
     * @param askPriceE8 its price.
     */
    void quote(
            final String symbol,
            final long bidQtyE8,
            final long bidPriceE8,
            final long askQtyE8,
            final long askPriceE8) {
        final List<VenueOrder> old = quotes.computeIfAbsent(symbol, s -> new ArrayList<>());
        for (final VenueOrder order : old) {
            if (order.isOpen()) {
                takeOut(order);
                order.ended(OrdStatus.CANCELED);
                forget(order);
            }
        }
        old.clear();
        if (bidQtyE8 > 0) {
            old.add(rest(symbol, true, bidQtyE8, bidPriceE8, true, "HOUSE-"));
        }
        if (askQtyE8 > 0) {
            old.add(rest(symbol, false, askQtyE8, askPriceE8, true, "HOUSE-"));
        }
    }

    private VenueOrder rest(
            final String symbol,
            final boolean buy,
            final long quantityE8,
            final long priceE8,
            final boolean house,
            final String name) {
        final VenueOrder order = new VenueOrder(
                ++lastKey,
                orderIdPrefix + lastKey,
                new VenueRequest(
                        VenueRequest.Kind.NEW_ORDER,
                        name + orderIdPrefix + lastKey,
                        null,
                        symbol,
                        buy,
                        false,
                        false,
                        priceE8,
                        quantityE8,
                        false),
                house,
                keepsExecutions);
        orderByKey.put(order.key(), order);
        orderByClOrdId.put(order.clOrdId(), order);
        match(order);
        return order;
    }

    /** @return whether it rested in its book. */
    private boolean takeOut(final VenueOrder order) {
        final boolean rests = order.isOpen() && !order.immediate();
        if (rests) {
            book(order.symbol()).resting.cancel(order.bookHandle());
        }
        return rests;
    }

    private void putBack(final VenueOrder order, final boolean rested) {
        if (rested && order.isOpen()) {
            match(order);
        }
    }

    private void report(final VenueOrder order, final long quantityE8, final long priceE8) {
        order.reported(
                reports.executed(order, Happening.trade(ExecType.TRADE, order.clOrdId(), null, quantityE8, priceE8)),
                quantityE8,
                priceE8);
    }

    /**
     * Looks at the best prices of a book.
     *
     * @param symbol  of the book.
     * @param depth   levels a side.
     * @param visitor is given each level, best first, bids first.
     */
    void forEachLevel(final String symbol, final int depth, final LevelVisitor visitor) {
        final Book book = books.get(symbol);
        if (book == null) {
            return;
        }
        for (final boolean buy : new boolean[] {true, false}) {
            final int levels = Math.min(book.resting.levels(buy), depth);
            for (int rank = 0; rank < levels; rank++) {
                visitor.onLevel(buy, book.resting.levelPriceTicks(buy, rank), book.resting.levelLots(buy, rank));
            }
        }
    }

    /** Is given levels of a book. */
    @FunctionalInterface
    interface LevelVisitor {
        /**
         * @param buy        or sell.
         * @param priceE8    of the level.
         * @param quantityE8 there.
         */
        void onLevel(boolean buy, long priceE8, long quantityE8);
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
            terms.timeInForce =
                    order.timeInForce() == quickfix.field.TimeInForce.FILL_OR_KILL ? TimeInForce.FOK : TimeInForce.IOC;
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
        final boolean enough =
                takenE8 == order.leavesQtyE8() || order.timeInForce() != quickfix.field.TimeInForce.FILL_OR_KILL;
        if (takenE8 > 0 && priceE8 > 0 && enough) {
            book.lastPriceE8 = priceE8;
            fill(order, takenE8, priceE8);
        }
    }

    private void fill(final VenueOrder order, final long quantityE8, final long priceE8) {
        order.filled(quantityE8, priceE8);
        if (order.isHouse()) {
            if (!order.isOpen()) {
                forget(order);
            }
            return;
        }
        if (order.isOpen()) {
            partialFills++;
        } else {
            fills++;
        }
        report(order, quantityE8, priceE8);
        if (!order.isOpen()) {
            finish(order);
        }
    }

    private void cancel(final VenueOrder order, final String clOrdId, final String origClOrdId) {
        order.ended(OrdStatus.CANCELED);
        order.pending(NOTHING_PENDING);
        cancels++;
        reports.executed(order, Happening.of(ExecType.CANCELED, clOrdId, origClOrdId));
        finish(order);
    }

    /**
     * Refuses a new order.
     *
     * @param request      that brought it.
     * @param ordRejReason OrdRejReason (103).
     * @param text         Text (58).
     */
    void reject(final VenueRequest request, final int ordRejReason, final String text) {
        rejects++;
        reports.refused(request, ExecType.REJECTED, ordRejReason, text);
    }

    /**
     * Refuses a cancel or replace.
     *
     * @param request      it.
     * @param order        the order meant; null if it is unknown.
     * @param cxlRejReason CxlRejReason (102).
     * @param text         Text (58).
     */
    void cancelReject(final VenueRequest request, final VenueOrder order, final int cxlRejReason, final String text) {
        cancelRejects++;
        if (order != null) {
            order.pending(NOTHING_PENDING);
        }
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

    private void forget(final VenueOrder order) {
        orderByKey.remove(order.key());
        orderByClOrdId.remove(order.clOrdId());
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
