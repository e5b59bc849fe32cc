package io.tradex.pipeline;

import com.lmax.disruptor.EventPoller;
import io.tradex.core.engine.EngineOutput;
import org.agrona.concurrent.Agent;

/**
 * Hosts the engine: one input after the other, never a second time. An input that breaks the engine closes the gate and stops
 * the process; the poller would deliver it again, so nothing is polled after it.
 */
final class EngineAgent implements Agent {
    private final EventPoller.Handler<InputSlot> handler = this::onInput;
    private final EventPoller<InputSlot> poller;
    private final EngineHost engine;
    private final EngineOutput output;
    private final HaltSwitch haltSwitch;
    private final PipelineCounters counters;
    private final int batchLimit;
    private long sequence;
    private boolean paused;
    private boolean waiting;
    private int applied;

    EngineAgent(
            final EventPoller<InputSlot> poller,
            final EngineHost engine,
            final EngineOutput output,
            final HaltSwitch haltSwitch,
            final PipelineCounters counters,
            final int batchLimit) {
        this.poller = poller;
        this.engine = engine;
        this.output = output;
        this.haltSwitch = haltSwitch;
        this.counters = counters;
        this.batchLimit = batchLimit;
        this.sequence = engine.sequence();
        counters.appliedSequence.setRelease(sequence);
    }

    @Override
    public String roleName() {
        return "engine";
    }

    @Override
    public int doWork() {
        if (haltSwitch.isHalted()) {
            return 0;
        }
        try {
            return work();
        } catch (final Throwable cause) {
            haltSwitch.halt(roleName(), sequence, cause);
            return 0;
        }
    }

    private int work() throws Exception {
        if (!output.hasRoom()) {
            if (!waiting) {
                waiting = true;
                counters.outputPauses.incrementRelease();
            }
            return 0;
        }
        waiting = false;
        if (paused) {
            paused = !engine.resume();
            if (!paused) {
                counters.appliedSequence.setRelease(sequence);
            }
            return 1;
        }
        applied = 0;
        poller.poll(handler);
        return applied;
    }

    /** A handler that says false has still taken its input: room for the next one is looked for before it is delivered. */
    private boolean onInput(final InputSlot slot, final long position, final boolean endOfBatch) {
        sequence = slot.sequence();
        applied++;
        try {
            paused =
                    !engine.onCommand(slot.sequence(), slot.timestampNs(), slot.buffer(), slot.offset(), slot.length());
        } catch (final Throwable cause) {
            haltSwitch.halt(roleName(), sequence, cause);
            return false;
        }
        if (paused) {
            return false;
        }
        counters.appliedSequence.setRelease(sequence);
        return applied < batchLimit && output.hasRoom();
    }
}
