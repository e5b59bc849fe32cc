package io.tradex.pipeline;

import static org.agrona.BitUtil.CACHE_LINE_LENGTH;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The door of every thread but the network's: venue sessions, timers, admin commands, checkpoints, sessions lost. When it is
 * full, {@link #offer} says so and takes nothing; the caller waits, which for a venue session means that TCP pushes back.
 *
 * <p>A caller that waits must not be the one who empties the queue of a {@link VenuePort}: a full venue queue holds back the
 * whole pipeline, this buffer included.
 */
public final class InputBuffer {
    /** Longest input in bytes, SBE header included, by whichever door it comes. */
    public static final int MAX_INPUT_BYTES = 1024;

    /** Smallest capacity in bytes: the longest input may fill an eighth of it. */
    public static final int MIN_CAPACITY_BYTES = 16 * 1024;

    private static final int MESSAGE_TYPE_ID = 1;

    private final ManyToOneRingBuffer ring;
    private final PipelineCounters counters;
    private volatile boolean closed;

    /**
     * @param capacityBytes a power of two, at least {@link #MIN_CAPACITY_BYTES}.
     * @param counters      for offers refused.
     */
    public InputBuffer(final int capacityBytes, final PipelineCounters counters) {
        if (capacityBytes < MIN_CAPACITY_BYTES || !BitUtil.isPowerOfTwo(capacityBytes)) {
            throw new IllegalArgumentException("input buffer of " + capacityBytes
                    + " bytes: must be a power of two and at least " + MIN_CAPACITY_BYTES);
        }
        this.ring = new ManyToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacityBytes + RingBufferDescriptor.TRAILER_LENGTH, CACHE_LINE_LENGTH)));
        this.counters = counters;
    }

    /**
     * Takes one input by copying it. Thread safe.
     *
     * @param buffer holding the SBE message, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false if there is no room, or if the pipeline takes no more ({@link #isClosed()}): nothing was taken.
     * @throws IllegalArgumentException if the length is not that of any input: those who come through this door encode their
     *     messages themselves, so that this is a mistake in the caller.
     */
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        if (length < Sequencer.MIN_INPUT_BYTES || length > MAX_INPUT_BYTES) {
            throw new IllegalArgumentException(
                    "input of " + length + " bytes: must be " + Sequencer.MIN_INPUT_BYTES + " to " + MAX_INPUT_BYTES);
        }
        if (closed || !ring.write(MESSAGE_TYPE_ID, buffer, offset, length)) {
            counters.inputBufferFull.increment();
            return false;
        }
        return true;
    }

    /** @return whether the pipeline is shutting down: what is offered now is never taken. */
    public boolean isClosed() {
        return closed;
    }

    /** @return bytes waiting to be sequenced, framing included. */
    public int sizeBytes() {
        return ring.size();
    }

    /** @return capacity in bytes, framing included. */
    public int capacityBytes() {
        return ring.capacity();
    }

    void close() {
        closed = true;
    }

    int drain(final ControlledMessageHandler handler, final int limit) {
        return ring.controlledRead(handler, limit);
    }

    boolean isEmpty() {
        return ring.size() == 0;
    }
}
