package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.ACME;
import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients are told of order types, and what is reserved for them. What books do with them has tests of its own. */
class OrderTypesTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);
    private final OperatorPuppet operator = new OperatorPuppet(driver);

    @Test
    void shouldReserveAStopAtItsProtectionPriceAndSayWhenItIsTriggered() {
        alice.send(alice.newOrder(1)
                .ordType(OrdType.STOP)
                .priceTicks(0)
                .stopPriceTicks(100)
                .quantityLots(10));
        assertEquals(cost(105, 10), alice.reservedCash(), "five per cent above the stop price");

        bob.sell(1, 5, 100);
        final Step step = alice.buy(2, 5, 100);

        assertEquals(
                List.of(ExecType.NEW, ExecType.TRADE, ExecType.TRIGGERED, ExecType.CANCELED),
                step.reportsTo(alice.sessionId).stream().map(Report::execType).toList());
        final Report end = step.reportsTo(alice.sessionId).get(3);
        assertEquals(RejectReason.NO_LIQUIDITY, end.reason());
        assertEquals(1, end.clOrdId());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldLetATriggeredStopTakeNoFurtherThanItsProtectionPrice() {
        alice.send(alice.newOrder(1)
                .ordType(OrdType.STOP)
                .priceTicks(0)
                .stopPriceTicks(100)
                .quantityLots(10));
        bob.sell(1, 1, 100);
        bob.sell(2, 4, 105);
        bob.sell(3, 4, 106);

        alice.buyMarket(2, 1);

        assertEquals(10_005, alice.lots(), "one at 100, four at 105");
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldMoveATrailingStopAndWhatIsReservedForItWithTheTrades() {
        trade(100);
        alice.send(alice.newOrder(2)
                .ordType(OrdType.TRAILING_STOP)
                .priceTicks(0)
                .offsetTicks(5)
                .quantityLots(10));
        assertEquals(cost(110, 10), alice.reservedCash(), "stop 105, protection 110");

        final Step step = trade(96);

        final Report trailed = step.reports().stream()
                .filter(r -> r.execType() == ExecType.RESTATED)
                .findFirst()
                .orElseThrow();
        assertEquals(101, trailed.stopPriceTicks());
        assertEquals(cost(106, 10), alice.reservedCash());
    }

    @Test
    void shouldTellOnlyWhatAnIcebergShows() {
        bob.send(
                bob.newOrder(1).side(Side.SELL).priceTicks(100).quantityLots(30).displayLots(10));

        assertEquals(10, driver.engine.instrument(ACME).book().levelLots(false, 0));
        assertEquals(9_970, bob.freeLots(), "reserved in full");
        alice.buy(1, 30, 100);
        assertEquals(10_030, alice.lots());
    }

    @Test
    void shouldRejectAPostOnlyOrderThatWouldTakeAndSayWhatItWouldHaveMet() {
        bob.sell(1, 10, 100);

        final Report rejected = alice.send(alice.newOrder(1).priceTicks(101).postOnly(PostOnly.REJECT))
                .report();

        assertEquals(new Refusal(RejectReason.POST_ONLY, 101, 100), rejected.refusal());
        assertEquals(OrdStatus.REJECTED, rejected.ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldSlideAPostOnlyOrderAndReleaseTheDifference() {
        bob.sell(1, 10, 100);

        final List<Report> reports = alice.send(
                        alice.newOrder(1).priceTicks(105).quantityLots(10).postOnly(PostOnly.SLIDE))
                .reports();

        assertEquals(ExecType.RESTATED, reports.get(1).execType());
        assertEquals(99, reports.get(1).priceTicks());
        assertEquals(cost(99, 10), alice.reservedCash());
    }

    @Test
    void shouldTellWhereAPeggedOrderStands() {
        bob.buy(1, 10, 90);

        final Step pegged = alice.send(alice.newOrder(1)
                .ordType(OrdType.PEGGED)
                .pegType(PegType.PRIMARY)
                .priceTicks(95)
                .quantityLots(10));

        assertEquals(90, pegged.reports().get(1).workingPriceTicks());
        assertEquals(cost(95, 10), alice.reservedCash(), "at its limit");
        final Step moved = bob.buy(2, 10, 92);
        assertEquals(92, moved.reportsTo(alice.sessionId).get(0).workingPriceTicks());
        bob.cancel(3, 2);
        final Step left = bob.cancel(4, 1);
        assertEquals(0, left.reportsTo(alice.sessionId).get(0).workingPriceTicks(), "nothing to follow");
    }

    @Test
    void shouldCancelAFillOrKillOrderThatTheBookCannotFillWithoutATrade() {
        bob.sell(1, 9, 100);

        final Step step =
                alice.send(alice.newOrder(1).timeInForce(TimeInForce.FOK).quantityLots(10));

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0)),
                step.states());
        assertEquals(
                new Refusal(RejectReason.NOT_FILLABLE, 10, 9),
                step.reports().get(1).refusal());
        assertEquals(0, alice.reservedCash());
    }

    @ParameterizedTest
    @EnumSource(
            value = SelfTradePrevention.class,
            names = {"CANCEL_NEWEST", "CANCEL_OLDEST", "CANCEL_BOTH", "DECREMENT_AND_CANCEL"})
    void shouldShowBothSidesOfATradeThatItPrevents(final SelfTradePrevention instruction) {
        alice.sell(1, 10, 100);

        final Step step = alice.send(alice.newOrder(2).quantityLots(15).selfTradePrevention(instruction));

        assertEquals(
                new Said.SelfTradePrevented(alice.sessionId, 1, 2, 100, 10), step.only(Said.SelfTradePrevented.class));
        assertEquals(10_000, alice.lots(), "nothing traded");
        final boolean incomingGoesOn = instruction == SelfTradePrevention.CANCEL_OLDEST
                || instruction == SelfTradePrevention.DECREMENT_AND_CANCEL;
        final boolean restingStays = instruction == SelfTradePrevention.CANCEL_NEWEST;
        assertEquals(restingStays ? 9_990 : 10_000, alice.freeLots());
        final long leftLots = !incomingGoesOn ? 0 : instruction == SelfTradePrevention.CANCEL_OLDEST ? 15 : 5;
        assertEquals(cost(100, leftLots), alice.reservedCash());
    }

    @Test
    void shouldPreventTradesWithinATradeGroup() {
        operator.tradeGroup(alice.accountId, 3);
        operator.tradeGroup(bob.accountId, 3);
        alice.sell(1, 10, 100);

        final Step step =
                bob.send(bob.newOrder(1).quantityLots(10).selfTradePrevention(SelfTradePrevention.CANCEL_NEWEST));

        assertEquals(2, step.all(Said.SelfTradePrevented.class).size(), "each owner is told");
        assertEquals(10_000, bob.lots());
    }

    @Test
    void shouldSayOfAReplaceWhetherTheOrderKeptItsPlace() {
        alice.buy(1, 10, 100);

        assertEquals(QueuePlace.NONE, alice.status(1).report().queuePlace());
        assertEquals(QueuePlace.KEPT, alice.replace(2, 1, 8, 100).report().queuePlace());
        assertEquals(QueuePlace.LOST, alice.replace(3, 2, 9, 100).report().queuePlace());
        assertEquals(QueuePlace.LOST, alice.replace(4, 3, 9, 101).report().queuePlace());
        alice.replace(5, 4, 12, 101);
        assertEquals(QueuePlace.NONE, alice.status(5).report().queuePlace());
    }

    @Test
    void shouldLeaveAnOrderAsItIsWhenItsReplaceIsRefused() {
        alice.send(alice.newOrder(1)
                .ordType(OrdType.STOP_LIMIT)
                .stopPriceTicks(90)
                .priceTicks(95)
                .quantityLots(10));
        final long hash = driver.engine.stateHash();
        final long reserved = alice.reservedCash();

        final Step refused = alice.replace(2, 1, 2_000_000, 95);

        assertEquals(RejectReason.INVALID_QUANTITY, refused.cancelReject().reason());
        assertEquals(reserved, alice.reservedCash());
        assertEquals(90, alice.status(1).report().stopPriceTicks());
        assertTrue(hash != driver.engine.stateHash(), "the request itself is remembered");
    }

    @Test
    void shouldExpireAnOrderWhenItsTimeHasCome() {
        final long expireNs = driver.timestampNs + SECOND_NS;
        final Step step = alice.send(gtd(1, expireNs));
        assertEquals(expireNs, step.only(Said.TimerRequested.class).deadlineNs());

        assertEquals(
                expireNs,
                operator.timer(expireNs).only(Said.TimerRequested.class).deadlineNs(),
                "a timer that came early is asked for again");
        driver.timestampNs = expireNs;
        final Step fired = operator.timer(expireNs);

        assertEquals(
                new State(ExecType.EXPIRED, OrdStatus.EXPIRED, 1, 0, 0, 0),
                fired.report().state());
        assertEquals(List.of(), fired.all(Said.TimerRequested.class), "nothing else falls due");
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldAskForTheEarliestExpiryOnly() {
        final long now = driver.timestampNs;
        alice.send(gtd(1, now + 3 * SECOND_NS));
        assertEquals(
                now + 2 * SECOND_NS,
                alice.send(gtd(2, now + 2 * SECOND_NS))
                        .only(Said.TimerRequested.class)
                        .deadlineNs());
        assertEquals(List.of(), alice.send(gtd(3, now + 4 * SECOND_NS)).all(Said.TimerRequested.class));

        assertEquals(
                now + 3 * SECOND_NS,
                alice.cancel(4, 2).only(Said.TimerRequested.class).deadlineNs());
    }

    @Test
    void shouldRejectAnOrderWhoseTimeIsOver() {
        final long over = driver.timestampNs - 1;

        assertEquals(
                new Refusal(RejectReason.EXPIRED, driver.timestampNs + 1_000, over),
                alice.send(gtd(1, over)).report().refusal());
    }

    @Test
    void shouldKeepGoodTillCancelledOrdersOverTheEndOfTheDay() {
        alice.send(alice.newOrder(1).timeInForce(TimeInForce.GTC));
        alice.buy(2, 1, 99);

        driver.endOfDay(20261121);

        assertEquals(1, driver.engine.instrument(ACME).book().orders());
        assertEquals(OrdStatus.NEW, alice.status(1).report().ordStatus());
    }

    @Test
    void shouldCollectOrdersAndDealThemAtOnePriceWhenTradingBegins() {
        operator.phase(ACME, TradingPhase.OPENING_AUCTION);
        alice.buy(1, 10, 103);
        bob.sell(1, 6, 99);
        alice.send(alice.newOrder(2)
                .timeInForce(TimeInForce.AT_THE_OPENING)
                .priceTicks(101)
                .quantityLots(5));
        assertEquals(
                new Refusal(RejectReason.WRONG_PHASE, TradingPhase.OPENING_AUCTION.value(), 0),
                alice.buyIoc(3, 1, 100).report().refusal());

        final Step uncrossed = operator.phase(ACME, TradingPhase.CONTINUOUS);

        final List<Report> reports = uncrossed.reportsTo(alice.sessionId);
        assertEquals(6, reports.get(0).lastQtyLots());
        assertEquals(RejectReason.AUCTION_OVER, reports.get(1).reason());
        assertEquals(2, reports.get(1).clOrdId());
        assertEquals(
                reports.get(0).lastPriceTicks(),
                driver.engine.instrument(ACME).book().referencePriceTicks());
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        refusesCombination(alice.newOrder(1).displayLots(5).quantityLots(5));
        refusesCombination(alice.newOrder(2).stopPriceTicks(100));
        refusesCombination(alice.newOrder(3).pegType(PegType.MID));
        refusesCombination(alice.newOrder(4).expireNs(Long.MAX_VALUE));
        refusesCombination(alice.newOrder(5).timeInForce(TimeInForce.IOC).postOnly(PostOnly.REJECT));
        refusesCombination(alice.newOrder(6).ordType(OrdType.TRAILING_STOP).stopPriceTicks(90));
        refusesCombination(alice.newOrder(7).destination(1).displayLots(1).quantityLots(5));
        refusesCombination(alice.newOrder(8).destination(1).timeInForce(TimeInForce.AT_THE_OPENING));
    }

    @Test
    void shouldTakeAnOrderOfVersionOneAsThePlainOrderItIs() {
        final NewOrderEncoder order = alice.newOrder(1);
        final int versionOne = NewOrderEncoder.stopPriceTicksEncodingOffset();
        driver.header.wrap(driver.buffer, 0).blockLength(versionOne).version(1);
        // What lies behind the shorter block is none of its fields.
        order.stopPriceTicks(77).displayLots(-1).pegType(PegType.MID);

        final Step step = driver.apply(versionOne);

        assertEquals(ExecType.NEW, step.report().execType());
        assertEquals(0, step.report().stopPriceTicks());
    }

    private void refusesCombination(final NewOrderEncoder order) {
        assertEquals(
                RejectReason.INVALID_COMBINATION,
                driver.apply(order.encodedLength()).report().reason(),
                order.toString());
    }

    private NewOrderEncoder gtd(final long clOrdId, final long expireNs) {
        return alice.newOrder(clOrdId).timeInForce(TimeInForce.GTD).expireNs(expireNs);
    }

    /** A trade of one lot, in which bob sells and a fresh order of his buys back. */
    private Step trade(final long priceTicks) {
        bob.sell(1_000 + priceTicks, 1, priceTicks);
        return bob.buyIoc(2_000 + priceTicks, 1, priceTicks);
    }
}
