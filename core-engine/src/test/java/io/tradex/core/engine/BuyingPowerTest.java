package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every account has $10,000 and 100 lots to begin with. */
class BuyingPowerTest {
    private static final long CASH = 10_000_000_000L;
    private static final long LOTS = 100;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7, CASH, LOTS);
    private final Trader bob = driver.trader(8, CASH, LOTS);

    @Test
    void shouldReserveInTheSameStepThatAcceptsAnOrder() {
        alice.buy(1, 30, 10_000);
        assertFunds(alice, CASH, cost(10_000, 30), LOTS, 0);

        alice.sell(2, 40, 20_000);
        assertFunds(alice, CASH, cost(10_000, 30), LOTS, 40);
    }

    @Test
    void shouldAcceptExactlyWhatCanBePaidAndNotAMicroMore() {
        assertEquals(OrdStatus.NEW, alice.buy(1, 100, 10_000).report().ordStatus());

        assertEquals(0, alice.freeCash());
        assertEquals(
                new Refusal(RejectReason.INSUFFICIENT_BUYING_POWER, 10_000, 0),
                alice.buy(2, 1, 1).report().refusal());
        assertEquals(OrdStatus.NEW, alice.sell(3, 100, 20_000).report().ordStatus());
        assertEquals(
                new Refusal(RejectReason.INSUFFICIENT_POSITION, 1, 0),
                alice.sell(4, 1, 20_000).report().refusal());
    }

    @Test
    void shouldReleaseAllOnCancel() {
        alice.buy(1, 30, 10_000);
        alice.sell(2, 40, 20_000);

        alice.cancel(3, 1);
        assertFunds(alice, CASH, 0, LOTS, 40);

        alice.cancel(4, 2);
        assertFunds(alice, CASH, 0, LOTS, 0);
    }

    @Test
    void shouldTurnReservationsIntoCashAndPositionWithEachFill() {
        alice.buy(1, 30, 10_000);

        bob.sell(1, 10, 10_000);

        assertFunds(alice, CASH - cost(10_000, 10), cost(10_000, 20), LOTS + 10, 0);
        assertFunds(bob, CASH + cost(10_000, 10), 0, LOTS - 10, 0);

        bob.sell(2, 20, 10_000);

        assertFunds(alice, CASH - cost(10_000, 30), 0, LOTS + 30, 0);
    }

    @Test
    void shouldReleaseTheDifferenceWhenThePriceIsBetter() {
        bob.sell(1, 10, 9_000);

        alice.buy(1, 30, 10_000);

        assertFunds(alice, CASH - cost(9_000, 10), cost(10_000, 20), LOTS + 10, 0);
        alice.cancel(2, 1);
        assertFunds(alice, CASH - cost(9_000, 10), 0, LOTS + 10, 0);
    }

    @Test
    void shouldReserveForAMarketOrderWhatTheBookAsks() {
        bob.sell(1, 50, 9_000);
        bob.sell(2, 50, 11_000);

        final Step step = alice.buyMarket(1, 101);

        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 101, 100, 0, 0),
                step.statesTo(alice.sessionId).get(3));
        assertFunds(alice, CASH - cost(9_000, 50) - cost(11_000, 50), 0, LOTS + 100, 0);
    }

    @Test
    void shouldRejectAMarketOrderThatTheBookAsksTooMuchFor() {
        bob.sell(1, 50, 9_000);
        bob.sell(2, 50, 11_001);

        assertEquals(
                new Refusal(RejectReason.INSUFFICIENT_BUYING_POWER, CASH + cost(1, 50), CASH),
                alice.buyMarket(1, 100).report().refusal());
        assertFunds(alice, CASH, 0, LOTS, 0);
    }

    @Test
    void shouldReserveForAnImmediateOrderOnlyWhileItLives() {
        bob.sell(1, 5, 9_000);

        alice.buyIoc(1, 30, 10_000);

        assertFunds(alice, CASH - cost(9_000, 5), 0, LOTS + 5, 0);
    }

    @Test
    void shouldReserveMoreForALargerReplaceAndReleaseForASmallerOne() {
        alice.buy(1, 30, 10_000);
        alice.replace(2, 1, 50, 10_000);
        assertFunds(alice, CASH, cost(10_000, 50), LOTS, 0);

        alice.replace(3, 2, 50, 11_000);
        assertFunds(alice, CASH, cost(11_000, 50), LOTS, 0);

        alice.replace(4, 3, 10, 5_000);
        assertFunds(alice, CASH, cost(5_000, 10), LOTS, 0);

        alice.sell(5, 40, 20_000);
        alice.replace(6, 5, 100, 20_000);
        assertFunds(alice, CASH, cost(5_000, 10), LOTS, 100);

        alice.replace(7, 6, 1, 20_000);
        assertFunds(alice, CASH, cost(5_000, 10), LOTS, 1);
    }

    @Test
    void shouldReserveOnlyForWhatIsLeftAfterAReplaceOfAPartlyFilledOrder() {
        alice.buy(1, 30, 10_000);
        bob.sell(1, 10, 10_000);

        alice.replace(2, 1, 50, 9_000);

        assertFunds(alice, CASH - cost(10_000, 10), cost(9_000, 40), LOTS + 10, 0);
    }

    @Test
    void shouldReserveForAVenueAtTheLimitAndReleaseAsItFills() {
        final VenuePuppet venue = driver.venue(1);
        final Said.VenueRequest order = alice.buyAt(1, 1, 30, 10_000).request();
        assertFunds(alice, CASH, cost(10_000, 30), LOTS, 0);

        venue.fills(order, "a", 10, 9_900, 10);
        assertFunds(alice, CASH - cost(9_900, 10), cost(10_000, 20), LOTS + 10, 0);

        venue.ends(order, ExecType.EXPIRED, OrdStatus.EXPIRED, 10);
        assertFunds(alice, CASH - cost(9_900, 10), 0, LOTS + 10, 0);
    }

    @Test
    void shouldReserveForAMarketOrderToAVenueUpToTheCollar() {
        // 5 % above the reference price of $100.
        final Said.VenueRequest buy = alice.market(1, Side.BUY, 10, 1).request();
        assertEquals(10_500 * EngineDriver.TICK_E8, buy.priceE8());
        assertFunds(alice, CASH, cost(10_500, 10), LOTS, 0);

        final Said.VenueRequest sell = bob.market(1, Side.SELL, 10, 1).request();
        assertEquals(9_500 * EngineDriver.TICK_E8, sell.priceE8());
        assertFunds(bob, CASH, 0, LOTS, 10);

        driver.venue(1).fills(buy, "a", 10, 10_400, 10);
        assertFunds(alice, CASH - cost(10_400, 10), 0, LOTS + 10, 0);
    }

    @Test
    void shouldReserveWhatAReplaceAtAVenueMayCostInTheWorstCase() {
        final VenuePuppet venue = driver.venue(1);
        final Said.VenueRequest order = alice.buyAt(1, 1, 10, 10_000).request();
        venue.accepts(order);

        // Ten at the old price may still be filled, and then ten more at the new, lower one.
        final Said.VenueRequest replace = alice.replace(2, 1, 20, 6_000).request();
        assertFunds(alice, CASH, cost(10_000, 10) + cost(6_000, 10), LOTS, 0);

        venue.fills(order, "a", 5, 10_000, 5);
        assertFunds(alice, CASH - cost(10_000, 5), cost(10_000, 5) + cost(6_000, 10), LOTS + 5, 0);

        venue.replaces(replace, 20, 5);
        assertFunds(alice, CASH - cost(10_000, 5), cost(6_000, 15), LOTS + 5, 0);
    }

    @Test
    void shouldReserveTheDearerOfBothWhileADearerReplaceIsPending() {
        final VenuePuppet venue = driver.venue(1);
        final Said.VenueRequest order = alice.buyAt(1, 1, 10, 5_000).request();
        venue.accepts(order);

        final Said.VenueRequest up = alice.replace(2, 1, 20, 6_000).request();
        assertFunds(alice, CASH, cost(6_000, 20), LOTS, 0);
        venue.rejectsCancel(up, VenuePuppet.OTHER);
        assertFunds(alice, CASH, cost(5_000, 10), LOTS, 0);

        alice.replace(3, 1, 2, 6_000);
        assertFunds(alice, CASH, cost(5_000, 10), LOTS, 0);
    }

    @Test
    void shouldKeepPositionReservedForTheLargerQuantityWhileAReplaceIsPending() {
        final VenuePuppet venue = driver.venue(1);
        final Said.VenueRequest order = alice.sellAt(1, 1, 40, 5_000).request();
        venue.accepts(order);

        final Said.VenueRequest down = alice.replace(2, 1, 10, 5_000).request();
        assertFunds(alice, CASH, 0, LOTS, 40);
        venue.replaces(down, 10, 0);
        assertFunds(alice, CASH, 0, LOTS, 10);

        alice.replace(3, 2, 90, 5_000);
        assertFunds(alice, CASH, 0, LOTS, 90);
    }

    @Test
    void shouldKeepReservedWhatAVenueMayStillFillWhileACancelIsPending() {
        final Said.VenueRequest order = alice.buyAt(1, 1, 10, 10_000).request();
        final VenuePuppet venue = driver.venue(1);
        venue.accepts(order);

        final Said.VenueRequest cancel = alice.cancel(2, 1).request();
        assertFunds(alice, CASH, cost(10_000, 10), LOTS, 0);

        venue.cancels(cancel, 0);
        assertFunds(alice, CASH, 0, LOTS, 0);
    }

    @Test
    void shouldAcceptOneOfFiveOrdersThatEachNeedAllTheMoney() {
        final Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            final EngineDriver race = EngineDriver.ready();
            final Trader first = race.trader(7, CASH, 0);
            final List<Trader> sessions = java.util.stream.Stream.of(701, 702, 703, 704, 705)
                    .map(id -> race.open(id, 7, first.accountId, false))
                    .toList();
            int accepted = 0;
            for (final int at : random.ints(0, 5).distinct().limit(5).toArray()) {
                final Step step = sessions.get(at).buy(at + 1, 100, 10_000);
                accepted += step.report().ordStatus() == OrdStatus.NEW ? 1 : 0;
            }
            assertEquals(1, accepted);
            assertEquals(0, race.freeCash(first.accountId));
        }
    }

    private static void assertFunds(
            final Trader trader, final long cash, final long reserved, final long lots, final long reservedLots) {
        assertEquals(cash, trader.cash(), "cash");
        assertEquals(reserved, trader.reservedCash(), "reserved cash");
        assertEquals(lots, trader.lots(), "position");
        assertEquals(lots - reservedLots, trader.freeLots(), "free position");
    }
}
