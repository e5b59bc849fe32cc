package io.tradex.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.demo.flow.OrderCommand;
import io.tradex.demo.flow.WorkingOrders;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CancelRejectEncoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AnswerLedgerTest {
    private static final int BOOK = 0;
    private static final int VENUE = 2;

    private final WorkingOrders working = new WorkingOrders(64);
    private final AnswerLedger ledger = new AnswerLedger(16, working);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private long nowNs;

    @Test
    void shouldMeasureFromTheIntendedTimeToTheFirstAnswerOnly() {
        nowNs = 5_000;
        final long order = order(BOOK, 1_000);
        report(order, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        nowNs = 900_000;
        report(order, 0, BOOK, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 4);

        final Histogram latencies = ledger.latencyNs().getIntervalHistogram();
        assertEquals(1, latencies.getTotalCount());
        assertTrue(latencies.valuesAreEquivalent(4_000, latencies.getMaxValue()));
        assertEquals(1, ledger.answered());
        assertEquals(0, ledger.unanswered());
    }

    @Test
    void shouldCountWhatHappensOnTheBookAndAtTheVenuesApart() {
        for (final int destination : new int[] {BOOK, VENUE}) {
            final long order = order(destination, 0);
            report(order, 0, destination, ExecType.NEW, OrdStatus.NEW, 10);
            report(order, 0, destination, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 4);
            report(order, 0, destination, ExecType.TRADE, OrdStatus.FILLED, 0);
            final long other = order(destination, 0);
            report(other, 0, destination, ExecType.NEW, OrdStatus.NEW, 10);
            final long cancel = cancel(other, destination);
            report(cancel, other, destination, ExecType.CANCELED, OrdStatus.CANCELED, 0);
            final long immediate = order(destination, 0);
            report(immediate, 0, destination, ExecType.NEW, OrdStatus.NEW, 10);
            report(immediate, 0, destination, ExecType.CANCELED, OrdStatus.CANCELED, 0);
        }
        final Tally.Counts expected = new Tally.Counts(3, 1, 1, 0, 1, 1, 0);
        assertEquals(expected, ledger.book());
        assertEquals(expected, ledger.venues());
    }

    @Test
    void shouldTakeARejectForTheVenuesOnlyIfTheVenueRejected() {
        rejected(order(BOOK, 0), BOOK, RejectReason.INSUFFICIENT_BUYING_POWER);
        rejected(order(VENUE, 0), VENUE, RejectReason.INSUFFICIENT_BUYING_POWER);
        rejected(order(VENUE, 0), VENUE, RejectReason.VENUE_REJECTED);

        assertEquals(1, ledger.book().rejects());
        assertEquals(1, ledger.venues().rejects());
        assertEquals(1, ledger.refusedByCore());
        assertEquals(0, working.size());
    }

    @Test
    void shouldCountAnOrderThatLeftNoTraceForBackPressure() {
        final long order = order(VENUE, 0);
        report(order, 0, 0, VENUE, ExecType.REJECTED, OrdStatus.REJECTED, 0, RejectReason.BACK_PRESSURE, false);

        assertEquals(1, ledger.refusedByCore());
        assertEquals(1, ledger.refusedForBackPressure());
        assertEquals(0, working.size());
        assertEquals(0, ledger.unanswered());
    }

    @Test
    void shouldTakeACancelRejectForAnAnswer() {
        final long order = order(BOOK, 0);
        report(order, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        final long cancel = cancel(order, BOOK);
        cancelReject(cancel, order, OrdStatus.FILLED);

        assertEquals(1, ledger.requestsRefused());
        assertEquals(0, ledger.unanswered());
        assertFalse(working.isLive(order));
    }

    @Test
    void shouldNotCountARepeatedAnswerTwice() {
        final long order = order(BOOK, 0);
        report(order, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        report(order, 77, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10, RejectReason.NONE, true);

        assertEquals(1, ledger.book().accepted());
        assertEquals(1, ledger.answered());
    }

    @Test
    void shouldTakeARepeatedAnswerForTheFirstOneIfThatOneWasLost() {
        final long order = order(BOOK, 0);
        report(order, 77, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10, RejectReason.NONE, true);

        assertEquals(1, ledger.book().accepted());
        assertEquals(0, ledger.unanswered());
    }

    @Test
    void shouldNotTakeAStatusForTheAnswerToARequest() {
        final long order = order(BOOK, 0);
        report(order, 0, BOOK, ExecType.ORDER_STATUS, OrdStatus.NEW, 10);

        assertEquals(1, ledger.unanswered());
    }

    @Test
    void shouldIgnoreRepliesToRequestsOfSomebodyElse() {
        report(999, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        report(-5, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        cancelReject(Long.MAX_VALUE, 998, OrdStatus.REJECTED);

        assertEquals(0, ledger.answered());
        assertEquals(0, ledger.book().accepted());
    }

    @Test
    void shouldHaveNoRoomWhileTheWindowIsFullOfUnansweredRequests() {
        final long first = order(BOOK, 0);
        for (int i = 1; i < 16; i++) {
            report(order(BOOK, 0), 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        }
        assertFalse(ledger.hasRoom(), "the first request's place");
        assertThrows(IllegalStateException.class, () -> order(BOOK, 0));

        report(first, 0, BOOK, ExecType.NEW, OrdStatus.NEW, 10);
        assertTrue(ledger.hasRoom());
    }

    @Test
    void shouldFindWhatHasToBeSentAgainInItsOrder() {
        final long first = order(BOOK, 0);
        final long second = order(VENUE, 0);
        final long third = cancel(first, BOOK);
        report(second, 0, VENUE, ExecType.PENDING_NEW, OrdStatus.PENDING_NEW, 10);

        assertEquals(first, ledger.nextUnanswered(0));
        assertEquals(third, ledger.nextUnanswered(first + 1));
        assertEquals(OrderCommand.Kind.CANCEL, ledger.request(third).kind);
        assertEquals(ledger.nextClOrdId(), ledger.nextUnanswered(third + 1));
    }

    @Test
    void shouldRefuseAWindowThatIsNoPowerOfTwo() {
        final String message = assertThrows(IllegalArgumentException.class, () -> new AnswerLedger(15, working))
                .getMessage();
        assertTrue(message.contains("15"), message);
    }

    private long order(final int destination, final long intendedNs) {
        final OrderCommand command = new OrderCommand().newOrder(ledger.nextClOrdId());
        command.destination = destination;
        command.intendedNs = intendedNs;
        ledger.onSent(command);
        return command.clOrdId;
    }

    private long cancel(final long order, final int destination) {
        final OrderCommand command = new OrderCommand().cancel(ledger.nextClOrdId(), order, order);
        command.destination = destination;
        ledger.onSent(command);
        return command.clOrdId;
    }

    private void rejected(final long clOrdId, final int destination, final RejectReason reason) {
        report(clOrdId, 77, 0, destination, ExecType.REJECTED, OrdStatus.REJECTED, 0, reason, false);
    }

    private void report(
            final long clOrdId,
            final long origClOrdId,
            final int destination,
            final ExecType execType,
            final OrdStatus ordStatus,
            final long leavesQtyLots) {
        report(clOrdId, 77, origClOrdId, destination, execType, ordStatus, leavesQtyLots, RejectReason.NONE, false);
    }

    private void report(
            final long clOrdId,
            final long orderId,
            final long origClOrdId,
            final int destination,
            final ExecType execType,
            final OrdStatus ordStatus,
            final long leavesQtyLots,
            final RejectReason reason,
            final boolean duplicate) {
        new ExecutionReportEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .orderId(orderId)
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .quantityLots(10)
                .leavesQtyLots(leavesQtyLots)
                .destination(destination)
                .rejectReason(reason)
                .execType(execType)
                .ordStatus(ordStatus)
                .duplicate(duplicate ? BooleanType.T : BooleanType.F);
        ledger.onExecutionReport(
                new ExecutionReportDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()), nowNs);
    }

    private void cancelReject(final long clOrdId, final long origClOrdId, final OrdStatus ordStatus) {
        new CancelRejectEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .ordStatus(ordStatus)
                .duplicate(BooleanType.F);
        ledger.onCancelReject(
                new CancelRejectDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder()), nowNs);
    }
}
