package io.tradex.journal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the writer has come, told to the keeper thread. The file is set before the sequence, so whoever reads the sequence
 * first and the file second forces at least the file that holds it.
 */
final class AppendProgress {
    private final AtomicLong sequence;
    private final AtomicLong offset = new AtomicLong();
    private volatile String file;

    AppendProgress(final JournalPosition last) {
        sequence = new AtomicLong(last.sequence());
        file = last.file();
    }

    /** The writer's thread: the file that it writes to from now on. */
    void onFile(final String name) {
        offset.setRelease(0);
        file = name;
    }

    /** The writer's thread: a record is in the page cache. */
    void onAppended(final long appendedSequence, final long endOffset) {
        offset.setRelease(endOffset);
        sequence.setRelease(appendedSequence);
    }

    /** Any thread. */
    long sequence() {
        return sequence.getAcquire();
    }

    /** Any thread: empty if nothing was ever written. */
    String file() {
        return file;
    }

    /** Any thread: about where in the file the writer is. */
    long offset() {
        return offset.getAcquire();
    }
}
