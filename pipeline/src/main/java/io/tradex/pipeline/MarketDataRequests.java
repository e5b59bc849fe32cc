package io.tradex.pipeline;

import io.tradex.protocol.market.BookDepth;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Hands requests for snapshots of books from the network's thread to the egress, past the engine and its journal: they change
 * nothing. When it is full, {@link #offer} says so, and the client asks again.
 */
public final class MarketDataRequests {
    private static final int CAPACITY_BYTES = 16 * 1024;
    private static final int MESSAGE_TYPE_ID = 1;
    private static final int DEPTH_OFFSET = Integer.BYTES;
    private static final int REQUEST_BYTES = Integer.BYTES + Byte.BYTES;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            CAPACITY_BYTES + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final MessageHandler handler = (typeId, buffer, index, length) ->
            onRequest(buffer.getInt(index), BookDepth.get(buffer.getByte(index + DEPTH_OFFSET)));
    private final PipelineCounters counters;
    private Consumer consumer;

    /** @param counters for requests refused. */
    public MarketDataRequests(final PipelineCounters counters) {
        this.counters = counters;
    }

    /**
     * Takes one request. Thread safe.
     *
     * @param instrumentId of the book.
     * @param depth        of the stream that the snapshot is for.
     * @return false if too many wait already, or if the depth is none: nothing was taken.
     */
    public boolean offer(final int instrumentId, final BookDepth depth) {
        final int index = isDepth(depth) ? ring.tryClaim(MESSAGE_TYPE_ID, REQUEST_BYTES) : -1;
        if (index < 0) {
            counters.snapshotRequestsRefused.increment();
            return false;
        }
        ring.buffer().putInt(index, instrumentId);
        ring.buffer().putByte(index + DEPTH_OFFSET, (byte) depth.value());
        ring.commit(index);
        return true;
    }

    int drain(final Consumer to, final int limit) {
        consumer = to;
        return ring.read(handler, limit);
    }

    private void onRequest(final int instrumentId, final BookDepth depth) {
        consumer.onRequest(instrumentId, depth);
    }

    private static boolean isDepth(final BookDepth depth) {
        return depth == BookDepth.TOP || depth == BookDepth.LEVELS || depth == BookDepth.ORDERS;
    }

    /** Takes requests on the egress thread. */
    @FunctionalInterface
    interface Consumer {
        void onRequest(int instrumentId, BookDepth depth);
    }
}
