package io.tradex.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.EngineOutput;
import io.tradex.journal.JournalDamagedException;
import io.tradex.journal.Snapshot;
import io.tradex.journal.SnapshotStore;
import io.tradex.journal.SnapshotWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayTest {
    @TempDir
    private Path directory;

    @Test
    void shouldComeByTheLiveEnginesHashAndSequence() {
        final Path journal = directory.resolve("journal");
        final long hash;
        final long sequence;
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(25)) {
            hash = sample.engine().stateHash();
            sequence = sample.engine().sequence();
        }
        try (JournalReplay replay =
                JournalReplay.full(journal, NoHands.INSTANCE).toEnd()) {
            assertEquals(hash, replay.engine().stateHash());
            assertEquals(sequence, replay.engine().sequence());
            assertEquals(sequence, replay.position().sequence());
        }
    }

    @Test
    void shouldGiveTheSameHashAndOutputsFromASnapshotAndTheTail() {
        final Path journal = directory.resolve("journal");
        new SampleJournal(journal).tradeRounds(25).close();
        final SnapshotStore store = new SnapshotStore(directory.resolve("snapshots"), 2, warning -> {});
        final long middle = 50;
        final Recorder full = new Recorder(middle);
        final long hash;
        try (JournalReplay replay = JournalReplay.full(journal, full)) {
            replay.onInput((sequence, timestampNs, buffer, offset, length) -> {});
            hash = replay.toEnd().engine().stateHash();
        }
        snapshotAt(journal, store, middle);

        final Snapshot snapshot = store.newest().orElseThrow();
        assertEquals(middle, snapshot.position().sequence());
        final Recorder tail = new Recorder(middle);
        try (JournalReplay replay = JournalReplay.from(journal, Optional.of(snapshot), tail)) {
            assertEquals(middle, replay.engine().sequence());
            assertEquals(hash, replay.toEnd().engine().stateHash());
        }
        assertTrue(full.outputs.size() > 50, "outputs: " + full.outputs.size());
        assertEquals(full.outputs, tail.outputs);
    }

    @Test
    void shouldRefuseASnapshotOfAnotherJournal() {
        final Path journal = directory.resolve("journal");
        final Path other = directory.resolve("other");
        new SampleJournal(journal).tradeRounds(25).close();
        new SampleJournal(other).tradeRounds(1).close();
        final SnapshotStore store = new SnapshotStore(directory.resolve("snapshots"), 2, warning -> {});
        snapshotAt(journal, store, 50);

        assertThrows(JournalDamagedException.class, () -> JournalReplay.from(other, store.newest(), NoHands.INSTANCE));
    }

    private static void snapshotAt(final Path journal, final SnapshotStore store, final long sequence) {
        final boolean[] taken = new boolean[1];
        try (JournalReplay replay = JournalReplay.full(journal, NoHands.INSTANCE)) {
            replay.onInput((inputSequence, timestampNs, buffer, offset, length) -> {
                if (inputSequence == sequence) {
                    try (SnapshotWriter writer =
                            store.begin(replay.position(), replay.engine().epoch())) {
                        replay.engine().writeSnapshot(writer::record);
                        writer.commit();
                    }
                    taken[0] = true;
                }
            });
            replay.toEnd();
        }
        assertTrue(taken[0]);
    }

    /** Every output after an input, byte by byte. */
    private static final class Recorder implements EngineOutput {
        private final List<String> outputs = new ArrayList<>();
        private final long after;

        Recorder(final long after) {
            this.after = after;
        }

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
                final int length) {
            if (inputSeq > after) {
                final StringBuilder hex = new StringBuilder().append(inputSeq).append(':');
                for (int i = 0; i < length; i++) {
                    hex.append(String.format("%02x", buffer.getByte(offset + i)));
                }
                outputs.add(hex.toString());
            }
        }
    }
}
