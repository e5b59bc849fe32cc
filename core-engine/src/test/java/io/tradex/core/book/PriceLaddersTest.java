package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.PriceLadders.ASKS;
import static io.tradex.core.book.PriceLadders.BIDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ladders beside a tree of prices for each side. */
class PriceLaddersTest {
    private static final int STEPS = 40_000;
    private static final int STEPS_PER_WALK = 50;

    private final BookMemory memory = new BookMemory(16);
    private final PriceLadders ladders = new PriceLadders(memory);
    /** Orders by price; of each side. */
    private final List<TreeMap<Long, Integer>> expected = List.of(new TreeMap<>(), new TreeMap<>());

    private record Standing(int side, long priceTicks, int node) {}

    private final List<Standing> standing = new ArrayList<>();

    /** From a few prices side by side to some that no window reaches, on a market that stands or runs. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, 20",
        "30, 1, 60",
        "60, 5, 400",
        "3000, 0, 2000",
        "3000, 40, 2000",
        "100000, 3, 300",
        "100000, 900, 300"
    })
    void shouldHaveTheLevelsOfATree(final int width, final int step, final int ordersMost) {
        final Random random = new Random(width * 31L + step);
        long middle = 10_000_000;
        for (int i = 0; i < STEPS; i++) {
            middle += random.nextInt(2 * step + 1) - step;
            // It fills and empties in turns, down to nothing.
            final boolean filling = i / ordersMost / 2 % 2 == 0;
            if (!standing.isEmpty() && random.nextInt(100) < (filling ? 40 : 65)) {
                takeOut(standing.remove(random.nextInt(standing.size())));
            } else if (standing.size() < ordersMost) {
                final int side = random.nextInt(2);
                final long away = 1 + (long) (width * Math.pow(random.nextDouble(), 4));
                add(side, side == BIDS ? middle - away : middle + away);
            }
            assertBests(i);
            if (i % STEPS_PER_WALK == 0) {
                assertLevels(i);
            }
        }
        while (!standing.isEmpty()) {
            takeOut(standing.remove(standing.size() - 1));
        }
        assertBests(STEPS);
        assertEquals(0, memory.ordersInUse());
        assertEquals(0, memory.farLevelsInUse());
    }

    @Test
    void shouldKeepTheOtherSideWhenOneGrows() {
        for (int i = 0; i < 3; i++) {
            add(ASKS, 1_000 + i);
        }
        for (int i = 0; i < 5_000; i++) {
            add(BIDS, 999 - 3 * i);
            assertBests(i);
        }
        assertLevels(0);
    }

    private void add(final int side, final long priceTicks) {
        final int node = memory.allocateOrder();
        memory.where(node, ladders.append(side, PriceLadders.rank(side, priceTicks), node), side);
        expected.get(side).merge(priceTicks, 1, Integer::sum);
        standing.add(new Standing(side, priceTicks, node));
    }

    private void takeOut(final Standing order) {
        ladders.takeOut(order.side, order.node);
        memory.freePlainOrder(order.node);
        expected.get(order.side).computeIfPresent(order.priceTicks, (price, orders) -> orders == 1 ? null : orders - 1);
    }

    private void assertBests(final int step) {
        for (int side = ASKS; side <= BIDS; side++) {
            final Map.Entry<Long, Integer> best = best(side);
            final int level = ladders.best(side);
            assertEquals(expected.get(side).size(), ladders.size(side), () -> "levels after step " + step);
            assertEquals(best == null, level == NIL, () -> "a best one after step " + step);
            if (best != null) {
                assertEquals(best.getKey(), ladders.priceTicks(side, level), () -> "best price after step " + step);
                assertEquals(PriceLadders.rank(side, best.getKey()), ladders.bestRank(side));
            }
        }
    }

    private Map.Entry<Long, Integer> best(final int side) {
        return side == BIDS
                ? expected.get(side).lastEntry()
                : expected.get(side).firstEntry();
    }

    /** Orders of a level, which all have to know that it is theirs. */
    private int orders(final int level) {
        int count = 0;
        for (int node = memory.next(level); node != level; node = memory.next(node)) {
            assertEquals(level, BookMemory.level(memory.where(node)));
            count++;
        }
        return count;
    }

    private void assertLevels(final int step) {
        for (int side = ASKS; side <= BIDS; side++) {
            final TreeMap<Long, Integer> levels = expected.get(side);
            int level = ladders.best(side);
            for (final Map.Entry<Long, Integer> price : (side == BIDS ? levels.descendingMap() : levels).entrySet()) {
                assertEquals(price.getKey(), ladders.priceTicks(side, level), () -> "price after step " + step);
                assertEquals(price.getValue(), orders(level), () -> "orders after step " + step);
                level = ladders.worse(side, level);
            }
            assertEquals(NIL, level, () -> "no more levels after step " + step);
        }
    }
}
