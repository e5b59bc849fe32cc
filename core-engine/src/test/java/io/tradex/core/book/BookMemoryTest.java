package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookMemoryTest {
    private static final int MANY = 10_000;
    private static final int UNITS = 136;

    private final BookMemory memory = new BookMemory(1);

    @Test
    void shouldKeepWhatOrdersHaveWhileItGrows() {
        final int[] orders = new int[MANY];
        for (int i = 0; i < MANY; i++) {
            orders[i] = memory.allocateOrder();
            memory.key(orders[i], i);
            memory.visibleLots(orders[i], -i);
            memory.where(orders[i], orders[i / 2], BookMemory.SPECIAL);
            memory.owner(orders[i], ~i);
            memory.flags(orders[i], 1L << 40 | i);
            memory.limitTicks(orders[i], 3L * i);
        }
        final Set<Integer> handles = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            assertTrue(handles.add(memory.check(orders[i])));
            assertEquals(i, memory.key(orders[i]));
            assertEquals(-i, memory.visibleLots(orders[i]));
            assertEquals(orders[i / 2], BookMemory.level(memory.where(orders[i])));
            assertEquals(BookMemory.SPECIAL, BookMemory.hotFlags(memory.where(orders[i])));
            assertEquals(~i, memory.owner(orders[i]));
            assertEquals(1L << 40 | i, memory.flags(orders[i]));
            assertEquals(3L * i, memory.limitTicks(orders[i]));
        }
        assertEquals(MANY, memory.ordersInUse());
    }

    @Test
    void shouldGiveTheOrderThatWasFreedLastAndBlocksThatWereFreedAgain() {
        final int order = memory.allocateOrder();
        memory.freePlainOrder(order);
        assertEquals(order, memory.allocateOrder());

        final int block = memory.allocateBlock(UNITS);
        for (int i = 0; i < UNITS; i++) {
            assertEquals(0, memory.word(block + i));
            memory.word(block + i, -1);
        }
        assertNotEquals(block, memory.allocateBlock(UNITS));
        memory.freeBlock(block, UNITS);
        assertEquals(block, memory.allocateBlock(UNITS));
        for (int i = 0; i < UNITS; i++) {
            assertEquals(0, memory.word(block + i));
        }
    }

    @Test
    void shouldRefuseHandlesOfNoOrder() {
        final int order = memory.allocateOrder();
        assertEquals(order, memory.check(order));
        for (final int handle :
                new int[] {NIL, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, order - 4, order + 1, order + 2, order + 3}) {
            assertThrows(IndexOutOfBoundsException.class, () -> memory.check(handle));
        }
    }

    @Test
    void shouldRefuseToBeMadeForMoreOrdersThanHandlesCanName() {
        assertThrows(IllegalArgumentException.class, () -> new BookMemory(-1));
        assertThrows(IllegalArgumentException.class, () -> new BookMemory(33_554_369));
    }
}
