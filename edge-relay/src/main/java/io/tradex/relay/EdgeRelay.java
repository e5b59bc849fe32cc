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
    private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(1);

    private final RelayHttpServer server;
    private final AgentRunner runner;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RelayCounters counters = new RelayCounters();
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
            final CoreSession session) {
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

    /** @return the port that pages are served on. */
    public int port() {
        return port;
    }

    /** Waits until the relay has ended, by {@link #close()} or by a fault. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
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

    private void onFault(final Throwable cause) {
        fault = cause;
        ended.countDown();
    }
}
