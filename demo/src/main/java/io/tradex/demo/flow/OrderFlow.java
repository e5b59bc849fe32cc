package io.tradex.demo.flow;

import java.io.IOException;

/** A source of requests with its own pacing. One thread. */
public interface OrderFlow {
    /**
     * When the next request is due. To be asked before each {@link #next}.
     *
     * @return nanoseconds since the flow's start; {@link Long#MAX_VALUE} when there is none any more; 0 always where the flow
     *     is to be sent as fast as it is taken.
     * @throws IOException if the source cannot be read.
     * @throws FlowFormatException if the source holds what it must not.
     */
    long dueNs() throws IOException;

    /**
     * The next request.
     *
     * @param clOrdId for it.
     * @param command takes it, all but {@link OrderCommand#intendedNs}.
     */
    void next(long clOrdId, OrderCommand command);

    /** @return whether requests have a time at which they are due, so that latency counts from it. */
    boolean isPaced();

    /** @return what the flow did beside making requests, for people; empty if nothing is to be said. */
    default String remarks() {
        return "";
    }
}
