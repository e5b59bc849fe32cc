package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static io.tradex.core.engine.RoutingPuppet.buy;
import static io.tradex.core.engine.RoutingPuppet.children;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.CancelReject;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.TimerRequested;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Smartly routed orders that outlive the day (GTC), and those that end at a time (GTD). */
class SmartRoutingNightTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int FIRST_DAY = 20_260_101;

    private final EngineDriver driver = EngineDriver.ready();
    private final RoutingPuppet routing = new RoutingPuppet(driver);
    private final OperatorPuppet operator = new OperatorPuppet(driver);
    private final VenuePuppet one = routing.venue(1);
    private final VenuePuppet two = routing.venue(2);
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    /** 50 lots that rest at venue 1. */
    private VenueRequest rests() {
        final Step step = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTC));
        assertEquals(List.of("1:50@100 DAY"), children(step));
        one.accepts(step.request());
        return step.request();
    }

    private Step buysUntil(final long expireNs, final long lots, final long ticks) {
        return alice.send(buy(alice, 1, RoutingStrategy.SWEEP, lots, ticks, TimeInForce.GTD)
                .expireNs(expireNs));
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecType.class,
            names = {"EXPIRED", "DONE_FOR_DAY"})
    void shouldSpendTheNightExposedNowhereAndGoOnWithTheNextDaysFirstQuote(final ExecType ends) {
        final VenueRequest child = rests();
        one.fills(child, "a", 10, 100, 10);

        final Step evening = one.ends(child, ends, OrdStatus.valueOf(ends.name()), 10);

        assertEquals(List.of(), evening.reports(), "the order goes on");
        assertEquals(0, routing.exposureOf(child.parentOrderId()));
        assertEquals(cost(100, 40), alice.reservedCash());
        assertEquals(List.of(), children(routing.asks(2, 30, 100)), "the day is over");
        assertEquals(List.of(), children(driver.endOfDay(FIRST_DAY)));
        assertEquals(0, routing.exposureOf(child.parentOrderId()));
        final Step morning = routing.asks(2, 30, 101);
        assertEquals(1, children(morning).size(), "any quote says that a day has begun");
        assertEquals(40, routing.exposureOf(child.parentOrderId()));
        assertEquals(List.of(), children(routing.asks(1, 30, 101)), "once");
    }

    @Test
    void shouldGoOnWhenAVenueComesUpInTheMorning() {
        final VenueRequest child = rests();
        one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);
        one.down();
        two.down();
        driver.endOfDay(FIRST_DAY);

        assertEquals(List.of("2:50@100 DAY"), children(two.up()));
    }

    @Test
    void shouldGoOnWhenTheOwnBookOpensInTheMorning() {
        final VenueRequest child = rests();
        one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);
        one.down();
        two.down();
        operator.phase(EngineDriver.ACME, TradingPhase.CLOSED);
        driver.endOfDay(FIRST_DAY);
        assertEquals(0, routing.exposureOf(child.parentOrderId()));

        operator.phase(EngineDriver.ACME, TradingPhase.PRE_OPEN);

        assertEquals(50, routing.exposureOf(child.parentOrderId()));
    }

    @Test
    void shouldNotWaitAnotherDayForAVenueThatWasLateToSayThatItsDayIsOver() {
        final VenueRequest child = rests();
        driver.endOfDay(FIRST_DAY);
        assertEquals(50, routing.exposureOf(child.parentOrderId()), "its venue has not said so");

        assertEquals(List.of(), children(one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0)));
        assertEquals(1, children(routing.asks(2, 10, 101)).size());
    }

    @Test
    void shouldLiveThroughManyNights() {
        VenueRequest child = rests();
        for (int day = 0; day < 5; day++) {
            one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);
            driver.endOfDay(FIRST_DAY + day);
            child = routing.asks(1, 10, 101).request();
        }
        assertEquals(
                OrdStatus.FILLED,
                driver.venue(child.venueId())
                        .fills(child, "z", 50, 100, 50)
                        .report()
                        .ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldMakeAsManyChildrenAsItMayOnEachDay() {
        VenueRequest child = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTC)
                        .venueMask(1)
                        .excludeOwnBook(BooleanType.T))
                .request();
        for (int made = 1; made < SmartRouting.MAX_CHILDREN; made++) {
            one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0);
            child = routing.asks(1, 50, 100).request();
        }
        driver.endOfDay(FIRST_DAY);

        assertEquals(
                List.of(),
                one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0).reports());
    }

    @Test
    void shouldStayInTheOwnBookOverNight() {
        one.down();
        two.down();
        alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTC));

        assertEquals(List.of(), driver.endOfDay(FIRST_DAY).reports());

        assertEquals(50, bob.sell(1, 50, 100).reportsTo(alice.sessionId).get(0).lastQtyLots());
    }

    @Test
    void shouldTakeNewTermsAtNightAndRouteThemInTheMorning() {
        final VenueRequest child = rests();
        one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);

        final Step replaced = alice.replace(2, 1, 70, 99);

        assertEquals(ExecType.REPLACED, replaced.reports().get(1).execType());
        assertEquals(List.of(), children(replaced));
        driver.endOfDay(FIRST_DAY);
        assertEquals(List.of("1:70@99 DAY"), children(routing.asks(1, 10, 101)));
    }

    @Test
    void shouldCancelAtOnceAtNight() {
        final VenueRequest child = rests();
        one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);

        assertEquals(OrdStatus.CANCELED, alice.cancel(2, 1).reports().get(1).ordStatus());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldRouteNothingMoreOfADayOrderWhoseDayIsOver() {
        routing.asks(1, 20, 100);
        final Step step = alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 20, 100, TimeInForce.DAY));
        one.down();
        driver.endOfDay(FIRST_DAY);

        final Step back = one.answersStatus(one.up().request(), OrdStatus.CANCELED, 0);

        assertEquals(List.of(), children(back));
        assertEquals(OrdStatus.EXPIRED, back.report().ordStatus());
        assertEquals(RejectReason.END_OF_DAY, back.report().reason());
        assertEquals(0, routing.exposureOf(step.report().orderId()));
    }

    // ---- until a time -----------------------------------------------------------------------------------------------

    @Test
    void shouldCallBackItsChildrenWhenItsTimeHasCome() {
        final long due = driver.timestampNs + SECOND;
        final Step step = buysUntil(due, 50, 100);
        assertEquals(List.of("1:50@100 DAY"), children(step));
        assertEquals(due, step.only(TimerRequested.class).deadlineNs());
        driver.timestampNs = due;

        final Step asked = operator.timer(due);

        assertEquals(OrdStatus.PENDING_CANCEL, asked.report().ordStatus());
        final Report ended = one.cancels(asked.request(), 0).report();
        assertEquals(OrdStatus.EXPIRED, ended.ordStatus());
        assertEquals(ExecType.EXPIRED, ended.execType());
        assertEquals(RejectReason.EXPIRED, ended.reason());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldExpireWhereverItWaitsOrRests() {
        one.down();
        two.down();
        final long due = driver.timestampNs + SECOND;
        buysUntil(due, 50, 100);
        bob.send(buy(bob, 1, RoutingStrategy.SWEEP, 50, 100, TimeInForce.GTD)
                .venueMask(1)
                .expireNs(due + 1));
        driver.timestampNs = due + 1;

        final Step expired = operator.timer(due + 1);

        assertEquals(
                List.of(OrdStatus.EXPIRED, OrdStatus.EXPIRED),
                expired.reports().stream().map(Report::ordStatus).toList());
        assertEquals(0, driver.engine.instrument(EngineDriver.ACME).book().bestTicks(true));
    }

    @Test
    void shouldEndWithItsChildWhenItsTimeHasComeAndTheVenueWillNotGiveItBack() {
        final long due = driver.timestampNs + SECOND;
        final VenueRequest child = buysUntil(due, 50, 100).request();
        driver.timestampNs = due;
        final VenueRequest asked = operator.timer(due).request();

        final Step refused = one.rejectsCancel(asked, VenuePuppet.OTHER);

        assertEquals(OrdStatus.NEW, refused.report().ordStatus());
        assertEquals(List.of(), refused.all(CancelReject.class));
        final EngineDriver loaded = driver.reloaded();
        assertEquals(driver.engine.stateHash(), loaded.engine.stateHash());
        final Step ended = one.ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0);
        assertEquals(OrdStatus.EXPIRED, ended.report().ordStatus());
        assertEquals(
                ended.said(),
                one.at(loaded)
                        .ends(child, ExecType.CANCELED, OrdStatus.CANCELED, 0)
                        .said());
    }

    @Test
    void shouldRememberTheNightInASnapshot() {
        final VenueRequest child = rests();
        one.ends(child, ExecType.EXPIRED, OrdStatus.EXPIRED, 0);
        final EngineDriver atNight = driver.reloaded();
        assertEquals(driver.engine.stateHash(), atNight.engine.stateHash());
        driver.endOfDay(FIRST_DAY);
        atNight.endOfDay(FIRST_DAY);
        final EngineDriver atDawn = driver.reloaded();

        final List<Said> said = routing.asks(1, 10, 101).said();

        assertEquals(said, new RoutingPuppet(atNight).asks(1, 10, 101).said());
        assertEquals(said, new RoutingPuppet(atDawn).asks(1, 10, 101).said());
        assertEquals(driver.engine.stateHash(), atDawn.engine.stateHash());
    }

    // ---- entry ------------------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAMarketOrderThatIsToLast() {
        assertEquals(
                RejectReason.INVALID_COMBINATION,
                alice.send(buy(alice, 1, RoutingStrategy.SWEEP, 10, 0, TimeInForce.GTC)
                                .ordType(OrdType.MARKET))
                        .report()
                        .reason());
    }

    @Test
    void shouldRefuseATimeThatHasPassed() {
        assertEquals(
                RejectReason.EXPIRED,
                buysUntil(driver.timestampNs, 10, 100).report().reason());
    }
}
