package io.tradex.demo;

import io.tradex.client.TradexClientConfiguration;
import io.tradex.demo.flow.FlowConfiguration;
import io.tradex.demo.flow.FlowFormatException;
import io.tradex.demo.flow.FlowGenerator;
import io.tradex.demo.flow.LobsterFlow;
import io.tradex.demo.flow.Market;
import io.tradex.demo.flow.OrderFlow;
import io.tradex.demo.flow.WorkingOrders;
import io.tradex.exchange.ExchangeSimulator;
import io.tradex.relay.EdgeRelay;
import io.tradex.server.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * One run of the demo, from the first process to the last line.
 *
 * <pre>
 *   start: exchanges, server, relay, algo client        stop: algo client, relay, server, exchanges
 * </pre>
 */
final class DemoRun {
    private static final int VENUES = 2;
    private static final int WORKING_ORDERS = 1 << 16;
    private static final int WORKING_ORDERS_MOST = 4_000;

    /** As many answers as the core keeps to give once more, so that none is lost with a session. */
    private static final int ANSWER_WINDOW = 1 << 12;

    private static final long START_S = 60;
    private static final long ANSWER_S = 15;
    private static final long SETTLE_S = 30;
    private static final long STOP_S = 20;
    private static final long FAREWELL_S = 60;
    private static final int QUIET_LINES = 4;
    private static final int MAX_PORT = 65_535;
    private static final int EXIT_INTERRUPTED = 130;

    private final DemoOptions options;
    private final Screen screen;
    private final Market market;
    private final WorkingOrders working = new WorkingOrders(WORKING_ORDERS);
    private final AnswerLedger ledger = new AnswerLedger(ANSWER_WINDOW, working);
    private final Metrics serverMetrics = new Metrics();
    private final Metrics relayMetrics = new Metrics();
    private final List<String> failures = new ArrayList<>();
    private final Histogram latencyNs = new Histogram(ledger.latencyNs().getIntervalHistogram());
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    private RunDirectory run;
    private ServerFiles files;
    private String token;
    private String relayAddress;
    private ChildProcess exchanges;
    private ChildProcess server;
    private ChildProcess relay;
    private AlgoClient algo;
    private AgentRunner algoRunner;
    private OrderFlow flow;
    private BufferedReader flowFile;
    private Histogram interval;
    private long exampleOrderId;

    /**
     * Checks the command line; nothing is started yet.
     *
     * @param options of the command line.
     * @param screen  for people.
     */
    DemoRun(final DemoOptions options, final Screen screen) {
        this.options = options;
        this.screen = screen;
        if (options.seconds != null && options.seconds < 1) {
            throw new DemoFailure("--seconds " + options.seconds + ": must be at least 1");
        }
        if (options.port < 0 || options.port > MAX_PORT) {
            throw new DemoFailure("--port " + options.port + ": must be 0 to " + MAX_PORT);
        }
        if (options.fileFlow == null) {
            market = Market.ofShares(VENUES);
            flow = new FlowGenerator(
                    market,
                    new FlowConfiguration(options.rate, options.seed, options.venueShare, WORKING_ORDERS_MOST),
                    working);
        } else {
            market = Market.ofLobsterFile(options.fileFlow.symbol, VENUES);
            flow = openFile(options.fileFlow);
        }
    }

    /**
     * Runs it.
     *
     * @return the exit code.
     * @throws InterruptedException never in practice: nobody interrupts the main thread.
     */
    int run() throws InterruptedException {
        final Thread hook = new Thread(this::stopOnSignal, "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run = RunDirectory.next(options.runDirectory);
            start();
            watch();
        } catch (final DemoFailure e) {
            failures.add(e.getMessage());
        } catch (final Stopped e) {
            screen.plain("");
            screen.plain("stopping");
        }
        try {
            return stop();
        } finally {
            killAll();
            CloseHelper.quietClose(flowFile);
            if (run != null) {
                run.deleteMemory();
            }
            finished.countDown();
        }
    }

    private void start() throws InterruptedException {
        screen.title("TradeX Core demo");
        token = run.token("relay.token");
        final String secret = run.secret("client.secret");
        run.secret("relay.secret");
        files = new ServerFiles(run, market, FreePorts.udp(), FreePorts.udp());
        final Deadline deadline = Deadline.inSeconds(START_S);

        exchanges = startExchanges();
        final List<Integer> venuePorts = new ArrayList<>();
        for (int venueId = 1; venueId <= VENUES; venueId++) {
            final String listens = "exchange " + Demo.venueCompId(venueId) + " listens on 127.0.0.1:";
            venuePorts.add(Integer.parseInt(exchanges.awaitLine(listens, deadline)));
        }
        screen.fact("exchanges", "process " + exchanges.pid() + ", FIX 4.4 on 127.0.0.1, ports " + venuePorts);

        server = startServer(venuePorts);
        server.awaitLine("ready", deadline);
        while (serverMetrics.number("venuesUp") < VENUES) {
            failUnless(server.isAlive() && exchanges.isAlive() && !deadline.isOver(), server);
            checkInterrupted();
            deadline.pause();
        }
        screen.fact("server", "process " + server.pid() + ", journal in " + files.journal());

        files.writeRelay();
        relay = startRelay(options.port != 0 && FreePorts.isFree(options.port) ? options.port : 0);
        awaitRelay(deadline);
        screen.fact("relay", "process " + relay.pid() + "; kill -9 it and see the page come back to the true state");

        startAlgo(secret, deadline);
        screen.fact("algo", "process " + ProcessHandle.current().pid() + " (this one), " + describeFlow());
        screen.plain("");
        screen.fact("page", relayAddress + "/?token=" + token);
        screen.plain("");
    }

    private ChildProcess startExchanges() {
        final List<String> arguments = new ArrayList<>();
        for (int venueId = 1; venueId <= VENUES; venueId++) {
            arguments.addAll(List.of("--exchange", Demo.venueCompId(venueId) + "=0"));
        }
        arguments.addAll(List.of("--counterparty", Demo.CORE_COMP_ID));
        arguments.addAll(List.of("--store", run.file("exchanges").toString()));
        arguments.addAll(List.of("--fill", "0.03", "--partial", "0.12", "--reject", "0.04", "--delay-ms", "5..500"));
        arguments.addAll(List.of("--seed", Long.toString(options.seed)));
        return ChildProcess.start("exchanges", run.path(), "128m", ExchangeSimulator.class, arguments, line -> false);
    }

    private ChildProcess startServer(final List<Integer> venuePorts) {
        return ChildProcess.start(
                "server",
                run.path(),
                "320m",
                ServerMain.class,
                List.of("--config", files.writeServer(venuePorts).toString()),
                serverMetrics);
    }

    private ChildProcess startRelay(final int port) {
        return ChildProcess.start(
                "relay",
                run.path(),
                "192m",
                EdgeRelay.class,
                List.of("--config", run.file("relay.properties").toString(), "--set", "http.port=" + port),
                relayMetrics);
    }

    private void awaitRelay(final Deadline deadline) throws InterruptedException {
        final String page = relay.awaitLine("page ", deadline);
        relayAddress = page.endsWith("/") ? page.substring(0, page.length() - 1) : page;
        while (!relayMetrics.flag("live")) {
            failUnless(relay.isAlive() && !deadline.isOver(), relay);
            checkInterrupted();
            deadline.pause();
        }
    }

    private void startAlgo(final String secret, final Deadline deadline) throws InterruptedException {
        algo = new AlgoClient(
                TradexClientConfiguration.builder()
                        .serverChannel(files.ingressChannel())
                        .clientId(ServerFiles.TRADER_ID)
                        .secret(secret.getBytes(StandardCharsets.UTF_8))
                        .cancelOnDisconnect(false)
                        .build(),
                flow,
                working,
                ledger);
        algoRunner = new AgentRunner(new BackoffIdleStrategy(1, 1, 1_000, 50_000), this::onAlgoFault, null, algo);
        AgentRunner.startOnThread(algoRunner);
        while (algo.progress().sessions() == 0) {
            failUnless(!deadline.isOver() && algo.progress().fault() == null, server);
            checkInterrupted();
            deadline.pause();
        }
    }

    /** Lets the flow run and prints a line a second, until it is over, somebody stops it or something breaks. */
    private void watch() throws InterruptedException {
        algo.startSending();
        final long startNs = System.nanoTime();
        long lastSent = 0;
        for (long second = 1; ; second++) {
            while (System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(second)) {
                checkInterrupted();
                if (flowIsOver(algo.progress())) {
                    return;
                }
                checkParts();
                Deadline.inSeconds(1).pause();
            }
            final Progress progress = algo.progress();
            interval = ledger.latencyNs().getIntervalHistogram(interval);
            latencyNs.add(interval);
            screen.second(
                    second,
                    progress.sent() - lastSent,
                    interval,
                    progress,
                    serverMetrics.number("journalSequence"),
                    serverMetrics.number("pipeline.deltas"),
                    relay.isAlive() ? Long.toString(relayMetrics.number("clients")) : "down");
            lastSent = progress.sent();
            if (options.seconds != null && second >= options.seconds) {
                return;
            }
        }
    }

    private boolean flowIsOver(final Progress progress) {
        if (progress.fault() != null) {
            throw new DemoFailure(progress.fault());
        }
        return progress.flowEnded();
    }

    private void checkParts() {
        failUnless(server.isAlive(), server);
        failUnless(exchanges.isAlive(), exchanges);
        if (!relay.isAlive()) {
            screen.hint("        the relay is gone; starting it again");
            relay = startRelay(Integer.parseInt(relayAddress.substring(relayAddress.lastIndexOf(':') + 1)));
        }
    }

    /** Stops everything in order, proves what can be proved, and says so. */
    private int stop() throws InterruptedException {
        final boolean asked = interrupted.getCount() == 0;
        final boolean complete = failures.isEmpty() && !asked;
        boolean settled = false;
        if (algo != null) {
            algo.stopSending();
            awaitAnswers();
            settled = complete && settle();
        }
        CloseHelper.quietClose(algoRunner);
        stopPart(relay);
        final boolean serverStopped = stopPart(server);
        stopPart(exchanges);

        final Progress progress = algo == null ? Progress.NONE : algo.progress();
        interval = ledger.latencyNs().getIntervalHistogram(interval);
        latencyNs.add(interval);
        if (algo != null) {
            screen.summary(progress, latencyNs);
            if (!flow.remarks().isEmpty()) {
                screen.plain("  " + flow.remarks());
            }
            if (serverMetrics.number("alarms") > 0) {
                screen.plain("  alarms " + serverMetrics.number("alarms") + ", see " + run.file("server.log"));
            }
            checkOutcome(progress, complete);
        }
        final String[] proofs = complete && serverStopped ? prove(settled) : new String[] {"unchecked", "unchecked"};
        screen.plain("");
        if (run != null && server != null) {
            screen.hint("  The journal is in " + files.journal() + ": ./scripts/replay verify, stats, dump, order "
                    + (exampleOrderId == 0 ? "ID" : exampleOrderId));
        }
        failures.forEach(screen::failure);
        screen.verdict(progress, latencyNs, proofs[0], proofs[1]);
        return asked ? EXIT_INTERRUPTED : failures.isEmpty() ? 0 : 1;
    }

    private void awaitAnswers() throws InterruptedException {
        final Deadline deadline = Deadline.inSeconds(ANSWER_S);
        while (!(algo.progress().flowEnded() && algo.progress().isSettled())
                && !deadline.isOver()
                && server.isAlive()
                && algo.progress().fault() == null) {
            deadline.pause();
        }
    }

    /**
     * Waits until nothing moves any more (the exchanges' houses may still trade), then takes the relay's rows.
     *
     * @return whether they were taken.
     */
    private boolean settle() throws InterruptedException {
        final Deadline deadline = Deadline.inSeconds(SETTLE_S);
        long deltas = -1;
        long sinceLine = 0;
        while (!deadline.isOver()) {
            final long line = serverMetrics.lines();
            final long now = serverMetrics.number("pipeline.deltas");
            if (now != deltas || relayMetrics.number("outSeq") != now || !relayMetrics.flag("live")) {
                deltas = now;
                sinceLine = line;
            } else if (line - sinceLine >= QUIET_LINES) {
                try {
                    RelayRows.fetch(relayAddress, token, run.file("relay-rows.json"));
                    return true;
                } catch (final IOException e) {
                    failures.add("the relay does not give its rows: " + e);
                    return false;
                }
            }
            deadline.pause();
        }
        failures.add("the relay stands at delta " + relayMetrics.number("outSeq") + ", the core at " + deltas
                + ", and they did not meet in " + SETTLE_S + " s");
        return false;
    }

    private void checkOutcome(final Progress progress, final boolean complete) {
        if (progress.sent() != progress.answered()) {
            failures.add(
                    (progress.sent() - progress.answered()) + " of " + progress.sent() + " requests were not answered");
        }
        if (progress.pendingAtVenues() > 0) {
            failures.add(progress.pendingAtVenues() + " orders still wait for an answer of their venue");
        }
        if (complete) {
            checkHappened("the core's own book", progress.book());
            checkHappened("the venues", progress.venues());
        }
    }

    private void checkHappened(final String where, final Tally.Counts counts) {
        final String[] names = {"fill", "partial fill", "cancel", "reject"};
        final long[] happened = {counts.fills(), counts.partialFills(), counts.cancels(), counts.rejects()};
        for (int i = 0; i < names.length; i++) {
            if (happened[i] == 0) {
                failures.add("no " + names[i] + " happened at " + where);
            }
        }
    }

    /** What is proved after the server has stopped: the journal, and the rows that the relay showed. */
    private String[] prove(final boolean settled) {
        final JournalProof proof;
        try {
            proof = JournalProof.of(files.journal());
        } catch (final RuntimeException e) {
            failures.add("the journal: " + e.getMessage());
            return new String[] {"FAILED", "FAILED"};
        }
        exampleOrderId = proof.busiestOrderId();
        String journal = "ok";
        if (proof.sequence() != serverMetrics.number("journalSequence")) {
            failures.add("the journal ends with input " + proof.sequence() + ", the server said "
                    + serverMetrics.number("journalSequence"));
            journal = "FAILED";
        }
        String relayVerdict = settled ? "ok" : "FAILED";
        if (settled) {
            try {
                final List<String> differences =
                        RelayRows.compare(run.file("relay-rows.json"), proof.rows(), proof.outSeq());
                if (!differences.isEmpty()) {
                    relayVerdict = "FAILED";
                    differences.forEach(difference -> failures.add("relay rows: " + difference));
                }
            } catch (final IOException | RuntimeException e) {
                failures.add("the relay's rows cannot be compared: " + e);
                relayVerdict = "FAILED";
            }
        }
        screen.plain(String.format(
                Locale.ROOT,
                "  replayed %,d inputs and came by %,d state hashes of the live engine; %,d order rows compared",
                proof.sequence(),
                proof.checkpointsCompared(),
                proof.rows().size()));
        return new String[] {journal, relayVerdict};
    }

    /** Stops a part if it was started; whether it stopped as it should. */
    private boolean stopPart(final ChildProcess part) throws InterruptedException {
        if (part == null) {
            return false;
        }
        final boolean wasAlive = part.isAlive();
        final int exitCode = part.stop(Deadline.inSeconds(STOP_S));
        // A JVM that ends in order because of a signal says so by 128 + 15, unless its main says otherwise.
        final boolean inOrder = exitCode == 0 || exitCode == 143;
        if (wasAlive && !inOrder) {
            failures.add(part.lastWords());
        }
        return wasAlive && inOrder;
    }

    private OrderFlow openFile(final DemoOptions.FileFlow file) {
        final double speed = file.speed();
        try {
            flowFile = Files.newBufferedReader(file.file, StandardCharsets.ISO_8859_1);
            final OrderFlow lobster = new LobsterFlow(
                    flowFile, file.file.toString(), market, working, speed, options.venueShare, options.seed);
            // Finds a file that is none before anything is started.
            lobster.dueNs();
            return lobster;
        } catch (final IOException e) {
            throw new DemoFailure("--flow " + file.file + ": cannot be read: " + e, e);
        } catch (final FlowFormatException e) {
            throw new DemoFailure(e.getMessage(), e);
        }
    }

    private String describeFlow() {
        final String venues = ", " + Math.round(options.venueShare * 100) + "% of the orders to the venues";
        return options.fileFlow == null
                ? String.format(Locale.ROOT, "%,d requests/s, seed %d", options.rate, options.seed) + venues
                : options.fileFlow.file + ", speed " + options.fileFlow.speed + venues;
    }

    private void onAlgoFault(final Throwable fault) {
        algo.onFault(fault);
        // The agent must not go on with half of a step done.
        throw new AgentTerminationException(fault);
    }

    private void failUnless(final boolean condition, final ChildProcess part) {
        if (!condition) {
            throw new DemoFailure(part.lastWords());
        }
    }

    private void checkInterrupted() {
        if (interrupted.getCount() == 0) {
            throw new Stopped();
        }
    }

    private void stopOnSignal() {
        interrupted.countDown();
        try {
            finished.await(FAREWELL_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody wants it to end. */
    private static final class Stopped extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private void killAll() {
        for (final ChildProcess part : new ChildProcess[] {relay, server, exchanges}) {
            if (part != null) {
                part.kill();
            }
        }
    }
}
