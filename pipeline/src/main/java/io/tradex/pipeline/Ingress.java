package io.tradex.pipeline;

/** The network's door. Polled on the sequencer's thread. */
@FunctionalInterface
public interface Ingress {
    /** A door through which nothing comes. */
    Ingress NONE = (sink, limit) -> 0;

    /**
     * Offers what has arrived to the sink; whatever the sink has no room for stays where it is and comes again with the next
     * poll. Must not block and must not throw on bad input.
     *
     * @param sink  takes the inputs.
     * @param limit most inputs to offer in this call.
     * @return how much was done; 0 if nothing.
     */
    int poll(InputSink sink, int limit);
}
