package io.tradex.journal;

import static io.tradex.journal.Inputs.SECOND_NS;
import static io.tradex.journal.Inputs.START_NS;
import static io.tradex.journal.Inputs.append;
import static io.tradex.journal.Inputs.readAll;
import static io.tradex.journal.Inputs.readRest;
import static io.tradex.journal.Inputs.sequences;
import static io.tradex.journal.Inputs.smallJournal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.journal.JournalCondition.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRoundTripTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadBackEveryInputInOrderAcrossRolls() {
        Inputs.threeFiles(directory, 100);

        assertEquals(3, CycleFiles.list(directory).size());
        assertEquals(sequences(1, 300), readAll(directory));
    }

    @Test
    void shouldGoOnWithTheNextSequenceAfterReopening() {
        for (int run = 0; run < 5; run++) {
            try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
                assertEquals(run * 50L, writer.lastSequence());
                assertEquals(
                        run == 0 ? State.EMPTY : State.SOUND, writer.condition().state());
                append(writer, run * 50L + 1, run * 50L + 50, START_NS + run * (SECOND_NS / 2));
            }
        }

        assertEquals(sequences(1, 250), readAll(directory));
    }

    @Test
    void shouldReadWhatChroniclesOwnTailerReads() {
        Inputs.threeFiles(directory, 70);

        final List<Long> found = new ArrayList<>();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory)
                        .rollCycle(JournalRoll.SECOND.cycle())
                        .build();
                ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    final long at = document.wire().bytes().readPosition();
                    found.add(document.wire().bytes().readLong(at + JournalRecord.SEQUENCE_OFFSET));
                }
            }
        }

        assertEquals(found, readAll(directory));
    }

    @Test
    void shouldSeeInputsAsTheyAreAppendedButNoneBeyondTheSequenceGiven() {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory));
                JournalReader reader = JournalReader.open(directory)) {
            assertEquals(0, reader.poll((sequence, timestampNs, buffer, offset, length) -> {}, 10));
            long read = 0;
            for (long sequence = 1; sequence <= 400; sequence++) {
                append(writer, sequence, START_NS + sequence * SECOND_NS / 100);
                if (sequence % 7 == 0) {
                    final long allowed = sequence - 3;
                    int count;
                    do {
                        count = reader.poll((s, timestampNs, buffer, offset, length) -> {}, 4, allowed);
                        read += count;
                    } while (count > 0);
                    assertEquals(allowed, read);
                    assertEquals(allowed, reader.sequence());
                }
            }
            assertEquals(5, CycleFiles.list(directory).size());
        }
    }

    @Test
    void shouldStartBehindAnyRecord() {
        Inputs.threeFiles(directory, 20);
        for (long start = 0; start <= 60; start++) {
            final JournalPosition position;
            try (JournalReader reader = JournalReader.open(directory)) {
                reader.skipTo(start);
                position = reader.position();
            }
            try (JournalReader reader = JournalReader.openAfter(directory, position)) {
                assertEquals(sequences(start + 1, 60), readRest(reader));
            }
            try (JournalReader reader = JournalReader.openFrom(directory, start)) {
                assertEquals(sequences(Math.max(1, start), 60), readRest(reader));
            }
        }
        try (JournalReader reader = JournalReader.openFrom(directory, 1000)) {
            assertEquals(List.of(), readRest(reader));
        }
    }

    @Test
    void shouldFindThePositionByItsProofWhereTheOffsetIsOfAnotherCopy() {
        Inputs.threeFiles(directory, 20);
        final JournalPosition position;
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.skipTo(33);
            position = reader.position();
        }
        for (final long wrongOffset : new long[] {0, 4, position.offset() + 4, position.offset() + 64, 1L << 40}) {
            final JournalPosition moved =
                    new JournalPosition(33, position.timestampNs(), position.link(), position.file(), wrongOffset);
            try (JournalReader reader = JournalReader.openAfter(directory, moved)) {
                assertEquals(sequences(34, 60), readRest(reader));
            }
        }
    }

    @Test
    void shouldRefuseAPositionOfAnotherJournal() {
        Inputs.threeFiles(directory, 20);
        final JournalPosition foreign = new JournalPosition(33, START_NS, 4711, "20231114-221320T.cq4", 400);
        final JournalPosition beyond = new JournalPosition(61, START_NS, 4711, "20231114-221320T.cq4", 400);

        assertThrows(JournalDamagedException.class, () -> JournalReader.openAfter(directory, foreign));
        assertThrows(JournalDamagedException.class, () -> JournalReader.openAfter(directory, beyond));
    }

    @Test
    void shouldKeepInputsOfEveryAllowedLengthAndRefuseOthers() {
        final int[] lengths = {1, 2, 3, 4, 5, 31, 32, 33, 1023, JournalRecord.MAX_PAYLOAD_BYTES};
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        buffer.setMemory(0, 2048, (byte) 0xA5);
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            for (int i = 0; i < lengths.length; i++) {
                writer.append(i + 1L, START_NS, buffer, i, lengths[i]);
            }
            final long next = lengths.length + 1L;
            assertThrows(IllegalArgumentException.class, () -> writer.append(next, START_NS, buffer, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> writer.append(next, START_NS, buffer, 0, -1));
            assertThrows(IllegalArgumentException.class, () -> writer.append(next, START_NS, buffer, 0, 1025));
            assertThrows(IllegalArgumentException.class, () -> writer.append(next + 1, START_NS, buffer, 0, 8));
            assertThrows(IllegalArgumentException.class, () -> writer.append(next - 1, START_NS, buffer, 0, 8));
            assertEquals(lengths.length, writer.lastSequence());
        }

        final List<Integer> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.poll((sequence, timestampNs, view, offset, length) -> found.add(length), 100);
        }
        assertEquals(lengths.length, found.size());
        for (int i = 0; i < lengths.length; i++) {
            assertEquals(lengths[i], found.get(i));
        }
    }

    @Test
    void shouldStayInTheNewestFileWhenInputTimeGoesBack() {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, 5, START_NS + SECOND_NS);
            append(writer, 6, 10, START_NS);
        }
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 11, 15, START_NS);
        }

        assertEquals(1, CycleFiles.list(directory).size());
        assertEquals(sequences(1, 15), readAll(directory));
    }

    @Test
    void shouldGoOnBehindAFileThatWasEndedWithoutASuccessor() throws IOException {
        Inputs.threeFiles(directory, 20);
        final List<String> files = CycleFiles.list(directory);
        Files.delete(directory.resolve(files.get(2)));
        Files.delete(directory.resolve(Watermark.FILE));
        try (Watermark watermark = Watermark.open(directory, Disk.OPERATING_SYSTEM)) {
            watermark.write(40);
        }

        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 41, 50, START_NS + SECOND_NS);
        }

        assertEquals(sequences(1, 50), readAll(directory));
    }

    @Test
    void shouldHoldAFileOfBlocksThatGrow() {
        final int count = 3000;
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, count, START_NS);
        }

        assertEquals(sequences(1, count), readAll(directory));
        assertEquals(State.SOUND, JournalRecovery.inspect(directory).state());
    }

    @Test
    void shouldKeepTimestampsAsTheyWere() {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, START_NS + 123_456_789);
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.skipTo(1);
            assertEquals(START_NS + 123_456_789, reader.position().timestampNs());
        }
    }

    @Test
    void shouldRefuseToRollOtherwiseThanTheJournalBegan() {
        Inputs.threeFiles(directory, 2);

        final IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> ChronicleJournalWriter.open(smallJournal(directory).withFiles(JournalRoll.DAY, 64 * 1024)));

        assertTrue(refusal.getMessage().contains("journal.roll=DAY"), refusal.getMessage());
    }

    @Test
    void shouldRollByEveryCycle() {
        for (final JournalRoll roll : JournalRoll.values()) {
            final Path journal = directory.resolve(roll.name());
            final JournalConfig config = smallJournal(journal).withFiles(roll, 64 * 1024);
            try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(config)) {
                append(writer, 1, 10, START_NS);
                append(writer, 11, 20, START_NS + 86_400 * SECOND_NS);
            }
            assertEquals(2, CycleFiles.list(journal).size(), roll::name);
            assertEquals(roll.fileNameLength(), CycleFiles.list(journal).get(0).length(), roll::name);
            assertEquals(sequences(1, 20), readAll(journal));
        }
    }

    @Test
    void shouldSayThatThereIsNoDirectory() {
        final UncheckedIOException failure =
                assertThrows(UncheckedIOException.class, () -> JournalReader.open(directory.resolve("nothing-here")));

        assertTrue(failure.getMessage().contains("nothing-here"), failure.getMessage());
        assertFalse(Files.exists(directory.resolve("nothing-here")));
    }
}
