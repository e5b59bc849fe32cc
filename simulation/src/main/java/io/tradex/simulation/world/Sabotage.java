package io.tradex.simulation.world;

import io.tradex.pipeline.JournalPort;
import io.tradex.simulation.venue.CoreDoor;

/** Where a test plants a bug, to see that the audit catches it. Nothing is sabotaged unless a test does. */
interface Sabotage {
    /** No bug. */
    Sabotage NONE = new Sabotage() {};

    /** Between what the core lets out and the audit. */
    default OutputTap outputs(final OutputTap audit) {
        return audit;
    }

    /** Between venues and the core. */
    default CoreDoor door(final CoreDoor core) {
        return core;
    }

    /** Between the core and its journal. */
    default JournalPort journal(final JournalPort journal) {
        return journal;
    }
}
