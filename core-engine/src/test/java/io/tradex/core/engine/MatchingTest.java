package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Delta;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    @Test
    void shouldRestALimitOrderThatFindsNothing() {
        final Step step = alice.buy(1, 10, 100);

        final Report report = step.report();
        assertEquals(new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0), report.state());
        assertEquals(alice.sessionId, report.sessionId());
        assertEquals(alice.lastClientSeq(), report.clientSeq());
        assertEquals(driver.sequence, report.inputSeq());
        assertEquals(1, report.clOrdId());
        assertEquals(0, report.origClOrdId());
        assertEquals(1, report.orderVersion());
        assertEquals(RejectReason.NONE, report.reason());
        assertEquals(100, book().levelPriceTicks(true, 0));
        assertEquals(10, book().levelLots(true, 0));
    }

    @Test
    void shouldPublishTheWholeRowOfEveryChange() {
        final Delta delta = alice.sell(11, 5, 250).only(Delta.class);

        assertEquals(
                new Delta(
                        driver.sequence,
                        1,
                        1,
                        driver.timestampNs,
                        alice.accountId,
                        1,
                        delta.orderId(),
                        1,
                        11,
                        250,
                        5,
                        0,
                        5,
                        0,
                        0,
                        0,
                        0,
                        driver.timestampNs,
                        0,
                        0,
                        EngineDriver.TICK_E8,
                        EngineDriver.E8,
                        EngineDriver.ACME,
                        0,
                        "ACME",
                        RejectReason.NONE,
                        ExecType.NEW,
                        OrdStatus.NEW,
                        Side.SELL,
                        OrdType.LIMIT,
                        TimeInForce.DAY,
                        Liquidity.NONE,
                        OrdStatus.NULL_VAL),
                delta);
    }

    @Test
    void shouldMatchAtTheRestingPriceAndTellBothSides() {
        alice.sell(1, 10, 100);

        final Step step = bob.buy(1, 4, 105);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 4, 0, 4, 0),
                        new State(ExecType.TRADE, OrdStatus.FILLED, 4, 4, 0, 4)),
                step.statesTo(bob.sessionId));
        assertEquals(
                List.of(new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4)),
                step.statesTo(alice.sessionId));
        final Report maker = step.reportsTo(alice.sessionId).get(0);
        final Report taker = step.reportsTo(bob.sessionId).get(1);
        assertEquals(100, maker.lastPriceTicks());
        assertEquals(100, taker.lastPriceTicks());
        assertEquals(Liquidity.MAKER, maker.liquidity());
        assertEquals(Liquidity.TAKER, taker.liquidity());
        assertTrue(maker.tradeId() > 0);
        assertEquals(maker.tradeId(), taker.tradeId());
        assertEquals(cost(100, 4), maker.cumValueMicros());
        assertEquals(0, maker.clientSeq(), "nobody of alice's session asked");
    }

    @Test
    void shouldSweepLevelsInPriceTimePriority() {
        alice.sell(1, 10, 101);
        bob.sell(2, 10, 100);
        alice.sell(3, 10, 100);

        final Trader carol = driver.trader(9);
        final Step step = carol.buy(1, 25, 101);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 25, 0, 25, 0),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 25, 10, 15, 10),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 25, 20, 5, 10),
                        new State(ExecType.TRADE, OrdStatus.FILLED, 25, 25, 0, 5)),
                step.statesTo(carol.sessionId));
        assertEquals(
                List.of(100L, 100L, 101L),
                step.reportsTo(carol.sessionId).stream()
                        .skip(1)
                        .map(Report::lastPriceTicks)
                        .toList());
        assertEquals(
                List.of(3L, 1L),
                step.reportsTo(alice.sessionId).stream().map(Report::clOrdId).toList());
        assertEquals(
                cost(100, 20) + cost(101, 5), carol.driver.engine.account(90).reservedMicros() + spent(carol));
    }

    @Test
    void shouldRestWhatALimitOrderDoesNotFindAndMatchItLater() {
        alice.sell(1, 4, 100);

        bob.buy(1, 10, 100);
        assertEquals(6, book().levelLots(true, 0));
        final Step step = alice.sell(2, 6, 99);

        assertEquals(List.of(new State(ExecType.TRADE, OrdStatus.FILLED, 10, 10, 0, 6)), step.statesTo(bob.sessionId));
        assertEquals(100, step.reportsTo(alice.sessionId).get(1).lastPriceTicks());
        assertEquals(0, book().orders());
    }

    @Test
    void shouldCancelWhatAnImmediateOrderDoesNotFind() {
        alice.sell(1, 4, 100);

        final Step step = bob.buyIoc(1, 10, 100);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 4, 0, 0)),
                step.statesTo(bob.sessionId));
        assertEquals(
                RejectReason.NO_LIQUIDITY, step.reportsTo(bob.sessionId).get(2).reason());
        assertEquals(0, book().orders());
        assertEquals(0, bob.reservedCash());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCancelAMarketOrderInAnEmptyBook(final boolean buy) {
        final Step step = buy ? alice.buyMarket(1, 10) : alice.sellMarket(1, 10);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0)),
                step.states());
        assertEquals(RejectReason.NO_LIQUIDITY, step.reports().get(1).reason());
        assertEquals(0, alice.reservedCash());
        assertEquals(10_000, alice.freeLots());
    }

    @Test
    void shouldFillAMarketOrderAtWhateverStandsInTheBook() {
        alice.buy(1, 5, 100);
        alice.buy(2, 5, 1);

        final Step step = bob.sellMarket(1, 12);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 12, 0, 12, 0),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 12, 5, 7, 5),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 12, 10, 2, 5),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 12, 10, 0, 0)),
                step.statesTo(bob.sessionId));
        assertEquals(cost(100, 5) + cost(1, 5), bob.cash() - 1_000_000_000_000L);
    }

    @Test
    void shouldLetAnAccountTradeWithItself() {
        alice.sell(1, 10, 100);

        final Step step = alice.buy(2, 10, 100);

        assertEquals(
                List.of(
                        new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                        new State(ExecType.TRADE, OrdStatus.FILLED, 10, 10, 0, 10),
                        new State(ExecType.TRADE, OrdStatus.FILLED, 10, 10, 0, 10)),
                step.states());
        assertEquals(1_000_000_000_000L, alice.cash());
        assertEquals(10_000, alice.lots());
        assertEquals(0, alice.reservedCash());
        assertEquals(10_000, alice.freeLots());
    }

    @Test
    void shouldCancelARestingOrder() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 100);

        final Report report = alice.cancel(2, 1).report();

        assertEquals(new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 4, 0, 0), report.state());
        assertEquals(2, report.clOrdId());
        assertEquals(1, report.origClOrdId());
        assertEquals(0, book().orders());
    }

    @Test
    void shouldAnswerAStatusRequestWithTheOrderAsItStands() {
        alice.buy(1, 10, 100);
        bob.sell(1, 4, 100);

        final Step step = alice.status(1);

        final Report report = step.report();
        assertEquals(new State(ExecType.ORDER_STATUS, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 0), report.state());
        assertEquals(alice.lastClientSeq(), report.clientSeq());
        assertEquals(0, report.accountSeq());
        assertEquals(List.of(), step.deltas());
    }

    @Test
    void shouldNumberChangesOfOrdersAccountsAndDeltasWithoutAGap() {
        alice.sell(1, 10, 100);
        bob.sell(1, 10, 100);
        final List<Delta> deltas = driver.trader(9).buy(1, 15, 100).deltas();

        // Each match changes the resting order first, then the incoming one.
        assertEquals(
                List.of(3L, 4L, 5L, 6L, 7L), deltas.stream().map(Delta::outSeq).toList());
        assertEquals(
                List.of(90L, 70L, 90L, 80L, 90L),
                deltas.stream().map(Delta::accountId).toList());
        assertEquals(
                List.of(1L, 2L, 2L, 2L, 3L),
                deltas.stream().map(Delta::accountSeq).toList());
        assertEquals(
                List.of(1L, 2L, 2L, 2L, 3L),
                deltas.stream().map(Delta::orderVersion).toList());
    }

    @Test
    void shouldRememberTheLastTradeAsTheReferencePrice() {
        alice.sell(1, 10, 12_345);
        bob.buy(1, 10, 12_345);

        assertEquals(12_345, driver.engine.instrument(EngineDriver.ACME).referencePriceTicks());
    }

    private long spent(final Trader trader) {
        return 1_000_000_000_000L - trader.cash();
    }

    private io.tradex.core.book.OrderBook book() {
        return driver.engine.instrument(EngineDriver.ACME).book();
    }
}
