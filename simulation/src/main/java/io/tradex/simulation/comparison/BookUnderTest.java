package io.tradex.simulation.comparison;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.core.book.OrderBook;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.KeyedBook;
import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.OrderBookByKey;
import java.util.ArrayList;
import java.util.List;

/** Makes the book that is compared with the reference book. */
@FunctionalInterface
public interface BookUnderTest {
    /** The core's own book; its memory begins small, so that it has to grow. */
    BookUnderTest ORDER_BOOK = CoreBook::new;

    /**
     * @param rules    of the instrument.
     * @param listener of the book.
     * @return an empty book in continuous trading.
     */
    Probed make(MarketRules rules, BookListener listener);

    /** A book, and what can be asked of it besides. */
    interface Probed {
        /** @return the book. */
        KeyedBook book();

        /** @return how many orders its memory holds. */
        int ordersInUse();

        /**
         * Compares what the book says of its price levels with its orders.
         *
         * @param state of the book.
         * @throws EventAudit.InvariantBroken if they contradict each other.
         */
        void requireLevelsOf(BookState state);
    }

    /** The core's own book. */
    final class CoreBook implements Probed {
        private final OrderBookByKey book;

        CoreBook(final MarketRules rules, final BookListener listener) {
            book = new OrderBookByKey(new BookMemory(4), rules, listener);
        }

        @Override
        public KeyedBook book() {
            return book;
        }

        @Override
        public int ordersInUse() {
            return book.ordersInUse();
        }

        @Override
        public void requireLevelsOf(final BookState state) {
            requireEqual(levelsOf(state.bids()), levels(true));
            requireEqual(levelsOf(state.asks()), levels(false));
            final int orders =
                    state.bids().size() + state.asks().size() + state.waiting().size();
            requireEqual(orders, book.book().orders());
        }

        private List<Level> levels(final boolean buy) {
            final OrderBook orderBook = book.book();
            final List<Level> levels = new ArrayList<>();
            for (int rank = 0; rank < orderBook.levels(buy); rank++) {
                levels.add(new Level(
                        orderBook.levelPriceTicks(buy, rank),
                        orderBook.levelLots(buy, rank),
                        orderBook.levelOrders(buy, rank),
                        orderBook.levelHeadKey(buy, rank)));
            }
            return levels;
        }

        private static List<Level> levelsOf(final List<BookState.Resting> side) {
            final List<Level> levels = new ArrayList<>();
            for (final BookState.Resting order : side) {
                final int last = levels.size() - 1;
                if (last >= 0 && levels.get(last).priceTicks() == order.priceTicks()) {
                    levels.set(last, levels.get(last).and(order));
                } else {
                    levels.add(new Level(order.priceTicks(), order.visibleLots(), 1, order.key()));
                }
            }
            return levels;
        }

        private static void requireEqual(final Object expected, final Object actual) {
            if (!expected.equals(actual)) {
                throw new EventAudit.InvariantBroken("by its orders it is " + expected + ", it says " + actual);
            }
        }
    }

    /** A price level. */
    record Level(long priceTicks, long visibleLots, int orders, long headKey) {
        Level and(final BookState.Resting order) {
            return new Level(priceTicks, visibleLots + order.visibleLots(), orders + 1, headKey);
        }
    }
}
