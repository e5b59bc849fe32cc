package io.tradex.pipeline;

import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Hands SnapshotRequest and GapFillRequest of authenticated relays from the network's thread to the egress, past the engine and
 * its journal: they change nothing. When it is full, {@link #offer} says so, and the relay asks again.
 */
public final class RelayRequests {
    private static final int CAPACITY_BYTES = 8 * 1024;
    private static final int MAX_BYTES = MessageHeaderDecoder.ENCODED_LENGTH + GapFillRequestDecoder.BLOCK_LENGTH;
    private static final int MESSAGE_TYPE_ID = 1;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            CAPACITY_BYTES + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final PipelineCounters counters;

    /** @param counters for requests refused. */
    public RelayRequests(final PipelineCounters counters) {
        this.counters = counters;
    }

    /**
     * Takes one request by copying it. Thread safe.
     *
     * @param buffer holding the SBE message, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false if too many wait already, or if it is longer than any request: nothing was taken.
     */
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH
                || length > MAX_BYTES
                || !ring.write(MESSAGE_TYPE_ID, buffer, offset, length)) {
            counters.relayRequestsRefused.increment();
            return false;
        }
        return true;
    }

    int drain(final ControlledMessageHandler handler, final int limit) {
        return ring.controlledRead(handler, limit);
    }
}
