package io.tradex.relay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The edge relay: follows the core's order state and shows it to browsers and programs.
 *
 * <pre>
 *   core ══ deltas (multicast) ══► AeronDeltaFeed ─┐                                       ┌─► page (WebSocket)
 *        ◄─ requests ─► answers ─► CoreSession ────┴─► OrderStateFollower ─► Publisher ────┼─► /api/rows
 *                                                      one agent thread        fan-out     └─► /metrics.json
 * </pre>
 */
public final class EdgeRelay implements AutoCloseable {
    private static final int EXIT_CANNOT_START = 1;
    private static final int EXIT_BAD_CONFIGURATION = 2;
    private static final int EXIT_FAULT = 70;
    private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

    private final RelayHttpServer server;
    private final AgentRunner runner;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RelayCounters counters;
    private final int port;
    private volatile Throwable fault;

    /**
     * Starts a relay on a given way to the core, which it closes in the end.
     *
     * @throws IllegalStateException if the HTTP address cannot be bound.
     */
    EdgeRelay(
            final HttpSettings http,
            final FollowerSettings following,
            final RelayToken token,
            final DeltaFeed feed,
            final CoreSession session,
            final RelayCounters counters) {
        this.counters = counters;
        final RowsQueries queries = new RowsQueries();
        server = new RelayHttpServer(http, token, queries, counters);
        final BlotterPublisher publisher = new BlotterPublisher(
                server.sink(), TimeUnit.MILLISECONDS.toNanos(http.publishIntervalMs()), http.pageRows());
        final OrderStateFollower follower = new OrderStateFollower(
                following,
                session,
                publisher,
                System.nanoTime() ^ ProcessHandle.current().pid());
        final RelayAgent agent =
                new RelayAgent(SystemNanoClock.INSTANCE, feed, session, follower, publisher, queries, counters);
        final ErrorHandler onFault = this::onFault;
        runner = new AgentRunner(new BackoffIdleStrategy(10, 5, PARK_NS_MIN, PARK_NS_MAX), onFault, null, agent);
        try {
            port = server.start();
        } catch (final RuntimeException cannotListen) {
            CloseHelper.quietCloseAll(runner, server);
            throw cannotListen;
        }
        AgentRunner.startOnThread(runner);
    }

    /**
     * Starts a relay on the core that the configuration names.
     *
     * @param configuration of the relay.
     * @return the relay, already running.
     * @throws IllegalStateException if the HTTP address cannot be bound.
     */
    static EdgeRelay launch(final RelayConfiguration configuration) {
        final RelayCounters counters = new RelayCounters();
        final ErrorHandler recovered = new RecoveredFaults(System.err, counters.recoveredFaults);
        final RelayAeron aeron = new RelayAeron(configuration.aeronDirectory, recovered);
        try {
            final DeltaFeed feed = new AeronDeltaFeed(aeron, configuration.deltasChannel, configuration.deltasStreamId);
            final CoreSession session =
                    new ClientCoreSession(configuration.client, aeron.aeron(), counters.logonsRejected, recovered);
            return new EdgeRelay(
                    configuration.http, configuration.following, configuration.token, feed, session, counters);
        } catch (final RuntimeException cannotStart) {
            aeron.close();
            throw cannotStart;
        }
    }

    /** @return the port that pages are served on. */
    public int port() {
        return port;
    }

    /**
     * Waits for the relay to end, by {@link #close()} or by a fault.
     *
     * @param timeoutMs to wait at most.
     * @return whether it has ended.
     * @throws InterruptedException if the waiting thread is interrupted.
     */
    public boolean awaitEnd(final long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** @return what the relay tells of itself, as a JSON object. */
    public String metrics() {
        final JsonText json = new JsonText(512);
        counters.write(json);
        return json.toString();
    }

    /** @return what ended the relay; null if nothing did. */
    public Throwable fault() {
        return fault;
    }

    /** Ends the agent, then every connection. */
    @Override
    public void close() {
        CloseHelper.quietCloseAll(runner, server);
        ended.countDown();
    }

    /**
     * The command line: {@code EdgeRelay --config FILE [--set KEY=VALUE]…}. Prints {@code page ADDRESS} and {@code ready}, then,
     * if {@code metrics.interval.ms} is not 0, a line {@code metrics {json}} at that interval. Exit codes: 0 after an orderly stop
     * (SIGTERM, SIGINT), 2 for a bad command line or configuration, 1 if it cannot start, 70 after a fault that nothing expects.
     *
     * @param arguments see above.
     * @throws InterruptedException never in practice: nobody interrupts the main thread.
     */
    public static void main(final String[] arguments) throws InterruptedException {
        final RelayConfiguration configuration;
        try {
            configuration = new RelayConfiguration(RelaySettings.of(arguments), System.getenv());
        } catch (final IllegalArgumentException refused) {
            System.err.println("tradex-relay: " + refused.getMessage());
            System.exit(EXIT_BAD_CONFIGURATION);
            return;
        }
        final EdgeRelay relay;
        try {
            relay = launch(configuration);
        } catch (final RuntimeException cannotStart) {
            System.err.println("tradex-relay: cannot start: " + cannotStart.getMessage());
            System.exit(EXIT_CANNOT_START);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "shutdown"));
        System.out.println("page " + relay.address(configuration));
        System.out.println("ready");
        final long intervalMs = configuration.metricsIntervalMs > 0 ? configuration.metricsIntervalMs : Long.MAX_VALUE;
        while (!relay.awaitEnd(intervalMs)) {
            System.out.println("metrics " + relay.metrics());
        }
        if (relay.fault() != null) {
            System.err.println("tradex-relay: stopped by a fault: " + relay.fault());
            relay.fault().printStackTrace();
            System.exit(EXIT_FAULT);
        }
    }

    /** A token that the relay made up itself has to be told; one that was given is known to whoever gave it. */
    private String address(final RelayConfiguration configuration) {
        final String query = configuration.inventedToken == null ? "" : "?token=" + configuration.inventedToken;
        return "http://" + configuration.http.host() + ":" + port + "/" + query;
    }

    private void onFault(final Throwable cause) {
        fault = cause;
        counters.live.set(0);
        ended.countDown();
    }
}
