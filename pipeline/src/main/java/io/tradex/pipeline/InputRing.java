package io.tradex.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Disruptor ring between the sequencer and its two readers. Both readers gate the sequencer from the first input on: a
 * poller gates nothing by itself, and a producer that no reader gates laps it in silence.
 */
final class InputRing {
    private final RingBuffer<InputSlot> ring;
    private final EventPoller<InputSlot> journallerPoller;
    private final EventPoller<InputSlot> enginePoller;

    /** @param slots a power of two. */
    InputRing(final int slots) {
        final UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                Math.multiplyExact(slots, InputBuffer.MAX_INPUT_BYTES), BitUtil.CACHE_LINE_LENGTH));
        final int[] nextOffset = {0};
        ring = RingBuffer.createSingleProducer(
                () -> {
                    final InputSlot slot = new InputSlot(memory, nextOffset[0]);
                    nextOffset[0] += InputBuffer.MAX_INPUT_BYTES;
                    return slot;
                },
                slots);
        journallerPoller = ring.newPoller();
        enginePoller = ring.newPoller();
        ring.addGatingSequences(journallerPoller.getSequence(), enginePoller.getSequence());
    }

    EventPoller<InputSlot> journallerPoller() {
        return journallerPoller;
    }

    EventPoller<InputSlot> enginePoller() {
        return enginePoller;
    }

    /** On the producer's thread. */
    boolean hasRoom() {
        return ring.hasAvailableCapacity(1);
    }

    /**
     * On the producer's thread, after {@link #hasRoom()}.
     *
     * @param admissionOffset where the admission stands in the message; negative if it has none.
     */
    void publish(
            final long sequence,
            final long timestampNs,
            final DirectBuffer source,
            final int offset,
            final int length,
            final int admissionOffset,
            final byte admission) {
        final long position = ring.next();
        final InputSlot slot = ring.get(position);
        slot.fill(sequence, timestampNs, source, offset, length);
        if (admissionOffset >= 0) {
            slot.putByte(admissionOffset, admission);
        }
        ring.publish(position);
    }

    /** Inputs that the slower reader has not read yet. On the producer's thread. */
    long backlog() {
        return ring.getBufferSize() - ring.remainingCapacity();
    }

    int slots() {
        return ring.getBufferSize();
    }
}
