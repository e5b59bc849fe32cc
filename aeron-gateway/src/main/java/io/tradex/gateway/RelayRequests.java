package io.tradex.gateway;

import org.agrona.DirectBuffer;

/** Takes what relays ask of the read model: SnapshotRequest and GapFillRequest. Called on the ingress thread. */
@FunctionalInterface
public interface RelayRequests {
    /**
     * One request of an authenticated relay. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the SBE message, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false when there is no room: the relay gets a CommandReject with BACK_PRESSURE and asks again.
     */
    boolean offer(DirectBuffer buffer, int offset, int length);
}
