package io.tradex.simulation.world;

import io.tradex.pipeline.JournalPort;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A journal in memory that survives the core. What is appended becomes durable only after a while, as with a group commit; what
 * is not durable when the core dies is lost. May be told to die at an append.
 */
public final class MemoryJournal implements JournalPort {
    private static final int BYTES_MIN = 1 << 20;
    private static final int RECORDS_MIN = 1 << 13;

    /** Takes records. */
    @FunctionalInterface
    public interface RecordHandler {
        /**
         * @param sequence    of the input.
         * @param timestampNs of the input.
         * @param buffer      holding it.
         * @param offset      of its header.
         * @param length      of header and body.
         */
        void onRecord(long sequence, long timestampNs, DirectBuffer buffer, int offset, int length);
    }

    private final VirtualTime time;
    private byte[] bytes = new byte[BYTES_MIN];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int[] offsets = new int[RECORDS_MIN];
    private long[] timestampsNs = new long[RECORDS_MIN];
    private int records;

    /** Sequence before the first record that is kept. */
    private long baseSequence;

    private long durableSequence;
    private long forcedAtNs = Long.MAX_VALUE;
    private long forceNs;
    private long dieAtSequence = Long.MAX_VALUE;

    /** @param time that it takes to force. */
    public MemoryJournal(final VirtualTime time) {
        this.time = time;
    }

    @Override
    public void append(
            final long sequence,
            final long timestampNs,
            final DirectBuffer source,
            final int offset,
            final int length) {
        if (sequence >= dieAtSequence) {
            throw new SimulatedCrash();
        }
        if (sequence != lastSequence() + 1) {
            throw new IllegalStateException("input " + sequence + " appended after " + lastSequence());
        }
        final int start = offsets[records];
        if (start + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, start + length));
            buffer.wrap(bytes);
        }
        if (records + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            timestampsNs = Arrays.copyOf(timestampsNs, 2 * timestampsNs.length);
        }
        buffer.putBytes(start, source, offset, length);
        timestampsNs[records] = timestampNs;
        records++;
        offsets[records] = start + length;
    }

    @Override
    public void endOfBatch() {
        if (forceNs == 0) {
            durableSequence = lastSequence();
        } else if (forcedAtNs == Long.MAX_VALUE) {
            forcedAtNs = time.nanoTime() + forceNs;
            time.at(forcedAtNs, () -> {});
        }
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        if (nowNs < forcedAtNs) {
            return 0;
        }
        forcedAtNs = Long.MAX_VALUE;
        durableSequence = lastSequence();
        return 1;
    }

    @Override
    public long durableSequence() {
        return durableSequence;
    }

    /** @param newForceNs how long inputs take to become durable; 0 for no time. */
    public void forceNs(final long newForceNs) {
        forceNs = newForceNs;
    }

    /** @param sequence at whose append the core dies. */
    public void dieAt(final long sequence) {
        dieAtSequence = sequence;
    }

    /** @return sequence of the last input appended. */
    public long lastSequence() {
        return baseSequence + records;
    }

    /** @return sequence before the first input that is kept. */
    public long baseSequence() {
        return baseSequence;
    }

    /**
     * The core has died.
     *
     * @return how many inputs are lost.
     */
    public long loseTail() {
        final long lost = lastSequence() - durableSequence;
        records = (int) (durableSequence - baseSequence);
        forcedAtNs = Long.MAX_VALUE;
        dieAtSequence = Long.MAX_VALUE;
        return lost;
    }

    /**
     * Shows records.
     *
     * @param from    sequence of the first.
     * @param through sequence of the last.
     * @param handler takes them.
     */
    public void read(final long from, final long through, final RecordHandler handler) {
        for (long sequence = from; sequence <= through; sequence++) {
            final int index = (int) (sequence - baseSequence - 1);
            handler.onRecord(
                    sequence, timestampsNs[index], buffer, offsets[index], offsets[index + 1] - offsets[index]);
        }
    }

    /** Forgets all that is durable, because a snapshot stands for it. Everything must be durable. */
    public void forget() {
        if (durableSequence != lastSequence()) {
            throw new IllegalStateException("input " + lastSequence() + " is not durable");
        }
        baseSequence = lastSequence();
        records = 0;
    }
}
