package io.tradex.simulation.venue;

import org.agrona.DirectBuffer;

/** Where venues' messages enter the core. */
public interface CoreDoor {
    /**
     * One input.
     *
     * @param buffer holding it, header first.
     * @param offset of the header.
     * @param length of header and body.
     */
    void offer(DirectBuffer buffer, int offset, int length);

    /** @return whether the core's process is there. */
    boolean isRunning();
}
