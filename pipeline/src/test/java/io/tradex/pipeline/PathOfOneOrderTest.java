package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class PathOfOneOrderTest {
    private static final long HEARTBEAT_NS = 100_000_000;

    private final Stages stages = new Stages();

    @Test
    void shouldLetOutReplyDeltaAndVenueRequestInTheOrderOfTheEngine() {
        stages.network.add(Frames.newOrder(1, 5, Admission.ADMITTED));

        stages.run(1);

        assertEquals(List.of("reply 20 to 1 input 1", "delta 1", "venue 5 gets 100"), stages.outputs());
        assertEquals(1, stages.counters.replies.get());
        assertEquals(1, stages.counters.deltas.get());
        assertEquals(1, stages.counters.venueRequests.get());
    }

    @Test
    void shouldLetNothingOutBeforeItsInputIsDurable() {
        stages.journal.holdBack();
        for (int i = 1; i <= 3; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        stages.run(5);
        assertEquals(3, stages.journal.appendedSequence(), "not journalled");
        assertEquals(3, stages.counters.appliedSequence.get(), "the engine waits for the journal");
        assertEquals(List.of(), stages.outputs());

        stages.journal.makeDurable(2);
        stages.run(5);
        assertEquals(List.of("reply 20 to 1 input 1", "delta 1", "reply 20 to 1 input 2", "delta 2"), stages.outputs());

        stages.journal.makeDurable(3);
        stages.run(1);
        assertEquals(6, stages.outputs().size());
    }

    @Test
    void shouldLetNothingOutWhileTheJournallerHasNotSeenIt() {
        stages.network.add(Frames.newOrder(1));
        stages.sequencer.doWork();
        stages.engineAgent.doWork();
        stages.egress.doWork();
        assertEquals(1, stages.counters.appliedSequence.get());
        assertEquals(List.of(), stages.outputs());

        stages.journaller.doWork();
        stages.egress.doWork();
        assertEquals(2, stages.outputs().size());
    }

    @Test
    void shouldHoldBackEverythingBehindAVenueRequestWithoutRoom() {
        stages.outside.venueQueueFull = true;
        stages.network.add(Frames.newOrder(1, 5, Admission.ADMITTED));
        stages.network.add(Frames.newOrder(2));
        stages.run(3);
        assertEquals(List.of("reply 20 to 1 input 1", "delta 1"), stages.outputs());
        assertEquals(3, stages.counters.venueQueueFull.get());

        stages.outside.venueQueueFull = false;
        stages.run(1);
        assertEquals(
                List.of("reply 20 to 1 input 1", "delta 1", "venue 5 gets 100", "reply 20 to 1 input 2", "delta 2"),
                stages.outputs());
    }

    @Test
    void shouldPushBackFromAFullVenueQueueToTheNetworkAndLoseNothing() {
        stages.outside.venueQueueFull = true;
        stages.network.add(Frames.newOrder(1, 5, Admission.ADMITTED));
        stages.network.add(Frames.massCancel(2, Admission.ADMITTED));
        for (int i = 3; i < 40; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        stages.run(100);
        assertEquals(1, stages.counters.outputPauses.get());
        assertEquals(2 + Stages.RING_SLOTS, stages.counters.lastSequence.get(), "the ring did not push back");
        assertEquals(1, stages.counters.appliedSequence.get());

        stages.outside.venueQueueFull = false;
        stages.run(200);

        assertEquals(39, stages.counters.appliedSequence.get());
        assertEquals(1 + ScriptedEngine.MASS_CANCEL_DELTAS + 37, stages.counters.deltas.get());
        assertTrue(stages.network.isEmpty());
        assertTrue(stages.failStop.calls.isEmpty(), () -> stages.failStop.calls.toString());
    }

    @Test
    void shouldNeverLapASlowJournaller() {
        stages.network.add(Frames.newOrder(1));
        for (int i = 2; i <= 50; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        for (int i = 0; i < 50; i++) {
            stages.sequencer.doWork();
            stages.engineAgent.doWork();
        }
        assertEquals(Stages.RING_SLOTS, stages.counters.lastSequence.get());

        stages.run(200);

        assertEquals(50, stages.journal.entries().size());
        long expected = 1;
        for (final MemoryJournal.Entry entry : stages.journal.entries()) {
            assertEquals(expected, entry.sequence);
            final DirectBuffer sent = Frames.newOrder(expected);
            assertEquals(sent, entry.message, "input " + expected);
            expected++;
        }
    }

    @Test
    void shouldNeverLapASlowEngine() {
        for (int i = 1; i <= 50; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        for (int i = 0; i < 50; i++) {
            stages.sequencer.doWork();
            stages.journaller.doWork();
        }
        assertEquals(Stages.RING_SLOTS, stages.counters.lastSequence.get());

        stages.run(200);

        assertEquals(50, stages.engine.applied.size());
        assertTrue(stages.failStop.calls.isEmpty());
    }

    @Test
    void shouldJournalInBatchesOfTheLimit() {
        for (int i = 1; i <= 4; i++) {
            stages.network.add(Frames.newOrder(i));
        }
        stages.sequencer.doWork();

        stages.journaller.doWork();
        assertEquals(3, stages.journal.appendedSequence());
        stages.journaller.doWork();
        stages.journaller.doWork();

        assertEquals(4, stages.journal.appendedSequence());
        assertEquals(2, stages.journal.batches, "an empty batch was forced");
    }

    @Test
    void shouldStopOnceAtAPoisonInputAndDoNothingAfterIt() {
        stages.network.add(Frames.newOrder(1));
        stages.network.add(Frames.newOrder(ScriptedEngine.POISON));
        stages.network.add(Frames.newOrder(3));
        stages.sequencer.doWork();
        stages.journaller.doWork();
        stages.engineAgent.doWork();
        stages.run(10);

        assertEquals(List.of("engine at 2: poison"), stages.failStop.calls);
        assertEquals(List.of(1L, 2L), stages.engine.applied, "the poison was applied again, or something after it");
        assertEquals(List.of(), stages.outside.log(), "something left after the stop");
        assertFalse(stages.gate.isOpenFor(1));
        assertEquals(1, stages.counters.halted.get());
    }

    @Test
    void shouldStopOnceWhenTheJournalFails() {
        stages.journal.failAtSequence = 2;
        stages.network.add(Frames.newOrder(1));
        stages.network.add(Frames.newOrder(2));
        stages.network.add(Frames.newOrder(3));

        stages.run(10);

        assertEquals(List.of("journaller at 2: disk gone"), stages.failStop.calls);
        assertEquals(1, stages.journal.appendedSequence(), "went on after a failed append");
        assertEquals(List.of(), stages.outside.log());
    }

    @Test
    void shouldStopAtAnOutputThatNobodyTakes() {
        stages.outputs.onOutput(0, 99, Frames.venueUp(1), 0, Frames.HEADER);

        stages.egress.doWork();

        assertEquals(List.of("egress at 0: output of template 99, which nobody takes"), stages.failStop.calls);
    }

    @Test
    void shouldDispatchEveryKindOfOutput() {
        emit(Frames.venueNewOrder(0, 1));
        emit(Frames.venueCancel(0, 2));
        emit(Frames.venueReplace(0, 3));
        emit(Frames.venueStatusRequest(0, 4));
        emit(Frames.selfTradePrevented(11));
        emit(Frames.requestResult(12));
        emit(Frames.protectionTripped(13));
        emit(Frames.inputRefused(0, 80, 17));
        emit(Frames.alarm(0, 8, 9));

        stages.egress.doWork();

        assertEquals(
                List.of(
                        "venue 1 gets 100",
                        "venue 2 gets 101",
                        "venue 3 gets 102",
                        "venue 4 gets 103",
                        "reply 24 to 11",
                        "reply 25 to 12",
                        "reply 26 to 13",
                        "refused input 0 of template 80: MALFORMED 17",
                        "alarm at 0: LATE_FILL order 8 9"),
                stages.outputs());
        assertEquals(1, stages.counters.inputsRefused.get());
        assertEquals(1, stages.counters.alarms.get());
        assertEquals(3, stages.counters.replies.get());
    }

    @Test
    void shouldSequenceCheckpointsAsInputs() {
        emit(Frames.checkpointReached(0, 0x1234));

        stages.run(2);

        final MemoryJournal.Entry entry = stages.journal.entries().get(0);
        final CheckpointDecoder checkpoint =
                new CheckpointDecoder().wrapAndApplyHeader(entry.message, 0, new MessageHeaderDecoder());
        assertEquals(CheckpointDecoder.TEMPLATE_ID, entry.templateId());
        assertEquals(0, checkpoint.checkpointSeq());
        assertEquals(0x1234, checkpoint.stateHash());
        assertEquals(1, stages.counters.checkpoints.get());
    }

    @Test
    void shouldDropACheckpointThatFindsNoRoom() {
        while (stages.offer(Frames.venueUp(1))) {
            // Until the buffer is full.
        }
        emit(Frames.checkpointReached(0, 1));
        emit(Frames.alarm(0, 8, 9));

        stages.egress.doWork();

        assertEquals(1, stages.counters.checkpointsDropped.get());
        assertEquals(1, stages.counters.alarms.get(), "what came after it waits");
    }

    @Test
    void shouldSendAHeartbeatAtEveryIntervalAndOneWhenTheClockIsSetBack() {
        stages.network.add(Frames.newOrder(1));
        stages.run(1);
        stages.outside.clear();
        final long startNs = stages.clock.nowNs;

        stages.clock.nowNs = startNs + HEARTBEAT_NS - 1;
        stages.run(1);
        assertEquals(List.of(), stages.outside.log());

        stages.clock.nowNs = startNs + HEARTBEAT_NS;
        stages.run(2);
        assertEquals(List.of("heartbeat 1:1 at " + (startNs + HEARTBEAT_NS)), stages.outside.log());

        stages.clock.nowNs = startNs;
        stages.run(2);
        assertEquals(2, stages.outside.size(), "silent until the clock has caught up");
    }

    private void emit(final DirectBuffer message) {
        stages.outputs.onOutput(0, Frames.templateId(message, 0), message, 0, message.capacity());
    }
}
