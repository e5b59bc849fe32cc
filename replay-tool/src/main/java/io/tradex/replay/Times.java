package io.tradex.replay;

import java.time.Instant;
import java.util.Locale;

/** Times for people. */
final class Times {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private Times() {}

    /** As ISO 8601 in UTC. */
    static String utc(final long timestampNs) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(timestampNs, NS_PER_SECOND), Math.floorMod(timestampNs, NS_PER_SECOND))
                .toString();
    }

    /** In seconds, to the millisecond. */
    static String seconds(final long durationNs) {
        return String.format(Locale.ROOT, "%,.3f s", durationNs / 1e9);
    }
}
