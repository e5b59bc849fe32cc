package io.tradex.pipeline;

import io.tradex.protocol.market.BookDepth;
import org.agrona.DirectBuffer;

/** Takes market data. Called on the egress thread; must not block. */
public interface MarketDataPort {
    /**
     * One message of a stream. What cannot be published is dropped and counted: clients see the gap and take a snapshot.
     *
     * @param stream to publish it on.
     * @param buffer holding the SBE message, header first; only during the call.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    void onMarketData(BookDepth stream, DirectBuffer buffer, int offset, int length);

    /**
     * @param stream to ask about.
     * @return whether anybody listens to it: what nobody would hear need not be made.
     */
    boolean isHeard(BookDepth stream);

    /**
     * One message of a snapshot.
     *
     * @param buffer holding the SBE message, header first; only during the call.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false if there is no room at the moment: nothing was taken, it comes again. True also if nobody listens.
     */
    boolean offerSnapshot(DirectBuffer buffer, int offset, int length);
}
