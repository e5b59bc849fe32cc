package io.tradex.relay;

/**
 * What the relay can ask of the core: an authenticated session that answers with frames of the order-state schema. All calls
 * come from the relay's agent thread. A session that is down reconnects by itself.
 */
interface CoreSession extends AutoCloseable {
    /**
     * Asks for all rows.
     *
     * @param correlationId comes back in every part of the answer.
     * @return false if the request could not be sent now: no session, or back pressure.
     */
    boolean requestSnapshot(long correlationId);

    /**
     * Asks for deltas that were missed.
     *
     * @param correlationId comes back at the end of the answer.
     * @param epoch of the gap.
     * @param fromOutSeq first missing.
     * @param toOutSeq last missing.
     * @return false if the request could not be sent now: no session, or back pressure.
     */
    boolean requestGapFill(long correlationId, long epoch, long fromOutSeq, long toOutSeq);

    /**
     * Drives the session and takes what it answers.
     *
     * @param handler takes the frames.
     * @param limit most frames to take.
     * @return work done; 0 if none.
     */
    int poll(FrameHandler handler, int limit);

    @Override
    void close();
}
