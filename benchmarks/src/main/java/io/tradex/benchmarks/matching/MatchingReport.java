package io.tradex.benchmarks.matching;

import io.tradex.benchmarks.MachineFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of a run: a table for people, a file for machines, one line for scripts. */
final class MatchingReport {
    /** Of the JVMs that are measured: the same for all. */
    static final List<String> JVM_ARGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Xms3g",
            "-Xmx3g",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData");

    private static final double PEER_RATIO_MAX = 0.5;
    private static final double FLOOR_RATIO_MAX = 1.3;
    private static final Path DOCUMENT = Path.of("docs", "performance", "matching.md");
    private static final String BEGIN = "<!-- bench matching: begin -->";
    private static final String END = "<!-- bench matching: end -->";
    private static final String NONE = "-";

    private final MatchingOptions options;
    private final Map<Flow, CommandStream> streams = new EnumMap<>(Flow.class);
    private final Map<String, List<Double>> cpuNs = new HashMap<>();
    private final Map<String, List<Double>> wallNs = new HashMap<>();
    private final Map<String, List<Double>> bytes = new HashMap<>();
    private final Map<String, CommandLatencies> latencies = new HashMap<>();

    MatchingReport(final MatchingOptions options) {
        this.options = options;
    }

    void onStream(final Flow flow, final CommandStream stream) {
        // Its figures, without the commands.
        streams.put(flow, new CommandStream(new long[0], stream.ageing, stream.end, stream.levels, stream.expected));
    }

    /** Takes the figures of some passes: nanoseconds and bytes, each of an operation. */
    void onPasses(
            final String benchmark,
            final Flow flow,
            final Contender contender,
            final List<Double> newCpuNs,
            final List<Double> newWallNs,
            final List<Double> newBytes) {
        final String key = key(benchmark, flow, contender);
        cpuNs.computeIfAbsent(key, k -> new ArrayList<>()).addAll(newCpuNs);
        wallNs.computeIfAbsent(key, k -> new ArrayList<>()).addAll(newWallNs);
        bytes.computeIfAbsent(key, k -> new ArrayList<>()).addAll(newBytes);
    }

    void onLatencies(final Flow flow, final Contender contender, final CommandLatencies newLatencies) {
        latencies.put(key("timedCommands", flow, contender), newLatencies);
    }

    static double median(final List<Double> values) {
        final List<Double> sorted = values.stream().sorted().toList();
        final int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** Prints and writes everything. Returns whether the target was met wherever it was measured. */
    boolean printAndWrite(final Path directory) throws IOException {
        final List<String> lines = new ArrayList<>();
        commandTable(lines);
        conversionTable(lines);
        latencyTable(lines);
        lines.add("Machine: " + MachineFacts.line() + ". JVM: `" + String.join(" ", JVM_ARGS)
                + (options.jvmArgs().isEmpty() ? "" : ' ' + String.join(" ", options.jvmArgs()))
                + "`. Median of the thread's CPU time over "
                + options.rounds() + " JVMs with " + options.passes() + " passes each, after " + options.warmUp()
                + "; seed " + options.seed() + ". Made by `./scripts/bench matching"
                + (options.quick() ? " --quick" : "") + "`.");
        System.out.println();
        lines.forEach(System.out::println);
        Files.write(directory.resolve("matching.md"), lines);
        Files.writeString(directory.resolve("matching.json"), json());
        if (options.publish()) {
            publish(lines);
        }
        final boolean met = targetsMet();
        System.out.println();
        System.out.println(lastLine());
        return met;
    }

    private void commandTable(final List<String> lines) {
        lines.add(
                "| stream | live orders | prices | trades/command | core ns | peer ns | floor ns | core/peer | core/floor"
                        + " | core B | peer B |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (final Flow flow : options.flows()) {
            final String benchmark = benchmark(flow);
            final CommandStream stream = streams.get(flow);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %s | %s | %s | %s | %s | %s | %s | %s |",
                    flow.mix == Flow.Mix.SWEEP ? "sweep, per match" : flow.label,
                    flow.liveOrders,
                    stream.levels,
                    flow.mix == Flow.Mix.SWEEP
                            ? Integer.toString(FlowGenerator.SWEPT_ORDERS)
                            : String.format(Locale.ROOT, "%.3f", (double) stream.expected.trades / stream.end),
                    nanos(benchmark, flow, Contender.CORE),
                    nanos(benchmark, flow, Contender.PEER),
                    nanos(benchmark, flow, Contender.FLOOR),
                    ratio(flow, Contender.PEER),
                    ratio(flow, Contender.FLOOR),
                    bytes(flow, Contender.CORE),
                    bytes(flow, Contender.PEER)));
        }
        lines.add("");
    }

    private void conversionTable(final List<String> lines) {
        lines.add("Of which each side's own conversion from the flat stream, measured alone:");
        lines.add("");
        lines.add("| stream | core ns | peer ns | floor ns |");
        lines.add("|---|---:|---:|---:|");
        for (final Flow flow : options.flows()) {
            if (cpuNs.keySet().stream().anyMatch(key -> key.startsWith("conversion/" + flow.name() + '/'))) {
                lines.add("| " + flow.label + " | " + nanos("conversion", flow, Contender.CORE) + " | "
                        + nanos("conversion", flow, Contender.PEER) + " | "
                        + nanos("conversion", flow, Contender.FLOOR) + " |");
            }
        }
        lines.add("");
    }

    private void latencyTable(final List<String> lines) {
        lines.add(
                "Single commands, ns, with the two readings of the clock around each (\"clock\": what they take alone):");
        lines.add("");
        lines.add("| stream | side | p50 | p90 | p99 | p99.9 | p99.99 | max | clock |");
        lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        for (final Flow flow : options.flows()) {
            for (final Contender contender : options.contenders()) {
                final CommandLatencies found = latencies.get(key("timedCommands", flow, contender));
                if (found != null) {
                    lines.add(String.format(
                            Locale.ROOT,
                            "| %s | %s | %d | %d | %d | %d | %d | %d | %d |",
                            flow.label,
                            contender.label,
                            found.percentileNs(50),
                            found.percentileNs(90),
                            found.percentileNs(99),
                            found.percentileNs(99.9),
                            found.percentileNs(99.99),
                            found.maxNs(),
                            found.clockNs()));
                }
            }
        }
        lines.add("");
    }

    private boolean targetsMet() {
        boolean met = true;
        for (final Flow flow : options.flows()) {
            if (flow.mix == Flow.Mix.SWEEP) {
                continue;
            }
            final double toPeer = ratioValue(flow, Contender.PEER);
            final double toFloor = ratioValue(flow, Contender.FLOOR);
            if (toPeer > PEER_RATIO_MAX) {
                met = false;
                System.out.printf(Locale.ROOT, "target MISSED: %s takes %.2f of the peer%n", flow.label, toPeer);
            }
            if (toFloor > FLOOR_RATIO_MAX) {
                // Said, but no reason to fail: the floor can do less than any book that is of use.
                System.out.printf(Locale.ROOT, "note: %s takes %.2f of the floor%n", flow.label, toFloor);
            }
        }
        final double bytes = worstBytes();
        if (bytes > 0) {
            met = false;
            System.out.printf(Locale.ROOT, "target MISSED: %.4f bytes allocated per command%n", bytes);
        }
        if (met) {
            System.out.println("target: at most 0.5 of the peer, 0 bytes allocated: met");
        }
        return met;
    }

    private String lastLine() {
        double symbols = Double.NaN;
        for (final Flow flow : options.flows()) {
            final double found = ratioValue(flow, Contender.PEER);
            if (flow.symbols > 1 && flow.mix != Flow.Mix.SWEEP && !(found <= symbols)) {
                symbols = found;
            }
        }
        return "matching: A=" + ratio(Flow.A, Contender.PEER) + " B=" + ratio(Flow.B, Contender.PEER) + " B100k="
                + ratio(Flow.B100K, Contender.PEER) + " symbols10k=" + text(symbols) + " floorA="
                + ratio(Flow.A, Contender.FLOOR) + " floorB=" + ratio(Flow.B, Contender.FLOOR) + " alloc="
                + bytesText(worstBytes());
    }

    private String json() {
        final StringBuilder json = new StringBuilder("{\n  \"machine\": \"")
                .append(MachineFacts.line().replace("\"", "'"))
                .append("\",\n  \"seed\": ")
                .append(options.seed())
                .append(",\n  \"ns\": {");
        String separator = "\n";
        for (final String key : cpuNs.keySet().stream().sorted().toList()) {
            json.append(separator).append("    \"").append(key).append("\": {\"cpu\": ");
            json.append(decimal(median(cpuNs.get(key)))).append(", \"cpuOfPasses\": ");
            json.append(cpuNs.get(key).stream().map(MatchingReport::decimal).toList());
            json.append(", \"wall\": ").append(decimal(median(wallNs.get(key)))).append('}');
            separator = ",\n";
        }
        return json.append("\n  }\n}\n").toString();
    }

    private static void publish(final List<String> lines) throws IOException {
        final String document = Files.readString(DOCUMENT);
        final int begin = document.indexOf(BEGIN);
        final int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(DOCUMENT + " has no place for the figures: " + BEGIN + " … " + END);
        }
        Files.writeString(
                DOCUMENT,
                document.substring(0, begin + BEGIN.length()) + "\n\n" + String.join("\n", lines) + "\n\n"
                        + document.substring(end),
                StandardCharsets.UTF_8);
        System.out.println("written: " + DOCUMENT);
    }

    private static String decimal(final double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String key(final String benchmark, final Flow flow, final Contender contender) {
        return benchmark + '/' + flow.name() + '/' + contender.label;
    }

    private static String benchmark(final Flow flow) {
        return flow.mix == Flow.Mix.SWEEP ? "matches" : "commands";
    }

    private double nanosValue(final String benchmark, final Flow flow, final Contender contender) {
        final List<Double> found = cpuNs.get(key(benchmark, flow, contender));
        return found == null ? Double.NaN : median(found);
    }

    private double ratioValue(final Flow flow, final Contender to) {
        return nanosValue(benchmark(flow), flow, Contender.CORE) / nanosValue(benchmark(flow), flow, to);
    }

    private String nanos(final String benchmark, final Flow flow, final Contender contender) {
        final double nanos = nanosValue(benchmark, flow, contender);
        return Double.isNaN(nanos) ? NONE : String.format(Locale.ROOT, "%.1f", nanos);
    }

    private String ratio(final Flow flow, final Contender to) {
        return text(ratioValue(flow, to));
    }

    private static String text(final double ratio) {
        return Double.isNaN(ratio) ? NONE : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private String bytes(final Flow flow, final Contender contender) {
        return bytesText(bytesValue(flow, contender));
    }

    private static String bytesText(final double bytes) {
        return Double.isNaN(bytes) ? NONE : bytes == 0 ? "0" : String.format(Locale.ROOT, "%.4f", bytes);
    }

    private double bytesValue(final Flow flow, final Contender contender) {
        final List<Double> found = bytes.get(key(benchmark(flow), flow, contender));
        return found == null ? Double.NaN : median(found);
    }

    private double worstBytes() {
        double worst = Double.NaN;
        for (final Flow flow : options.flows()) {
            final double found = bytesValue(flow, Contender.CORE);
            if (!Double.isNaN(found) && !(found <= worst)) {
                worst = found;
            }
        }
        return worst;
    }
}
