package io.tradex.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A journal in memory, which makes inputs durable at the end of a batch, or only when told. */
final class MemoryJournal implements JournalPort {
    static final class Entry {
        final long sequence;
        final long timestampNs;
        final UnsafeBuffer message;

        Entry(final long sequence, final long timestampNs, final UnsafeBuffer message) {
            this.sequence = sequence;
            this.timestampNs = timestampNs;
            this.message = message;
        }

        int templateId() {
            return Frames.templateId(message, 0);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private volatile long durableSequence;
    private volatile boolean durableByItself = true;
    volatile long failAtSequence = Long.MAX_VALUE;
    volatile boolean blocking;
    volatile Thread startedOn;
    volatile Thread closedOn;
    int batches;

    void holdBack() {
        durableByItself = false;
    }

    void makeDurable(final long sequence) {
        durableSequence = sequence;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized long appendedSequence() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).sequence;
    }

    @Override
    public void onStart() {
        startedOn = Thread.currentThread();
    }

    @Override
    public synchronized void append(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (sequence == failAtSequence) {
            throw new IllegalStateException("disk gone");
        }
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, buffer, offset, length);
        entries.add(new Entry(sequence, timestampNs, copy));
    }

    @Override
    public void endOfBatch() {
        batches++;
        if (durableByItself) {
            durableSequence = appendedSequence();
        }
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        return 0;
    }

    @Override
    public long durableSequence() {
        return durableSequence;
    }

    @Override
    public boolean isBlocking() {
        return blocking;
    }

    @Override
    public void onClose() {
        closedOn = Thread.currentThread();
    }
}
