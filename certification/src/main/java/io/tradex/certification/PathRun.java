package io.tradex.certification;

import io.tradex.conformance.Expected;
import io.tradex.conformance.Kind;
import io.tradex.conformance.Path;
import io.tradex.conformance.PathStep;
import io.tradex.conformance.PathStep.Answerer;
import io.tradex.conformance.Scenario;
import io.tradex.conformance.State;
import io.tradex.conformance.Step;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TimeInForce;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Plays one path: sends what the buy side sends, waits for what the venue must send, and compares the one with the other and both
 * with the table. Used once.
 */
final class PathRun {
    private static final int DECIMALS = 8;

    private final Core core;
    private final Scenario scenario;
    private final long priceTicks;
    private final long timeoutNs;
    private final long firstClOrdId;
    private final Consumer<String> progress;

    /** Our ClOrdID of each request, and the one that the venue has, by the table's letter. */
    private final Map<String, Long> clOrdIds = new HashMap<>();

    private final Map<String, Long> venueIds = new HashMap<>();
    private final Map<String, Long> orderIds = new HashMap<>();
    private final Map<Long, OrderRow> rows = new HashMap<>();
    private final Set<Long> newOrders = new TreeSet<>();
    private final List<StepResult> results = new ArrayList<>();
    private Outcome lastRequest = new Outcome();
    private int day = 1;

    /**
     * @param core         our side.
     * @param scenario     that is played.
     * @param priceTicks   limit of its orders.
     * @param timeoutNs    how long the venue may take for each message, in nanoseconds.
     * @param firstClOrdId the run uses this ClOrdID and those after it.
     * @param progress     hears what the venue is waited for.
     */
    PathRun(
            final Core core,
            final Scenario scenario,
            final long priceTicks,
            final long timeoutNs,
            final long firstClOrdId,
            final Consumer<String> progress) {
        this.core = core;
        this.scenario = scenario;
        this.priceTicks = priceTicks;
        this.timeoutNs = timeoutNs;
        this.firstClOrdId = firstClOrdId;
        this.progress = progress;
    }

    PathResult play(final Path path) {
        for (final PathStep step : path.steps()) {
            if (step.step().day() > day) {
                day = step.step().day();
                note(core.endOfDay());
                result(step.step().time(), "a new trading day begins", "", List.of());
            }
            final boolean goesOn;
            if (step.answerer() == Answerer.NOBODY) {
                goesOn = result(step.step().time(), step.step().note(), "", List.of());
            } else if (step.step().kind().isRequest()) {
                goesOn = request(step);
            } else if (step.answerer() == Answerer.CORE) {
                goesOn = compareReply(step);
            } else {
                goesOn = answer(step);
            }
            if (!goesOn) {
                break;
            }
        }
        return PathResult.of(path.name(), results);
    }

    // ---- What we send

    private boolean request(final PathStep pathStep) {
        final Step step = pathStep.step();
        final long clOrdId = clOrdId(step.clOrdId());
        final long orig = step.origClOrdId().isEmpty() ? 0 : clOrdId(step.origClOrdId());
        final boolean cash = step.cashOrderQty() != Step.NONE;
        lastRequest = switch (step.kind()) {
            case NEW_ORDER ->
                core.buy(
                        clOrdId,
                        cash ? 0 : step.orderQty(),
                        cash ? Core.micros(step.cashOrderQty()) : 0,
                        cash ? 0 : priceTicks,
                        TimeInForce.valueOf(scenario.timeInForce().name()),
                        step.possResend());
            case CANCEL -> core.cancel(clOrdId, orig);
            case REPLACE -> core.replace(clOrdId, orig, step.orderQty(), priceTicks);
            case STATUS -> core.status(clOrdId);
            default -> throw new IllegalArgumentException("no request: " + step);
        };
        note(lastRequest);
        final List<String> wrong = new ArrayList<>(lastRequest.refusals());
        final List<VenueAsk> asks = lastRequest.asks();
        if (pathStep.answerer() == Answerer.CORE) {
            if (!asks.isEmpty()) {
                wrong.add("the core must answer by itself, but asked the venue: " + asks);
            }
        } else if (asks.size() != 1) {
            wrong.add("one message must go to the venue, there are " + asks.size()
                    + (lastRequest.replies().isEmpty()
                            ? ""
                            : "; the client was told " + lastRequest.replies().get(0)));
        } else {
            final VenueAsk ask = asks.get(0);
            compare(wrong, "message", messageName(step.kind()), ask.name());
            venueIds.put(step.clOrdId(), ask.venueClOrdId());
            if (step.kind() == Kind.NEW_ORDER) {
                orderIds.put(step.clOrdId(), ask.orderId());
            } else {
                compare(wrong, "OrigClOrdID", venueIds.get(step.origClOrdId()), ask.origVenueClOrdId());
            }
        }
        return result(step.time(), "sent: " + words(step), "", wrong);
    }

    // ---- What the venue sends

    private boolean answer(final PathStep pathStep) {
        final Step step = pathStep.step();
        progress.accept("waiting for " + words(step));
        final Core.Brought brought = nextAnswer(step);
        if (brought == null) {
            results.add(new StepResult(
                    step.time(),
                    "received: " + words(step),
                    "",
                    Verdict.NOT_SHOWN,
                    List.of(core.isUp() ? "nothing came in time" : "the session is down")));
            return false;
        }
        final List<String> wrong = new ArrayList<>(brought.outcome().refusals());
        compareWithTable(wrong, pathStep, brought.answer());
        if (step.clOrdId().equals("-") && !orderIds.containsKey("-")) {
            if (newOrders.isEmpty()) {
                wrong.add("the core knows of no such order");
            } else {
                orderIds.put("-", newOrders.stream().max(Long::compare).get());
            }
        }
        final OrderRow row = rows.get(orderIds.getOrDefault(pathStep.order(), 0L));
        if (row == null) {
            wrong.add("the core shows no such order");
        } else {
            compareRow(wrong, pathStep.expected(), row);
        }
        return result(step.time(), "received: " + words(step), row == null ? "" : words(row), wrong);
    }

    /** The next thing that the venue says of this path's orders; what it says of others is applied, and does not count. */
    private Core.Brought nextAnswer(final Step step) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        for (long leftNs = timeoutNs; leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            final Core.Brought brought = core.next(Math.min(leftNs, 50_000_000));
            if (brought == null) {
                continue;
            }
            final Set<Long> before = Set.copyOf(rows.keySet());
            note(brought.outcome());
            if (brought.answer() == null) {
                continue;
            }
            if (step.clOrdId().equals("-")) {
                for (final OrderRow row : brought.outcome().rows()) {
                    if (!before.contains(row.orderId())) {
                        newOrders.add(row.orderId());
                    }
                }
                return brought;
            }
            if (venueIds.containsValue(brought.answer().venueClOrdId())) {
                return brought;
            }
        }
        return null;
    }

    private void compareWithTable(final List<String> wrong, final PathStep pathStep, final VenueAnswer answer) {
        final Step step = pathStep.step();
        final String who = "venue's ";
        compare(
                wrong,
                who + "message",
                messageName(step.kind()),
                answer.cancelReject() ? "OrderCancelReject" : "ExecutionReport");
        compare(wrong, who + "ClOrdID", venueIds.getOrDefault(step.clOrdId(), 0L), answer.venueClOrdId());
        if (!step.origClOrdId().isEmpty()) {
            compare(wrong, who + "OrigClOrdID", venueIds.get(step.origClOrdId()), answer.origVenueClOrdId());
        }
        // Of the printed OrdStatus and the one that the precedence asks for either is accepted.
        if (answer.ordStatus() != ordStatus(pathStep.expected().venueOrdStatus())) {
            compare(wrong, who + "OrdStatus", ordStatus(step.ordStatus()), answer.ordStatus());
        }
        if (answer.cancelReject()) {
            return;
        }
        compare(wrong, who + "ExecType", ExecType.get((byte) step.execType().execType()), answer.execType());
        compare(wrong, who + "CumQty", Long.toString(step.cumQty()), decimal(answer.cumQtyE8()));
        compare(wrong, who + "LeavesQty", Long.toString(step.leavesQty()), decimal(answer.leavesQtyE8()));
    }

    private static void compareRow(final List<String> wrong, final Expected expected, final OrderRow row) {
        compare(wrong, "OrdStatus", ordStatus(expected.ordStatus()), row.ordStatus());
        compare(wrong, "venueOrdStatus", ordStatus(expected.venueOrdStatus()), row.venueOrdStatus());
        compareQuantity(wrong, "OrderQty", expected.orderQty(), row.quantityLots());
        compareQuantity(wrong, "CumQty", expected.cumQty(), row.cumQtyLots());
        compareQuantity(wrong, "LeavesQty", expected.leavesQty(), row.leavesQtyLots());
    }

    // ---- What the core answers by itself

    private boolean compareReply(final PathStep pathStep) {
        final Step step = pathStep.step();
        final Expected expected = pathStep.expected();
        final List<String> wrong = new ArrayList<>();
        if (lastRequest.replies().size() != 1) {
            wrong.add("the client must be told one thing, it was told " + lastRequest.replies());
            return result(step.time(), "answered: " + words(step), "", wrong);
        }
        final ClientReply reply = lastRequest.replies().get(0);
        compare(
                wrong,
                "message",
                messageName(step.kind()),
                reply.cancelReject() ? "OrderCancelReject" : "ExecutionReport");
        compare(wrong, "ClOrdID", clOrdId(step.clOrdId()), reply.clOrdId());
        if (!step.origClOrdId().isEmpty()) {
            compare(wrong, "OrigClOrdID", clOrdId(step.origClOrdId()), reply.origClOrdId());
        }
        compare(wrong, "OrdStatus", ordStatus(expected.ordStatus()), reply.ordStatus());
        if (step.kind() == Kind.CANCEL_REJECT) {
            compare(wrong, "reason", RejectReason.UNKNOWN_ORDER, reply.reason());
        } else {
            compare(wrong, "ExecType", ExecType.get((byte) step.execType().execType()), reply.execType());
            compareQuantity(wrong, "OrderQty", expected.orderQty(), reply.quantityLots());
            compareQuantity(wrong, "CumQty", expected.cumQty(), reply.cumQtyLots());
            compareQuantity(wrong, "LeavesQty", expected.leavesQty(), reply.leavesQtyLots());
        }
        return result(step.time(), "answered: " + words(step), words(reply), wrong);
    }

    // ---- Words

    private boolean result(final String time, final String what, final String shown, final List<String> wrong) {
        results.add(new StepResult(
                time, what, shown, wrong.isEmpty() ? Verdict.PASSED : Verdict.FAILED, List.copyOf(wrong)));
        return wrong.isEmpty();
    }

    private void note(final Outcome outcome) {
        outcome.rows().forEach(row -> rows.put(row.orderId(), row));
    }

    private long clOrdId(final String letter) {
        return clOrdIds.computeIfAbsent(letter, unknown -> firstClOrdId + clOrdIds.size());
    }

    private static OrdStatus ordStatus(final State state) {
        return OrdStatus.get((byte) state.ordStatus());
    }

    private static void compare(
            final List<String> wrong, final String field, final Object expected, final Object actual) {
        if (!expected.equals(actual)) {
            wrong.add(field + " must be " + expected + ", is " + actual);
        }
    }

    private static void compareQuantity(
            final List<String> wrong, final String field, final long expected, final long actual) {
        if (expected != Step.NONE) {
            compare(wrong, field, expected, actual);
        }
    }

    private static String decimal(final long valueE8) {
        return BigDecimal.valueOf(valueE8, DECIMALS).stripTrailingZeros().toPlainString();
    }

    private static String messageName(final Kind kind) {
        return switch (kind) {
            case NEW_ORDER -> "NewOrderSingle";
            case CANCEL -> "OrderCancelRequest";
            case REPLACE -> "OrderCancelReplaceRequest";
            case STATUS -> "OrderStatusRequest";
            case REPORT -> "ExecutionReport";
            case CANCEL_REJECT -> "OrderCancelReject";
            case EVENT -> "event";
        };
    }

    private static String words(final Step step) {
        final StringBuilder words = new StringBuilder(messageName(step.kind()));
        words.append(' ').append(step.clOrdId().equals("-") ? "by telephone" : step.clOrdId());
        if (!step.origClOrdId().isEmpty()) {
            words.append(" for ").append(step.origClOrdId());
        }
        if (step.possResend()) {
            words.append(" PossResend");
        }
        if (step.execType() != null) {
            words.append(", ExecType ")
                    .append(ExecType.get((byte) step.execType().execType()));
        }
        if (step.ordStatus() != null) {
            words.append(", OrdStatus ").append(ordStatus(step.ordStatus()));
        }
        number(words, "OrderQty", step.orderQty());
        number(words, "CumQty", step.cumQty());
        number(words, "LeavesQty", step.leavesQty());
        if (step.lastQty() > 0) {
            number(words, "LastQty", step.lastQty());
        }
        return words.toString();
    }

    private static void number(final StringBuilder words, final String field, final long value) {
        if (value != Step.NONE) {
            words.append(' ').append(field).append(' ').append(value);
        }
    }

    private static String words(final OrderRow row) {
        final boolean confirmed = row.ordStatus() == row.venueOrdStatus();
        return row.ordStatus() + (confirmed ? "" : " (venue: " + row.venueOrdStatus() + ')') + ' ' + row.quantityLots()
                + " / " + row.cumQtyLots() + " / " + row.leavesQtyLots();
    }

    private static String words(final ClientReply reply) {
        return reply.cancelReject()
                ? reply.ordStatus() + ", " + reply.reason()
                : reply.ordStatus() + " " + reply.quantityLots() + " / " + reply.cumQtyLots() + " / "
                        + reply.leavesQtyLots();
    }
}
