package io.tradex.simulation.run;

import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.World;
import io.tradex.simulation.world.WorldSettings;
import java.util.EnumSet;
import java.util.Set;

/** Looks for less that still violates something: fewer inputs, fewer kinds of faults. What is violated may be something else. */
final class SmallerWorld {
    /** Parts of the inputs, in eighths, that are tried instead of all. */
    private static final int[] EIGHTHS = {1, 2, 4, 6, 7};

    private final long seed;
    private final WorldSettings settings;
    private final Set<Fault> without = EnumSet.noneOf(Fault.class);
    private long events;

    /** Inputs there had been when it was violated. */
    private long violatedAt;

    private String violation;

    /**
     * @param seed     of a world in which something is violated.
     * @param settings of it.
     * @param events   after which it is.
     */
    SmallerWorld(final long seed, final WorldSettings settings, final long events) {
        this.seed = seed;
        this.settings = settings;
        this.events = events;
        without.addAll(settings.excluded());
    }

    /** @return inputs that suffice. */
    long events() {
        return events;
    }

    /** @return faults that are not needed. */
    Set<Fault> without() {
        return without;
    }

    /** @return what is violated first. */
    String violation() {
        return violation;
    }

    /** Drops what can be dropped; returns false if the world is clean after all. */
    boolean shrink() {
        if (!violates(events, without)) {
            return false;
        }
        boolean smaller = true;
        while (smaller) {
            smaller = dropFaults();
            smaller |= dropInputs();
        }
        return true;
    }

    private boolean dropFaults() {
        boolean dropped = false;
        for (final Fault fault : Fault.values()) {
            if (!without.contains(fault)) {
                final Set<Fault> more = EnumSet.copyOf(without);
                more.add(fault);
                if (violates(events, more)) {
                    without.add(fault);
                    dropped = true;
                }
            }
        }
        return dropped;
    }

    private boolean dropInputs() {
        if (violatedAt < events && violates(violatedAt, without)) {
            return true;
        }
        for (final int eighths : EIGHTHS) {
            if (violates(events * eighths / 8, without)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a world violates anything; then so many inputs suffice. */
    private boolean violates(final long inputs, final Set<Fault> excluded) {
        if (inputs < 1) {
            return false;
        }
        final World world = new World(seed, settings.without(excluded));
        if (world.run(inputs)) {
            return false;
        }
        events = inputs;
        violatedAt = world.inputs();
        violation = world.audit().violations().get(0);
        return true;
    }
}
