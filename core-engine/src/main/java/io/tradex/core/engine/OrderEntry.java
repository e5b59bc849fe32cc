package io.tradex.core.engine;

import io.tradex.core.book.Instrument;
import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.LiveWalk;
import io.tradex.core.order.Order;
import io.tradex.core.order.ParentOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.risk.Reservations;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;

/** What clients ask for, and the matching on the core's own books. */
final class OrderEntry {
    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Reservations reservations;
    private final VenueRouting routing;
    private final VenueOrders venueOrders;
    private final Matching matching;
    private final ParentOrders parents;
    private final SmartRouting smart;
    private final EntryChecks entryChecks;

    /** The mass cancel that is going on. */
    private final LiveWalk cancelWalk;

    private boolean massCancelling;
    private Session massCancelSession;
    private long massCancelClientSeq;
    private long massCancelAccountId;
    private long massCancelClOrdId;
    private int massCancelInstrumentId;
    private Side massCancelSide;
    private long massCancelSessionId;
    private int massCancelEntry;
    private long massCancelled;

    OrderEntry(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final Reservations reservations,
            final VenueRouting routing,
            final VenueOrders venueOrders,
            final Matching matching,
            final ParentOrders parents,
            final SmartRouting smart) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.reservations = reservations;
        this.routing = routing;
        this.venueOrders = venueOrders;
        this.matching = matching;
        this.parents = parents;
        this.smart = smart;
        cancelWalk = state.orders.newWalk();
        entryChecks = new EntryChecks(state, reservations, routing, smart, matching.terms());
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
            answerDuplicate(command, session, known);
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
        order.pegType = Absent.orNone(command.pegType());
        order.postOnly = Absent.orNone(command.postOnly());
        order.selfTradePrevention = Absent.orNone(command.selfTradePrevention());
        order.priceTicks = command.priceTicks();
        order.stopTicks = Absent.orZero(command.stopPriceTicks());
        order.displayLots = Absent.orZero(command.displayLots());
        order.minLots = Absent.orZero(command.minLots());
        order.offsetTicks = Absent.orZero(command.offsetTicks());
        order.expireNs = Absent.orZero(command.expireNs());
        order.quantityLots = command.quantityLots();
        order.leavesQtyLots = command.quantityLots();
        order.cashMicros = Absent.orZero(command.cashOrderQtyMicros());
        order.createdNs = state.timestampNs;
        final boolean isSmart = order.destination == SmartRouting.DESTINATION;
        if (isSmart) {
            SmartRouting.spread(
                    state.orders,
                    order,
                    session.client,
                    Absent.orZero(command.venueMask()),
                    Absent.orNone(command.routingStrategy()),
                    command.excludeOwnBook() == BooleanType.T);
        }

        if (!(isSmart || entryChecks.passesWithoutRouting(order, command)) || !entryChecks.passes(order, session)) {
            order.ordStatus = OrdStatus.REJECTED;
            order.leavesQtyLots = 0;
            order.atVenue = null;
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
        if (isSmart) {
            reports.changed(order, ExecType.NEW);
            reports.answer(order, session, command.clientSeq(), clOrdId, 0, entry);
            smart.due(order);
            return true;
        }
        matching.announce(order);
        reports.changed(order, ExecType.NEW);
        reports.answer(order, session, command.clientSeq(), clOrdId, 0, entry);
        // An order in a fund is dealt when the fund is priced.
        return order.instrument.assetClass() == AssetClass.MUTUAL_FUND || matching.enter(order);
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
        } else if (order.isParent()) {
            parents.cancel(order, session, command.clientSeq(), command.clOrdId(), entry);
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
        // Only the protection price of a stop may be left to the core.
        final boolean mayBeZero = order.ordType == OrdType.STOP || order.ordType == OrdType.TRAILING_STOP;
        if (order.ordType == OrdType.MARKET
                || priceTicks < (mayBeZero ? 0 : 1)
                || priceTicks > instrument.maxPriceTicks()) {
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
        if (order.isParent()) {
            if (entryChecks.passesReplace(order, priceTicks, quantityLots)) {
                parents.replace(
                        order, session, command.clientSeq(), command.clOrdId(), priceTicks, quantityLots, entry);
            } else {
                final RejectReason reason = order.rejectReason;
                final long value = order.rejectedValue;
                final long limit = order.rejectLimit;
                entryChecks.fail(order, RejectReason.NONE, 0, 0);
                rejectReplace(command, session, order, reason, value, limit, entry);
            }
            return resume();
        }
        return replaceOnBook(command, session, order, quantityLots, entry);
    }

    /** Changes an order of the core's own book: as it is in its place, or by letting it come in anew. */
    private boolean replaceOnBook(
            final ReplaceOrderDecoder command,
            final Session session,
            final Order order,
            final long quantityLots,
            final int entry) {
        final long oldPriceTicks = order.priceTicks;
        final long oldStopTicks = order.stopTicks;
        final long oldProtectionTicks = order.protectionTicks;
        final long oldQuantityLots = order.quantityLots;
        final long oldLeavesLots = order.leavesQtyLots;
        final long newStopTicks = Absent.orZero(command.stopPriceTicks());
        final long leavesLots = quantityLots - order.cumQtyLots;
        final boolean samePrice =
                command.priceTicks() == oldPriceTicks && (newStopTicks == 0 || newStopTicks == oldStopTicks);
        final boolean keepsPlace = samePrice && leavesLots <= oldLeavesLots;

        order.priceTicks = command.priceTicks();
        order.quantityLots = quantityLots;
        order.leavesQtyLots = leavesLots;
        boolean passes = true;
        if (!keepsPlace) {
            if (newStopTicks != 0) {
                order.stopTicks = newStopTicks;
            }
            if (!samePrice) {
                order.protectionTicks = 0;
            }
            passes = entryChecks.passesAgain(order);
        }
        if (passes) {
            order.leavesQtyLots = oldLeavesLots;
            passes = reservations.reserveForReplace(order, order.limitTicks(), leavesLots)
                    || entryChecks.fail(
                            order, reservations.reason(), reservations.rejectedValue(), reservations.rejectLimit());
            order.leavesQtyLots = leavesLots;
        }
        if (!passes) {
            final RejectReason reason = order.rejectReason;
            final long value = order.rejectedValue;
            final long limit = order.rejectLimit;
            entryChecks.fail(order, RejectReason.NONE, 0, 0);
            order.priceTicks = oldPriceTicks;
            order.stopTicks = oldStopTicks;
            order.protectionTicks = oldProtectionTicks;
            order.quantityLots = oldQuantityLots;
            order.leavesQtyLots = oldLeavesLots;
            rejectReplace(command, session, order, reason, value, limit, entry);
            return true;
        }
        int withdrawn = Order.NOT_RESTING;
        if (leavesLots == 0) {
            matching.takeOut(order);
        } else if (keepsPlace) {
            matching.reduceTo(order, leavesLots);
        } else {
            withdrawn = matching.withdraw(order);
        }
        reservations.release(order);
        final long origClOrdId = order.clOrdId;
        rename(order, command.clOrdId(), entry);
        order.ordStatus = VenueRouting.filledStatusOf(order);
        if (leavesLots == 0) {
            state.orders.finish(order);
        } else if (!keepsPlace) {
            matching.announce(order);
        }
        reports.changed(order, ExecType.REPLACED);
        reports.answerReplace(
                order,
                session,
                command.clientSeq(),
                command.clOrdId(),
                origClOrdId,
                leavesLots == 0 ? QueuePlace.NONE : keepsPlace ? QueuePlace.KEPT : QueuePlace.LOST,
                entry);
        return (keepsPlace || leavesLots == 0) ? matching.resume() : matching.replace(order, withdrawn);
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
        if (command.side() == Side.SBE_UNKNOWN || command.ownSession() == BooleanType.SBE_UNKNOWN) {
            reports.cancelReject(
                    session,
                    command.clientSeq(),
                    command.accountId(),
                    0,
                    command.clOrdId(),
                    0,
                    OrdStatus.REJECTED,
                    MassCancelDecoder.TEMPLATE_ID,
                    RejectReason.MALFORMED,
                    command.side() == Side.SBE_UNKNOWN ? MassCancelDecoder.sideId() : MassCancelDecoder.ownSessionId(),
                    0,
                    entry);
            return true;
        }
        massCancelling = true;
        massCancelSession = session;
        massCancelClientSeq = command.clientSeq();
        massCancelAccountId = command.accountId();
        massCancelClOrdId = command.clOrdId();
        massCancelInstrumentId = command.instrumentId();
        massCancelSide = command.side();
        massCancelSessionId = command.ownSession() == BooleanType.T ? session.sessionId : 0;
        massCancelEntry = entry;
        massCancelled = 0;
        cancelWalk.start(state.accounts.get(command.accountId()).orders);
        return resume();
    }

    void onProtectionReset(final ProtectionResetRequestDecoder command) {
        final Session session =
                trader(command.sessionId(), command.clientSeq(), ProtectionResetRequestDecoder.TEMPLATE_ID);
        if (session == null) {
            return;
        }
        final TradedAccount traded = accountOf(session, command.accountId());
        RejectReason reason = RejectReason.NONE;
        long value = 0;
        if (traded == null) {
            reason = RejectReason.UNKNOWN_ACCOUNT;
            value = command.accountId();
        } else if (!state.instruments.containsKey(command.instrumentId())) {
            reason = RejectReason.UNKNOWN_INSTRUMENT;
            value = command.instrumentId();
        } else {
            traded.account.position(command.instrumentId()).protection().reset();
        }
        reports.requestResult(
                session,
                command.clientSeq(),
                command.clOrdId(),
                ProtectionResetRequestDecoder.TEMPLATE_ID,
                reason,
                value);
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
            reports.unknownOrder(session, command.clientSeq(), command.accountId(), command.clOrdId());
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
        while (!cancelWalk.isDone()) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            // What the last cancel brought about may have ended the rest.
            if (cancelWalk.isDone()) {
                break;
            }
            final Order order = cancelWalk.next();
            if ((massCancelInstrumentId == 0 || order.instrumentId == massCancelInstrumentId)
                    && (massCancelSide == Side.NULL_VAL || order.side == massCancelSide)
                    && (massCancelSessionId == 0 || order.sessionId == massCancelSessionId)) {
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
            venueOrders.cancelWhenPossible(order);
        } else if (order.isParent()) {
            parents.cancelForCore(order, reason);
        } else {
            matching.end(order, OrdStatus.CANCELED, ExecType.CANCELED, reason);
            reports.tellOwner(order);
        }
    }

    private static int malformedField(final NewOrderDecoder command) {
        if (command.clOrdId() < 1) {
            return NewOrderDecoder.clOrdIdId();
        }
        if (command.side() != Side.BUY && command.side() != Side.SELL) {
            return NewOrderDecoder.sideId();
        }
        if (command.ordType() == OrdType.NULL_VAL || command.ordType() == OrdType.SBE_UNKNOWN) {
            return NewOrderDecoder.ordTypeId();
        }
        if (command.timeInForce() == TimeInForce.NULL_VAL || command.timeInForce() == TimeInForce.SBE_UNKNOWN) {
            return NewOrderDecoder.timeInForceId();
        }
        if (command.pegType() == PegType.SBE_UNKNOWN) {
            return NewOrderDecoder.pegTypeId();
        }
        if (command.postOnly() == PostOnly.SBE_UNKNOWN) {
            return NewOrderDecoder.postOnlyId();
        }
        if (command.routingStrategy() == RoutingStrategy.SBE_UNKNOWN) {
            return NewOrderDecoder.routingStrategyId();
        }
        if (command.excludeOwnBook() == BooleanType.SBE_UNKNOWN) {
            return NewOrderDecoder.excludeOwnBookId();
        }
        if (command.possResend() == BooleanType.SBE_UNKNOWN) {
            return NewOrderDecoder.possResendId();
        }
        if (command.selfTradePrevention() == SelfTradePrevention.SBE_UNKNOWN) {
            return NewOrderDecoder.selfTradePreventionId();
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
        final Session session = state.openSession(sessionId);
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
        if (current && (order.live || (templateId == ReplaceOrderDecoder.TEMPLATE_ID && mayReopen(order)))) {
            return order;
        }
        final VenueRequest pending =
                order != null && order.live && order.isRouted() ? order.atVenue.pendingByClOrdId(origClOrdId) : null;
        if (pending != null && pending.kind == VenueRequest.Kind.REPLACE) {
            return order;
        }
        final ParentOrder asParent = order != null && order.live && order.isParent() ? order.asParent : null;
        if (asParent != null && asParent.hasReplace(origClOrdId)) {
            return order;
        }
        final boolean pendingOfParent = asParent != null && asParent.cancelClOrdId == origClOrdId;
        final RejectReason reason = current
                ? RejectReason.TOO_LATE
                : pending != null || pendingOfParent ? RejectReason.REQUEST_PENDING : RejectReason.UNKNOWN_ORDER;
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

    /** A filled order may be asked for more: of its venue, or of smart routing for as long as the order could have gone on. */
    private boolean mayReopen(final Order order) {
        return order.ordStatus == OrdStatus.FILLED
                && (order.isRouted() ? order.atVenue.endedAs == null : order.isParent() && parents.isInTime(order));
    }

    /**
     * A ClOrdID that is known: what may have been sent before is answered with the order's status, the same request with its
     * first answer, and another request under the same ClOrdID is refused with the state of the first order.
     */
    private void answerDuplicate(final NewOrderDecoder command, final Session session, final int known) {
        final Order order = state.orders.byId(state.clOrdIds.orderId(known));
        if (order != null && command.possResend() == BooleanType.T) {
            reports.answerStatus(order, session, command.clientSeq(), command.clOrdId(), RejectReason.NONE);
        } else if (order != null && !isSame(command, order)) {
            reports.refuseDuplicate(order, session, command.clientSeq(), command.clOrdId());
        } else {
            answerAgain(session, command.clientSeq(), command.clOrdId(), known);
        }
    }

    /** Whether a request is the one that the order was made of, as far as later replaces let that be seen. */
    private static boolean isSame(final NewOrderDecoder command, final Order order) {
        return command.instrumentId() == order.instrumentId
                && command.side() == order.side
                && command.ordType() == order.ordType
                && command.destination() == order.destination
                && (order.clOrdId != order.originalClOrdId
                        || (command.priceTicks() == order.priceTicks
                                && (command.quantityLots() == order.quantityLots || order.cashMicros != 0)));
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
