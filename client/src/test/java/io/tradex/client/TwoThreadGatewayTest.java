package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.tradex.gateway.ClientCredential;
import io.tradex.gateway.FrameSink;
import io.tradex.gateway.GatewayConfiguration;
import io.tradex.gateway.GatewayCounter;
import io.tradex.gateway.GatewayCounters;
import io.tradex.gateway.GatewaySessions;
import io.tradex.gateway.IngressAdapter;
import io.tradex.gateway.ReplyPublisher;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.journal.SessionLostDecoder;
import io.tradex.protocol.journal.SessionOpenedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as in production: ingress, egress, Aeron's conductor and the clients on a thread each. */
class TwoThreadGatewayTest {
    private static final int CLIENTS = 3;
    private static final int ROUNDS = 3;
    private static final int ORDERS = 500;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    private final OneToOneRingBuffer core =
            new OneToOneRingBuffer(new UnsafeBuffer(new byte[64 * 1024 + RingBufferDescriptor.TRAILER_LENGTH]));
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger sessionsLost = new AtomicInteger();

    private static final class Recorder implements TradexClientListener {
        final List<Long> clOrdIds = new ArrayList<>();

        @Override
        public void onExecutionReport(final ExecutionReportDecoder report) {
            clOrdIds.add(report.clOrdId());
        }
    }

    @Test
    void shouldServeClientsThatComeAndGo(@TempDir final Path directory) {
        final GatewayConfiguration configuration = GatewayConfiguration.builder()
                .ingressChannel("aeron:udp?endpoint=127.0.0.1:0")
                .replyTermLength(TestCore.TERM_LENGTH)
                .maxSessions(4)
                .logonAttemptsPerSecond(100)
                .heartbeatIntervalMs(500)
                .build();
        final GatewaySessions sessions = new GatewaySessions(configuration, 1);
        final GatewayCounters counters = new GatewayCounters();
        final ClientCredential credential =
                new ClientCredential(TestCore.secretOf(TestCore.TRADER), SessionRole.TRADER);
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                        .aeronDirectoryName(directory.resolve("aeron").toString())
                        .threadingMode(ThreadingMode.SHARED)
                        .sharedIdleStrategy(backoff())
                        .publicationTermBufferLength(TestCore.TERM_LENGTH)
                        .dirDeleteOnStart(true)
                        .dirDeleteOnShutdown(true));
                Aeron aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(driver.aeronDirectoryName())
                        .idleStrategy(backoff())
                        .errorHandler(failure::set))) {
            final IngressAdapter ingress = new IngressAdapter(
                    configuration,
                    aeron,
                    sessions,
                    id -> credential,
                    (buffer, offset, length) -> true,
                    (instrumentId, depth) -> false,
                    counters,
                    SystemNanoClock.INSTANCE);
            final ReplyPublisher replies = new ReplyPublisher(
                    configuration, sessions, (id, reason) -> true, counters, SystemNanoClock.INSTANCE);
            final String endpoint = awaitEndpoint(ingress);
            final AgentRunner ingressRunner = start(new Ingress(ingress));
            final AgentRunner egressRunner = start(new Egress(replies));
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    tradeAndLeave(endpoint, aeron);
                }
                final long deadlineNs = System.nanoTime() + DEADLINE_NS;
                while (sessionsLost.get() < CLIENTS * ROUNDS) {
                    assertTrue(System.nanoTime() - deadlineNs < 0, "a session's end got lost: " + counters);
                    LockSupport.parkNanos(1_000_000);
                }
            } finally {
                CloseHelper.closeAll(ingressRunner, egressRunner);
            }
        }
        assertEquals(null, failure.get());
        assertEquals(CLIENTS * ROUNDS, sessionsLost.get());
        assertEquals(CLIENTS * ROUNDS * ORDERS, counters.get(GatewayCounter.COMMANDS_ACCEPTED));
    }

    private void tradeAndLeave(final String endpoint, final Aeron aeron) {
        final List<Recorder> recorders = new ArrayList<>();
        final List<TradexClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            final Recorder recorder = new Recorder();
            recorders.add(recorder);
            clients.add(TradexClient.use(
                    TradexClientConfiguration.builder()
                            .serverChannel("aeron:udp?endpoint=" + endpoint + "|term-length=64k")
                            .clientId(TestCore.TRADER)
                            .secret(TestCore.secretOf(TestCore.TRADER))
                            .build(),
                    aeron,
                    recorder));
        }
        final int[] sent = new int[CLIENTS];
        final BackoffIdleStrategy idleStrategy = backoff();
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!clients.stream().allMatch(TradexClient::isFinished)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "clients did not finish");
            int workCount = 0;
            for (int i = 0; i < CLIENTS; i++) {
                final TradexClient client = clients.get(i);
                workCount += client.poll();
                if (client.isUp() && sent[i] < ORDERS && order(client, sent[i]) > 0) {
                    sent[i]++;
                    workCount++;
                } else if (client.isUp() && recorders.get(i).clOrdIds.size() == ORDERS) {
                    client.logout();
                }
            }
            idleStrategy.idle(workCount);
        }
        for (final Recorder recorder : recorders) {
            assertEquals(IntStream.range(0, ORDERS).mapToObj(Long::valueOf).toList(), recorder.clOrdIds);
        }
        clients.forEach(TradexClient::close);
    }

    private static long order(final TradexClient client, final int clOrdId) {
        return client.newOrder(1, clOrdId, 1, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 100, 10);
    }

    private AgentRunner start(final Agent agent) {
        final AgentRunner runner = new AgentRunner(backoff(), failure::set, null, agent);
        AgentRunner.startOnThread(runner);
        return runner;
    }

    private static BackoffIdleStrategy backoff() {
        return new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
    }

    private static String awaitEndpoint(final IngressAdapter ingress) {
        final FrameSink closed = (buffer, offset, length) -> false;
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (ingress.resolvedEndpoint() == null) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "the core's socket was not bound");
            ingress.poll(closed, 1);
            LockSupport.parkNanos(1_000_000);
        }
        return ingress.resolvedEndpoint();
    }

    private final class Ingress implements Agent {
        private final IngressAdapter adapter;

        Ingress(final IngressAdapter adapter) {
            this.adapter = adapter;
        }

        @Override
        public int doWork() {
            return adapter.poll((buffer, offset, length) -> core.write(1, buffer, offset, length), 10);
        }

        @Override
        public void onClose() {
            adapter.close();
        }

        @Override
        public String roleName() {
            return "ingress";
        }
    }

    private final class Egress implements Agent {
        private final ReplyPublisher replies;
        private final MessageHandler handler = this::onInput;
        private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
        private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();

        Egress(final ReplyPublisher replies) {
            this.replies = replies;
        }

        @Override
        public int doWork() {
            return core.read(handler, 10) + replies.doWork();
        }

        @Override
        public void onClose() {
            replies.close();
        }

        @Override
        public String roleName() {
            return "egress";
        }

        private void onInput(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length) {
            header.wrap(buffer, offset);
            switch (header.templateId()) {
                case SessionOpenedDecoder.TEMPLATE_ID -> onSessionOpened(buffer, offset);
                case SessionLostDecoder.TEMPLATE_ID -> sessionsLost.incrementAndGet();
                default -> onNewOrder(buffer, offset);
            }
        }

        private void onSessionOpened(final DirectBuffer buffer, final int offset) {
            final SessionOpenedDecoder opened = new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header);
            final LogonAcceptedEncoder accepted = new LogonAcceptedEncoder();
            accepted.wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .sessionId(opened.sessionId())
                    .correlationId(opened.correlationId())
                    .heartbeatIntervalMs(500)
                    .role(opened.role());
            reply(opened.sessionId(), LogonAcceptedEncoder.TEMPLATE_ID, accepted.encodedLength());
        }

        private void onNewOrder(final DirectBuffer buffer, final int offset) {
            final NewOrderDecoder order = new NewOrderDecoder().wrapAndApplyHeader(buffer, offset, header);
            final ExecutionReportEncoder report = new ExecutionReportEncoder();
            report.wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .sessionId(order.sessionId())
                    .clientSeq(order.clientSeq())
                    .clOrdId(order.clOrdId());
            reply(order.sessionId(), ExecutionReportEncoder.TEMPLATE_ID, report.encodedLength());
        }

        private void reply(final long sessionId, final int templateId, final int encodedLength) {
            replies.onReply(sessionId, templateId, scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        }
    }
}
