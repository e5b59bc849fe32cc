package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import org.agrona.DirectBuffer;

/** Takes what a replayed engine says and does nothing: it has been said before. */
enum NoHands implements EngineOutput {
    /** The only one. */
    INSTANCE;

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long inputSeq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {}
}
