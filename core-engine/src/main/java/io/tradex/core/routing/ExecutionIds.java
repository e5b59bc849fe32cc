package io.tradex.core.routing;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The (venue, order, ExecID) triples that were applied in this trading day or to an order that outlived it, compared byte for
 * byte, so that an execution sent again is dropped. A ring: beyond its capacity the oldest is forgotten.
 *
 * <p>FIX has an ExecID unique within a day, or within the life of an order that lives longer. With the order in the key, two
 * orders may be told the same ExecID, as both sides of one trade are at some venues.
 */
public final class ExecutionIds {
    /** Length of an ExecID on the wire in bytes. */
    public static final int EXEC_ID_LENGTH = 40;

    private static final int ORDER_ID_OFFSET = Long.BYTES;
    private static final int EXEC_ID_OFFSET = ORDER_ID_OFFSET + Long.BYTES;
    private static final int RECORD_LENGTH = EXEC_ID_OFFSET + EXEC_ID_LENGTH;
    private static final int NONE = -1;
    private static final long KIND_EXECUTION = 0x81;

    private final StateHash hash;
    private final UnsafeBuffer probe = new UnsafeBuffer(new byte[RECORD_LENGTH]);
    private UnsafeBuffer records = new UnsafeBuffer(new byte[0]);
    private int capacity;
    private int[] table = new int[0];
    private long count;
    private long first;

    /** @param hash of the state. */
    public ExecutionIds(final StateHash hash) {
        this.hash = hash;
    }

    /** @param newCapacity executions remembered; a smaller number than before changes nothing. */
    public void growTo(final int newCapacity) {
        if (newCapacity <= capacity) {
            return;
        }
        final UnsafeBuffer old = records;
        final int oldCapacity = capacity;
        final long oldFirst = first;
        final long oldCount = count;
        capacity = newCapacity;
        records = new UnsafeBuffer(new byte[Math.multiplyExact(newCapacity, RECORD_LENGTH)]);
        table = new int[Integer.highestOneBit(Math.max(2, newCapacity) - 1) * 4];
        Arrays.fill(table, NONE);
        first = 0;
        count = 0;
        for (long i = oldFirst; i < oldCount; i++) {
            probe.putBytes(0, old, (int) (i % oldCapacity) * RECORD_LENGTH, RECORD_LENGTH);
            insertProbe();
        }
    }

    /**
     * Remembers an execution.
     *
     * @param venueId of the venue.
     * @param orderId of the order.
     * @param source  holding the ExecID, {@link #EXEC_ID_LENGTH} bytes padded with zeros.
     * @param offset  of the ExecID.
     * @return false if it was there already.
     */
    public boolean add(final int venueId, final long orderId, final DirectBuffer source, final int offset) {
        probe.putLong(0, venueId, ByteOrder.LITTLE_ENDIAN);
        probe.putLong(ORDER_ID_OFFSET, orderId, ByteOrder.LITTLE_ENDIAN);
        probe.putBytes(EXEC_ID_OFFSET, source, offset, EXEC_ID_LENGTH);
        final long contribution = contribution(probe, 0);
        final int mask = table.length - 1;
        for (int at = (int) contribution & mask; table[at] != NONE; at = (at + 1) & mask) {
            if (equalsProbe(table[at] * RECORD_LENGTH)) {
                return false;
            }
        }
        if (count - first == capacity) {
            removeFirst();
        }
        insertProbe();
        hash.add(contribution);
        return true;
    }

    /**
     * Forgets the executions of other orders.
     *
     * @param keep says of an orderId whether its executions are kept.
     */
    public void retain(final LongPredicate keep) {
        for (long left = count - first; left > 0; left--) {
            probe.putBytes(0, records, (int) (first % capacity) * RECORD_LENGTH, RECORD_LENGTH);
            removeFirst();
            if (keep.test(probe.getLong(ORDER_ID_OFFSET, ByteOrder.LITTLE_ENDIAN))) {
                hash.add(contribution(probe, 0));
                insertProbe();
            }
        }
    }

    /**
     * Writes all executions, oldest first.
     *
     * @param record filled and handed over for each.
     * @param type   of the records.
     * @param sink   takes each record.
     */
    public void writeTo(final SnapshotRecordWriter record, final long type, final Runnable sink) {
        for (long i = first; i < count; i++) {
            record.begin(type).put(records, (int) (i % capacity) * RECORD_LENGTH, RECORD_LENGTH);
            sink.run();
        }
    }

    /** @param record behind its type, to take one execution from. */
    public void readFrom(final SnapshotRecordReader record) {
        if (record.nextBytes(probe, 0, RECORD_LENGTH) != RECORD_LENGTH || count - first == capacity) {
            throw new IllegalArgumentException("snapshot holds more or other executions than fit");
        }
        hash.add(contribution(probe, 0));
        insertProbe();
    }

    private void insertProbe() {
        final int slot = (int) (count % capacity);
        records.putBytes(slot * RECORD_LENGTH, probe, 0, RECORD_LENGTH);
        final int mask = table.length - 1;
        int at = (int) contribution(probe, 0) & mask;
        while (table[at] != NONE) {
            at = (at + 1) & mask;
        }
        table[at] = slot;
        count++;
    }

    private void removeFirst() {
        final int slot = (int) (first % capacity);
        final long contribution = contribution(records, slot * RECORD_LENGTH);
        hash.add(-contribution);
        first++;
        final int mask = table.length - 1;
        int hole = (int) contribution & mask;
        while (table[hole] != slot) {
            hole = (hole + 1) & mask;
        }
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            if (table[at] == NONE) {
                break;
            }
            final int home = (int) contribution(records, table[at] * RECORD_LENGTH) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = NONE;
    }

    private boolean equalsProbe(final int offset) {
        for (int i = 0; i < RECORD_LENGTH; i += Long.BYTES) {
            if (records.getLong(offset + i) != probe.getLong(i)) {
                return false;
            }
        }
        return true;
    }

    private static long contribution(final DirectBuffer buffer, final int offset) {
        long h = KIND_EXECUTION;
        for (int i = 0; i < RECORD_LENGTH; i += Long.BYTES) {
            h = StateHash.mix(h, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        return h;
    }
}
