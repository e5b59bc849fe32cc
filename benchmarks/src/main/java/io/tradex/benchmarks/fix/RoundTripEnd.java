package io.tradex.benchmarks.fix;

/** The near end of a round trip: sends an order, hears of its fill. One thread sends; answers are counted by any. */
interface RoundTripEnd extends AutoCloseable {
    /** Waits until the session is logged on. */
    void awaitUp();

    /** Sends the next order; false if it was not taken. */
    boolean send();

    /** How many fills have come. */
    long filled();

    @Override
    void close();
}
