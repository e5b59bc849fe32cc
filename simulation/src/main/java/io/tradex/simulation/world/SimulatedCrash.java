package io.tradex.simulation.world;

/** Thrown where the core is to die; no fault of anybody's. */
public final class SimulatedCrash extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a stack: it is caught where it is meant to be. */
    public SimulatedCrash() {
        super("the core dies here, by plan", null, false, false);
    }
}
