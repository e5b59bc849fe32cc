package io.tradex.pipeline;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Puts every input into one order: the only producer of the ring. Gives each input a gapless sequence, a timestamp that never
 * falls, and, in the ring's own copy of a client's command, the admission decision, so that a replay obeys what was decided
 * here. Never blocks: without room in the ring nothing is taken.
 */
final class Sequencer implements Agent {
    /** Shortest input in bytes: an SBE header. */
    static final int MIN_INPUT_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;

    private static final int TEMPLATE_ID_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int NO_ADMISSION = -1;
    private static final byte ADMITTED = (byte) Admission.ADMITTED.value();
    private static final byte BACK_PRESSURE = (byte) Admission.BACK_PRESSURE.value();

    private final InputSink sink = this::sequence;
    private final ControlledMessageHandler inputHandler = this::onInput;
    private final InputRing ring;
    private final InputBuffer inputs;
    private final Ingress ingress;
    private final AdmissionPolicy admission;
    private final EpochNanoClock clock;
    private final HaltSwitch haltSwitch;
    private final PipelineCounters counters;
    private final int inputLimit;
    private final int ingressLimit;
    private long lastSequence;
    private long lastTimestampNs;
    private boolean admitting;
    private volatile boolean intakeStopping;
    private volatile boolean intakeStopped;

    Sequencer(
            final InputRing ring,
            final InputBuffer inputs,
            final Ingress ingress,
            final AdmissionPolicy admission,
            final EpochNanoClock clock,
            final HaltSwitch haltSwitch,
            final PipelineCounters counters,
            final int inputLimit,
            final int ingressLimit,
            final long lastSequence,
            final long lastTimestampNs) {
        this.ring = ring;
        this.inputs = inputs;
        this.ingress = ingress;
        this.admission = admission;
        this.clock = clock;
        this.haltSwitch = haltSwitch;
        this.counters = counters;
        this.inputLimit = inputLimit;
        this.ingressLimit = ingressLimit;
        this.lastSequence = lastSequence;
        this.lastTimestampNs = lastTimestampNs;
        counters.lastSequence.setRelease(lastSequence);
    }

    @Override
    public String roleName() {
        return "sequencer";
    }

    @Override
    public int doWork() {
        if (haltSwitch.isHalted()) {
            return 0;
        }
        try {
            admitting = admission.evaluate();
            // Venues first: what they report lowers risk, and they cannot be asked to come again later.
            int work = inputs.drain(inputHandler, inputLimit);
            if (!intakeStopping) {
                work += ingress.poll(sink, ingressLimit);
            } else if (!intakeStopped && inputs.isEmpty()) {
                intakeStopped = true;
            }
            return work;
        } catch (final Throwable cause) {
            haltSwitch.halt(roleName(), lastSequence, cause);
            return 0;
        }
    }

    /** Ends the intake for good: the network is not polled again, what stands in the input buffer is still taken. */
    void stopIntake() {
        inputs.close();
        intakeStopping = true;
    }

    /** Whether nothing more will be sequenced; on any thread. */
    boolean isIntakeStopped() {
        return intakeStopped;
    }

    private ControlledMessageHandler.Action onInput(
            final int typeId, final MutableDirectBuffer buffer, final int offset, final int length) {
        return sequence(buffer, offset, length)
                ? ControlledMessageHandler.Action.CONTINUE
                : ControlledMessageHandler.Action.ABORT;
    }

    private boolean sequence(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MIN_INPUT_BYTES || length > InputBuffer.MAX_INPUT_BYTES) {
            counters.malformedInputs.incrementRelease();
            return true;
        }
        final int templateId = buffer.getShort(offset + TEMPLATE_ID_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
        final int admissionOffset = admissionOffset(templateId);
        if (admissionOffset >= length) {
            counters.malformedInputs.incrementRelease();
            return true;
        }
        if (!ring.hasRoom()) {
            counters.ringFull.incrementRelease();
            return false;
        }
        final boolean refused = !admitting && templateId == NewOrderDecoder.TEMPLATE_ID;
        final long timestampNs = Math.max(lastTimestampNs, clock.nanoTime());
        ring.publish(
                lastSequence + 1,
                timestampNs,
                buffer,
                offset,
                length,
                admissionOffset,
                refused ? BACK_PRESSURE : ADMITTED);
        lastSequence++;
        lastTimestampNs = timestampNs;
        counters.lastSequence.setRelease(lastSequence);
        counters.inputs.incrementRelease();
        if (refused) {
            counters.refusedByAdmission.incrementRelease();
        }
        return true;
    }

    private static int admissionOffset(final int templateId) {
        return switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID -> MIN_INPUT_BYTES + NewOrderDecoder.admissionEncodingOffset();
            case CancelOrderDecoder.TEMPLATE_ID -> MIN_INPUT_BYTES + CancelOrderDecoder.admissionEncodingOffset();
            case ReplaceOrderDecoder.TEMPLATE_ID -> MIN_INPUT_BYTES + ReplaceOrderDecoder.admissionEncodingOffset();
            case MassCancelDecoder.TEMPLATE_ID -> MIN_INPUT_BYTES + MassCancelDecoder.admissionEncodingOffset();
            case OrderStatusRequestDecoder.TEMPLATE_ID ->
                MIN_INPUT_BYTES + OrderStatusRequestDecoder.admissionEncodingOffset();
            case ProtectionResetRequestDecoder.TEMPLATE_ID ->
                MIN_INPUT_BYTES + ProtectionResetRequestDecoder.admissionEncodingOffset();
            case AdminRequestDecoder.TEMPLATE_ID -> MIN_INPUT_BYTES + AdminRequestDecoder.admissionEncodingOffset();
            default -> NO_ADMISSION;
        };
    }
}
