package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last known state of every order, one fixed-length row each, as the OrderDelta that brought it. Holds at most
 * {@code capacity} rows: when it is full, the finished order that changed longest ago makes room; only if every order is
 * still working, the working one that changed longest ago does, which is counted because such a row is missed.
 *
 * <p>Rows lie in slots 0 to {@link #size()} - 1 without holes. Two intrusive lists, of working and of finished orders, run
 * through the slots from the one that changed longest ago to the one that changed last, so that eviction and "the newest
 * M" never search. Memory grows with the rows, in chunks. Not thread safe.
 */
final class OrderRows {
    /** Bytes of a row: the root block of an OrderDelta. */
    static final int ROW_LENGTH = OrderDeltaDecoder.BLOCK_LENGTH;

    /** Rows in one chunk of memory. */
    static final int CHUNK_ROWS = 1024;

    /** Answer of {@link #apply} for a row that is not newer than the one at hand. */
    static final int NOT_NEWER = -1;

    private static final int NONE = -1;
    private static final int WORKING = 0;
    private static final int FINISHED = 1;
    private static final int STATUS_CODES = 128;

    private final int capacity;
    private final Long2LongHashMap slotByOrderId = new Long2LongHashMap(NONE);
    private final List<UnsafeBuffer> chunks = new ArrayList<>();
    private final OrderDeltaDecoder row = new OrderDeltaDecoder();
    private final OrderDeltaDecoder candidate = new OrderDeltaDecoder();
    private final int[] oldest = {NONE, NONE};
    private final int[] newest = {NONE, NONE};
    private final long[] ordersByStatus = new long[STATUS_CODES];
    private int[] older = new int[0];
    private int[] newer = new int[0];
    private int size;
    private long finishedEvicted;
    private long workingEvicted;

    /** @param capacity most rows held, at least 1. */
    OrderRows(final int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * Takes a row if it is newer, by epoch and then outSeq, than what is known of its order.
     *
     * @param buffer holding the root block of an OrderDelta.
     * @param offset of it.
     * @return the slot that the row is in now, or {@link #NOT_NEWER}.
     */
    int apply(final DirectBuffer buffer, final int offset) {
        candidate.wrap(buffer, offset, ROW_LENGTH, OrderDeltaDecoder.SCHEMA_VERSION);
        final long orderId = candidate.orderId();
        int slot = (int) slotByOrderId.get(orderId);
        if (slot == NONE) {
            slot = size < capacity ? grow() : evict();
            slotByOrderId.put(orderId, slot);
        } else {
            read(slot, row);
            if (!isNewer(candidate, row)) {
                return NOT_NEWER;
            }
            ordersByStatus[statusIndex(row.ordStatusRaw())]--;
            unlink(slot, listOf(row.ordStatusRaw()));
        }
        chunkOf(slot).putBytes(offsetOf(slot), buffer, offset, ROW_LENGTH);
        ordersByStatus[statusIndex(candidate.ordStatusRaw())]++;
        linkNewest(slot, listOf(candidate.ordStatusRaw()));
        return slot;
    }

    /**
     * Lets a decoder read a row.
     *
     * @param slot of the row, less than {@link #size()}.
     * @param decoder to be wrapped around it; valid until the next {@link #apply}.
     */
    void read(final int slot, final OrderDeltaDecoder decoder) {
        decoder.wrap(chunkOf(slot), offsetOf(slot), ROW_LENGTH, OrderDeltaDecoder.SCHEMA_VERSION);
    }

    /** @return the slot of an order; -1 if it is not known. */
    int slotOf(final long orderId) {
        return (int) slotByOrderId.get(orderId);
    }

    /** @return rows held. */
    int size() {
        return size;
    }

    /**
     * Puts the rows in the order in which they changed. Needed once after rows have come in another order, as those of a
     * snapshot do; takes a time that grows with the rows.
     */
    void sortByChange() {
        final Integer[] slots = new Integer[size];
        Arrays.setAll(slots, slot -> slot);
        Arrays.sort(slots, this::compareByChange);
        Arrays.fill(oldest, NONE);
        Arrays.fill(newest, NONE);
        for (final int slot : slots) {
            read(slot, row);
            linkNewest(slot, listOf(row.ordStatusRaw()));
        }
    }

    /**
     * Finds the rows that changed last.
     *
     * @param slots takes their slots, newest first.
     * @return how many were found: {@code slots.length}, or all rows if there are fewer.
     */
    int newest(final int[] slots) {
        int working = newest[WORKING];
        int finished = newest[FINISHED];
        int found = 0;
        while (found < slots.length && (working != NONE || finished != NONE)) {
            final boolean takeWorking;
            if (working == NONE || finished == NONE) {
                takeWorking = working != NONE;
            } else {
                read(working, row);
                read(finished, candidate);
                takeWorking = isNewer(row, candidate);
            }
            if (takeWorking) {
                slots[found++] = working;
                working = older[working];
            } else {
                slots[found++] = finished;
                finished = older[finished];
            }
        }
        return found;
    }

    /**
     * Counts orders since these rows were begun; an order that was evicted still counts with its last status.
     *
     * @param status FIX 39.
     * @return orders in that status.
     */
    long ordersIn(final OrdStatus status) {
        return ordersByStatus[statusIndex(status.value())];
    }

    /** @return orders since these rows were begun, evicted ones included. */
    long ordersSeen() {
        return size + finishedEvicted + workingEvicted;
    }

    /** @return orders that are not finished. */
    long ordersWorking() {
        long working = 0;
        for (int code = 0; code < STATUS_CODES; code++) {
            working += isFinished((byte) code) ? 0 : ordersByStatus[code];
        }
        return working;
    }

    /** @return finished rows that made room for newer ones. */
    long finishedEvicted() {
        return finishedEvicted;
    }

    /** @return rows of working orders that had to make room: the capacity is too small for this core. */
    long workingEvicted() {
        return workingEvicted;
    }

    /** @return chunks of {@link #CHUNK_ROWS} rows in use, the last of them perhaps in part. */
    int chunkCount() {
        return (size + CHUNK_ROWS - 1) / CHUNK_ROWS;
    }

    /**
     * Copies the rows of one chunk.
     *
     * @param index of the chunk, less than {@link #chunkCount()}.
     * @return a copy of its rows, {@link #ROW_LENGTH} bytes each.
     */
    byte[] copyChunk(final int index) {
        final int rows = Math.min(CHUNK_ROWS, size - index * CHUNK_ROWS);
        final byte[] copy = new byte[rows * ROW_LENGTH];
        chunks.get(index).getBytes(0, copy);
        return copy;
    }

    /**
     * @param ordStatus FIX 39 as its character.
     * @return whether an order in that status is over, save for late corrections.
     */
    static boolean isFinished(final byte ordStatus) {
        return switch (ordStatus) {
            case '2', '3', '4', '8', 'B', 'C' -> true;
            default -> false;
        };
    }

    private static boolean isNewer(final OrderDeltaDecoder a, final OrderDeltaDecoder b) {
        final long epochA = a.epoch();
        final long epochB = b.epoch();
        return epochA != epochB ? epochA > epochB : a.outSeq() > b.outSeq();
    }

    private int compareByChange(final int a, final int b) {
        read(a, row);
        read(b, candidate);
        final int byEpoch = Long.compare(row.epoch(), candidate.epoch());
        return byEpoch != 0 ? byEpoch : Long.compare(row.outSeq(), candidate.outSeq());
    }

    private static int statusIndex(final byte ordStatus) {
        return ordStatus & (STATUS_CODES - 1);
    }

    private static int listOf(final byte ordStatus) {
        return isFinished(ordStatus) ? FINISHED : WORKING;
    }

    private UnsafeBuffer chunkOf(final int slot) {
        return chunks.get(slot / CHUNK_ROWS);
    }

    private static int offsetOf(final int slot) {
        return (slot % CHUNK_ROWS) * ROW_LENGTH;
    }

    private int grow() {
        if (size == chunks.size() * CHUNK_ROWS) {
            chunks.add(new UnsafeBuffer(new byte[CHUNK_ROWS * ROW_LENGTH]));
        }
        if (size == older.length) {
            final int length = Math.min(capacity, Math.max(CHUNK_ROWS, older.length * 2));
            older = Arrays.copyOf(older, length);
            newer = Arrays.copyOf(newer, length);
        }
        return size++;
    }

    private int evict() {
        final int list = oldest[FINISHED] != NONE ? FINISHED : WORKING;
        final int slot = oldest[list];
        unlink(slot, list);
        read(slot, row);
        slotByOrderId.remove(row.orderId());
        if (list == FINISHED) {
            finishedEvicted++;
        } else {
            workingEvicted++;
        }
        return slot;
    }

    private void linkNewest(final int slot, final int list) {
        final int before = newest[list];
        older[slot] = before;
        newer[slot] = NONE;
        newest[list] = slot;
        if (before == NONE) {
            oldest[list] = slot;
        } else {
            newer[before] = slot;
        }
    }

    private void unlink(final int slot, final int list) {
        final int before = older[slot];
        final int after = newer[slot];
        if (before == NONE) {
            oldest[list] = after;
        } else {
            newer[before] = after;
        }
        if (after == NONE) {
            newest[list] = before;
        } else {
            older[after] = before;
        }
    }
}
