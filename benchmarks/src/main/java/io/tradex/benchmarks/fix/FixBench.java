package io.tradex.benchmarks.fix;

import io.tradex.benchmarks.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The FIX adapter beside bare QuickFIX/J, in one run: what a message costs each of them, and their round trips with the same far end over
 * loopback. With {@code --engine}, what the adapter's work does to the engine.
 */
public final class FixBench {
    private static final double COST_MAX = 1.2;
    private static final double THROUGHPUT_MIN = 0.9;

    private final boolean quick;
    private final List<String> document = new ArrayList<>();

    private FixBench(final boolean quick) {
        this.quick = quick;
    }

    /**
     * @param args {@code --quick}, {@code --engine}, {@code --publish}.
     * @throws IOException if a directory or report cannot be written.
     */
    public static void main(final String[] args) throws IOException {
        final List<String> options = Arrays.asList(args);
        for (final String option : options) {
            if (!List.of("--quick", "--engine", "--publish").contains(option)) {
                System.err.println(option + ": allowed are --quick, --engine and --publish");
                System.exit(2);
            }
        }
        final boolean quick = options.contains("--quick");
        System.out.println("machine: " + MachineFacts.line());
        if (quick) {
            System.out.println("quick: proves that it works; the figures prove nothing");
        }
        final boolean met = options.contains("--engine")
                ? new FixEngineBench(quick).run(options.contains("--publish"))
                : new FixBench(quick).run(options.contains("--publish"));
        System.exit(met || quick ? 0 : 1);
    }

    private boolean run(final boolean publish) throws IOException {
        final FixCost.Figures cost = new FixCost().measure(quick ? 5 : 21);
        say("| nanoseconds a message | adapter | bare | ratio |");
        say("|---|--:|--:|--:|");
        cost("order out: record or fields → text", cost.oursOut(), cost.bareOut());
        cost("of it, to the message object", cost.oursEncode(), cost.bareEncode());
        cost("fill in: text → record or fields", cost.oursIn(), cost.bareIn());
        cost("of it, from the message object", cost.oursDecode(), cost.bareDecode());
        say("");
        say("| round trips | store | adapter | bare | ratio |");
        say("|---|---|--:|--:|--:|");
        final double[] p50 = new double[2];
        final double[] throughput = new double[2];
        for (final boolean inFiles : new boolean[] {false, true}) {
            final Compared compared = compare(inFiles);
            final String store = inFiles ? "file" : "memory";
            say(String.format(
                    Locale.ROOT,
                    "| one at a time, p50 µs | %s | %.1f | %.1f | %.2f |",
                    store,
                    compared.ours.p50Micros(),
                    compared.bare.p50Micros(),
                    compared.ours.p50Micros() / compared.bare.p50Micros()));
            say(String.format(
                    Locale.ROOT,
                    "| one at a time, p99 µs | %s | %.1f | %.1f | %.2f |",
                    store,
                    compared.ours.p99Micros(),
                    compared.bare.p99Micros(),
                    compared.ours.p99Micros() / compared.bare.p99Micros()));
            say(String.format(
                    Locale.ROOT,
                    "| windowed, a second | %s | %,.0f | %,.0f | %.2f |",
                    store,
                    compared.ours.throughput(),
                    compared.bare.throughput(),
                    compared.ours.throughput() / compared.bare.throughput()));
            say(String.format(
                    Locale.ROOT,
                    "| windowed, processor µs of both ends a round trip | %s | %.1f | %.1f | %.2f |",
                    store,
                    compared.ours.processorMicros(),
                    compared.bare.processorMicros(),
                    compared.ours.processorMicros() / compared.bare.processorMicros()));
            p50[inFiles ? 1 : 0] = compared.ours.p50Micros() / compared.bare.p50Micros();
            throughput[inFiles ? 1 : 0] = compared.ours.throughput() / compared.bare.throughput();
        }
        if (publish) {
            FixReport.write(document, quick);
        }
        System.out.println();
        // The worse of the two stores counts.
        System.out.println(String.format(
                Locale.ROOT,
                "fix: cost=%.2f p50=%.2f throughput=%.2f",
                cost.ratio(),
                Math.max(p50[0], p50[1]),
                Math.min(throughput[0], throughput[1])));
        return cost.ratio() <= COST_MAX && Math.min(throughput[0], throughput[1]) >= THROUGHPUT_MIN;
    }

    private record Compared(Side ours, Side bare) {}

    /** What one side has shown, over all its rounds. */
    private static final class Side {
        private final Histogram latency = new Histogram(TimeUnit.SECONDS.toNanos(20), 3);
        private final List<RoundTrips.Windowed> windowed = new ArrayList<>();

        double p50Micros() {
            return latency.getValueAtPercentile(50) / 1e3;
        }

        double p99Micros() {
            return latency.getValueAtPercentile(99) / 1e3;
        }

        double throughput() {
            return median(RoundTrips.Windowed::perSecond);
        }

        double processorMicros() {
            return median(RoundTrips.Windowed::processorNanos) / 1e3;
        }

        private double median(final ToDoubleFunction<RoundTrips.Windowed> figure) {
            return windowed.stream().mapToDouble(figure).sorted().toArray()[windowed.size() / 2];
        }
    }

    /** The two have turns on venues of their own, so that what else the machine does meets both. */
    private Compared compare(final boolean inFiles) throws IOException {
        final Compared compared = new Compared(new Side(), new Side());
        final long durationNs = TimeUnit.MILLISECONDS.toNanos(quick ? 700 : 3_000);
        final int rounds = quick ? 2 : 5;
        final Path directory = Files.createTempDirectory("fix-bench");
        try (BareVenue oursVenue = new BareVenue(1, 1, inFiles, directory.resolve("ours-venue"));
                BareVenue bareVenue = new BareVenue(2, 1, inFiles, directory.resolve("bare-venue"));
                RoundTripEnd ours = new AdapterEnd(1, oursVenue, inFiles, directory.resolve("ours"));
                RoundTripEnd bare = new BareEnd(2, bareVenue, inFiles, directory.resolve("bare"))) {
            ours.awaitUp();
            bare.awaitUp();
            for (int warmUp = 0; warmUp < 2; warmUp++) {
                RoundTrips.windowed(ours, durationNs);
                RoundTrips.windowed(bare, durationNs);
            }
            for (int round = 0; round < rounds; round++) {
                compared.bare.latency.add(RoundTrips.oneAtATime(bare, durationNs));
                compared.ours.latency.add(RoundTrips.oneAtATime(ours, durationNs));
                compared.bare.windowed.add(RoundTrips.windowed(bare, durationNs));
                compared.ours.windowed.add(RoundTrips.windowed(ours, durationNs));
            }
        }
        return compared;
    }

    private void cost(final String what, final double oursNs, final double bareNs) {
        say(String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %.2f |", what, oursNs, bareNs, oursNs / bareNs));
    }

    private void say(final String line) {
        System.out.println(line);
        document.add(line);
    }
}
