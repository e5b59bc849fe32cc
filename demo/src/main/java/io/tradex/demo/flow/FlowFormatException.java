package io.tradex.demo.flow;

import java.io.Serial;

/** A line of a flow file is not what it should be. */
public final class FlowFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * @param source of the line.
     * @param lineNumber counted from 1.
     * @param what is wrong, and what is allowed.
     */
    public FlowFormatException(final String source, final long lineNumber, final String what) {
        super(source + ", line " + lineNumber + ": " + what);
    }
}
