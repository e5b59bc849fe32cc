package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a journal in order and proves each record on the way: its CRC, its sequence, its link to the one before. Reading takes
 * no lock and changes nothing, so a journal can be read while it is written, up to its last finished record. Not thread safe.
 */
public final class JournalReader implements AutoCloseable {
    private final Path directory;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    private CycleFileReader file;
    private CycleFileReader.Place place = CycleFileReader.Place.END;
    private long recordsInFile;
    private boolean verifyLinks;

    private long sequence;
    private long timestampNs;
    private long link;
    private String lastFile;
    private long lastOffset;

    private JournalReader(final Path directory, final JournalPosition from, final boolean verifyLinks) {
        this.directory = directory;
        this.sequence = from.sequence();
        this.timestampNs = from.timestampNs();
        this.link = from.link();
        this.lastFile = from.file();
        this.lastOffset = from.offset();
        this.verifyLinks = verifyLinks;
    }

    /**
     * From the first record.
     *
     * @param directory of the journal.
     * @return a reader before the first record.
     * @throws UncheckedIOException if there is no such directory, or it cannot be read.
     */
    public static JournalReader open(final Path directory) {
        requireDirectory(directory);
        return new JournalReader(directory, JournalPosition.START, true);
    }

    /**
     * From the record after a given one. Looks for the given one where the position says, and where it is not there (the
     * journal was copied), by a scan from the first record on.
     *
     * @param directory of the journal.
     * @param position  behind a record.
     * @return a reader right there.
     * @throws JournalDamagedException if this journal has no such record.
     */
    public static JournalReader openAfter(final Path directory, final JournalPosition position) {
        requireDirectory(directory);
        if (position.sequence() == 0) {
            return open(directory);
        }
        final JournalReader reader = new JournalReader(directory, position, true);
        if (reader.standsBehind(position)) {
            return reader;
        }
        reader.close();
        final JournalReader scan = open(directory);
        scan.skipTo(position.sequence());
        if (scan.sequence != position.sequence() || scan.link != position.link()) {
            scan.close();
            throw new JournalDamagedException(
                    new JournalDamage(
                            position.sequence(),
                            position.file(),
                            position.offset(),
                            "the journal does not hold the record that is to be gone on from; it is another journal, or lost it"));
        }
        return scan;
    }

    /**
     * From a record of a given sequence, without reading the cycle files before the one that holds it. The link of the first
     * record read is taken on trust.
     *
     * @param directory    of the journal.
     * @param fromSequence of the first record to be read.
     * @return a reader before that record, or at the end if the journal does not reach so far.
     */
    public static JournalReader openFrom(final Path directory, final long fromSequence) {
        requireDirectory(directory);
        if (fromSequence <= 1) {
            return open(directory);
        }
        final List<String> names = CycleFiles.list(directory);
        JournalReader reader = open(directory);
        for (int i = names.size() - 1; i > 0; i--) {
            final JournalReader candidate = new JournalReader(directory, JournalPosition.START, false);
            candidate.file = new CycleFileReader(directory.resolve(names.get(i)), 0);
            final long first = candidate.peekSequence();
            if (first > 0 && first <= fromSequence) {
                reader.close();
                candidate.sequence = first - 1;
                reader = candidate;
                break;
            }
            candidate.close();
        }
        reader.skipTo(fromSequence - 1);
        return reader;
    }

    /**
     * Hands over records.
     *
     * @param handler takes them.
     * @param limit   on how many, at least 1.
     * @return how many; 0 at the end of what is written.
     * @throws JournalDamagedException at the first record that cannot be trusted.
     */
    public int poll(final JournalRecordHandler handler, final int limit) {
        return poll(handler, limit, Long.MAX_VALUE);
    }

    /**
     * Hands over records up to a sequence, such as the writer's durable one.
     *
     * @param handler     takes them.
     * @param limit       on how many, at least 1.
     * @param maxSequence of the last record to hand over.
     * @return how many; 0 at the end of what is written and allowed.
     * @throws JournalDamagedException at the first record that cannot be trusted.
     */
    public int poll(final JournalRecordHandler handler, final int limit, final long maxSequence) {
        int count = 0;
        while (count < limit && sequence < maxSequence && moveToRecord()) {
            accept();
            handler.onRecord(sequence, timestampNs, payload, 0, payload.capacity());
            count++;
        }
        return count;
    }

    /**
     * Proves records without handing them over, up to a sequence or the end of what is written.
     *
     * @param lastSequence of the last record to go past.
     * @throws JournalDamagedException at the first record that cannot be trusted.
     */
    public void skipTo(final long lastSequence) {
        int count;
        do {
            count = poll(
                    (recordSequence, recordTimestampNs, buffer, offset, length) -> {}, Integer.MAX_VALUE, lastSequence);
        } while (count > 0);
    }

    /** @return behind the last record that was handed over. */
    public JournalPosition position() {
        return new JournalPosition(sequence, timestampNs, link, lastFile, lastOffset);
    }

    /** @return sequence of the last record that was handed over. */
    public long sequence() {
        return sequence;
    }

    /** Where the reader stands in a file, and what is there; for recovery, at the end of the journal. */
    CycleFileReader currentFile() {
        return file;
    }

    CycleFileReader.Place place() {
        return place;
    }

    /** Records handed over from the current file, if it was read from its start. */
    long recordsInFile() {
        return recordsInFile;
    }

    JournalDamagedException damagedHere(final String what) {
        return new JournalDamagedException(new JournalDamage(
                sequence + 1, file == null ? lastFile : file.name(), file == null ? 0 : file.offset(), what));
    }

    private boolean moveToRecord() {
        while (true) {
            if (file == null && !openFileAfter("")) {
                return false;
            }
            place = look();
            if (place == CycleFileReader.Place.RECORD) {
                return true;
            }
            if (place == CycleFileReader.Place.FAULT) {
                throw damagedHere(file.fault());
            }
            if (!moveToNextFile()) {
                return false;
            }
        }
    }

    /** What was read earlier may have grown since: anything but a record is looked at again. */
    private CycleFileReader.Place look() {
        CycleFileReader.Place now = file.look();
        if (now == CycleFileReader.Place.RECORD && faultInRecord() == null) {
            return now;
        }
        file.refresh();
        now = file.look();
        if (now == CycleFileReader.Place.RECORD) {
            final String fault = faultInRecord();
            if (fault != null) {
                throw damagedHere(fault);
            }
        }
        return now;
    }

    private boolean moveToNextFile() {
        final String name = file.name();
        final String next = nextFile(name);
        if (next == null) {
            return false;
        }
        // A record may have come between the look at this file and the one at the directory.
        file.refresh();
        place = file.look();
        if (place == CycleFileReader.Place.RECORD) {
            return true;
        }
        if (place == CycleFileReader.Place.FAULT) {
            throw damagedHere(file.fault());
        }
        requireNothingBehind();
        file.close();
        file = new CycleFileReader(directory.resolve(next), 0);
        recordsInFile = 0;
        return true;
    }

    /** A file that is followed by another is complete: behind its end there must be nothing. */
    private void requireNothingBehind() {
        final int endMarkBytes = place == CycleFileReader.Place.ROLLED ? 2 * CycleFileReader.WORD_BYTES : 0;
        final long at = file.firstNonZero(file.offset() + endMarkBytes);
        if (at >= 0) {
            throw damagedHere("a hole: no record ends here, though more follow; the next data stands at byte " + at);
        }
    }

    private boolean openFileAfter(final String name) {
        final String next = nextFile(name);
        if (next == null) {
            return false;
        }
        file = new CycleFileReader(directory.resolve(next), 0);
        recordsInFile = 0;
        return true;
    }

    private String nextFile(final String name) {
        for (final String candidate : CycleFiles.list(directory)) {
            if (candidate.compareTo(name) > 0) {
                return candidate;
            }
        }
        return null;
    }

    private String faultInRecord() {
        final String fault = JournalRecord.faultIn(crc, file.window(), file.recordOffset(), file.recordLength());
        if (fault != null) {
            return fault;
        }
        final long found = file.window().getLong(file.recordOffset() + JournalRecord.SEQUENCE_OFFSET);
        if (found != sequence + 1) {
            return "a sound record of sequence " + found + " stands where " + (sequence + 1) + " should";
        }
        final long foundLink = file.window().getLong(file.recordOffset() + JournalRecord.LINK_OFFSET);
        if (verifyLinks && foundLink != link) {
            return "the record does not follow the one before it: another one was there when it was written";
        }
        return null;
    }

    private void accept() {
        final ByteBuffer window = file.window();
        final int at = file.recordOffset();
        sequence = window.getLong(at + JournalRecord.SEQUENCE_OFFSET);
        timestampNs = window.getLong(at + JournalRecord.TIMESTAMP_OFFSET);
        link = JournalRecord.nextLink(
                window.getLong(at + JournalRecord.LINK_OFFSET), window.getInt(at + JournalRecord.CRC_OFFSET));
        verifyLinks = true;
        lastFile = file.name();
        lastOffset = file.offset();
        payload.wrap(file.view(), at + JournalRecord.PAYLOAD_OFFSET, file.recordLength() - JournalRecord.HEADER_BYTES);
        recordsInFile++;
        file.advance();
    }

    private long peekSequence() {
        if (file.look() != CycleFileReader.Place.RECORD
                || JournalRecord.faultIn(crc, file.window(), file.recordOffset(), file.recordLength()) != null) {
            return -1;
        }
        return file.window().getLong(file.recordOffset() + JournalRecord.SEQUENCE_OFFSET);
    }

    private boolean standsBehind(final JournalPosition position) {
        final Path path = directory.resolve(position.file());
        if (!CycleFiles.isCycleFile(position.file()) || !Files.isRegularFile(path)) {
            return false;
        }
        file = new CycleFileReader(path, position.offset());
        if (position.offset() % CycleFileReader.WORD_BYTES != 0 || peekSequence() != position.sequence()) {
            return false;
        }
        final int at = file.recordOffset();
        final long foundLink = JournalRecord.nextLink(
                file.window().getLong(at + JournalRecord.LINK_OFFSET),
                file.window().getInt(at + JournalRecord.CRC_OFFSET));
        file.advance();
        return foundLink == position.link();
    }

    private static void requireDirectory(final Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UncheckedIOException(
                    new IOException("there is no journal directory " + directory.toAbsolutePath()));
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
