package io.tradex.core.engine;

import io.tradex.core.book.BookRules;
import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.RequestQueue;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;

/**
 * Orders to venues: what clients and the core ask of them. What a venue may still fill stays reserved until a fill or a terminal
 * answer; nothing is believed to be gone because it was asked to go.
 */
final class VenueRouting {
    private final EngineState state;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueRequests requests;
    private final VenueOrders orders;

    VenueRouting(
            final EngineState state,
            final Reports reports,
            final Reservations reservations,
            final VenueRequests requests,
            final VenueOrders orders) {
        this.state = state;
        this.reports = reports;
        this.reservations = reservations;
        this.requests = requests;
        this.orders = orders;
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

    /** Whether one more order can go to a venue, or wait for it. */
    boolean hasRoomAt(final int venueId) {
        return requests.outlet().hasRoom(venueId);
    }

    /** Sends a live, routed and reserved order to its venue. */
    void send(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final VenueRequest request = atVenue.ask(VenueRequest.Kind.NEW);
        atVenue.acceptedId = request.id;
        state.venues[atVenue.venueId].orders().addLast(atVenue);
        orders.awaitAnswer(request);
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.PENDING_NEW);
        requests.newOrder(order);
    }

    /** A client's cancel of a live order at a venue. */
    void cancel(final Order order, final Session session, final long clientSeq, final long clOrdId, final int entry) {
        final VenueOrder atVenue = order.atVenue;
        if (requests.outlet().withdraw(order)) {
            orders.endUnsent(order);
            reports.answer(order, session, clientSeq, clOrdId, order.clOrdId, entry);
            return;
        }
        if (!canAsk(order, session, clientSeq, clOrdId, CancelOrderDecoder.TEMPLATE_ID, entry)) {
            return;
        }
        orders.sendCancel(order, clOrdId, session.sessionId);
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.PENDING_CANCEL);
        reports.answer(order, session, clientSeq, clOrdId, order.clOrdId, entry);
    }

    /** A client's replace of an order at a venue: live, or filled and to be opened again by a larger quantity. */
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
        if (!reservations.reserveForReplace(order, priceTicks, Math.max(0, quantityLots - order.cumQtyLots))) {
            refuse(
                    order,
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
        if (!order.live) {
            orders.reopen(order);
        }
        final VenueRequest request = atVenue.ask(VenueRequest.Kind.REPLACE);
        request.clOrdId = clOrdId;
        request.sessionId = session.sessionId;
        request.priceTicks = priceTicks;
        request.quantityLots = quantityLots;
        orders.awaitAnswer(request);
        // The request's ClOrdID must stay known until the venue answers, however long that takes.
        state.clOrdIds.pin(entry, order.orderId);
        order.ordStatus = atVenue.status();
        orders.changed(order, ExecType.PENDING_REPLACE);
        reports.answer(order, session, clientSeq, clOrdId, previousClOrdId(order), entry);
        requests.replace(order, request);
    }

    /** The ClOrdID that the newest request follows. */
    private static long previousClOrdId(final Order order) {
        long clOrdId = order.clOrdId;
        for (VenueRequest request = order.atVenue.oldest(); request.younger() != null; request = request.younger()) {
            if (request.kind == VenueRequest.Kind.REPLACE) {
                clOrdId = request.clOrdId;
            }
        }
        return clOrdId;
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
        final VenueRequest first = atVenue.oldest();
        if (!state.venues[atVenue.venueId].isUp()) {
            refuse(
                    order,
                    session,
                    clientSeq,
                    clOrdId,
                    templateId,
                    entry,
                    RejectReason.VENUE_UNAVAILABLE,
                    atVenue.venueId,
                    0);
            return false;
        }
        if (atVenue.pending(VenueRequest.Kind.CANCEL) != null
                || orders.isInDoubt(order)
                || atVenue.pending() == VenueOrder.MAX_PENDING
                || (templateId == ReplaceOrderDecoder.TEMPLATE_ID
                        && first != null
                        && first.kind == VenueRequest.Kind.NEW)) {
            refuse(order, session, clientSeq, clOrdId, templateId, entry, RejectReason.REQUEST_PENDING, 0, 0);
            return false;
        }
        final boolean hasRoom = templateId == CancelOrderDecoder.TEMPLATE_ID
                ? requests.outlet().hasRoomForCancel(atVenue.venueId)
                : requests.outlet().hasRoom(atVenue.venueId);
        if (!hasRoom) {
            refuse(
                    order,
                    session,
                    clientSeq,
                    clOrdId,
                    templateId,
                    entry,
                    RejectReason.VENUE_THROTTLED,
                    atVenue.venueId,
                    RequestQueue.CAPACITY);
            return false;
        }
        if (atVenue.requests >= VenueOrder.MAX_REQUESTS) {
            refuse(
                    order,
                    session,
                    clientSeq,
                    clOrdId,
                    templateId,
                    entry,
                    RejectReason.ORDER_CAPACITY,
                    atVenue.requests,
                    VenueOrder.MAX_REQUESTS);
            return false;
        }
        return true;
    }

    private void refuse(
            final Order order,
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
                order.account.accountId(),
                order.orderId,
                clOrdId,
                order.clOrdId,
                order.ordStatus,
                templateId,
                reason,
                value,
                limit,
                entry);
    }

    /** OrdStatus of an order in the core's own book by how much of it is filled. */
    static OrdStatus filledStatusOf(final Order order) {
        if (order.leavesQtyLots == 0 && order.cumQtyLots >= order.quantityLots) {
            return OrdStatus.FILLED;
        }
        return order.cumQtyLots > 0 ? OrdStatus.PARTIALLY_FILLED : OrdStatus.NEW;
    }
}
