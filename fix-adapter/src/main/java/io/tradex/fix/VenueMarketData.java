package io.tradex.fix;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which quotes are wanted of a venue.
 *
 * @param endpoint    of a session of their own; without one they come on the session of the orders.
 * @param instruments id of each wanted instrument by its symbol; at least one.
 * @param depth       MarketDepth (264) to ask for, 1 to {@link #MAX_DEPTH}; 1 is the best bid and ask alone.
 */
public record VenueMarketData(Optional<FixEndpoint> endpoint, Map<String, Integer> instruments, int depth) {
    /** Most levels a side that are kept. */
    public static final int MAX_DEPTH = 64;

    /** Checks every property, naming the one at fault. */
    public VenueMarketData {
        Objects.requireNonNull(endpoint, "endpoint");
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException("instruments must not be empty");
        }
        instruments = Map.copyOf(instruments);
        FixVenueConfiguration.inRange("depth", depth, 1, MAX_DEPTH);
    }
}
