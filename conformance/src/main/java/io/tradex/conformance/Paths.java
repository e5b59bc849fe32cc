package io.tradex.conformance;

import io.tradex.conformance.PathStep.Answerer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Expands a scenario into its paths and works out, from the table alone, what each answer must lead to. */
final class Paths {
    private Paths() {}

    static List<Path> of(final Scenario scenario) {
        final List<Path> paths = new ArrayList<>();
        addBothOrders(paths, scenario, "main", mainPath(scenario, step -> true));
        if (scenario.steps().stream().anyMatch(Step::optional)) {
            addBothOrders(
                    paths, scenario, "main without the optional reports", mainPath(scenario, step -> !step.optional()));
        }
        for (final Step alternative : scenario.steps()) {
            if (alternative.alternative()) {
                final List<Step> steps = mainPath(scenario, step -> step.line() < alternative.line());
                steps.add(alternative);
                addBothOrders(paths, scenario, "other answer at step " + alternative.time(), steps);
            }
        }
        return List.copyOf(paths);
    }

    private static List<Step> mainPath(final Scenario scenario, final Predicate<Step> wanted) {
        final List<Step> steps = new ArrayList<>();
        for (final Step step : scenario.steps()) {
            if (!step.alternative() && wanted.test(step)) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** The table prints the request of a crossing pair first. */
    private static void addBothOrders(
            final List<Path> paths, final Scenario scenario, final String name, final List<Step> steps) {
        final List<Step> reportFirst = new ArrayList<>(steps);
        boolean crosses = false;
        for (int i = 1; i < steps.size(); i++) {
            final Step request = steps.get(i - 1);
            final Step report = steps.get(i);
            if (request.crossing() && report.crossing() && request.time().equals(report.time())) {
                Collections.swap(reportFirst, i - 1, i);
                crosses = true;
            }
        }
        if (crosses) {
            paths.add(new Path(name + ", report seen before the request is sent", expect(scenario, reportFirst)));
            paths.add(new Path(name + ", report seen after the request is sent", expect(scenario, steps)));
        } else {
            paths.add(new Path(name, expect(scenario, steps)));
        }
    }

    private static List<PathStep> expect(final Scenario scenario, final List<Step> steps) {
        final List<PathStep> path = new ArrayList<>();
        final Map<String, Order> orders = new HashMap<>();
        boolean coreAnswers = false;
        Order asked = null;
        for (final Step step : steps) {
            if (step.kind() == Kind.EVENT) {
                path.add(new PathStep(step, "", Answerer.NOBODY, null));
            } else if (step.kind().isRequest()) {
                final Order known = orders.get(
                        step.kind() == Kind.CANCEL || step.kind() == Kind.REPLACE
                                ? step.origClOrdId()
                                : step.clOrdId());
                // What it can answer by itself never reaches a venue: a status, a ClOrdID that was used, an order
                // nobody knows.
                coreAnswers = step.kind() == Kind.STATUS || (step.kind() == Kind.NEW_ORDER) == (known != null);
                asked = known != null ? known : new Order(step.clOrdId());
                if (!coreAnswers) {
                    orders.put(step.clOrdId(), asked);
                    if (step.kind() != Kind.NEW_ORDER) {
                        asked.unseen.put(step.clOrdId(), step.kind() == Kind.CANCEL ? State.PCX : State.PRP);
                    }
                }
                path.add(new PathStep(step, asked.clOrdId, coreAnswers ? Answerer.CORE : Answerer.VENUE, null));
            } else if (coreAnswers) {
                coreAnswers = false;
                path.add(new PathStep(step, asked.clOrdId, Answerer.CORE, asked.after(scenario, step)));
            } else {
                final Order order = orders.computeIfAbsent(step.clOrdId(), Order::new);
                // Any answer to a request shows that the venue has it.
                order.unseen.remove(step.clOrdId());
                path.add(new PathStep(step, order.clOrdId, Answerer.VENUE, order.after(scenario, step)));
            }
        }
        return List.copyOf(path);
    }

    /** An order as the table has it so far. */
    private static final class Order {
        private final String clOrdId;
        private final Map<String, State> unseen = new LinkedHashMap<>();
        private long orderQty = Step.NONE;
        private long cumQty = Step.NONE;
        private long leavesQty = Step.NONE;

        Order(final String clOrdId) {
            this.clOrdId = clOrdId;
        }

        Expected after(final Scenario scenario, final Step step) {
            // An OrderCancelReject has no quantities: those of the last report still hold.
            orderQty = step.orderQty() == Step.NONE ? orderQty : step.orderQty();
            cumQty = step.cumQty() == Step.NONE ? cumQty : step.cumQty();
            leavesQty = step.leavesQty() == Step.NONE ? leavesQty : step.leavesQty();
            final State shown = unseen.containsValue(State.PCX)
                    ? State.PCX
                    : unseen.containsValue(State.PRP) ? State.PRP : step.ordStatus();
            final State precedent = step.ordStatus() == State.PCX ? State.PCX : shown;
            return Oddities.correct(
                    scenario.ref(),
                    step.time(),
                    new Expected(precedent, step.ordStatus(), orderQty, cumQty, leavesQty));
        }
    }
}
