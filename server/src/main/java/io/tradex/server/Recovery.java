package io.tradex.server;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalPosition;
import io.tradex.journal.JournalReader;
import io.tradex.journal.Snapshot;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** Brings an engine to where the journal ends: from a snapshot and the journal's tail, or from all of the journal. */
final class Recovery {
    /** Takes what a replayed engine says: it has been said before. */
    static final EngineOutput NO_HANDS = new EngineOutput() {
        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {}
    };

    private static final int BATCH = 10_000;

    private Recovery() {}

    /**
     * Loads a snapshot into a fresh engine.
     *
     * @param fresh    makes an engine.
     * @param engineOf its engine.
     * @param snapshot to load, if there is one.
     * @param log      told what happened.
     * @return the engine's host, at the snapshot, or fresh if there is none that this build can load.
     */
    static <T> T load(
            final Supplier<T> fresh,
            final Function<T, TradingEngine> engineOf,
            final Optional<Snapshot> snapshot,
            final Consumer<String> log) {
        if (snapshot.isPresent()) {
            final T host = fresh.get();
            final TradingEngine engine = engineOf.apply(host);
            try {
                snapshot.get().forEachRecord(engine::loadSnapshotRecord);
                engine.snapshotLoaded();
                return host;
            } catch (final IllegalArgumentException e) {
                log.accept("snapshot " + snapshot.get().file() + " is passed over: " + e.getMessage());
            }
        }
        return fresh.get();
    }

    /**
     * Applies every journalled input that the engine does not have.
     *
     * @param engine at a snapshot, or fresh.
     * @param reader right behind the engine's last input.
     */
    static void replayTail(final TradingEngine engine, final JournalReader reader) {
        while (reader.poll(engine::onCommand, BATCH) > 0) {
            // Each poll applies a batch.
        }
    }

    /** Where to read on for an engine at a snapshot; the journal's start for a fresh one. */
    static JournalPosition positionOf(final TradingEngine engine, final Optional<Snapshot> snapshot) {
        return engine.sequence() == 0
                ? JournalPosition.START
                : snapshot.orElseThrow().position();
    }
}
