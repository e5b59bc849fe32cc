package io.tradex.exchange;

import io.tradex.exchange.script.Script;
import io.tradex.exchange.script.ScriptParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Prints the seed and one line per exchange when it listens, and what each did when it ends. */
@Command(
        name = "exchange-simulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulated exchanges: FIX acceptors that match orders by price and time, misbehave as a script says, or play scenarios.",
            "Example: --exchange XA=9876 --counterparty ME --script exchange-simulator/examples/crossing.script"
        },
        footer = {
            "",
            "The language of scripts is in docs/exchange-simulator.md; examples are in exchange-simulator/examples."
        })
final class SimulatorCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatorCommand.class);
    private static final long MAX_PARK_NS = 1_000_000;
    private static final int DEFAULT_PORT = 9876;

    @Option(
            names = "--exchange",
            paramLabel = "COMPID=PORT",
            description =
                    "An exchange and the port it listens on, 0 for any free one. Once for each exchange (default: SIM=9876).")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(
            names = "--counterparty",
            defaultValue = "TRADEX",
            description = "Who may log on (default: ${DEFAULT-VALUE}).")
    private String counterpartyCompId;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--store",
            defaultValue = "run/exchange-simulator",
            description = "Directory of the FIX sessions' messages and sequence numbers (default: ${DEFAULT-VALUE}).")
    private Path storeDirectory;

    @Option(
            names = "--fill",
            defaultValue = "0.5",
            description = "Part of the orders that the house fills (default: ${DEFAULT-VALUE}).")
    private double fill;

    @Option(
            names = "--partial",
            defaultValue = "0.2",
            description = "Part that it fills in part (default: ${DEFAULT-VALUE}).")
    private double partial;

    @Option(
            names = "--reject",
            defaultValue = "0.02",
            description = "Part that is rejected (default: ${DEFAULT-VALUE}).")
    private double reject;

    @Option(
            names = "--delay-ms",
            defaultValue = "1..50",
            paramLabel = "MIN..MAX",
            description = "When the house comes, in milliseconds (default: ${DEFAULT-VALUE}).")
    private String delayMs;

    @Option(
            names = "--latency-ms",
            defaultValue = "0..0",
            paramLabel = "MIN..MAX",
            description = "How long each request waits, in milliseconds (default: ${DEFAULT-VALUE}).")
    private String latencyMs;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description =
                    "Rules by which the exchanges misbehave, or scenarios that they play. Checked before anything starts.")
    private Path script;

    @Option(names = "--check", description = "Only check the script.")
    private boolean check;

    @Option(
            names = "--fix",
            defaultValue = "4.4",
            paramLabel = "VERSION",
            description = "4.2, 4.4 or 5.0SP2 (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(
            names = "--drop-copy",
            defaultValue = "",
            paramLabel = "COMPID",
            description = "Who may log on to a second session that gets a copy of every report (default: nobody).")
    private String dropCopyCompId;

    @Option(names = "--seed", description = "Of all the house's decisions (default: the time).")
    private Long seed;

    @Override
    public Integer call() {
        final Script played = read(script);
        if (check) {
            System.out.println(
                    played.rules().size() + " rules, " + played.plays().size() + " scenarios");
            return 0;
        }
        final long firstSeed = seed != null ? seed : System.currentTimeMillis();
        System.out.println("seed " + firstSeed);
        final List<SimulatedExchange> exchanges = exchanges(firstSeed, played);
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier()) {
            try (ExchangeSimulator simulator = new ExchangeSimulator(
                    exchanges,
                    new BackoffIdleStrategy(1, 1, 1_000, MAX_PARK_NS),
                    error -> LOG.error("the exchanges' thread", error))) {
                for (final SimulatedExchange exchange : simulator.exchanges()) {
                    System.out.println("exchange " + exchange.compId() + " listens on " + host + ':' + exchange.port());
                }
                barrier.await();
            }
            for (final SimulatedExchange exchange : exchanges) {
                System.out.println("exchange " + exchange.compId() + ' ' + exchange.totals());
                if (!played.plays().isEmpty()) {
                    System.out.println("exchange " + exchange.compId() + " played " + exchange.scenariosPlayed()
                            + " of " + played.plays().size() + " scenarios");
                    exchange.problems().forEach(System.out::println);
                }
            }
        }
        return 0;
    }

    private List<SimulatedExchange> exchanges(final long firstSeed, final Script played) {
        final long[] delay = range("--delay-ms", delayMs);
        final long[] latency = range("--latency-ms", latencyMs);
        final LiquidityConfiguration liquidity =
                new LiquidityConfiguration(fill, partial, reject, delay[0], delay[1], latency[0], latency[1]);
        final long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        final List<SimulatedExchange> exchanges = new ArrayList<>();
        if (ports.isEmpty()) {
            ports.put("SIM", DEFAULT_PORT);
        }
        ports.forEach((compId, port) -> exchanges.add(new SimulatedExchange(
                new ExchangeConfiguration(
                        compId, counterpartyCompId, host, port, storeDirectory, FixVersion.of(version), dropCopyCompId),
                new SeededLiquidity(liquidity, firstSeed + exchanges.size()),
                played,
                epochMicros,
                SystemNanoClock.INSTANCE)));
        return exchanges;
    }

    private static Script read(final Path file) {
        try {
            return file == null ? Script.NONE : ScriptParser.read(file);
        } catch (final IOException e) {
            throw new IllegalArgumentException("cannot read the script " + file + ": " + e, e);
        }
    }

    private static long[] range(final String option, final String text) {
        final String[] ends = text.split("\\.\\.", -1);
        try {
            if (ends.length == 2) {
                return new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[1])};
            }
        } catch (final NumberFormatException e) {
            // Answered below.
        }
        throw new IllegalArgumentException(option + " must be MIN..MAX in milliseconds: " + text);
    }
}
