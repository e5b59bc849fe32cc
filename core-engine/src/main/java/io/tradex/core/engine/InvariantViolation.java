package io.tradex.core.engine;

/**
 * The engine found its own state broken. The state can no longer be trusted: the process must stop, having let nothing that
 * came after out.
 */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    /**
     * @param sequence of the input at which it broke.
     * @param message  what broke.
     */
    public InvariantViolation(final long sequence, final String message) {
        super("input " + sequence + ": " + message);
        this.sequence = sequence;
    }

    /** @return the sequence of the input at which it broke. */
    public long sequence() {
        return sequence;
    }
}
