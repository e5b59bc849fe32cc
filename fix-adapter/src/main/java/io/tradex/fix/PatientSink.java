package io.tradex.fix;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * The sink of one session, for those who wait until it takes what they have: the session's thread. While it waits QuickFIX/J
 * stops reading, and TCP holds the venue back.
 */
final class PatientSink {
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;

    private final int venueId;
    private final InboundSink sink;
    private volatile boolean closed;

    PatientSink(final int venueId, final InboundSink sink) {
        this.venueId = venueId;
        this.sink = sink;
    }

    /** @return false when there is no room. */
    boolean tryOffer(final DirectBuffer buffer, final int length) {
        return sink.offer(buffer, 0, length);
    }

    /**
     * Waits until the message is taken.
     *
     * @throws IllegalStateException if the adapter stops before that: the venue will send the message again.
     */
    void offer(final DirectBuffer buffer, final int length) {
        if (!tryOffer(buffer, length)) {
            until(() -> tryOffer(buffer, length));
        }
    }

    /**
     * Waits until all is taken.
     *
     * @param taken tries once more and says whether it is.
     * @throws IllegalStateException if the adapter stops before that.
     */
    void until(final BooleanSupplier taken) {
        for (long parkNs = MIN_PARK_NS; !taken.getAsBoolean(); parkNs = Math.min(parkNs * 2, MAX_PARK_NS)) {
            if (closed || Thread.currentThread().isInterrupted()) {
                // Not handled: QuickFIX/J leaves its inbound sequence where it is, and the venue sends the message
                // again.
                throw new IllegalStateException(
                        "the FIX adapter stops with a message of venue " + venueId + " not taken");
            }
            LockSupport.parkNanos(parkNs);
        }
    }

    /** From now on whoever waits gives up. */
    void close() {
        closed = true;
    }
}
