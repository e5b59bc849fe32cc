package io.tradex.core.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderIndexTest {
    private static final long SEED = Long.getLong("tradex.seed", System.nanoTime());

    @Test
    void shouldFindOnlyWhatIsThere() {
        final OrderIndex index = new OrderIndex(1);

        index.put(0, 7);
        index.put(Long.MAX_VALUE, 0);

        assertEquals(7, index.get(0));
        assertEquals(0, index.get(Long.MAX_VALUE));
        assertEquals(OrderIndex.MISSING, index.get(1));
        assertEquals(2, index.size());
    }

    @Test
    void shouldReplaceTheHandleOfAnOrderThatIsThere() {
        final OrderIndex index = new OrderIndex(4);

        index.put(5, 1);
        index.put(5, 2);

        assertEquals(1, index.size());
        assertEquals(2, index.remove(5));
        assertEquals(OrderIndex.MISSING, index.remove(5));
        assertEquals(0, index.size());
    }

    @Test
    void shouldStillFindOthersOfARunWhenOneOfItIsRemoved() {
        // Each order of removal of five entries that collide, in a table of which they fill a run over the end.
        final List<Long> colliding = collidingIds(5);
        for (int first = 0; first < colliding.size(); first++) {
            for (int second = 0; second < colliding.size(); second++) {
                final OrderIndex index = new OrderIndex(8);
                for (int i = 0; i < colliding.size(); i++) {
                    index.put(colliding.get(i), i);
                }
                index.remove(colliding.get(first));
                index.remove(colliding.get(second));
                for (int i = 0; i < colliding.size(); i++) {
                    final int expected = i == first || i == second ? OrderIndex.MISSING : i;
                    assertEquals(expected, index.get(colliding.get(i)), "after " + first + " and " + second);
                }
            }
        }
    }

    @Test
    void shouldEqualAMapThroughRandomLife() {
        System.out.println("seed " + SEED + " (run again with -Dtradex.seed=" + SEED + ")");
        final Random random = new Random(SEED);
        final OrderIndex index = new OrderIndex(16);
        final Map<Long, Integer> expected = new HashMap<>();
        final List<Long> live = new ArrayList<>();
        long nextId = random.nextInt(1_000);
        for (int i = 0; i < 300_000; i++) {
            // Waves of growth and shrinking, over ids in sequence with holes, as an engine gives them out.
            final boolean grows = (i / 10_000) % 3 != 2;
            if (live.isEmpty() || random.nextInt(10) < (grows ? 6 : 3)) {
                nextId += 1 + random.nextInt(3);
                index.put(nextId, i);
                expected.put(nextId, i);
                live.add(nextId);
            } else {
                final int position = random.nextInt(live.size());
                final long id = live.get(position);
                live.set(position, live.get(live.size() - 1));
                live.remove(live.size() - 1);
                assertEquals(expected.remove(id), index.remove(id));
            }
            final long probe = nextId - random.nextInt(2_000);
            if (probe >= 0) {
                assertEquals(expected.getOrDefault(probe, OrderIndex.MISSING), index.get(probe));
            }
        }
        assertEquals(expected.size(), index.size());
        expected.forEach((id, handle) -> assertEquals(handle, index.get(id)));
    }

    @Test
    void shouldRefuseASizeItCannotHave() {
        assertThrows(IllegalArgumentException.class, () -> new OrderIndex(0));
        assertThrows(IllegalArgumentException.class, () -> new OrderIndex(Integer.MAX_VALUE));
    }

    /** Ids whose home is one of the last two slots of a table of 16, found with the hash that the class is known to use. */
    private static List<Long> collidingIds(final int count) {
        final List<Long> ids = new ArrayList<>();
        for (long id = 0; ids.size() < count; id++) {
            if ((~id * 0x9E37_79B9_7F4A_7C15L) >>> 60 >= 14) {
                ids.add(id);
            }
        }
        return ids;
    }
}
