package io.tradex.exchange;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;
import quickfix.Message;
import quickfix.Session;

/**
 * One simulated exchange: a FIX 4.4 acceptor before a set of books. Its orders live on the one thread that runs it as an agent,
 * together with every timer and every message it sends; the FIX session's thread only hands requests over. Orders outlive
 * disconnects, and what happens to them while nobody is connected is told at the next logon; they do not outlive the process.
 */
public final class SimulatedExchange implements Agent {
    private static final int QUEUE_CAPACITY = 16 * 1024;
    private static final int MAX_TASKS_A_CYCLE = 64;
    private static final int FINISHED_ORDERS_KEPT = 500_000;
    private static final long PARK_NS = 100_000;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int RADIX = 36;

    private final ExchangeConfiguration configuration;
    private final VenuePolicy policy;
    private final NanoClock clock;
    private final FixPort port;
    private final MatchingVenue venue;
    private final Timers timers = new Timers();
    private final ManyToOneConcurrentArrayQueue<Runnable> tasks = new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);

    /** What happened while the port was closed. */
    private final Queue<Message> unsent = new ArrayDeque<>();

    private Session session;
    private long lastRequestDeadlineNs;
    private volatile boolean stopped;

    /**
     * @param configuration where it listens and for whom.
     * @param policy        decides what happens beyond matching.
     * @param epochMicros   the time in microseconds since 1970: becomes part of every OrderID and ExecID, so that those of
     *                      another start differ.
     * @param clock         of delays.
     */
    public SimulatedExchange(
            final ExchangeConfiguration configuration,
            final VenuePolicy policy,
            final long epochMicros,
            final NanoClock clock) {
        this.configuration = configuration;
        this.policy = policy;
        this.clock = clock;
        final String start = Long.toString(epochMicros, RADIX) + '-';
        this.port = new FixPort(configuration, this::onRequest);
        this.venue = new MatchingVenue(
                'O' + start, FINISHED_ORDERS_KEPT, policy, new FixReports('E' + start, this::send), clock, timers);
        this.lastRequestDeadlineNs = clock.nanoTime();
    }

    /**
     * Listens for the counterparty, on the same port as the last time. Not on the agent's thread, and not while another thread
     * opens or closes the port.
     *
     * @throws IllegalStateException if it listens already or cannot.
     */
    public void openPort() {
        final Session opened = port.open();
        submit(() -> {
            session = opened;
            for (Message message = unsent.poll(); message != null; message = unsent.poll()) {
                session.send(message);
            }
        });
    }

    /** Cuts the connection and stops listening, if it does; the orders stay, and the house goes on trading. */
    public void closePort() {
        submit(() -> session = null);
        port.close();
    }

    /** @return the port it listens on; any thread, once opened. */
    public int port() {
        return port.port();
    }

    /** @return its CompID. */
    public String compId() {
        return configuration.compId();
    }

    /** @return all known orders, oldest first; any thread but the agent's. */
    public List<OrderState> orders() {
        return ask(venue::orders);
    }

    /** @return the orders that may still trade, oldest first; any thread but the agent's. */
    public List<OrderState> openOrders() {
        return orders().stream().filter(OrderState::isOpen).toList();
    }

    /** @return what it did so far; any thread but the agent's. */
    public ExchangeTotals totals() {
        return ask(venue::totals);
    }

    /** @return connections refused for garbage, an unknown CompID, or no logon; any thread. */
    public long refusedConnections() {
        return port.refusedConnections();
    }

    /** @return errors of the FIX session, such as a wrong sequence number or an invalid message; any thread. */
    public long sessionErrors() {
        return port.sessionErrors();
    }

    @Override
    public int doWork() {
        return tasks.drain(Runnable::run, MAX_TASKS_A_CYCLE) + timers.poll(clock.nanoTime(), MAX_TASKS_A_CYCLE);
    }

    @Override
    public void onClose() {
        tasks.drain(Runnable::run);
        stopped = true;
    }

    @Override
    public String roleName() {
        return "exchange-" + configuration.compId();
    }

    /** On the session's thread. */
    private void onRequest(final VenueRequest request) {
        submit(() -> {
            final long delayNs = policy.requestDelayNs();
            final long nowNs = clock.nanoTime();
            // Requests wait for different times but never overtake one another.
            if (delayNs == 0 && lastRequestDeadlineNs - nowNs <= 0) {
                venue.onRequest(request);
            } else {
                final long deadlineNs = nowNs + delayNs;
                lastRequestDeadlineNs = deadlineNs - lastRequestDeadlineNs > 0 ? deadlineNs : lastRequestDeadlineNs;
                timers.at(lastRequestDeadlineNs, () -> venue.onRequest(request));
            }
        });
    }

    private void send(final Message message) {
        if (session == null) {
            unsent.add(message);
        } else {
            session.send(message);
        }
    }

    /** When the queue is full the caller waits: on the session's thread that makes TCP hold the counterparty back. */
    private void submit(final Runnable task) {
        while (!stopped && !tasks.offer(task)) {
            LockSupport.parkNanos(PARK_NS);
        }
    }

    private <T> T ask(final Supplier<T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        submit(() -> answer.complete(question.get()));
        final long deadlineNs = System.nanoTime() + ANSWER_TIMEOUT_NS;
        while (!answer.isDone()) {
            if (stopped) {
                // Nobody else touches the state any more.
                return question.get();
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new IllegalStateException(roleName() + " does not answer");
            }
            LockSupport.parkNanos(PARK_NS);
        }
        return answer.join();
    }
}
