package io.tradex.gateway;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.status.StreamCounter;
import io.aeron.logbuffer.FragmentHandler;
import io.tradex.protocol.LogonProof;
import io.tradex.protocol.entry.AdminRequestEncoder;
import io.tradex.protocol.entry.ChallengeDecoder;
import io.tradex.protocol.entry.ChallengeResponseEncoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.HeartbeatDecoder;
import io.tradex.protocol.entry.HeartbeatEncoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.LogonRejectedDecoder;
import io.tradex.protocol.entry.LogonRequestEncoder;
import io.tradex.protocol.entry.LogoutEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.ProtectionResetRequestEncoder;
import io.tradex.protocol.entry.SessionTerminatedDecoder;
import io.tradex.protocol.journal.KillSwitchSetEncoder;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.MarketDataSnapshotRequestEncoder;
import io.tradex.protocol.state.SnapshotRequestEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/** Speaks the session protocol by hand, so that a test can speak it wrong. */
final class RawClient implements AutoCloseable {
    private static final int INGRESS_STREAM_ID = 1001;
    private static final int REPLY_STREAM_ID = 77;

    final GatewayHarness gateway;
    final long clientId;
    final long correlationId;
    final ExclusivePublication publication;
    final Subscription subscription;
    final String replyChannel;

    byte[] nonce;
    byte[] lastProof;
    long sessionId;
    boolean accepted;
    boolean rejected;
    boolean reading = true;
    int challenges;
    final List<UnsafeBuffer> reports = new ArrayList<>();
    final List<Reject> rejects = new ArrayList<>();
    final List<Integer> terminations = new ArrayList<>();
    int heartbeats;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8192);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FragmentHandler handler = (frame, offset, length, aeronHeader) -> {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, frame, offset, length);
        onReply(copy);
    };

    record Reject(String reason, long clientSeq, long value, long limit, int refTemplateId) {}

    RawClient(final GatewayHarness gateway, final long clientId, final long correlationId) {
        this.gateway = gateway;
        this.clientId = clientId;
        this.correlationId = correlationId;
        subscription = gateway.driver.aeron().addSubscription("aeron:udp?endpoint=127.0.0.1:0", REPLY_STREAM_ID);
        gateway.await("the reply port", () -> subscription.resolvedEndpoint() != null);
        replyChannel = "aeron:udp?endpoint=" + subscription.resolvedEndpoint();
        publication = gateway.driver
                .aeron()
                .addExclusivePublication(
                        "aeron:udp?endpoint=" + gateway.ingress.resolvedEndpoint() + "|linger=0", INGRESS_STREAM_ID);
        gateway.await("the connection to the gateway", publication::isConnected);
    }

    static RawClient loggedOn(final GatewayHarness gateway, final long clientId, final long correlationId) {
        final RawClient client = new RawClient(gateway, clientId, correlationId);
        client.logon();
        return client;
    }

    void logon() {
        requestLogon();
        finishLogon();
    }

    void finishLogon() {
        await("a challenge", () -> challenges > 0);
        respond(GatewayHarness.secretOf(clientId));
        await("LogonAccepted", () -> accepted);
    }

    void await(final String what, final BooleanSupplier condition) {
        TestDriver.await(what, condition, () -> {
            gateway.step();
            poll();
        });
    }

    void poll() {
        if (reading) {
            subscription.poll(handler, 100);
        }
    }

    void requestLogon() {
        requestLogon(replyChannel);
    }

    void requestLogon(final String channel) {
        requestLogon(channel, 0);
    }

    void requestLogon(final String channel, final int graceMs) {
        final LogonRequestEncoder request = new LogonRequestEncoder();
        request.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .correlationId(correlationId)
                .clientId(clientId)
                .replyStreamId(REPLY_STREAM_ID)
                .cancelOnDisconnect(BooleanType.T)
                .graceMs(graceMs)
                .replyChannel(channel);
        send(request.encodedLength());
    }

    /** As a client of version 1 does, which knows of no grace period. */
    void requestLogonOfVersion1() {
        final int blockLength = LogonRequestEncoder.graceMsEncodingOffset();
        new LogonRequestEncoder()
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .correlationId(correlationId)
                .clientId(clientId)
                .replyStreamId(REPLY_STREAM_ID)
                .cancelOnDisconnect(BooleanType.T);
        headerEncoder.version(1).blockLength(blockLength);
        final int dataOffset = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        buffer.putShort(dataOffset, (short) replyChannel.length(), ByteOrder.LITTLE_ENDIAN);
        buffer.putStringWithoutLengthAscii(dataOffset + Short.BYTES, replyChannel);
        send(blockLength + Short.BYTES + replyChannel.length());
    }

    void respond(final byte[] secret) {
        lastProof = LogonProof.compute(
                secret, clientId, correlationId, nonce, replyChannel.getBytes(StandardCharsets.US_ASCII));
        respondWith(lastProof);
    }

    void respondWith(final byte[] proof) {
        final ChallengeResponseEncoder response = new ChallengeResponseEncoder();
        response.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .correlationId(correlationId)
                .putMac(proof, 0, proof.length);
        send(response.encodedLength());
    }

    void sendOrder(final long clientSeq) {
        sendOrder(sessionId, clientSeq);
    }

    void sendOrder(final long asSessionId, final long clientSeq) {
        send(encodeOrder(asSessionId, clientSeq) - MessageHeaderEncoder.ENCODED_LENGTH);
    }

    int encodeOrder(final long asSessionId, final long clientSeq) {
        final NewOrderEncoder order = new NewOrderEncoder();
        order.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .sessionId(asSessionId)
                .clientSeq(clientSeq)
                .accountId(1)
                .clOrdId(1000 + clientSeq)
                .admission(Admission.ADMITTED)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(1)
                .destination(0)
                .priceTicks(100)
                .quantityLots(10);
        return MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength();
    }

    void sendProtectionReset(final long clientSeq) {
        final ProtectionResetRequestEncoder reset = new ProtectionResetRequestEncoder();
        reset.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .accountId(1)
                .clOrdId(1000 + clientSeq)
                .admission(Admission.ADMITTED)
                .instrumentId(1);
        send(reset.encodedLength());
    }

    void sendAdminRequest(final long clientSeq) {
        sendFrame(encodeAdminRequest(clientSeq));
    }

    /** An AdminRequest that carries a KillSwitchSet; returns its length. */
    int encodeAdminRequest(final long clientSeq) {
        final AdminRequestEncoder request = new AdminRequestEncoder();
        final KillSwitchSetEncoder input = new KillSwitchSetEncoder();
        final UnsafeBuffer carried =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + KillSwitchSetEncoder.BLOCK_LENGTH]);
        input.wrapAndApplyHeader(carried, 0, new MessageHeaderEncoder())
                .id(0)
                .scope(KillSwitchScope.ALL)
                .on(BooleanType.T);
        request.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .unused(0)
                .requestId(clientSeq)
                .admission(Admission.ADMITTED)
                .putInput(carried, 0, carried.capacity());
        return MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    }

    void sendHeartbeat() {
        final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
        heartbeat
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(0);
        send(heartbeat.encodedLength());
    }

    void sendLogout(final long clientSeq) {
        final LogoutEncoder logout = new LogoutEncoder();
        logout.wrapAndApplyHeader(buffer, 0, headerEncoder).sessionId(sessionId).clientSeq(clientSeq);
        send(logout.encodedLength());
    }

    void sendSnapshotRequest(final long clientSeq) {
        final SnapshotRequestEncoder request = new SnapshotRequestEncoder();
        request.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .correlationId(4);
        send(request.encodedLength());
    }

    ExpandableArrayBuffer buffer() {
        return buffer;
    }

    /** Sends what is in the buffer, header included. */
    int encodeBookRequest(final int instrumentId, final BookDepth depth) {
        final MarketDataSnapshotRequestEncoder request = new MarketDataSnapshotRequestEncoder();
        request.wrapAndApplyHeader(buffer, 0, headerEncoder)
                .instrumentId(instrumentId)
                .depth(depth);
        return MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    }

    void sendBookRequest(final int instrumentId, final BookDepth depth) {
        sendFrame(encodeBookRequest(instrumentId, depth));
    }

    void send(final int encodedLength) {
        sendFrame(MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    void sendFrame(final int length) {
        await("room to send", () -> publication.offer(buffer, 0, length) > 0);
    }

    /** Lets the gateway read all that was sent. */
    void settle() {
        final long sentPosition = publication.position();
        await("the gateway to read everything", () -> readPosition() >= sentPosition);
        gateway.step();
        poll();
    }

    /** How far the gateway has read, as the media driver counts it. */
    private long readPosition() {
        final CountersReader counters = gateway.driver.aeron().countersReader();
        final long[] position = new long[1];
        counters.forEach((counterId, typeId, key, label) -> {
            if (typeId == AeronCounters.DRIVER_SUBSCRIBER_POSITION_TYPE_ID
                    && key.getInt(StreamCounter.SESSION_ID_OFFSET) == publication.sessionId()) {
                position[0] = counters.getCounterValue(counterId);
            }
        });
        return position[0];
    }

    long reportClOrdId(final int index) {
        return new ExecutionReportDecoder()
                .wrapAndApplyHeader(reports.get(index), 0, header)
                .clOrdId();
    }

    private void onReply(final UnsafeBuffer reply) {
        header.wrap(reply, 0);
        switch (header.templateId()) {
            case ChallengeDecoder.TEMPLATE_ID -> {
                nonce = new byte[LogonProof.NONCE_LENGTH];
                new ChallengeDecoder().wrapAndApplyHeader(reply, 0, header).getNonce(nonce, 0, nonce.length);
                challenges++;
            }
            case LogonAcceptedDecoder.TEMPLATE_ID -> {
                sessionId = new LogonAcceptedDecoder()
                        .wrapAndApplyHeader(reply, 0, header)
                        .sessionId();
                accepted = true;
            }
            case LogonRejectedDecoder.TEMPLATE_ID -> rejected = true;
            case HeartbeatDecoder.TEMPLATE_ID -> heartbeats++;
            case ExecutionReportDecoder.TEMPLATE_ID -> reports.add(reply);
            case SessionTerminatedDecoder.TEMPLATE_ID ->
                terminations.add((int) new SessionTerminatedDecoder()
                        .wrapAndApplyHeader(reply, 0, header)
                        .reason()
                        .value());
            case CommandRejectDecoder.TEMPLATE_ID -> {
                final CommandRejectDecoder reject = new CommandRejectDecoder().wrapAndApplyHeader(reply, 0, header);
                rejects.add(new Reject(
                        reject.rejectReason().name(),
                        reject.clientSeq(),
                        reject.rejectedValue(),
                        reject.rejectLimit(),
                        reject.refTemplateId()));
            }
            default -> throw new AssertionError("unexpected template " + header.templateId());
        }
    }

    @Override
    public void close() {
        publication.close();
        subscription.close();
    }
}
