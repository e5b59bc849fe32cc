package io.tradex.server;

import io.tradex.pipeline.MarketDataPort;
import io.tradex.protocol.market.BookDepth;
import org.agrona.DirectBuffer;

/** Market data is switched off: there is nothing to publish it on. */
final class NoMarketData implements MarketDataPort {
    @Override
    public void onMarketData(final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
        throw new IllegalStateException("market data is switched off, yet there is some to be published");
    }

    @Override
    public boolean isHeard(final BookDepth stream) {
        return false;
    }

    @Override
    public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
        throw new IllegalStateException("market data is switched off, yet there is a snapshot to be sent");
    }
}
