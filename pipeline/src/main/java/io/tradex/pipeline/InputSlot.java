package io.tradex.pipeline;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One input in the Disruptor ring. Written by the sequencer alone, read by the journaller and the engine. All slots share one
 * contiguous buffer, so that the readers walk through memory in order.
 */
final class InputSlot {
    private final UnsafeBuffer buffer;
    private final int offset;
    private int length;
    private long sequence;
    private long timestampNs;

    InputSlot(final UnsafeBuffer buffer, final int offset) {
        this.buffer = buffer;
        this.offset = offset;
    }

    void fill(
            final long sequence,
            final long timestampNs,
            final DirectBuffer source,
            final int sourceOffset,
            final int sourceLength) {
        this.sequence = sequence;
        this.timestampNs = timestampNs;
        this.length = sourceLength;
        buffer.putBytes(offset, source, sourceOffset, sourceLength);
    }

    void putByte(final int index, final byte value) {
        buffer.putByte(offset + index, value);
    }

    long sequence() {
        return sequence;
    }

    long timestampNs() {
        return timestampNs;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
