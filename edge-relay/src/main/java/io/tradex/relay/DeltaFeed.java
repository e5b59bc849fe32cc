package io.tradex.relay;

/** The core's stream of order-state deltas, as it comes: it may lose, repeat and begin anywhere. One thread. */
interface DeltaFeed extends AutoCloseable {
    /**
     * Takes what has come.
     *
     * @param handler takes the frames.
     * @param limit most frames to take.
     * @return work done; 0 if none.
     */
    int poll(FrameHandler handler, int limit);

    @Override
    void close();
}
