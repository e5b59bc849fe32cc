package io.tradex.core.engine;

import static io.tradex.core.engine.EngineDriver.cost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.Said.Alarm;
import io.tradex.core.engine.Said.Finding;
import io.tradex.core.engine.Said.Reconciled;
import io.tradex.core.engine.Said.Report;
import io.tradex.core.engine.Said.State;
import io.tradex.core.engine.Said.VenueRequest;
import io.tradex.protocol.journal.ReconciliationRequestedEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Venues that answer late, not at all, or otherwise than we remember: what an order shows meanwhile, and what settles it. */
class VenueDoubtTest {
    private static final long CASH = 1_000_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final int ACK_TIMEOUT_MS = 100;
    private static final int UNREACHABLE_MS = 1_000;

    private final EngineDriver driver = EngineDriver.ready();
    private final Trader alice = driver.trader(7);
    private final VenuePuppet venue = driver.venue(1);
    private final OperatorPuppet clock = new OperatorPuppet(driver);

    @BeforeEach
    void setPatience() {
        venue.settings(ACK_TIMEOUT_MS, UNREACHABLE_MS, true);
    }

    // ---- no answer
    // ----------------------------------------------------------------------------------------------------

    @Test
    void shouldAskOnceForAnAnswerThatIsLate() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();

        assertEquals(List.of(), later(ACK_TIMEOUT_MS - 1).requests());
        final VenueRequest status = later(1).request();
        assertTrue(status.isStatus());
        assertEquals(order.venueClOrdId(), status.venueClOrdId());
        assertEquals(List.of(), later(ACK_TIMEOUT_MS).requests());
        assertEquals(
                new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0),
                venue.answersStatus(status, OrdStatus.NEW, 0).report().state());
        assertEquals(List.of(), later(UNREACHABLE_MS).said(), "nothing is in doubt any more");
    }

    @Test
    void shouldSayOfAnOrderWhoseVenueDoesNotAnswerThatNobodyKnows() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        later(ACK_TIMEOUT_MS);

        final Step silent = later(UNREACHABLE_MS - ACK_TIMEOUT_MS);

        final Report report = silent.report();
        assertEquals(new State(ExecType.SUSPENDED, OrdStatus.SUSPENDED, 10, 0, 10, 0), report.state());
        assertEquals(RejectReason.VENUE_UNREACHABLE, report.reason());
        assertEquals(List.of(new Alarm(AlarmKind.VENUE_UNREACHABLE, order.orderId(), 1)), silent.alarms());
        assertEquals(cost(100, 10), alice.reservedCash(), "the venue may fill it");
        assertEquals(1, silent.requests().size(), "it is asked once more");

        final Report back = venue.accepts(order).report();
        assertEquals(new State(ExecType.NEW, OrdStatus.NEW, 10, 0, 10, 0), back.state());
        assertEquals(RejectReason.NONE, back.reason());
    }

    @Test
    void shouldCancelAnOrderThatIsOutOfReachWhenItsClientAsks() {
        alice.buyAt(1, 1, 10, 100);
        later(ACK_TIMEOUT_MS);
        later(UNREACHABLE_MS);

        final Step step = alice.cancel(2, 1);

        assertTrue(step.request().isCancel());
        assertEquals(OrdStatus.SUSPENDED, step.report().ordStatus(), "still nobody knows");
        assertEquals(
                new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 0, 0, 0),
                venue.cancels(step.request(), 0).report().state());
        assertEquals(CASH, alice.freeCash());
    }

    @Test
    void shouldSuspendEveryOrderOfAVenueWhoseSessionIsGone() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        venue.accepts(alice.buyAt(1, 2, 20, 100).request());
        alice.buyAt(2, 3, 1, 100);
        venue.down();

        assertEquals(List.of(), later(UNREACHABLE_MS - 1).reports());
        assertEquals(
                List.of(
                        new State(ExecType.SUSPENDED, OrdStatus.SUSPENDED, 10, 0, 10, 0),
                        new State(ExecType.SUSPENDED, OrdStatus.SUSPENDED, 20, 0, 20, 0)),
                later(1).states());

        final long list = venue.up().request().venueClOrdId();
        final Step one = list(list, false, id(1), OrdStatus.NEW, 0);
        assertEquals(OrdStatus.NEW, one.report().ordStatus());
        final Step other = list(list, true, id(2), OrdStatus.PARTIALLY_FILLED, 0);
        assertEquals(OrdStatus.NEW, other.reports().get(0).ordStatus());
        assertEquals(List.of(new Reconciled(1, 2, 0)), other.all(Reconciled.class));
    }

    @Test
    void shouldNotGiveUpAReplaceThatIsOnItsWayBecauseTheVenueHasNotSeenItYet() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        final VenueRequest replace = alice.replace(2, 1, 20, 100).request();
        final VenueRequest status = later(ACK_TIMEOUT_MS).request();

        assertEquals(List.of(), venue.answersStatus(status, OrdStatus.NEW, 0).reports());
        assertEquals(cost(100, 20), alice.reservedCash());
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.NEW, 20, 0, 20, 0),
                venue.replaces(replace, 20, 0).report().state());
    }

    @Test
    void shouldTakeTheTermsOfAReplaceThatComesAfterItWasGivenUp() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 20, 100).request();
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        assertEquals(
                RejectReason.VENUE_UNAVAILABLE,
                list(list, true, order.venueClOrdId(), OrdStatus.NEW, 0)
                        .cancelReject()
                        .reason());

        final Step late = venue.replaces(replace, 20, 0);

        assertEquals(
                new State(ExecType.RESTATED, OrdStatus.NEW, 20, 0, 20, 0),
                late.report().state());
        assertEquals(cost(100, 20), alice.reservedCash());
        assertEquals(
                replace.venueClOrdId(),
                alice.cancel(3, 1).request().origVenueClOrdId(),
                "the venue knows it by that one");
    }

    @Test
    void shouldOpenAFilledOrderAgainForAReplaceThatComesAfterItWasGivenUp() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 20, 100).request();
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        venue.fills(order, "a", 13, 100, 13);
        list(list, true, order.venueClOrdId(), OrdStatus.PARTIALLY_FILLED, 5);
        assertEquals(OrdStatus.FILLED, alice.status(1).report().state().ordStatus(), "of ten, thirteen");

        final Step late = venue.replaces(replace, 20, 13);

        assertEquals(
                new State(ExecType.RESTATED, OrdStatus.PARTIALLY_FILLED, 20, 13, 7, 0),
                late.report().state());
        assertEquals(cost(100, 7), alice.reservedCash());
        assertEquals(List.of(), venue.replaces(replace, 20, 13).said(), "once");
    }

    @Test
    void shouldTakeAReplaceForAcceptedWhenAnExecutionNamesIt() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 20, 100).request();

        final Step filled = venue.fills(replace, "a", 13, 100, 13);

        assertEquals(
                List.of(
                        new State(ExecType.REPLACED, OrdStatus.NEW, 20, 0, 20, 0),
                        new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 20, 13, 7, 13)),
                filled.states());
        assertEquals(cost(100, 7), alice.reservedCash());
        assertEquals(List.of(), venue.replaces(replace, 20, 13).said(), "once");
    }

    @Test
    void shouldKeepTheTermsOfAReplaceThatExecutionsHaveNamedWhenWordOfWhatWasBeforeComes() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest older = alice.replace(2, 1, 20, 100).request();
        final VenueRequest younger = alice.replace(3, 2, 30, 100).request();
        venue.fills(younger, "a", 13, 100, 13);

        assertEquals(
                List.of(),
                venue.send(venue.says(order.venueClOrdId(), ExecType.RESTATED, OrdStatus.NEW)
                                .orderQtyE8(15 * EngineDriver.E8))
                        .reports());
        final Report told = venue.replaces(older, 20, 0).report();
        assertEquals(new State(ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, 30, 13, 17, 0), told.state());
        assertEquals(2, told.clOrdId(), "the answer to that request");
        assertEquals(List.of(), venue.replaces(younger, 30, 13).said());
        assertEquals(
                List.of(),
                venue.send(venue.says(order.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.PARTIALLY_FILLED)
                                .orderQtyE8(15 * EngineDriver.E8)
                                .cumQtyE8(13 * EngineDriver.E8))
                        .reports());
        assertEquals(cost(100, 17), alice.reservedCash());
    }

    @Test
    void shouldNotGoBackToTheTermsOfAnOlderReplace() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        final VenueRequest older = alice.replace(2, 1, 20, 100).request();
        final VenueRequest younger = alice.replace(3, 2, 30, 100).request();
        venue.replaces(older, 20, 0);
        venue.replaces(younger, 30, 0);

        assertEquals(List.of(), venue.replaces(older, 20, 0).said());
        assertEquals(cost(100, 30), alice.reservedCash());
    }

    @Test
    void shouldGiveUpNothingBecauseOfAStatusOfTheSessionBefore() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest replace = alice.replace(2, 1, 20, 100).request();
        venue.down();
        final long list = venue.up().request().venueClOrdId();

        assertEquals(List.of(), repeatsStatus(order).reports(), "it was asked before the replace");
        assertEquals(OrdStatus.PENDING_REPLACE, alice.status(1).report().ordStatus());
        assertEquals(driver.engine.stateHash(), driver.reloaded().engine.stateHash());
        assertEquals(
                new State(ExecType.REPLACED, OrdStatus.NEW, 20, 0, 20, 0),
                venue.replaces(replace, 20, 0).report().state());
        list(list, true, replace.venueClOrdId(), OrdStatus.NEW, 0);

        final VenueRequest other = alice.replace(3, 2, 30, 100).request();
        assertTrue(later(ACK_TIMEOUT_MS).request().isStatus());
        assertEquals(OrdStatus.SUSPENDED, later(UNREACHABLE_MS).report().ordStatus());
        assertEquals(
                RejectReason.VENUE_UNAVAILABLE,
                repeatsStatus(other).cancelReject().reason(),
                "what is sent again because it was lost on the way is of this session");
    }

    // ---- reconciliation
    // -----------------------------------------------------------------------------------------------

    @Test
    void shouldAskAloneAboutWhatAListLeavesOutAndCloseWhatTheVenueDoesNotKnow() {
        venue.accepts(alice.buyAt(1, 1, 10, 100).request());
        final VenueRequest lost = alice.buyAt(1, 2, 20, 100).request();
        venue.accepts(lost);
        venue.down();
        final VenueRequest list = venue.up().request();
        assertEquals(VenueMassStatusRequestDecoder.TEMPLATE_ID, list.templateId());

        final VenueRequest alone =
                list(list.venueClOrdId(), true, id(1), OrdStatus.NEW, 0).request();
        assertEquals(lost.venueClOrdId(), alone.venueClOrdId());
        final Step gone = venue.doesNotKnow(alone);

        assertEquals(
                new State(ExecType.REJECTED, OrdStatus.REJECTED, 20, 0, 0, 0),
                gone.report().state());
        assertEquals(RejectReason.UNKNOWN_AT_VENUE, gone.report().reason());
        assertEquals(List.of(new Alarm(AlarmKind.LOST_AT_VENUE, lost.orderId(), 1)), gone.alarms());
        assertEquals(
                List.of(new Finding(FindingKind.UNKNOWN_THERE, lost.orderId(), 20, 0, 1, "")), gone.all(Finding.class));
        assertEquals(List.of(new Reconciled(1, 1, 1)), gone.all(Reconciled.class));
        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldAskAboutEachWhenTheListDoesNotCome() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.down();
        venue.up();

        final VenueRequest alone = later(ACK_TIMEOUT_MS).request();

        assertTrue(alone.isStatus());
        assertEquals(
                List.of(new Reconciled(1, 1, 0)),
                venue.answersStatus(alone, OrdStatus.NEW, 0).all(Reconciled.class));
    }

    @Test
    void shouldHaveAVenueCancelWhatIsNotOurs() {
        venue.down();
        final long list = venue.up().request().venueClOrdId();

        final Step step = venue.send(venue.says(0, ExecType.ORDER_STATUS, OrdStatus.NEW)
                .massStatusId(list)
                .lastReport(BooleanType.T)
                .leavesQtyE8(5 * EngineDriver.E8)
                .orderQtyE8(5 * EngineDriver.E8)
                .venueOrderId("X77")
                .foreignClOrdId("theirs"));

        assertTrue(step.request().isCancel());
        assertEquals("theirs", step.request().foreignClOrdId());
        assertEquals(List.of(new Alarm(AlarmKind.FOREIGN_ORDER, 0, 1)), step.alarms());
        assertEquals(FindingKind.UNKNOWN_HERE, step.only(Finding.class).kind());
        assertEquals(List.of(new Reconciled(1, 0, 1)), step.all(Reconciled.class));
    }

    @Test
    void shouldTakeOverTheQuantityThatTheVenueWorks() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final ReconciliationRequestedEncoder asked =
                new ReconciliationRequestedEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        final long list =
                driver.apply(asked.venueId(0).encodedLength()).requests().get(0).venueClOrdId();

        final Step step = venue.send(venue.says(order.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.NEW)
                .massStatusId(list)
                .orderQtyE8(8 * EngineDriver.E8)
                .lastReport(BooleanType.T));

        assertEquals(
                new State(ExecType.RESTATED, OrdStatus.NEW, 8, 0, 8, 0),
                step.report().state());
        assertEquals(new Finding(FindingKind.QUANTITY, order.orderId(), 10, 8, 1, ""), step.only(Finding.class));
        assertEquals(cost(100, 8), alice.reservedCash());
    }

    // ---- fills that are missing
    // ---------------------------------------------------------------------------------------

    @Test
    void shouldBookAMissingFillByTheAverageAndLetTheRealOneTakeItsPlace() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 2, 100, 2);
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        // 6 lots at 98 on average: the four that are missing were bought at 97.
        venue.send(venue.says(order.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.PARTIALLY_FILLED)
                .massStatusId(list)
                .lastReport(BooleanType.T)
                .cumQtyE8(6 * EngineDriver.E8)
                .avgPriceE8(98 * EngineDriver.TICK_E8));
        assertEquals(2, alice.lots() - 10_000, "its execution is waited for");

        final Step inferred = later(UNREACHABLE_MS);
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 10, 6, 4, 4),
                inferred.report().state());
        assertEquals(List.of(new Alarm(AlarmKind.INFERRED_FILL, order.orderId(), 4)), inferred.alarms());
        assertEquals(CASH - cost(100, 2) - cost(97, 4), alice.cash());

        venue.fills(order, "b", 3, 99, 5);
        assertEquals(10_006, alice.lots(), "three of the four are known now");
        venue.fills(order, "c", 1, 91, 6);
        assertEquals(10_006, alice.lots());
        assertEquals(CASH - cost(100, 2) - cost(99, 3) - cost(91, 1), alice.cash(), "to the last micro");
        assertEquals(
                new State(ExecType.TRADE, OrdStatus.FILLED, 10, 10, 0, 4),
                venue.fills(order, "d", 4, 100, 10).report().state());
    }

    @Test
    void shouldTakeAnEndWhoseFillsAreMissingForTheAnswerToTheCancel() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest cancel = alice.cancel(2, 1).request();
        later(ACK_TIMEOUT_MS / 2);
        final VenueRequest status = venue.cancels(cancel, 4).request();
        venue.answersStatus(status, OrdStatus.CANCELED, 4);

        final Step due = later(UNREACHABLE_MS);

        assertEquals(
                List.of(
                        new State(ExecType.TRADE, OrdStatus.PENDING_CANCEL, 10, 4, 6, 4),
                        new State(ExecType.CANCELED, OrdStatus.CANCELED, 10, 4, 0, 0)),
                due.states(),
                "and not out of reach in between");
    }

    @Test
    void shouldNotInferAFillThatWasTurnedBackAfterTheVenueHadCountedIt() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 6, 100, 10);
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        list(list, true, order.venueClOrdId(), OrdStatus.FILLED, 10);

        final VenueRequest asked = venue.send(corrects(order, "a2", "a", 2, 6)).request();

        assertTrue(asked.isStatus(), "how much is it now?");
        venue.fills(order, "b", 4, 100, 6);
        assertEquals(List.of(), later(UNREACHABLE_MS).alarms());
        assertEquals(10_006, alice.lots());
    }

    @Test
    void shouldKeepTheQuantityThatAVenueStatesThoughABustIsToComeThatMakesRoomForIt() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 6, 100, 6);
        venue.fills(order, "c", 3, 100, 3);
        venue.send(venue.says(order.venueClOrdId(), ExecType.RESTATED, OrdStatus.PARTIALLY_FILLED)
                .orderQtyE8(8 * EngineDriver.E8)
                .cumQtyE8(6 * EngineDriver.E8));

        final Step bust = venue.send(venue.says(order.venueClOrdId(), ExecType.TRADE_CANCEL, OrdStatus.NEW)
                .execId("b")
                .execRefId("a")
                .lastQtyE8(6 * EngineDriver.E8));

        final State state = bust.report().state();
        assertEquals(List.of(8L, 3L, 5L), List.of(state.quantity(), state.cumQty(), state.leaves()));
        assertEquals(cost(100, 5), alice.reservedCash());
    }

    @Test
    void shouldInferWhatIsMissingStillAfterAFillWasTurnedBack() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.fills(order, "a", 6, 100, 10);
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        list(list, true, order.venueClOrdId(), OrdStatus.FILLED, 10);
        venue.send(corrects(order, "a2", "a", 2, 6));

        final Step inferred = later(UNREACHABLE_MS);

        assertEquals(List.of(new Alarm(AlarmKind.INFERRED_FILL, order.orderId(), 4)), inferred.alarms());
        assertEquals(10_006, alice.lots(), "two by the correction, four that the venue has counted");
    }

    private VenueExecutionReportEncoder corrects(
            final VenueRequest order,
            final String execId,
            final String corrected,
            final long lots,
            final long cumLots) {
        return venue.says(order.venueClOrdId(), ExecType.TRADE_CORRECT, OrdStatus.PARTIALLY_FILLED)
                .execId(execId)
                .execRefId(corrected)
                .lastQtyE8(lots * EngineDriver.E8)
                .lastPriceE8(100 * EngineDriver.TICK_E8)
                .cumQtyE8(cumLots * EngineDriver.E8);
    }

    @Test
    void shouldNotBookAFillTwiceThatComesWhileItIsMissing() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        list(list, true, order.venueClOrdId(), OrdStatus.FILLED, 10);

        final Step fill = venue.fills(order, "a", 10, 100, 10);

        assertEquals(OrdStatus.FILLED, fill.report().ordStatus());
        assertEquals(List.of(), later(UNREACHABLE_MS).reports());
        assertEquals(List.of(), venue.fills(order, "a", 10, 100, 10).said(), "sent again");
        assertEquals(10_010, alice.lots());
    }

    @Test
    void shouldTakeAnExecIdThatIsUsedAgainOnAnotherDayForAnotherFill() {
        final VenueRequest order = alice.send(alice.newOrder(1)
                        .destination(1)
                        .quantityLots(10)
                        .timeInForce(io.tradex.protocol.types.TimeInForce.GTC))
                .request();
        venue.accepts(order);
        fillAt(order, "1", 4, 4, 1_000, BooleanType.F);
        driver.endOfDay(20_260_101);

        assertEquals(List.of(), fillAt(order, "1", 4, 4, 1_000, BooleanType.T).said(), "sent again");
        assertEquals(4, fillAt(order, "1", 4, 8, 2_000, BooleanType.F).report().lastQtyLots());
        assertEquals(List.of(), fillAt(order, "1", 4, 8, 2_000, BooleanType.T).said(), "sent again");
        assertEquals(10_008, alice.lots());
    }

    @Test
    void shouldLetADropCopyFillInWhatTheVenueHasNotSaidAndBookItOnce() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        venue.down();
        later(UNREACHABLE_MS);

        final VenueExecutionReportEncoder copy = venue.says(
                        order.venueClOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED)
                .source(ReportSource.DROP_COPY)
                .execId("a")
                .lastQtyE8(4 * EngineDriver.E8)
                .lastPriceE8(100 * EngineDriver.TICK_E8)
                .cumQtyE8(4 * EngineDriver.E8);
        final long msgSeqNum = driver.engine.lastVenueMsgSeqNum(1);
        assertEquals(OrdStatus.PARTIALLY_FILLED, venue.send(copy).report().ordStatus(), "no doubt is left");
        assertEquals(msgSeqNum, driver.engine.lastVenueMsgSeqNum(1), "its numbers are its own session's");
        venue.up();
        assertEquals(List.of(), venue.fills(order, "a", 4, 100, 4).reports());
        assertEquals(10_004, alice.lots());
    }

    @Test
    void shouldChangeNothingForABustOfAFillThatIsNotKnown() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.fills(order, "a", 10, 100, 10);

        final Step bust = venue.send(venue.says(order.venueClOrdId(), ExecType.TRADE_CANCEL, OrdStatus.NEW)
                .lastQtyE8(3 * EngineDriver.E8)
                .execRefId("z"));

        assertEquals(List.of(new Alarm(AlarmKind.UNKNOWN_EXECUTION, order.orderId(), 3)), bust.said());
        assertEquals(10_010, alice.lots());
    }

    @Test
    void shouldEndOrGoOnWhenTheVenueCannotReadARequest() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        final VenueRequest cancel = alice.cancel(2, 1).request();

        assertEquals(
                RejectReason.VENUE_REJECTED,
                venue.cannotRead(cancel, 5).cancelReject().reason());
        final VenueRequest other = alice.buyAt(1, 3, 10, 100).request();
        final Step refused = venue.cannotRead(other, 5);
        assertEquals(
                new State(ExecType.REJECTED, OrdStatus.REJECTED, 10, 0, 0, 0),
                refused.report().state());
        assertEquals(List.of(new Alarm(AlarmKind.REQUEST_REJECTED, other.orderId(), 5)), refused.alarms());
        assertEquals(cost(100, 10), alice.reservedCash());
    }

    @Test
    void shouldGoOnTheSameFromASnapshotWhileMuchIsInDoubt() {
        final VenueRequest order = alice.buyAt(1, 1, 10, 100).request();
        venue.accepts(order);
        alice.replace(2, 1, 20, 101);
        alice.replace(3, 2, 30, 102);
        alice.buyAt(1, 4, 5, 100);
        later(ACK_TIMEOUT_MS);
        venue.down();
        final long list = venue.up().request().venueClOrdId();
        list(list, false, order.venueClOrdId(), OrdStatus.PARTIALLY_FILLED, 3);

        final EngineDriver reloaded = driver.reloaded();

        final OperatorPuppet otherClock = new OperatorPuppet(reloaded);
        for (int i = 0; i < 4; i++) {
            driver.timestampNs += UNREACHABLE_MS * MILLI / 2;
            reloaded.timestampNs = driver.timestampNs;
            assertEquals(
                    clock.timer(driver.timestampNs).said(),
                    otherClock.timer(reloaded.timestampNs).said());
            assertEquals(driver.engine.stateHash(), reloaded.engine.stateHash());
        }
    }

    private Step later(final int millis) {
        driver.timestampNs += millis * MILLI;
        return clock.timer(driver.timestampNs);
    }

    private long id(final long clOrdId) {
        return alice.status(clOrdId).report().orderId() << 16 | 1;
    }

    private Step list(
            final long massStatusId, final boolean last, final long id, final OrdStatus status, final long cumLots) {
        return venue.send(venue.says(id, ExecType.ORDER_STATUS, status)
                .massStatusId(massStatusId)
                .lastReport(last ? BooleanType.T : BooleanType.F)
                .cumQtyE8(cumLots * EngineDriver.E8));
    }

    /** A status of an order that rests unfilled, of which its venue says that it may have come before. */
    private Step repeatsStatus(final VenueRequest order) {
        return venue.send(venue.says(order.venueClOrdId(), ExecType.ORDER_STATUS, OrdStatus.NEW)
                .possDup(BooleanType.T));
    }

    private Step fillAt(
            final VenueRequest order,
            final String execId,
            final long lots,
            final long cumLots,
            final long transactTimeNs,
            final BooleanType possDup) {
        return venue.send(venue.says(order.venueClOrdId(), ExecType.TRADE, OrdStatus.PARTIALLY_FILLED)
                .execId(execId)
                .lastQtyE8(lots * EngineDriver.E8)
                .lastPriceE8(100 * EngineDriver.TICK_E8)
                .cumQtyE8(cumLots * EngineDriver.E8)
                .transactTimeNs(transactTimeNs)
                .possDup(possDup));
    }
}
