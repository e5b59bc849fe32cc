package io.tradex.exchange;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A house that trades against some of the orders after a while, and an exchange that rejects some others: what makes an
 * exchange with one counterparty look alive. The same seed and the same requests give the same decisions. Not thread safe.
 */
public final class SeededLiquidity implements VenuePolicy {
    private static final long UNIT_E8 = 100_000_000L;

    private final LiquidityConfiguration configuration;
    private final SplittableRandom random;

    /**
     * @param configuration how often and how soon.
     * @param seed          of every decision.
     */
    public SeededLiquidity(final LiquidityConfiguration configuration, final long seed) {
        this.configuration = configuration;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public OrderPlan planFor(final OrderState order) {
        final double draw = random.nextDouble();
        final long delayNs = delayNs(configuration.minDelayMs(), configuration.maxDelayMs());
        double below = configuration.rejectProbability();
        if (draw < below) {
            return OrderPlan.reject("the house does not like it");
        }
        below += configuration.fillProbability();
        if (draw < below) {
            return OrderPlan.houseTrades(order.orderQtyE8(), delayNs);
        }
        below += configuration.partialProbability();
        return draw < below ? OrderPlan.houseTrades(partOf(order.orderQtyE8()), delayNs) : OrderPlan.ACCEPT;
    }

    @Override
    public long requestDelayNs() {
        return delayNs(configuration.minLatencyMs(), configuration.maxLatencyMs());
    }

    /** A part in whole units, so that instruments that trade in whole lots of one see no fractions; nothing of less than two. */
    private long partOf(final long quantityE8) {
        final long units = quantityE8 / UNIT_E8;
        return units < 2 ? 0 : random.nextLong(1, units) * UNIT_E8;
    }

    private long delayNs(final long minMs, final long maxMs) {
        return minMs == maxMs
                ? TimeUnit.MILLISECONDS.toNanos(minMs)
                : random.nextLong(TimeUnit.MILLISECONDS.toNanos(minMs), TimeUnit.MILLISECONDS.toNanos(maxMs) + 1);
    }
}
