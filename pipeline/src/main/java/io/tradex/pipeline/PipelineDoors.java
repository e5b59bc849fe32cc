package io.tradex.pipeline;

import java.util.Objects;

/**
 * Where things come in.
 *
 * @param ingress            the network, polled by the sequencer.
 * @param inputs             every other thread.
 * @param relayRequests      what relays ask for, past the sequencer.
 * @param marketDataRequests snapshots of books that anybody asks for, past the sequencer.
 */
public record PipelineDoors(
        Ingress ingress, InputBuffer inputs, RelayRequests relayRequests, MarketDataRequests marketDataRequests) {
    /** Refuses to leave one out. */
    public PipelineDoors {
        Objects.requireNonNull(ingress, "ingress");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(relayRequests, "relayRequests");
        Objects.requireNonNull(marketDataRequests, "marketDataRequests");
    }
}
