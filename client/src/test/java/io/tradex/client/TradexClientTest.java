package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.ExclusivePublication;
import io.tradex.gateway.ClientCredential;
import io.tradex.gateway.GatewayCounter;
import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradexClientTest {
    private static final int REPLY_STREAM_ID = 4242;

    private static TestDriver driver;

    private final RecordingListener listener = new RecordingListener();
    private TestCore core;
    private boolean coreRuns = true;
    private TradexClient client;

    @BeforeAll
    static void startDriver(@TempDir final Path directory) {
        driver = new TestDriver(directory);
    }

    @AfterAll
    static void stopDriver() {
        driver.close();
    }

    @BeforeEach
    void startCore() {
        core = new TestCore(driver.aeron(), "127.0.0.1:0", 1);
        await("the core's socket", () -> core.endpoint() != null);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        core.close();
        driver.step();
    }

    private void step() {
        driver.step();
        if (coreRuns) {
            core.step();
        }
        if (client != null) {
            client.poll();
        }
    }

    private void await(final String what, final BooleanSupplier condition) {
        TestDriver.await(what, condition, this::step);
    }

    private void await(final String what, final BooleanSupplier condition, final TestDriver otherDriver) {
        TestDriver.await(what, condition, () -> {
            otherDriver.step();
            step();
        });
    }

    private TradexClientConfiguration.Builder configuration(final long clientId) {
        return TradexClientConfiguration.builder()
                .serverChannel("aeron:udp?endpoint=" + core.endpoint() + "|term-length=64k")
                .clientId(clientId)
                .secret(TestCore.secretOf(clientId))
                .reconnectDelayMsMin(1)
                .reconnectDelayMsMax(20)
                .logonTimeoutMs(1_000);
    }

    private void startClient(final TradexClientConfiguration.Builder configuration) {
        client = TradexClient.use(configuration.build(), driver.aeron(), listener);
    }

    private void logOn(final long clientId) {
        startClient(configuration(clientId));
        await("the session", () -> client.isUp());
    }

    private long order(final long clOrdId) {
        return client.newOrder(1, clOrdId, 1, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 100, 10);
    }

    @Test
    void shouldTradeAndHearOfEverything() {
        logOn(TestCore.TRADER);

        assertEquals(1, order(11));
        assertEquals(2, client.cancel(1, 12, 11));
        assertEquals(3, client.replace(1, 13, 11, 101, 20));
        assertEquals(4, client.massCancel(1, 14, 0));
        assertEquals(5, client.orderStatus(1, 11));
        assertEquals(6, client.requestSnapshot(1));
        await("every answer", () -> listener.events.size() == 6);

        assertEquals(
                List.of(
                        NewOrderDecoder.TEMPLATE_ID,
                        CancelOrderDecoder.TEMPLATE_ID,
                        ReplaceOrderDecoder.TEMPLATE_ID,
                        MassCancelDecoder.TEMPLATE_ID,
                        OrderStatusRequestDecoder.TEMPLATE_ID),
                core.commands);
        assertEquals(
                List.of(
                        "report 1 11",
                        "cancel reject 2 12",
                        "report 3 13",
                        "mass cancel 4 14",
                        "report 5 11",
                        "command reject 6 NOT_PERMITTED"),
                listener.events);
        assertEquals(core.lastSessionId, client.sessionId());
        assertEquals(1, client.epoch());
    }

    @Test
    void shouldAskForARelaysSnapshotAndGap() {
        logOn(TestCore.RELAY);

        assertEquals(1, client.requestSnapshot(5));
        assertEquals(2, client.requestGapFill(6, 1, 10, 20));
        await("the answers", () -> listener.events.size() == 2);

        assertEquals(List.of(42, 45), core.commands);
        assertEquals(List.of("relay 44", "relay 44"), listener.events);
    }

    @Test
    void shouldSayNotConnectedUntilASessionIsUp() {
        startClient(configuration(TestCore.TRADER));

        assertEquals(TradexClient.NOT_CONNECTED, order(1));
        assertEquals(TradexClient.NOT_CONNECTED, client.logout());
        assertEquals(0, client.sessionId());
    }

    @Test
    void shouldLogOutForGood() {
        logOn(TestCore.TRADER);
        order(1);

        assertEquals(2, client.logout());
        assertEquals(TradexClient.NOT_CONNECTED, order(2));
        await("the end", () -> client.isFinished());

        assertEquals(List.of("report 1 1"), listener.events);
        assertEquals(List.of(SessionDownReason.LOGOUT), listener.downs);
        assertEquals(List.of(SessionEndReason.LOGOUT), core.lost);
    }

    @Test
    void shouldLogOutWhenClosed() {
        logOn(TestCore.TRADER);

        client.close();
        await("SessionLost", () -> !core.lost.isEmpty());

        assertEquals(List.of(SessionEndReason.LOGOUT), core.lost);
        assertEquals(TradexClient.NOT_CONNECTED, order(1));
        assertTrue(client.isFinished());
    }

    @Test
    void shouldStayUpOnHeartbeatsAlone() {
        logOn(TestCore.TRADER);
        final long untilNs = System.nanoTime() + 10L * TestCore.HEARTBEAT_INTERVAL_MS * 1_000_000;

        await("ten heartbeats", () -> System.nanoTime() - untilNs > 0);

        assertTrue(client.isUp());
        assertEquals(1, listener.ups);
        assertTrue(core.lost.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"true, CORE_RESTARTED", "false, CORE_SILENT"})
    void shouldReconnectWhenTheCoreRestarts(
            final boolean politely, final SessionDownReason reason, @TempDir final Path directory) {
        final String endpoint;
        final long firstSession;
        try (TestDriver firstDriver = new TestDriver(directory)) {
            core.close();
            core = new TestCore(firstDriver.aeron(), "127.0.0.1:0", 1);
            await("the core's socket", () -> core.endpoint() != null, firstDriver);
            startClient(configuration(TestCore.TRADER));
            await("the session", () -> client.isUp(), firstDriver);
            endpoint = core.endpoint();
            firstSession = client.sessionId();
            if (politely) {
                core.close();
                firstDriver.step();
            }
        }
        coreRuns = false;
        await("the end of the session", () -> !listener.downs.isEmpty());
        assertEquals(List.of(reason), listener.downs);

        try (TestDriver secondDriver = new TestDriver(directory)) {
            core = new TestCore(secondDriver.aeron(), endpoint, 2);
            coreRuns = true;
            await("the next session", () -> client.isUp(), secondDriver);

            assertTrue(client.sessionId() > firstSession);
            assertEquals(2, client.epoch());
            assertEquals(1, order(21));
            await("the report", () -> listener.events.equals(List.of("report 1 21")), secondDriver);
            client.close();
            core.close();
        }
    }

    @Test
    void shouldReconnectWhenTheCoreFallsSilent() {
        logOn(TestCore.TRADER);

        coreRuns = false;
        await("the end of the session", () -> !listener.downs.isEmpty());
        assertEquals(List.of(SessionDownReason.CORE_SILENT), listener.downs);
        coreRuns = true;
        await("the next session", () -> client.isUp());

        assertEquals(2, listener.ups);
    }

    @Test
    void shouldReconnectWhenItsOwnThreadPausedTooLong() {
        logOn(TestCore.TRADER);
        final TradexClient paused = client;
        client = null;
        await("SessionLost", () -> !core.lost.isEmpty());
        assertEquals(List.of(SessionEndReason.HEARTBEAT_TIMEOUT), core.lost);

        client = paused;
        await("the next session", () -> listener.ups == 2);

        assertEquals(1, listener.downs.size());
        assertTrue(client.isUp());
    }

    @Test
    void shouldKeepTryingAfterARefusedLogon() {
        core.credentials.put(TestCore.TRADER, new ClientCredential(TestCore.secretOf(4711), SessionRole.TRADER));
        startClient(configuration(TestCore.TRADER));
        await("two refusals", () -> listener.rejectedLogons >= 2);
        assertFalse(client.isUp());

        core.credentials.put(
                TestCore.TRADER, new ClientCredential(TestCore.secretOf(TestCore.TRADER), SessionRole.TRADER));
        await("the session", () -> client.isUp());
    }

    @Test
    void shouldSayBackPressuredAndLoseNothingWhenTheCoreIsFull() {
        logOn(TestCore.TRADER);
        core.hasRoom = false;
        long sent = 0;
        long result = order(1);
        while (result > 0) {
            sent++;
            assertTrue(sent < 100_000, "never back-pressured");
            driver.step();
            core.step();
            result = order(sent + 1);
        }
        assertEquals(TradexClient.BACK_PRESSURED, result);
        assertEquals(sent, client.lastClientSeq());

        core.hasRoom = true;
        final long expected = sent;
        await("every order", () -> core.clientSeqs.size() == expected);
        assertEquals(LongStream.rangeClosed(1, expected).boxed().toList(), core.clientSeqs);
        assertEquals(expected + 1, order(expected + 1));
    }

    @Test
    void shouldGoOnAfterACallWithoutASide() {
        logOn(TestCore.TRADER);

        assertThrows(
                NullPointerException.class,
                () -> client.newOrder(1, 1, 1, null, OrdType.LIMIT, TimeInForce.DAY, 0, 100, 10));

        assertEquals(1, order(1));
        await("the report", () -> listener.events.equals(List.of("report 1 1")));
    }

    @Test
    void shouldPassOverWhatOthersPutOnItsReplyStream() {
        startClient(configuration(TestCore.TRADER).replyStreamId(REPLY_STREAM_ID));
        await("the session", () -> client.isUp());
        final String replyEndpoint = ReplyEndpoints.of(driver.aeron(), REPLY_STREAM_ID);
        try (ExclusivePublication stranger =
                driver.aeron().addExclusivePublication("aeron:udp?endpoint=" + replyEndpoint, REPLY_STREAM_ID)) {
            await("the connection", stranger::isConnected);
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1_024);
            final ExecutionReportEncoder report = new ExecutionReportEncoder();
            report.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                    .sessionId(client.sessionId())
                    .clOrdId(666);
            final int length = MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength();
            await("the forged report to go", () -> stranger.offer(buffer, 0, length) > 0);
            final SplittableRandom random = new SplittableRandom(7);
            final byte[] garbage = new byte[1_024];
            for (int i = 0; i < 500; i++) {
                random.nextBytes(garbage);
                buffer.putBytes(0, garbage);
                final int garbageLength = random.nextInt(garbage.length);
                await("garbage to go", () -> stranger.offer(buffer, 0, garbageLength) > 0);
            }
            await("all of it to be passed over", () -> client.ignoredFrames() == 501);
        }
        assertTrue(listener.events.isEmpty());
        assertTrue(client.isUp());
    }

    @Test
    void shouldLetTheListenerCloseTheClient() {
        final RecordingListener closing = new RecordingListener() {
            @Override
            public void onSessionUp(final long sessionId, final long epoch) {
                super.onSessionUp(sessionId, epoch);
                client.close();
            }
        };
        client = TradexClient.use(configuration(TestCore.TRADER).build(), driver.aeron(), closing);

        await("the end", () -> client.isFinished());
        await("SessionLost", () -> !core.lost.isEmpty());
        assertEquals(1, closing.ups);
        assertEquals(List.of(SessionDownReason.LOGOUT), closing.downs);
    }

    @Test
    void shouldReportAnAddressThatCannotBeUsed() {
        startClient(configuration(TestCore.TRADER).replyHost("not-a-host.invalid"));

        await("an error", () -> !listener.errors.isEmpty());

        assertFalse(client.isUp());
    }

    @Test
    void shouldTradeWithADriverOfItsOwn() {
        client = TradexClient.launch(configuration(TestCore.TRADER).build(), listener);
        await("the session", () -> client.isUp());

        order(1);
        await("the report", () -> !listener.events.isEmpty());
        client.close();
        await("SessionLost", () -> !core.lost.isEmpty());

        assertEquals(List.of("report 1 1"), listener.events);
        assertEquals(List.of(SessionEndReason.LOGOUT), core.lost);
    }

    @Test
    void shouldReconnectWhenTheDriverOfTheMachineRestarts(@TempDir final Path directory) {
        final String aeronDirectory = directory.resolve("aeron").toString();
        client = TradexClient.connect(
                configuration(TestCore.TRADER).driverTimeoutMs(1_000).build(), aeronDirectory, listener);
        step();
        assertFalse(client.isUp(), "there is no driver yet");

        try (TestDriver first = new TestDriver(directory)) {
            await("the session", () -> client.isUp(), first);
        }
        await("the end of the session", () -> !listener.downs.isEmpty());
        try (TestDriver second = new TestDriver(directory)) {
            await("the next session", () -> client.isUp(), second);
            assertEquals(2, listener.ups);
            client.close();
        }
    }

    @Test
    void shouldCountNothingAgainstAGoodClient() {
        logOn(TestCore.TRADER);
        order(1);
        await("the report", () -> !listener.events.isEmpty());

        assertEquals(0, client.ignoredFrames());
        assertEquals(1, core.counters.get(GatewayCounter.COMMANDS_ACCEPTED));
        assertEquals(0, core.counters.get(GatewayCounter.FRAMES_MALFORMED));
        assertEquals(0, core.counters.get(GatewayCounter.FRAMES_UNAUTHENTICATED));
    }
}
