package io.tradex.marketdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PublicBookTest {
    private static final boolean BUY = true;
    private static final boolean SELL = false;
    private static final int CHECKSUM_OF_THREE_LEVELS = 0x6dde41af;
    private static final int CHECKSUM_OF_TEN_BIDS = 0xd0a87112;

    private final BookMemory memory = new BookMemory(4, 100_000);
    private final PublicBook book = new PublicBook(7, memory);

    @Test
    void shouldSumUpOrdersToLevelsBestFirst() {
        book.addOrder(1, BUY, 99, 5);
        book.addOrder(2, BUY, 100, 10);
        book.addOrder(3, BUY, 100, 20);
        book.addOrder(4, SELL, 103, 8);
        book.addOrder(5, SELL, 101, 7);

        assertEquals(List.of("100: 30 of 2", "99: 5 of 1"), levels(book, BUY));
        assertEquals(List.of("101: 7 of 1", "103: 8 of 1"), levels(book, SELL));
        assertEquals(List.of("2: 10@100", "3: 20@100", "1: 5@99"), orders(book, BUY));
        assertEquals(5, book.orders());
    }

    @Test
    void shouldKeepTheQueueWhenAnOrderShrinksAndRenewItWhenAnIcebergRefreshes() {
        book.addOrder(1, BUY, 100, 10);
        book.addOrder(2, BUY, 100, 20);
        book.showOrder(1, 4);
        assertEquals(List.of("1: 4@100", "2: 20@100"), orders(book, BUY));

        book.showOrder(1, 0);
        book.refreshOrder(1, BUY, 100, 10);
        assertEquals(List.of("2: 20@100", "1: 10@100"), orders(book, BUY));

        book.refreshOrder(2, BUY, 100, 5);
        assertEquals(List.of("1: 10@100", "2: 5@100"), orders(book, BUY));
        assertEquals(List.of("100: 15 of 2"), levels(book, BUY));
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndChangeNothing() {
        final PublicBook other = new PublicBook(8, memory);
        book.addOrder(1, BUY, 100, 10);

        assertFalse(book.addOrder(1, BUY, 101, 1));
        assertFalse(other.addOrder(1, BUY, 101, 1));
        assertFalse(book.addOrder(2, BUY, 100, 0));
        assertFalse(book.showOrder(9, 1));
        assertFalse(other.showOrder(1, 1));
        assertFalse(other.deleteOrder(1));
        assertFalse(book.refreshOrder(1, BUY, 100, 0));
        assertEquals(List.of("1: 10@100"), orders(book, BUY));
        assertEquals(0, other.orders());
    }

    @Test
    void shouldTakeLevelsAsTheyAreTold() {
        book.setLevel(BUY, 100, 30, 2);
        book.setLevel(BUY, 99, 5, 1);
        book.setLevel(SELL, 101, 7, 1);
        book.setLevel(BUY, 100, 20, 1);
        book.setLevel(SELL, 200, 0, 0);

        assertEquals(List.of("100: 20 of 1", "99: 5 of 1"), levels(book, BUY));
        book.setLevel(BUY, 100, 0, 0);
        assertEquals(List.of("99: 5 of 1"), levels(book, BUY));
        book.clear();
        assertEquals(List.of(), levels(book, SELL));
    }

    /** The figures come from another implementation, written from the schema's words. */
    @Test
    void shouldChecksumTheBestTenLevelsOfEachSideAsTheSchemaSays() {
        assertEquals(0x8c28b28a, book.checksum());

        book.addOrder(1, BUY, 100, 10);
        book.addOrder(2, BUY, 100, 20);
        book.addOrder(3, BUY, 99, 5);
        book.addOrder(4, SELL, 101, 7);
        assertEquals(CHECKSUM_OF_THREE_LEVELS, book.checksum());

        final PublicBook deep = new PublicBook(8, memory);
        for (int i = 0; i < 10; i++) {
            deep.setLevel(BUY, 1000 - i, i + 1, 1);
        }
        assertEquals(CHECKSUM_OF_TEN_BIDS, deep.checksum());
        deep.setLevel(BUY, 500, 77, 7);
        assertEquals(CHECKSUM_OF_TEN_BIDS, deep.checksum());
        deep.setLevel(BUY, 991, 10, 2);
        assertFalse(CHECKSUM_OF_TEN_BIDS == deep.checksum());
    }

    @Test
    void shouldSayWhichLevelChangedAndWhetherForTheFirstTime() {
        memory.beginChange();
        book.addOrder(1, BUY, 100, 10);
        assertTrue(book.touchedBuy());
        assertEquals(100, book.touchedPriceTicks());
        assertTrue(book.isFirstTouch());
        book.showOrder(1, 5);
        assertFalse(book.isFirstTouch());

        memory.beginChange();
        book.addOrder(2, SELL, 101, 10);
        book.deleteOrder(1);
        assertTrue(book.touchedBuy());
        assertEquals(100, book.touchedPriceTicks());
        assertTrue(book.isFirstTouch());
    }

    @Test
    void shouldRefuseMoreOrdersThanItWasMadeFor() {
        final PublicBook small = new PublicBook(1, new BookMemory(1, 2));
        small.addOrder(1, BUY, 100, 1);
        small.addOrder(2, BUY, 100, 1);

        assertThrows(IllegalStateException.class, () -> small.addOrder(3, BUY, 100, 1));
    }

    @Test
    void shouldAgreeWithAPlainBookOverRandomEvents() {
        final long seed = Long.getLong("tradex.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final PlainBook[] plain = {new PlainBook(), new PlainBook()};
        final PublicBook[] books = {book, new PublicBook(8, memory)};
        long lastId = 0;
        for (int i = 0; i < 200_000; i++) {
            final int which = random.nextInt(2);
            final List<PlainOrder> orders = plain[which].orders;
            final int action = random.nextInt(orders.size() > 300 ? 8 : 5);
            if (orders.isEmpty() || action < 3) {
                final PlainOrder order =
                        new PlainOrder(++lastId, random.nextBoolean(), 1 + random.nextInt(60), 1 + random.nextInt(50));
                orders.add(order);
                assertTrue(books[which].addOrder(order.id, order.buy, order.priceTicks, order.lots));
            } else {
                final PlainOrder order = orders.get(random.nextInt(orders.size()));
                if (action == 3 && order.lots > 1) {
                    order.lots = 1L + random.nextInt((int) order.lots - 1);
                    assertTrue(books[which].showOrder(order.id, order.lots));
                } else if (action == 4) {
                    order.lots = 1L + random.nextInt(50);
                    orders.remove(order);
                    orders.add(order);
                    assertTrue(books[which].refreshOrder(order.id, order.buy, order.priceTicks, order.lots));
                } else {
                    orders.remove(order);
                    assertTrue(books[which].deleteOrder(order.id));
                }
            }
            if (i % 500 == 0) {
                assertEquals(plain[which].orders(BUY), orders(books[which], BUY));
                assertEquals(plain[which].orders(SELL), orders(books[which], SELL));
                assertEquals(plain[which].levels(BUY), levels(books[which], BUY));
                assertEquals(plain[which].levels(SELL), levels(books[which], SELL));
                assertEquals(plain[0].orders.size() + plain[1].orders.size(), memory.orders());
            }
        }
        books[0].clear();
        assertEquals(plain[1].orders.size(), memory.orders());
        assertEquals(plain[1].orders(BUY), orders(books[1], BUY));
    }

    static List<String> levels(final BookView book, final boolean buy) {
        final List<String> levels = new ArrayList<>();
        for (int rank = 0; rank < book.levels(buy); rank++) {
            levels.add(book.levelPriceTicks(buy, rank) + ": " + book.levelLots(buy, rank) + " of "
                    + book.levelOrders(buy, rank));
        }
        return levels;
    }

    static List<String> orders(final BookView book, final boolean buy) {
        final List<String> orders = new ArrayList<>();
        book.forEachOrder(buy, (id, priceTicks, lots) -> orders.add(id + ": " + lots + "@" + priceTicks));
        return orders;
    }

    private static final class PlainOrder {
        private final long id;
        private final boolean buy;
        private final long priceTicks;
        private long lots;

        private PlainOrder(final long id, final boolean buy, final long priceTicks, final long lots) {
            this.id = id;
            this.buy = buy;
            this.priceTicks = priceTicks;
            this.lots = lots;
        }
    }

    /** A list in order of arrival; everything else is worked out from it. */
    private static final class PlainBook {
        private final List<PlainOrder> orders = new ArrayList<>();

        private List<PlainOrder> side(final boolean buy) {
            final Comparator<PlainOrder> byPrice =
                    Comparator.comparingLong(order -> buy ? -order.priceTicks : order.priceTicks);
            return orders.stream()
                    .filter(order -> order.buy == buy)
                    .sorted(byPrice)
                    .collect(Collectors.toList());
        }

        private List<String> orders(final boolean buy) {
            return side(buy).stream()
                    .map(order -> order.id + ": " + order.lots + "@" + order.priceTicks)
                    .collect(Collectors.toList());
        }

        private List<String> levels(final boolean buy) {
            final List<String> levels = new ArrayList<>();
            final List<PlainOrder> side = side(buy);
            int from = 0;
            while (from < side.size()) {
                int to = from;
                long lots = 0;
                while (to < side.size() && side.get(to).priceTicks == side.get(from).priceTicks) {
                    lots += side.get(to++).lots;
                }
                levels.add(side.get(from).priceTicks + ": " + lots + " of " + (to - from));
                from = to;
            }
            return levels;
        }
    }
}
