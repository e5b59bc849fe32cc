package io.tradex.pipeline;

import org.agrona.concurrent.EpochNanoClock;

/** A clock that stands where it is put. */
final class ManualClock implements EpochNanoClock {
    volatile long nowNs = 1_000_000_000L;

    @Override
    public long nanoTime() {
        return nowNs;
    }
}
