package io.tradex.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {
    private static final int[] LENGTHS = {0, 1, 7, 100, 65_536, SnapshotWriter.MAX_RECORD_BYTES, 3};

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();
    private SnapshotStore store;

    @BeforeEach
    void open() {
        store = new SnapshotStore(directory, 2, warnings::add);
    }

    @Test
    void shouldReadBackWhatWasWritten() {
        final JournalPosition position = position(4711);
        write(position, 9, LENGTHS);

        final Snapshot snapshot = store.newest().orElseThrow();

        assertEquals(position, snapshot.position());
        assertEquals(9, snapshot.epoch());
        assertEquals(LENGTHS.length, snapshot.records());
        assertRecords(snapshot, LENGTHS);
        assertEquals("snapshot-4711.tdx", snapshot.file().getFileName().toString());
        assertTrue(warnings.isEmpty());
    }

    @Test
    void shouldHoldNothingWhenThereIsNone() {
        assertTrue(store.newest().isEmpty());
        assertTrue(new SnapshotStore(directory.resolve("nowhere"), 2, warnings::add)
                .newest()
                .isEmpty());
    }

    @Test
    void shouldKeepTheNewestOnly() {
        for (final long sequence : new long[] {5, 30, 200, 1000}) {
            write(position(sequence), 1, 10);
        }

        assertEquals(1000, store.newest().orElseThrow().position().sequence());
        assertEquals(200, store.newest(999).orElseThrow().position().sequence());
        assertEquals(List.of("snapshot-1000.tdx", "snapshot-200.tdx"), CycleFiles.all(directory));
    }

    @Test
    void shouldNoticeEveryFlippedByteAndFallBackToTheOneBefore() throws IOException {
        write(position(100), 1, 10, 20);
        write(position(200), 1, 10, 20, 30);
        final Path newest = directory.resolve("snapshot-200.tdx");
        final byte[] original = Files.readAllBytes(newest);
        for (int i = 0; i < original.length; i++) {
            final byte[] damaged = original.clone();
            damaged[i] ^= (byte) (1 << (i % 8));
            Files.write(newest, damaged);
            warnings.clear();

            assertEquals(100, store.newest().orElseThrow().position().sequence(), "byte " + i);
            assertEquals(1, warnings.size());
            assertTrue(warnings.get(0).contains("snapshot-200.tdx"), warnings.get(0));
        }
    }

    @Test
    void shouldNoticeACutAndAnOvergrownFile() throws IOException {
        write(position(100), 1, 10);
        write(position(200), 1, 10, 20, 30);
        final Path newest = directory.resolve("snapshot-200.tdx");
        final byte[] original = Files.readAllBytes(newest);
        for (int length = 0; length < original.length; length++) {
            Files.write(newest, Arrays.copyOf(original, length));
            assertEquals(100, store.newest().orElseThrow().position().sequence(), "length " + length);
        }
        Files.write(newest, Arrays.copyOf(original, original.length + 1));
        assertEquals(100, store.newest().orElseThrow().position().sequence());
    }

    @Test
    void shouldPassOverASnapshotThatIsNamedAsAnother() throws IOException {
        write(position(100), 1, 10);
        write(position(200), 1, 10);
        Files.move(directory.resolve("snapshot-200.tdx"), directory.resolve("snapshot-300.tdx"));

        assertEquals(100, store.newest().orElseThrow().position().sequence());
    }

    @Test
    void shouldLeaveNothingBehindWhenNotCommitted() {
        write(position(100), 1, 10);
        try (SnapshotWriter writer = store.begin(position(200), 1)) {
            writer.record(new UnsafeBuffer(new byte[50]), 0, 50);
        }

        assertEquals(List.of("snapshot-100.tdx"), CycleFiles.all(directory));
    }

    @Test
    void shouldClearAwayTheDraftOfAKilledWriter() throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("snapshot-150.tdx.draft"), new byte[10]);
        write(position(200), 1, 10);

        assertEquals(List.of("snapshot-200.tdx"), CycleFiles.all(directory));
    }

    @Test
    void shouldRefuseARecordThatIsTooLong() {
        try (SnapshotWriter writer = store.begin(position(1), 1)) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SnapshotWriter.MAX_RECORD_BYTES + 1]);
            assertThrows(IllegalArgumentException.class, () -> writer.record(buffer, 0, buffer.capacity()));
            assertThrows(IllegalArgumentException.class, () -> writer.record(buffer, 0, -1));
        }
        assertFalse(Files.exists(directory.resolve("snapshot-1.tdx")));
    }

    @Test
    void shouldRefuseToKeepOnlyOne() {
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new SnapshotStore(directory, 1, warnings::add));
        assertTrue(refusal.getMessage().contains("snapshot.keep=1"), refusal.getMessage());
    }

    @Test
    void shouldLeadTheReaderToTheNextInput() {
        final Path journal = directory.resolve("journal");
        Inputs.threeFiles(journal, 20);
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.skipTo(35);
            write(reader.position(), 1, 10);
        }

        final Snapshot snapshot = store.newest().orElseThrow();
        try (JournalReader reader = JournalReader.openAfter(journal, snapshot.position())) {
            assertEquals(Inputs.sequences(36, 60), Inputs.readRest(reader));
        }
        final JournalCondition condition = JournalRecovery.inspect(journal, snapshot.position());
        assertEquals(JournalCondition.State.SOUND, condition.state());
        assertEquals(JournalRecovery.inspect(journal).last(), condition.last());
    }

    private static JournalPosition position(final long sequence) {
        return new JournalPosition(sequence, Inputs.START_NS, sequence * 77, "20231114-22F.cq4", 404);
    }

    private void write(final JournalPosition position, final long epoch, final int... lengths) {
        try (SnapshotWriter writer = store.begin(position, epoch)) {
            for (int i = 0; i < lengths.length; i++) {
                final UnsafeBuffer buffer = new UnsafeBuffer(new byte[lengths[i] + 5]);
                buffer.putBytes(5, bytes(i, lengths[i]));
                writer.record(buffer, 5, lengths[i]);
            }
            writer.commit();
        }
    }

    private static byte[] bytes(final int index, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (index * 17 + i);
        }
        return bytes;
    }

    private static void assertRecords(final Snapshot snapshot, final int[] lengths) {
        final int[] index = new int[1];
        snapshot.forEachRecord((buffer, offset, length) -> {
            final byte[] found = new byte[length];
            buffer.getBytes(offset, found);
            assertArrayEquals(bytes(index[0], lengths[index[0]]), found);
            index[0]++;
        });
        assertEquals(lengths.length, index[0]);
    }
}
