package io.tradex.fix;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.agrona.BitUtil;

/**
 * One venue: where its FIX acceptors are, who we are there, and what it speaks.
 *
 * @param venueId            1 to {@link #MAX_VENUE_ID}, as the engine knows it.
 * @param version            of FIX on all its sessions.
 * @param dictionary         a data dictionary of its own in QuickFIX's format, of the application messages; else QuickFIX/J's.
 * @param orders             where orders go.
 * @param dropCopy           where a second copy of its execution reports comes from, if it has one.
 * @param marketData         which quotes are wanted of it, if any.
 * @param tags               what it does with tags in its own way.
 * @param storeDirectory     where the sessions' sequence numbers are kept; made if missing.
 * @param heartbeatIntervalS HeartBtInt (108) in seconds, 1 to 3600.
 * @param reconnectIntervalS seconds between two attempts to connect, 1 to 3600.
 * @param requestQueueBytes  capacity of the queue of requests to the venue: a power of two, 4 KiB to 1 GiB. A request takes at
 *                           most 256 bytes. When it is full, {@link FixAdapter#onVenueRequest} says so.
 */
public record FixVenueConfiguration(
        int venueId,
        FixVersion version,
        Optional<Path> dictionary,
        FixEndpoint orders,
        Optional<FixEndpoint> dropCopy,
        Optional<VenueMarketData> marketData,
        FixTags tags,
        Path storeDirectory,
        int heartbeatIntervalS,
        int reconnectIntervalS,
        int requestQueueBytes) {
    /** Highest venue id. */
    public static final int MAX_VENUE_ID = 64;

    /** Seconds between heartbeats unless told otherwise. */
    public static final int DEFAULT_HEARTBEAT_INTERVAL_S = 10;

    /** Seconds between two attempts to connect unless told otherwise. */
    public static final int DEFAULT_RECONNECT_INTERVAL_S = 1;

    /** Bytes of requests that wait for a venue unless told otherwise. */
    public static final int DEFAULT_REQUEST_QUEUE_BYTES = 1024 * 1024;

    private static final int MAX_INTERVAL_S = 3600;
    private static final int MIN_REQUEST_QUEUE_BYTES = 4 * 1024;
    private static final int MAX_REQUEST_QUEUE_BYTES = 1024 * 1024 * 1024;

    /** Checks every property, naming the one at fault. */
    public FixVenueConfiguration {
        inRange("venueId", venueId, 1, MAX_VENUE_ID);
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(orders, "orders");
        Objects.requireNonNull(dropCopy, "dropCopy");
        Objects.requireNonNull(marketData, "marketData");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(storeDirectory, "storeDirectory");
        inRange("heartbeatIntervalS", heartbeatIntervalS, 1, MAX_INTERVAL_S);
        inRange("reconnectIntervalS", reconnectIntervalS, 1, MAX_INTERVAL_S);
        inRange("requestQueueBytes", requestQueueBytes, MIN_REQUEST_QUEUE_BYTES, MAX_REQUEST_QUEUE_BYTES);
        if (!BitUtil.isPowerOfTwo(requestQueueBytes)) {
            throw new IllegalArgumentException("requestQueueBytes must be a power of two: " + requestQueueBytes);
        }
        if (dictionary.isPresent()) {
            VenueDictionary.check(dictionary.get(), version, marketData.isPresent());
        }
    }

    /**
     * A FIX 4.4 venue with one session for its orders.
     *
     * @param venueId        its id.
     * @param host           of its acceptor.
     * @param port           of its acceptor.
     * @param senderCompId   ours.
     * @param targetCompId   the venue's.
     * @param storeDirectory where the session's sequence numbers are kept.
     */
    public FixVenueConfiguration(
            final int venueId,
            final String host,
            final int port,
            final String senderCompId,
            final String targetCompId,
            final Path storeDirectory) {
        this(
                venueId,
                FixVersion.FIX44,
                Optional.empty(),
                new FixEndpoint(host, port, senderCompId, targetCompId),
                Optional.empty(),
                Optional.empty(),
                FixTags.NONE,
                storeDirectory,
                DEFAULT_HEARTBEAT_INTERVAL_S,
                DEFAULT_RECONNECT_INTERVAL_S,
                DEFAULT_REQUEST_QUEUE_BYTES);
    }

    /**
     * @param venueId        its id.
     * @param orders         where its orders go.
     * @param storeDirectory where the sessions' sequence numbers are kept.
     * @return a builder of a FIX 4.4 venue, to be told what is special.
     */
    public static Builder builder(final int venueId, final FixEndpoint orders, final Path storeDirectory) {
        return new Builder(venueId, orders, storeDirectory);
    }

    static void inRange(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
    }

    /** Collects what is special about a venue. */
    public static final class Builder {
        private final int venueId;
        private final FixEndpoint orders;
        private final Path storeDirectory;
        private FixVersion version = FixVersion.FIX44;
        private Optional<Path> dictionary = Optional.empty();
        private Optional<FixEndpoint> dropCopy = Optional.empty();
        private Optional<VenueMarketData> marketData = Optional.empty();
        private FixTags tags = FixTags.NONE;
        private int heartbeatIntervalS = DEFAULT_HEARTBEAT_INTERVAL_S;
        private int reconnectIntervalS = DEFAULT_RECONNECT_INTERVAL_S;
        private int requestQueueBytes = DEFAULT_REQUEST_QUEUE_BYTES;

        private Builder(final int venueId, final FixEndpoint orders, final Path storeDirectory) {
            this.venueId = venueId;
            this.orders = orders;
            this.storeDirectory = storeDirectory;
        }

        /**
         * @param fixVersion that it speaks.
         * @return this.
         */
        public Builder version(final FixVersion fixVersion) {
            version = fixVersion;
            return this;
        }

        /**
         * @param file its data dictionary.
         * @return this.
         */
        public Builder dictionary(final Path file) {
            dictionary = Optional.of(file);
            return this;
        }

        /**
         * @param endpoint of its drop copies.
         * @return this.
         */
        public Builder dropCopy(final FixEndpoint endpoint) {
            dropCopy = Optional.of(endpoint);
            return this;
        }

        /**
         * @param wanted quotes.
         * @return this.
         */
        public Builder marketData(final VenueMarketData wanted) {
            marketData = Optional.of(wanted);
            return this;
        }

        /**
         * @param venueTags what it does with tags in its own way.
         * @return this.
         */
        public Builder tags(final FixTags venueTags) {
            tags = venueTags;
            return this;
        }

        /**
         * @param seconds between heartbeats.
         * @return this.
         */
        public Builder heartbeatIntervalS(final int seconds) {
            heartbeatIntervalS = seconds;
            return this;
        }

        /**
         * @param seconds between two attempts to connect.
         * @return this.
         */
        public Builder reconnectIntervalS(final int seconds) {
            reconnectIntervalS = seconds;
            return this;
        }

        /**
         * @param bytes of requests that may wait.
         * @return this.
         */
        public Builder requestQueueBytes(final int bytes) {
            requestQueueBytes = bytes;
            return this;
        }

        /** @return the venue. */
        public FixVenueConfiguration build() {
            return new FixVenueConfiguration(
                    venueId,
                    version,
                    dictionary,
                    orders,
                    dropCopy,
                    marketData,
                    tags,
                    storeDirectory,
                    heartbeatIntervalS,
                    reconnectIntervalS,
                    requestQueueBytes);
        }
    }
}
