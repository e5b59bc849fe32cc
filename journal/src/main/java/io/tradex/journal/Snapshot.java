package io.tradex.journal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** One snapshot, proved whole when it was opened. */
public final class Snapshot {
    private final Path file;
    private final JournalPosition position;
    private final long epoch;
    private final long records;

    private Snapshot(final Path file, final JournalPosition position, final long epoch, final long records) {
        this.file = file;
        this.position = position;
        this.epoch = epoch;
        this.records = records;
    }

    /** Reads all of it once. */
    static Snapshot open(final Path file) throws IOException {
        try (Input input = new Input(file)) {
            if (input.readLong() != SnapshotFormat.MAGIC) {
                throw new IOException("it is no snapshot");
            }
            final int format = input.readInt();
            if (format != SnapshotFormat.FORMAT) {
                throw new IOException("format " + format + " is unknown: a newer version wrote it");
            }
            final int nameLength = input.readInt();
            if (nameLength < 0 || nameLength > SnapshotFormat.MAX_FILE_NAME_BYTES) {
                throw new IOException("a file name of " + nameLength + " bytes");
            }
            final long sequence = input.readLong();
            final long timestampNs = input.readLong();
            final long epoch = input.readLong();
            final long link = input.readLong();
            final long offset = input.readLong();
            input.read(nameLength);
            final String name = new String(input.bytes, 0, nameLength, StandardCharsets.US_ASCII);
            if (sequence < 0 || offset < 0) {
                throw new IOException("sequence " + sequence + ", offset " + offset);
            }
            final long records = input.readRecords((buffer, recordOffset, length) -> {});
            final int expected = input.crc();
            if (input.readInt() != expected) {
                throw new IOException("its CRC32C does not match");
            }
            if (!input.atEnd()) {
                throw new IOException("more data follows its end");
            }
            return new Snapshot(file, new JournalPosition(sequence, timestampNs, link, name, offset), epoch, records);
        }
    }

    /** @return behind the last input that is in it; where reading the journal goes on. */
    public JournalPosition position() {
        return position;
    }

    /** @return the epoch it was taken in. */
    public long epoch() {
        return epoch;
    }

    /** @return how many records it has. */
    public long records() {
        return records;
    }

    /** @return the file. */
    public Path file() {
        return file;
    }

    /**
     * Hands over every record.
     *
     * @param handler takes them.
     * @throws UncheckedIOException if the file cannot be read any more.
     */
    public void forEachRecord(final SnapshotRecordHandler handler) {
        try (Input input = new Input(file)) {
            input.read(SnapshotFormat.HEADER_BYTES);
            input.read(position.file().length());
            if (input.readRecords(handler) != records) {
                throw new IOException("it has changed since it was opened");
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), ex);
        }
    }

    private static final class Input implements AutoCloseable {
        private static final int BUFFER_BYTES = 64 * 1024;

        private final InputStream in;
        private final CRC32C crc = new CRC32C();
        private final byte[] bytes = new byte[SnapshotWriter.MAX_RECORD_BYTES];
        private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        private final UnsafeBuffer view = new UnsafeBuffer(bytes);

        Input(final Path file) throws IOException {
            in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        }

        void read(final int length) throws IOException {
            if (in.readNBytes(bytes, 0, length) != length) {
                throw new EOFException("it ends too early");
            }
            crc.update(bytes, 0, length);
        }

        int readInt() throws IOException {
            read(Integer.BYTES);
            return fields.getInt(0);
        }

        long readLong() throws IOException {
            read(Long.BYTES);
            return fields.getLong(0);
        }

        /** Up to and with the count, which it checks. */
        long readRecords(final SnapshotRecordHandler handler) throws IOException {
            long count = 0;
            while (true) {
                final int length = readInt();
                if (length == SnapshotFormat.NO_MORE_RECORDS) {
                    break;
                }
                if (length < 0 || length > SnapshotWriter.MAX_RECORD_BYTES) {
                    throw new IOException("a record of " + length + " bytes");
                }
                read(length);
                handler.onRecord(view, 0, length);
                count++;
            }
            final long expected = readLong();
            if (expected != count) {
                throw new IOException(count + " records where it says " + expected);
            }
            return count;
        }

        int crc() {
            return (int) crc.getValue();
        }

        boolean atEnd() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
