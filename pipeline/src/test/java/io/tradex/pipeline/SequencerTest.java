package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private final boolean[] pressed = {false};
    private final Stages stages = new Stages(PressureSource.flag("test", () -> pressed[0]));

    @Test
    void shouldNumberInputsWithoutGapsWhicheverDoorTheyComeBy() {
        for (int i = 1; i <= 20; i++) {
            if (i % 2 == 0) {
                assertTrue(stages.offer(Frames.venueUp(i)));
            } else {
                stages.network.add(Frames.newOrder(i));
            }
        }

        stages.run(10);

        assertEquals(consecutive(1, 20), journalled());
        assertEquals(consecutive(1, 20), stages.engine.applied);
    }

    @Test
    void shouldGoOnAfterTheLastRecoveredInput() {
        final Sequencer sequencer = new Sequencer(
                stages.ring,
                stages.inputs,
                Ingress.NONE,
                new AdmissionPolicy(List.of()),
                stages.clock,
                stages.haltSwitch,
                stages.counters,
                4,
                4,
                41,
                stages.clock.nowNs + 5);
        stages.offer(Frames.venueUp(1));

        sequencer.doWork();
        stages.journaller.doWork();

        assertEquals(List.of(42L), journalled());
        assertEquals(
                stages.clock.nowNs + 5, stages.journal.entries().get(0).timestampNs, "time fell below the recovered");
    }

    @Test
    void shouldNeverLetTimeFall() {
        final long startNs = stages.clock.nowNs;
        final long[] clockNs = {startNs, startNs + 10, startNs - 1_000, startNs + 5, startNs + 11};
        for (final long nowNs : clockNs) {
            stages.clock.nowNs = nowNs;
            stages.offer(Frames.venueUp(1));
            stages.run(1);
        }

        final List<Long> timestamps = stages.journal.entries().stream()
                .map(entry -> entry.timestampNs)
                .toList();
        assertEquals(List.of(startNs, startNs + 10, startNs + 10, startNs + 10, startNs + 11), timestamps);
    }

    @Test
    void shouldOverwriteTheAdmissionThatAClientPutThere() {
        for (final UnsafeBuffer command : commands(Admission.BACK_PRESSURE)) {
            stages.network.add(command);
        }

        stages.run(5);

        assertEquals(
                List.of(
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED),
                admissions());
        assertEquals(0, stages.counters.refusedByAdmission.get());
    }

    @Test
    void shouldRefuseNewOrdersAndNothingElseUnderPressure() {
        pressed[0] = true;
        for (final UnsafeBuffer command : commands(Admission.ADMITTED)) {
            stages.network.add(command);
        }

        stages.run(5);

        assertEquals(
                List.of(
                        Admission.BACK_PRESSURE,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED,
                        Admission.ADMITTED),
                admissions());
        assertEquals(1, stages.counters.refusedByAdmission.get());
        assertEquals(List.of(1L), stages.engine.refusedForPressure, "the engine was not told");
    }

    @Test
    void shouldLeaveTheSendersFrameAlone() {
        pressed[0] = true;
        final UnsafeBuffer frame = Frames.newOrder(1, 0, Admission.ADMITTED);
        stages.network.add(frame);

        stages.run(1);

        assertEquals(
                Admission.ADMITTED,
                new NewOrderDecoder()
                        .wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder())
                        .admission());
    }

    @Test
    void shouldTakeNothingWhileTheRingIsFullAndEverythingOnceItIsNot() {
        for (int i = 1; i <= 12; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        stages.offer(Frames.venueUp(1));
        for (int i = 0; i < 5; i++) {
            stages.sequencer.doWork();
        }

        assertEquals(Stages.RING_SLOTS, stages.counters.lastSequence.get());
        assertEquals(12 + 1 - Stages.RING_SLOTS, stages.network.size());
        assertTrue(stages.counters.ringFull.get() > 0);

        stages.run(10);

        assertEquals(consecutive(1, 13), journalled());
        assertTrue(stages.network.isEmpty());
    }

    @Test
    void shouldKeepInputsOfOtherThreadsWhileTheRingIsFull() {
        for (int i = 1; i <= 12; i++) {
            assertTrue(stages.offer(Frames.venueUp(i)));
        }
        for (int i = 0; i < 5; i++) {
            stages.sequencer.doWork();
        }
        assertEquals(Stages.RING_SLOTS, stages.counters.lastSequence.get());

        stages.run(10);

        assertEquals(consecutive(1, 12), journalled());
    }

    @Test
    void shouldDropAndCountWhatCanBeNoInput() {
        stages.network.add(new UnsafeBuffer(new byte[0]));
        stages.network.add(new UnsafeBuffer(new byte[Frames.HEADER - 1]));
        stages.network.add(new UnsafeBuffer(new byte[InputBuffer.MAX_INPUT_BYTES + 1]));
        stages.network.add(new UnsafeBuffer(Frames.newOrder(1), 0, Frames.HEADER));
        stages.network.add(new UnsafeBuffer(
                Frames.massCancel(1, Admission.ADMITTED),
                0,
                Frames.HEADER + MassCancelDecoder.admissionEncodingOffset()));
        stages.network.add(Frames.newOrder(2));

        stages.run(3);

        assertEquals(5, stages.counters.malformedInputs.get());
        assertEquals(List.of(1L), journalled(), "a refused input took a sequence");
        assertEquals(
                NewOrderDecoder.TEMPLATE_ID, stages.journal.entries().get(0).templateId());
        assertTrue(stages.failStop.calls.isEmpty());
    }

    @Test
    void shouldTakeTheLongestInputWhole() {
        final UnsafeBuffer longest = new UnsafeBuffer(new byte[InputBuffer.MAX_INPUT_BYTES]);
        longest.putBytes(0, Frames.venueUp(1), 0, Frames.HEADER);
        longest.putByte(InputBuffer.MAX_INPUT_BYTES - 1, (byte) 77);
        stages.network.add(Frames.venueUp(1));
        stages.network.add(longest);
        stages.network.add(Frames.venueUp(2));

        stages.run(1);

        assertEquals(longest, stages.journal.entries().get(1).message);
        assertEquals(Frames.venueUp(2), stages.journal.entries().get(2).message, "ran over into the next slot");
    }

    @Test
    void shouldTakeTheLongestRequestOfAnOperatorWhole() {
        final UnsafeBuffer longest = Frames.adminRequest(1, 256, Admission.ADMITTED);
        stages.network.add(longest);

        stages.run(1);

        assertEquals(longest, stages.journal.entries().get(0).message);
    }

    @Test
    void shouldDropACommandThatEndsBeforeItsAdmission() {
        for (final UnsafeBuffer command : commands(Admission.ADMITTED)) {
            stages.network.add(new UnsafeBuffer(command, 0, Frames.HEADER + 4 * Long.BYTES));
        }

        stages.run(5);

        assertEquals(7, stages.counters.malformedInputs.get());
        assertEquals(List.of(), journalled());
    }

    @Test
    void shouldServeTheNetworkWhileOtherThreadsFlood() {
        while (stages.offer(Frames.venueUp(1))) {
            // Until the buffer is full.
        }
        stages.network.add(Frames.newOrder(1));

        stages.run(1);

        assertTrue(stages.network.isEmpty(), "the network was starved");
        assertTrue(stages.inputs.sizeBytes() > 0, "the flood was not one");
    }

    @Test
    void shouldStopTheProcessWhenTheNetworkDoorThrows() {
        final Sequencer sequencer = new Sequencer(
                stages.ring,
                stages.inputs,
                (sink, limit) -> {
                    throw new IllegalStateException("door fell off");
                },
                new AdmissionPolicy(List.of()),
                stages.clock,
                stages.haltSwitch,
                stages.counters,
                4,
                4,
                0,
                0);

        sequencer.doWork();
        sequencer.doWork();

        assertEquals(List.of("sequencer at 0: door fell off"), stages.failStop.calls);
        assertFalse(stages.gate.isOpenFor(0));
    }

    private static List<UnsafeBuffer> commands(final Admission admission) {
        return List.of(
                Frames.newOrder(1, 0, admission),
                Frames.cancelOrder(2, admission),
                Frames.replaceOrder(3, admission),
                Frames.massCancel(4, admission),
                Frames.orderStatusRequest(5, admission),
                Frames.protectionReset(6, admission),
                Frames.adminRequest(7, 18, admission));
    }

    private List<Admission> admissions() {
        final List<Admission> admissions = new ArrayList<>();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        for (final MemoryJournal.Entry entry : stages.journal.entries()) {
            final DirectBuffer message = entry.message;
            switch (entry.templateId()) {
                case NewOrderDecoder.TEMPLATE_ID ->
                    admissions.add(new NewOrderDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case CancelOrderDecoder.TEMPLATE_ID ->
                    admissions.add(new CancelOrderDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case ReplaceOrderDecoder.TEMPLATE_ID ->
                    admissions.add(new ReplaceOrderDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case MassCancelDecoder.TEMPLATE_ID ->
                    admissions.add(new MassCancelDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case OrderStatusRequestDecoder.TEMPLATE_ID ->
                    admissions.add(new OrderStatusRequestDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case ProtectionResetRequestDecoder.TEMPLATE_ID ->
                    admissions.add(new ProtectionResetRequestDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                case AdminRequestDecoder.TEMPLATE_ID ->
                    admissions.add(new AdminRequestDecoder()
                            .wrapAndApplyHeader(message, 0, header)
                            .admission());
                default -> throw new AssertionError("template " + entry.templateId());
            }
        }
        return admissions;
    }

    private List<Long> journalled() {
        return stages.journal.entries().stream().map(entry -> entry.sequence).toList();
    }

    private static List<Long> consecutive(final long from, final long to) {
        final List<Long> numbers = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
