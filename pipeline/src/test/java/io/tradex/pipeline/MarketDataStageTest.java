package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.MarketDataReports;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarketDataStageTest {
    private static final int A = 7;
    private static final int B = 8;
    private static final long HEARTBEAT_NS = 100_000_000;

    private final PipelineCounters counters = new PipelineCounters();
    private final MarketDataRequests requests = new MarketDataRequests(counters);
    private final Outside outside = new Outside();
    private final MarketDataStage stage = new MarketDataStage(
            new MarketDataConfiguration(true, 100, 1_000_000, 2), 100_000, requests, outside, counters);
    private final Engine engine = new Engine(stage);
    private long nowNs = 1_000_000_000L;

    /** The first duty cycle sends a heartbeat; from here on they come when a test lets time pass. */
    @BeforeEach
    void sendFirstHeartbeat() {
        run(1);
    }

    @Test
    void shouldTellOfAnOrderOnEveryStreamAtTheEndOfItsInput() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 10);
        assertEquals(List.of("ORDERS 7@1 added 1 BUY 10@100"), outside.takeMarketData());

        engine.input();
        engine.done();
        assertEquals(
                List.of("LEVELS 7@0>1 levels b 10@100/1", "TOP 7@0>1 best 10@100/1 0@0/0"), outside.takeMarketData());
    }

    @Test
    void shouldTellOnceWhatOneInputDidToABook() {
        engine.input();
        engine.add(A, 1, Side.SELL, 101, 10);
        engine.add(A, 2, Side.SELL, 101, 5);
        engine.add(A, 3, Side.SELL, 102, 5);
        finish();
        outside.takeMarketData();

        engine.input();
        engine.execute(A, 1, 50, 101, 10, 0);
        engine.trade(A, 50, 101, 10, Aggressor.BUYER);
        engine.execute(A, 2, 51, 101, 5, 0);
        engine.trade(A, 51, 101, 5, Aggressor.BUYER);
        engine.execute(A, 3, 52, 102, 2, 3);
        engine.trade(A, 52, 102, 2, Aggressor.BUYER);
        engine.add(A, 4, Side.BUY, 101, 1);
        finish();

        assertEquals(
                List.of(
                        "LEVELS 7@3>10 levels s 0@101/0 s 3@102/1 b 1@101/1",
                        "TOP 7@3>10 best 1@101/1 3@102/1 trade 50 10@101 BUYER trade 51 5@101 BUYER trade 52 2@102 BUYER"),
                derived());
    }

    @Test
    void shouldSayNothingOfBestPricesThatAreTheSame() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 10);
        finish();
        outside.takeMarketData();

        engine.input();
        engine.add(A, 2, Side.BUY, 99, 10);
        finish();
        engine.input();
        engine.reduce(A, 1, 4);
        finish();

        assertEquals(
                List.of(
                        "LEVELS 7@1>2 levels b 10@99/1",
                        "LEVELS 7@2>3 levels b 4@100/1",
                        "TOP 7@1>3 best 4@100/1 0@0/0"),
                derived());
    }

    @Test
    void shouldPutAnIcebergsNextPartBehindTheOthers() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 5);
        engine.add(A, 2, Side.BUY, 100, 7);
        finish();
        engine.input();
        engine.execute(A, 1, 50, 100, 5, 0);
        engine.trade(A, 50, 100, 5, Aggressor.SELLER);
        engine.refresh(A, 1, Side.BUY, 100, 5);
        finish();
        outside.takeMarketData();

        requests.offer(A, BookDepth.ORDERS);
        run(2);

        assertEquals(
                List.of(
                        "snapshot begin 7 ORDERS as of 5 CONTINUOUS",
                        "snapshot orders b 2: 7@100 b 1: 5@100",
                        "snapshot end through 5 parts 1"),
                outside.takeMarketData());
    }

    @Test
    void shouldTellPhaseAndIndicativePriceWithTheSetOfTheirInput() {
        engine.input();
        engine.phase(A, TradingPhase.OPENING_AUCTION);
        finish();
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 10);
        engine.indicative(A, 100, 5, 5);
        finish();

        assertEquals(
                List.of(
                        "LEVELS 7@0>1 status OPENING_AUCTION 0@0 0",
                        "TOP 7@0>1 status OPENING_AUCTION 0@0 0",
                        "LEVELS 7@1>3.0+ levels b 10@100/1",
                        "LEVELS 7@1>3.1 status OPENING_AUCTION 5@100 5",
                        "TOP 7@1>3.0+ best 10@100/1 0@0/0",
                        "TOP 7@1>3.1 status OPENING_AUCTION 5@100 5"),
                derived());
    }

    @Test
    void shouldSplitALargeSetIntoParts() {
        engine.input();
        for (int i = 0; i < 70; i++) {
            engine.add(A, i + 1, Side.SELL, 101 + i, 1);
        }
        finish();
        outside.takeMarketData();
        engine.input();
        for (int i = 0; i < 70; i++) {
            engine.execute(A, i + 1, 100 + i, 101 + i, 1, 0);
            engine.trade(A, 100 + i, 101 + i, 1, Aggressor.BUYER);
        }
        finish();

        final List<String> derived = derived();
        assertEquals(4, derived.size());
        assertTrue(derived.get(0).startsWith("LEVELS 7@70>210.0+ levels s 0@101/0"), derived.get(0));
        assertEquals(60, derived.get(0).split("/", -1).length - 1);
        assertTrue(derived.get(1).startsWith("LEVELS 7@70>210.1 levels s 0@161/0"), derived.get(1));
        assertTrue(derived.get(2).startsWith("TOP 7@70>210.0+ best 0@0/0 0@0/0 trade 100"), derived.get(2));
        assertTrue(derived.get(3).startsWith("TOP 7@70>210.1 best 0@0/0 0@0/0 trade 140"), derived.get(3));
    }

    @Test
    void shouldKeepBooksApartWithinOneInput() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        engine.add(B, 2, Side.BUY, 200, 2);
        engine.add(A, 3, Side.BUY, 100, 3);
        finish();

        assertEquals(
                List.of(
                        "LEVELS 7@0>2 levels b 4@100/2",
                        "TOP 7@0>2 best 4@100/2 0@0/0",
                        "LEVELS 8@0>1 levels b 2@200/1",
                        "TOP 8@0>1 best 2@200/1 0@0/0"),
                derived());
    }

    @Test
    void shouldWaitWithASetUntilTheEngineIsDoneWithTheInput() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        // The output ring is empty, but the engine has not said yet that the input is applied.
        stage.doWork(nowNs, engine.inputSeq - 1, true);
        assertEquals(List.of(), derived());
        // It is applied, but some of what it caused may be left in the ring.
        stage.doWork(nowNs, engine.inputSeq, false);
        assertEquals(List.of(), derived());

        stage.doWork(nowNs, engine.inputSeq, true);
        assertEquals(2, derived().size());
    }

    @Test
    void shouldStopWhenTheEngineAndItsPublicBookPart() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);

        assertThrows(IllegalStateException.class, () -> engine.add(A, 1, Side.BUY, 100, 1));
        assertThrows(IllegalStateException.class, () -> engine.reduce(A, 99, 1));
        engine.bookSeq[A] += 5;
        assertThrows(IllegalStateException.class, () -> engine.add(A, 2, Side.BUY, 100, 1));
    }

    @Test
    void shouldGoOnFromTheBooksOfARecoveredEngine() {
        stage.onBook(A, 41, TradingPhase.HALT, 100, 0, 0, 0);
        stage.onRestingOrder(1, Side.BUY, 100, 10);
        stage.onRestingOrder(2, Side.BUY, 100, 5);
        stage.onRestingOrder(3, Side.SELL, 101, 5);
        stage.onBook(B, 0, TradingPhase.CLOSED, 0, 0, 0, 0);
        stage.seeded(3);
        engine.bookSeq[A] = 41;
        assertEquals(List.of(), outside.takeMarketData());

        engine.input();
        engine.delete(A, 1);
        finish();
        assertEquals(List.of("LEVELS 7@41>42 levels b 5@100/1", "TOP 7@41>42 best 5@100/1 5@101/1"), derived());

        requests.offer(A, BookDepth.TOP);
        requests.offer(B, BookDepth.LEVELS);
        run(4);
        assertEquals(
                List.of(
                        "snapshot begin 7 TOP as of 42 HALT",
                        "snapshot levels b 5@100/1 s 5@101/1",
                        "snapshot end through 42 parts 1",
                        "snapshot begin 8 LEVELS as of 0 CLOSED",
                        "snapshot end through 0 parts 0"),
                outside.takeMarketData());
    }

    @Test
    void shouldTellWhatHappensWhileASnapshotIsSent() {
        engine.input();
        for (int i = 1; i <= 100; i++) {
            engine.add(A, i, Side.BUY, 100, i);
        }
        finish();
        outside.takeMarketData();
        requests.offer(A, BookDepth.ORDERS);
        run(1);
        engine.input();
        engine.delete(A, 60);
        engine.reduce(A, 61, 1);
        engine.add(A, 200, Side.BUY, 100, 5);
        finish();
        run(3);

        final List<String> snapshot = outside.takeMarketData().stream()
                .filter(line -> line.startsWith("snapshot"))
                .toList();
        assertEquals("snapshot begin 7 ORDERS as of 100 CONTINUOUS", snapshot.get(0));
        assertFalse(snapshot.get(2).contains(" 60: "), snapshot.get(2));
        assertTrue(snapshot.get(2).contains(" 61: 1@100"), snapshot.get(2));
        assertFalse(snapshot.toString().contains(" 200: "), "the stream tells of it, after event 100");
        assertEquals("snapshot end through 103 parts 3", snapshot.get(4));
    }

    @Test
    void shouldSayThatALevelSnapshotIsExactOnlyOnceItsInputIsOver() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        finish();
        engine.input();
        engine.add(A, 2, Side.BUY, 100, 1);
        outside.takeMarketData();

        requests.offer(A, BookDepth.LEVELS);
        stage.doWork(nowNs += 10_000, engine.inputSeq - 1, true);
        stage.doWork(nowNs += 10_000, engine.inputSeq - 1, true);
        assertEquals(
                List.of(
                        "snapshot begin 7 LEVELS as of 1 CONTINUOUS",
                        "snapshot levels b 2@100/2",
                        "snapshot end through 2 parts 1"),
                outside.takeMarketData());
        finish();
        assertEquals("LEVELS 7@1>2 levels b 2@100/2", derived().get(0));
    }

    @Test
    void shouldTakeRequestsForTheSameSnapshotAsOne() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        finish();
        outside.takeMarketData();
        for (int i = 0; i < 20; i++) {
            requests.offer(A, BookDepth.LEVELS);
        }
        run(10);

        assertEquals(1, counters.snapshotsSent.get());
        requests.offer(A, BookDepth.LEVELS);
        run(10);
        assertEquals(2, counters.snapshotsSent.get());
    }

    @Test
    void shouldCountRequestsThatItCannotServe() {
        assertTrue(requests.offer(99, BookDepth.LEVELS));
        assertFalse(requests.offer(A, BookDepth.NULL_VAL));
        assertFalse(requests.offer(A, BookDepth.SBE_UNKNOWN));
        run(2);
        assertEquals(1, counters.snapshotRequestsDropped.get());
        assertEquals(2, counters.snapshotRequestsRefused.get());

        int taken = 0;
        while (requests.offer(A, BookDepth.LEVELS)) {
            taken++;
        }
        assertTrue(taken > 100 && taken < 10_000, "taken: " + taken);
        assertEquals(3, counters.snapshotRequestsRefused.get());
    }

    @Test
    void shouldGoOnWithASnapshotWhenThereIsRoomAgain() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        finish();
        outside.takeMarketData();
        outside.snapshotsFull = true;
        requests.offer(A, BookDepth.LEVELS);
        run(5);
        assertEquals(List.of(), outside.takeMarketData());

        outside.snapshotsFull = false;
        run(5);
        assertEquals(
                List.of(
                        "snapshot begin 7 LEVELS as of 1 CONTINUOUS",
                        "snapshot levels b 1@100/1",
                        "snapshot end through 1 parts 1"),
                outside.takeMarketData());
    }

    @Test
    void shouldSendNoMoreSnapshotMessagesThanTheRateAllows() {
        final MarketDataStage slow = new MarketDataStage(
                new MarketDataConfiguration(true, 10_000, 10, 4), 1_000, requests, outside, counters);
        final Engine other = new Engine(slow);
        for (int i = 1; i <= 50; i++) {
            other.input();
            other.add(100 + i, i, Side.BUY, 100, 1);
        }
        slow.doWork(nowNs, other.inputSeq, true);
        outside.takeMarketData();
        for (int i = 1; i <= 50; i++) {
            requests.offer(100 + i, BookDepth.LEVELS);
        }
        for (int i = 0; i < 1000; i++) {
            slow.doWork(nowNs + i * 1_000_000L, other.inputSeq, true);
        }
        final int sent = outside.takeMarketData().size();
        assertTrue(sent >= 9 && sent <= 14, "sent in a second: " + sent);
    }

    @Test
    void shouldNameEveryBookInEachHeartbeatWhileTheyAreFew() {
        engine.input();
        engine.add(A, 1, Side.BUY, 100, 1);
        engine.add(B, 2, Side.BUY, 100, 1);
        finish();
        engine.input();
        engine.trade(A, 50, 100, 1, Aggressor.NONE);
        finish();

        final List<String> first = heartbeats();
        assertEquals(3, first.size());
        assertTrue(first.contains("ORDERS heartbeat ORDERS 7@2 8@1"), first.toString());
        assertTrue(first.contains("LEVELS heartbeat LEVELS 7@1 8@1"), first.toString());
        assertTrue(first.contains("TOP heartbeat TOP 7@2 8@1"), first.toString());
        final List<String> second = heartbeats();
        assertTrue(second.get(0).contains("7@2") && second.get(0).contains("8@1"), second.toString());
    }

    @Test
    void shouldNameBooksThatChangedAtOnceAndAllOthersByTurnsWhereTheyAreMany() {
        final int books = 3_000;
        engine.input();
        for (int i = 1; i <= books; i++) {
            engine.add(i, i, Side.BUY, 100, 1);
        }
        finish();
        for (int i = 0; i < 10; i++) {
            heartbeats();
        }
        engine.input();
        engine.delete(2_000, 2_000);
        finish();
        final String next = String.join(" ", heartbeats());
        assertTrue(next.contains(" 2000@2"), "a book that changed waits for its turn");

        final boolean[] named = new boolean[books + 1];
        for (int i = 0; i < 5; i++) {
            for (final String line : heartbeats()) {
                for (final String word : line.split(" ", -1)) {
                    if (word.contains("@")) {
                        named[Integer.parseInt(word.substring(0, word.indexOf('@')))] = true;
                    }
                }
            }
        }
        for (int i = 1; i <= books; i++) {
            assertTrue(named[i], "never named: " + i);
        }
    }

    @Test
    void shouldPutTheChecksumOnL3NowAndThenAndOnceABookIsQuiet() {
        engine.input();
        for (int i = 1; i < MarketDataBuilder.CHECKSUM_INTERVAL; i++) {
            engine.add(A, i, Side.BUY, 100, 1);
        }
        finish();
        assertFalse(outside.takeMarketData().toString().contains("checksum"));
        engine.input();
        engine.add(A, 100, Side.BUY, 100, 1);
        finish();
        assertTrue(outside.takeMarketData().toString().contains("ORDERS 7@32 checksum"));

        engine.input();
        engine.add(A, 101, Side.BUY, 100, 1);
        finish();
        assertFalse(outside.takeMarketData().toString().contains("checksum"));
        nowNs += HEARTBEAT_NS;
        run(1);
        assertTrue(outside.takeMarketData().toString().contains("ORDERS 7@33 checksum"));
        nowNs += HEARTBEAT_NS;
        run(1);
        assertFalse(outside.takeMarketData().toString().contains("checksum"));
    }

    @Test
    void shouldTellOfANewEpochOnEveryStream() {
        engine.input();
        engine.reports.epochBegun(9);
        assertEquals(List.of("ORDERS epoch 9", "LEVELS epoch 9", "TOP epoch 9"), outside.takeMarketData());
    }

    @Test
    void shouldTakeEventsAndPublishNothingWhenItIsOff() {
        final MarketDataStage off =
                new MarketDataStage(MarketDataConfiguration.OFF, 1_000, requests, outside, counters);
        final Engine other = new Engine(off);
        off.onBook(A, 1, TradingPhase.CONTINUOUS, 0, 0, 0, 0);
        off.onRestingOrder(1, Side.BUY, 1, 1);
        off.seeded(1);
        other.input();
        other.add(A, 1, Side.BUY, 100, 1);
        off.onOutputOf(99);
        assertEquals(0, off.doWork(nowNs, 99, true));
        assertEquals(List.of(), outside.takeMarketData());
    }

    @Test
    void shouldHoldAHundredThousandBooksInLittleMemory() {
        final int books = 100_000;
        final MarketDataStage large =
                new MarketDataStage(MarketDataConfiguration.DEFAULT, 2 * books, requests, new Nobody(), counters);
        final Engine other = new Engine(large, books + 1);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i <= books; i++) {
            other.input();
            other.add(i, 2L * i, Side.BUY, 100, 1);
            other.add(i, 2L * i + 1, Side.SELL, 101, 1);
        }
        large.doWork(nowNs, other.inputSeq, true);
        final long bytesOfABook = (threads.getCurrentThreadAllocatedBytes() - before) / books;

        assertTrue(bytesOfABook < 1_000, "bytes of a book with an order on each side: " + bytesOfABook);
        other.input();
        final long warm = threads.getCurrentThreadAllocatedBytes();
        other.delete(books / 2, books);
        other.add(books / 2, books, Side.BUY, 100, 1);
        large.doWork(nowNs + HEARTBEAT_NS, other.inputSeq, true);
        assertTrue(
                threads.getCurrentThreadAllocatedBytes() - warm < 1_000,
                "an input allocates though all books are there");
    }

    @Test
    void shouldRefuseAConfigurationThatMakesNoSense() {
        assertEquals(
                "market.data.heartbeat.ms=0: must be 1 to 10000",
                assertThrows(IllegalArgumentException.class, () -> new MarketDataConfiguration(true, 0, 1, 1))
                        .getMessage());
        assertEquals(
                "market.data.snapshot.messages.per.second=0: must be 1 to 1000000",
                assertThrows(IllegalArgumentException.class, () -> new MarketDataConfiguration(true, 1, 0, 1))
                        .getMessage());
        assertEquals(
                "market.data.snapshot.slice.messages=5000: must be 1 to 4096",
                assertThrows(IllegalArgumentException.class, () -> new MarketDataConfiguration(true, 1, 1, 5000))
                        .getMessage());
    }

    private void finish() {
        stage.doWork(nowNs, engine.inputSeq, true);
    }

    private void run(final int dutyCycles) {
        for (int i = 0; i < dutyCycles; i++) {
            nowNs += 10_000;
            stage.doWork(nowNs, engine.inputSeq, true);
        }
    }

    /** What came on L2 and L1 since the last look. */
    private List<String> derived() {
        return outside.takeMarketData().stream()
                .filter(line -> line.startsWith("LEVELS") || line.startsWith("TOP"))
                .toList();
    }

    private List<String> heartbeats() {
        nowNs += HEARTBEAT_NS;
        return outside.takeHeartbeats(() -> run(1));
    }

    /** Listens to nothing and allocates nothing. */
    private static final class Nobody implements MarketDataPort {
        @Override
        public void onMarketData(
                final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {}

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            return true;
        }
    }

    /** Numbers the events of books as an engine does. */
    private static final class Engine implements EngineOutput {
        private final MarketDataReports reports = new MarketDataReports(this);
        private final MarketDataStage stage;
        private final long[] bookSeq;
        private long inputSeq;

        private Engine(final MarketDataStage stage) {
            this(stage, 10_000);
        }

        private Engine(final MarketDataStage stage, final int instruments) {
            this.stage = stage;
            this.bookSeq = new long[instruments];
        }

        private void input() {
            inputSeq++;
            reports.onInput(1, inputSeq, inputSeq * 1000);
        }

        private void done() {
            stage.onOutputOf(inputSeq);
        }

        private void add(
                final int instrument, final long orderId, final Side side, final long priceTicks, final long lots) {
            reports.orderAdded(instrument, ++bookSeq[instrument], orderId, side, priceTicks, lots);
        }

        private void execute(
                final int instrument,
                final long orderId,
                final long tradeId,
                final long priceTicks,
                final long lots,
                final long leavesLots) {
            reports.orderExecuted(instrument, ++bookSeq[instrument], orderId, tradeId, priceTicks, lots, leavesLots);
        }

        private void reduce(final int instrument, final long orderId, final long leavesLots) {
            reports.orderReduced(instrument, ++bookSeq[instrument], orderId, leavesLots);
        }

        private void delete(final int instrument, final long orderId) {
            reports.orderDeleted(instrument, ++bookSeq[instrument], orderId);
        }

        private void refresh(
                final int instrument, final long orderId, final Side side, final long priceTicks, final long lots) {
            reports.orderRefreshed(instrument, ++bookSeq[instrument], orderId, side, priceTicks, lots);
        }

        private void trade(
                final int instrument,
                final long tradeId,
                final long priceTicks,
                final long lots,
                final Aggressor aggressor) {
            reports.trade(instrument, ++bookSeq[instrument], tradeId, priceTicks, lots, aggressor);
        }

        private void phase(final int instrument, final TradingPhase phase) {
            reports.phase(instrument, ++bookSeq[instrument], phase);
        }

        private void indicative(
                final int instrument, final long priceTicks, final long lots, final long imbalanceLots) {
            reports.indicative(instrument, ++bookSeq[instrument], priceTicks, lots, imbalanceLots);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long seq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
            assertTrue(MarketDataStage.isMarketData(templateId));
            stage.onOutputOf(seq);
            stage.onEvent(templateId, buffer, offset, length);
        }
    }
}
