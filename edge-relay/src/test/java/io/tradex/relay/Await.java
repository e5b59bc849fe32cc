package io.tradex.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition with a deadline. */
final class Await {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private Await() {}

    /** Waits until the supplier gives something other than null and false, and returns it. */
    static <T> T until(final String what, final Supplier<T> condition) {
        final long startNs = System.nanoTime();
        while (true) {
            final T value = condition.get();
            if (value != null && !Boolean.FALSE.equals(value)) {
                return value;
            }
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("still not so: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
