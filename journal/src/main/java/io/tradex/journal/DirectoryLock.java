package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write to a journal: an operating-system lock on a file of ours, so that the kernel gives it back when the holder
 * dies, however it dies. Chronicle's own lock holds a process id, which after a restart in a container may be our own.
 */
final class DirectoryLock implements AutoCloseable {
    static final String FILE = "journal.lock";

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws JournalInUseException if somebody else holds it.
     */
    static DirectoryLock acquire(final Path directory) {
        try {
            Files.createDirectories(directory);
            final FileChannel channel =
                    FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new JournalInUseException("the journal in " + directory.toAbsolutePath()
                        + " is in use by another process: stop that one, or give this one another directory");
            }
            return new DirectoryLock(channel);
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot lock the journal in " + directory.toAbsolutePath(), ex);
        }
    }

    private static boolean lock(final FileChannel channel) throws IOException {
        try {
            final FileLock lock = channel.tryLock();
            return lock != null;
        } catch (final OverlappingFileLockException ex) {
            return false;
        }
    }

    /** The lock file stays: removing it would let two processes lock two different files of one name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
