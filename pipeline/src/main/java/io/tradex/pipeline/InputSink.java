package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes inputs that are to be sequenced. Called on the sequencer's thread. */
@FunctionalInterface
public interface InputSink {
    /**
     * Takes one input by copying it. An input that can never be taken, because it is longer than
     * {@link InputSlot#MAX_INPUT_BYTES} or too short for what it claims to be, is dropped and counted, and is not to be offered
     * again.
     *
     * @param buffer holding the SBE message, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false if there is no room: nothing was taken, offer it again later.
     */
    boolean offer(DirectBuffer buffer, int offset, int length);
}
