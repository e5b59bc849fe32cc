package io.tradex.pipeline;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import io.tradex.protocol.journal.CheckpointEncoder;
import io.tradex.protocol.journal.TimerFiredEncoder;
import io.tradex.protocol.state.DeltaHeartbeatEncoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.venue.AlarmDecoder;
import io.tradex.protocol.venue.BreakerChangedDecoder;
import io.tradex.protocol.venue.CheckpointReachedDecoder;
import io.tradex.protocol.venue.InputRefusedDecoder;
import io.tradex.protocol.venue.ReconciliationEndedDecoder;
import io.tradex.protocol.venue.ReconciliationFindingDecoder;
import io.tradex.protocol.venue.TimerRequestedDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets outputs out, in the order in which the engine made them, each once its input is durable. Replies and deltas never wait
 * for whoever takes them; a request to a venue whose queue is full does, and all that is behind it.
 *
 * <p>Also the engine's alarm clock: it keeps the newest time that the engine has asked for and, when the clock has come to it,
 * sequences a TimerFired, once. The input's own timestamp is the sequencer's, which may have read an earlier time if the clock
 * was set back in between; the engine then asks for that time again and gets another TimerFired.
 */
final class EgressAgent implements Agent {
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int SCRATCH_BYTES = 128;
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final ControlledMessageHandler outputHandler = this::onOutput;
    private final UnsafeBuffer scratch = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SCRATCH_BYTES, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final DeltaHeartbeatEncoder heartbeat = new DeltaHeartbeatEncoder();
    private final CheckpointEncoder checkpoint = new CheckpointEncoder();
    private final TimerFiredEncoder timerFired = new TimerFiredEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final CheckpointReachedDecoder checkpointReached = new CheckpointReachedDecoder();
    private final InputRefusedDecoder inputRefused = new InputRefusedDecoder();
    private final AlarmDecoder alarm = new AlarmDecoder();
    private final TimerRequestedDecoder timerRequested = new TimerRequestedDecoder();
    private final OutputRing outputs;
    private final Gate gate;
    private final EgressPorts ports;
    private final ReadModel readModel;
    private final RelayService relayService;
    private final MarketDataStage marketData;
    private final InputBuffer inputs;
    private final EpochNanoClock clock;
    private final HaltSwitch haltSwitch;
    private final PipelineCounters counters;
    private final int batchLimit;
    private final long heartbeatIntervalNs;
    private long timerDeadlineNs = NO_DEADLINE;
    private long lastHeartbeatNs;
    private long sequence;

    EgressAgent(
            final OutputRing outputs,
            final Gate gate,
            final EgressPorts ports,
            final ReadModel readModel,
            final RelayService relayService,
            final MarketDataStage marketData,
            final InputBuffer inputs,
            final EpochNanoClock clock,
            final HaltSwitch haltSwitch,
            final PipelineCounters counters,
            final int batchLimit,
            final long heartbeatIntervalNs) {
        this.outputs = outputs;
        this.gate = gate;
        this.ports = ports;
        this.readModel = readModel;
        this.relayService = relayService;
        this.marketData = marketData;
        this.inputs = inputs;
        this.clock = clock;
        this.haltSwitch = haltSwitch;
        this.counters = counters;
        this.batchLimit = batchLimit;
        this.heartbeatIntervalNs = heartbeatIntervalNs;
    }

    @Override
    public String roleName() {
        return "egress";
    }

    @Override
    public int doWork() {
        if (haltSwitch.isHalted()) {
            return 0;
        }
        try {
            // Read before the outputs: everything that this input has caused is among them.
            final long appliedSeq = counters.appliedSequence.get();
            int work = outputs.read(outputHandler, batchLimit);
            final long nowNs = clock.nanoTime();
            work += marketData.doWork(nowNs, appliedSeq, outputs.sizeBytes() == 0);
            if (nowNs >= timerDeadlineNs) {
                work += fireTimer();
            }
            work += relayService.doWork(nowNs);
            // A clock that was set back sends one heartbeat too many, rather than none until it has caught up.
            if (nowNs - lastHeartbeatNs >= heartbeatIntervalNs || nowNs < lastHeartbeatNs) {
                sendHeartbeat(nowNs);
                work++;
            }
            return work;
        } catch (final Throwable cause) {
            haltSwitch.halt(roleName(), sequence, cause);
            return 0;
        }
    }

    private Action onOutput(
            final int templateId, final MutableDirectBuffer buffer, final int index, final int recordLength) {
        final long inputSeq = buffer.getLong(index);
        marketData.onOutputOf(inputSeq);
        if (!gate.isOpenFor(inputSeq)) {
            return Action.ABORT;
        }
        sequence = inputSeq;
        final int offset = index + OutputRing.MESSAGE_OFFSET;
        final int length = recordLength - OutputRing.MESSAGE_OFFSET;
        return switch (templateId) {
            case LogonAcceptedDecoder.TEMPLATE_ID,
                    ExecutionReportDecoder.TEMPLATE_ID,
                    CancelRejectDecoder.TEMPLATE_ID,
                    MassCancelReportDecoder.TEMPLATE_ID,
                    CommandRejectDecoder.TEMPLATE_ID,
                    SelfTradePreventedDecoder.TEMPLATE_ID,
                    RequestResultDecoder.TEMPLATE_ID,
                    KillSwitchReportDecoder.TEMPLATE_ID,
                    ProtectionTrippedDecoder.TEMPLATE_ID -> onReply(templateId, buffer, offset, length);
            case OrderDeltaDecoder.TEMPLATE_ID -> onDelta(buffer, offset, length);
            case VenueNewOrderDecoder.TEMPLATE_ID ->
                onVenueRequest(VenueNewOrderDecoder.venueIdEncodingOffset(), templateId, buffer, offset, length);
            case VenueCancelDecoder.TEMPLATE_ID ->
                onVenueRequest(VenueCancelDecoder.venueIdEncodingOffset(), templateId, buffer, offset, length);
            case VenueReplaceDecoder.TEMPLATE_ID ->
                onVenueRequest(VenueReplaceDecoder.venueIdEncodingOffset(), templateId, buffer, offset, length);
            case VenueStatusRequestDecoder.TEMPLATE_ID ->
                onVenueRequest(VenueStatusRequestDecoder.venueIdEncodingOffset(), templateId, buffer, offset, length);
            case VenueMassStatusRequestDecoder.TEMPLATE_ID ->
                onVenueRequest(
                        VenueMassStatusRequestDecoder.venueIdEncodingOffset(), templateId, buffer, offset, length);
            case ReconciliationFindingDecoder.TEMPLATE_ID,
                    ReconciliationEndedDecoder.TEMPLATE_ID,
                    BreakerChangedDecoder.TEMPLATE_ID -> onVenueNews(templateId, buffer, offset, length);
            case CheckpointReachedDecoder.TEMPLATE_ID -> onCheckpointReached(buffer, offset);
            case InputRefusedDecoder.TEMPLATE_ID -> onInputRefused(buffer, offset);
            case AlarmDecoder.TEMPLATE_ID -> onAlarm(buffer, offset);
            case TimerRequestedDecoder.TEMPLATE_ID -> onTimerRequested(buffer, offset);
            default -> onMarketData(templateId, buffer, offset, length);
        };
    }

    private Action onReply(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        // The session is the first field of every reply.
        final long sessionId = buffer.getLong(offset + HEADER, LITTLE_ENDIAN);
        ports.replies().onReply(sessionId, templateId, buffer, offset, length);
        counters.replies.incrementRelease();
        return Action.CONTINUE;
    }

    private Action onDelta(final DirectBuffer buffer, final int offset, final int length) {
        readModel.apply(buffer, offset, length);
        ports.deltas().onDelta(buffer, offset, length);
        counters.deltas.incrementRelease();
        return Action.CONTINUE;
    }

    private Action onVenueRequest(
            final int venueIdOffset,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final int venueId = buffer.getInt(offset + HEADER + venueIdOffset, LITTLE_ENDIAN);
        if (!ports.venues().onVenueRequest(venueId, templateId, buffer, offset, length)) {
            counters.venueQueueFull.incrementRelease();
            return Action.ABORT;
        }
        counters.venueRequests.incrementRelease();
        return Action.CONTINUE;
    }

    private Action onMarketData(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (!MarketDataStage.isMarketData(templateId)) {
            throw new IllegalStateException("output of template " + templateId + ", which nobody takes");
        }
        marketData.onEvent(templateId, buffer, offset, length);
        return Action.CONTINUE;
    }

    private Action onCheckpointReached(final DirectBuffer buffer, final int offset) {
        checkpointReached.wrapAndApplyHeader(buffer, offset, headerDecoder);
        checkpoint
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .checkpointSeq(checkpointReached.inputSeq())
                .stateHash(checkpointReached.stateHash());
        if (inputs.offer(scratch, 0, HEADER + CheckpointEncoder.BLOCK_LENGTH)) {
            counters.checkpoints.incrementRelease();
        } else {
            counters.checkpointsDropped.incrementRelease();
        }
        return Action.CONTINUE;
    }

    private Action onInputRefused(final DirectBuffer buffer, final int offset) {
        inputRefused.wrapAndApplyHeader(buffer, offset, headerDecoder);
        counters.inputsRefused.incrementRelease();
        ports.host()
                .onInputRefused(
                        inputRefused.inputSeq(),
                        inputRefused.refTemplateId(),
                        inputRefused.rejectReason(),
                        inputRefused.value());
        return Action.CONTINUE;
    }

    private Action onAlarm(final DirectBuffer buffer, final int offset) {
        alarm.wrapAndApplyHeader(buffer, offset, headerDecoder);
        counters.alarms.incrementRelease();
        ports.host().onAlarm(alarm.inputSeq(), alarm.kind(), alarm.orderId(), alarm.value());
        return Action.CONTINUE;
    }

    private Action onVenueNews(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        ports.host().onVenueNews(templateId, buffer, offset, length);
        return Action.CONTINUE;
    }

    private Action onTimerRequested(final DirectBuffer buffer, final int offset) {
        timerRequested.wrapAndApplyHeader(buffer, offset, headerDecoder);
        timerDeadlineNs = timerRequested.deadlineNs();
        return Action.CONTINUE;
    }

    /** Without room it stays due and is tried again in the next duty cycle: unlike a checkpoint, no other one would come. */
    private int fireTimer() {
        timerFired.wrapAndApplyHeader(scratch, 0, headerEncoder).deadlineNs(timerDeadlineNs);
        if (inputs.isClosed() || !inputs.offer(scratch, 0, HEADER + TimerFiredEncoder.BLOCK_LENGTH)) {
            return 0;
        }
        timerDeadlineNs = NO_DEADLINE;
        counters.timersFired.incrementRelease();
        return 1;
    }

    private void sendHeartbeat(final long nowNs) {
        lastHeartbeatNs = nowNs;
        heartbeat
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .epoch(readModel.epoch())
                .highestOutSeq(readModel.highestOutSeq())
                .timestampNs(nowNs);
        ports.deltas().onDelta(scratch, 0, HEADER + DeltaHeartbeatEncoder.BLOCK_LENGTH);
        counters.deltaHeartbeats.incrementRelease();
    }
}
