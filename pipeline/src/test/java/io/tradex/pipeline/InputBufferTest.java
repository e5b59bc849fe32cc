package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.journal.VenueUpDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputBufferTest {
    private final PipelineCounters counters = new PipelineCounters();
    private final InputBuffer inputs = new InputBuffer(InputBuffer.MIN_CAPACITY_BYTES, counters);

    @Test
    void shouldSayWhenItIsFullAndTakeAgainOnceDrained() {
        int taken = 0;
        while (offer(Frames.venueUp(taken))) {
            taken++;
        }
        assertEquals(1, counters.inputBufferFull.get());
        final List<Integer> drained = new ArrayList<>();

        drainTo(drained);

        assertEquals(taken, drained.size());
        assertTrue(offer(Frames.venueUp(1)));
    }

    @Test
    void shouldKeepTheOrderOfEachOfManyThreads() throws InterruptedException {
        final int threads = 3;
        final int perThread = 5_000;
        final List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            final int base = t * perThread;
            final Thread producer = new Thread(() -> {
                for (int i = 0; i < perThread; i++) {
                    final UnsafeBuffer frame = Frames.venueUp(base + i);
                    while (!offer(frame)) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        final List<Integer> drained = new ArrayList<>();
        Waiting.until("all inputs", () -> {
            drainTo(drained);
            return drained.size() == threads * perThread;
        });
        for (final Thread producer : producers) {
            producer.join();
        }

        for (int t = 0; t < threads; t++) {
            final int base = t * perThread;
            final List<Integer> ofThread = drained.stream()
                    .filter(id -> id >= base && id < base + perThread)
                    .toList();
            for (int i = 0; i < perThread; i++) {
                assertEquals(base + i, ofThread.get(i));
            }
        }
    }

    @Test
    void shouldTakeNothingOnceClosed() {
        assertTrue(offer(Frames.venueUp(1)));
        inputs.close();

        assertFalse(offer(Frames.venueUp(2)));
        assertTrue(inputs.isClosed());
        final List<Integer> drained = new ArrayList<>();
        drainTo(drained);
        assertEquals(List.of(1), drained, "what was taken before is lost");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frames.HEADER - 1, InputBuffer.MAX_INPUT_BYTES + 1})
    void shouldRefuseWhatCanBeNoInput(final int length) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[2 * InputBuffer.MAX_INPUT_BYTES]);

        assertThrows(IllegalArgumentException.class, () -> inputs.offer(frame, 0, length));
        assertEquals(0, inputs.sizeBytes());
    }

    @Test
    void shouldTakeTheLongestInputInTheSmallestBuffer() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[InputBuffer.MAX_INPUT_BYTES]);

        assertTrue(offer(frame));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, InputBuffer.MIN_CAPACITY_BYTES / 2, InputBuffer.MIN_CAPACITY_BYTES + 8})
    void shouldRefuseACapacityThatCannotWork(final int capacityBytes) {
        assertThrows(IllegalArgumentException.class, () -> new InputBuffer(capacityBytes, counters));
    }

    private boolean offer(final UnsafeBuffer frame) {
        return inputs.offer(frame, 0, frame.capacity());
    }

    private void drainTo(final List<Integer> venueIds) {
        final VenueUpDecoder decoder = new VenueUpDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        inputs.drain(
                (typeId, buffer, offset, length) -> {
                    venueIds.add(
                            decoder.wrapAndApplyHeader(buffer, offset, header).venueId());
                    return Action.CONTINUE;
                },
                Integer.MAX_VALUE);
    }
}
