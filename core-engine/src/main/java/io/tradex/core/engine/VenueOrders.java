package io.tradex.core.engine;

import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;

/**
 * The life of orders at venues, whatever brings it about: requests sent and settled, orders ended and opened again, and who is
 * told. An order that is the child of a smartly routed one tells its parent instead of its owner.
 */
final class VenueOrders implements VenueOutlet.Listener {
    private final EngineState state;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueRequests requests;
    private ChildListener children;

    VenueOrders(
            final EngineState state,
            final Reports reports,
            final Reservations reservations,
            final VenueRequests requests) {
        this.state = state;
        this.reports = reports;
        this.reservations = reservations;
        this.requests = requests;
    }

    /** Who hears of child orders. */
    void childListener(final ChildListener listener) {
        children = listener;
    }

    Venue venueOf(final Order order) {
        return state.venues[order.atVenue.venueId];
    }

    // ---- who is told ------------------------------------------------------------------------------------------------

    /** Publishes a change of an order that was live when it happened. */
    void changed(final Order order, final ExecType execType) {
        if (order.parent == null) {
            reports.changed(order, execType);
            return;
        }
        order.execType = execType;
        order.rehash(state.hash);
        if (order.live) {
            children.onChildChanged(order, execType);
        } else {
            children.onChildEnded(order);
        }
    }

    void tellOwner(final Order order) {
        if (order.parent == null) {
            reports.tellOwner(order);
        }
    }

    /** Answers the client's request behind a request to the venue; nobody, if the core asked on its own. */
    void tellAsker(final Order order, final long askedBy, final long clOrdId, final long origClOrdId) {
        final Session session = clOrdId == 0 ? null : sessionOrNewest(order, askedBy);
        if (session != null) {
            reports.answer(order, session, 0, clOrdId, origClOrdId, ClOrdIdIndex.NONE);
        }
    }

    private Session sessionOrNewest(final Order order, final long sessionId) {
        final Session session = state.sessions.get(sessionId);
        if (session != null) {
            return session;
        }
        final Client client = state.clients.get(order.account.clientId());
        return client == null ? null : client.newestTrader();
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    /** Waits for the first answer to a request that was just made. */
    void awaitAnswer(final VenueRequest request) {
        request.sentNs = state.timestampNs;
        request.stamp = ++state.lastStamp;
        request.waitedFor = true;
        state.venues[request.of.venueId].unanswered().add(request);
        state.venuesTouched = true;
    }

    /** The venue has said something to a request: nobody waits for its first answer any more. */
    void answered(final VenueRequest request) {
        if (request.waitedFor) {
            final Venue venue = state.venues[request.of.venueId];
            if (request.overdue) {
                venue.overdue().remove(request);
            } else {
                venue.unanswered().remove(request);
            }
            request.waitedFor = false;
            request.overdue = false;
            state.venuesTouched = true;
        }
    }

    /** Takes a request out of the line; the order's state is the caller's to bring up to date. */
    void settle(final VenueRequest request) {
        answered(request);
        request.of.settle(request);
    }

    @Override
    public void onWaiting(final long venueClOrdId) {
        final VenueRequest request = requestOf(venueClOrdId);
        if (request != null) {
            answered(request);
            request.sentNs = 0;
            request.of.order.rehash(state.hash);
        }
    }

    @Override
    public boolean onReleased(final long venueClOrdId) {
        final VenueRequest request = requestOf(venueClOrdId);
        if (request == null) {
            return false;
        }
        awaitAnswer(request);
        request.of.order.rehash(state.hash);
        return true;
    }

    /** The request of a live order that has a ClOrdID; null if it is settled. */
    private VenueRequest requestOf(final long venueClOrdId) {
        final Order order = state.orders.byId(VenueOrder.orderIdOf(venueClOrdId));
        return order == null || order.atVenue == null ? null : order.atVenue.pendingById(venueClOrdId);
    }

    /** A request never left. */
    void unsent(final long venueClOrdId, final RejectReason reason, final long value) {
        final VenueRequest request = requestOf(venueClOrdId);
        if (request != null && request.of.order.live) {
            unsent(request.of.order, request, reason, value);
        }
    }

    /** A request never left: the order itself is rejected, anything else is given up. */
    void unsent(final Order order, final VenueRequest request, final RejectReason reason, final long value) {
        if (request.kind == VenueRequest.Kind.NEW) {
            order.rejectReason = reason;
            order.rejectedValue = value;
            end(order, OrdStatus.REJECTED, ExecType.REJECTED);
            return;
        }
        if (request.kind == VenueRequest.Kind.CANCEL && request.clOrdId == 0) {
            order.atVenue.cancelWanted = true;
        }
        giveUp(order, request, reason, value);
    }

    /** The venue's answer to the order itself, the first or a refusal, counts for the venue's health. */
    void noteAnswer(final VenueOrder atVenue, final boolean rejected) {
        final VenueRequest first = atVenue.oldest();
        if (first != null && first.kind == VenueRequest.Kind.NEW && (first.waitedFor || rejected)) {
            state.venues[atVenue.venueId]
                    .route()
                    .onAnswer(state.timestampNs, !first.waitedFor || first.overdue ? 0 : first.sentNs, rejected);
            state.breakersTouched = true;
        }
    }

    /** The order itself was accepted, as anything that only an accepted order can do says. */
    void settleNew(final VenueOrder atVenue) {
        noteAnswer(atVenue, false);
        final VenueRequest first = atVenue.oldest();
        if (first != null && first.kind == VenueRequest.Kind.NEW) {
            settle(first);
        }
    }

    /** The venue speaks of the order: it is not out of reach. */
    void heardOf(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.suspended) {
            atVenue.suspended = false;
            if (order.rejectReason == RejectReason.VENUE_UNREACHABLE) {
                order.rejectReason = RejectReason.NONE;
                order.rejectedValue = 0;
            }
        }
    }

    /** Whether a request may have been lost with its session, or because the venue has not spoken of the order for long. */
    boolean mayBeLost(final VenueRequest request) {
        return request.of.suspended || request.stamp <= state.venues[request.of.venueId].upStamp();
    }

    /** Whether nobody knows which requests the venue has, and its answer to that is to come. */
    boolean isInDoubt(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (!atVenue.awaitingStatus || atVenue.suspended) {
            return false;
        }
        VenueRequest request = atVenue.oldest();
        while (request != null && !mayBeLost(request)) {
            request = request.younger();
        }
        return request != null;
    }

    /** Asks the venue to cancel; the line has room. */
    void sendCancel(final Order order, final long clOrdId, final long sessionId) {
        final VenueRequest request = order.atVenue.ask(VenueRequest.Kind.CANCEL);
        request.clOrdId = clOrdId;
        request.sessionId = sessionId;
        awaitAnswer(request);
        requests.cancel(order, request);
    }

    /** The core's own wish to cancel: asks now, or as soon as that can be asked. */
    void cancelWhenPossible(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.pending(VenueRequest.Kind.CANCEL) != null) {
            return;
        }
        if (requests.outlet().withdraw(order)) {
            endUnsent(order);
            tellOwner(order);
            return;
        }
        if (atVenue.pending() == VenueOrder.MAX_PENDING
                || isInDoubt(order)
                || !requests.outlet().hasRoomForCancel(atVenue.venueId)
                || atVenue.requests >= VenueOrder.MAX_REQUESTS
                || !venueOf(order).isUp()) {
            atVenue.cancelWanted = true;
            order.rehash(state.hash);
            return;
        }
        atVenue.cancelWanted = false;
        sendCancel(order, 0, 0);
        order.ordStatus = atVenue.status();
        changed(order, ExecType.PENDING_CANCEL);
        tellOwner(order);
    }

    void cancelIfWanted(final Order order) {
        if (order.live && order.atVenue.cancelWanted) {
            cancelWhenPossible(order);
        }
    }

    /** A request came to nothing: the order goes on as it was, and whoever asked is told. */
    void giveUp(final Order order, final VenueRequest request, final RejectReason reason, final long value) {
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest.Kind kind = request.kind;
        final long clOrdId = request.clOrdId;
        final long askedBy = request.sessionId;
        settle(request);
        if (kind == VenueRequest.Kind.REPLACE) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), clOrdId));
        }
        if (order.parent == null) {
            reservations.release(order);
        }
        finishIfDone(order);
        order.ordStatus = atVenue.status();
        changed(order, ExecType.ORDER_STATUS);
        rejectAsker(order, kind, clOrdId, askedBy, reason, value);
        cancelIfWanted(order);
    }

    /** A venue will not cancel an order: what that means for the parent of a child is the parent's to decide. */
    void cancelRefused(final Order order, final long value) {
        if (order.parent != null && order.live) {
            children.onChildCancelRefused(order, value);
        }
    }

    /** A venue has said how an order stands. */
    void statusKnown(final Order order) {
        if (order.parent != null && order.live) {
            children.onChildStatusKnown(order);
        }
    }

    private void rejectAsker(
            final Order order,
            final VenueRequest.Kind kind,
            final long clOrdId,
            final long askedBy,
            final RejectReason reason,
            final long value) {
        final Session session = clOrdId == 0 ? null : sessionOrNewest(order, askedBy);
        if (session != null) {
            reports.cancelReject(
                    session,
                    0,
                    order.account.accountId(),
                    order.orderId,
                    clOrdId,
                    order.clOrdId,
                    order.ordStatus,
                    kind == VenueRequest.Kind.REPLACE
                            ? ReplaceOrderDecoder.TEMPLATE_ID
                            : CancelOrderDecoder.TEMPLATE_ID,
                    reason,
                    value,
                    0,
                    ClOrdIdIndex.NONE);
        }
    }

    // ---- ends and new beginnings ------------------------------------------------------------------------------------

    /** A filled order is finished once nothing is asked about it any more. */
    boolean finishIfDone(final Order order) {
        if (order.live && order.leavesQtyLots == 0 && order.atVenue.pending() == 0 && order.quantityLots > 0) {
            leave(order);
            return true;
        }
        return false;
    }

    /** The venue has ended an order, with whatever was asked about it. */
    void end(final Order order, final OrdStatus status, final ExecType execType) {
        final VenueOrder atVenue = order.atVenue;
        long cancelClOrdId = 0;
        long cancelAskedBy = 0;
        atVenue.endedAs = status;
        atVenue.cancelWanted = false;
        atVenue.doneForDay = false;
        heardOf(order);
        order.leavesQtyLots = 0;
        while (atVenue.oldest() != null) {
            final VenueRequest request = atVenue.oldest();
            final VenueRequest.Kind kind = request.kind;
            final long clOrdId = request.clOrdId;
            final long askedBy = request.sessionId;
            settle(request);
            if (kind == VenueRequest.Kind.CANCEL && clOrdId != 0) {
                cancelClOrdId = clOrdId;
                cancelAskedBy = askedBy;
            } else if (kind == VenueRequest.Kind.REPLACE) {
                state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), clOrdId));
                order.ordStatus = status;
                rejectAsker(order, kind, clOrdId, askedBy, RejectReason.TOO_LATE, 0);
            }
        }
        leave(order);
        if (order.parent == null) {
            reservations.release(order);
        }
        order.ordStatus = atVenue.status();
        changed(order, execType);
        if (cancelClOrdId != 0) {
            tellAsker(order, cancelAskedBy, cancelClOrdId, order.clOrdId);
        } else {
            tellOwner(order);
        }
    }

    /** An order that was taken back before it left is cancelled; its owner is the caller's to tell. */
    void endUnsent(final Order order) {
        order.atVenue.endedAs = OrdStatus.CANCELED;
        order.atVenue.cancelWanted = false;
        order.leavesQtyLots = 0;
        while (order.atVenue.oldest() != null) {
            settle(order.atVenue.oldest());
        }
        leave(order);
        reservations.release(order);
        order.ordStatus = order.atVenue.status();
        changed(order, ExecType.CANCELED);
    }

    private void leave(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final Venue venue = state.venues[atVenue.venueId];
        venue.orders().remove(atVenue);
        if (atVenue.claimedStamp != 0) {
            venue.claims().remove(atVenue);
            atVenue.clearClaim();
            state.venuesTouched = true;
        }
        if (atVenue.awaitingStatus) {
            atVenue.awaitingStatus = false;
            venue.statusAnswered();
        }
        state.orders.finish(order);
    }

    /** A finished order is worked by its venue again, because a fill was turned back or more was asked for. */
    void reopen(final Order order) {
        final Session session = state.sessions.get(order.sessionId);
        final TradedAccount traded = state.accounts.get(order.account.accountId());
        state.orders.reopen(order, traded.orders, session == null ? null : session.orders);
        venueOf(order).orders().addLast(order.atVenue);
    }

    // ---- fills ------------------------------------------------------------------------------------------------------

    /** Books a fill on the order and, unless it is a child, on its account. */
    void book(final Order order, final long priceTicks, final long lots, final long micros) {
        if (order.parent == null) {
            reservations.fill(order, priceTicks, lots, micros);
            return;
        }
        order.cumQtyLots += lots;
        order.cumValueMicros += micros;
        order.lastPriceTicks = priceTicks;
        order.lastQtyLots = lots;
        if (order.live) {
            order.leavesQtyLots = Math.max(0, order.quantityLots - order.cumQtyLots);
        }
    }

    /** Tells the parent of a child of what was booked on the child. */
    void childFilled(final Order order, final long priceTicks, final long lots, final long micros) {
        if (order.parent != null) {
            children.onChildFilled(order, priceTicks, lots, micros);
        }
    }

    /** Takes a fill back from the order and, unless it is a child, from its account; then {@link #childTurnedBack}. */
    void turnBack(final Order order, final long lots, final long micros) {
        if (order.parent == null) {
            reservations.turnBack(order, lots, micros);
        } else {
            order.cumQtyLots -= lots;
            order.cumValueMicros -= micros;
        }
    }

    /** Tells the parent of a child what was taken back from the child, whose state is up to date. */
    void childTurnedBack(final Order order, final long lots, final long micros) {
        if (order.parent != null) {
            children.onChildFillReversed(order, lots, micros);
        }
    }
}
