package io.tradex.core.book;

/**
 * Finds the handle of an order by its id: a hash table with open addressing in one flat array.
 *
 * <p>An id and its handle lie side by side, so that a look-up touches one cache line. Collisions go to the next slot, and a
 * removal moves later entries back over the gap: no tombstones are left, so the cost does not grow with the age of the table.
 * At most half of the slots are used. Nothing is allocated once the table has grown to the number of live orders. Not thread
 * safe.
 *
 * <pre>
 *   table:  | ~id of slot 0 | handle | ~id of slot 1 | handle | …      0 instead of ~id: the slot is empty
 * </pre>
 */
public final class OrderIndex {
    /** Given for an id that is not there; never a handle. */
    public static final int MISSING = -1;

    private static final int CAPACITY_MIN = 16;
    private static final int CAPACITY_MAX = 1 << 29;
    /** 2^64 divided by the golden ratio: spreads ids that are close to each other, or a power of two apart, over the table. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] table;
    private int mask;
    private int shift;
    private int size;

    /** @param initialOrders how many orders it holds before it grows; 1 to 268,435,456. */
    public OrderIndex(final int initialOrders) {
        if (initialOrders < 1 || initialOrders > CAPACITY_MAX / 2) {
            throw new IllegalArgumentException(
                    "initialOrders=" + initialOrders + ": must be from 1 to " + CAPACITY_MAX / 2);
        }
        allocate(Math.max(CAPACITY_MIN, Integer.highestOneBit(2 * initialOrders - 1) << 1));
    }

    /**
     * @param orderId not negative.
     * @return the order's handle, or {@link #MISSING}.
     */
    public int get(final long orderId) {
        final long[] entries = table;
        final long stored = ~orderId;
        int slot = home(stored);
        while (true) {
            final long found = entries[2 * slot];
            if (found == stored) {
                return (int) entries[2 * slot + 1];
            }
            if (found == 0) {
                return MISSING;
            }
            slot = (slot + 1) & mask;
        }
    }

    /**
     * Adds an order, or gives one that is there another handle.
     *
     * @param orderId not negative.
     * @param handle  not negative.
     * @throws IllegalStateException if 268,435,456 orders are there already.
     */
    public void put(final long orderId, final int handle) {
        final long[] entries = table;
        final long stored = ~orderId;
        int slot = home(stored);
        while (true) {
            final long found = entries[2 * slot];
            if (found == stored) {
                entries[2 * slot + 1] = handle;
                return;
            }
            if (found == 0) {
                entries[2 * slot] = stored;
                entries[2 * slot + 1] = handle;
                if (++size > (mask + 1) / 2) {
                    grow();
                }
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /**
     * Takes an order out.
     *
     * @param orderId not negative.
     * @return the handle that it had, or {@link #MISSING}.
     */
    public int remove(final long orderId) {
        final long[] entries = table;
        final long stored = ~orderId;
        int slot = home(stored);
        while (true) {
            final long found = entries[2 * slot];
            if (found == stored) {
                final int handle = (int) entries[2 * slot + 1];
                closeGap(entries, slot);
                size--;
                return handle;
            }
            if (found == 0) {
                return MISSING;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** @return how many orders are there. */
    public int size() {
        return size;
    }

    /** Moves each later entry of the same run that may stand earlier into the gap, which goes to where that entry was. */
    private void closeGap(final long[] entries, final int emptied) {
        int gap = emptied;
        int slot = emptied;
        while (true) {
            slot = (slot + 1) & mask;
            final long stored = entries[2 * slot];
            if (stored == 0) {
                break;
            }
            // It may move if its home is not between the gap and where it stands, the wrap of the table considered.
            if (((slot - home(stored)) & mask) >= ((slot - gap) & mask)) {
                entries[2 * gap] = stored;
                entries[2 * gap + 1] = entries[2 * slot + 1];
                gap = slot;
            }
        }
        entries[2 * gap] = 0;
    }

    private int home(final long stored) {
        return (int) ((stored * SPREAD) >>> shift);
    }

    private void allocate(final int capacity) {
        table = new long[2 * capacity];
        mask = capacity - 1;
        shift = Long.numberOfLeadingZeros(mask);
    }

    private void grow() {
        if (mask + 1 == CAPACITY_MAX) {
            throw new IllegalStateException("more than " + CAPACITY_MAX / 2 + " orders");
        }
        final long[] old = table;
        allocate(2 * (mask + 1));
        for (int i = 0; i < old.length; i += 2) {
            final long stored = old[i];
            if (stored != 0) {
                int slot = home(stored);
                while (table[2 * slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                table[2 * slot] = stored;
                table[2 * slot + 1] = old[i + 1];
            }
        }
    }
}
