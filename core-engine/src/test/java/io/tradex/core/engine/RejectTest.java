package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectTest {
    private static final long CASH = 10_000_000_000L;
    private static final long LOTS = 50;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7, CASH, LOTS);

    static Stream<Arguments> ordersThatBecomeRejectedRows() {
        final RejectReason price = RejectReason.INVALID_PRICE;
        final RejectReason quantity = RejectReason.INVALID_QUANTITY;
        return Stream.of(
                row("unknown instrument", o -> o.instrumentId(99), RejectReason.UNKNOWN_INSTRUMENT, 99, 0),
                row("no price", o -> o.priceTicks(0), price, 0, 1_000_000),
                row("negative price", o -> o.priceTicks(-5), price, -5, 1_000_000),
                row("price too high", o -> o.priceTicks(1_000_001), price, 1_000_001, 1_000_000),
                row("market with price", o -> o.ordType(OrdType.MARKET), price, 100, 0),
                row("no quantity", o -> o.quantityLots(0), quantity, 0, 1_000_000),
                row("negative quantity", o -> o.quantityLots(Long.MIN_VALUE), quantity, Long.MIN_VALUE, 1_000_000),
                row("too much quantity", o -> o.quantityLots(1_000_001), quantity, 1_000_001, 1_000_000),
                row("unknown venue", o -> o.destination(3), RejectReason.UNKNOWN_VENUE, 3, 0),
                row("venue out of range", o -> o.destination(65), RejectReason.UNKNOWN_VENUE, 65, 0),
                row("negative venue", o -> o.destination(-2), RejectReason.UNKNOWN_VENUE, -2, 0),
                row(
                        "too dear",
                        o -> o.priceTicks(100).quantityLots(10_001),
                        RejectReason.INSUFFICIENT_BUYING_POWER,
                        10_001_000_000L,
                        CASH),
                row(
                        "too much to sell",
                        o -> o.side(Side.SELL).quantityLots(51),
                        RejectReason.INSUFFICIENT_POSITION,
                        51,
                        LOTS));
    }

    private static Arguments row(
            final String what,
            final UnaryOperator<NewOrderEncoder> change,
            final RejectReason reason,
            final long value,
            final long limit) {
        return Arguments.of(what, change, new Refusal(reason, value, limit));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ordersThatBecomeRejectedRows")
    void shouldRejectAnOrderWithTheFigureAndItsLimit(
            final String what, final UnaryOperator<NewOrderEncoder> change, final Refusal refusal) {
        final Step step = alice.send(change.apply(alice.newOrder(1)));

        final Report report = step.report();
        assertEquals(refusal, report.refusal(), what);
        assertEquals(ExecType.REJECTED, report.execType());
        assertEquals(OrdStatus.REJECTED, report.ordStatus());
        assertEquals(0, report.leavesQtyLots());
        assertNotEquals(0, report.orderId());
        assertEquals(1, step.deltas().size());
        assertEquals(OrdStatus.REJECTED, step.deltas().get(0).ordStatus());
        assertEquals(List.of(), step.requests());
        assertEquals(CASH, alice.freeCash());
        assertEquals(LOTS, alice.freeLots());
    }

    static Stream<Arguments> ordersThatLeaveNoTrace() {
        final RejectReason malformed = RejectReason.MALFORMED;
        return Stream.of(
                row("no ClOrdID", o -> o.clOrdId(0), malformed, NewOrderEncoder.clOrdIdId(), 0),
                row("negative ClOrdID", o -> o.clOrdId(-3), malformed, NewOrderEncoder.clOrdIdId(), 0),
                row("no side", o -> o.side(Side.NULL_VAL), malformed, NewOrderEncoder.sideId(), 0),
                row("no type", o -> o.ordType(OrdType.NULL_VAL), malformed, NewOrderEncoder.ordTypeId(), 0),
                row(
                        "no time in force",
                        o -> o.timeInForce(TimeInForce.NULL_VAL),
                        malformed,
                        NewOrderEncoder.timeInForceId(),
                        0),
                row("unknown account", o -> o.accountId(71), RejectReason.UNKNOWN_ACCOUNT, 71, 0),
                row("account of another", o -> o.accountId(80), RejectReason.UNKNOWN_ACCOUNT, 80, 0),
                row("back pressure", o -> o.admission(Admission.BACK_PRESSURE), RejectReason.BACK_PRESSURE, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ordersThatLeaveNoTrace")
    void shouldRefuseWithoutATrace(
            final String what, final UnaryOperator<NewOrderEncoder> change, final Refusal refusal) {
        driver.trader(8);
        final long hash = driver.engine.stateHash();

        final Step step = alice.send(change.apply(alice.newOrder(1)));

        assertEquals(refusal, step.report().refusal(), what);
        assertEquals(OrdStatus.REJECTED, step.report().ordStatus());
        assertEquals(0, step.report().orderId());
        assertEquals(List.of(), step.deltas());
        assertEquals(hash, driver.engine.stateHash(), "the same ClOrdID may be used again");
        assertEquals(
                new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                alice.buy(1, 10, 100).report().state());
    }

    @Test
    void shouldRejectAnOrderWhoseValueDoesNotFit() {
        driver.instrument(2, "HUGE", EngineDriver.E8, EngineDriver.E8, 90_000_000_000L, 90_000_000_000L, 0);

        final Report report = alice.send(alice.newOrder(1)
                        .instrumentId(2)
                        .priceTicks(90_000_000_000L)
                        .quantityLots(90_000_000_000L))
                .report();

        assertEquals(new Refusal(RejectReason.NOTIONAL_OVERFLOW, 90_000_000_000L, 0), report.refusal());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldRejectAnOrderToAVenueThatIsDown() {
        driver.venue(2).down();

        final Report report = alice.buyAt(2, 1, 10, 100).report();

        assertEquals(new Refusal(RejectReason.VENUE_UNAVAILABLE, 2, 0), report.refusal());
        assertEquals(2, report.destination());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldRejectAMarketOrderToAVenueThatNothingCanBeReservedFor() {
        driver.instrument(2, "NEW", EngineDriver.TICK_E8, EngineDriver.E8, 1000, 1000, 0);

        final Report report = alice.send(alice.newOrder(1)
                        .instrumentId(2)
                        .ordType(OrdType.MARKET)
                        .priceTicks(0)
                        .destination(1))
                .report();

        assertEquals(new Refusal(RejectReason.NO_REFERENCE_PRICE, 2, 0), report.refusal());
    }

    @Test
    void shouldRejectWhatIsAskedOfAnUnknownOrder() {
        final Refusal unknown = new Refusal(RejectReason.UNKNOWN_ORDER, 55, 0);

        assertEquals(unknown, alice.cancel(1, 55).cancelReject().refusal());
        assertEquals(unknown, alice.replace(2, 55, 10, 100).cancelReject().refusal());
        final Said.Report status = alice.status(55).report();
        assertEquals(RejectReason.UNKNOWN_ORDER, status.reason());
        assertEquals(new State(ExecType.ORDER_STATUS, OrdStatus.REJECTED, 0, 0, 0, 0), status.state());
        assertEquals(55, status.clOrdId());
        assertEquals(0, status.orderId());
    }

    @Test
    void shouldRejectWhatIsAskedOfAFinishedOrder() {
        alice.buy(1, 10, 100);
        alice.cancel(2, 1);

        final Said.CancelReject cancel = alice.cancel(3, 1).cancelReject();
        final Said.CancelReject replace = alice.replace(4, 1, 20, 100).cancelReject();

        assertEquals(new Refusal(RejectReason.TOO_LATE, 1, 0), cancel.refusal());
        assertEquals(OrdStatus.CANCELED, cancel.ordStatus());
        assertEquals(CancelOrderEncoder.TEMPLATE_ID, cancel.requestTemplateId());
        assertEquals(new Refusal(RejectReason.TOO_LATE, 1, 0), replace.refusal());
        assertEquals(ReplaceOrderEncoder.TEMPLATE_ID, replace.requestTemplateId());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_001})
    void shouldRejectAReplaceOutOfRangeAndLeaveTheOrderAsItIs(final long figure) {
        alice.buy(1, 10, 100);

        assertEquals(
                new Refusal(RejectReason.INVALID_PRICE, figure, 1_000_000),
                alice.replace(2, 1, 10, figure).cancelReject().refusal());
        final Said.CancelReject quantity = alice.replace(3, 1, figure, 100).cancelReject();
        assertEquals(new Refusal(RejectReason.INVALID_QUANTITY, figure, 1_000_000), quantity.refusal());
        assertEquals(OrdStatus.NEW, quantity.ordStatus());
        assertEquals(
                new State(ExecType.ORDER_STATUS, OrdStatus.NEW, 10, 0, 10, 0),
                alice.status(1).report().state());
    }

    @Test
    void shouldRejectAReplaceThatCannotBePaidWithWhatItNeedsMore() {
        alice.buy(1, 10, 100);

        final Said.CancelReject reject = alice.replace(2, 1, 10_001, 100).cancelReject();

        assertEquals(
                new Refusal(RejectReason.INSUFFICIENT_BUYING_POWER, 9_991_000_000L, CASH - 10_000_000),
                reject.refusal());
        assertEquals(10_000_000, alice.reservedCash());
    }

    @Test
    void shouldRefuseEveryCommandOfAnUnknownSession() {
        final Trader nobody = new Trader(driver, 12345, alice.accountId);
        final long hash = driver.engine.stateHash();

        assertCommandReject(nobody.buy(1, 1, 1), NewOrderEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 12345);
        assertCommandReject(nobody.cancel(1, 1), CancelOrderEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 12345);
        assertCommandReject(
                nobody.replace(1, 1, 1, 1), ReplaceOrderEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 12345);
        assertCommandReject(
                nobody.massCancel(1, 0), MassCancelEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 12345);
        assertCommandReject(
                nobody.status(1), OrderStatusRequestEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 12345);
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldRefuseEveryCommandOfARelay() {
        driver.open(5_000, 7, SessionRole.RELAY, false);
        final Trader relay = new Trader(driver, 5_000, alice.accountId);
        final RejectReason reason = RejectReason.NOT_PERMITTED;

        assertCommandReject(relay.buy(1, 1, 1), NewOrderEncoder.TEMPLATE_ID, reason, NewOrderEncoder.TEMPLATE_ID);
        assertCommandReject(relay.cancel(1, 1), CancelOrderEncoder.TEMPLATE_ID, reason, CancelOrderEncoder.TEMPLATE_ID);
        assertCommandReject(
                relay.replace(1, 1, 1, 1), ReplaceOrderEncoder.TEMPLATE_ID, reason, ReplaceOrderEncoder.TEMPLATE_ID);
        assertCommandReject(
                relay.massCancel(1, 0), MassCancelEncoder.TEMPLATE_ID, reason, MassCancelEncoder.TEMPLATE_ID);
        assertCommandReject(
                relay.status(1), OrderStatusRequestEncoder.TEMPLATE_ID, reason, OrderStatusRequestEncoder.TEMPLATE_ID);
    }

    @Test
    void shouldNotLetAClientTouchTheOrdersOfAnother() {
        final Trader bob = driver.trader(8);
        bob.buy(1, 10, 100);
        final Trader intruder = alice.on(bob.accountId);
        final Refusal refusal = new Refusal(RejectReason.UNKNOWN_ACCOUNT, bob.accountId, 0);
        final long hash = driver.engine.stateHash();

        assertEquals(refusal, intruder.cancel(2, 1).cancelReject().refusal());
        assertEquals(refusal, intruder.replace(2, 1, 5, 100).cancelReject().refusal());
        assertEquals(refusal, intruder.massCancel(2, 0).cancelReject().refusal());
        assertEquals(RejectReason.UNKNOWN_ORDER, intruder.status(1).report().reason());
        assertEquals(hash, driver.engine.stateHash());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void shouldRefuseARequestWithoutAClOrdIdOfItsOwn(final long clOrdId) {
        alice.buy(1, 10, 100);
        final Refusal refusal = new Refusal(RejectReason.MALFORMED, CancelOrderEncoder.clOrdIdId(), 0);
        final long hash = driver.engine.stateHash();

        assertEquals(refusal, alice.cancel(clOrdId, 1).cancelReject().refusal());
        assertEquals(refusal, alice.replace(clOrdId, 1, 5, 100).cancelReject().refusal());
        assertEquals(refusal, alice.massCancel(clOrdId, 0).cancelReject().refusal());
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldRefuseAnOrderWhenEverySlotHoldsALiveOne() {
        final EngineDriver small = new EngineDriver().makeReady(2, 64);
        final Trader trader = small.trader(7);
        trader.buy(1, 1, 100);
        trader.buy(2, 1, 100);
        final long hash = small.engine.stateHash();

        final Report refused = trader.buy(3, 1, 100).report();

        assertEquals(new Refusal(RejectReason.ORDER_CAPACITY, 0, 2), refused.refusal());
        assertEquals(hash, small.engine.stateHash());
        trader.cancel(4, 1);
        assertEquals(OrdStatus.NEW, trader.buy(3, 1, 100).report().ordStatus());
    }

    private static void assertCommandReject(
            final Step step, final int templateId, final RejectReason reason, final long value) {
        final Said.CommandReject reject = step.only(Said.CommandReject.class);
        assertEquals(1, step.said().size());
        assertEquals(templateId, reject.refTemplateId());
        assertEquals(reason, reject.reason());
        assertEquals(value, reject.value());
    }
}
