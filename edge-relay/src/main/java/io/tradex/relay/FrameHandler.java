package io.tradex.relay;

import org.agrona.DirectBuffer;

/** Takes SBE frames, header first. */
@FunctionalInterface
interface FrameHandler {
    /**
     * One frame. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the frame.
     * @param offset of its header.
     * @param length of header and body in bytes.
     */
    void onFrame(DirectBuffer buffer, int offset, int length);
}
