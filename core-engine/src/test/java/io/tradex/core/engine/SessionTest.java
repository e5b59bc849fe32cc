package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tradex.core.engine.Said.LoggedOn;
import io.tradex.core.engine.Said.Refused;
import io.tradex.core.engine.Said.State;
import io.tradex.protocol.journal.SessionLostEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final Trader bob = driver.trader(8);

    @Test
    void shouldAcceptALogonWithWhatTheClientNeedsToKnow() {
        final LoggedOn loggedOn =
                driver.open(5_000, 7, SessionRole.RELAY, false).only(LoggedOn.class);

        assertEquals(
                new LoggedOn(5_000, 5_007, driver.sequence, 1, 7, EngineDriver.HEARTBEAT_MS, SessionRole.RELAY),
                loggedOn);
    }

    @Test
    void shouldRefuseASessionIdThatDoesNotRise() {
        final long hash = driver.engine.stateHash();
        final int template = SessionOpenedEncoder.TEMPLATE_ID;
        final RejectReason reason = RejectReason.INVALID_DEFINITION;

        assertEquals(
                new Refused(template, reason, bob.sessionId),
                driver.open(bob.sessionId, 7, SessionRole.TRADER, false).refused());
        assertEquals(
                new Refused(template, reason, 1),
                driver.open(1, 7, SessionRole.TRADER, false).refused());
        assertEquals(
                new Refused(template, reason, -1),
                driver.open(-1, 7, SessionRole.TRADER, false).refused());
        assertEquals(
                new Refused(template, reason, 6_000),
                driver.open(6_000, 7, SessionRole.NULL_VAL, false).refused());
        assertEquals(
                new Refused(template, reason, 6_000),
                driver.open(6_000, 0, SessionRole.TRADER, false).refused());
        assertEquals(hash, driver.engine.stateHash());
    }

    @Test
    void shouldLetOrdersOutliveASessionThatDidNotAskOtherwise() {
        alice.buy(1, 10, 100);

        final Step step = driver.lost(alice.sessionId);

        assertEquals(List.of(), step.said());
        assertEquals(10, driver.engine.instrument(EngineDriver.ACME).book().levelLots(true, 0));
        assertEquals(
                RejectReason.UNKNOWN_SESSION,
                alice.buy(2, 1, 1).only(Said.CommandReject.class).reason());
    }

    @Test
    void shouldTellTheNewestTradingSessionOfTheClientWhatALostOneWouldHear() {
        alice.buy(1, 10, 100);
        driver.open(5_000, 7, SessionRole.TRADER, false);
        driver.open(5_001, 7, SessionRole.TRADER, false);
        driver.open(5_002, 7, SessionRole.RELAY, false);
        driver.lost(alice.sessionId);

        assertEquals(1, bob.sell(1, 4, 100).reportsTo(5_001).size());
        driver.lost(5_001);
        assertEquals(1, bob.sell(2, 4, 100).reportsTo(5_000).size());
        driver.lost(5_000);
        assertEquals(0, bob.sell(3, 1, 100).reportsTo(5_002).size());
    }

    @Test
    void shouldCancelTheOrdersOfALostSessionThatAskedForIt() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        alice.buy(1, 10, 100);
        fickle.buy(2, 10, 100);
        fickle.sell(3, 5, 200);

        final Step step = driver.lost(fickle.sessionId);

        final State cancelled = new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0);
        assertEquals(List.of(cancelled, new State(ExecType.CANCELED, OrdStatus.CANCELED, 5, 0, 0, 0)), step.states());
        assertEquals(RejectReason.SESSION_LOST, step.reports().get(0).reason());
        assertEquals(1, driver.engine.instrument(EngineDriver.ACME).book().orders());
        assertEquals(EngineDriver.cost(100, 10), alice.reservedCash());
        assertEquals(10_000, alice.freeLots());
    }

    @Test
    void shouldAskTheVenueToCancelTheOrdersOfALostSession() {
        final VenuePuppet venue = driver.venue(1);
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        final Said.VenueRequest order = fickle.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);

        final Said.VenueRequest cancel = driver.lost(fickle.sessionId).request();

        assertEquals(order.venueClOrdId(), cancel.origVenueClOrdId());
        final Step cancelled = venue.cancels(cancel, 0);
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0),
                cancelled.report().state());
        assertEquals(alice.sessionId, cancelled.report().sessionId(), "the client's other session hears of it");
    }

    @Test
    void shouldRefuseToLoseASessionThatIsNotOpen() {
        assertEquals(
                new Refused(SessionLostEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_SESSION, 5_000),
                driver.lost(5_000).refused());
    }

    @Test
    void shouldCancelInSlicesWhenTheOutputIsFull() {
        final EngineDriver tight = new EngineDriver(RecordingOutput.ONE_STEP).makeReady();
        final Trader trader = tight.trader(7);
        final Trader fickle = tight.open(5_000, 7, trader.accountId, true);
        for (int i = 1; i <= 10; i++) {
            fickle.buy(i, 1, 100);
        }

        assertEquals(10, tight.lost(5_000).reports().size());
        assertEquals(9, tight.pauses);
        assertEquals(
                RejectReason.UNKNOWN_SESSION,
                fickle.buy(11, 1, 1).only(Said.CommandReject.class).reason());
    }

    @Test
    void shouldLoseEverySessionAndVenueWhenTheCoreStarts() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        alice.buy(1, 10, 100);
        fickle.buy(2, 10, 100);
        final Said.VenueRequest routed = fickle.buyAt(1, 3, 10, 100).request();
        driver.venue(1).accepts(routed);

        final Step step = driver.coreStarted(2);

        assertEquals(2, driver.engine.startNumber());
        assertEquals(
                List.of(new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0)),
                step.states(),
                "what asked for cancelOnDisconnect");
        assertEquals(List.of(), step.requests());
        final Trader back = driver.open(7_000, 7, alice.accountId, false);
        assertEquals(
                RejectReason.VENUE_UNAVAILABLE, back.buyAt(1, 9, 1, 1).report().reason());
        assertEquals(
                RejectReason.UNKNOWN_SESSION,
                alice.buy(2, 1, 1).only(Said.CommandReject.class).reason());

        // The routed order is cancelled as soon as its venue is back and has said how it stands.
        final Said.VenueRequest status = driver.venue(1).up().request();
        final Said.VenueRequest cancel =
                driver.venue(1).answersStatus(status, OrdStatus.NEW, 0).request();
        assertEquals(routed.venueClOrdId(), cancel.origVenueClOrdId());
        assertEquals(
                OrdStatus.CANCELED, driver.venue(1).cancels(cancel, 0).report().ordStatus());
    }
}
