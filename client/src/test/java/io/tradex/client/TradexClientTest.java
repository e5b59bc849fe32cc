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
import io.tradex.protocol.entry.ProtectionResetRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
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
    void shouldSendAnOrderWithEveryInstruction() {
        logOn(TestCore.TRADER);
        final OrderRequest order = new OrderRequest().account(3).instrument(4).destination(5);

        assertEquals(
                1,
                client.newOrder(order.pegged(Side.SELL, 60, PegType.MID, -2, 70)
                        .clOrdId(11)
                        .goodTill(99)
                        .displayLots(6)
                        .minLots(7)
                        .postOnly(PostOnly.SLIDE)
                        .selfTradePrevention(SelfTradePrevention.CANCEL_OLDEST)));
        assertEquals(2, client.newOrder(order.stopLimit(Side.BUY, 10, 80, 85).clOrdId(12)));
        assertEquals(3, order(13));
        assertEquals(
                4,
                client.newOrder(order.limit(Side.BUY, 9, 90)
                        .routed(RoutingStrategy.SPRAY)
                        .overVenue(1)
                        .overVenue(64)
                        .withoutOwnBook()
                        .possResend()
                        .clOrdId(14)));
        assertEquals(
                5, client.newOrder(order.buyForMoney(50_000_000).destination(2).clOrdId(15)));
        await("the answers", () -> listener.events.size() == 5);

        assertEquals(
                List.of(
                        "accountId=3|clOrdId=11|admission=ADMITTED|side=SELL|ordType=PEGGED|timeInForce=GTD|instrumentId=4|"
                                + "destination=5|priceTicks=70|quantityLots=60|stopPriceTicks=0|displayLots=6|minLots=7|"
                                + "offsetTicks=-2|expireNs=99|pegType=MID|postOnly=SLIDE|selfTradePrevention=CANCEL_OLDEST|"
                                + "venueMask=0|cashOrderQtyMicros=0|routingStrategy=NONE|excludeOwnBook=F|possResend=F",
                        "accountId=3|clOrdId=12|admission=ADMITTED|side=BUY|ordType=STOP_LIMIT|timeInForce=DAY|instrumentId=4|"
                                + "destination=5|priceTicks=85|quantityLots=10|stopPriceTicks=80|displayLots=0|minLots=0|"
                                + "offsetTicks=0|expireNs=0|pegType=NONE|postOnly=NONE|selfTradePrevention=NONE|"
                                + "venueMask=0|cashOrderQtyMicros=0|routingStrategy=NONE|excludeOwnBook=F|possResend=F",
                        "accountId=1|clOrdId=13|admission=ADMITTED|side=BUY|ordType=LIMIT|timeInForce=DAY|instrumentId=1|"
                                + "destination=0|priceTicks=100|quantityLots=10|stopPriceTicks=0|displayLots=0|minLots=0|"
                                + "offsetTicks=0|expireNs=0|pegType=NONE|postOnly=NONE|selfTradePrevention=NONE|"
                                + "venueMask=0|cashOrderQtyMicros=0|routingStrategy=NONE|excludeOwnBook=F|possResend=F",
                        "accountId=3|clOrdId=14|admission=ADMITTED|side=BUY|ordType=LIMIT|timeInForce=DAY|instrumentId=4|"
                                + "destination=-1|priceTicks=90|quantityLots=9|stopPriceTicks=0|displayLots=0|minLots=0|"
                                + "offsetTicks=0|expireNs=0|pegType=NONE|postOnly=NONE|selfTradePrevention=NONE|"
                                + "venueMask=-9223372036854775807|cashOrderQtyMicros=0|routingStrategy=SPRAY|"
                                + "excludeOwnBook=T|possResend=T",
                        "accountId=3|clOrdId=15|admission=ADMITTED|side=BUY|ordType=MARKET|timeInForce=DAY|instrumentId=4|"
                                + "destination=2|priceTicks=0|quantityLots=0|stopPriceTicks=0|displayLots=0|minLots=0|"
                                + "offsetTicks=0|expireNs=0|pegType=NONE|postOnly=NONE|selfTradePrevention=NONE|"
                                + "venueMask=0|cashOrderQtyMicros=50000000|routingStrategy=NONE|"
                                + "excludeOwnBook=F|possResend=F"),
                core.frames.stream()
                        .map(frame ->
                                fields(new NewOrderDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder())))
                        .toList());
    }

    @Test
    void shouldSendNothingOfAnOrderThatIsObviouslyWrong() {
        logOn(TestCore.TRADER);
        final OrderRequest order = new OrderRequest()
                .account(1)
                .instrument(1)
                .limit(Side.BUY, 0, 100)
                .clOrdId(1);

        assertThrows(IllegalArgumentException.class, () -> client.newOrder(order));

        assertEquals(1, order(2), "a clientSeq was used, or a claim left open");
        await("the answer", () -> listener.events.size() == 1);
        assertEquals(List.of("report 1 2"), listener.events);
    }

    @Test
    void shouldSendWhatVersion2AddsToOtherCommands() {
        logOn(TestCore.TRADER);

        assertEquals(1, client.replace(1, 11, 10, 101, 20));
        assertEquals(2, client.replace(1, 12, 11, 102, 21, 95));
        assertEquals(3, client.massCancel(1, 13, 4));
        assertEquals(4, client.massCancel(1, 14, 4, Side.SELL, true));
        assertEquals(5, client.resetProtection(1, 15, 4));
        await("the answers", () -> listener.events.size() == 5);

        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        assertEquals(
                "accountId=1|clOrdId=11|admission=ADMITTED|origClOrdId=10|priceTicks=101|quantityLots=20|stopPriceTicks=0",
                fields(new ReplaceOrderDecoder().wrapAndApplyHeader(core.frames.get(0), 0, header)));
        assertEquals(
                "accountId=1|clOrdId=12|admission=ADMITTED|origClOrdId=11|priceTicks=102|quantityLots=21|stopPriceTicks=95",
                fields(new ReplaceOrderDecoder().wrapAndApplyHeader(core.frames.get(1), 0, header)));
        assertEquals(
                "accountId=1|clOrdId=13|admission=ADMITTED|instrumentId=4|side=NULL_VAL|ownSession=F",
                fields(new MassCancelDecoder().wrapAndApplyHeader(core.frames.get(2), 0, header)));
        assertEquals(
                "accountId=1|clOrdId=14|admission=ADMITTED|instrumentId=4|side=SELL|ownSession=T",
                fields(new MassCancelDecoder().wrapAndApplyHeader(core.frames.get(3), 0, header)));
        assertEquals(
                "accountId=1|clOrdId=15|admission=ADMITTED|instrumentId=4",
                fields(new ProtectionResetRequestDecoder().wrapAndApplyHeader(core.frames.get(4), 0, header)));
        assertEquals("result 5 15 NONE", listener.events.get(4));
    }

    /** What a decoder says of the fields behind session and clientSeq. */
    private static String fields(final Object decoder) {
        final String text = decoder.toString();
        return text.substring(text.indexOf("|accountId=") + 1);
    }

    @Test
    void shouldHearOfPreventedSelfTradesAndTrippedProtections() {
        logOn(TestCore.TRADER);

        core.sendSelfTradePrevented(4, 5);
        core.sendProtectionTripped(6, 700);
        await("both", () -> listener.events.size() == 2);

        assertEquals(List.of("self-trade 4 5 CANCEL_BOTH", "tripped 6 700"), listener.events);
    }

    @Test
    void shouldUnderstandAReportOfACoreOfVersion1() {
        logOn(TestCore.TRADER);

        core.sendReportOfVersion1(44);
        await("the report", () -> listener.events.size() == 1);

        assertTrue(listener.events.get(0).endsWith(" 44"), listener.events.get(0));
        assertEquals(0, client.ignoredFrames());
    }

    @Test
    void shouldAskForTheGracePeriodOfItsConfiguration() {
        startClient(configuration(TestCore.TRADER).graceMs(2_500));
        await("the session", () -> client.isUp());

        assertEquals(2_500, core.lastGraceMs);
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
