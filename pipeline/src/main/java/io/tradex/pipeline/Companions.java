package io.tradex.pipeline;

import java.util.List;
import org.agrona.concurrent.Agent;

/**
 * Agents that share a thread with a stage, such as a media driver or a network client driven by invocation, or the
 * housekeeping of the sessions whose fragments the sequencer polls. Whatever one throws stops the process, so that each has to
 * deal with its expected troubles itself.
 *
 * @param besideSequencer run before the sequencer in each duty cycle.
 * @param besideEgress    run after the egress in each duty cycle.
 */
public record Companions(List<Agent> besideSequencer, List<Agent> besideEgress) {
    /** No companions. */
    public static final Companions NONE = new Companions(List.of(), List.of());

    /** Copies the lists. */
    public Companions {
        besideSequencer = List.copyOf(besideSequencer);
        besideEgress = List.copyOf(besideEgress);
    }
}
