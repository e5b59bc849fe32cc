package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.CancelReject;
import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.core.order.ParentOrder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replaces of smartly routed orders, as the FIX matrices have them for any order. */
class SmartRoutingReplaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final RoutingPuppet routing = new RoutingPuppet(driver);
    private final VenuePuppet one = routing.venue(1);
    private final Trader alice = driver.trader(7);

    /** An order for 50 lots at 100, of which 50 rest at venue 1. */
    private VenueRequest rests() {
        final Step step = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.DAY));
        assertEquals(List.of("1:50@100 DAY"), children(step));
        one.accepts(step.request());
        return step.request();
    }

    private void isFilled() {
        final VenueRequest child = rests();
        assertEquals(
                OrdStatus.FILLED, one.fills(child, "a", 50, 100, 50).report().ordStatus());
    }

    // ---- a filled order ---------------------------------------------------------------------------------------------

    @Test
    void shouldOpenAFilledOrderAgainForMore() {
        isFilled();

        final Step step = alice.replace(2, 1, 80, 101);

        assertEquals(
                List.of(
                        new State(ExecType.PENDING_REPLACE, OrdStatus.PENDING_REPLACE, 50, 50, 0, 0),
                        new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 80, 50, 30, 0)),
                step.states());
        assertEquals(List.of("1:30@101 DAY"), children(step));
        assertEquals(cost(101, 30), alice.reservedCash());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 80, 80, 0, 30),
                one.fills(step.request(), "b", 30, 101, 30).report().state());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldRefuseToReplaceAFilledOrderByNoMore() {
        isFilled();

        final Step step = alice.replace(2, 1, 50, 101);

        assertEquals(
                new Refusal(RejectReason.TOO_LATE, 50, 50), step.cancelReject().refusal());
        assertEquals(OrdStatus.FILLED, step.cancelReject().ordStatus());
        assertEquals(List.of(), step.deltas());
        assertEquals(RejectReason.TOO_LATE, alice.cancel(3, 1).cancelReject().reason());
    }

    @Test
    void shouldLeaveAFilledOrderAloneThatTheAccountCannotPayMoreOf() {
        isFilled();

        final Step step = alice.replace(2, 1, 1_000_000, 1_000_000);

        assertEquals(RejectReason.INSUFFICIENT_BUYING_POWER, step.cancelReject().reason());
        assertEquals(List.of(), step.deltas());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldNotOpenAgainWhatHasEndedOtherwise() {
        rests();
        final Step cancel = alice.cancel(2, 1);
        one.cancels(cancel.request(), 0);

        assertEquals(
                RejectReason.TOO_LATE,
                alice.replace(3, 1, 80, 100).cancelReject().reason());
    }

    @Test
    void shouldNotOpenAFilledOrderAgainAfterItsTime() {
        final long due = driver.timestampNs + SECOND;
        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTD).expireNs(due));
        one.fills(step.request(), "a", 50, 100, 50);
        driver.timestampNs = due;

        assertEquals(
                RejectReason.TOO_LATE,
                alice.replace(2, 1, 80, 100).cancelReject().reason());
    }

    @Test
    void shouldExpireAFilledOrderThatWasOpenedAgainAtItsTime() {
        final long due = driver.timestampNs + SECOND;
        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTD).expireNs(due));
        one.fills(step.request(), "a", 50, 100, 50);
        assertEquals(
                due,
                alice.replace(2, 1, 80, 100).only(Said.TimerRequested.class).deadlineNs());
        driver.timestampNs = due;

        final VenueRequest asked = new OperatorPuppet(driver).timer(due).request();

        assertEquals(
                new State(ExecType.EXPIRED, OrdStatus.EXPIRED, 80, 50, 0, 0),
                one.cancels(asked, 0).report().state());
    }

    @Test
    void shouldOpenAFilledOrderAgainAfterASnapshot() {
        isFilled();
        final EngineDriver loaded = driver.reloaded();

        assertEquals(alice.replace(2, 1, 80, 101), loaded.applyBytes(driver.inputs.get(driver.inputs.size() - 1)));
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
    }

    // ---- several replaces -------------------------------------------------------------------------------------------

    @Test
    void shouldTakeReplacesInTheOrderInWhichTheyCameAndRouteTheLast() {
        final VenueRequest child = rests();
        one.fills(child, "a", 10, 100, 10);
        final Step first = alice.replace(2, 1, 80, 101);
        final Step second = alice.replace(3, 2, 70, 99);
        assertEquals(List.of(), second.requests(), "its child was called back already");
        assertEquals(
                new State(ExecType.PENDING_REPLACE, OrdStatus.PENDING_REPLACE, 50, 10, 40, 0),
                second.report().state());
        assertEquals(2, second.report().origClOrdId());

        final Step back = one.cancels(first.request(), 10);

        assertEquals(
                List.of(
                        new State(ExecType.REPLACED, OrdStatus.PENDING_REPLACE, 80, 10, 70, 0),
                        new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 70, 10, 60, 0)),
                back.states());
        assertEquals(
                List.of(2L, 3L), back.reports().stream().map(Report::clOrdId).toList());
        assertEquals(
                List.of(1L, 2L),
                back.reports().stream().map(Report::origClOrdId).toList());
        assertEquals(List.of("1:60@99 DAY"), children(back));
        assertEquals(cost(99, 60), alice.reservedCash());
        assertEquals(
                RejectReason.UNKNOWN_ORDER, alice.cancel(4, 1).cancelReject().reason());
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(5, 3).report().ordStatus());
    }

    @Test
    void shouldReserveForTheDearestOfAllPendingReplaces() {
        final VenueRequest child = rests();
        alice.replace(2, 1, 80, 101);
        alice.replace(3, 2, 60, 105);

        assertEquals(cost(105, 80), alice.reservedCash());
        one.fills(child, "a", 10, 100, 10);
        assertEquals(cost(105, 70), alice.reservedCash());
    }

    @Test
    void shouldTakeAReplaceThatNamesTheOrderAsItIsWhileAnotherIsPending() {
        rests();
        final Step first = alice.replace(2, 1, 80, 101);
        alice.replace(3, 1, 60, 100);

        final Step back = one.cancels(first.request(), 0);

        assertEquals(
                List.of(2L, 3L), back.reports().stream().map(Report::clOrdId).toList());
        assertEquals(List.of("1:60@100 DAY"), children(back));
    }

    @Test
    void shouldHaveNoMoreReplacesPendingThanAnOrderAtAVenue() {
        rests();
        for (int i = 0; i < ParentOrder.MAX_REPLACES; i++) {
            assertEquals(
                    ExecType.PENDING_REPLACE,
                    alice.replace(2 + i, 1 + i, 60 + i, 100).report().execType());
        }

        final Step refused = alice.replace(9, 5, 90, 100);

        assertEquals(RejectReason.REQUEST_PENDING, refused.cancelReject().reason());
        assertEquals(List.of(), refused.deltas());
    }

    @Test
    void shouldFillAnOrderByAReplaceToWhatItHasAndOpenItAgainByTheNext() {
        final VenueRequest child = rests();
        final Step first = alice.replace(2, 1, 20, 100);
        alice.replace(3, 2, 60, 100);
        one.fills(child, "a", 30, 100, 30);

        final Step back = one.cancels(first.request(), 30);

        assertEquals(
                List.of(
                        new State(ExecType.REPLACED, OrdStatus.PENDING_REPLACE, 30, 30, 0, 0),
                        new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 60, 30, 30, 0)),
                back.states());
        assertEquals(List.of("1:30@100 DAY"), children(back));
    }

    @Test
    void shouldRefuseEachReplaceThatCameTooLate() {
        final VenueRequest child = rests();
        alice.replace(2, 1, 40, 100);
        alice.replace(3, 2, 50, 101);

        final Step filled = one.fills(child, "a", 50, 100, 50);
        final Step late = one.rejectsCancel(
                new VenueRequest(101, child.venueClOrdId() + 1, 0, 0, 0, 0, 1, "", null, null, null),
                VenuePuppet.TOO_LATE);

        assertEquals(OrdStatus.PENDING_REPLACE, filled.report().ordStatus());
        assertEquals(
                List.of(2L, 3L),
                late.all(CancelReject.class).stream().map(CancelReject::clOrdId).toList());
        assertEquals(
                List.of(RejectReason.TOO_LATE, RejectReason.TOO_LATE),
                late.all(CancelReject.class).stream().map(CancelReject::reason).toList());
        assertEquals(
                OrdStatus.FILLED, late.deltas().get(late.deltas().size() - 1).ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldLetACancelTakeThePlaceOfAllPendingReplaces() {
        rests();
        final Step first = alice.replace(2, 1, 80, 101);
        alice.replace(3, 2, 70, 99);

        final Step cancel = alice.cancel(4, 3);

        assertEquals(
                List.of(2L, 3L),
                cancel.all(CancelReject.class).stream()
                        .map(CancelReject::clOrdId)
                        .toList());
        assertEquals(OrdStatus.PENDING_CANCEL, cancel.report().ordStatus());
        assertEquals(
                RejectReason.REQUEST_PENDING,
                alice.replace(5, 1, 80, 100).cancelReject().reason());
        final Report ended = one.cancels(first.request(), 0).report();
        assertEquals(OrdStatus.CANCELED, ended.ordStatus());
        assertEquals(4, ended.clOrdId());
        assertEquals(1, ended.origClOrdId());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldRefuseAllPendingReplacesWhenTheVenueWillNotGiveBackItsChild() {
        rests();
        final Step first = alice.replace(2, 1, 80, 101);
        alice.replace(3, 2, 70, 99);

        final Step refused = one.rejectsCancel(first.request(), VenuePuppet.OTHER);

        assertEquals(
                List.of(2L, 3L),
                refused.all(CancelReject.class).stream()
                        .map(CancelReject::clOrdId)
                        .toList());
        assertEquals(cost(100, 50), alice.reservedCash());
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(4, 1).report().ordStatus());
    }

    @Test
    void shouldRememberPendingReplacesInASnapshot() {
        rests();
        final Step first = alice.replace(2, 1, 80, 101);
        alice.replace(3, 2, 70, 99);

        final EngineDriver loaded = driver.reloaded();

        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        assertEquals(one.cancels(first.request(), 0), one.at(loaded).cancels(first.request(), 0));
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
    }
}
