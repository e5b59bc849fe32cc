package io.tradex.core.engine;

import org.agrona.DirectBuffer;

/**
 * Where the engine puts what it has to say: replies, order-state deltas, requests to venues and words to its host. Called on
 * the thread that drives the engine.
 */
public interface EngineOutput {
    /**
     * Most bytes, framing excluded, that the engine emits between two calls of {@link #hasRoom()}.
     */
    int MAX_STEP_BYTES = 16 * 1024;

    /**
     * Whether {@link #MAX_STEP_BYTES} more fit. Where they do not, the engine pauses the command it is applying and goes on
     * when {@link TradingEngine#resume()} is called; what it emits in the end does not depend on where it paused.
     *
     * @return false to make the engine pause.
     */
    boolean hasRoom();

    /**
     * One message. The buffer is reused: copy what is to be kept.
     *
     * @param inputSeq   sequence of the input that caused it; the message may leave the process once that is journalled.
     * @param templateId SBE template id, unique over all schemas.
     * @param buffer     holding the message, SBE header first.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    void onOutput(long inputSeq, int templateId, DirectBuffer buffer, int offset, int length);
}
