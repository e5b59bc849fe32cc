package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.client.AdminClient;
import io.tradex.client.FollowedBook;
import io.tradex.client.MarketDataClient;
import io.tradex.client.MarketDataClientConfiguration;
import io.tradex.client.MarketDataListener;
import io.tradex.client.MarketDataStatistics;
import io.tradex.client.OrderRequest;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.core.engine.BookVisitor;
import io.tradex.core.engine.TradingEngine;
import io.tradex.marketdata.BookView;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.server.ServerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients of L1, L2 and L3 hold after random flow of every order type, over auctions, an orderly restart and a kill, is what the
 * engine holds that has done nothing but read the journal.
 */
class MarketDataTest {
    private static final int HEAP_MEGABYTES = 512;
    private static final int INSTRUMENTS = 2;
    private static final long OPERATOR = 70;
    private static final byte[] OPERATOR_SECRET = "a secret of the operator's".getBytes(StandardCharsets.UTF_8);
    private static final long ACCOUNT = 1;
    private static final int MAX_IN_FLIGHT = 100;
    private static final int ANSWERS = 3_000;
    private static final TradingPhase[] DAY = {
        TradingPhase.CONTINUOUS,
        TradingPhase.OPENING_AUCTION,
        TradingPhase.CONTINUOUS,
        TradingPhase.HALT,
        TradingPhase.CONTINUOUS,
        TradingPhase.CLOSING_AUCTION,
        TradingPhase.CONTINUOUS
    };

    private final long seed = Long.getLong("tradex.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final OrderRequest order = new OrderRequest();
    private final int l1Port = freePort();
    private final int l2Port = freePort();
    private final int l3Port = freePort();
    private final int snapshotPort = freePort();
    private final List<Long> clOrdIds = new ArrayList<>();
    private long lastClOrdId;
    private long answers;
    private int inFlight;
    private long trades;

    @Test
    void shouldShowEveryClientTheBooksOfTheEngineOverRestartsAndKills(@TempDir final Path directory) {
        System.out.println("seed " + seed);
        final CoreFiles files = files(directory);
        try (TradexClient trader = trader(files);
                AdminClient operator = operator(files);
                MarketDataClient top = marketData(files, BookDepth.TOP, l1Port);
                MarketDataClient levels = marketData(files, BookDepth.LEVELS, l2Port);
                MarketDataClient orders = marketData(files, BookDepth.ORDERS, l3Port)) {
            final Clients clients = new Clients(trader, operator, List.of(top, levels, orders));
            for (int i = 1; i <= INSTRUMENTS; i++) {
                top.follow(i);
                levels.follow(i);
            }
            orders.followAll();

            try (ChildProcess core = start(files, "first")) {
                trade(clients);
                assertEquals(0, core.stop(), core::errors);
            }
            try (ChildProcess core = start(files, "second")) {
                trade(clients);
                core.kill();
            }
            try (ChildProcess core = start(files, "third")) {
                trade(clients);
                settle(clients);
                assertEquals(0, core.stop(), core::errors);
            }
            final TradingEngine engine = new JournalAudit(files.journal(), Long.MAX_VALUE).engine;
            assertSame(engine, top, levels, orders);
            for (final MarketDataClient client : clients.marketData) {
                final MarketDataStatistics seen = client.statistics();
                System.out.println(seen);
                assertEquals(0, seen.checksumsFailed(), seen::toString);
                assertTrue(seen.messages() > 300, seen::toString);
            }
            assertTrue(levels.statistics().checksumsProved() > 500);
            assertTrue(orders.statistics().checksumsProved() > 100);
            assertTrue(trades > 300, "trades: " + trades);
        }
    }

    private void trade(final Clients clients) {
        pollUntil(clients, "sessions", () -> clients.trader.isUp() && clients.operator.isUp());
        for (final TradingPhase phase : DAY) {
            clients.operator.setPhase(1 + random.nextInt(INSTRUMENTS), phase);
            final long target = answers + ANSWERS / DAY.length;
            pollUntil(clients, "answers", () -> {
                if (inFlight < MAX_IN_FLIGHT) {
                    send(clients.trader);
                }
                return answers >= target;
            });
        }
    }

    private void send(final TradexClient trader) {
        final long clOrdId = lastClOrdId + 1;
        final int dice = random.nextInt(100);
        final long clientSeq;
        if (dice < 25 && !clOrdIds.isEmpty()) {
            clientSeq = trader.cancel(ACCOUNT, clOrdId, some());
        } else if (dice < 40 && !clOrdIds.isEmpty()) {
            clientSeq = trader.replace(ACCOUNT, clOrdId, some(), 9_980 + random.nextInt(41), 1 + random.nextInt(60));
        } else {
            clientSeq = trader.newOrder(randomOrder().account(ACCOUNT).clOrdId(clOrdId));
        }
        if (clientSeq > 0) {
            lastClOrdId = clOrdId;
            clOrdIds.add(clOrdId);
            inFlight++;
        }
    }

    private OrderRequest randomOrder() {
        final boolean buy = random.nextBoolean();
        final Side side = buy ? Side.BUY : Side.SELL;
        final long ticks = 10_000 + (buy ? -1L : 1L) * (random.nextInt(25) - 6);
        final long lots = 1L + random.nextInt(60);
        final int dice = random.nextInt(100);
        final OrderRequest chosen;
        if (dice < 45) {
            chosen = order.limit(side, lots, ticks);
        } else if (dice < 55) {
            chosen = order.limit(side, lots, ticks)
                    .timeInForce(random.nextBoolean() ? TimeInForce.IOC : TimeInForce.AT_THE_OPENING);
        } else if (dice < 60) {
            chosen = order.market(side, lots);
        } else if (dice < 75) {
            chosen = order.limit(side, lots + 10, ticks).displayLots(1 + random.nextInt(9));
        } else if (dice < 82) {
            chosen = order.limit(side, lots, ticks).postOnly(PostOnly.SLIDE);
        } else if (dice < 90) {
            chosen = order.pegged(
                    side, lots, random.nextBoolean() ? PegType.PRIMARY : PegType.MID, 0, buy ? 10_030 : 9_970);
        } else {
            chosen = order.stopLimit(side, lots, 10_000 + (buy ? 1 : -1) * random.nextInt(8), ticks);
        }
        return chosen.instrument(1 + random.nextInt(INSTRUMENTS))
                .selfTradePrevention(
                        random.nextInt(10) == 0 ? SelfTradePrevention.CANCEL_OLDEST : SelfTradePrevention.NONE);
    }

    private long some() {
        return clOrdIds.get(Math.max(0, clOrdIds.size() - 1 - random.nextInt(200)));
    }

    /** Nothing happens any more: every client comes to stand where the core does. */
    private void settle(final Clients clients) {
        pollUntil(clients, "the last answers", () -> inFlight == 0);
        final long[] quietSinceNs = {System.nanoTime()};
        final long[] messages = {0};
        pollUntil(clients, "quiet and ready books", () -> {
            long now = 0;
            boolean ready = true;
            for (final MarketDataClient client : clients.marketData) {
                now += client.statistics().messages();
                ready &= client.isFeedAlive() && client.booksReady() == INSTRUMENTS;
            }
            if (now != messages[0] || !ready) {
                messages[0] = now;
                quietSinceNs[0] = System.nanoTime();
            }
            // Several heartbeats long, so that a lost last message would have been noticed.
            return System.nanoTime() - quietSinceNs[0] > TimeUnit.SECONDS.toNanos(1);
        });
    }

    private static void pollUntil(final Clients clients, final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            int work = clients.trader.poll() + clients.operator.poll();
            for (final MarketDataClient client : clients.marketData) {
                work += client.poll();
            }
            if (work == 0) {
                LockSupport.parkNanos(20_000);
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("after 60 s still not: " + what);
            }
        }
    }

    private static void assertSame(
            final TradingEngine engine,
            final MarketDataClient top,
            final MarketDataClient levels,
            final MarketDataClient orders) {
        final Map<Integer, EngineBook> books = new TreeMap<>();
        engine.forEachBook(new BookVisitor() {
            private EngineBook book;

            @Override
            public void onBook(
                    final int instrumentId,
                    final long bookSeq,
                    final TradingPhase phase,
                    final long lastTradeTicks,
                    final long indicativeTicks,
                    final long indicativeLots,
                    final long imbalanceLots) {
                book = new EngineBook(bookSeq, phase, new ArrayList<>());
                books.put(instrumentId, book);
            }

            @Override
            public void onRestingOrder(
                    final long orderId, final Side side, final long priceTicks, final long visibleLots) {
                book.orders.add(line(side == Side.BUY, orderId, priceTicks, visibleLots));
            }
        });
        assertEquals(INSTRUMENTS, books.size());
        final int left =
                books.values().stream().mapToInt(book -> book.orders.size()).sum();
        assertTrue(left > 20, "orders left in all books, to be compared: " + left);
        books.forEach((instrumentId, book) -> {
            final FollowedBook l3 = orders.find(instrumentId);
            final FollowedBook l2 = levels.find(instrumentId);
            final FollowedBook l1 = top.find(instrumentId);
            assertEquals(book.bookSeq, l3.bookSeq());
            assertTrue(book.orders.size() > 3, "orders left: " + book.orders.size());
            assertEquals(book.orders, orders(l3.book()));
            assertEquals(levels(l3.book(), Integer.MAX_VALUE), levels(l2.book(), Integer.MAX_VALUE));
            assertEquals(levels(l3.book(), 1), levels(l1.book(), 1));
            assertEquals(List.of(book.phase, book.phase, book.phase), List.of(l1.phase(), l2.phase(), l3.phase()));
        });
    }

    private static List<String> orders(final BookView book) {
        final List<String> orders = new ArrayList<>();
        book.forEachOrder(true, (id, ticks, lots) -> orders.add(line(true, id, ticks, lots)));
        book.forEachOrder(false, (id, ticks, lots) -> orders.add(line(false, id, ticks, lots)));
        return orders;
    }

    private static List<String> levels(final BookView book, final int depth) {
        final List<String> levels = new ArrayList<>();
        for (final boolean buy : new boolean[] {true, false}) {
            for (int rank = 0; rank < Math.min(depth, book.levels(buy)); rank++) {
                levels.add(line(
                        buy, book.levelOrders(buy, rank), book.levelPriceTicks(buy, rank), book.levelLots(buy, rank)));
            }
        }
        return levels;
    }

    private static String line(final boolean buy, final long id, final long ticks, final long lots) {
        return (buy ? "bid " : "ask ") + id + ": " + lots + "@" + ticks;
    }

    private ChildProcess start(final CoreFiles files, final String name) {
        return new ChildProcess("server-" + name, files.directory, ServerMain.class, files.write(), HEAP_MEGABYTES);
    }

    private CoreFiles files(final Path directory) {
        return new CoreFiles(directory)
                .set("instrument.2.symbol", "MSFT")
                .set("instrument.2.reference.price", "100.00")
                .set("account.1.client", "1")
                .set("account.1.cash", "1000000000")
                .set("account.1.position.1", "900000")
                .set("account.1.position.2", "900000")
                .set("client." + OPERATOR + ".secret.file", secretFile(directory))
                .set("client." + OPERATOR + ".role", "admin")
                .set("snapshot.interval.inputs", "2000")
                .set("market.data.l1.channel", multicast(l1Port) + "|term-length=1m")
                .set("market.data.l2.channel", multicast(l2Port) + "|term-length=1m")
                .set("market.data.l3.channel", multicast(l3Port) + "|term-length=1m")
                .set("market.data.snapshots.channel", multicast(snapshotPort) + "|term-length=1m");
    }

    private static String secretFile(final Path directory) {
        final Path file = directory.resolve("operator.secret");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, OPERATOR_SECRET);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return file.toString();
    }

    private TradexClient trader(final CoreFiles files) {
        return TradexClient.launch(
                session(files, CoreFiles.CLIENT_ID, CoreFiles.CLIENT_SECRET), new TradexClientListener() {
                    @Override
                    public void onSessionUp(final long sessionId, final long epoch) {
                        // What was sent to a core that is gone is not answered any more.
                        inFlight = 0;
                    }

                    @Override
                    public void onExecutionReport(final ExecutionReportDecoder report) {
                        count(report.clientSeq());
                    }

                    @Override
                    public void onCancelReject(final CancelRejectDecoder reject) {
                        count(reject.clientSeq());
                    }

                    @Override
                    public void onCommandReject(final CommandRejectDecoder reject) {
                        throw new AssertionError("refused: " + reject.rejectReason() + " " + reject.rejectedValue());
                    }
                });
    }

    private void count(final long clientSeq) {
        if (clientSeq > 0) {
            answers++;
            inFlight--;
        }
    }

    private AdminClient operator(final CoreFiles files) {
        return AdminClient.launch(
                session(files, OPERATOR, OPERATOR_SECRET), (requestId, reason, value, inputTemplateId, inputSeq) -> {});
    }

    private static TradexClientConfiguration session(final CoreFiles files, final long clientId, final byte[] secret) {
        return TradexClientConfiguration.builder()
                .serverChannel(files.ingressChannel())
                .clientId(clientId)
                .secret(secret)
                .cancelOnDisconnect(false)
                .build();
    }

    private MarketDataClient marketData(final CoreFiles files, final BookDepth depth, final int port) {
        return MarketDataClient.launch(
                MarketDataClientConfiguration.builder(depth)
                        .streamChannel(multicast(port))
                        .snapshotChannel(multicast(snapshotPort))
                        .serverChannel("aeron:udp?endpoint=127.0.0.1:" + files.ingressPort)
                        .build(),
                new MarketDataListener() {
                    @Override
                    public void onTrade(
                            final FollowedBook book,
                            final long tradeId,
                            final long priceTicks,
                            final long lots,
                            final Aggressor aggressor,
                            final long tradeTimeNs) {
                        trades++;
                    }

                    @Override
                    public void onChecksumMismatch(final FollowedBook book, final int expected, final int actual) {
                        throw new AssertionError(depth + ": book " + book.instrumentId() + " at " + book.bookSeq());
                    }
                });
    }

    private static String multicast(final int port) {
        return "aeron:udp?endpoint=224.20.30.43:" + port + "|interface=127.0.0.1";
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private record EngineBook(long bookSeq, TradingPhase phase, List<String> orders) {}

    private record Clients(TradexClient trader, AdminClient operator, List<MarketDataClient> marketData) {}
}
