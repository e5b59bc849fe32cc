package io.tradex.journal;

import static io.tradex.journal.Inputs.SECOND_NS;
import static io.tradex.journal.Inputs.START_NS;
import static io.tradex.journal.Inputs.append;
import static io.tradex.journal.Inputs.smallJournal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.journal.JournalCondition.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DurabilityTest {
    @TempDir
    private Path directory;

    private final AtomicInteger forces = new AtomicInteger();
    private volatile boolean diskFails;
    private final Disk disk = channel -> {
        if (diskFails) {
            throw new IOException("the disk is gone");
        }
        forces.incrementAndGet();
        channel.force(false);
    };

    @Test
    void shouldCallAnInputDurableOnceAppendedWithoutAForce() {
        try (ChronicleJournalWriter writer = open(Durability.NONE, WatermarkMode.STRICT)) {
            append(writer, 1, START_NS);
            final int before = forces.get();
            for (long sequence = 2; sequence <= 50; sequence++) {
                append(writer, sequence, START_NS);
                assertEquals(sequence, writer.durableSequence());
            }
            writer.endOfBatch();
            assertEquals(before, forces.get());
        }
    }

    @Test
    void shouldCallABatchDurableOnlyOnceItIsForced() throws IOException {
        try (ChronicleJournalWriter writer = open(Durability.BATCH, WatermarkMode.STRICT)) {
            append(writer, 1, START_NS);
            append(writer, 2, START_NS);
            assertEquals(0, writer.durableSequence());
            writer.endOfBatch();
            assertEquals(2, writer.durableSequence());
            assertEquals(2, Watermark.read(directory).orElseThrow());

            final int before = forces.get();
            writer.endOfBatch();
            assertEquals(before, forces.get(), "nothing new, so nothing to force");

            append(writer, 3, START_NS);
            writer.endOfBatch();
            assertEquals(before + 2, forces.get(), "the file and the watermark");
        }
    }

    @Test
    void shouldForceTheWatermarkLaterWhenItMayLag() {
        try (ChronicleJournalWriter writer = open(
                Durability.BATCH, WatermarkMode.LAGGING, smallJournal(directory).withIntervalMs(60_000))) {
            append(writer, 1, START_NS);
            writer.endOfBatch();
            final int before = forces.get();
            append(writer, 2, START_NS);
            writer.endOfBatch();
            assertEquals(2, writer.durableSequence());
            assertEquals(before + 1, forces.get(), "the file alone");
        }
    }

    @Test
    void shouldForceEveryFileThatABatchTouchedAcrossRolls() {
        try (ChronicleJournalWriter writer = open(Durability.BATCH, WatermarkMode.LAGGING)) {
            append(writer, 1, START_NS);
            writer.endOfBatch();
            final int before = forces.get();
            append(writer, 2, START_NS);
            append(writer, 3, START_NS + SECOND_NS);
            append(writer, 4, START_NS + 2 * SECOND_NS);
            writer.endOfBatch();
            assertEquals(4, writer.durableSequence());
            assertTrue(forces.get() >= before + 3, "three files: " + (forces.get() - before));
        }
    }

    @Test
    void shouldForceAtTheIntervalOnAnotherThread() {
        try (ChronicleJournalWriter writer = open(Durability.INTERVAL, WatermarkMode.STRICT)) {
            append(writer, 1, 10, START_NS);
            assertEquals(10, writer.durableSequence());
            await(() -> watermark() == 10);
            append(writer, 11, 20, START_NS + SECOND_NS);
            await(() -> watermark() == 20);
        }
    }

    @Test
    void shouldStopForGoodWhenAForceFails() {
        final ChronicleJournalWriter writer = open(Durability.BATCH, WatermarkMode.STRICT);
        append(writer, 1, 10, START_NS);
        append(writer, 11, START_NS);
        diskFails = true;

        final JournalFailure failure = assertThrows(JournalFailure.class, writer::endOfBatch);
        assertTrue(failure.getMessage().contains("the disk is gone"), failure.getMessage());
        assertEquals(10, writer.durableSequence());

        // A second try would succeed and prove nothing: the kernel may have dropped the pages that it failed to write.
        diskFails = false;
        assertThrows(JournalFailure.class, writer::endOfBatch);
        assertThrows(JournalFailure.class, () -> append(writer, 12, START_NS));
        assertThrows(JournalFailure.class, () -> writer.onDutyCycle(0));
        assertEquals(10, writer.durableSequence());
        writer.close();
        assertEquals(10, watermark());
    }

    @Test
    void shouldStopWhenTheForceAtTheIntervalFails() {
        final ChronicleJournalWriter writer = open(Durability.INTERVAL, WatermarkMode.STRICT);
        diskFails = true;
        append(writer, 1, 5, START_NS);

        await(() -> {
            try {
                writer.onDutyCycle(0);
                return false;
            } catch (final JournalFailure ex) {
                return true;
            }
        });
        assertThrows(JournalFailure.class, () -> append(writer, 6, START_NS));
        writer.close();
    }

    @Test
    void shouldNeverClaimMoreThanWasForcedWhateverTheWatermarkMode() {
        for (final WatermarkMode mode : WatermarkMode.values()) {
            final Path journal = directory.resolve(mode.name());
            final ChronicleJournalWriter writer = open(Durability.BATCH, mode, smallJournal(journal));
            append(writer, 1, 10, START_NS);
            append(writer, 11, START_NS);
            diskFails = true;
            assertThrows(JournalFailure.class, writer::endOfBatch);
            writer.close();
            diskFails = false;

            final JournalCondition condition = JournalRecovery.inspect(journal);
            assertEquals(State.SOUND, condition.state());
            assertEquals(10, condition.watermark());
            assertEquals(11, condition.last().sequence(), "appended, though never called durable");
        }
    }

    @Test
    void shouldSayThatSpaceIsLow() {
        final JournalConfig greedy = smallJournal(directory).withMinFreeBytes(Long.MAX_VALUE);
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(greedy)) {
            assertTrue(writer.lowOnSpace());
            append(writer, 1, 5, START_NS);
        }
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            assertFalse(writer.lowOnSpace());
        }
    }

    @Test
    void shouldTouchPagesAheadOfTheWriterAndHarmNoRecord() {
        final JournalConfig config = new JournalConfig(
                directory, Durability.INTERVAL, WatermarkMode.STRICT, 1, JournalRoll.SECOND, 1 << 20, 1 << 18, 0);
        final long count = 60_000;
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(config)) {
            for (long sequence = 1; sequence <= count; sequence++) {
                append(writer, sequence, START_NS + sequence * 50_000);
            }
        }
        assertEquals(count, JournalRecovery.inspect(directory).last().sequence());
        assertEquals(State.SOUND, JournalRecovery.inspect(directory).state());
    }

    private ChronicleJournalWriter open(final Durability durability, final WatermarkMode mode) {
        return open(durability, mode, smallJournal(directory));
    }

    private ChronicleJournalWriter open(
            final Durability durability, final WatermarkMode mode, final JournalConfig config) {
        return ChronicleJournalWriter.open(config.withDurability(durability, mode), JournalPosition.START, disk);
    }

    private long watermark() {
        try {
            return Watermark.read(directory).orElse(-1);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, "it did not come about in 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
