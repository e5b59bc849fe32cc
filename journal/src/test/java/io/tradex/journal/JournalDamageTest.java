package io.tradex.journal;

import static io.tradex.journal.Inputs.START_NS;
import static io.tradex.journal.Inputs.append;
import static io.tradex.journal.Inputs.readAll;
import static io.tradex.journal.Inputs.sequences;
import static io.tradex.journal.Inputs.smallJournal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.journal.JournalCondition.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
    private static final int PER_FILE = 40;
    private static final int LAST = 3 * PER_FILE;

    /** Where a record's document stands, its word included. */
    private record Place(long sequence, Path file, long offset, int length) {}

    @TempDir
    private Path directory;

    @Test
    void shouldNoticeEveryFlippedBitInAnyRecordAndSayWhichRecord() throws IOException {
        Inputs.threeFiles(directory, PER_FILE / 2);
        final int[] masks = {0x01, 0x80, 0x40, 0xFF, 0x08};
        int flips = 0;
        for (final Path file : files()) {
            final byte[] original = Files.readAllBytes(file);
            final byte[] damaged = original.clone();
            for (final Place place : places()) {
                if (!place.file().equals(file)) {
                    continue;
                }
                for (int i = 0; i < place.length(); i += i < 40 ? 1 : 11) {
                    final int at = (int) place.offset() + i;
                    damaged[at] ^= (byte) masks[flips % masks.length];
                    flips++;
                    Files.write(file, damaged);
                    final JournalCondition condition = JournalRecovery.inspect(directory);
                    damaged[at] = original[at];

                    final long flippedAt = at;
                    assertEquals(State.DAMAGED, condition.state(), () -> file + " byte " + flippedAt);
                    final JournalDamage damage = condition.damage().orElseThrow();
                    assertEquals(place.sequence(), damage.sequence(), () -> file + " byte " + flippedAt + damage);
                    assertEquals(place.sequence() - 1, condition.last().sequence());
                }
            }
            Files.write(file, original);
        }
        assertEquals(State.SOUND, JournalRecovery.inspect(directory).state());
        assertTrue(flips > 2000, "flips: " + flips);
    }

    @Test
    void shouldNoticeAFlippedByteInThePaddingBetweenRecords() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        int paddings = 0;
        for (final Place place : places()) {
            final int padding = (4 - place.length() % 4) % 4;
            for (int i = 0; i < padding; i++) {
                flip(place.file(), place.offset() + place.length() + i);
                assertEquals(State.DAMAGED, JournalRecovery.inspect(directory).state());
                flip(place.file(), place.offset() + place.length() + i);
                paddings++;
            }
        }
        assertTrue(paddings > 50, "paddings: " + paddings);
    }

    @Test
    void shouldNoticeAZeroedPage() throws IOException {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, 200, START_NS);
        }
        final Path file = files().get(0);
        zero(file, 8192, 4096);

        final JournalCondition condition = JournalRecovery.inspect(directory);

        assertEquals(State.DAMAGED, condition.state());
        assertEquals(
                file.getFileName().toString(), condition.damage().orElseThrow().file());
        assertTrue(condition.last().sequence() < 100);
    }

    @Test
    void shouldNoticeAHoleThatStartsAndEndsBetweenRecords() throws IOException {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, 200, START_NS);
        }
        // No watermark speaks here: what stands behind the hole does.
        resetWatermark(0);
        final List<Place> places = places();
        final long from = places.get(100).offset();
        zero(files().get(0), from, (int) (places.get(120).offset() - from));

        final JournalCondition condition = JournalRecovery.inspect(directory);

        assertEquals(State.TORN, condition.state());
        assertEquals(101, condition.damage().orElseThrow().sequence());
        assertEquals(from, condition.damage().orElseThrow().offset());
        assertTrue(condition.describe().contains("a hole"), condition.describe());
    }

    @Test
    void shouldNoticeATailCutAtTheBorderOfAnyRecord() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final List<Place> places = places();
        final Path newest = files().get(2);
        for (long cut = LAST - 1; cut >= 2L * PER_FILE; cut--) {
            final Place firstLost = places.get((int) cut);
            truncate(newest, firstLost.offset());

            final JournalCondition condition = JournalRecovery.inspect(directory);

            assertEquals(State.DAMAGED, condition.state());
            assertEquals(cut, condition.last().sequence());
            assertEquals(LAST, condition.watermark());
        }
    }

    @Test
    void shouldNoticeAFileCutWithinARecord() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final Place last = places().get(LAST - 1);
        resetWatermark(0);
        for (int left = last.length() - 1; left >= 1; left--) {
            truncate(last.file(), last.offset() + left);

            final JournalCondition condition = JournalRecovery.inspect(directory);

            assertEquals(State.TORN, condition.state(), "bytes left of the record: " + left);
            assertEquals(LAST, condition.damage().orElseThrow().sequence());
        }
    }

    @Test
    void shouldNoticeAMissingFile() throws IOException {
        for (int missing = 0; missing < 3; missing++) {
            final Path journal = directory.resolve("without-" + missing);
            Inputs.threeFiles(journal, PER_FILE);
            Files.delete(journal.resolve(CycleFiles.list(journal).get(missing)));

            final JournalCondition condition = JournalRecovery.inspect(journal);

            assertEquals(State.DAMAGED, condition.state());
            assertEquals((long) missing * PER_FILE, condition.last().sequence());
        }
    }

    @Test
    void shouldNoticeADoubledRecord() throws IOException {
        final Place[] neighbours = neighboursOfOneLength();
        copy(neighbours[0], neighbours[1]);

        final JournalCondition condition = JournalRecovery.inspect(directory);

        assertEquals(State.DAMAGED, condition.state());
        assertEquals(neighbours[1].sequence(), condition.damage().orElseThrow().sequence());
    }

    @Test
    void shouldNoticeRecordsThatChangedPlaces() throws IOException {
        final Place[] neighbours = neighboursOfOneLength();
        final byte[] first = read(neighbours[0]);
        copy(neighbours[1], neighbours[0]);
        write(neighbours[1].file(), neighbours[1].offset(), first);

        final JournalCondition condition = JournalRecovery.inspect(directory);

        assertEquals(State.DAMAGED, condition.state());
        assertEquals(neighbours[0].sequence(), condition.damage().orElseThrow().sequence());
    }

    @Test
    void shouldNoticeARecordReplacedByAnotherSoundOneOfItsSequence() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final Place place = places().get(20);
        final byte[] document = read(place);
        final ByteBuffer record = ByteBuffer.allocateDirect(place.length() - CycleFileReader.WORD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.put(0, document, CycleFileReader.WORD_BYTES, record.capacity());
        record.put(JournalRecord.PAYLOAD_OFFSET, (byte) 99);
        JournalRecord.encodeHeader(
                new CRC32C(),
                record,
                place.sequence(),
                record.getLong(JournalRecord.TIMESTAMP_OFFSET),
                record.getLong(JournalRecord.LINK_OFFSET),
                record.capacity() - JournalRecord.HEADER_BYTES);
        record.get(0, document, CycleFileReader.WORD_BYTES, record.capacity());
        write(place.file(), place.offset(), document);

        final JournalCondition condition = JournalRecovery.inspect(directory);

        assertEquals(State.DAMAGED, condition.state());
        assertEquals(place.sequence() + 1, condition.damage().orElseThrow().sequence());
        assertTrue(condition.describe().contains("does not follow the one before"), condition.describe());
    }

    @Test
    void shouldNoticeAFileThatIsNoCycleFile() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final byte[] garbage = new byte[5000];
        Arrays.fill(garbage, (byte) 0x5A);
        for (final String name : new String[] {"garbage.cq4", "20231114F.cq4", "20231114-221325T.cq4"}) {
            Files.write(directory.resolve(name), garbage);

            final JournalCondition condition = JournalRecovery.inspect(directory);

            assertEquals(name, condition.damage().orElseThrow().file());
            assertFalse(condition.startable());
            Files.delete(directory.resolve(name));
        }
        Files.write(directory.resolve("notes.txt"), garbage);
        final JournalCondition condition = JournalRecovery.inspect(directory);
        assertEquals(State.SOUND, condition.state());
        assertEquals(List.of("the journal's directory also holds notes.txt"), condition.notes());
    }

    @Test
    void shouldRefuseToOpenADamagedJournalAndSayWhereAndWhatToDo() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final Place place = places().get(49);
        flip(place.file(), place.offset() + 60);
        final List<byte[]> before = contents();

        final JournalDamagedException refusal =
                assertThrows(JournalDamagedException.class, () -> ChronicleJournalWriter.open(smallJournal(directory)));

        assertEquals(50, refusal.damage().sequence());
        assertTrue(refusal.getMessage().contains("record 50 in " + place.file().getFileName()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("at byte " + place.offset()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("replay repair"), refusal.getMessage());
        final List<byte[]> after = contents();
        for (int i = 0; i < before.size(); i++) {
            assertTrue(Arrays.equals(before.get(i), after.get(i)), "a refused journal must stay as it is");
        }
    }

    @Test
    void shouldNoticeAMissingOrSpoiltWatermark() throws IOException {
        Inputs.threeFiles(directory, PER_FILE);
        final Path watermark = directory.resolve(Watermark.FILE);
        final byte[] original = Files.readAllBytes(watermark);

        Files.write(watermark, new byte[original.length]);
        assertEquals(State.DAMAGED, JournalRecovery.inspect(directory).state());
        Files.write(watermark, new byte[0]);
        assertEquals(State.DAMAGED, JournalRecovery.inspect(directory).state());
        Files.delete(watermark);
        assertEquals(State.DAMAGED, JournalRecovery.inspect(directory).state());

        Files.write(watermark, original);
        assertEquals(State.SOUND, JournalRecovery.inspect(directory).state());
    }

    @Test
    void shouldFallBackToTheOlderSlotOfATornWatermark() throws IOException {
        Files.createDirectories(directory);
        for (int newest = 0; newest < 2; newest++) {
            try (Watermark watermark = Watermark.open(directory, Disk.OPERATING_SYSTEM)) {
                watermark.write(100 + newest);
                watermark.write(200 + newest);
            }
            assertEquals(200 + newest, Watermark.read(directory).orElseThrow());
        }
        final Path file = directory.resolve(Watermark.FILE);
        final byte[] original = Files.readAllBytes(file);
        for (int slot = 0; slot < 2; slot++) {
            for (int i = 0; i < 24; i++) {
                final byte[] torn = original.clone();
                torn[slot * 4096 + i] ^= 0x10;
                Files.write(file, torn);
                final long found = Watermark.read(directory).orElseThrow();
                assertTrue(found == 201 || found == 101, "found " + found);
                final boolean spoiltNewest = found == 101;
                Files.write(file, original);
                assertEquals(201, Watermark.read(directory).orElseThrow());
                assertEquals(slot == 1, spoiltNewest, "slot " + slot + " byte " + i);
            }
        }
    }

    @Test
    void shouldCopyTheSoundBeginningAndLeaveTheOriginalAlone() throws IOException {
        final Path original = directory.resolve("original");
        final Path copy = directory.resolve("copy");
        Inputs.threeFiles(original, PER_FILE);
        resetWatermark(original, 60);
        final Place place = places(original).get(79);
        flip(place.file(), place.offset() + 50);

        final JournalCondition found = JournalRecovery.repair(original, copy, false);

        assertEquals(State.TORN, found.state());
        assertEquals(79, found.last().sequence());
        assertEquals(State.TORN, JournalRecovery.inspect(original).state());
        assertEquals(sequences(1, 79), readAll(copy));
        final JournalCondition repaired = JournalRecovery.inspect(copy);
        assertEquals(State.SOUND, repaired.state());
        assertTrue(repaired.repaired());
        assertEquals(found.last().link(), repaired.last().link());

        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(copy))) {
            assertTrue(writer.condition().repaired());
            append(writer, 80, 85, START_NS + 5 * Inputs.SECOND_NS);
        }
        assertFalse(JournalRecovery.inspect(copy).repaired(), "an epoch was started since");
    }

    @Test
    void shouldLeaveDurableRecordsBehindOnlyWhenToldTo() throws IOException {
        final Path original = directory.resolve("original");
        Inputs.threeFiles(original, PER_FILE);
        final Place place = places(original).get(79);
        flip(place.file(), place.offset() + 50);
        final Path copy = directory.resolve("copy");

        final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> JournalRecovery.repair(original, copy, false));
        assertTrue(refusal.getMessage().contains("durable"), refusal.getMessage());
        assertFalse(Files.exists(copy));

        JournalRecovery.repair(original, copy, true);
        assertEquals(sequences(1, 79), readAll(copy));
    }

    @Test
    void shouldCopyASoundJournalWholeWithoutStartingAnEpoch() {
        final Path original = directory.resolve("original");
        Inputs.threeFiles(original, PER_FILE);
        final Path copy = directory.resolve("copy");

        final JournalCondition found = JournalRecovery.repair(original, copy, false);

        assertEquals(State.SOUND, found.state());
        assertEquals(sequences(1, LAST), readAll(copy));
        assertEquals(CycleFiles.list(original), CycleFiles.list(copy));
        assertFalse(JournalRecovery.inspect(copy).repaired());
    }

    @Test
    void shouldNotOverwriteAnythingNorCopyNothing() {
        final Path original = directory.resolve("original");
        Inputs.threeFiles(original, PER_FILE);
        ChronicleJournalWriter.open(smallJournal(directory.resolve("empty"))).close();

        final IllegalStateException exists =
                assertThrows(IllegalStateException.class, () -> JournalRecovery.repair(original, directory, true));
        final IllegalStateException empty = assertThrows(
                IllegalStateException.class,
                () -> JournalRecovery.repair(directory.resolve("empty"), directory.resolve("copy"), true));

        assertTrue(exists.getMessage().contains("exists already"), exists.getMessage());
        assertTrue(empty.getMessage().contains("no sound record"), empty.getMessage());
    }

    @Test
    void shouldNeverAppendWrongWhateverIsFlippedInChroniclesOwnDocuments() throws IOException {
        final Path template = directory.resolve("template");
        Inputs.threeFiles(template, 3);
        final Path newest = template.resolve(CycleFiles.list(template).get(2));
        final long firstRecord = places(template).get(6).offset();
        int refused = 0;
        int opened = 0;
        for (int at = 0; at < firstRecord; at += at < 400 ? 7 : 199) {
            final byte[] original = Files.readAllBytes(newest);
            flip(newest, at);
            final Path journal = directory.resolve("flipped-" + at);
            copyDirectory(template, journal);
            Files.write(newest, original);
            opened++;
            try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(journal))) {
                append(writer, 10, 12, START_NS + 2 * Inputs.SECOND_NS);
            } catch (final JournalFailure | JournalDamagedException ex) {
                refused++;
                continue;
            }
            final long flippedAt = at;
            assertEquals(sequences(1, 12), readAll(journal), () -> "byte " + flippedAt);
        }
        assertTrue(refused > 0 && refused < opened, "refused: " + refused + " of " + opened);
    }

    private Place[] neighboursOfOneLength() throws IOException {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
            for (long sequence = 1; sequence <= 50; sequence++) {
                payload.putLong(0, sequence);
                writer.append(sequence, START_NS, payload, 0, 64);
            }
        }
        final List<Place> places = places();
        return new Place[] {places.get(30), places.get(31)};
    }

    private List<Path> files() {
        final List<Path> files = new ArrayList<>();
        CycleFiles.list(directory).forEach(name -> files.add(directory.resolve(name)));
        return files;
    }

    private List<byte[]> contents() throws IOException {
        final List<byte[]> contents = new ArrayList<>();
        for (final String name : CycleFiles.all(directory)) {
            contents.add(Files.readAllBytes(directory.resolve(name)));
        }
        return contents;
    }

    private List<Place> places() {
        return places(directory);
    }

    private static List<Place> places(final Path journal) {
        final List<Place> places = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            final int[] lengthOfLast = new int[1];
            while (reader.poll((sequence, time, buffer, offset, length) -> lengthOfLast[0] = length, 1) > 0) {
                final JournalPosition at = reader.position();
                places.add(new Place(
                        at.sequence(),
                        journal.resolve(at.file()),
                        at.offset(),
                        CycleFileReader.WORD_BYTES + JournalRecord.HEADER_BYTES + lengthOfLast[0]));
            }
        }
        return places;
    }

    private void resetWatermark(final long sequence) throws IOException {
        resetWatermark(directory, sequence);
    }

    private static void resetWatermark(final Path journal, final long sequence) throws IOException {
        Files.delete(journal.resolve(Watermark.FILE));
        try (Watermark watermark = Watermark.open(journal, Disk.OPERATING_SYSTEM)) {
            watermark.write(sequence);
        }
    }

    private static void copyDirectory(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        for (final String name : CycleFiles.all(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    private static void copy(final Place from, final Place to) throws IOException {
        assertEquals(from.length(), to.length());
        write(to.file(), to.offset(), read(from));
    }

    private static byte[] read(final Place place) throws IOException {
        final byte[] all = Files.readAllBytes(place.file());
        return Arrays.copyOfRange(all, (int) place.offset(), (int) place.offset() + place.length());
    }

    private static void flip(final Path file, final long offset) throws IOException {
        final byte[] all = Files.readAllBytes(file);
        write(file, offset, new byte[] {(byte) (all[(int) offset] ^ 0x08)});
    }

    private static void zero(final Path file, final long offset, final int length) throws IOException {
        write(file, offset, new byte[length]);
    }

    private static void write(final Path file, final long offset, final byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    private static void truncate(final Path file, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
