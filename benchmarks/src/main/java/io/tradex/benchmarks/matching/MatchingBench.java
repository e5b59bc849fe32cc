package io.tradex.benchmarks.matching;

import io.tradex.benchmarks.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The book beside its best open peer and beside the floor.
 *
 * <pre>
 *   FlowGenerator ─► CommandStream (a file) ─┬─► check: all three have the same trades, quantity and live orders
 *                                            ├─► JMH, a JVM each, in turns:  CoreSide │ PeerSide │ FloorSide
 *                                            └─► MatchingReport: table, target/matching, docs/performance/matching.md
 * </pre>
 */
public final class MatchingBench {
    private static final int EXIT_DIFFERENT_RESULTS = 1;
    private static final int EXIT_BAD_COMMAND_LINE = 2;
    private static final int EXIT_TARGET_MISSED = 3;
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "matching");
    private static final List<Flow> CONVERTED = List.of(Flow.A, Flow.B);

    private final MatchingOptions options;
    private final Path streams;
    private final MatchingReport report;

    private MatchingBench(final MatchingOptions options) throws IOException {
        this.options = options;
        streams = Files.createDirectories(DIRECTORY.resolve("streams-" + options.seed()));
        report = new MatchingReport(options);
    }

    /**
     * @param args as {@link MatchingOptions} has them.
     * @throws IOException     if files cannot be written.
     * @throws RunnerException if a measured JVM fails.
     */
    public static void main(final String[] args) throws IOException, RunnerException {
        final MatchingOptions options;
        try {
            options = MatchingOptions.parse(args);
        } catch (final IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_BAD_COMMAND_LINE);
            return;
        }
        System.exit(new MatchingBench(options).run());
    }

    private int run() throws IOException, RunnerException {
        System.out.println("matching: seed " + options.seed() + ", " + MachineFacts.line());
        for (final Flow flow : options.flows()) {
            try {
                generateAndCheck(flow);
            } catch (final IllegalStateException e) {
                System.out.println("FAILED: " + flow.label + ": " + e.getMessage());
                return EXIT_DIFFERENT_RESULTS;
            }
        }
        for (final Flow flow : options.flows()) {
            final String benchmark = flow.mix == Flow.Mix.SWEEP ? "matches" : "commands";
            for (int round = 1; round <= options.rounds(); round++) {
                for (final Contender contender : options.contenders()) {
                    measure(benchmark, flow, contender, round);
                }
            }
        }
        for (final Flow flow : options.flows()) {
            if (CONVERTED.contains(flow)) {
                for (final Contender contender : options.contenders()) {
                    measure("conversion", flow, contender, 1);
                }
            }
        }
        for (final Flow flow : options.flows()) {
            if (flow.mix != Flow.Mix.SWEEP && (!options.quick() || flow == Flow.B)) {
                for (final Contender contender : options.contenders()) {
                    measureLatencies(flow, contender);
                }
            }
        }
        return report.printAndWrite(DIRECTORY) || options.quick() ? 0 : EXIT_TARGET_MISSED;
    }

    /** The file of a flow's stream; with the seed in the name of its directory. */
    static Path streamFile(final Path directory, final Flow flow) {
        return directory.resolve(flow.name() + ".stream");
    }

    private void generateAndCheck(final Flow flow) throws IOException {
        final CommandStream stream = FlowGenerator.generate(flow, options.seed());
        System.out.println(FlowGenerator.describe(flow, stream));
        stream.write(streamFile(streams, flow));
        for (final Contender contender : options.contenders()) {
            final MatchingSide side = contender.create(flow);
            side.apply(stream, 0, stream.end);
            side.tally().checkEqual(stream.expected, contender.label);
            side.apply(stream, stream.end, stream.length());
            if (side.tally().liveOrders != 0) {
                throw new IllegalStateException(contender.label + " has orders left: " + side.tally());
            }
        }
        report.onStream(flow, stream);
        System.out.println("  same trades, quantity and live orders: " + options.contenders());
    }

    private void measure(final String benchmark, final Flow flow, final Contender contender, final int round)
            throws RunnerException {
        final Collection<RunResult> results =
                new Runner(settings(benchmark, flow, contender).build()).run();
        final double operations = FlowGenerator.operations(flow);
        final List<Double> cpuNs = new ArrayList<>();
        final List<Double> wallNs = new ArrayList<>();
        final List<Double> bytes = new ArrayList<>();
        for (final RunResult result : results) {
            for (final IterationResult pass :
                    result.getBenchmarkResults().iterator().next().getIterationResults()) {
                cpuNs.add(pass.getSecondaryResults().get("cpuNs").getScore() / operations);
                bytes.add(pass.getSecondaryResults().get("allocatedBytes").getScore() / operations);
                wallNs.add(pass.getPrimaryResult().getScore());
            }
        }
        report.onPasses(benchmark, flow, contender, cpuNs, wallNs, bytes);
        System.out.printf(
                Locale.ROOT,
                "%-18s %-10s round %d  %-5s %8.1f ns%n",
                flow.label,
                benchmark,
                round,
                contender.label,
                MatchingReport.median(cpuNs));
    }

    private void measureLatencies(final Flow flow, final Contender contender) throws IOException, RunnerException {
        final Path file = DIRECTORY
                .resolve(flow.name() + '-' + contender.label + ".latencies")
                .toAbsolutePath();
        Files.deleteIfExists(file);
        new Runner(settings("timedCommands", flow, contender)
                        .jvmArgsAppend(append("-D" + MatchingBenchmark.LATENCIES + '=' + file))
                        .build())
                .run();
        final CommandLatencies latencies = CommandLatencies.read(file);
        report.onLatencies(flow, contender, latencies);
        System.out.printf(
                Locale.ROOT,
                "%-18s %-10s          %-5s p50 %d ns p99 %d ns p99.9 %d ns%n",
                flow.label,
                "percentiles",
                contender.label,
                latencies.percentileNs(50),
                latencies.percentileNs(99),
                latencies.percentileNs(99.9));
    }

    private ChainedOptionsBuilder settings(final String benchmark, final Flow flow, final Contender contender) {
        return new OptionsBuilder()
                .include('^' + MatchingBenchmark.class.getName().replace(".", "\\.") + "\\." + benchmark + '$')
                .param("flow", flow.name())
                .param("contender", contender.name())
                .forks(1)
                .warmupForks(0)
                .warmupIterations(options.warmUp())
                .measurementIterations(options.passes())
                .shouldDoGC(false)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(MatchingReport.JVM_ARGS.toArray(new String[0]))
                .jvmArgsAppend(append());
    }

    private String[] append(final String... more) {
        final List<String> args = new ArrayList<>(options.jvmArgs());
        args.add("-D" + MatchingBenchmark.STREAMS + '=' + streams.toAbsolutePath());
        args.addAll(List.of(more));
        return args.toArray(new String[0]);
    }
}
