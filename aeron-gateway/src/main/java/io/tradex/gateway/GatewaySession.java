package io.tradex.gateway;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One session. Its publication belongs to the ingress thread until SessionOpened is offered, and to the egress thread from then
 * on. Its end is claimed once, by whichever thread sees it first; the claimer must get a SessionLost journalled.
 */
final class GatewaySession {
    private static final int NOT_ENDED = 0;

    final long sessionId;
    final long correlationId;
    final long clientId;
    final SessionRole role;
    final boolean cancelOnDisconnect;
    final int graceMs;
    final int aeronSessionId;
    final Image image;
    final ExclusivePublication publication;

    private final AtomicInteger endReason = new AtomicInteger(NOT_ENDED);
    private final AtomicLong lastClientSeq = new AtomicLong();
    private volatile boolean established;

    // Ingress thread only.
    private long lastReceivedNs;
    private boolean openedOffered;
    private boolean establishedObserved;

    // Egress thread only.
    private OneToOneRingBuffer backlog;
    private long heartbeatDueNs;
    private long closeAtNs;
    private boolean closing;
    private boolean lostPending;

    GatewaySession(final long sessionId, final PendingLogon logon, final SessionRole role, final long nowNs) {
        this.sessionId = sessionId;
        this.correlationId = logon.correlationId;
        this.clientId = logon.clientId;
        this.role = role;
        this.cancelOnDisconnect = logon.cancelOnDisconnect;
        this.graceMs = logon.graceMs;
        this.aeronSessionId = logon.image.sessionId();
        this.image = logon.image;
        this.publication = logon.publication;
        this.lastReceivedNs = nowNs;
    }

    /**
     * Claims the end of the session.
     *
     * @return whether this call ended it; false if it had ended before.
     */
    boolean end(final SessionEndReason reason) {
        return endReason.compareAndSet(NOT_ENDED, reason.value());
    }

    boolean hasEnded() {
        return endReason.get() != NOT_ENDED;
    }

    /** Only once it has ended. */
    SessionEndReason endReason() {
        return SessionEndReason.get((short) endReason.get());
    }

    /** The client was told its session id; from here on it owes heartbeats and gets them. */
    void onEstablished() {
        established = true;
    }

    boolean isEstablished() {
        return established;
    }

    /** Ingress thread: as {@link #isEstablished()}; the client's silence counts from when it is first seen to be. */
    boolean observeEstablished(final long nowNs) {
        if (!establishedObserved && established) {
            establishedObserved = true;
            lastReceivedNs = nowNs;
        }
        return establishedObserved;
    }

    boolean isClientGone() {
        return image.isClosed() || image.isEndOfStream();
    }

    long lastClientSeq() {
        return lastClientSeq.getAcquire();
    }

    void lastClientSeq(final long clientSeq) {
        lastClientSeq.setRelease(clientSeq);
    }

    long lastReceivedNs() {
        return lastReceivedNs;
    }

    void onReceived(final long nowNs) {
        lastReceivedNs = nowNs;
    }

    boolean isOpenedOffered() {
        return openedOffered;
    }

    void onOpenedOffered(final long nowNs) {
        openedOffered = true;
        lastReceivedNs = nowNs;
    }

    boolean hasBacklog() {
        return backlog != null && backlog.size() > 0;
    }

    /** The queue of replies that the client was too slow for; most sessions never need one, so it is made at first need. */
    OneToOneRingBuffer backlog(final int capacity) {
        if (backlog == null) {
            backlog = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                    capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
        }
        return backlog;
    }

    long heartbeatDueNs() {
        return heartbeatDueNs;
    }

    void heartbeatDueNs(final long dueNs) {
        heartbeatDueNs = dueNs;
    }

    boolean isClosing() {
        return closing;
    }

    long closeAtNs() {
        return closeAtNs;
    }

    void onClosing(final long atNs) {
        closing = true;
        closeAtNs = atNs;
    }

    boolean isLostPending() {
        return lostPending;
    }

    void lostPending(final boolean pending) {
        lostPending = pending;
    }

    void closePublication() {
        // Replies may be under way in the network: the driver lingers until they have arrived.
        publication.close();
    }

    @Override
    public String toString() {
        return "GatewaySession{sessionId=" + sessionId + ", clientId=" + clientId + ", role=" + role + "}";
    }
}
