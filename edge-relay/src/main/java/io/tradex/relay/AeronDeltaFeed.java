package io.tradex.relay;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;

/**
 * The delta stream over Aeron: multicast, or multi-destination-cast where a network has no multicast, as the channel says.
 * Drives the relay's Aeron with each poll and closes it in the end.
 */
final class AeronDeltaFeed implements DeltaFeed {
    private static final int CLOSING_CYCLES = 64;

    private final RelayAeron aeron;
    private final Subscription subscription;
    private final FragmentHandler fragmentHandler;
    private FrameHandler frameHandler;

    /**
     * @param aeron to subscribe with.
     * @param channel of the deltas.
     * @param streamId of the deltas.
     */
    AeronDeltaFeed(final RelayAeron aeron, final String channel, final int streamId) {
        this.aeron = aeron;
        subscription = aeron.aeron().addSubscription(channel, streamId);
        // A delta is far smaller than a packet; a part of something bigger is counted as malformed.
        fragmentHandler = (buffer, offset, length, header) -> frameHandler.onFrame(buffer, offset, length);
    }

    @Override
    public int poll(final FrameHandler handler, final int limit) {
        frameHandler = handler;
        return aeron.doWork() + (limit == 0 ? 0 : subscription.poll(fragmentHandler, limit));
    }

    @Override
    public void close() {
        // The session may just have said goodbye: the driver has to be given the time to send it.
        for (int i = 0; i < CLOSING_CYCLES && !aeron.aeron().isClosed(); i++) {
            aeron.doWork();
        }
        aeron.close();
    }
}
