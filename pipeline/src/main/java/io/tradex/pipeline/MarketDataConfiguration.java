package io.tradex.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * What the egress does for market data. Immutable; refuses at construction what makes no sense, naming the property at fault by
 * the key that a configuration file has for it.
 *
 * @param enabled                   whether anything is published at all.
 * @param heartbeatMs               see {@link #HEARTBEAT_MS}.
 * @param snapshotMessagesPerSecond see {@link #SNAPSHOT_MESSAGES_PER_SECOND}.
 * @param snapshotSliceMessages     see {@link #SNAPSHOT_SLICE_MESSAGES}.
 */
public record MarketDataConfiguration(
        boolean enabled, int heartbeatMs, int snapshotMessagesPerSecond, int snapshotSliceMessages) {
    /** Whether market data is published: true or false. */
    public static final String ENABLED = "market.data.enabled";

    /** Milliseconds between two heartbeats on each stream. */
    public static final String HEARTBEAT_MS = "market.data.heartbeat.ms";

    /** Messages of snapshots in a second, of all snapshots together. */
    public static final String SNAPSHOT_MESSAGES_PER_SECOND = "market.data.snapshot.messages.per.second";

    /** Most messages of snapshots in one duty cycle. */
    public static final String SNAPSHOT_SLICE_MESSAGES = "market.data.snapshot.slice.messages";

    /** What is used where nothing is configured. */
    public static final MarketDataConfiguration DEFAULT = new MarketDataConfiguration(true, 100, 20_000, 16);

    /** Nothing is published. */
    public static final MarketDataConfiguration OFF = new MarketDataConfiguration(false, 100, 20_000, 16);

    /** Refuses what is out of range. */
    public MarketDataConfiguration {
        inRange(HEARTBEAT_MS, heartbeatMs, 1, 10_000);
        inRange(SNAPSHOT_MESSAGES_PER_SECOND, snapshotMessagesPerSecond, 1, 1_000_000);
        inRange(SNAPSHOT_SLICE_MESSAGES, snapshotSliceMessages, 1, 4_096);
    }

    long heartbeatNs() {
        return TimeUnit.MILLISECONDS.toNanos(heartbeatMs);
    }

    private static void inRange(final String property, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(property + "=" + value + ": must be " + min + " to " + max);
        }
    }
}
