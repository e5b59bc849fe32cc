package io.tradex.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Carries messages from the agent's thread to all WebSocket clients. Each message is encoded once into one buffer that all
 * clients share. At most {@code queueCapacity} messages wait for the network thread; one more is refused, and all clients
 * get a snapshot later. A client that does not read fast enough (its channel is not writable) is skipped and gets a snapshot
 * when it has caught up, so that no client costs more memory than its write buffer's high-water mark and one message.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the channel: that is heard of.
final class BlotterFanOut implements BlotterSink {
    private record Message(Kind kind, ByteBuf text) {}

    /** One authenticated WebSocket. Event loop's thread only. */
    static final class Client {
        private final Channel channel;
        private boolean awaitsSnapshot = true;

        Client(final Channel channel) {
            this.channel = channel;
        }
    }

    private final EventLoop eventLoop;
    private final RelayCounters counters;
    private final OneToOneConcurrentArrayQueue<Message> messages;
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final AtomicBoolean snapshotWanted = new AtomicBoolean();
    private final List<Client> clients = new ArrayList<>();

    /**
     * @param eventLoop that every client's channel is registered with.
     * @param queueCapacity messages that may wait for it.
     * @param counters of the relay.
     */
    BlotterFanOut(final EventLoop eventLoop, final int queueCapacity, final RelayCounters counters) {
        this.eventLoop = eventLoop;
        this.counters = counters;
        messages = new OneToOneConcurrentArrayQueue<>(queueCapacity);
    }

    @Override
    public boolean hasClients() {
        return counters.clients.get() > 0;
    }

    @Override
    public boolean takeSnapshotWish() {
        return snapshotWanted.get() && snapshotWanted.getAndSet(false);
    }

    @Override
    public boolean offer(final Kind kind, final JsonText message) {
        if (messages.size() == messages.capacity()) {
            return false;
        }
        final ByteBuf text = ByteBufAllocator.DEFAULT
                .ioBuffer(message.length(), message.length())
                .writeBytes(message.bytes(), 0, message.length());
        if (!messages.offer(new Message(kind, text))) {
            text.release();
            return false;
        }
        if (drainScheduled.compareAndSet(false, true)) {
            try {
                eventLoop.execute(this::drain);
            } catch (final RejectedExecutionException stopped) {
                releaseAll();
            }
        }
        return true;
    }

    /** Adds a client, which gets a snapshot as soon as there is one. Event loop's thread. */
    void add(final Client client) {
        clients.add(client);
        counters.clients.lazySet(clients.size());
        snapshotWanted.set(true);
    }

    /** Forgets a client. Event loop's thread. */
    void remove(final Client client) {
        clients.remove(client);
        counters.clients.lazySet(clients.size());
    }

    /** To be called when a client's channel has become writable again. Event loop's thread. */
    void onWritable(final Client client) {
        if (client.awaitsSnapshot) {
            snapshotWanted.set(true);
        }
    }

    /** Gives back the memory of messages that nobody will send. Only once the event loop has stopped. */
    void releaseAll() {
        for (Message message = messages.poll(); message != null; message = messages.poll()) {
            message.text.release();
        }
    }

    private void drain() {
        drainScheduled.set(false);
        boolean written = false;
        for (Message message = messages.poll(); message != null; message = messages.poll()) {
            for (final Client client : clients) {
                if (isFor(client, message.kind)) {
                    // A failed write closes the channel, which the handler hears of by itself.
                    client.channel.write(
                            new TextWebSocketFrame(message.text.retainedDuplicate()), client.channel.voidPromise());
                    written = true;
                }
            }
            message.text.release();
        }
        if (written) {
            for (final Client client : clients) {
                client.channel.flush();
            }
        }
    }

    private boolean isFor(final Client client, final Kind kind) {
        final boolean writable = client.channel.isWritable();
        return switch (kind) {
            case PULSE -> writable;
            case SNAPSHOT -> {
                final boolean wanted = client.awaitsSnapshot && writable;
                client.awaitsSnapshot &= !wanted;
                yield wanted;
            }
            case SNAPSHOT_FOR_ALL -> {
                noteSkipped(client, writable);
                client.awaitsSnapshot = !writable;
                yield writable;
            }
            case DELTA -> {
                final boolean wanted = !client.awaitsSnapshot && writable;
                noteSkipped(client, writable);
                client.awaitsSnapshot |= !writable;
                yield wanted;
            }
        };
    }

    private void noteSkipped(final Client client, final boolean writable) {
        if (!writable && !client.awaitsSnapshot) {
            counters.clientsSkipped.incrementAndGet();
        }
    }
}
