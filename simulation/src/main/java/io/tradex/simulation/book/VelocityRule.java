package io.tradex.simulation.book;

import java.math.BigInteger;
import java.util.TreeMap;

/** The section "Velocity halt": how far the price may move within the window. */
final class VelocityRule {
    private static final int BUCKETS = 16;
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

    private final int bps;
    private final long bucketNs;
    private final TreeMap<Long, PriceRange> buckets = new TreeMap<>();

    VelocityRule(final MarketRules rules) {
        bps = rules.velocityBps();
        bucketNs = Math.max(1, rules.velocityWindowNs() / BUCKETS);
    }

    void onTrade(final long priceTicks, final long timestampNs) {
        if (bps > 0) {
            buckets.computeIfAbsent(timestampNs / bucketNs, bucket -> new PriceRange())
                    .add(priceTicks);
        }
    }

    /** Whether a trade at this price is too far from what traded in the window. */
    boolean forbids(final long priceTicks, final PriceRange traded) {
        if (bps == 0 || traded.isEmpty()) {
            return false;
        }
        return isMoreThanAllowed(priceTicks - traded.low(), traded.low())
                || isMoreThanAllowed(traded.high() - priceTicks, traded.high());
    }

    /** The current bucket and the fifteen before it count. */
    PriceRange tradedInWindow(final long timestampNs) {
        final PriceRange traded = new PriceRange();
        if (bps > 0) {
            final long current = timestampNs / bucketNs;
            buckets.headMap(current - BUCKETS, true).clear();
            buckets.values().forEach(traded::add);
        }
        return traded;
    }

    private boolean isMoreThanAllowed(final long move, final long from) {
        final BigInteger moved = BigInteger.valueOf(move).multiply(WHOLE);
        return moved.compareTo(BigInteger.valueOf(bps).multiply(BigInteger.valueOf(from))) > 0;
    }
}
