package io.tradex.gateway;

import io.aeron.ExclusivePublication;
import io.aeron.Image;

/** A logon under way. Ingress thread only. */
final class PendingLogon {
    enum State {
        /** The reply publication is being added. */
        ADDING,
        /** The publication is there; the Challenge waits until the client is connected to it. */
        CHALLENGING,
        /** The Challenge is sent. */
        AWAITING_RESPONSE,
        /** A response came and is not good: the refusal waits for its time. */
        REFUSED
    }

    final Image image;
    final long correlationId;
    final long clientId;
    final byte[] replyChannel;
    final boolean cancelOnDisconnect;
    final int graceMs;
    final byte[] nonce;
    final long registrationId;

    State state = State.ADDING;
    ExclusivePublication publication;
    long deadlineNs;

    PendingLogon(
            final Image image,
            final long correlationId,
            final long clientId,
            final byte[] replyChannel,
            final boolean cancelOnDisconnect,
            final int graceMs,
            final byte[] nonce,
            final long registrationId,
            final long deadlineNs) {
        this.image = image;
        this.correlationId = correlationId;
        this.clientId = clientId;
        this.replyChannel = replyChannel;
        this.cancelOnDisconnect = cancelOnDisconnect;
        this.graceMs = graceMs;
        this.nonce = nonce;
        this.registrationId = registrationId;
        this.deadlineNs = deadlineNs;
    }
}
