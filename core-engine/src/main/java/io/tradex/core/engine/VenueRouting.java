package io.tradex.core.engine;

import io.tradex.core.book.BookRules;
import io.tradex.core.book.Instrument;
import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueOrder.Pending;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;

/**
 * Orders at venues: requests out, executions back. What a venue may still fill stays reserved until a fill or a terminal
 * answer; nothing is believed to be gone because it was asked to go.
 */
final class VenueRouting {
    /** OrdRejReason and CxlRejReason of FIX that are looked at. */
    private static final int CXL_REJ_TOO_LATE = 0;

    private static final int CXL_REJ_UNKNOWN_ORDER = 1;

    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueRequests requests;

    /** Next atVenue to ask about after its venue came up; null when all are asked about. */
    private VenueOrder statusCursor;

    VenueRouting(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final Reservations reservations) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.reservations = reservations;
        requests = new VenueRequests(state, output);
    }

    /** OrdStatus by FIX's precedence: what is pending first, then how much is filled. */
    static OrdStatus statusOf(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue != null && order.live) {
            switch (atVenue.pending) {
                case CANCEL -> {
                    return OrdStatus.PENDING_CANCEL;
                }
                case REPLACE -> {
                    return OrdStatus.PENDING_REPLACE;
                }
                case NEW -> {
                    return OrdStatus.PENDING_NEW;
                }
                case NONE -> {}
            }
        }
        if (order.leavesQtyLots == 0 && order.cumQtyLots >= order.quantityLots) {
            return OrdStatus.FILLED;
        }
        return order.cumQtyLots > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW;
    }

    /** Worst price at which a market order is sent to a venue; what is reserved covers it. */
    long collarTicks(final Order order) {
        final long referenceTicks = order.instrument.referencePriceTicks();
        final long maxTicks = order.instrument.maxPriceTicks();
        final long collar = BookRules.share(referenceTicks, state.marketCollarBps);
        return order.isBuy()
                ? referenceTicks + Math.min(collar, maxTicks - referenceTicks)
                : Math.max(1, referenceTicks - collar);
    }

    /** Sends a live, routed and reserved order to its venue. */
    void send(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        atVenue.acceptedId = atVenue.nextVenueClOrdId();
        atVenue.pending = Pending.NEW;
        state.venues[atVenue.venueId].orders().addLast(atVenue);
        order.ordStatus = OrdStatus.PENDING_NEW;
        reports.changed(order, ExecType.PENDING_NEW);
        requests.newOrder(order);
    }

    /** A client's cancel of a live order at a venue. */
    void cancel(final Order order, final Session session, final long clientSeq, final long clOrdId, final int entry) {
        final VenueOrder atVenue = order.atVenue;
        if (!canAsk(order, session, clientSeq, clOrdId, CancelOrderDecoder.TEMPLATE_ID, entry)) {
            return;
        }
        sendCancel(atVenue, clOrdId, session.sessionId);
        order.ordStatus = statusOf(order);
        reports.changed(order, ExecType.PENDING_CANCEL);
        reports.answer(order, session, clientSeq, clOrdId, order.clOrdId, entry);
    }

    /** A client's replace of a live order at a venue. */
    void replace(
            final Order order,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final long priceTicks,
            final long quantityLots,
            final int entry) {
        final VenueOrder atVenue = order.atVenue;
        if (!canAsk(order, session, clientSeq, clOrdId, ReplaceOrderDecoder.TEMPLATE_ID, entry)) {
            return;
        }
        if (!reservations.reserveForReplace(order, priceTicks, quantityLots - order.cumQtyLots)) {
            reports.cancelReject(
                    session,
                    clientSeq,
                    order.account.accountId(),
                    order.orderId,
                    clOrdId,
                    order.clOrdId,
                    order.ordStatus,
                    ReplaceOrderDecoder.TEMPLATE_ID,
                    reservations.reason(),
                    reservations.rejectedValue(),
                    reservations.rejectLimit(),
                    entry);
            return;
        }
        atVenue.pending = Pending.REPLACE;
        atVenue.pendingId = atVenue.nextVenueClOrdId();
        atVenue.pendingClOrdId = clOrdId;
        atVenue.pendingSessionId = session.sessionId;
        atVenue.pendingPriceTicks = priceTicks;
        atVenue.pendingQuantityLots = quantityLots;
        // The request's ClOrdID must stay known until the venue answers, however long that takes.
        state.clOrdIds.pin(entry, order.orderId);
        order.ordStatus = statusOf(order);
        reports.changed(order, ExecType.PENDING_REPLACE);
        reports.answer(order, session, clientSeq, clOrdId, order.clOrdId, entry);
        requests.replace(order);
    }

    /** The core's own wish to cancel: asks now, or as soon as the venue is back and nothing else is pending. */
    void cancelWhenPossible(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final boolean free = atVenue.pending == Pending.NONE || atVenue.pending == Pending.NEW;
        if (atVenue.pending == Pending.CANCEL) {
            return;
        }
        if (!free
                || atVenue.awaitingStatus
                || atVenue.requests >= VenueOrder.MAX_REQUESTS
                || !state.venues[atVenue.venueId].isUp()) {
            atVenue.cancelWanted = true;
            order.rehash(state.hash);
            return;
        }
        sendCancel(atVenue, 0, 0);
        order.ordStatus = statusOf(order);
        reports.changed(order, ExecType.PENDING_CANCEL);
        reports.tellOwner(order);
    }

    /** A venue's session came up: asks about every live order there. Returns whether all are asked; else {@link #resume()}. */
    boolean onVenueUp(final Venue venue) {
        venue.up(true);
        statusCursor = venue.orders().head();
        return resume();
    }

    boolean resume() {
        while (statusCursor != null) {
            if (!output.hasRoom()) {
                return false;
            }
            final VenueOrder atVenue = statusCursor;
            statusCursor = atVenue.nextOfVenue();
            askStatus(atVenue);
        }
        return true;
    }

    void onExecutionReport(final VenueExecutionReportDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            reports.inputRefused(
                    VenueExecutionReportDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return;
        }
        noteMsgSeqNum(venue, message.msgSeqNum(), message.possDup());
        final Order order = orderAt(venue, message.venueClOrdId());
        if (order == null) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
            return;
        }
        switch (message.execType()) {
            case ORDER_STATUS -> onStatus(order, message);
            case TRADE -> onTrade(venue, order, message);
            case NEW -> onAccepted(order);
            case CANCELED -> onEnded(order, message, OrdStatus.CANCELED, ExecType.CANCELED);
            case EXPIRED -> onEnded(order, message, OrdStatus.EXPIRED, ExecType.EXPIRED);
            case DONE_FOR_DAY -> onEnded(order, message, OrdStatus.DONE_FOR_DAY, ExecType.DONE_FOR_DAY);
            case REJECTED -> onEnded(order, message, OrdStatus.REJECTED, ExecType.REJECTED);
            case REPLACED -> onReplaced(order, message);
            case PENDING_NEW, PENDING_CANCEL, PENDING_REPLACE -> {
                // The venue has the request; our own state says so already.
            }
            default ->
                reports.inputRefused(
                        VenueExecutionReportDecoder.TEMPLATE_ID,
                        RejectReason.MALFORMED,
                        VenueExecutionReportDecoder.execTypeId());
        }
    }

    void onCancelReject(final VenueCancelRejectDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            reports.inputRefused(VenueCancelRejectDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return;
        }
        noteMsgSeqNum(venue, message.msgSeqNum(), message.possDup());
        final Order order = orderAt(venue, message.venueClOrdId());
        if (order == null) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
            return;
        }
        final VenueOrder atVenue = order.atVenue;
        if (!order.live || atVenue.pendingId != message.venueClOrdId()) {
            return;
        }
        final int code = message.reasonCode();
        final RejectReason reason = code == CXL_REJ_TOO_LATE
                ? RejectReason.TOO_LATE
                : code == CXL_REJ_UNKNOWN_ORDER ? RejectReason.UNKNOWN_AT_VENUE : RejectReason.VENUE_REJECTED;
        giveUpPending(order, reason, code);
        if (order.live && code == CXL_REJ_UNKNOWN_ORDER) {
            askStatus(atVenue);
        }
    }

    void onNotSent(final VenueRequestNotSentDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        final Order order = venue == null ? null : orderAt(venue, message.venueClOrdId());
        if (order == null) {
            reports.inputRefused(
                    VenueRequestNotSentDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ORDER, message.venueClOrdId());
            return;
        }
        final VenueOrder atVenue = order.atVenue;
        if (!order.live) {
            return;
        }
        final boolean unacknowledged = atVenue.pending == Pending.NEW || atVenue.pending == Pending.CANCEL;
        if (atVenue.acceptedId == message.venueClOrdId()
                && order.cumQtyLots == 0
                && unacknowledged
                && !atVenue.awaitingStatus) {
            order.rejectReason = RejectReason.VENUE_UNAVAILABLE;
            order.rejectedValue = atVenue.venueId;
            end(order, OrdStatus.REJECTED, ExecType.REJECTED);
        } else if (atVenue.pendingId == message.venueClOrdId()) {
            if (atVenue.pending == Pending.CANCEL && atVenue.pendingClOrdId == 0) {
                atVenue.cancelWanted = true;
            }
            giveUpPending(order, RejectReason.VENUE_UNAVAILABLE, atVenue.venueId);
        }
    }

    private void onAccepted(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (order.live && atVenue.pending == Pending.NEW) {
            atVenue.settle();
            order.ordStatus = statusOf(order);
            reports.changed(order, ExecType.NEW);
            reports.tellOwner(order);
            cancelIfWanted(order);
        }
    }

    private void onTrade(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        final Instrument instrument = order.instrument;
        final long lots = message.lastQtyE8() / instrument.lotSizeE8();
        final boolean wholeLots = lots > 0 && message.lastQtyE8() % instrument.lotSizeE8() == 0;
        final long micros =
                wholeLots && message.lastPriceE8() > 0 ? instrument.fillMicros(message.lastPriceE8(), lots) : -1;
        if (micros == -1) {
            reports.inputRefused(
                    VenueExecutionReportDecoder.TEMPLATE_ID, RejectReason.INVALID_QUANTITY, message.lastQtyE8());
            return;
        }
        if (!reservations.canFill(order, lots, micros)) {
            reports.inputRefused(VenueExecutionReportDecoder.TEMPLATE_ID, RejectReason.NOTIONAL_OVERFLOW, lots);
            return;
        }
        if (!state.executions.add(
                venue.venueId(),
                order.orderId,
                message.buffer(),
                message.offset() + VenueExecutionReportDecoder.execIdEncodingOffset())) {
            return;
        }
        final long priceTicks = instrument.nearestTicks(message.lastPriceE8());
        final boolean late = !order.live;
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.pending == Pending.NEW) {
            atVenue.settle();
        }
        reservations.fill(order, priceTicks, lots, micros);
        order.tradeId = ++state.lastTradeId;
        order.liquidity = Liquidity.ROUTED_OUT;
        if (!late) {
            order.ordStatus = statusOf(order);
            if (order.leavesQtyLots == 0 && atVenue.pending == Pending.NONE) {
                leaveVenue(order);
                state.orders.finish(order);
            }
        }
        reports.changed(order, ExecType.TRADE);
        reports.tellOwner(order);
        if (instrument.maxPriceTicks() >= priceTicks) {
            instrument.referencePriceTicks(priceTicks);
        }
        raiseAlarms(order, lots, late, message.cumQtyE8());
        cancelIfWanted(order);
    }

    private void raiseAlarms(final Order order, final long lots, final boolean late, final long venueCumQtyE8) {
        if (late) {
            reports.alarm(AlarmKind.LATE_FILL, order.orderId, lots);
        }
        if (order.cumQtyLots > order.quantityLots) {
            reports.alarm(AlarmKind.OVER_FILL, order.orderId, order.cumQtyLots - order.quantityLots);
        }
        if (order.account.cashMicros() < 0) {
            reports.alarm(AlarmKind.NEGATIVE_CASH, order.orderId, order.account.cashMicros());
        }
        final long positionLots = order.account.position(order.instrumentId).quantityLots();
        if (positionLots < 0) {
            reports.alarm(AlarmKind.NEGATIVE_POSITION, order.orderId, positionLots);
        }
        checkCumQty(order, venueCumQtyE8);
    }

    /** Returns whether the venue has filled no more than we know of. */
    private boolean checkCumQty(final Order order, final long venueCumQtyE8) {
        final long venueLots = venueCumQtyE8 / order.instrument.lotSizeE8();
        if (venueLots != order.cumQtyLots) {
            reports.alarm(AlarmKind.CUM_QTY_MISMATCH, order.orderId, venueLots);
        }
        return venueLots <= order.cumQtyLots;
    }

    private void onEnded(
            final Order order,
            final VenueExecutionReportDecoder message,
            final OrdStatus status,
            final ExecType execType) {
        if (!order.live) {
            return;
        }
        checkCumQty(order, message.cumQtyE8());
        if (status == OrdStatus.REJECTED) {
            order.rejectReason = RejectReason.VENUE_REJECTED;
            order.rejectedValue = message.reasonCode();
        }
        end(order, status, execType);
    }

    private void onReplaced(final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        if (!order.live || atVenue.pending != Pending.REPLACE || atVenue.pendingId != message.venueClOrdId()) {
            if (order.live) {
                reports.inputRefused(
                        VenueExecutionReportDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ORDER, message.venueClOrdId());
            }
            return;
        }
        final Instrument instrument = order.instrument;
        final long venueLots = message.orderQtyE8() / instrument.lotSizeE8();
        // A venue amends a quantity below what is filled; it never raises one.
        final long quantityLots =
                venueLots > 0 && venueLots < atVenue.pendingQuantityLots ? venueLots : atVenue.pendingQuantityLots;
        final long origClOrdId = order.clOrdId;
        final long clOrdId = atVenue.pendingClOrdId;
        final long askedBy = atVenue.pendingSessionId;
        if (origClOrdId != order.originalClOrdId) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), origClOrdId));
        }
        order.clOrdId = clOrdId;
        order.priceTicks = atVenue.pendingPriceTicks;
        order.quantityLots = Math.max(quantityLots, order.cumQtyLots);
        order.leavesQtyLots = order.quantityLots - order.cumQtyLots;
        atVenue.priceTicks = atVenue.pendingPriceTicks;
        atVenue.acceptedId = atVenue.pendingId;
        atVenue.settle();
        reservations.release(order);
        order.ordStatus = statusOf(order);
        if (order.leavesQtyLots == 0) {
            leaveVenue(order);
            state.orders.finish(order);
        }
        reports.changed(order, ExecType.REPLACED);
        tellAsker(order, askedBy, clOrdId, origClOrdId);
        cancelIfWanted(order);
    }

    private void onStatus(final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        if (!order.live) {
            return;
        }
        atVenue.awaitingStatus = false;
        order.rehash(state.hash);
        if (message.unknownOrder() == BooleanType.T) {
            order.rejectReason = RejectReason.UNKNOWN_AT_VENUE;
            if (order.cumQtyLots == 0) {
                end(order, OrdStatus.REJECTED, ExecType.REJECTED);
            } else {
                end(order, OrdStatus.CANCELED, ExecType.CANCELED);
            }
            return;
        }
        final boolean fillsKnown = checkCumQty(order, message.cumQtyE8());
        switch (message.ordStatus()) {
            case PENDING_CANCEL, PENDING_REPLACE -> {
                // The request arrived; its answer is to come.
            }
            case FILLED -> {
                if (fillsKnown) {
                    giveUpPending(order, RejectReason.TOO_LATE, 0);
                }
            }
            case CANCELED, EXPIRED, DONE_FOR_DAY, REJECTED -> {
                if (fillsKnown) {
                    end(order, message.ordStatus(), execTypeOf(message.ordStatus()));
                }
            }
            default -> onStillWorking(order);
        }
    }

    private static ExecType execTypeOf(final OrdStatus ended) {
        return switch (ended) {
            case EXPIRED -> ExecType.EXPIRED;
            case DONE_FOR_DAY -> ExecType.DONE_FOR_DAY;
            case REJECTED -> ExecType.REJECTED;
            default -> ExecType.CANCELED;
        };
    }

    /** The venue works the order: what was pending when the session was cut never arrived. */
    private void onStillWorking(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        switch (atVenue.pending) {
            case NEW -> onAccepted(order);
            case CANCEL -> {
                // The wish still holds, and asking twice does no harm; the last request that an order may make stays
                // asked.
                if (atVenue.requests < VenueOrder.MAX_REQUESTS) {
                    sendCancel(atVenue, atVenue.pendingClOrdId, atVenue.pendingSessionId);
                    order.rehash(state.hash);
                }
            }
            case REPLACE -> giveUpPending(order, RejectReason.VENUE_UNAVAILABLE, atVenue.venueId);
            case NONE -> cancelIfWanted(order);
        }
    }

    /** The pending request came to nothing: the order goes on as it was, and whoever asked is told. */
    private void giveUpPending(final Order order, final RejectReason reason, final long value) {
        final VenueOrder atVenue = order.atVenue;
        final Pending pending = atVenue.pending;
        if (pending == Pending.NONE) {
            return;
        }
        final long clOrdId = atVenue.pendingClOrdId;
        final long askedBy = atVenue.pendingSessionId;
        atVenue.settle();
        if (pending == Pending.REPLACE) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), clOrdId));
        }
        reservations.release(order);
        order.ordStatus = statusOf(order);
        if (order.leavesQtyLots == 0) {
            leaveVenue(order);
            state.orders.finish(order);
        }
        reports.changed(order, ExecType.ORDER_STATUS);
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
                    pending == Pending.REPLACE ? ReplaceOrderDecoder.TEMPLATE_ID : CancelOrderDecoder.TEMPLATE_ID,
                    reason,
                    value,
                    0,
                    ClOrdIdIndex.NONE);
        }
        cancelIfWanted(order);
    }

    private void end(final Order order, final OrdStatus status, final ExecType execType) {
        final VenueOrder atVenue = order.atVenue;
        final Pending pending = atVenue.pending;
        final long clOrdId = atVenue.pendingClOrdId;
        final long askedBy = atVenue.pendingSessionId;
        atVenue.settle();
        atVenue.cancelWanted = false;
        if (pending == Pending.REPLACE) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), clOrdId));
        }
        order.leavesQtyLots = 0;
        order.ordStatus = status;
        reservations.release(order);
        leaveVenue(order);
        state.orders.finish(order);
        reports.changed(order, execType);
        if (pending == Pending.CANCEL && clOrdId != 0) {
            tellAsker(order, askedBy, clOrdId, order.clOrdId);
        } else {
            reports.tellOwner(order);
        }
    }

    private void leaveVenue(final Order order) {
        state.venues[order.atVenue.venueId].orders().remove(order.atVenue);
    }

    private void tellAsker(final Order order, final long askedBy, final long clOrdId, final long origClOrdId) {
        final Session session = sessionOrNewest(order, askedBy);
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

    private void cancelIfWanted(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (order.live && atVenue.cancelWanted && atVenue.pending == Pending.NONE) {
            atVenue.cancelWanted = false;
            cancelWhenPossible(order);
        }
    }

    /** Whether a client's request may go to the venue now; else it is refused. */
    private boolean canAsk(
            final Order order,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final int templateId,
            final int entry) {
        final VenueOrder atVenue = order.atVenue;
        final RejectReason reason;
        long value = 0;
        if (!state.venues[atVenue.venueId].isUp()) {
            reason = RejectReason.VENUE_UNAVAILABLE;
            value = atVenue.venueId;
        } else if (atVenue.pending == Pending.CANCEL
                || atVenue.pending == Pending.REPLACE
                || atVenue.awaitingStatus
                || (atVenue.pending == Pending.NEW && templateId == ReplaceOrderDecoder.TEMPLATE_ID)) {
            reason = RejectReason.REQUEST_PENDING;
        } else if (atVenue.requests >= VenueOrder.MAX_REQUESTS) {
            reason = RejectReason.ORDER_CAPACITY;
            value = atVenue.requests;
        } else {
            return true;
        }
        reports.cancelReject(
                session,
                clientSeq,
                order.account.accountId(),
                order.orderId,
                clOrdId,
                order.clOrdId,
                order.ordStatus,
                templateId,
                reason,
                value,
                reason == RejectReason.ORDER_CAPACITY ? VenueOrder.MAX_REQUESTS : 0,
                entry);
        return false;
    }

    private void sendCancel(final VenueOrder atVenue, final long clOrdId, final long sessionId) {
        final Order order = atVenue.order;
        atVenue.pending = Pending.CANCEL;
        atVenue.pendingId = atVenue.nextVenueClOrdId();
        atVenue.pendingClOrdId = clOrdId;
        atVenue.pendingSessionId = sessionId;
        requests.cancel(order);
    }

    private void askStatus(final VenueOrder atVenue) {
        final Order order = atVenue.order;
        atVenue.awaitingStatus = true;
        order.rehash(state.hash);
        requests.status(order);
    }

    private void noteMsgSeqNum(final Venue venue, final long msgSeqNum, final BooleanType possDup) {
        if (possDup != BooleanType.T || msgSeqNum > venue.lastMsgSeqNum()) {
            venue.lastMsgSeqNum(msgSeqNum);
        }
    }

    private Order orderAt(final Venue venue, final long venueClOrdId) {
        final Order order = state.orders.byId(VenueOrder.orderIdOf(venueClOrdId));
        return order == null || order.atVenue == null || order.atVenue.venueId != venue.venueId() ? null : order;
    }
}
