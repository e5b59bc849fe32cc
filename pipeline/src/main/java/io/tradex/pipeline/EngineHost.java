package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import org.agrona.DirectBuffer;

/** What the engine's stage drives; see {@link HostedEngine}. */
interface EngineHost {
    boolean onCommand(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);

    boolean resume();

    long sequence();

    long timestampNs();

    /** Ends the recovery: outputs go to the pipeline from here on, and the read model takes the orders as they are. */
    void goLive(EngineOutput output, ReadModel readModel);
}
