package io.tradex.exchange;

import java.util.concurrent.TimeUnit;

/**
 * How the house behaves, see {@link SeededLiquidity}.
 *
 * @param fillProbability    that the house takes the whole of a new order, 0 to 1.
 * @param partialProbability that it takes a part of it, 0 to 1.
 * @param rejectProbability  that the exchange rejects it, 0 to 1; the three together at most 1.
 * @param minDelayMs         least time before the house comes, in milliseconds.
 * @param maxDelayMs         most time, at most an hour.
 * @param minLatencyMs       least time that each request waits before the exchange looks at it, in milliseconds.
 * @param maxLatencyMs       most time, at most an hour.
 */
public record LiquidityConfiguration(
        double fillProbability,
        double partialProbability,
        double rejectProbability,
        long minDelayMs,
        long maxDelayMs,
        long minLatencyMs,
        long maxLatencyMs) {
    private static final long MAX_MS = TimeUnit.HOURS.toMillis(1);

    /** Checks every property, naming the one at fault. */
    public LiquidityConfiguration {
        probability("fillProbability", fillProbability);
        probability("partialProbability", partialProbability);
        probability("rejectProbability", rejectProbability);
        // The sum of decimals such as 0.7, 0.2 and 0.1 may come out a little above 1.
        if (fillProbability + partialProbability + rejectProbability > 1 + 1e-9) {
            throw new IllegalArgumentException(
                    "fillProbability, partialProbability and rejectProbability are together more than 1");
        }
        range("minDelayMs", minDelayMs, "maxDelayMs", maxDelayMs);
        range("minLatencyMs", minLatencyMs, "maxLatencyMs", maxLatencyMs);
    }

    private static void probability(final String name, final double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1: " + value);
        }
    }

    private static void range(final String minName, final long min, final String maxName, final long max) {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException(minName + " must be 0 to " + maxName + ": " + min);
        }
        if (max > MAX_MS) {
            throw new IllegalArgumentException(maxName + " must be at most " + MAX_MS + ": " + max);
        }
    }
}
