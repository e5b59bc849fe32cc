package io.tradex.benchmarks.fix;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Sends orders and waits for their fills: one at a time, or so many under way. */
final class RoundTrips {
    private static final int WINDOW = 256;
    private static final int SPINS = 20;
    private static final long PARK_NS = 1_000;
    private static final long WINDOW_PARK_NS = 20_000;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private RoundTrips() {}

    /** One at a time for so long; returns nanoseconds. */
    static Histogram oneAtATime(final RoundTripEnd end, final long durationNs) {
        final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(20), 3);
        final long startNs = System.nanoTime();
        long sentNs = startNs;
        for (long filled = end.filled(); sentNs - startNs < durationNs; filled++) {
            sentNs = System.nanoTime();
            send(end);
            await(end, filled + 1, sentNs);
            histogram.recordValue(System.nanoTime() - sentNs);
        }
        return histogram;
    }

    /**
     * What a window of orders under way has shown.
     *
     * @param perSecond      round trips a second.
     * @param processorNanos of the whole process, both ends, a round trip: what else runs on the machine does not count.
     */
    record Windowed(double perSecond, double processorNanos) {}

    /** Keeps a window of orders under way for so long. */
    static Windowed windowed(final RoundTripEnd end, final long durationNs) {
        final long before = end.filled();
        final long startCpuNs = PROCESS.getProcessCpuTime();
        final long startNs = System.nanoTime();
        long sent = before;
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            final long filled = end.filled();
            if (sent - filled < WINDOW) {
                send(end);
                sent++;
            } else {
                // A window that is full is given time to empty: it is refilled in bursts.
                LockSupport.parkNanos(WINDOW_PARK_NS);
                if (end.filled() == filled) {
                    await(end, sent - WINDOW + 1, nowNs);
                }
            }
            nowNs = System.nanoTime();
        }
        await(end, sent, nowNs);
        final long trips = end.filled() - before;
        return new Windowed(
                trips * 1e9 / (System.nanoTime() - startNs),
                (double) (PROCESS.getProcessCpuTime() - startCpuNs) / trips);
    }

    private static void send(final RoundTripEnd end) {
        while (!end.send()) {
            LockSupport.parkNanos(PARK_NS);
        }
    }

    /** Spins a little and then sleeps shortly, the same at both ends: on two cores a spinning waiter takes one from the others. */
    private static void await(final RoundTripEnd end, final long filled, final long sinceNs) {
        for (int spins = 0; end.filled() < filled; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PARK_NS);
                if (System.nanoTime() - sinceNs > STUCK_NS) {
                    throw new IllegalStateException("stuck: " + end.filled() + " fills, waiting for number " + filled);
                }
            }
        }
    }
}
