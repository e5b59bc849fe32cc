package io.tradex.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the file system allocate pages before the writer comes to them: a fresh page costs the writer some 13 microseconds and
 * now and then stalls it for 20 ms. A page is touched by replacing 0 with 0 atomically at its start, which changes nothing
 * whatever the writer does meanwhile. Only pages within the file as Chronicle sized it are touched. Used by the keeper thread.
 */
final class PageToucher {
    private static final int PAGE_BYTES = 4096;

    private final Path directory;
    private final int aheadBytes;
    private final Disk disk;
    private String touchedFile = "";
    private long touchedTo;

    /**
     * @param aheadBytes how far ahead of the writer; a multiple of the page size is made of it, 0 is off.
     */
    PageToucher(final Path directory, final int aheadBytes, final Disk disk) {
        this.directory = directory;
        this.aheadBytes = aheadBytes / PAGE_BYTES * PAGE_BYTES;
        this.disk = disk;
    }

    /**
     * @param file   that the writer is in.
     * @param offset where the writer is in it.
     * @return whether pages were touched.
     */
    boolean touch(final String file, final long offset) throws IOException {
        if (aheadBytes == 0 || file.isEmpty()) {
            return false;
        }
        if (!file.equals(touchedFile)) {
            touchedFile = file;
            touchedTo = 0;
        }
        final long from = Math.max(touchedTo, offset / PAGE_BYTES * PAGE_BYTES);
        // Half of the stretch is left for the writer to use up while the next stretch is being touched.
        if (from - offset > aheadBytes / 2) {
            return false;
        }
        return touch(directory.resolve(file), from);
    }

    private boolean touch(final Path path, final long from) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final long length = Math.min(aheadBytes, channel.size() / PAGE_BYTES * PAGE_BYTES - from);
            if (length <= 0) {
                return false;
            }
            final MappedByteBuffer pages = channel.map(FileChannel.MapMode.READ_WRITE, from, length);
            try {
                final UnsafeBuffer view = new UnsafeBuffer(pages);
                for (int i = 0; i < length; i += PAGE_BYTES) {
                    view.compareAndSetInt(i, 0, 0);
                }
            } finally {
                IoUtil.unmap(pages);
            }
            // Their allocation is forced here, or the writer's next force would have to wait for it.
            disk.force(channel);
            touchedTo = from + length;
            return true;
        }
    }
}
