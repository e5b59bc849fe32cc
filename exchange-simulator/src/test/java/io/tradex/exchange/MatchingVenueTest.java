package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quickfix.field.CxlRejReason;
import quickfix.field.ExecType;
import quickfix.field.OrdRejReason;

/** The exchange's books without FIX: quantities and prices in words are units, as in "a buys 10@5". */
class MatchingVenueTest {
    private static final long UNIT = 100_000_000L;

    private final List<String> reports = new ArrayList<>();
    private final Map<String, OrderPlan> plans = new HashMap<>();
    private final Timers timers = new Timers();
    private long nowNs;
    private final MatchingVenue venue = new MatchingVenue(
            "O-",
            3,
            order -> plans.getOrDefault(order.clOrdId(), OrderPlan.ACCEPT),
            new Words(),
            () -> nowNs,
            timers,
            false);

    @Test
    void shouldMatchBestPriceFirstThenOldest() {
        order("a", false, 10, 5);
        order("b", false, 10, 4);
        order("c", false, 10, 4);
        order("d", true, 25, 5);

        assertEquals(
                List.of(
                        "new a",
                        "new b",
                        "new c",
                        "new d",
                        "trade b 10@4 leaves 0",
                        "trade d 10@4 leaves 15",
                        "trade c 10@4 leaves 0",
                        "trade d 10@4 leaves 5",
                        "trade a 5@5 leaves 5",
                        "trade d 5@5 leaves 0"),
                reports);
    }

    @Test
    void shouldKeepBooksOfDifferentSymbolsApart() {
        venue.onRequest(request("a", "AAPL", true, 1, 10));
        venue.onRequest(request("b", "MSFT", false, 1, 10));
        assertEquals(List.of("new a", "new b"), reports);
    }

    @Test
    void shouldKeepThePlaceOfAnOrderMadeSmallerAndLoseThatOfAnyOther() {
        order("a", false, 10, 5);
        order("b", false, 10, 5);
        order("c", false, 10, 5);
        replace("a2", "a", false, 8, 5);
        replace("b2", "b", false, 12, 5);
        reports.clear();

        order("d", true, 20, 5);

        assertEquals(
                List.of(
                        "new d",
                        "trade a2 8@5 leaves 0",
                        "trade d 8@5 leaves 12",
                        "trade c 10@5 leaves 0",
                        "trade d 10@5 leaves 2",
                        "trade b2 2@5 leaves 10",
                        "trade d 2@5 leaves 0"),
                reports);
    }

    @Test
    void shouldTradeAReplacedOrderThatNowCrosses() {
        order("a", false, 10, 5);
        order("b", true, 4, 3);
        reports.clear();

        replace("b2", "b", true, 6, 5);

        assertEquals(List.of("replaced b2 of b leaves 6", "trade a 6@5 leaves 4", "trade b2 6@5 leaves 0"), reports);
    }

    @Test
    void shouldEndAnOrderThatIsReplacedByNoMoreThanItsFills() {
        order("a", false, 10, 5);
        order("b", true, 4, 5);
        reports.clear();

        replace("a2", "a", false, 3, 5);
        cancel("a3", "a2", false);

        assertEquals(List.of("replaced a2 of a leaves 0", "cancelRefused a3 0"), reports);
        assertEquals(List.of(), open());
        assertEquals(4 * UNIT, venue.orders().get(0).orderQtyE8());
    }

    @Test
    void shouldRefuseCancelsOfWhatIsUnknownFinishedOrOutdated() {
        order("a", true, 10, 5);
        replace("a2", "a", true, 9, 5);
        reports.clear();

        cancel("x1", "nothing", true);
        cancel("x2", "a", true);
        cancel("a", "a2", true);
        cancel("x4", "a2", true);
        cancel("x5", "x4", true);

        assertEquals(
                List.of(
                        "cancelRefused x1 " + CxlRejReason.UNKNOWN_ORDER,
                        "cancelRefused x2 " + CxlRejReason.UNKNOWN_ORDER,
                        "cancelRefused a " + CxlRejReason.DUPLICATE_CLORDID_RECEIVED,
                        "canceled x4 of a2 leaves 0",
                        "cancelRefused x5 " + CxlRejReason.TOO_LATE_TO_CANCEL),
                reports);
    }

    @Test
    void shouldRejectADuplicateUnlessItsSenderWasNotSure() {
        order("a", true, 10, 5);
        order("a", true, 10, 5);
        venue.onRequest(new VenueRequest(
                VenueRequest.Kind.NEW_ORDER, "a", null, "AAPL", true, false, false, 5 * UNIT, 10 * UNIT, true));

        assertEquals(List.of("new a", "rejected a " + OrdRejReason.DUPLICATE_ORDER, "status a leaves 10"), reports);
        assertEquals(1, open().size());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "1, 0", "1, -1", "100000001, 1", "1, 100000001"})
    void shouldRejectQuantitiesAndPricesOutOfRange(final long quantity, final long price) {
        order("a", true, quantity, price);
        assertEquals(List.of("rejected a " + OrdRejReason.OTHER), reports);
    }

    @Test
    void shouldAnswerStatusByAnyClOrdIdAnOrderEverHad() {
        order("a", true, 10, 5);
        replace("a2", "a", true, 8, 5);
        reports.clear();

        status("a");
        status("a2");
        status("b");

        assertEquals(
                List.of("status a leaves 8", "status a2 leaves 8", "unknown b " + OrdRejReason.UNKNOWN_ORDER), reports);
    }

    @Test
    void shouldLetTheHouseTradeInItsTimeAndByPriority() {
        plans.put("b", OrderPlan.houseTrades(4 * UNIT, 1000));
        order("a", true, 3, 5);
        order("b", true, 10, 5);
        reports.clear();

        nowNs = 999;
        timers.poll(nowNs, 10);
        assertEquals(List.of(), reports);
        nowNs = 1000;
        timers.poll(nowNs, 10);

        assertEquals(List.of("trade a 3@5 leaves 0", "trade b 1@5 leaves 9"), reports);
    }

    @Test
    void shouldLeaveAnOrderAloneThatWasCancelledBeforeTheHouseCame() {
        plans.put("a", OrderPlan.houseTrades(10 * UNIT, 1000));
        order("a", true, 10, 5);
        cancel("a2", "a", true);
        reports.clear();

        nowNs = 1000;
        timers.poll(nowNs, 10);

        assertEquals(List.of(), reports);
    }

    @Test
    void shouldForgetFinishedOrdersBeyondItsCapacityButNeverOpenOnes() {
        order("open", true, 1, 1);
        for (int i = 0; i < 5; i++) {
            order("a" + i, true, 1, 5);
            cancel("c" + i, "a" + i, true);
        }
        reports.clear();

        status("a1");
        status("a2");
        status("open");

        assertEquals(
                List.of("unknown a1 " + OrdRejReason.UNKNOWN_ORDER, "status a2 leaves 0", "status open leaves 1"),
                reports);
        assertEquals(4, venue.orders().size());
    }

    @Test
    void shouldCountWhatItDoes() {
        plans.put("e", OrderPlan.reject("no"));
        order("a", false, 10, 5);
        order("b", true, 4, 5);
        replace("a2", "a", false, 8, 5);
        cancel("a3", "a2", false);
        cancel("a4", "a3", false);
        order("e", true, 1, 1);
        status("b");
        assertEquals(new ExchangeTotals(3, 1, 1, 1, 1, 1, 1, 1), venue.totals());
    }

    private List<OrderState> open() {
        return venue.orders().stream().filter(OrderState::isOpen).toList();
    }

    private void order(final String clOrdId, final boolean buy, final long quantity, final long price) {
        venue.onRequest(request(clOrdId, "AAPL", buy, quantity, price));
    }

    private void replace(
            final String clOrdId, final String origClOrdId, final boolean buy, final long quantity, final long price) {
        venue.onRequest(new VenueRequest(
                VenueRequest.Kind.REPLACE,
                clOrdId,
                origClOrdId,
                "AAPL",
                buy,
                false,
                false,
                price * UNIT,
                quantity * UNIT,
                false));
    }

    private void cancel(final String clOrdId, final String origClOrdId, final boolean buy) {
        venue.onRequest(new VenueRequest(
                VenueRequest.Kind.CANCEL, clOrdId, origClOrdId, "AAPL", buy, false, false, 0, 0, false));
    }

    private void status(final String clOrdId) {
        venue.onRequest(
                new VenueRequest(VenueRequest.Kind.STATUS, clOrdId, null, "AAPL", true, false, false, 0, 0, false));
    }

    private static VenueRequest request(
            final String clOrdId, final String symbol, final boolean buy, final long quantity, final long price) {
        return new VenueRequest(
                VenueRequest.Kind.NEW_ORDER,
                clOrdId,
                null,
                symbol,
                buy,
                false,
                false,
                price * UNIT,
                quantity * UNIT,
                false);
    }

    /** Writes down what the exchange says. */
    private final class Words implements VenueReports {
        @Override
        public String executed(final VenueOrder order, final Happening what) {
            final String clOrdId = what.clOrdId();
            final String of = what.origClOrdId() == null ? "" : " of " + what.origClOrdId();
            final String leaves = " leaves " + order.leavesQtyE8() / UNIT;
            reports.add(
                    switch (what.execType()) {
                        case ExecType.NEW -> "new " + clOrdId;
                        case ExecType.TRADE ->
                            "trade " + clOrdId + ' ' + what.lastQtyE8() / UNIT + '@' + what.lastPriceE8() / UNIT
                                    + leaves;
                        case ExecType.CANCELED -> "canceled " + clOrdId + of + leaves;
                        case ExecType.REPLACED -> "replaced " + clOrdId + of + leaves;
                        case ExecType.ORDER_STATUS -> "status " + clOrdId + leaves;
                        default -> throw new AssertionError("ExecType " + what.execType());
                    });
            return "E" + reports.size();
        }

        @Override
        public void refused(
                final VenueRequest request, final char execType, final int ordRejReason, final String text) {
            reports.add((execType == ExecType.REJECTED ? "rejected " : "unknown ")
                    + request.clOrdId()
                    + ' '
                    + ordRejReason);
        }

        @Override
        public void cancelRefused(
                final VenueRequest request, final VenueOrder order, final int cxlRejReason, final String text) {
            reports.add("cancelRefused " + request.clOrdId() + ' ' + cxlRejReason);
        }

        @Override
        public void pendingNew(final VenueRequest request) {
            reports.add("pending " + request.clOrdId());
        }

        @Override
        public void noOrders(final VenueRequest massStatus) {
            reports.add("no orders " + massStatus.clOrdId());
        }
    }
}
