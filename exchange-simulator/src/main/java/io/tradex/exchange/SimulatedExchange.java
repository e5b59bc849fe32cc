package io.tradex.exchange;

import io.tradex.exchange.script.Script;
import io.tradex.exchange.script.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import quickfix.field.CopyMsgIndicator;
import quickfix.field.GapFillFlag;
import quickfix.field.MsgType;
import quickfix.field.NewSeqNo;

/**
 * One simulated exchange: a FIX acceptor before a set of books. Its orders live on the one thread that runs it as an agent,
 * together with every timer and every message it sends; the FIX session's thread only hands requests over. Orders outlive
 * disconnects, and what happens to them while nobody is connected is told at the next logon; they do not outlive the process.
 *
 * <p>A script of rules makes it misbehave; a script of scenarios takes the place of its books.
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
    private final FixReports reports;
    private final MarketData marketData;
    private final Script script;
    private final String orderIdPrefix;
    private final Wire wire = new SessionWire();
    private final ManyToOneConcurrentArrayQueue<Runnable> tasks = new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);

    /** What happened while the port was closed. */
    private final Queue<Message> unsent = new ArrayDeque<>();

    private final Queue<Message> unsentCopies = new ArrayDeque<>();
    private Desk desk;
    private Session session;
    private Session dropCopySession;
    private volatile boolean playing;
    private long lastRequestDeadlineNs;
    private int scripts;
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
        this(configuration, policy, Script.NONE, epochMicros, clock);
    }

    /**
     * @param configuration where it listens and for whom.
     * @param policy        decides what happens beyond matching.
     * @param script        of rules, or of scenarios.
     * @param epochMicros   the time in microseconds since 1970: becomes part of every OrderID and ExecID, so that those of
     *                      another start differ, unless the script says otherwise.
     * @param clock         of delays.
     */
    public SimulatedExchange(
            final ExchangeConfiguration configuration,
            final VenuePolicy policy,
            final Script script,
            final long epochMicros,
            final NanoClock clock) {
        this.configuration = configuration;
        this.policy = policy;
        this.clock = clock;
        final String start = Long.toString(epochMicros, RADIX) + '-';
        this.port = new FixPort(configuration, new SessionEvents());
        this.script = script;
        this.reports = new FixReports(configuration.version(), 'E' + start, this::send);
        this.orderIdPrefix = script.plainOrderIds() ? "O" : 'O' + start;
        this.venue = new MatchingVenue(
                orderIdPrefix,
                FINISHED_ORDERS_KEPT,
                policy,
                reports,
                clock,
                timers,
                !script.rules().isEmpty());
        this.marketData = new MarketData(venue, wire);
        useDesk(script);
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
        final Session openedDropCopy = port.dropCopySession();
        submit(() -> {
            session = opened;
            dropCopySession = openedDropCopy;
            sendAll(unsent, session);
            sendAll(unsentCopies, dropCopySession);
        });
    }

    /** Cuts the connection and stops listening, if it does; the orders stay, and the house goes on trading. */
    public void closePort() {
        // Not before nobody sends any more: what is sent to a session that is being closed is lost with its store.
        ask(() -> {
            session = null;
            dropCopySession = null;
            return true;
        });
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

    /**
     * Plays other scenarios from now on, and forgets what is left of those before.
     *
     * @param scenarios a script of scenarios.
     * @throws IllegalStateException if this exchange does not play scenarios.
     */
    public void play(final Script scenarios) {
        if (!playing) {
            throw new IllegalStateException(roleName() + " plays no scenarios");
        }
        submit(() -> {
            ((ScenarioPlayer) desk).close();
            useDesk(scenarios);
            desk.onStart();
        });
    }

    /** @return scenarios that are over, whether they went as written or not; any thread but the agent's. */
    public int scenariosPlayed() {
        return ask(() -> desk instanceof ScenarioPlayer player ? player.played() : 0);
    }

    /** @return what of the scenarios did not go as written; any thread but the agent's. */
    public List<String> problems() {
        return ask(() -> desk instanceof ScenarioPlayer player ? player.problems() : List.of());
    }

    @Override
    public void onStart() {
        desk.onStart();
    }

    @Override
    public int doWork() {
        final int workCount =
                tasks.drain(Runnable::run, MAX_TASKS_A_CYCLE) + timers.poll(clock.nanoTime(), MAX_TASKS_A_CYCLE);
        return workCount + marketData.poll(clock.nanoTime());
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
            if (request.kind() == VenueRequest.Kind.MARKET_DATA) {
                marketData.onRequest(request.message());
            } else if (delayNs == 0 && lastRequestDeadlineNs - nowNs <= 0) {
                desk.onRequest(request);
            } else {
                final long deadlineNs = nowNs + delayNs;
                lastRequestDeadlineNs = deadlineNs - lastRequestDeadlineNs > 0 ? deadlineNs : lastRequestDeadlineNs;
                timers.at(lastRequestDeadlineNs, () -> desk.onRequest(request));
            }
        });
    }

    /** What happened is told to the drop copy as it is, and to the counterparty as the script wants it. */
    private void send(final Message message, final Trigger what, final VenueOrder order, final VenueRequest request) {
        copy(message);
        desk.send(message, what, order, request);
    }

    private void copy(final Message message) {
        if (configuration.dropCopyCompId().isEmpty()) {
            return;
        }
        final Message copy = (Message) message.clone();
        if (configuration.version() != FixVersion.FIX_42) {
            copy.setBoolean(CopyMsgIndicator.FIELD, true);
        }
        if (dropCopySession == null) {
            unsentCopies.add(copy);
        } else {
            dropCopySession.send(copy);
        }
    }

    private static void sendAll(final Queue<Message> messages, final Session to) {
        if (to != null) {
            for (Message message = messages.poll(); message != null; message = messages.poll()) {
                to.send(message);
            }
        }
    }

    private void useDesk(final Script next) {
        if (next.plays().isEmpty()) {
            final Misbehaviour rules = new Misbehaviour(next, wire, clock, timers);
            rules.before(venue);
            desk = rules;
        } else {
            playing = true;
            desk = new ScenarioPlayer(next, reports, orderIdPrefix + scripts++ + '-', wire, this::send, clock, timers);
        }
    }

    /** What the session's threads tell the exchange's. */
    private final class SessionEvents implements FixPort.Listener {
        @Override
        public void onRequest(final VenueRequest request) {
            SimulatedExchange.this.onRequest(request);
        }

        @Override
        public boolean takesAnyTerms() {
            return playing;
        }

        @Override
        public void onLogon() {
            submit(() -> {
                if (script.plainExecIds()) {
                    reports.restartExecIds();
                }
                desk.onLogon();
            });
        }

        @Override
        public void onLogout() {
            submit(marketData::onLogout);
        }
    }

    /** The session, on the exchange's thread. */
    private final class SessionWire implements Wire {
        @Override
        public void send(final Message message) {
            if (session == null) {
                unsent.add(message);
            } else {
                session.send(message);
            }
        }

        @Override
        public void disconnect(final long closedNs) {
            port.refuseFor(closedNs);
            final Session cut = session;
            if (cut != null) {
                try {
                    cut.disconnect("the script says so", false);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void skip(final int numbers) {
            final Session skipping = session;
            if (skipping != null) {
                try {
                    skipping.setNextSenderMsgSeqNum(skipping.getExpectedSenderNum() + numbers);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void resetSequence(final int ahead) {
            final Session resetting = session;
            if (resetting != null && resetting.isLoggedOn()) {
                final Message reset = new Message();
                reset.getHeader().setString(MsgType.FIELD, MsgType.SEQUENCE_RESET);
                reset.setBoolean(GapFillFlag.FIELD, false);
                reset.setInt(NewSeqNo.FIELD, resetting.getExpectedSenderNum() + 1 + ahead);
                resetting.send(reset);
                skip(ahead);
            }
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
