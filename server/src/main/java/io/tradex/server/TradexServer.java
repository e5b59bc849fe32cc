package io.tradex.server;

import io.aeron.Aeron;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tradex.core.engine.TradingEngine;
import io.tradex.fix.FixAdapter;
import io.tradex.gateway.DeltaPublisher;
import io.tradex.gateway.GatewayCounters;
import io.tradex.gateway.GatewaySessions;
import io.tradex.gateway.IngressAdapter;
import io.tradex.gateway.MarketDataPublisher;
import io.tradex.gateway.ReplyPublisher;
import io.tradex.journal.ChronicleJournalWriter;
import io.tradex.journal.JournalPosition;
import io.tradex.journal.JournalReader;
import io.tradex.journal.Snapshot;
import io.tradex.journal.SnapshotStore;
import io.tradex.pipeline.Companions;
import io.tradex.pipeline.CorePipeline;
import io.tradex.pipeline.EgressPorts;
import io.tradex.pipeline.FailStop;
import io.tradex.pipeline.HostedEngine;
import io.tradex.pipeline.InputBuffer;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.pipeline.MarketDataRequests;
import io.tradex.pipeline.PipelineCounters;
import io.tradex.pipeline.PipelineDoors;
import io.tradex.pipeline.PressureSource;
import io.tradex.pipeline.RelayRequests;
import io.tradex.pipeline.SnapshotFollower;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EngineConfiguredDecoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The trading core as one process: recovers, then opens its doors. Built and closed on one thread.
 *
 * <pre>
 *  Aeron ingress ──┐                                                       ┌─► replies (Aeron)
 *  FIX, host ──► input buffer ─► sequencer ─► ring ─┬─► journal ─► gate ─► egress ─► deltas (Aeron multicast)
 *                                                   └─► engine ─► output ring ┘       ├─► market data (Aeron multicast)
 *                                                                                     └─► requests (FIX)
 *                                                  journal ─► follower ─► snapshots
 * </pre>
 */
public final class TradexServer implements AutoCloseable {
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int FOLLOWER_BATCH = 256;

    private final HostLog log;
    private final PipelineCounters counters = new PipelineCounters();
    private final GatewayCounters gatewayCounters = new GatewayCounters();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final ChronicleJournalWriter journal;
    private final CorePipeline pipeline;
    private final FixAdapter fix;
    private final List<Integer> venueIds;
    private final IngressDoor door;
    private final long startNumber;

    private boolean closed;

    /**
     * Recovers and starts within this process; for those who embed the core.
     *
     * @param configurationFile as {@code ServerMain --config} takes it.
     * @param overrides         of its keys.
     * @param failStop          stops the process when an invariant is broken.
     * @return the running server.
     * @throws IllegalArgumentException if the configuration is refused.
     */
    public static TradexServer launch(
            final Path configurationFile, final Map<String, String> overrides, final FailStop failStop) {
        final Settings settings = Settings.read(configurationFile);
        overrides.forEach(settings::set);
        return new TradexServer(new ServerConfiguration(settings), new HostLog(System.err), failStop);
    }

    /**
     * Recovers and starts.
     *
     * @param configuration of the server.
     * @param log           for what people should read.
     * @param failStop      stops the process when an invariant is broken.
     */
    TradexServer(final ServerConfiguration configuration, final HostLog log, final FailStop failStop) {
        this.log = log;
        try {
            final SnapshotStore snapshots =
                    new SnapshotStore(configuration.snapshotDirectory, configuration.snapshotsKept, log::add);
            final Optional<Snapshot> snapshot = snapshots.newest();
            final HostedEngine host =
                    Recovery.load(() -> new HostedEngine(Recovery.NO_HANDS), HostedEngine::engine, snapshot, log::add);
            final TradingEngine engine = host.engine();
            final JournalPosition recoveredFrom = Recovery.positionOf(engine, snapshot);
            journal = closeLater(ChronicleJournalWriter.open(configuration.journal, recoveredFrom));
            try (JournalReader tail = JournalReader.openAfter(configuration.journal.directory(), recoveredFrom)) {
                Recovery.replayTail(engine, tail);
            }
            startNumber = engine.startNumber() + 1;
            log.add("recovered input " + engine.sequence() + ", state hash " + Long.toHexString(engine.stateHash())
                    + (recoveredFrom.sequence() > 0 ? ", from a snapshot of input " + recoveredFrom.sequence() : ""));

            final StartInputs startInputs = startInputs(configuration, engine);
            final Map<Integer, Long> lastVenueMsgSeqNums = new HashMap<>();
            configuration.venues.forEach(
                    venue -> lastVenueMsgSeqNums.put(venue.venueId(), engine.lastVenueMsgSeqNum(venue.venueId())));

            venueIds =
                    configuration.venues.stream().map(ConfiguredVenue::venueId).toList();
            log.reports(new ReconciliationReports(
                    configuration.reconciliationDirectory, configuration.reconciliationReportsKept));

            final List<Agent> besideSequencer = new ArrayList<>();
            final Aeron aeron = launchAeron(configuration, besideSequencer);
            final InputBuffer inputs = new InputBuffer(configuration.inputBufferBytes, counters);
            final RelayRequests relayRequests = new RelayRequests(counters);
            final MarketDataRequests marketDataRequests = new MarketDataRequests(counters);
            final GatewaySessions sessions = new GatewaySessions(configuration.gateway, startNumber);
            final SessionLostInputs sessionLost = new SessionLostInputs(inputs);
            final IngressAdapter ingress = closeLater(new IngressAdapter(
                    configuration.gateway,
                    aeron,
                    sessions,
                    configuration.credentials,
                    relayRequests::offer,
                    marketDataRequests::offer,
                    gatewayCounters,
                    SystemNanoClock.INSTANCE));
            door = new IngressDoor(ingress);
            final ReplyPublisher replies = closeLater(new ReplyPublisher(
                    configuration.gateway, sessions, sessionLost, gatewayCounters, SystemNanoClock.INSTANCE));
            final DeltaPublisher deltas = closeLater(new DeltaPublisher(configuration.gateway, aeron, gatewayCounters));
            final List<Agent> besideEgress = new ArrayList<>(List.of(new GatewayEgressAgent(replies, deltas)));
            final MarketDataPort marketData = marketData(configuration, aeron, besideEgress);
            fix = configuration.venues.isEmpty()
                    ? null
                    : closeLater(new FixAdapter(
                            configuration.venues.stream()
                                    .map(ConfiguredVenue::sessions)
                                    .toList(),
                            new FixInputs(inputs),
                            lastVenueMsgSeqNums::get,
                            log));

            pipeline = closeLater(new CorePipeline(
                    configuration.pipeline,
                    new OffsetEpochNanoClock(),
                    host,
                    new JournalBridge(journal, configuration.journal.durability()),
                    new PipelineDoors(door, inputs, relayRequests, marketDataRequests),
                    new EgressPorts(
                            replies::onReply,
                            deltas::onDelta,
                            new RelayBridge(replies),
                            new VenueBridge(fix),
                            marketData,
                            log),
                    pressures(),
                    new Companions(besideSequencer, besideEgress),
                    failStop,
                    counters));
            pipeline.start();
            feed(startInputs, inputs);
            if (fix != null) {
                fix.start();
            }
            door.open();
            startFollower(configuration, snapshots, snapshot);
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(reversed());
            throw e;
        }
    }

    /** @return what people should read. */
    HostLog log() {
        return log;
    }

    /** @return counters of the pipeline; any thread. */
    public PipelineCounters counters() {
        return counters;
    }

    /** @return counters of the gateway; any thread. */
    GatewayCounters gatewayCounters() {
        return gatewayCounters;
    }

    /** @return how many venues' sessions are logged on; any thread. */
    int venuesUp() {
        int up = 0;
        for (final int venueId : venueIds) {
            up += fix.isUp(venueId) ? 1 : 0;
        }
        return up;
    }

    /** @return the FIX adapter; null without venues. */
    FixAdapter fix() {
        return fix;
    }

    /** @return sequence up to which inputs are journalled; any thread. */
    public long journalSequence() {
        return journal.durableSequence();
    }

    /** @return whether an invariant broke and nothing leaves any more; any thread. */
    public boolean isHalted() {
        return pipeline.isHalted();
    }

    /** @return why no new orders are admitted; any thread. */
    String admissionCause() {
        return pipeline.admissionCause();
    }

    /** Stops in order: lets nobody in, answers what was taken, closes the journal. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            door.shut();
            CloseHelper.closeAll(log, reversed());
            log.drain();
        }
    }

    private StartInputs startInputs(final ServerConfiguration configuration, final TradingEngine engine) {
        final StartInputs inputs = new StartInputs();
        if (engine.epoch() == 0 || journal.condition().repaired()) {
            inputs.add(new EpochStartedEncoder()
                    .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                    .epoch(engine.epoch() + 1));
        }
        final ServerConfiguration.Engine settings = configuration.engine;
        final EngineConfiguredEncoder configured = new EngineConfiguredEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .orderCapacity(settings.orderCapacity())
                .outcomeWindow(settings.outcomeWindow())
                .checkpointInterval(settings.checkpointInterval())
                .heartbeatIntervalMs(settings.heartbeatIntervalMs())
                .marketCollarBps(settings.marketCollarBps())
                .executionCapacity(settings.executionCapacity());
        final EngineConfiguredDecoder decoder =
                new EngineConfiguredDecoder().wrapAndApplyHeader(inputs.buffer(), 0, new MessageHeaderDecoder());
        if (!engine.isConfiguredAs(decoder)) {
            inputs.add(configured);
        }
        inputs.add(new CoreStartedEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .startNumber(startNumber));
        configuration.referenceData.unknownTo(engine, inputs);
        return inputs;
    }

    private void feed(final StartInputs startInputs, final InputBuffer inputs) {
        final long target = counters.lastSequence.get() + startInputs.messages().size();
        final long deadlineNs = System.nanoTime() + START_TIMEOUT_NS;
        for (final UnsafeBuffer message : startInputs.messages()) {
            while (!inputs.offer(message, 0, message.capacity())) {
                waitUntil(deadlineNs);
            }
        }
        while (counters.appliedSequence.get() < target) {
            waitUntil(deadlineNs);
        }
    }

    private void waitUntil(final long deadlineNs) {
        if (pipeline.isHalted() || System.nanoTime() - deadlineNs > 0) {
            throw new IllegalStateException("the core did not take its first inputs");
        }
        LockSupport.parkNanos(POLL_NS);
    }

    private Aeron launchAeron(final ServerConfiguration configuration, final List<Agent> besideSequencer) {
        final MediaDriver.Context driverContext = new MediaDriver.Context()
                .aeronDirectoryName(configuration.aeronDirectory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(log)
                .warnIfDirectoryExists(false);
        // Aeron would log what a fragment handler throws and move on past the fragment: an input would be lost in
        // silence.
        final Aeron.Context aeronContext = new Aeron.Context()
                .aeronDirectoryName(configuration.aeronDirectory.toString())
                .errorHandler(log)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE);
        if (configuration.driver == ServerConfiguration.Driver.INVOKER) {
            final MediaDriver driver =
                    closeLater(MediaDriver.launch(driverContext.threadingMode(ThreadingMode.INVOKER)));
            final Aeron aeron = closeLater(Aeron.connect(
                    aeronContext.useConductorAgentInvoker(true).driverAgentInvoker(driver.sharedAgentInvoker())));
            besideSequencer.add(new InvokedAeron(driver.sharedAgentInvoker(), aeron.conductorAgentInvoker()));
            return aeron;
        }
        closeLater(MediaDriver.launch(driverContext.threadingMode(
                configuration.driver == ServerConfiguration.Driver.SHARED
                        ? ThreadingMode.SHARED
                        : ThreadingMode.DEDICATED)));
        return closeLater(Aeron.connect(aeronContext));
    }

    private MarketDataPort marketData(
            final ServerConfiguration configuration, final Aeron aeron, final List<Agent> besideEgress) {
        if (!configuration.pipeline.marketData().enabled()) {
            return new NoMarketData();
        }
        final MarketDataBridge marketData = new MarketDataBridge(
                closeLater(new MarketDataPublisher(configuration.marketDataChannels, aeron, gatewayCounters)));
        besideEgress.add(marketData);
        return marketData;
    }

    private List<PressureSource> pressures() {
        final List<PressureSource> pressures = new ArrayList<>();
        pressures.add(PressureSource.flag("journal-space", journal::lowOnSpace));
        if (fix != null) {
            pressures.add(PressureSource.level("venue-queue", () -> (long) (fix.fill() * 100), 50, 25));
        }
        return pressures;
    }

    /** A second engine follows the journal and writes the snapshots, so that the live one never stops for it. */
    private void startFollower(
            final ServerConfiguration configuration, final SnapshotStore snapshots, final Optional<Snapshot> snapshot) {
        if (configuration.snapshotIntervalInputs == 0) {
            return;
        }
        final TradingEngine engine = Recovery.load(
                () -> new TradingEngine(SnapshotFollower.NO_OUTPUT), Function.identity(), snapshot, log::add);
        final FollowedJournal followed = closeLater(new FollowedJournal(
                JournalReader.openAfter(configuration.journal.directory(), Recovery.positionOf(engine, snapshot)),
                snapshots,
                engine));
        final SnapshotFollower follower = new SnapshotFollower(
                engine,
                followed,
                journal::durableSequence,
                followed,
                log,
                configuration.snapshotIntervalInputs,
                FOLLOWER_BATCH);
        final AgentRunner runner =
                closeLater(new AgentRunner(new BackoffIdleStrategy(1, 1, 1_000_000, 50_000_000), log, null, follower));
        AgentRunner.startOnThread(runner);
    }

    private <T extends AutoCloseable> T closeLater(final T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    private List<AutoCloseable> reversed() {
        final List<AutoCloseable> reversed = new ArrayList<>(closeables);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}
