package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.account.Position;
import io.tradex.core.book.Instrument;
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
import io.tradex.protocol.types.TimeInForce;

/** Inputs about the core itself: start, epoch, settings, checkpoints, sessions, reference data, money, the end of the day. */
final class Lifecycle {
    /** Money beyond this is a typing error, and keeps every sum far from overflow. */
    private static final long MAX_CASH_MICROS = 1L << 60;

    private static final int MAX_ORDER_CAPACITY = 1 << 24;
    private static final int MAX_OUTCOME_WINDOW = 1 << 16;
    private static final int BPS = 10_000;

    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final OrderEntry orderEntry;
    private final Matching matching;
    private final Checkpoints checkpoints;
    private long checkpointsCompared;

    /** The session that is being ended. */
    private Session ending;

    private Order endingCursor;

    /** Whether all sessions are to be ended, because the core started. */
    private boolean endingAll;

    private boolean endingDay;
    private Order dayCursor;

    Lifecycle(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final OrderEntry orderEntry,
            final Matching matching,
            final Checkpoints checkpoints) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.orderEntry = orderEntry;
        this.matching = matching;
        this.checkpoints = checkpoints;
    }

    long checkpointsCompared() {
        return checkpointsCompared;
    }

    void onSessionOpened(final SessionOpenedDecoder message) {
        final long sessionId = message.sessionId();
        // An id that was used before would bring the orders of the session that had it into the new one.
        if (sessionId <= state.lastSessionId
                || message.clientId() < 1
                || (message.role() != SessionRole.TRADER && message.role() != SessionRole.RELAY)) {
            reports.inputRefused(SessionOpenedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, sessionId);
            return;
        }
        state.lastSessionId = sessionId;
        final Session session = state.addSession(new Session(
                sessionId,
                state.client(message.clientId()),
                message.role(),
                message.cancelOnDisconnect() == BooleanType.T));
        reports.logonAccepted(session, message.correlationId());
    }

    /** Returns whether the session is ended; if not, {@link #resume()}. */
    boolean onSessionLost(final SessionLostDecoder message) {
        final Session session = state.sessions.get(message.sessionId());
        if (session == null) {
            reports.inputRefused(SessionLostDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, message.sessionId());
            return true;
        }
        end(session);
        return resume();
    }

    /** Returns whether all is ended that the last process left open; if not, {@link #resume()}. */
    boolean onCoreStarted(final CoreStartedDecoder message) {
        state.startNumber = message.startNumber();
        for (final Venue venue : state.venues) {
            if (venue != null) {
                venue.up(false);
            }
        }
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
        endingDay = true;
        dayCursor = state.orders.firstLive();
        return resume();
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        return endSessions() && endDay();
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
                instrument.referencePriceTicks(referenceTicks);
                state.addInstrument(instrument);
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
        state.venues[venueId] = new Venue(venueId, state.hash);
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

    private void end(final Session session) {
        ending = session;
        endingCursor = session.cancelOnDisconnect ? session.orders.head() : null;
    }

    private boolean endSessions() {
        while (ending != null || endingAll) {
            if (ending == null) {
                if (state.sessionList.isEmpty()) {
                    endingAll = false;
                    return true;
                }
                end(state.sessionList.get(0));
            }
            while (endingCursor != null) {
                if (!matching.resume() || !output.hasRoom()) {
                    return false;
                }
                final Order order = endingCursor;
                endingCursor = order.nextOfSession();
                orderEntry.cancelForCore(order, RejectReason.SESSION_LOST);
            }
            if (!matching.resume()) {
                return false;
            }
            state.removeSession(ending);
            ending = null;
        }
        return true;
    }

    private boolean endDay() {
        if (!endingDay) {
            return true;
        }
        while (dayCursor != null) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            final Order order = dayCursor;
            dayCursor = order.next();
            if (!order.isRouted() && order.timeInForce == TimeInForce.DAY) {
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
