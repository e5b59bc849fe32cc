package io.tradex.simulation.comparison;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.simulation.scenario.BookCommand;
import io.tradex.simulation.scenario.OrderSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often each feature of the book came up, so that a comparison that never saw one does not pass. Single-threaded. */
public final class FeatureCount {
    private static final List<String> EVENTS = List.of(
            "rested",
            "rested hidden",
            "parked stop",
            "parked triggered",
            "parked close",
            "parked peg",
            "trade",
            "trade refreshed",
            "auction",
            "auction refreshed",
            "prevented cancel-newest",
            "prevented cancel-oldest",
            "prevented cancel-both",
            "prevented decrement-and-cancel",
            "reduced",
            "cancelled no-liquidity",
            "cancelled not-fillable",
            "cancelled self-trade",
            "cancelled auction-over",
            "cancelled price-band",
            "cancelled velocity-halt",
            "triggered",
            "trailed",
            "repriced",
            "phase closed",
            "phase pre-open",
            "phase opening-auction",
            "phase continuous",
            "phase halt",
            "phase closing-auction",
            "velocity-halt",
            "indicative",
            "rejected invalid-combination",
            "rejected wrong-phase",
            "rejected invalid-tick",
            "rejected invalid-price",
            "rejected price-band",
            "rejected post-only",
            "unknown");
    private static final List<String> ORDERS = List.of(
            "entered market day",
            "entered market gtc",
            "entered market gtd",
            "entered market ioc",
            "entered market fok",
            "entered market at-the-opening",
            "entered market at-the-close",
            "entered market minimum",
            "entered limit day",
            "entered limit gtc",
            "entered limit gtd",
            "entered limit ioc",
            "entered limit fok",
            "entered limit at-the-opening",
            "entered limit at-the-close",
            "entered limit minimum",
            "entered limit iceberg",
            "entered limit post-only reject",
            "entered limit post-only slide",
            "entered limit iceberg post-only",
            "entered stop day",
            "entered stop-limit day",
            "entered trailing-stop day",
            "entered pegged primary",
            "entered pegged mid",
            "slid",
            "replaced",
            "reduced by command",
            "cancelled by command",
            "restarted");

    private final Map<String, Long> counts = new TreeMap<>();
    private long commands;

    /** All features begin at zero. */
    public FeatureCount() {
        EVENTS.forEach(feature -> counts.put(feature, 0L));
        ORDERS.forEach(feature -> counts.put(feature, 0L));
    }

    /**
     * @param command of a script.
     * @param events  that it brought about.
     */
    public void add(final BookCommand command, final List<String> events) {
        commands++;
        final boolean refused = !events.isEmpty()
                && (events.get(0).startsWith("rejected") || events.get(0).startsWith("unknown"));
        if (command instanceof BookCommand.Enter enter && !refused) {
            countOrder(enter.order(), events);
        } else if (command instanceof BookCommand.Replace && !refused) {
            count("replaced");
        } else if (command instanceof BookCommand.Reduce && !refused) {
            count("reduced by command");
        } else if (command instanceof BookCommand.Cancel && !refused) {
            count("cancelled by command");
        } else if (command instanceof BookCommand.Restart) {
            count("restarted");
        }
        events.forEach(this::countEvent);
    }

    /** @return the features that never came up. */
    public List<String> missing() {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @return how many commands were counted. */
    public long commands() {
        return commands;
    }

    /** A line for each feature. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        counts.forEach((feature, count) -> text.append(String.format("%,14d  %s%n", count, feature)));
        return text.toString();
    }

    private void countOrder(final OrderSpec order, final List<String> events) {
        final String entered = "entered " + word(order.ordType());
        if (order.ordType() == OrdType.PEGGED) {
            count(entered + " " + word(order.pegType()));
            return;
        }
        final boolean isPostOnly = order.postOnly() != PostOnly.NONE;
        if (order.minLots() > 0) {
            count(entered + " minimum");
        } else if (order.displayLots() > 0) {
            count(entered + " iceberg" + (isPostOnly ? " post-only" : ""));
        } else if (isPostOnly) {
            count(entered + " post-only " + word(order.postOnly()));
        } else {
            count(entered + " " + word(order.timeInForce()));
        }
        if (order.postOnly() == PostOnly.SLIDE && events.get(0).startsWith("repriced")) {
            count("slid");
        }
    }

    private void countEvent(final String line) {
        final String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "trade", "auction" -> {
                count(words[0]);
                if (line.contains("refreshed")) {
                    count(words[0] + " refreshed");
                }
            }
            case "rested" -> count(line.contains("hidden") ? "rested hidden" : "rested");
            case "prevented" -> count("prevented " + words[words.length - 1]);
            case "phase" -> count(line);
            case "parked", "cancelled", "rejected" -> count(words[0] + " " + words[2]);
            default -> count(words[0]);
        }
    }

    /** What is not on the lists is counted too, and shown. */
    private void count(final String feature) {
        counts.merge(feature, 1L, Long::sum);
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
