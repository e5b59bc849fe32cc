package io.tradex.core.engine;

import io.tradex.core.account.Protection;
import io.tradex.core.book.BookListener;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.Place;
import io.tradex.core.order.LiveWalk;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.protocol.venue.AlarmKind;
import java.util.Arrays;

/**
 * The core's own books at work: gives them orders, and turns what happens in them into orders' states, money, positions and
 * reports. One book works at a time, until it has nothing left to do or the output has no room.
 */
final class Matching implements BookListener {
    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Reservations reservations;
    private final MarketDataReports marketData;
    private final BookTerms terms = new BookTerms();
    private final LiveWalk pullWalk;

    /** Who hears of child orders in the core's own books. */
    private ChildListener children;

    /** The instrument whose book has something left to do; null if none has. */
    private Instrument working;

    /** Accounts whose protection has tripped in the working instrument: their orders there go before anything else happens. */
    private TradedAccount[] pulled = new TradedAccount[2];

    /** The market order to buy that is on its way through the book, for which what stood there was reserved. */
    private Order sweeping;

    private int pulls;
    private boolean pulling;

    Matching(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final MarketDataReports marketData,
            final Reservations reservations) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.marketData = marketData;
        this.reservations = reservations;
        pullWalk = state.orders.newWalk();
    }

    void childListener(final ChildListener listener) {
        children = listener;
    }

    /** Says of an order what its book has to know. */
    BookTerms terms() {
        return terms;
    }

    /** Notes, before an order's acknowledgement goes out, that it is going to wait rather than to rest. */
    void announce(final Order order) {
        if (order.ordType == OrdType.PEGGED) {
            order.place = Place.PEG;
        } else if (order.stopTicks != 0 && !order.triggered) {
            order.place = Place.STOP;
        } else if (order.timeInForce == TimeInForce.AT_THE_CLOSE
                && order.instrument.book().phase() != TradingPhase.CLOSING_AUCTION) {
            order.place = Place.CLOSE;
        }
    }

    /** Brings an order into its book; returns whether all that follows is done, else {@link #resume()}. */
    boolean enter(final Order order) {
        working = order.instrument;
        sweeping = order.isUnpriced() && order.isBuy() ? order : null;
        working.book().enter(terms.of(order), state.timestampNs);
        return resume();
    }

    /** Takes an order that is to come in anew out of what others see of its book; returns its handle, for {@link #replace}. */
    int withdraw(final Order order) {
        final int handle = order.bookHandle;
        leave(order);
        return handle;
    }

    /** Lets a withdrawn order come in anew, as it is now; returns whether all that follows is done, else {@link #resume()}. */
    boolean replace(final Order order, final int handle) {
        if (handle == Order.NOT_RESTING) {
            return enter(order);
        }
        working = order.instrument;
        sweeping = order.isUnpriced() && order.isBuy() ? order : null;
        working.book().replace(handle, terms.of(order), state.timestampNs);
        return resume();
    }

    /** Changes a phase; returns whether all that follows is done, else {@link #resume()}. */
    boolean phase(final Instrument instrument, final TradingPhase phase) {
        working = instrument;
        working.book().phase(phase, state.timestampNs);
        return resume();
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        while (working != null) {
            if (mustPull()) {
                if (!pull()) {
                    return false;
                }
            } else if (working.book().work()) {
                if (pulls == 0) {
                    working.changed();
                    working = null;
                    sweeping = null;
                }
            } else if (!mustPull()) {
                return false;
            }
        }
        return true;
    }

    /** An auction's price holds for the orders that were there when it was found: they go when it is over. */
    private boolean mustPull() {
        return pulls > 0 && !working.book().isUncrossing();
    }

    /** Takes an order out of its book; what follows from it is done by {@link #resume()}. */
    void takeOut(final Order order) {
        if (order.bookHandle != Order.NOT_RESTING) {
            working = order.instrument;
            working.book().time(state.timestampNs);
            working.book().cancel(order.bookHandle);
        }
        leave(order);
    }

    /** Makes an order smaller in its place; what follows from it is done by {@link #resume()}. */
    void reduceTo(final Order order, final long leavesLots) {
        if (order.bookHandle != Order.NOT_RESTING) {
            working = order.instrument;
            working.book().time(state.timestampNs);
            working.book().reduceTo(order.bookHandle, leavesLots);
            show(order, Math.min(order.visibleLots, leavesLots));
        }
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
        if (order.parent != null) {
            children.onChildEnded(order);
        }
    }

    /** Fills an order in a fund in full at the fund's price, or cancels it if that is beyond its protection price. */
    void deal(final Order order, final long navTicks) {
        if (order.isBuy() ? navTicks > order.protectionTicks : navTicks < order.protectionTicks) {
            order.rejectedValue = navTicks;
            order.rejectLimit = order.protectionTicks;
            end(order, OrdStatus.CANCELED, ExecType.CANCELED, RejectReason.PRICE_BAND);
            reports.tellOwner(order);
            return;
        }
        final long lots = order.leavesQtyLots;
        final long micros = order.instrument.notionalMicros(navTicks, lots);
        fill(order, navTicks, lots, micros, ++state.lastTradeId, Liquidity.AUCTION);
    }

    @Override
    public boolean mayGoOn() {
        return !mustPull() && output.hasRoom();
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        final Order order = order(key);
        stands(order, handle, Place.BOOK, priceTicks, visibleLots);
        marketData.orderAdded(
                working.instrumentId(), working.nextBookSeq(), order.orderId, order.side, priceTicks, visibleLots);
        if (order.ordType == OrdType.PEGGED) {
            restated(order, ExecType.RESTATED);
        } else {
            order.rehash(state.hash);
        }
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        final Order order = order(key);
        final boolean rested = order.place == Place.BOOK;
        leave(order);
        stands(order, handle, place, place == Place.STOP ? order.stopTicks : 0, 0);
        if (rested) {
            restated(order, ExecType.RESTATED);
        } else {
            order.rehash(state.hash);
        }
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
        final long micros = working.notionalMicros(priceTicks, lots);
        final long tradeId = ++state.lastTradeId;
        final Order incoming = order(incomingKey);
        marketData.trade(
                working.instrumentId(),
                working.nextBookSeq(),
                tradeId,
                priceTicks,
                lots,
                incoming.isBuy() ? Aggressor.BUYER : Aggressor.SELLER);
        left(resting, tradeId, priceTicks, lots, restingLeavesLots, restingVisibleLots, refreshed);
        fill(resting, priceTicks, lots, micros, tradeId, Liquidity.MAKER);
        fill(incoming, priceTicks, lots, micros, tradeId, Liquidity.TAKER);
        requireLeaves(resting, restingLeavesLots);
        working.referencePriceTicks(priceTicks);
        protect(resting, lots);
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
        final Order bid = order(bidKey);
        final Order ask = order(askKey);
        final long micros = working.notionalMicros(priceTicks, lots);
        final long tradeId = ++state.lastTradeId;
        marketData.trade(working.instrumentId(), working.nextBookSeq(), tradeId, priceTicks, lots, Aggressor.NONE);
        left(bid, tradeId, priceTicks, lots, bidLeavesLots, bidVisibleLots, bidRefreshed);
        left(ask, tradeId, priceTicks, lots, askLeavesLots, askVisibleLots, askRefreshed);
        fill(bid, priceTicks, lots, micros, tradeId, Liquidity.AUCTION);
        fill(ask, priceTicks, lots, micros, tradeId, Liquidity.AUCTION);
        requireLeaves(bid, bidLeavesLots);
        requireLeaves(ask, askLeavesLots);
        working.referencePriceTicks(priceTicks);
        protect(bid, lots);
        protect(ask, lots);
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        reports.selfTradePrevented(order(restingKey), order(incomingKey), priceTicks, lots, instruction);
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        final Order order = order(key);
        final long lostLots = order.leavesQtyLots - leavesLots;
        order.quantityLots -= lostLots;
        order.leavesQtyLots = leavesLots;
        show(order, visibleLots);
        if (!order.isUnpriced()) {
            // What a market order holds for its sweep is released when that is over.
            reservations.release(order);
        }
        restated(order, ExecType.RESTATED);
        if (order.parent != null) {
            children.onChildReduced(order, lostLots);
        }
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        final Order order = order(key);
        order.bookHandle = Order.NOT_RESTING;
        order.rejectedValue = value;
        order.rejectLimit = limit;
        end(order, OrdStatus.CANCELED, ExecType.CANCELED, reason);
        reports.tellOwner(order);
    }

    @Override
    public void onTriggered(final long key) {
        final Order order = order(key);
        leave(order);
        order.triggered = true;
        restated(order, ExecType.TRIGGERED);
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        final Order order = order(key);
        order.protectionTicks = Math.max(1, order.protectionTicks + stopTicks - order.stopTicks);
        order.stopTicks = stopTicks;
        order.placeTicks = stopTicks;
        order.prioritySeq = ++state.lastPrioritySeq;
        reservations.release(order);
        restated(order, ExecType.RESTATED);
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        final Order order = order(key);
        leave(order);
        if (order.ordType != OrdType.PEGGED) {
            order.priceTicks = priceTicks;
            reservations.release(order);
            restated(order, ExecType.RESTATED);
        }
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        marketData.phase(working.instrumentId(), working.nextBookSeq(), phase);
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        reports.alarm(AlarmKind.VELOCITY_HALT, working.instrumentId(), priceTicks);
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        marketData.indicative(working.instrumentId(), working.nextBookSeq(), priceTicks, lots, imbalanceLots);
    }

    private Order order(final long key) {
        return state.orders.bySlot((int) key);
    }

    private void stands(
            final Order order, final int handle, final Place place, final long placeTicks, final long visibleLots) {
        order.bookHandle = handle;
        order.place = place;
        order.placeTicks = placeTicks;
        order.visibleLots = visibleLots;
        order.prioritySeq = ++state.lastPrioritySeq;
    }

    /** An order that rested has traded: what is left of it, and where. */
    private void left(
            final Order order,
            final long tradeId,
            final long priceTicks,
            final long lots,
            final long leavesLots,
            final long visibleLots,
            final boolean refreshed) {
        marketData.orderExecuted(
                working.instrumentId(),
                working.nextBookSeq(),
                order.orderId,
                tradeId,
                priceTicks,
                lots,
                refreshed ? 0 : visibleLots);
        if (leavesLots == 0) {
            order.leaveBook();
        } else {
            order.visibleLots = visibleLots;
            if (refreshed) {
                order.prioritySeq = ++state.lastPrioritySeq;
                marketData.orderRefreshed(
                        working.instrumentId(),
                        working.nextBookSeq(),
                        order.orderId,
                        order.side,
                        order.placeTicks,
                        visibleLots);
            }
        }
    }

    /** An order stands in its book no more, if it did. */
    private void leave(final Order order) {
        if (order.place == Place.BOOK) {
            final Instrument instrument = order.instrument;
            marketData.orderDeleted(instrument.instrumentId(), instrument.nextBookSeq(), order.orderId);
        }
        order.leaveBook();
    }

    /** An order shows less than before. */
    private void show(final Order order, final long visibleLots) {
        if (order.place == Place.BOOK && visibleLots != order.visibleLots) {
            final Instrument instrument = order.instrument;
            marketData.orderReduced(instrument.instrumentId(), instrument.nextBookSeq(), order.orderId, visibleLots);
            order.visibleLots = visibleLots;
        }
    }

    private void fill(
            final Order order,
            final long priceTicks,
            final long lots,
            final long micros,
            final long tradeId,
            final Liquidity liquidity) {
        reservations.fill(order, priceTicks, lots, micros);
        order.tradeId = tradeId;
        order.liquidity = liquidity;
        order.ordStatus = VenueRouting.filledStatusOf(order);
        if (order.leavesQtyLots == 0) {
            state.orders.finish(order);
        }
        restated(order, ExecType.TRADE);
        if (order.parent != null) {
            children.onChildFilled(order, priceTicks, lots, micros);
            if (!order.live) {
                children.onChildEnded(order);
            }
        }
    }

    private void restated(final Order order, final ExecType execType) {
        reports.changed(order, execType);
        reports.tellOwner(order);
    }

    /** Counts a fill of an order that rested; where the account's protection trips, its orders in this instrument go. */
    private void protect(final Order order, final long lots) {
        final Protection protection = order.account.position(order.instrumentId).protection();
        if (protection.isOn() && protection.onFill(state.timestampNs, lots)) {
            reports.protectionTripped(order.account, order.instrumentId, protection);
            reports.alarm(AlarmKind.PROTECTION_TRIPPED, order.account.accountId(), order.instrumentId);
            if (pulls == pulled.length) {
                pulled = Arrays.copyOf(pulled, 2 * pulls);
            }
            pulled[pulls++] = state.accounts.get(order.account.accountId());
        }
    }

    /** Cancels the orders of an account whose protection has tripped; false if the output has no room. */
    private boolean pull() {
        if (!pulling) {
            pullWalk.start(pulled[pulls - 1].orders);
            pulling = true;
        }
        while (!pullWalk.isDone()) {
            if (!output.hasRoom()) {
                return false;
            }
            final Order order = pullWalk.next();
            if (order.instrumentId == working.instrumentId()) {
                if (order.isParent()) {
                    pullChildren(order);
                } else if (order.bookHandle != Order.NOT_RESTING) {
                    end(order, OrdStatus.CANCELED, ExecType.CANCELED, RejectReason.MARKET_MAKER_PROTECTION);
                    reports.tellOwner(order);
                }
            }
        }
        pulling = false;
        pulled[--pulls] = null;
        if (sweeping != null && sweeping.live && !reservations.reserveAgain(sweeping)) {
            stopSweep();
        }
        return true;
    }

    /** Cancels what a smartly routed order has in the book; its listener sees by the reason that the order is to end. */
    private void pullChildren(final Order parent) {
        Order child = parent.asParent.firstChild();
        while (child != null) {
            final Order next = child.nextOfParent();
            if (child.bookHandle != Order.NOT_RESTING) {
                end(child, OrdStatus.CANCELED, ExecType.CANCELED, RejectReason.MARKET_MAKER_PROTECTION);
            }
            child = next;
        }
    }

    /** What a market order meets now that orders are gone is more than its account can pay. */
    private void stopSweep() {
        working.book().abandonIncoming();
        sweeping.rejectedValue = reservations.rejectedValue();
        sweeping.rejectLimit = reservations.rejectLimit();
        end(sweeping, OrdStatus.CANCELED, ExecType.CANCELED, reservations.reason());
        reports.tellOwner(sweeping);
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
