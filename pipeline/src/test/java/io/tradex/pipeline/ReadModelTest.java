package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReadModelTest {
    private static final int ROWS = 4;
    private static final int DELTAS = 8;

    private final PipelineCounters counters = new PipelineCounters();
    private final ReadModel model = new ReadModel(ROWS, DELTAS, counters);
    private long outSeq;

    @Test
    void shouldKeepTheNewestRowOfEveryOrder() {
        apply(1, 1, OrdStatus.NEW);
        apply(2, 1, OrdStatus.NEW);
        apply(1, 2, OrdStatus.PARTIALLY_FILLED);
        apply(1, 3, OrdStatus.FILLED);

        assertEquals("{1=v3 FILLED, 2=v1 NEW}", rows());
        assertEquals(2, model.slots());
        assertEquals(4, model.highestOutSeq());
    }

    @Test
    void shouldEvictTheRowThatFinishedFirst() {
        apply(1, 1, OrdStatus.NEW);
        apply(2, 1, OrdStatus.NEW);
        apply(3, 1, OrdStatus.NEW);
        apply(2, 2, OrdStatus.CANCELED);
        apply(1, 2, OrdStatus.FILLED);
        apply(4, 1, OrdStatus.NEW);

        apply(5, 1, OrdStatus.NEW);
        assertEquals("{1=v2 FILLED, 3=v1 NEW, 4=v1 NEW, 5=v1 NEW}", rows());

        apply(6, 1, OrdStatus.NEW);
        assertEquals("{3=v1 NEW, 4=v1 NEW, 5=v1 NEW, 6=v1 NEW}", rows());
        assertEquals(2, counters.rowsEvicted.get());
    }

    @Test
    void shouldNotCountARowThatComesBackToLifeAsFinished() {
        apply(1, 1, OrdStatus.FILLED);
        apply(2, 1, OrdStatus.CANCELED);
        apply(1, 2, OrdStatus.PARTIALLY_FILLED);
        apply(3, 1, OrdStatus.NEW);
        apply(4, 1, OrdStatus.NEW);

        apply(5, 1, OrdStatus.NEW);

        assertEquals("{1=v2 PARTIALLY_FILLED, 3=v1 NEW, 4=v1 NEW, 5=v1 NEW}", rows());
    }

    @Test
    void shouldKeepAnEvictionListThatManyChangesDoNotTear() {
        final ReadModel large = new ReadModel(64, DELTAS, counters);
        final OrdStatus[] states = {OrdStatus.NEW, OrdStatus.FILLED, OrdStatus.PARTIALLY_FILLED, OrdStatus.CANCELED};
        final java.util.Random random = new java.util.Random(7);
        final TreeMap<Long, OrdStatus> live = new TreeMap<>();
        long seq = 0;
        for (int i = 0; i < 20_000; i++) {
            final long orderId = 1 + i / 100L + random.nextInt(40);
            OrdStatus status = states[random.nextInt(states.length)];
            if (i / 100 > orderId - 10) {
                status = OrdStatus.EXPIRED;
            }
            final UnsafeBuffer delta = Frames.orderDelta(1, ++seq, orderId, i, status);
            large.apply(delta, 0, delta.capacity());
            if (status == OrdStatus.NEW || status == OrdStatus.PARTIALLY_FILLED) {
                live.put(orderId, status);
            } else {
                live.remove(orderId);
            }
        }

        final TreeMap<Long, OrdStatus> liveRows = new TreeMap<>();
        for (int slot = 0; slot < large.slots(); slot++) {
            large.row(slot, (buffer, offset, length) -> {
                final OrderDeltaDecoder row = decode(buffer, offset);
                if (row.ordStatus() == OrdStatus.NEW || row.ordStatus() == OrdStatus.PARTIALLY_FILLED) {
                    liveRows.put(row.orderId(), row.ordStatus());
                }
            });
        }
        assertEquals(live, liveRows);
    }

    @Test
    void shouldBreakRatherThanLoseALiveRow() {
        for (int orderId = 1; orderId <= ROWS; orderId++) {
            apply(orderId, 1, OrdStatus.NEW);
        }

        final IllegalStateException broken =
                assertThrows(IllegalStateException.class, () -> apply(ROWS + 1, 1, OrdStatus.NEW));
        assertEquals(
                "order 5: all 4 rows of the read model are live; it must hold as many as the engine",
                broken.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = OrdStatus.class,
            names = {"FILLED", "DONE_FOR_DAY", "CANCELED", "REJECTED", "CALCULATED", "EXPIRED"})
    void shouldTakeTheseStatesAsFinished(final OrdStatus status) {
        for (int orderId = 1; orderId <= ROWS; orderId++) {
            apply(orderId, 1, status);
        }
        apply(ROWS + 1, 1, status);
        assertEquals(1, counters.rowsEvicted.get());
    }

    @Test
    void shouldKeepTheLastDeltas() {
        assertEquals(1, model.oldestDelta());
        for (int i = 1; i <= 20; i++) {
            apply(1, i, OrdStatus.NEW);
        }

        assertEquals(13, model.oldestDelta());
        assertEquals(List.of(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L), deltas(1, 30));
    }

    @Test
    void shouldStartFromSeededRowsWithoutDeltas() {
        seed(1, 90, OrdStatus.NEW);
        seed(2, 100, OrdStatus.FILLED);
        seed(3, 7, OrdStatus.NEW);
        model.seeded(100, 3);

        assertEquals(100, model.highestOutSeq());
        assertEquals(3, model.epoch());
        assertEquals(101, model.oldestDelta());
        assertEquals(List.of(), deltas(1, 110));
        assertEquals(3, model.slots());

        outSeq = 100;
        applyIn(3, 1, 5, OrdStatus.CANCELED);
        assertEquals(101, model.oldestDelta());
        assertEquals(List.of(101L), deltas(1, 110));
    }

    @Test
    void shouldForgetDeltasAndKeepRowsWhenAnEpochStarts() {
        for (int i = 1; i <= 5; i++) {
            apply(i % 3 + 1, i, OrdStatus.NEW);
        }

        outSeq = 0;
        applyIn(2, 1, 9, OrdStatus.NEW);

        assertEquals(2, model.epoch());
        assertEquals(1, model.highestOutSeq());
        assertEquals(List.of(1L), deltas(1, 10));
        assertEquals(3, model.slots());
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 1", "1, 2", "0, 4"})
    void shouldBreakAtADeltaOutOfTurn(final long epoch, final long wrongOutSeq) {
        apply(1, 1, OrdStatus.NEW);
        apply(1, 2, OrdStatus.NEW);
        outSeq = wrongOutSeq == 3 ? 3 : wrongOutSeq - 1;

        assertThrows(IllegalStateException.class, () -> applyIn(epoch, 1, 3, OrdStatus.NEW));
        assertEquals(2, model.highestOutSeq());
    }

    @Test
    void shouldBreakAtADeltaOfAnotherLengthOrWithoutAnOrder() {
        final UnsafeBuffer delta = Frames.orderDelta(1, 1, 1, 1, OrdStatus.NEW);
        assertThrows(IllegalStateException.class, () -> model.apply(delta, 0, delta.capacity() - 1));
        assertThrows(IllegalStateException.class, () -> apply(0, 1, OrdStatus.NEW));
    }

    @Test
    void shouldHaveNoRowOutsideItsSlots() {
        apply(1, 1, OrdStatus.NEW);
        assertTrue(model.row(0, (buffer, offset, length) -> {}));
        assertFalse(model.row(1, (buffer, offset, length) -> {}));
        assertFalse(model.row(-1, (buffer, offset, length) -> {}));
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "-1, 8", "4, 0", "4, 7", "4, -8"})
    void shouldRefuseACapacityThatCannotWork(final int rows, final int deltas) {
        assertThrows(IllegalArgumentException.class, () -> new ReadModel(rows, deltas, counters));
    }

    private void apply(final long orderId, final long version, final OrdStatus status) {
        applyIn(1, orderId, version, status);
    }

    private void applyIn(final long epoch, final long orderId, final long version, final OrdStatus status) {
        final UnsafeBuffer delta = Frames.orderDelta(epoch, ++outSeq, orderId, version, status);
        model.apply(delta, 0, delta.capacity());
    }

    private void seed(final long orderId, final long rowOutSeq, final OrdStatus status) {
        final UnsafeBuffer delta = Frames.orderDelta(3, rowOutSeq, orderId, 1, status);
        model.seed(delta, 0, delta.capacity());
    }

    private String rows() {
        final TreeMap<Long, String> rows = new TreeMap<>();
        for (int slot = 0; slot < model.slots(); slot++) {
            model.row(slot, (buffer, offset, length) -> {
                final OrderDeltaDecoder row = decode(buffer, offset);
                rows.put(row.orderId(), "v" + row.orderVersion() + " " + row.ordStatus());
            });
        }
        return rows.toString();
    }

    private List<Long> deltas(final long from, final long to) {
        final List<Long> found = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            model.delta(
                    seq,
                    (buffer, offset, length) -> found.add(decode(buffer, offset).outSeq()));
        }
        return found;
    }

    private static OrderDeltaDecoder decode(final org.agrona.DirectBuffer buffer, final int offset) {
        return new OrderDeltaDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    }
}
