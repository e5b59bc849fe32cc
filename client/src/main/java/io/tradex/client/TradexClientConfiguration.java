package io.tradex.client;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.util.concurrent.TimeUnit;

/** Settings of a client. Immutable; what {@link Builder#build()} returns is valid. Never shows the secret. */
public final class TradexClientConfiguration {
    /** Fewest bytes of a secret. */
    public static final int SECRET_LENGTH_MIN = 16;

    private final String serverChannel;
    private final int serverStreamId;
    private final String replyHost;
    private final int replyStreamId;
    private final long clientId;
    private final byte[] secret;
    private final boolean cancelOnDisconnect;
    private final int graceMs;
    private final int logonTimeoutMs;
    private final int reconnectDelayMsMin;
    private final int reconnectDelayMsMax;
    private final int driverTimeoutMs;
    private final int fragmentLimit;

    private TradexClientConfiguration(final Builder builder) {
        serverChannel = serverChannel(builder.serverChannel);
        serverStreamId = builder.serverStreamId;
        replyHost = replyHost(builder.replyHost);
        replyStreamId = builder.replyStreamId;
        clientId = builder.clientId;
        if (clientId < 1) {
            throw invalid("clientId", "must be set and positive", clientId);
        }
        if (builder.secret == null || builder.secret.length < SECRET_LENGTH_MIN) {
            throw new IllegalArgumentException("secret must be set and have at least " + SECRET_LENGTH_MIN + " bytes");
        }
        secret = builder.secret;
        cancelOnDisconnect = builder.cancelOnDisconnect;
        graceMs = inRange("graceMs", builder.graceMs, 0, 600_000);
        logonTimeoutMs = inRange("logonTimeoutMs", builder.logonTimeoutMs, 100, 60_000);
        reconnectDelayMsMin = inRange("reconnectDelayMsMin", builder.reconnectDelayMsMin, 1, 60_000);
        reconnectDelayMsMax = inRange("reconnectDelayMsMax", builder.reconnectDelayMsMax, reconnectDelayMsMin, 600_000);
        driverTimeoutMs = inRange("driverTimeoutMs", builder.driverTimeoutMs, 100, 60_000);
        fragmentLimit = inRange("fragmentLimit", builder.fragmentLimit, 1, 4_096);
    }

    /** @return a builder with every default except clientId and secret. */
    public static Builder builder() {
        return new Builder();
    }

    /** @return Aeron channel of the core's ingress. */
    public String serverChannel() {
        return serverChannel;
    }

    /** @return stream of the core's ingress. */
    public int serverStreamId() {
        return serverStreamId;
    }

    /** @return this machine's address as the core reaches it and allows it; the port is chosen by the system. */
    public String replyHost() {
        return replyHost;
    }

    /** @return stream on which replies come. */
    public int replyStreamId() {
        return replyStreamId;
    }

    /** @return who logs on. */
    public long clientId() {
        return clientId;
    }

    /** @return whether the core cancels the session's orders when it is lost. */
    public boolean cancelOnDisconnect() {
        return cancelOnDisconnect;
    }

    /** @return how long after the loss they are cancelled, unless the client is back by then, in milliseconds; 0 at once. */
    public int graceMs() {
        return graceMs;
    }

    /** @return fragments handled in one {@link TradexClient#poll()}. */
    public int fragmentLimit() {
        return fragmentLimit;
    }

    /** @return how long a media driver may be silent before it is given up, in milliseconds. */
    public int driverTimeoutMs() {
        return driverTimeoutMs;
    }

    byte[] secret() {
        return secret;
    }

    long logonTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(logonTimeoutMs);
    }

    long reconnectDelayNsMin() {
        return TimeUnit.MILLISECONDS.toNanos(reconnectDelayMsMin);
    }

    long reconnectDelayNsMax() {
        return TimeUnit.MILLISECONDS.toNanos(reconnectDelayMsMax);
    }

    @Override
    public String toString() {
        return "TradexClientConfiguration{serverChannel=" + serverChannel + ", serverStreamId=" + serverStreamId
                + ", replyHost=" + replyHost + ", clientId=" + clientId + ", secret=(hidden)}";
    }

    private static String serverChannel(final String channel) {
        final ChannelUri uri;
        try {
            uri = ChannelUri.parse(channel);
        } catch (final IllegalArgumentException ex) {
            throw new IllegalArgumentException("serverChannel must be an Aeron channel, was " + channel, ex);
        }
        if (!uri.isUdp() || !uri.containsKey(CommonContext.ENDPOINT_PARAM_NAME)) {
            throw invalid("serverChannel", "must be aeron:udp with an endpoint", channel);
        }
        if (!uri.containsKey(CommonContext.TERM_LENGTH_PARAM_NAME)) {
            // Aeron's default of 16 MiB is made for streams of bulk data.
            uri.put(CommonContext.TERM_LENGTH_PARAM_NAME, "1m");
        }
        return uri.toString();
    }

    private static String replyHost(final String host) {
        if (host.isBlank() || host.indexOf('|') >= 0 || host.indexOf('=') >= 0) {
            throw invalid("replyHost", "must be a host name or address", host);
        }
        return host;
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
        private String serverChannel = "aeron:udp?endpoint=127.0.0.1:40455";
        private int serverStreamId = 1001;
        private String replyHost = "127.0.0.1";
        private int replyStreamId = 1003;
        private long clientId;
        private byte[] secret;
        private boolean cancelOnDisconnect = true;
        private int graceMs;
        private int logonTimeoutMs = 5_000;
        private int reconnectDelayMsMin = 50;
        private int reconnectDelayMsMax = 2_000;
        private int driverTimeoutMs = 10_000;
        private int fragmentLimit = 64;

        private Builder() {}

        /**
         * @param channel as {@link TradexClientConfiguration#serverChannel()}; default loopback, port 40455.
         * @return this.
         */
        public Builder serverChannel(final String channel) {
            serverChannel = channel;
            return this;
        }

        /**
         * @param streamId as {@link TradexClientConfiguration#serverStreamId()}.
         * @return this.
         */
        public Builder serverStreamId(final int streamId) {
            serverStreamId = streamId;
            return this;
        }

        /**
         * @param host as {@link TradexClientConfiguration#replyHost()}; default loopback.
         * @return this.
         */
        public Builder replyHost(final String host) {
            replyHost = host;
            return this;
        }

        /**
         * @param streamId as {@link TradexClientConfiguration#replyStreamId()}.
         * @return this.
         */
        public Builder replyStreamId(final int streamId) {
            replyStreamId = streamId;
            return this;
        }

        /**
         * @param id as {@link TradexClientConfiguration#clientId()}; required.
         * @return this.
         */
        public Builder clientId(final long id) {
            clientId = id;
            return this;
        }

        /**
         * @param bytes shared with the core, at least {@link TradexClientConfiguration#SECRET_LENGTH_MIN}; copied; required.
         * @return this.
         */
        public Builder secret(final byte[] bytes) {
            secret = bytes.clone();
            return this;
        }

        /**
         * @param cancel as {@link TradexClientConfiguration#cancelOnDisconnect()}; default true.
         * @return this.
         */
        public Builder cancelOnDisconnect(final boolean cancel) {
            cancelOnDisconnect = cancel;
            return this;
        }

        /**
         * @param periodMs as {@link TradexClientConfiguration#graceMs()}, at most 600,000; default 0.
         * @return this.
         */
        public Builder graceMs(final int periodMs) {
            graceMs = periodMs;
            return this;
        }

        /**
         * @param timeoutMs time for each step of a logon in which the core or the driver must answer, 100 to 60,000.
         * @return this.
         */
        public Builder logonTimeoutMs(final int timeoutMs) {
            logonTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * @param delayMs before the first try to reconnect, in milliseconds; it doubles with each one that fails.
         * @return this.
         */
        public Builder reconnectDelayMsMin(final int delayMs) {
            reconnectDelayMsMin = delayMs;
            return this;
        }

        /**
         * @param delayMs longest delay between tries to reconnect, in milliseconds.
         * @return this.
         */
        public Builder reconnectDelayMsMax(final int delayMs) {
            reconnectDelayMsMax = delayMs;
            return this;
        }

        /**
         * @param timeoutMs as {@link TradexClientConfiguration#driverTimeoutMs()}, 100 to 60,000.
         * @return this.
         */
        public Builder driverTimeoutMs(final int timeoutMs) {
            driverTimeoutMs = timeoutMs;
            return this;
        }

        /**
         * @param limit as {@link TradexClientConfiguration#fragmentLimit()}.
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
        public TradexClientConfiguration build() {
            return new TradexClientConfiguration(this);
        }
    }
}
