package io.tradex.core.book;

/**
 * Finds the handle of an order in the books of a {@link BookMemory} by its key: a hash table with open addressing of four bytes a
 * slot.
 *
 * <p>A slot holds the handle and how far it is from the slot that the key's hash asks for. The key itself is only with the order:
 * who looks for an order is about to touch it anyway, and a small table is a table in the cache. Collisions go to the next slot;
 * a removal moves later entries back over the gap, for which the distances are enough. No tombstones are left, so the cost does
 * not grow with the age of the table. At most half of the slots are used. Nothing is allocated once the table has grown to the
 * number of live orders. Not thread safe.
 *
 * <pre>
 *   31                     5 4        0
 *  ┌────────────────────────┬──────────┐
 *  │ handle + 1             │ distance │    0: the slot is empty
 *  └────────────────────────┴──────────┘
 * </pre>
 *
 * Keys must be unique. An order is to be in the index only while it is in a book: it is put in when the book gives the handle,
 * and taken out (or its handle replaced) before another order comes into any of the books.
 */
public final class OrderIndex {
    /** Given for a key that is not there; never a handle. */
    public static final int MISSING = -1;

    private static final int DISTANCE_BITS = 5;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
    private static final int CAPACITY_MIN = 16;
    private static final int CAPACITY_MAX = 1 << 28;
    /** Slots for each order at first, before rounding up to a power of two. */
    private static final int SLOTS_PER_ORDER = 3;
    /** 2^64 divided by the golden ratio: spreads keys that are close to each other, or a power of two apart, over the table. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final BookMemory memory;
    private int[] table;
    private int shift;
    private int size;

    /**
     * @param memory        where the orders are.
     * @param initialOrders how many it holds before it grows; 1 to 67,108,864.
     */
    public OrderIndex(final BookMemory memory, final int initialOrders) {
        if (initialOrders < 1 || initialOrders > CAPACITY_MAX / 4) {
            throw new IllegalArgumentException(
                    "initialOrders=" + initialOrders + ": must be from 1 to " + CAPACITY_MAX / 4);
        }
        this.memory = memory;
        allocate(Math.max(CAPACITY_MIN, Integer.highestOneBit(SLOTS_PER_ORDER * initialOrders - 1) << 1));
    }

    /**
     * @param key of an order.
     * @return the order's handle, or {@link #MISSING}.
     */
    public int get(final long key) {
        final int slot = find(key);
        return slot < 0 ? MISSING : handle(table[slot]);
    }

    /**
     * Adds an order that is not there.
     *
     * @param key    of the order.
     * @param handle that its book gave.
     * @throws IllegalStateException     if 134,217,728 orders are there already.
     * @throws IndexOutOfBoundsException if there never was such an order.
     */
    public void put(final long key, final int handle) {
        memory.check(handle);
        if (++size > table.length / 2) {
            grow();
        }
        while (!tryPut(key, handle)) {
            grow();
        }
    }

    /** Puts an order in, unless too many others stand where it belongs. */
    private boolean tryPut(final long key, final int handle) {
        final int[] entries = table;
        final int mask = entries.length - 1;
        int slot = home(key);
        int distance = 0;
        while (entries[slot] != 0) {
            slot = (slot + 1) & mask;
            distance++;
        }
        if (distance > DISTANCE_MASK) {
            return false;
        }
        entries[slot] = ((handle + 1) << DISTANCE_BITS) | distance;
        return true;
    }

    /**
     * Gives an order that is there another handle: it left its place and came in anew.
     *
     * @param key       of the order.
     * @param oldHandle that it has in the index; it need not be valid any more.
     * @param newHandle that its book gave.
     */
    public void replace(final long key, final int oldHandle, final int newHandle) {
        final int[] entries = table;
        final int slot = slotOf(key, oldHandle);
        entries[slot] = ((newHandle + 1) << DISTANCE_BITS) | (entries[slot] & DISTANCE_MASK);
    }

    /**
     * Takes an order out.
     *
     * @param key of the order, which is still or was the last to be in the place of its handle.
     * @return the handle that it had, or {@link #MISSING}.
     */
    public int remove(final long key) {
        final int slot = find(key);
        if (slot < 0) {
            return MISSING;
        }
        final int handle = handle(table[slot]);
        closeGap(slot);
        return handle;
    }

    /**
     * Takes an order out that is there.
     *
     * @param key    of the order.
     * @param handle that it has in the index; it need not be valid any more.
     */
    public void remove(final long key, final int handle) {
        closeGap(slotOf(key, handle));
    }

    /** @return how many orders are there. */
    public int size() {
        return size;
    }

    /** The slot of a key, by the keys of the orders; negative if it is not there. */
    private int find(final long key) {
        final int[] entries = table;
        final int mask = entries.length - 1;
        int slot = home(key);
        for (int distance = 0; ; distance++) {
            final int entry = entries[slot];
            if (entry == 0) {
                return MISSING;
            }
            if ((entry & DISTANCE_MASK) == distance && memory.key(handle(entry)) == key) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** The slot of a handle that is there, without a look at the order. */
    private int slotOf(final long key, final int handle) {
        final int[] entries = table;
        final int mask = entries.length - 1;
        int slot = home(key);
        while (handle(entries[slot]) != handle) {
            if (entries[slot] == 0) {
                throw new IllegalStateException("key " + key + " is not there with handle " + handle);
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Empties a slot; each later entry of the same run that may stand earlier moves into the gap, which goes to where it was. */
    private void closeGap(final int emptied) {
        final int[] entries = table;
        final int mask = entries.length - 1;
        size--;
        int gap = emptied;
        int slot = (emptied + 1) & mask;
        for (int entry = entries[slot]; entry != 0; entry = entries[slot]) {
            final int step = (slot - gap) & mask;
            if ((entry & DISTANCE_MASK) >= step) {
                entries[gap] = entry - step;
                gap = slot;
            }
            slot = (slot + 1) & mask;
        }
        entries[gap] = 0;
    }

    private int home(final long key) {
        return (int) ((key * SPREAD) >>> shift);
    }

    private static int handle(final int entry) {
        return (entry >>> DISTANCE_BITS) - 1;
    }

    private void allocate(final int capacity) {
        table = new int[capacity];
        shift = Long.numberOfLeadingZeros(capacity - 1);
    }

    private void grow() {
        final int[] old = table;
        int capacity = old.length;
        boolean all;
        do {
            if (capacity == CAPACITY_MAX) {
                throw new IllegalStateException("no room for another of " + size + " orders");
            }
            capacity *= 2;
            allocate(capacity);
            all = true;
            for (int i = 0; i < old.length && all; i++) {
                final int handle = handle(old[i]);
                all = old[i] == 0 || tryPut(memory.key(handle), handle);
            }
        } while (!all);
    }
}
