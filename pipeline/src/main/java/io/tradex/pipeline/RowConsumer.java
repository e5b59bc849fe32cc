package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes one OrderDelta out of the read model. */
@FunctionalInterface
public interface RowConsumer {
    /**
     * @param buffer holding the OrderDelta, header first; only during the call.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    void onRow(DirectBuffer buffer, int offset, int length);
}
