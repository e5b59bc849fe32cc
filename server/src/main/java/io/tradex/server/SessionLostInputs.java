package io.tradex.server;

import io.tradex.gateway.SessionEvents;
import io.tradex.pipeline.InputBuffer;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionEndReason;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes an input of a session that the egress thread found dead. */
final class SessionLostInputs implements SessionEvents {
    private final InputBuffer inputs;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SessionLostEncoder encoder = new SessionLostEncoder();

    SessionLostInputs(final InputBuffer inputs) {
        this.inputs = inputs;
    }

    @Override
    public boolean sessionLost(final long sessionId, final SessionEndReason reason) {
        encoder.wrapAndApplyHeader(buffer, 0, header).sessionId(sessionId).reason(reason);
        return inputs.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
