package io.tradex.pipeline;

/**
 * Stands between the engine and the world: an output may leave the process once the input that caused it is durable, and never
 * again after a fail-stop. Thread safe.
 */
public final class Gate {
    private final JournalPort journal;
    private volatile boolean closed;

    /** @param journal that says how far inputs are durable. */
    public Gate(final JournalPort journal) {
        this.journal = journal;
    }

    /**
     * @param inputSeq sequence of the input that caused an output.
     * @return whether the output may leave.
     */
    public boolean isOpenFor(final long inputSeq) {
        return !closed && inputSeq <= journal.durableSequence();
    }

    /** Closes the gate for every output, for good. */
    public void close() {
        closed = true;
    }
}
