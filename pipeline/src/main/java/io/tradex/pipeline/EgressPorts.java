package io.tradex.pipeline;

import java.util.Objects;

/**
 * Where outputs go.
 *
 * @param replies to clients.
 * @param deltas  to relays, all at once.
 * @param relays  to one relay that asked.
 * @param venues  to exchanges.
 * @param market  to everybody: market data.
 * @param host    to the people who run the core.
 */
public record EgressPorts(
        ReplyPort replies,
        DeltaPort deltas,
        RelayPort relays,
        VenuePort venues,
        MarketDataPort market,
        HostEvents host) {
    /** Refuses to leave one out. */
    public EgressPorts {
        Objects.requireNonNull(replies, "replies");
        Objects.requireNonNull(deltas, "deltas");
        Objects.requireNonNull(relays, "relays");
        Objects.requireNonNull(venues, "venues");
        Objects.requireNonNull(market, "market");
        Objects.requireNonNull(host, "host");
    }
}
