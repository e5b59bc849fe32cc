package io.tradex.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Makes what was written durable; a port, so that a disk that fails can be shown to stop the journal. */
@FunctionalInterface
interface Disk {
    /** Data and length, not the times of access and change. */
    Disk OPERATING_SYSTEM = channel -> channel.force(false);

    /** Returns once everything written to the file, through whatever mapping or channel, is on disk. */
    void force(FileChannel channel) throws IOException;
}
