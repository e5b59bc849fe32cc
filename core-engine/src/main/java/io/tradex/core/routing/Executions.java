package io.tradex.core.routing;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The executions that venues have reported in this trading day, or on an order that outlived it: the (venue, order, ExecID)
 * compared byte for byte, so that one that is sent again is dropped, with quantity and price, so that a bust or a correction can
 * turn it back. A ring: beyond its capacity the oldest is forgotten.
 *
 * <p>FIX has an ExecID unique within a day, or within the life of an order that lives longer. With the order in the key, two
 * orders may be told the same ExecID, as both sides of one trade are at some venues.
 */
public final class Executions {
    /** Length of an ExecID on the wire in bytes. */
    public static final int EXEC_ID_LENGTH = 40;

    /** Says that an execution is not known. */
    public static final int NONE = -1;

    private static final int ORDER_ID_OFFSET = Long.BYTES;
    private static final int EXEC_ID_OFFSET = ORDER_ID_OFFSET + Long.BYTES;
    private static final int KEY_LENGTH = EXEC_ID_OFFSET + EXEC_ID_LENGTH;
    private static final int LOTS_OFFSET = KEY_LENGTH;
    private static final int PRICE_OFFSET = LOTS_OFFSET + Long.BYTES;
    private static final int TIME_OFFSET = PRICE_OFFSET + Long.BYTES;
    private static final int RECORD_LENGTH = TIME_OFFSET + Long.BYTES;
    private static final long KIND_EXECUTION = 0x81;

    private final StateHash hash;
    private final UnsafeBuffer probe = new UnsafeBuffer(new byte[RECORD_LENGTH]);
    private UnsafeBuffer records = new UnsafeBuffer(new byte[0]);
    private int capacity;
    private int[] table = new int[0];
    private long count;
    private long first;

    /** @param hash of the state. */
    public Executions(final StateHash hash) {
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
     * Looks for the newest execution with an ExecID.
     *
     * @param venueId of the venue.
     * @param orderId of the order.
     * @param source  holding the ExecID, {@link #EXEC_ID_LENGTH} bytes padded with zeros.
     * @param offset  of the ExecID.
     * @return its place until the next change, or {@link #NONE}.
     */
    public int find(final int venueId, final long orderId, final DirectBuffer source, final int offset) {
        key(venueId, orderId, source, offset);
        final int mask = table.length - 1;
        int found = NONE;
        for (int at = (int) keyHash(probe, 0) & mask; table[at] != NONE; at = (at + 1) & mask) {
            if (equalsProbe(table[at] * RECORD_LENGTH) && (found == NONE || isYounger(table[at], found))) {
                found = table[at];
            }
        }
        return found;
    }

    /**
     * Remembers an execution, whether or not another one has its ExecID.
     *
     * @param venueId        of the venue.
     * @param orderId        of the order.
     * @param source         holding the ExecID, {@link #EXEC_ID_LENGTH} bytes padded with zeros.
     * @param offset         of the ExecID.
     * @param lots           that were filled; 0 for a report that is no fill.
     * @param priceE8        of the fill.
     * @param transactTimeNs as the venue says.
     */
    public void add(
            final int venueId,
            final long orderId,
            final DirectBuffer source,
            final int offset,
            final long lots,
            final long priceE8,
            final long transactTimeNs) {
        if (count - first == capacity) {
            removeFirst();
        }
        key(venueId, orderId, source, offset);
        probe.putLong(LOTS_OFFSET, lots, LITTLE_ENDIAN);
        probe.putLong(PRICE_OFFSET, priceE8, LITTLE_ENDIAN);
        probe.putLong(TIME_OFFSET, transactTimeNs, LITTLE_ENDIAN);
        insertProbe();
        hash.add(contribution(probe, 0));
    }

    /**
     * @param at place of an execution.
     * @return lots that it filled and that were not turned back.
     */
    public long lots(final int at) {
        return records.getLong(at * RECORD_LENGTH + LOTS_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * @param at place of an execution.
     * @return its price.
     */
    public long priceE8(final int at) {
        return records.getLong(at * RECORD_LENGTH + PRICE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * @param at place of an execution.
     * @return its TransactTime.
     */
    public long transactTimeNs(final int at) {
        return records.getLong(at * RECORD_LENGTH + TIME_OFFSET, LITTLE_ENDIAN);
    }

    /** @param at place of an execution that was turned back. */
    public void reversed(final int at) {
        hash.add(-contribution(records, at * RECORD_LENGTH));
        records.putLong(at * RECORD_LENGTH + LOTS_OFFSET, 0, LITTLE_ENDIAN);
        hash.add(contribution(records, at * RECORD_LENGTH));
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
            if (keep.test(probe.getLong(ORDER_ID_OFFSET, LITTLE_ENDIAN))) {
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

    private void key(final int venueId, final long orderId, final DirectBuffer source, final int offset) {
        probe.putLong(0, venueId, LITTLE_ENDIAN);
        probe.putLong(ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        probe.putBytes(EXEC_ID_OFFSET, source, offset, EXEC_ID_LENGTH);
    }

    private boolean isYounger(final int slot, final int than) {
        final int oldest = (int) (first % capacity);
        return Math.floorMod(slot - oldest, capacity) > Math.floorMod(than - oldest, capacity);
    }

    private void insertProbe() {
        final int slot = (int) (count % capacity);
        records.putBytes(slot * RECORD_LENGTH, probe, 0, RECORD_LENGTH);
        final int mask = table.length - 1;
        int at = (int) keyHash(probe, 0) & mask;
        while (table[at] != NONE) {
            at = (at + 1) & mask;
        }
        table[at] = slot;
        count++;
    }

    private void removeFirst() {
        final int slot = (int) (first % capacity);
        hash.add(-contribution(records, slot * RECORD_LENGTH));
        first++;
        final int mask = table.length - 1;
        int hole = (int) keyHash(records, slot * RECORD_LENGTH) & mask;
        while (table[hole] != slot) {
            hole = (hole + 1) & mask;
        }
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            if (table[at] == NONE) {
                break;
            }
            final int home = (int) keyHash(records, table[at] * RECORD_LENGTH) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = NONE;
    }

    private boolean equalsProbe(final int offset) {
        for (int i = 0; i < KEY_LENGTH; i += Long.BYTES) {
            if (records.getLong(offset + i) != probe.getLong(i)) {
                return false;
            }
        }
        return true;
    }

    private static long keyHash(final DirectBuffer buffer, final int offset) {
        return mix(buffer, offset, KEY_LENGTH);
    }

    private static long contribution(final DirectBuffer buffer, final int offset) {
        return mix(buffer, offset, RECORD_LENGTH);
    }

    private static long mix(final DirectBuffer buffer, final int offset, final int length) {
        long h = KIND_EXECUTION;
        for (int i = 0; i < length; i += Long.BYTES) {
            h = StateHash.mix(h, buffer.getLong(offset + i, LITTLE_ENDIAN));
        }
        return h;
    }
}
