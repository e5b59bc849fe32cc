package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.Report;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Smartly routed orders that no place takes: they wait, and whatever may be a place wakes them. */
class SmartRoutingWaitingTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final RoutingPuppet routing = new RoutingPuppet(driver);
    private final VenuePuppet one = routing.venue(1);
    private final VenuePuppet two = routing.venue(2);
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    /** An order that may go to some venues and not to the own book. */
    private Step buys(
            final Trader trader, final long clOrdId, final long lots, final long ticks, final long venueMask) {
        return trader.send(buy(trader, clOrdId, RoutingStrategy.SWEEP, lots, ticks, TimeInForce.DAY)
                .venueMask(venueMask)
                .excludeOwnBook(BooleanType.T));
    }

    /** An order whose one venue has sent it back. */
    private Report waits(final Trader trader, final long clOrdId, final long lots, final long ticks) {
        final Step step = buys(trader, clOrdId, lots, ticks, 0b1);
        assertEquals(List.of(), one.rejects(step.request(), 99).reports());
        return step.report();
    }

    @Test
    void shouldWaitForAQuoteThatItsLimitReaches() {
        routing.asks(1, 30, 100);
        final Step step = buys(alice, 1, 50, 100, 0b1);
        assertEquals(List.of("1:30@100 IOC"), children(step));

        final Step back = one.ends(step.request(), ExecType.CANCELED, OrdStatus.CANCELED, 0);

        assertEquals(List.of(), back.reports(), "it goes on");
        assertEquals(0, routing.exposureOf(step.report().orderId()));
        assertEquals(cost(100, 50), alice.reservedCash());
        assertEquals(List.of(), children(routing.asks(1, 20, 101)));
        assertEquals(List.of(), children(routing.asks(2, 20, 99)), "not a venue of its");
        final Step woken = routing.asks(1, 20, 100);
        assertEquals(List.of("1:20@100 IOC"), children(woken));
        assertEquals(
                List.of("1:30@100 DAY"),
                children(one.fills(woken.request(), "a", 20, 100, 20)),
                "the venue takes orders again, so the rest goes there");
    }

    @Test
    void shouldServeWhoHasWaitedLongestFirst() {
        waits(alice, 1, 20, 100);
        waits(bob, 1, 50, 101);

        final Step woken = routing.asks(1, 30, 100);

        assertEquals(List.of("1:20@100 IOC", "1:10@100 IOC"), children(woken));
        assertEquals(List.of(), children(routing.asks(1, 30, 100)), "none waits any more");
    }

    @Test
    void shouldGiveEachOfManyWaitingOrdersItsTurn() {
        for (int i = 1; i <= SmartRouting.MAX_LOOKS + 5; i++) {
            waits(alice, i, 1, 100);
        }
        waits(bob, 1, 7, 105);

        assertEquals(List.of(), children(routing.asks(1, 30, 105)));
        assertEquals(List.of("1:7@105 IOC"), children(routing.asks(1, 30, 105)));
    }

    @Test
    void shouldGoToAVenueThatComesUp() {
        two.down();
        final Step step = buys(alice, 1, 50, 100, 0b11);
        assertEquals(List.of("1:50@100 DAY"), children(step));
        assertEquals(List.of(), children(one.ends(step.request(), ExecType.CANCELED, OrdStatus.CANCELED, 0)));

        assertEquals(List.of("2:50@100 DAY"), children(two.up()));
    }

    @Test
    void shouldGoToAVenueWhoseBreakerCloses() {
        routing.send(routing.settings(1).breakerWindow(10).breakerRejects(1).breakerCoolDownMs(1_000));
        final Step opened = one.rejects(buys(alice, 1, 50, 100, 0b1).request(), 99);
        assertEquals(BreakerState.OPEN, opened.only(Said.BreakerChanged.class).state());
        final long due = opened.only(Said.TimerRequested.class).deadlineNs();
        driver.timestampNs = due;

        final Step halfOpen = new OperatorPuppet(driver).timer(due);

        assertEquals(List.of("1:50@100 DAY"), children(halfOpen));
    }

    @Test
    void shouldRestInTheOwnBookWhenItsPhaseTakesOrdersAgain() {
        final OperatorPuppet operator = new OperatorPuppet(driver);
        one.down();
        two.down();
        operator.phase(EngineDriver.ACME, TradingPhase.CLOSED);
        final Step step = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.DAY));
        assertEquals(OrdStatus.NEW, step.report().ordStatus());
        assertEquals(0, routing.exposureOf(step.report().orderId()));

        operator.phase(EngineDriver.ACME, TradingPhase.CONTINUOUS);

        assertEquals(50, routing.exposureOf(step.report().orderId()));
        assertEquals(100, driver.engine.instrument(EngineDriver.ACME).book().bestTicks(true));
    }

    @Test
    void shouldCancelAtOnceWhatWaits() {
        waits(alice, 1, 50, 100);

        final Step cancelled = alice.cancel(2, 1);

        assertEquals(
                List.of(OrdStatus.PENDING_CANCEL, OrdStatus.CANCELED),
                cancelled.reports().stream().map(Report::ordStatus).toList());
        assertEquals(0, alice.reservedCash());
        assertEquals(List.of(), children(routing.asks(1, 50, 100)));
    }

    @Test
    void shouldRouteWhatWaitsAnewAfterAReplace() {
        waits(alice, 1, 50, 100);

        final Step replaced = alice.replace(2, 1, 40, 99);

        assertEquals(List.of("1:40@99 DAY"), children(replaced));
        assertEquals(ExecType.REPLACED, replaced.reports().get(1).execType());
    }

    @Test
    void shouldExpireWhatWaitsAtTheEndOfTheDay() {
        waits(alice, 1, 50, 100);

        final Report ended = driver.endOfDay(20_260_101).report();

        assertEquals(OrdStatus.EXPIRED, ended.ordStatus());
        assertEquals(RejectReason.END_OF_DAY, ended.reason());
        assertEquals(0, alice.reservedCash());
        assertEquals(List.of(), children(routing.asks(1, 50, 100)));
    }

    @Test
    void shouldEndWhenEveryQuoteHasMadeItTryInVain() {
        waits(alice, 1, 50, 100);
        Step step = routing.asks(1, 50, 100);
        for (int made = 2; made < SmartRouting.MAX_CHILDREN; made++) {
            one.ends(step.request(), ExecType.CANCELED, OrdStatus.CANCELED, 0);
            step = routing.asks(1, 50, 100);
        }

        final Report ended = one.ends(step.request(), ExecType.CANCELED, OrdStatus.CANCELED, 0)
                .report();

        assertEquals(RejectReason.ROUTING_LIMIT, ended.reason());
    }

    @Test
    void shouldWaitInTheSameOrderAfterASnapshot() {
        waits(alice, 1, 20, 100);
        waits(bob, 1, 50, 101);
        waits(alice, 2, 30, 100);

        final EngineDriver loaded = driver.reloaded();

        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        assertEquals(
                routing.asks(1, 30, 100).said(),
                new RoutingPuppet(loaded).asks(1, 30, 100).said());
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
    }
}
