package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Alarm;
import io.tradex.core.engine.Said.BreakerChanged;
import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.WhenTripped;
import io.tradex.protocol.venue.AlarmKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders that the core spreads over venues. */
class SmartRoutingTest {
    private static final long SECOND = 1_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final RoutingPuppet routing = new RoutingPuppet(driver);
    private final VenuePuppet one = routing.venue(1);
    private final VenuePuppet two = routing.venue(2);
    private final VenuePuppet three = routing.venue(3);
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    private Step buys(final RoutingStrategy strategy, final long lots, final long priceTicks) {
        return alice.send(buy(alice, 1, strategy, lots, priceTicks, TimeInForce.DAY));
    }

    private Step buysNow(final RoutingStrategy strategy, final long lots, final long priceTicks) {
        return alice.send(buy(alice, 1, strategy, lots, priceTicks, TimeInForce.IOC));
    }

    private Step ends(final VenuePuppet venue, final VenueRequest child, final long cumLots) {
        return venue.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, cumLots);
    }

    // ---- strategies -------------------------------------------------------------------------------------------------

    @Test
    void shouldSweepAllVenuesWhosePriceIsReachedBestFirstToEachWhatItShows() {
        routing.asks(1, 30, 101);
        routing.asks(2, 20, 100);
        routing.asks(3, 50, 103);

        final Step step = buysNow(RoutingStrategy.SWEEP, 100, 102);

        assertEquals(List.of("2:20@100 IOC", "1:30@101 IOC"), children(step));
        assertEquals(
                List.of(new State(ExecType.NEW, OrdStatus.NEW, 100, 0, 100, 0)), step.states(), "the parent alone");
        assertEquals(1, step.deltas().size());
        assertEquals(50, routing.exposureOf(step.report().orderId()));
        assertEquals(cost(102, 100), alice.reservedCash());
    }

    @Test
    void shouldTellTheClientOfAChildsFillAsTheParents() {
        routing.asks(1, 30, 101);
        final Step step = buysNow(RoutingStrategy.SWEEP, 100, 102);
        final VenueRequest child = step.request();

        final Step filled = one.fills(child, "a", 10, 101, 10);

        final Report report = filled.report();
        assertEquals(step.report().orderId(), report.orderId());
        assertEquals(new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 100, 10, 90, 10), report.state());
        assertEquals(101, report.lastPriceTicks());
        assertEquals(Liquidity.ROUTED_OUT, report.liquidity());
        assertTrue(report.tradeId() > 0);
        assertEquals(1, filled.deltas().size());
        assertEquals(20, routing.exposureOf(report.orderId()));
        assertEquals(10, alice.lots() - 10_000);
        assertEquals(cost(102, 90), alice.reservedCash());
        assertEquals(report.orderId() + 1, child.orderId());
    }

    @Test
    void shouldSprayInProportionToWhatVenuesShow() {
        routing.asks(1, 60, 100);
        routing.asks(2, 30, 100);
        routing.asks(3, 10, 100);

        assertEquals(
                List.of("1:30@100 IOC", "2:15@100 IOC", "3:5@100 IOC"),
                children(buysNow(RoutingStrategy.SPRAY, 50, 100)));
    }

    @Test
    void shouldAskTheBestPriceFirstAndTheNextOnlyAfterItsAnswer() {
        routing.asks(1, 30, 101);
        routing.asks(2, 20, 100);

        final Step first = buysNow(RoutingStrategy.BEST_PRICE, 100, 102);
        assertEquals(List.of("2:20@100 IOC"), children(first));
        final Step partly = two.fills(first.request(), "a", 15, 100, 15);
        assertEquals(List.of(), children(partly));
        final Step second = ends(two, first.request(), 15);
        assertEquals(List.of("1:30@101 IOC"), children(second));
        final Step last = ends(one, second.request(), 0);

        assertEquals(new State(ExecType.CANCELED, OrdStatus.CANCELED, 100, 15, 0, 0), withoutLast(last.report()));
        assertEquals(RejectReason.NO_LIQUIDITY, last.report().reason());
        assertEquals(0, alice.reservedCash());
    }

    private static State withoutLast(final Report report) {
        final State state = report.state();
        return new State(state.execType(), state.ordStatus(), state.quantity(), state.cumQty(), state.leaves(), 0);
    }

    @Test
    void shouldSendAllThatIsLeftToOneVenueAfterTheOther() {
        routing.asks(1, 30, 101);
        routing.asks(2, 20, 100);

        final Step first = buysNow(RoutingStrategy.SEQUENTIAL, 100, 102);
        assertEquals(List.of("2:100@102 IOC"), children(first));
        two.fills(first.request(), "a", 60, 100, 60);
        assertEquals(List.of("1:40@102 IOC"), children(ends(two, first.request(), 60)));
    }

    @Test
    void shouldLookIntoTheOwnBookFirstAndThenSweep() {
        bob.sell(1, 40, 102);
        routing.asks(1, 30, 100);
        routing.asks(2, 50, 101);

        final Step step = buysNow(RoutingStrategy.DARK_FIRST, 100, 102);

        assertEquals(40, step.reportsTo(alice.sessionId).get(1).lastQtyLots());
        assertEquals(Liquidity.TAKER, step.reportsTo(alice.sessionId).get(1).liquidity());
        assertEquals(List.of("1:30@100 IOC", "2:30@101 IOC"), children(step));
    }

    @Test
    void shouldTakeTheOwnBookForAVenueLikeTheOthers() {
        bob.sell(1, 40, 101);
        bob.sell(2, 40, 102);
        routing.asks(1, 30, 100);
        routing.asks(2, 90, 103);

        final Step step = buysNow(RoutingStrategy.SWEEP, 200, 103);

        assertEquals(List.of("1:30@100 IOC", "2:90@103 IOC"), children(step));
        assertEquals(
                List.of(40L, 40L),
                step.reportsTo(alice.sessionId).stream()
                        .filter(r -> r.execType() == ExecType.TRADE)
                        .map(Report::lastQtyLots)
                        .toList());
        assertEquals(
                120, routing.exposureOf(step.reportsTo(alice.sessionId).get(0).orderId()));
    }

    @Test
    void shouldKeepAwayFromTheOwnBookWhenTold() {
        bob.sell(1, 40, 99);
        routing.asks(1, 30, 100);

        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.IOC).excludeOwnBook(BooleanType.T));

        assertEquals(List.of("1:30@100 IOC"), children(step));
        assertEquals(1, step.reports().size());
    }

    @Test
    void shouldRankByPriceAfterTheTakerFee() {
        routing.send(routing.settings(1).takerFeeE8(2_000_000));
        routing.send(routing.settings(2).takerFeeE8(-1_000_000));
        routing.asks(1, 10, 100);
        routing.asks(2, 10, 102);
        routing.asks(3, 10, 101);

        // 102.00, 100.98 and 101.00.
        assertEquals(
                List.of("2:10@102 IOC", "3:10@101 IOC", "1:10@100 IOC"),
                children(buysNow(RoutingStrategy.SWEEP, 30, 102)));
    }

    @Test
    void shouldSellToTheHighestBid() {
        routing.bids(1, 10, 100);
        routing.bids(2, 10, 102);
        routing.bids(3, 10, 98);

        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 30, 99, TimeInForce.IOC).side(Side.SELL));

        assertEquals(List.of("2:10@102 IOC", "1:10@100 IOC"), children(step));
        assertEquals(9_970, alice.freeLots());
    }

    @Test
    void shouldRouteAMarketOrderNoFurtherThanTheCollar() {
        routing.asks(1, 10, 10_400);
        routing.asks(2, 10, 10_600);

        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 30, 0, TimeInForce.DAY).ordType(OrdType.MARKET));

        assertEquals(List.of("1:10@10400 IOC"), children(step));
        assertEquals(cost(10_500, 30), alice.reservedCash());
        assertEquals(
                RejectReason.NO_LIQUIDITY, ends(one, step.request(), 0).report().reason());
    }

    @Test
    void shouldUseUpAQuoteUntilANewerOneComes() {
        routing.asks(1, 30, 100);
        buysNow(RoutingStrategy.SWEEP, 20, 100);

        assertEquals(
                List.of("1:10@100 IOC"),
                children(alice.send(buy(alice, 2, RoutingStrategy.SWEEP, 20, 100, TimeInForce.IOC))));
        assertEquals(
                RejectReason.NO_LIQUIDITY,
                alice.send(buy(alice, 3, RoutingStrategy.SWEEP, 20, 100, TimeInForce.IOC))
                        .reports()
                        .get(1)
                        .reason());
        routing.asks(1, 30, 100);
        assertEquals(
                List.of("1:20@100 IOC"),
                children(alice.send(buy(alice, 4, RoutingStrategy.SWEEP, 20, 100, TimeInForce.IOC))));
    }

    // ---- what is left -----------------------------------------------------------------------------------------------

    @Test
    void shouldRestWhatIsLeftAtTheVenueWithTheLowestMakerFeeOnceAllHaveAnswered() {
        routing.send(routing.settings(3).makerFeeE8(-1_000));
        routing.asks(1, 30, 100);
        routing.asks(2, 20, 100);

        final Step step = buys(RoutingStrategy.SWEEP, 100, 100);
        assertEquals(List.of("1:30@100 IOC", "2:20@100 IOC"), children(step));
        one.fills(step.requests().get(0), "a", 30, 100, 30);
        final Step rest = ends(two, step.requests().get(1), 0);

        assertEquals(List.of("3:70@100 DAY"), children(rest));
        assertEquals(70, routing.exposureOf(step.report().orderId()));
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 100, 100, 0, 70),
                three.fills(rest.request(), "z", 70, 100, 70).report().state());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldRestInTheOwnBookWhenNoVenueMayTakeIt() {
        for (final VenuePuppet venue : List.of(one, two, three)) {
            venue.down();
        }

        final Step step = buys(RoutingStrategy.SWEEP, 100, 99);

        final long childId = driver.engine.instrument(EngineDriver.ACME).book().bestTicks(true);
        assertEquals(99, childId);
        final Step met = bob.sell(1, 40, 99);
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 100, 40, 60, 40),
                met.reportsTo(alice.sessionId).get(0).state());
        assertEquals(Liquidity.MAKER, met.reportsTo(alice.sessionId).get(0).liquidity());
        assertEquals(60, routing.exposureOf(step.report().orderId()));
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 100, 40, 0, 0),
                withoutLast(alice.cancel(2, 1).reports().get(1)));
        assertEquals(0, driver.engine.instrument(EngineDriver.ACME).book().bestTicks(true));
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldNotWaitForAVenueThatIsDown() {
        routing.asks(1, 30, 100);
        final Step step = buys(RoutingStrategy.SWEEP, 100, 100);
        assertEquals(List.of("1:30@100 IOC"), children(step));

        final Step down = one.down();

        assertEquals(List.of("2:70@100 DAY"), children(down));
        assertEquals(100, routing.exposureOf(step.report().orderId()), "what the venue may have filled stays exposed");
        one.up();
        final Step lost = one.answersStatus(step.request(), OrdStatus.CANCELED, 0);
        assertEquals(List.of("2:30@100 DAY"), children(lost));
    }

    // ---- answers ----------------------------------------------------------------------------------------------------

    @Test
    void shouldGoToTheNextVenueAfterARejectAndNotAskTheFirstAgain() {
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 100);
        final Step first = buysNow(RoutingStrategy.BEST_PRICE, 30, 100);

        routing.asks(1, 60, 100);
        final Step second = one.rejects(first.request(), 99);
        assertEquals(List.of("2:30@100 IOC"), children(second));
        routing.asks(1, 60, 100);
        final Report end = two.rejects(second.request(), 99).report();

        assertEquals(OrdStatus.CANCELED, end.ordStatus());
        assertEquals(RejectReason.NO_LIQUIDITY, end.reason());
    }

    @Test
    void shouldTakeBackWhatCouldNotBeSent() {
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 100);
        final Step first = buysNow(RoutingStrategy.BEST_PRICE, 30, 100);

        assertEquals(List.of("2:30@100 IOC"), children(one.notSent(first.request())));
    }

    @Test
    void shouldBookALateFillAndRaiseAnAlarmAndCallBackWhatWouldBeTooMuch() {
        routing.asks(1, 30, 100);
        final Step first = buys(RoutingStrategy.SWEEP, 30, 100);
        final Step rest = ends(one, first.request(), 0);
        assertEquals(List.of("2:30@100 DAY"), children(rest));
        two.accepts(rest.request());

        final Step late = one.fills(first.request(), "late", 10, 100, 10);

        assertEquals(
                List.of(AlarmKind.OVER_EXPOSURE, AlarmKind.LATE_FILL),
                late.alarms().stream().map(Alarm::kind).toList());
        assertEquals(10, late.alarms().get(0).value());
        assertTrue(late.request().isCancel());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 30, 10, 20, 10),
                late.report().state());
        assertEquals(List.of("2:20@100 DAY"), children(two.cancels(late.request(), 0)), "what is left is routed anew");
    }

    @Test
    void shouldTurnABustBackAndRouteWhatIsMissing() {
        routing.asks(1, 30, 100);
        final Step first = buysNow(RoutingStrategy.SWEEP, 30, 100);
        one.fills(first.request(), "a", 30, 100, 30);
        assertEquals(10_030, alice.lots());

        final Step bust = one.send(one.says(first.request().venueClOrdId(), ExecType.TRADE_CANCEL, OrdStatus.NEW)
                .execRefId("a")
                .lastQtyE8(30 * EngineDriver.E8)
                .lastPriceE8(100 * EngineDriver.TICK_E8));

        assertEquals(10_000, alice.lots());
        assertEquals(cost(100, 30), alice.reservedCash(), "its venue works it again");
        assertEquals(30, routing.exposureOf(first.report().orderId()));
        final List<Report> reports = bust.reports();
        assertEquals(OrdStatus.NEW, reports.get(reports.size() - 1).ordStatus());
        assertEquals(
                OrdStatus.FILLED,
                one.fills(first.request(), "b", 30, 100, 30).report().ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    @Test
    void shouldBePendingCancelUntilTheLastChildHasAnswered() {
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 100);
        final Step step = buysNow(RoutingStrategy.SWEEP, 100, 100);

        final Step asked = alice.cancel(2, 1);

        assertEquals(OrdStatus.PENDING_CANCEL, asked.report().ordStatus());
        assertEquals(2, asked.requests().size());
        assertEquals(60, routing.exposureOf(step.report().orderId()));
        assertEquals(List.of(), one.cancels(asked.requests().get(0), 0).reports());
        final Step filled = two.fills(step.requests().get(1), "a", 10, 100, 10);
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PENDING_CANCEL, 100, 10, 90, 10),
                filled.report().state());
        final Report end = two.cancels(asked.requests().get(1), 10).report();
        assertEquals(new State(ExecType.CANCELED, OrdStatus.CANCELED, 100, 10, 0, 0), withoutLast(end));
        assertEquals(2, end.clOrdId());
        assertEquals(1, end.origClOrdId());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldTellAClientThatItsCancelCameTooLate() {
        routing.asks(1, 30, 100);
        final Step step = buysNow(RoutingStrategy.SWEEP, 30, 100);
        alice.cancel(2, 1);

        assertEquals(
                OrdStatus.PENDING_CANCEL,
                one.fills(step.request(), "a", 30, 100, 30).report().ordStatus());
        final Step refused = one.rejectsCancel(
                new VenueRequest(101, step.request().venueClOrdId() + 1, 0, 0, 0, 0, 1, "", null, null, null),
                VenuePuppet.TOO_LATE);

        assertEquals(RejectReason.TOO_LATE, refused.cancelReject().reason());
        assertEquals(2, refused.cancelReject().clOrdId());
        assertEquals(OrdStatus.FILLED, refused.cancelReject().ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldReplaceByCallingBackAndRoutingWhatIsLeft() {
        routing.asks(1, 30, 100);
        final Step step = buys(RoutingStrategy.SWEEP, 50, 100);
        one.fills(step.request(), "a", 10, 100, 10);

        final Step asked = alice.replace(2, 1, 80, 101);
        assertEquals(OrdStatus.PENDING_REPLACE, asked.report().ordStatus());
        assertEquals(cost(101, 70), alice.reservedCash());
        assertEquals(1, asked.requests().size());
        routing.asks(3, 20, 101);
        final Step replaced = one.cancels(asked.request(), 10);

        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 80, 10, 70, 0),
                withoutLast(replaced.report()));
        assertEquals(2, replaced.report().clOrdId());
        assertEquals(List.of("3:20@101 IOC"), children(replaced));
        assertEquals(
                RejectReason.UNKNOWN_ORDER, alice.cancel(3, 1).cancelReject().reason());
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(4, 2).report().ordStatus());
    }

    @Test
    void shouldLetACancelTakeThePlaceOfAReplace() {
        routing.asks(1, 30, 100);
        final Step step = buysNow(RoutingStrategy.SWEEP, 50, 100);
        final Step replace = alice.replace(2, 1, 80, 101);

        final Step cancel = alice.cancel(3, 2);

        assertEquals(RejectReason.REQUEST_PENDING, cancel.cancelReject().reason());
        assertEquals(2, cancel.cancelReject().clOrdId());
        assertEquals(cost(100, 50), alice.reservedCash());
        assertEquals(
                OrdStatus.CANCELED, one.cancels(replace.request(), 0).report().ordStatus());
        assertEquals(0, alice.reservedCash());
        assertEquals(step.report().orderId(), cancel.report().orderId());
    }

    @Test
    void shouldRefuseAReplaceThatTheAccountCannotPayFor() {
        routing.asks(1, 30, 100);
        buysNow(RoutingStrategy.SWEEP, 50, 100);

        final Step refused = alice.replace(2, 1, 1_000_000, 1_000_000);

        assertEquals(
                RejectReason.INSUFFICIENT_BUYING_POWER, refused.cancelReject().reason());
        assertEquals(cost(100, 50), alice.reservedCash());
        assertEquals(List.of(), refused.requests());
    }

    @Test
    void shouldCancelParentsAndNotChildrenInAMassCancel() {
        routing.asks(1, 30, 100);
        final Step step = buysNow(RoutingStrategy.SWEEP, 50, 100);
        alice.buy(2, 10, 50);

        final Step cancelled = alice.massCancel(3, 0);

        assertEquals(2, cancelled.only(Said.MassCancelDone.class).affectedOrders());
        assertTrue(cancelled.request().isCancel());
        assertEquals(
                OrdStatus.CANCELED, one.cancels(cancelled.request(), 0).report().ordStatus());
        assertEquals(0, routing.exposureOf(step.report().orderId()));
    }

    @Test
    void shouldStopRoutingUnderTheKillSwitch() {
        one.down();
        two.down();
        three.down();
        buys(RoutingStrategy.SWEEP, 50, 100);

        final Step killed = new OperatorPuppet(driver).kill(KillSwitchScope.INSTRUMENT, EngineDriver.ACME, true);

        final Report report = killed.report();
        assertEquals(OrdStatus.CANCELED, report.ordStatus());
        assertEquals(RejectReason.KILL_SWITCH, report.reason());
        assertEquals(0, driver.engine.instrument(EngineDriver.ACME).book().orders());
    }

    @Test
    void shouldEndAtTheEndOfTheDayWithWhatRestsInTheOwnBook() {
        one.down();
        two.down();
        three.down();
        buys(RoutingStrategy.SWEEP, 50, 100);

        final Step ended = driver.endOfDay(20_260_101);

        assertEquals(OrdStatus.EXPIRED, ended.report().ordStatus());
        assertEquals(RejectReason.END_OF_DAY, ended.report().reason());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldEndWithItsVenuesDay() {
        final Step step = buys(RoutingStrategy.SWEEP, 50, 100);
        assertEquals(List.of("1:50@100 DAY"), children(step));

        assertEquals(
                OrdStatus.EXPIRED,
                one.ends(step.request(), ExecType.EXPIRED, OrdStatus.EXPIRED, 0)
                        .report()
                        .ordStatus());
    }

    @Test
    void shouldCallChildrenBackWhenTheSessionIsLost() {
        final Trader carol = driver.open(9_000, 7, 70, true);
        routing.asks(1, 30, 100);
        carol.send(buy(carol, 50, RoutingStrategy.SWEEP, 50, 100, TimeInForce.IOC));

        final Step lost = driver.lost(9_000);

        assertTrue(lost.request().isCancel());
    }

    // ---- self-trades and protections --------------------------------------------------------------------------------

    @Test
    void shouldGoElsewhereWhenItMeetsItsOwnAccountInTheOwnBook() {
        alice.sell(1, 40, 100);
        routing.asks(1, 30, 101);

        final Step step = alice.send(buy(alice, 2, RoutingStrategy.SWEEP, 60, 101, TimeInForce.IOC)
                .selfTradePrevention(SelfTradePrevention.CANCEL_NEWEST));

        assertEquals(List.of("1:20@101 IOC", "1:10@101 IOC"), children(step), "planned, and for what came back");
        final Said.SelfTradePrevented prevented = step.only(Said.SelfTradePrevented.class);
        assertEquals(2, prevented.incomingClOrdId());
    }

    @Test
    void shouldShrinkWithAChildThatMetItsOwnAccount() {
        alice.sell(1, 40, 100);

        final Step step = alice.send(buy(alice, 2, RoutingStrategy.SEQUENTIAL, 60, 100, TimeInForce.IOC)
                .selfTradePrevention(SelfTradePrevention.DECREMENT_AND_CANCEL));

        final List<Report> reports =
                step.reports().stream().filter(r -> r.clOrdId() == 2).toList();
        assertEquals(
                new State(ExecType.RESTATED, OrdStatus.NEW, 20, 0, 20, 0),
                reports.get(1).state());
        assertEquals(OrdStatus.CANCELED, reports.get(2).ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldEndWhenTheAccountsProtectionPullsItsChild() {
        new OperatorPuppet(driver).protection(alice.accountId, EngineDriver.ACME, 10, 60 * SECOND);
        one.down();
        two.down();
        three.down();
        buys(RoutingStrategy.SWEEP, 50, 100);

        final Step met = bob.sell(1, 20, 100);

        final List<Report> reports = met.reportsTo(alice.sessionId);
        assertEquals(OrdStatus.CANCELED, reports.get(reports.size() - 1).ordStatus());
        assertEquals(
                RejectReason.MARKET_MAKER_PROTECTION,
                reports.get(reports.size() - 1).reason());
        assertEquals(0, alice.reservedCash());
    }

    // ---- entry ------------------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseWhatCannotBePromisedOverSeveralVenues() {
        for (final TimeInForce timeInForce : List.of(TimeInForce.FOK, TimeInForce.AT_THE_CLOSE)) {
            assertEquals(
                    RejectReason.INVALID_COMBINATION,
                    alice.send(buy(alice, timeInForce.value(), RoutingStrategy.SWEEP, 10, 100, timeInForce))
                            .report()
                            .reason());
        }
        assertEquals(
                RejectReason.INVALID_COMBINATION,
                alice.send(buy(alice, 90, RoutingStrategy.SWEEP, 10, 100, TimeInForce.DAY)
                                .minLots(5))
                        .report()
                        .reason());
    }

    @Test
    void shouldRefuseRoutingFieldsOnAnOrderThatNamesItsDestination() {
        final Report report = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 10, 100, TimeInForce.DAY)
                        .destination(1))
                .report();

        assertEquals(new Refusal(RejectReason.INVALID_COMBINATION, 1, 0), report.refusal());
    }

    @Test
    void shouldRejectAnOrderThatNoVenueCanTake() {
        three.down();

        final Report report = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 10, 100, TimeInForce.DAY)
                        .venueMask(4)
                        .excludeOwnBook(BooleanType.T))
                .report();

        assertEquals(new Refusal(RejectReason.NO_VENUE, 1, 0), report.refusal());
        assertEquals(OrdStatus.REJECTED, report.ordStatus());
    }

    @Test
    void shouldRouteByTheClientsInstructionsWhereTheOrderLeavesThemOpen() {
        routing.instruct(7, 0b110, RoutingStrategy.SWEEP, true);
        bob.sell(1, 40, 99);
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 100);
        routing.asks(3, 30, 100);

        assertEquals(
                List.of("2:30@100 IOC", "3:20@100 IOC"),
                children(alice.send(buy(alice, 1, RoutingStrategy.NONE, 50, 100, TimeInForce.IOC))));
        routing.asks(2, 30, 100);
        routing.asks(3, 30, 100);
        assertEquals(
                List.of("3:30@100 IOC"),
                children(alice.send(buy(alice, 2, RoutingStrategy.SPRAY, 30, 100, TimeInForce.IOC)
                        .venueMask(0b101))));
    }

    @Test
    void shouldForgetTheQuotesOfAVenueThatGoesDown() {
        routing.asks(1, 30, 100);
        one.down();
        one.up();

        assertEquals(
                RejectReason.NO_LIQUIDITY,
                buysNow(RoutingStrategy.SWEEP, 50, 100).reports().get(1).reason());
    }

    @Test
    void shouldNotUseAVenueThatIsNotSmart() {
        routing.send(routing.settings(1).smart(BooleanType.F));
        routing.asks(1, 30, 100);

        assertEquals(List.of("2:50@100 DAY"), children(buys(RoutingStrategy.SWEEP, 50, 100)));
    }

    @Test
    void shouldEndWhenItHasMadeAsManyChildrenAsItMay() {
        Step step = buysNow(RoutingStrategy.BEST_PRICE, 10_000, 100);
        assertEquals(RejectReason.NO_LIQUIDITY, step.reports().get(1).reason());
        routing.asks(1, 1, 100);
        step = alice.send(buy(alice, 2, RoutingStrategy.BEST_PRICE, 10_000, 100, TimeInForce.IOC));
        for (int made = 1; made <= SmartRouting.MAX_CHILDREN; made++) {
            routing.asks(1, 1, 100);
            step = one.fills(step.request(), "e" + made, 1, 100, 1);
        }

        final Report end = step.reports().get(1);
        assertEquals(new Refusal(RejectReason.ROUTING_LIMIT, SmartRouting.MAX_CHILDREN, 0), end.refusal());
        assertEquals(SmartRouting.MAX_CHILDREN, end.cumQtyLots());
    }

    @Test
    void shouldHaveNoMoreLiveChildrenThanItMayAndCallAllOfThemBackInOneStep() {
        for (int venueId = 1; venueId <= SmartRouting.MAX_LIVE_CHILDREN; venueId++) {
            routing.venue(venueId);
            routing.asks(venueId, 1, 100);
        }
        final Step step = buysNow(RoutingStrategy.SWEEP, 100, 100);
        assertEquals(SmartRouting.MAX_LIVE_CHILDREN, step.requests().size());

        final Step asked = alice.cancel(2, 1);

        assertEquals(SmartRouting.MAX_LIVE_CHILDREN, asked.requests().size());
        assertEquals(0, driver.pauses);
    }

    // ---- breaker ----------------------------------------------------------------------------------------------------

    @Test
    void shouldOpenTheBreakerOnRejectsAndKeepOrdersAway() {
        routing.send(routing.settings(1).breakerWindow(10).breakerRejects(2).breakerCoolDownMs(1_000));
        one.rejects(alice.buyAt(1, 1, 10, 100).request(), 99);

        final Step opened = one.rejects(alice.buyAt(1, 2, 10, 100).request(), 99);
        final long openedNs = driver.timestampNs;

        assertEquals(new BreakerChanged(1, BreakerState.OPEN), opened.only(BreakerChanged.class));
        assertEquals(new Alarm(AlarmKind.BREAKER_OPEN, 1, 2), opened.only(Alarm.class));
        assertEquals(
                new Refusal(RejectReason.VENUE_TRIPPED, 1, 0),
                alice.buyAt(1, 3, 10, 100).report().refusal());
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 101);
        assertEquals(
                List.of("2:30@101 IOC"),
                children(alice.send(buy(alice, 4, RoutingStrategy.SWEEP, 30, 101, TimeInForce.IOC))));
        final long due = opened.only(Said.TimerRequested.class).deadlineNs();
        assertEquals(openedNs + SECOND, due);
        driver.timestampNs = due;
        final Step halfOpen = new OperatorPuppet(driver).timer(due);
        assertEquals(new BreakerChanged(1, BreakerState.HALF_OPEN), halfOpen.only(BreakerChanged.class));
        final VenueRequest probe = alice.buyAt(1, 5, 10, 100).request();
        assertEquals(
                RejectReason.VENUE_TRIPPED, alice.buyAt(1, 6, 10, 100).report().reason(), "one at a time");
        final Step closed = one.accepts(probe);
        assertEquals(new BreakerChanged(1, BreakerState.CLOSED), closed.only(BreakerChanged.class));
        assertEquals(1, alice.buyAt(1, 7, 10, 100).requests().size());
    }

    @Test
    void shouldLetCancelsPassAnOpenBreaker() {
        routing.send(routing.settings(1).breakerWindow(10).breakerRejects(1).breakerCoolDownMs(1_000));
        final VenueRequest resting = alice.buyAt(1, 1, 10, 100).request();
        one.accepts(resting);
        one.rejects(alice.buyAt(1, 2, 10, 100).request(), 99);

        assertTrue(alice.cancel(3, 1).request().isCancel());
    }

    @Test
    void shouldCountSlowAnswers() {
        routing.send(routing.settings(1)
                .breakerWindow(10)
                .breakerSlow(1)
                .breakerCoolDownMs(1_000)
                .ackTimeoutMs(100));
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        driver.timestampNs += 200_000_000;

        assertEquals(
                new BreakerChanged(1, BreakerState.OPEN), one.accepts(order).only(BreakerChanged.class));
    }

    @Test
    void shouldAskAboutEveryOrderAtAThrottledVenueWhenItsSessionComesUp() {
        routing.send(routing.settings(1));
        for (int i = 1; i <= 20; i++) {
            one.accepts(alice.buyAt(1, i, 1, 100).request());
        }
        routing.send(routing.settings(1).messagesPerSecond(5));
        one.down();
        int asked = one.up().requests().size();
        for (int i = 0; i < 20; i++) {
            driver.timestampNs += SECOND;
            asked += routing.asks(2, 1, 100).requests().size();
        }

        assertEquals(20, asked);
    }

    // ---- throttle ---------------------------------------------------------------------------------------------------

    @Test
    void shouldLetRequestsWaitForTheVenuesMessageLimitCancelsFirst() {
        routing.send(routing.settings(1).messagesPerSecond(2));
        final VenueRequest first = alice.buyAt(1, 1, 10, 100).request();
        alice.buyAt(1, 2, 10, 100);
        one.accepts(first);

        final Step third = alice.buyAt(1, 3, 10, 100);
        assertEquals(List.of(), third.requests());
        assertEquals(OrdStatus.PENDING_NEW, third.report().ordStatus());
        assertEquals(List.of(), alice.cancel(4, 1).requests());
        final long due = third.only(Said.TimerRequested.class).deadlineNs();
        driver.timestampNs = due;
        assertTrue(new OperatorPuppet(driver).timer(due).request().isCancel());
        driver.timestampNs += SECOND / 2;
        assertTrue(routing.asks(2, 1, 100).request().isNew(), "any later input lets it go");
    }

    @Test
    void shouldEndAnOrderAtOnceThatIsCancelledBeforeItLeft() {
        routing.send(routing.settings(1).messagesPerSecond(1));
        alice.buyAt(1, 1, 10, 100);
        alice.buyAt(1, 2, 10, 100);

        final Step cancelled = alice.cancel(3, 2);

        assertEquals(OrdStatus.CANCELED, cancelled.report().ordStatus());
        assertEquals(List.of(), cancelled.requests());
        assertEquals(cost(100, 10), alice.reservedCash());
        driver.timestampNs += 10 * SECOND;
        assertEquals(List.of(), routing.asks(2, 1, 100).requests());
    }

    @Test
    void shouldRouteAroundAVenueWithoutATokenButLetARestingChildWait() {
        routing.send(routing.settings(1).messagesPerSecond(1));
        alice.buyAt(1, 1, 10, 100);
        routing.asks(1, 30, 100);
        routing.asks(2, 30, 101);

        assertEquals(
                List.of("2:30@101 IOC"),
                children(alice.send(buy(alice, 2, RoutingStrategy.SWEEP, 50, 101, TimeInForce.IOC))));
        final Step rests = alice.send(
                buy(alice, 3, RoutingStrategy.SWEEP, 50, 90, TimeInForce.DAY).venueMask(1));
        assertEquals(List.of(), rests.requests());
        assertEquals(50, routing.exposureOf(rests.report().orderId()));
    }

    @ParameterizedTest
    @EnumSource(
            value = WhenTripped.class,
            names = {"REROUTE", "REJECT"})
    void shouldDoWithWaitingChildrenWhatThePolicySaysWhenTheBreakerOpens(final WhenTripped policy) {
        routing.send(routing.settings(1)
                .messagesPerSecond(1)
                .breakerWindow(10)
                .breakerRejects(1)
                .breakerCoolDownMs(1_000)
                .whenTripped(policy));
        final VenueRequest first = alice.buyAt(1, 1, 10, 100).request();
        alice.send(buy(alice, 2, RoutingStrategy.SWEEP, 50, 90, TimeInForce.DAY).venueMask(3));
        alice.buyAt(1, 3, 10, 100);

        final Step opened = one.rejects(first, 99);

        if (policy == WhenTripped.REROUTE) {
            assertEquals(List.of("2:50@90 DAY"), children(opened));
        } else {
            final Report report = opened.reports().stream()
                    .filter(r -> r.clOrdId() == 2)
                    .findFirst()
                    .orElseThrow();
            assertEquals(new Refusal(RejectReason.VENUE_TRIPPED, 1, 0), report.refusal());
            assertEquals(OrdStatus.CANCELED, report.ordStatus());
        }
        final Report fixed = opened.reports().stream()
                .filter(r -> r.clOrdId() == 3)
                .findFirst()
                .orElseThrow();
        assertEquals(new Refusal(RejectReason.VENUE_TRIPPED, 1, 0), fixed.refusal());
    }

    @Test
    void shouldTakeBackWhatWaitsForAVenueThatGoesDown() {
        routing.send(routing.settings(1).messagesPerSecond(1));
        final VenueRequest first = alice.buyAt(1, 1, 10, 100).request();
        one.accepts(first);
        alice.buyAt(1, 2, 10, 100);
        alice.cancel(3, 1);

        final Step down = one.down();

        assertEquals(
                new Refusal(RejectReason.VENUE_UNAVAILABLE, 1, 0), down.report().refusal());
        assertEquals(RejectReason.VENUE_UNAVAILABLE, down.cancelReject().reason());
        assertEquals(3, down.cancelReject().clOrdId());
    }

    @Test
    void shouldDoAllThatIsDueAtOneTimeHoweverLittleRoomThereIs() {
        final EngineDriver narrow = new EngineDriver(RecordingOutput.ONE_STEP).makeReady();
        final RoutingPuppet venues = new RoutingPuppet(narrow);
        venues.send(venues.settings(1).ackTimeoutMs(10));
        final Trader carol = narrow.trader(9);
        final long due = narrow.timestampNs + SECOND;
        for (int i = 1; i <= 3; i++) {
            carol.send(carol.newOrder(i).timeInForce(TimeInForce.GTD).expireNs(due));
        }
        carol.buyAt(1, 4, 10, 100);
        narrow.timestampNs = due;

        final Step step = new OperatorPuppet(narrow).timer(due);

        assertEquals(
                3,
                step.reports().stream()
                        .filter(r -> r.ordStatus() == OrdStatus.EXPIRED)
                        .count());
        assertTrue(step.request().isStatus(), "the venue is asked for the answer that is late");
    }

    // ---- settings ---------------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertEquals(
                RejectReason.UNKNOWN_VENUE,
                routing.send(routing.settings(9)).refused().reason());
        assertEquals(
                RejectReason.INVALID_DEFINITION,
                routing.send(routing.settings(1).takerFeeE8(EngineDriver.E8))
                        .refused()
                        .reason());
        assertEquals(
                RejectReason.INVALID_DEFINITION,
                routing.send(routing.settings(1).breakerWindow(1_025)).refused().reason());
        assertEquals(
                RejectReason.INVALID_DEFINITION,
                routing.instruct(0, 0, RoutingStrategy.NONE, false).refused().reason());
        assertEquals(RejectReason.UNKNOWN_VENUE, routing.asksAt(9).refused().reason());
    }

    @Test
    void shouldGoOnFromASnapshotAsIfNothingHadHappened() {
        routing.send(routing.settings(1).messagesPerSecond(1).breakerWindow(10).breakerRejects(1));
        alice.buyAt(1, 1, 10, 100);
        alice.buyAt(1, 2, 10, 100);
        routing.asks(2, 30, 100);
        routing.asks(3, 40, 101);
        routing.instruct(7, 0b111, RoutingStrategy.SPRAY, false);
        final Step step = alice.send(buy(alice, 3, RoutingStrategy.NONE, 50, 101, TimeInForce.DAY));

        final EngineDriver loaded = driver.reloaded();
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        driver.timestampNs += SECOND;
        loaded.timestampNs += SECOND;
        final VenueRequest child = step.requests().get(0);
        assertEquals(
                two.fills(child, "a", 5, 100, 5).said(),
                two.at(loaded).fills(child, "a", 5, 100, 5).said());
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
    }
}
