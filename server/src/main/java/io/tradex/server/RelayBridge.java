package io.tradex.server;

import io.tradex.gateway.ReplyPublisher;
import io.tradex.pipeline.RelayPort;
import org.agrona.DirectBuffer;

/** Answers of the read model go out on the session of the relay that asked. */
record RelayBridge(ReplyPublisher replies) implements RelayPort {
    @Override
    public boolean offerToRelay(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        return replies.offerToRelay(sessionId, buffer, offset, length);
    }

    @Override
    public boolean isOpen(final long sessionId) {
        return replies.isOpen(sessionId);
    }
}
