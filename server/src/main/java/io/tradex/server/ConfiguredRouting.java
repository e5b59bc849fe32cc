package io.tradex.server;

import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.ClientRoutingEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RoutingStrategy;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Routing instructions of a client as the configuration file has them: an input whenever the engine has others. */
final class ConfiguredRouting {
    private enum Strategy {
        BEST_PRICE(RoutingStrategy.BEST_PRICE),
        SWEEP(RoutingStrategy.SWEEP),
        SPRAY(RoutingStrategy.SPRAY),
        SEQUENTIAL(RoutingStrategy.SEQUENTIAL),
        DARK_FIRST(RoutingStrategy.DARK_FIRST);

        private final RoutingStrategy value;

        Strategy(final RoutingStrategy value) {
            this.value = value;
        }
    }

    private final long clientId;
    private final long venueMask;
    private final Strategy strategy;
    private final boolean excludeOwnBook;

    private ConfiguredRouting(final Settings settings, final long clientId, final Collection<Integer> venueIds) {
        final String prefix = prefix(clientId);
        this.clientId = clientId;
        strategy = settings.choice(prefix + "strategy", Strategy.BEST_PRICE);
        excludeOwnBook = settings.flag(prefix + "exclude.own.book", false);
        long mask = 0;
        if (settings.has(prefix + "venues")) {
            for (final String venue : settings.list(prefix + "venues", null)) {
                mask |= bit(prefix + "venues", venue, venueIds);
            }
        }
        venueMask = mask;
    }

    /**
     * @param settings of the file.
     * @param clientId of a client.
     * @param venueIds of the file.
     * @return its instructions, if the file has any; else what the engine has is left alone.
     */
    static Optional<ConfiguredRouting> of(
            final Settings settings, final long clientId, final Collection<Integer> venueIds) {
        final boolean has = Stream.of("strategy", "venues", "exclude.own.book")
                .anyMatch(key -> settings.has(prefix(clientId) + key));
        return has ? Optional.of(new ConfiguredRouting(settings, clientId, venueIds)) : Optional.empty();
    }

    /**
     * Adds the input that tells the engine.
     *
     * @param isKnown whether the engine has these instructions.
     * @param inputs  takes it.
     */
    void tell(final Predicate<ClientRoutingDecoder> isKnown, final StartInputs inputs) {
        final ClientRoutingEncoder encoder = new ClientRoutingEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .clientId(clientId)
                .venueMask(venueMask)
                .routingStrategy(strategy.value)
                .excludeOwnBook(excludeOwnBook ? BooleanType.T : BooleanType.F);
        if (!isKnown.test(
                new ClientRoutingDecoder().wrapAndApplyHeader(inputs.buffer(), 0, new MessageHeaderDecoder()))) {
            inputs.add(encoder);
        }
    }

    private static String prefix(final long clientId) {
        return "client." + clientId + ".routing.";
    }

    private static long bit(final String key, final String venue, final Collection<Integer> venueIds) {
        try {
            final int venueId = Integer.parseInt(venue);
            if (venueIds.contains(venueId)) {
                return 1L << (venueId - 1);
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a venue that is not there is.
        }
        throw new IllegalArgumentException(key + ": \"" + venue + "\" is the id of no venue in this file");
    }
}
