package io.tradex.server;

import io.tradex.fix.FixEndpoint;
import io.tradex.fix.FixTags;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.fix.FixVersion;
import io.tradex.fix.VenueMarketData;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import io.tradex.protocol.journal.VenueSettingsEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A venue as the configuration file has it: its FIX sessions, and how orders are routed to it. The routing becomes an input whenever the
 * engine has it otherwise.
 */
final class ConfiguredVenue {
    private static final Map<String, FixVersion> VERSIONS =
            new TreeMap<>(Map.of("4.2", FixVersion.FIX42, "4.4", FixVersion.FIX44, "5.0SP2", FixVersion.FIX50SP2));

    private static final int MAX_MS = 86_400_000;
    private static final int MAX_BREAKER_WINDOW = 1024;
    private static final long MAX_FEE_E8 = 50_000_000;

    private enum WhenTripped {
        REROUTE(io.tradex.protocol.types.WhenTripped.REROUTE),
        REJECT(io.tradex.protocol.types.WhenTripped.REJECT);

        private final io.tradex.protocol.types.WhenTripped value;

        WhenTripped(final io.tradex.protocol.types.WhenTripped value) {
            this.value = value;
        }
    }

    private final String prefix;
    private final int venueId;
    private final FixVenueConfiguration sessions;
    private final long takerFeeE8;
    private final long makerFeeE8;
    private final long latencyNs;
    private final int fillProbabilityBps;
    private final int messagesPerSecond;
    private final int ackTimeoutMs;
    private final int unreachableMs;
    private final int breakerWindow;
    private final int breakerRejects;
    private final int breakerSlow;
    private final int breakerCoolDownMs;
    private final WhenTripped whenTripped;
    private final boolean massStatus;
    private final boolean smart;

    /**
     * @param settings      of the file.
     * @param venueId       of the venue.
     * @param store         directory of all sessions' sequence numbers.
     * @param instrumentIds of the instruments of the file, by symbol.
     */
    ConfiguredVenue(
            final Settings settings, final int venueId, final String store, final Map<String, Integer> instrumentIds) {
        this.prefix = "venue." + venueId + '.';
        this.venueId = venueId;
        sessions = sessions(settings, store, instrumentIds);
        takerFeeE8 = fee(settings, "fee.taker");
        makerFeeE8 = fee(settings, "fee.maker");
        latencyNs = TimeUnit.MICROSECONDS.toNanos(settings.integer(prefix + "latency.us", 1_000, 0, 1_000_000_000));
        fillProbabilityBps = settings.integer(prefix + "fill.probability.bps", 10_000, 0, 10_000);
        messagesPerSecond = settings.integer(prefix + "messages.per.second", 0, 0, 1_000_000);
        ackTimeoutMs = settings.integer(prefix + "ack.timeout.ms", 5_000, 0, MAX_MS);
        unreachableMs = settings.integer(prefix + "unreachable.ms", 30_000, 0, MAX_MS);
        breakerWindow = settings.integer(prefix + "breaker.window", 100, 0, MAX_BREAKER_WINDOW);
        breakerRejects = settings.integer(prefix + "breaker.rejects", 50, 0, MAX_BREAKER_WINDOW);
        breakerSlow = settings.integer(prefix + "breaker.slow", 20, 0, MAX_BREAKER_WINDOW);
        breakerCoolDownMs = settings.integer(prefix + "breaker.cool.down.ms", 10_000, 0, MAX_MS);
        whenTripped = settings.choice(prefix + "when.tripped", WhenTripped.REROUTE);
        final boolean canMassStatus = sessions.version() != FixVersion.FIX42;
        massStatus = settings.flag(prefix + "mass.status", canMassStatus);
        if (massStatus && !canMassStatus) {
            throw new IllegalArgumentException(prefix + "mass.status=true: FIX 4.2 has no order mass status request");
        }
        smart = settings.flag(prefix + "smart", sessions.marketData().isPresent());
    }

    int venueId() {
        return venueId;
    }

    /** Its FIX sessions. */
    FixVenueConfiguration sessions() {
        return sessions;
    }

    /**
     * Adds the input that tells the engine how orders are routed here.
     *
     * @param isKnown whether the engine has these settings.
     * @param inputs  takes it.
     */
    void tell(final Predicate<VenueSettingsDecoder> isKnown, final StartInputs inputs) {
        final VenueSettingsEncoder encoder = new VenueSettingsEncoder()
                .wrapAndApplyHeader(inputs.buffer(), 0, inputs.header())
                .takerFeeE8(takerFeeE8)
                .makerFeeE8(makerFeeE8)
                .latencyNs(latencyNs)
                .venueId(venueId)
                .fillProbabilityBps(fillProbabilityBps)
                .messagesPerSecond(messagesPerSecond)
                .ackTimeoutMs(ackTimeoutMs)
                .unreachableMs(unreachableMs)
                .breakerWindow(breakerWindow)
                .breakerRejects(breakerRejects)
                .breakerSlow(breakerSlow)
                .breakerCoolDownMs(breakerCoolDownMs)
                .whenTripped(whenTripped.value)
                .massStatus(massStatus ? BooleanType.T : BooleanType.F)
                .smart(smart ? BooleanType.T : BooleanType.F);
        if (!isKnown.test(
                new VenueSettingsDecoder().wrapAndApplyHeader(inputs.buffer(), 0, new MessageHeaderDecoder()))) {
            inputs.add(encoder);
        }
    }

    private FixVenueConfiguration sessions(
            final Settings settings, final String store, final Map<String, Integer> instrumentIds) {
        final String version = settings.text(prefix + "fix", "4.4");
        if (!VERSIONS.containsKey(version)) {
            throw new IllegalArgumentException(
                    prefix + "fix=" + version + ": must be one of " + String.join(", ", VERSIONS.keySet()));
        }
        try {
            final FixEndpoint orders = endpoint(settings, "", null);
            final FixVenueConfiguration.Builder venue = FixVenueConfiguration.builder(
                            venueId, orders, Path.of(store, "venue-" + venueId))
                    .version(VERSIONS.get(version))
                    .tags(tags(settings))
                    .heartbeatIntervalS(settings.integer(
                            prefix + "heartbeat.s", FixVenueConfiguration.DEFAULT_HEARTBEAT_INTERVAL_S, 1, 3600))
                    .reconnectIntervalS(settings.integer(
                            prefix + "reconnect.s", FixVenueConfiguration.DEFAULT_RECONNECT_INTERVAL_S, 1, 3600));
            if (settings.has(prefix + "dictionary")) {
                venue.dictionary(settings.path(prefix + "dictionary", null).toAbsolutePath());
            }
            if (settings.has(prefix + "dropcopy.port")) {
                venue.dropCopy(endpoint(settings, "dropcopy.", orders));
            }
            if (settings.flag(prefix + "marketdata", false)) {
                venue.marketData(marketData(settings, orders, instrumentIds));
            }
            return venue.build();
        } catch (final IllegalArgumentException e) {
            throw e.getMessage().startsWith(prefix)
                    ? e
                    : new IllegalArgumentException("venue." + venueId + ": " + e.getMessage(), e);
        }
    }

    /** Where a session goes; what is not said of one that is not for orders is as with the orders. */
    private FixEndpoint endpoint(final Settings settings, final String part, final FixEndpoint orders) {
        final String key = prefix + part;
        return new FixEndpoint(
                settings.text(key + "host", orders == null ? "127.0.0.1" : orders.host()),
                settings.integer(key + "port", 0, 1, 65_535),
                settings.text(key + "sender", orders == null ? "TRADEX" : orders.senderCompId()),
                settings.text(key + "target", orders == null ? "VENUE" + venueId : orders.targetCompId()));
    }

    private VenueMarketData marketData(
            final Settings settings, final FixEndpoint orders, final Map<String, Integer> instrumentIds) {
        final Map<String, Integer> wanted = new TreeMap<>();
        if (settings.has(prefix + "symbols")) {
            for (final String symbol : settings.list(prefix + "symbols", null)) {
                if (!instrumentIds.containsKey(symbol)) {
                    throw new IllegalArgumentException(
                            prefix + "symbols: \"" + symbol + "\" is the symbol of no instrument in this file");
                }
                wanted.put(symbol, instrumentIds.get(symbol));
            }
        } else {
            wanted.putAll(instrumentIds);
        }
        return new VenueMarketData(
                settings.has(prefix + "marketdata.port")
                        ? Optional.of(endpoint(settings, "marketdata.", orders))
                        : Optional.empty(),
                wanted,
                settings.integer(prefix + "marketdata.depth", 1, 1, VenueMarketData.MAX_DEPTH));
    }

    /** What the venue wants in our messages, and where it puts fields of its own. */
    private FixTags tags(final Settings settings) {
        FixTags tags = FixTags.NONE;
        for (final String key : settings.keysUnder(prefix + "set.")) {
            final String[] parts =
                    key.substring(prefix.length() + "set.".length()).split("\\.", -1);
            if (parts.length > 2) {
                throw refusal(settings, key, "must be " + prefix + "set.TAG or " + prefix + "set.MSGTYPE.TAG");
            }
            final int tag = tag(settings, key, parts[parts.length - 1]);
            final String value = settings.text(key, null);
            try {
                tags = parts.length == 1 ? tags.set(tag, value) : tags.set(parts[0], tag, value);
            } catch (final IllegalArgumentException e) {
                throw refusal(settings, key, e.getMessage());
            }
        }
        for (final String key : settings.keysUnder(prefix + "tag.")) {
            final int tag = tag(settings, key, key.substring(prefix.length() + "tag.".length()));
            try {
                tags = tags.rename(tag, settings.integer(key, 0, 1, 99_999));
            } catch (final IllegalArgumentException e) {
                throw e.getMessage().startsWith(prefix) ? e : refusal(settings, key, e.getMessage());
            }
        }
        if (settings.has(prefix + "password.file")) {
            final String key = prefix + "password.file";
            tags = tags.set("A", 554, SecretFiles.text(key, settings.path(key, null)));
        }
        return tags;
    }

    private static int tag(final Settings settings, final String key, final String text) {
        try {
            return Integer.parseInt(text);
        } catch (final NumberFormatException e) {
            throw refusal(settings, key, "\"" + text + "\" must be the number of a tag");
        }
    }

    private long fee(final Settings settings, final String name) {
        final long feeE8 = settings.decimalE8(prefix + name, "0");
        if (feeE8 < -MAX_FEE_E8 || feeE8 > MAX_FEE_E8) {
            throw refusal(settings, prefix + name, "must be from -0.5 to 0.5, as a share of what is traded");
        }
        return feeE8;
    }

    private static IllegalArgumentException refusal(final Settings settings, final String key, final String rule) {
        return new IllegalArgumentException(key + "=" + settings.text(key, "") + ": " + rule);
    }
}
