package io.tradex.demo;

import java.util.concurrent.TimeUnit;

/** A moment until which something is waited for. */
final class Deadline {
    private static final long PAUSE_MS = 5;

    private final long endNs;

    private Deadline(final long endNs) {
        this.endNs = endNs;
    }

    /**
     * @param seconds from now.
     * @return the moment.
     */
    static Deadline inSeconds(final long seconds) {
        return new Deadline(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    boolean isOver() {
        return System.nanoTime() - endNs >= 0;
    }

    long leftMs() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime()));
    }

    /**
     * Lets a little time pass before the condition is looked at again.
     *
     * @throws InterruptedException if the demo is stopped.
     */
    void pause() throws InterruptedException {
        Thread.sleep(PAUSE_MS);
    }
}
