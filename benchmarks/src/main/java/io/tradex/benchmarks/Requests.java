package io.tradex.benchmarks;

/** A connection to what is measured. One thread; neither method waits. */
interface Requests extends AutoCloseable {
    /** Hears of the first answer to a request, within {@link #poll()}. */
    interface AnswerListener {
        /** @param number of the request. */
        void onAnswer(long number);
    }

    /**
     * @param number of the request; they come in order, from 0.
     * @return false if the network has no room: the same request is offered again.
     */
    boolean send(long number);

    /** @return amount of work done; 0 when idle. */
    int poll();

    /** @return whether requests can be sent. */
    boolean isConnected();

    /** @return what became of the requests, for people. */
    String summary();

    @Override
    void close();
}
