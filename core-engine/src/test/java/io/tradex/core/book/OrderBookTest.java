package io.tradex.core.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderBookTest {
    private static final boolean BUY = true;
    private static final boolean SELL = false;

    private final PlainBook plain = new PlainBook();
    private final OrderBook book = plain.book;
    private final List<NaiveBook.Match> matches = new ArrayList<>();

    @Test
    void shouldMatchTheBestPriceFirstAndTheOldestOrderOfAPriceFirst() {
        plain.add(1, SELL, 102, 10);
        plain.add(2, SELL, 101, 10);
        plain.add(3, SELL, 101, 10);
        plain.add(4, SELL, 100, 10);

        assertEquals(0, match(BUY, 102, 40));

        assertMatches(
                match(4, 100, 10, 0), //
                match(2, 101, 10, 0),
                match(3, 101, 10, 0),
                match(1, 102, 10, 0));
        assertEquals(0, book.orders());
        assertEquals(0, book.levels(SELL));
    }

    @Test
    void shouldStopASweepAtItsLimit() {
        plain.add(1, BUY, 100, 10);
        plain.add(2, BUY, 99, 10);
        plain.add(3, BUY, 98, 10);

        assertEquals(5, match(SELL, 99, 25));

        assertMatches(match(1, 100, 10, 0), match(2, 99, 10, 0));
        assertLevels(BUY, "98x10");
    }

    @Test
    void shouldLeaveAPartlyMatchedOrderAtTheHeadOfItsQueue() {
        plain.add(1, BUY, 100, 10);
        plain.add(2, BUY, 100, 10);

        assertEquals(0, match(SELL, 100, 4));
        assertEquals(0, match(SELL, 100, 8));

        assertMatches(match(1, 100, 4, 6), match(1, 100, 6, 0), match(2, 100, 2, 8));
        assertLevels(BUY, "100x8");
    }

    @Test
    void shouldMatchAtAnyPriceWithoutALimit() {
        plain.add(1, BUY, 3, 10);
        plain.add(2, SELL, 1_000_000, 10);

        assertEquals(0, match(SELL, Long.MIN_VALUE, 10));
        assertEquals(0, match(BUY, Long.MAX_VALUE, 10));

        assertMatches(match(1, 3, 10, 0), match(2, 1_000_000, 10, 0));
    }

    @Test
    void shouldCountOrdersThatWaitAsThoseThatRest() {
        final LastPlaced placed = new LastPlaced();
        final OrderBook any = new OrderBook(new BookMemory(1), new BookRules(1_000), placed);
        assertTrue(any.isEmpty());
        final List<OrderTerms> waiting = List.of(
                terms(OrdType.STOP_LIMIT, TimeInForce.DAY, PegType.NONE, 500),
                terms(OrdType.PEGGED, TimeInForce.DAY, PegType.PRIMARY, 0),
                terms(OrdType.LIMIT, TimeInForce.AT_THE_CLOSE, PegType.NONE, 0),
                terms(OrdType.LIMIT, TimeInForce.DAY, PegType.NONE, 0));
        for (final OrderTerms terms : waiting) {
            assertEquals(RejectReason.NONE, any.check(terms));
            any.enter(terms, 0);
            assertTrue(any.work());
            assertFalse(any.isEmpty());
            assertEquals(1, any.orders());
            any.cancel(placed.handle);
            assertTrue(any.work());
            assertTrue(any.isEmpty());
            assertEquals(0, any.orders());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1_000_000, Integer.MAX_VALUE})
    void shouldRefuseAHandleThatNoBookGave(final int handle) {
        plain.add(1, BUY, 100, 10);

        assertThrows(IndexOutOfBoundsException.class, () -> book.cancel(handle));
        assertThrows(IndexOutOfBoundsException.class, () -> book.reduceTo(handle, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> book.replace(handle, new OrderTerms(), 0));
        assertThrows(IndexOutOfBoundsException.class, () -> book.leavesLots(handle));

        assertLevels(BUY, "100x10");
        assertEquals(1, book.orders());
    }

    @Test
    void shouldStopWhenTheListenerSaysSoAndGoOnFromThere() {
        plain.add(1, SELL, 100, 10);
        plain.add(2, SELL, 100, 10);

        final long left = plain.match(BUY, 100, 15, (key, price, lots, leaves) -> {
            matches.add(match(key, price, lots, leaves));
            return matches.size() == 2;
        });

        assertEquals(5, left);
        assertLevels(SELL, "100x10");
        plain.goOn();
        assertMatches(match(1, 100, 10, 0), match(2, 100, 5, 5));
    }

    @Test
    void shouldCloseTheQueueOverAnOrderCancelledInItsMiddleHeadOrTail() {
        final int[] handles = new int[5];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = plain.add(i, SELL, 100, 10);
        }

        book.cancel(handles[2]);
        book.cancel(handles[0]);
        book.cancel(handles[4]);

        assertLevels(SELL, "100x20");
        assertEquals(1, book.levelHeadKey(SELL, 0));
        match(BUY, 100, 20);
        assertMatches(match(1, 100, 10, 0), match(3, 100, 10, 0));
    }

    @Test
    void shouldKeepThePlaceOfAnOrderThatBecomesSmaller() {
        final int first = plain.add(1, BUY, 100, 10);
        plain.add(2, BUY, 100, 10);

        book.reduceTo(first, 3);

        assertEquals(3, book.leavesLots(first));
        assertLevels(BUY, "100x13");
        match(SELL, 100, 5);
        assertMatches(match(1, 100, 3, 0), match(2, 100, 2, 8));
    }

    @Test
    void shouldPutAReplacedOrderBehindThoseOfItsNewPriceUnderTheHandleThatItHas() {
        final int first = plain.add(1, BUY, 100, 10);
        plain.add(2, BUY, 99, 10);

        assertEquals(first, plain.replace(first, 1, BUY, 99, 5));

        assertLevels(BUY, "99x15");
        assertEquals(2, book.orders());
        match(SELL, 99, 12);
        assertMatches(match(2, 99, 10, 0), match(1, 99, 2, 3));
    }

    @Test
    void shouldPutAnOrderReplacedAtItsOwnPriceBehindTheOthers() {
        final int first = plain.add(1, SELL, 100, 10);
        plain.add(2, SELL, 100, 10);

        assertEquals(first, plain.replace(first, 1, SELL, 100, 20));

        assertLevels(SELL, "100x30");
        assertEquals(2, book.levelHeadKey(SELL, 0));
    }

    @Test
    void shouldLetAReplacedOrderTradeAndChangeItsSide() {
        plain.add(1, SELL, 101, 4);
        final int other = plain.add(2, SELL, 103, 10);
        plain.add(3, BUY, 99, 5);

        plain.replace(other, 2, BUY, 101, 10);

        assertLevels(SELL);
        assertLevels(BUY, "101x6", "99x5");
        assertEquals(2, book.orders());
    }

    @Test
    void shouldRankLevelsBestFirstAsTheyComeAndGo() {
        final int low = plain.add(1, BUY, 98, 1);
        plain.add(2, BUY, 100, 2);
        plain.add(3, BUY, 99, 3);
        plain.add(4, SELL, 103, 4);
        final int best = plain.add(5, SELL, 101, 5);
        plain.add(6, SELL, 102, 6);

        assertLevels(BUY, "100x2", "99x3", "98x1");
        assertLevels(SELL, "101x5", "102x6", "103x4");

        book.cancel(low);
        book.cancel(best);

        assertLevels(BUY, "100x2", "99x3");
        assertLevels(SELL, "102x6", "103x4");
    }

    @Test
    void shouldGrowBeyondItsFirstSizeWithoutLosingAnOrder() {
        final int orders = 1_000;
        for (int i = 0; i < orders; i++) {
            plain.add(i, BUY, 1 + i % 300, 1);
        }

        assertEquals(orders, book.orders());
        assertEquals(300, book.levels(BUY));
        assertEquals(0, match(SELL, Long.MIN_VALUE, orders));
        assertEquals(orders, matches.size());
        assertEquals(
                orders,
                matches.stream().map(NaiveBook.Match::restingKey).distinct().count());
    }

    @Test
    void shouldRefuseToBeMadeForNoOrders() {
        assertThrows(IllegalArgumentException.class, () -> new BookMemory(0));
    }

    /** The same random commands to this book and to the plainest one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 20120621})
    void shouldDoWhatANaiveBookDoes(final long seed) {
        final Random random = new Random(seed);
        final NaiveBook naive = new NaiveBook();
        final List<NaiveBook.Resting> resting = new ArrayList<>();
        final List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            final int dice = random.nextInt(100);
            if (dice < 60 || resting.isEmpty()) {
                final boolean buy = random.nextBoolean();
                final long price = (buy ? 95L : 105L) + random.nextInt(21) - 10;
                final long lots = 1L + random.nextInt(20);
                matches.clear();
                final long left = match(buy, price, lots);
                assertEquals(naive.match(buy, price, lots), matches, "seed " + seed + " command " + i);
                for (int at = resting.size() - 1; at >= 0; at--) {
                    if (resting.get(at).leavesLots == 0) {
                        resting.remove(at);
                        handles.remove(at);
                    }
                }
                if (left > 0) {
                    resting.add(naive.add(i, buy, price, left));
                    handles.add(plain.add(i, buy, price, left));
                }
            } else {
                final int at = random.nextInt(resting.size());
                final NaiveBook.Resting order = resting.get(at);
                if (dice < 75 && order.leavesLots > 1) {
                    order.leavesLots -= 1 + random.nextInt((int) order.leavesLots - 1);
                    book.reduceTo(handles.get(at), order.leavesLots);
                } else {
                    book.cancel(handles.get(at));
                    naive.orders.remove(order);
                    resting.remove(at);
                    handles.remove(at);
                }
            }
            if (i % 32 == 0) {
                assertSameBook(naive, "seed " + seed + " command " + i);
            }
        }
    }

    private void assertSameBook(final NaiveBook naive, final String message) {
        assertEquals(naive.orders.size(), book.orders(), message);
        for (final boolean buy : new boolean[] {BUY, SELL}) {
            final List<String> expected = new ArrayList<>();
            final List<NaiveBook.Resting> side = naive.side(buy);
            for (int i = 0; i < side.size(); ) {
                final NaiveBook.Resting head = side.get(i);
                long lots = 0;
                while (i < side.size() && side.get(i).priceTicks == head.priceTicks) {
                    lots += side.get(i++).leavesLots;
                }
                expected.add(head.priceTicks + "x" + lots + " head " + head.key);
            }
            final List<String> actual = new ArrayList<>();
            for (int rank = 0; rank < book.levels(buy); rank++) {
                actual.add(level(buy, rank) + " head " + book.levelHeadKey(buy, rank));
            }
            assertEquals(expected, actual, message);
        }
    }

    private long match(final boolean buy, final long limitTicks, final long lots) {
        return plain.match(buy, limitTicks, lots, (key, price, matched, leaves) -> {
            matches.add(match(key, price, matched, leaves));
            return true;
        });
    }

    private static NaiveBook.Match match(final long key, final long price, final long lots, final long leaves) {
        return new NaiveBook.Match(key, price, lots, leaves);
    }

    private void assertMatches(final NaiveBook.Match... expected) {
        assertEquals(List.of(expected), matches);
    }

    private void assertLevels(final boolean buy, final String... expected) {
        final List<String> actual = new ArrayList<>();
        for (int rank = 0; rank < book.levels(buy); rank++) {
            actual.add(level(buy, rank));
        }
        assertEquals(List.of(expected), actual);
    }

    private String level(final boolean buy, final int rank) {
        return book.levelPriceTicks(buy, rank) + "x" + book.levelLots(buy, rank);
    }

    private static OrderTerms terms(
            final OrdType ordType, final TimeInForce timeInForce, final PegType pegType, final long stopTicks) {
        final OrderTerms terms = new OrderTerms().limit(1, BUY, 500, 1);
        terms.ordType = ordType;
        terms.timeInForce = timeInForce;
        terms.pegType = pegType;
        terms.stopTicks = stopTicks;
        return terms;
    }

    /** Knows the handle of the order that came to its place last. */
    private static final class LastPlaced extends LimitOrderListener {
        private int handle;

        @Override
        public void onRested(
                final long key,
                final int newHandle,
                final long priceTicks,
                final long visibleLots,
                final long hiddenLots) {
            handle = newHandle;
        }

        @Override
        public void onParked(final long key, final int newHandle, final Place place) {
            handle = newHandle;
        }

        @Override
        public void onTrade(
                final long restingKey,
                final long incomingKey,
                final long priceTicks,
                final long lots,
                final long restingLeavesLots,
                final long restingVisibleLots,
                final boolean refreshed) {
            throw new AssertionError("a trade");
        }
    }
}
