package io.tradex.marketdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A walk goes on while the book changes under it. */
class BookWalkTest {
    private static final boolean BUY = true;
    private static final boolean SELL = false;

    private final BookMemory memory = new BookMemory(16, 100_000);
    private final PublicBook book = new PublicBook(7, memory);
    private final OrderWalk orders = new OrderWalk();
    private final LevelWalk levels = new LevelWalk();

    @Test
    void shouldMeetBidsThenAsksBestFirstOldestFirst() {
        book.addOrder(1, BUY, 99, 5);
        book.addOrder(2, BUY, 100, 10);
        book.addOrder(3, BUY, 100, 20);
        book.addOrder(4, SELL, 103, 8);
        book.addOrder(5, SELL, 101, 7);

        orders.begin(book);
        assertEquals(List.of(2L, 3L, 1L, 5L, 4L), rest());
        levels.begin(book);
        final List<Long> prices = new ArrayList<>();
        while (levels.next()) {
            prices.add(levels.priceTicks());
        }
        assertEquals(List.of(100L, 99L, 101L, 103L), prices);
    }

    @Test
    void shouldEndAtOnceInAnEmptyBook() {
        orders.begin(book);
        assertFalse(orders.next());
        levels.begin(book);
        assertFalse(levels.next());
    }

    @Test
    void shouldGoOnWhenTheOrderItStandsAtIsGone() {
        for (int id = 1; id <= 5; id++) {
            book.addOrder(id, BUY, 100, id);
        }
        orders.begin(book);
        orders.next();
        orders.next();
        book.deleteOrder(2);
        book.deleteOrder(3);
        assertEquals(List.of(4L, 5L), rest());
    }

    @Test
    void shouldGoOnWhenTheSlotItStandsAtHoldsAnotherOrder() {
        book.addOrder(1, BUY, 100, 1);
        book.addOrder(2, BUY, 99, 1);
        orders.begin(book);
        orders.next();
        book.deleteOrder(1);
        book.addOrder(9, BUY, 50, 1);
        assertEquals(List.of(2L), rest());
    }

    @Test
    void shouldPassOverOrdersThatTookTheirPlaceLater() {
        book.addOrder(1, BUY, 100, 1);
        book.addOrder(2, BUY, 98, 1);
        orders.begin(book);
        book.addOrder(3, BUY, 100, 1);
        book.addOrder(4, BUY, 99, 1);
        book.refreshOrder(2, BUY, 98, 7);
        book.addOrder(5, SELL, 101, 1);
        assertEquals(List.of(1L), rest());
    }

    @Test
    void shouldMeetAllThatStaysAndNothingTwiceOverRandomChanges() {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final List<Long> live = new ArrayList<>();
        long lastId = 0;
        for (int round = 0; round < 300; round++) {
            while (live.size() < 200) {
                live.add(++lastId);
                assertTrue(book.addOrder(lastId, lastId % 2 == 0, 1 + random.nextInt(20), 10));
            }
            final Set<Long> stays = new HashSet<>(live);
            final Set<Long> then = new HashSet<>(live);
            final List<Long> met = new ArrayList<>();
            orders.begin(book);
            boolean more = true;
            while (more) {
                for (int i = random.nextInt(30); i > 0 && more; i--) {
                    more = orders.next();
                    if (more) {
                        met.add(orders.orderId());
                    }
                }
                for (int i = random.nextInt(6); i > 0; i--) {
                    if (random.nextBoolean() && !live.isEmpty()) {
                        final long id = live.remove(random.nextInt(live.size()));
                        assertTrue(book.deleteOrder(id));
                        stays.remove(id);
                    } else {
                        live.add(++lastId);
                        assertTrue(book.addOrder(lastId, random.nextBoolean(), 1 + random.nextInt(20), 10));
                    }
                }
            }
            final Set<Long> once = new HashSet<>(met);
            assertEquals(met.size(), once.size(), "met twice");
            assertTrue(once.containsAll(stays), "missed one that stayed");
            assertTrue(then.containsAll(once), "met one that came later");
        }
    }

    private List<Long> rest() {
        final List<Long> rest = new ArrayList<>();
        while (orders.next()) {
            rest.add(orders.orderId());
        }
        return rest;
    }
}
