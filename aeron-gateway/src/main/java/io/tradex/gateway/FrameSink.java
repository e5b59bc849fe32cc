package io.tradex.gateway;

import org.agrona.DirectBuffer;

/** Takes what the core shall do next: client commands, SessionOpened and SessionLost. Called on the ingress thread. */
@FunctionalInterface
public interface FrameSink {
    /**
     * One input. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the SBE message, header first.
     * @param offset of the header.
     * @param length of header and body in bytes, at most {@link IngressAdapter#MAX_FRAME_LENGTH}.
     * @return false when there is no room at the moment: the same input is offered again later.
     */
    boolean offer(DirectBuffer buffer, int offset, int length);
}
