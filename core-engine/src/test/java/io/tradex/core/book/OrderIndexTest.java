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
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final BookMemory memory = new BookMemory(4);

    @Test
    void shouldFindOnlyWhatIsThere() {
        final OrderIndex index = new OrderIndex(memory, 1);
        final int first = order(0);
        final int second = order(Long.MAX_VALUE);

        index.put(0, first);
        index.put(Long.MAX_VALUE, second);

        assertEquals(first, index.get(0));
        assertEquals(second, index.get(Long.MAX_VALUE));
        assertEquals(OrderIndex.MISSING, index.get(1));
        assertEquals(2, index.size());
        assertEquals(first, index.remove(0));
        assertEquals(OrderIndex.MISSING, index.remove(0));
        assertEquals(1, index.size());
    }

    @Test
    void shouldReplaceTheHandleOfAnOrderThatCameInAnew() {
        final OrderIndex index = new OrderIndex(memory, 4);
        final int old = order(5);
        index.put(5, old);

        // Another key is where the order was, and the order is elsewhere.
        memory.freeOrder(old);
        order(6);
        final int now = order(5);
        index.replace(5, old, now);

        assertEquals(now, index.get(5));
        assertEquals(1, index.size());
        index.remove(5, now);
        assertEquals(0, index.size());
        assertEquals(OrderIndex.MISSING, index.get(5));
        assertThrows(IllegalStateException.class, () -> index.remove(5, now));
    }

    @Test
    void shouldTakeOutAnOrderWhosePlaceWasFreedJustNow() {
        final OrderIndex index = new OrderIndex(memory, 4);
        final int handle = order(5);
        index.put(5, handle);

        memory.freeOrder(handle);

        assertEquals(handle, index.remove(5));
        assertEquals(0, index.size());
    }

    @Test
    void shouldStillFindOthersOfARunWhenSomeOfItAreRemoved() {
        // Five keys that collide at the end of a table of 16, so that their run goes over the end.
        final List<Long> colliding = keysOfSlots(5, 4, 14);
        for (int first = 0; first < colliding.size(); first++) {
            for (int second = 0; second < colliding.size(); second++) {
                final OrderIndex index = new OrderIndex(memory, 4);
                final int[] handles = new int[colliding.size()];
                for (int i = 0; i < colliding.size(); i++) {
                    handles[i] = order(colliding.get(i));
                    index.put(colliding.get(i), handles[i]);
                }
                index.remove(colliding.get(first));
                index.remove(colliding.get(second));
                for (int i = 0; i < colliding.size(); i++) {
                    final int expected = i == first || i == second ? OrderIndex.MISSING : handles[i];
                    assertEquals(expected, index.get(colliding.get(i)), "after " + first + " and " + second);
                }
            }
        }
    }

    @Test
    void shouldGrowWhenMoreCollideThanADistanceCanSay() {
        // All want one of the last 16 of 256 slots, of which they fill far less than half.
        final List<Long> colliding = keysOfSlots(90, 8, 240);
        final OrderIndex index = new OrderIndex(memory, 80);

        for (final long key : colliding) {
            index.put(key, order(key));
        }

        assertEquals(colliding.size(), index.size());
        for (final long key : colliding) {
            assertEquals(key, memory.key(index.get(key)));
        }
    }

    @Test
    void shouldEqualAMapThroughRandomLife() {
        System.out.println("seed " + SEED + " (run again with -Dtradex.seed=" + SEED + ")");
        final Random random = new Random(SEED);
        final OrderIndex index = new OrderIndex(memory, 16);
        final Map<Long, Integer> expected = new HashMap<>();
        final List<Long> live = new ArrayList<>();
        long nextKey = random.nextInt(1_000);
        for (int i = 0; i < 300_000; i++) {
            // Waves of growth and shrinking, over keys in sequence with holes, as an engine gives them out.
            final boolean grows = (i / 10_000) % 3 != 2;
            if (live.isEmpty() || random.nextInt(10) < (grows ? 6 : 3)) {
                nextKey += 1 + random.nextInt(3);
                final int handle = order(nextKey);
                index.put(nextKey, handle);
                expected.put(nextKey, handle);
                live.add(nextKey);
            } else {
                final int position = random.nextInt(live.size());
                final long key = live.get(position);
                if (random.nextInt(4) == 0) {
                    final int old = expected.get(key);
                    memory.freeOrder(old);
                    final int now = order(key);
                    index.replace(key, old, now);
                    expected.put(key, now);
                } else {
                    live.set(position, live.get(live.size() - 1));
                    live.remove(live.size() - 1);
                    final int handle = expected.remove(key);
                    assertEquals(handle, index.remove(key));
                    memory.freeOrder(handle);
                }
            }
            final long probe = nextKey - random.nextInt(2_000);
            if (probe >= 0) {
                assertEquals(expected.getOrDefault(probe, OrderIndex.MISSING), index.get(probe));
            }
        }
        assertEquals(expected.size(), index.size());
        expected.forEach((key, handle) -> assertEquals(handle, index.get(key)));
    }

    @Test
    void shouldRefuseAnOrderThatNeverWas() {
        final OrderIndex index = new OrderIndex(memory, 4);

        assertThrows(IndexOutOfBoundsException.class, () -> index.put(1, 1_000));
        assertThrows(IndexOutOfBoundsException.class, () -> index.put(1, OrderIndex.MISSING));
        assertEquals(0, index.size());
    }

    @Test
    void shouldRefuseASizeItCannotHave() {
        assertThrows(IllegalArgumentException.class, () -> new OrderIndex(memory, 0));
        assertThrows(IllegalArgumentException.class, () -> new OrderIndex(memory, Integer.MAX_VALUE));
    }

    private int order(final long key) {
        final int handle = memory.allocateOrder();
        memory.key(handle, key);
        memory.where(handle, BookMemory.NIL, 0);
        return handle;
    }

    /** Keys that want a slot from a first one on, in a table of two to a power, by the hash that the class is known to use. */
    private static List<Long> keysOfSlots(final int count, final int power, final int first) {
        final List<Long> keys = new ArrayList<>();
        for (long key = 0; keys.size() < count; key++) {
            if ((key * SPREAD) >>> (Long.SIZE - power) >= first) {
                keys.add(key);
            }
        }
        return keys;
    }
}
