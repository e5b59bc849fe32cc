package io.tradex.server;

import io.tradex.gateway.MarketDataPublisher;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.protocol.market.BookDepth;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/** Market data goes out on the publisher's streams, on the egress thread. */
record MarketDataBridge(MarketDataPublisher publisher) implements MarketDataPort, Agent {
    @Override
    public void onMarketData(final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
        publisher.onMarketData(stream, buffer, offset, length);
    }

    @Override
    public boolean isHeard(final BookDepth stream) {
        return publisher.isConnected(stream);
    }

    @Override
    public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
        return publisher.offerSnapshot(buffer, offset, length);
    }

    @Override
    public int doWork() {
        return publisher.doWork();
    }

    @Override
    public String roleName() {
        return "market-data";
    }
}
