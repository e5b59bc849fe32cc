package io.tradex.client;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.tradex.protocol.market.BookDepth;
import java.util.concurrent.TimeUnit;

/** Settings of a market data client. Immutable; what {@link Builder#build()} returns is valid. */
public final class MarketDataClientConfiguration {
    private final BookDepth depth;
    private final String streamChannel;
    private final int streamId;
    private final String snapshotChannel;
    private final int snapshotStreamId;
    private final String serverChannel;
    private final int serverStreamId;
    private final int ordersExpected;
    private final int ordersMax;
    private final int concurrentSnapshots;
    private final int pendingBytes;
    private final int snapshotTimeoutMs;
    private final int retryDelayMs;
    private final int silentAfterMs;
    private final int driverTimeoutMs;
    private final int fragmentLimit;

    private MarketDataClientConfiguration(final Builder builder) {
        depth = builder.depth;
        streamChannel = listened(
                "streamChannel", builder.streamChannel == null ? defaultChannel(depth) : builder.streamChannel);
        streamId = builder.streamId == 0 ? 1010 + depth.value() : builder.streamId;
        snapshotChannel = listened("snapshotChannel", builder.snapshotChannel);
        snapshotStreamId = builder.snapshotStreamId;
        serverChannel = serverChannel(builder.serverChannel);
        serverStreamId = builder.serverStreamId;
        ordersMax = inRange("ordersMax", builder.ordersMax, 1, 1 << 28);
        ordersExpected = inRange("ordersExpected", builder.ordersExpected, 1, ordersMax);
        concurrentSnapshots = inRange("concurrentSnapshots", builder.concurrentSnapshots, 1, 1_024);
        pendingBytes = inRange("pendingBytes", builder.pendingBytes, 4 * 1024, 1 << 30);
        snapshotTimeoutMs = inRange("snapshotTimeoutMs", builder.snapshotTimeoutMs, 1, 60_000);
        retryDelayMs = inRange("retryDelayMs", builder.retryDelayMs, 1, 60_000);
        silentAfterMs = inRange("silentAfterMs", builder.silentAfterMs, 1, 600_000);
        driverTimeoutMs = inRange("driverTimeoutMs", builder.driverTimeoutMs, 100, 60_000);
        fragmentLimit = inRange("fragmentLimit", builder.fragmentLimit, 1, 4_096);
    }

    /**
     * @param depth how much of the books to follow: TOP (L1), LEVELS (L2) or ORDERS (L3).
     * @return a builder with every default of a core on the same machine.
     */
    public static Builder builder(final BookDepth depth) {
        return new Builder(depth);
    }

    /** @return how much of the books is followed. */
    public BookDepth depth() {
        return depth;
    }

    /** @return Aeron channel of the stream of that depth. */
    public String streamChannel() {
        return streamChannel;
    }

    /** @return its stream. */
    public int streamId() {
        return streamId;
    }

    /** @return Aeron channel of the snapshots. */
    public String snapshotChannel() {
        return snapshotChannel;
    }

    /** @return its stream. */
    public int snapshotStreamId() {
        return snapshotStreamId;
    }

    /** @return Aeron channel of the core's ingress, where snapshots are asked for. */
    public String serverChannel() {
        return serverChannel;
    }

    /** @return its stream. */
    public int serverStreamId() {
        return serverStreamId;
    }

    /** @return orders of all books that room is made for at once. */
    public int ordersExpected() {
        return ordersExpected;
    }

    /** @return orders of all books, and levels, that room may ever be made for; with more the client throws. */
    public int ordersMax() {
        return ordersMax;
    }

    /** @return snapshots asked for at a time; further books wait. */
    public int concurrentSnapshots() {
        return concurrentSnapshots;
    }

    /** @return bytes of updates kept for a book while its snapshot is on its way; with more it is asked for again. */
    public int pendingBytes() {
        return pendingBytes;
    }

    /** @return fragments of each stream handled in one {@link MarketDataClient#poll()}. */
    public int fragmentLimit() {
        return fragmentLimit;
    }

    int driverTimeoutMs() {
        return driverTimeoutMs;
    }

    long snapshotTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(snapshotTimeoutMs);
    }

    long retryDelayNs() {
        return TimeUnit.MILLISECONDS.toNanos(retryDelayMs);
    }

    long silentAfterNs() {
        return TimeUnit.MILLISECONDS.toNanos(silentAfterMs);
    }

    private static String defaultChannel(final BookDepth depth) {
        return "aeron:udp?endpoint=224.20.30.43:" + (40460 + depth.value()) + "|interface=127.0.0.1";
    }

    private static String listened(final String property, final String channel) {
        final ChannelUri uri = parse(property, channel);
        if (!uri.isUdp() || !uri.containsKey(CommonContext.ENDPOINT_PARAM_NAME)) {
            throw invalid(property, "must be aeron:udp with an endpoint", channel);
        }
        return uri.toString();
    }

    private static String serverChannel(final String channel) {
        final ChannelUri uri = parse("serverChannel", channel);
        if (!uri.isUdp() || !uri.containsKey(CommonContext.ENDPOINT_PARAM_NAME)) {
            throw invalid("serverChannel", "must be aeron:udp with an endpoint", channel);
        }
        if (!uri.containsKey(CommonContext.TERM_LENGTH_PARAM_NAME)) {
            // A request has a few bytes, and the core has to keep as much room for each client.
            uri.put(CommonContext.TERM_LENGTH_PARAM_NAME, "64k");
        }
        return uri.toString();
    }

    private static ChannelUri parse(final String property, final String channel) {
        try {
            return ChannelUri.parse(channel);
        } catch (final IllegalArgumentException ex) {
            throw new IllegalArgumentException(property + " must be an Aeron channel, was " + channel, ex);
        }
    }

    private static int inRange(final String property, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw invalid(property, "must be from " + min + " to " + max, value);
        }
        return value;
    }

    private static IllegalArgumentException invalid(final String property, final String rule, final Object value) {
        return new IllegalArgumentException(property + " " + rule + ", was " + value);
    }

    /** Collects settings. */
    public static final class Builder {
        private final BookDepth depth;
        private String streamChannel;
        private int streamId;
        private String snapshotChannel = "aeron:udp?endpoint=224.20.30.43:40464|interface=127.0.0.1";
        private int snapshotStreamId = 1014;
        private String serverChannel = "aeron:udp?endpoint=127.0.0.1:40455";
        private int serverStreamId = 1001;
        private int ordersExpected = 16 * 1024;
        private int ordersMax = 16 * 1024 * 1024;
        private int concurrentSnapshots = 8;
        private int pendingBytes = 256 * 1024;
        private int snapshotTimeoutMs = 500;
        private int retryDelayMs = 20;
        private int silentAfterMs = 500;
        private int driverTimeoutMs = 10_000;
        private int fragmentLimit = 64;

        private Builder(final BookDepth depth) {
            if (depth != BookDepth.TOP && depth != BookDepth.LEVELS && depth != BookDepth.ORDERS) {
                throw invalid("depth", "must be TOP, LEVELS or ORDERS", depth);
            }
            this.depth = depth;
        }

        /**
         * @param channel as {@link MarketDataClientConfiguration#streamChannel()}; default loopback, the port of the depth.
         * @return this.
         */
        public Builder streamChannel(final String channel) {
            streamChannel = channel;
            return this;
        }

        /**
         * @param id as {@link MarketDataClientConfiguration#streamId()}; default 1011 to 1013, by the depth.
         * @return this.
         */
        public Builder streamId(final int id) {
            streamId = id;
            return this;
        }

        /**
         * @param channel as {@link MarketDataClientConfiguration#snapshotChannel()}; default loopback.
         * @return this.
         */
        public Builder snapshotChannel(final String channel) {
            snapshotChannel = channel;
            return this;
        }

        /**
         * @param id as {@link MarketDataClientConfiguration#snapshotStreamId()}.
         * @return this.
         */
        public Builder snapshotStreamId(final int id) {
            snapshotStreamId = id;
            return this;
        }

        /**
         * @param channel as {@link MarketDataClientConfiguration#serverChannel()}; default loopback.
         * @return this.
         */
        public Builder serverChannel(final String channel) {
            serverChannel = channel;
            return this;
        }

        /**
         * @param id as {@link MarketDataClientConfiguration#serverStreamId()}.
         * @return this.
         */
        public Builder serverStreamId(final int id) {
            serverStreamId = id;
            return this;
        }

        /**
         * @param orders as {@link MarketDataClientConfiguration#ordersExpected()}, 1 to the most.
         * @return this.
         */
        public Builder ordersExpected(final int orders) {
            ordersExpected = orders;
            return this;
        }

        /**
         * @param orders as {@link MarketDataClientConfiguration#ordersMax()}, to 268,435,456.
         * @return this.
         */
        public Builder ordersMax(final int orders) {
            ordersMax = orders;
            return this;
        }

        /**
         * @param snapshots as {@link MarketDataClientConfiguration#concurrentSnapshots()}, 1 to 1,024.
         * @return this.
         */
        public Builder concurrentSnapshots(final int snapshots) {
            concurrentSnapshots = snapshots;
            return this;
        }

        /**
         * @param bytes as {@link MarketDataClientConfiguration#pendingBytes()}, 4,096 and up, for each snapshot asked for at a time.
         * @return this.
         */
        public Builder pendingBytes(final int bytes) {
            pendingBytes = bytes;
            return this;
        }

        /**
         * @param timeoutMs how long a snapshot may make no progress, 1 to 60,000.
         * @return this.
         */
        public Builder snapshotTimeoutMs(final int timeoutMs) {
            snapshotTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * @param delayMs pause after the first snapshot that failed, 1 to 60,000; it doubles with each, up to 64 times this.
         * @return this.
         */
        public Builder retryDelayMs(final int delayMs) {
            retryDelayMs = delayMs;
            return this;
        }

        /**
         * @param afterMs silence of the stream after which the listener hears of it, 1 to 600,000; heartbeats come every 100 ms.
         * @return this.
         */
        public Builder silentAfterMs(final int afterMs) {
            silentAfterMs = afterMs;
            return this;
        }

        /**
         * @param timeoutMs how long a media driver may be silent before it is given up, 100 to 60,000.
         * @return this.
         */
        public Builder driverTimeoutMs(final int timeoutMs) {
            driverTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * @param limit as {@link MarketDataClientConfiguration#fragmentLimit()}.
         * @return this.
         */
        public Builder fragmentLimit(final int limit) {
            fragmentLimit = limit;
            return this;
        }

        /**
         * @return the settings.
         * @throws IllegalArgumentException that names the property that is not valid.
         */
        public MarketDataClientConfiguration build() {
            return new MarketDataClientConfiguration(this);
        }
    }
}
