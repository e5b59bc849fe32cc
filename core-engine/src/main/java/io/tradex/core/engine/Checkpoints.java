package io.tradex.core.engine;

/** The last state hashes taken, until they come back as Checkpoint inputs and are compared. */
final class Checkpoints {
    /** More than can be on their way between the engine and the journal at any interval that makes sense. */
    static final int KEPT = 8;

    private final long[] sequences = new long[KEPT];
    private final long[] hashes = new long[KEPT];
    private int next;

    void add(final long sequence, final long hash) {
        sequences[next] = sequence;
        hashes[next] = hash;
        next = (next + 1) % KEPT;
    }

    /** The i-th kept sequence, oldest first; 0 if there are not as many. */
    long sequence(final int i) {
        return sequences[(next + i) % KEPT];
    }

    /** The hash of {@link #sequence(int)}. */
    long hash(final int i) {
        return hashes[(next + i) % KEPT];
    }
}
