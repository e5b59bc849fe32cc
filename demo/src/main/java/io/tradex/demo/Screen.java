package io.tradex.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the demo prints for people. Colours only where it is told that there is a terminal. */
final class Screen {
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final int LINES_PER_HEADER = 20;
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;

    private final PrintStream out;
    private final boolean terminal;
    private int linesToHeader;

    Screen(final PrintStream out, final boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void title(final String text) {
        out.println(styled(BOLD, text));
    }

    void fact(final String name, final String text) {
        out.printf(Locale.ROOT, "  %-11s%s%n", name, text);
    }

    void plain(final String text) {
        out.println(text);
    }

    void hint(final String text) {
        out.println(styled(DIM, text));
    }

    void failure(final String text) {
        out.println(styled(RED, "FAILED: ") + text);
    }

    /** One line a second. */
    void second(
            final long elapsedS,
            final long orders,
            final Histogram latencyNs,
            final Progress progress,
            final long journalSequence,
            final long deltas,
            final String relayClients) {
        if (linesToHeader == 0) {
            linesToHeader = LINES_PER_HEADER;
            out.println(styled(
                    DIM,
                    String.format(
                            Locale.ROOT,
                            "%7s %9s %9s %9s %9s %9s %8s %11s %11s %7s",
                            "time",
                            "orders/s",
                            "p50",
                            "p99",
                            "max",
                            "fills",
                            "rejects",
                            "journal",
                            "deltas",
                            "relay")));
        }
        linesToHeader--;
        out.printf(
                Locale.ROOT,
                "%7s %,9d %9s %9s %9s %,9d %,8d %,11d %,11d %7s%n",
                time(elapsedS),
                orders,
                quantile(latencyNs, 50),
                quantile(latencyNs, 99),
                quantile(latencyNs, 100),
                progress.allFills(),
                progress.allRejects(),
                journalSequence,
                deltas,
                relayClients);
    }

    /** What happened where. */
    void summary(final Progress progress, final Histogram latencyNs) {
        out.println();
        out.println(styled(
                DIM,
                String.format(
                        Locale.ROOT,
                        "  %-18s %10s %10s %10s %10s %10s %10s %10s",
                        "",
                        "accepted",
                        "filled",
                        "partly",
                        "replaced",
                        "cancelled",
                        "unfilled",
                        "rejected")));
        counts("core's own book", progress.book());
        counts("venues", progress.venues());
        out.println();
        out.printf(
                Locale.ROOT,
                "  %,d requests sent, %,d answered; %,d orders refused by the core before they got anywhere (%,d for back"
                        + " pressure), %,d cancels and replaces refused%n",
                progress.sent(),
                progress.answered(),
                progress.refusedByCore(),
                progress.backPressured(),
                progress.requestsRefused());
        out.printf(
                Locale.ROOT,
                "  round trip from the intended send time: p50 %s, p99 %s, p99.9 %s, max %s; %,d requests left more than"
                        + " 1 ms late%n",
                quantile(latencyNs, 50),
                quantile(latencyNs, 99),
                quantile(latencyNs, 99.9),
                quantile(latencyNs, 100),
                progress.late());
    }

    /** The last line, for programs. */
    void verdict(final Progress progress, final Histogram latencyNs, final String journal, final String relay) {
        out.printf(
                Locale.ROOT,
                "demo: orders=%d answered=%d fills=%d rejects=%d p50_us=%d p99_us=%d max_us=%d journal=%s relay=%s%n",
                progress.sent(),
                progress.answered(),
                progress.allFills(),
                progress.allRejects(),
                TimeUnit.NANOSECONDS.toMicros(latencyNs.getValueAtPercentile(50)),
                TimeUnit.NANOSECONDS.toMicros(latencyNs.getValueAtPercentile(99)),
                TimeUnit.NANOSECONDS.toMicros(latencyNs.getMaxValue()),
                journal,
                relay);
    }

    private void counts(final String where, final Tally.Counts counts) {
        out.printf(
                Locale.ROOT,
                "  %-18s %,10d %,10d %,10d %,10d %,10d %,10d %,10d%n",
                where,
                counts.accepted(),
                counts.fills(),
                counts.partialFills(),
                counts.replaces(),
                counts.cancels(),
                counts.unfilled(),
                counts.rejects());
    }

    private static String quantile(final Histogram latencyNs, final double percentile) {
        if (latencyNs.getTotalCount() == 0) {
            return "-";
        }
        final double ns = latencyNs.getValueAtPercentile(percentile);
        return ns < NS_PER_MS
                ? String.format(Locale.ROOT, "%.0f us", ns / NS_PER_US)
                : String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS);
    }

    private static String time(final long elapsedS) {
        return String.format(Locale.ROOT, "%02d:%02d", elapsedS / 60, elapsedS % 60);
    }

    private String styled(final String style, final String text) {
        return terminal ? style + text + PLAIN : text;
    }
}
