package io.tradex.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Inputs for tests of the journal, each told from every other by its bytes, and journals to put them into. */
final class Inputs {
    static final long START_NS = 1_700_000_000_000_000_000L;
    static final long SECOND_NS = 1_000_000_000L;

    private Inputs() {}

    static JournalConfig smallJournal(final Path directory) {
        return new JournalConfig(
                directory, Durability.NONE, WatermarkMode.STRICT, 5, JournalRoll.SECOND, 64 * 1024, 0, 0);
    }

    static byte[] payload(final long sequence) {
        final byte[] bytes = new byte[(int) (8 + (sequence * 37) % 190)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (sequence * 31 + i * 7L + 1);
        }
        return bytes;
    }

    static void append(final ChronicleJournalWriter writer, final long sequence, final long timestampNs) {
        final byte[] payload = payload(sequence);
        writer.append(sequence, timestampNs, new UnsafeBuffer(payload), 0, payload.length);
    }

    /** Appends a stretch of inputs, all of one second, and ends the batch. */
    static void append(final ChronicleJournalWriter writer, final long from, final long to, final long timestampNs) {
        for (long sequence = from; sequence <= to; sequence++) {
            append(writer, sequence, timestampNs);
        }
        writer.endOfBatch();
    }

    /** A closed journal of three cycle files with so many inputs each. */
    static void threeFiles(final Path directory, final int perFile) {
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(smallJournal(directory))) {
            append(writer, 1, perFile, START_NS);
            append(writer, perFile + 1L, 2L * perFile, START_NS + SECOND_NS);
            append(writer, 2L * perFile + 1, 3L * perFile, START_NS + 2 * SECOND_NS);
        }
    }

    /** Reads on to the end and compares each input with what was written. */
    static List<Long> readRest(final JournalReader reader) {
        final List<Long> sequences = new ArrayList<>();
        int count;
        do {
            count = reader.poll(
                    (sequence, timestampNs, buffer, offset, length) -> {
                        final byte[] found = new byte[length];
                        buffer.getBytes(offset, found);
                        if (!Arrays.equals(payload(sequence), found)) {
                            throw new AssertionError("payload of " + sequence + " is " + Arrays.toString(found));
                        }
                        sequences.add(sequence);
                    },
                    10);
        } while (count > 0);
        return sequences;
    }

    static List<Long> readAll(final Path directory) {
        try (JournalReader reader = JournalReader.open(directory)) {
            return readRest(reader);
        }
    }

    static List<Long> sequences(final long from, final long to) {
        final List<Long> sequences = new ArrayList<>();
        for (long sequence = from; sequence <= to; sequence++) {
            sequences.add(sequence);
        }
        return sequences;
    }
}
