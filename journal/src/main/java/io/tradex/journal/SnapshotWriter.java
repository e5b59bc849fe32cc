package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * Writes one snapshot. It appears under its name only when it is whole and durable; closed before {@link #commit()} it leaves
 * nothing. Used by one thread.
 */
public final class SnapshotWriter implements AutoCloseable {
    /** Longest record, in bytes. */
    public static final int MAX_RECORD_BYTES = 1024 * 1024;

    private final SnapshotStore store;
    private final Path draft;
    private final Path target;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer out =
            ByteBuffer.allocate(MAX_RECORD_BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long count;
    private boolean committed;

    SnapshotWriter(
            final SnapshotStore store,
            final Path draft,
            final Path target,
            final JournalPosition position,
            final long epoch)
            throws IOException {
        this.store = store;
        this.draft = draft;
        this.target = target;
        this.channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        final byte[] file = position.file().getBytes(StandardCharsets.US_ASCII);
        out.putLong(SnapshotFormat.MAGIC);
        out.putInt(SnapshotFormat.FORMAT);
        out.putInt(file.length);
        out.putLong(position.sequence());
        out.putLong(position.timestampNs());
        out.putLong(epoch);
        out.putLong(position.link());
        out.putLong(position.offset());
        out.put(file);
        flush();
    }

    /**
     * Adds one record.
     *
     * @param buffer holding it.
     * @param offset of it.
     * @param length of it, 0 to {@link #MAX_RECORD_BYTES}.
     * @throws UncheckedIOException if it cannot be written; close this and let the older snapshot stand.
     */
    public void record(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 0 || length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "snapshot record of " + length + " bytes; allowed is 0 to " + MAX_RECORD_BYTES);
        }
        try {
            if (out.remaining() < Integer.BYTES + length) {
                flush();
            }
            out.putInt(length);
            buffer.getBytes(offset, out, length);
            count++;
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot write " + draft, ex);
        }
    }

    /**
     * Makes the snapshot durable, gives it its name, and drops the oldest ones beyond those to be kept.
     *
     * @throws UncheckedIOException if it cannot be written; close this and let the older snapshot stand.
     */
    public void commit() {
        try {
            if (out.remaining() < SnapshotFormat.END_BYTES + Integer.BYTES) {
                flush();
            }
            out.putInt(SnapshotFormat.NO_MORE_RECORDS);
            out.putLong(count);
            flush();
            out.putInt((int) crc.getValue());
            flush();
            channel.force(true);
            channel.close();
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            CycleFiles.forceDirectory(target.toAbsolutePath().getParent());
            committed = true;
            store.dropOldest();
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot complete " + target, ex);
        }
    }

    private void flush() throws IOException {
        out.flip();
        crc.update(out.array(), 0, out.limit());
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(draft);
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot close " + draft, ex);
        }
    }
}
