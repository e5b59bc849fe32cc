package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.gateway.ClientCredential;
import io.tradex.gateway.FrameSink;
import io.tradex.gateway.GatewayConfiguration;
import io.tradex.gateway.GatewayCounters;
import io.tradex.gateway.GatewaySessions;
import io.tradex.gateway.IngressAdapter;
import io.tradex.gateway.ReplyPublisher;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.RequestResultEncoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once warm, a request's way through client and gateway and its answer's way back leave nothing for the garbage collector. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final AdminRequestDecoder adminRequest = new AdminRequestDecoder();
    private final ExecutionReportEncoder report = new ExecutionReportEncoder();
    private final RequestResultEncoder result = new RequestResultEncoder();
    private final OrderRequest order = new OrderRequest().account(1).instrument(1);
    private final FrameSink frameSink = this::onInput;
    private long answers;
    private long measuredBytes;
    private boolean wasteful;
    private byte[] waste;

    private ReplyPublisher replies;
    private IngressAdapter ingress;
    private TradexClient client;
    private AdminClient operator;

    /** Sends the request of that number; negative if it has to wait. */
    private interface Requests {
        long send(long number);
    }

    @Test
    void shouldAllocateNothingFromCommandToReport(@TempDir final Path directory) {
        assertEquals(
                0,
                bytesFor(
                        directory,
                        SessionRole.TRADER,
                        number -> client.newOrder(1, number, 1, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 100, 10)));
    }

    @Test
    void shouldAllocateNothingForAnOrderWithInstructions(@TempDir final Path directory) {
        assertEquals(
                0,
                bytesFor(
                        directory,
                        SessionRole.TRADER,
                        number -> client.newOrder(order.limit(Side.SELL, 10, 100)
                                .clOrdId(number)
                                .displayLots(5)
                                .goodTill(number))));
    }

    @Test
    void shouldAllocateNothingForAnOperatorsRequest(@TempDir final Path directory) {
        assertEquals(0, bytesFor(directory, SessionRole.ADMIN, number -> operator.adjustCash(1, number, 1_000_000)));
    }

    @Test
    void shouldNoticeAnAllocation(@TempDir final Path directory) {
        wasteful = true;
        assertTrue(
                bytesFor(
                                directory,
                                SessionRole.TRADER,
                                number -> client.newOrder(
                                        1, number, 1, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 100, 10))
                        >= 16L * MEASURED,
                "the meter does not work");
        assertEquals(1, waste.length);
    }

    private long bytesFor(final Path directory, final SessionRole role, final Requests requests) {
        try (TestDriver driver = new TestDriver(directory)) {
            final GatewayConfiguration configuration = GatewayConfiguration.builder()
                    .ingressChannel("aeron:udp?endpoint=127.0.0.1:0")
                    .build();
            final GatewaySessions sessions = new GatewaySessions(configuration, 1);
            final GatewayCounters counters = new GatewayCounters();
            final ClientCredential credential = new ClientCredential(TestCore.secretOf(TestCore.TRADER), role);
            ingress = new IngressAdapter(
                    configuration,
                    driver.aeron(),
                    sessions,
                    id -> credential,
                    (buffer, offset, length) -> true,
                    (instrumentId, depth) -> false,
                    counters,
                    SystemNanoClock.INSTANCE);
            replies = new ReplyPublisher(
                    configuration, sessions, (id, reason) -> true, counters, SystemNanoClock.INSTANCE);
            TestDriver.await("the core's socket", () -> ingress.resolvedEndpoint() != null, () -> step(driver));
            connect(driver, role);
            TestDriver.await(
                    "the session",
                    () -> role == SessionRole.ADMIN ? operator.isUp() : client.isUp(),
                    () -> step(driver));
            request(driver, WARM_UP, requests);
            // The compiler may still turn up once or twice and leave some bytes; what a request allocates is there
            // every
            // time.
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                measuredBytes = 0;
                request(driver, MEASURED, requests);
                allocated = Math.min(allocated, measuredBytes);
            }
            if (role == SessionRole.ADMIN) {
                operator.close();
            } else {
                client.close();
            }
            replies.close();
            ingress.close();
            return allocated;
        }
    }

    private void connect(final TestDriver driver, final SessionRole role) {
        final TradexClientConfiguration configuration = TradexClientConfiguration.builder()
                .serverChannel("aeron:udp?endpoint=" + ingress.resolvedEndpoint())
                .clientId(TestCore.TRADER)
                .secret(TestCore.secretOf(TestCore.TRADER))
                .build();
        if (role == SessionRole.ADMIN) {
            operator = AdminClient.use(
                    configuration, driver.aeron(), (requestId, reason, value, template, inputSeq) -> answers++);
        } else {
            client = TradexClient.use(configuration, driver.aeron(), new TradexClientListener() {
                @Override
                public void onExecutionReport(final ExecutionReportDecoder decoder) {
                    answers++;
                }
            });
        }
    }

    private void request(final TestDriver driver, final int count, final Requests requests) {
        final long target = answers + count;
        long sent = 0;
        final long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (answers < target) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "requests are not answered");
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            if (sent < count && requests.send(sent + 1) > 0) {
                sent++;
            }
            measuredBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
            step(driver);
        }
    }

    /** The driver, which is not ours, is not measured. */
    private void step(final TestDriver driver) {
        driver.step();
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        ingress.poll(frameSink, 10);
        replies.doWork();
        if (client != null) {
            client.poll();
        }
        if (operator != null) {
            operator.poll();
        }
        measuredBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private boolean onInput(final DirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        if (header.templateId() == SessionOpenedDecoder.TEMPLATE_ID) {
            final SessionOpenedDecoder opened = new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header);
            final LogonAcceptedEncoder accepted = new LogonAcceptedEncoder();
            accepted.wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .sessionId(opened.sessionId())
                    .correlationId(opened.correlationId())
                    .heartbeatIntervalMs(250)
                    .role(opened.role());
            reply(opened.sessionId(), LogonAcceptedEncoder.TEMPLATE_ID, accepted.encodedLength());
        } else if (header.templateId() == NewOrderDecoder.TEMPLATE_ID) {
            if (wasteful) {
                waste = new byte[1];
            }
            newOrder.wrapAndApplyHeader(buffer, offset, header);
            report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .sessionId(newOrder.sessionId())
                    .clientSeq(newOrder.clientSeq())
                    .clOrdId(newOrder.clOrdId());
            reply(newOrder.sessionId(), ExecutionReportEncoder.TEMPLATE_ID, report.encodedLength());
        } else if (header.templateId() == AdminRequestDecoder.TEMPLATE_ID) {
            adminRequest.wrapAndApplyHeader(buffer, offset, header);
            result.wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .sessionId(adminRequest.sessionId())
                    .requestId(adminRequest.requestId())
                    .rejectReason(RejectReason.NONE);
            reply(adminRequest.sessionId(), RequestResultEncoder.TEMPLATE_ID, result.encodedLength());
        }
        return true;
    }

    private void reply(final long sessionId, final int templateId, final int encodedLength) {
        replies.onReply(sessionId, templateId, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
}
