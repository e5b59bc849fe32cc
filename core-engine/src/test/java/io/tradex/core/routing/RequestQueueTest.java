package io.tradex.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.state.StateHash;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final int NEW = 100;
    private static final int CANCEL = 101;
    private static final int REPLACE = 102;

    private final StateHash hash = new StateHash();
    private final RequestQueue queue = new RequestQueue(1, hash);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[RequestQueue.MAX_LENGTH + 1]);

    private boolean add(final int templateId, final long orderId, final int request) {
        message.putLong(0, orderId);
        return queue.add(templateId == CANCEL, templateId, (orderId << 16) | request, message, 32);
    }

    private List<String> drain() {
        final List<String> drained = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.first();
            assertEquals(queue.venueClOrdId() >>> 16, queue.buffer().getLong(queue.offset()));
            assertEquals(32, queue.length());
            drained.add(queue.templateId() + "/" + (queue.venueClOrdId() >>> 16));
            queue.removeFirst();
        }
        return drained;
    }

    @Test
    void shouldLetCancelsGoFirstAndAllElseInItsOrder() {
        final long before = hash.sum();
        add(NEW, 1, 1);
        add(CANCEL, 7, 2);
        add(REPLACE, 2, 2);
        add(CANCEL, 8, 2);

        assertEquals(List.of("101/7", "101/8", "100/1", "102/2"), drain());
        assertEquals(before, hash.sum());
    }

    @Test
    void shouldNotLetACancelOvertakeWhatItRefersTo() {
        add(NEW, 1, 1);
        add(REPLACE, 2, 2);
        add(REPLACE, 2, 3);
        queue.promote(2);
        add(CANCEL, 2, 4);

        assertEquals(List.of("102/2", "102/2", "101/2", "100/1"), drain());
    }

    @Test
    void shouldTakeBackWhatWaits() {
        add(NEW, 1, 1);
        add(NEW, 2, 1);
        add(CANCEL, 3, 2);
        assertTrue(queue.withdraw((2L << 16) | 1));
        assertFalse(queue.withdraw((2L << 16) | 1));
        assertEquals((1L << 16) | 1, queue.takeBack(NEW));
        assertEquals(-1, queue.takeBack(NEW));
        assertEquals((3L << 16) | 2, queue.takeBack(0));
        assertEquals(-1, queue.takeBack(0));
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldHaveRoomForSoManyOfEachKindAndNoMore() {
        for (int i = 1; i <= RequestQueue.CAPACITY; i++) {
            assertFalse(queue.isFull());
            assertTrue(add(NEW, i, 1));
        }
        assertTrue(queue.isFull());
        assertFalse(add(NEW, 9_999, 1));
        assertFalse(queue.isFullOfCancels());
        assertTrue(add(CANCEL, 1, 2));
        queue.first();
        queue.removeFirst();
        queue.first();
        queue.removeFirst();
        assertTrue(add(NEW, 9_999, 1));
        final List<String> drained = drain();
        assertEquals("100/2", drained.get(0));
        assertEquals("100/9999", drained.get(drained.size() - 1));
    }

    @Test
    void shouldGrowForQuestionsHowOrdersStand() {
        final int asked = 5_000;
        add(NEW, 1, 1);
        for (int i = 0; i < asked; i++) {
            message.putLong(0, i);
            assertTrue(queue.addStatus(103, message, 32));
        }
        assertTrue(queue.isFull());
        assertFalse(add(NEW, 2, 1));
        queue.first();
        assertEquals(NEW, queue.templateId());
        queue.removeFirst();
        for (int i = 0; i < asked; i++) {
            queue.first();
            assertEquals(i, queue.buffer().getLong(queue.offset()));
            queue.removeFirst();
        }
        assertTrue(queue.isEmpty());
        assertEquals(0, hash.sum());
    }

    @Test
    void shouldRefuseARequestThatIsTooLong() {
        assertThrows(
                IllegalArgumentException.class, () -> queue.add(false, NEW, 1, message, RequestQueue.MAX_LENGTH + 1));
    }
}
