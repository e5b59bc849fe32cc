package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replaces on the core's own book. */
class ReplaceTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);
    private final Trader carol = driver.trader(9);

    @Test
    void shouldRenameTheOrderAndTellBothClOrdIds() {
        alice.buy(1, 10, 100);

        final Step step = alice.replace(2, 1, 20, 101);

        final Report report = step.report();
        assertEquals(new State(ExecType.REPLACED, OrdStatus.NEW, 20, 0, 20, 0), report.state());
        assertEquals(2, report.clOrdId());
        assertEquals(1, report.origClOrdId());
        assertEquals(101, report.priceTicks());
        assertEquals(2, step.deltas().get(0).clOrdId());
        assertEquals(2, report.orderVersion());
    }

    @Test
    void shouldKnowAReplacedOrderByItsNewClOrdIdOnlyButTellItsStatusByAny() {
        alice.buy(1, 10, 100);
        alice.replace(2, 1, 20, 100);
        alice.replace(3, 2, 30, 100);

        assertEquals(
                RejectReason.UNKNOWN_ORDER, alice.cancel(4, 1).cancelReject().reason());
        assertEquals(30, alice.status(1).report().quantityLots());
        assertEquals(30, alice.status(3).report().quantityLots());
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 30, 0, 0, 0),
                alice.cancel(5, 3).report().state());
    }

    @Test
    void shouldKeepItsPlaceWhenOnlyTheQuantityFalls() {
        alice.buy(1, 10, 100);
        bob.buy(1, 10, 100);

        alice.replace(2, 1, 4, 100);
        final Step step = carol.sell(1, 6, 100);

        assertEquals(List.of(new State(ExecType.TRADE, OrdStatus.FILLED, 4, 4, 0, 4)), step.statesTo(alice.sessionId));
        assertEquals(
                List.of(new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 2, 8, 2)),
                step.statesTo(bob.sessionId));
    }

    @Test
    void shouldKeepItsPlaceWhenNothingChanges() {
        alice.buy(1, 10, 100);
        bob.buy(1, 10, 100);

        alice.replace(2, 1, 10, 100);

        assertEquals(1, carol.sell(1, 10, 100).reportsTo(alice.sessionId).size());
    }

    @Test
    void shouldLoseItsPlaceWhenTheQuantityRises() {
        alice.buy(1, 10, 100);
        bob.buy(1, 10, 100);

        alice.replace(2, 1, 11, 100);

        assertEquals(1, carol.sell(1, 10, 100).reportsTo(bob.sessionId).size());
    }

    @Test
    void shouldLoseItsPlaceWhenThePriceChangesAndComesBack() {
        alice.buy(1, 10, 100);
        bob.buy(1, 10, 100);

        alice.replace(2, 1, 10, 99);
        alice.replace(3, 2, 10, 100);

        assertEquals(1, carol.sell(1, 10, 100).reportsTo(bob.sessionId).size());
    }

    @Test
    void shouldTradeAtOnceWhenTheNewPriceCrosses() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 102);

        final Step step = alice.replace(2, 1, 10, 103);

        assertEquals(
                List.of(
                        new State(ExecType.REPLACED, OrdStatus.NEW, 10, 0, 10, 0),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4)),
                step.statesTo(alice.sessionId));
        assertEquals(102, step.reportsTo(alice.sessionId).get(1).lastPriceTicks());
        assertEquals(2, step.reportsTo(alice.sessionId).get(1).clOrdId());
        assertEquals(103, book().levelPriceTicks(true, 0));
        assertEquals(6, book().levelLots(true, 0));
    }

    @Test
    void shouldKeepWhatIsFilledWhenAPartlyFilledOrderIsReplaced() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 100);

        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 20, 4, 16, 0),
                alice.replace(2, 1, 20, 100).report().state());
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 5, 4, 1, 0),
                alice.replace(3, 2, 5, 100).report().state());
        assertEquals(1, book().levelLots(true, 0));
    }

    @Test
    void shouldEndAnOrderThatIsReplacedToNoMoreThanWhatIsFilled() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 100);

        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.FILLED, 4, 4, 0, 0),
                alice.replace(2, 1, 3, 100).report().state());
        assertEquals(0, book().orders());
        assertEquals(0, alice.reservedCash());
        assertEquals(RejectReason.TOO_LATE, alice.cancel(3, 2).cancelReject().reason());
    }

    private io.tradex.core.book.OrderBook book() {
        return driver.engine.instrument(EngineDriver.ACME).book();
    }
}
