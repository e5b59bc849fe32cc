package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.tradex.gateway.GatewayConfiguration;
import io.tradex.gateway.GatewayCounter;
import io.tradex.gateway.GatewayCounters;
import io.tradex.gateway.GatewaySessions;
import io.tradex.gateway.IngressAdapter;
import io.tradex.gateway.MarketDataChannels;
import io.tradex.gateway.MarketDataPublisher;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.protocol.market.BookDepth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client over a real network, with the core's own publisher and door. */
class MarketDataClientTest {
    private static final int INSTRUMENTS = 3;

    private final long seed = Long.getLong("tradex.seed", System.nanoTime());
    private final String ingressChannel = "aeron:udp?endpoint=127.0.0.1:" + freePort();
    private final MarketDataChannels channels = new MarketDataChannels(
            multicast() + "|term-length=64k",
            1011,
            multicast() + "|term-length=64k",
            1012,
            multicast() + "|term-length=64k",
            1013,
            multicast() + "|term-length=64k",
            1014);
    private final List<String> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "LEVELS", "ORDERS"})
    void shouldFollowTheBooksOfACoreAndComeBackWhenItDoes(final BookDepth depth, @TempDir final Path directory) {
        System.out.println("seed " + seed);
        final Switch port = new Switch();
        final RandomMarket market = new RandomMarket(new Random(seed), INSTRUMENTS, port);
        market.begin();
        market.books.forEach(RandomMarket.Book::add);
        try (TestDriver coreDriver = new TestDriver(directory);
                MarketDataClient client = MarketDataClient.launch(configuration(depth), new Listener())) {
            client.follow(1);
            client.followAll();
            try (Core core = new Core(coreDriver, market)) {
                port.to = core;
                final Runnable step = () -> core.step(client, true);
                TestDriver.await("books", () -> client.booksReady() == INSTRUMENTS, step);
                assertTrue(client.isFeedAlive());
                for (int i = 0; i < 500; i++) {
                    core.step(client, true);
                }
                TestDriver.await("the same books", () -> isSame(client, market, depth), () -> core.step(client, false));
                assertEquals(0, client.statistics().checksumsFailed());
                assertTrue(core.counters.get(GatewayCounter.SNAPSHOT_REQUESTS_ACCEPTED) >= INSTRUMENTS);
            }
            port.to = null;
            TestDriver.await("silence", () -> !client.isFeedAlive(), () -> {
                coreDriver.step();
                client.poll();
            });
            assertTrue(client.find(1).isReady(), "nothing says that the books are wrong");
            // What happens now nobody hears.
            market.restart(20);
            try (Core core = new Core(coreDriver, market)) {
                port.to = core;
                TestDriver.await(
                        "the same books again",
                        () -> client.isFeedAlive() && isSame(client, market, depth),
                        () -> core.step(client, false));
            }
            assertEquals(List.of("alive", "silent", "alive"), heard);
        }
    }

    @Test
    void shouldGoOnWithAnotherMediaDriver(@TempDir final Path directory) {
        System.out.println("seed " + seed);
        final Switch port = new Switch();
        final RandomMarket market = new RandomMarket(new Random(seed), INSTRUMENTS, port);
        market.begin();
        market.books.forEach(RandomMarket.Book::add);
        try (TestDriver coreDriver = new TestDriver(directory);
                Core core = new Core(coreDriver, market)) {
            port.to = core;
            final ReplaceableAeron aeron = new ReplaceableAeron(directory);
            final MarketDataClient client = new MarketDataClient(
                    configuration(BookDepth.LEVELS), aeron, new Listener(), SystemNanoClock.INSTANCE);
            client.followAll();
            TestDriver.await("books", () -> client.booksReady() == INSTRUMENTS, () -> core.step(client, true));

            aeron.replace();
            TestDriver.await(
                    "the same books",
                    () -> aeron.acquired == 2 && isSame(client, market, BookDepth.LEVELS),
                    () -> core.step(client, aeron.acquired < 2));
            client.close();
            client.close();
            assertEquals(0, client.poll());
            assertTrue(aeron.closed);
        }
    }

    @Test
    void shouldLetTheListenerCloseTheClient(@TempDir final Path directory) {
        final Switch port = new Switch();
        final RandomMarket market = new RandomMarket(new Random(seed), INSTRUMENTS, port);
        market.begin();
        market.books.forEach(RandomMarket.Book::add);
        try (TestDriver coreDriver = new TestDriver(directory);
                Core core = new Core(coreDriver, market)) {
            port.to = core;
            final MarketDataClient[] client = new MarketDataClient[1];
            final boolean[] ready = new boolean[1];
            client[0] = MarketDataClient.launch(configuration(BookDepth.LEVELS), new MarketDataListener() {
                @Override
                public void onBookReady(final FollowedBook book) {
                    assertFalse(ready[0], "called after it was closed");
                    ready[0] = true;
                    client[0].close();
                }
            });
            client[0].followAll();
            TestDriver.await("a book", () -> ready[0], () -> core.step(client[0], true));
            assertEquals(0, client[0].poll());
        }
    }

    private MarketDataClientConfiguration configuration(final BookDepth depth) {
        return MarketDataClientConfiguration.builder(depth)
                .streamChannel(
                        depth == BookDepth.TOP
                                ? channels.topChannel()
                                : depth == BookDepth.LEVELS ? channels.levelsChannel() : channels.ordersChannel())
                .snapshotChannel(channels.snapshotChannel())
                .serverChannel(ingressChannel)
                .silentAfterMs(1_000)
                .build();
    }

    private static boolean isSame(final MarketDataClient client, final RandomMarket market, final BookDepth depth) {
        for (final RandomMarket.Book book : market.books) {
            final FollowedBook followed = client.find(book.instrumentId);
            if (followed == null
                    || !followed.isReady()
                    || !RandomMarket.text(followed.book(), depth).equals(book.was(depth, book.bookSeq))) {
                return false;
            }
        }
        return true;
    }

    private static String multicast() {
        return "aeron:udp?endpoint=224.20.30.43:" + freePort() + "|interface=127.0.0.1";
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private final class Listener implements MarketDataListener {
        @Override
        public void onFeedAlive() {
            heard.add("alive");
        }

        @Override
        public void onFeedSilent() {
            heard.add("silent");
        }

        @Override
        public void onChecksumMismatch(final FollowedBook book, final int expected, final int actual) {
            throw new AssertionError("book " + book.instrumentId() + " is wrong at " + book.bookSeq());
        }
    }

    /** Leads to the core that runs, if one does. */
    private static final class Switch implements MarketDataPort {
        private Core to;

        @Override
        public void onMarketData(
                final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
            if (to != null) {
                to.publisher.onMarketData(stream, buffer, offset, length);
            }
        }

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            return to == null || to.publisher.offerSnapshot(buffer, offset, length);
        }
    }

    /** What of a core has to do with market data. */
    private final class Core implements AutoCloseable {
        private final GatewayCounters counters = new GatewayCounters();
        private final TestDriver driver;
        private final RandomMarket market;
        private final MarketDataPublisher publisher;
        private final IngressAdapter ingress;

        private Core(final TestDriver driver, final RandomMarket market) {
            this.driver = driver;
            this.market = market;
            publisher = new MarketDataPublisher(channels, driver.aeron(), counters);
            final GatewayConfiguration configuration = GatewayConfiguration.builder()
                    .ingressChannel(ingressChannel)
                    .build();
            ingress = new IngressAdapter(
                    configuration,
                    driver.aeron(),
                    new GatewaySessions(configuration, 1),
                    id -> null,
                    (buffer, offset, length) -> false,
                    market.requests::offer,
                    counters,
                    SystemNanoClock.INSTANCE);
        }

        private void step(final MarketDataClient client, final boolean trades) {
            if (trades) {
                market.input();
            }
            market.doWork(SystemEpochNanoClock.INSTANCE.nanoTime());
            ingress.poll((buffer, offset, length) -> true, 10);
            publisher.doWork();
            driver.step();
            client.poll();
        }

        @Override
        public void close() {
            ingress.close();
            publisher.close();
            driver.step();
        }
    }

    /** A media driver that dies with its Aeron, and another one after it. */
    private static final class ReplaceableAeron implements AeronSource {
        private final Path directory;
        private TestDriver driver;
        private int acquired;
        private boolean closed;

        private ReplaceableAeron(final Path directory) {
            this.directory = directory;
        }

        private void replace() {
            driver.close();
            driver = null;
        }

        @Override
        public Aeron acquire() {
            if (driver == null) {
                acquired++;
                driver = new TestDriver(directory.resolve("client" + acquired));
            }
            return driver.aeron();
        }

        @Override
        public int doWork() {
            return driver == null ? 0 : driver.step();
        }

        @Override
        public void giveUp() {}

        @Override
        public void close() {
            closed = true;
            driver.close();
        }
    }
}
