package io.tradex.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a latency run says, on the console and in files. */
final class LatencyReport {
    private static final double P50_RATIO_MAX = 2.0;
    private static final double P50_MICROS_MAX = 1_000;
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NS_PER_MICRO = 1e3;

    private final LatencyOptions options;
    private final String machine = MachineFacts.line();

    LatencyReport(final LatencyOptions options) {
        this.options = options;
    }

    void printHeader() {
        System.out.println("machine: " + machine);
        System.out.println("flags: " + MachineFacts.flags());
        System.out.println(String.format(
                Locale.ROOT,
                "open loop, %,d requests/s for %d s a variant in %d rounds after %d s of warm-up each; from the intended send"
                        + " time to the first answer; UDP loopback between two processes, journal on disk, deltas %s",
                options.rate(),
                options.seconds(),
                options.rounds(),
                options.warmUpSeconds(),
                options.relay() ? "read by a third process" : "published, nobody subscribed"));
        if (options.quick()) {
            System.out.println("quick: proves that it works; the figures prove nothing");
        }
    }

    void printRound(final int round, final Variant variant, final OpenLoop loop) {
        System.out.println(String.format(
                Locale.ROOT,
                "round %d %-10s p50 %8.1f  p99 %9.1f  p99.9 %9.1f  max %9.1f us  answered %d of %d, back-pressured %d",
                round,
                variant.label,
                loop.histogram().getValueAtPercentile(50) / NS_PER_MICRO,
                loop.histogram().getValueAtPercentile(99) / NS_PER_MICRO,
                loop.histogram().getValueAtPercentile(99.9) / NS_PER_MICRO,
                loop.histogram().getMaxValue() / NS_PER_MICRO,
                loop.answered(),
                loop.sent(),
                loop.backPressured()));
    }

    /** Returns whether the core without forced writes met its target. */
    boolean printAndWrite(final List<Measurement> measurements) throws IOException {
        final List<String> table = table(measurements);
        System.out.println();
        table.forEach(System.out::println);
        System.out.println();
        final Measurement echo = measurements.get(0);
        boolean met = false;
        for (final Measurement core : measurements) {
            if (core != echo) {
                System.out.println(core.variant.label + ": " + core.summary + " (last round)");
            }
        }
        for (final Measurement core : measurements) {
            if (core == echo) {
                continue;
            }
            System.out.println(ratios(core, echo));
            if (core.variant == Variant.CORE_NONE) {
                met = core.micros(50) <= P50_RATIO_MAX * echo.micros(50) && core.micros(50) < P50_MICROS_MAX;
            }
        }
        System.out.println(
                "target: p50 of core-none at most 2x of the echo and under 1 ms: " + (met ? "met" : "MISSED"));
        write(measurements, table);
        return met;
    }

    private List<String> table(final List<Measurement> measurements) {
        final List<String> lines = new ArrayList<>();
        lines.add("| variant    | rate/s  |  p50 µs |   p99 µs | p99.9 µs |    max µs |      sent |  answered |");
        lines.add("|------------|--------:|--------:|---------:|---------:|----------:|----------:|----------:|");
        for (final Measurement measurement : measurements) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %-10s | %7d | %7.1f | %8.1f | %8.1f | %9.1f | %9d | %9d |",
                    measurement.variant.label,
                    options.rate(),
                    measurement.micros(PERCENTILES[0]),
                    measurement.micros(PERCENTILES[1]),
                    measurement.micros(PERCENTILES[2]),
                    measurement.maxMicros(),
                    measurement.sent,
                    measurement.answered));
        }
        return lines;
    }

    private String ratios(final Measurement core, final Measurement echo) {
        final StringBuilder byRound = new StringBuilder();
        for (int i = 0; i < core.p50NsByRound.size(); i++) {
            byRound.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT, "%.2f", (double) core.p50NsByRound.get(i) / echo.p50NsByRound.get(i)));
        }
        return String.format(
                Locale.ROOT,
                "latency: rate=%d variant=%s p50_us=%.1f p50_core/p50_echo=%.2f p99_ratio=%.2f p99.9_ratio=%.2f"
                        + " max_ratio=%.2f p50_ratio_by_round=%s sent=%d answered=%d",
                options.rate(),
                core.variant.label,
                core.micros(50),
                core.micros(50) / echo.micros(50),
                core.micros(99) / echo.micros(99),
                core.micros(99.9) / echo.micros(99.9),
                core.maxMicros() / echo.maxMicros(),
                byRound,
                core.sent,
                core.answered);
    }

    private void write(final List<Measurement> measurements, final List<String> table) throws IOException {
        final Path directory = Files.createDirectories(options.outputDirectory());
        final Path histograms =
                options.publish() ? Files.createDirectories(Path.of("benchmarks", "target", "latency")) : directory;
        for (final Measurement measurement : measurements) {
            try (PrintStream out = new PrintStream(
                    histograms.resolve(measurement.variant.label + ".hgrm").toFile(), StandardCharsets.UTF_8)) {
                measurement.histogram.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NS_PER_MICRO);
            }
        }
        final String subtitle =
                String.format(Locale.ROOT, "%,d requests/s, open loop, %d s each", options.rate(), options.seconds());
        Files.writeString(
                directory.resolve("latency.svg"),
                new PercentilePlot("Round trip from the intended send time to the first answer", subtitle, machine)
                        .draw(measurements));
        final List<String> document = new ArrayList<>();
        document.add(String.format(
                Locale.ROOT,
                "Open loop at %,d requests/s for %d s each, in %d rounds by turns, from the intended send time to the first"
                        + " answer. One client process and one core process, UDP on loopback; journal on disk"
                        + " (`core-none`: an answer leaves after the append; `core-batch`: after the force); deltas %s."
                        + " Made by `./scripts/bench latency`.",
                options.rate(),
                options.seconds(),
                options.rounds(),
                options.relay() ? "read by a third process" : "published, nobody subscribed"));
        document.add("");
        document.addAll(table);
        document.add("");
        measurements.stream()
                .skip(1)
                .forEach(core -> document.add(String.format(
                        Locale.ROOT,
                        "- `%s` to the echo: p50 %.2fx, p99 %.2fx, p99.9 %.2fx",
                        core.variant.label,
                        core.micros(50) / measurements.get(0).micros(50),
                        core.micros(99) / measurements.get(0).micros(99),
                        core.micros(99.9) / measurements.get(0).micros(99.9))));
        document.add("");
        document.add("Machine: " + machine + ". Flags: `" + MachineFacts.flags() + "`.");
        document.add("");
        document.add("![Latency by percentile](latency.svg)");
        Files.write(directory.resolve("latency.md"), document);
        System.out.println("written: " + directory.resolve("latency.md") + ", " + directory.resolve("latency.svg")
                + ", " + histograms.resolve("*.hgrm"));
    }
}
