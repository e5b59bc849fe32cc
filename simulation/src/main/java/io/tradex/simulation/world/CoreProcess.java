package io.tradex.simulation.world;

import io.tradex.core.engine.TradingEngine;
import io.tradex.pipeline.Companions;
import io.tradex.pipeline.CorePipeline;
import io.tradex.pipeline.EgressPorts;
import io.tradex.pipeline.HostedEngine;
import io.tradex.pipeline.Ingress;
import io.tradex.pipeline.InputBuffer;
import io.tradex.pipeline.JournalPort;
import io.tradex.pipeline.MarketDataConfiguration;
import io.tradex.pipeline.MarketDataRequests;
import io.tradex.pipeline.PipelineConfiguration;
import io.tradex.pipeline.PipelineCounters;
import io.tradex.pipeline.PipelineDoors;
import io.tradex.pipeline.PressureSource;
import io.tradex.pipeline.RelayRequests;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core's process: engine and pipeline as in production, all stages on one thread and driven by hand, over a journal and a
 * clock that belong to the world. May be killed and started again.
 */
final class CoreProcess {
    private static final int RING_SLOTS = 256;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final VirtualTime time;
    private final MemoryJournal journal;
    private final JournalPort journalPort;
    private final Snapshots snapshots;
    private final Ingress ingress;
    private final PressureSource pressure;
    private final int orderCapacity;
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);

    private HostedEngine hosted;
    private InputBuffer inputs;
    private PipelineCounters counters;
    private AgentInvoker stages;
    private String haltedBecause;
    private boolean died;

    CoreProcess(
            final VirtualTime time,
            final MemoryJournal journal,
            final JournalPort journalPort,
            final Snapshots snapshots,
            final Ingress ingress,
            final PressureSource pressure,
            final int orderCapacity) {
        this.time = time;
        this.journal = journal;
        this.journalPort = journalPort;
        this.snapshots = snapshots;
        this.ingress = ingress;
        this.pressure = pressure;
        this.orderCapacity = orderCapacity;
    }

    /** Recovers from snapshot and journal, and starts the stages. */
    void start(final OutputTap recoveryTap, final EgressPorts egress) {
        hosted = new HostedEngine(new RawOutputs(recoveryTap));
        final TradingEngine engine = hosted.engine();
        snapshots.loadNewest(engine);
        journal.read(
                engine.sequence() + 1, journal.durableSequence(), (sequence, timestampNs, buffer, offset, length) -> {
                    if (!engine.onCommand(sequence, timestampNs, buffer, offset, length)) {
                        throw new IllegalStateException("input " + sequence + " does not finish");
                    }
                });
        counters = new PipelineCounters();
        inputs = new InputBuffer(BUFFER_BYTES, counters);
        haltedBecause = null;
        died = false;
        final CorePipeline pipeline = new CorePipeline(
                PipelineConfiguration.builder()
                        .ringSlots(RING_SLOTS)
                        .outputRingBytes(BUFFER_BYTES)
                        .inputBufferBytes(BUFFER_BYTES)
                        .readModelRows(orderCapacity)
                        .readModelDeltas(64)
                        .marketData(MarketDataConfiguration.OFF)
                        .build(),
                time,
                hosted,
                journalPort,
                new PipelineDoors(ingress, inputs, new RelayRequests(counters), new MarketDataRequests(counters)),
                egress,
                List.of(pressure),
                Companions.NONE,
                this::onFatal,
                counters);
        stages = pipeline.invoker();
        stages.start();
    }

    private void onFatal(final String stage, final long sequence, final Throwable cause) {
        died = true;
        if (!(cause instanceof SimulatedCrash)) {
            haltedBecause =
                    stage + " at input " + sequence + ": " + cause + " at " + Arrays.toString(cause.getStackTrace());
        }
    }

    /** One duty cycle; returns how much was done. */
    int work() {
        return stages.invoke();
    }

    boolean hasDied() {
        return died;
    }

    /** Why it stopped if nobody planned it; else null. */
    String haltedBecause() {
        return haltedBecause;
    }

    /** The process is gone. */
    void kill() {
        stages = null;
        inputs = null;
    }

    boolean isRunning() {
        return stages != null;
    }

    /** An input by the side door; as the adapters' threads do, it waits while there is no room. */
    void offer(final DirectBuffer buffer, final int offset, final int length) {
        if (!isRunning() || died || inputs.offer(buffer, offset, length)) {
            return;
        }
        // What is said while it waits may be encoded into the same buffer.
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        view.wrap(copy);
        do {
            work();
        } while (!died && !inputs.offer(view, 0, length));
    }

    TradingEngine engine() {
        return hosted.engine();
    }

    /** Sequence of the last input that the engine has applied. */
    long applied() {
        return counters.appliedSequence.get();
    }
}
