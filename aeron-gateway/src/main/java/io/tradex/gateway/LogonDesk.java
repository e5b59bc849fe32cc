package io.tradex.gateway;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import io.tradex.protocol.LogonProof;
import io.tradex.protocol.entry.ChallengeEncoder;
import io.tradex.protocol.entry.ChallengeResponseDecoder;
import io.tradex.protocol.entry.LogonRejectedEncoder;
import io.tradex.protocol.entry.LogonRequestDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionRole;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.NanoClock;

/**
 * Takes clients from LogonRequest to a proved identity. Ingress thread only. It never waits: publications are added
 * asynchronously, so that it also works where the same thread drives Aeron's conductor. A logon may allocate.
 */
final class LogonDesk {
    /** As long as a session's orders may outlive it. */
    private static final int GRACE_MS_MAX = 600_000;

    private final Aeron aeron;
    private final GatewaySessions sessions;
    private final ClientCredentials credentials;
    private final GatewayCounters counters;
    private final Set<String> allowedReplyHosts;
    private final int replyTermLength;
    private final int maxPendingLogons;
    private final long timeoutNs;
    private final long rejectDelayNs;
    private final RateLimit rateLimit;
    private final SecureRandom random = new SecureRandom();
    private final ClientCredential nobody;
    private final Int2ObjectHashMap<PendingLogon> pendingByAeronSessionId = new Int2ObjectHashMap<>();

    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final ChallengeEncoder challengeEncoder = new ChallengeEncoder();
    private final LogonRejectedEncoder logonRejectedEncoder = new LogonRejectedEncoder();

    LogonDesk(
            final GatewayConfiguration configuration,
            final Aeron aeron,
            final GatewaySessions sessions,
            final ClientCredentials credentials,
            final GatewayCounters counters,
            final NanoClock nanoClock) {
        this.aeron = aeron;
        this.sessions = sessions;
        this.credentials = credentials;
        this.counters = counters;
        this.allowedReplyHosts = configuration.allowedReplyHosts();
        this.replyTermLength = configuration.replyTermLength();
        this.maxPendingLogons = configuration.maxPendingLogons();
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(configuration.logonTimeoutMs());
        this.rejectDelayNs = TimeUnit.MILLISECONDS.toNanos(configuration.logonRejectDelayMs());
        this.rateLimit = new RateLimit(configuration.logonAttemptsPerSecond(), nanoClock.nanoTime());
        // A secret that nobody knows, so that an unknown client takes the same path as one with a wrong secret.
        final byte[] secretOfNobody = new byte[LogonProof.MAC_LENGTH];
        random.nextBytes(secretOfNobody);
        this.nobody = new ClientCredential(secretOfNobody, SessionRole.TRADER);
    }

    void onLogonRequest(final LogonRequestDecoder request, final Image image, final long nowNs) {
        if (!rateLimit.tryPass(nowNs)) {
            counters.increment(GatewayCounter.LOGONS_RATE_LIMITED);
            return;
        }
        if (pendingByAeronSessionId.containsKey(image.sessionId())) {
            counters.increment(GatewayCounter.LOGONS_OUT_OF_TURN);
            return;
        }
        if (pendingByAeronSessionId.size() >= maxPendingLogons) {
            counters.increment(GatewayCounter.LOGONS_PENDING_FULL);
            return;
        }
        final long correlationId = request.correlationId();
        final long clientId = request.clientId();
        final int replyStreamId = request.replyStreamId();
        final boolean cancelOnDisconnect = request.cancelOnDisconnect() == BooleanType.T;
        final int graceMs = request.graceMs() == LogonRequestDecoder.graceMsNullValue() ? 0 : request.graceMs();
        if (graceMs < 0 || graceMs > GRACE_MS_MAX) {
            // Not shortened in silence: the client would count on more time than it has.
            counters.increment(GatewayCounter.FRAMES_MALFORMED);
            return;
        }
        final byte[] replyChannel = new byte[request.replyChannelLength()];
        request.getReplyChannel(replyChannel, 0, replyChannel.length);
        final String publicationChannel = ReplyChannel.toPublicationChannel(
                new String(replyChannel, StandardCharsets.US_ASCII), allowedReplyHosts, replyTermLength);
        if (publicationChannel == null) {
            counters.increment(GatewayCounter.LOGONS_CHANNEL_REFUSED);
            return;
        }
        final long registrationId;
        try {
            registrationId = aeron.asyncAddExclusivePublication(publicationChannel, replyStreamId);
        } catch (final AeronException ex) {
            counters.increment(GatewayCounter.LOGONS_CHANNEL_REFUSED);
            return;
        }
        final byte[] nonce = new byte[LogonProof.NONCE_LENGTH];
        random.nextBytes(nonce);
        pendingByAeronSessionId.put(
                image.sessionId(),
                new PendingLogon(
                        image,
                        correlationId,
                        clientId,
                        replyChannel,
                        cancelOnDisconnect,
                        graceMs,
                        nonce,
                        registrationId,
                        nowNs + timeoutNs));
    }

    /** Returns the new session if the response proves the client, else null. */
    GatewaySession onChallengeResponse(
            final ChallengeResponseDecoder response, final int aeronSessionId, final long nowNs) {
        final PendingLogon logon = pendingByAeronSessionId.get(aeronSessionId);
        if (logon == null
                || logon.state != PendingLogon.State.AWAITING_RESPONSE
                || logon.correlationId != response.correlationId()) {
            counters.increment(GatewayCounter.LOGONS_OUT_OF_TURN);
            return null;
        }
        final byte[] mac = new byte[LogonProof.MAC_LENGTH];
        response.getMac(mac, 0, mac.length);
        final ClientCredential known = credentials.find(logon.clientId);
        final ClientCredential credential = known == null ? nobody : known;
        final boolean proved =
                credential.proves(mac, logon.clientId, logon.correlationId, logon.nonce, logon.replyChannel);
        GatewaySession session = null;
        if (proved && known != null) {
            session = sessions.add(logon, known.role(), nowNs);
            counters.increment(session == null ? GatewayCounter.LOGONS_SESSIONS_FULL : GatewayCounter.SESSIONS_OPENED);
        } else {
            counters.increment(GatewayCounter.LOGONS_REJECTED);
        }
        if (session == null) {
            // One try a nonce: whatever comes next on this logon is out of turn.
            logon.state = PendingLogon.State.REFUSED;
            logon.deadlineNs = nowNs + rejectDelayNs;
        } else {
            pendingByAeronSessionId.remove(aeronSessionId);
        }
        return session;
    }

    int doWork(final long nowNs) {
        if (pendingByAeronSessionId.isEmpty()) {
            return 0;
        }
        int workCount = 0;
        final Iterator<PendingLogon> logons = pendingByAeronSessionId.values().iterator();
        while (logons.hasNext()) {
            final PendingLogon logon = logons.next();
            final PendingLogon.State before = logon.state;
            if (!advance(logon, nowNs)) {
                logons.remove();
                workCount++;
            } else if (logon.state != before) {
                workCount++;
            }
        }
        return workCount;
    }

    void close() {
        pendingByAeronSessionId.values().forEach(this::discard);
        pendingByAeronSessionId.clear();
    }

    /** Returns false when the logon is over. */
    private boolean advance(final PendingLogon logon, final long nowNs) {
        if (logon.state == PendingLogon.State.REFUSED) {
            if (nowNs - logon.deadlineNs < 0) {
                return true;
            }
            sendLogonRejected(logon);
            discard(logon);
            return false;
        }
        if (logon.image.isClosed() || nowNs - logon.deadlineNs >= 0) {
            counters.increment(GatewayCounter.LOGONS_EXPIRED);
            discard(logon);
            return false;
        }
        if (logon.state == PendingLogon.State.ADDING) {
            return awaitPublication(logon);
        }
        if (logon.state == PendingLogon.State.CHALLENGING) {
            return sendChallenge(logon);
        }
        return true;
    }

    private boolean awaitPublication(final PendingLogon logon) {
        final ExclusivePublication publication;
        try {
            publication = aeron.getExclusivePublication(logon.registrationId);
        } catch (final AeronException ex) {
            // The driver refused the channel: its host or port is not usable.
            counters.increment(GatewayCounter.LOGONS_CHANNEL_REFUSED);
            return false;
        }
        if (publication != null) {
            logon.publication = publication;
            logon.state = PendingLogon.State.CHALLENGING;
        }
        return true;
    }

    private boolean sendChallenge(final PendingLogon logon) {
        challengeEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(logon.correlationId)
                .putNonce(logon.nonce, 0, logon.nonce.length);
        final long result = logon.publication.offer(
                scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + challengeEncoder.encodedLength());
        if (result > 0) {
            logon.state = PendingLogon.State.AWAITING_RESPONSE;
        } else if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            counters.increment(GatewayCounter.LOGONS_EXPIRED);
            discard(logon);
            return false;
        }
        // Not connected yet, or back-pressured: tried again until the logon's deadline.
        return true;
    }

    private void sendLogonRejected(final PendingLogon logon) {
        logonRejectedEncoder.wrapAndApplyHeader(scratch, 0, headerEncoder).correlationId(logon.correlationId);
        // Best effort: a client that does not hear of its refusal gives up by itself.
        logon.publication.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + logonRejectedEncoder.encodedLength());
    }

    private void discard(final PendingLogon logon) {
        if (logon.publication != null) {
            logon.publication.close();
        } else if (!aeron.isClosed()) {
            aeron.asyncRemovePublication(logon.registrationId);
        }
    }
}
