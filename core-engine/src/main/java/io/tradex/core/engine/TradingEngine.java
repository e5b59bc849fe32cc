package io.tradex.core.engine;

import io.tradex.core.book.Instrument;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
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
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDefinedDecoder;
import io.tradex.protocol.journal.VenueDownDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueUpDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RejectReason;
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

    private static final int ENTRY_SCHEMA_ID = NewOrderDecoder.SCHEMA_ID;
    private static final int JOURNAL_SCHEMA_ID = EpochStartedDecoder.SCHEMA_ID;

    private final EngineOutput output;
    private final EngineState state = new EngineState();
    private final Checkpoints checkpoints = new Checkpoints();
    private final EngineSnapshot snapshot = new EngineSnapshot(state, checkpoints);
    private final Reports reports;
    private final VenueRouting routing;
    private final OrderEntry orderEntry;
    private final Lifecycle lifecycle;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final MassCancelDecoder massCancel = new MassCancelDecoder();
    private final OrderStatusRequestDecoder statusRequest = new OrderStatusRequestDecoder();
    private final VenueExecutionReportDecoder executionReport = new VenueExecutionReportDecoder();
    private final VenueCancelRejectDecoder cancelReject = new VenueCancelRejectDecoder();
    private final VenueRequestNotSentDecoder notSent = new VenueRequestNotSentDecoder();
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

    private boolean unfinished;

    /** @param output where replies, deltas and requests go. */
    public TradingEngine(final EngineOutput output) {
        this.output = output;
        reports = new Reports(state, output);
        final Reservations reservations = new Reservations();
        routing = new VenueRouting(state, output, reports, reservations);
        final Matching matching = new Matching(state, output, reports, reservations);
        state.bookListener = matching;
        orderEntry = new OrderEntry(state, output, reports, reservations, routing, matching);
        lifecycle = new Lifecycle(state, output, reports, orderEntry, matching, checkpoints);
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
        unfinished = !apply(buffer, offset, length);
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
            unfinished = !(lifecycle.resume() && orderEntry.resume() && routing.resume());
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
    }

    /**
     * Emits every known order as an OrderDelta as it was last published, to fill a read model after a start.
     *
     * @param rows takes the OrderDelta messages; {@code hasRoom} is not asked.
     */
    public void forEachOrder(final EngineOutput rows) {
        for (Order order = state.orders.firstFinished(); order != null; order = order.next()) {
            reports.emitDelta(order, rows);
        }
        for (Order order = state.orders.firstLive(); order != null; order = order.next()) {
            reports.emitDelta(order, rows);
        }
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
            case VenueExecutionReportDecoder.TEMPLATE_ID -> {
                if (wrap(executionReport, buffer, offset)) {
                    routing.onExecutionReport(executionReport);
                }
            }
            case VenueCancelRejectDecoder.TEMPLATE_ID -> {
                if (wrap(cancelReject, buffer, offset)) {
                    routing.onCancelReject(cancelReject);
                }
            }
            case VenueRequestNotSentDecoder.TEMPLATE_ID -> {
                if (wrap(notSent, buffer, offset)) {
                    routing.onNotSent(notSent);
                }
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

    private boolean onVenueUp() {
        final Venue venue = state.venueOrNull(venueUp.venueId());
        if (venue == null) {
            reports.inputRefused(VenueUpDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, venueUp.venueId());
            return true;
        }
        return routing.onVenueUp(venue);
    }

    private void onVenueDown() {
        final Venue venue = state.venueOrNull(venueDown.venueId());
        if (venue == null) {
            reports.inputRefused(VenueDownDecoder.TEMPLATE_ID, RejectReason.UNKNOWN_VENUE, venueDown.venueId());
        } else {
            venue.up(false);
        }
    }

    /**
     * Wraps a message. A root block shorter than version 1 of the schema has it can come from no honest writer, and reading it
     * would read what is behind the message.
     */
    private boolean wrap(final MessageDecoderFlyweight decoder, final DirectBuffer buffer, final int offset) {
        if (header.blockLength() < decoder.sbeBlockLength()) {
            reports.inputRefused(header.templateId(), RejectReason.MALFORMED, header.blockLength());
            return false;
        }
        decoder.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return true;
    }
}
