package io.tradex.pipeline;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What relays start and repair themselves from, so that the engine never has to: the newest row of every order, and the last
 * deltas by outSeq. Owned by the egress thread; it holds only what has passed the gate.
 *
 * <p>Rows and deltas are OrderDelta messages as the engine encoded them, in slots of {@link #MESSAGE_BYTES} rounded up to 8. A
 * row never changes its slot. When all slots are taken, the row that has been finished for longest makes place; a live row never
 * does.
 */
public final class ReadModel {
    /** Length in bytes of an OrderDelta, header included. */
    public static final int MESSAGE_BYTES = MessageHeaderDecoder.ENCODED_LENGTH + OrderDeltaDecoder.BLOCK_LENGTH;

    private static final int SLOT_BYTES = BitUtil.align(MESSAGE_BYTES, Long.BYTES);
    /** Most rows that one model can hold. */
    static final int MAX_ROWS = Integer.MAX_VALUE / SLOT_BYTES;

    /** Most deltas that one model can hold. */
    static final int MAX_DELTAS = Integer.highestOneBit(MAX_ROWS);

    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int EPOCH_OFFSET = BODY + OrderDeltaDecoder.epochEncodingOffset();
    private static final int OUT_SEQ_OFFSET = BODY + OrderDeltaDecoder.outSeqEncodingOffset();
    private static final int ORDER_ID_OFFSET = BODY + OrderDeltaDecoder.orderIdEncodingOffset();
    private static final int ORD_STATUS_OFFSET = BODY + OrderDeltaDecoder.ordStatusEncodingOffset();
    private static final int NONE = -1;
    private static final float LOAD_FACTOR = 0.6f;

    private final int capacity;
    private final UnsafeBuffer rows;
    private final Long2LongHashMap slotByOrderId;
    // Finished rows in a list from the one that finished first to the one that finished last.
    private final int[] previousFinished;
    private final int[] nextFinished;
    private final boolean[] finished;
    private final UnsafeBuffer deltas;
    private final int deltaMask;
    private final PipelineCounters counters;
    private int oldestFinished = NONE;
    private int newestFinished = NONE;
    private int slots;
    private long epoch;
    private long highestOutSeq;
    private long firstDelta = 1;

    /**
     * @param rowCapacity   most orders kept; at least as many as the engine keeps.
     * @param deltaCapacity deltas kept; a power of two.
     * @param counters      for evictions.
     */
    public ReadModel(final int rowCapacity, final int deltaCapacity, final PipelineCounters counters) {
        if (rowCapacity < 1 || rowCapacity > MAX_ROWS) {
            throw new IllegalArgumentException("read model of " + rowCapacity + " rows: must be 1 to " + MAX_ROWS);
        }
        if (deltaCapacity < 1 || deltaCapacity > MAX_DELTAS || !BitUtil.isPowerOfTwo(deltaCapacity)) {
            throw new IllegalArgumentException(
                    "read model of " + deltaCapacity + " deltas: must be a power of two from 1 to " + MAX_DELTAS);
        }
        this.capacity = rowCapacity;
        this.counters = counters;
        this.rows = allocate(rowCapacity);
        this.deltas = allocate(deltaCapacity);
        this.deltaMask = deltaCapacity - 1;
        this.slotByOrderId = new Long2LongHashMap((int) (rowCapacity / LOAD_FACTOR) + 1, LOAD_FACTOR, NONE);
        this.previousFinished = new int[rowCapacity];
        this.nextFinished = new int[rowCapacity];
        this.finished = new boolean[rowCapacity];
        Arrays.fill(previousFinished, NONE);
        Arrays.fill(nextFinished, NONE);
    }

    private static UnsafeBuffer allocate(final int count) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(count * SLOT_BYTES, BitUtil.CACHE_LINE_LENGTH));
    }

    /**
     * Takes a row as it stood when the process started, before the first delta; in any order.
     *
     * @param buffer holding the OrderDelta, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     */
    public void seed(final DirectBuffer buffer, final int offset, final int length) {
        checkLength(length);
        store(buffer, offset);
    }

    /**
     * Ends the seeding.
     *
     * @param outSeq of the newest delta that the rows hold; 0 if none.
     * @param epoch  that it counts in.
     */
    public void seeded(final long outSeq, final long epoch) {
        this.epoch = epoch;
        this.highestOutSeq = outSeq;
        this.firstDelta = outSeq + 1;
    }

    /**
     * Takes the next delta. A new epoch forgets the deltas of the old one and keeps the rows.
     *
     * @param buffer holding the OrderDelta, header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @throws IllegalStateException if it is not the delta after the last one, or if all slots hold live rows.
     */
    public void apply(final DirectBuffer buffer, final int offset, final int length) {
        checkLength(length);
        final long deltaEpoch = buffer.getLong(offset + EPOCH_OFFSET, LITTLE_ENDIAN);
        final long outSeq = buffer.getLong(offset + OUT_SEQ_OFFSET, LITTLE_ENDIAN);
        if (deltaEpoch != epoch) {
            if (deltaEpoch < epoch) {
                throw new IllegalStateException("delta of epoch " + deltaEpoch + " after epoch " + epoch);
            }
            epoch = deltaEpoch;
            highestOutSeq = outSeq - 1;
            firstDelta = outSeq;
        }
        if (outSeq != highestOutSeq + 1) {
            throw new IllegalStateException("delta " + outSeq + " after delta " + highestOutSeq);
        }
        store(buffer, offset);
        deltas.putBytes(deltaOffset(outSeq), buffer, offset, MESSAGE_BYTES);
        highestOutSeq = outSeq;
    }

    /** @return the epoch of the newest delta. */
    public long epoch() {
        return epoch;
    }

    /** @return outSeq of the newest delta; 0 if none. */
    public long highestOutSeq() {
        return highestOutSeq;
    }

    /** @return outSeq of the oldest delta kept; 1 more than {@link #highestOutSeq()} if none is. */
    public long oldestDelta() {
        return Math.max(firstDelta, highestOutSeq - deltaMask);
    }

    /** @return slots that hold a row: 0 to this, exclusive. Never falls. */
    public int slots() {
        return slots;
    }

    /**
     * @param slot     from 0.
     * @param consumer takes the row.
     * @return false if the slot holds none.
     */
    public boolean row(final int slot, final RowConsumer consumer) {
        if (slot < 0 || slot >= slots) {
            return false;
        }
        consumer.onRow(rows, slot * SLOT_BYTES, MESSAGE_BYTES);
        return true;
    }

    /**
     * @param outSeq   of the delta, in the current epoch.
     * @param consumer takes the delta.
     * @return false if it is not kept, or has not been yet.
     */
    public boolean delta(final long outSeq, final RowConsumer consumer) {
        if (outSeq < oldestDelta() || outSeq > highestOutSeq) {
            return false;
        }
        consumer.onRow(deltas, deltaOffset(outSeq), MESSAGE_BYTES);
        return true;
    }

    private int deltaOffset(final long outSeq) {
        return (int) (outSeq & deltaMask) * SLOT_BYTES;
    }

    private void store(final DirectBuffer buffer, final int offset) {
        final long orderId = buffer.getLong(offset + ORDER_ID_OFFSET, LITTLE_ENDIAN);
        if (orderId < 1) {
            throw new IllegalStateException("delta of order " + orderId);
        }
        int slot = (int) slotByOrderId.get(orderId);
        if (slot == NONE) {
            slot = freeSlot(orderId);
            slotByOrderId.put(orderId, slot);
        }
        rows.putBytes(slot * SLOT_BYTES, buffer, offset, MESSAGE_BYTES);
        final boolean isFinished = isFinished(buffer.getByte(offset + ORD_STATUS_OFFSET));
        if (isFinished && !finished[slot]) {
            link(slot);
        } else if (!isFinished && finished[slot]) {
            unlink(slot);
        }
    }

    private int freeSlot(final long orderId) {
        if (slots < capacity) {
            return slots++;
        }
        final int slot = oldestFinished;
        if (slot == NONE) {
            throw new IllegalStateException("order " + orderId + ": all " + capacity
                    + " rows of the read model are live; it must hold as many as the engine");
        }
        unlink(slot);
        slotByOrderId.remove(rows.getLong(slot * SLOT_BYTES + ORDER_ID_OFFSET, LITTLE_ENDIAN));
        counters.rowsEvicted.incrementRelease();
        return slot;
    }

    private void link(final int slot) {
        finished[slot] = true;
        previousFinished[slot] = newestFinished;
        nextFinished[slot] = NONE;
        if (newestFinished == NONE) {
            oldestFinished = slot;
        } else {
            nextFinished[newestFinished] = slot;
        }
        newestFinished = slot;
    }

    private void unlink(final int slot) {
        finished[slot] = false;
        final int previous = previousFinished[slot];
        final int next = nextFinished[slot];
        if (previous == NONE) {
            oldestFinished = next;
        } else {
            nextFinished[previous] = next;
        }
        if (next == NONE) {
            newestFinished = previous;
        } else {
            previousFinished[next] = previous;
        }
    }

    private static void checkLength(final int length) {
        if (length != MESSAGE_BYTES) {
            throw new IllegalStateException("delta of " + length + " bytes: must be " + MESSAGE_BYTES);
        }
    }

    private static boolean isFinished(final byte ordStatus) {
        return switch (OrdStatus.get(ordStatus)) {
            case FILLED, DONE_FOR_DAY, CANCELED, REJECTED, CALCULATED, EXPIRED -> true;
            default -> false;
        };
    }
}
