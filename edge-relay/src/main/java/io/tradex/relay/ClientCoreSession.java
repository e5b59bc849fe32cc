package io.tradex.relay;

import io.aeron.Aeron;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/** The relay's session with the core, by the client that everybody uses. It connects again by itself. */
final class ClientCoreSession implements CoreSession, TradexClientListener {
    private final TradexClient client;
    private final AtomicLong logonsRejected;
    private final ErrorHandler onError;
    private FrameHandler handler;

    /**
     * @param configuration of the client.
     * @param aeron to use; driven and closed by others.
     * @param logonsRejected counts the logons that the core refused.
     * @param onError hears of faults that the client recovers from by itself.
     */
    ClientCoreSession(
            final TradexClientConfiguration configuration,
            final Aeron aeron,
            final AtomicLong logonsRejected,
            final ErrorHandler onError) {
        this.logonsRejected = logonsRejected;
        this.onError = onError;
        client = TradexClient.use(configuration, aeron, this);
    }

    @Override
    public boolean requestSnapshot(final long correlationId) {
        return client.requestSnapshot(correlationId) > 0;
    }

    @Override
    public boolean requestGapFill(
            final long correlationId, final long epoch, final long fromOutSeq, final long toOutSeq) {
        return client.requestGapFill(correlationId, epoch, fromOutSeq, toOutSeq) > 0;
    }

    @Override
    public int poll(final FrameHandler frameHandler, final int limit) {
        if (limit == 0) {
            // The client has a limit of its own, so that not polling is the only way to get nothing.
            return 0;
        }
        handler = frameHandler;
        return client.poll();
    }

    @Override
    public void onRelayMessage(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        handler.onFrame(buffer, offset, length);
    }

    @Override
    public void onLogonRejected() {
        logonsRejected.lazySet(logonsRejected.get() + 1);
    }

    @Override
    public void onError(final Throwable error) {
        onError.onError(error);
    }

    @Override
    public void close() {
        client.close();
    }
}
