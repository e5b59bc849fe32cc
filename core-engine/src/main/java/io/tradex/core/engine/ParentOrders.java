package io.tradex.core.engine;

import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.order.ParentOrder;
import io.tradex.core.order.ParentOrder.Night;
import io.tradex.core.order.ParentOrder.Pending;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.order.WaitingParents;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Ranking;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmKind;

/**
 * The life of smartly routed orders: what happens to their children becomes their own, cancels and replaces wait until all
 * children have come back, and ends. What is to be sent is decided by {@link SmartRouting}.
 */
final class ParentOrders implements ChildListener {
    private final EngineState state;
    private final Reports reports;
    private final Reservations reservations;
    private final Matching matching;
    private final VenueOrders venueOrders;
    private SmartRouting routing;

    ParentOrders(
            final EngineState state,
            final Reports reports,
            final Reservations reservations,
            final Matching matching,
            final VenueOrders venueOrders) {
        this.state = state;
        this.reports = reports;
        this.reservations = reservations;
        this.matching = matching;
        this.venueOrders = venueOrders;
        matching.childListener(this);
        venueOrders.childListener(this);
    }

    void routing(final SmartRouting toDecide) {
        routing = toDecide;
    }

    /** OrdStatus by FIX's precedence: what is pending first, then how much is filled. */
    private static OrdStatus statusOf(final Order parent) {
        if (parent.live && parent.asParent.pending == Pending.CANCEL && !parent.asParent.resigned) {
            return OrdStatus.PENDING_CANCEL;
        }
        if (parent.live && parent.asParent.pending == Pending.REPLACE) {
            return OrdStatus.PENDING_REPLACE;
        }
        return VenueRouting.filledStatusOf(parent);
    }

    // ---- children ---------------------------------------------------------------------------------------------------

    /** Takes a new child in; what it may fill is exposed from now on. */
    void adopt(final Order child) {
        final Order parent = child.parent;
        parent.asParent.add(child);
        parent.asParent.childrenMade++;
        expose(child);
        parent.rehash(state.hash);
    }

    @Override
    public void onChildFilled(final Order child, final long priceTicks, final long lots, final long micros) {
        final Order parent = child.parent;
        expose(child);
        reservations.fill(parent, priceTicks, lots, micros);
        parent.tradeId = child.tradeId;
        parent.liquidity = child.liquidity;
        if (parent.live) {
            parent.ordStatus = statusOf(parent);
        }
        publish(parent, ExecType.TRADE);
        checkExposure(parent);
        goOn(parent);
    }

    @Override
    public void onChildReduced(final Order child, final long lots) {
        final Order parent = child.parent;
        expose(child);
        parent.quantityLots -= lots;
        parent.leavesQtyLots -= lots;
        reservations.release(parent);
        parent.ordStatus = statusOf(parent);
        publish(parent, ExecType.RESTATED);
    }

    @Override
    public void onChildChanged(final Order child, final ExecType execType) {
        final Order parent = child.parent;
        if (!child.isListedByParent()) {
            parent.asParent.add(child);
        }
        final boolean more = expose(child) > 0;
        if (!parent.live) {
            openAgain(parent);
            publish(parent, ExecType.ORDER_STATUS);
        }
        parent.rehash(state.hash);
        if (more) {
            checkExposure(parent);
        }
        goOn(parent);
    }

    @Override
    public void onChildEnded(final Order child) {
        final Order parent = child.parent;
        if (!child.isListedByParent()) {
            return;
        }
        expose(child);
        parent.asParent.remove(child);
        child.rehash(state.hash);
        if (child.destination != Ranking.OWN_BOOK && child.timeInForce == TimeInForce.IOC) {
            state.venues[child.destination].route().onImmediateEnded(child.cumQtyLots, child.quantityLots);
        }
        if (parent.live && parent.outlivesDay() && hasEndedWithDay(child)) {
            spendNight(parent, child);
        } else if (parent.live && parent.asParent.pending == Pending.NONE) {
            learnFrom(child);
        }
        parent.rehash(state.hash);
        goOn(parent);
    }

    @Override
    public void onChildCancelRefused(final Order child, final long value) {
        final Order parent = child.parent;
        final ParentOrder asParent = parent.asParent;
        // What is due asks for all children anew.
        if (parent.live && asParent.pending != Pending.NONE && !asParent.resigned && !asParent.isDue) {
            asParent.refused = true;
            asParent.refusedValue = value;
            parent.rehash(state.hash);
            giveUpIfRefused(parent);
        }
    }

    @Override
    public void onChildStatusKnown(final Order child) {
        final Order parent = child.parent;
        if (parent.live && parent.asParent.refused) {
            giveUpIfRefused(parent);
        }
        if (parent.live && child.live && excessLots(parent) > 0) {
            // Its venue, or another, has refused to give back what is too much.
            venueOrders.cancelWhenPossible(child);
        }
    }

    @Override
    public void onChildFillReversed(final Order child, final long lots, final long micros) {
        final Order parent = child.parent;
        if (child.live && !child.isListedByParent()) {
            // Its venue works it again.
            parent.asParent.add(child);
        }
        expose(child);
        reservations.turnBack(parent, lots, micros);
        final boolean opens = !parent.live && child.live;
        if (opens && parent.ordStatus == OrdStatus.FILLED) {
            openAgain(parent);
        } else if (parent.live) {
            parent.leavesQtyLots = Math.max(0, parent.quantityLots - parent.cumQtyLots);
            reservations.release(parent);
            parent.ordStatus = statusOf(parent);
        } else if (parent.ordStatus == OrdStatus.FILLED && parent.cumQtyLots < parent.quantityLots) {
            parent.ordStatus = OrdStatus.CANCELED;
        }
        child.rehash(state.hash);
        publish(parent, lots > 0 ? ExecType.TRADE_CANCEL : ExecType.TRADE_CORRECT);
        if (opens && !parent.live) {
            openAgain(parent);
            publish(parent, ExecType.ORDER_STATUS);
        }
        checkExposure(parent);
        goOn(parent);
    }

    /** What the end of a child says about where to go next, or whether to go on at all. */
    private void learnFrom(final Order child) {
        final Order parent = child.parent;
        final ParentOrder asParent = parent.asParent;
        final RejectReason reason = child.rejectReason;
        final boolean rested = child.timeInForce != TimeInForce.IOC;
        if (reason == RejectReason.MARKET_MAKER_PROTECTION) {
            decideEnd(parent, OrdStatus.CANCELED, reason, 0);
        } else if (reason == RejectReason.VENUE_TRIPPED && routing.endsWhenTripped(child.destination)) {
            decideEnd(parent, OrdStatus.CANCELED, reason, child.destination);
        } else if (hasEndedWithDay(child)) {
            decideEnd(parent, child.ordStatus, reason, 0);
        } else if (child.cumQtyLots < child.quantityLots && (rested || child.cumQtyLots == 0)) {
            // A place that sends a part back untouched is not asked again in this round, so that each child either
            // fills
            // something or makes one place fewer.
            if (rested && child.cumQtyLots > 0) {
                asParent.beginRound();
            }
            if (child.destination == Ranking.OWN_BOOK) {
                asParent.triedOwnBook = true;
            } else {
                asParent.triedVenues |= Ranking.bit(child.destination);
            }
        }
    }

    /** Counts what may still be filled of a child; returns by how much that is more than before. */
    private long expose(final Order child) {
        final long nowLots = child.live ? child.leavesQtyLots : 0;
        final long moreLots = nowLots - child.exposureLots;
        child.parent.exposureLots += moreLots;
        child.exposureLots = nowLots;
        child.rehash(state.hash);
        return moreLots;
    }

    /**
     * A parent that had ended goes on, because a child of it does: one that was filled is worked again, one that had ended otherwise
     * only waits for its child to come back.
     */
    private void openAgain(final Order parent) {
        final OrdStatus endedAs = parent.ordStatus;
        final RejectReason reason = parent.rejectReason;
        final long value = parent.rejectedValue;
        goLiveAgain(parent);
        if (endedAs != OrdStatus.FILLED) {
            parent.asParent.pending = Pending.CANCEL;
            parent.asParent.mustEnd = true;
            parent.asParent.endStatus = endedAs;
            parent.asParent.endReason = reason;
            parent.asParent.endValue = value;
            routing.due(parent);
        }
        parent.rejectReason = RejectReason.NONE;
        parent.rejectedValue = 0;
        parent.rejectLimit = 0;
        parent.leavesQtyLots = Math.max(0, parent.quantityLots - parent.cumQtyLots);
        // Whether the account has it or not: the venue may fill it.
        reservations.release(parent);
        parent.ordStatus = statusOf(parent);
    }

    private void goLiveAgain(final Order parent) {
        final Session session = state.sessions.get(parent.sessionId);
        final TradedAccount traded = state.accounts.get(parent.account.accountId());
        state.orders.reopen(parent, traded.orders, session == null ? null : session.orders);
        parent.asParent.settle();
    }

    // ---- waiting for a place ----------------------------------------------------------------------------------------

    /** No place takes what is left of an order: it waits until one may. Who looks in vain goes to the end of a long line. */
    void waitForPlace(final Order parent) {
        final WaitingParents waiting = state.quotesOf(parent.instrumentId).waiting();
        if (parent.asParent.isWaiting()) {
            if (waiting.size() <= SmartRouting.MAX_LOOKS) {
                return;
            }
            waiting.remove(parent);
        }
        waiting.addLast(parent, ++state.lastStamp);
        parent.rehash(state.hash);
    }

    private static boolean hasEndedWithDay(final Order child) {
        return child.timeInForce != TimeInForce.IOC
                && (child.ordStatus == OrdStatus.EXPIRED || child.ordStatus == OrdStatus.DONE_FOR_DAY);
    }

    /**
     * A venue's day is over, but not its order's: nothing more is sent before the next day's first sign of trading. The next day is
     * the core's; where that has begun already, the venue only was late to say that the last one is over.
     */
    private void spendNight(final Order parent, final Order child) {
        final ParentOrder asParent = parent.asParent;
        asParent.beginRound();
        asParent.darkDone = false;
        if (child.orderId > state.lastOrderIdBeforeDay) {
            asParent.night = Night.UNTIL_NEXT_DAY;
            stopWaiting(parent);
        } else if (asParent.night != Night.UNTIL_NEXT_DAY) {
            asParent.night = Night.UNTIL_OCCASION;
            waitForPlace(parent);
        }
    }

    /** Whether neither the day of an order nor its expiry time has passed. */
    boolean isInTime(final Order parent) {
        return parent.outlivesDay()
                ? parent.timeInForce != TimeInForce.GTD || parent.expireNs > state.timestampNs
                : parent.orderId > state.lastOrderIdBeforeDay;
    }

    void stopWaiting(final Order parent) {
        if (parent.asParent.isWaiting()) {
            state.quotesOf(parent.instrumentId).waiting().remove(parent);
            parent.rehash(state.hash);
        }
    }

    private void finish(final Order parent) {
        stopWaiting(parent);
        state.orders.finish(parent);
    }

    // ---- how it goes on ---------------------------------------------------------------------------------------------

    /** After anything has happened to a parent: settles what was pending, finishes what is filled, has the rest routed. */
    private void goOn(final Order parent) {
        if (!parent.live) {
            return;
        }
        final ParentOrder asParent = parent.asParent;
        if (asParent.pending != Pending.NONE) {
            if (asParent.liveChildren == 0) {
                settle(parent);
            } else if (asParent.refused && !asParent.isDue) {
                giveUpIfRefused(parent);
            }
        } else if (parent.leavesQtyLots == 0) {
            if (asParent.liveChildren == 0) {
                finish(parent);
                parent.rehash(state.hash);
            }
        } else if (parent.leavesQtyLots > parent.exposureLots) {
            routing.due(parent);
        }
    }

    /** The invariant; only a venue that fills more than it was given, or after it said that it would not, can break it. */
    private void checkExposure(final Order parent) {
        final long excessLots = excessLots(parent);
        if (excessLots > 0) {
            reports.alarm(AlarmKind.OVER_EXPOSURE, parent.orderId, excessLots);
            if (parent.live && parent.asParent.pending == Pending.NONE && parent.asParent.liveChildren > 0) {
                parent.asParent.pending = Pending.RECALL;
                parent.rehash(state.hash);
                routing.due(parent);
            }
        }
    }

    private static long excessLots(final Order parent) {
        return parent.cumQtyLots + parent.exposureLots - parent.quantityLots;
    }

    /** Asks all children to come back; what is pending is settled when the last one has. */
    void callBack(final Order parent) {
        Order child = parent.asParent.firstChild();
        if (child == null) {
            goOn(parent);
            return;
        }
        parent.asParent.forgetRefusal();
        parent.rehash(state.hash);
        while (child != null) {
            final Order next = child.nextOfParent();
            if (child.isRouted()) {
                venueOrders.cancelWhenPossible(child);
            } else if (child.live) {
                matching.end(child, OrdStatus.CANCELED, ExecType.CANCELED, RejectReason.NONE);
            }
            child = next;
        }
    }

    /**
     * Gives up what is pending once every child that is left is one that its venue will not give back. Who asked is refused, and the
     * order goes on as it was; but where the core has decided that it ends, it only lives out what its venues keep.
     */
    private void giveUpIfRefused(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        for (Order child = asParent.firstChild(); child != null; child = child.nextOfParent()) {
            if (isComingBack(child)) {
                return;
            }
        }
        final boolean shows = asParent.pending != Pending.RECALL;
        final boolean isAsked = asParent.cancelClOrdId != 0 || asParent.replaces() > 0;
        final long value = asParent.refusedValue;
        asParent.forgetRefusal();
        asParent.resigned = asParent.mustEnd;
        if (!asParent.mustEnd) {
            asParent.pending = Pending.NONE;
        }
        parent.ordStatus = statusOf(parent);
        if (shows) {
            reports.changed(parent, ExecType.ORDER_STATUS);
        }
        if (shows && !isAsked) {
            reports.tellOwner(parent);
        }
        refuseAskers(parent, RejectReason.VENUE_REJECTED, value);
        reservations.release(parent);
        parent.rehash(state.hash);
        goOn(parent);
    }

    /** Whether a child ends by itself, or its venue has something to say that may be its end. */
    private static boolean isComingBack(final Order child) {
        final VenueOrder atVenue = child.atVenue;
        return child.timeInForce == TimeInForce.IOC
                || (atVenue != null
                        && (atVenue.pending(VenueRequest.Kind.CANCEL) != null
                                || atVenue.cancelWanted
                                || atVenue.awaitingStatus
                                || atVenue.claimedStamp != 0));
    }

    /** All children have come back. */
    private void settle(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        switch (asParent.pending) {
            case CANCEL -> {
                if (parent.leavesQtyLots == 0) {
                    giveUpPending(parent);
                } else {
                    end(parent, asParent.endStatus, asParent.endReason, asParent.endValue);
                }
            }
            case REPLACE -> takeReplaces(parent);
            case RECALL -> {
                asParent.settle();
                parent.rehash(state.hash);
                goOn(parent);
            }
            case NONE -> {}
        }
    }

    /** Takes the pending replaces one after the other: each has its own answer, and what the last one asks for is routed. */
    private void takeReplaces(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        while (asParent.replaces() > 0) {
            if (parent.leavesQtyLots > 0 || asParent.replaceQuantityLots(0) > parent.cumQtyLots) {
                takeOldestReplace(parent);
            } else if (asParent.replaces() > 1) {
                refuseOldestReplace(parent, RejectReason.TOO_LATE, 0);
            } else {
                giveUpPending(parent);
            }
        }
    }

    private void takeOldestReplace(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        final long origClOrdId = parent.clOrdId;
        final long clOrdId = asParent.replaceClOrdId(0);
        final long askedBy = asParent.replaceSessionId(0);
        if (origClOrdId != parent.originalClOrdId) {
            state.clOrdIds.unpin(state.clOrdIds.find(parent.account.accountId(), origClOrdId));
        }
        parent.clOrdId = clOrdId;
        parent.priceTicks = asParent.replacePriceTicks(0);
        parent.quantityLots = Math.max(asParent.replaceQuantityLots(0), parent.cumQtyLots);
        parent.leavesQtyLots = parent.quantityLots - parent.cumQtyLots;
        asParent.removeOldestReplace();
        final boolean isLast = asParent.replaces() == 0;
        if (isLast) {
            asParent.settle();
            asParent.beginRound();
            asParent.darkDone = false;
        }
        reservations.release(parent);
        parent.ordStatus = statusOf(parent);
        if (isLast && parent.leavesQtyLots == 0) {
            finish(parent);
        } else if (isLast) {
            routing.due(parent);
        }
        reports.changed(parent, ExecType.REPLACED);
        final Session session = sessionOrNewest(parent, askedBy);
        if (session != null) {
            reports.answerReplace(
                    parent,
                    session,
                    0,
                    clOrdId,
                    origClOrdId,
                    parent.live ? QueuePlace.LOST : QueuePlace.NONE,
                    ClOrdIdIndex.NONE);
        }
    }

    /** What is asked came to nothing, because all was filled before it was done. */
    private void giveUpPending(final Order parent) {
        parent.asParent.pending = Pending.NONE;
        finish(parent);
        parent.ordStatus = statusOf(parent);
        reports.changed(parent, ExecType.ORDER_STATUS);
        refuseAskers(parent, RejectReason.TOO_LATE, 0);
        parent.asParent.settle();
        reservations.release(parent);
        parent.rehash(state.hash);
    }

    /** Ends an order of which nothing is exposed any more. */
    void end(final Order parent, final OrdStatus status, final RejectReason reason, final long value) {
        final long clOrdId = parent.asParent.cancelClOrdId;
        final long askedBy = parent.asParent.cancelSessionId;
        parent.asParent.settle();
        parent.leavesQtyLots = 0;
        parent.ordStatus = status;
        parent.rejectReason = reason;
        parent.rejectedValue = value;
        reservations.release(parent);
        finish(parent);
        reports.changed(
                parent,
                switch (status) {
                    case EXPIRED -> ExecType.EXPIRED;
                    case DONE_FOR_DAY -> ExecType.DONE_FOR_DAY;
                    default -> ExecType.CANCELED;
                });
        final Session session = clOrdId == 0 ? null : sessionOrNewest(parent, askedBy);
        if (session == null) {
            reports.tellOwner(parent);
        } else {
            reports.answer(parent, session, 0, clOrdId, parent.clOrdId, ClOrdIdIndex.NONE);
        }
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    /** A client's cancel of a live order. */
    void cancel(final Order parent, final Session session, final long clientSeq, final long clOrdId, final int entry) {
        final ParentOrder asParent = parent.asParent;
        if (asParent.pending == Pending.CANCEL && allAreAsked(parent)) {
            refuse(
                    parent,
                    session,
                    clientSeq,
                    clOrdId,
                    CancelOrderDecoder.TEMPLATE_ID,
                    entry,
                    RejectReason.REQUEST_PENDING,
                    0,
                    0);
            return;
        }
        takePlaceOfPending(parent);
        asParent.cancelClOrdId = clOrdId;
        asParent.cancelSessionId = session.sessionId;
        parent.ordStatus = statusOf(parent);
        reports.changed(parent, ExecType.PENDING_CANCEL);
        reports.answer(parent, session, clientSeq, clOrdId, parent.clOrdId, entry);
        callBack(parent);
    }

    /** A client's replace, whose terms are sound, of an order that is live, or filled and to be opened again for more. */
    void replace(
            final Order parent,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final long priceTicks,
            final long quantityLots,
            final int entry) {
        final ParentOrder asParent = parent.asParent;
        if (asParent.pending == Pending.CANCEL || asParent.replaces() == ParentOrder.MAX_REPLACES) {
            refuse(
                    parent,
                    session,
                    clientSeq,
                    clOrdId,
                    ReplaceOrderDecoder.TEMPLATE_ID,
                    entry,
                    asParent.resigned ? RejectReason.TOO_LATE : RejectReason.REQUEST_PENDING,
                    0,
                    0);
            return;
        }
        if (!parent.live && quantityLots <= parent.cumQtyLots) {
            refuse(
                    parent,
                    session,
                    clientSeq,
                    clOrdId,
                    ReplaceOrderDecoder.TEMPLATE_ID,
                    entry,
                    RejectReason.TOO_LATE,
                    quantityLots,
                    parent.cumQtyLots);
            return;
        }
        if (!reservations.reserveForReplace(parent, priceTicks, quantityLots - parent.cumQtyLots)) {
            refuse(
                    parent,
                    session,
                    clientSeq,
                    clOrdId,
                    ReplaceOrderDecoder.TEMPLATE_ID,
                    entry,
                    reservations.reason(),
                    reservations.rejectedValue(),
                    reservations.rejectLimit());
            return;
        }
        if (!parent.live) {
            goLiveAgain(parent);
        }
        final long origClOrdId =
                asParent.replaces() == 0 ? parent.clOrdId : asParent.replaceClOrdId(asParent.replaces() - 1);
        asParent.pending = Pending.REPLACE;
        asParent.addReplace(clOrdId, session.sessionId, priceTicks, quantityLots);
        // The request's ClOrdID must stay known until all children have answered, however long that takes.
        state.clOrdIds.pin(entry, parent.orderId);
        parent.ordStatus = statusOf(parent);
        reports.changed(parent, ExecType.PENDING_REPLACE);
        reports.answer(parent, session, clientSeq, clOrdId, origClOrdId, entry);
        callBack(parent);
    }

    /** The core's own wish to cancel. */
    void cancelForCore(final Order parent, final RejectReason reason) {
        endForCore(parent, OrdStatus.CANCELED, reason);
    }

    /** The expiry time of an order has come. */
    void expire(final Order parent) {
        state.orders.expired(parent);
        endForCore(parent, OrdStatus.EXPIRED, RejectReason.EXPIRED);
    }

    private void endForCore(final Order parent, final OrdStatus status, final RejectReason reason) {
        final ParentOrder asParent = parent.asParent;
        final boolean shows = asParent.pending == Pending.CANCEL && !asParent.resigned;
        if (asParent.pending != Pending.CANCEL) {
            takePlaceOfPending(parent);
            asParent.endStatus = status;
            asParent.endReason = reason;
        }
        asParent.mustEnd = true;
        asParent.forgetRefusal();
        parent.rehash(state.hash);
        if (!shows && hasChildAtVenue(parent)) {
            parent.ordStatus = statusOf(parent);
            publish(parent, ExecType.PENDING_CANCEL);
        }
        callBack(parent);
    }

    /** The day ends: what rests in the own book expires, and the order with it, as does one that waits; a venue ends its orders itself. */
    void endDay(final Order parent) {
        Order child = parent.asParent.firstChild();
        while (child != null) {
            final Order next = child.nextOfParent();
            if (!child.isRouted() && child.live && !child.outlivesDay()) {
                matching.end(child, OrdStatus.EXPIRED, ExecType.EXPIRED, RejectReason.END_OF_DAY);
            }
            child = next;
        }
        if (!parent.live) {
            return;
        }
        final ParentOrder asParent = parent.asParent;
        if (!parent.outlivesDay()) {
            if (asParent.liveChildren == 0) {
                end(parent, OrdStatus.EXPIRED, RejectReason.END_OF_DAY, 0);
            }
            return;
        }
        asParent.childrenMade = asParent.liveChildren;
        asParent.beginRound();
        asParent.darkDone = false;
        if (asParent.night == Night.UNTIL_NEXT_DAY) {
            asParent.night = Night.UNTIL_OCCASION;
            waitForPlace(parent);
        }
        parent.rehash(state.hash);
    }

    /** The core has decided how an order ends, once its children have come back. */
    private void decideEnd(final Order parent, final OrdStatus status, final RejectReason reason, final long value) {
        final ParentOrder asParent = parent.asParent;
        asParent.pending = Pending.CANCEL;
        asParent.mustEnd = true;
        asParent.forgetRefusal();
        asParent.endStatus = status;
        asParent.endReason = reason;
        asParent.endValue = value;
        if (asParent.liveChildren > 0) {
            parent.ordStatus = statusOf(parent);
            publish(parent, ExecType.PENDING_CANCEL);
            routing.due(parent);
        }
    }

    /** A cancel is pending from now on, in the place of what was; who asked for that is told. */
    private void takePlaceOfPending(final Order parent) {
        parent.asParent.pending = Pending.CANCEL;
        parent.asParent.forgetRefusal();
        refuseAskers(parent, RejectReason.REQUEST_PENDING, 0);
        reservations.release(parent);
    }

    /** All that clients have asked for and that is pending is refused, oldest first. */
    private void refuseAskers(final Order parent, final RejectReason reason, final long value) {
        final ParentOrder asParent = parent.asParent;
        while (asParent.replaces() > 0) {
            refuseOldestReplace(parent, reason, value);
        }
        final long clOrdId = asParent.cancelClOrdId;
        final long askedBy = asParent.cancelSessionId;
        asParent.cancelClOrdId = 0;
        asParent.cancelSessionId = 0;
        parent.rehash(state.hash);
        if (clOrdId != 0) {
            refuseAsker(parent, CancelOrderDecoder.TEMPLATE_ID, clOrdId, askedBy, reason, value);
        }
    }

    private void refuseOldestReplace(final Order parent, final RejectReason reason, final long value) {
        final ParentOrder asParent = parent.asParent;
        final long clOrdId = asParent.replaceClOrdId(0);
        final long askedBy = asParent.replaceSessionId(0);
        asParent.removeOldestReplace();
        parent.rehash(state.hash);
        state.clOrdIds.unpin(state.clOrdIds.find(parent.account.accountId(), clOrdId));
        refuseAsker(parent, ReplaceOrderDecoder.TEMPLATE_ID, clOrdId, askedBy, reason, value);
    }

    private void refuseAsker(
            final Order parent,
            final int templateId,
            final long clOrdId,
            final long askedBy,
            final RejectReason reason,
            final long value) {
        final Session session = sessionOrNewest(parent, askedBy);
        if (session != null) {
            refuse(parent, session, 0, clOrdId, templateId, ClOrdIdIndex.NONE, reason, value, 0);
        }
    }

    private void refuse(
            final Order parent,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final int templateId,
            final int entry,
            final RejectReason reason,
            final long value,
            final long limit) {
        reports.cancelReject(
                session,
                clientSeq,
                parent.account.accountId(),
                parent.orderId,
                clOrdId,
                parent.clOrdId,
                parent.ordStatus,
                templateId,
                reason,
                value,
                limit,
                entry);
    }

    private static boolean allAreAsked(final Order parent) {
        for (Order child = parent.asParent.firstChild(); child != null; child = child.nextOfParent()) {
            if (child.ordStatus != OrdStatus.PENDING_CANCEL) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasChildAtVenue(final Order parent) {
        for (Order child = parent.asParent.firstChild(); child != null; child = child.nextOfParent()) {
            if (child.isRouted()) {
                return true;
            }
        }
        return false;
    }

    private Session sessionOrNewest(final Order parent, final long sessionId) {
        final Session session = state.openSession(sessionId);
        if (session != null) {
            return session;
        }
        final Client client = state.clients.get(parent.account.clientId());
        return client == null ? null : client.newestTrader();
    }

    private void publish(final Order parent, final ExecType execType) {
        reports.changed(parent, execType);
        reports.tellOwner(parent);
    }
}
