package io.tradex.server;

import io.tradex.gateway.FrameSink;
import io.tradex.gateway.IngressAdapter;
import io.tradex.pipeline.Ingress;
import io.tradex.pipeline.InputSink;
import org.agrona.DirectBuffer;

/** The network's way to the sequencer, on the sequencer's thread; shut until {@link #open()} and after {@link #shut()}. */
final class IngressDoor implements Ingress, FrameSink {
    private final IngressAdapter adapter;
    private volatile boolean open;

    /** Kept in a field: a lambda around it would be an object in every duty cycle. */
    private InputSink sink;

    IngressDoor(final IngressAdapter adapter) {
        this.adapter = adapter;
    }

    /** Any thread. */
    void open() {
        open = true;
    }

    /** Any thread. */
    void shut() {
        open = false;
    }

    @Override
    public int poll(final InputSink inputSink, final int limit) {
        sink = inputSink;
        return open ? adapter.poll(this, limit) : 0;
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        return sink.offer(buffer, offset, length);
    }
}
