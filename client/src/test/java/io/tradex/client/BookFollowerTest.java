package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.pipeline.MarketDataPort;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookDepth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Books are kept from streams that lose, repeat and reorder, and are never wrong while they say that they are ready. */
class BookFollowerTest {
    private static final long MS = 1_000_000;
    private static final int INSTRUMENTS = 4;
    private static final int STEPS = 12_000;

    private final long seed = Long.getLong("tradex.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Network network = new Network();
    private final RandomMarket market = new RandomMarket(random, INSTRUMENTS, network);
    private final Held held = new Held();
    private BookFollower follower;
    private BookDepth depth;
    private long nowNs = 1_000 * MS;

    @BeforeEach
    void printSeed() {
        System.out.println("seed " + seed);
    }

    private void follow(final BookDepth of) {
        depth = of;
        network.depth = of;
        // A book that nothing has happened in is not known to the core's market data.
        market.begin();
        market.books.forEach(RandomMarket.Book::add);
        market.doWork(nowNs);
        network.drop();
        follower = new BookFollower(
                MarketDataClientConfiguration.builder(of)
                        .snapshotTimeoutMs(30)
                        .retryDelayMs(2)
                        .pendingBytes(64 * 1024)
                        .concurrentSnapshots(2)
                        .build(),
                held);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ORDERS | 0  | 0  | 0
            LEVELS | 0  | 0  | 0
            TOP    | 0  | 0  | 0
            ORDERS | 5  | 0  | 0
            LEVELS | 5  | 0  | 0
            TOP    | 5  | 0  | 0
            ORDERS | 0  | 30 | 0
            LEVELS | 0  | 30 | 0
            TOP    | 0  | 30 | 0
            ORDERS | 0  | 0  | 50
            LEVELS | 0  | 0  | 50
            TOP    | 0  | 0  | 50
            ORDERS | 2  | 5  | 2
            LEVELS | 2  | 5  | 2
            TOP    | 2  | 5  | 2
            """)
    void shouldNeverBeWrongAndBeRightInTheEnd(
            final BookDepth of, final int lostPerMille, final int repeatedPerMille, final int reorderedPerMille) {
        follow(of);
        market.books.forEach(book -> follower.follow(book.instrumentId));
        network.lostPerMille = lostPerMille;
        network.repeatedPerMille = repeatedPerMille;
        network.reorderedPerMille = reorderedPerMille;
        final boolean undisturbed = lostPerMille + reorderedPerMille + repeatedPerMille == 0;
        for (int i = 0; undisturbed && follower.ready() < INSTRUMENTS && i < STEPS; i++) {
            step(1);
        }
        // A snapshot may overtake what it holds already.
        network.flush(follower);
        final long overtaken = follower.statistics().duplicates();

        run(STEPS);

        final MarketDataStatistics troubled = follower.statistics();
        settle();
        final MarketDataStatistics settled = follower.statistics();
        assertTrue(held.compared > STEPS / 10, "compared: " + held.compared);
        assertEquals(0, settled.checksumsFailed());
        // L1 carries one in its snapshots alone.
        final int proofs = of == BookDepth.TOP ? INSTRUMENTS : STEPS / 100;
        assertTrue(settled.checksumsProved() >= proofs, settled.toString());
        assertEquals(lostPerMille + reorderedPerMille > 0, troubled.gaps() > 0, troubled.toString());
        if (undisturbed) {
            assertEquals(INSTRUMENTS, settled.snapshotsRequested());
            assertEquals(overtaken, settled.duplicates());
        }
        if (repeatedPerMille > 0) {
            assertTrue(settled.duplicates() > 0, settled.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "LEVELS", "ORDERS"})
    void shouldNoticeByHeartbeatThatTheLastMessageWasLost(final BookDepth of) {
        follow(of);
        market.books.forEach(book -> follower.follow(book.instrumentId));
        run(500);
        settle();
        final long gapsBefore = follower.statistics().gaps();

        network.losesBookMessages = true;
        // An input that no stream is silent about.
        market.begin();
        market.book(1).trade();
        // Time stands still, so that no heartbeat falls due that would name what is lost.
        deliver();
        network.losesBookMessages = false;
        assertTrue(follower.find(1).isReady());
        assertFalse(follower.find(1).bookSeq() == market.book(1).bookSeq);

        for (int i = 0; i < 300; i++) {
            step(0);
        }
        assertEquals(gapsBefore + 1, follower.statistics().gaps());
        settle();
    }

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "LEVELS", "ORDERS"})
    void shouldGoOnOverARestartOfTheCoreThatNeverToldOfItsLastInputs(final BookDepth of) {
        follow(of);
        market.books.forEach(book -> follower.follow(book.instrumentId));
        for (int round = 0; round < 20; round++) {
            run(200);
            market.restart(random.nextInt(10));
        }
        run(200);
        settle();
    }

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "LEVELS", "ORDERS"})
    void shouldStartAnewWithANewEpochEvenWhereSequencesWentBack(final BookDepth of) {
        follow(of);
        market.books.forEach(book -> follower.follow(book.instrumentId));
        run(500);
        settle();

        held.holds = false;
        market.newEpoch();
        market.restart(0);
        network.flush(follower);
        held.holds = true;
        assertEquals(0, follower.ready());

        run(500);
        settle();
        assertEquals(2, follower.epoch());
    }

    @Test
    void shouldFindAWrongBookByItsChecksum() {
        follow(BookDepth.LEVELS);
        follower.follow(1);
        run(300);
        settle();
        network.corruptsLots = true;
        held.holds = false;
        // Some of what is corrupted lies deeper than the checksum reaches.
        for (int i = 0; i < 2_000 && follower.statistics().checksumsFailed() == 0; i++) {
            step(1);
        }

        final MarketDataStatistics statistics = follower.statistics();
        assertTrue(statistics.checksumsFailed() > 0, "no wrong book was found");
        assertEquals(held.mismatches, statistics.checksumsFailed());
        network.corruptsLots = false;
        settle();
        held.holds = true;
    }

    @Test
    void shouldFindAWrongBookOfOrdersByTheChecksumThatComesNowAndThen() {
        follow(BookDepth.ORDERS);
        follower.follow(1);
        run(300);
        settle();
        network.corruptsLots = true;
        held.holds = false;
        run(500);

        assertTrue(follower.statistics().checksumsFailed() > 0, "no wrong book was found");
        network.corruptsLots = false;
        settle();
    }

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "ORDERS"})
    void shouldTellOfEveryTradeOnceWhereNothingIsLost(final BookDepth of) {
        follow(of);
        market.books.forEach(book -> follower.follow(book.instrumentId));
        settle();
        held.trades = 0;
        network.repeatedPerMille = 50;
        run(3_000);
        settle();

        assertTrue(held.trades > 100, "trades: " + held.trades);
        assertEquals(held.trades, held.lastTradeId - held.firstTradeId + 1);
    }

    @Test
    void shouldFollowEveryBookThatTheStreamNames() {
        follow(BookDepth.LEVELS);
        run(500);
        assertEquals(0, follower.books());

        follower.followAll();
        run(2_000);
        assertEquals(INSTRUMENTS, follower.books());
        settle();
    }

    @Test
    void shouldGiveABookUpAndTakeItUpAgain() {
        follow(BookDepth.ORDERS);
        final FollowedBook first = follower.follow(1);
        run(300);
        settle();
        follower.unfollow(1);
        follower.unfollow(99);
        run(100);
        assertEquals(BookState.UNFOLLOWED, first.state());
        assertEquals(0, first.book().orders());
        assertEquals(0, follower.books());

        follower.follow(1);
        follower.unfollow(1);
        follower.follow(1);
        run(300);
        settle();
        assertEquals(BookState.UNFOLLOWED, first.state());
    }

    @Test
    void shouldLetTheListenerGiveABookUpInAnyCallback() {
        follow(BookDepth.ORDERS);
        held.gaveUpAt = 500;
        market.books.forEach(book -> follower.follow(book.instrumentId));
        network.lostPerMille = 5;
        run(3_000);
        network.lostPerMille = 0;
        assertTrue(held.gaveUp > 3, "gave up: " + held.gaveUp);
        held.gaveUpAt = 0;
        settle();
    }

    @Test
    void shouldAskAgainWhenNobodyAnswers() {
        follow(BookDepth.LEVELS);
        follower.follow(1);
        follower.follow(2);
        network.losesSnapshots = true;
        run(300);
        final MarketDataStatistics statistics = follower.statistics();
        assertTrue(statistics.snapshotsRequested() > 3, statistics.toString());
        assertTrue(statistics.snapshotsRequested() < 60, "no pause between requests: " + statistics);
        assertEquals(0, follower.ready());

        network.losesSnapshots = false;
        run(300);
        settle();
    }

    @Test
    void shouldPassOverWhatIsNoMarketData() {
        follow(BookDepth.ORDERS);
        follower.follow(1);
        run(300);
        settle();
        final String before = RandomMarket.text(follower.find(1).book(), depth);

        for (int i = 0; i < 100_000; i++) {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            final UnsafeBuffer garbage = new UnsafeBuffer(bytes);
            if (bytes.length >= 8 && random.nextBoolean()) {
                garbage.putShort(2, (short) (115 + random.nextInt(40)), java.nio.ByteOrder.LITTLE_ENDIAN);
                garbage.putShort(4, (short) 705, java.nio.ByteOrder.LITTLE_ENDIAN);
                garbage.putShort(6, (short) random.nextInt(3), java.nio.ByteOrder.LITTLE_ENDIAN);
                garbage.putShort(0, (short) random.nextInt(120), java.nio.ByteOrder.LITTLE_ENDIAN);
                if (bytes.length >= 16) {
                    // An epoch of long ago: what is sound does no harm either.
                    garbage.putLong(8, 0, java.nio.ByteOrder.LITTLE_ENDIAN);
                }
            }
            follower.onStream(garbage, 0, bytes.length);
            follower.onSnapshot(garbage, 0, bytes.length);
        }
        assertTrue(follower.statistics().ignoredFrames() > 50_000);
        assertEquals(before, RandomMarket.text(follower.find(1).book(), depth));
    }

    @Test
    void shouldPassOverEveryMessageThatWasCutShort() {
        follow(BookDepth.LEVELS);
        follower.follow(1);
        network.cuts = true;
        run(200);
        assertEquals(0, follower.ready());
        assertEquals(0, follower.statistics().messages());
        network.cuts = false;
        run(200);
        settle();
    }

    private void run(final int steps) {
        for (int i = 0; i < steps; i++) {
            step(random.nextInt(3));
        }
    }

    private void step(final int inputs) {
        for (int i = 0; i < inputs; i++) {
            market.input();
            if (random.nextInt(3) > 0) {
                market.doWork(nowNs);
            }
        }
        nowNs += random.nextInt(2) * MS;
        deliver();
    }

    private void deliver() {
        market.doWork(nowNs);
        network.deliver(follower);
        follower.doWork(nowNs, this::request);
    }

    private boolean request(final int instrumentId, final BookDepth of) {
        return network.isLost() || market.requests.offer(instrumentId, of);
    }

    /** Nothing is lost and nothing happens any more: every book must come to where the core's is. */
    private void settle() {
        network.lostPerMille = 0;
        network.repeatedPerMille = 0;
        network.reorderedPerMille = 0;
        int steps = 0;
        do {
            step(0);
            network.flush(follower);
            assertTrue(steps++ < 20_000, "books do not settle: " + follower.statistics());
            // Long enough for heartbeats to name what was lost before.
        } while (steps < 500 || !isSettled());
    }

    private boolean isSettled() {
        for (final RandomMarket.Book book : market.books) {
            final FollowedBook followed = follower.find(book.instrumentId);
            if (followed != null
                    && (!followed.isReady()
                            || !RandomMarket.text(followed.book(), depth).equals(book.was(depth, book.bookSeq))
                            || followed.phase() != book.phase
                            || followed.indicativeTicks() != book.indicative[0]
                            || followed.imbalanceLots() != book.indicative[2])) {
                return false;
            }
        }
        return true;
    }

    /** Holds every book that says it is exact to what the core's was at that event. */
    private final class Held implements MarketDataListener {
        private boolean holds = true;
        private long compared;
        private long mismatches;
        private long trades;
        private long firstTradeId;
        private long lastTradeId;
        private int gaveUpAt;
        private int gaveUp;

        @Override
        public void onBookReady(final FollowedBook book) {
            hold(book);
            giveUpNowAndThen(book);
        }

        @Override
        public void onBookChanged(final FollowedBook book) {
            hold(book);
            giveUpNowAndThen(book);
        }

        @Override
        public void onStatusChanged(final FollowedBook book) {
            giveUpNowAndThen(book);
        }

        @Override
        public void onBookStale(final FollowedBook book) {
            giveUpNowAndThen(book);
        }

        @Override
        public void onMessage(
                final FollowedBook book,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            giveUpNowAndThen(book);
        }

        @Override
        public void onTrade(
                final FollowedBook book,
                final long tradeId,
                final long priceTicks,
                final long lots,
                final Aggressor aggressor,
                final long tradeTimeNs) {
            firstTradeId = trades == 0 ? tradeId : Math.min(firstTradeId, tradeId);
            lastTradeId = Math.max(lastTradeId, tradeId);
            trades++;
            giveUpNowAndThen(book);
        }

        @Override
        public void onChecksumMismatch(final FollowedBook book, final int expected, final int actual) {
            mismatches++;
        }

        private void giveUpNowAndThen(final FollowedBook book) {
            if (gaveUpAt > 0 && random.nextInt(gaveUpAt) == 0) {
                gaveUp++;
                follower.unfollow(book.instrumentId());
                follower.follow(book.instrumentId());
            }
        }

        private void hold(final FollowedBook book) {
            if (holds) {
                assertTrue(book.isReady());
                assertEquals(
                        market.book(book.instrumentId()).was(depth, book.bookSeq()),
                        RandomMarket.text(book.book(), depth));
                compared++;
            }
        }
    }

    /** The streams of one depth and of the snapshots, each a queue of messages on their way. */
    private final class Network implements MarketDataPort {
        private final List<byte[]> stream = new ArrayList<>();
        private final List<byte[]> snapshots = new ArrayList<>();
        private BookDepth depth;
        private int lostPerMille;
        private int repeatedPerMille;
        private int reorderedPerMille;
        private boolean losesBookMessages;
        private boolean losesSnapshots;
        private boolean corruptsLots;
        private boolean cuts;

        @Override
        public void onMarketData(final BookDepth on, final DirectBuffer buffer, final int offset, final int length) {
            final boolean heartbeat = (buffer.getShort(offset + 2) & 0xFFFF) == 133;
            if (on == depth && (heartbeat || !losesBookMessages)) {
                send(stream, buffer, offset, length);
            }
        }

        @Override
        public boolean isHeard(final BookDepth of) {
            return true;
        }

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            if (!losesSnapshots) {
                send(snapshots, buffer, offset, length);
            }
            return true;
        }

        private void send(final List<byte[]> queue, final DirectBuffer buffer, final int offset, final int length) {
            if (isLost()) {
                return;
            }
            final byte[] message = new byte[cuts ? random.nextInt(length) : length];
            buffer.getBytes(offset, message);
            if (corruptsLots && random.nextInt(5) == 0) {
                corrupt(message);
            }
            queue.add(message);
            if (random.nextInt(1000) < repeatedPerMille) {
                queue.add(message);
            }
            if (random.nextInt(1000) < reorderedPerMille && queue.size() > 1) {
                queue.add(Math.max(0, queue.size() - 2 - random.nextInt(3)), queue.remove(queue.size() - 1));
            }
        }

        /** Another quantity in a row of LevelUpdate, or of OrderAdded. */
        private void corrupt(final byte[] message) {
            final UnsafeBuffer buffer = new UnsafeBuffer(message);
            final int templateId = buffer.getShort(2) & 0xFFFF;
            if (templateId == 130) {
                message[8 + 53 + 4 + 8] ^= 1;
            } else if (templateId == 120) {
                message[8 + 60] ^= 1;
            }
        }

        private boolean isLost() {
            return random.nextInt(1000) < lostPerMille;
        }

        /** Some of what is under way arrives; either stream may be ahead of the other. */
        private void deliver(final BookFollower to) {
            for (int i = random.nextInt(8); i > 0 && !stream.isEmpty(); i--) {
                deliverStream(to);
            }
            for (int i = random.nextInt(8); i > 0 && !snapshots.isEmpty(); i--) {
                deliverSnapshot(to);
            }
            while (stream.size() > 50) {
                deliverStream(to);
            }
        }

        private void drop() {
            stream.clear();
            snapshots.clear();
        }

        private void flush(final BookFollower to) {
            while (!stream.isEmpty()) {
                deliverStream(to);
            }
            while (!snapshots.isEmpty()) {
                deliverSnapshot(to);
            }
        }

        private void deliverStream(final BookFollower to) {
            final byte[] message = stream.remove(0);
            to.onStream(new UnsafeBuffer(message), 0, message.length);
        }

        private void deliverSnapshot(final BookFollower to) {
            final byte[] message = snapshots.remove(0);
            to.onSnapshot(new UnsafeBuffer(message), 0, message.length);
        }
    }
}
