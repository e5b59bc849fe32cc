package io.tradex.core.engine;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.Place;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;

/**
 * The core's own books at work: gives them orders, and turns what happens in them into orders' states, money, positions and
 * reports. One book works at a time, until it has nothing left to do or the output has no room.
 */
final class Matching implements BookListener {
    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Reservations reservations;
    private final BookTerms terms = new BookTerms();

    /** The book that has something left to do; null if none has. */
    private OrderBook working;

    Matching(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final Reservations reservations) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.reservations = reservations;
    }

    /** Brings an order into its book; returns whether all that follows is done, else {@link #resume()}. */
    boolean enter(final Order order) {
        working = order.instrument.book();
        working.enter(terms.of(order), state.timestampNs);
        return resume();
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        if (working != null && working.work()) {
            working = null;
        }
        return working == null;
    }

    /** Takes an order out of its book; what follows from it is done by {@link #resume()}. */
    void takeOut(final Order order) {
        if (order.bookHandle != Order.NOT_RESTING) {
            working = order.instrument.book();
            working.cancel(order.bookHandle);
            order.leaveBook();
        }
    }

    /** Makes an order smaller in its place; what follows from it is done by {@link #resume()}. */
    void reduceTo(final Order order, final long leavesLots) {
        working = order.instrument.book();
        working.reduceTo(order.bookHandle, leavesLots);
        order.visibleLots = Math.min(order.visibleLots, leavesLots);
    }

    /** Ends an order; what follows from it is done by {@link #resume()}. */
    void end(final Order order, final OrdStatus ordStatus, final ExecType execType, final RejectReason reason) {
        takeOut(order);
        order.leavesQtyLots = 0;
        order.ordStatus = ordStatus;
        order.rejectReason = reason;
        reservations.release(order);
        state.orders.finish(order);
        reports.changed(order, execType);
    }

    @Override
    public boolean mayGoOn() {
        return output.hasRoom();
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        final Order order = order(key);
        order.bookHandle = handle;
        order.place = Place.BOOK;
        order.placeTicks = priceTicks;
        order.visibleLots = visibleLots;
        order.prioritySeq = ++state.lastPrioritySeq;
        order.rehash(state.hash);
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onTrade(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final long restingLeavesLots,
            final long restingVisibleLots,
            final boolean refreshed) {
        final Order resting = order(restingKey);
        final Instrument instrument = resting.instrument;
        final long micros = instrument.notionalMicros(priceTicks, lots);
        final long tradeId = ++state.lastTradeId;
        traded(resting, restingLeavesLots, restingVisibleLots, refreshed);
        bookTrade(resting, priceTicks, lots, micros, tradeId, Liquidity.MAKER);
        bookTrade(order(incomingKey), priceTicks, lots, micros, tradeId, Liquidity.TAKER);
        requireLeaves(resting, restingLeavesLots);
        instrument.referencePriceTicks(priceTicks);
    }

    @Override
    public void onAuctionTrade(
            final long bidKey,
            final long askKey,
            final long priceTicks,
            final long lots,
            final long bidLeavesLots,
            final long bidVisibleLots,
            final boolean bidRefreshed,
            final long askLeavesLots,
            final long askVisibleLots,
            final boolean askRefreshed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        final Order order = order(key);
        order.leaveBook();
        order.rejectedValue = value;
        order.rejectLimit = limit;
        end(order, OrdStatus.CANCELED, ExecType.CANCELED, reason);
        reports.tellOwner(order);
    }

    @Override
    public void onTriggered(final long key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        throw new UnsupportedOperationException();
    }

    private Order order(final long key) {
        return state.orders.bySlot((int) key);
    }

    private void traded(final Order order, final long leavesLots, final long visibleLots, final boolean refreshed) {
        if (leavesLots == 0) {
            order.leaveBook();
        } else {
            order.visibleLots = visibleLots;
            if (refreshed) {
                order.prioritySeq = ++state.lastPrioritySeq;
            }
        }
    }

    private void bookTrade(
            final Order order,
            final long priceTicks,
            final long lots,
            final long micros,
            final long tradeId,
            final Liquidity liquidity) {
        reservations.fill(order, priceTicks, lots, micros);
        order.tradeId = tradeId;
        order.liquidity = liquidity;
        order.ordStatus = VenueRouting.statusOf(order);
        if (order.leavesQtyLots == 0) {
            state.orders.finish(order);
        }
        reports.changed(order, ExecType.TRADE);
        reports.tellOwner(order);
    }

    private void requireLeaves(final Order order, final long leavesLots) {
        if (order.leavesQtyLots != leavesLots) {
            throw new InvariantViolation(
                    state.sequence,
                    "order " + order.orderId + " has " + order.leavesQtyLots + " lots left but its book says "
                            + leavesLots);
        }
    }
}
