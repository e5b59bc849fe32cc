package io.tradex.core.engine;

import org.agrona.DirectBuffer;

/**
 * The business logic: owns all trading state, applies one input at a time, and knows no clock, thread, file or socket. The live
 * process, a replay and a simulation host this very class. Not thread safe.
 */
public final class TradingEngine {
    /** Longest record of a snapshot, in bytes. */
    public static final int MAX_SNAPSHOT_RECORD_BYTES = 1024 * 1024;

    private final EngineOutput output;

    /** @param output where replies, deltas and requests go. */
    public TradingEngine(final EngineOutput output) {
        this.output = output;
    }

    /**
     * Applies one input.
     *
     * @param sequence    of the input: 1 more than the last one.
     * @param timestampNs of the input, nanoseconds since 1970, never less than the last one's.
     * @param buffer      holding the SBE message, header first; only read, and only during the call.
     * @param offset      of the header.
     * @param length      of header and body in bytes.
     * @return true when the input is applied; false when the output has no room: call {@link #resume()} until it says true
     *     before the next input.
     * @throws InvariantViolation when the state is found broken.
     */
    public boolean onCommand(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return output.hasRoom();
    }

    /**
     * Goes on with the input that {@link #onCommand} left unfinished.
     *
     * @return true when it is applied.
     */
    public boolean resume() {
        return true;
    }

    /** @return sequence of the last input applied; 0 before the first. */
    public long sequence() {
        return 0;
    }

    /** @return timestamp of the last input applied. */
    public long timestampNs() {
        return 0;
    }

    /** @return the current epoch; 0 before the first EpochStarted. */
    public long epoch() {
        return 0;
    }

    /** @return outSeq of the newest delta; 0 if none. */
    public long outSeq() {
        return 0;
    }

    /** @return how often a core has started on this journal. */
    public long startNumber() {
        return 0;
    }

    /** @return a hash of the whole state: equal for equal states, whatever the process, the JDK or the way there. */
    public long stateHash() {
        return 0;
    }

    /**
     * Writes the whole state between two inputs.
     *
     * @param sink takes the records.
     */
    public void writeSnapshot(final SnapshotSink sink) {}

    /**
     * Takes one record of a snapshot, in the order in which they were written; only on a fresh engine.
     *
     * @param buffer holding the record.
     * @param offset of the record.
     * @param length of the record.
     * @throws IllegalArgumentException if the record makes no sense here.
     */
    public void loadSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {}

    /**
     * To be called after the last record: checks that the state has the hash that was written.
     *
     * @throws IllegalArgumentException if the snapshot is incomplete or its hash differs.
     */
    public void snapshotLoaded() {}

    /**
     * Emits every known order as an OrderDelta as it was last published, to fill a read model after a start.
     *
     * @param rows takes the OrderDelta messages; {@code hasRoom} is not asked.
     */
    public void forEachOrder(final EngineOutput rows) {}

    /**
     * @param instrumentId to look for.
     * @return whether it is defined.
     */
    public boolean knowsInstrument(final int instrumentId) {
        return false;
    }

    /**
     * @param accountId to look for.
     * @return whether it is defined.
     */
    public boolean knowsAccount(final long accountId) {
        return false;
    }

    /**
     * @param venueId to look for.
     * @return whether it is defined.
     */
    public boolean knowsVenue(final int venueId) {
        return false;
    }

    /**
     * @param accountId a known account.
     * @return the highest adjustmentId applied to it; 0 if none or unknown.
     */
    public long lastAdjustmentId(final long accountId) {
        return 0;
    }
}
