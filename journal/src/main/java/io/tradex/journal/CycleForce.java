package io.tradex.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the cycle files durable through a channel of our own, because Chronicle's own sync covers the current chunk only and
 * does no more than log a failure. Used by one thread: the journaller's under {@link Durability#BATCH}, else the keeper's.
 */
final class CycleForce implements AutoCloseable {
    private final Path directory;
    private final Disk disk;
    private String openName = "";
    private FileChannel channel;

    CycleForce(final Path directory, final Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Returns once everything that was written up to now is durable.
     *
     * @param currentName of the file that was written to last; empty if there is none.
     */
    void force(final String currentName) throws IOException {
        if (currentName.isEmpty()) {
            return;
        }
        if (currentName.equals(openName)) {
            disk.force(channel);
        } else {
            forceAcrossRoll(currentName);
        }
    }

    /** The old file, any passed over since the last force, the new one, and the directory that names it. */
    private void forceAcrossRoll(final String currentName) throws IOException {
        for (final String name : CycleFiles.list(directory)) {
            if (name.compareTo(openName) >= 0 && name.compareTo(currentName) < 0) {
                try (FileChannel passed = FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
                    disk.force(passed);
                }
            }
        }
        close();
        channel = FileChannel.open(directory.resolve(currentName), StandardOpenOption.WRITE);
        openName = currentName;
        disk.force(channel);
        CycleFiles.forceDirectory(directory);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
