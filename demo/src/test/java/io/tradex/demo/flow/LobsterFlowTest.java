package io.tradex.demo.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LobsterFlowTest {
    private static final long MAKER = 10;
    private static final long TAKER = 11;

    private final WorkingOrders working = new WorkingOrders(1024);
    private long nextClOrdId = 1;

    @Test
    void shouldTurnRowsIntoRequestsOfTheSameOrder() throws IOException {
        final List<OrderCommand> requests = requests(flow("""
                34200.0,1,501,100,5853300,1
                34200.1,2,501,30,5853300,1
                34200.2,4,501,20,5853300,1
                34200.3,3,501,50,5853300,1
                """, 1, 0));

        assertEquals(4, requests.size());
        assertRequest(requests.get(0), OrderCommand.Kind.NEW, 1, 0, MAKER, true, 5_853_300, 100);
        assertRequest(requests.get(1), OrderCommand.Kind.REPLACE, 2, 1, MAKER, true, 5_853_300, 70);
        assertRequest(requests.get(2), OrderCommand.Kind.NEW, 3, 0, TAKER, false, 5_853_300, 20);
        assertTrue(requests.get(2).immediateOrCancel);
        assertEquals(OrderCommand.Kind.CANCEL, requests.get(3).kind);
        assertEquals(2, requests.get(3).origClOrdId, "the name it has since the replace");
    }

    @Test
    void shouldCountWhatItSkips() throws IOException {
        final LobsterFlow flow = flow("""
                34200.0,5,0,10,5853300,1
                34200.1,3,777,10,5853300,1
                34200.2,4,778,10,5853300,1
                34200.3,2,779,10,5853300,1
                34200.4,7,0,0,-1,-1
                34200.5,6,0,10,5853300,1
                34200.6,1,501,10,5853300,1
                34200.7,3,501,10,5853300,1
                34200.8,3,501,10,5853300,1
                """, 1, 0);

        assertEquals(2, requests(flow).size());
        assertEquals(1, flow.hiddenExecutions());
        assertEquals(4, flow.unknownOrders());
        assertEquals(2, flow.otherRows());
    }

    @Test
    void shouldKeepThePaceOfTheFile() throws IOException {
        final String file = "34200.25,1,1,10,100,1\n34202.25,1,2,10,100,1\n";
        final LobsterFlow asItWas = flow(file, 1, 0);
        final LobsterFlow fourTimes = flow(file, 4, 0);
        final LobsterFlow unpaced = flow(file, Double.POSITIVE_INFINITY, 0);

        for (final LobsterFlow flow : List.of(asItWas, fourTimes, unpaced)) {
            assertEquals(0, flow.dueNs());
            flow.next(nextClOrdId++, new OrderCommand());
        }
        assertEquals(2_000_000_000L, asItWas.dueNs());
        assertEquals(500_000_000L, fourTimes.dueNs());
        assertEquals(0, unpaced.dueNs());
        assertTrue(asItWas.isPaced());
        assertFalse(unpaced.isPaced());
    }

    @Test
    void shouldSendAllThatHappensToAnOrderWhereTheOrderIs() throws IOException {
        final StringBuilder file = new StringBuilder();
        for (int id = 1; id <= 2000; id++) {
            file.append("34200.0,1,").append(id).append(",10,100,1\n");
            file.append("34200.0,4,").append(id).append(",5,100,1\n");
            file.append("34200.0,3,").append(id).append(",5,100,1\n");
        }
        final List<OrderCommand> requests = requests(flow(file.toString(), Double.POSITIVE_INFINITY, 0.2)).stream()
                .filter(request -> request.accountId != 90)
                .toList();

        int atVenues = 0;
        for (int i = 0; i < requests.size(); i += 3) {
            assertEquals(requests.get(i).destination, requests.get(i + 1).destination);
            assertEquals(requests.get(i).destination, requests.get(i + 2).destination);
            atVenues += requests.get(i).destination == 0 ? 0 : 1;
        }
        assertEquals(400, atVenues, 60);
    }

    @Test
    void shouldLetACancelWaitForTheReplaceBeforeIt() throws IOException {
        final LobsterFlow flow = flow("""
                34200.0,1,501,100,100,1
                34200.1,2,501,30,100,1
                34200.2,3,501,70,100,1
                """, 1, 0);
        final OrderCommand order = take(flow);
        working.onSent(order);
        accept(order);
        final OrderCommand replace = take(flow);
        working.onSent(replace);

        assertEquals(Long.MAX_VALUE, flow.dueNs(), "nothing can be sent now");
        final OrderCommand cancel = new OrderCommand();
        assertFalse(working.takeWanted(1, nextClOrdId, cancel));

        working.onReport(replace.clOrdId, 1, OrdStatus.NEW, 100, 70, true);
        assertTrue(working.hasWanted(replace.clOrdId));
        assertTrue(working.takeWanted(replace.clOrdId, nextClOrdId, cancel));
        assertEquals(OrderCommand.Kind.CANCEL, cancel.kind);
        assertEquals(replace.clOrdId, cancel.origClOrdId);
        assertEquals(MAKER, cancel.accountId);
        assertFalse(working.takeWanted(replace.clOrdId, nextClOrdId, cancel), "given out once");
    }

    @Test
    void shouldAddOrdersThatMustBeRefusedBecauseTheFileHasNone() throws IOException {
        final StringBuilder file = new StringBuilder();
        for (int id = 1; id <= 1500; id++) {
            file.append("34200.0,1,")
                    .append(id)
                    .append(",10,100,1\n34200.0,3,")
                    .append(id)
                    .append(",10,100,1\n");
        }
        final List<OrderCommand> requests = requests(flow(file.toString(), 1, 0));

        assertEquals(3003, requests.size());
        assertEquals(
                3, requests.stream().filter(request -> request.accountId == 90).count());
    }

    @Test
    void shouldRefuseAnOrderThatIsAddedTwice() throws IOException {
        final LobsterFlow flow = flow("34200.0,1,501,100,100,1\n34200.1,1,501,100,100,1\n", 1, 0);
        take(flow);

        final FlowFormatException refused = assertThrows(FlowFormatException.class, flow::dueNs);
        assertTrue(refused.getMessage().startsWith("flow.csv, line 2: order id 501"), refused.getMessage());
    }

    @Test
    void shouldRefuseASpeedOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> flow("", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> flow("", Double.NaN, 0));
    }

    private LobsterFlow flow(final String file, final double speed, final double venueShare) {
        return new LobsterFlow(
                new BufferedReader(new StringReader(file)),
                "flow.csv",
                Market.ofLobsterFile("AAPL", 2),
                working,
                speed,
                venueShare,
                1);
    }

    private OrderCommand take(final LobsterFlow flow) throws IOException {
        assertNotEquals(Long.MAX_VALUE, flow.dueNs());
        final OrderCommand command = new OrderCommand();
        flow.next(nextClOrdId++, command);
        return command;
    }

    /** Requests as they come when the core does at once what it is asked for. */
    private List<OrderCommand> requests(final LobsterFlow flow) throws IOException {
        final List<OrderCommand> requests = new ArrayList<>();
        while (flow.dueNs() != Long.MAX_VALUE) {
            final OrderCommand request = take(flow);
            working.onSent(request);
            accept(request);
            requests.add(request);
        }
        return requests;
    }

    private void accept(final OrderCommand request) {
        final boolean ends = request.kind == OrderCommand.Kind.CANCEL || request.immediateOrCancel;
        working.onReport(
                request.clOrdId,
                request.origClOrdId,
                ends ? OrdStatus.CANCELED : OrdStatus.NEW,
                request.priceTicks,
                request.quantityLots,
                request.kind == OrderCommand.Kind.REPLACE);
    }

    private static void assertRequest(
            final OrderCommand request,
            final OrderCommand.Kind kind,
            final long clOrdId,
            final long origClOrdId,
            final long accountId,
            final boolean buy,
            final long priceTicks,
            final long quantityLots) {
        assertEquals(kind, request.kind);
        assertEquals(clOrdId, request.clOrdId);
        assertEquals(origClOrdId, request.origClOrdId);
        assertEquals(accountId, request.accountId);
        assertEquals(priceTicks, request.priceTicks);
        assertEquals(quantityLots, request.quantityLots);
        if (kind == OrderCommand.Kind.NEW) {
            assertEquals(buy, request.buy);
            assertEquals(1, request.instrumentId);
        }
    }
}
