package io.tradex.systemtests;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never by the clock alone. */
final class Waiting {
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Waiting() {}

    static void until(final String what, final int seconds, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("after " + seconds + " s still not: " + what);
            }
            LockSupport.parkNanos(PARK_NS);
        }
    }
}
