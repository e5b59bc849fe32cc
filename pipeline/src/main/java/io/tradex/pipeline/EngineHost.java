package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import org.agrona.DirectBuffer;

/** What the engine's stage drives; see {@link HostedEngine}. */
interface EngineHost {
    boolean onCommand(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);

    boolean resume();

    long sequence();

    long timestampNs();

    /** Ends the recovery: outputs go to the pipeline from here on; read model and market data take the state as it is. */
    void goLive(EngineOutput output, ReadModel readModel, MarketDataStage marketData);
}
