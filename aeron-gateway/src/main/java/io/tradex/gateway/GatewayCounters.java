package io.tradex.gateway;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of one gateway. Any thread may read; all may count. */
// The ordinal is only an index into an array of the same process; nothing outlives it.
@SuppressWarnings("EnumOrdinal")
public final class GatewayCounters {
    private static final GatewayCounter[] COUNTERS = GatewayCounter.values();

    private final AtomicLongArray values = new AtomicLongArray(COUNTERS.length);

    /**
     * @param counter to read.
     * @return its value now.
     */
    public long get(final GatewayCounter counter) {
        return values.get(counter.ordinal());
    }

    void increment(final GatewayCounter counter) {
        values.getAndIncrement(counter.ordinal());
    }

    /** For a counter that only one thread counts: spares the hot path the bus lock. */
    void incrementOrdered(final GatewayCounter counter) {
        final int index = counter.ordinal();
        values.setRelease(index, values.getPlain(index) + 1);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("GatewayCounters{");
        for (final GatewayCounter counter : COUNTERS) {
            final long value = get(counter);
            if (value != 0) {
                text.append(counter).append('=').append(value).append(' ');
            }
        }
        return text.append('}').toString();
    }
}
