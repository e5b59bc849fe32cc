package io.tradex.certification;

import io.tradex.conformance.OrderStateMatrix;
import io.tradex.conformance.Scenario;
import io.tradex.exchange.ExchangeConfiguration;
import io.tradex.exchange.ExchangeSimulator;
import io.tradex.exchange.SimulatedExchange;
import io.tradex.exchange.VenuePolicy;
import io.tradex.exchange.script.ScriptParser;
import io.tradex.fix.FixEndpoint;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.fix.FixVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/** Plays every scenario of the table against one venue. Used once, by one thread. */
final class Certification implements AutoCloseable {
    /** More requests than any path has. */
    private static final int CLORDIDS_A_PATH = 32;

    private static final long LOGON_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long MAX_PARK_NS = 1_000_000;

    private final CertificationConfiguration configuration;
    private final Consumer<String> progress;
    private final Path directory;
    private final boolean temporary;
    private final SimulatedExchange exchange;
    private final ExchangeSimulator simulator;
    private final Core core;
    private long nextClOrdId = 1;

    /**
     * @param configuration of the venue.
     * @param progress      hears, line by line, what happens.
     * @throws IOException if the session's store cannot be written.
     */
    Certification(final CertificationConfiguration configuration, final Consumer<String> progress) throws IOException {
        this.configuration = configuration;
        this.progress = progress;
        temporary = configuration.store().isEmpty();
        directory = temporary
                ? Files.createTempDirectory("certify")
                : configuration.store().get();
        Files.createDirectories(directory);
        final int run = nextRun(directory.resolve("runs"));
        if (configuration.isSimulator()) {
            exchange = exchange();
            simulator = new ExchangeSimulator(
                    List.of(exchange),
                    new BackoffIdleStrategy(1, 1, 1_000, MAX_PARK_NS),
                    error -> progress.accept("the simulator: " + error));
        } else {
            exchange = null;
            simulator = null;
        }
        final FixEndpoint endpoint = new FixEndpoint(
                configuration.isSimulator() ? "127.0.0.1" : configuration.host(),
                configuration.isSimulator() ? exchange.port() : configuration.port(),
                configuration.senderCompId(),
                configuration.targetCompId());
        final FixVenueConfiguration.Builder venue = FixVenueConfiguration.builder(
                        Core.VENUE, endpoint, directory.resolve("session"))
                .version(configuration.version());
        configuration.dictionary().ifPresent(venue::dictionary);
        core = new Core(venue.build(), configuration.symbol(), configuration.tickE8(), run);
    }

    private SimulatedExchange exchange() {
        return new SimulatedExchange(
                new ExchangeConfiguration(
                        configuration.targetCompId(),
                        configuration.senderCompId(),
                        "127.0.0.1",
                        0,
                        directory.resolve("simulator"),
                        simulatorVersion(configuration.version()),
                        ""),
                VenuePolicy.PLAIN,
                // Nothing happens before the first path is played.
                ScriptParser.parse("nothing yet", "scenario \"nothing yet\"\nwait 1us"),
                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
                SystemNanoClock.INSTANCE);
    }

    private static io.tradex.exchange.FixVersion simulatorVersion(final FixVersion version) {
        return switch (version) {
            case FIX42 -> io.tradex.exchange.FixVersion.FIX_42;
            case FIX44 -> io.tradex.exchange.FixVersion.FIX_44;
            case FIX50SP2 -> io.tradex.exchange.FixVersion.FIX_50_SP2;
        };
    }

    /** The whole table as a script for the simulator, for whoever wants to see it, or to run it elsewhere. */
    static String script(final CertificationConfiguration configuration) {
        final StringBuilder script = new StringBuilder();
        for (final Scenario scenario : OrderStateMatrix.scenarios()) {
            for (final io.tradex.conformance.Path path : paths(configuration, scenario)) {
                script.append(VenueScript.of(scenario, path, configuration.symbol(), configuration.price()))
                        .append('\n');
            }
        }
        return script.toString();
    }

    /**
     * Plays.
     *
     * @param wanted        which scenarios; the others are excluded.
     * @param excludeHidden whether those that the counterparty does not act out are excluded rather than failed.
     * @return how it went.
     */
    CertificationResult run(final Predicate<String> wanted, final boolean excludeHidden) {
        final Instant started = Instant.now();
        final String venue = configuration.isSimulator()
                ? "the simulator"
                : configuration.targetCompId() + " at " + configuration.host() + ':' + configuration.port();
        final List<ScenarioResult> results = new ArrayList<>();
        final boolean up = core.logOn(LOGON_TIMEOUT_NS);
        progress.accept(up ? "logged on to " + venue : "no logon to " + venue);
        for (final Scenario scenario : OrderStateMatrix.scenarios()) {
            final ScenarioResult result;
            if (!wanted.test(scenario.ref())) {
                result = ScenarioResult.without(scenario, Verdict.EXCLUDED);
            } else if (!configuration.shows(scenario.ref())) {
                result = ScenarioResult.without(scenario, excludeHidden ? Verdict.EXCLUDED : Verdict.NOT_SHOWN);
            } else {
                result = up ? play(scenario) : ScenarioResult.without(scenario, Verdict.NOT_SHOWN);
                progress.accept(result.verdict() + "  " + scenario + " ("
                        + result.paths().size() + " paths)");
            }
            results.add(result);
        }
        return new CertificationResult(
                venue,
                configuration.version().name(),
                started,
                Duration.between(started, Instant.now()),
                List.copyOf(results));
    }

    private ScenarioResult play(final Scenario scenario) {
        final List<PathResult> results = new ArrayList<>();
        for (final io.tradex.conformance.Path path : paths(configuration, scenario)) {
            if (!configuration.isSimulator()) {
                progress.accept("next: " + scenario + ", " + path.name());
            }
            results.add(play(scenario, path));
        }
        return ScenarioResult.of(scenario, results);
    }

    private PathResult play(final Scenario scenario, final io.tradex.conformance.Path path) {
        final String script = VenueScript.of(scenario, path, configuration.symbol(), configuration.price());
        if (exchange != null) {
            exchange.play(ScriptParser.parse(scenario.ref(), script));
        }
        final long firstClOrdId = nextClOrdId;
        nextClOrdId += CLORDIDS_A_PATH;
        final PathResult result = new PathRun(
                        core,
                        scenario,
                        configuration.priceTicks(),
                        TimeUnit.MILLISECONDS.toNanos(configuration.timeoutMs()),
                        firstClOrdId,
                        configuration.isSimulator() ? line -> {} : progress)
                .play(path);
        if (exchange == null || result.verdict() != Verdict.PASSED) {
            return result;
        }
        final List<String> problems = new ArrayList<>(exchange.problems());
        if (exchange.scenariosPlayed() != 1) {
            problems.add("the simulator still waits for something");
        }
        if (problems.isEmpty()) {
            return result;
        }
        final List<StepResult> steps = new ArrayList<>(result.steps());
        steps.add(new StepResult("end", "everything that the venue waits for was sent", "", Verdict.FAILED, problems));
        return PathResult.of(path.name(), steps);
    }

    private static List<io.tradex.conformance.Path> paths(
            final CertificationConfiguration configuration, final Scenario scenario) {
        return configuration.mainOnly() ? scenario.paths().subList(0, 1) : scenario.paths();
    }

    /** Each run has ClOrdIDs of its own, so that a venue that knows those of the last run takes them. */
    private static int nextRun(final Path file) throws IOException {
        final int run =
                Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) + 1 : 1;
        Files.writeString(file, Integer.toString(run));
        return run;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(core, simulator);
        if (temporary) {
            IoUtil.delete(directory.toFile(), true);
        }
    }
}
