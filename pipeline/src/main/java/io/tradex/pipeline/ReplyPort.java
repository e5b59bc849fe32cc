package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes replies to clients. Called on the egress thread. */
@FunctionalInterface
public interface ReplyPort {
    /**
     * One reply. Must not block: each client has a bounded queue behind this, and one that does not read its replies loses its
     * session. A reply to a session that is not there is dropped.
     *
     * @param sessionId  whom it is for.
     * @param templateId of the message.
     * @param buffer     holding the SBE message, header first; only during the call.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    void onReply(long sessionId, int templateId, DirectBuffer buffer, int offset, int length);
}
