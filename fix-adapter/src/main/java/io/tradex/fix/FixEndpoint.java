package io.tradex.fix;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A FIX acceptor of a venue, and who we are there.
 *
 * @param host         of the acceptor.
 * @param port         of the acceptor, 1 to 65535.
 * @param senderCompId SenderCompID (49) of ours: letters, digits, '-', '_', '.', at most 32.
 * @param targetCompId TargetCompID (56), the venue's: likewise.
 */
public record FixEndpoint(String host, int port, String senderCompId, String targetCompId) {
    private static final Pattern COMP_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    /** Checks every property, naming the one at fault. */
    public FixEndpoint {
        Objects.requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        FixVenueConfiguration.inRange("port", port, 1, 65_535);
        compId("senderCompId", senderCompId);
        compId("targetCompId", targetCompId);
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
