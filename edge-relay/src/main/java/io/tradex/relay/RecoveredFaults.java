package io.tradex.relay;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;

/**
 * Counts every fault that Aeron or the core's session recovered from by itself, and prints at most one a second, so that a fault
 * that goes on does not fill a disk. Any thread.
 */
final class RecoveredFaults implements ErrorHandler {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final AtomicLong count;
    private final AtomicLong nextPrintNs = new AtomicLong(System.nanoTime());

    RecoveredFaults(final PrintStream out, final AtomicLong count) {
        this.out = out;
        this.count = count;
    }

    @Override
    public void onError(final Throwable fault) {
        final long number = count.incrementAndGet();
        final long nowNs = System.nanoTime();
        final long dueNs = nextPrintNs.get();
        if (nowNs - dueNs >= 0 && nextPrintNs.compareAndSet(dueNs, nowNs + INTERVAL_NS)) {
            out.println("tradex-relay: recovered from fault " + number + ": " + fault);
        }
    }
}
