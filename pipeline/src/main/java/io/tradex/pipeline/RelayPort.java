package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes answers to edge relays. Called on the egress thread. */
public interface RelayPort {
    /**
     * One message of an answer. Must not block.
     *
     * @param sessionId of the relay.
     * @param buffer    holding the SBE message, header first; only during the call.
     * @param offset    of the header.
     * @param length    of header and body in bytes.
     * @return false if the relay has no room at the moment: nothing was taken, it comes again.
     */
    boolean offerToRelay(long sessionId, DirectBuffer buffer, int offset, int length);

    /**
     * @param sessionId of the relay.
     * @return whether its session is still open; if not, what it asked for is forgotten.
     */
    boolean isOpen(long sessionId);
}
