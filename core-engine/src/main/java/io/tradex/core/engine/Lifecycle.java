package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.account.Position;
import io.tradex.core.book.Instrument;
import io.tradex.core.order.LiveWalk;
import io.tradex.core.order.Order;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.journal.AccountDefinedDecoder;
import io.tradex.protocol.journal.CashAdjustedDecoder;
import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.journal.CoreStartedDecoder;
import io.tradex.protocol.journal.EndOfDayDecoder;
import io.tradex.protocol.journal.EngineConfiguredDecoder;
import io.tradex.protocol.journal.EpochStartedDecoder;
import io.tradex.protocol.journal.InstrumentDefinedDecoder;
import io.tradex.protocol.journal.PositionAdjustedDecoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.journal.VenueDefinedDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;

/** Inputs about the core itself: start, epoch, settings, checkpoints, sessions, reference data, money, the end of the day. */
final class Lifecycle {
    /** Money beyond this is a typing error, and keeps every sum far from overflow. */
    private static final long MAX_CASH_MICROS = 1L << 60;

    private static final int MAX_ORDER_CAPACITY = 1 << 24;
    private static final int MAX_OUTCOME_WINDOW = 1 << 16;
    private static final int BPS = 10_000;
    /** Version of the journal schema since which a definition says what kind of instrument it is. */
    private static final int DESCRIBED_SINCE = 2;

    private static final int MAX_GRACE_MS = 600_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final MarketDataReports marketData;
    private final OrderEntry orderEntry;
    private final Matching matching;
    private final Reconciliation reconciliation;
    private final ParentOrders parents;
    private final SmartRouting smart;
    private final Checkpoints checkpoints;
    private long checkpointsCompared;

    /** The session that is being ended. */
    private Session ending;

    private final LiveWalk endingWalk;

    /** Whether all sessions are to be ended, because the core started. */
    private boolean endingAll;

    private boolean endingDay;
    private final LiveWalk dayWalk;

    /** Whether what has fallen due is being done. */
    private boolean firing;

    private long venuesDeadlineNs = Long.MAX_VALUE;

    Lifecycle(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final MarketDataReports marketData,
            final OrderEntry orderEntry,
            final Matching matching,
            final Reconciliation reconciliation,
            final ParentOrders parents,
            final SmartRouting smart,
            final Checkpoints checkpoints) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.marketData = marketData;
        this.orderEntry = orderEntry;
        this.matching = matching;
        this.reconciliation = reconciliation;
        this.parents = parents;
        this.smart = smart;
        this.checkpoints = checkpoints;
        endingWalk = state.orders.newWalk();
        dayWalk = state.orders.newWalk();
    }

    long checkpointsCompared() {
        return checkpointsCompared;
    }

    void onSessionOpened(final SessionOpenedDecoder message) {
        final long sessionId = message.sessionId();
        // An id that was used before would bring the orders of the session that had it into the new one.
        if (sessionId <= state.lastSessionId
                || message.clientId() < 1
                || Absent.orZero(message.graceMs()) < 0
                || Absent.orZero(message.graceMs()) > MAX_GRACE_MS
                || (message.role() != SessionRole.TRADER
                        && message.role() != SessionRole.RELAY
                        && message.role() != SessionRole.ADMIN)) {
            reports.inputRefused(SessionOpenedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, sessionId);
            return;
        }
        state.lastSessionId = sessionId;
        final Session session = state.addSession(new Session(
                sessionId,
                state.client(message.clientId()),
                message.role(),
                message.cancelOnDisconnect() == BooleanType.T,
                Absent.orZero(message.graceMs())));
        if (session.role == SessionRole.TRADER) {
            takeOverLostSessions(session);
        }
        reports.logonAccepted(session, message.correlationId());
    }

    /** Returns whether the session is ended; if not, {@link #resume()}. */
    boolean onSessionLost(final SessionLostDecoder message) {
        final Session session = state.openSession(message.sessionId());
        if (session == null) {
            reports.inputRefused(SessionLostDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, message.sessionId());
            return true;
        }
        end(session);
        return resume();
    }

    /** The client is back: its orders are the new session's. */
    private void takeOverLostSessions(final Session session) {
        for (int i = state.sessionList.size() - 1; i >= 0; i--) {
            final Session lost = state.sessionList.get(i);
            if (lost.client == session.client && !lost.isOpen()) {
                session.orders.adopt(lost.orders, session.sessionId, state.hash);
                state.removeSession(lost);
            }
        }
    }

    /** Returns whether everything that has fallen due is done; if not, {@link #resume()}. */
    boolean onTimerFired() {
        // Asked for again if something is left.
        state.requestedTimerNs = Long.MAX_VALUE;
        state.venuesTouched = true;
        firing = true;
        smart.lookAtVenues();
        reconciliation.onTimer();
        return resume() && reconciliation.resume();
    }

    /** The next time at which something falls due; Long.MAX_VALUE if nothing does. */
    long nextDeadlineNs() {
        if (state.venuesTouched) {
            state.venuesTouched = false;
            venuesDeadlineNs = Math.min(reconciliation.nextDeadlineNs(), smart.nextDeadlineNs());
        }
        final Order first = state.orders.expiries().head();
        long deadlineNs = first == null ? venuesDeadlineNs : Math.min(venuesDeadlineNs, first.expireNs);
        for (int i = 0; state.lostSessions > 0 && i < state.sessionList.size(); i++) {
            final Session session = state.sessionList.get(i);
            if (!session.isOpen()) {
                deadlineNs = Math.min(deadlineNs, session.lostUntilNs);
            }
        }
        return deadlineNs;
    }

    /** Returns whether all is ended that the last process left open; if not, {@link #resume()}. */
    boolean onCoreStarted(final CoreStartedDecoder message) {
        state.startNumber = message.startNumber();
        for (final Venue venue : state.venueList) {
            reconciliation.onVenueDown(venue);
        }
        smart.onCoreStarted();
        // The host that was asked for it is gone.
        state.requestedTimerNs = Long.MAX_VALUE;
        endingAll = true;
        return resume();
    }

    /** Returns whether the day is ended; if not, {@link #resume()}. */
    boolean onEndOfDay(final EndOfDayDecoder message) {
        if (message.tradingDay() <= state.tradingDay) {
            reports.inputRefused(EndOfDayDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.tradingDay());
            return true;
        }
        state.tradingDay = message.tradingDay();
        state.lastOrderIdBeforeDay = state.lastOrderId;
        endingDay = true;
        dayWalk.start(state.orders);
        return resume();
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        return endSessions() && endDay() && fire();
    }

    void onCheckpoint(final CheckpointDecoder message) {
        for (int i = 0; i < Checkpoints.KEPT; i++) {
            // The places that are still empty hold sequence 0, which is no input's.
            if (message.checkpointSeq() > 0 && checkpoints.sequence(i) == message.checkpointSeq()) {
                if (checkpoints.hash(i) != message.stateHash()) {
                    throw new InvariantViolation(
                            state.sequence,
                            "state hash after input " + message.checkpointSeq() + " was "
                                    + Long.toHexString(message.stateHash()) + " when it was journalled and is "
                                    + Long.toHexString(checkpoints.hash(i)) + " now");
                }
                checkpointsCompared++;
                return;
            }
        }
        reports.inputRefused(CheckpointDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.checkpointSeq());
    }

    void onEpochStarted(final EpochStartedDecoder message) {
        if (message.epoch() <= state.epoch) {
            reports.inputRefused(EpochStartedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.epoch());
            return;
        }
        state.startEpoch(message.epoch());
        marketData.epochBegun(message.epoch());
    }

    void onConfigured(final EngineConfiguredDecoder message) {
        final int window = message.outcomeWindow();
        if (message.orderCapacity() < Math.max(1, state.orderCapacity)
                || message.orderCapacity() > MAX_ORDER_CAPACITY
                || window < 1
                || window > MAX_OUTCOME_WINDOW
                || Integer.bitCount(window) != 1
                || (state.configured() && window != state.outcomeWindow)
                || message.checkpointInterval() < 0
                || message.heartbeatIntervalMs() < 1
                || message.marketCollarBps() < 0
                || message.marketCollarBps() > BPS
                || message.executionCapacity() < Math.max(1, state.executionCapacity)
                || message.executionCapacity() > MAX_ORDER_CAPACITY) {
            reports.inputRefused(
                    EngineConfiguredDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.orderCapacity());
            return;
        }
        state.configure(
                message.orderCapacity(),
                window,
                message.checkpointInterval(),
                message.heartbeatIntervalMs(),
                message.marketCollarBps(),
                message.executionCapacity());
    }

    void onInstrumentDefined(final InstrumentDefinedDecoder message) {
        final int instrumentId = message.instrumentId();
        final long referenceTicks = message.referencePriceTicks();
        if (!state.instruments.containsKey(instrumentId)
                && referenceTicks >= 0
                && referenceTicks <= message.maxPriceTicks()) {
            final byte[] symbol = new byte[Instrument.SYMBOL_LENGTH];
            message.getSymbol(symbol, 0);
            try {
                final Instrument instrument = new Instrument(
                        instrumentId,
                        symbol,
                        message.tickSizeE8(),
                        message.lotSizeE8(),
                        message.maxPriceTicks(),
                        message.maxQuantityLots(),
                        state.hash,
                        state.bookMemory,
                        state.bookListener);
                if (message.actingVersion() >= DESCRIBED_SINCE) {
                    final byte[] currency = new byte[InstrumentDefinedDecoder.currencyLength()];
                    message.getCurrency(currency, 0);
                    instrument.describe(
                            message.assetClass(),
                            message.multiplier() == 0 ? 1 : message.multiplier(),
                            message.cutOffSeconds(),
                            currency);
                }
                instrument.referencePriceTicks(referenceTicks);
                instrument.book().referencePriceTicks(referenceTicks);
                state.addInstrument(instrument);
                // So that everybody who follows market data knows of the book before anything happens in it.
                marketData.phase(
                        instrumentId,
                        instrument.nextBookSeq(),
                        instrument.book().phase());
                instrument.changed();
                return;
            } catch (final IllegalArgumentException e) {
                // Refused below: the definition contradicts itself.
            }
        }
        reports.inputRefused(InstrumentDefinedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, instrumentId);
    }

    void onAccountDefined(final AccountDefinedDecoder message) {
        final long accountId = message.accountId();
        if (accountId < 1 || message.clientId() < 1 || state.accounts.containsKey(accountId)) {
            reports.inputRefused(AccountDefinedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, accountId);
            return;
        }
        state.addAccount(accountId, message.clientId());
    }

    void onVenueDefined(final VenueDefinedDecoder message) {
        final int venueId = message.venueId();
        if (venueId < 1 || venueId > Venue.MAX_VENUE_ID || state.venues[venueId] != null) {
            reports.inputRefused(VenueDefinedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, venueId);
            return;
        }
        state.addVenue(new Venue(venueId, state.hash));
    }

    void onCashAdjusted(final CashAdjustedDecoder message) {
        final TradedAccount traded =
                adjustable(CashAdjustedDecoder.TEMPLATE_ID, message.accountId(), message.adjustmentId());
        if (traded == null) {
            return;
        }
        final Account account = traded.account;
        final long amountMicros = message.amountMicros();
        if (isTooLarge(amountMicros)
                || isTooLarge(account.cashMicros() + amountMicros)
                || (amountMicros < 0 && account.buyingPowerMicros() + amountMicros < 0)) {
            reports.inputRefused(CashAdjustedDecoder.TEMPLATE_ID, RejectReason.INSUFFICIENT_BUYING_POWER, amountMicros);
            return;
        }
        account.addCash(amountMicros);
        account.adjusted(message.adjustmentId());
    }

    void onPositionAdjusted(final PositionAdjustedDecoder message) {
        final TradedAccount traded =
                adjustable(PositionAdjustedDecoder.TEMPLATE_ID, message.accountId(), message.adjustmentId());
        if (traded == null) {
            return;
        }
        final long quantityLots = message.quantityLots();
        if (!state.instruments.containsKey(message.instrumentId())) {
            reports.inputRefused(
                    PositionAdjustedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
            return;
        }
        final Position position = traded.account.position(message.instrumentId());
        if (isTooLarge(quantityLots)
                || isTooLarge(position.quantityLots() + quantityLots)
                || (quantityLots < 0 && position.freeLots() + quantityLots < 0)) {
            reports.inputRefused(PositionAdjustedDecoder.TEMPLATE_ID, RejectReason.INSUFFICIENT_POSITION, quantityLots);
            return;
        }
        position.addQuantity(quantityLots);
        traded.account.adjusted(message.adjustmentId());
    }

    private static boolean isTooLarge(final long amount) {
        return amount < -MAX_CASH_MICROS || amount > MAX_CASH_MICROS;
    }

    private TradedAccount adjustable(final int templateId, final long accountId, final long adjustmentId) {
        final TradedAccount traded = state.accounts.get(accountId);
        if (traded == null) {
            reports.inputRefused(templateId, RejectReason.UNKNOWN_ACCOUNT, accountId);
            return null;
        }
        if (adjustmentId <= traded.account.lastAdjustmentId()) {
            reports.inputRefused(templateId, RejectReason.SEQUENCE_NOT_RISING, adjustmentId);
            return null;
        }
        return traded;
    }

    /** Ends a session, or keeps its orders for as long as its client may come back. */
    private void end(final Session session) {
        if (session.cancelOnDisconnect && session.isOpen() && session.graceMs > 0 && session.orders.head() != null) {
            state.loseSession(session, state.timestampNs + session.graceMs * NANOS_PER_MILLI);
            return;
        }
        ending = session;
        if (session.cancelOnDisconnect) {
            endingWalk.start(session.orders);
        }
    }

    private boolean endSessions() {
        while (ending != null || endingAll) {
            if (ending == null) {
                final Session open = firstOpenSession();
                if (open == null) {
                    endingAll = false;
                    return true;
                }
                end(open);
                continue;
            }
            while (!endingWalk.isDone()) {
                if (!matching.resume() || !output.hasRoom()) {
                    return false;
                }
                // What the last cancel brought about may have ended the rest.
                if (endingWalk.isDone()) {
                    break;
                }
                orderEntry.cancelForCore(endingWalk.next(), RejectReason.SESSION_LOST);
            }
            if (!matching.resume()) {
                return false;
            }
            state.removeSession(ending);
            ending = null;
        }
        return true;
    }

    private Session firstOpenSession() {
        for (int i = 0; i < state.sessionList.size(); i++) {
            if (state.sessionList.get(i).isOpen()) {
                return state.sessionList.get(i);
            }
        }
        return null;
    }

    /** Does what has fallen due: orders expire, grace periods end. */
    private boolean fire() {
        while (firing) {
            if (!endSessions() || !matching.resume() || !output.hasRoom()) {
                return false;
            }
            final Order order = state.orders.expiries().head();
            if (order != null && order.expireNs <= state.timestampNs) {
                if (order.isParent()) {
                    parents.expire(order);
                } else {
                    matching.end(order, OrdStatus.EXPIRED, ExecType.EXPIRED, RejectReason.EXPIRED);
                    reports.tellOwner(order);
                }
                continue;
            }
            final Session due = firstDueSession();
            if (due == null) {
                firing = false;
            } else {
                end(due);
            }
        }
        return true;
    }

    private Session firstDueSession() {
        for (int i = 0; i < state.sessionList.size(); i++) {
            final Session session = state.sessionList.get(i);
            if (!session.isOpen() && session.lostUntilNs <= state.timestampNs) {
                return session;
            }
        }
        return null;
    }

    private boolean endDay() {
        if (!endingDay) {
            return true;
        }
        while (!dayWalk.isDone()) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            // What the last cancel brought about may have ended the rest.
            if (dayWalk.isDone()) {
                break;
            }
            final Order order = dayWalk.next();
            if (order.isParent()) {
                parents.endDay(order);
            } else if (order.parent == null && !order.isRouted() && !order.outlivesDay()) {
                matching.end(order, OrdStatus.EXPIRED, ExecType.EXPIRED, RejectReason.END_OF_DAY);
                reports.tellOwner(order);
            }
        }
        if (!matching.resume()) {
            return false;
        }
        endingDay = false;
        while (state.orders.firstFinished() != null) {
            state.forget(state.orders.firstFinished());
        }
        for (final Client client : state.clientList) {
            client.outcomes.clear(state.clOrdIds);
        }
        // What is left is live at a venue, which may tell its executions once more.
        state.executions.retain(orderId -> state.orders.byId(orderId) != null);
        return true;
    }
}
