package io.tradex.relay;

import static io.tradex.relay.OrderRow.order;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OrderRowsTest {
    @Test
    void shouldEvictTheFinishedOrderThatChangedLongestAgo() {
        final OrderRows rows = new OrderRows(3);
        apply(rows, order(1).at(1, 1));
        apply(rows, order(2).at(1, 2).filled(100, 1));
        apply(rows, order(3).at(1, 3).status(OrdStatus.CANCELED, ExecType.CANCELED));
        apply(rows, order(4).at(1, 4));

        assertEquals(3, rows.size());
        assertArrayEquals(new long[] {4, 3, 1}, newest(rows, 10));
        assertEquals(-1, rows.slotOf(2));
        assertEquals(1, rows.finishedEvicted());
        assertEquals(0, rows.workingEvicted());
        assertEquals(1, rows.ordersIn(OrdStatus.FILLED), "an evicted order still counts");
        assertEquals(4, rows.ordersSeen());
        assertEquals(2, rows.ordersWorking());
    }

    @Test
    void shouldCountWorkingOrdersThatHadToMakeRoom() {
        final OrderRows rows = new OrderRows(2);
        apply(rows, order(1).at(1, 1));
        apply(rows, order(2).at(1, 2));
        apply(rows, order(1).at(1, 3).filled(10, 1));
        apply(rows, order(3).at(1, 4));

        assertArrayEquals(new long[] {3, 1}, newest(rows, 10));
        assertEquals(1, rows.workingEvicted());
    }

    @Test
    void shouldFindTheNewestAcrossWorkingAndFinishedOrders() {
        final OrderRows rows = new OrderRows(10);
        apply(rows, order(1).at(1, 1));
        apply(rows, order(2).at(1, 2).filled(100, 1));
        apply(rows, order(3).at(1, 3));
        apply(rows, order(1).at(1, 4).filled(100, 1));
        apply(rows, order(4).at(1, 5));

        assertArrayEquals(new long[] {4, 1, 3}, newest(rows, 3));
    }

    @Test
    void shouldSortRowsThatCameInAnyOrder() {
        final OrderRows rows = new OrderRows(10);
        apply(rows, order(1).at(2, 5));
        apply(rows, order(2).at(2, 1));
        apply(rows, order(3).at(1, 99));
        apply(rows, order(4).at(2, 3).filled(100, 1));
        rows.sortByChange();

        assertArrayEquals(new long[] {1, 4, 2, 3}, newest(rows, 10));
    }

    @Test
    void shouldKeepRowsOfManyChunks() {
        final OrderRows rows = new OrderRows(5000);
        for (int id = 1; id <= 6000; id++) {
            apply(rows, order(id).at(1, id).filled(100, id));
        }
        assertEquals(5000, rows.size());
        assertEquals(1000, rows.finishedEvicted());
        assertEquals(5, rows.chunkCount());
        assertEquals((5000 - 4 * OrderRows.CHUNK_ROWS) * OrderRows.ROW_LENGTH, rows.copyChunk(4).length);
        final OrderDeltaDecoder row = new OrderDeltaDecoder();
        for (int id = 1001; id <= 6000; id++) {
            rows.read(rows.slotOf(id), row);
            assertEquals(id, row.outSeq());
        }
    }

    @Test
    void shouldRefuseACapacityOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new OrderRows(0));
    }

    private static void apply(final OrderRows rows, final OrderRow row) {
        rows.apply(new UnsafeBuffer(row.frame()), 8);
    }

    private static long[] newest(final OrderRows rows, final int limit) {
        final int[] slots = new int[limit];
        final OrderDeltaDecoder row = new OrderDeltaDecoder();
        final int found = rows.newest(slots);
        return Arrays.stream(slots, 0, found)
                .mapToLong(slot -> {
                    rows.read(slot, row);
                    return row.orderId();
                })
                .toArray();
    }
}
