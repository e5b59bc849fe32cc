package io.tradex.client;

import io.aeron.Aeron;

/** An Aeron that the user made, drives and closes. */
final class GivenAeron implements AeronSource {
    private final Aeron aeron;

    GivenAeron(final Aeron aeron) {
        this.aeron = aeron;
    }

    @Override
    public Aeron acquire() {
        return aeron.isClosed() ? null : aeron;
    }

    @Override
    public int doWork() {
        return 0;
    }

    @Override
    public void giveUp() {}

    @Override
    public void close() {}
}
