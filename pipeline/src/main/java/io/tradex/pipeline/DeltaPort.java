package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes the order-state stream. Called on the egress thread. */
@FunctionalInterface
public interface DeltaPort {
    /**
     * One OrderDelta or DeltaHeartbeat. Must not block: what cannot be published is dropped and counted, and the relays
     * recover by themselves.
     *
     * @param buffer holding the SBE message, header first; only during the call.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    void onDelta(DirectBuffer buffer, int offset, int length);
}
