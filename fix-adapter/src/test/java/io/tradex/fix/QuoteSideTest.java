package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One side of a venue's book. */
class QuoteSideTest {
    private static final long SEED = Long.getLong("tradex.seed", System.nanoTime());

    @Test
    void shouldKeepTheBestPriceAndAllOfItsQuantity() {
        final QuoteSide bids = new QuoteSide(true, 4);
        bids.put("", "", 100, 5);
        bids.put("a", "a", 101, 1);
        bids.put("b", "b", 101, 2);
        bids.put("", "", 99, 7);
        assertBest(101, 3, bids);

        bids.remove("a", QuoteSide.NO_PRICE);
        assertBest(101, 2, bids);
        bids.remove("b", 101);
        assertBest(100, 5, bids);
        bids.remove("nobody", 100);
        assertBest(100, 5, bids);
        bids.put("", "", 100, 0);
        assertBest(99, 7, bids);
        bids.remove("", 99);
        assertBest(0, 0, bids);
    }

    @Test
    void shouldChangeAnEntryByItsId() {
        final QuoteSide asks = new QuoteSide(false, 4);
        asks.put("a", "a", 100, 5);
        asks.put("b", "b", 102, 6);

        asks.put("a", "a", QuoteSide.NO_PRICE, 4);
        assertBest(100, 4, asks);
        asks.put("a", "c", 103, 3);
        assertBest(102, 6, asks);
        asks.remove("b", QuoteSide.NO_PRICE);
        assertBest(103, 3, asks);
        asks.remove("a", QuoteSide.NO_PRICE);
        assertBest(103, 3, asks);
        asks.put("x", "x", QuoteSide.NO_PRICE, 9);
        assertBest(103, 3, asks);
    }

    @Test
    void shouldKeepTheBestWhenThereIsNoRoomAndSayWhenItHasRunDry() {
        final QuoteSide asks = new QuoteSide(false, 2);
        assertTrue(asks.put("", "", 102, 1));
        assertTrue(asks.put("", "", 103, 1));
        assertFalse(asks.put("", "", 101, 1));
        assertFalse(asks.put("", "", 104, 1));
        assertBest(101, 1, asks);

        asks.remove("", 101);
        assertBest(102, 1, asks);
        assertFalse(asks.hasRunDry());
        asks.remove("", 102);
        assertTrue(asks.hasRunDry());
        asks.clear();
        assertFalse(asks.hasRunDry());
    }

    @Test
    void shouldHaveOneEntryWithADepthOfOneWhateverItIsCalled() {
        final QuoteSide bids = new QuoteSide(true, 1);
        bids.put("", "", 100, 5);
        bids.put("x", "x", 99, 4);
        assertBest(99, 4, bids);
        bids.remove("y", 12345);
        assertBest(0, 0, bids);
        bids.remove("", 1);
        assertBest(0, 0, bids);
    }

    @Test
    void shouldNotWrapAtTheLargestQuantity() {
        final QuoteSide bids = new QuoteSide(true, 2);
        bids.put("a", "a", 100, Long.MAX_VALUE);
        bids.put("b", "b", 100, 5);
        assertBest(100, Long.MAX_VALUE, bids);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAgreeWithAPlainMap(final boolean highestFirst) {
        System.out.println("seed " + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        final QuoteSide side = new QuoteSide(highestFirst, VenueMarketData.MAX_DEPTH);
        final Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            final long priceE8 = 1L + random.nextInt(VenueMarketData.MAX_DEPTH);
            if (random.nextInt(3) == 0) {
                side.remove("", priceE8);
                expected.remove(priceE8);
            } else {
                final long quantityE8 = random.nextInt(4);
                side.put("", "", priceE8, quantityE8);
                if (quantityE8 == 0) {
                    expected.remove(priceE8);
                } else {
                    expected.put(priceE8, quantityE8);
                }
            }
            final long best = expected.keySet().stream()
                    .reduce((a, b) -> (a > b) == highestFirst ? a : b)
                    .orElse(0L);
            assertBest(best, expected.getOrDefault(best, 0L), side);
        }
    }

    private static void assertBest(final long priceE8, final long quantityE8, final QuoteSide side) {
        assertEquals(priceE8, side.bestPriceE8());
        assertEquals(quantityE8, side.bestQuantityE8());
    }
}
