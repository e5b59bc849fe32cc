package io.tradex.core.engine;

import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueQuotes;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.AccountDefinedDecoder;
import io.tradex.protocol.journal.CashAdjustedDecoder;
import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.CoreStartedDecoder;
import io.tradex.protocol.journal.EndOfDayDecoder;
import io.tradex.protocol.journal.EngineConfiguredDecoder;
import io.tradex.protocol.journal.EpochStartedDecoder;
import io.tradex.protocol.journal.FundPricedDecoder;
import io.tradex.protocol.journal.InstrumentDefinedDecoder;
import io.tradex.protocol.journal.InstrumentRetiredDecoder;
import io.tradex.protocol.journal.InstrumentRulesSetDecoder;
import io.tradex.protocol.journal.KillSwitchSetDecoder;
import io.tradex.protocol.journal.KillSwitchesRequestedDecoder;
import io.tradex.protocol.journal.MassCancelOrderedDecoder;
import io.tradex.protocol.journal.PhaseSetDecoder;
import io.tradex.protocol.journal.PositionAdjustedDecoder;
import io.tradex.protocol.journal.ProtectionSetDecoder;
import io.tradex.protocol.journal.ReconciliationRequestedDecoder;
import io.tradex.protocol.journal.ReferencePriceSetDecoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.journal.TickTableSetDecoder;
import io.tradex.protocol.journal.TimerFiredDecoder;
import io.tradex.protocol.journal.TradeGroupSetDecoder;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDefinedDecoder;
import io.tradex.protocol.journal.VenueDownDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueQuoteDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueRequestRejectedDecoder;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import io.tradex.protocol.journal.VenueUpDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * The business logic: owns all trading state, applies one input at a time, and knows no clock, thread, file or socket. The live
 * process, a replay and a simulation host this very class. Not thread safe.
 *
 * <p>An input that makes no sense is refused with a reason and changes nothing; only a broken invariant throws.
 */
public final class TradingEngine {
    /** Longest record of a snapshot, in bytes. */
    public static final int MAX_SNAPSHOT_RECORD_BYTES = 4096;

    private static final long MAX_QUOTED_LOTS = 1L << 50;
    private static final int ENTRY_SCHEMA_ID = NewOrderDecoder.SCHEMA_ID;
    private static final int JOURNAL_SCHEMA_ID = EpochStartedDecoder.SCHEMA_ID;

    private final EngineOutput output;
    private final EngineState state = new EngineState();
    private final Checkpoints checkpoints = new Checkpoints();
    private final EngineSnapshot snapshot = new EngineSnapshot(state, checkpoints);
    private final Reports reports;
    private final MarketDataReports marketData;
    private final VenueReports venueReports;
    private final Reconciliation reconciliation;
    private final VenueOutlet outlet;
    private final SmartRouting smart;
    private final OrderEntry orderEntry;
    private final Lifecycle lifecycle;
    private final Operator operator;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final MassCancelDecoder massCancel = new MassCancelDecoder();
    private final OrderStatusRequestDecoder statusRequest = new OrderStatusRequestDecoder();
    private final VenueExecutionReportDecoder executionReport = new VenueExecutionReportDecoder();
    private final VenueCancelRejectDecoder cancelReject = new VenueCancelRejectDecoder();
    private final VenueRequestNotSentDecoder notSent = new VenueRequestNotSentDecoder();
    private final VenueRequestRejectedDecoder requestRejected = new VenueRequestRejectedDecoder();
    private final ReconciliationRequestedDecoder reconciliationRequested = new ReconciliationRequestedDecoder();
    private final VenueQuoteDecoder venueQuote = new VenueQuoteDecoder();
    private final VenueSettingsDecoder venueSettings = new VenueSettingsDecoder();
    private final ClientRoutingDecoder clientRouting = new ClientRoutingDecoder();
    private final VenueUpDecoder venueUp = new VenueUpDecoder();
    private final VenueDownDecoder venueDown = new VenueDownDecoder();
    private final SessionOpenedDecoder sessionOpened = new SessionOpenedDecoder();
    private final SessionLostDecoder sessionLost = new SessionLostDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();
    private final EpochStartedDecoder epochStarted = new EpochStartedDecoder();
    private final EngineConfiguredDecoder engineConfigured = new EngineConfiguredDecoder();
    private final CoreStartedDecoder coreStarted = new CoreStartedDecoder();
    private final EndOfDayDecoder endOfDay = new EndOfDayDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final AccountDefinedDecoder accountDefined = new AccountDefinedDecoder();
    private final VenueDefinedDecoder venueDefined = new VenueDefinedDecoder();
    private final CashAdjustedDecoder cashAdjusted = new CashAdjustedDecoder();
    private final PositionAdjustedDecoder positionAdjusted = new PositionAdjustedDecoder();

    private final ProtectionResetRequestDecoder protectionReset = new ProtectionResetRequestDecoder();
    private final AdminRequestDecoder adminRequest = new AdminRequestDecoder();
    private final InstrumentRulesSetDecoder rulesSet = new InstrumentRulesSetDecoder();
    private final TickTableSetDecoder tickTableSet = new TickTableSetDecoder();
    private final InstrumentRetiredDecoder instrumentRetired = new InstrumentRetiredDecoder();
    private final PhaseSetDecoder phaseSet = new PhaseSetDecoder();
    private final ReferencePriceSetDecoder referencePriceSet = new ReferencePriceSetDecoder();
    private final TradeGroupSetDecoder tradeGroupSet = new TradeGroupSetDecoder();
    private final ProtectionSetDecoder protectionSet = new ProtectionSetDecoder();
    private final KillSwitchSetDecoder killSwitchSet = new KillSwitchSetDecoder();
    private final KillSwitchesRequestedDecoder killSwitchesRequested = new KillSwitchesRequestedDecoder();
    private final MassCancelOrderedDecoder massCancelOrdered = new MassCancelOrderedDecoder();
    private final FundPricedDecoder fundPriced = new FundPricedDecoder();

    private boolean unfinished;

    /** The operator's request that is being applied. */
    private Session adminSession;

    private long adminClientSeq;
    private long adminRequestId;
    private int adminTemplateId;

    /** @param output where replies, deltas and requests go. */
    public TradingEngine(final EngineOutput output) {
        this.output = output;
        reports = new Reports(state, output);
        marketData = new MarketDataReports(output);
        final Reservations reservations = new Reservations();
        outlet = new VenueOutlet(state, output);
        final VenueRequests requests = new VenueRequests(state, outlet);
        final VenueOrders venueOrders = new VenueOrders(state, reports, reservations, requests);
        outlet.listener(venueOrders);
        final VenueRouting routing = new VenueRouting(state, reports, reservations, requests, venueOrders);
        reconciliation = new Reconciliation(state, output, reports, requests, venueOrders);
        venueReports = new VenueReports(state, reports, reservations, venueOrders, reconciliation);
        reconciliation.venueReports(venueReports);
        final Matching matching = new Matching(state, output, reports, marketData, reservations);
        state.bookListener = matching;
        final ParentOrders parents = new ParentOrders(state, reports, reservations, matching, venueOrders);
        smart = new SmartRouting(state, output, reports, matching, routing, venueOrders, outlet, parents);
        orderEntry =
                new OrderEntry(state, output, reports, reservations, routing, venueOrders, matching, parents, smart);
        lifecycle = new Lifecycle(
                state, output, reports, marketData, orderEntry, matching, reconciliation, parents, smart, checkpoints);
        operator = new Operator(state, output, reports, orderEntry, matching, smart);
    }

    /**
     * Applies one input.
     *
     * @param sequence    of the input: 1 more than the last one.
     * @param timestampNs of the input, nanoseconds since 1970, never less than the last one's.
     * @param buffer      holding the SBE message, header first; only read, and only during the call.
     * @param offset      of the header.
     * @param length      of header and body in bytes.
     * @return true when the input is applied; false when the output has no room: call {@link #resume()} until it says true
     *     before the next input.
     * @throws InvariantViolation when the state is found broken.
     */
    public boolean onCommand(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (sequence != state.sequence + 1 || timestampNs < state.timestampNs || unfinished) {
            throw new InvariantViolation(
                    sequence,
                    "follows input " + state.sequence + " of " + state.timestampNs + " ns at " + timestampNs
                            + (unfinished ? " ns, which is not finished" : " ns"));
        }
        state.sequence = sequence;
        state.timestampNs = timestampNs;
        marketData.onInput(state.epoch, sequence, timestampNs);
        unfinished = !(apply(buffer, offset, length) && smart.resume());
        return !unfinished && finishInput();
    }

    /**
     * Goes on with the input that {@link #onCommand} left unfinished.
     *
     * @return true when it is applied.
     */
    public boolean resume() {
        if (unfinished) {
            if (!output.hasRoom()) {
                return false;
            }
            unfinished = !(lifecycle.resume()
                    && orderEntry.resume()
                    && reconciliation.resume()
                    && operator.resume()
                    && smart.resume());
            return !unfinished && finishInput();
        }
        return true;
    }

    /** @return sequence of the last input applied; 0 before the first. */
    public long sequence() {
        return state.sequence;
    }

    /** @return timestamp of the last input applied. */
    public long timestampNs() {
        return state.timestampNs;
    }

    /** @return the current epoch; 0 before the first EpochStarted. */
    public long epoch() {
        return state.epoch;
    }

    /** @return outSeq of the newest delta; 0 if none. */
    public long outSeq() {
        return state.outSeq;
    }

    /** @return how often a core has started on this journal. */
    public long startNumber() {
        return state.startNumber;
    }

    /** @return how many Checkpoint inputs were found equal to the state they speak of. */
    public long checkpointsCompared() {
        return lifecycle.checkpointsCompared();
    }

    /** @return a hash of the whole state: equal for equal states, whatever the process, the JDK or the way there. */
    public long stateHash() {
        return state.stateHash();
    }

    /**
     * Writes the whole state between two inputs.
     *
     * @param sink takes the records.
     */
    public void writeSnapshot(final SnapshotSink sink) {
        if (unfinished) {
            throw new IllegalStateException("input " + state.sequence + " is not finished");
        }
        snapshot.write(sink);
    }

    /**
     * Takes one record of a snapshot, in the order in which they were written; only on a fresh engine.
     *
     * @param buffer holding the record.
     * @param offset of the record.
     * @param length of the record.
     * @throws IllegalArgumentException if the record makes no sense here.
     */
    public void loadSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
        snapshot.load(buffer, offset, length);
    }

    /**
     * To be called after the last record.
     *
     * @throws IllegalArgumentException if the snapshot is incomplete.
     */
    public void snapshotLoaded() {
        if (!snapshot.isComplete()) {
            throw new IllegalArgumentException("snapshot of input " + state.sequence + " is incomplete");
        }
        outlet.loaded();
    }

    /**
     * Emits every known order as an OrderDelta as it was last published, to fill a read model after a start.
     *
     * @param rows takes the OrderDelta messages; {@code hasRoom} is not asked.
     */
    public void forEachOrder(final EngineOutput rows) {
        emitRows(state.orders.firstFinished(), rows);
        emitRows(state.orders.firstLive(), rows);
    }

    private void emitRows(final Order first, final EngineOutput rows) {
        for (Order order = first; order != null; order = order.next()) {
            if (order.parent == null) {
                reports.emitDelta(order, rows);
            }
        }
    }

    /**
     * Shows every book as everybody may see it, for market data to start from.
     *
     * @param visitor hears of each book and its resting orders.
     */
    public void forEachBook(final BookVisitor visitor) {
        for (final Instrument instrument : state.instrumentList) {
            final OrderBook book = instrument.book();
            visitor.onBook(
                    instrument.instrumentId(),
                    instrument.bookSeq(),
                    book.phase(),
                    book.lastTradeTicks(),
                    book.indicativeTicks(),
                    book.indicativeLots(),
                    book.indicativeImbalanceLots());
            visit(book, Side.BUY, visitor);
            visit(book, Side.SELL, visitor);
        }
    }

    private void visit(final OrderBook book, final Side side, final BookVisitor visitor) {
        book.forEachResting(
                side == Side.BUY,
                (key, priceTicks, visibleLots, hiddenLots) ->
                        visitor.onRestingOrder(state.orders.bySlot((int) key).orderId, side, priceTicks, visibleLots));
    }

    /**
     * @param instrumentId to look for.
     * @return whether it is defined.
     */
    public boolean knowsInstrument(final int instrumentId) {
        return state.instruments.containsKey(instrumentId);
    }

    /**
     * @param accountId to look for.
     * @return whether it is defined.
     */
    public boolean knowsAccount(final long accountId) {
        return state.accounts.containsKey(accountId);
    }

    /**
     * @param venueId to look for.
     * @return whether it is defined.
     */
    public boolean knowsVenue(final int venueId) {
        return state.venueOrNull(venueId) != null;
    }

    /**
     * @param venueId a venue.
     * @return MsgSeqNum of the newest message from it that is an input; 0 if none.
     */
    public long lastVenueMsgSeqNum(final int venueId) {
        final Venue venue = state.venueOrNull(venueId);
        return venue == null ? 0 : venue.lastMsgSeqNum();
    }

    /**
     * @param accountId a known account.
     * @return the highest adjustmentId applied to it; 0 if none or unknown.
     */
    public long lastAdjustmentId(final long accountId) {
        final TradedAccount traded = state.accounts.get(accountId);
        return traded == null ? 0 : traded.account.lastAdjustmentId();
    }

    /**
     * Whether the settings the engine has are these; see EngineConfigured in the journal schema.
     *
     * @param settings an EngineConfigured message.
     * @return true if they are.
     */
    public boolean isConfiguredAs(final EngineConfiguredDecoder settings) {
        return state.orderCapacity == settings.orderCapacity()
                && state.outcomeWindow == settings.outcomeWindow()
                && state.checkpointInterval == settings.checkpointInterval()
                && state.heartbeatIntervalMs == settings.heartbeatIntervalMs()
                && state.marketCollarBps == settings.marketCollarBps()
                && state.executionCapacity == settings.executionCapacity();
    }

    /**
     * Whether the settings of a venue are these; see VenueSettings in the journal schema.
     *
     * @param settings a VenueSettings message.
     * @return true if they are.
     */
    public boolean isVenueSetAs(final VenueSettingsDecoder settings) {
        return Operator.isSetAs(state.venueOrNull(settings.venueId()), settings);
    }

    /**
     * Whether a client's routing instructions are these; see ClientRouting in the journal schema.
     *
     * @param routing a ClientRouting message.
     * @return true if they are.
     */
    public boolean isClientRoutedAs(final ClientRoutingDecoder routing) {
        final Client client = state.clients.get(routing.clientId());
        return client != null
                && client.venueMask() == (routing.venueMask() == 0 ? -1 : routing.venueMask())
                && client.strategy() == routing.routingStrategy()
                && client.excludesOwnBook() == (routing.excludeOwnBook() == BooleanType.T);
    }

    /**
     * Books, for those who draw or compare them.
     *
     * @param instrumentId a defined instrument.
     * @return its definition and book, only to be read; null if it is not defined.
     */
    public Instrument instrument(final int instrumentId) {
        return state.instruments.get(instrumentId);
    }

    /**
     * @param accountId of an account.
     * @return its cash, positions and reservations, only to be read; null if it is not defined.
     */
    public io.tradex.core.account.Account account(final long accountId) {
        final TradedAccount traded = state.accounts.get(accountId);
        return traded == null ? null : traded.account;
    }

    private boolean finishInput() {
        if (adminSession != null) {
            reports.requestResult(
                    adminSession,
                    adminClientSeq,
                    adminRequestId,
                    adminTemplateId,
                    reports.refusal(),
                    reports.refusal() == RejectReason.NONE ? operator.affected() : reports.refusedValue());
            adminSession = null;
        }
        final long deadlineNs = lifecycle.nextDeadlineNs();
        if (deadlineNs != state.requestedTimerNs) {
            state.requestedTimerNs = deadlineNs;
            reports.timerRequested(deadlineNs);
        }
        if (state.checkpointInterval > 0 && state.sequence % state.checkpointInterval == 0) {
            final long hash = state.stateHash();
            checkpoints.add(state.sequence, hash);
            reports.checkpointReached(hash);
        }
        return true;
    }

    private boolean apply(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            reports.inputRefused(0, RejectReason.MALFORMED, length);
            return true;
        }
        header.wrap(buffer, offset);
        final int templateId = header.templateId();
        final int bodyLength = length - MessageHeaderDecoder.ENCODED_LENGTH;
        final int expectedSchema = templateId < 60 ? ENTRY_SCHEMA_ID : JOURNAL_SCHEMA_ID;
        if (header.schemaId() != expectedSchema || header.blockLength() > bodyLength) {
            reports.inputRefused(templateId, RejectReason.MALFORMED, length);
            return true;
        }
        if (templateId >= 70 && !state.configured()) {
            reports.inputRefused(templateId, RejectReason.NOT_PERMITTED, templateId);
            return true;
        }
        switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID -> {
                return !wrap(newOrder, buffer, offset) || orderEntry.onNewOrder(newOrder);
            }
            case CancelOrderDecoder.TEMPLATE_ID -> {
                return !wrap(cancelOrder, buffer, offset) || orderEntry.onCancel(cancelOrder);
            }
            case ReplaceOrderDecoder.TEMPLATE_ID -> {
                return !wrap(replaceOrder, buffer, offset) || orderEntry.onReplace(replaceOrder);
            }
            case MassCancelDecoder.TEMPLATE_ID -> {
                return !wrap(massCancel, buffer, offset) || orderEntry.onMassCancel(massCancel);
            }
            case OrderStatusRequestDecoder.TEMPLATE_ID -> {
                if (wrap(statusRequest, buffer, offset)) {
                    orderEntry.onStatusRequest(statusRequest);
                }
            }
            case ProtectionResetRequestDecoder.TEMPLATE_ID -> {
                if (wrap(protectionReset, buffer, offset)) {
                    orderEntry.onProtectionReset(protectionReset);
                }
            }
            case AdminRequestDecoder.TEMPLATE_ID -> {
                return !wrap(adminRequest, buffer, offset) || onAdminRequest(buffer, offset, length);
            }
            case TimerFiredDecoder.TEMPLATE_ID -> {
                return lifecycle.onTimerFired();
            }
            case InstrumentRulesSetDecoder.TEMPLATE_ID -> {
                if (wrap(rulesSet, buffer, offset)) {
                    operator.onRules(rulesSet);
                }
            }
            case TickTableSetDecoder.TEMPLATE_ID -> {
                if (wrap(tickTableSet, buffer, offset)) {
                    operator.onTickTable(tickTableSet);
                }
            }
            case InstrumentRetiredDecoder.TEMPLATE_ID -> {
                return !wrap(instrumentRetired, buffer, offset) || operator.onRetired(instrumentRetired);
            }
            case PhaseSetDecoder.TEMPLATE_ID -> {
                return !wrap(phaseSet, buffer, offset) || operator.onPhase(phaseSet);
            }
            case ReferencePriceSetDecoder.TEMPLATE_ID -> {
                if (wrap(referencePriceSet, buffer, offset)) {
                    operator.onReferencePrice(referencePriceSet);
                }
            }
            case TradeGroupSetDecoder.TEMPLATE_ID -> {
                if (wrap(tradeGroupSet, buffer, offset)) {
                    operator.onTradeGroup(tradeGroupSet);
                }
            }
            case ProtectionSetDecoder.TEMPLATE_ID -> {
                if (wrap(protectionSet, buffer, offset)) {
                    operator.onProtection(protectionSet);
                }
            }
            case KillSwitchSetDecoder.TEMPLATE_ID -> {
                return !wrap(killSwitchSet, buffer, offset) || operator.onKillSwitch(killSwitchSet, adminClientId());
            }
            case KillSwitchesRequestedDecoder.TEMPLATE_ID -> {
                return !wrap(killSwitchesRequested, buffer, offset)
                        || operator.onKillSwitchesRequested(
                                killSwitchesRequested, adminSession, adminClientSeq, adminRequestId);
            }
            case MassCancelOrderedDecoder.TEMPLATE_ID -> {
                return !wrap(massCancelOrdered, buffer, offset) || operator.onMassCancel(massCancelOrdered);
            }
            case FundPricedDecoder.TEMPLATE_ID -> {
                return !wrap(fundPriced, buffer, offset) || operator.onFundPriced(fundPriced);
            }
            case VenueExecutionReportDecoder.TEMPLATE_ID -> {
                return !wrap(executionReport, buffer, offset) || venueReports.onExecutionReport(executionReport);
            }
            case VenueCancelRejectDecoder.TEMPLATE_ID -> {
                if (wrap(cancelReject, buffer, offset)) {
                    venueReports.onCancelReject(cancelReject);
                }
            }
            case VenueRequestNotSentDecoder.TEMPLATE_ID -> {
                if (wrap(notSent, buffer, offset)) {
                    venueReports.onNotSent(notSent);
                }
            }
            case VenueRequestRejectedDecoder.TEMPLATE_ID -> {
                if (wrap(requestRejected, buffer, offset)) {
                    venueReports.onRequestRejected(requestRejected);
                }
            }
            case VenueQuoteDecoder.TEMPLATE_ID -> {
                if (wrap(venueQuote, buffer, offset)) {
                    onVenueQuote();
                }
            }
            case VenueSettingsDecoder.TEMPLATE_ID -> {
                if (wrap(venueSettings, buffer, offset)) {
                    operator.onVenueSettings(venueSettings);
                }
            }
            case ClientRoutingDecoder.TEMPLATE_ID -> {
                if (wrap(clientRouting, buffer, offset)) {
                    operator.onClientRouting(clientRouting);
                }
            }
            case ReconciliationRequestedDecoder.TEMPLATE_ID -> {
                return !wrap(reconciliationRequested, buffer, offset)
                        || reconciliation.onRequested(reconciliationRequested);
            }
            case VenueUpDecoder.TEMPLATE_ID -> {
                return !wrap(venueUp, buffer, offset) || onVenueUp();
            }
            case VenueDownDecoder.TEMPLATE_ID -> {
                if (wrap(venueDown, buffer, offset)) {
                    onVenueDown();
                }
            }
            case SessionOpenedDecoder.TEMPLATE_ID -> {
                if (wrap(sessionOpened, buffer, offset)) {
                    lifecycle.onSessionOpened(sessionOpened);
                }
            }
            case SessionLostDecoder.TEMPLATE_ID -> {
                return !wrap(sessionLost, buffer, offset) || lifecycle.onSessionLost(sessionLost);
            }
            case CheckpointDecoder.TEMPLATE_ID -> {
                if (wrap(checkpoint, buffer, offset)) {
                    lifecycle.onCheckpoint(checkpoint);
                }
            }
            case EpochStartedDecoder.TEMPLATE_ID -> {
                if (wrap(epochStarted, buffer, offset)) {
                    lifecycle.onEpochStarted(epochStarted);
                }
            }
            case EngineConfiguredDecoder.TEMPLATE_ID -> {
                if (wrap(engineConfigured, buffer, offset)) {
                    lifecycle.onConfigured(engineConfigured);
                }
            }
            case CoreStartedDecoder.TEMPLATE_ID -> {
                return !wrap(coreStarted, buffer, offset) || lifecycle.onCoreStarted(coreStarted);
            }
            case EndOfDayDecoder.TEMPLATE_ID -> {
                return !wrap(endOfDay, buffer, offset) || lifecycle.onEndOfDay(endOfDay);
            }
            case InstrumentDefinedDecoder.TEMPLATE_ID -> {
                if (wrap(instrumentDefined, buffer, offset)) {
                    lifecycle.onInstrumentDefined(instrumentDefined);
                }
            }
            case AccountDefinedDecoder.TEMPLATE_ID -> {
                if (wrap(accountDefined, buffer, offset)) {
                    lifecycle.onAccountDefined(accountDefined);
                }
            }
            case VenueDefinedDecoder.TEMPLATE_ID -> {
                if (wrap(venueDefined, buffer, offset)) {
                    lifecycle.onVenueDefined(venueDefined);
                }
            }
            case CashAdjustedDecoder.TEMPLATE_ID -> {
                if (wrap(cashAdjusted, buffer, offset)) {
                    lifecycle.onCashAdjusted(cashAdjusted);
                }
            }
            case PositionAdjustedDecoder.TEMPLATE_ID -> {
                if (wrap(positionAdjusted, buffer, offset)) {
                    lifecycle.onPositionAdjusted(positionAdjusted);
                }
            }
            default -> reports.inputRefused(templateId, RejectReason.MALFORMED, templateId);
        }
        return true;
    }

    /** Applies the input that an operator's request carries; its result is told when that is done. */
    private boolean onAdminRequest(final DirectBuffer buffer, final int offset, final int length) {
        final Session session = state.openSession(adminRequest.sessionId());
        final long clientSeq = adminRequest.clientSeq();
        if (session == null) {
            reports.commandReject(
                    adminRequest.sessionId(),
                    clientSeq,
                    AdminRequestDecoder.TEMPLATE_ID,
                    RejectReason.UNKNOWN_SESSION,
                    adminRequest.sessionId(),
                    0);
            return true;
        }
        if (session.role != SessionRole.ADMIN) {
            reports.commandReject(
                    session.sessionId,
                    clientSeq,
                    AdminRequestDecoder.TEMPLATE_ID,
                    RejectReason.NOT_PERMITTED,
                    AdminRequestDecoder.TEMPLATE_ID,
                    0);
            return true;
        }
        final int input = adminRequest.limit() + AdminRequestDecoder.inputHeaderLength();
        final int inputLength = input > offset + length ? -1 : adminRequest.inputLength();
        adminSession = session;
        adminClientSeq = clientSeq;
        adminRequestId = adminRequest.requestId();
        adminTemplateId = 0;
        reports.expectRefusal();
        operator.begin();
        if (inputLength < MessageHeaderDecoder.ENCODED_LENGTH || input + inputLength > offset + length) {
            reports.inputRefused(AdminRequestDecoder.TEMPLATE_ID, RejectReason.MALFORMED, inputLength);
            return true;
        }
        header.wrap(buffer, input);
        adminTemplateId = header.templateId();
        if (!isForOperators(adminTemplateId)) {
            reports.inputRefused(adminTemplateId, RejectReason.NOT_PERMITTED, adminTemplateId);
            return true;
        }
        return apply(buffer, input, inputLength);
    }

    /** Who asked for the input that is being applied; 0 if no operator did. */
    private long adminClientId() {
        return adminSession == null ? 0 : adminSession.client.clientId;
    }

    private static boolean isForOperators(final int templateId) {
        return switch (templateId) {
            case EndOfDayDecoder.TEMPLATE_ID,
                    TradeGroupSetDecoder.TEMPLATE_ID,
                    ProtectionSetDecoder.TEMPLATE_ID,
                    KillSwitchSetDecoder.TEMPLATE_ID,
                    KillSwitchesRequestedDecoder.TEMPLATE_ID,
                    MassCancelOrderedDecoder.TEMPLATE_ID,
                    FundPricedDecoder.TEMPLATE_ID,
                    InstrumentDefinedDecoder.TEMPLATE_ID,
                    AccountDefinedDecoder.TEMPLATE_ID,
                    CashAdjustedDecoder.TEMPLATE_ID,
                    PositionAdjustedDecoder.TEMPLATE_ID,
                    InstrumentRulesSetDecoder.TEMPLATE_ID,
                    TickTableSetDecoder.TEMPLATE_ID,
                    InstrumentRetiredDecoder.TEMPLATE_ID,
                    PhaseSetDecoder.TEMPLATE_ID,
                    ReferencePriceSetDecoder.TEMPLATE_ID,
                    ReconciliationRequestedDecoder.TEMPLATE_ID,
                    VenueSettingsDecoder.TEMPLATE_ID,
                    ClientRoutingDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    private boolean onVenueUp() {
        final Venue venue = state.venueOrNull(venueUp.venueId());
        if (venue == null) {
            reports.inputRefused(VenueUpDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, venueUp.venueId());
            return true;
        }
        final boolean done = reconciliation.onVenueUp(venue);
        smart.onVenueUp(venue);
        return done;
    }

    private void onVenueDown() {
        final Venue venue = state.venueOrNull(venueDown.venueId());
        if (venue == null) {
            reports.inputRefused(VenueDownDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, venueDown.venueId());
        } else {
            reconciliation.onVenueDown(venue);
            smart.onVenueDown(venue);
        }
    }

    private void onVenueQuote() {
        final Venue venue = state.venueOrNull(venueQuote.venueId());
        final Instrument instrument = state.instruments.get(venueQuote.instrumentId());
        if (venue == null || instrument == null) {
            reports.inputRefused(
                    VenueQuoteDecoder.TEMPLATE_ID,
                    venue == null ? RejectReason.UNKNOWN_VENUE : RejectReason.UNKNOWN_INSTRUMENT,
                    venue == null ? venueQuote.venueId() : venueQuote.instrumentId());
            return;
        }
        if ((venueQuote.bidPriceE8() | venueQuote.bidQtyE8() | venueQuote.askPriceE8() | venueQuote.askQtyE8()) < 0) {
            reports.inputRefused(VenueQuoteDecoder.TEMPLATE_ID, RejectReason.INVALID_PRICE, venueQuote.venueId());
            return;
        }
        // More than one order may ask for is as good as that, and keeps every sum of quotes in range.
        final long mostLots = Math.min(instrument.maxQuantityLots(), MAX_QUOTED_LOTS);
        final VenueQuotes quotes = state.quotesOf(instrument.instrumentId());
        quotes.set(
                venue.venueId(),
                venueQuote.bidPriceE8(),
                Math.min(mostLots, venueQuote.bidQtyE8() / instrument.lotSizeE8()),
                venueQuote.askPriceE8(),
                Math.min(mostLots, venueQuote.askQtyE8() / instrument.lotSizeE8()));
        smart.onQuote(venue, quotes);
    }

    /** The root block of a message as its version of the schema has it; a newer version's is no shorter than today's. */
    private static int shortestBlock(final int templateId, final int version, final int today) {
        return switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID ->
                version == 1
                        ? NewOrderDecoder.stopPriceTicksEncodingOffset()
                        : version == 2 ? NewOrderDecoder.venueMaskEncodingOffset() : today;
            case ReplaceOrderDecoder.TEMPLATE_ID ->
                version == 1 ? ReplaceOrderDecoder.stopPriceTicksEncodingOffset() : today;
            case MassCancelDecoder.TEMPLATE_ID -> version == 1 ? MassCancelDecoder.sideEncodingOffset() : today;
            case SessionOpenedDecoder.TEMPLATE_ID ->
                version == 1 ? SessionOpenedDecoder.graceMsEncodingOffset() : today;
            case InstrumentDefinedDecoder.TEMPLATE_ID ->
                version == 1 ? InstrumentDefinedDecoder.multiplierEncodingOffset() : today;
            case VenueExecutionReportDecoder.TEMPLATE_ID ->
                version <= 2 ? VenueExecutionReportDecoder.avgPriceE8EncodingOffset() : today;
            default -> today;
        };
    }

    /**
     * Wraps a message. A root block shorter than its version of the schema has it can come from no honest writer, and reading it
     * would read what is behind the message.
     */
    private boolean wrap(final MessageDecoderFlyweight decoder, final DirectBuffer buffer, final int offset) {
        if (header.blockLength() < shortestBlock(header.templateId(), header.version(), decoder.sbeBlockLength())) {
            reports.inputRefused(header.templateId(), RejectReason.MALFORMED, header.blockLength());
            return false;
        }
        decoder.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return true;
    }
}
