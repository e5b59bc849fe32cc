package io.tradex.core.engine;

import io.tradex.core.book.BookRules;
import io.tradex.core.book.Instrument;
import io.tradex.core.order.LiveWalk;
import io.tradex.core.order.Order;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueTerms;
import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.FundPricedDecoder;
import io.tradex.protocol.journal.InstrumentRetiredDecoder;
import io.tradex.protocol.journal.InstrumentRulesSetDecoder;
import io.tradex.protocol.journal.KillSwitchSetDecoder;
import io.tradex.protocol.journal.KillSwitchesRequestedDecoder;
import io.tradex.protocol.journal.MassCancelOrderedDecoder;
import io.tradex.protocol.journal.PhaseSetDecoder;
import io.tradex.protocol.journal.ProtectionSetDecoder;
import io.tradex.protocol.journal.ReferencePriceSetDecoder;
import io.tradex.protocol.journal.TickTableSetDecoder;
import io.tradex.protocol.journal.TradeGroupSetDecoder;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.protocol.venue.AlarmKind;

/** What an operator does: phases, rules, kill switches, mass cancels, protections, the price of a fund. */
final class Operator {
    private static final int MAX_TRADE_GROUP = 1_000_000_000;
    private static final int MIN_PROTECTION_WINDOW_NS = 16;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final OrderEntry orderEntry;
    private final Matching matching;
    private final SmartRouting smart;
    private final LiveWalk walk;

    /** What is done with the orders of the walk. */
    private enum Doing {
        NOTHING,
        CANCELLING,
        DEALING
    }

    private Doing doing = Doing.NOTHING;
    private long accountId;
    private long sessionId;
    private int instrumentId;
    private Side side;
    private RejectReason reason;
    private long navTicks;
    private long cutOffNs;
    private long affected;

    /** The kill switch that is told next; all are told at the end of the list. */
    private int switchCursor = Integer.MAX_VALUE;

    private KillSwitchScope askedScope;
    private Session asker;
    private long askerSeq;
    private long askerRequestId;

    /** The instrument that gets the phase next; all have it at the end of the list. */
    private int phaseCursor = Integer.MAX_VALUE;

    private TradingPhase phase;

    Operator(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final OrderEntry orderEntry,
            final Matching matching,
            final SmartRouting smart) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.orderEntry = orderEntry;
        this.matching = matching;
        this.smart = smart;
        walk = state.orders.newWalk();
    }

    /** How many orders the last input of an operator met. */
    long affected() {
        return affected;
    }

    /** Forgets how many orders the last input met. */
    void begin() {
        affected = 0;
    }

    /** Goes on with what had no room; returns whether it is done with. */
    boolean resume() {
        return tellKillSwitches() && setPhases() && walkOrders() && matching.resume();
    }

    void onRules(final InstrumentRulesSetDecoder message) {
        final Instrument instrument = state.instruments.get(message.instrumentId());
        if (instrument == null) {
            refuse(InstrumentRulesSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
            return;
        }
        if (message.maxOrderLots() < 1
                || message.maxOrderLots() > instrument.maxQuantityLots()
                || message.maxOrderNotionalMicros() < 0) {
            refuse(InstrumentRulesSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.instrumentId());
            return;
        }
        try {
            // Both are checked before either is taken.
            new BookRules(1).band(message.bandBps()).velocity(message.velocityBps(), message.velocityWindowNs());
        } catch (final IllegalArgumentException e) {
            refuse(InstrumentRulesSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.instrumentId());
            return;
        }
        instrument.rules().band(message.bandBps()).velocity(message.velocityBps(), message.velocityWindowNs());
        instrument.limitOrders(message.maxOrderLots(), message.maxOrderNotionalMicros());
        instrument.book().applyRules();
        instrument.changed();
        instrument.rulesChanged();
    }

    void onTickTable(final TickTableSetDecoder message) {
        final Instrument instrument = state.instruments.get(message.instrumentId());
        if (instrument == null) {
            refuse(TickTableSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
            return;
        }
        final long[] from = {0, message.from2(), message.from3(), message.from4()};
        final long[] steps = {message.step1(), message.step2(), message.step3(), message.step4()};
        final int rows = message.rows();
        // Orders that stand at prices which the new table does not have would stay at them.
        if (rows < 1 || rows > steps.length || !instrument.book().isEmpty()) {
            refuse(TickTableSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.instrumentId());
            return;
        }
        try {
            instrument.rules().tickTable(java.util.Arrays.copyOf(from, rows), java.util.Arrays.copyOf(steps, rows));
        } catch (final IllegalArgumentException e) {
            refuse(TickTableSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.instrumentId());
            return;
        }
        instrument.book().applyRules();
        instrument.changed();
        instrument.rulesChanged();
    }

    /** Returns whether all its orders are cancelled; if not, {@link #resume()}. */
    boolean onRetired(final InstrumentRetiredDecoder message) {
        final Instrument instrument = state.instruments.get(message.instrumentId());
        if (instrument == null) {
            refuse(InstrumentRetiredDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
            return true;
        }
        instrument.retire();
        instrument.rulesChanged();
        return cancel(0, 0, message.instrumentId(), Side.NULL_VAL, RejectReason.INSTRUMENT_RETIRED);
    }

    /** Returns whether all instruments are in the phase; if not, {@link #resume()}. */
    boolean onPhase(final PhaseSetDecoder message) {
        if (message.phase() == TradingPhase.NULL_VAL || message.phase() == TradingPhase.SBE_UNKNOWN) {
            refuse(PhaseSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.instrumentId());
            return true;
        }
        if (message.instrumentId() == 0) {
            phase = message.phase();
            phaseCursor = 0;
            return resume();
        }
        final Instrument instrument = state.instruments.get(message.instrumentId());
        if (instrument == null) {
            refuse(PhaseSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
            return true;
        }
        final boolean done = matching.phase(instrument, message.phase());
        smart.onPhase(instrument, message.phase());
        return done;
    }

    void onReferencePrice(final ReferencePriceSetDecoder message) {
        final Instrument instrument = state.instruments.get(message.instrumentId());
        if (instrument == null) {
            refuse(ReferencePriceSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
        } else if (message.priceTicks() < 0 || message.priceTicks() > instrument.maxPriceTicks()) {
            refuse(ReferencePriceSetDecoder.TEMPLATE_ID, RejectReason.INVALID_PRICE, message.priceTicks());
        } else {
            instrument.book().referencePriceTicks(message.priceTicks());
            if (instrument.book().lastTradeTicks() == 0) {
                instrument.referencePriceTicks(message.priceTicks());
            }
            instrument.changed();
        }
    }

    void onTradeGroup(final TradeGroupSetDecoder message) {
        final TradedAccount traded = state.accounts.get(message.accountId());
        if (traded == null) {
            refuse(TradeGroupSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ACCOUNT, message.accountId());
        } else if (message.tradeGroup() < 0 || message.tradeGroup() > MAX_TRADE_GROUP || traded.orders.head() != null) {
            // Its orders stand in the books under the name it has had.
            refuse(TradeGroupSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.tradeGroup());
        } else {
            traded.account.tradeGroup(message.tradeGroup());
        }
    }

    void onProtection(final ProtectionSetDecoder message) {
        final TradedAccount traded = state.accounts.get(message.accountId());
        if (traded == null) {
            refuse(ProtectionSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ACCOUNT, message.accountId());
        } else if (!state.instruments.containsKey(message.instrumentId())) {
            refuse(ProtectionSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
        } else if (message.limitLots() < 0
                || (message.limitLots() > 0 && message.windowNs() < MIN_PROTECTION_WINDOW_NS)) {
            refuse(ProtectionSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.windowNs());
        } else {
            traded.account
                    .position(message.instrumentId())
                    .protection()
                    .set(message.limitLots(), message.limitLots() == 0 ? 0 : message.windowNs());
        }
    }

    /** Returns whether the operator has been told all that are on; if not, {@link #resume()}. */
    boolean onKillSwitchesRequested(
            final KillSwitchesRequestedDecoder message,
            final Session session,
            final long clientSeq,
            final long requestId) {
        if (session == null) {
            return refuse(KillSwitchesRequestedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 0);
        }
        askedScope = message.scope();
        if (askedScope == KillSwitchScope.SBE_UNKNOWN) {
            return refuse(KillSwitchesRequestedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, 0);
        }
        asker = session;
        askerSeq = clientSeq;
        askerRequestId = requestId;
        switchCursor = 0;
        return resume();
    }

    private boolean tellKillSwitches() {
        while (switchCursor < state.killSwitches.size()) {
            if (!output.hasRoom()) {
                return false;
            }
            final KillSwitches.KillSwitch thrown = state.killSwitches.get(switchCursor++);
            if (askedScope == KillSwitchScope.NULL_VAL || askedScope == thrown.scope()) {
                affected++;
                reports.killSwitch(asker, askerSeq, askerRequestId, thrown);
            }
        }
        switchCursor = Integer.MAX_VALUE;
        asker = null;
        return true;
    }

    /** Returns whether all orders that it stops are cancelled; if not, {@link #resume()}. */
    boolean onKillSwitch(final KillSwitchSetDecoder message, final long byClientId) {
        final boolean on = message.on() == BooleanType.T;
        final long id = message.id();
        switch (message.scope()) {
            case ALL -> state.killed = on;
            case ACCOUNT -> {
                final TradedAccount traded = state.accounts.get(id);
                if (traded == null) {
                    return refuse(KillSwitchSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ACCOUNT, id);
                }
                traded.account.killed(on);
            }
            case SESSION -> {
                final Session session = state.sessions.get(id);
                if (session == null) {
                    return refuse(KillSwitchSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, id);
                }
                session.killed = on;
                session.rehash(state.hash);
            }
            case INSTRUMENT -> {
                final Instrument instrument = id == (int) id ? state.instruments.get((int) id) : null;
                if (instrument == null) {
                    return refuse(KillSwitchSetDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, id);
                }
                instrument.killed(on);
                instrument.rulesChanged();
            }
            default -> {
                return refuse(KillSwitchSetDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, id);
            }
        }
        if (on) {
            state.killSwitches.add(
                    new KillSwitches.KillSwitch(message.scope(), id, state.timestampNs, state.sequence, byClientId));
        } else {
            state.killSwitches.remove(message.scope(), id);
        }
        reports.alarm(
                on ? AlarmKind.KILL_SWITCH_ON : AlarmKind.KILL_SWITCH_OFF,
                id,
                message.scope().value());
        if (!on) {
            return true;
        }
        return cancel(
                message.scope() == KillSwitchScope.ACCOUNT ? id : 0,
                message.scope() == KillSwitchScope.SESSION ? id : 0,
                message.scope() == KillSwitchScope.INSTRUMENT ? (int) id : 0,
                Side.NULL_VAL,
                RejectReason.KILL_SWITCH);
    }

    /** Returns whether all orders that match are cancelled; if not, {@link #resume()}. */
    boolean onMassCancel(final MassCancelOrderedDecoder message) {
        if (message.accountId() != 0 && !state.accounts.containsKey(message.accountId())) {
            return refuse(MassCancelOrderedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_ACCOUNT, message.accountId());
        }
        if (message.sessionId() != 0 && !state.sessions.containsKey(message.sessionId())) {
            return refuse(MassCancelOrderedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, message.sessionId());
        }
        if (message.instrumentId() != 0 && !state.instruments.containsKey(message.instrumentId())) {
            return refuse(
                    MassCancelOrderedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
        }
        if (message.side() == Side.SBE_UNKNOWN) {
            return refuse(MassCancelOrderedDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, 0);
        }
        return cancel(
                message.accountId(),
                message.sessionId(),
                message.instrumentId(),
                message.side(),
                RejectReason.MASS_CANCEL);
    }

    void onClientRouting(final ClientRoutingDecoder message) {
        final RoutingStrategy strategy = message.routingStrategy();
        if (message.clientId() < 1
                || strategy == RoutingStrategy.SBE_UNKNOWN
                || strategy == RoutingStrategy.NULL_VAL
                || (message.excludeOwnBook() != BooleanType.T && message.excludeOwnBook() != BooleanType.F)) {
            refuse(ClientRoutingDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.clientId());
            return;
        }
        state.client(message.clientId())
                .route(
                        message.venueMask() == 0 ? -1 : message.venueMask(),
                        strategy,
                        message.excludeOwnBook() == BooleanType.T);
    }

    void onVenueSettings(final VenueSettingsDecoder message) {
        final Venue venue = state.venueOrNull(message.venueId());
        if (venue == null) {
            refuse(VenueSettingsDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, message.venueId());
            return;
        }
        final VenueTerms terms = termsOf(message);
        if (!terms.areSound()
                || message.unreachableMs() < 0
                || message.massStatus() == BooleanType.SBE_UNKNOWN
                || message.smart() == BooleanType.SBE_UNKNOWN) {
            refuse(VenueSettingsDecoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, message.venueId());
            return;
        }
        venue.patience(
                message.ackTimeoutMs() * NANOS_PER_MILLI,
                message.unreachableMs() * NANOS_PER_MILLI,
                message.massStatus() == BooleanType.T);
        state.venuesTouched = true;
        smart.onSettings(venue, terms);
    }

    /** Whether an engine has a venue's settings already. */
    static boolean isSetAs(final Venue venue, final VenueSettingsDecoder settings) {
        return venue != null
                && venue.route().terms().equals(termsOf(settings))
                && venue.unreachableNs() == settings.unreachableMs() * NANOS_PER_MILLI
                && venue.hasMassStatus() == (settings.massStatus() == BooleanType.T);
    }

    private static VenueTerms termsOf(final VenueSettingsDecoder message) {
        return new VenueTerms(
                message.takerFeeE8(),
                message.makerFeeE8(),
                message.latencyNs(),
                message.fillProbabilityBps(),
                message.messagesPerSecond(),
                message.ackTimeoutMs(),
                message.breakerWindow(),
                message.breakerRejects(),
                message.breakerSlow(),
                message.breakerCoolDownMs(),
                message.whenTripped(),
                message.smart() == BooleanType.T);
    }

    /** Returns whether all orders that came in time are dealt; if not, {@link #resume()}. */
    boolean onFundPriced(final FundPricedDecoder message) {
        final Instrument fund = state.instruments.get(message.instrumentId());
        if (fund == null || fund.assetClass() != AssetClass.MUTUAL_FUND) {
            return refuse(FundPricedDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, message.instrumentId());
        }
        if (message.navTicks() < 1 || message.navTicks() > fund.maxPriceTicks()) {
            return refuse(FundPricedDecoder.TEMPLATE_ID, RejectReason.INVALID_PRICE, message.navTicks());
        }
        fund.referencePriceTicks(message.navTicks());
        instrumentId = message.instrumentId();
        navTicks = message.navTicks();
        cutOffNs = message.cutOffNs();
        doing = Doing.DEALING;
        walk.start(state.orders);
        return resume();
    }

    private boolean cancel(
            final long ofAccountId,
            final long ofSessionId,
            final int ofInstrumentId,
            final Side ofSide,
            final RejectReason why) {
        accountId = ofAccountId;
        sessionId = ofSessionId;
        instrumentId = ofInstrumentId;
        side = ofSide;
        reason = why;
        doing = Doing.CANCELLING;
        if (ofSessionId != 0) {
            walk.start(state.sessions.get(ofSessionId).orders);
        } else if (ofAccountId != 0) {
            walk.start(state.accounts.get(ofAccountId).orders);
        } else {
            walk.start(state.orders);
        }
        return resume();
    }

    private boolean walkOrders() {
        while (doing != Doing.NOTHING) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            if (walk.isDone()) {
                doing = Doing.NOTHING;
                break;
            }
            final Order order = walk.next();
            // A child comes and goes with its parent, which is walked, too.
            if (order.parent != null || (instrumentId != 0 && order.instrumentId != instrumentId)) {
                continue;
            }
            if (doing == Doing.DEALING) {
                if (order.createdNs < cutOffNs && !order.isRouted()) {
                    affected++;
                    matching.deal(order, navTicks);
                }
            } else if ((accountId == 0 || order.account.accountId() == accountId)
                    && (sessionId == 0 || order.sessionId == sessionId)
                    && (side == Side.NULL_VAL || order.side == side)) {
                affected++;
                orderEntry.cancelForCore(order, reason);
            }
        }
        return true;
    }

    private boolean setPhases() {
        while (phaseCursor < state.instrumentList.size()) {
            if (!matching.resume() || !output.hasRoom()) {
                return false;
            }
            final Instrument instrument = state.instrumentList.get(phaseCursor++);
            matching.phase(instrument, phase);
            smart.onPhase(instrument, phase);
        }
        phaseCursor = Integer.MAX_VALUE;
        return true;
    }

    private boolean refuse(final int templateId, final RejectReason why, final long value) {
        reports.inputRefused(templateId, why, value);
        return true;
    }
}
