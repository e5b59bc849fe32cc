package io.tradex.demo.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowGeneratorTest {
    private static final long SEED = 20120621;
    private static final int REQUESTS = 200_000;

    private final Market market = Market.ofShares(2);
    private final WorkingOrders working = new WorkingOrders(1 << 17);

    @Test
    void shouldMakeTheProportionsOfADayOnAnExchange() {
        final FlowGenerator flow = generator(1000, 0.2);
        final Map<String, Integer> counts = new HashMap<>();
        for (final OrderCommand command : requests(flow, REQUESTS)) {
            counts.merge(kindOf(command), 1, Integer::sum);
        }

        assertShare(counts, "new", 0.480);
        assertShare(counts, "cancel", 0.440);
        assertShare(counts, "partial cancel", 0.006);
        assertShare(counts, "execution", 0.050);
        assertShare(counts, "hopeless", 0.024);
    }

    @Test
    void shouldSendTheGivenShareOfOrdersToTheVenues() {
        for (final double share : new double[] {0, 0.2, 1}) {
            final List<OrderCommand> orders = requests(generator(1000, share), REQUESTS).stream()
                    .filter(command -> command.kind == OrderCommand.Kind.NEW)
                    .toList();
            final long atVenues =
                    orders.stream().filter(order -> order.destination != 0).count();

            assertEquals(share, (double) atVenues / orders.size(), 0.01, "share " + share);
            assertTrue(orders.stream().allMatch(order -> order.destination >= 0 && order.destination <= 2));
        }
    }

    @Test
    void shouldMakeOnlyOrdersThatTheMarketAllowsButForTheHopelessOnes() {
        for (final OrderCommand command : requests(generator(1000, 0.2), REQUESTS)) {
            if (command.kind != OrderCommand.Kind.CANCEL && !kindOf(command).equals("hopeless")) {
                assertTrue(command.priceTicks >= 1, () -> "price " + command.priceTicks);
                assertTrue(command.quantityLots >= 1, () -> "quantity " + command.quantityLots);
            }
        }
    }

    @Test
    void shouldMakeTheSameFlowFromTheSameSeed() {
        final List<OrderCommand> first = requests(generator(1000, 0.2), 10_000);
        final List<OrderCommand> second =
                requests(new FlowGenerator(market, new FlowConfiguration(1000, SEED, 0.2, 5_000), fresh()), 10_000);

        for (int i = 0; i < first.size(); i++) {
            assertEquals(describe(first.get(i)), describe(second.get(i)), "request " + i);
        }
    }

    @Test
    void shouldBeDueAtTheGivenRateWithoutDrift() {
        final FlowGenerator flow = generator(3, 0);
        assertEquals(0, flow.dueNs());
        requests(flow, 1);
        assertEquals(333_333_333, flow.dueNs());
        requests(flow, 2);
        assertEquals(1_000_000_000, flow.dueNs());
        requests(flow, 3 * 3600 - 3);
        assertEquals(3_600_000_000_000L, flow.dueNs());
    }

    @Test
    void shouldCancelInsteadOfAddingWhenEnoughOrdersAreLive() {
        final WorkingOrders few = new WorkingOrders(256);
        final FlowGenerator flow = new FlowGenerator(market, new FlowConfiguration(1000, SEED, 0.2, 50), few);
        long clOrdId = 0;
        for (int i = 0; i < 10_000; i++) {
            answered(flow, few, ++clOrdId, new OrderCommand());
            assertTrue(few.size() <= 51, "live orders " + few.size());
        }
    }

    @Test
    void shouldNameTheSettingAtFault() {
        assertTrue(messageOf(() -> new FlowConfiguration(0, 1, 0.2, 1)).contains("rate"));
        assertTrue(messageOf(() -> new FlowConfiguration(1, 1, Double.NaN, 1)).contains("venueShare"));
        assertTrue(messageOf(() -> new FlowConfiguration(1, 1, 0.2, 0)).contains("workingOrdersMost"));
    }

    private FlowGenerator generator(final int rate, final double venueShare) {
        return new FlowGenerator(market, new FlowConfiguration(rate, SEED, venueShare, 5_000), fresh());
    }

    private WorkingOrders lastFresh = working;

    private WorkingOrders fresh() {
        lastFresh = new WorkingOrders(1 << 17);
        return lastFresh;
    }

    /**
     * Requests as they come when the core accepts what rests, and ends at once what is immediate or hopeless; every other
     * immediate order fills a resting one.
     */
    private List<OrderCommand> requests(final FlowGenerator flow, final int count) {
        final List<OrderCommand> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final OrderCommand command = new OrderCommand();
            answered(flow, lastFresh, nextClOrdId++, command);
            commands.add(command);
        }
        return commands;
    }

    private long nextClOrdId = 1;

    private void answered(
            final FlowGenerator flow, final WorkingOrders orders, final long clOrdId, final OrderCommand command) {
        flow.dueNs();
        flow.next(clOrdId, command);
        orders.onSent(command);
        final OrdStatus status = switch (command.kind) {
            case NEW ->
                kindOf(command).equals("hopeless")
                        ? OrdStatus.REJECTED
                        : command.immediateOrCancel ? OrdStatus.CANCELED : OrdStatus.NEW;
            case CANCEL -> OrdStatus.CANCELED;
            case REPLACE -> OrdStatus.NEW;
        };
        orders.onReport(
                clOrdId,
                command.origClOrdId,
                status,
                command.priceTicks,
                command.quantityLots,
                command.kind == OrderCommand.Kind.REPLACE);
        if (command.immediateOrCancel && clOrdId % 2 == 0 && orders.candidateCount() > 0) {
            final OrderCommand resting = new OrderCommand();
            orders.cancelCandidate(0, 0, resting);
            orders.onReport(resting.key, 0, OrdStatus.FILLED, 1, 1, false);
        }
    }

    private String kindOf(final OrderCommand command) {
        return switch (command.kind) {
            case CANCEL -> "cancel";
            case REPLACE -> "partial cancel";
            case NEW -> {
                final Market.Instrument instrument = market.instruments().get(command.instrumentId - 1);
                final boolean hopeless =
                        command.accountId == market.poorAccount().id()
                                || command.priceTicks > instrument.maxPriceTicks()
                                || command.quantityLots > instrument.maxQuantityLots();
                yield hopeless ? "hopeless" : command.immediateOrCancel ? "execution" : "new";
            }
        };
    }

    private static void assertShare(final Map<String, Integer> counts, final String kind, final double expected) {
        final double share = (double) counts.getOrDefault(kind, 0) / REQUESTS;
        assertEquals(expected, share, 0.005, () -> kind + " in " + counts);
    }

    private static String describe(final OrderCommand command) {
        return command.kind + " " + command.accountId + ' ' + command.instrumentId + ' ' + command.destination + ' '
                + command.buy + ' ' + command.immediateOrCancel + ' ' + command.priceTicks + ' ' + command.quantityLots;
    }

    private static String messageOf(final Runnable refused) {
        return assertThrows(IllegalArgumentException.class, refused::run).getMessage();
    }
}
