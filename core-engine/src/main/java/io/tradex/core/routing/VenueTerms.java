package io.tradex.core.routing;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.WhenTripped;

/**
 * How orders are routed to a venue, as an operator has set it.
 *
 * @param takerFeeE8         fee for taking liquidity, as a share of what is traded; negative for a rebate.
 * @param makerFeeE8         fee for adding liquidity, likewise.
 * @param latencyNs          expected time from order to answer.
 * @param fillProbabilityBps expected share of immediate orders that fill, in 1/100 %.
 * @param messagesPerSecond  requests that the venue takes in a second; 0 for no limit.
 * @param ackTimeoutMs       an answer later than this is slow; 0 for never.
 * @param breakerWindow      answers over which the circuit breaker counts; 0 for no breaker.
 * @param breakerRejects     rejects among them that open it; 0 for any number.
 * @param breakerSlow        slow answers among them that open it; 0 for any number.
 * @param breakerCoolDownMs  how long it stays open before one order may probe the venue.
 * @param whenTripped        what becomes of new orders that wait for the venue when the breaker opens.
 * @param smart              whether smart routing may use it.
 */
public record VenueTerms(
        long takerFeeE8,
        long makerFeeE8,
        long latencyNs,
        int fillProbabilityBps,
        int messagesPerSecond,
        int ackTimeoutMs,
        int breakerWindow,
        int breakerRejects,
        int breakerSlow,
        int breakerCoolDownMs,
        WhenTripped whenTripped,
        boolean smart) {
    /** What holds for a venue that nothing was said about: no limits, and no smart routing. */
    public static final VenueTerms NONE = new VenueTerms(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, WhenTripped.REROUTE, false);

    /** A fee of half of what is traded is a typing error, and keeps every product far from overflow. */
    private static final long MAX_FEE_E8 = 50_000_000;

    private static final long MAX_LATENCY_NS = 1L << 50;
    private static final int BPS = 10_000;
    private static final int MAX_MILLIS = 86_400_000;

    /** @return whether all figures are within their ranges. */
    public boolean areSound() {
        return takerFeeE8 >= -MAX_FEE_E8
                && takerFeeE8 <= MAX_FEE_E8
                && makerFeeE8 >= -MAX_FEE_E8
                && makerFeeE8 <= MAX_FEE_E8
                && latencyNs >= 0
                && latencyNs <= MAX_LATENCY_NS
                && fillProbabilityBps >= 0
                && fillProbabilityBps <= BPS
                && messagesPerSecond >= 0
                && messagesPerSecond <= Throttle.MAX_PER_SECOND
                && ackTimeoutMs >= 0
                && ackTimeoutMs <= MAX_MILLIS
                && breakerWindow >= 0
                && breakerWindow <= CircuitBreaker.MAX_WINDOW
                && breakerRejects >= 0
                && breakerSlow >= 0
                && breakerCoolDownMs >= 0
                && breakerCoolDownMs <= MAX_MILLIS
                && whenTripped != WhenTripped.NULL_VAL
                && whenTripped != WhenTripped.SBE_UNKNOWN;
    }

    long mix(final long hash) {
        long h = StateHash.mix(hash, takerFeeE8);
        h = StateHash.mix(h, makerFeeE8);
        h = StateHash.mix(h, latencyNs);
        h = StateHash.mix(h, ((long) fillProbabilityBps << 32) | messagesPerSecond);
        h = StateHash.mix(h, ((long) ackTimeoutMs << 32) | breakerWindow);
        h = StateHash.mix(h, ((long) breakerRejects << 32) | breakerSlow);
        h = StateHash.mix(h, ((long) breakerCoolDownMs << 32) | whenTripped.value());
        return StateHash.mix(h, smart ? 1 : 0);
    }

    void writeTo(final SnapshotRecordWriter record) {
        record.put(takerFeeE8)
                .put(makerFeeE8)
                .put(latencyNs)
                .put(fillProbabilityBps)
                .put(messagesPerSecond)
                .put(ackTimeoutMs)
                .put(breakerWindow)
                .put(breakerRejects)
                .put(breakerSlow)
                .put(breakerCoolDownMs)
                .put(whenTripped.value())
                .put(smart);
    }

    static VenueTerms readFrom(final SnapshotRecordReader record) {
        return new VenueTerms(
                record.next(),
                record.next(),
                record.next(),
                record.nextInt(),
                record.nextInt(),
                record.nextInt(),
                record.nextInt(),
                record.nextInt(),
                record.nextInt(),
                record.nextInt(),
                WhenTripped.get((short) record.next()),
                record.nextBoolean());
    }
}
