package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.RoutingStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private final Ranking ranking = new Ranking();
    private final Allocation allocation = new Allocation();

    private List<Long> share(final RoutingStrategy strategy, final long lots, final int maxParts, final long... shown) {
        ranking.begin(true);
        for (int i = 0; i < shown.length; i++) {
            ranking.add(i + 1, i + 1, i + 1, shown[i], 0, 0, 0);
        }
        allocation.share(strategy, ranking, lots, maxParts);
        final List<Long> parts = new ArrayList<>();
        for (int rank = 0; rank < allocation.parts(); rank++) {
            parts.add(allocation.lots(rank));
        }
        return parts;
    }

    @Test
    void shouldGiveEachWhatItShowsBestFirstInASweep() {
        assertEquals(List.of(30L, 20L, 10L), share(RoutingStrategy.SWEEP, 60, 64, 30, 20, 40, 50));
        assertEquals(List.of(30L, 20L), share(RoutingStrategy.DARK_FIRST, 90, 64, 30, 20));
        assertEquals(List.of(30L), share(RoutingStrategy.SWEEP, 60, 1, 30, 20));
    }

    @Test
    void shouldGiveTheFirstWhatItShowsForTheBestPriceAndAllInASequence() {
        assertEquals(List.of(30L), share(RoutingStrategy.BEST_PRICE, 60, 64, 30, 20));
        assertEquals(List.of(10L), share(RoutingStrategy.BEST_PRICE, 10, 64, 30, 20));
        assertEquals(List.of(60L), share(RoutingStrategy.SEQUENTIAL, 60, 64, 30, 20));
    }

    @Test
    void shouldSprayByLargestRemainder() {
        // 3.5, 2.1 and 1.4 of 7.
        assertEquals(List.of(4L, 2L, 1L), share(RoutingStrategy.SPRAY, 7, 64, 50, 30, 20));
        assertEquals(List.of(1L, 0L, 0L), share(RoutingStrategy.SPRAY, 1, 64, 10, 10, 10));
        assertEquals(
                List.of(1L, 1L, 0L), share(RoutingStrategy.SPRAY, 2, 64, 10, 10, 10), "of equals the better place");
        assertEquals(
                List.of(65L, 30L, 20L), share(RoutingStrategy.SPRAY, 115, 64, 50, 30, 20), "the rest to the first");
        assertEquals(List.of(6L, 4L), share(RoutingStrategy.SPRAY, 10, 2, 60, 40, 100));
    }

    @Test
    void shouldAlwaysSprayAllAndNeverMoreThanIsShownUnlessAllIsNotEnough() {
        final long seed = Long.getLong("tradex.seed", 11);
        System.out.println("-Dtradex.seed=" + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            final long[] shown = new long[1 + random.nextInt(65)];
            long total = 0;
            for (int i = 0; i < shown.length; i++) {
                shown[i] = 1 + (random.nextInt(4) == 0 ? random.nextLong() & ((1L << 50) - 1) : random.nextInt(100));
                total += shown[i];
            }
            final long lots = 1 + (random.nextLong() & Long.MAX_VALUE) % (2 * total);
            final List<Long> parts = share(RoutingStrategy.SPRAY, lots, 65, shown);
            assertEquals(lots, parts.stream().mapToLong(Long::longValue).sum());
            for (int i = lots > total ? 1 : 0; i < shown.length; i++) {
                final int at = i;
                assertTrue(parts.get(i) >= 0 && parts.get(i) <= shown[i], () -> parts.get(at) + " of " + shown[at]);
            }
        }
    }
}
