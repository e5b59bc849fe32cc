package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.MassCancelDone;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import org.junit.jupiter.api.Test;

class MassCancelTest {
    private final EngineDriver driver = new EngineDriver(RecordingOutput.ONE_STEP).makeReady();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    @Test
    void shouldCancelEveryOrderOfTheAccountInSlices() {
        for (int i = 1; i <= 20; i++) {
            alice.buy(i, 1, 100);
        }
        bob.buy(1, 1, 100);

        final Step step = alice.massCancel(100, 0);

        assertTrue(driver.pauses >= 20, "paused " + driver.pauses + " times");
        assertEquals(20, step.reports().size());
        assertTrue(
                step.states().stream().allMatch(new State(ExecType.CANCELED, OrdStatus.CANCELED, 1, 0, 0, 0)::equals));
        assertEquals(
                new MassCancelDone(alice.sessionId, alice.lastClientSeq(), alice.accountId, 100, 20, false),
                step.said().get(step.said().size() - 1));
        assertEquals(1, driver.engine.instrument(EngineDriver.ACME).book().orders());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldCancelOnlyTheInstrumentThatIsNamed() {
        driver.instrument(2, "OTHER", EngineDriver.TICK_E8, EngineDriver.E8, 1000, 1000, 0);
        alice.buy(1, 1, 100);
        alice.send(alice.newOrder(2).instrumentId(2));
        alice.send(alice.newOrder(3).instrumentId(2));

        final Step step = alice.massCancel(100, 2);

        assertEquals(2, step.only(MassCancelDone.class).affectedOrders());
        assertEquals(1, driver.engine.instrument(EngineDriver.ACME).book().orders());
        assertEquals(0, driver.engine.instrument(2).book().orders());
    }

    @Test
    void shouldAskVenuesToCancelWhatTheyHold() {
        final VenuePuppet venue = driver.venue(1);
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        alice.buyAt(2, 2, 10, 100);
        alice.buy(3, 10, 100);

        final Step step = alice.massCancel(100, 0);

        assertEquals(3, step.only(MassCancelDone.class).affectedOrders());
        assertEquals(2, step.requests().size());
        assertEquals(
                new State(ExecType.PENDING_CANCEL, OrdStatus.PENDING_CANCEL, 10, 0, 10, 0),
                step.states().get(0));
        final Step cancelled = venue.cancels(step.requests().get(0), 0);
        assertEquals(OrdStatus.CANCELED, cancelled.report().ordStatus());
        assertEquals(1, cancelled.report().clOrdId());
    }

    @Test
    void shouldReportAMassCancelOfNothing() {
        assertEquals(0, alice.massCancel(100, 0).only(MassCancelDone.class).affectedOrders());
        assertEquals(0, alice.massCancel(101, 77).only(MassCancelDone.class).affectedOrders());
    }

    @Test
    void shouldSayTheSameHoweverOftenItPauses() {
        final EngineDriver other = EngineDriver.ready();
        other.trader(7);
        other.trader(8);
        for (final EngineDriver each : new EngineDriver[] {driver, other}) {
            final Trader seller = alice.at(each);
            for (int i = 1; i <= 10; i++) {
                seller.sell(i, 5, 100 + i);
            }
            bob.at(each).buyIoc(1, 27, 104);
            bob.at(each).buyIoc(2, 1000, 200);
            seller.massCancel(100, 0);
        }

        assertEquals(other.output.digest(), driver.output.digest());
        assertEquals(other.engine.stateHash(), driver.engine.stateHash());
    }
}
