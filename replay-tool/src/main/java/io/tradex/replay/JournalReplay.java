package io.tradex.replay;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalPosition;
import io.tradex.journal.JournalReader;
import io.tradex.journal.JournalRecordHandler;
import io.tradex.journal.Snapshot;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Drives an engine over the inputs of a journal. Its outputs go where the caller says, never out of the process. Not thread
 * safe.
 *
 * <p>Damage of the journal comes out as {@link io.tradex.journal.JournalDamagedException}, a state that is not the journalled
 * one as {@link io.tradex.core.engine.InvariantViolation}.
 */
public final class JournalReplay implements AutoCloseable {
    private static final int RECORDS_PER_POLL = 1024;

    private final TradingEngine engine;
    private final JournalReader reader;
    private final JournalRecordHandler inputs = this::apply;
    private JournalRecordHandler listener = (sequence, timestampNs, buffer, offset, length) -> {};

    private JournalReplay(final TradingEngine engine, final JournalReader reader) {
        this.engine = engine;
        this.reader = reader;
    }

    /**
     * From the first input on.
     *
     * @param journal directory.
     * @param output  takes what the engine says.
     * @return a replay before the first input.
     */
    public static JournalReplay full(final Path journal, final EngineOutput output) {
        return new JournalReplay(new TradingEngine(output), JournalReader.open(journal));
    }

    /**
     * From a snapshot on.
     *
     * @param journal  directory.
     * @param snapshot of it; empty for a full replay.
     * @param output   takes what the engine says about the inputs after the snapshot.
     * @return a replay behind the snapshot's last input.
     * @throws IllegalArgumentException                   if the snapshot makes no sense to this engine.
     * @throws io.tradex.journal.JournalDamagedException if the snapshot is not one of this journal.
     */
    public static JournalReplay from(final Path journal, final Optional<Snapshot> snapshot, final EngineOutput output) {
        if (snapshot.isEmpty()) {
            return full(journal, output);
        }
        final TradingEngine engine = new TradingEngine(output);
        snapshot.get().forEachRecord(engine::loadSnapshotRecord);
        engine.snapshotLoaded();
        return new JournalReplay(
                engine, JournalReader.openAfter(journal, snapshot.get().position()));
    }

    /**
     * @param handler is given each input after the engine has applied it.
     * @return this.
     */
    public JournalReplay onInput(final JournalRecordHandler handler) {
        listener = handler;
        return this;
    }

    /**
     * Applies some inputs.
     *
     * @return how many; 0 at the end of what is written.
     */
    public int poll() {
        return reader.poll(inputs, RECORDS_PER_POLL);
    }

    /**
     * Applies every input up to the end of what is written.
     *
     * @return this.
     */
    public JournalReplay toEnd() {
        int count;
        do {
            count = poll();
        } while (count > 0);
        return this;
    }

    /** @return the engine, with every input applied so far: its sequence, epoch and state hash can be asked for. */
    public TradingEngine engine() {
        return engine;
    }

    /** @return behind the last input that was applied. */
    public JournalPosition position() {
        return reader.position();
    }

    private void apply(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        boolean applied = engine.onCommand(sequence, timestampNs, buffer, offset, length);
        while (!applied) {
            applied = engine.resume();
        }
        listener.onRecord(sequence, timestampNs, buffer, offset, length);
    }

    @Override
    public void close() {
        reader.close();
    }
}
