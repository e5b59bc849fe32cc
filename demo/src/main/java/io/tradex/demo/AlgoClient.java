package io.tradex.demo;

import io.tradex.client.SessionDownReason;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.demo.flow.OrderCommand;
import io.tradex.demo.flow.OrderFlow;
import io.tradex.demo.flow.WorkingOrders;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.Agent;

/**
 * An algo: sends a flow when it is due, whether or not the core keeps up (open loop), and keeps account of the answers. After a
 * lost session it sends again what is not answered and asks for the state of its live orders. An agent; only
 * {@link #startSending()}, {@link #stopSending()} and {@link #progress()} are for other threads.
 */
final class AlgoClient implements Agent, TradexClientListener {
    private static final int SENDS_PER_CYCLE = 32;
    private static final int WINDOW_UNPACED = 1024;
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PROGRESS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final TradexClient client;
    private final OrderFlow flow;
    private final WorkingOrders working;
    private final AnswerLedger ledger;
    private final OrderCommand command = new OrderCommand();
    private final LongArrayList settledIds = new LongArrayList();
    private volatile boolean mayStart;
    private volatile boolean mustStop;
    private volatile Progress progress = Progress.NONE;

    private boolean started;
    private boolean flowEnded;
    private boolean held;
    private long startNs;
    private long nextProgressNs;
    private long resendFrom = Long.MAX_VALUE;
    private int statusFrom = Integer.MAX_VALUE;
    private int sessions;
    private long late;
    private String fault;

    /**
     * @param configuration of the connection.
     * @param flow          to send.
     * @param working       the live orders, which the flow looks at.
     * @param ledger        that keeps account, with the same working orders.
     */
    AlgoClient(
            final TradexClientConfiguration configuration,
            final OrderFlow flow,
            final WorkingOrders working,
            final AnswerLedger ledger) {
        this.flow = flow;
        this.working = working;
        this.ledger = ledger;
        this.client = TradexClient.launch(configuration, this);
    }

    /** Lets the flow begin; any thread. */
    void startSending() {
        mayStart = true;
    }

    /** Ends the flow; any thread. Answers are still taken. */
    void stopSending() {
        mustStop = true;
    }

    /** @return how far it has come; any thread, at most a few tens of milliseconds old. */
    Progress progress() {
        return progress;
    }

    @Override
    public int doWork() throws IOException {
        int work = client.poll();
        final long nowNs = System.nanoTime();
        if (client.isUp()) {
            work += send(nowNs);
        }
        if (nowNs - nextProgressNs >= 0) {
            nextProgressNs = nowNs + PROGRESS_INTERVAL_NS;
            publishProgress();
        }
        return work;
    }

    @Override
    public void onClose() {
        publishProgress();
        client.close();
    }

    @Override
    public String roleName() {
        return "algo-client";
    }

    /**
     * Ends it for good.
     *
     * @param cause why.
     */
    void onFault(final Throwable cause) {
        fault = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        flowEnded = true;
        publishProgress();
    }

    @Override
    public void onSessionUp(final long sessionId, final long epoch) {
        sessions++;
        if (sessions > 1) {
            resendFrom = 0;
            statusFrom = 0;
        }
    }

    @Override
    public void onSessionDown(final SessionDownReason reason) {
        if (!mustStop) {
            System.err.println("algo client: session lost (" + reason + "), connecting again");
        }
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
        ledger.onExecutionReport(report, System.nanoTime());
        noteSettled(report.clOrdId());
    }

    @Override
    public void onCancelReject(final CancelRejectDecoder reject) {
        ledger.onCancelReject(reject, System.nanoTime());
        noteSettled(reject.origClOrdId());
    }

    @Override
    public void onCommandReject(final CommandRejectDecoder reject) {
        // Never sent to a correct client. The request stays unanswered, so the run fails, and this says why.
        System.err.println("algo client: the core took frame " + reject.clientSeq() + " for no command: "
                + reject.rejectReason() + ' ' + reject.rejectedValue());
    }

    @Override
    public void onError(final Throwable error) {
        System.err.println("algo client: " + error);
    }

    private int send(final long nowNs) throws IOException {
        int sends = 0;
        while (sends < SENDS_PER_CYCLE && (sendAgain() || sendHeld(nowNs))) {
            sends++;
        }
        return sends;
    }

    /** What a lost session left open goes first, in its order. */
    private boolean sendAgain() {
        if (resendFrom != Long.MAX_VALUE) {
            final long clOrdId = ledger.nextUnanswered(resendFrom);
            if (clOrdId == ledger.nextClOrdId()) {
                resendFrom = Long.MAX_VALUE;
            } else {
                final boolean left = offer(ledger.request(clOrdId));
                resendFrom = left ? clOrdId + 1 : clOrdId;
                return left;
            }
        }
        if (statusFrom != Integer.MAX_VALUE) {
            final int slot = working.nextLive(statusFrom);
            if (slot == WorkingOrders.NO_SLOT) {
                statusFrom = Integer.MAX_VALUE;
            } else {
                final boolean left = client.orderStatus(working.accountId(slot), working.key(slot)) > 0;
                statusFrom = left ? slot + 1 : slot;
                return left;
            }
        }
        return false;
    }

    private boolean sendHeld(final long nowNs) throws IOException {
        if (resendFrom != Long.MAX_VALUE || statusFrom != Integer.MAX_VALUE) {
            return false;
        }
        if (!held) {
            held = ledger.hasRoom() && (takeWanted(nowNs) || takeFromFlow(nowNs));
        }
        if (held && offer(command)) {
            held = false;
            if (nowNs - command.intendedNs > LATE_NS) {
                late++;
            }
            ledger.onSent(command);
            return true;
        }
        return false;
    }

    /** A cancel that had to wait for the answer to an earlier request. */
    private boolean takeWanted(final long nowNs) {
        while (!settledIds.isEmpty()) {
            final long id = settledIds.popLong();
            if (working.takeWanted(id, ledger.nextClOrdId(), command)) {
                command.intendedNs = nowNs;
                return true;
            }
        }
        return false;
    }

    private boolean takeFromFlow(final long nowNs) throws IOException {
        if (flowEnded || !mayStart) {
            return false;
        }
        if (mustStop) {
            flowEnded = true;
            return false;
        }
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        if (!flow.isPaced() && ledger.unanswered() >= WINDOW_UNPACED) {
            return false;
        }
        final long dueNs = flow.dueNs();
        if (dueNs == Long.MAX_VALUE) {
            flowEnded = true;
            return false;
        }
        if (nowNs - startNs < dueNs) {
            return false;
        }
        if (!working.hasRoom()) {
            throw new IllegalStateException(working.size() + " orders are live, and there is no room for more");
        }
        command.intendedNs = flow.isPaced() ? startNs + dueNs : nowNs;
        flow.next(ledger.nextClOrdId(), command);
        return true;
    }

    private boolean offer(final OrderCommand request) {
        final long clientSeq = switch (request.kind) {
            case NEW ->
                client.newOrder(
                        request.accountId,
                        request.clOrdId,
                        request.instrumentId,
                        request.buy ? Side.BUY : Side.SELL,
                        OrdType.LIMIT,
                        request.immediateOrCancel ? TimeInForce.IOC : TimeInForce.DAY,
                        request.destination,
                        request.priceTicks,
                        request.quantityLots);
            case CANCEL -> client.cancel(request.accountId, request.clOrdId, request.origClOrdId);
            case REPLACE ->
                client.replace(
                        request.accountId,
                        request.clOrdId,
                        request.origClOrdId,
                        request.priceTicks,
                        request.quantityLots);
        };
        return clientSeq > 0;
    }

    private void noteSettled(final long id) {
        if (working.hasWanted(id)) {
            settledIds.addLong(id);
        }
    }

    private void publishProgress() {
        progress = new Progress(
                ledger.sent(),
                ledger.answered(),
                late,
                working.pendingCount(),
                working.size(),
                ledger.refusedByCore(),
                ledger.refusedForBackPressure(),
                ledger.requestsRefused(),
                ledger.book(),
                ledger.venues(),
                sessions,
                flowEnded && !held,
                fault);
    }
}
