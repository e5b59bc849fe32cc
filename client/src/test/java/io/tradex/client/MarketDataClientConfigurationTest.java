package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.ChannelUri;
import io.tradex.gateway.MarketDataChannels;
import io.tradex.protocol.market.BookDepth;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarketDataClientConfigurationTest {
    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                invalid("streamChannel", b -> b.streamChannel("nonsense")),
                invalid("streamChannel", b -> b.streamChannel("aeron:ipc")),
                invalid("snapshotChannel", b -> b.snapshotChannel("aeron:udp?control=127.0.0.1:1")),
                invalid("serverChannel", b -> b.serverChannel("aeron:ipc")),
                invalid("ordersExpected", b -> b.ordersExpected(0)),
                invalid("ordersExpected", b -> b.ordersExpected(11).ordersMax(10)),
                invalid("ordersMax", b -> b.ordersMax(0)),
                invalid("concurrentSnapshots", b -> b.concurrentSnapshots(0)),
                invalid("pendingBytes", b -> b.pendingBytes(100)),
                invalid("snapshotTimeoutMs", b -> b.snapshotTimeoutMs(0)),
                invalid("retryDelayMs", b -> b.retryDelayMs(0)),
                invalid("silentAfterMs", b -> b.silentAfterMs(0)),
                invalid("driverTimeoutMs", b -> b.driverTimeoutMs(1)),
                invalid("fragmentLimit", b -> b.fragmentLimit(0)));
    }

    @ParameterizedTest
    @MethodSource("invalidSettings")
    void shouldNameThePropertyAtFault(
            final String property, final Consumer<MarketDataClientConfiguration.Builder> setting) {
        final MarketDataClientConfiguration.Builder builder = MarketDataClientConfiguration.builder(BookDepth.LEVELS);
        setting.accept(builder);

        final String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();

        assertTrue(message.startsWith(property + " "), message);
    }

    @Test
    void shouldRefuseADepthThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> MarketDataClientConfiguration.builder(BookDepth.NULL_VAL));
    }

    @Test
    void shouldListenWhereTheCorePublishesIfNeitherIsConfigured() {
        final MarketDataChannels core = MarketDataChannels.DEFAULT;
        assertListens(BookDepth.TOP, core.topChannel(), core.topStreamId());
        assertListens(BookDepth.LEVELS, core.levelsChannel(), core.levelsStreamId());
        assertListens(BookDepth.ORDERS, core.ordersChannel(), core.ordersStreamId());
        final MarketDataClientConfiguration client =
                MarketDataClientConfiguration.builder(BookDepth.TOP).build();
        assertEquals(endpoint(core.snapshotChannel()), endpoint(client.snapshotChannel()));
        assertEquals(core.snapshotStreamId(), client.snapshotStreamId());
    }

    private static void assertListens(final BookDepth depth, final String channel, final int streamId) {
        final MarketDataClientConfiguration client =
                MarketDataClientConfiguration.builder(depth).build();
        assertEquals(endpoint(channel), endpoint(client.streamChannel()));
        assertEquals(streamId, client.streamId());
    }

    private static String endpoint(final String channel) {
        return ChannelUri.parse(channel).get("endpoint");
    }

    private static Arguments invalid(
            final String property, final Consumer<MarketDataClientConfiguration.Builder> setting) {
        return Arguments.of(property, setting);
    }
}
