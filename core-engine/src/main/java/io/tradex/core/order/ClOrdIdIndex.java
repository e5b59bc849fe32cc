package io.tradex.core.order;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import java.util.Arrays;

/**
 * Which ClOrdIDs of which account are taken, by what, and where the first answer is kept.
 *
 * <p>An entry lives as long as it is an identity of a known order (its first and its current ClOrdID: "pinned"), or as the
 * answer to its request is within its client's window of outcomes. So the index is bounded by twice the orders kept plus all
 * windows. Entries are found by linear probing in a table of entry numbers; removal shifts the run back, so no tombstones.
 */
public final class ClOrdIdIndex {
    /** No entry. */
    public static final int NONE = -1;

    /** The answer is not kept any more. */
    public static final long NO_OUTCOME = -1;

    private static final long KIND_ENTRY = 0x51;

    private final StateHash hash;
    private int[] table = new int[1024];
    private long[] accountIds = new long[512];
    private long[] clOrdIds = new long[512];
    private long[] orderIds = new long[512];
    private long[] outcomes = new long[512];
    private int[] templateIds = new int[512];
    private byte[] pins = new byte[512];
    private int free = NONE;
    private int used;
    private int size;

    /** @param hash of the state. */
    public ClOrdIdIndex(final StateHash hash) {
        this.hash = hash;
        Arrays.fill(table, NONE);
    }

    /**
     * Grows ahead, so that nothing is allocated until more entries than this are in use.
     *
     * @param entries expected at most.
     */
    public void ensureCapacity(final int entries) {
        if (entries > accountIds.length) {
            growEntries(entries);
        }
        int length = table.length;
        while (length < 2L * entries && length < 1 << 30) {
            length *= 2;
        }
        if (length > table.length) {
            rebuild(length);
        }
    }

    /**
     * @param accountId of the request.
     * @param clOrdId   of the request.
     * @return the entry, or {@link #NONE}.
     */
    public int find(final long accountId, final long clOrdId) {
        final int mask = table.length - 1;
        int at = home(accountId, clOrdId, mask);
        int entry = table[at];
        while (entry != NONE) {
            if (clOrdIds[entry] == clOrdId && accountIds[entry] == accountId) {
                return entry;
            }
            at = (at + 1) & mask;
            entry = table[at];
        }
        return NONE;
    }

    /**
     * Adds an entry that is not there.
     *
     * @param accountId  of the request.
     * @param clOrdId    of the request.
     * @param templateId of the request.
     * @param orderId    the order it is about; 0 if none.
     * @return the entry.
     */
    public int add(final long accountId, final long clOrdId, final int templateId, final long orderId) {
        final int entry;
        if (free != NONE) {
            entry = free;
            free = templateIds[entry];
        } else {
            if (used == accountIds.length) {
                growEntries(Math.multiplyExact(used, 2));
            }
            entry = used++;
        }
        accountIds[entry] = accountId;
        clOrdIds[entry] = clOrdId;
        templateIds[entry] = templateId;
        orderIds[entry] = orderId;
        outcomes[entry] = NO_OUTCOME;
        pins[entry] = 0;
        if (2 * ++size > table.length) {
            rebuild(table.length * 2);
        }
        place(entry);
        hash.add(contribution(entry));
        return entry;
    }

    /**
     * @param entry an entry.
     * @return the account.
     */
    public long accountId(final int entry) {
        return accountIds[entry];
    }

    /**
     * @param entry an entry.
     * @return the ClOrdID.
     */
    public long clOrdId(final int entry) {
        return clOrdIds[entry];
    }

    /**
     * @param entry an entry.
     * @return template id of the request that took the ClOrdID.
     */
    public int templateId(final int entry) {
        return templateIds[entry];
    }

    /**
     * @param entry an entry.
     * @return the order it is about; 0 if none.
     */
    public long orderId(final int entry) {
        return orderIds[entry];
    }

    /**
     * @param entry an entry.
     * @return number of the kept answer among its client's outcomes, or {@link #NO_OUTCOME}.
     */
    public long outcome(final int entry) {
        return outcomes[entry];
    }

    /**
     * @param entry   an entry.
     * @param outcome number of its answer.
     */
    public void outcome(final int entry, final long outcome) {
        hash.add(-contribution(entry));
        outcomes[entry] = outcome;
        hash.add(contribution(entry));
    }

    /**
     * Ties an entry to the life of the order it is about.
     *
     * @param entry   an entry.
     * @param orderId the order.
     */
    public void pin(final int entry, final long orderId) {
        hash.add(-contribution(entry));
        orderIds[entry] = orderId;
        pins[entry]++;
        hash.add(contribution(entry));
    }

    /** @param entry that is no longer an identity of its order. */
    public void unpin(final int entry) {
        hash.add(-contribution(entry));
        pins[entry]--;
        hash.add(contribution(entry));
        removeIfUnused(entry);
    }

    /** @param entry whose answer is not kept any more. */
    public void outcomeExpired(final int entry) {
        outcome(entry, NO_OUTCOME);
        removeIfUnused(entry);
    }

    /** @return how many ClOrdIDs are known. */
    public int size() {
        return size;
    }

    /**
     * Writes all entries.
     *
     * @param record filled and handed over for each.
     * @param type   of the records.
     * @param sink   takes each record.
     */
    public void writeTo(final SnapshotRecordWriter record, final long type, final Runnable sink) {
        for (final int entry : table) {
            if (entry != NONE) {
                record.begin(type)
                        .put(accountIds[entry])
                        .put(clOrdIds[entry])
                        .put(templateIds[entry])
                        .put(orderIds[entry])
                        .put(outcomes[entry])
                        .put(pins[entry]);
                sink.run();
            }
        }
    }

    /**
     * Takes one entry.
     *
     * @param record behind its type.
     */
    public void readFrom(final SnapshotRecordReader record) {
        final long accountId = record.next();
        final long clOrdId = record.next();
        final int templateId = record.nextInt();
        final int entry = add(accountId, clOrdId, templateId, record.next());
        hash.add(-contribution(entry));
        outcomes[entry] = record.next();
        pins[entry] = (byte) record.nextInt();
        hash.add(contribution(entry));
    }

    private void removeIfUnused(final int entry) {
        if (pins[entry] > 0 || outcomes[entry] != NO_OUTCOME) {
            return;
        }
        hash.add(-contribution(entry));
        final int mask = table.length - 1;
        int hole = home(accountIds[entry], clOrdIds[entry], mask);
        while (table[hole] != entry) {
            hole = (hole + 1) & mask;
        }
        int at = hole;
        while (true) {
            at = (at + 1) & mask;
            final int moved = table[at];
            if (moved == NONE) {
                break;
            }
            // An entry may move into the hole unless its home lies behind the hole in its own run.
            final int home = home(accountIds[moved], clOrdIds[moved], mask);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = moved;
                hole = at;
            }
        }
        table[hole] = NONE;
        templateIds[entry] = free;
        free = entry;
        size--;
    }

    private long contribution(final int entry) {
        long h = StateHash.mix(KIND_ENTRY, accountIds[entry]);
        h = StateHash.mix(h, clOrdIds[entry]);
        h = StateHash.mix(h, orderIds[entry]);
        h = StateHash.mix(h, outcomes[entry]);
        return StateHash.mix(h, ((long) templateIds[entry] << 8) | pins[entry]);
    }

    private void place(final int entry) {
        final int mask = table.length - 1;
        int at = home(accountIds[entry], clOrdIds[entry], mask);
        while (table[at] != NONE) {
            at = (at + 1) & mask;
        }
        table[at] = entry;
    }

    private static int home(final long accountId, final long clOrdId, final int mask) {
        return (int) StateHash.mix(StateHash.mix(accountId, clOrdId), KIND_ENTRY) & mask;
    }

    private void rebuild(final int length) {
        final int[] old = table;
        table = new int[length];
        Arrays.fill(table, NONE);
        for (final int entry : old) {
            if (entry != NONE) {
                place(entry);
            }
        }
    }

    private void growEntries(final int capacity) {
        accountIds = Arrays.copyOf(accountIds, capacity);
        clOrdIds = Arrays.copyOf(clOrdIds, capacity);
        orderIds = Arrays.copyOf(orderIds, capacity);
        outcomes = Arrays.copyOf(outcomes, capacity);
        templateIds = Arrays.copyOf(templateIds, capacity);
        pins = Arrays.copyOf(pins, capacity);
    }
}
