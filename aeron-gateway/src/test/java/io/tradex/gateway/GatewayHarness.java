package io.tradex.gateway;

import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The gateway with a core behind it that only notes what it gets, accepts every session and acknowledges every order. All on the
 * test's thread, with a clock that the test moves.
 */
final class GatewayHarness implements RelayRequests, SessionEvents, AutoCloseable {
    static final long TRADER = 7;
    static final long OTHER_TRADER = 8;
    static final long RELAY = 9;
    static final long ADMIN = 10;
    static final long EPOCH = 3;
    static final long START_NUMBER = 5;
    static final long MS = 1_000_000;

    final TestDriver driver;
    final GatewayCounters counters = new GatewayCounters();
    final GatewaySessions sessions;
    final ReplyPublisher replies;
    final DeltaPublisher deltas;
    final IngressAdapter ingress;
    final Map<Long, ClientCredential> credentials = new HashMap<>();

    final List<SessionOpened> opened = new ArrayList<>();
    final List<SessionLost> lost = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final List<DirectBuffer> frames = new ArrayList<>();
    final List<Integer> relayRequests = new ArrayList<>();

    final List<String> snapshotRequests = new ArrayList<>();

    BooleanSupplier sinkHasRoom = () -> true;
    BooleanSupplier eventsHaveRoom = () -> true;
    boolean relayRequestsHaveRoom = true;
    boolean snapshotRequestsHaveRoom = true;
    boolean acceptsLogons = true;
    int reportsPerOrder = 1;
    long nowNs = Long.MAX_VALUE - 1_000 * MS;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);

    record SessionOpened(long sessionId, long correlationId, long clientId, SessionRole role, int graceMs) {}

    record SessionLost(long sessionId, SessionEndReason reason) {}

    record Command(int templateId, long sessionId, long clientSeq) {}

    GatewayHarness(final TestDriver driver, final GatewayConfiguration.Builder configuration) {
        this.driver = driver;
        final GatewayConfiguration settings = configuration
                .ingressChannel("aeron:udp?endpoint=127.0.0.1:0")
                .replyTermLength(TestDriver.TERM_LENGTH)
                .build();
        credentials.put(TRADER, new ClientCredential(secretOf(TRADER), SessionRole.TRADER));
        credentials.put(OTHER_TRADER, new ClientCredential(secretOf(OTHER_TRADER), SessionRole.TRADER));
        credentials.put(RELAY, new ClientCredential(secretOf(RELAY), SessionRole.RELAY));
        credentials.put(ADMIN, new ClientCredential(secretOf(ADMIN), SessionRole.ADMIN));
        sessions = new GatewaySessions(settings, START_NUMBER);
        ingress = new IngressAdapter(
                settings,
                driver.aeron(),
                sessions,
                credentials::get,
                this,
                this::onSnapshotRequest,
                counters,
                () -> nowNs);
        replies = new ReplyPublisher(settings, sessions, this, counters, () -> nowNs);
        deltas = new DeltaPublisher(settings, driver.aeron(), counters);
        await("the ingress socket", () -> ingress.resolvedEndpoint() != null);
    }

    static byte[] secretOf(final long clientId) {
        return ("a long enough secret of client " + clientId).getBytes(StandardCharsets.US_ASCII);
    }

    void step() {
        driver.step();
        ingress.poll(this::onInput, 10);
        replies.doWork();
        deltas.doWork();
    }

    void await(final String what, final BooleanSupplier condition) {
        TestDriver.await(what, condition, this::step);
    }

    /** Goes on in time as a busy gateway does: in steps far shorter than a heartbeat. */
    void elapse(final long ms) {
        for (long i = 0; i < ms; i += 5) {
            nowNs += 5 * MS;
            step();
        }
    }

    long count(final GatewayCounter counter) {
        return counters.get(counter);
    }

    long lastOpened() {
        return opened.get(opened.size() - 1).sessionId();
    }

    void sendReport(final long sessionId, final long clientSeq, final long clOrdId) {
        final ExecutionReportEncoder report = new ExecutionReportEncoder();
        report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .clOrdId(clOrdId)
                .execType(ExecType.NEW)
                .ordStatus(OrdStatus.NEW);
        replies.onReply(
                sessionId,
                ExecutionReportDecoder.TEMPLATE_ID,
                scratch,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength());
    }

    boolean offerReportToRelay(final long sessionId, final long clOrdId) {
        final ExecutionReportEncoder report = new ExecutionReportEncoder();
        report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(sessionId)
                .clOrdId(clOrdId);
        return replies.offerToRelay(
                sessionId, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength());
    }

    @Override
    public boolean sessionLost(final long sessionId, final SessionEndReason reason) {
        return eventsHaveRoom.getAsBoolean() && lost.add(new SessionLost(sessionId, reason));
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        return relayRequestsHaveRoom && relayRequests.add(header.templateId());
    }

    private boolean onSnapshotRequest(final int instrumentId, final BookDepth depth) {
        return snapshotRequestsHaveRoom && snapshotRequests.add(instrumentId + " " + depth);
    }

    @Override
    public void close() {
        ingress.close();
        replies.close();
        deltas.close();
    }

    private boolean onInput(final DirectBuffer buffer, final int offset, final int length) {
        if (!sinkHasRoom.getAsBoolean()) {
            return false;
        }
        header.wrap(buffer, offset);
        switch (header.templateId()) {
            case SessionOpenedDecoder.TEMPLATE_ID -> onSessionOpened(buffer, offset);
            case SessionLostDecoder.TEMPLATE_ID -> {
                final SessionLostDecoder decoder = new SessionLostDecoder().wrapAndApplyHeader(buffer, offset, header);
                lost.add(new SessionLost(decoder.sessionId(), decoder.reason()));
            }
            default -> onCommand(buffer, offset, length);
        }
        return true;
    }

    private void onSessionOpened(final DirectBuffer buffer, final int offset) {
        final SessionOpenedDecoder input = new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header);
        opened.add(new SessionOpened(
                input.sessionId(), input.correlationId(), input.clientId(), input.role(), input.graceMs()));
        if (acceptsLogons) {
            acceptLogon(opened.get(opened.size() - 1));
        }
    }

    void acceptLogon(final SessionOpened session) {
        final LogonAcceptedEncoder accepted = new LogonAcceptedEncoder();
        accepted.wrapAndApplyHeader(scratch, 0, headerEncoder)
                .sessionId(session.sessionId())
                .correlationId(session.correlationId())
                .inputSeq(1)
                .epoch(EPOCH)
                .clientId(session.clientId())
                .heartbeatIntervalMs(250)
                .role(session.role());
        replies.onReply(
                session.sessionId(),
                LogonAcceptedEncoder.TEMPLATE_ID,
                scratch,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + accepted.encodedLength());
    }

    private void onCommand(final DirectBuffer buffer, final int offset, final int length) {
        final DirectBuffer frame = new UnsafeBuffer(buffer, offset, length);
        final Command command =
                new Command(header.templateId(), IngressFrame.sessionId(frame, 0), IngressFrame.clientSeq(frame, 0));
        commands.add(command);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, frame, 0, length);
        frames.add(copy);
        if (command.templateId() == NewOrderDecoder.TEMPLATE_ID) {
            final NewOrderDecoder order = new NewOrderDecoder().wrapAndApplyHeader(frame, 0, header);
            final long clOrdId = order.clOrdId();
            for (int i = 0; i < reportsPerOrder; i++) {
                sendReport(command.sessionId(), command.clientSeq(), clOrdId);
            }
        }
    }
}
