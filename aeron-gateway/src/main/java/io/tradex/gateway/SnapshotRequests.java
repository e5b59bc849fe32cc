package io.tradex.gateway;

import io.tradex.protocol.market.BookDepth;

/** Takes what anybody may ask of market data: a snapshot of a book. Called on the ingress thread. */
@FunctionalInterface
public interface SnapshotRequests {
    /**
     * One request, within the rate. Whoever sent it is not known; the answer goes to everybody.
     *
     * @param instrumentId of the book.
     * @param depth        of the stream that the snapshot is for.
     * @return false when there is no room: the request is dropped and counted, and the client asks again.
     */
    boolean offer(int instrumentId, BookDepth depth);
}
