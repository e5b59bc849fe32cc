package io.tradex.gateway;

import io.aeron.Publication;
import io.tradex.protocol.entry.HeartbeatEncoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.SessionTerminatedEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionEndReason;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The outer door of the core: sends each session its replies, in order. Egress thread only.
 *
 * <p>A client that does not keep up gets a queue of its own; when that is full its session is closed, and its replies are
 * recovered by status requests. Nobody else notices.
 */
public final class ReplyPublisher implements AutoCloseable {
    private static final int INGRESS_REPLIES_LIMIT = 32;
    private static final int BACKLOG_LIMIT = 64;
    private static final int CHECKS_PER_HEARTBEAT = 16;

    private final GatewaySessions sessions;
    private final SessionEvents sessionEvents;
    private final GatewayCounters counters;
    private final NanoClock nanoClock;
    private final int replyQueueBytes;
    private final long heartbeatIntervalNs;
    private final long checkIntervalNs;

    private final MessageHandler ingressReplyHandler = this::onIngressReply;
    private final ControlledMessageHandler backlogHandler = this::onBacklog;

    /** Sessions with a backlog, in no order. */
    private final GatewaySession[] backlogged;

    private int backloggedCount;

    /** Sessions whose end the core has not taken yet. */
    private final GatewaySession[] lost;

    private int lostCount;

    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(128);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
    private final SessionTerminatedEncoder sessionTerminatedEncoder = new SessionTerminatedEncoder();

    private GatewaySession draining;
    private long nowNs;
    private long nextCheckNs;

    /**
     * @param configuration of the gateway.
     * @param sessions      shared with the {@link IngressAdapter}.
     * @param sessionEvents takes the ends of sessions found here.
     * @param counters      shared with the other parts of the gateway.
     * @param nanoClock     for heartbeats.
     */
    public ReplyPublisher(
            final GatewayConfiguration configuration,
            final GatewaySessions sessions,
            final SessionEvents sessionEvents,
            final GatewayCounters counters,
            final NanoClock nanoClock) {
        this.sessions = sessions;
        this.sessionEvents = sessionEvents;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.replyQueueBytes = configuration.replyQueueBytes();
        this.heartbeatIntervalNs = configuration.heartbeatIntervalNs();
        this.checkIntervalNs = heartbeatIntervalNs / CHECKS_PER_HEARTBEAT;
        this.backlogged = new GatewaySession[sessions.capacity()];
        this.lost = new GatewaySession[sessions.capacity()];
        this.nowNs = nanoClock.nanoTime();
        this.nextCheckNs = nowNs;
    }

    /**
     * Sends a reply, or queues it behind what its client has not taken yet. Never waits.
     *
     * @param sessionId  to send to; a session that is not there any more is none: the reply is dropped and counted.
     * @param templateId of the message.
     * @param buffer     holding the message, SBE header first.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    public void onReply(
            final long sessionId, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        final GatewaySession session = sessions.find(sessionId);
        if (session == null || !isReachable(session)) {
            counters.increment(GatewayCounter.REPLIES_DROPPED);
            return;
        }
        if (templateId == LogonAcceptedDecoder.TEMPLATE_ID) {
            session.heartbeatDueNs(nowNs + heartbeatIntervalNs);
            session.onEstablished();
        }
        if (!session.hasBacklog()) {
            final long result = offer(session, buffer, offset, length);
            if (result > 0) {
                counters.incrementOrdered(GatewayCounter.REPLIES_SENT);
                return;
            }
            if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                counters.increment(GatewayCounter.REPLIES_DROPPED);
                end(session, SessionEndReason.DISCONNECTED);
                return;
            }
        }
        enqueue(session, templateId, buffer, offset, length);
    }

    /**
     * Sends a part of an answer to a relay, without a queue: its maker keeps its place and goes on when there is room.
     *
     * @param sessionId to send to.
     * @param buffer    holding the message, SBE header first.
     * @param offset    of the header.
     * @param length    of header and body in bytes.
     * @return false when the relay is back-pressured: offer the same again later. True when it was sent, or when the session is
     *     not there any more; see {@link #isOpen(long)}.
     */
    public boolean offerToRelay(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final GatewaySession session = sessions.find(sessionId);
        if (session == null || !isReachable(session)) {
            counters.increment(GatewayCounter.REPLIES_DROPPED);
            return true;
        }
        if (session.hasBacklog()) {
            return false;
        }
        final long result = offer(session, buffer, offset, length);
        if (result > 0) {
            counters.incrementOrdered(GatewayCounter.REPLIES_SENT);
            return true;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return false;
        }
        counters.increment(GatewayCounter.REPLIES_DROPPED);
        end(session, SessionEndReason.DISCONNECTED);
        return true;
    }

    /**
     * @param sessionId to look for.
     * @return whether the session is open.
     */
    public boolean isOpen(final long sessionId) {
        final GatewaySession session = sessions.find(sessionId);
        return session != null && !session.hasEnded();
    }

    /**
     * One duty cycle: what waits is sent, heartbeats, the end of sessions.
     *
     * @return amount of work done; 0 when idle.
     */
    public int doWork() {
        nowNs = nanoClock.nanoTime();
        int workCount = sessions.readIngressReplies(ingressReplyHandler, INGRESS_REPLIES_LIMIT);
        workCount += drainBacklogs();
        workCount += offerLost();
        if (nowNs - nextCheckNs >= 0) {
            nextCheckNs = nowNs + checkIntervalNs;
            workCount += checkSessions();
        }
        return workCount;
    }

    /** Tells every client that the core goes down, and closes their publications. */
    @Override
    public void close() {
        for (int slot = 0; slot < sessions.capacity(); slot++) {
            final GatewaySession session = sessions.at(slot);
            if (session != null) {
                sendSessionTerminated(session, SessionEndReason.CORE_RESTARTED);
                closeAndRemove(session);
            }
        }
    }

    private static boolean isReachable(final GatewaySession session) {
        // After a logout or a timeout its last replies still go out; a full queue or a lost connection is final.
        return !session.hasEnded() || lingers(session.endReason());
    }

    private static boolean lingers(final SessionEndReason reason) {
        return reason == SessionEndReason.LOGOUT
                || reason == SessionEndReason.HEARTBEAT_TIMEOUT
                || reason == SessionEndReason.PROTOCOL_ERROR;
    }

    private static long offer(
            final GatewaySession session, final DirectBuffer buffer, final int offset, final int length) {
        final Publication publication = session.publication;
        final long result = publication.offer(buffer, offset, length);
        // The end of a term costs one attempt; the next one finds the new term.
        return result == Publication.ADMIN_ACTION ? publication.offer(buffer, offset, length) : result;
    }

    private void enqueue(
            final GatewaySession session,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final boolean first = !session.hasBacklog();
        if (session.backlog(replyQueueBytes).write(templateId, buffer, offset, length)) {
            counters.increment(GatewayCounter.REPLIES_QUEUED);
            if (first) {
                backlogged[backloggedCount++] = session;
            }
        } else {
            counters.increment(GatewayCounter.REPLIES_DROPPED);
            end(session, SessionEndReason.REPLY_QUEUE_FULL);
        }
    }

    private void onIngressReply(
            final int templateId, final MutableDirectBuffer buffer, final int index, final int length) {
        onReply(IngressFrame.sessionId(buffer, index), templateId, buffer, index, length);
    }

    private int drainBacklogs() {
        int workCount = 0;
        for (int i = backloggedCount - 1; i >= 0; i--) {
            final GatewaySession session = backlogged[i];
            if (isReachable(session) && !session.publication.isClosed()) {
                draining = session;
                final OneToOneRingBuffer backlog = session.backlog(replyQueueBytes);
                workCount += backlog.controlledRead(backlogHandler, BACKLOG_LIMIT);
                if (session.hasBacklog() && isReachable(session)) {
                    continue;
                }
            }
            backlogged[i] = backlogged[--backloggedCount];
            backlogged[backloggedCount] = null;
        }
        draining = null;
        return workCount;
    }

    private ControlledMessageHandler.Action onBacklog(
            final int templateId, final MutableDirectBuffer buffer, final int index, final int length) {
        final long result = offer(draining, buffer, index, length);
        if (result > 0) {
            counters.incrementOrdered(GatewayCounter.REPLIES_SENT);
            return ControlledMessageHandler.Action.CONTINUE;
        }
        if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
            end(draining, SessionEndReason.DISCONNECTED);
        }
        return ControlledMessageHandler.Action.ABORT;
    }

    private void end(final GatewaySession session, final SessionEndReason reason) {
        if (!session.end(reason)) {
            return;
        }
        counters.increment(IngressAdapter.counterOf(reason));
        session.lostPending(true);
        lost[lostCount++] = session;
        offerLost();
    }

    private int offerLost() {
        int workCount = 0;
        for (int i = lostCount - 1; i >= 0; i--) {
            final GatewaySession session = lost[i];
            if (!sessionEvents.sessionLost(session.sessionId, session.endReason())) {
                break;
            }
            session.lostPending(false);
            lost[i] = lost[--lostCount];
            lost[lostCount] = null;
            workCount++;
        }
        return workCount;
    }

    private int checkSessions() {
        int workCount = 0;
        for (int slot = 0; slot < sessions.capacity(); slot++) {
            final GatewaySession session = sessions.at(slot);
            if (session == null) {
                continue;
            }
            if (session.hasEnded()) {
                workCount += advanceClosing(session);
            } else if (session.isEstablished() && nowNs - session.heartbeatDueNs() >= 0) {
                session.heartbeatDueNs(nowNs + heartbeatIntervalNs);
                sendHeartbeat(session);
                workCount++;
            }
        }
        return workCount;
    }

    private void sendHeartbeat(final GatewaySession session) {
        if (session.hasBacklog()) {
            // What waits for the client will show it soon enough that the core is alive.
            return;
        }
        heartbeatEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId)
                .clientSeq(session.lastClientSeq());
        final long result =
                offer(session, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatEncoder.encodedLength());
        if (result < 0 && result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
            end(session, SessionEndReason.DISCONNECTED);
        }
    }

    private int advanceClosing(final GatewaySession session) {
        final SessionEndReason reason = session.endReason();
        if (!session.isClosing()) {
            session.onClosing(lingers(reason) ? nowNs + heartbeatIntervalNs : nowNs);
        }
        if (session.isLostPending() || nowNs - session.closeAtNs() < 0) {
            return 0;
        }
        sendSessionTerminated(session, reason);
        closeAndRemove(session);
        return 1;
    }

    private void sendSessionTerminated(final GatewaySession session, final SessionEndReason reason) {
        sessionTerminatedEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId)
                .reason(reason);
        // Best effort: a client that does not hear of it misses the heartbeats.
        offer(session, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + sessionTerminatedEncoder.encodedLength());
    }

    private void closeAndRemove(final GatewaySession session) {
        session.closePublication();
        sessions.remove(session);
    }
}
