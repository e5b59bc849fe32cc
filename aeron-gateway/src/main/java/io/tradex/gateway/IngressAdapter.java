package io.tradex.gateway;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ChallengeResponseDecoder;
import io.tradex.protocol.entry.CommandRejectEncoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.LogonRequestDecoder;
import io.tradex.protocol.entry.LogoutDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.market.MarketDataSnapshotRequestDecoder;
import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

/**
 * The inner door of the core: reads what clients and relays send, refuses what is not in order, and hands on the rest. Ingress
 * (sequencer) thread only.
 *
 * <p>Whatever comes from outside is counted and, where the sender has a session, answered with a CommandReject; it never makes
 * {@link #poll} throw. A frame that the core has no room for stays in the network, which holds its sender back.
 */
public final class IngressAdapter implements AutoCloseable {
    /** Longest frame that is looked at, in bytes. */
    public static final int MAX_FRAME_LENGTH = 1024;

    private static final int MISSED_HEARTBEATS_MAX = 3;
    private static final int CHECKS_PER_HEARTBEAT = 16;

    private final Aeron aeron;
    private final GatewaySessions sessions;
    private final RelayRequests relayRequests;
    private final SnapshotRequests snapshotRequests;
    private final RateLimit snapshotRequestRate;
    private final GatewayCounters counters;
    private final NanoClock nanoClock;
    private final LogonDesk logonDesk;
    private final long heartbeatIntervalNs;
    private final long logonTimeoutNs;
    private final long checkIntervalNs;
    private final long subscriptionRegistrationId;
    private final ControlledFragmentHandler fragmentHandler = this::onFragment;
    private final Int2ObjectHashMap<GatewaySession> sessionByAeronSessionId = new Int2ObjectHashMap<>();

    /** Sessions whose SessionOpened or SessionLost the core has not taken yet; each stands here at most once. */
    private final ArrayDeque<GatewaySession> sessionInputs;

    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final LogonRequestDecoder logonRequestDecoder = new LogonRequestDecoder();
    private final ChallengeResponseDecoder challengeResponseDecoder = new ChallengeResponseDecoder();
    private final MarketDataSnapshotRequestDecoder snapshotRequestDecoder = new MarketDataSnapshotRequestDecoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final SessionOpenedEncoder sessionOpenedEncoder = new SessionOpenedEncoder();
    private final SessionLostEncoder sessionLostEncoder = new SessionLostEncoder();
    private final CommandRejectEncoder commandRejectEncoder = new CommandRejectEncoder();

    private Subscription subscription;
    private FrameSink sink;
    private boolean sinkFull;
    private long nowNs;
    private long lastPollNs;
    private long graceFromNs;
    private long nextCheckNs;

    /**
     * Starts to listen; never waits for the media driver.
     *
     * @param configuration of the gateway.
     * @param aeron         to listen with, in invoker mode or not; not closed here.
     * @param sessions      shared with the {@link ReplyPublisher}.
     * @param credentials   knows who may log on.
     * @param relayRequests takes what relays ask.
     * @param snapshotRequests takes what anybody asks of market data.
     * @param counters      shared with the other parts of the gateway.
     * @param nanoClock     for timeouts.
     */
    public IngressAdapter(
            final GatewayConfiguration configuration,
            final Aeron aeron,
            final GatewaySessions sessions,
            final ClientCredentials credentials,
            final RelayRequests relayRequests,
            final SnapshotRequests snapshotRequests,
            final GatewayCounters counters,
            final NanoClock nanoClock) {
        this.aeron = aeron;
        this.sessions = sessions;
        this.relayRequests = relayRequests;
        this.snapshotRequests = snapshotRequests;
        this.counters = counters;
        this.nanoClock = nanoClock;
        this.logonDesk = new LogonDesk(configuration, aeron, sessions, credentials, counters, nanoClock);
        this.heartbeatIntervalNs = configuration.heartbeatIntervalNs();
        this.logonTimeoutNs = TimeUnit.MILLISECONDS.toNanos(configuration.logonTimeoutMs());
        this.checkIntervalNs = heartbeatIntervalNs / CHECKS_PER_HEARTBEAT;
        this.sessionInputs = new ArrayDeque<>(configuration.maxSessions());
        this.lastPollNs = nanoClock.nanoTime();
        this.snapshotRequestRate = new RateLimit(configuration.snapshotRequestsPerSecond(), lastPollNs);
        this.graceFromNs = lastPollNs;
        this.nextCheckNs = lastPollNs;
        this.subscriptionRegistrationId =
                aeron.asyncAddSubscription(configuration.ingressChannel(), configuration.ingressStreamId());
    }

    /**
     * One duty cycle.
     *
     * @param frameSink takes inputs of the core, in order.
     * @param limit     of frames read.
     * @return amount of work done; 0 when idle.
     * @throws AgentTerminationException               when the subscription was closed under it: the media driver is gone.
     * @throws io.aeron.exceptions.RegistrationException when the driver refused the ingress channel, as when its port is taken.
     */
    public int poll(final FrameSink frameSink, final int limit) {
        sink = frameSink;
        sinkFull = false;
        nowNs = nanoClock.nanoTime();
        if (subscription == null) {
            subscription = aeron.getSubscription(subscriptionRegistrationId);
            if (subscription == null) {
                return 0;
            }
        }
        if (subscription.isClosed()) {
            throw new AgentTerminationException("the ingress subscription is closed: the media driver is gone");
        }
        int workCount = offerSessionInputs() + logonDesk.doWork(nowNs);
        workCount += subscription.controlledPoll(fragmentHandler, limit);
        // While nothing was read here, silence is not the clients' fault: heartbeats may wait in the network.
        if (sinkFull || nowNs - lastPollNs > heartbeatIntervalNs) {
            graceFromNs = nowNs;
        }
        lastPollNs = nowNs;
        if (nowNs - nextCheckNs >= 0) {
            nextCheckNs = nowNs + checkIntervalNs;
            workCount += checkSessions();
        }
        return workCount;
    }

    /**
     * Where clients reach the core, with the port that was bound where the configuration left it to the system.
     *
     * @return host and port, or null while the socket is not bound yet or the channel is not UDP.
     */
    public String resolvedEndpoint() {
        return subscription == null ? null : subscription.resolvedEndpoint();
    }

    /** Stops to listen and forgets logons under way. Open sessions are the {@link ReplyPublisher}'s to close. */
    @Override
    public void close() {
        logonDesk.close();
        if (subscription != null) {
            subscription.close();
        } else if (!aeron.isClosed()) {
            aeron.asyncRemoveSubscription(subscriptionRegistrationId);
        }
    }

    private Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int aeronSessionId = header.sessionId();
        final GatewaySession session = sessionByAeronSessionId.get(aeronSessionId);
        if (length > MAX_FRAME_LENGTH
                || (header.flags() & FrameDescriptor.UNFRAGMENTED) != FrameDescriptor.UNFRAGMENTED) {
            refuse(session, GatewayCounter.FRAMES_OVERSIZED, RejectReason.MALFORMED, 0, 0, 0, 0);
            return Action.CONTINUE;
        }
        final GatewayCounter fault = IngressFrame.fault(headerDecoder, buffer, offset, length);
        if (fault != null) {
            final int templateId = length < MessageHeaderDecoder.ENCODED_LENGTH ? 0 : headerDecoder.templateId();
            refuse(session, fault, RejectReason.MALFORMED, 0, 0, 0, templateId);
            return Action.CONTINUE;
        }
        final int templateId = headerDecoder.templateId();
        if (templateId == LogonRequestDecoder.TEMPLATE_ID) {
            onLogonRequest(session, buffer, offset, aeronSessionId);
            return Action.CONTINUE;
        }
        if (templateId == ChallengeResponseDecoder.TEMPLATE_ID) {
            onChallengeResponse(session, buffer, offset, aeronSessionId);
            return Action.CONTINUE;
        }
        if (templateId == MarketDataSnapshotRequestDecoder.TEMPLATE_ID) {
            onSnapshotRequest(buffer, offset);
            return Action.CONTINUE;
        }
        if (session == null || session.hasEnded() || !session.isOpenedOffered()) {
            counters.increment(GatewayCounter.FRAMES_UNAUTHENTICATED);
            return Action.CONTINUE;
        }
        return onSessionFrame(session, templateId, buffer, offset, length);
    }

    private void onLogonRequest(
            final GatewaySession session, final DirectBuffer buffer, final int offset, final int aeronSessionId) {
        final Image image = subscription.imageBySessionId(aeronSessionId);
        if (image == null || (session != null && !session.hasEnded())) {
            // One connection carries one session at a time.
            counters.increment(GatewayCounter.LOGONS_OUT_OF_TURN);
            return;
        }
        logonRequestDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        logonDesk.onLogonRequest(logonRequestDecoder, image, nowNs);
    }

    private void onChallengeResponse(
            final GatewaySession session, final DirectBuffer buffer, final int offset, final int aeronSessionId) {
        if (session != null && !session.hasEnded()) {
            counters.increment(GatewayCounter.LOGONS_OUT_OF_TURN);
            return;
        }
        challengeResponseDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final GatewaySession opened = logonDesk.onChallengeResponse(challengeResponseDecoder, aeronSessionId, nowNs);
        if (opened != null) {
            sessionByAeronSessionId.put(aeronSessionId, opened);
            sessionInputs.addLast(opened);
            offerSessionInputs();
        }
    }

    /** Market data is for everybody: it takes no session to ask for it, and the answer goes to nobody in particular. */
    private void onSnapshotRequest(final DirectBuffer buffer, final int offset) {
        if (!snapshotRequestRate.tryPass(nowNs)) {
            counters.increment(GatewayCounter.SNAPSHOT_REQUESTS_RATE_LIMITED);
            return;
        }
        snapshotRequestDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final boolean taken =
                snapshotRequests.offer(snapshotRequestDecoder.instrumentId(), snapshotRequestDecoder.depth());
        counters.increment(
                taken ? GatewayCounter.SNAPSHOT_REQUESTS_ACCEPTED : GatewayCounter.SNAPSHOT_REQUESTS_REFUSED);
    }

    private Action onSessionFrame(
            final GatewaySession session,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final long sessionId = IngressFrame.sessionId(buffer, offset);
        final long clientSeq = IngressFrame.clientSeq(buffer, offset);
        if (sessionId != session.sessionId) {
            refuse(
                    session,
                    GatewayCounter.FRAMES_FOREIGN_SESSION,
                    RejectReason.UNKNOWN_SESSION,
                    clientSeq,
                    sessionId,
                    0,
                    templateId);
            return Action.CONTINUE;
        }
        if (templateId == HeartbeatDecoder.TEMPLATE_ID) {
            session.onReceived(nowNs);
            return Action.CONTINUE;
        }
        final long lastClientSeq = session.lastClientSeq();
        if (clientSeq <= lastClientSeq) {
            refuse(
                    session,
                    GatewayCounter.FRAMES_SEQUENCE_NOT_RISING,
                    RejectReason.SEQUENCE_NOT_RISING,
                    clientSeq,
                    clientSeq,
                    lastClientSeq,
                    templateId);
            end(session, SessionEndReason.PROTOCOL_ERROR);
            return Action.CONTINUE;
        }
        switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID,
                    CancelOrderDecoder.TEMPLATE_ID,
                    ReplaceOrderDecoder.TEMPLATE_ID,
                    MassCancelDecoder.TEMPLATE_ID,
                    OrderStatusRequestDecoder.TEMPLATE_ID,
                    ProtectionResetRequestDecoder.TEMPLATE_ID -> {
                if (session.role != SessionRole.TRADER) {
                    refuseForRole(session, clientSeq, templateId, templateId);
                } else if (!offerCommand(buffer, offset, length)) {
                    return Action.ABORT;
                }
            }
            case AdminRequestDecoder.TEMPLATE_ID -> {
                final int inputTemplateId = IngressFrame.carriedTemplateId(buffer, offset);
                if (session.role != SessionRole.ADMIN) {
                    refuseForRole(session, clientSeq, templateId, templateId);
                } else if (!IngressFrame.isOperatorInput(inputTemplateId)) {
                    refuseForRole(session, clientSeq, inputTemplateId, templateId);
                } else if (!offerCommand(buffer, offset, length)) {
                    return Action.ABORT;
                }
            }
            case SnapshotRequestDecoder.TEMPLATE_ID, GapFillRequestDecoder.TEMPLATE_ID -> {
                if (session.role != SessionRole.RELAY) {
                    refuseForRole(session, clientSeq, templateId, templateId);
                } else if (relayRequests.offer(buffer, offset, length)) {
                    counters.increment(GatewayCounter.RELAY_REQUESTS_ACCEPTED);
                } else {
                    // Left in the network it would hold back traders as well: the relay asks again.
                    refuse(
                            session,
                            GatewayCounter.RELAY_REQUESTS_REFUSED,
                            RejectReason.BACK_PRESSURE,
                            clientSeq,
                            0,
                            0,
                            templateId);
                }
            }
            case LogoutDecoder.TEMPLATE_ID -> end(session, SessionEndReason.LOGOUT);
            default -> throw new IllegalStateException("template " + templateId + " passed the frame check");
        }
        session.lastClientSeq(clientSeq);
        session.onReceived(nowNs);
        return Action.CONTINUE;
    }

    /** False when the core has no room: nothing of the session changes, the very same frame is delivered again. */
    private boolean offerCommand(final DirectBuffer buffer, final int offset, final int length) {
        if (sink.offer(buffer, offset, length)) {
            counters.incrementOrdered(GatewayCounter.COMMANDS_ACCEPTED);
            return true;
        }
        counters.incrementOrdered(GatewayCounter.SINK_FULL);
        sinkFull = true;
        return false;
    }

    private void refuseForRole(
            final GatewaySession session,
            final long clientSeq,
            final int forbiddenTemplateId,
            final int frameTemplateId) {
        refuse(
                session,
                GatewayCounter.FRAMES_NOT_PERMITTED,
                RejectReason.NOT_PERMITTED,
                clientSeq,
                forbiddenTemplateId,
                0,
                frameTemplateId);
    }

    private void refuse(
            final GatewaySession session,
            final GatewayCounter cause,
            final RejectReason reason,
            final long clientSeq,
            final long rejectedValue,
            final long rejectLimit,
            final int refTemplateId) {
        counters.increment(cause);
        if (session == null || session.hasEnded()) {
            return;
        }
        commandRejectEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(0)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .rejectReason(reason)
                .refTemplateId(refTemplateId);
        if (!sessions.offerIngressReply(
                CommandRejectEncoder.TEMPLATE_ID,
                scratch,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + commandRejectEncoder.encodedLength())) {
            counters.increment(GatewayCounter.COMMAND_REJECTS_DROPPED);
        }
    }

    private int checkSessions() {
        int ended = 0;
        final Iterator<GatewaySession> open = sessionByAeronSessionId.values().iterator();
        while (open.hasNext()) {
            final GatewaySession session = open.next();
            if (!session.hasEnded()) {
                if (session.isClientGone()) {
                    end(session, SessionEndReason.DISCONNECTED);
                } else if (isSilent(session)) {
                    end(session, SessionEndReason.HEARTBEAT_TIMEOUT);
                }
            }
            if (session.hasEnded()) {
                open.remove();
                ended++;
            }
        }
        return ended;
    }

    private boolean isSilent(final GatewaySession session) {
        if (!session.isOpenedOffered()) {
            return false;
        }
        // Until the client knows its session id it has nothing to say.
        final boolean established = session.observeEstablished(nowNs);
        final long allowedNs = established ? MISSED_HEARTBEATS_MAX * heartbeatIntervalNs : logonTimeoutNs;
        final long lastReceivedNs = session.lastReceivedNs();
        final long fromNs = graceFromNs - lastReceivedNs > 0 ? graceFromNs : lastReceivedNs;
        return nowNs - fromNs > allowedNs;
    }

    private void end(final GatewaySession session, final SessionEndReason reason) {
        if (!session.end(reason)) {
            return;
        }
        counters.increment(counterOf(reason));
        if (session.isOpenedOffered()) {
            sessionInputs.addLast(session);
            offerSessionInputs();
        }
    }

    static GatewayCounter counterOf(final SessionEndReason reason) {
        return switch (reason) {
            case LOGOUT -> GatewayCounter.SESSIONS_LOGGED_OUT;
            case HEARTBEAT_TIMEOUT -> GatewayCounter.SESSIONS_TIMED_OUT;
            case REPLY_QUEUE_FULL -> GatewayCounter.SESSIONS_REPLY_QUEUE_FULL;
            case PROTOCOL_ERROR -> GatewayCounter.SESSIONS_PROTOCOL_ERROR;
            default -> GatewayCounter.SESSIONS_DISCONNECTED;
        };
    }

    private int offerSessionInputs() {
        int offered = 0;
        GatewaySession session;
        while ((session = sessionInputs.peekFirst()) != null) {
            if (!session.isOpenedOffered()) {
                // A session that ended before the core knew of it never was.
                if (!session.hasEnded()) {
                    if (!offerSessionOpened(session)) {
                        break;
                    }
                    session.onOpenedOffered(nowNs);
                }
            } else if (!offerSessionLost(session)) {
                break;
            }
            sessionInputs.removeFirst();
            offered++;
        }
        if (session != null) {
            counters.incrementOrdered(GatewayCounter.SINK_FULL);
            sinkFull = true;
        }
        return offered;
    }

    private boolean offerSessionOpened(final GatewaySession session) {
        sessionOpenedEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId)
                .correlationId(session.correlationId)
                .clientId(session.clientId)
                .role(session.role)
                .cancelOnDisconnect(session.cancelOnDisconnect ? BooleanType.T : BooleanType.F)
                .graceMs(session.graceMs);
        return sink.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + sessionOpenedEncoder.encodedLength());
    }

    private boolean offerSessionLost(final GatewaySession session) {
        sessionLostEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId)
                .reason(session.endReason());
        return sink.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + sessionLostEncoder.encodedLength());
    }
}
