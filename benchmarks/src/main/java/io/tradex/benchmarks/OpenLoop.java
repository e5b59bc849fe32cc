package io.tradex.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends request k at {@code start + k / rate}, whatever became of the ones before, and measures each from that moment to its
 * first answer. A stall anywhere, in this process too, therefore counts against every request that was due meanwhile: nothing
 * is omitted.
 */
final class OpenLoop implements Requests.AnswerListener {
    /** Longest latency that can be recorded. */
    static final long LATENCY_NS_MAX = TimeUnit.SECONDS.toNanos(60);

    private static final int SIGNIFICANT_DIGITS = 3;
    /** Well below the fragments that one poll takes: after a stall answers must come in faster than requests go out. */
    private static final int BURST_MAX = 16;

    /**
     * A second's worth at the usual rate. More are not let loose on a core that is that far behind, as their answers would
     * overflow its queue; what is due goes on being due.
     */
    private static final int IN_FLIGHT_MAX = 8_192;

    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int IDLE_SPINS = 30;
    private static final long PARK_NS_MIN = 1_000;
    private static final long PARK_NS_MAX = 50_000;

    private final Histogram histogram = new Histogram(LATENCY_NS_MAX, SIGNIFICANT_DIGITS);
    private final long intervalNs;
    private final long unrecorded;
    private final boolean[] answeredByNumber;
    private long startNs;
    private long sent;
    private long answered;
    private long strayAnswers;
    private long backPressured;
    private int idleRounds;
    private long parkNs = PARK_NS_MIN;

    /**
     * @param rate       requests a second.
     * @param unrecorded requests at the beginning that must be answered but are not recorded: fresh pages, cold caches.
     * @param recorded   requests after those.
     */
    OpenLoop(final int rate, final int unrecorded, final int recorded) {
        this.intervalNs = TimeUnit.SECONDS.toNanos(1) / rate;
        this.unrecorded = unrecorded;
        this.answeredByNumber = new boolean[unrecorded + recorded];
    }

    /** Sends everything, then waits for what is not answered yet as long as anything comes. */
    void run(final Requests requests) {
        final long total = answeredByNumber.length;
        startNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
        long progressNs = startNs;
        while (answered < total) {
            final long nowNs = System.nanoTime();
            final long before = sent + answered;
            final int work = sendDue(requests, nowNs) + requests.poll();
            if (sent + answered != before) {
                progressNs = nowNs;
            } else if (nowNs - progressNs > STUCK_NS) {
                return;
            }
            idle(work, nowNs);
        }
    }

    private int sendDue(final Requests requests, final long nowNs) {
        int burst = 0;
        while (burst < BURST_MAX && sent < answeredByNumber.length && nowNs - dueNs(sent) >= 0) {
            if (sent - answered >= IN_FLIGHT_MAX || !requests.send(sent)) {
                backPressured++;
                break;
            }
            sent++;
            burst++;
        }
        return burst;
    }

    /** As a BackoffIdleStrategy, but never sleeps past the moment at which the next request is due. */
    private void idle(final int work, final long nowNs) {
        if (work > 0) {
            idleRounds = 0;
            parkNs = PARK_NS_MIN;
            return;
        }
        idleRounds++;
        final long untilDueNs = sent < answeredByNumber.length ? dueNs(sent) - nowNs : PARK_NS_MAX;
        if (idleRounds <= IDLE_SPINS || untilDueNs <= PARK_NS_MIN) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(Math.min(parkNs, untilDueNs - PARK_NS_MIN));
            parkNs = Math.min(2 * parkNs, PARK_NS_MAX);
        }
    }

    private long dueNs(final long number) {
        return startNs + number * intervalNs;
    }

    @Override
    public void onAnswer(final long number) {
        if (number < 0 || number >= sent || answeredByNumber[(int) number]) {
            strayAnswers++;
            return;
        }
        answeredByNumber[(int) number] = true;
        answered++;
        if (number >= unrecorded) {
            histogram.recordValue(Math.min(Math.max(0, System.nanoTime() - dueNs(number)), LATENCY_NS_MAX));
        }
    }

    /** Latencies in nanoseconds. */
    Histogram histogram() {
        return histogram;
    }

    long total() {
        return answeredByNumber.length;
    }

    long sent() {
        return sent;
    }

    long answered() {
        return answered;
    }

    /** Answers to what was never asked, or was answered already. */
    long strayAnswers() {
        return strayAnswers;
    }

    /** How often a request that was due had to wait: the network took nothing, or too many are unanswered. */
    long backPressured() {
        return backPressured;
    }
}
