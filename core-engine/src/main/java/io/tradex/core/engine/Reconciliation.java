package io.tradex.core.engine;

import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.journal.ReconciliationRequestedDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;

/**
 * How the core and a venue agree again: asks how orders stand whenever that is in doubt, compares what comes back, settles each
 * difference by its rule, and says of orders that stay in doubt that they do. Its clock is the inputs' time.
 */
final class Reconciliation {
    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final VenueRequests requests;
    private final VenueOrders orders;
    private VenueReports venueReports;

    /** Next order to ask about; null when all are asked about. */
    private VenueOrder askCursor;

    /** The venue whose orders are asked about; null when none is. */
    private Venue askingAt;

    /** Whether only orders that the venue's list left out are asked about. */
    private boolean askingLeftOut;

    /** Next order to suspend because its venue has no session; null when all are. */
    private VenueOrder suspendCursor;

    /** The venue whose due times are being looked at; 0 when none is. */
    private int firing;

    private int requestedVenue;

    Reconciliation(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final VenueRequests requests,
            final VenueOrders orders) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.requests = requests;
        this.orders = orders;
    }

    void venueReports(final VenueReports toRestateBy) {
        venueReports = toRestateBy;
    }

    // ---- asking -----------------------------------------------------------------------------------------------------

    /** A venue's session came up: asks about every order there. Returns whether all are asked about; else {@link #resume()}. */
    boolean onVenueUp(final Venue venue) {
        venue.up(true);
        venue.spoken(false);
        venue.downSinceNs(0);
        venue.upStamp(state.lastStamp);
        begin(venue);
        return resume();
    }

    void onVenueDown(final Venue venue) {
        state.venuesTouched = true;
        venue.up(false);
        venue.downSinceNs(state.timestampNs);
        venue.reconcile(0, 0);
    }

    /** An operator asks for a comparison. Returns whether all orders are asked about; else {@link #resume()}. */
    boolean onRequested(final ReconciliationRequestedDecoder message) {
        final int venueId = message.venueId();
        final Venue venue = state.venueOrNull(venueId);
        if (venueId != 0 && (venue == null || !venue.isUp())) {
            reports.inputRefused(
                    ReconciliationRequestedDecoder.TEMPLATE_ID,
                    venue == null ? RejectReason.UNKNOWN_VENUE : RejectReason.VENUE_UNAVAILABLE,
                    venueId);
            return true;
        }
        if (venueId != 0) {
            begin(venue);
        } else {
            requestedVenue = 1;
        }
        return resume();
    }

    private void begin(final Venue venue) {
        venue.reconcile(state.sequence, venue.hasMassStatus() ? state.timestampNs : 0);
        askingLeftOut = false;
        askAbout(venue);
        if (venue.hasMassStatus()) {
            requests.massStatus(venue.venueId(), state.sequence);
        }
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        while (true) {
            while (askCursor != null) {
                if (!output.hasRoom()) {
                    return false;
                }
                final VenueOrder atVenue = askCursor;
                askCursor = atVenue.nextOfVenue();
                ask(atVenue);
            }
            if (askingAt != null) {
                final Venue asked = askingAt;
                askingAt = null;
                endIfCompared(asked);
            }
            while (suspendCursor != null) {
                if (!output.hasRoom()) {
                    return false;
                }
                final VenueOrder atVenue = suspendCursor;
                suspendCursor = atVenue.nextOfVenue();
                suspend(atVenue);
            }
            if (requestedVenue == 0 || requestedVenue > Venue.MAX_VENUE_ID) {
                requestedVenue = 0;
                return firing == 0 || fire();
            }
            if (!output.hasRoom()) {
                return false;
            }
            final Venue next = state.venues[requestedVenue++];
            if (next != null && next.isUp()) {
                begin(next);
            }
        }
    }

    private void ask(final VenueOrder atVenue) {
        final Venue venue = state.venues[atVenue.venueId];
        if (askingLeftOut) {
            if (atVenue.awaitingStatus) {
                requests.status(atVenue.order);
            }
        } else if (venue.listAskedNs() > 0) {
            // The list of all orders will say.
            await(atVenue);
        } else {
            await(atVenue);
            requests.status(atVenue.order);
        }
    }

    private void await(final VenueOrder atVenue) {
        if (!atVenue.awaitingStatus) {
            atVenue.awaitingStatus = true;
            state.venues[atVenue.venueId].statusAsked();
            atVenue.order.rehash(state.hash);
        }
    }

    /** Asks how one order stands. */
    void askStatus(final Order order) {
        await(order.atVenue);
        order.rehash(state.hash);
        requests.status(order);
    }

    // ---- comparing --------------------------------------------------------------------------------------------------

    /** To be called after each report, and {@link #resume()} after it: the last one of a list ends it. */
    void onReported(final Venue venue, final VenueExecutionReportDecoder message) {
        if (message.lastReport() == BooleanType.T
                && venue.listAskedNs() > 0
                && message.massStatusId() == venue.reconciliationId()) {
            endList(venue);
        }
        if (askingAt == null) {
            endIfCompared(venue);
        }
    }

    /** The venue's list is complete, or does not come: asks about each order that is not in it. */
    private void endList(final Venue venue) {
        venue.listEnded();
        askingLeftOut = true;
        askAbout(venue);
    }

    private void askAbout(final Venue venue) {
        state.venuesTouched = true;
        askingAt = venue;
        askCursor = venue.orders().head();
    }

    private void endIfCompared(final Venue venue) {
        if (venue.reconciliationId() != 0
                && venue.listAskedNs() == 0
                && venue.statusesAwaited() == 0
                && askingAt != venue) {
            reports.reconciliationEnded(venue);
            venue.reconcile(0, 0);
        }
    }

    /** A venue works an order that is none of ours, or not any more: it is asked to cancel it. */
    void onForeign(final Venue venue, final VenueExecutionReportDecoder message) {
        if (message.unknownOrder() == BooleanType.T || !isWorking(message.ordStatus())) {
            return;
        }
        if (message.actingVersion() < VenueExecutionReportDecoder.symbolSinceVersion()) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
            return;
        }
        reports.reconciliationFinding(venue, FindingKind.UNKNOWN_HERE, 0, 0, message.leavesQtyE8(), message);
        reports.alarm(AlarmKind.FOREIGN_ORDER, VenueOrder.orderIdOf(message.venueClOrdId()), venue.venueId());
        requests.cancelForeign(++state.lastOrderId << VenueOrder.REQUEST_BITS, message);
    }

    private static boolean isWorking(final OrdStatus status) {
        return switch (status) {
            case NEW, PARTIALLY_FILLED, PENDING_NEW, PENDING_REPLACE, STOPPED, SUSPENDED, REPLACED -> true;
            default -> false;
        };
    }

    /** How an order stands at its venue. */
    void onStatus(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        if (message.possDup() == BooleanType.T && !venue.hasSpoken()) {
            // The answer to a question of the session before; what was asked after it may have changed the order since.
            return;
        }
        final VenueOrder atVenue = order.atVenue;
        final boolean asked = atVenue.awaitingStatus;
        if (!order.live) {
            if (message.massStatusId() > 0 && isWorking(message.ordStatus())) {
                onForeign(venue, message);
            }
            return;
        }
        if (message.unknownOrder() == BooleanType.T) {
            if (asked) {
                answered(venue, atVenue);
                onUnknownThere(venue, order, message);
            }
            return;
        }
        answered(venue, atVenue);
        if (venue.reconciliationId() != 0) {
            venue.compared();
        }
        final boolean wasSuspended = atVenue.suspended;
        orders.heardOf(order);
        if (message.ordStatus() != OrdStatus.PENDING_NEW) {
            orders.settleNew(atVenue);
        }
        final long venueLots = message.cumQtyE8() / order.instrument.lotSizeE8();
        final boolean fillsKnown = compareFills(venue, order, venueLots, message);
        // What is done for the day and outlives it, its venue works again on the next; any other word of it says that
        // it does.
        final boolean restsOvernight = message.ordStatus() == OrdStatus.DONE_FOR_DAY && atVenue.outlivesDay();
        atVenue.doneForDay = restsOvernight;
        switch (restsOvernight ? OrdStatus.NEW : message.ordStatus()) {
            case PENDING_NEW -> {
                // It has not decided on the order yet: of what was asked since, it may have all or nothing.
            }
            case PENDING_CANCEL, PENDING_REPLACE -> {
                // The request arrived; its answer is to come.
            }
            case FILLED -> {
                if (fillsKnown) {
                    giveUpLost(order, wasSuspended);
                    if (order.live && atVenue.pending() == 0) {
                        // Filled, and yet open here: the venue has another quantity.
                        compareTerms(venue, order, message);
                    }
                }
            }
            case CANCELED, EXPIRED, DONE_FOR_DAY, REJECTED -> {
                if (fillsKnown) {
                    reports.reconciliationFinding(
                            venue, FindingKind.ENDED_THERE, order.orderId, order.leavesQtyLots, 0, message);
                    orders.end(order, message.ordStatus(), execTypeOf(message.ordStatus()));
                } else {
                    atVenue.claimedStatus = message.ordStatus();
                }
            }
            default -> onStillWorking(venue, order, message, wasSuspended);
        }
        if (order.live && order.ordStatus != atVenue.status()) {
            final boolean accepted = order.ordStatus == OrdStatus.PENDING_NEW;
            order.ordStatus = atVenue.status();
            orders.changed(order, accepted ? ExecType.NEW : ExecType.ORDER_STATUS);
            orders.tellOwner(order);
        } else {
            order.rehash(state.hash);
        }
        orders.statusKnown(order);
    }

    private void answered(final Venue venue, final VenueOrder atVenue) {
        if (atVenue.awaitingStatus) {
            atVenue.awaitingStatus = false;
            venue.statusAnswered();
            atVenue.order.rehash(state.hash);
        }
    }

    private void onUnknownThere(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest first = atVenue.oldest();
        final boolean neverThere = first != null && first.kind == VenueRequest.Kind.NEW && order.cumQtyLots == 0;
        reports.reconciliationFinding(venue, FindingKind.UNKNOWN_THERE, order.orderId, order.leavesQtyLots, 0, message);
        order.rejectReason = RejectReason.UNKNOWN_AT_VENUE;
        if (order.cumQtyLots == 0) {
            orders.end(order, OrdStatus.REJECTED, ExecType.REJECTED);
        } else {
            orders.end(order, OrdStatus.CANCELED, ExecType.CANCELED);
        }
        if (!neverThere) {
            reports.alarm(AlarmKind.LOST_AT_VENUE, order.orderId, venue.venueId());
        }
    }

    /** Whether the venue has filled no more than we know of; if it has, its executions are waited for. */
    private boolean compareFills(
            final Venue venue, final Order order, final long venueLots, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        if (venueLots <= order.cumQtyLots && atVenue.claimedStamp != 0) {
            venue.claims().remove(atVenue);
            atVenue.clearClaim();
            state.venuesTouched = true;
        }
        if (venueLots == order.cumQtyLots) {
            return true;
        }
        reports.alarm(AlarmKind.CUM_QTY_MISMATCH, order.orderId, venueLots);
        final boolean missing = venueLots > order.cumQtyLots;
        reports.reconciliationFinding(
                venue,
                missing ? FindingKind.MISSED_FILL : FindingKind.EXTRA_FILL,
                order.orderId,
                order.cumQtyLots,
                venueLots,
                message);
        if (missing) {
            claim(venue, order, venueLots, null, message);
        }
        return !missing;
    }

    private void claim(
            final Venue venue,
            final Order order,
            final long venueLots,
            final OrdStatus becomes,
            final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.claimedStamp == 0) {
            atVenue.claimedNs = state.timestampNs;
            atVenue.claimedStamp = ++state.lastStamp;
            venue.claims().add(atVenue);
            state.venuesTouched = true;
        }
        atVenue.claimedCumLots = venueLots;
        atVenue.claimedAvgPriceE8 = Absent.orZero(message.avgPriceE8());
        atVenue.claimedStatus = becomes;
        order.rehash(state.hash);
    }

    /**
     * Whether a venue ends an order with more filled than has come: then what is missing may still come, and stays exposed until
     * it has or the venue's status says otherwise. An order that is no child, at a venue without patience, ends at once: what
     * comes later is a late fill, and takes nothing from anybody.
     */
    boolean isClaimed(final Order order, final OrdStatus ended, final VenueExecutionReportDecoder message) {
        final Venue venue = orders.venueOf(order);
        final long venueLots = message.cumQtyE8() / order.instrument.lotSizeE8();
        if (venueLots <= order.cumQtyLots
                || ended == OrdStatus.REJECTED
                || (order.parent == null && venue.unreachableNs() == 0)) {
            return false;
        }
        orders.heardOf(order);
        // Its end answers whatever was asked: that is not late, only the fills are.
        for (VenueRequest request = order.atVenue.oldest(); request != null; request = request.younger()) {
            orders.answered(request);
        }
        claim(venue, order, venueLots, ended, message);
        if (venue.isUp() && !order.atVenue.awaitingStatus) {
            askStatus(order);
        }
        return true;
    }

    /**
     * The venue works the order. What was pending when the session was cut never arrived, nor has what the venue has not spoken
     * of for long; what was sent since may still be on its way.
     */
    private void onStillWorking(
            final Venue venue,
            final Order order,
            final VenueExecutionReportDecoder message,
            final boolean wasSuspended) {
        final VenueOrder atVenue = order.atVenue;
        orders.settleNew(atVenue);
        VenueRequest request = atVenue.oldest();
        while (request != null) {
            final VenueRequest younger = request.younger();
            if (wasSuspended || orders.mayBeLost(request)) {
                if (request.kind == VenueRequest.Kind.REPLACE) {
                    orders.giveUp(order, request, RejectReason.VENUE_UNAVAILABLE, atVenue.venueId);
                } else if (request.kind == VenueRequest.Kind.CANCEL && atVenue.requests < VenueOrder.MAX_REQUESTS) {
                    // The wish still holds, and asking twice does no harm; the last request that an order may make
                    // stays asked.
                    final long clOrdId = request.clOrdId;
                    final long sessionId = request.sessionId;
                    orders.settle(request);
                    orders.sendCancel(order, clOrdId, sessionId);
                }
            }
            if (!order.live) {
                return;
            }
            request = younger;
        }
        if (atVenue.pending() == 0) {
            compareTerms(venue, order, message);
        }
        if (order.live && order.ordStatus != atVenue.status()) {
            final boolean accepted = order.ordStatus == OrdStatus.PENDING_NEW;
            order.ordStatus = atVenue.status();
            orders.changed(order, accepted ? ExecType.NEW : ExecType.ORDER_STATUS);
            orders.tellOwner(order);
        }
        orders.cancelIfWanted(order);
    }

    private void compareTerms(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        if (VenueReports.isOlderThanTerms(order, message)) {
            return;
        }
        final long quantityLots = message.orderQtyE8() / order.instrument.lotSizeE8();
        final long priceTicks = message.priceE8() / order.instrument.tickSizeE8();
        final boolean otherQuantity = quantityLots > 0
                && quantityLots <= order.instrument.maxQuantityLots()
                && quantityLots != order.quantityLots;
        final boolean otherPrice = priceTicks > 0 && priceTicks != order.atVenue.priceTicks;
        if (otherQuantity) {
            reports.reconciliationFinding(
                    venue, FindingKind.QUANTITY, order.orderId, order.quantityLots, quantityLots, message);
        }
        if (otherPrice) {
            reports.reconciliationFinding(
                    venue, FindingKind.PRICE, order.orderId, order.atVenue.priceTicks, priceTicks, message);
        }
        if (otherQuantity || otherPrice) {
            venueReports.restate(order, otherQuantity ? quantityLots : 0, priceTicks);
            orders.changed(order, ExecType.RESTATED);
            orders.tellOwner(order);
            reports.alarm(AlarmKind.RESTATED, order.orderId, order.quantityLots);
        }
    }

    /** The venue has filled the order: requests that it may not have are settled; it answers the others itself. */
    private void giveUpLost(final Order order, final boolean wasSuspended) {
        VenueRequest request = order.atVenue.oldest();
        while (order.live && request != null) {
            final VenueRequest younger = request.younger();
            if (wasSuspended || request.kind == VenueRequest.Kind.NEW || orders.mayBeLost(request)) {
                orders.giveUp(order, request, RejectReason.TOO_LATE, 0);
            }
            request = younger;
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

    // ---- missing fills ----------------------------------------------------------------------------------------------

    /** A fill came: perhaps nothing is missing any more. */
    void onFill(final Venue venue, final Order order) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.claimedStamp != 0 && order.cumQtyLots >= atVenue.claimedCumLots) {
            settleClaim(venue, order);
        }
    }

    /**
     * A fill was turned back, by some lots, of an order of which the venue has said how much it has filled: with that fill, as far
     * as we know, so it is asked again.
     */
    void onTurnedBack(final Venue venue, final Order order, final long lots) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.claimedStamp != 0) {
            atVenue.claimedCumLots -= lots;
            if (venue.isUp() && !atVenue.awaitingStatus) {
                askStatus(order);
            }
        }
    }

    private void settleClaim(final Venue venue, final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final OrdStatus becomes = atVenue.claimedStatus;
        venue.claims().remove(atVenue);
        atVenue.clearClaim();
        state.venuesTouched = true;
        if (order.live && becomes != null) {
            orders.end(order, becomes, execTypeOf(becomes));
        } else {
            order.rehash(state.hash);
        }
    }

    /** A fill whose execution has not come is booked at the price that the venue's average implies. */
    private void infer(final Venue venue, final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final long lots = atVenue.claimedCumLots - order.cumQtyLots;
        final long averageE8 = atVenue.claimedAvgPriceE8 > 0
                ? atVenue.claimedAvgPriceE8
                : atVenue.priceTicks * order.instrument.tickSizeE8();
        final long allMicros = order.instrument.fillMicros(averageE8, atVenue.claimedCumLots);
        final long ownMicros = order.instrument.fillMicros(averageE8, lots);
        if (lots > 0 && allMicros != -1 && ownMicros != -1) {
            final long implied = allMicros - order.cumValueMicros;
            final long micros = implied > 0 ? implied : ownMicros;
            final long priceTicks = order.instrument.nearestTicks(averageE8);
            atVenue.inferredLots += lots;
            atVenue.inferredMicros += micros;
            orders.settleNew(atVenue);
            orders.book(order, priceTicks, lots, micros);
            order.tradeId = ++state.lastTradeId;
            order.liquidity = Liquidity.ROUTED_OUT;
            if (atVenue.claimedStatus == null) {
                orders.finishIfDone(order);
            }
            order.ordStatus = atVenue.status();
            if (order.parent == null) {
                orders.changed(order, ExecType.TRADE);
                orders.tellOwner(order);
            } else {
                order.rehash(state.hash);
                orders.childFilled(order, priceTicks, lots, micros);
                if (!order.live) {
                    orders.changed(order, ExecType.TRADE);
                }
            }
            reports.alarm(AlarmKind.INFERRED_FILL, order.orderId, lots);
        }
        if (atVenue.claimedStamp != 0) {
            settleClaim(venue, order);
        }
    }

    // ---- time -------------------------------------------------------------------------------------------------------

    /** The next time at which something falls due at any venue; Long.MAX_VALUE if nothing does. */
    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (int i = 0; i < state.venueList.size(); i++) {
            deadlineNs = Math.min(deadlineNs, state.venueList.get(i).deadlineNs());
        }
        return deadlineNs;
    }

    /** {@link #resume()} is to do what has fallen due. */
    void onTimer() {
        firing = 1;
    }

    private boolean fire() {
        while (firing <= Venue.MAX_VENUE_ID) {
            final Venue venue = state.venues[firing];
            while (venue != null && venue.deadlineNs() <= state.timestampNs) {
                if (!output.hasRoom()) {
                    return false;
                }
                fireOne(venue);
                if (askingAt != null || suspendCursor != null) {
                    return resume();
                }
            }
            firing++;
        }
        firing = 0;
        return true;
    }

    private void fireOne(final Venue venue) {
        state.venuesTouched = true;
        final long nowNs = state.timestampNs;
        final VenueRequest late = venue.unanswered().head();
        if (late != null && venue.isUp() && venue.lateAfterNs() > 0 && late.sentNs + venue.lateAfterNs() <= nowNs) {
            venue.unanswered().remove(late);
            late.overdue = true;
            venue.overdue().add(late);
            if (late.kind == VenueRequest.Kind.NEW) {
                venue.route().onSlow(nowNs);
                state.breakersTouched = true;
            }
            if (late.of.suspended) {
                late.of.order.rehash(state.hash);
            } else {
                askStatus(late.of.order);
            }
            return;
        }
        if (venue.listAskedNs() > 0 && venue.lateAfterNs() > 0 && venue.listAskedNs() + venue.lateAfterNs() <= nowNs) {
            endList(venue);
            return;
        }
        final VenueRequest lost = venue.overdue().head();
        if (lost != null && lost.sentNs + venue.unreachableNs() <= nowNs) {
            orders.answered(lost);
            lost.of.order.rehash(state.hash);
            suspend(lost.of);
            return;
        }
        final VenueOrder claimed = venue.claims().head();
        if (claimed != null && claimed.claimedNs + venue.unreachableNs() <= nowNs) {
            infer(venue, claimed.order);
            return;
        }
        venue.ordersSuspended(true);
        suspendCursor = venue.orders().head();
    }

    /** Nobody knows what became of an order: it says so, and keeps what it has reserved. */
    private void suspend(final VenueOrder atVenue) {
        final Order order = atVenue.order;
        if (atVenue.suspended) {
            return;
        }
        atVenue.suspended = true;
        order.rejectReason = RejectReason.VENUE_UNREACHABLE;
        order.rejectedValue = atVenue.venueId;
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.SUSPENDED);
        orders.tellOwner(order);
        reports.alarm(AlarmKind.VENUE_UNREACHABLE, order.orderId, atVenue.venueId);
        if (state.venues[atVenue.venueId].isUp()) {
            askStatus(order);
        }
    }
}
