package io.tradex.gateway;

import io.tradex.protocol.types.SessionRole;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What the ingress thread and the egress thread share: the open sessions, and the way of the ingress thread's own answers
 * (CommandReject) to the egress thread, which alone writes to the publication of an open session. The ingress thread adds
 * sessions, the egress thread takes them out; finding one neither locks nor allocates.
 */
public final class GatewaySessions {
    /** Bytes of CommandRejects on their way; when full they are dropped and counted, as only a broken client causes them. */
    private static final int INGRESS_REPLIES_BYTES = 64 * 1024;

    private final long sessionIdBase;
    private final int mask;
    private final AtomicReferenceArray<GatewaySession> slots;
    private final OneToOneRingBuffer ingressReplies =
            new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                    INGRESS_REPLIES_BYTES + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));

    // Ingress thread only.
    private int lastNumber;

    /**
     * @param configuration of the gateway.
     * @param startNumber   how often the core has started on its journal, at least 0: makes session ids unique over restarts.
     */
    public GatewaySessions(final GatewayConfiguration configuration, final long startNumber) {
        if (startNumber < 0 || startNumber > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("startNumber must be from 0 to 2^31 - 1, was " + startNumber);
        }
        this.sessionIdBase = startNumber << Integer.SIZE;
        this.mask = configuration.maxSessions() - 1;
        this.slots = new AtomicReferenceArray<>(configuration.maxSessions());
    }

    /** Ingress thread: a session for a logon that is proved, or null if every slot is taken. */
    GatewaySession add(final PendingLogon logon, final SessionRole role, final long nowNs) {
        for (int i = 0; i <= mask; i++) {
            final int number = lastNumber + 1 + i;
            if (slots.get(number & mask) == null) {
                lastNumber = number;
                final GatewaySession session = new GatewaySession(sessionIdBase + number, logon, role, nowNs);
                slots.set(number & mask, session);
                return session;
            }
        }
        return null;
    }

    /** Any thread: the session, ended or not, or null. */
    GatewaySession find(final long sessionId) {
        final GatewaySession session = slots.getAcquire((int) sessionId & mask);
        return session != null && session.sessionId == sessionId ? session : null;
    }

    /** Egress thread: frees the slot of a session whose publication is closed. */
    void remove(final GatewaySession session) {
        slots.setRelease((int) session.sessionId & mask, null);
    }

    int capacity() {
        return mask + 1;
    }

    /** Any thread: the session in a slot, or null. */
    GatewaySession at(final int slot) {
        return slots.getAcquire(slot);
    }

    /** Ingress thread: false if there is no room. */
    boolean offerIngressReply(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        return ingressReplies.write(templateId, buffer, offset, length);
    }

    /** Egress thread. */
    int readIngressReplies(final MessageHandler handler, final int limit) {
        return ingressReplies.read(handler, limit);
    }
}
