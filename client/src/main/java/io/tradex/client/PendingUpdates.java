package io.tradex.client;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the stream says of one book while its snapshot is on its way: messages with their lengths, in the order of arrival. */
final class PendingUpdates {
    private final UnsafeBuffer buffer;
    private int end;

    /** The book that it is kept for; null if it is free. */
    FollowedBook book;

    PendingUpdates(final int capacityBytes) {
        buffer = new UnsafeBuffer(new byte[capacityBytes]);
    }

    /** Keeps a message by copying it; false if there is no room. */
    boolean add(final DirectBuffer source, final int offset, final int length) {
        final int next = BitUtil.align(end + Integer.BYTES + length, Long.BYTES);
        if (next > buffer.capacity()) {
            return false;
        }
        buffer.putInt(end, length);
        buffer.putBytes(end + Integer.BYTES, source, offset, length);
        end = next;
        return true;
    }

    void clear() {
        end = 0;
    }

    int end() {
        return end;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    static int messageAt(final int position) {
        return position + Integer.BYTES;
    }

    int lengthAt(final int position) {
        return buffer.getInt(position);
    }

    int after(final int position) {
        return BitUtil.align(position + Integer.BYTES + buffer.getInt(position), Long.BYTES);
    }
}
