package io.tradex.pipeline;

/** Stops the process. */
@FunctionalInterface
public interface FailStop {
    /**
     * Called once, on the thread where it happened, when the gate is already closed. The process is expected to halt without
     * an orderly shutdown; should this method return, the pipeline does nothing more.
     *
     * @param stage    in which it happened.
     * @param sequence of the input at which it happened; 0 if it belongs to none.
     * @param cause    what was thrown.
     */
    void onFatal(String stage, long sequence, Throwable cause);
}
