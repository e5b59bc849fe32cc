package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.gateway.ClientCredential;
import io.tradex.protocol.entry.AdminRequestDecoder;
import io.tradex.protocol.journal.AccountDefinedDecoder;
import io.tradex.protocol.journal.CashAdjustedDecoder;
import io.tradex.protocol.journal.EndOfDayDecoder;
import io.tradex.protocol.journal.FundPricedDecoder;
import io.tradex.protocol.journal.InstrumentDefinedDecoder;
import io.tradex.protocol.journal.InstrumentRetiredDecoder;
import io.tradex.protocol.journal.InstrumentRulesSetDecoder;
import io.tradex.protocol.journal.KillSwitchSetDecoder;
import io.tradex.protocol.journal.KillSwitchesRequestedDecoder;
import io.tradex.protocol.journal.MassCancelOrderedDecoder;
import io.tradex.protocol.journal.PhaseSetDecoder;
import io.tradex.protocol.journal.PositionAdjustedDecoder;
import io.tradex.protocol.journal.ProtectionSetDecoder;
import io.tradex.protocol.journal.ReferencePriceSetDecoder;
import io.tradex.protocol.journal.TickTableSetDecoder;
import io.tradex.protocol.journal.TradeGroupSetDecoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminClientTest {
    private static TestDriver driver;

    private final List<String> results = new ArrayList<>();
    private final List<SessionDownReason> downs = new ArrayList<>();
    private TestCore core;
    private boolean coreRuns = true;
    private AdminClient client;

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
        final AdminListener listener = new AdminListener() {
            @Override
            public void onResult(
                    final long requestId,
                    final RejectReason reason,
                    final long value,
                    final int inputTemplateId,
                    final long inputSeq) {
                results.add(requestId + " " + reason + " " + value + " " + inputTemplateId + " " + inputSeq);
            }

            @Override
            public void onKillSwitch(
                    final long requestId,
                    final KillSwitchScope scope,
                    final long id,
                    final long sinceNs,
                    final long sinceSeq,
                    final long byClientId) {
                results.add(requestId + " " + scope + " " + id + " since " + sinceNs + " input " + sinceSeq + " by "
                        + byClientId);
            }

            @Override
            public void onSessionDown(final SessionDownReason reason) {
                downs.add(reason);
            }
        };
        client = AdminClient.use(
                TradexClientConfiguration.builder()
                        .serverChannel("aeron:udp?endpoint=" + core.endpoint() + "|term-length=64k")
                        .clientId(TestCore.ADMIN)
                        .secret(TestCore.secretOf(TestCore.ADMIN))
                        .reconnectDelayMsMin(1)
                        .reconnectDelayMsMax(20)
                        .logonTimeoutMs(1_000)
                        .build(),
                driver.aeron(),
                listener);
    }

    @AfterEach
    void stop() {
        client.close();
        core.close();
        driver.step();
    }

    private void await(final String what, final BooleanSupplier condition) {
        TestDriver.await(what, condition, () -> {
            driver.step();
            if (coreRuns) {
                core.step();
            }
            if (client != null) {
                client.poll();
            }
        });
    }

    private void logOn() {
        await("the session", () -> client.isUp());
    }

    @Test
    void shouldSendEveryInputOfAnOperator() {
        logOn();

        assertEquals(1, client.setPhase(7, TradingPhase.OPENING_AUCTION));
        assertEquals(2, client.setReferencePrice(7, 58_500));
        assertEquals(
                3,
                client.defineInstrument(new InstrumentDefinition(8, "BTC-EUR")
                        .steps(5, 6)
                        .limits(700, 800)
                        .referencePrice(9)
                        .multiplier(10)
                        .assetClass(AssetClass.CRYPTO)
                        .currency("EUR")));
        assertEquals(4, client.defineInstrument(new InstrumentDefinition(9, "FUND").fund(57_600)));
        assertEquals(5, client.setInstrumentRules(7, 1, 2, 3, 4, 5));
        assertEquals(6, client.setTickTable(7, new long[] {0, 100}, new long[] {1, 5}));
        assertEquals(7, client.setTickTable(7, new long[] {0, 100, 200, 300}, new long[] {1, 5, 10, 25}));
        assertEquals(8, client.retireInstrument(7));
        assertEquals(9, client.setTradeGroup(1001, 3));
        assertEquals(10, client.setProtection(1001, 7, 500, 1_000_000));
        assertEquals(11, client.killSwitch(KillSwitchScope.ACCOUNT, 1001, true));
        assertEquals(12, client.killSwitch(KillSwitchScope.ALL, 0, false));
        assertEquals(13, client.massCancel(1001, 55, 7, Side.SELL));
        assertEquals(14, client.massCancel(0, 0, 0, null));
        assertEquals(15, client.priceFund(9, 1234, 99));
        assertEquals(16, client.endOfDay(20261121));
        assertEquals(17, client.adjustCash(1001, 44, -5_000_000));
        assertEquals(18, client.adjustPosition(1001, 45, 7, -300));
        assertEquals(19, client.defineAccount(1003, 3));
        await("all results", () -> results.size() == 19);

        assertEquals(
                List.of(
                        "PhaseSet instrumentId=7|phase=OPENING_AUCTION",
                        "ReferencePriceSet instrumentId=7|priceTicks=58500",
                        "InstrumentDefined instrumentId=8|symbol=BTC-EUR|tickSizeE8=5|lotSizeE8=6|maxPriceTicks=700|"
                                + "maxQuantityLots=800|referencePriceTicks=9|multiplier=10|cutOffSeconds=0|"
                                + "assetClass=CRYPTO|currency=EUR",
                        "InstrumentDefined instrumentId=9|symbol=FUND|tickSizeE8=1000000|lotSizeE8=100000000|"
                                + "maxPriceTicks=100000000|maxQuantityLots=1000000|referencePriceTicks=0|multiplier=1|"
                                + "cutOffSeconds=57600|assetClass=MUTUAL_FUND|currency=USD",
                        "InstrumentRulesSet instrumentId=7|maxOrderLots=1|maxOrderNotionalMicros=2|velocityWindowNs=5|"
                                + "velocityBps=4|bandBps=3",
                        "TickTableSet instrumentId=7|rows=2|step1=1|from2=100|step2=5|from3=0|step3=0|from4=0|step4=0",
                        "TickTableSet instrumentId=7|rows=4|step1=1|from2=100|step2=5|from3=200|step3=10|from4=300|step4=25",
                        "InstrumentRetired instrumentId=7",
                        "TradeGroupSet accountId=1001|tradeGroup=3",
                        "ProtectionSet accountId=1001|limitLots=500|windowNs=1000000|instrumentId=7",
                        "KillSwitchSet id=1001|scope=ACCOUNT|on=T",
                        "KillSwitchSet id=0|scope=ALL|on=F",
                        "MassCancelOrdered accountId=1001|sessionId=55|instrumentId=7|side=SELL",
                        "MassCancelOrdered accountId=0|sessionId=0|instrumentId=0|side=NULL_VAL",
                        "FundPriced navTicks=1234|cutOffNs=99|instrumentId=9",
                        "EndOfDay tradingDay=20261121",
                        "CashAdjusted accountId=1001|adjustmentId=44|amountMicros=-5000000",
                        "PositionAdjusted accountId=1001|adjustmentId=45|quantityLots=-300|instrumentId=7",
                        "AccountDefined accountId=1003|clientId=3"),
                core.frames.stream().map(AdminClientTest::inputOf).toList());
        assertEquals("1 NONE 77 98 1001", results.get(0));
        assertEquals("19 NONE 77 91 1019", results.get(18));
    }

    @Test
    void shouldHearOfTheKillSwitchesThatAreOn() {
        logOn();
        core.answersAdmin = false;

        assertEquals(1, client.requestKillSwitches(null));
        assertEquals(2, client.requestKillSwitches(KillSwitchScope.SESSION));
        await("the requests", () -> core.commands.size() == 2);
        core.sendKillSwitchReport(1, KillSwitchScope.ACCOUNT, 7, 500, 99);
        await("the answer", () -> results.size() == 1);

        assertEquals(
                List.of("KillSwitchesRequested scope=NULL_VAL", "KillSwitchesRequested scope=SESSION"),
                core.frames.stream().map(AdminClientTest::inputOf).toList());
        assertEquals(List.of("1 ACCOUNT 7 since 500 input 501 by 99"), results);
    }

    @Test
    void shouldHearWhyARequestWasRefused() {
        logOn();
        core.adminRefusal = RejectReason.UNKNOWN_INSTRUMENT;

        client.retireInstrument(7);
        await("the result", () -> results.size() == 1);

        assertEquals(List.of("1 UNKNOWN_INSTRUMENT 77 97 1001"), results);
    }

    @Test
    void shouldHearWhichRequestWasRefusedAtTheDoor() {
        core.credentials.put(
                TestCore.ADMIN, new ClientCredential(TestCore.secretOf(TestCore.ADMIN), SessionRole.TRADER));
        logOn();

        final long requestId = client.endOfDay(20261121);
        await("the refusal", () -> results.size() == 1);

        assertEquals(1, requestId);
        assertEquals(List.of("1 NOT_PERMITTED 16 16 0"), results);
        assertTrue(core.commands.isEmpty());
    }

    @Test
    void shouldGiveEachRequestAnIdOfItsOwnOverSessions() {
        logOn();
        core.answersAdmin = false;
        assertEquals(1, client.endOfDay(1));
        assertEquals(2, client.endOfDay(2));
        await("the requests", () -> core.commands.size() == 2);
        coreRuns = false;
        await("the end of the session", () -> !client.isUp());
        assertEquals(TradexClient.NOT_CONNECTED, client.endOfDay(3));

        coreRuns = true;
        core.answersAdmin = true;
        logOn();
        assertEquals(3, client.endOfDay(3));
        await("the result", () -> results.size() == 1);

        assertEquals(List.of("3 NONE 77 65 1001"), results);
        assertEquals(1, downs.size());
    }

    @Test
    void shouldRefuseNonsenseBeforeItIsSent() {
        logOn();

        assertThrows(NullPointerException.class, () -> client.setPhase(1, null));
        assertThrows(NullPointerException.class, () -> client.killSwitch(null, 1, true));
        assertThrows(IllegalArgumentException.class, () -> client.setTickTable(1, new long[0], new long[0]));
        assertThrows(IllegalArgumentException.class, () -> client.setTickTable(1, new long[] {0, 10}, new long[] {1}));
        assertThrows(IllegalArgumentException.class, () -> client.setTickTable(1, new long[] {5}, new long[] {1}));
        assertThrows(IllegalArgumentException.class, () -> client.setTickTable(1, new long[5], new long[5]));
        assertThrows(IllegalArgumentException.class, () -> new InstrumentDefinition(0, "A"));
        assertThrows(IllegalArgumentException.class, () -> new InstrumentDefinition(1, ""));
        assertThrows(IllegalArgumentException.class, () -> new InstrumentDefinition(1, "FAR TOO LONG A SYMBOL"));
        assertThrows(IllegalArgumentException.class, () -> new InstrumentDefinition(1, "A").currency("EURO"));

        assertEquals(1, client.endOfDay(1), "something was sent, or a claim left open");
        await("the result", () -> results.size() == 1);
    }

    private static String inputOf(final DirectBuffer frame) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final UnsafeBuffer input = new UnsafeBuffer(0, 0);
        new AdminRequestDecoder().wrapAndApplyHeader(frame, 0, header).wrapInput(input);
        header.wrap(input, 0);
        assertEquals(MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength(), input.capacity());
        final MessageDecoderFlyweight decoder = decoder(header.templateId());
        decoder.wrap(input, MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final String text = decoder.toString();
        return text.substring(1, text.indexOf(']')) + " " + text.substring(text.indexOf("):") + 2);
    }

    private static MessageDecoderFlyweight decoder(final int templateId) {
        return List.of(
                        new PhaseSetDecoder(),
                        new ReferencePriceSetDecoder(),
                        new InstrumentDefinedDecoder(),
                        new InstrumentRulesSetDecoder(),
                        new TickTableSetDecoder(),
                        new InstrumentRetiredDecoder(),
                        new TradeGroupSetDecoder(),
                        new ProtectionSetDecoder(),
                        new KillSwitchSetDecoder(),
                        new KillSwitchesRequestedDecoder(),
                        new MassCancelOrderedDecoder(),
                        new FundPricedDecoder(),
                        new EndOfDayDecoder(),
                        new CashAdjustedDecoder(),
                        new PositionAdjustedDecoder(),
                        new AccountDefinedDecoder())
                .stream()
                .filter(decoder -> decoder.sbeTemplateId() == templateId)
                .findFirst()
                .orElseThrow();
    }
}
