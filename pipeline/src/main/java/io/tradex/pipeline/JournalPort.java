package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/**
 * The journal as the pipeline sees it. All methods but {@link #durableSequence()} and {@link #isBlocking()} are called on the
 * journaller's thread. Whatever they throw stops the process.
 */
public interface JournalPort {
    /** Called once before the first append: create here what is bound to the thread. */
    default void onStart() {}

    /**
     * Appends one input. It need not be durable yet.
     *
     * @param sequence    of the input, 1 more than the last one.
     * @param timestampNs of the input, nanoseconds since 1970.
     * @param buffer      holding the SBE message, header first; only read, and only during the call.
     * @param offset      of the header.
     * @param length      of header and body in bytes.
     */
    void append(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);

    /** All inputs that were at hand are appended: the moment for a group commit. */
    void endOfBatch();

    /**
     * Called once in each duty cycle, for work that time brings.
     *
     * @param nowNs nanoseconds since 1970.
     * @return how much was done; 0 if nothing.
     */
    int onDutyCycle(long nowNs);

    /**
     * After a recovery this must be the sequence of the last input recovered. Thread safe.
     *
     * @return sequence up to which inputs are durable by the policy of the journal: outputs up to here may leave the process.
     */
    long durableSequence();

    /** @return whether {@link #endOfBatch()} waits for a device, so that the journaller needs a thread of its own. */
    default boolean isBlocking() {
        return false;
    }

    /** Called once after the last append. */
    default void onClose() {}
}
