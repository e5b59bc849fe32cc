package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
final class Waiting {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = 500_000;

    private Waiting() {}

    static void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                fail("did not come: " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
