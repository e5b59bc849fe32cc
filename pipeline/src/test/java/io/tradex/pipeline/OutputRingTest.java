package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.EngineOutput;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputRingTest {
    private final OutputRing outputs = new OutputRing(OutputRing.MIN_CAPACITY_BYTES);

    /** 24 bytes is the shortest output, 212 a delta; the others hit the alignment and the end of the memory differently. */
    @ParameterizedTest
    @ValueSource(ints = {24, 25, 212, 1_021, 8_191, EngineOutput.MAX_STEP_BYTES})
    void shouldHoldAStepWheneverItSaidThatThereIsRoom(final int messageBytes) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[messageBytes]);
        for (int round = 0; round < 500; round++) {
            while (outputs.hasRoom()) {
                for (int bytes = 0; bytes + messageBytes <= EngineOutput.MAX_STEP_BYTES; bytes += messageBytes) {
                    outputs.onOutput(round, 40, message, 0, messageBytes);
                }
            }
            // An odd number, so that the next steps begin elsewhere.
            outputs.read((typeId, buffer, offset, length) -> Action.CONTINUE, 37);
        }
        assertTrue(outputs.sizeBytes() <= outputs.capacityBytes());
    }

    @Test
    void shouldBreakTheEngineThatEmitsMoreThanItAskedRoomFor() {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[1_000]);

        final IllegalStateException broken = assertThrows(IllegalStateException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                outputs.onOutput(9, 40, message, 0, message.capacity());
            }
        });

        assertTrue(broken.getMessage().contains("input 9"), broken.getMessage());
        assertFalse(outputs.hasRoom());
    }

    @Test
    void shouldCarrySequenceTemplateAndMessage() {
        final UnsafeBuffer message = Frames.alarm(5, 6, 7);
        outputs.onOutput(5, 112, message, 0, message.capacity());

        final int read = outputs.read(
                (typeId, buffer, offset, length) -> {
                    assertEquals(112, typeId);
                    assertEquals(5, buffer.getLong(offset));
                    assertEquals(message, new UnsafeBuffer(buffer, offset + Long.BYTES, length - Long.BYTES));
                    return Action.CONTINUE;
                },
                10);

        assertEquals(1, read);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, OutputRing.MIN_CAPACITY_BYTES / 2, OutputRing.MIN_CAPACITY_BYTES + 1})
    void shouldRefuseACapacityThatCannotWork(final int capacityBytes) {
        assertThrows(IllegalArgumentException.class, () -> new OutputRing(capacityBytes));
    }
}
