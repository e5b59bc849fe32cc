package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import org.agrona.DirectBuffer;

/**
 * An engine whose outputs first go to whoever recovers it, which lets none of them out of the process, and to the pipeline once
 * that takes it over. Not thread safe: recover it on one thread, then hand it to {@link CorePipeline}.
 */
public final class HostedEngine {
    private final TradingEngine engine;
    private final SwitchedOutput output;
    private final EngineHost host = new Host();

    /** @param recoveryOutput takes the outputs of snapshot and journal while the engine is recovered. */
    public HostedEngine(final EngineOutput recoveryOutput) {
        this.output = new SwitchedOutput(recoveryOutput);
        this.engine = new TradingEngine(output);
    }

    /** @return the engine, to be recovered; once the pipeline has started it belongs to the pipeline's thread. */
    public TradingEngine engine() {
        return engine;
    }

    /** @return what the pipeline drives. */
    EngineHost host() {
        return host;
    }

    private final class Host implements EngineHost {
        @Override
        public boolean onCommand(
                final long sequence,
                final long timestampNs,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return engine.onCommand(sequence, timestampNs, buffer, offset, length);
        }

        @Override
        public boolean resume() {
            return engine.resume();
        }

        @Override
        public long sequence() {
            return engine.sequence();
        }

        @Override
        public long timestampNs() {
            return engine.timestampNs();
        }

        @Override
        public void goLive(final EngineOutput live, final ReadModel readModel, final MarketDataStage marketData) {
            output.target = live;
            engine.forEachOrder(new ReadModelSeeder(readModel));
            readModel.seeded(engine.outSeq(), engine.epoch());
            engine.forEachBook(marketData);
            marketData.seeded(engine.epoch());
        }
    }

    private static final class SwitchedOutput implements EngineOutput {
        private EngineOutput target;

        private SwitchedOutput(final EngineOutput target) {
            this.target = target;
        }

        @Override
        public boolean hasRoom() {
            return target.hasRoom();
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            target.onOutput(inputSeq, templateId, buffer, offset, length);
        }
    }

    private static final class ReadModelSeeder implements EngineOutput {
        private final ReadModel readModel;

        private ReadModelSeeder(final ReadModel readModel) {
            this.readModel = readModel;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            readModel.seed(buffer, offset, length);
        }
    }
}
