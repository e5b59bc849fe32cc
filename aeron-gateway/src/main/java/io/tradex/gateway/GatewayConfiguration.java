package io.tradex.gateway;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Settings of the gateway. Immutable; what {@link Builder#build()} returns is valid. */
public final class GatewayConfiguration {
    private static final int TERM_LENGTH_MIN = 64 * 1024;
    private static final int TERM_LENGTH_MAX = 1024 * 1024 * 1024;
    private static final int REPLY_QUEUE_BYTES_MIN = 8 * 1024;
    private static final int REPLY_QUEUE_BYTES_MAX = 64 * 1024 * 1024;
    private static final int SESSIONS_MAX = 4096;

    private final String ingressChannel;
    private final int ingressStreamId;
    private final String deltaChannel;
    private final int deltaStreamId;
    private final Set<String> allowedReplyHosts;
    private final int heartbeatIntervalMs;
    private final int maxSessions;
    private final int maxPendingLogons;
    private final int logonTimeoutMs;
    private final int logonRejectDelayMs;
    private final int logonAttemptsPerSecond;
    private final int snapshotRequestsPerSecond;
    private final int replyQueueBytes;
    private final int replyTermLength;

    private GatewayConfiguration(final Builder builder) {
        ingressChannel = ingressChannel(builder.ingressChannel);
        ingressStreamId = builder.ingressStreamId;
        deltaChannel = broadcastChannel("deltaChannel", builder.deltaChannel);
        deltaStreamId = builder.deltaStreamId;
        allowedReplyHosts = allowedReplyHosts(builder.allowedReplyHosts);
        heartbeatIntervalMs = inRange("heartbeatIntervalMs", builder.heartbeatIntervalMs, 100, 500);
        maxSessions = powerOfTwo("maxSessions", builder.maxSessions, 1, SESSIONS_MAX);
        maxPendingLogons = inRange("maxPendingLogons", builder.maxPendingLogons, 1, SESSIONS_MAX);
        logonTimeoutMs = inRange("logonTimeoutMs", builder.logonTimeoutMs, 100, 60_000);
        logonRejectDelayMs = inRange("logonRejectDelayMs", builder.logonRejectDelayMs, 0, 10_000);
        logonAttemptsPerSecond = inRange("logonAttemptsPerSecond", builder.logonAttemptsPerSecond, 1, 100_000);
        snapshotRequestsPerSecond =
                inRange("snapshotRequestsPerSecond", builder.snapshotRequestsPerSecond, 1, 1_000_000);
        replyQueueBytes =
                powerOfTwo("replyQueueBytes", builder.replyQueueBytes, REPLY_QUEUE_BYTES_MIN, REPLY_QUEUE_BYTES_MAX);
        replyTermLength = powerOfTwo("replyTermLength", builder.replyTermLength, TERM_LENGTH_MIN, TERM_LENGTH_MAX);
    }

    /** @return a builder with every default, loopback only. */
    public static Builder builder() {
        return new Builder();
    }

    /** @return Aeron channel that clients and relays send to. */
    public String ingressChannel() {
        return ingressChannel;
    }

    /** @return stream that clients and relays send to. */
    public int ingressStreamId() {
        return ingressStreamId;
    }

    /** @return Aeron channel of the order-state deltas: multicast or multi-destination-cast, with {@code fc=max}. */
    public String deltaChannel() {
        return deltaChannel;
    }

    /** @return stream of the order-state deltas. */
    public int deltaStreamId() {
        return deltaStreamId;
    }

    /** @return hosts, in lower case, to which replies may be sent, as clients spell them in a replyChannel. */
    public Set<String> allowedReplyHosts() {
        return allowedReplyHosts;
    }

    /** @return how often either side says it is alive, in milliseconds; after three without, a session is lost. */
    public int heartbeatIntervalMs() {
        return heartbeatIntervalMs;
    }

    /** @return sessions open at the same time, a power of two. */
    public int maxSessions() {
        return maxSessions;
    }

    /** @return logons under way at the same time. */
    public int maxPendingLogons() {
        return maxPendingLogons;
    }

    /** @return time for a logon from its request to its ChallengeResponse, in milliseconds. */
    public int logonTimeoutMs() {
        return logonTimeoutMs;
    }

    /** @return time from a wrong ChallengeResponse to its LogonRejected, in milliseconds; the same for every cause. */
    public int logonRejectDelayMs() {
        return logonRejectDelayMs;
    }

    /** @return LogonRequests looked at per second, of all clients together; as many may come at once. */
    public int logonAttemptsPerSecond() {
        return logonAttemptsPerSecond;
    }

    /** @return MarketDataSnapshotRequests handed on per second, of all clients together; as many may come at once. */
    public int snapshotRequestsPerSecond() {
        return snapshotRequestsPerSecond;
    }

    /** @return bytes of replies that wait for a slow client before its session is closed, a power of two. */
    public int replyQueueBytes() {
        return replyQueueBytes;
    }

    /** @return term length of reply publications in bytes, a power of two. */
    public int replyTermLength() {
        return replyTermLength;
    }

    long heartbeatIntervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(heartbeatIntervalMs);
    }

    private static String ingressChannel(final String channel) {
        final ChannelUri uri = parse("ingressChannel", channel);
        if (!uri.isIpc() && !uri.containsKey(CommonContext.ENDPOINT_PARAM_NAME)) {
            throw invalid("ingressChannel", "must be aeron:ipc or have an endpoint", channel);
        }
        return uri.toString();
    }

    /** Returns the channel with {@code fc=max}; refuses one that does not go to many, or that one receiver could hold back. */
    static String broadcastChannel(final String property, final String channel) {
        final ChannelUri uri = parse(property, channel);
        final boolean multicast = uri.containsKey(CommonContext.ENDPOINT_PARAM_NAME);
        final boolean dynamic =
                CommonContext.MDC_CONTROL_MODE_DYNAMIC.equals(uri.get(CommonContext.MDC_CONTROL_MODE_PARAM_NAME))
                        && uri.containsKey(CommonContext.MDC_CONTROL_PARAM_NAME);
        if (!uri.isUdp() || !(multicast || dynamic)) {
            throw invalid(property, "must be aeron:udp with an endpoint or with control-mode=dynamic", channel);
        }
        // Any other flow control would let one slow relay hold back all others, and with them the core.
        final String flowControl = uri.get(CommonContext.FLOW_CONTROL_PARAM_NAME, "max");
        if (!"max".equals(flowControl)) {
            throw invalid(property, "must have fc=max or none", channel);
        }
        uri.put(CommonContext.FLOW_CONTROL_PARAM_NAME, flowControl);
        return uri.toString();
    }

    private static Set<String> allowedReplyHosts(final Set<String> hosts) {
        if (hosts.isEmpty()) {
            throw invalid("allowedReplyHosts", "must name a host", hosts);
        }
        final Set<String> lowerCase = new TreeSet<>();
        for (final String host : hosts) {
            if (host.isBlank()) {
                throw invalid("allowedReplyHosts", "must not hold a blank", hosts);
            }
            lowerCase.add(host.toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(lowerCase);
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

    private static int powerOfTwo(final String property, final int value, final int min, final int max) {
        if (value < min || value > max || Integer.bitCount(value) != 1) {
            throw invalid(property, "must be a power of two from " + min + " to " + max, value);
        }
        return value;
    }

    private static IllegalArgumentException invalid(final String property, final String rule, final Object value) {
        return new IllegalArgumentException(property + " " + rule + ", was " + value);
    }

    /** Collects settings; every one has a default that is safe on one machine. */
    public static final class Builder {
        private String ingressChannel = "aeron:udp?endpoint=127.0.0.1:40455";
        private int ingressStreamId = 1001;
        private String deltaChannel = "aeron:udp?endpoint=224.20.30.41:40456|interface=127.0.0.1|term-length=4m";
        private int deltaStreamId = 1002;
        private Set<String> allowedReplyHosts = Set.of("127.0.0.1", "localhost");
        private int heartbeatIntervalMs = 250;
        private int maxSessions = 256;
        private int maxPendingLogons = 32;
        private int logonTimeoutMs = 3_000;
        private int logonRejectDelayMs = 200;
        private int logonAttemptsPerSecond = 20;
        private int snapshotRequestsPerSecond = 1_000;
        private int replyQueueBytes = 256 * 1024;
        private int replyTermLength = 1024 * 1024;

        private Builder() {}

        /**
         * @param channel as {@link GatewayConfiguration#ingressChannel()}.
         * @return this.
         */
        public Builder ingressChannel(final String channel) {
            ingressChannel = channel;
            return this;
        }

        /**
         * @param streamId as {@link GatewayConfiguration#ingressStreamId()}.
         * @return this.
         */
        public Builder ingressStreamId(final int streamId) {
            ingressStreamId = streamId;
            return this;
        }

        /**
         * @param channel as {@link GatewayConfiguration#deltaChannel()}.
         * @return this.
         */
        public Builder deltaChannel(final String channel) {
            deltaChannel = channel;
            return this;
        }

        /**
         * @param streamId as {@link GatewayConfiguration#deltaStreamId()}.
         * @return this.
         */
        public Builder deltaStreamId(final int streamId) {
            deltaStreamId = streamId;
            return this;
        }

        /**
         * @param hosts as {@link GatewayConfiguration#allowedReplyHosts()}.
         * @return this.
         */
        public Builder allowedReplyHosts(final Set<String> hosts) {
            allowedReplyHosts = Set.copyOf(hosts);
            return this;
        }

        /**
         * @param intervalMs as {@link GatewayConfiguration#heartbeatIntervalMs()}, 100 to 500.
         * @return this.
         */
        public Builder heartbeatIntervalMs(final int intervalMs) {
            heartbeatIntervalMs = intervalMs;
            return this;
        }

        /**
         * @param sessions as {@link GatewayConfiguration#maxSessions()}, at most 4,096.
         * @return this.
         */
        public Builder maxSessions(final int sessions) {
            maxSessions = sessions;
            return this;
        }

        /**
         * @param logons as {@link GatewayConfiguration#maxPendingLogons()}, at most 4,096.
         * @return this.
         */
        public Builder maxPendingLogons(final int logons) {
            maxPendingLogons = logons;
            return this;
        }

        /**
         * @param timeoutMs as {@link GatewayConfiguration#logonTimeoutMs()}, 100 to 60,000.
         * @return this.
         */
        public Builder logonTimeoutMs(final int timeoutMs) {
            logonTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * @param delayMs as {@link GatewayConfiguration#logonRejectDelayMs()}, 0 to 10,000.
         * @return this.
         */
        public Builder logonRejectDelayMs(final int delayMs) {
            logonRejectDelayMs = delayMs;
            return this;
        }

        /**
         * @param requests as {@link GatewayConfiguration#snapshotRequestsPerSecond()}, at most 1,000,000.
         * @return this.
         */
        public Builder snapshotRequestsPerSecond(final int requests) {
            snapshotRequestsPerSecond = requests;
            return this;
        }

        /**
         * @param attempts as {@link GatewayConfiguration#logonAttemptsPerSecond()}, at most 100,000.
         * @return this.
         */
        public Builder logonAttemptsPerSecond(final int attempts) {
            logonAttemptsPerSecond = attempts;
            return this;
        }

        /**
         * @param bytes as {@link GatewayConfiguration#replyQueueBytes()}, 8 KiB to 64 MiB.
         * @return this.
         */
        public Builder replyQueueBytes(final int bytes) {
            replyQueueBytes = bytes;
            return this;
        }

        /**
         * @param bytes as {@link GatewayConfiguration#replyTermLength()}, 64 KiB to 1 GiB.
         * @return this.
         */
        public Builder replyTermLength(final int bytes) {
            replyTermLength = bytes;
            return this;
        }

        /**
         * @return the settings.
         * @throws IllegalArgumentException that names the property that is not valid.
         */
        public GatewayConfiguration build() {
            return new GatewayConfiguration(this);
        }
    }
}
