package io.tradex.demo.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdStatus;
import org.junit.jupiter.api.Test;

class WorkingOrdersTest {
    private final WorkingOrders working = new WorkingOrders(4);
    private final OrderCommand command = new OrderCommand();

    @Test
    void shouldOfferAnOrderForCancelOnceTheCoreHasItAndNothingOfItIsOnItsWay() {
        send(order(1, false));
        assertEquals(0, working.candidateCount());
        report(1, 0, OrdStatus.NEW, 100, false);
        assertEquals(1, working.candidateCount());

        working.cancelCandidate(0, 2, command);
        assertEquals(1, command.origClOrdId);
        assertEquals(7, command.accountId);
        send(command);
        assertEquals(0, working.candidateCount());
        assertTrue(working.isBusy(1));

        report(2, 1, OrdStatus.CANCELED, 100, false);
        assertEquals(0, working.size());
    }

    @Test
    void shouldNeverOfferWhatCannotRest() {
        send(order(1, true));
        report(1, 0, OrdStatus.NEW, 100, false);

        assertEquals(1, working.size());
        assertEquals(0, working.candidateCount());
    }

    @Test
    void shouldFollowAnOrderThroughItsNames() {
        send(order(1, false));
        report(1, 0, OrdStatus.NEW, 100, false);
        working.shrinkCandidate(0, 2, 60, command);
        send(command);
        assertEquals(1, working.nameOf(1), "not before it is done");

        report(2, 1, OrdStatus.PENDING_REPLACE, 100, false);
        assertEquals(1, working.pendingCount());
        report(2, 1, OrdStatus.NEW, 60, true);
        assertEquals(2, working.nameOf(1));
        assertEquals(0, working.pendingCount());
        assertEquals(60, working.candidateQuantityLots(0));

        report(2, 0, OrdStatus.FILLED, 60, false);
        assertFalse(working.isLive(1));
        assertEquals(0, working.size());
    }

    @Test
    void shouldKeepTheOldNameWhenAReplaceIsRefused() {
        send(order(1, false));
        report(1, 0, OrdStatus.NEW, 100, false);
        working.shrinkCandidate(0, 2, 60, command);
        send(command);

        working.onRequestRefused(2, 1, OrdStatus.NEW);

        assertEquals(1, working.nameOf(1));
        assertFalse(working.isBusy(1));
        assertEquals(1, working.candidateCount());
    }

    @Test
    void shouldDropAnOrderThatARefusalSaysIsGone() {
        send(order(1, false));
        report(1, 0, OrdStatus.NEW, 100, false);
        working.cancelCandidate(0, 2, command);
        send(command);

        working.onRequestRefused(2, 1, OrdStatus.FILLED);

        assertEquals(0, working.size());
    }

    @Test
    void shouldCountOrdersThatWaitForTheirVenue() {
        send(order(1, false));
        send(order(2, false));
        report(1, 0, OrdStatus.PENDING_NEW, 100, false);
        report(2, 0, OrdStatus.PENDING_NEW, 100, false);
        assertEquals(2, working.pendingCount());

        report(1, 0, OrdStatus.NEW, 100, false);
        report(2, 0, OrdStatus.REJECTED, 100, false);
        assertEquals(0, working.pendingCount());
        assertEquals(1, working.size());
    }

    @Test
    void shouldIgnoreReportsOfOrdersItDoesNotHave() {
        report(99, 98, OrdStatus.NEW, 1, true);
        working.onRequestRefused(99, 98, OrdStatus.NEW);
        working.onNewRefused(99);

        assertEquals(0, working.size());
        assertEquals(99, working.nameOf(99));
    }

    @Test
    void shouldWalkTheLiveOrders() {
        send(order(1, false));
        send(order(2, false));
        send(order(3, false));
        working.onNewRefused(2);

        long sum = 0;
        for (int slot = working.nextLive(0); slot != WorkingOrders.NO_SLOT; slot = working.nextLive(slot + 1)) {
            sum += working.key(slot);
        }
        assertEquals(4, sum);
    }

    @Test
    void shouldSayWhenItIsFull() {
        for (int id = 1; id <= 4; id++) {
            assertTrue(working.hasRoom());
            send(order(id, false));
        }
        assertFalse(working.hasRoom());
        assertThrows(IllegalStateException.class, () -> send(order(5, false)));
        working.onNewRefused(3);
        assertTrue(working.hasRoom());
    }

    private OrderCommand order(final long clOrdId, final boolean immediateOrCancel) {
        final OrderCommand order = new OrderCommand().newOrder(clOrdId);
        order.accountId = 7;
        order.instrumentId = 1;
        order.priceTicks = 10;
        order.quantityLots = 100;
        order.immediateOrCancel = immediateOrCancel;
        return order;
    }

    private void send(final OrderCommand sent) {
        working.onSent(sent);
    }

    private void report(
            final long clOrdId,
            final long origClOrdId,
            final OrdStatus ordStatus,
            final long quantityLots,
            final boolean replaced) {
        working.onReport(clOrdId, origClOrdId, ordStatus, 10, quantityLots, replaced);
    }
}
