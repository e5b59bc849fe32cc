package io.tradex.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** What a stage's thread does when it finds nothing to do. */
public enum Idle {
    /** Spins and yields a little, then parks for 1 to 50 microseconds: right wherever threads share cores. */
    BACKOFF,
    /** Yields: takes a whole core, and gives it to whoever else wants it. */
    YIELDING,
    /** Sleeps for 1 microsecond, in practice as long as the timer slack of the machine: the least CPU, some latency. */
    SLEEPING,
    /**
     * Never lets go of its core. Only for a thread that is pinned to a core which nothing else may use: with fewer cores than
     * spinning threads, stages wait for each other by milliseconds.
     */
    SPINNING;

    private static final long BACKOFF_SPINS = 10;
    private static final long BACKOFF_YIELDS = 20;
    private static final long BACKOFF_MIN_PARK_NS = 1_000;
    private static final long BACKOFF_MAX_PARK_NS = 50_000;
    private static final long SLEEP_NS = 1_000;

    /**
     * @param property that the name was configured by, for the message.
     * @param name     for example {@code backoff}.
     * @return the value.
     * @throws IllegalArgumentException naming the property, what it holds and what is allowed.
     */
    public static Idle parse(final String property, final String name) {
        for (final Idle idle : values()) {
            if (idle.configuredName().equals(name)) {
                return idle;
            }
        }
        throw new IllegalArgumentException(property + "=" + name + ": must be one of "
                + Arrays.stream(values()).map(Idle::configuredName).collect(Collectors.joining(", ")));
    }

    /** @return a strategy for one thread; strategies keep state and are not shared. */
    public IdleStrategy newStrategy() {
        return switch (this) {
            case BACKOFF ->
                new BackoffIdleStrategy(BACKOFF_SPINS, BACKOFF_YIELDS, BACKOFF_MIN_PARK_NS, BACKOFF_MAX_PARK_NS);
            case YIELDING -> YieldingIdleStrategy.INSTANCE;
            case SLEEPING -> new SleepingIdleStrategy(SLEEP_NS);
            case SPINNING -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    private String configuredName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
