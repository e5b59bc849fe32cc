package io.tradex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Subscription;
import io.tradex.protocol.market.BookDepth;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketDataPublisherTest {
    private static final int BYTES = 1_000;

    private static TestDriver driver;

    private final GatewayCounters counters = new GatewayCounters();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[BYTES]);
    private final MarketDataChannels channels = new MarketDataChannels(
            multicast(), 1011, multicast(), 1012, multicast(), 1013, multicast() + "|term-length=64k", 1014);

    @BeforeAll
    static void startDriver(@TempDir final Path directory) {
        driver = new TestDriver(directory);
    }

    @AfterAll
    static void stopDriver() {
        driver.close();
    }

    @Test
    void shouldPublishEachDepthOnItsOwnStream() {
        try (MarketDataPublisher publisher = new MarketDataPublisher(channels, driver.aeron(), counters);
                Subscription top = driver.aeron().addSubscription(channels.topChannel(), 1011);
                Subscription levels = driver.aeron().addSubscription(channels.levelsChannel(), 1012);
                Subscription orders = driver.aeron().addSubscription(channels.ordersChannel(), 1013);
                Subscription snapshots = driver.aeron().addSubscription(channels.snapshotChannel(), 1014)) {
            final Runnable step = () -> {
                driver.step();
                publisher.doWork();
            };
            TestDriver.await(
                    "all connections",
                    () -> publisher.isConnected(BookDepth.TOP)
                            && publisher.isConnected(BookDepth.LEVELS)
                            && publisher.isConnected(BookDepth.ORDERS)
                            && snapshots.isConnected(),
                    step);
            awaitSent(() -> publisher.onMarketData(BookDepth.TOP, message, 0, 10), step);
            awaitSent(() -> publisher.onMarketData(BookDepth.LEVELS, message, 0, 20), step);
            awaitSent(() -> publisher.onMarketData(BookDepth.ORDERS, message, 0, 30), step);
            awaitSent(() -> publisher.offerSnapshot(message, 0, 40), step);

            assertEquals(10, lengthOfNext(top, step));
            assertEquals(20, lengthOfNext(levels, step));
            assertEquals(30, lengthOfNext(orders, step));
            assertEquals(40, lengthOfNext(snapshots, step));
            assertEquals(4, counters.get(GatewayCounter.MARKET_DATA_SENT));
        }
    }

    @Test
    void shouldDropAStreamsMessageButHoldASnapshotsWhenThereIsNoRoom() {
        try (MarketDataPublisher publisher = new MarketDataPublisher(
                        new MarketDataChannels(
                                channels.topChannel(),
                                1011,
                                channels.levelsChannel() + "|term-length=64k",
                                1012,
                                channels.ordersChannel(),
                                1013,
                                channels.snapshotChannel(),
                                1014),
                        driver.aeron(),
                        counters);
                Subscription levels = driver.aeron().addSubscription(channels.levelsChannel(), 1012);
                Subscription snapshots = driver.aeron().addSubscription(channels.snapshotChannel(), 1014)) {
            final Runnable step = () -> {
                driver.step();
                publisher.doWork();
            };
            TestDriver.await("the connections", () -> levels.isConnected() && snapshots.isConnected(), step);
            awaitSent(() -> publisher.onMarketData(BookDepth.LEVELS, message, 0, BYTES), step);
            awaitSent(() -> publisher.offerSnapshot(message, 0, BYTES), step);
            final long sentBefore = counters.get(GatewayCounter.MARKET_DATA_SENT);
            final long droppedBefore = counters.get(GatewayCounter.MARKET_DATA_BACK_PRESSURED);
            // The driver stands still, so nothing leaves.
            int taken = 0;
            while (taken < 1_000 && publisher.offerSnapshot(message, 0, BYTES)) {
                taken++;
            }
            assertTrue(taken > 10 && taken < 1_000, "taken: " + taken);
            assertFalse(publisher.offerSnapshot(message, 0, BYTES));
            assertEquals(sentBefore + taken, counters.get(GatewayCounter.MARKET_DATA_SENT));

            for (int i = 0; i < 1_000; i++) {
                publisher.onMarketData(BookDepth.LEVELS, message, 0, BYTES);
            }
            final long dropped = counters.get(GatewayCounter.MARKET_DATA_BACK_PRESSURED) - droppedBefore;
            assertTrue(dropped > 0, "nothing was dropped");
            assertEquals(1_000 - dropped, counters.get(GatewayCounter.MARKET_DATA_SENT) - taken - sentBefore);
        }
    }

    @Test
    void shouldDropEverythingWhileNobodyListens() {
        try (MarketDataPublisher publisher = new MarketDataPublisher(channels, driver.aeron(), counters)) {
            publisher.onMarketData(BookDepth.ORDERS, message, 0, 10);
            assertTrue(publisher.offerSnapshot(message, 0, 10), "a snapshot that nobody hears holds up nothing");
            final int[] acquired = new int[1];
            TestDriver.await("the publications", () -> acquired[0] == 4, () -> {
                driver.step();
                acquired[0] += publisher.doWork();
            });
            publisher.onMarketData(BookDepth.TOP, message, 0, 10);
            assertTrue(publisher.offerSnapshot(message, 0, 10));
            assertFalse(publisher.isConnected(BookDepth.TOP));
            assertEquals(4, counters.get(GatewayCounter.MARKET_DATA_NOT_CONNECTED));
        }
    }

    @Test
    void shouldRefuseAChannelThatDoesNotGoToManyNamingIt() {
        final String good = channels.topChannel();
        assertTrue(refusal(() -> new MarketDataChannels("aeron:ipc", 1, good, 2, good, 3, good, 4))
                .startsWith("market.data.l1.channel "));
        assertTrue(refusal(() -> new MarketDataChannels(good, 1, "nonsense", 2, good, 3, good, 4))
                .startsWith("market.data.l2.channel "));
        assertTrue(refusal(() -> new MarketDataChannels(
                        good, 1, good, 2, "aeron:udp?endpoint=224.20.30.41:1|fc=min", 3, good, 4))
                .startsWith("market.data.l3.channel "));
        assertTrue(refusal(() -> new MarketDataChannels(
                        good, 1, good, 2, good, 3, "aeron:udp?control=127.0.0.1:1|control-mode=manual", 4))
                .startsWith("market.data.snapshots.channel "));
        assertTrue(refusal(() -> new MarketDataChannels(good, 1, good, 2, good, 1, good, 4))
                .startsWith("market.data.*.channel and market.data.*.stream must differ"));
        assertTrue(good.contains("fc=max"), good);
    }

    /** Right after a connection is up there may be no room yet. */
    private void awaitSent(final Runnable publish, final Runnable step) {
        final long sent = counters.get(GatewayCounter.MARKET_DATA_SENT);
        TestDriver.await(
                "room",
                () -> {
                    publish.run();
                    return counters.get(GatewayCounter.MARKET_DATA_SENT) > sent;
                },
                step);
    }

    private static String refusal(final Runnable construction) {
        return assertThrows(IllegalArgumentException.class, construction::run).getMessage();
    }

    private static int lengthOfNext(final Subscription subscription, final Runnable step) {
        final int[] received = new int[1];
        TestDriver.await(
                "a message",
                () -> {
                    subscription.poll((buffer, offset, length, header) -> received[0] = length, 1);
                    return received[0] > 0;
                },
                step);
        return received[0];
    }

    private static String multicast() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return "aeron:udp?endpoint=224.20.30.43:" + socket.getLocalPort() + "|interface=127.0.0.1";
        } catch (final SocketException ex) {
            throw new AssertionError(ex);
        }
    }
}
