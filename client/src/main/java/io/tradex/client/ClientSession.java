package io.tradex.client;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.tradex.protocol.LogonProof;
import io.tradex.protocol.entry.ChallengeResponseEncoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.LogonRequestEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.SessionEndReason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Brings a session up and keeps it up. Each attempt has a publication and a subscription of its own, so that nothing of an
 * earlier one can get in its way. Polling thread only; never waits.
 *
 * <pre>
 *   BACKING_OFF ─► ADDING ─► CONNECTING ─► AWAITING_CHALLENGE ─► RESPONDING ─► AWAITING_ACCEPT ─► UP ─► LOGGING_OUT ─► FINISHED
 *        ▲            │           │                │                 │                │            │
 *        └────────────┴───────────┴────────────────┴─────────────────┴────────────────┴────────────┘
 * </pre>
 */
final class ClientSession {
    private enum State {
        BACKING_OFF,
        ADDING,
        CONNECTING,
        AWAITING_CHALLENGE,
        RESPONDING,
        AWAITING_ACCEPT,
        UP,
        LOGGING_OUT,
        FINISHED
    }

    private static final int MISSED_HEARTBEATS_MAX = 3;

    private final TradexClientConfiguration configuration;
    private final AeronSource aeronSource;
    private final TradexClientListener listener;
    private final CommandPublisher commands;
    private final NanoClock nanoClock;
    private final ReplyAdapter replyAdapter;
    private final SecureRandom random = new SecureRandom();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final LogonRequestEncoder logonRequestEncoder = new LogonRequestEncoder();
    private final ChallengeResponseEncoder challengeResponseEncoder = new ChallengeResponseEncoder();

    private State state = State.BACKING_OFF;
    private long nowNs;
    private long lastPollNs;
    private long deadlineNs;
    private long reconnectDelayNs;

    private Aeron aeron;
    private long publicationId;
    private long subscriptionId;
    private ExclusivePublication publication;
    private Subscription subscription;
    private String replyChannel;
    private long correlationId;
    private byte[] proof;
    private int coreAeronSessionId;
    private Image coreImage;

    private long sessionId;
    private long epoch;
    private long heartbeatIntervalNs;
    private long heartbeatDueNs;
    private long lastReceivedNs;
    private boolean logonRejected;
    private SessionDownReason downReason;

    ClientSession(
            final TradexClientConfiguration configuration,
            final AeronSource aeronSource,
            final TradexClientListener listener,
            final CommandPublisher commands,
            final NanoClock nanoClock) {
        this.configuration = configuration;
        this.aeronSource = aeronSource;
        this.listener = listener;
        this.commands = commands;
        this.nanoClock = nanoClock;
        this.replyAdapter = new ReplyAdapter(this, listener);
        this.reconnectDelayNs = configuration.reconnectDelayNsMin();
        this.nowNs = nanoClock.nanoTime();
        this.lastPollNs = nowNs;
        this.deadlineNs = nowNs;
    }

    int poll() {
        nowNs = nanoClock.nanoTime();
        int workCount = aeronSource.doWork();
        if (aeron != null && aeron.isClosed()) {
            workCount++;
            lose(SessionDownReason.DRIVER_LOST);
        }
        switch (state) {
            case BACKING_OFF -> workCount += backOff();
            case ADDING -> workCount += awaitResources();
            case CONNECTING -> workCount += requestLogon();
            case AWAITING_CHALLENGE, AWAITING_ACCEPT -> workCount += pollLogon();
            case RESPONDING -> workCount += respond();
            case UP, LOGGING_OUT -> workCount += pollSession();
            case FINISHED -> {}
        }
        lastPollNs = nowNs;
        return workCount;
    }

    boolean isUp() {
        return state == State.UP;
    }

    boolean isFinished() {
        return state == State.FINISHED;
    }

    long sessionId() {
        return sessionId;
    }

    long epoch() {
        return epoch;
    }

    long ignoredFrames() {
        return replyAdapter.ignoredFrames();
    }

    long logout() {
        final long result = commands.logout();
        if (result > 0) {
            commands.close();
            state = State.LOGGING_OUT;
            deadlineNs = nowNs + MISSED_HEARTBEATS_MAX * heartbeatIntervalNs;
        }
        return result;
    }

    void close() {
        if (state == State.UP) {
            logout();
        }
        if (state == State.UP || state == State.LOGGING_OUT) {
            downReason = SessionDownReason.LOGOUT;
            end();
        }
        closeResources();
        state = State.FINISHED;
    }

    boolean onChallenge(final long challengedCorrelationId, final byte[] nonce, final int aeronSessionId) {
        if (state != State.AWAITING_CHALLENGE || challengedCorrelationId != correlationId) {
            return false;
        }
        // Only the core has seen the random correlation id: from here on its stream, and no other, is listened to.
        coreAeronSessionId = aeronSessionId;
        coreImage = subscription.imageBySessionId(aeronSessionId);
        proof = LogonProof.compute(
                configuration.secret(),
                configuration.clientId(),
                correlationId,
                nonce,
                replyChannel.getBytes(StandardCharsets.US_ASCII));
        state = State.RESPONDING;
        return true;
    }

    boolean isFromCore(final int aeronSessionId) {
        return coreImage != null && aeronSessionId == coreAeronSessionId;
    }

    boolean onLogonAccepted(final LogonAcceptedDecoder accepted) {
        if (state != State.AWAITING_ACCEPT || accepted.correlationId() != correlationId) {
            return false;
        }
        sessionId = accepted.sessionId();
        epoch = accepted.epoch();
        heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(Math.max(1, accepted.heartbeatIntervalMs()));
        heartbeatDueNs = nowNs + heartbeatIntervalNs;
        lastReceivedNs = nowNs;
        reconnectDelayNs = configuration.reconnectDelayNsMin();
        downReason = null;
        commands.open(publication, sessionId);
        state = State.UP;
        listener.onSessionUp(sessionId, epoch);
        return true;
    }

    boolean onLogonRejected(final long rejectedCorrelationId) {
        if (state != State.AWAITING_ACCEPT || rejectedCorrelationId != correlationId) {
            return false;
        }
        logonRejected = true;
        return true;
    }

    /** Returns whether a frame for that session is one for the session that is up. */
    boolean onReceived(final long addressedSessionId) {
        if (addressedSessionId != sessionId || (state != State.UP && state != State.LOGGING_OUT)) {
            return false;
        }
        lastReceivedNs = nowNs;
        return true;
    }

    /** Only noted, as the frame is still being read from what an end closes. */
    void onSessionTerminated(final SessionEndReason reason) {
        downReason = SessionDownReason.of(reason);
    }

    private int backOff() {
        if (nowNs - deadlineNs < 0) {
            return 0;
        }
        aeron = aeronSource.acquire();
        if (aeron == null) {
            retryLater();
            return 0;
        }
        try {
            subscriptionId = aeron.asyncAddSubscription(
                    "aeron:udp?endpoint=" + configuration.replyHost() + ":0", configuration.replyStreamId());
            publicationId =
                    aeron.asyncAddExclusivePublication(configuration.serverChannel(), configuration.serverStreamId());
            enter(State.ADDING);
        } catch (final AeronException ex) {
            fail(ex);
        }
        return 1;
    }

    private int awaitResources() {
        try {
            if (subscription == null) {
                subscription = aeron.getSubscription(subscriptionId);
            }
            if (publication == null) {
                publication = aeron.getExclusivePublication(publicationId);
            }
        } catch (final AeronException ex) {
            fail(ex);
            return 1;
        }
        if (subscription != null && publication != null) {
            final String endpoint = subscription.resolvedEndpoint();
            if (endpoint != null) {
                replyChannel = "aeron:udp?endpoint=" + endpoint;
                correlationId = random.nextLong();
                state = State.CONNECTING;
                return 1;
            }
        }
        if (isLate()) {
            // The driver does not answer: what it was reached by may be a leftover of one that is dead.
            closeResources();
            aeronSource.giveUp();
            aeron = null;
            retryLater();
            return 1;
        }
        return 0;
    }

    private int requestLogon() {
        // As long as no core is there, there is nothing to do but wait; the driver keeps knocking.
        if (!publication.isConnected()) {
            return 0;
        }
        logonRequestEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(correlationId)
                .clientId(configuration.clientId())
                .replyStreamId(configuration.replyStreamId())
                .cancelOnDisconnect(configuration.cancelOnDisconnect() ? BooleanType.T : BooleanType.F)
                .graceMs(configuration.graceMs())
                .replyChannel(replyChannel);
        if (send(logonRequestEncoder.encodedLength())) {
            enter(State.AWAITING_CHALLENGE);
        }
        return 1;
    }

    private int respond() {
        challengeResponseEncoder
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(correlationId)
                .putMac(proof, 0, proof.length);
        if (send(challengeResponseEncoder.encodedLength())) {
            enter(State.AWAITING_ACCEPT);
        }
        return 1;
    }

    /** Returns false when it is to be tried again, or when the attempt has failed. */
    private boolean send(final int encodedLength) {
        final long result = publication.offer(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        if (result > 0) {
            return true;
        }
        if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
            closeResources();
            retryLater();
        }
        return false;
    }

    private int pollLogon() {
        final int fragments = subscription.poll(replyAdapter, configuration.fragmentLimit());
        if (logonRejected) {
            closeResources();
            retryLater();
            listener.onLogonRejected();
        } else if (isLate() && state != State.UP && state != State.RESPONDING) {
            closeResources();
            retryLater();
        }
        return fragments;
    }

    private int pollSession() {
        final int fragments = subscription.poll(replyAdapter, configuration.fragmentLimit());
        if (state != State.UP && state != State.LOGGING_OUT) {
            // The listener closed the client.
            return fragments;
        }
        // After a pause of its own thread the client does not know yet what came meanwhile.
        if (nowNs - lastPollNs > heartbeatIntervalNs) {
            lastReceivedNs = nowNs;
        }
        if (downReason == null) {
            downReason = findFault();
        }
        if (downReason != null) {
            end();
            return fragments + 1;
        }
        if (state == State.UP && nowNs - heartbeatDueNs >= 0 && commands.heartbeat()) {
            heartbeatDueNs = nowNs + heartbeatIntervalNs;
            return fragments + 1;
        }
        return fragments;
    }

    private SessionDownReason findFault() {
        if (state == State.LOGGING_OUT && isLate()) {
            return SessionDownReason.LOGOUT;
        }
        if (commands.isBroken() || !publication.isConnected() || coreImage.isClosed() || coreImage.isEndOfStream()) {
            return SessionDownReason.DISCONNECTED;
        }
        if (nowNs - lastReceivedNs > MISSED_HEARTBEATS_MAX * heartbeatIntervalNs) {
            return SessionDownReason.CORE_SILENT;
        }
        return null;
    }

    private void lose(final SessionDownReason reason) {
        if (state == State.UP || state == State.LOGGING_OUT) {
            downReason = reason;
            end();
        } else if (state != State.FINISHED) {
            closeResources();
            retryLater();
        }
        aeron = null;
    }

    private void end() {
        final boolean finished = state == State.LOGGING_OUT;
        final SessionDownReason reason = finished ? SessionDownReason.LOGOUT : downReason;
        closeResources();
        if (finished) {
            state = State.FINISHED;
        } else {
            retryLater();
        }
        listener.onSessionDown(reason);
    }

    private void fail(final AeronException ex) {
        closeResources();
        retryLater();
        listener.onError(ex);
    }

    private void enter(final State next) {
        state = next;
        deadlineNs = nowNs + configuration.logonTimeoutNs();
    }

    private boolean isLate() {
        return nowNs - deadlineNs >= 0;
    }

    private void retryLater() {
        // Spread out, so that many clients of a restarted core do not all come at the same moment.
        final long jitterNs = (random.nextLong() >>> 1) % (reconnectDelayNs / 2 + 1);
        deadlineNs = nowNs + reconnectDelayNs / 2 + jitterNs;
        reconnectDelayNs = Math.min(2 * reconnectDelayNs, configuration.reconnectDelayNsMax());
        state = State.BACKING_OFF;
    }

    private void closeResources() {
        commands.close();
        if (publication != null) {
            publication.close();
        } else if (state == State.ADDING && !aeron.isClosed()) {
            aeron.asyncRemovePublication(publicationId);
        }
        if (subscription != null) {
            subscription.close();
        } else if (state == State.ADDING && !aeron.isClosed()) {
            aeron.asyncRemoveSubscription(subscriptionId);
        }
        publication = null;
        subscription = null;
        coreImage = null;
        proof = null;
        logonRejected = false;
        sessionId = 0;
    }
}
