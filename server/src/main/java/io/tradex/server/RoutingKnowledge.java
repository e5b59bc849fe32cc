package io.tradex.server;

import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import java.util.function.Predicate;

/**
 * What the engine knows of how orders are routed.
 *
 * @param venues  whether a venue's settings are these.
 * @param clients whether a client's instructions are these.
 */
record RoutingKnowledge(Predicate<VenueSettingsDecoder> venues, Predicate<ClientRoutingDecoder> clients) {}
