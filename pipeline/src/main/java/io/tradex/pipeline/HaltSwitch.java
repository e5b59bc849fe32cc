package io.tradex.pipeline;

import java.util.concurrent.atomic.AtomicBoolean;

/** Turned once, by the first stage that breaks: closes the gate, then calls {@link FailStop}. Thread safe. */
final class HaltSwitch {
    private final AtomicBoolean turned = new AtomicBoolean();
    private final Gate gate;
    private final FailStop failStop;
    private final PipelineCounters counters;

    HaltSwitch(final Gate gate, final FailStop failStop, final PipelineCounters counters) {
        this.gate = gate;
        this.failStop = failStop;
        this.counters = counters;
    }

    void halt(final String stage, final long sequence, final Throwable cause) {
        gate.close();
        if (turned.compareAndSet(false, true)) {
            counters.halted.set(1);
            failStop.onFatal(stage, sequence, cause);
        }
    }

    boolean isHalted() {
        return turned.get();
    }
}
