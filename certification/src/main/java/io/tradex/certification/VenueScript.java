package io.tradex.certification;

import io.tradex.conformance.Kind;
import io.tradex.conformance.Path;
import io.tradex.conformance.PathStep;
import io.tradex.conformance.PathStep.Answerer;
import io.tradex.conformance.Scenario;
import io.tradex.conformance.State;
import io.tradex.conformance.Step;
import java.util.Locale;

/** Writes a path of the table as a scenario for the exchange simulator. Stateless. */
final class VenueScript {
    private static final String PHONE = "phone";

    private VenueScript() {}

    /**
     * @param scenario  it belongs to.
     * @param path      to write.
     * @param symbol    of its orders.
     * @param price     of its orders, as a script writes it.
     * @return the lines of the script.
     */
    static String of(final Scenario scenario, final Path path, final String symbol, final String price) {
        final StringBuilder script = new StringBuilder();
        script.append("scenario \"")
                .append(scenario.ref())
                .append(' ')
                .append(scenario.title().replace('"', '\''))
                .append(": ")
                .append(path.name())
                .append("\"\n");
        long cumQty = 0;
        for (final PathStep pathStep : path.steps()) {
            if (pathStep.answerer() == Answerer.VENUE) {
                final Step step = pathStep.step();
                cumQty = Math.max(step.cumQty(), cumQty);
                if (step.clOrdId().equals("-") && !script.toString().contains("verbal")) {
                    script.append("  verbal " + PHONE + " symbol=" + symbol + " side=buy qty=" + step.orderQty()
                            + " price=" + price + " account=" + Core.ACCOUNT + '\n');
                }
                script.append("  ")
                        .append(step.kind().isRequest() ? request(step, symbol, cumQty) : answer(step, price));
                script.append('\n');
            }
        }
        if (path.steps().stream().noneMatch(step -> step.answerer() == Answerer.VENUE)) {
            // Nothing goes to the venue; a scenario needs a line.
            script.append("  wait 1us\n");
        }
        return script.toString();
    }

    private static String request(final Step step, final String symbol, final long cumQty) {
        final StringBuilder line = new StringBuilder("expect ");
        line.append(
                switch (step.kind()) {
                    case NEW_ORDER -> "new";
                    case CANCEL -> "cancel";
                    case REPLACE -> "replace";
                    default -> "status";
                });
        line.append(" as ").append(step.clOrdId());
        if (!step.origClOrdId().isEmpty()) {
            line.append(" orig=").append(step.origClOrdId());
        }
        line.append(" symbol=").append(symbol).append(" side=buy");
        if (step.orderQty() != Step.NONE && step.kind() != Kind.CANCEL) {
            // Nobody asks for less than is filled: by then the core asks for what is.
            line.append(" qty=").append(Math.max(step.orderQty(), cumQty));
        }
        return line.toString();
    }

    private static String answer(final Step step, final String price) {
        final boolean reject = step.kind() == Kind.CANCEL_REJECT;
        final StringBuilder line = new StringBuilder("send ");
        line.append(reject ? "cancel-reject " : "report ").append(name(step.clOrdId()));
        if (!step.origClOrdId().isEmpty()) {
            line.append(" orig=").append(step.origClOrdId());
        }
        if (reject) {
            // 2 is the broker's option.
            return line.append(" status=")
                    .append(status(step.ordStatus()))
                    .append(" reason=")
                    .append(Math.max(step.cxlRejReason(), step.cxlRejReason() == Step.NONE ? 2 : 0))
                    .toString();
        }
        line.append(" type=").append(type(step.execType()));
        line.append(" status=").append(status(step.ordStatus()));
        number(line, "qty", step.orderQty());
        number(line, "cum", step.cumQty());
        number(line, "leaves", step.leavesQty());
        if (step.lastQty() > 0) {
            line.append(" last=").append(step.lastQty());
            line.append(" px=").append(step.lastPx().isEmpty() ? price : step.lastPx());
        }
        text(line, "avg", step.avgPx());
        text(line, "exec", step.execId());
        text(line, "ref", step.execRefId());
        number(line, "reason", step.execType() == State.REJ ? 0 : step.execRestatementReason());
        return line.toString();
    }

    private static void number(final StringBuilder line, final String field, final long value) {
        if (value != Step.NONE) {
            line.append(' ').append(field).append('=').append(value);
        }
    }

    private static void text(final StringBuilder line, final String field, final String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(field).append('=').append(value);
        }
    }

    private static String name(final String letter) {
        return letter.equals("-") ? PHONE : letter;
    }

    private static String type(final State state) {
        return switch (state) {
            case TRD -> "trade";
            case RPL -> "replaced";
            case RST -> "restated";
            case OST -> "order-status";
            case TCO -> "trade-correct";
            case TCX -> "trade-cancel";
            default -> status(state);
        };
    }

    private static String status(final State state) {
        return switch (state) {
            case NEW -> "new";
            case PNW -> "pending-new";
            case PF -> "partially-filled";
            case FIL -> "filled";
            case DFD -> "done-for-day";
            case CXL -> "canceled";
            case PCX -> "pending-cancel";
            case STP -> "stopped";
            case REJ -> "rejected";
            case PRP -> "pending-replace";
            default -> throw new IllegalArgumentException(state.name().toLowerCase(Locale.ROOT) + " is no OrdStatus");
        };
    }
}
