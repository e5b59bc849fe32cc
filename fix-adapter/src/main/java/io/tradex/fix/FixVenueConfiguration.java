package io.tradex.fix;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.agrona.BitUtil;

/**
 * One venue: where its FIX 4.4 acceptor is and who we are there.
 *
 * @param venueId            1 to {@link #MAX_VENUE_ID}, as the engine knows it.
 * @param host               of the acceptor.
 * @param port               of the acceptor, 1 to 65535.
 * @param senderCompId       SenderCompID (49) of ours: letters, digits, '-', '_', '.', at most 32.
 * @param targetCompId       TargetCompID (56), the venue's: likewise.
 * @param storeDirectory     where the session's sequence numbers are kept; made if missing.
 * @param heartbeatIntervalS HeartBtInt (108) in seconds, 1 to 3600.
 * @param reconnectIntervalS seconds between two attempts to connect, 1 to 3600.
 * @param requestQueueBytes  capacity of the queue of requests to the venue: a power of two, 4 KiB to 1 GiB. A request takes at
 *                           most 128 bytes. When it is full, {@link FixAdapter#onVenueRequest} says so.
 */
public record FixVenueConfiguration(
        int venueId,
        String host,
        int port,
        String senderCompId,
        String targetCompId,
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
    private static final Pattern COMP_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final int MIN_REQUEST_QUEUE_BYTES = 4 * 1024;
    private static final int MAX_REQUEST_QUEUE_BYTES = 1024 * 1024 * 1024;

    /** Checks every property, naming the one at fault. */
    public FixVenueConfiguration {
        inRange("venueId", venueId, 1, MAX_VENUE_ID);
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        inRange("port", port, 1, 65_535);
        compId("senderCompId", senderCompId);
        compId("targetCompId", targetCompId);
        Objects.requireNonNull(storeDirectory, "storeDirectory");
        inRange("heartbeatIntervalS", heartbeatIntervalS, 1, MAX_INTERVAL_S);
        inRange("reconnectIntervalS", reconnectIntervalS, 1, MAX_INTERVAL_S);
        inRange("requestQueueBytes", requestQueueBytes, MIN_REQUEST_QUEUE_BYTES, MAX_REQUEST_QUEUE_BYTES);
        if (!BitUtil.isPowerOfTwo(requestQueueBytes)) {
            throw new IllegalArgumentException("requestQueueBytes must be a power of two: " + requestQueueBytes);
        }
    }

    /** A venue with the default intervals and queue. */
    public FixVenueConfiguration(
            final int venueId,
            final String host,
            final int port,
            final String senderCompId,
            final String targetCompId,
            final Path storeDirectory) {
        this(
                venueId,
                host,
                port,
                senderCompId,
                targetCompId,
                storeDirectory,
                DEFAULT_HEARTBEAT_INTERVAL_S,
                DEFAULT_RECONNECT_INTERVAL_S,
                DEFAULT_REQUEST_QUEUE_BYTES);
    }

    private static void inRange(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
    }

    private static void compId(final String name, final String value) {
        Objects.requireNonNull(value, name);
        // It becomes part of a file name and of the wire's tag=value text.
        if (!COMP_ID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 32 letters, digits, '-', '_' or '.': \"" + value + '"');
        }
    }
}
