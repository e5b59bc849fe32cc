package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.exchange.ExchangeConfiguration;
import io.tradex.exchange.ExchangeSimulator;
import io.tradex.exchange.OrderPlan;
import io.tradex.exchange.OrderState;
import io.tradex.exchange.SimulatedExchange;
import io.tradex.exchange.VenuePolicy;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against the exchange simulator, over TCP. */
@Timeout(120)
class FixAdapterSimulatorTest {
    private static final int XA = 1;
    private static final int XB = 2;

    private final RecordingSink sink = new RecordingSink();
    private final Map<String, OrderPlan> plans = new ConcurrentHashMap<>();
    private final Map<Integer, Long> journalled = new HashMap<>();
    private final List<Throwable> simulatorErrors = new ArrayList<>();

    @TempDir
    private Path directory;

    private SimulatedExchange exchangeA;
    private SimulatedExchange exchangeB;
    private ExchangeSimulator simulator;
    private FixAdapter adapter;
    private Requests requests;

    @BeforeEach
    void startSimulator() {
        final VenuePolicy policy = order -> plans.getOrDefault(order.clOrdId(), OrderPlan.ACCEPT);
        exchangeA = exchange("XA", policy);
        exchangeB = exchange("XB", policy);
        simulator =
                new ExchangeSimulator(List.of(exchangeA, exchangeB), new BackoffIdleStrategy(), simulatorErrors::add);
    }

    @AfterEach
    void stopAll() {
        if (adapter != null) {
            adapter.close();
        }
        simulator.close();
        assertEquals(List.of(), simulatorErrors);
    }

    @Test
    void shouldTradeCancelReplaceRejectAndAnswerStatus() {
        startAdapter();
        plans.put("T3", OrderPlan.houseTrades(DecimalE8.parse("40"), 0));
        plans.put("T4", OrderPlan.reject("no"));

        requests.limit(XA, 1, Side.BUY, "100", "10.5");
        sink.await("NEW NEW T1 order 100@10.5 cum 0 leaves 100");
        requests.limit(XA, 2, Side.SELL, "100", "10.25");
        sink.await("NEW NEW T2 order 100@10.25 cum 0 leaves 100");
        sink.await("TRADE FILLED T1 last 100@10.5 order 100@10.5 cum 100 leaves 0");
        sink.await("TRADE FILLED T2 last 100@10.5 order 100@10.25 cum 100 leaves 0");

        requests.limit(XA, 3, Side.BUY, "100", "9");
        sink.await("TRADE PARTIALLY_FILLED T3 last 40@9 order 100@9 cum 40 leaves 60");
        requests.limit(XA, 4, Side.BUY, "1", "9");
        sink.await("REJECTED REJECTED T4 order 1@0 cum 0 leaves 0 reason 99");

        requests.replace(XA, 5, 3, Side.BUY, "80", "8.75");
        sink.await("REPLACED PARTIALLY_FILLED T5 of T3 order 80@8.75 cum 40 leaves 40");
        requests.status(XA, 5, Side.BUY);
        sink.await("ORDER_STATUS PARTIALLY_FILLED T5 order 80@8.75 cum 40 leaves 40");
        requests.cancel(XA, 6, 5, Side.BUY, "80");
        sink.await("CANCELED CANCELED T6 of T5 order 80@8.75 cum 40 leaves 0");

        requests.cancel(XA, 7, 6, Side.BUY, "80");
        sink.await("cancelReject CANCELED T7 of T6 reason 0");
        requests.replace(XA, 8, 999, Side.BUY, "1", "1");
        sink.await("replaceReject REJECTED T8 of T999 reason 1");
        requests.status(XA, 999, Side.BUY);
        sink.await("ORDER_STATUS REJECTED T999 order 0@0 cum 0 leaves 0 reason 5 unknown");
        requests.limit(XA, 5, Side.BUY, "100", "9");
        sink.await("REJECTED REJECTED T5 order 100@0 cum 0 leaves 0 reason 6");

        assertEquals(0, exchangeA.sessionErrors());
        assertEquals(0, adapter.faults().count(XA, FixFault.SESSION_ERROR));
    }

    @Test
    void shouldNeverRestMarketAndImmediateOrders() {
        startAdapter();
        plans.put("T3", OrderPlan.houseTrades(DecimalE8.parse("4"), 0));

        requests.newOrder(XA, 1, Side.BUY, OrdType.MARKET, TimeInForce.IOC, "5", "0");
        sink.await("CANCELED CANCELED T1 order 5@0 cum 0 leaves 0");
        requests.limit(XA, 2, Side.SELL, "3", "10");
        requests.newOrder(XA, 3, Side.BUY, OrdType.LIMIT, TimeInForce.IOC, "10", "10.1");
        sink.await("TRADE PARTIALLY_FILLED T3 last 3@10 order 10@10.1 cum 3 leaves 7");
        sink.await("TRADE PARTIALLY_FILLED T3 last 4@10.1 order 10@10.1 cum 7 leaves 3");
        sink.await("CANCELED CANCELED T3 order 10@10.1 cum 7 leaves 0");
        requests.limit(XA, 4, Side.SELL, "3", "10");
        requests.newOrder(XA, 5, Side.BUY, OrdType.MARKET, TimeInForce.DAY, "2", "0");
        sink.await("TRADE FILLED T5 last 2@10 order 2@0 cum 2 leaves 0");

        assertEquals(List.of("T4"), openClOrdIds(exchangeA));
    }

    @Test
    void shouldRouteEachVenueToItsOwnSessionAndRefuseForUnknownOnes() {
        startAdapter();

        requests.limit(XA, 1, Side.BUY, "1", "1");
        requests.limit(XB, 2, Side.BUY, "1", "1");
        requests.limit(33, 3, Side.BUY, "1", "1");
        sink.await("NEW NEW T1");
        sink.await("NEW NEW T2");
        sink.await("notSent 33 3");

        assertEquals(List.of("T1"), openClOrdIds(exchangeA));
        assertEquals(List.of("T2"), openClOrdIds(exchangeB));
    }

    @Test
    void shouldRefuseRequestsWhileASessionIsDownAndGoOnAfterwards() {
        startAdapter();
        requests.limit(XB, 1, Side.BUY, "5", "1");
        sink.await("NEW NEW T1");

        exchangeB.closePort();
        sink.await("down 2");
        requests.limit(XB, 2, Side.BUY, "1", "1");
        requests.cancel(XB, 3, 1, Side.BUY, "5");
        requests.replace(XB, 4, 1, Side.BUY, "6", "1");
        requests.status(XB, 1, Side.BUY);
        sink.await("notSent 2 2");
        sink.await("notSent 2 3");
        sink.await("notSent 2 4");
        Await.until(
                "the status request is dropped",
                () -> adapter.faults().count(XB, FixFault.STATUS_REQUEST_DROPPED) == 1);
        assertEquals(3, adapter.faults().count(XB, FixFault.REQUEST_NOT_SENT));
        assertFalse(adapter.isUp(XB));
        assertTrue(adapter.isUp(XA));

        sink.clear();
        exchangeB.openPort();
        sink.await("up 2");
        requests.status(XB, 1, Side.BUY);
        sink.await("ORDER_STATUS NEW T1 order 5@1 cum 0 leaves 5");
        requests.status(XB, 2, Side.BUY);
        sink.await("ORDER_STATUS REJECTED T2 order 0@0 cum 0 leaves 0 reason 5 unknown");
        assertEquals(List.of("T1"), openClOrdIds(exchangeB));
    }

    @Test
    void shouldHearOfFillsThatHappenedWhileItWasDisconnected() {
        startAdapter();
        plans.put("T1", OrderPlan.houseTrades(DecimalE8.parse("5"), TimeUnit.SECONDS.toNanos(2)));
        requests.limit(XA, 1, Side.BUY, "5", "1");
        sink.await("NEW NEW T1");
        exchangeA.closePort();
        sink.await("down 1");
        Await.until("the house comes", () -> exchangeA.openOrders().isEmpty());

        sink.clear();
        exchangeA.openPort();

        sink.await("TRADE FILLED T1 last 5@1 order 5@1 cum 5 leaves 0");
        assertEquals("up 1", sink.messages().get(0));
        assertEquals(2, sink.messages().size());
    }

    @Test
    void shouldAskAgainForEverythingThatTheJournalDoesNotHave() {
        startAdapter();
        requests.limit(XA, 1, Side.BUY, "1", "1");
        sink.await("NEW NEW T1");
        journalled.put(XA, sink.lastMsgSeqNum());
        requests.limit(XA, 2, Side.BUY, "1", "1");
        requests.limit(XA, 3, Side.SELL, "1", "1");
        sink.await("TRADE FILLED T3");
        final List<String> lost = sink.messages().stream()
                .filter(m -> m.contains("T2") || m.contains("T3") || m.startsWith("TRADE"))
                .toList();
        assertEquals(4, lost.size());
        adapter.close();

        sink.clear();
        startAdapter();
        sink.awaitCount(2 + lost.size());

        assertEquals(
                lost.stream().map(m -> m + " possDup").toList(),
                sink.messages().stream().filter(m -> !m.startsWith("up")).toList());
        requests.status(XA, 2, Side.BUY);
        sink.await("ORDER_STATUS NEW T2");
        assertEquals(List.of("T2"), openClOrdIds(exchangeA));
    }

    @Test
    void shouldLoseNothingWhileTheSinkIsFull() {
        startAdapter();
        sink.full(true);
        for (long id = 1; id <= 2000; id++) {
            requests.limit(XA, id, Side.BUY, "1", "1");
        }
        Await.until(
                "all orders are at the exchange", () -> exchangeA.openOrders().size() == 2000);
        Await.until("the sink refuses", () -> sink.refused() > 3);

        sink.clear();
        sink.full(false);
        sink.awaitCount(2000);

        assertEquals(
                LongStream.rangeClosed(1, 2000)
                        .mapToObj(id -> "NEW NEW T" + id + " order 1@1 cum 0 leaves 1")
                        .toList(),
                sink.messages());
    }

    @Test
    void shouldStopSoonEvenWhenTheSinkIsFull() {
        startAdapter();
        sink.full(true);
        requests.limit(XA, 1, Side.BUY, "1", "1");
        Await.until("the sink refuses", () -> sink.refused() > 0);

        final long startNs = System.nanoTime();
        adapter.close();
        adapter = null;

        assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void shouldKeepUpsAndDownsThatAFullSinkDidNotTake() {
        startAdapter();
        sink.full(true);
        exchangeA.closePort();
        Await.until("venue 1 is down", () -> !adapter.isUp(XA));
        exchangeA.openPort();
        Await.until("venue 1 is up", () -> adapter.isUp(XA));

        sink.clear();
        sink.full(false);
        sink.awaitCount(2);

        assertEquals(List.of("down 1", "up 1"), sink.messages());
    }

    private SimulatedExchange exchange(final String compId, final VenuePolicy policy) {
        return new SimulatedExchange(
                new ExchangeConfiguration(compId, "TRADEX", "127.0.0.1", 0, directory.resolve("exchange")),
                policy,
                System.currentTimeMillis() * 1000,
                SystemNanoClock.INSTANCE);
    }

    private void startAdapter() {
        adapter = new FixAdapter(
                List.of(venue(XA, "XA", exchangeA.port()), venue(XB, "XB", exchangeB.port())),
                sink,
                venueId -> journalled.getOrDefault(venueId, 0L),
                error -> {});
        requests = new Requests(adapter);
        adapter.start();
        sink.await("up 1");
        sink.await("up 2");
    }

    private FixVenueConfiguration venue(final int venueId, final String compId, final int port) {
        return new FixVenueConfiguration(venueId, "127.0.0.1", port, "TRADEX", compId, directory.resolve("adapter"));
    }

    private static List<String> openClOrdIds(final SimulatedExchange exchange) {
        return exchange.openOrders().stream().map(OrderState::clOrdId).toList();
    }
}
