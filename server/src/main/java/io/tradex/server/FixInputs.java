package io.tradex.server;

import io.tradex.fix.InboundSink;
import io.tradex.pipeline.InputBuffer;
import org.agrona.DirectBuffer;

/** What comes from venues goes into the input buffer; quotes only as long as three quarters of it are free for all else. */
record FixInputs(InputBuffer inputs) implements InboundSink {
    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        return inputs.offer(buffer, offset, length);
    }

    @Override
    public boolean hasRoomForQuotes() {
        return inputs.sizeBytes() < inputs.capacityBytes() / 4;
    }
}
