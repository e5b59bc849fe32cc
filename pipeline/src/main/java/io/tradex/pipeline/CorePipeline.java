package io.tradex.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The stages, put together around a recovered engine and given their threads. Started and closed once, on a thread that is
 * none of its own.
 */
public final class CorePipeline implements AutoCloseable {
    private static final long DRAIN_POLL_NS = 100_000;
    private static final long NO_SEQUENCE = 0;

    private final PipelineCounters counters;
    private final PipelineConfiguration configuration;
    private final JournalPort journal;
    private final HaltSwitch haltSwitch;
    private final AdmissionPolicy admission;
    private final OutputRing outputs;
    private final Sequencer sequencer;
    private final List<AgentRunner> runners;
    private boolean started;
    private boolean closed;

    /**
     * @param configuration sizes, limits and threads.
     * @param clock         nanoseconds since 1970; read for every input, so it must not allocate.
     * @param engine        recovered; belongs to the pipeline from here on.
     * @param journal       recovered to the same input.
     * @param doors         where things come in.
     * @param egress        where outputs go.
     * @param pressures     reasons to admit no new orders, besides the pipeline's own queues.
     * @param companions    agents that share a thread with a stage.
     * @param failStop      stops the process.
     * @param counters      of this pipeline.
     * @throws IllegalArgumentException if journal and engine do not stand at the same input, or if the journal waits for a
     *     device and is to share a thread.
     */
    public CorePipeline(
            final PipelineConfiguration configuration,
            final EpochNanoClock clock,
            final HostedEngine engine,
            final JournalPort journal,
            final PipelineDoors doors,
            final EgressPorts egress,
            final List<PressureSource> pressures,
            final Companions companions,
            final FailStop failStop,
            final PipelineCounters counters) {
        this(configuration, clock, engine.host(), journal, doors, egress, pressures, companions, failStop, counters);
    }

    CorePipeline(
            final PipelineConfiguration configuration,
            final EpochNanoClock clock,
            final EngineHost engine,
            final JournalPort journal,
            final PipelineDoors doors,
            final EgressPorts egress,
            final List<PressureSource> pressures,
            final Companions companions,
            final FailStop failStop,
            final PipelineCounters counters) {
        if (journal.durableSequence() != engine.sequence()) {
            throw new IllegalArgumentException("the journal ends at input " + journal.durableSequence()
                    + ", but the engine stands at " + engine.sequence() + ": recover both to the same input");
        }
        if (journal.isBlocking() && !configuration.journallerOwnThread()) {
            throw new IllegalArgumentException(PipelineConfiguration.THREADING_JOURNALLER_OWN_THREAD
                    + "=false: must be true, because the journal forces every batch");
        }
        this.configuration = configuration;
        this.counters = counters;
        this.journal = journal;
        final Gate gate = new Gate(journal);
        haltSwitch = new HaltSwitch(gate, failStop, counters);
        outputs = new OutputRing(configuration.outputRingBytes());
        final InputRing ring = new InputRing(configuration.ringSlots());
        admission = new AdmissionPolicy(pressures(ring, pressures));
        final ReadModel readModel =
                new ReadModel(configuration.readModelRows(), configuration.readModelDeltas(), counters);

        sequencer = new Sequencer(
                ring,
                doors.inputs(),
                doors.ingress(),
                admission,
                clock,
                haltSwitch,
                counters,
                configuration.inputLimit(),
                configuration.ingressLimit(),
                engine.sequence(),
                engine.timestampNs());
        final JournallerAgent journaller = new JournallerAgent(
                ring.journallerPoller(), journal, clock, haltSwitch, configuration.journalBatchLimit());
        final EngineAgent engineAgent = new EngineAgent(
                ring.enginePoller(), engine, outputs, haltSwitch, counters, configuration.engineBatchLimit());
        final RelayService relayService = new RelayService(
                readModel,
                doors.relayRequests(),
                egress.relays(),
                counters,
                configuration.relayConcurrentRequests(),
                configuration.relaySliceMessages(),
                configuration.relayStallTimeoutNs());
        final MarketDataStage marketData = new MarketDataStage(
                configuration.marketData(),
                configuration.readModelRows(),
                doors.marketDataRequests(),
                egress.market(),
                counters);
        final EgressAgent egressAgent = new EgressAgent(
                outputs,
                gate,
                egress,
                readModel,
                relayService,
                marketData,
                doors.inputs(),
                clock,
                haltSwitch,
                counters,
                configuration.egressBatchLimit(),
                configuration.deltaHeartbeatNs());

        engine.goLive(outputs, readModel, marketData);
        runners = runners(companions, journaller, engineAgent, egressAgent);
    }

    private List<PressureSource> pressures(final InputRing ring, final List<PressureSource> others) {
        final List<PressureSource> all = new ArrayList<>();
        all.add(queueLevel("output-ring", outputs::sizeBytes, outputs.capacityBytes()));
        all.add(queueLevel("input-ring", ring::backlog, ring.slots()));
        all.add(queueLevel("journal-lag", () -> counters.lastSequence.get() - journal.durableSequence(), ring.slots()));
        all.addAll(others);
        return all;
    }

    private PressureSource queueLevel(final String name, final LongSupplier level, final long capacity) {
        final long high = Math.max(1, capacity * configuration.admissionHighPercent() / 100);
        final long low = Math.min(high - 1, capacity * configuration.admissionLowPercent() / 100);
        return PressureSource.level(name, level, high, low);
    }

    private List<AgentRunner> runners(
            final Companions companions,
            final JournallerAgent journaller,
            final EngineAgent engine,
            final EgressAgent egress) {
        final List<Agent> intake = new ArrayList<>(companions.besideSequencer());
        intake.add(sequencer);
        final List<Agent> outlet = new ArrayList<>();
        outlet.add(egress);
        outlet.addAll(companions.besideEgress());

        final List<AgentRunner> result = new ArrayList<>();
        if (configuration.threading() == Threading.DEDICATED) {
            result.add(runner(configuration.idleSequencer(), intake));
            result.add(runner(configuration.idleJournaller(), List.of(journaller)));
            result.add(runner(configuration.idleEngine(), List.of(engine)));
            result.add(runner(configuration.idleEgress(), outlet));
        } else {
            final List<Agent> shared = new ArrayList<>(intake);
            if (configuration.journallerOwnThread()) {
                result.add(runner(configuration.idleJournaller(), List.of(journaller)));
            } else {
                shared.add(journaller);
            }
            shared.add(engine);
            shared.addAll(outlet);
            result.add(runner(configuration.idleSequencer(), shared));
        }
        return result;
    }

    /** The runner of one thread. A runner goes on after an exception; its error handler is what makes it stop. */
    private AgentRunner runner(final Idle idle, final List<Agent> agents) {
        final Agent agent = agents.size() == 1 ? agents.get(0) : new CompositeAgent(agents);
        return new AgentRunner(
                idle.newStrategy(), cause -> haltSwitch.halt(agent.roleName(), NO_SEQUENCE, cause), null, agent);
    }

    /**
     * Instead of {@link #start()}: gives no stage a thread, so that one thread of the caller's own drives all of them, one duty
     * cycle with each call. What a simulation needs; the stages and their order are those of {@link Threading#SHARED}.
     *
     * @return drives the stages once it is started.
     * @throws IllegalStateException if the stages are to have more than one thread, or are started already.
     */
    public AgentInvoker invoker() {
        if (started || closed || runners.size() != 1) {
            throw new IllegalStateException("stages that are driven by hand share one thread, and are started once");
        }
        started = true;
        final Agent agent = runners.get(0).agent();
        return new AgentInvoker(cause -> haltSwitch.halt(agent.roleName(), NO_SEQUENCE, cause), null, agent);
    }

    /** Starts the threads. */
    public void start() {
        if (started || closed) {
            throw new IllegalStateException("a pipeline starts once");
        }
        started = true;
        for (final AgentRunner runner : runners) {
            AgentRunner.startOnThread(runner);
        }
    }

    /**
     * Stops in order: takes nothing more, lets everything sequenced be journalled, applied and let out, for as long as
     * {@link PipelineConfiguration#SHUTDOWN_TIMEOUT_MS} says, then stops the threads. What is left in the rings after that was
     * never answered.
     *
     * @return whether everything got out.
     */
    public boolean shutDown() {
        if (closed) {
            return isDrained();
        }
        closed = true;
        sequencer.stopIntake();
        if (started) {
            final long deadlineNs = System.nanoTime() + configuration.shutdownTimeoutNs();
            while (!isDrained() && !haltSwitch.isHalted() && System.nanoTime() - deadlineNs < 0) {
                LockSupport.parkNanos(DRAIN_POLL_NS);
            }
        }
        final boolean drained = isDrained();
        for (final AgentRunner runner : runners) {
            runner.close();
        }
        return drained;
    }

    /** As {@link #shutDown()}. */
    @Override
    public void close() {
        shutDown();
    }

    /** @return whether a stage broke and the gate is closed for good; on any thread. */
    public boolean isHalted() {
        return haltSwitch.isHalted();
    }

    /** @return why no new orders are admitted, or {@link AdmissionPolicy#NO_PRESSURE}; on any thread. */
    public String admissionCause() {
        return admission.cause();
    }

    private boolean isDrained() {
        final long last = counters.lastSequence.get();
        return sequencer.isIntakeStopped()
                && counters.appliedSequence.get() == last
                && journal.durableSequence() >= last
                && outputs.sizeBytes() == 0
                && !haltSwitch.isHalted();
    }
}
