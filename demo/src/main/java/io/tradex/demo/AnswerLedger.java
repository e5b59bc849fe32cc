package io.tradex.demo;

import io.tradex.demo.flow.OrderCommand;
import io.tradex.demo.flow.WorkingOrders;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.RejectReason;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Keeps account of every request until it is answered, measures how long that took from when the request should have left, and
 * counts what became of the orders. A request is answered by the first reply that carries its ClOrdID. Bounded: while the
 * window is full of unanswered requests there is no room for another. Allocates nothing per request. One thread, but for the
 * recorder.
 */
final class AnswerLedger {
    private static final long HIGHEST_LATENCY_NS = TimeUnit.HOURS.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final OrderCommand[] requests;
    private final boolean[] open;
    private final int mask;
    private final WorkingOrders working;
    private final SingleWriterRecorder latencyNs = new SingleWriterRecorder(1, HIGHEST_LATENCY_NS, SIGNIFICANT_DIGITS);
    private final Tally book = new Tally();
    private final Tally venues = new Tally();
    private long nextClOrdId = 1;
    private long oldestOpen = 1;
    private long sent;
    private long answered;
    private long refusedByCore;
    private long refusedForBackPressure;
    private long requestsRefused;

    /**
     * @param window  most requests that may wait for their answer; a power of two.
     * @param working told of everything that happens to the orders.
     */
    AnswerLedger(final int window, final WorkingOrders working) {
        if (window < 1 || Integer.bitCount(window) != 1) {
            throw new IllegalArgumentException("window must be a power of two: " + window);
        }
        this.working = working;
        mask = window - 1;
        open = new boolean[window];
        requests = new OrderCommand[window];
        for (int i = 0; i < window; i++) {
            requests[i] = new OrderCommand();
        }
    }

    /** @return whether the window has room for one more request. */
    boolean hasRoom() {
        return !open[slot(nextClOrdId)];
    }

    /** @return the ClOrdID of the next request. */
    long nextClOrdId() {
        return nextClOrdId;
    }

    /**
     * A request left.
     *
     * @param request with {@link #nextClOrdId()}, while there {@linkplain #hasRoom() is room}.
     */
    void onSent(final OrderCommand request) {
        if (request.clOrdId != nextClOrdId || !hasRoom()) {
            throw new IllegalStateException("request " + request.clOrdId + " where " + nextClOrdId
                    + (hasRoom() ? " is next" : " is next, but has no room"));
        }
        final int slot = slot(nextClOrdId);
        requests[slot].set(request);
        open[slot] = true;
        nextClOrdId++;
        sent++;
        working.onSent(request);
    }

    /**
     * @param report that came.
     * @param nowNs  by the clock of {@link OrderCommand#intendedNs}.
     */
    void onExecutionReport(final ExecutionReportDecoder report, final long nowNs) {
        final long clOrdId = report.clOrdId();
        final OrderCommand request = openRequest(clOrdId);
        final ExecType execType = report.execType();
        // A status is the answer to a request only where the core no longer has the answer that it gave first.
        final boolean repeated = report.duplicate() == BooleanType.T;
        if (request != null && (execType != ExecType.ORDER_STATUS || repeated)) {
            close(request, nowNs);
        } else if (repeated) {
            return;
        }
        if (report.orderId() == 0) {
            refusedByCore++;
            if (report.rejectReason() == RejectReason.BACK_PRESSURE) {
                refusedForBackPressure++;
            }
            working.onNewRefused(clOrdId);
            return;
        }
        working.onReport(
                clOrdId,
                report.origClOrdId(),
                report.ordStatus(),
                report.priceTicks(),
                report.quantityLots(),
                execType == ExecType.REPLACED);
        count(report, execType, request);
    }

    /**
     * @param reject that came.
     * @param nowNs  by the clock of {@link OrderCommand#intendedNs}.
     */
    void onCancelReject(final CancelRejectDecoder reject, final long nowNs) {
        final OrderCommand request = openRequest(reject.clOrdId());
        if (request != null) {
            close(request, nowNs);
        } else if (reject.duplicate() == BooleanType.T) {
            return;
        }
        requestsRefused++;
        working.onRequestRefused(reject.clOrdId(), reject.origClOrdId(), reject.ordStatus());
    }

    /**
     * Finds what has to be sent again in a new session, where the core applies once what it had and had not.
     *
     * @param fromClOrdId where to look from.
     * @return ClOrdID of the next unanswered request; {@link #nextClOrdId()} if there is none.
     */
    long nextUnanswered(final long fromClOrdId) {
        long clOrdId = Math.max(fromClOrdId, oldestOpen);
        while (clOrdId < nextClOrdId && openRequest(clOrdId) == null) {
            clOrdId++;
        }
        return clOrdId;
    }

    /**
     * @param clOrdId of an unanswered request.
     * @return the request.
     */
    OrderCommand request(final long clOrdId) {
        return requests[slot(clOrdId)];
    }

    /** @return requests sent. */
    long sent() {
        return sent;
    }

    /** @return requests answered. */
    long answered() {
        return answered;
    }

    /** @return requests that wait for their answer. */
    long unanswered() {
        return sent - answered;
    }

    /** @return orders that the core itself refused, wherever they were to go. */
    long refusedByCore() {
        return refusedByCore;
    }

    /** @return those of them that it refused for back pressure. */
    long refusedForBackPressure() {
        return refusedForBackPressure;
    }

    /** @return cancels and replaces refused. */
    long requestsRefused() {
        return requestsRefused;
    }

    /** @return what happened on the core's own book. */
    Tally.Counts book() {
        return book.counts();
    }

    /** @return what happened at the venues. */
    Tally.Counts venues() {
        return venues.counts();
    }

    /** @return latencies in nanoseconds; interval histograms may be taken on one other thread. */
    SingleWriterRecorder latencyNs() {
        return latencyNs;
    }

    private void count(final ExecutionReportDecoder report, final ExecType execType, final OrderCommand request) {
        final Tally tally = report.destination() == 0 ? book : venues;
        if (request != null && request.kind == OrderCommand.Kind.NEW && execType != ExecType.REJECTED) {
            tally.accepted++;
        }
        switch (execType) {
            case TRADE -> {
                if (report.leavesQtyLots() == 0) {
                    tally.fills++;
                } else {
                    tally.partialFills++;
                }
            }
            case CANCELED -> {
                if (report.origClOrdId() != 0) {
                    tally.cancels++;
                } else {
                    tally.unfilled++;
                }
            }
            case REPLACED -> tally.replaces++;
            case REJECTED -> {
                final boolean byVenue = report.rejectReason() == RejectReason.VENUE_REJECTED
                        || report.rejectReason() == RejectReason.UNKNOWN_AT_VENUE;
                if (report.destination() == 0 || byVenue) {
                    tally.rejects++;
                } else {
                    refusedByCore++;
                }
            }
            default -> {
                // Acknowledgements and what is on its way change no count.
            }
        }
    }

    private OrderCommand openRequest(final long clOrdId) {
        if (clOrdId < oldestOpen || clOrdId >= nextClOrdId) {
            return null;
        }
        final int slot = slot(clOrdId);
        return open[slot] && requests[slot].clOrdId == clOrdId ? requests[slot] : null;
    }

    private void close(final OrderCommand request, final long nowNs) {
        open[slot(request.clOrdId)] = false;
        answered++;
        latencyNs.recordValue(Math.max(1, Math.min(HIGHEST_LATENCY_NS, nowNs - request.intendedNs)));
        while (oldestOpen < nextClOrdId && !open[slot(oldestOpen)]) {
            oldestOpen++;
        }
    }

    private int slot(final long clOrdId) {
        return (int) clOrdId & mask;
    }
}
