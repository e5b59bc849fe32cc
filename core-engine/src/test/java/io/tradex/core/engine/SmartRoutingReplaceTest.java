package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
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
}
