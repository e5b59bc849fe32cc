package io.tradex.server;

import io.tradex.gateway.GatewayConfiguration;
import io.tradex.gateway.MarketDataChannels;
import io.tradex.journal.Durability;
import io.tradex.journal.JournalConfig;
import io.tradex.journal.JournalRoll;
import io.tradex.journal.WatermarkMode;
import io.tradex.pipeline.Idle;
import io.tradex.pipeline.MarketDataConfiguration;
import io.tradex.pipeline.PipelineConfiguration;
import io.tradex.pipeline.Threading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All settings of a server, each checked by the part it belongs to. Immutable. */
final class ServerConfiguration {
    private static final int MEBIBYTE = 1024 * 1024;

    /** How the media driver runs. */
    enum Driver {
        /** In the sequencer's duty cycle: best on few cores. */
        INVOKER,
        /** On one thread of its own. */
        SHARED,
        /** On three threads of its own. */
        DEDICATED
    }

    /** What the engine is told by EngineConfigured. */
    record Engine(
            int orderCapacity,
            int outcomeWindow,
            int checkpointInterval,
            int heartbeatIntervalMs,
            int marketCollarBps,
            int executionCapacity) {}

    final Path aeronDirectory;
    final Driver driver;
    final GatewayConfiguration gateway;
    final MarketDataChannels marketDataChannels;
    final JournalConfig journal;
    final Path snapshotDirectory;
    final long snapshotIntervalInputs;
    final int snapshotsKept;
    final PipelineConfiguration pipeline;
    final int inputBufferBytes;
    final Engine engine;
    final List<ConfiguredVenue> venues;
    final Path reconciliationDirectory;
    final int reconciliationReportsKept;
    final ReferenceData referenceData;
    final SecretFiles credentials;
    final long metricsIntervalMs;

    ServerConfiguration(final Settings settings) {
        final String temporary = System.getProperty("java.io.tmpdir");
        aeronDirectory = settings.path("aeron.dir", temporary + "/tradex-core-aeron");
        driver = settings.choice("aeron.driver", Driver.INVOKER);
        metricsIntervalMs = settings.number("metrics.interval.ms", 1_000, 0, 3_600_000);
        gateway = gateway(settings);
        marketDataChannels = marketDataChannels(settings);
        journal = journal(settings);
        snapshotDirectory = settings.path(
                "snapshot.dir",
                journal.directory().toAbsolutePath().resolveSibling("snapshots").toString());
        snapshotIntervalInputs = settings.number("snapshot.interval.inputs", 1_000_000, 0, Long.MAX_VALUE);
        snapshotsKept = settings.integer("snapshot.keep", 2, 2, 1_000);
        engine = engine(settings, gateway.heartbeatIntervalMs());
        inputBufferBytes = settings.integer(PipelineConfiguration.INPUT_BUFFER_BYTES, MEBIBYTE, 16 * 1024, 1 << 30);
        pipeline = pipeline(settings, engine.orderCapacity, journal.durability(), inputBufferBytes);
        // The engine keeps its last eight hashes until they come back; the inputs in the ring must not outrun them.
        if (engine.checkpointInterval > 0 && engine.checkpointInterval < pipeline.ringSlots() / 2) {
            throw new IllegalArgumentException("engine.checkpoint.interval=" + engine.checkpointInterval
                    + ": must be 0, or at least half of " + PipelineConfiguration.RING_SLOTS + '='
                    + pipeline.ringSlots());
        }
        venues = venues(settings);
        reconciliationDirectory = settings.path(
                "reconciliation.dir",
                journal.directory()
                        .toAbsolutePath()
                        .resolveSibling("reconciliation")
                        .toString());
        reconciliationReportsKept = settings.integer("reconciliation.keep", 100, 1, 100_000);
        referenceData = new ReferenceData(settings, venues);
        credentials = new SecretFiles(settings);
        settings.refuseUnknown();
    }

    private static GatewayConfiguration gateway(final Settings settings) {
        final GatewayConfiguration defaults = GatewayConfiguration.builder().build();
        return GatewayConfiguration.builder()
                .ingressChannel(settings.text("ingress.channel", defaults.ingressChannel()))
                .ingressStreamId(settings.integer("ingress.stream", defaults.ingressStreamId(), 1, Integer.MAX_VALUE))
                .deltaChannel(settings.text("deltas.channel", defaults.deltaChannel()))
                .deltaStreamId(settings.integer("deltas.stream", defaults.deltaStreamId(), 1, Integer.MAX_VALUE))
                .allowedReplyHosts(settings.list("replies.hosts", String.join(",", defaults.allowedReplyHosts())))
                .heartbeatIntervalMs(
                        settings.integer("sessions.heartbeat.ms", defaults.heartbeatIntervalMs(), 100, 500))
                .maxSessions(settings.integer("sessions.max", defaults.maxSessions(), 1, 4096))
                .logonAttemptsPerSecond(
                        settings.integer("logons.per.second", defaults.logonAttemptsPerSecond(), 1, 100_000))
                .snapshotRequestsPerSecond(settings.integer(
                        "market.data.requests.per.second", defaults.snapshotRequestsPerSecond(), 1, 1_000_000))
                .replyQueueBytes(
                        settings.integer("replies.queue.bytes", defaults.replyQueueBytes(), 8 * 1024, 64 * MEBIBYTE))
                .replyTermLength(settings.integer("replies.term.bytes", defaults.replyTermLength(), 64 * 1024, 1 << 30))
                .build();
    }

    private static MarketDataChannels marketDataChannels(final Settings settings) {
        final MarketDataChannels defaults = MarketDataChannels.DEFAULT;
        return new MarketDataChannels(
                settings.text("market.data.l1.channel", defaults.topChannel()),
                settings.integer("market.data.l1.stream", defaults.topStreamId(), 1, Integer.MAX_VALUE),
                settings.text("market.data.l2.channel", defaults.levelsChannel()),
                settings.integer("market.data.l2.stream", defaults.levelsStreamId(), 1, Integer.MAX_VALUE),
                settings.text("market.data.l3.channel", defaults.ordersChannel()),
                settings.integer("market.data.l3.stream", defaults.ordersStreamId(), 1, Integer.MAX_VALUE),
                settings.text("market.data.snapshots.channel", defaults.snapshotChannel()),
                settings.integer("market.data.snapshots.stream", defaults.snapshotStreamId(), 1, Integer.MAX_VALUE));
    }

    private static MarketDataConfiguration marketData(final Settings settings) {
        final MarketDataConfiguration defaults = MarketDataConfiguration.DEFAULT;
        return new MarketDataConfiguration(
                settings.flag(MarketDataConfiguration.ENABLED, defaults.enabled()),
                settings.integer(MarketDataConfiguration.HEARTBEAT_MS, defaults.heartbeatMs(), 1, 10_000),
                settings.integer(
                        MarketDataConfiguration.SNAPSHOT_MESSAGES_PER_SECOND,
                        defaults.snapshotMessagesPerSecond(),
                        1,
                        1_000_000),
                settings.integer(
                        MarketDataConfiguration.SNAPSHOT_SLICE_MESSAGES, defaults.snapshotSliceMessages(), 1, 4_096));
    }

    private static JournalConfig journal(final Settings settings) {
        return new JournalConfig(
                settings.path("journal.dir", null),
                settings.choice("journal.durability", Durability.NONE),
                settings.choice("journal.watermark", WatermarkMode.LAGGING),
                settings.number("journal.interval.ms", 10, 1, 60_000),
                settings.choice("journal.roll", JournalRoll.HOUR),
                settings.integer("journal.block.bytes", 64 * MEBIBYTE, 64 * 1024, 1 << 30),
                settings.integer("journal.touch.ahead.bytes", 4 * MEBIBYTE, 0, 1 << 30),
                settings.number("journal.min.free.bytes", 1L << 30, 0, Long.MAX_VALUE));
    }

    private static Engine engine(final Settings settings, final int heartbeatIntervalMs) {
        final int window = settings.integer("engine.outcomes.window", 4096, 1, 1 << 16);
        if (Integer.bitCount(window) != 1) {
            throw new IllegalArgumentException("engine.outcomes.window=" + window + ": must be a power of two");
        }
        return new Engine(
                settings.integer("engine.orders", 128 * 1024, 1, 1 << 24),
                window,
                settings.integer("engine.checkpoint.interval", 100_000, 0, Integer.MAX_VALUE),
                heartbeatIntervalMs,
                settings.integer("engine.market.collar.bps", 500, 0, 10_000),
                settings.integer("engine.executions", 128 * 1024, 1, 1 << 24));
    }

    private static PipelineConfiguration pipeline(
            final Settings settings, final int orderCapacity, final Durability durability, final int inputBufferBytes) {
        final PipelineConfiguration.Builder builder = PipelineConfiguration.builder()
                .ringSlots(settings.integer(PipelineConfiguration.RING_SLOTS, 8 * 1024, 2, 1 << 20))
                .outputRingBytes(settings.integer(PipelineConfiguration.OUTPUT_RING_BYTES, 4 * MEBIBYTE, 1, 1 << 30))
                .inputBufferBytes(inputBufferBytes)
                .inputLimit(settings.integer(PipelineConfiguration.INPUT_LIMIT, 64, 1, 1 << 20))
                .ingressLimit(settings.integer(PipelineConfiguration.INGRESS_LIMIT, 64, 1, 1 << 20))
                .journalBatchLimit(settings.integer(PipelineConfiguration.JOURNAL_BATCH_LIMIT, 2048, 1, 1 << 20))
                .engineBatchLimit(settings.integer(PipelineConfiguration.ENGINE_BATCH_LIMIT, 256, 1, 1 << 20))
                .egressBatchLimit(settings.integer(PipelineConfiguration.EGRESS_BATCH_LIMIT, 512, 1, 1 << 20))
                .admissionHighPercent(settings.integer(PipelineConfiguration.ADMISSION_HIGH_PERCENT, 50, 1, 100))
                .admissionLowPercent(settings.integer(PipelineConfiguration.ADMISSION_LOW_PERCENT, 25, 0, 99))
                .readModelRows(orderCapacity)
                .readModelDeltas(settings.integer(PipelineConfiguration.READ_MODEL_DELTAS, 64 * 1024, 1, 1 << 24))
                .deltaHeartbeatMs(settings.number(PipelineConfiguration.DELTA_HEARTBEAT_MS, 100, 1, 3_600_000))
                .marketData(marketData(settings))
                .threading(settings.choice(PipelineConfiguration.THREADING_MODE, Threading.SHARED))
                .journallerOwnThread(settings.flag(
                        PipelineConfiguration.THREADING_JOURNALLER_OWN_THREAD, durability == Durability.BATCH))
                .idleSequencer(settings.choice(PipelineConfiguration.IDLE_SEQUENCER, Idle.BACKOFF))
                .idleJournaller(settings.choice(PipelineConfiguration.IDLE_JOURNALLER, Idle.BACKOFF))
                .idleEngine(settings.choice(PipelineConfiguration.IDLE_ENGINE, Idle.BACKOFF))
                .idleEgress(settings.choice(PipelineConfiguration.IDLE_EGRESS, Idle.BACKOFF));
        return builder.build();
    }

    private static List<ConfiguredVenue> venues(final Settings settings) {
        final Map<String, Integer> instrumentIds = new TreeMap<>();
        for (final long id : settings.ids("instrument")) {
            instrumentIds.put(settings.text("instrument." + id + ".symbol", null), Math.toIntExact(id));
        }
        final List<ConfiguredVenue> venues = new ArrayList<>();
        final String store = settings.text("fix.store.dir", "fix-store");
        for (final long id : settings.ids("venue")) {
            venues.add(new ConfiguredVenue(settings, Math.toIntExact(id), store, instrumentIds));
        }
        return venues;
    }
}
