package io.tradex.journal;

import io.tradex.journal.JournalCondition.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** Finds out whether a journal can be trusted, to its end, and makes a trustworthy copy of one that cannot. */
public final class JournalRecovery {
    /** Says that records were cut, and up to where the copy goes. */
    static final String REPAIRED_FILE = "repaired.txt";

    /** An index document, the longest that Chronicle writes in one go, is about 32 KiB. */
    private static final int MAX_UNFINISHED_BYTES = 128 * 1024;

    private static final int RECORDS_PER_POLL = 4096;
    private static final String SEQUENCE_KEY = "sequence=";

    private JournalRecovery() {}

    /**
     * Reads the whole journal and changes nothing. It may be written to meanwhile.
     *
     * @param directory of the journal.
     * @return what was found.
     * @throws UncheckedIOException if the directory or a file cannot be read.
     */
    public static JournalCondition inspect(final Path directory) {
        return inspect(directory, JournalPosition.START);
    }

    /**
     * Reads the journal from a record on that is known by other means, such as a snapshot, and changes nothing. It may be
     * written to meanwhile.
     *
     * @param directory of the journal.
     * @param trusted   behind the last record that is taken on trust.
     * @return what was found.
     * @throws UncheckedIOException if the directory or a file cannot be read.
     */
    public static JournalCondition inspect(final Path directory, final JournalPosition trusted) {
        final List<String> notes = new ArrayList<>();
        final Scan scan = new Scan(trusted);
        try {
            final Optional<JournalDamage> mixed = foreignFile(directory, notes);
            // Read before the records, so that it cannot be ahead of them where the journal is being written.
            final OptionalLong read = readWatermark(directory);
            scan.run(directory);
            final boolean holdsRecords = scan.last.sequence() > 0 || scan.damage != null;
            final long watermark = checkedWatermark(read, scan, holdsRecords);
            if (scan.damage == null) {
                scan.damage = mixed.orElse(null);
                if (mixed.isPresent()) {
                    return condition(State.DAMAGED, scan, watermark, directory, notes);
                }
            }
            if (scan.damage == null) {
                return condition(holdsRecords ? State.SOUND : State.EMPTY, scan, watermark, directory, notes);
            }
            final boolean behindWatermark = watermark >= 0 && scan.damage.sequence() > watermark;
            return condition(behindWatermark ? State.TORN : State.DAMAGED, scan, watermark, directory, notes);
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot read the journal in " + directory.toAbsolutePath(), ex);
        }
    }

    private static JournalCondition condition(
            final State state, final Scan scan, final long watermark, final Path directory, final List<String> notes)
            throws IOException {
        final boolean repaired = repairedAt(directory) == scan.last.sequence();
        return new JournalCondition(
                state, scan.last, watermark, Optional.ofNullable(scan.damage), scan.unfinishedTail, repaired, notes);
    }

    /** Empty if both slots are spoilt; -1 if there is no such file. */
    private static OptionalLong readWatermark(final Path directory) throws IOException {
        try {
            return Watermark.read(directory);
        } catch (final NoSuchFileException ex) {
            return OptionalLong.of(-1);
        }
    }

    /** Sets the damage that the watermark reveals; answers it, or -1 if there is none that can be read. */
    private static long checkedWatermark(final OptionalLong read, final Scan scan, final boolean holdsRecords) {
        final long next = scan.last.sequence() + 1;
        final long watermark = read.orElse(-1);
        if (read.isPresent() && watermark < 0 && !holdsRecords) {
            return 0;
        }
        if (scan.damage != null) {
            return watermark;
        }
        if (watermark < 0) {
            scan.damage = new JournalDamage(
                    next,
                    Watermark.FILE,
                    0,
                    read.isPresent()
                            ? "the file is gone that says how far the journal has been durable"
                            : "neither slot of the file that says how far the journal was durable is sound");
        } else if (watermark > scan.last.sequence()) {
            scan.damage = new JournalDamage(
                    next,
                    scan.last.file(),
                    scan.last.offset(),
                    "the journal ends after record " + scan.last.sequence() + ", but record " + watermark
                            + " was durable: its tail, or a cycle file, was cut off");
        }
        return watermark;
    }

    /** A file that ends like a cycle file and is none of this journal's would confuse Chronicle, and may be a lost one. */
    private static Optional<JournalDamage> foreignFile(final Path directory, final List<String> notes) {
        int length = -1;
        for (final String name : CycleFiles.all(directory)) {
            if (name.endsWith(CycleFiles.SUFFIX)) {
                if (!CycleFiles.isCycleFile(name) || (length >= 0 && name.length() != length)) {
                    return Optional.of(new JournalDamage(1, name, 0, "the file is none of this journal's cycle files"));
                }
                length = name.length();
            } else if (!name.equals(DirectoryLock.FILE)
                    && !name.equals(Watermark.FILE)
                    && !name.equals(REPAIRED_FILE)
                    && !name.equals(CycleFiles.CHRONICLE_METADATA)) {
                notes.add("the journal's directory also holds " + name);
            }
        }
        return Optional.empty();
    }

    /** Sequence at which the journal was cut by a repair; -1 if it never was. */
    private static long repairedAt(final Path directory) throws IOException {
        final Path marker = directory.resolve(REPAIRED_FILE);
        if (!Files.exists(marker)) {
            return -1;
        }
        for (final String line : Files.readAllLines(marker, StandardCharsets.UTF_8)) {
            if (line.startsWith(SEQUENCE_KEY)) {
                return Long.parseLong(line.substring(SEQUENCE_KEY.length()).trim());
            }
        }
        throw new IOException(marker + " does not say where the journal was cut");
    }

    /**
     * Copies the sound beginning of a damaged journal and leaves the original as it is. The copy appears under its name only
     * when it is whole and durable, and is marked so that the core starts a new epoch on it. A journal that is sound to its
     * end is copied whole and not marked: the way out where only Chronicle's own indices are damaged.
     *
     * @param from       the damaged journal, which nobody is writing to.
     * @param to         directory of the copy; must not exist.
     * @param acceptLoss whether records that were known to be durable may be left behind.
     * @return what the original is like; its {@code last} is where the copy ends.
     * @throws IllegalStateException if there is no record to copy, or {@code to} exists, or durable records would be lost
     *                               and that was not accepted; the message says which.
     * @throws JournalInUseException if the original is being written to.
     * @throws UncheckedIOException  if reading or writing fails.
     */
    public static JournalCondition repair(final Path from, final Path to, final boolean acceptLoss) {
        if (!Files.isDirectory(from)) {
            throw new IllegalStateException("there is no journal directory " + from.toAbsolutePath());
        }
        if (Files.exists(to)) {
            throw new IllegalStateException(to.toAbsolutePath() + " exists already: name a directory that does not");
        }
        final DirectoryLock lock = DirectoryLock.acquire(from);
        try {
            final JournalCondition condition = inspect(from);
            if (condition.last().sequence() == 0) {
                throw new IllegalStateException("there is no sound record to copy: " + condition.describe());
            }
            if (condition.state() == State.DAMAGED && !acceptLoss) {
                throw new IllegalStateException(
                        "records that were durable would be left behind; say that you accept that: "
                                + condition.describe());
            }
            copy(from, to, condition);
            return condition;
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot copy to " + to.toAbsolutePath(), ex);
        } finally {
            lock.close();
        }
    }

    private static void copy(final Path from, final Path to, final JournalCondition condition) throws IOException {
        final Path target = to.toAbsolutePath();
        final Path draft = target.resolveSibling(target.getFileName() + ".draft");
        if (Files.exists(draft)) {
            throw new IOException(draft + " is left over from an earlier try: remove it");
        }
        final long end = condition.last().sequence();
        final JournalConfig config = JournalConfig.defaults(draft).withMinFreeBytes(0);
        try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(
                        config.withFiles(rollOf(condition.last().file()), config.blockBytes()));
                JournalReader reader = JournalReader.open(from)) {
            while (reader.sequence() < end && reader.poll(writer::append, RECORDS_PER_POLL, end) > 0) {
                writer.endOfBatch();
            }
        }
        if (condition.damage().isPresent()) {
            mark(draft, end, from, condition.damage().get());
        }
        CycleFiles.forceDirectory(draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        CycleFiles.forceDirectory(target.getParent());
    }

    private static void mark(final Path draft, final long end, final Path from, final JournalDamage damage)
            throws IOException {
        final String note = SEQUENCE_KEY + end + "\nfrom=" + from.toAbsolutePath() + "\ncut=" + damage + "\n";
        final Path marker = draft.resolve(REPAIRED_FILE);
        Files.writeString(marker, note, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static JournalRoll rollOf(final String file) {
        for (final JournalRoll roll : JournalRoll.values()) {
            if (roll.fileNameLength() == file.length()) {
                return roll;
            }
        }
        return JournalRoll.HOUR;
    }

    /** One walk from a position to the end. */
    private static final class Scan {
        private JournalPosition last;
        private JournalDamage damage;
        private boolean unfinishedTail;

        Scan(final JournalPosition from) {
            last = from;
        }

        void run(final Path directory) {
            JournalReader reader = null;
            try {
                reader = JournalReader.openAfter(directory, last);
                reader.skipTo(Long.MAX_VALUE);
                checkTailOf(reader);
            } catch (final JournalDamagedException ex) {
                damage = ex.damage();
            } finally {
                if (reader != null) {
                    last = reader.position();
                    reader.close();
                }
            }
        }

        /** What looks like a hole is none if records can be read there by now: somebody is writing. */
        private void checkTailOf(final JournalReader reader) {
            final long end = reader.sequence();
            try {
                checkTail(reader);
            } catch (final JournalDamagedException ex) {
                reader.skipTo(end + 1);
                if (reader.sequence() == end) {
                    throw ex;
                }
            }
        }

        private void checkTail(final JournalReader reader) {
            final CycleFileReader file = reader.currentFile();
            if (file == null) {
                return;
            }
            final long end = file.offset();
            if (reader.place() == CycleFileReader.Place.ROLLED) {
                final long at = file.firstNonZero(end + 2 * CycleFileReader.WORD_BYTES);
                if (at >= 0) {
                    throw reader.damagedHere("the cycle ends here, but more data stands at byte " + at);
                }
            } else {
                unfinishedTail = checkUnfinished(reader, file, end);
            }
        }

        /**
         * What the writer left undone when it died is the last thing in the file, and short. A sound record behind it shows a
         * hole, or a finished document that was spoilt.
         *
         * @return whether there is anything.
         */
        private static boolean checkUnfinished(
                final JournalReader reader, final CycleFileReader file, final long start) {
            final long endOfData = file.endOfData(start);
            if (endOfData - start > MAX_UNFINISHED_BYTES) {
                throw reader.damagedHere("a hole: no finished document, but data goes on up to byte " + endOfData);
            }
            final CRC32C crc = new CRC32C();
            for (long at = start + CycleFileReader.WORD_BYTES; at < endOfData; at += CycleFileReader.WORD_BYTES) {
                if (file.holdsRecordAt(at, crc)) {
                    throw reader.damagedHere("a hole: no finished document, but a sound record stands at byte " + at);
                }
            }
            return endOfData > start;
        }
    }
}
