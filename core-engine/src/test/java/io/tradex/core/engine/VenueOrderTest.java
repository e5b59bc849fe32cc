package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Alarm;
import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders at a venue while its session is up. */
class VenueOrderTest {
    private static final long CASH = 1_000_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final VenuePuppet venue = driver.venue(1);

    @Test
    void shouldSendTheOrderWithAllThatTheVenueNeeds() {
        final Step step = alice.limit(1, Side.SELL, 10, 250, TimeInForce.IOC, 1);

        final Report report = step.report();
        assertEquals(new State(ExecType.PENDING_NEW, OrdStatus.PENDING_NEW, 10, 0, 10, 0), report.state());
        assertEquals(
                new VenueRequest(
                        VenueNewOrderDecoder.TEMPLATE_ID,
                        (report.orderId() << 16) + 1,
                        0,
                        report.orderId(),
                        250 * EngineDriver.TICK_E8,
                        10 * EngineDriver.E8,
                        1,
                        "ACME",
                        Side.SELL,
                        OrdType.LIMIT,
                        TimeInForce.IOC),
                step.request());
    }

    @Test
    void shouldSendAMarketOrderAsAnImmediateLimitAtTheCollar() {
        final VenueRequest request = alice.market(1, Side.BUY, 10, 1).request();

        assertEquals(OrdType.LIMIT, request.ordType());
        assertEquals(TimeInForce.IOC, request.timeInForce());
        assertEquals(10_500 * EngineDriver.TICK_E8, request.priceE8());
    }

    @Test
    void shouldGoFromPendingNewToNewToPartiallyFilledToFilled() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        assertEquals(
                new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                venue.accepts(order).report().state());
        final Report partial = venue.fills(order, "a", 4, 100, 4).report();
        assertEquals(new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4), partial.state());
        assertEquals(Liquidity.ROUTED_OUT, partial.liquidity());
        assertEquals(100, partial.lastPriceTicks());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 10, 10, 0, 6),
                venue.fills(order, "b", 6, 100, 10).report().state());
        assertEquals(List.of(), venue.up().requests(), "a finished order is not asked about");
    }

    @Test
    void shouldTakeAFillBeforeTheAcknowledgementAsOne() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4),
                venue.fills(order, "a", 4, 100, 4).report().state());
        assertEquals(List.of(), venue.accepts(order).said());
    }

    @Test
    void shouldEndAnOrderThatTheVenueRejects() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        final Report report = venue.rejects(order, 3).report();

        assertEquals(new State(ExecType.REJECTED, OrdStatus.REJECTED, 10, 0, 0, 0), report.state());
        assertEquals(new Refusal(RejectReason.VENUE_REJECTED, 3, 0), report.refusal());
        assertEquals(CASH, alice.freeCash());
    }

    @ParameterizedTest
    @CsvSource({"CANCELED,CANCELED", "EXPIRED,EXPIRED", "DONE_FOR_DAY,DONE_FOR_DAY"})
    void shouldEndAnOrderThatTheVenueEndsOnItsOwn(final ExecType execType, final OrdStatus status) {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 4, 100, 4);

        final Report report = venue.ends(order, execType, status, 4).report();

        assertEquals(new State(execType, status, 10, 4, 0, 0), report.state());
        assertEquals(1, report.clOrdId());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldLeaveTheEndOfAnOrderWithAnExpiryTimeToItsVenue() {
        final long expireNs = driver.timestampNs + 1_000_000_000;
        final VenueRequest order = alice.send(alice.newOrder(1)
                        .destination(1)
                        .timeInForce(TimeInForce.GTD)
                        .expireNs(expireNs))
                .request();
        assertEquals(TimeInForce.GTD, order.timeInForce());
        assertEquals(expireNs, order.expireNs());
        venue.accepts(order);
        driver.endOfDay(20_260_101);
        driver.timestampNs = expireNs + 1;

        assertEquals(
                List.of(), new OperatorPuppet(driver).timer(driver.timestampNs).said());
        final Report report =
                venue.ends(order, ExecType.EXPIRED, OrdStatus.EXPIRED, 0).report();
        assertEquals(OrdStatus.EXPIRED, report.ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldAskTheVenueToCancelAndBelieveItOnlyThen() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);

        final Step asked = alice.cancel(2, 1);

        assertEquals(
                new State(ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL, 10, 0, 10, 0),
                asked.report().state());
        final VenueRequest cancel = asked.request();
        assertEquals(VenueCancelDecoder.TEMPLATE_ID, cancel.templateId());
        assertEquals(order.venueClOrdId(), cancel.origVenueClOrdId());
        assertNotEquals(order.venueClOrdId(), cancel.venueClOrdId());
        assertEquals(10 * EngineDriver.E8, cancel.quantityE8());

        final Report cancelled = venue.cancels(cancel, 0).report();
        assertEquals(new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0), cancelled.state());
        assertEquals(2, cancelled.clOrdId());
        assertEquals(1, cancelled.origClOrdId());
    }

    @Test
    void shouldPutPendingCancelAboveEveryFill() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest cancel = alice.cancel(2, 1).request();

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PENDING_CANCEL, 10, 4, 6, 4),
                venue.fills(order, "a", 4, 100, 4).report().state());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PENDING_CANCEL, 10, 10, 0, 6),
                venue.fills(order, "b", 6, 100, 10).report().state());
        final Said.CancelReject tooLate =
                venue.rejectsCancel(cancel, VenuePuppet.TOO_LATE).cancelReject();
        assertEquals(OrdStatus.FILLED, tooLate.ordStatus());
        assertEquals(RejectReason.TOO_LATE, tooLate.reason());
        assertEquals(CancelOrderEncoder.TEMPLATE_ID, tooLate.requestTemplateId());
        assertEquals(2, tooLate.clOrdId());
        assertEquals(1, tooLate.origClOrdId());
        assertEquals(RejectReason.TOO_LATE, alice.cancel(3, 1).cancelReject().reason());
    }

    @Test
    void shouldGoOnAsBeforeWhenTheVenueRefusesACancel() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.fills(order, "a", 4, 100, 4);
        final VenueRequest cancel = alice.cancel(2, 1).request();

        final Step step = venue.rejectsCancel(cancel, VenuePuppet.OTHER);

        assertEquals(
                new Refusal(RejectReason.VENUE_REJECTED, VenuePuppet.OTHER, 0),
                step.cancelReject().refusal());
        assertEquals(OrdStatus.PARTIALLY_FILLED, step.deltas().get(0).ordStatus());
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(3, 1).report().ordStatus(), "it may be asked once more");
    }

    @Test
    void shouldAskForTheStatusOfAnOrderWhoseCancelTheVenueCannotPlace() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest cancel = alice.cancel(2, 1).request();

        final Step step = venue.rejectsCancel(cancel, VenuePuppet.UNKNOWN_ORDER);

        assertEquals(RejectReason.UNKNOWN_AT_VENUE, step.cancelReject().reason());
        assertTrue(step.request().isStatus());
        assertEquals(order.venueClOrdId(), step.request().venueClOrdId());
        assertEquals(cost(100, 10), alice.reservedCash(), "it may still be working there");
        assertTrue(alice.cancel(3, 1).request().isCancel(), "asking once more does no harm");
        final Report gone = venue.doesNotKnow(step.request()).report();
        assertEquals(new State(ExecType.REJECTED, OrdStatus.REJECTED, 10, 0, 0, 0), gone.state());
        assertEquals(RejectReason.UNKNOWN_AT_VENUE, gone.reason());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldCancelBeforeTheVenueHasAcknowledged() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        final Step asked = alice.cancel(2, 1);

        assertEquals(
                new State(ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL, 10, 0, 10, 0),
                asked.report().state());
        venue.accepts(order);
        assertEquals(OrdStatus.PENDING_CANCEL, alice.status(1).report().ordStatus());
        assertEquals(
                OrdStatus.CANCELED, venue.cancels(asked.request(), 0).report().ordStatus());
    }

    @Test
    void shouldReplaceAtTheVenueAndRenameTheOrderOnlyOnceItHas() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);

        final Step asked = alice.replace(2, 1, 20, 110);

        final Report pending = asked.report();
        assertEquals(new State(ExecType.PENDING_REPLACE, OrdStatus.PENDING_REPLACE, 10, 0, 10, 0), pending.state());
        assertEquals(2, pending.clOrdId());
        assertEquals(1, pending.origClOrdId());
        assertEquals(100, pending.priceTicks());
        final VenueRequest replace = asked.request();
        assertEquals(
                new VenueRequest(
                        VenueReplaceDecoder.TEMPLATE_ID,
                        order.venueClOrdId() + 1,
                        order.venueClOrdId(),
                        order.orderId(),
                        110 * EngineDriver.TICK_E8,
                        20 * EngineDriver.E8,
                        1,
                        "ACME",
                        Side.BUY,
                        OrdType.LIMIT,
                        TimeInForce.DAY),
                replace);

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PENDING_REPLACE, 10, 4, 6, 4),
                venue.fills(order, "a", 4, 100, 4).report().state());
        final Report replaced = venue.replaces(replace, 20, 4).report();
        assertEquals(new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 20, 4, 16, 0), replaced.state());
        assertEquals(2, replaced.clOrdId());
        assertEquals(1, replaced.origClOrdId());
        assertEquals(110, replaced.priceTicks());
        assertEquals(cost(110, 16), alice.reservedCash());

        // The next request names the replaced order.
        assertEquals(replace.venueClOrdId(), alice.cancel(3, 2).request().origVenueClOrdId());
    }

    @Test
    void shouldGoOnAsBeforeWhenTheVenueRefusesAReplace() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 20, 110).request();
        assertEquals(cost(110, 20), alice.reservedCash());

        final Said.CancelReject reject =
                venue.rejectsCancel(replace, VenuePuppet.OTHER).cancelReject();

        assertEquals(ReplaceOrderEncoder.TEMPLATE_ID, reject.requestTemplateId());
        assertEquals(OrdStatus.NEW, reject.ordStatus());
        assertEquals(2, reject.clOrdId());
        assertEquals(1, reject.origClOrdId());
        assertEquals(cost(100, 10), alice.reservedCash());
        assertEquals(
                new State(ExecType.ORDER_STATUS, OrdStatus.NEW, 10, 0, 10, 0),
                alice.status(1).report().state());
    }

    @Test
    void shouldReopenAnOrderThatFilledWhileAReplaceToMoreWasPending() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 12, 100).request();

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PENDING_REPLACE, 10, 10, 0, 10),
                venue.fills(order, "a", 10, 100, 10).report().state());
        assertEquals(cost(100, 2), alice.reservedCash());
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 12, 10, 2, 0),
                venue.replaces(replace, 12, 10).report().state());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 12, 12, 0, 2),
                venue.fills(replace, "b", 2, 100, 12).report().state());
    }

    @Test
    void shouldFinishAnOrderThatFilledWhileARefusedReplaceWasPending() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 12, 100).request();
        venue.fills(order, "a", 10, 100, 10);

        assertEquals(
                OrdStatus.FILLED,
                venue.rejectsCancel(replace, VenuePuppet.TOO_LATE)
                        .cancelReject()
                        .ordStatus());
        assertEquals(0, alice.reservedCash());
        assertEquals(List.of(), venue.up().requests());
    }

    @ParameterizedTest
    @CsvSource({"7,7", "5,7", "8,8"})
    void shouldTakeTheQuantityThatTheVenueAmendedAReplaceTo(final long saidByVenue, final long quantity) {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 8, 100).request();
        venue.fills(order, "a", 7, 100, 7);

        final Report replaced = venue.replaces(replace, saidByVenue, 7).report();

        assertEquals(quantity, replaced.quantityLots());
        assertEquals(quantity - 7, replaced.leavesQtyLots());
        assertEquals(quantity == 7 ? OrdStatus.FILLED : OrdStatus.PARTIALLY_FILLED, replaced.ordStatus());
    }

    @Test
    void shouldSendRequestsBehindOthersThatAreNotAnswered() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final Refusal pending = new Refusal(RejectReason.REQUEST_PENDING, 0, 0);

        assertEquals(pending, alice.replace(2, 1, 20, 100).cancelReject().refusal(), "not acknowledged yet");
        venue.accepts(order);
        final VenueRequest first = alice.replace(3, 1, 20, 100).request();
        final VenueRequest second = alice.replace(4, 3, 30, 100).request();
        final VenueRequest cancel = alice.cancel(5, 4).request();
        assertEquals(order.venueClOrdId(), first.origVenueClOrdId());
        assertEquals(first.venueClOrdId(), second.origVenueClOrdId());
        assertEquals(second.venueClOrdId(), cancel.origVenueClOrdId());
        assertEquals(pending, alice.replace(6, 4, 40, 100).cancelReject().refusal(), "nothing follows a cancel");
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PENDING_CANCEL, 20, 0, 20, 0),
                venue.replaces(first, 20, 0).report().state());
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PENDING_CANCEL, 30, 0, 30, 0),
                venue.replaces(second, 30, 0).report().state());
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 30, 0, 0, 0),
                venue.cancels(cancel, 0).report().state());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldRefuseRequestsWhileTheVenueIsDown() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.down();
        final Refusal down = new Refusal(RejectReason.VENUE_UNAVAILABLE, 1, 0);

        assertEquals(down, alice.cancel(2, 1).cancelReject().refusal());
        assertEquals(down, alice.replace(3, 1, 20, 100).cancelReject().refusal());
        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldDropAnExecutionThatIsToldAgain() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.fills(order, "a", 4, 100, 4);

        assertEquals(List.of(), venue.fills(order, "a", 4, 100, 4).said());

        final EngineDriver loaded = driver.reloaded();
        assertEquals(List.of(), venue.at(loaded).fills(order, "a", 4, 100, 4).said(), "also after a snapshot");
        assertEquals(
                8, venue.fills(order, "A", 4, 100, 8).report().cumQtyLots(), "another ExecID is another execution");
        assertEquals(CASH - cost(100, 8), alice.cash());
    }

    @Test
    void shouldTellTheSameExecIdOfTwoVenuesApart() {
        final VenueRequest one = alice.buyAt(1, 1, 10, 100).request();
        final VenueRequest two = alice.buyAt(2, 2, 10, 100).request();

        assertEquals(4, venue.fills(one, "a", 4, 100, 4).report().cumQtyLots());
        assertEquals(4, driver.venue(2).fills(two, "a", 4, 100, 4).report().cumQtyLots());
    }

    @Test
    void shouldTellTheSameExecIdOfTwoOrdersApart() {
        final VenueRequest buy = alice.buyAt(1, 1, 10, 100).request();
        final VenueRequest sell = alice.sellAt(1, 2, 10, 100).request();

        assertEquals(4, venue.fills(buy, "trade-1", 4, 100, 4).report().cumQtyLots());
        assertEquals(4, venue.fills(sell, "trade-1", 4, 100, 4).report().cumQtyLots());
    }

    @Test
    void shouldDropAnExecutionThatIsToldAgainAfterTheEndOfTheDay() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final VenueRequest done = alice.buyAt(1, 2, 10, 100).request();
        venue.fills(done, "a", 10, 100, 10);
        venue.fills(order, "b", 4, 100, 4);
        driver.endOfDay(20261121);

        assertEquals(List.of(), venue.fills(order, "b", 4, 100, 4).said());
        assertEquals(
                List.of(),
                venue.at(driver.reloaded()).fills(order, "b", 4, 100, 4).said(),
                "also after a snapshot");
    }

    @Test
    void shouldRememberNoMoreExecutionsThanItIsConfiguredTo() {
        final VenueRequest order = alice.buyAt(1, 1, 5_000, 100).request();
        for (int i = 1; i <= 1025; i++) {
            venue.fills(order, "exec-" + i, 1, 100, i);
        }

        assertEquals(List.of(), venue.fills(order, "exec-2", 1, 100, 1026).said());
        assertEquals(1026, venue.fills(order, "exec-1", 1, 100, 1026).report().cumQtyLots(), "the oldest is forgotten");
    }

    @Test
    void shouldBookAndAlarmAFillThatComesAfterTheEnd() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.cancels(alice.cancel(2, 1).request(), 0);

        final Step late = venue.fills(order, "late", 4, 100, 4);

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.CANCELED, 10, 4, 0, 4),
                late.report().state());
        assertEquals(List.of(new Alarm(AlarmKind.LATE_FILL, order.orderId(), 4)), late.alarms());
        assertEquals(CASH - cost(100, 4), alice.cash());
        assertEquals(10_004, alice.lots());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldBookAndAlarmMoreThanWasOrdered() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        final Step over = venue.fills(order, "a", 12, 100, 12);

        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 10, 12, 0, 12),
                over.report().state());
        assertEquals(List.of(new Alarm(AlarmKind.OVER_FILL, order.orderId(), 2)), over.alarms());
        assertEquals(0, alice.reservedCash());
        assertEquals(CASH - cost(100, 12), alice.cash());
    }

    @Test
    void shouldAlarmWhenAFillTakesCashOrPositionBelowZero() {
        final Trader poor = driver.trader(8, 1_000_000, 5);
        final VenueRequest buy = poor.buyAt(1, 1, 1, 100).request();
        final VenueRequest sell = poor.sellAt(1, 2, 5, 100).request();

        assertEquals(
                List.of(new Alarm(AlarmKind.NEGATIVE_CASH, buy.orderId(), -500_000)),
                venue.fills(buy, "a", 1, 150, 1).alarms());
        assertEquals(
                List.of(
                        new Alarm(AlarmKind.OVER_FILL, sell.orderId(), 2),
                        new Alarm(AlarmKind.NEGATIVE_POSITION, sell.orderId(), -1)),
                venue.fills(sell, "b", 7, 100, 7).alarms());
    }

    @Test
    void shouldAlarmWhenTheVenuesCumQtyIsNotOurs() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        assertEquals(
                List.of(new Alarm(AlarmKind.CUM_QTY_MISMATCH, order.orderId(), 5)),
                venue.fills(order, "b", 2, 100, 5).alarms());
    }

    @Test
    void shouldAlarmReportsOnOrdersThatAreNotOurs() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final AlarmKind unknown = AlarmKind.UNKNOWN_VENUE_ORDER;
        final long id = order.venueClOrdId();

        assertEquals(
                List.of(new Alarm(unknown, 0, 77)),
                venue.send(venue.says(77, ExecType.TRADE, OrdStatus.FILLED)).said());
        assertEquals(
                List.of(new Alarm(unknown, 0, -1)),
                venue.send(venue.says(-1, ExecType.TRADE, OrdStatus.FILLED)).said());
        assertEquals(
                List.of(new Alarm(unknown, 0, id)),
                driver.venue(2).fills(order, "a", 1, 100, 1).said(),
                "an order at another venue");
        alice.buy(2, 10, 100);
        assertEquals(
                List.of(new Alarm(unknown, 0, id + 65_536)),
                venue.send(venue.says(id + 65_536, ExecType.TRADE, OrdStatus.FILLED))
                        .said(),
                "an order on the core's own book");
    }

    @ParameterizedTest
    @CsvSource({
        // lastQtyE8,          lastPriceE8, reason,            value
        "0,                    10000000,    INVALID_QUANTITY,  0",
        "-100000000,           10000000,    INVALID_QUANTITY,  -100000000",
        "150000000,            10000000,    INVALID_QUANTITY,  150000000",
        "100000000,            0,           INVALID_QUANTITY,  100000000",
        "100000000,            -5,          INVALID_QUANTITY,  100000000",
        "9223372036800000000,  9000000000000000000, INVALID_QUANTITY, 9223372036800000000",
    })
    void shouldRefuseAFillThatMakesNoSense(
            final long lastQtyE8, final long lastPriceE8, final RejectReason reason, final long value) {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        final Step step = venue.send(venue.says(order.venueClOrdId(), ExecType.TRADE, OrdStatus.FILLED)
                .lastQtyE8(lastQtyE8)
                .lastPriceE8(lastPriceE8));

        assertEquals(new Said.Refused(VenueExecutionReportEncoder.TEMPLATE_ID, reason, value), step.refused());
        assertEquals(1, step.said().size());
        assertEquals(CASH, alice.cash());
    }

    @Test
    void shouldRefuseTheFillThatWouldNotFitAnyMore() {
        final VenueRequest order = alice.sellAt(1, 1, 10, 100).request();
        final long lots = 1_000_000;
        int booked = 0;
        Step step;
        do {
            step = venue.fillsAtE8(order, "big-" + booked, lots, 2_000_000 * EngineDriver.E8, 0);
        } while (step.all(Said.Refused.class).isEmpty() && ++booked < 100);

        assertEquals(RejectReason.NOTIONAL_OVERFLOW, step.refused().reason());
        assertTrue(booked > 0 && booked < 100, "booked " + booked);
    }

    @Test
    void shouldKeepTheMoneyOfASubTickPriceExact() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 10_000).request();

        // $99.9876543 a share: three of them cost 299,962,962.9 micros.
        final Report report = venue.fillsAtE8(order, "a", 3, 9_998_765_430L, 3).report();

        assertEquals(299_962_963, report.cumValueMicros());
        assertEquals(9_999, report.lastPriceTicks());
        assertEquals(CASH - 299_962_963, alice.cash());
        assertEquals(cost(10_000, 7), alice.reservedCash());
    }

    @Test
    void shouldIgnoreWhatTheVenueOnlyConfirms() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final long id = order.venueClOrdId();

        assertEquals(
                List.of(),
                venue.send(venue.says(id, ExecType.PENDING_NEW, OrdStatus.PENDING_NEW))
                        .said());
        venue.accepts(order);
        assertEquals(List.of(), venue.accepts(order).said(), "a second acknowledgement");
        alice.cancel(2, 1);
        assertEquals(
                List.of(),
                venue.send(venue.says(id, ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL))
                        .said());
        final Step confirmed = venue.send(venue.says(id + 1, ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL));
        assertEquals(List.of(), confirmed.reports(), "the client knows");
        assertEquals(
                OrdStatus.PENDING_CANCEL, confirmed.deltas().get(0).ordStatus(), "but the venue's state is another");
        assertEquals(
                List.of(),
                venue.send(venue.says(id + 1, ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL))
                        .said());
    }

    @Test
    void shouldRememberTheNewestMessageOfAVenue() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.send(venue.says(order.venueClOrdId(), ExecType.NEW, OrdStatus.NEW).msgSeqNum(40));
        assertEquals(40, driver.engine.lastVenueMsgSeqNum(1));

        venue.send(venue.says(order.venueClOrdId(), ExecType.NEW, OrdStatus.NEW)
                .msgSeqNum(12)
                .possDup(io.tradex.protocol.types.BooleanType.T));
        assertEquals(40, driver.engine.lastVenueMsgSeqNum(1), "one sent again does not take it back");

        venue.send(venue.says(order.venueClOrdId(), ExecType.NEW, OrdStatus.NEW).msgSeqNum(1));
        assertEquals(1, driver.engine.lastVenueMsgSeqNum(1), "a venue that starts anew does");
        assertEquals(0, driver.engine.lastVenueMsgSeqNum(2));
        assertEquals(0, driver.engine.lastVenueMsgSeqNum(99));
    }
}
