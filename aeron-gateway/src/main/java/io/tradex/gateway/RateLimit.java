package io.tradex.gateway;

import java.util.concurrent.TimeUnit;

/** Lets through so many a second, and as many at once after a quiet time. Not thread safe. */
final class RateLimit {
    private final long intervalNs;
    private final long burstNs;
    private long nextNs;

    RateLimit(final int perSecond, final long nowNs) {
        intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNs = intervalNs * (perSecond - 1);
        nextNs = nowNs;
    }

    boolean tryPass(final long nowNs) {
        if (nextNs - nowNs > burstNs) {
            return false;
        }
        // Time is compared by difference, as nanosecond clocks may wrap.
        nextNs = (nextNs - nowNs > 0 ? nextNs : nowNs) + intervalNs;
        return true;
    }
}
