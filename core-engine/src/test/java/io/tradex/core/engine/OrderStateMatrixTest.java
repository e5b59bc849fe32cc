package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tradex.conformance.Expected;
import io.tradex.conformance.OrderStateMatrix;
import io.tradex.conformance.Path;
import io.tradex.conformance.PathStep;
import io.tradex.conformance.PathStep.Answerer;
import io.tradex.conformance.Scenario;
import io.tradex.conformance.State;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TimeInForce;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The 47 scenarios of FIX 4.4 volume 4, every path of each, at the engine: a venue that sends what the table says, and the rows and
 * replies that must come of it. Money and position are counted along, busts and corrections included.
 */
class OrderStateMatrixTest {
    private static final int VENUE = 1;
    private static final long CASH = 10_000_000_000_000L;
    private static final long LIMIT_TICKS = 10_000;
    private static final long CXL_REJ_OTHER = 99;

    @Test
    void shouldKnowAllScenarios() {
        assertEquals(47, OrderStateMatrix.scenarios().size());
    }

    @TestFactory
    Stream<DynamicContainer> shouldShowWhatTheTableSays() {
        return OrderStateMatrix.scenarios().stream()
                .map(scenario -> DynamicContainer.dynamicContainer(
                        scenario.toString(),
                        scenario.paths().stream()
                                .map(path ->
                                        DynamicTest.dynamicTest(path.name(), () -> new Run(scenario).play(path)))));
    }

    /** One path, played at an engine of its own. */
    private static final class Run {
        private final Scenario scenario;
        private final EngineDriver driver = EngineDriver.ready();
        private final Trader trader = driver.trader(7, CASH, 0);
        private final VenuePuppet venue = driver.venue(VENUE);

        /** The ClOrdID at the venue of each request, by the table's letter. */
        private final Map<String, Long> venueIds = new HashMap<>();

        private final Map<String, Long> orderIds = new HashMap<>();
        private final Map<String, Said.Delta> rows = new HashMap<>();
        private final Map<String, long[]> fills = new HashMap<>();
        private Step reply;
        private long lots;
        private long cash = CASH;

        Run(final Scenario scenario) {
            this.scenario = scenario;
        }

        void play(final Path path) {
            for (final PathStep step : path.steps()) {
                if (step.answerer() == Answerer.NOBODY) {
                    continue;
                }
                if (step.step().kind().isRequest()) {
                    request(step);
                } else if (step.answerer() == Answerer.CORE) {
                    compareReply(step);
                } else {
                    answer(step);
                }
            }
        }

        private void request(final PathStep pathStep) {
            final io.tradex.conformance.Step step = pathStep.step();
            final long id = clOrdId(step.clOrdId());
            final long orig = step.origClOrdId().isEmpty() ? 0 : clOrdId(step.origClOrdId());
            reply = switch (step.kind()) {
                case NEW_ORDER -> {
                    final boolean cash = step.cashOrderQty() >= 0;
                    yield trader.send(trader.newOrder(id)
                            .destination(VENUE)
                            .ordType(cash ? OrdType.MARKET : OrdType.LIMIT)
                            .priceTicks(cash ? 0 : LIMIT_TICKS)
                            .timeInForce(
                                    TimeInForce.valueOf(scenario.timeInForce().name()))
                            .quantityLots(cash ? 0 : step.orderQty())
                            .cashOrderQtyMicros(cash ? step.cashOrderQty() * 1_000_000 : 0)
                            .possResend(step.possResend() ? BooleanType.T : BooleanType.F));
                }
                case CANCEL -> trader.cancel(id, orig);
                case REPLACE -> trader.replace(id, orig, step.orderQty(), LIMIT_TICKS);
                case STATUS -> trader.status(id);
                default -> throw new AssertionError(step);
            };
            if (pathStep.answerer() == Answerer.CORE) {
                assertEquals(0, reply.requests().size(), () -> "nothing goes to the venue: " + step);
                return;
            }
            note(reply);
            final Said.VenueRequest request = reply.request();
            venueIds.put(step.clOrdId(), request.venueClOrdId());
            if (orig == 0) {
                orderIds.put(step.clOrdId(), request.orderId());
            } else {
                assertEquals(
                        venueIds.get(step.origClOrdId()), request.origVenueClOrdId(), () -> "OrigClOrdID of " + step);
            }
        }

        private void answer(final PathStep pathStep) {
            final io.tradex.conformance.Step step = pathStep.step();
            if (step.kind() == io.tradex.conformance.Kind.CANCEL_REJECT) {
                note(venue.rejectsCancel(venueIds.get(step.clOrdId()), (int)
                        (step.cxlRejReason() < 0 ? CXL_REJ_OTHER : step.cxlRejReason())));
            } else {
                note(venue.send(report(step)));
                if (!orderIds.containsKey(pathStep.order())) {
                    // It was given to the venue directly.
                    orderIds.put(
                            pathStep.order(),
                            rows.keySet().stream()
                                    .mapToLong(Long::parseLong)
                                    .max()
                                    .orElseThrow());
                }
                count(step);
            }
            compareRow(pathStep);
        }

        private VenueExecutionReportEncoder report(final io.tradex.conformance.Step step) {
            final VenueExecutionReportEncoder report = venue.says(
                    venueIds.getOrDefault(step.clOrdId(), 0L),
                    ExecType.get((byte) step.execType().execType()),
                    OrdStatus.get((byte) step.ordStatus().ordStatus()));
            final boolean fill = step.lastQty() > 0;
            report.origVenueClOrdId(venueIds.getOrDefault(step.origClOrdId(), 0L))
                    .orderQtyE8(step.orderQty() * EngineDriver.E8)
                    .cumQtyE8(step.cumQty() * EngineDriver.E8)
                    .leavesQtyE8(step.leavesQty() * EngineDriver.E8)
                    .lastQtyE8(fill ? step.lastQty() * EngineDriver.E8 : 0)
                    .lastPriceE8(fill ? priceTicks(step) * EngineDriver.TICK_E8 : 0)
                    .reasonCode((int) Math.max(0, step.execRestatementReason()))
                    .accountId(trader.accountId)
                    .venueOrderId("O" + (venueIds.containsKey(step.clOrdId()) ? scenario.ref() : "phone"));
            if (!step.execId().isEmpty()) {
                report.execId(step.execId());
            }
            return report.execRefId(step.execRefId());
        }

        /** What the account must have by what the venue has said so far. */
        private void count(final io.tradex.conformance.Step step) {
            final boolean booked =
                    step.execType() == State.TRD || step.execType() == State.TCO || step.execType() == State.TCX;
            if (!booked) {
                return;
            }
            if (!step.execRefId().isEmpty()) {
                final long[] undone = fills.remove(step.execRefId());
                lots -= undone[0];
                cash += undone[0] * undone[1] * 10_000;
            }
            if (step.execType() != State.TCX) {
                lots += step.lastQty();
                cash -= step.lastQty() * priceTicks(step) * 10_000;
                fills.put(step.execId(), new long[] {step.lastQty(), priceTicks(step)});
            }
            assertEquals(lots, trader.lots(), () -> "position after " + step);
            assertEquals(cash, trader.cash(), () -> "cash after " + step);
        }

        private static long priceTicks(final io.tradex.conformance.Step step) {
            return step.lastPx().isEmpty()
                    ? LIMIT_TICKS
                    : new java.math.BigDecimal(step.lastPx()).movePointRight(2).longValueExact();
        }

        private void note(final Step said) {
            said.deltas().forEach(row -> rows.put(Long.toString(row.orderId()), row));
        }

        private void compareRow(final PathStep pathStep) {
            final Expected expected = pathStep.expected();
            final Said.Delta row = rows.get(Long.toString(orderIds.get(pathStep.order())));
            assertNotNull(row, () -> "a row after " + pathStep.step());
            final String after = "after " + pathStep.step();
            assertEquals(status(expected.ordStatus()), row.ordStatus(), () -> "OrdStatus " + after);
            assertEquals(status(expected.venueOrdStatus()), row.venueOrdStatus(), () -> "venueOrdStatus " + after);
            compare(expected.orderQty(), row.quantityLots(), "OrderQty " + after);
            compare(expected.cumQty(), row.cumQtyLots(), "CumQty " + after);
            compare(expected.leavesQty(), row.leavesQtyLots(), "LeavesQty " + after);
        }

        private void compareReply(final PathStep pathStep) {
            final io.tradex.conformance.Step step = pathStep.step();
            final Expected expected = pathStep.expected();
            final String what = "of the answer " + step;
            if (step.kind() == io.tradex.conformance.Kind.CANCEL_REJECT) {
                final Said.CancelReject reject = reply.cancelReject();
                assertEquals(status(expected.ordStatus()), reject.ordStatus(), () -> "OrdStatus " + what);
                assertEquals(clOrdId(step.clOrdId()), reject.clOrdId(), () -> "ClOrdID " + what);
                assertEquals(clOrdId(step.origClOrdId()), reject.origClOrdId(), () -> "OrigClOrdID " + what);
                assertEquals(RejectReason.UNKNOWN_ORDER, reject.reason(), () -> "reason " + what);
                return;
            }
            final Said.Report report = reply.report();
            assertEquals(ExecType.get((byte) step.execType().execType()), report.execType(), () -> "ExecType " + what);
            assertEquals(status(expected.ordStatus()), report.ordStatus(), () -> "OrdStatus " + what);
            assertEquals(clOrdId(step.clOrdId()), report.clOrdId(), () -> "ClOrdID " + what);
            if (!step.origClOrdId().isEmpty()) {
                assertEquals(clOrdId(step.origClOrdId()), report.origClOrdId(), () -> "OrigClOrdID " + what);
            }
            compare(expected.orderQty(), report.quantityLots(), "OrderQty " + what);
            compare(expected.cumQty(), report.cumQtyLots(), "CumQty " + what);
            compare(expected.leavesQty(), report.leavesQtyLots(), "LeavesQty " + what);
        }

        private static void compare(final long expected, final long actual, final String what) {
            if (expected != io.tradex.conformance.Step.NONE) {
                assertEquals(expected, actual, what);
            }
        }

        private static OrdStatus status(final State state) {
            return OrdStatus.get((byte) state.ordStatus());
        }

        private static long clOrdId(final String letter) {
            return letter.charAt(0);
        }
    }
}
