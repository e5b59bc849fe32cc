package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.CancelReject;
import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Venues that will not give back a part of a smartly routed order. */
class SmartRoutingRefusalTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final RoutingPuppet routing = new RoutingPuppet(driver);
    private final VenuePuppet one = routing.venue(1);
    private final VenuePuppet two = routing.venue(2);
    private final Trader alice = driver.trader(7);

    /** 50 lots that rest at venue 1. */
    private VenueRequest rests() {
        final Step step = alice.send(
                buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.DAY).excludeOwnBook(BooleanType.T));
        assertEquals(List.of("1:50@100 DAY"), children(step));
        one.accepts(step.request());
        return step.request();
    }

    @Test
    void shouldRefuseACancelThatTheVenueRefusesAndGoOn() {
        final VenueRequest child = rests();
        final VenueRequest asked = alice.cancel(2, 1).request();

        final Step refused = one.rejectsCancel(asked, VenuePuppet.OTHER);

        final CancelReject reject = refused.cancelReject();
        assertEquals(new Refusal(RejectReason.VENUE_REJECTED, VenuePuppet.OTHER, 0), reject.refusal());
        assertEquals(2, reject.clOrdId());
        assertEquals(1, reject.origClOrdId());
        assertEquals(OrdStatus.NEW, reject.ordStatus());
        assertEquals(List.of(), refused.requests(), "it is not asked again and again");
        assertEquals(50, routing.exposureOf(child.parentOrderId()));
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 50, 10, 40, 10),
                one.fills(child, "a", 10, 100, 10).report().state());
        final Step again = alice.cancel(3, 1);
        assertEquals(OrdStatus.PENDING_CANCEL, again.report().ordStatus());
        assertEquals(
                OrdStatus.CANCELED, one.cancels(again.request(), 10).report().ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldKeepACancelPendingWhileAnotherChildMayComeBackAndThenRouteAnewWhatDid() {
        routing.asks(1, 20, 100);
        final VenueRequest first = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.DAY))
                .request();
        final VenueRequest rest = one.down().request();
        two.accepts(rest);
        one.answersStatus(one.up().request(), OrdStatus.NEW, 0);
        final List<VenueRequest> asked = alice.cancel(2, 1).requests();
        assertEquals(List.of(1, 2), asked.stream().map(VenueRequest::venueId).toList());

        final Step refused = two.rejectsCancel(asked.get(1), VenuePuppet.OTHER);
        assertEquals(List.of(), refused.all(CancelReject.class));
        final Step back = one.cancels(asked.get(0), 0);

        assertEquals(2, back.cancelReject().clOrdId());
        assertEquals(OrdStatus.NEW, back.cancelReject().ordStatus());
        assertEquals(20 * EngineDriver.E8, back.request().quantityE8(), "what came back is routed anew");
        assertEquals(50, routing.exposureOf(first.parentOrderId()));
    }

    @Test
    void shouldCallBackWhatIsTooMuchAgainWhenTheVenueThatRefusedStillWorksIt() {
        final VenueRequest child = rests();
        final VenueRequest recalled = one.send(one.says(child.venueClOrdId(), ExecType.RESTATED, OrdStatus.NEW)
                        .orderQtyE8(51 * EngineDriver.E8))
                .request();
        assertEquals(List.of(), one.rejectsCancel(recalled, VenuePuppet.OTHER).requests());
        final Step filled = one.fills(child, "a", 50, 100, 50);
        assertEquals(OrdStatus.FILLED, filled.report().ordStatus());
        one.rejectsCancel(filled.request(), VenuePuppet.OTHER);
        assertEquals(1, routing.exposureOf(child.parentOrderId()));

        one.down();
        final VenueRequest again = one.answersStatus(one.up().request(), OrdStatus.PARTIALLY_FILLED, 50)
                .request();

        assertEquals(child.orderId(), again.orderId());
        one.cancels(again, 50);
        assertEquals(0, routing.exposureOf(child.parentOrderId()));
    }

    @Test
    void shouldCallBackWhatIsTooMuchOfAnImmediateChildAgainWhenItsVenueStillWorksIt() {
        routing.asks(1, 50, 100);
        final VenueRequest child = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.DAY))
                .request();
        final VenueRequest recalled = one.send(one.says(child.venueClOrdId(), ExecType.RESTATED, OrdStatus.NEW)
                        .orderQtyE8(51 * EngineDriver.E8))
                .request();
        assertEquals(List.of(), one.rejectsCancel(recalled, VenuePuppet.OTHER).requests());
        one.down();

        final VenueRequest again =
                one.answersStatus(one.up().request(), OrdStatus.NEW, 0).request();

        assertEquals(child.orderId(), again.orderId());
        assertTrue(again.isCancel());
    }

    @Test
    void shouldRefuseAReplaceThatTheVenueRefusesAndKeepTheOldTerms() {
        final VenueRequest child = rests();
        final VenueRequest asked = alice.replace(2, 1, 80, 101).request();
        assertEquals(cost(101, 80), alice.reservedCash());

        final Step refused = one.rejectsCancel(asked, VenuePuppet.OTHER);

        assertEquals(RejectReason.VENUE_REJECTED, refused.cancelReject().reason());
        assertEquals(2, refused.cancelReject().clOrdId());
        assertEquals(OrdStatus.NEW, refused.cancelReject().ordStatus());
        assertEquals(cost(100, 50), alice.reservedCash());
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 50, 50, 0, 50),
                one.fills(child, "a", 50, 100, 50).report().state());
    }

    @Test
    void shouldSayThatItIsNotPendingWhenAVenueWillNotGiveBackWhatAMassCancelAskedFor() {
        final VenueRequest child = rests();
        final VenueRequest asked = alice.massCancel(2, 0).request();

        final Report refused = one.rejectsCancel(asked, VenuePuppet.OTHER).report();

        assertEquals(new State(ExecType.ORDER_STATUS, OrdStatus.NEW, 50, 0, 50, 0), refused.state());
        final Step ended = one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0);
        assertEquals(OrdStatus.CANCELED, ended.report().ordStatus(), "it is not routed anew");
        assertEquals(List.of(), ended.requests());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldSendNothingMoreOfAnOrderUnderAKillSwitchEvenIfItsVenueKeepsIt() {
        final OperatorPuppet operator = new OperatorPuppet(driver);
        final VenueRequest child = rests();
        final VenueRequest asked = operator.kill(KillSwitchScope.INSTRUMENT, EngineDriver.ACME, true)
                .request();
        one.rejectsCancel(asked, VenuePuppet.OTHER);
        operator.kill(KillSwitchScope.INSTRUMENT, EngineDriver.ACME, false);

        assertEquals(
                RejectReason.TOO_LATE,
                alice.replace(2, 1, 80, 100).cancelReject().reason());
        assertEquals(List.of(), routing.asks(2, 50, 100).requests());
        one.fills(child, "a", 20, 100, 20);
        final Report ended =
                one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 20).report();
        assertEquals(RejectReason.KILL_SWITCH, ended.reason());
        assertEquals(20, ended.cumQtyLots());
    }

    @Test
    void shouldAskAgainWhenItIsToldAgain() {
        rests();
        one.rejectsCancel(alice.massCancel(2, 0).request(), VenuePuppet.OTHER);

        final Step again = alice.massCancel(3, 0);

        assertTrue(again.request().isCancel());
        assertEquals(OrdStatus.PENDING_CANCEL, again.report().ordStatus());
        assertEquals(
                OrdStatus.CANCELED, one.cancels(again.request(), 0).report().ordStatus());
    }

    @Test
    void shouldAskHowAChildStandsThatItsVenueCallsUnknownAndEndWithIt() {
        rests();
        final Step refused = one.rejectsCancel(alice.cancel(2, 1).request(), VenuePuppet.UNKNOWN_ORDER);
        assertEquals(List.of(), refused.all(CancelReject.class));
        assertTrue(refused.request().isStatus());

        final Report ended = one.doesNotKnow(refused.request()).report();

        assertEquals(OrdStatus.CANCELED, ended.ordStatus());
        assertEquals(2, ended.clOrdId());
    }

    @Test
    void shouldRefuseACancelThatCameTooLateForAChildThatItsVenueWorksOn() {
        rests();
        final Step late = one.rejectsCancel(alice.cancel(2, 1).request(), VenuePuppet.TOO_LATE);
        assertEquals(List.of(), late.all(CancelReject.class), "its fill may be on its way");

        final Step working = one.answersStatus(late.request(), OrdStatus.NEW, 0);

        assertEquals(RejectReason.VENUE_REJECTED, working.cancelReject().reason());
        assertEquals(OrdStatus.NEW, working.cancelReject().ordStatus());
    }

    @Test
    void shouldWaitForAnImmediateChildWhoseCancelIsRefused() {
        routing.asks(1, 50, 100);
        final VenueRequest child = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.IOC))
                .request();
        final Step refused = one.rejectsCancel(alice.cancel(2, 1).request(), VenuePuppet.OTHER);
        assertEquals(List.of(), refused.all(CancelReject.class));

        final Report ended =
                one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0).report();

        assertEquals(OrdStatus.CANCELED, ended.ordStatus());
        assertEquals(2, ended.clOrdId());
    }

    @Test
    void shouldRememberARefusalInASnapshot() {
        final VenueRequest child = rests();
        one.rejectsCancel(alice.massCancel(2, 0).request(), VenuePuppet.OTHER);

        final EngineDriver loaded = driver.reloaded();

        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        assertEquals(
                one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0).said(),
                one.at(loaded)
                        .ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0)
                        .said());
    }
}
