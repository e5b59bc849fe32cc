package io.tradex.relay;

import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;

/**
 * How the relay follows the core.
 *
 * @param rowCapacity most order rows held; as many as the core keeps ({@code engine.orders} there).
 * @param pendingCapacity deltas kept while an earlier one is missing, a power of two.
 * @param gapFillDeltasMax most deltas asked for in one gap fill.
 * @param gapGraceNs how long the stream may lag behind what a heartbeat announced before that counts as loss, nanoseconds.
 * @param requestTimeoutNs how long an answer may make no progress before it counts as lost, nanoseconds.
 * @param backoffMinNs pause after the first failed request, nanoseconds; doubles with each.
 * @param backoffMaxNs longest pause between requests, nanoseconds.
 * @param staleAfterNs silence of the stream after which the relay is not live any more, nanoseconds.
 */
record FollowerSettings(
        int rowCapacity,
        int pendingCapacity,
        int gapFillDeltasMax,
        long gapGraceNs,
        long requestTimeoutNs,
        long backoffMinNs,
        long backoffMaxNs,
        long staleAfterNs) {

    FollowerSettings {
        require(rowCapacity >= 1, "rows.capacity", rowCapacity, "at least 1");
        require(
                pendingCapacity >= 2 && BitUtil.isPowerOfTwo(pendingCapacity),
                "repair.pending.deltas",
                pendingCapacity,
                "a power of two, at least 2");
        require(gapFillDeltasMax >= 1, "repair.gapfill.deltas.max", gapFillDeltasMax, "at least 1");
        require(gapGraceNs >= 0, "repair.gap.grace.ms", gapGraceNs, "not negative");
        require(requestTimeoutNs > 0, "repair.request.timeout.ms", requestTimeoutNs, "positive");
        require(backoffMinNs > 0, "repair.backoff.min.ms", backoffMinNs, "positive");
        require(backoffMaxNs >= backoffMinNs, "repair.backoff.max.ms", backoffMaxNs, "not below repair.backoff.min.ms");
        require(staleAfterNs > 0, "stale.after.ms", staleAfterNs, "positive");
    }

    /** @return settings for one machine or a quiet network. */
    static FollowerSettings defaults() {
        return new FollowerSettings(
                131_072,
                16_384,
                8_192,
                TimeUnit.MILLISECONDS.toNanos(50),
                TimeUnit.SECONDS.toNanos(2),
                TimeUnit.MILLISECONDS.toNanos(100),
                TimeUnit.SECONDS.toNanos(5),
                TimeUnit.MILLISECONDS.toNanos(500));
    }

    private static void require(final boolean holds, final String key, final long value, final String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + allowed + ", was " + value);
        }
    }
}
