package io.tradex.pipeline;

import java.util.List;

/**
 * Decides whether new orders are admitted: only while no source of pressure presses. Cancels, replaces, status requests and all
 * that comes from venues always pass. Evaluated once in each duty cycle of the sequencer, so that a high-water mark has to leave
 * room for what one duty cycle can take.
 */
public final class AdmissionPolicy {
    /** Answer of {@link #cause()} while orders are admitted. */
    public static final String NO_PRESSURE = "none";

    private final PressureSource[] sources;
    private volatile String cause = NO_PRESSURE;

    /** @param sources in the order in which they are named when several press. */
    public AdmissionPolicy(final List<PressureSource> sources) {
        this.sources = sources.toArray(new PressureSource[0]);
    }

    /**
     * Asks every source, on the sequencer's thread.
     *
     * @return whether new orders are admitted now.
     */
    boolean evaluate() {
        String first = NO_PRESSURE;
        // Every source is asked, whatever the others say: each has its own memory of having been high.
        for (int i = sources.length - 1; i >= 0; i--) {
            if (sources[i].sample()) {
                first = sources[i].name();
            }
        }
        if (!first.equals(cause)) {
            cause = first;
        }
        return first.equals(NO_PRESSURE);
    }

    /** @return name of the source that presses, or {@link #NO_PRESSURE}; on any thread. */
    public String cause() {
        return cause;
    }
}
