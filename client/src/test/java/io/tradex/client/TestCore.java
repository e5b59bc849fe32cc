package io.tradex.client;

import io.aeron.Aeron;
import io.tradex.gateway.ClientCredential;
import io.tradex.gateway.GatewayConfiguration;
import io.tradex.gateway.GatewayCounters;
import io.tradex.gateway.GatewaySessions;
import io.tradex.gateway.IngressAdapter;
import io.tradex.gateway.ReplyPublisher;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.CancelRejectEncoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.KillSwitchReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.MassCancelReportEncoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ProtectionTrippedEncoder;
import io.tradex.protocol.entry.RequestResultEncoder;
import io.tradex.protocol.entry.SelfTradePreventedEncoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.state.SnapshotEndEncoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The real gateway with a core behind it that accepts every session and acknowledges everything. */
final class TestCore implements AutoCloseable {
    static final int TERM_LENGTH = 64 * 1024;
    static final int HEARTBEAT_INTERVAL_MS = 100;
    static final long TRADER = 7;
    static final long RELAY = 9;
    static final long ADMIN = 10;

    final GatewayCounters counters = new GatewayCounters();
    final Map<Long, ClientCredential> credentials = new HashMap<>();
    final List<Integer> commands = new ArrayList<>();
    final List<Long> clientSeqs = new ArrayList<>();
    final List<DirectBuffer> frames = new ArrayList<>();
    final List<SessionEndReason> lost = new ArrayList<>();
    final IngressAdapter ingress;
    final ReplyPublisher replies;

    long lastSessionId;
    int lastGraceMs;
    RejectReason adminRefusal = RejectReason.NONE;
    boolean answersAdmin = true;
    boolean hasRoom = true;

    private final long epoch;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);

    TestCore(final Aeron aeron, final String endpoint, final long startNumber) {
        epoch = startNumber;
        credentials.put(TRADER, new ClientCredential(secretOf(TRADER), SessionRole.TRADER));
        credentials.put(RELAY, new ClientCredential(secretOf(RELAY), SessionRole.RELAY));
        credentials.put(ADMIN, new ClientCredential(secretOf(ADMIN), SessionRole.ADMIN));
        final GatewayConfiguration configuration = GatewayConfiguration.builder()
                .ingressChannel("aeron:udp?endpoint=" + endpoint)
                .replyTermLength(TERM_LENGTH)
                .heartbeatIntervalMs(HEARTBEAT_INTERVAL_MS)
                .logonRejectDelayMs(10)
                .build();
        final GatewaySessions sessions = new GatewaySessions(configuration, startNumber);
        ingress = new IngressAdapter(
                configuration,
                aeron,
                sessions,
                credentials::get,
                this::onRelayRequest,
                (instrumentId, depth) -> false,
                counters,
                SystemNanoClock.INSTANCE);
        replies = new ReplyPublisher(
                configuration, sessions, (sessionId, reason) -> lost.add(reason), counters, SystemNanoClock.INSTANCE);
    }

    static byte[] secretOf(final long clientId) {
        return ("a long enough secret of client " + clientId).getBytes(StandardCharsets.US_ASCII);
    }

    int step() {
        return ingress.poll(this::onInput, 10) + replies.doWork();
    }

    String endpoint() {
        return ingress.resolvedEndpoint();
    }

    @Override
    public void close() {
        ingress.close();
        replies.close();
    }

    private boolean onInput(final DirectBuffer buffer, final int offset, final int length) {
        if (!hasRoom) {
            return false;
        }
        header.wrap(buffer, offset);
        final int templateId = header.templateId();
        if (templateId == SessionOpenedDecoder.TEMPLATE_ID) {
            onSessionOpened(new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header));
        } else if (templateId == SessionLostDecoder.TEMPLATE_ID) {
            lost.add(new SessionLostDecoder()
                    .wrapAndApplyHeader(buffer, offset, header)
                    .reason());
        } else {
            commands.add(templateId);
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            frames.add(copy);
            onCommand(templateId, buffer, offset);
        }
        return true;
    }

    private void onSessionOpened(final SessionOpenedDecoder opened) {
        lastSessionId = opened.sessionId();
        lastGraceMs = opened.graceMs();
        final LogonAcceptedEncoder accepted = new LogonAcceptedEncoder();
        accepted.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(opened.sessionId())
                .correlationId(opened.correlationId())
                .inputSeq(1)
                .epoch(epoch)
                .clientId(opened.clientId())
                .heartbeatIntervalMs(HEARTBEAT_INTERVAL_MS)
                .role(opened.role());
        reply(opened.sessionId(), LogonAcceptedEncoder.TEMPLATE_ID, accepted.encodedLength());
    }

    private void onCommand(final int templateId, final DirectBuffer buffer, final int offset) {
        // Every command begins with the same four fields.
        final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        final long sessionId =
                buffer.getLong(block + NewOrderDecoder.sessionIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        final long clientSeq =
                buffer.getLong(block + NewOrderDecoder.clientSeqEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        final long clOrdId = buffer.getLong(block + NewOrderDecoder.clOrdIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        clientSeqs.add(clientSeq);
        switch (templateId) {
            case CancelOrderDecoder.TEMPLATE_ID -> {
                final CancelRejectEncoder reject = new CancelRejectEncoder();
                reject.wrapAndApplyHeader(scratch, 0, headerEncoder)
                        .sessionId(sessionId)
                        .clientSeq(clientSeq)
                        .clOrdId(clOrdId);
                reply(sessionId, CancelRejectEncoder.TEMPLATE_ID, reject.encodedLength());
            }
            case ProtectionResetRequestDecoder.TEMPLATE_ID ->
                sendResult(sessionId, clientSeq, clOrdId, RejectReason.NONE, 0, templateId);
            case AdminRequestDecoder.TEMPLATE_ID -> {
                // A request's id stands where other commands have their clOrdId.
                final UnsafeBuffer input = new UnsafeBuffer(0, 0);
                new AdminRequestDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .wrapInput(input);
                header.wrap(input, 0);
                if (answersAdmin) {
                    sendResult(sessionId, clientSeq, clOrdId, adminRefusal, 77, header.templateId());
                }
            }
            case MassCancelDecoder.TEMPLATE_ID -> {
                final MassCancelReportEncoder report = new MassCancelReportEncoder();
                report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                        .sessionId(sessionId)
                        .clientSeq(clientSeq)
                        .clOrdId(clOrdId);
                reply(sessionId, MassCancelReportEncoder.TEMPLATE_ID, report.encodedLength());
            }
            default -> {
                final ExecutionReportEncoder report = new ExecutionReportEncoder();
                report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                        .sessionId(sessionId)
                        .clientSeq(clientSeq)
                        .clOrdId(clOrdId)
                        .execType(ExecType.NEW)
                        .ordStatus(OrdStatus.NEW);
                reply(sessionId, ExecutionReportEncoder.TEMPLATE_ID, report.encodedLength());
            }
        }
    }

    private void sendResult(
            final long sessionId,
            final long clientSeq,
            final long requestId,
            final RejectReason reason,
            final long value,
            final int inputTemplateId) {
        final RequestResultEncoder result = new RequestResultEncoder();
        result.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .inputSeq(1000 + clientSeq)
                .requestId(requestId)
                .rejectedValue(value)
                .rejectReason(reason)
                .inputTemplateId(inputTemplateId);
        reply(sessionId, RequestResultEncoder.TEMPLATE_ID, result.encodedLength());
    }

    void sendSelfTradePrevented(final long restingOrderId, final long incomingOrderId) {
        final SelfTradePreventedEncoder prevented = new SelfTradePreventedEncoder();
        prevented
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(lastSessionId)
                .restingOrderId(restingOrderId)
                .incomingOrderId(incomingOrderId)
                .instruction(SelfTradePrevention.CANCEL_BOTH);
        reply(lastSessionId, SelfTradePreventedEncoder.TEMPLATE_ID, prevented.encodedLength());
    }

    void sendProtectionTripped(final long accountId, final long executedLots) {
        final ProtectionTrippedEncoder tripped = new ProtectionTrippedEncoder();
        tripped.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(lastSessionId)
                .accountId(accountId)
                .executedLots(executedLots);
        reply(lastSessionId, ProtectionTrippedEncoder.TEMPLATE_ID, tripped.encodedLength());
    }

    void sendKillSwitchReport(
            final long requestId, final KillSwitchScope scope, final long id, final long sinceNs, final long clientId) {
        final KillSwitchReportEncoder report = new KillSwitchReportEncoder();
        report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(lastSessionId)
                .requestId(requestId)
                .scope(scope)
                .id(id)
                .sinceNs(sinceNs)
                .sinceSeq(sinceNs + 1)
                .byClientId(clientId);
        reply(lastSessionId, KillSwitchReportEncoder.TEMPLATE_ID, report.encodedLength());
    }

    /** As a core of version 1 sends it. */
    void sendReportOfVersion1(final long clOrdId) {
        new ExecutionReportEncoder()
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(lastSessionId)
                .clOrdId(clOrdId)
                .execType(ExecType.NEW)
                .ordStatus(OrdStatus.NEW);
        final int blockLength = ExecutionReportEncoder.stopPriceTicksEncodingOffset();
        headerEncoder.version(1).blockLength(blockLength);
        reply(lastSessionId, ExecutionReportEncoder.TEMPLATE_ID, blockLength);
    }

    private boolean onRelayRequest(final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        commands.add(header.templateId());
        final SnapshotEndEncoder end = new SnapshotEndEncoder();
        end.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(
                        header.templateId() == SnapshotRequestDecoder.TEMPLATE_ID
                                ? new SnapshotRequestDecoder()
                                        .wrapAndApplyHeader(buffer, offset, header)
                                        .correlationId()
                                : 0)
                .rows(0)
                .throughOutSeq(0);
        return replies.offerToRelay(
                lastSessionId, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength());
    }

    private void reply(final long sessionId, final int templateId, final int encodedLength) {
        replies.onReply(sessionId, templateId, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
}
