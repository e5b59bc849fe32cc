package io.tradex.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.fix.FixEndpoint;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.fix.FixVersion;
import io.tradex.fix.VenueMarketData;
import io.tradex.protocol.journal.ClientRoutingDecoder;
import io.tradex.protocol.journal.VenueSettingsDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.WhenTripped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file says of venues, and what of it becomes inputs. */
class ConfiguredVenueTest {
    private static final Map<String, Integer> INSTRUMENTS = Map.of("AAPL", 1, "MSFT", 2);

    private final Settings settings = new Settings(new Properties());

    @TempDir
    private Path directory;

    @BeforeEach
    void onePort() {
        settings.set("venue.3.port", "9871");
    }

    @Test
    void shouldHaveOneSessionOfFix44UnlessItIsToldMore() {
        final FixVenueConfiguration sessions = venue().sessions();

        assertEquals(new FixEndpoint("127.0.0.1", 9871, "TRADEX", "VENUE3"), sessions.orders());
        assertEquals(FixVersion.FIX44, sessions.version());
        assertEquals(Optional.empty(), sessions.dropCopy());
        assertEquals(Optional.empty(), sessions.marketData());
        assertEquals(Path.of("store", "venue-3"), sessions.storeDirectory());
        settings.refuseUnknown();
    }

    @Test
    void shouldTakeAllThatIsSaidOfItsSessions() throws IOException {
        final Path password = directory.resolve("password");
        Files.writeString(password, "open sesame\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        settings.set("venue.3.fix", "5.0SP2");
        settings.set("venue.3.host", "venue.example");
        settings.set("venue.3.sender", "US");
        settings.set("venue.3.target", "THEM");
        settings.set("venue.3.heartbeat.s", "30");
        settings.set("venue.3.reconnect.s", "5");
        settings.set("venue.3.dropcopy.port", "9872");
        settings.set("venue.3.dropcopy.target", "COPY");
        settings.set("venue.3.marketdata", "true");
        settings.set("venue.3.marketdata.port", "9873");
        settings.set("venue.3.marketdata.host", "quotes.example");
        settings.set("venue.3.marketdata.depth", "5");
        settings.set("venue.3.symbols", "MSFT");
        settings.set("venue.3.set.5700", "ABC");
        settings.set("venue.3.set.D.21", "1");
        settings.set("venue.3.tag.17", "9717");
        settings.set("venue.3.password.file", password.toString());

        final FixVenueConfiguration sessions = venue().sessions();

        assertEquals(FixVersion.FIX50SP2, sessions.version());
        assertEquals(new FixEndpoint("venue.example", 9871, "US", "THEM"), sessions.orders());
        assertEquals(
                new FixEndpoint("venue.example", 9872, "US", "COPY"),
                sessions.dropCopy().orElseThrow());
        assertEquals(
                new VenueMarketData(
                        Optional.of(new FixEndpoint("quotes.example", 9873, "US", "THEM")), Map.of("MSFT", 2), 5),
                sessions.marketData().orElseThrow());
        assertEquals(30, sessions.heartbeatIntervalS());
        assertEquals(5, sessions.reconnectIntervalS());
        assertEquals("3 set, 1 renamed", sessions.tags().toString());
        settings.refuseUnknown();
    }

    @Test
    void shouldWantQuotesOfAllInstrumentsOfTheFileOnTheSessionOfTheOrders() {
        settings.set("venue.3.marketdata", "true");

        assertEquals(
                new VenueMarketData(Optional.empty(), INSTRUMENTS, 1),
                venue().sessions().marketData().orElseThrow());
    }

    @Test
    void shouldRefuseSymbolsThatNoInstrumentHas() {
        settings.set("venue.3.marketdata", "true");
        settings.set("venue.3.symbols", "AAPL,IBM");

        assertEquals(
                "venue.3.symbols: \"IBM\" is the symbol of no instrument in this file",
                assertThrows(IllegalArgumentException.class, this::venue).getMessage());
    }

    @Test
    void shouldTellTheEngineHowOrdersAreRouted() {
        settings.set("venue.3.fee.taker", "0.0003");
        settings.set("venue.3.fee.maker", "-0.0001");
        settings.set("venue.3.latency.us", "250");
        settings.set("venue.3.fill.probability.bps", "9000");
        settings.set("venue.3.messages.per.second", "100");
        settings.set("venue.3.ack.timeout.ms", "200");
        settings.set("venue.3.unreachable.ms", "3000");
        settings.set("venue.3.breaker.window", "64");
        settings.set("venue.3.breaker.rejects", "16");
        settings.set("venue.3.breaker.slow", "8");
        settings.set("venue.3.breaker.cool.down.ms", "1500");
        settings.set("venue.3.when.tripped", "reject");
        settings.set("venue.3.mass.status", "false");
        settings.set("venue.3.smart", "true");

        final VenueSettingsDecoder told = told(s -> false);

        assertEquals(3, told.venueId());
        assertEquals(30_000, told.takerFeeE8());
        assertEquals(-10_000, told.makerFeeE8());
        assertEquals(250_000, told.latencyNs());
        assertEquals(9_000, told.fillProbabilityBps());
        assertEquals(100, told.messagesPerSecond());
        assertEquals(200, told.ackTimeoutMs());
        assertEquals(3_000, told.unreachableMs());
        assertEquals(64, told.breakerWindow());
        assertEquals(16, told.breakerRejects());
        assertEquals(8, told.breakerSlow());
        assertEquals(1_500, told.breakerCoolDownMs());
        assertEquals(WhenTripped.REJECT, told.whenTripped());
        assertEquals(BooleanType.F, told.massStatus());
        assertEquals(BooleanType.T, told.smart());
        settings.refuseUnknown();
    }

    @Test
    void shouldTellTheEngineOnlyWhatItHasOtherwise() {
        final StartInputs inputs = new StartInputs();
        venue().tell(known -> known.ackTimeoutMs() == 5_000 && known.venueId() == 3, inputs);
        assertEquals(List.of(), inputs.messages());

        venue().tell(known -> known.ackTimeoutMs() == 1, inputs);
        assertEquals(1, inputs.messages().size());
    }

    @Test
    void shouldUseForSmartRoutingOnlyWhatItHasQuotesOf() {
        assertEquals(BooleanType.F, told(s -> false).smart());
        settings.set("venue.3.marketdata", "true");
        assertEquals(BooleanType.T, told(s -> false).smart());
    }

    @Test
    void shouldKnowThatFix42HasNoMassStatus() {
        assertEquals(BooleanType.T, told(s -> false).massStatus());
        settings.set("venue.3.fix", "4.2");
        assertEquals(BooleanType.F, told(s -> false).massStatus());
        settings.set("venue.3.mass.status", "true");
        assertEquals(
                "venue.3.mass.status=true: FIX 4.2 has no order mass status request",
                assertThrows(IllegalArgumentException.class, this::venue).getMessage());
    }

    @Test
    void shouldTellTheRoutingOfClientsThatHaveOne() {
        assertFalse(ConfiguredRouting.of(settings, 7, List.of(1, 3, 64)).isPresent());
        settings.set("client.7.routing.strategy", "dark-first");
        settings.set("client.7.routing.venues", "3, 64");
        settings.set("client.7.routing.exclude.own.book", "true");

        final StartInputs inputs = new StartInputs();
        final ConfiguredRouting routing =
                ConfiguredRouting.of(settings, 7, List.of(1, 3, 64)).orElseThrow();
        routing.tell(known -> true, inputs);
        assertEquals(0, inputs.messages().size());
        routing.tell(known -> false, inputs);

        final ClientRoutingDecoder told =
                new ClientRoutingDecoder().wrapAndApplyHeader(inputs.messages().get(0), 0, new MessageHeaderDecoder());
        assertEquals(7, told.clientId());
        assertEquals(0x8000_0000_0000_0004L, told.venueMask());
        assertEquals(RoutingStrategy.DARK_FIRST, told.routingStrategy());
        assertEquals(BooleanType.T, told.excludeOwnBook());
    }

    @Test
    void shouldRefuseARoutingToVenuesThatAreNotThere() {
        settings.set("client.7.routing.venues", "2");
        assertEquals(
                "client.7.routing.venues: \"2\" is the id of no venue in this file",
                assertThrows(IllegalArgumentException.class, () -> ConfiguredRouting.of(settings, 7, List.of(1)))
                        .getMessage());
        settings.set("client.7.routing.venues", "all");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ConfiguredRouting.of(settings, 7, List.of(1)))
                .getMessage()
                .contains("\"all\" is the id of no venue"));
    }

    private VenueSettingsDecoder told(final Predicate<VenueSettingsDecoder> isKnown) {
        final StartInputs inputs = new StartInputs();
        venue().tell(isKnown, inputs);
        final UnsafeBuffer message = inputs.messages().get(0);
        return new VenueSettingsDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    }

    private ConfiguredVenue venue() {
        return new ConfiguredVenue(settings, 3, "store", INSTRUMENTS);
    }
}
