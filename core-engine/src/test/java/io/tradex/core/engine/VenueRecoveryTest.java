package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Alarm;
import io.tradex.core.engine.Said.Refusal;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.journal.VenueDownEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueRequestNotSentEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.venue.AlarmKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lost session with a venue leaves in doubt, and how it is settled. */
class VenueRecoveryTest {
    private static final long CASH = 1_000_000_000_000L;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final VenuePuppet venue = driver.venue(1);

    @Test
    void shouldAskForTheStatusOfEveryLiveOrderThereInSlices() {
        final EngineDriver tight = new EngineDriver(RecordingOutput.ONE_STEP).makeReady();
        final Trader trader = tight.trader(7);
        final List<Long> ids = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            ids.add(trader.buyAt(1, i, 1, 100).request().venueClOrdId());
        }
        trader.buyAt(2, 11, 1, 100);
        final VenuePuppet there = tight.venue(1);
        there.down();

        final Step step = there.up();

        assertEquals(
                ids, step.requests().stream().map(VenueRequest::venueClOrdId).toList());
        assertTrue(step.requests().stream().allMatch(VenueRequest::isStatus));
        assertEquals(9, tight.pauses);
    }

    @Test
    void shouldEndAnOrderThatNeverArrived() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final VenueRequest status = bounce();

        final Report report = venue.doesNotKnow(status).report();

        assertEquals(new State(ExecType.REJECTED, OrdStatus.REJECTED, 10, 0, 0, 0), report.state());
        assertEquals(RejectReason.UNKNOWN_AT_VENUE, report.reason());
        assertEquals(order.orderId(), report.orderId());
        assertEquals(CASH, alice.freeCash());
        assertEquals(List.of(), venue.up().requests());
    }

    @Test
    void shouldCancelAPartlyFilledOrderThatTheVenueHasForgotten() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.fills(order, "a", 4, 100, 4);
        final VenueRequest status = bounce();

        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 4, 0, 0),
                venue.doesNotKnow(status).report().state());
        assertEquals(0, alice.reservedCash());
    }

    @Test
    void shouldTakeAnOrderThatTheVenueWorksAsAcknowledged() {
        alice.buyAt(1, 1, 10, 100);
        final VenueRequest status = bounce();

        assertEquals(
                new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                venue.answersStatus(status, OrdStatus.NEW, 0).report().state());
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(2, 1).report().ordStatus());
    }

    @Test
    void shouldRefuseRequestsUntilTheVenueHasSaidHowTheOrderStands() {
        alice.buyAt(1, 1, 10, 100);
        final VenueRequest status = bounce();

        assertEquals(
                RejectReason.REQUEST_PENDING, alice.cancel(2, 1).cancelReject().reason());
        venue.answersStatus(status, OrdStatus.NEW, 0);
        assertEquals(OrdStatus.PENDING_CANCEL, alice.cancel(3, 1).report().ordStatus());
    }

    @Test
    void shouldSendALostCancelAgain() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest lost = alice.cancel(2, 1).request();
        final VenueRequest status = bounce();

        final Step step = venue.answersStatus(status, OrdStatus.NEW, 0);

        final VenueRequest again = step.request();
        assertTrue(again.isCancel());
        assertEquals(order.venueClOrdId(), again.origVenueClOrdId());
        assertTrue(again.venueClOrdId() > lost.venueClOrdId());
        final Report cancelled = venue.cancels(again, 0).report();
        assertEquals(2, cancelled.clOrdId());
        assertEquals(OrdStatus.CANCELED, cancelled.ordStatus());
    }

    @Test
    void shouldRefuseALostReplaceToTheClient() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        alice.replace(2, 1, 20, 100);
        final VenueRequest status = bounce();

        final Said.CancelReject reject =
                venue.answersStatus(status, OrdStatus.NEW, 0).cancelReject();

        assertEquals(new Refusal(RejectReason.VENUE_UNAVAILABLE, 1, 0), reject.refusal());
        assertEquals(ReplaceOrderEncoder.TEMPLATE_ID, reject.requestTemplateId());
        assertEquals(2, reject.clOrdId());
        assertEquals(OrdStatus.NEW, reject.ordStatus());
        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldWaitForARequestThatTheVenueHas() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        final VenueRequest cancel = alice.cancel(2, 1).request();
        final VenueRequest status = bounce();

        assertEquals(
                List.of(new Said.Reconciled(1, 1, 0)),
                venue.answersStatus(status, OrdStatus.PENDING_CANCEL, 0).said());
        assertEquals(OrdStatus.CANCELED, venue.cancels(cancel, 0).report().ordStatus());
    }

    @Test
    void shouldEndAnOrderThatEndedMeanwhile() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        alice.cancel(2, 1);
        final VenueRequest status = bounce();

        final Report report = venue.answersStatus(status, OrdStatus.CANCELED, 0).report();

        assertEquals(new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0), report.state());
        assertEquals(2, report.clOrdId());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldKeepTheReservationUntilTheMissingFillsCame() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest status = bounce();

        final Step ahead = venue.answersStatus(status, OrdStatus.CANCELED, 4);

        assertEquals(
                List.of(
                        new Alarm(AlarmKind.CUM_QTY_MISMATCH, order.orderId(), 4),
                        new Said.Finding(FindingKind.MISSED_FILL, order.orderId(), 0, 4, 1, ""),
                        new Said.Reconciled(1, 1, 1)),
                ahead.said());
        assertEquals(cost(100, 10), alice.reservedCash());
        assertEquals(
                List.of(
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 4, 6, 4),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 4, 0, 0)),
                venue.fills(order, "resent", 4, 100, 4).states(),
                "what the venue said of the end holds as soon as its fills are known");
        assertEquals(
                List.of(),
                venue.ends(order, ExecType.CANCELED, OrdStatus.CANCELED, 4).said());
    }

    @Test
    void shouldSettleACancelThatCameTooLateForAFilledOrder() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        alice.cancel(2, 1);
        venue.fills(order, "a", 10, 100, 10);
        final VenueRequest status = bounce();

        final Said.CancelReject reject =
                venue.answersStatus(status, OrdStatus.FILLED, 10).cancelReject();

        assertEquals(RejectReason.TOO_LATE, reject.reason());
        assertEquals(OrdStatus.FILLED, reject.ordStatus());
    }

    @Test
    void shouldRejectAnOrderThatNeverLeft() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        final Report report = venue.notSent(order).report();

        assertEquals(new State(ExecType.REJECTED, OrdStatus.REJECTED, 10, 0, 0, 0), report.state());
        assertEquals(new Refusal(RejectReason.VENUE_UNAVAILABLE, 1, 0), report.refusal());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldRejectAnOrderThatNeverLeftAlsoWhileItsCancelIsPending() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        final VenueRequest cancel = alice.cancel(2, 1).request();

        final Report report = venue.notSent(order).report();

        assertEquals(OrdStatus.REJECTED, report.ordStatus());
        assertEquals(2, report.clOrdId());
        assertEquals(List.of(), venue.notSent(cancel).said());
    }

    @Test
    void shouldTellTheClientOfACancelOrReplaceThatNeverLeft() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        final VenueRequest cancel = alice.cancel(2, 1).request();

        final Said.CancelReject reject = venue.notSent(cancel).cancelReject();

        assertEquals(new Refusal(RejectReason.VENUE_UNAVAILABLE, 1, 0), reject.refusal());
        assertEquals(OrdStatus.NEW, reject.ordStatus());
        final VenueRequest replace = alice.replace(3, 1, 20, 100).request();
        assertEquals(
                RejectReason.VENUE_UNAVAILABLE,
                venue.notSent(replace).cancelReject().reason());
        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldNotEndAnAcknowledgedOrderForARequestThatNeverLeft() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);

        assertEquals(List.of(), venue.notSent(order).said());

        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldNotEndAnOrderWhoseStatusRequestNeverLeft() {
        alice.buyAt(1, 1, 10, 100);
        final VenueRequest status = bounce();

        assertEquals(List.of(), venue.notSent(status).said());

        assertEquals(cost(100, 10), alice.reservedCash());
        assertEquals(1, venue.up().requests().size(), "it is asked about again");
    }

    @Test
    void shouldCancelTheOrdersOfALostSessionOnceTheVenueIsBack() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        final VenueRequest order = fickle.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.down();

        assertEquals(List.of(), driver.lost(fickle.sessionId).said());
        final VenueRequest status = venue.up().request();
        assertTrue(status.isStatus());
        final VenueRequest cancel =
                venue.answersStatus(status, OrdStatus.NEW, 0).request();

        assertTrue(cancel.isCancel());
        assertEquals(OrdStatus.CANCELED, venue.cancels(cancel, 0).report().ordStatus());
    }

    @Test
    void shouldRememberAcrossASnapshotThatAnOrderIsToBeCancelled() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        venue.accepts(fickle.buyAt(1, 1, 10, 100).request());
        venue.down();
        driver.lost(fickle.sessionId);

        final VenuePuppet back = venue.at(driver.reloaded());
        final VenueRequest status = back.up().request();

        assertTrue(back.answersStatus(status, OrdStatus.NEW, 0).request().isCancel());
    }

    @Test
    void shouldCancelALostSessionsOrderBehindItsReplace() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        venue.accepts(fickle.buyAt(1, 1, 10, 100).request());
        final VenueRequest replace = fickle.replace(2, 1, 20, 100).request();

        final VenueRequest cancel = driver.lost(fickle.sessionId).request();
        assertEquals(replace.venueClOrdId(), cancel.origVenueClOrdId());
        final Step settled = venue.replaces(replace, 20, 0);

        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.PENDING_CANCEL, 20, 0, 20, 0),
                settled.reports().get(0).state());
        assertEquals(OrdStatus.CANCELED, venue.cancels(cancel, 0).report().ordStatus());
    }

    @Test
    void shouldAskAgainForACancelOfTheCoresOwnThatNeverLeft() {
        final Trader fickle = driver.open(5_000, 7, alice.accountId, true);
        venue.accepts(fickle.buyAt(1, 1, 10, 100).request());
        final VenueRequest cancel = driver.lost(fickle.sessionId).request();
        venue.down();

        assertEquals(List.of(), venue.notSent(cancel).requests());
        final VenueRequest status = venue.up().request();

        assertTrue(venue.answersStatus(status, OrdStatus.NEW, 0).request().isCancel());
    }

    @Test
    void shouldRefuseWordsOfVenuesItDoesNotKnow() {
        final VenuePuppet nobody = new VenuePuppet(driver, 3);
        final RejectReason unknown = RejectReason.UNKNOWN_VENUE;

        assertEquals(
                new Said.Refused(VenueUpEncoder.TEMPLATE_ID, unknown, 3),
                nobody.up().refused());
        assertEquals(
                new Said.Refused(VenueDownEncoder.TEMPLATE_ID, unknown, 3),
                nobody.down().refused());
        assertEquals(
                new Said.Refused(VenueExecutionReportEncoder.TEMPLATE_ID, unknown, 3),
                nobody.send(nobody.says(1, ExecType.NEW, OrdStatus.NEW)).refused());
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        assertEquals(
                new Said.Refused(
                        VenueRequestNotSentEncoder.TEMPLATE_ID, RejectReason.UNKNOWN_ORDER, order.venueClOrdId()),
                nobody.notSent(order).refused());
    }

    /** The session is cut and comes back; the engine asks about the one order there. */
    private VenueRequest bounce() {
        venue.down();
        return venue.up().request();
    }
}
