package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.ACME;
import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Refused;
import io.tradex.core.engine.Said.Report;
import io.tradex.protocol.entry.AdminRequestEncoder;
import io.tradex.protocol.journal.KillSwitchSetEncoder;
import io.tradex.protocol.journal.KillSwitchesRequestedEncoder;
import io.tradex.protocol.journal.PhaseSetEncoder;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.journal.TickTableSetEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionEndReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.protocol.venue.AlarmKind;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorTest {
    private static final int FUND = 9;
    private static final int BTC = 10;
    private static final long MILLI_NS = 1_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);
    private final OperatorPuppet operator = new OperatorPuppet(driver);

    @ParameterizedTest
    @EnumSource(
            value = KillSwitchScope.class,
            names = {"ALL", "ACCOUNT", "SESSION", "INSTRUMENT"})
    void shouldCancelWhatAKillSwitchStopsAndRefuseNewOrdersUntilItIsReleased(final KillSwitchScope scope) {
        final long id = switch (scope) {
            case ACCOUNT -> alice.accountId;
            case SESSION -> alice.sessionId;
            case INSTRUMENT -> ACME;
            default -> 0;
        };
        alice.buy(1, 10, 100);
        alice.buyAt(1, 2, 10, 100);
        bob.buy(1, 10, 99);

        final Step thrown = operator.kill(scope, id, true);

        final Report ended = thrown.reportsTo(alice.sessionId).get(0);
        assertEquals(OrdStatus.CANCELED, ended.ordStatus());
        assertEquals(RejectReason.KILL_SWITCH, ended.reason());
        assertEquals(1, thrown.requests().size(), "the venue is asked to cancel");
        assertEquals(AlarmKind.KILL_SWITCH_ON, thrown.alarms().get(0).kind());
        assertEquals(
                new Refusal(RejectReason.KILL_SWITCH, scope.value(), id),
                alice.buy(3, 1, 100).report().refusal());
        final boolean othersToo = scope == KillSwitchScope.ALL || scope == KillSwitchScope.INSTRUMENT;
        assertEquals(othersToo ? 1 : 0, thrown.reportsTo(bob.sessionId).size());

        assertEquals(
                AlarmKind.KILL_SWITCH_OFF,
                operator.kill(scope, id, false).alarms().get(0).kind());
        assertEquals(RejectReason.NONE, alice.buy(4, 1, 100).report().reason());
    }

    @Test
    void shouldKeepAKillSwitchOnOverASnapshot() {
        operator.kill(KillSwitchScope.ALL, 0, true);

        final EngineDriver loaded = driver.reloaded();

        assertEquals(
                RejectReason.KILL_SWITCH,
                alice.at(loaded).buy(900, 1, 100).report().reason());
    }

    @Test
    void shouldTellAnOperatorWhoAsksWhichKillSwitchesAreOnSinceWhenAndByWhom() {
        driver.open(20_000, 70, SessionRole.ADMIN, false);
        operator.kill(KillSwitchScope.ACCOUNT, alice.accountId, true);
        final long firstNs = driver.timestampNs;
        admin(20_000, 5, kill());
        final long secondNs = driver.timestampNs;
        operator.kill(KillSwitchScope.ACCOUNT, alice.accountId, true);
        operator.kill(KillSwitchScope.INSTRUMENT, ACME, true);
        operator.kill(KillSwitchScope.INSTRUMENT, ACME, false);
        final List<Said.KillSwitch> on = List.of(
                new Said.KillSwitch(20_000, 6, KillSwitchScope.ACCOUNT, alice.accountId, firstNs, 0),
                new Said.KillSwitch(20_000, 6, KillSwitchScope.ALL, 0, secondNs, 70));
        final EngineDriver loaded = driver.reloaded();

        for (final EngineDriver each : List.of(driver, loaded)) {
            final Step told = admin(each, 20_000, 6, killSwitches(KillSwitchScope.NULL_VAL));

            assertEquals(on, told.all(Said.KillSwitch.class));
            assertEquals(
                    new Said.RequestResult(
                            20_000, 6, KillSwitchesRequestedEncoder.TEMPLATE_ID, RejectReason.NONE, on.size()),
                    told.said().get(told.said().size() - 1));
        }
        assertEquals(
                on.subList(1, 2),
                admin(20_000, 6, killSwitches(KillSwitchScope.ALL)).all(Said.KillSwitch.class));
        assertEquals(
                List.of(),
                admin(20_000, 7, killSwitches(KillSwitchScope.INSTRUMENT)).all(Said.KillSwitch.class));
    }

    @Test
    void shouldForgetAKillSwitchWithTheSessionThatItStopped() {
        driver.open(20_000, 70, SessionRole.ADMIN, false);
        operator.kill(KillSwitchScope.SESSION, bob.sessionId, true);
        assertEquals(
                1,
                admin(20_000, 5, killSwitches(KillSwitchScope.NULL_VAL))
                        .all(Said.KillSwitch.class)
                        .size());

        driver.lost(bob.sessionId);

        assertEquals(
                List.of(),
                admin(20_000, 6, killSwitches(KillSwitchScope.NULL_VAL)).all(Said.KillSwitch.class));
    }

    @Test
    void shouldCancelWhatEveryGivenPartOfAMassCancelMatches() {
        alice.buy(1, 10, 100);
        alice.sell(2, 10, 200);
        bob.buy(1, 10, 99);

        final Step step = operator.massCancel(alice.accountId, 0, ACME, Side.BUY);

        assertEquals(1, step.report().clOrdId());
        assertEquals(RejectReason.MASS_CANCEL, step.report().reason());
        assertEquals(2, driver.engine.instrument(ACME).book().orders());
        assertEquals(2, operator.massCancel(0, 0, 0, Side.NULL_VAL).reports().size());
        assertEquals(
                RejectReason.UNKNOWN_ACCOUNT,
                operator.massCancel(4_711, 0, 0, Side.NULL_VAL).refused().reason());
    }

    @Test
    void shouldPullTheQuotesOfAMarketMakerWhoseProtectionTripsBeforeTheyAreHit() {
        operator.protection(bob.accountId, ACME, 15, 100 * MILLI_NS);
        bob.sell(1, 10, 100);
        bob.sell(2, 10, 101);
        bob.sell(3, 10, 102);
        bob.buy(4, 10, 90);

        final Step sweep = alice.buy(1, 30, 102);

        assertEquals(10_020, alice.lots(), "the third quote was pulled before it traded");
        assertEquals(20, sweep.only(Said.ProtectionTripped.class).executedLots());
        assertEquals(15, sweep.only(Said.ProtectionTripped.class).limitLots());
        assertEquals(
                List.of(3L, 4L),
                sweep.reportsTo(bob.sessionId).stream()
                        .filter(r -> r.reason() == RejectReason.MARKET_MAKER_PROTECTION)
                        .map(Report::clOrdId)
                        .toList());
        assertEquals(
                new Refusal(RejectReason.MARKET_MAKER_PROTECTION, 20, 15),
                bob.sell(5, 1, 110).report().refusal());

        final Said.RequestResult reset = bob.resetProtection(6, ACME).only(Said.RequestResult.class);
        assertEquals(RejectReason.NONE, reset.reason());
        assertEquals(RejectReason.NONE, bob.sell(7, 1, 110).report().reason());
    }

    @Test
    void shouldForgetFillsThatLeftTheWindowOfAProtection() {
        operator.protection(bob.accountId, ACME, 15, 16 * MILLI_NS);
        bob.sell(1, 30, 100);
        alice.buy(1, 10, 100);
        driver.timestampNs += 20 * MILLI_NS;

        assertEquals(List.of(), alice.buy(2, 10, 100).all(Said.ProtectionTripped.class));
        assertEquals(1, alice.buy(3, 6, 100).all(Said.ProtectionTripped.class).size());
    }

    @Test
    void shouldStopAMarketOrderThatCannotPayForWhatIsLeftAfterQuotesWerePulled() {
        operator.protection(bob.accountId, ACME, 1, 100 * MILLI_NS);
        final Trader carol = driver.trader(9, cost(100, 20), 0);
        bob.sell(1, 5, 100);
        bob.sell(2, 15, 100);
        alice.sell(1, 20, 150);

        final Step step = carol.buyMarket(1, 20);

        assertEquals(5, driver.lots(carol.accountId));
        final Report last = step.reportsTo(carol.sessionId).get(2);
        assertEquals(OrdStatus.CANCELED, last.ordStatus());
        assertEquals(RejectReason.INSUFFICIENT_BUYING_POWER, last.reason());
        assertEquals(0, carol.reservedCash());
        assertEquals(cost(100, 15), carol.cash());
    }

    @Test
    void shouldHoldOrdersToTheLimitsOfTheInstrument() {
        operator.rules(ACME, 50, cost(100, 20), 1_000, 0, 0);
        operator.reference(ACME, 100);

        assertEquals(
                new Refusal(RejectReason.MAX_ORDER_QUANTITY, 51, 50),
                alice.buy(1, 51, 100).report().refusal());
        assertEquals(
                new Refusal(RejectReason.MAX_ORDER_NOTIONAL, cost(100, 21), cost(100, 20)),
                alice.buy(2, 21, 100).report().refusal());
        assertEquals(
                new Refusal(RejectReason.PRICE_BAND, 111, 110),
                alice.buy(3, 1, 111).report().refusal());
        assertEquals(
                new Refusal(RejectReason.PRICE_BAND, 89, 90),
                alice.buy(4, 1, 89).report().refusal());
        assertEquals(RejectReason.NONE, alice.buy(5, 20, 100).report().reason());
    }

    @Test
    void shouldHaltAnInstrumentWhosePriceMovesTooFast() {
        operator.rules(ACME, 1_000, 0, 0, 500, 1_000 * MILLI_NS);
        bob.sell(1, 1, 100);
        bob.sell(2, 1, 105);
        bob.sell(3, 1, 106);

        final Step step = alice.buyMarket(1, 3);

        assertEquals(10_002, alice.lots());
        assertEquals(AlarmKind.VELOCITY_HALT, step.alarms().get(0).kind());
        assertEquals(106, step.alarms().get(0).value());
        assertEquals(TradingPhase.HALT, driver.engine.instrument(ACME).book().phase());
        assertEquals(RejectReason.WRONG_PHASE, alice.buy(2, 1, 100).report().reason());
        operator.phase(ACME, TradingPhase.CONTINUOUS);
        assertEquals(RejectReason.NONE, alice.buy(3, 1, 100).report().reason());
    }

    @Test
    void shouldRefusePricesBetweenThoseOfTheTickTable() {
        assertEquals(List.of(), operator.tickTable(ACME, 1, 100, 5).all(Refused.class));

        assertEquals(RejectReason.NONE, alice.buy(1, 1, 99).report().reason());
        assertEquals(
                new Refusal(RejectReason.INVALID_TICK, 101, 5),
                alice.buy(2, 1, 101).report().refusal());
        assertEquals(
                new Refused(TickTableSetEncoder.TEMPLATE_ID, RejectReason.INVALID_DEFINITION, ACME),
                operator.tickTable(ACME, 1, 200, 5).refused(),
                "not while an order stands");
    }

    @Test
    void shouldCancelTheOrdersOfAnInstrumentThatIsRetired() {
        alice.buy(1, 10, 100);

        assertEquals(
                RejectReason.INSTRUMENT_RETIRED, operator.retire(ACME).report().reason());
        assertEquals(
                RejectReason.INSTRUMENT_RETIRED, alice.buy(2, 10, 100).report().reason());
    }

    @Test
    void shouldDealFundOrdersThatCameBeforeTheCutOffAtTheNetAssetValue() {
        driver.fund(FUND, "FUND", 86_000);
        driver.cash(alice.accountId, 1);
        fundOrder(alice, 1, Side.BUY, 10);
        assertEquals(cost(10_500, 10), alice.reservedCash(), "five per cent above the last value");
        final long cutOffNs = driver.timestampNs + 1;
        driver.timestampNs += 10;
        fundOrder(alice, 2, Side.BUY, 5);

        final Step dealt = operator.priceFund(FUND, 10_100, cutOffNs);

        assertEquals(10_100, dealt.report().lastPriceTicks());
        assertEquals(10, dealt.report().cumQtyLots());
        assertEquals(10, driver.engine.account(alice.accountId).position(FUND).quantityLots());
        assertEquals(cost(10_500, 5), alice.reservedCash(), "the one that came later waits");
        assertEquals(
                RejectReason.PRICE_BAND,
                operator.priceFund(FUND, 10_501, driver.timestampNs).report().reason(),
                "beyond what the order agreed to");
    }

    @Test
    void shouldRefuseFundOrdersAfterTheCutOff() {
        driver.fund(FUND, "FUND", 60);

        final long secondOfDay = driver.timestampNs / 1_000_000_000L % 86_400;
        assertEquals(
                new Refusal(RejectReason.CUT_OFF, secondOfDay, 60),
                fundOrder(alice, 1, Side.BUY, 10).report().refusal());
    }

    @Test
    void shouldTradeACryptoAssetInHundredMillionthsAndConserveMoneyToTheMicro() {
        driver.instrument(BTC, "BTC", 1_000_000, 1, 100_000_000, 1L << 40, 0);
        driver.position(bob.accountId, BTC, 1_000_000_000L);
        final long before = alice.cash() + bob.cash();
        bob.send(bob.newOrder(1)
                .instrumentId(BTC)
                .side(Side.SELL)
                .priceTicks(6_123_456)
                .quantityLots(100_000_000));

        for (int i = 1; i <= 7; i++) {
            alice.send(alice.newOrder(i).instrumentId(BTC).priceTicks(6_123_456).quantityLots(3));
        }

        // 61,234.56 for 1e-8: 612.3456 micros a lot; three lots cost 1,837.0368, of which the fraction is nobody's.
        assertEquals(1_000_000_000_000L - 7 * 1_837, alice.cash());
        assertEquals(before, alice.cash() + bob.cash());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldKeepTheOrdersOfALostSessionForItsGracePeriodAndGiveThemToTheClientThatIsBack() {
        final Trader first = driver.openWithGrace(10_001, 7, alice.accountId, 500);
        first.buy(50, 10, 100);

        final Step lost = driver.lost(first.sessionId);
        assertEquals(List.of(), lost.reports());
        assertEquals(
                driver.timestampNs + 500 * MILLI_NS,
                lost.only(Said.TimerRequested.class).deadlineNs());
        final Trader second = driver.openWithGrace(10_002, 7, alice.accountId, 500);
        driver.timestampNs += 600 * MILLI_NS;
        operator.timer(driver.timestampNs);
        assertEquals(OrdStatus.NEW, second.status(50).report().ordStatus());

        driver.lost(second.sessionId);
        driver.timestampNs += 600 * MILLI_NS;
        final Step expired = operator.timer(driver.timestampNs);

        assertEquals(RejectReason.SESSION_LOST, expired.deltas().get(0).reason());
        assertEquals(0, driver.engine.instrument(ACME).book().orders());
    }

    @Test
    void shouldApplyWhatAnOperatorsRequestCarriesAndSayHowItWent() {
        driver.open(20_000, 70, SessionRole.ADMIN, false);
        alice.buy(1, 10, 100);

        assertEquals(
                new Said.RequestResult(20_000, 5, KillSwitchSetEncoder.TEMPLATE_ID, RejectReason.NONE, 1),
                admin(20_000, 5, kill()).only(Said.RequestResult.class));
        assertEquals(
                new Said.RequestResult(20_000, 6, PhaseSetEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_INSTRUMENT, 4_711),
                admin(20_000, 6, phaseOf(4_711)).only(Said.RequestResult.class));
        assertEquals(
                RejectReason.NOT_PERMITTED,
                admin(20_000, 7, sessionLost()).only(Said.RequestResult.class).reason(),
                "what the core says to itself is not an operator's to say");
        assertEquals(
                RejectReason.MALFORMED,
                admin(20_000, 8, new byte[3]).only(Said.RequestResult.class).reason());
    }

    @Test
    void shouldLetNobodyButAnOperatorSendInputs() {
        assertEquals(
                RejectReason.NOT_PERMITTED,
                admin(alice.sessionId, 5, kill()).only(Said.CommandReject.class).reason());
        assertEquals(RejectReason.NONE, alice.buy(1, 1, 100).report().reason(), "nothing was thrown");
    }

    @Test
    void shouldHoldAHundredThousandInstruments() {
        for (int id = 100; id < 100_100; id++) {
            driver.instrument(id, "I" + id, EngineDriver.TICK_E8, EngineDriver.E8, 1_000_000, 1_000_000, 100);
        }
        driver.keepNoInputs();
        for (int id = 100; id < 100_100; id += 100) {
            driver.position(bob.accountId, id, 10);
            bob.send(bob.newOrder(id)
                    .instrumentId(id)
                    .side(Side.SELL)
                    .priceTicks(100 + id % 7)
                    .quantityLots(10));
        }
        operator.phase(0, TradingPhase.HALT);

        final EngineDriver loaded = driver.reloaded();

        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        assertEquals(TradingPhase.HALT, loaded.engine.instrument(100_099).book().phase());
        assertEquals(1, loaded.engine.instrument(100_000).book().orders());
        assertNull(loaded.engine.instrument(100_100));
    }

    private Step fundOrder(final Trader trader, final long clOrdId, final Side side, final long lots) {
        return trader.send(trader.newOrder(clOrdId)
                .instrumentId(FUND)
                .side(side)
                .ordType(OrdType.MARKET)
                .timeInForce(TimeInForce.GTC)
                .priceTicks(0)
                .quantityLots(lots));
    }

    private static byte[] kill() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final var message = new KillSwitchSetEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        message.id(0).scope(KillSwitchScope.ALL).on(BooleanType.T);
        return bytes(buffer, message.encodedLength());
    }

    private static byte[] killSwitches(final KillSwitchScope scope) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final var message =
                new KillSwitchesRequestedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        return bytes(buffer, message.scope(scope).encodedLength());
    }

    private static byte[] phaseOf(final int instrumentId) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final var message = new PhaseSetEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        message.instrumentId(instrumentId).phase(TradingPhase.HALT);
        return bytes(buffer, message.encodedLength());
    }

    private static byte[] sessionLost() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final var message = new SessionLostEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        message.sessionId(700).reason(SessionEndReason.LOGOUT);
        return bytes(buffer, message.encodedLength());
    }

    private static byte[] bytes(final UnsafeBuffer buffer, final int bodyLength) {
        final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + bodyLength];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private Step admin(final long sessionId, final long requestId, final byte[] input) {
        return admin(driver, sessionId, requestId, input);
    }

    private static Step admin(
            final EngineDriver driver, final long sessionId, final long requestId, final byte[] input) {
        final var message = new AdminRequestEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.sessionId(sessionId)
                .clientSeq(requestId)
                .unused(0)
                .requestId(requestId)
                .admission(Admission.ADMITTED)
                .putInput(input, 0, input.length);
        return driver.apply(message.encodedLength());
    }
}
