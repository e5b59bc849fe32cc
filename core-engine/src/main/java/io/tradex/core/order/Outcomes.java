package io.tradex.core.order;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last answers given to one client, byte for byte, so that a repeated request is answered as it was. Numbered from 0; a
 * ring of fixed size.
 */
public final class Outcomes {
    /** Room for one answer in bytes. */
    public static final int MAX_OUTCOME_BYTES = 256;

    private static final long KIND_OUTCOME = 0x61;

    private final long clientId;
    private final StateHash hash;
    private final int mask;
    private final UnsafeBuffer answers;
    private final int[] lengths;
    private final int[] entries;
    private long count;

    /**
     * @param clientId whose answers.
     * @param window   how many are kept; a power of two.
     * @param hash     of the state.
     */
    public Outcomes(final long clientId, final int window, final StateHash hash) {
        this.clientId = clientId;
        this.hash = hash;
        mask = window - 1;
        answers = new UnsafeBuffer(new byte[window * MAX_OUTCOME_BYTES]);
        lengths = new int[window];
        entries = new int[window];
        java.util.Arrays.fill(entries, ClOrdIdIndex.NONE);
    }

    /**
     * Keeps an answer, in the place of the oldest.
     *
     * @param index  whose entries know the answers.
     * @param entry  of the request.
     * @param answer holding the message, SBE header first.
     * @param offset of the message.
     * @param length of the message, at most {@link #MAX_OUTCOME_BYTES}.
     */
    public void record(
            final ClOrdIdIndex index, final int entry, final DirectBuffer answer, final int offset, final int length) {
        final int at = (int) count & mask;
        final int expired = entries[at];
        put(at, entry, answer, offset, length);
        index.outcome(entry, count);
        count++;
        if (expired != ClOrdIdIndex.NONE) {
            index.outcomeExpired(expired);
        }
    }

    /**
     * Forgets all answers.
     *
     * @param index whose entries know the answers.
     */
    public void clear(final ClOrdIdIndex index) {
        for (long outcome = Math.max(0, count - mask - 1); outcome < count; outcome++) {
            final int at = (int) outcome & mask;
            hash.add(-contribution(at));
            index.outcomeExpired(entries[at]);
            entries[at] = ClOrdIdIndex.NONE;
        }
        count = 0;
    }

    /**
     * @param outcome number of a kept answer.
     * @return its offset in {@link #answers}.
     */
    public int offset(final long outcome) {
        return ((int) outcome & mask) * MAX_OUTCOME_BYTES;
    }

    /**
     * @param outcome number of a kept answer.
     * @return its length in bytes.
     */
    public int length(final long outcome) {
        return lengths[(int) outcome & mask];
    }

    /** @return the buffer that holds all answers. */
    public DirectBuffer answers() {
        return answers;
    }

    /**
     * Writes the kept answers, oldest first.
     *
     * @param record filled and handed over for each.
     * @param type   of the records.
     * @param index  to tell which entry each belongs to.
     * @param sink   takes each record.
     */
    public void writeTo(
            final SnapshotRecordWriter record, final long type, final ClOrdIdIndex index, final Runnable sink) {
        for (long outcome = Math.max(0, count - mask - 1); outcome < count; outcome++) {
            final int at = (int) outcome & mask;
            record.begin(type)
                    .put(clientId)
                    .put(outcome)
                    .put(index.accountId(entries[at]))
                    .put(index.clOrdId(entries[at]));
            record.put(answers, offset(outcome), lengths[at]);
            sink.run();
        }
    }

    /**
     * Takes one answer; the index has its entries already.
     *
     * @param record behind its type and clientId.
     * @param index  the entries.
     */
    public void readFrom(final SnapshotRecordReader record, final ClOrdIdIndex index) {
        final long outcome = record.next();
        final int entry = index.find(record.next(), record.next());
        if (entry == ClOrdIdIndex.NONE || outcome < count) {
            throw new IllegalArgumentException("snapshot holds an answer " + outcome + " to no request");
        }
        final UnsafeBuffer answer = new UnsafeBuffer(new byte[MAX_OUTCOME_BYTES]);
        final int length = record.nextBytes(answer, 0, MAX_OUTCOME_BYTES);
        put((int) outcome & mask, entry, answer, 0, length);
        count = outcome + 1;
    }

    private void put(final int at, final int entry, final DirectBuffer answer, final int offset, final int length) {
        if (entries[at] != ClOrdIdIndex.NONE) {
            hash.add(-contribution(at));
        }
        answers.putBytes(at * MAX_OUTCOME_BYTES, answer, offset, length);
        lengths[at] = length;
        entries[at] = entry;
        hash.add(contribution(at));
    }

    private long contribution(final int at) {
        long h = StateHash.mix(KIND_OUTCOME, clientId);
        final int start = at * MAX_OUTCOME_BYTES;
        // Every answer is longer than this, and its first fields (session, sequences, time) tell it from all others.
        for (int i = 0; i < 40; i += Long.BYTES) {
            h = StateHash.mix(h, answers.getLong(start + i, ByteOrder.LITTLE_ENDIAN));
        }
        return StateHash.mix(h, lengths[at]);
    }
}
