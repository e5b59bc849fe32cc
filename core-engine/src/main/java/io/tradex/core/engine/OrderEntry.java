package io.tradex.core.engine;

import io.tradex.core.book.Instrument;
import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;

/** What clients ask for, and the matching on the core's own books. */
final class OrderEntry {
    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueRouting routing;
    private final Matching matching;

    /** The mass cancel that is going on. */
    private Order cancelCursor;

    private boolean massCancelling;
    private Session massCancelSession;
    private long massCancelClientSeq;
    private long massCancelAccountId;
    private long massCancelClOrdId;
    private int massCancelInstrumentId;
    private int massCancelEntry;
    private long massCancelled;

    OrderEntry(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final Reservations reservations,
            final VenueRouting routing,
            final Matching matching) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.reservations = reservations;
        this.routing = routing;
        this.matching = matching;
    }

    /** Returns whether the order is done with; if not, {@link #resume()}. */
    boolean onNewOrder(final NewOrderDecoder command) {
        final Session session = trader(command.sessionId(), command.clientSeq(), NewOrderDecoder.TEMPLATE_ID);
        if (session == null) {
            return true;
        }
        final long clOrdId = command.clOrdId();
        final TradedAccount traded = accountOf(session, command.accountId());
        if (traded == null) {
            return refuse(command, session, RejectReason.UNKNOWN_ACCOUNT, command.accountId(), 0);
        }
        final int malformed = malformedField(command);
        if (malformed != 0) {
            return refuse(command, session, RejectReason.MALFORMED, malformed, 0);
        }
        final int known = state.clOrdIds.find(command.accountId(), clOrdId);
        if (known != ClOrdIdIndex.NONE) {
            if (state.clOrdIds.templateId(known) != NewOrderDecoder.TEMPLATE_ID) {
                return refuse(command, session, RejectReason.DUPLICATE_CL_ORD_ID, clOrdId, 0);
            }
            answerAgain(session, command.clientSeq(), clOrdId, known);
            return true;
        }
        if (command.admission() == Admission.BACK_PRESSURE) {
            return refuse(command, session, RejectReason.BACK_PRESSURE, 0, 0);
        }
        if (!state.orders.hasRoom()) {
            return refuse(command, session, RejectReason.ORDER_CAPACITY, 0, state.orders.capacity());
        }

        state.makeRoomForOrder();
        final Order order = state.orders.acquire(++state.lastOrderId);
        final int entry = state.clOrdIds.add(command.accountId(), clOrdId, NewOrderDecoder.TEMPLATE_ID, order.orderId);
        state.clOrdIds.pin(entry, order.orderId);
        order.account = traded.account;
        order.instrument = state.instruments.get(command.instrumentId());
        order.sessionId = session.sessionId;
        order.clOrdId = clOrdId;
        order.originalClOrdId = clOrdId;
        order.instrumentId = command.instrumentId();
        order.destination = command.destination();
        order.side = command.side();
        order.ordType = command.ordType();
        order.timeInForce = command.timeInForce();
        order.priceTicks = command.priceTicks();
        order.quantityLots = command.quantityLots();
        order.leavesQtyLots = command.quantityLots();
        order.createdNs = state.timestampNs;

        if (!passesChecks(order)) {
            order.ordStatus = OrdStatus.REJECTED;
            order.leavesQtyLots = 0;
            order.child = null;
            state.orders.finish(order);
            reports.changed(order, ExecType.REJECTED);
            reports.answer(order, session, command.clientSeq(), clOrdId, 0, entry);
            return true;
        }
        state.orders.goLive(order, traded.orders, session.orders);
        if (order.isRouted()) {
            routing.send(order);
            reports.answer(order, session, command.clientSeq(), clOrdId, 0, entry);
            return true;
        }
        order.ordStatus = OrdStatus.NEW;
        reports.changed(order, ExecType.NEW);
        reports.answer(order, session, command.clientSeq(), clOrdId, 0, entry);
        return matching.enter(order);
    }

    /** Returns whether the cancel is done with; if not, {@link #resume()}. */
    boolean onCancel(final CancelOrderDecoder command) {
        final Session session = trader(command.sessionId(), command.clientSeq(), CancelOrderDecoder.TEMPLATE_ID);
        if (session == null) {
            return true;
        }
        final int entry = beginRequest(
                session,
                command.clientSeq(),
                command.accountId(),
                command.clOrdId(),
                command.origClOrdId(),
                CancelOrderDecoder.TEMPLATE_ID);
        if (entry == ClOrdIdIndex.NONE) {
            return true;
        }
        final Order order = workingOrder(
                session,
                command.clientSeq(),
                command.accountId(),
                command.clOrdId(),
                command.origClOrdId(),
                CancelOrderDecoder.TEMPLATE_ID,
                entry);
        if (order == null) {
            return true;
        }
        if (order.isRouted()) {
            routing.cancel(order, session, command.clientSeq(), command.clOrdId(), entry);
        } else {
            matching.end(order, OrdStatus.CANCELED, ExecType.CANCELED, RejectReason.NONE);
            reports.answer(order, session, command.clientSeq(), command.clOrdId(), order.clOrdId, entry);
        }
        return resume();
    }

    /** Returns whether the replace is done with; if not, {@link #resume()}. */
    boolean onReplace(final ReplaceOrderDecoder command) {
        final Session session = trader(command.sessionId(), command.clientSeq(), ReplaceOrderDecoder.TEMPLATE_ID);
        if (session == null) {
            return true;
        }
        final int entry = beginRequest(
                session,
                command.clientSeq(),
                command.accountId(),
                command.clOrdId(),
                command.origClOrdId(),
                ReplaceOrderDecoder.TEMPLATE_ID);
        if (entry == ClOrdIdIndex.NONE) {
            return true;
        }
        final Order order = workingOrder(
                session,
                command.clientSeq(),
                command.accountId(),
                command.clOrdId(),
                command.origClOrdId(),
                ReplaceOrderDecoder.TEMPLATE_ID,
                entry);
        if (order == null) {
            return true;
        }
        final Instrument instrument = order.instrument;
        final long priceTicks = command.priceTicks();
        if (order.ordType != OrdType.LIMIT || priceTicks < 1 || priceTicks > instrument.maxPriceTicks()) {
            rejectReplace(
                    command, session, order, RejectReason.INVALID_PRICE, priceTicks, instrument.maxPriceTicks(), entry);
            return true;
        }
        if (command.quantityLots() < 1 || command.quantityLots() > instrument.maxQuantityLots()) {
            rejectReplace(
                    command,
                    session,
                    order,
                    RejectReason.INVALID_QUANTITY,
                    command.quantityLots(),
                    instrument.maxQuantityLots(),
                    entry);
            return true;
        }
        final long quantityLots = Math.max(command.quantityLots(), order.cumQtyLots);
        if (order.isRouted()) {
            routing.replace(order, session, command.clientSeq(), command.clOrdId(), priceTicks, quantityLots, entry);
            return true;
        }
        final long leavesLots = quantityLots - order.cumQtyLots;
        if (!reservations.reserveForReplace(order, priceTicks, leavesLots)) {
            rejectReplace(
                    command,
                    session,
                    order,
                    reservations.reason(),
                    reservations.rejectedValue(),
                    reservations.rejectLimit(),
                    entry);
            return true;
        }
        final boolean keepsPlace =
                priceTicks == order.priceTicks && leavesLots > 0 && leavesLots <= order.leavesQtyLots;
        if (keepsPlace) {
            matching.reduceTo(order, leavesLots);
        } else {
            matching.takeOut(order);
        }
        order.priceTicks = priceTicks;
        order.quantityLots = quantityLots;
        order.leavesQtyLots = leavesLots;
        reservations.release(order);
        final long origClOrdId = order.clOrdId;
        rename(order, command.clOrdId(), entry);
        order.ordStatus = VenueRouting.statusOf(order);
        if (leavesLots == 0) {
            state.orders.finish(order);
        }
        reports.changed(order, ExecType.REPLACED);
        reports.answer(order, session, command.clientSeq(), command.clOrdId(), origClOrdId, entry);
        if (keepsPlace || leavesLots == 0) {
            return matching.resume();
        }
        return matching.enter(order);
    }

    /** Returns whether all orders are cancelled; if not, {@link #resume()}. */
    boolean onMassCancel(final MassCancelDecoder command) {
        final Session session = trader(command.sessionId(), command.clientSeq(), MassCancelDecoder.TEMPLATE_ID);
        if (session == null) {
            return true;
        }
        final int entry = beginRequest(
                session, command.clientSeq(), command.accountId(), command.clOrdId(), 0, MassCancelDecoder.TEMPLATE_ID);
        if (entry == ClOrdIdIndex.NONE) {
            return true;
        }
        massCancelling = true;
        massCancelSession = session;
        massCancelClientSeq = command.clientSeq();
        massCancelAccountId = command.accountId();
        massCancelClOrdId = command.clOrdId();
        massCancelInstrumentId = command.instrumentId();
        massCancelEntry = entry;
        massCancelled = 0;
        cancelCursor = state.accounts.get(command.accountId()).orders.head();
        return resume();
    }

    void onStatusRequest(final OrderStatusRequestDecoder command) {
        final Session session = trader(command.sessionId(), command.clientSeq(), OrderStatusRequestDecoder.TEMPLATE_ID);
        if (session == null) {
            return;
        }
        final int entry = accountOf(session, command.accountId()) == null
                ? ClOrdIdIndex.NONE
                : state.clOrdIds.find(command.accountId(), command.clOrdId());
        final Order order = entry == ClOrdIdIndex.NONE ? null : state.orders.byId(state.clOrdIds.orderId(entry));
        if (order == null) {
            reports.cancelReject(
                    session,
                    command.clientSeq(),
                    command.accountId(),
                    0,
                    command.clOrdId(),
                    command.clOrdId(),
                    OrdStatus.REJECTED,
                    OrderStatusRequestDecoder.TEMPLATE_ID,
                    RejectReason.UNKNOWN_ORDER,
                    command.clOrdId(),
                    0,
                    ClOrdIdIndex.NONE);
        } else {
            reports.answerStatus(order, session, command.clientSeq(), command.clOrdId(), RejectReason.NONE);
        }
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        return matching.resume() && (!massCancelling || massCancel());
    }

    /** Gives an order its new ClOrdID after a replace. The new one's entry is pinned, the one before is let go. */
    void rename(final Order order, final long clOrdId, final int entry) {
        if (order.clOrdId != order.originalClOrdId) {
            state.clOrdIds.unpin(state.clOrdIds.find(order.account.accountId(), order.clOrdId));
        }
        state.clOrdIds.pin(entry, order.orderId);
        order.clOrdId = clOrdId;
    }

    private boolean massCancel() {
        while (cancelCursor != null) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            final Order order = cancelCursor;
            cancelCursor = order.nextOfAccount();
            if (massCancelInstrumentId == 0 || order.instrumentId == massCancelInstrumentId) {
                massCancelled++;
                cancelForCore(order, RejectReason.NONE);
            }
        }
        if (!matching.resume() || !output.hasRoom()) {
            return false;
        }
        massCancelling = false;
        reports.massCancelReport(
                massCancelSession,
                massCancelClientSeq,
                massCancelAccountId,
                massCancelClOrdId,
                massCancelled,
                massCancelEntry);
        massCancelSession = null;
        return true;
    }

    /** Cancels an order by the core's own decision, or asks its venue to. */
    void cancelForCore(final Order order, final RejectReason reason) {
        if (order.isRouted()) {
            routing.cancelWhenPossible(order);
        } else {
            matching.end(order, OrdStatus.CANCELED, ExecType.CANCELED, reason);
            reports.tellOwner(order);
        }
    }

    /** Checks an order and reserves for it; where it fails, the order carries why. */
    private boolean passesChecks(final Order order) {
        final Instrument instrument = order.instrument;
        if (instrument == null) {
            return fail(order, RejectReason.UNKNOWN_INSTRUMENT, order.instrumentId, 0);
        }
        final boolean market = order.ordType == OrdType.MARKET;
        if (market ? order.priceTicks != 0 : order.priceTicks < 1 || order.priceTicks > instrument.maxPriceTicks()) {
            return fail(order, RejectReason.INVALID_PRICE, order.priceTicks, market ? 0 : instrument.maxPriceTicks());
        }
        if (order.quantityLots < 1 || order.quantityLots > instrument.maxQuantityLots()) {
            return fail(order, RejectReason.INVALID_QUANTITY, order.quantityLots, instrument.maxQuantityLots());
        }
        long limitTicks = order.priceTicks;
        if (order.destination != 0) {
            final Venue venue = state.venueOrNull(order.destination);
            if (venue == null) {
                return fail(order, RejectReason.UNKNOWN_VENUE, order.destination, 0);
            }
            if (!venue.isUp()) {
                return fail(order, RejectReason.VENUE_UNAVAILABLE, order.destination, 0);
            }
            if (market) {
                if (instrument.referencePriceTicks() == 0) {
                    return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
                }
                limitTicks = routing.collarTicks(order);
            }
            order.route(order.destination).priceTicks = limitTicks;
        }
        return reservations.reserve(order, limitTicks)
                || fail(order, reservations.reason(), reservations.rejectedValue(), reservations.rejectLimit());
    }

    private static boolean fail(final Order order, final RejectReason reason, final long value, final long limit) {
        order.rejectReason = reason;
        order.rejectedValue = value;
        order.rejectLimit = limit;
        return false;
    }

    private static int malformedField(final NewOrderDecoder command) {
        if (command.clOrdId() < 1) {
            return NewOrderDecoder.clOrdIdId();
        }
        if (command.side() != Side.BUY && command.side() != Side.SELL) {
            return NewOrderDecoder.sideId();
        }
        if (command.ordType() != OrdType.MARKET && command.ordType() != OrdType.LIMIT) {
            return NewOrderDecoder.ordTypeId();
        }
        if (command.timeInForce() != TimeInForce.DAY && command.timeInForce() != TimeInForce.IOC) {
            return NewOrderDecoder.timeInForceId();
        }
        return 0;
    }

    private boolean refuse(
            final NewOrderDecoder command,
            final Session session,
            final RejectReason reason,
            final long value,
            final long limit) {
        reports.refuseNewOrder(
                session,
                command.clientSeq(),
                command.accountId(),
                command.clOrdId(),
                command.instrumentId(),
                command.destination(),
                command.side(),
                command.ordType(),
                command.timeInForce(),
                command.priceTicks(),
                command.quantityLots(),
                reason,
                value,
                limit);
        return true;
    }

    private void rejectReplace(
            final ReplaceOrderDecoder command,
            final Session session,
            final Order order,
            final RejectReason reason,
            final long value,
            final long limit,
            final int entry) {
        reports.cancelReject(
                session,
                command.clientSeq(),
                command.accountId(),
                order.orderId,
                command.clOrdId(),
                command.origClOrdId(),
                order.ordStatus,
                ReplaceOrderDecoder.TEMPLATE_ID,
                reason,
                value,
                limit,
                entry);
    }

    /** The session if it may trade; else it is told, and null comes back. */
    private Session trader(final long sessionId, final long clientSeq, final int templateId) {
        final Session session = state.sessions.get(sessionId);
        if (session == null) {
            reports.commandReject(sessionId, clientSeq, templateId, RejectReason.UNKNOWN_SESSION, sessionId, 0);
            return null;
        }
        if (session.role != io.tradex.protocol.types.SessionRole.TRADER) {
            reports.commandReject(sessionId, clientSeq, templateId, RejectReason.NOT_PERMITTED, templateId, 0);
            return null;
        }
        return session;
    }

    private TradedAccount accountOf(final Session session, final long accountId) {
        final TradedAccount traded = state.accounts.get(accountId);
        return traded == null || traded.account.clientId() != session.client.clientId ? null : traded;
    }

    /** Takes the ClOrdID of a cancel, replace or mass cancel; NONE if the request is answered already. */
    private int beginRequest(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long clOrdId,
            final long origClOrdId,
            final int templateId) {
        RejectReason reason = RejectReason.NONE;
        long value = 0;
        if (accountOf(session, accountId) == null) {
            reason = RejectReason.UNKNOWN_ACCOUNT;
            value = accountId;
        } else if (clOrdId < 1) {
            reason = RejectReason.MALFORMED;
            value = CancelOrderDecoder.clOrdIdId();
        } else {
            final int known = state.clOrdIds.find(accountId, clOrdId);
            if (known == ClOrdIdIndex.NONE) {
                return state.clOrdIds.add(accountId, clOrdId, templateId, 0);
            }
            if (state.clOrdIds.templateId(known) == templateId) {
                answerAgain(session, clientSeq, clOrdId, known);
                return ClOrdIdIndex.NONE;
            }
            reason = RejectReason.DUPLICATE_CL_ORD_ID;
            value = clOrdId;
        }
        reports.cancelReject(
                session,
                clientSeq,
                accountId,
                0,
                clOrdId,
                origClOrdId,
                OrdStatus.REJECTED,
                templateId,
                reason,
                value,
                0,
                ClOrdIdIndex.NONE);
        return ClOrdIdIndex.NONE;
    }

    /** The live order that a request names; else the request is refused, and null comes back. */
    private Order workingOrder(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long clOrdId,
            final long origClOrdId,
            final int templateId,
            final int entry) {
        final int named = state.clOrdIds.find(accountId, origClOrdId);
        final Order order = named == ClOrdIdIndex.NONE ? null : state.orders.byId(state.clOrdIds.orderId(named));
        final boolean current = order != null && order.clOrdId == origClOrdId;
        if (current && order.live) {
            return order;
        }
        final boolean pending = order != null && order.isRouted() && order.child.pendingClOrdId == origClOrdId;
        final RejectReason reason =
                current ? RejectReason.TOO_LATE : pending ? RejectReason.REQUEST_PENDING : RejectReason.UNKNOWN_ORDER;
        reports.cancelReject(
                session,
                clientSeq,
                accountId,
                order == null ? 0 : order.orderId,
                clOrdId,
                origClOrdId,
                order == null ? OrdStatus.REJECTED : order.ordStatus,
                templateId,
                reason,
                origClOrdId,
                0,
                entry);
        return null;
    }

    private void answerAgain(final Session session, final long clientSeq, final long clOrdId, final int entry) {
        final long outcome = state.clOrdIds.outcome(entry);
        if (outcome != ClOrdIdIndex.NO_OUTCOME) {
            reports.repeat(session, clientSeq, outcome);
            return;
        }
        final Order order = state.orders.byId(state.clOrdIds.orderId(entry));
        if (order == null) {
            throw new InvariantViolation(state.sequence, "ClOrdID " + clOrdId + " is known by no order and no answer");
        }
        reports.answerStatus(order, session, clientSeq, clOrdId, RejectReason.DUPLICATE_OUTCOME_EXPIRED);
    }
}
