package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.journal.TimerFiredDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine's alarm clock: what it asks for comes back as an input, once its time has come. */
class TimerTest {
    private final Stages stages = new Stages();
    private final long startNs = stages.clock.nowNs;

    @Test
    void shouldFireOnceWhenTheClockIsAtTheDeadline() {
        request(startNs + 10);
        stages.run(3);
        stages.clock.nowNs = startNs + 9;
        stages.run(3);
        assertEquals(List.of(), fired());

        stages.clock.nowNs = startNs + 10;
        stages.run(3);
        stages.clock.nowNs = startNs + 1_000_000;
        stages.run(3);

        assertEquals(List.of(startNs + 10), fired());
        assertEquals(startNs + 10, stages.journal.entries().get(0).timestampNs);
        assertEquals(1, stages.counters.timersFired.get());
    }

    @Test
    void shouldFireAtOnceForADeadlineThatIsPast() {
        request(startNs - 5);

        stages.run(2);

        assertEquals(List.of(startNs - 5), fired());
    }

    @Test
    void shouldKeepTheNewestDeadlineAlone() {
        request(startNs + 10);
        request(startNs + 30);
        stages.run(1);
        stages.clock.nowNs = startNs + 29;
        stages.run(3);
        assertEquals(List.of(), fired(), "fired at a deadline that was replaced");

        request(startNs + 20);
        stages.run(3);

        assertEquals(List.of(startNs + 20), fired());
    }

    @Test
    void shouldForgetTheDeadlineWhenTheEngineWantsNone() {
        request(startNs + 10);
        request(Long.MAX_VALUE);
        stages.run(1);

        stages.clock.nowNs = Long.MAX_VALUE - 1;
        stages.run(3);

        assertEquals(List.of(), fired());
    }

    @Test
    void shouldFireAgainWhenTheEngineAsksForTheSameTimeAgain() {
        request(startNs + 10);
        stages.clock.nowNs = startNs + 10;
        stages.egress.doWork();
        // The clock is set back before the sequencer reads it: the input comes too early for the engine.
        stages.clock.nowNs = startNs + 8;
        stages.run(3);
        assertEquals(startNs + 8, stages.journal.entries().get(0).timestampNs);

        request(startNs + 10);
        stages.run(3);
        assertEquals(1, fired().size(), "fired before the clock had come to it again");
        stages.clock.nowNs = startNs + 10;
        stages.run(3);

        assertEquals(List.of(startNs + 10, startNs + 10), fired());
    }

    @Test
    void shouldTryAgainUntilTheInputBufferHasRoom() {
        while (stages.offer(Frames.venueUp(1))) {
            // Until the buffer is full.
        }
        request(startNs);
        stages.egress.doWork();
        stages.egress.doWork();
        assertEquals(0, stages.counters.timersFired.get());

        stages.run(400);

        assertEquals(List.of(startNs), fired());
    }

    @Test
    void shouldNotFireBeforeTheInputThatAskedForItIsDurable() {
        stages.journal.holdBack();
        stages.network.add(Frames.newOrder(1));
        stages.run(1);
        stages.outputs.onOutput(
                1, Frames.templateId(Frames.timerRequested(0), 0), Frames.timerRequested(startNs), 0, 16);
        stages.run(3);
        assertEquals(List.of(), fired());

        stages.journal.makeDurable(1);
        stages.run(3);

        assertEquals(List.of(startNs), fired());
    }

    @Test
    void shouldLetAPipelineStopWithATimerDue() {
        stages.sequencer.stopIntake();
        request(startNs);

        stages.run(5);

        assertTrue(stages.sequencer.isIntakeStopped());
        assertEquals(List.of(), fired());
        assertEquals(0, stages.counters.inputBufferFull.get(), "knocks at a door that is closed for good");
    }

    private void request(final long deadlineNs) {
        stages.outputs.onOutput(
                0, Frames.templateId(Frames.timerRequested(0), 0), Frames.timerRequested(deadlineNs), 0, 16);
    }

    private List<Long> fired() {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return stages.journal.entries().stream()
                .filter(entry -> entry.templateId() == TimerFiredDecoder.TEMPLATE_ID)
                .map(entry -> new TimerFiredDecoder()
                        .wrapAndApplyHeader(entry.message, 0, header)
                        .deadlineNs())
                .toList();
    }
}
