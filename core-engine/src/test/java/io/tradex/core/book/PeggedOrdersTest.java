package io.tradex.core.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeggedOrdersTest {
    /** With a walk through all of them for each of them a pass would take minutes. */
    private static final int MANY = 200_000;

    private static final long OFFSET = 10;

    private final OrderTerms terms = new OrderTerms();
    private final List<Integer> handles = new ArrayList<>();
    private int repriced;
    private final OrderBook book =
            new OrderBook(new BookMemory(MANY), new BookRules(1_000_000), new LimitOrderListener() {
                @Override
                public void onRested(
                        final long key,
                        final int handle,
                        final long priceTicks,
                        final long visible,
                        final long hidden) {
                    handles.add(handle);
                }

                @Override
                public void onParked(final long key, final int handle, final Place place) {
                    assertEquals(Place.PEG, place);
                }

                @Override
                public void onRepriced(final long key, final long priceTicks) {
                    repriced++;
                }

                @Override
                public void onTrade(
                        final long restingKey,
                        final long incomingKey,
                        final long priceTicks,
                        final long lots,
                        final long restingLeavesLots,
                        final long restingVisibleLots,
                        final boolean refreshed) {}
            });

    @Test
    @Timeout(60)
    void shouldFollowInOnePassHoweverManyStandInFrontOfWhatTheyFollow() {
        limit(1, true, 100);
        peg(2, MANY);
        assertBest(100 + OFFSET, MANY);

        limit(MANY + 2, true, 101);
        assertEquals(2 * MANY, repriced);
        assertBest(101 + OFFSET, MANY);
    }

    @Test
    void shouldFollowThroughMorePricesThanItKnows() {
        limit(1, true, 100);
        peg(2, 3);
        for (int i = 1; i <= 200; i++) {
            limit(4 + i, true, 100 + i);
            assertBest(100 + i + OFFSET, 3);
        }
        for (int i = 200; i >= 1; i--) {
            cancelLimit(4 + i);
            assertBest(100 + i - 1 + OFFSET, 3);
        }
    }

    @Test
    void shouldKnowWhoElseStandsAtThePriceOfPeggedOrders() {
        limit(1, true, 100);
        peg(2, 3);
        assertBest(110, 3);

        // Behind the pegged orders of 110, which follow it from then on, and of 120, and so on.
        limit(5, true, 110);
        assertBest(120, 3);
        assertTrue(stands(5, 110));
        limit(6, true, 120);
        assertBest(130, 3);

        // They go back to the best that is left: first to the one that has been left, then to the oldest.
        cancelLimit(6);
        assertBest(120, 3);
        cancelLimit(5);
        assertBest(110, 3);
        move(1, 109);
        assertBest(119, 3);
        sell(109, 4);
        assertEquals(0, book.levels(true));
    }

    private void limit(final long key, final boolean buy, final long priceTicks) {
        book.enter(terms.limit(key, buy, priceTicks, 1), 0);
        work();
    }

    private void peg(final long firstKey, final int count) {
        for (long key = firstKey; key < firstKey + count; key++) {
            terms.limit(key, true, 500, 1);
            terms.ordType = OrdType.PEGGED;
            terms.pegType = PegType.PRIMARY;
            terms.offsetTicks = OFFSET;
            book.enter(terms, 0);
            work();
        }
    }

    private void sell(final long priceTicks, final long lots) {
        book.enter(terms.limit(999, false, priceTicks, lots), 0);
        work();
    }

    private void move(final long key, final long priceTicks) {
        book.replace(handleOf(key), terms.limit(key, true, priceTicks, 1), 0);
        work();
    }

    private void cancelLimit(final long key) {
        book.cancel(handleOf(key));
        work();
    }

    private int handleOf(final long key) {
        return handles.stream()
                .filter(handle -> book.memory.key(handle) == key)
                .findFirst()
                .orElseThrow();
    }

    private boolean stands(final long key, final long priceTicks) {
        final List<Long> prices = new ArrayList<>();
        book.forEachResting(true, (at, price, visible, hidden) -> {
            if (at == key) {
                prices.add(price);
            }
        });
        return prices.equals(List.of(priceTicks));
    }

    private void assertBest(final long priceTicks, final int orders) {
        assertEquals(priceTicks, book.bestTicks(true));
        assertEquals(orders, book.levelOrders(true, 0));
    }

    private void work() {
        assertTrue(book.work());
    }
}
