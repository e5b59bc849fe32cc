package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * From the engine's thread to the egress: the message type is the template id, the message
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                           inputSeq                            |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                 SBE message, header first                    ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * When it is full the engine pauses; nothing is lost.
 */
public final class OutputRing implements EngineOutput {
    /** Smallest capacity in bytes: room for a few steps of the engine. */
    public static final int MIN_CAPACITY_BYTES = 256 * 1024;

    static final int MESSAGE_OFFSET = Long.BYTES;

    /**
     * What a step may take at most: framing (header, inputSeq, alignment) no more than doubles a message, the shortest of which
     * has 16 bytes, and a message that does not fit before the end of the memory leaves that much unused.
     */
    static final int STEP_BYTES = 3 * MAX_STEP_BYTES + RecordDescriptor.HEADER_LENGTH;

    private final OneToOneRingBuffer ring;
    private final AtomicBuffer memory;

    /** @param capacityBytes a power of two, at least {@link #MIN_CAPACITY_BYTES}. */
    public OutputRing(final int capacityBytes) {
        if (capacityBytes < MIN_CAPACITY_BYTES || !BitUtil.isPowerOfTwo(capacityBytes)) {
            throw new IllegalArgumentException("output ring of " + capacityBytes
                    + " bytes: must be a power of two and at least " + MIN_CAPACITY_BYTES);
        }
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacityBytes + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH));
        ring = new OneToOneRingBuffer(memory);
    }

    @Override
    public boolean hasRoom() {
        return ring.capacity() - ring.size() >= STEP_BYTES;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        final int index = ring.tryClaim(templateId, MESSAGE_OFFSET + length);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            throw new IllegalStateException("input " + inputSeq + ": output of template " + templateId + " and "
                    + length + " bytes after more than " + MAX_STEP_BYTES + " bytes without asking for room");
        }
        memory.putLong(index, inputSeq);
        memory.putBytes(index + MESSAGE_OFFSET, buffer, offset, length);
        ring.commit(index);
    }

    /** @return bytes that wait for the egress, framing included; on any thread. */
    public int sizeBytes() {
        return ring.size();
    }

    /** @return capacity in bytes, framing included. */
    public int capacityBytes() {
        return ring.capacity();
    }

    int read(final ControlledMessageHandler handler, final int limit) {
        return ring.controlledRead(handler, limit);
    }
}
