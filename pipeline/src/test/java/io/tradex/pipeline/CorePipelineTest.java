package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.journal.CheckpointDecoder;
import io.tradex.protocol.types.Admission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CorePipelineTest {
    private static final int ORDERS = 3_000;

    private final List<CorePipeline> pipelines = new ArrayList<>();

    @AfterEach
    void closePipelines() {
        pipelines.forEach(CorePipeline::close);
    }

    /** Everything of one pipeline around a real engine. */
    private final class Rig {
        final PipelineCounters counters = new PipelineCounters();
        final ManualClock clock = new ManualClock();
        final MemoryJournal journal = new MemoryJournal();
        final Outside outside = new Outside();
        final RecordedFailStop failStop = new RecordedFailStop();
        final InputBuffer inputs = new InputBuffer(1 << 20, counters);
        final RelayRequests relayRequests = new RelayRequests(counters);
        final Queue<DirectBuffer> network = new ConcurrentLinkedQueue<>();
        final HostedEngine engine = new HostedEngine(SnapshotFollower.NO_OUTPUT);
        final List<Agent> besideSequencer = new ArrayList<>();
        final List<Agent> besideEgress = new ArrayList<>();
        CorePipeline pipeline;

        CorePipeline assemble(final PipelineConfiguration configuration) {
            pipeline = new CorePipeline(
                    configuration,
                    clock,
                    engine,
                    journal,
                    new PipelineDoors(this::poll, inputs, relayRequests, new MarketDataRequests(counters)),
                    outside.ports(),
                    List.of(),
                    new Companions(besideSequencer, besideEgress),
                    failStop,
                    counters);
            pipelines.add(pipeline);
            return pipeline;
        }

        private int poll(final InputSink sink, final int limit) {
            int taken = 0;
            while (taken < limit && !network.isEmpty()) {
                final DirectBuffer frame = network.peek();
                if (!sink.offer(frame, 0, frame.capacity())) {
                    break;
                }
                network.remove();
                taken++;
            }
            return taken;
        }

        void setUp(final int checkpointInterval) {
            for (final UnsafeBuffer input : Flow.setUp(checkpointInterval)) {
                assertTrue(inputs.offer(input, 0, input.capacity()));
            }
            Waiting.until("set up", () -> inputs.isEmpty());
        }

        void sequence(final int count) {
            Waiting.until("inputs", () -> counters.inputs.get() >= count || pipeline.isHalted());
        }

        List<String> outputs() {
            return outside.log().stream()
                    .filter(line -> !line.startsWith("heartbeat"))
                    .toList();
        }
    }

    private static PipelineConfiguration.Builder roomy() {
        return PipelineConfiguration.builder().outputRingBytes(1 << 24).readModelRows(Flow.ORDER_CAPACITY);
    }

    @Test
    void shouldLetOutTheSameAndEndInTheSameStateWhateverTheThreads() {
        final List<PipelineConfiguration> configurations = List.of(
                roomy().threading(Threading.SHARED).build(),
                roomy().threading(Threading.SHARED).journallerOwnThread(true).build(),
                roomy().threading(Threading.DEDICATED).build(),
                // The smallest output ring, so that the engine has to pause when the egress falls behind.
                roomy().threading(Threading.DEDICATED)
                        .outputRingBytes(OutputRing.MIN_CAPACITY_BYTES)
                        .admissionHighPercent(100)
                        .build());
        final Map<Long, Integer> hashes = new HashMap<>();
        List<String> first = null;
        for (final PipelineConfiguration configuration : configurations) {
            final Rig rig = new Rig();
            rig.assemble(configuration).start();
            rig.setUp(0);
            rig.network.addAll(Flow.orders(5, ORDERS));
            Waiting.until("orders", rig.network::isEmpty);

            assertTrue(rig.pipeline.shutDown(), "not drained");

            assertEquals(List.of(), rig.failStop.calls);
            assertEquals(0, rig.counters.refusedByAdmission.get(), "pressure would make the runs differ");
            hashes.merge(rig.engine.engine().stateHash(), 1, Integer::sum);
            if (first == null) {
                first = rig.outputs();
                assertTrue(first.size() > 2 * ORDERS, "outputs: " + first.size());
                assertTrue(first.contains("venue 5 gets 100"), "no order was routed");
            } else {
                assertEquals(first, rig.outputs(), () -> configuration.threading() + " differs");
            }
        }
        assertEquals(1, hashes.size(), "state hashes: " + hashes);
        assertNotEquals(
                new HostedEngine(SnapshotFollower.NO_OUTPUT).engine().stateHash(),
                hashes.keySet().iterator().next());
    }

    @ParameterizedTest
    @CsvSource({"SHARED, false", "SHARED, true", "DEDICATED, false"})
    void shouldAnswerEverythingSequencedBeforeItCloses(final Threading threading, final boolean journallerOwnThread) {
        final Rig rig = new Rig();
        rig.assemble(roomy().threading(threading)
                        .journallerOwnThread(journallerOwnThread)
                        .build())
                .start();
        rig.setUp(0);
        rig.network.addAll(Flow.orders(6, ORDERS));
        rig.sequence(100);

        assertTrue(rig.pipeline.shutDown());

        final long last = rig.counters.lastSequence.get();
        assertEquals(last, rig.journal.appendedSequence());
        assertEquals(last, rig.engine.engine().sequence());
        final long replied =
                rig.outputs().stream().filter(line -> line.startsWith("reply")).count();
        assertTrue(replied >= last - Flow.setUp(0).size(), replied + " replies to " + last + " inputs");
        final UnsafeBuffer late = Frames.venueUp(1);
        assertFalse(rig.inputs.offer(late, 0, late.capacity()), "took an input after the close");
        assertTrue(rig.pipeline.shutDown(), "the second time");
    }

    @Test
    void shouldGiveUpDrainingAtTheDeadline() {
        final Rig rig = new Rig();
        rig.journal.holdBack();
        rig.assemble(roomy().shutdownTimeoutMs(50).build()).start();
        rig.setUp(0);

        assertFalse(rig.pipeline.shutDown());
        assertEquals(List.of(), rig.outputs(), "let out what is not durable");
    }

    @Test
    void shouldCloseWithoutEverHavingStarted() {
        final Rig rig = new Rig();
        assertFalse(rig.assemble(roomy().build()).shutDown());
        assertThrows(IllegalStateException.class, rig.pipeline::start);
    }

    @Test
    void shouldStartOnlyOnce() {
        final Rig rig = new Rig();
        rig.assemble(roomy().build()).start();
        assertThrows(IllegalStateException.class, rig.pipeline::start);
    }

    @ParameterizedTest
    @EnumSource(Threading.class)
    void shouldStartAndCloseTheJournalOnTheThreadThatAppends(final Threading threading) {
        final Rig rig = new Rig();
        rig.assemble(roomy().threading(threading).journallerOwnThread(true).build())
                .start();
        rig.setUp(0);
        rig.pipeline.shutDown();

        assertNotSame(Thread.currentThread(), rig.journal.startedOn);
        assertSame(rig.journal.startedOn, rig.journal.closedOn);
        assertEquals("journaller", rig.journal.startedOn.getName());
    }

    @ParameterizedTest
    @EnumSource(Threading.class)
    void shouldStopOnceWhenACompanionThrows(final Threading threading) {
        final Rig rig = new Rig();
        final AtomicBoolean broken = new AtomicBoolean();
        rig.besideEgress.add(new Agent() {
            @Override
            public int doWork() {
                if (broken.get()) {
                    throw new IllegalStateException("companion broke");
                }
                return 0;
            }

            @Override
            public String roleName() {
                return "companion";
            }
        });
        rig.assemble(roomy().threading(threading).build()).start();
        rig.setUp(0);
        Waiting.until("a reply", () -> rig.counters.replies.get() > 0);
        broken.set(true);
        Waiting.until("the stop", rig.pipeline::isHalted);
        final int before = rig.outside.size();
        rig.network.addAll(Flow.orders(6, 100));

        assertFalse(rig.pipeline.shutDown());
        assertEquals(before, rig.outside.size(), "something left after the stop");
        assertEquals(1, rig.failStop.calls.size(), rig.failStop.calls.toString());
        assertTrue(rig.failStop.calls.get(0).endsWith("companion broke"));
    }

    @Test
    void shouldRunCompanionsOnTheThreadOfTheirStage() {
        final Rig rig = new Rig();
        final NamedAgent intake = new NamedAgent();
        final NamedAgent outlet = new NamedAgent();
        rig.besideSequencer.add(intake);
        rig.besideEgress.add(outlet);
        rig.assemble(roomy().threading(Threading.DEDICATED).build()).start();

        Waiting.until("both", () -> intake.thread != null && outlet.thread != null);
        assertNotSame(intake.thread, outlet.thread);
        assertTrue(intake.thread.getName().contains("sequencer"), intake.thread.getName());
        assertTrue(outlet.thread.getName().contains("egress"), outlet.thread.getName());
    }

    @Test
    void shouldSequenceCheckpointsThatTheEngineThenFindsEqual() {
        final Rig rig = new Rig();
        rig.assemble(roomy().threading(Threading.DEDICATED).build()).start();
        // The engine knows its last 8 hashes: no checkpoint of so few inputs comes back too late, however long it
        // takes.
        rig.setUp(200);
        rig.network.addAll(Flow.orders(8, 1_000));
        Waiting.until("checkpoints", () -> rig.counters.checkpoints.get() >= 5);
        assertTrue(rig.pipeline.shutDown());

        assertEquals(List.of(), rig.failStop.calls);
        assertEquals(0, rig.counters.inputsRefused.get());
        assertEquals(
                rig.counters.checkpoints.get(),
                rig.engine.engine().checkpointsCompared(),
                "journalled, but not found equal");
        assertTrue(
                rig.journal.entries().stream().anyMatch(entry -> entry.templateId() == CheckpointDecoder.TEMPLATE_ID));
    }

    @Test
    void shouldGoOnAfterARestartWithTheNextSequenceAndTheSameRows() {
        final Rig before = new Rig();
        before.assemble(roomy().build()).start();
        before.setUp(0);
        before.network.addAll(Flow.orders(9, 500));
        Waiting.until("orders", before.network::isEmpty);
        assertTrue(before.pipeline.shutDown());

        final Rig after = new Rig();
        for (final MemoryJournal.Entry entry : before.journal.entries()) {
            after.engine
                    .engine()
                    .onCommand(entry.sequence, entry.timestampNs, entry.message, 0, entry.message.capacity());
        }
        assertEquals(before.engine.engine().stateHash(), after.engine.engine().stateHash());
        after.journal.makeDurable(before.journal.appendedSequence());
        after.assemble(roomy().build()).start();
        final UnsafeBuffer request = Frames.snapshotRequest(1, 1);
        assertTrue(after.relayRequests.offer(request, 0, request.capacity()));
        Waiting.until("the snapshot", () -> after.counters.relayRequestsServed.get() == 1);
        final List<UnsafeBuffer> more = Flow.orders(10, 1);
        more.get(0).putLong(Frames.HEADER + 8, 10_000);
        more.get(0).putLong(Frames.HEADER + 24, 10_000);
        after.network.addAll(more);
        Waiting.until("a delta", () -> after.counters.deltas.get() > 0);
        assertTrue(after.pipeline.shutDown());

        assertEquals(before.journal.appendedSequence() + 1, after.journal.appendedSequence());
        final List<String> log = after.outputs();
        final long rows = log.stream().filter("relay 1 gets 40"::equals).count();
        assertTrue(rows > 100, "rows: " + rows);
        assertTrue(log.contains("delta " + (before.counters.deltas.get() + 1)), "outSeq did not go on");
        assertFalse(log.contains("delta 1"), "the recovery let something out");
    }

    @Test
    void shouldRefuseAJournalThatStandsElsewhereThanTheEngine() {
        final Rig rig = new Rig();
        rig.journal.makeDurable(17);
        assertEquals(
                "the journal ends at input 17, but the engine stands at 0: recover both to the same input",
                assertThrows(IllegalArgumentException.class, () -> rig.assemble(roomy().build()))
                        .getMessage());
    }

    @Test
    void shouldRefuseToLetABlockingJournalShareAThread() {
        final Rig rig = new Rig();
        rig.journal.blocking = true;
        assertEquals(
                "threading.journaller.own.thread=false: must be true, because the journal forces every batch",
                assertThrows(IllegalArgumentException.class, () -> rig.assemble(roomy().build()))
                        .getMessage());
        rig.assemble(roomy().threading(Threading.DEDICATED).build());
    }

    @Test
    void shouldRefuseNewOrdersWhileTheJournalLagsAndSayWhy() {
        final Rig rig = new Rig();
        rig.journal.holdBack();
        rig.assemble(roomy().ringSlots(64).build()).start();
        rig.setUp(0);
        assertEquals(AdmissionPolicy.NO_PRESSURE, rig.pipeline.admissionCause());
        for (int i = 0; i < 40; i++) {
            rig.network.add(Frames.orderStatusRequest(i, Admission.ADMITTED));
        }
        Waiting.until("pressure", () -> rig.pipeline.admissionCause().equals("journal-lag"));
        rig.network.addAll(Flow.orders(3, 5));
        Waiting.until("refusals", () -> rig.counters.refusedByAdmission.get() == 5);

        rig.journal.makeDurable(rig.counters.lastSequence.get());
        Waiting.until("relief", () -> rig.pipeline.admissionCause().equals(AdmissionPolicy.NO_PRESSURE));
        Waiting.until("replies", () -> rig.counters.replies.get() >= 5);
    }

    @Test
    void shouldListItsCountersByName() {
        final Rig rig = new Rig();
        rig.assemble(roomy().build()).start();
        rig.setUp(0);
        Waiting.until("a reply", () -> rig.counters.replies.get() > 0);
        final Map<String, Long> byName = new HashMap<>();
        rig.counters.forEach(byName::put);

        assertEquals(Flow.setUp(0).size(), byName.get("inputs"));
        assertEquals(0, byName.get("alarms"));
        assertTrue(byName.size() >= 20);
    }

    private static final class NamedAgent implements Agent {
        private volatile Thread thread;

        @Override
        public int doWork() {
            thread = Thread.currentThread();
            return 0;
        }

        @Override
        public String roleName() {
            return "companion";
        }
    }
}
