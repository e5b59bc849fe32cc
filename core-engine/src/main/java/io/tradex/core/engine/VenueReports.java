package io.tradex.core.engine;

import io.tradex.core.book.Instrument;
import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Executions;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueRequestRejectedDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmKind;

/** What venues say of orders: acceptances, fills and what takes them back, ends, restatements, refusals. */
final class VenueReports {
    private static final int TEMPLATE_ID = VenueExecutionReportDecoder.TEMPLATE_ID;

    /** CxlRejReason of FIX. */
    private static final int CXL_REJ_TOO_LATE = 0;

    private static final int CXL_REJ_UNKNOWN_ORDER = 1;

    /** ExecRestatementReason: the quantities are those after a corporate action. */
    private static final int CORPORATE_ACTION = 0;

    private final EngineState state;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueOrders orders;
    private final Reconciliation reconciliation;

    VenueReports(
            final EngineState state,
            final Reports reports,
            final Reservations reservations,
            final VenueOrders orders,
            final Reconciliation reconciliation) {
        this.state = state;
        this.reports = reports;
        this.reservations = reservations;
        this.orders = orders;
        this.reconciliation = reconciliation;
    }

    /** Returns whether all that follows from it is done; if not, {@link Reconciliation#resume()}. */
    boolean onExecutionReport(final VenueExecutionReportDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            reports.inputRefused(TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return true;
        }
        if (message.source() != ReportSource.DROP_COPY) {
            noteMsgSeqNum(venue, message.msgSeqNum(), message.possDup());
        }
        final Order known = orderAt(venue, message);
        final Order order = known == null ? takeOver(venue, message) : known;
        if (order != null) {
            noteVenueOrderId(order, message);
            apply(venue, order, message);
        } else if (message.execType() != ExecType.ORDER_STATUS) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
        } else {
            reconciliation.onForeign(venue, message);
        }
        reconciliation.onReported(venue, message);
        return reconciliation.resume();
    }

    private void apply(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        switch (message.execType()) {
            case ORDER_STATUS -> reconciliation.onStatus(venue, order, message);
            case TRADE -> onTrade(venue, order, message);
            case TRADE_CANCEL -> onTurnedBack(venue, order, message, false);
            case TRADE_CORRECT -> onTurnedBack(venue, order, message, true);
            case NEW -> onAccepted(order, message);
            case CANCELED -> onEnded(order, message, OrdStatus.CANCELED, ExecType.CANCELED);
            case EXPIRED -> onEnded(order, message, OrdStatus.EXPIRED, ExecType.EXPIRED);
            case REJECTED -> onEnded(order, message, OrdStatus.REJECTED, ExecType.REJECTED);
            case CALCULATED -> onEnded(order, message, OrdStatus.CALCULATED, ExecType.CALCULATED);
            case DONE_FOR_DAY -> onDoneForDay(order, message);
            case REPLACED -> onReplaced(order, message);
            case RESTATED -> onRestated(order, message);
            case STOPPED -> onStopped(order);
            case SUSPENDED -> onSuspended(order);
            case PENDING_NEW, PENDING_CANCEL, PENDING_REPLACE -> onPending(order, message);
            default ->
                reports.inputRefused(TEMPLATE_ID, RejectReason.MALFORMED, VenueExecutionReportDecoder.execTypeId());
        }
    }

    void onCancelReject(final VenueCancelRejectDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            reports.inputRefused(VenueCancelRejectDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return;
        }
        noteMsgSeqNum(venue, message.msgSeqNum(), message.possDup());
        final Order order = orderById(venue, message.venueClOrdId());
        if (order == null) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
            return;
        }
        final VenueRequest request = order.atVenue.pendingById(message.venueClOrdId());
        if (request == null || request.kind == VenueRequest.Kind.NEW) {
            return;
        }
        orders.heardOf(order);
        final int code = message.reasonCode();
        if (code != CXL_REJ_UNKNOWN_ORDER && isAccepted(message.ordStatus())) {
            orders.settleNew(order.atVenue);
        }
        final RejectReason reason = code == CXL_REJ_TOO_LATE
                ? RejectReason.TOO_LATE
                : code == CXL_REJ_UNKNOWN_ORDER ? RejectReason.UNKNOWN_AT_VENUE : RejectReason.VENUE_REJECTED;
        orders.giveUp(order, request, reason, code);
        // Nobody but the status tells whether a child that should have ended has; an immediate one tells by itself.
        final boolean restsForParent = order.parent != null && order.timeInForce != TimeInForce.IOC;
        if (order.live && (code == CXL_REJ_UNKNOWN_ORDER || (code == CXL_REJ_TOO_LATE && restsForParent))) {
            reconciliation.askStatus(order);
        }
        orders.cancelRefused(order, code);
    }

    void onNotSent(final VenueRequestNotSentDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        final Order order = venue == null ? null : orderById(venue, message.venueClOrdId());
        if (order == null) {
            reports.inputRefused(
                    VenueRequestNotSentDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ORDER, message.venueClOrdId());
            return;
        }
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest request = atVenue.pendingById(message.venueClOrdId());
        if (!order.live || request == null) {
            return;
        }
        if (request.kind == VenueRequest.Kind.NEW) {
            // A status request goes out under the same ClOrdID: then it is that one which was not sent.
            if (!atVenue.awaitingStatus) {
                orders.unsent(order, request, RejectReason.VENUE_UNAVAILABLE, atVenue.venueId);
            }
            return;
        }
        orders.unsent(order, request, RejectReason.VENUE_UNAVAILABLE, atVenue.venueId);
    }

    /** A venue could not read a request, or does not take its kind. */
    void onRequestRejected(final VenueRequestRejectedDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            reports.inputRefused(
                    VenueRequestRejectedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return;
        }
        noteMsgSeqNum(venue, message.msgSeqNum(), message.possDup());
        final Order order = orderById(venue, message.venueClOrdId());
        if (order == null) {
            reports.alarm(AlarmKind.UNKNOWN_VENUE_ORDER, 0, message.venueClOrdId());
            return;
        }
        reports.alarm(AlarmKind.REQUEST_REJECTED, order.orderId, message.reasonCode());
        final VenueRequest request = order.atVenue.pendingById(message.venueClOrdId());
        if (request == null || (request.kind == VenueRequest.Kind.NEW && order.atVenue.awaitingStatus)) {
            // A status request: what it was to settle stays in doubt.
            return;
        }
        orders.heardOf(order);
        if (request.kind == VenueRequest.Kind.NEW) {
            orders.noteAnswer(order.atVenue, true);
            order.rejectReason = RejectReason.VENUE_REJECTED;
            order.rejectedValue = message.reasonCode();
            orders.end(order, OrdStatus.REJECTED, ExecType.REJECTED);
        } else {
            orders.giveUp(order, request, RejectReason.VENUE_REJECTED, message.reasonCode());
            orders.cancelRefused(order, message.reasonCode());
        }
    }

    /** Whether an OrdStatus can only be that of an order which its venue has accepted; its acceptance may come later. */
    private static boolean isAccepted(final OrdStatus ordStatus) {
        return ordStatus != OrdStatus.PENDING_NEW && ordStatus != OrdStatus.REJECTED && ordStatus != OrdStatus.NULL_VAL;
    }

    private void onPending(final Order order, final VenueExecutionReportDecoder message) {
        final VenueRequest request = order.atVenue.pendingById(message.venueClOrdId());
        if (!order.live || request == null) {
            return;
        }
        final OrdStatus before = order.ordStatus;
        if (request.kind == VenueRequest.Kind.NEW) {
            orders.noteAnswer(order.atVenue, false);
        } else if (isAccepted(message.ordStatus())) {
            orders.settleNew(order.atVenue);
        }
        orders.answered(request);
        orders.heardOf(order);
        final boolean news = !request.acknowledged && request.kind != VenueRequest.Kind.NEW;
        request.acknowledged = true;
        order.ordStatus = order.atVenue.status();
        if (news || order.ordStatus != before) {
            orders.changed(
                    order,
                    request.kind == VenueRequest.Kind.CANCEL ? ExecType.PENDING_CANCEL : ExecType.PENDING_REPLACE);
        } else {
            order.rehash(state.hash);
        }
    }

    private void onAccepted(final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest first = atVenue.oldest();
        final boolean news = first != null && first.kind == VenueRequest.Kind.NEW;
        if (!order.live || (!news && !atVenue.suspended)) {
            return;
        }
        orders.heardOf(order);
        orders.settleNew(atVenue);
        learnQuantity(order, message);
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.NEW);
        orders.tellOwner(order);
        orders.cancelIfWanted(order);
    }

    /** An order to buy for money learns from its venue how many lots that makes. */
    private void learnQuantity(final Order order, final VenueExecutionReportDecoder message) {
        if (order.cashMicros != 0 && order.quantityLots == 0) {
            final long lots = message.orderQtyE8() / order.instrument.lotSizeE8();
            if (lots > 0 && lots <= order.instrument.maxQuantityLots()) {
                order.quantityLots = lots;
                order.leavesQtyLots = Math.max(0, lots - order.cumQtyLots);
                reservations.release(order);
            }
        }
    }

    // ---- fills ------------------------------------------------------------------------------------------------------

    private void onTrade(final Venue venue, final Order order, final VenueExecutionReportDecoder message) {
        final Instrument instrument = order.instrument;
        final long lots = lotsOfFill(order, message);
        if (lots == 0 || isRepeated(venue, order, message, lots)) {
            return;
        }
        acceptReplaceNamedBy(order, message);
        final VenueOrder atVenue = order.atVenue;
        final long micros = instrument.fillMicros(message.lastPriceE8(), lots);
        state.executions.add(
                venue.venueId(),
                order.orderId,
                message.buffer(),
                message.offset() + VenueExecutionReportDecoder.execIdEncodingOffset(),
                lots,
                message.lastPriceE8(),
                message.transactTimeNs());
        final long priceTicks = instrument.nearestTicks(message.lastPriceE8());
        final boolean late = !order.live;
        orders.heardOf(order);
        orders.settleNew(atVenue);
        atVenue.doneForDay = false;
        learnQuantity(order, message);
        takeBackInferred(order, lots);
        orders.book(order, priceTicks, lots, micros);
        order.tradeId = ++state.lastTradeId;
        order.liquidity = Liquidity.ROUTED_OUT;
        orders.finishIfDone(order);
        order.ordStatus = atVenue.status();
        published(order, ExecType.TRADE, late, priceTicks, lots, micros);
        if (instrument.maxPriceTicks() >= priceTicks) {
            instrument.referencePriceTicks(priceTicks);
        }
        raiseAlarms(order, lots, late, message.cumQtyE8());
        reconciliation.onFill(venue, order);
        orders.cancelIfWanted(order);
    }

    /** Publishes a fill; the parent of a child books it, and hears of the child's end if that was it. */
    private void published(
            final Order order,
            final ExecType execType,
            final boolean late,
            final long priceTicks,
            final long lots,
            final long micros) {
        if (order.parent != null) {
            order.execType = execType;
            order.rehash(state.hash);
            orders.childFilled(order, priceTicks, lots, micros);
            if (!late && !order.live) {
                orders.changed(order, execType);
            }
            return;
        }
        orders.changed(order, execType);
        orders.tellOwner(order);
    }

    /** Lots of a fill that can be booked; 0 and a line in the log for one that makes no sense. */
    private long lotsOfFill(final Order order, final VenueExecutionReportDecoder message) {
        final Instrument instrument = order.instrument;
        final long lots = message.lastQtyE8() / instrument.lotSizeE8();
        final boolean wholeLots = lots > 0 && message.lastQtyE8() % instrument.lotSizeE8() == 0;
        final long micros =
                wholeLots && message.lastPriceE8() > 0 ? instrument.fillMicros(message.lastPriceE8(), lots) : -1;
        if (micros == -1) {
            reports.inputRefused(TEMPLATE_ID, RejectReason.INVALID_QUANTITY, message.lastQtyE8());
            return 0;
        }
        if (!reservations.canFill(order, lots, micros)) {
            reports.inputRefused(TEMPLATE_ID, RejectReason.NOTIONAL_OVERFLOW, lots);
            return 0;
        }
        return lots;
    }

    /**
     * Whether an execution was booked before. Some venues begin their ExecIDs anew each day: one that was not sent again by
     * its own words, was made at another time, and by the venue's CumQty comes on top of all we know, is another execution.
     */
    private boolean isRepeated(
            final Venue venue, final Order order, final VenueExecutionReportDecoder message, final long lots) {
        final int at = state.executions.find(
                venue.venueId(),
                order.orderId,
                message.buffer(),
                message.offset() + VenueExecutionReportDecoder.execIdEncodingOffset());
        if (at == Executions.NONE) {
            return false;
        }
        final boolean another = message.possDup() != BooleanType.T
                && message.source() != ReportSource.DROP_COPY
                && message.transactTimeNs() > state.executions.transactTimeNs(at)
                && state.executions.transactTimeNs(at) > 0
                && message.cumQtyE8() / order.instrument.lotSizeE8() == order.cumQtyLots + lots;
        return !another;
    }

    /** Executions that come after all take the place of what was booked by the venue's CumQty alone. */
    private void takeBackInferred(final Order order, final long lots) {
        final VenueOrder atVenue = order.atVenue;
        if (atVenue.inferredLots > 0) {
            final long backLots = Math.min(lots, atVenue.inferredLots);
            final long backMicros = backLots == atVenue.inferredLots
                    ? atVenue.inferredMicros
                    : Math.multiplyHigh(atVenue.inferredMicros, backLots) == 0
                            ? atVenue.inferredMicros * backLots / atVenue.inferredLots
                            : atVenue.inferredMicros / atVenue.inferredLots * backLots;
            atVenue.inferredLots -= backLots;
            atVenue.inferredMicros -= backMicros;
            orders.turnBack(order, backLots, backMicros);
            orders.childTurnedBack(order, backLots, backMicros);
        }
    }

    private void raiseAlarms(final Order order, final long lots, final boolean late, final long venueCumQtyE8) {
        if (late) {
            reports.alarm(AlarmKind.LATE_FILL, order.orderId, lots);
        }
        if (order.cumQtyLots > order.quantityLots) {
            reports.alarm(AlarmKind.OVER_FILL, order.orderId, order.cumQtyLots - order.quantityLots);
        }
        raiseAccountAlarms(order);
        checkCumQty(order, venueCumQtyE8);
    }

    private void raiseAccountAlarms(final Order order) {
        if (order.account.cashMicros() < 0) {
            reports.alarm(AlarmKind.NEGATIVE_CASH, order.orderId, order.account.cashMicros());
        }
        final long positionLots = order.account.position(order.instrumentId).quantityLots();
        if (positionLots < 0) {
            reports.alarm(AlarmKind.NEGATIVE_POSITION, order.orderId, positionLots);
        }
    }

    private void checkCumQty(final Order order, final long venueCumQtyE8) {
        final long venueLots = venueCumQtyE8 / order.instrument.lotSizeE8();
        if (venueLots != order.cumQtyLots) {
            reports.alarm(AlarmKind.CUM_QTY_MISMATCH, order.orderId, venueLots);
        }
    }

    /** A bust takes an execution back; a correction puts another one in its place. */
    private void onTurnedBack(
            final Venue venue, final Order order, final VenueExecutionReportDecoder message, final boolean corrected) {
        final Instrument instrument = order.instrument;
        final int execId = message.offset() + VenueExecutionReportDecoder.execIdEncodingOffset();
        if (state.executions.find(venue.venueId(), order.orderId, message.buffer(), execId) != Executions.NONE) {
            // What its venue has said since the drop copy told of it may have been said before.
            reconciliation.onTurnedBack(venue, order, 0);
            return;
        }
        final long newLots = corrected ? lotsOfFill(order, message) : 0;
        if (corrected && newLots == 0) {
            return;
        }
        final int at = state.executions.find(
                venue.venueId(),
                order.orderId,
                message.buffer(),
                message.offset() + VenueExecutionReportDecoder.execRefIdEncodingOffset());
        final long oldLots = at == Executions.NONE ? 0 : state.executions.lots(at);
        if (oldLots == 0) {
            reports.alarm(AlarmKind.UNKNOWN_EXECUTION, order.orderId, message.lastQtyE8() / instrument.lotSizeE8());
            if (isAccepted(message.ordStatus())) {
                onAccepted(order, message);
            }
            return;
        }
        final long oldMicros = instrument.fillMicros(state.executions.priceE8(at), oldLots);
        final long newMicros = corrected ? instrument.fillMicros(message.lastPriceE8(), newLots) : 0;
        state.executions.reversed(at);
        state.executions.add(
                venue.venueId(),
                order.orderId,
                message.buffer(),
                execId,
                newLots,
                message.lastPriceE8(),
                message.transactTimeNs());
        final VenueOrder atVenue = order.atVenue;
        final boolean late = !order.live;
        orders.heardOf(order);
        orders.turnBack(order, oldLots - newLots, oldMicros - newMicros);
        reconciliation.onTurnedBack(venue, order, oldLots - newLots);
        if (corrected) {
            order.lastPriceTicks = instrument.nearestTicks(message.lastPriceE8());
            order.lastQtyLots = newLots;
        }
        if (!order.live && atVenue.endedAs == null && order.cumQtyLots < order.quantityLots) {
            orders.reopen(order);
        }
        if (order.live) {
            order.leavesQtyLots = Math.max(0, order.quantityLots - order.cumQtyLots);
            if (order.parent == null) {
                reservations.release(order);
            }
            orders.finishIfDone(order);
        }
        order.ordStatus = atVenue.status();
        orders.childTurnedBack(order, oldLots - newLots, oldMicros - newMicros);
        if (order.parent == null || !late || order.live) {
            orders.changed(order, corrected ? ExecType.TRADE_CORRECT : ExecType.TRADE_CANCEL);
            orders.tellOwner(order);
        } else {
            order.rehash(state.hash);
        }
        reports.alarm(AlarmKind.TRADE_REVERSED, order.orderId, newLots - oldLots);
        raiseAccountAlarms(order);
    }

    // ---- ends and changes of terms ----------------------------------------------------------------------------------

    private void onEnded(
            final Order order,
            final VenueExecutionReportDecoder message,
            final OrdStatus status,
            final ExecType execType) {
        if (!order.live) {
            return;
        }
        checkCumQty(order, message.cumQtyE8());
        orders.noteAnswer(order.atVenue, status == OrdStatus.REJECTED);
        if (reconciliation.isClaimed(order, status, message)) {
            // It ends once the fills that the venue speaks of have come, or are known never to have been.
            return;
        }
        if (status == OrdStatus.REJECTED) {
            order.rejectReason = RejectReason.VENUE_REJECTED;
            order.rejectedValue = message.reasonCode();
        }
        orders.end(order, status, execType);
    }

    private void onDoneForDay(final Order order, final VenueExecutionReportDecoder message) {
        if (!order.atVenue.outlivesDay()) {
            onEnded(order, message, OrdStatus.DONE_FOR_DAY, ExecType.DONE_FOR_DAY);
            return;
        }
        if (!order.live) {
            return;
        }
        orders.heardOf(order);
        orders.settleNew(order.atVenue);
        order.atVenue.doneForDay = true;
        order.ordStatus = order.atVenue.status();
        orders.changed(order, ExecType.DONE_FOR_DAY);
        orders.tellOwner(order);
    }

    private void onReplaced(final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest request = atVenue.pendingById(message.venueClOrdId());
        if (isOver(order)) {
            return;
        }
        if (request == null || request.kind != VenueRequest.Kind.REPLACE) {
            // A replace that was given up, or the venue's own: its terms hold, whoever asked for them, unless younger
            // ones have been taken.
            if (message.venueClOrdId() > atVenue.acceptedId) {
                atVenue.acceptedId = message.venueClOrdId();
                onRestated(order, message);
                order.rehash(state.hash);
            }
            return;
        }
        orders.heardOf(order);
        orders.settleNew(atVenue);
        if (request.id < atVenue.acceptedId) {
            acceptOlder(order, request);
            return;
        }
        final Instrument instrument = order.instrument;
        final long venueLots = message.orderQtyE8() / instrument.lotSizeE8();
        // A venue amends a quantity below what is filled; it never raises one.
        final long quantityLots = venueLots > 0 && venueLots < request.quantityLots ? venueLots : request.quantityLots;
        final long origClOrdId = order.clOrdId;
        final long clOrdId = request.clOrdId;
        final long askedBy = request.sessionId;
        if (origClOrdId != order.originalClOrdId) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), origClOrdId));
        }
        order.clOrdId = clOrdId;
        order.priceTicks = request.priceTicks;
        order.quantityLots = Math.max(quantityLots, order.cumQtyLots);
        order.leavesQtyLots = order.quantityLots - order.cumQtyLots;
        atVenue.priceTicks = request.priceTicks;
        atVenue.acceptedId = request.id;
        atVenue.doneForDay = false;
        orders.settle(request);
        reservations.release(order);
        orders.finishIfDone(order);
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.REPLACED);
        orders.tellAsker(order, askedBy, clOrdId, origClOrdId);
        orders.cancelIfWanted(order);
    }

    /** The venue says only now that it has taken a replace; of a younger one that is known already, whose terms hold. */
    private void acceptOlder(final Order order, final VenueRequest request) {
        final long clOrdId = request.clOrdId;
        final long askedBy = request.sessionId;
        state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), clOrdId));
        orders.settle(request);
        reservations.release(order);
        orders.finishIfDone(order);
        order.ordStatus = order.atVenue.status();
        orders.changed(order, ExecType.REPLACED);
        orders.tellAsker(order, askedBy, clOrdId, order.clOrdId);
        orders.cancelIfWanted(order);
    }

    /** Whether a report was made before a replace that the venue is known to have taken: its terms are of before. */
    static boolean isOlderThanTerms(final Order order, final VenueExecutionReportDecoder message) {
        return message.venueClOrdId() != 0 && message.venueClOrdId() < order.atVenue.acceptedId;
    }

    /** An execution under the ClOrdID of a replace says that the venue has taken it: the drop copy may be ahead of the session. */
    private void acceptReplaceNamedBy(final Order order, final VenueExecutionReportDecoder message) {
        final VenueRequest request = order.atVenue.pendingById(message.venueClOrdId());
        if (request != null && request.kind == VenueRequest.Kind.REPLACE) {
            onReplaced(order, message);
        }
    }

    /** The venue has changed an order on its own, or says after a night how it stands now. */
    private void onRestated(final Order order, final VenueExecutionReportDecoder message) {
        final VenueOrder atVenue = order.atVenue;
        if (isOver(order) || isOlderThanTerms(order, message)) {
            return;
        }
        final long lotE8 = order.instrument.lotSizeE8();
        final long quantityLots = message.orderQtyE8() / lotE8;
        final long cumLots = message.cumQtyE8() / lotE8;
        final long priceTicks = message.priceE8() / order.instrument.tickSizeE8();
        final boolean corporateAction = message.execType() == ExecType.RESTATED
                && message.reasonCode() == CORPORATE_ACTION
                && isScaled(order, quantityLots, cumLots);
        if (quantityLots < 0 || quantityLots > order.instrument.maxQuantityLots() || cumLots < 0) {
            reports.inputRefused(TEMPLATE_ID, RejectReason.INVALID_QUANTITY, message.orderQtyE8());
            return;
        }
        if (!order.live && !reopenIfLarger(order, quantityLots)) {
            return;
        }
        orders.heardOf(order);
        orders.settleNew(atVenue);
        atVenue.doneForDay = false;
        final long quantityBefore = order.quantityLots;
        final long cumBefore = order.cumQtyLots;
        final long priceBefore = atVenue.priceTicks;
        if (corporateAction) {
            order.cumQtyLots = cumLots;
        }
        // Not more than the venue says, of which a bust may still be to come; nor less than it has filled.
        final long statedLots = quantityLots == 0 ? 0 : Math.max(quantityLots, Math.min(cumLots, order.cumQtyLots));
        restate(order, statedLots, priceTicks);
        orders.changed(order, ExecType.RESTATED);
        orders.tellOwner(order);
        if (order.quantityLots != quantityBefore
                || order.cumQtyLots != cumBefore
                || atVenue.priceTicks != priceBefore) {
            reports.alarm(AlarmKind.RESTATED, order.orderId, order.quantityLots);
        }
    }

    /** Whether nothing that its venue says changes an order any more; one that is filled may turn out to be larger. */
    private static boolean isOver(final Order order) {
        return !order.live && (order.ordStatus != OrdStatus.FILLED || order.atVenue.endedAs != null);
    }

    /**
     * Fills by the drop copy may come before the venue says that it has made room for them, by a larger quantity: takes that over;
     * returns whether more can be filled, so that the order is open again.
     */
    private boolean reopenIfLarger(final Order order, final long quantityLots) {
        if (quantityLots <= order.quantityLots) {
            return false;
        }
        if (quantityLots > order.cumQtyLots) {
            orders.reopen(order);
            return true;
        }
        order.quantityLots = quantityLots;
        if (order.parent == null) {
            orders.changed(order, ExecType.RESTATED);
            orders.tellOwner(order);
        } else {
            order.rehash(state.hash);
        }
        return false;
    }

    /** A corporate action multiplies what was ordered and what was filled alike. */
    private static boolean isScaled(final Order order, final long quantityLots, final long cumLots) {
        return quantityLots > 0
                && cumLots <= quantityLots
                && Math.multiplyHigh(cumLots, order.quantityLots) == Math.multiplyHigh(order.cumQtyLots, quantityLots)
                && cumLots * order.quantityLots == order.cumQtyLots * quantityLots;
    }

    /**
     * Takes over the venue's quantity and price; 0 leaves either as it is. The quantity may be less than what we know to be filled: a
     * bust that made room for fills which the drop copy has told may still be on its way.
     */
    void restate(final Order order, final long quantityLots, final long priceTicks) {
        final VenueOrder atVenue = order.atVenue;
        if (quantityLots > 0) {
            order.quantityLots = quantityLots;
        }
        if (priceTicks > 0 && priceTicks <= order.instrument.maxPriceTicks() && order.ordType == OrdType.LIMIT) {
            order.priceTicks = priceTicks;
            atVenue.priceTicks = priceTicks;
        }
        order.leavesQtyLots = Math.max(0, order.quantityLots - order.cumQtyLots);
        if (order.parent == null) {
            reservations.release(order);
        }
        orders.finishIfDone(order);
        order.ordStatus = atVenue.status();
    }

    private void onStopped(final Order order) {
        if (order.live) {
            orders.heardOf(order);
            orders.settleNew(order.atVenue);
            order.atVenue.stopped = true;
            order.ordStatus = order.atVenue.status();
            orders.changed(order, ExecType.STOPPED);
            orders.tellOwner(order);
        }
    }

    private void onSuspended(final Order order) {
        if (order.live) {
            orders.settleNew(order.atVenue);
            order.atVenue.suspended = true;
            order.ordStatus = order.atVenue.status();
            orders.changed(order, ExecType.SUSPENDED);
            orders.tellOwner(order);
        }
    }

    // ---- which order ------------------------------------------------------------------------------------------------

    private void noteVenueOrderId(final Order order, final VenueExecutionReportDecoder message) {
        final int offset = message.offset() + VenueExecutionReportDecoder.venueOrderIdEncodingOffset();
        if (message.actingVersion() >= VenueExecutionReportDecoder.venueOrderIdSinceVersion()
                && message.buffer().getByte(offset) != 0
                && !order.atVenue.hasVenueOrderId(message.buffer(), offset)) {
            order.atVenue.takeVenueOrderId(message.buffer(), offset);
            order.rehash(state.hash);
        }
    }

    private static void noteMsgSeqNum(final Venue venue, final long msgSeqNum, final BooleanType possDup) {
        if (possDup != BooleanType.T) {
            venue.spoken(true);
            venue.lastMsgSeqNum(msgSeqNum);
        } else if (msgSeqNum > venue.lastMsgSeqNum()) {
            venue.lastMsgSeqNum(msgSeqNum);
        }
    }

    private Order orderById(final Venue venue, final long venueClOrdId) {
        final Order order = state.orders.byId(VenueOrder.orderIdOf(venueClOrdId));
        return order == null || order.atVenue == null || order.atVenue.venueId != venue.venueId() ? null : order;
    }

    private Order orderAt(final Venue venue, final VenueExecutionReportDecoder message) {
        if (message.venueClOrdId() != 0) {
            return orderById(venue, message.venueClOrdId());
        }
        if (!namesOrderId(message)) {
            return null;
        }
        final int offset = message.offset() + VenueExecutionReportDecoder.venueOrderIdEncodingOffset();
        for (int rank = 0; venue.enteredThere(rank) != 0; rank++) {
            final Order order = state.orders.byId(venue.enteredThere(rank));
            if (order != null && order.atVenue.hasVenueOrderId(message.buffer(), offset)) {
                return order;
            }
        }
        return null;
    }

    private static boolean namesOrderId(final VenueExecutionReportDecoder message) {
        return message.actingVersion() >= VenueExecutionReportDecoder.venueOrderIdSinceVersion()
                && message.venueOrderId(0) != 0
                && message.foreignClOrdId(0) == 0;
    }

    /** An order that was given to the venue directly becomes one of ours, if its report says all that it takes. */
    private Order takeOver(final Venue venue, final VenueExecutionReportDecoder message) {
        if (message.venueClOrdId() != 0 || message.execType() != ExecType.NEW || !namesOrderId(message)) {
            return null;
        }
        final TradedAccount traded = state.accounts.get(message.accountId());
        final Instrument instrument = instrumentOf(message);
        if (traded == null
                || instrument == null
                || (message.side() != Side.BUY && message.side() != Side.SELL)
                || !state.orders.hasRoom()) {
            return null;
        }
        final long lots = message.orderQtyE8() / instrument.lotSizeE8();
        final long priceTicks = message.priceE8() / instrument.tickSizeE8();
        if (lots < 1
                || lots > instrument.maxQuantityLots()
                || priceTicks < 0
                || priceTicks > instrument.maxPriceTicks()) {
            return null;
        }
        state.makeRoomForOrder();
        final Order order = state.orders.acquire(++state.lastOrderId);
        order.account = traded.account;
        order.instrument = instrument;
        order.instrumentId = instrument.instrumentId();
        order.destination = venue.venueId();
        order.side = message.side();
        order.ordType = priceTicks == 0 ? OrdType.MARKET : OrdType.LIMIT;
        order.timeInForce = message.timeInForce() == TimeInForce.GTC ? TimeInForce.GTC : TimeInForce.DAY;
        order.priceTicks = priceTicks;
        order.quantityLots = lots;
        order.leavesQtyLots = lots;
        order.createdNs = state.timestampNs;
        final VenueOrder atVenue = order.route(venue.venueId());
        atVenue.priceTicks = priceTicks == 0 ? instrument.referencePriceTicks() : priceTicks;
        state.orders.goLive(order, traded.orders, null);
        venue.orders().addLast(atVenue);
        venue.entered(order.orderId);
        reservations.release(order);
        order.ordStatus = OrdStatus.NEW;
        noteVenueOrderId(order, message);
        orders.changed(order, ExecType.NEW);
        orders.tellOwner(order);
        reports.alarm(AlarmKind.ENTERED_AT_VENUE, order.orderId, venue.venueId());
        return order;
    }

    private Instrument instrumentOf(final VenueExecutionReportDecoder message) {
        for (final Instrument instrument : state.instrumentList) {
            final byte[] symbol = instrument.symbol();
            int i = 0;
            while (i < symbol.length && symbol[i] == message.symbol(i)) {
                i++;
            }
            if (i == symbol.length) {
                return instrument;
            }
        }
        return null;
    }
}
