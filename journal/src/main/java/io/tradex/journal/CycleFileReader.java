package io.tradex.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the documents of one Chronicle Queue cycle file with plain reads. A Chronicle tailer is not used for that because it
 * maps the file: it stops at a hole without a word, grows a file that was cut, and dies of SIGBUS where one is cut under it.
 *
 * <p>The file is a row of documents, each behind a little-endian word and starting at a multiple of 4:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                   Length in bytes                         |M|U|
 *  +---------------------------------------------------------------+
 *  |                   Document                                   ...
 *
 *   M  is Chronicle's own (header, index); else a record of ours
 *   U  not finished
 *
 *   0x00000000  nothing finished yet; a document may stand behind it in part
 *   0x80000000  the same, where Chronicle says that it is writing
 *   0xC0000000  end of the cycle, followed by the bytes C3 'E' 'O' 'F'
 * </pre>
 *
 * The writer publishes the word after the document, and a read copies upwards, so a finished word means a whole document. Not
 * thread safe.
 */
final class CycleFileReader implements AutoCloseable {
    /** What stands at the current place. */
    enum Place {
        /** A record, finished. */
        RECORD,
        /** Nothing that is finished: the end of what is written so far, or of what was when the writer died. */
        END,
        /** The end of the cycle: go on in the next file. */
        ROLLED,
        /** Something that no writer leaves. */
        FAULT
    }

    static final int WORD_BYTES = 4;

    private static final int UNFINISHED_WORD = 0x8000_0000;
    private static final int END_OF_CYCLE_WORD = 0xC000_0000;
    private static final int EOF_TEXT = 0x464F_45C3;
    private static final int META_BIT = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;

    /** The code of a name, its length and its first two letters. */
    private static final int NAME_BYTES = 4;

    private static final int HEADER_NAME = 0x6568_06B9;
    private static final int INDEX_NAME = 0x6E69_05B9;
    private static final int INDEX_OF_INDICES_NAME = 0x6E69_0BB9;

    private static final int WINDOW_BYTES = 64 * 1024;
    private static final int MAX_METADATA_BYTES = 1024 * 1024;

    private final Path file;
    private final String name;
    private final FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer windowView = new UnsafeBuffer(window);
    private long windowStart;
    private int windowLength;

    private long offset;
    private int recordLength;
    private String fault;

    CycleFileReader(final Path file, final long offset) {
        this.file = file;
        this.name = file.getFileName().toString();
        this.offset = offset;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), ex);
        }
    }

    String name() {
        return name;
    }

    /** Of the current document's word. */
    long offset() {
        return offset;
    }

    /** Little endian; position and limit belong to the user. */
    ByteBuffer window() {
        return window;
    }

    DirectBuffer view() {
        return windowView;
    }

    /** Of the current record in {@link #window()}. */
    int recordOffset() {
        return (int) (offset - windowStart) + WORD_BYTES;
    }

    int recordLength() {
        return recordLength;
    }

    /** What is wrong here. */
    String fault() {
        return fault;
    }

    /** Goes past the current record. */
    void advance() {
        offset = after(offset, recordLength);
    }

    /** Forgets what was read, so that the next look sees what has been written since. */
    void refresh() {
        windowLength = 0;
    }

    /** Steps over Chronicle's own documents and says what stands here. */
    Place look() {
        while (true) {
            if (!load(WORD_BYTES)) {
                // A file cut between documents ends without a word; what is missing is noticed by sequence or
                // watermark.
                return firstNonZero(offset) < 0 ? Place.END : fault("the file ends within the word of a document");
            }
            final int word = wordAt(offset);
            if (word == 0 || word == UNFINISHED_WORD) {
                return Place.END;
            }
            if (word == END_OF_CYCLE_WORD) {
                return endOfCycle();
            }
            final int length = word & LENGTH_MASK;
            if (word < 0) {
                return fault("document header " + Integer.toHexString(word) + " is none that a writer leaves");
            }
            final boolean metadata = (word & META_BIT) != 0;
            if (!metadata) {
                return offset == 0 ? fault("the file does not start with Chronicle's header") : record(length);
            }
            if (!isChroniclesOwn(length)) {
                return fault("a document of " + length + " bytes is neither a record nor one of Chronicle's own");
            }
            offset = after(offset, length);
        }
    }

    /** Chronicle's own documents begin with their name, so that a record is not taken for one because of a flipped bit. */
    private boolean isChroniclesOwn(final int length) {
        if (length > MAX_METADATA_BYTES || offset + WORD_BYTES + length > size() || !load(WORD_BYTES + NAME_BYTES)) {
            return false;
        }
        final int name = wordAt(offset + WORD_BYTES);
        return offset == 0 ? name == HEADER_NAME : name == INDEX_NAME || name == INDEX_OF_INDICES_NAME;
    }

    private Place record(final int length) {
        if (length == 0 || length > JournalRecord.MAX_RECORD_BYTES) {
            return fault("a document of " + length + " bytes is no record");
        }
        if (!load(WORD_BYTES + length)) {
            return fault("the file ends within a record of " + length + " bytes");
        }
        final int padding = (int) (after(offset, length) - offset) - WORD_BYTES - length;
        if (load(WORD_BYTES + length + padding)) {
            for (int i = 0; i < padding; i++) {
                if (window.get((int) (offset - windowStart) + WORD_BYTES + length + i) != 0) {
                    return fault("the filling bytes after a record are not zero");
                }
            }
        }
        recordLength = length;
        return Place.RECORD;
    }

    private Place endOfCycle() {
        if (load(2 * WORD_BYTES)) {
            final int text = wordAt(offset + WORD_BYTES);
            if (text != EOF_TEXT && text != 0) {
                return fault("the end mark of the cycle is followed by " + Integer.toHexString(text));
            }
        }
        return Place.ROLLED;
    }

    private Place fault(final String what) {
        fault = what;
        return Place.FAULT;
    }

    /**
     * Looks for a byte other than 0 from a place to the end of the file.
     *
     * @return its offset; -1 if there is none.
     */
    long firstNonZero(final long from) {
        long at = from;
        while (true) {
            final int length = read(at);
            if (length == 0) {
                return -1;
            }
            final int words = length & ~7;
            int i = 0;
            while (i < words && window.getLong(i) == 0) {
                i += 8;
            }
            while (i < length) {
                if (window.get(i) != 0) {
                    return at + i;
                }
                i++;
            }
            at += length;
        }
    }

    /** Offset after the last byte other than 0 from a place on; the place itself if there is none. */
    long endOfData(final long from) {
        long end = from;
        for (long at = firstNonZero(from); at >= 0; at = firstNonZero(end)) {
            end = at + 1;
            // Within the window that holds the byte, find the last one, so that the file is read once.
            for (int i = windowLength - 1; i >= 0; i--) {
                if (window.get(i) != 0) {
                    end = windowStart + i + 1;
                    break;
                }
            }
        }
        return end;
    }

    /** Whether a sound record stands at a place; the current place stays. */
    boolean holdsRecordAt(final long at, final CRC32C crc) {
        final long here = offset;
        offset = at;
        final int length = load(WORD_BYTES) ? wordAt(at) : 0;
        final boolean holds = length > JournalRecord.HEADER_BYTES
                && length <= JournalRecord.MAX_RECORD_BYTES
                && load(WORD_BYTES + length)
                && JournalRecord.faultIn(crc, window, recordOffset(), length) == null;
        offset = here;
        return holds;
    }

    long size() {
        try {
            return channel.size();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static long after(final long offset, final int length) {
        return (offset + WORD_BYTES + length + 3) & ~3L;
    }

    private int wordAt(final long at) {
        return window.getInt((int) (at - windowStart));
    }

    /** Makes so many bytes at the current place readable in the window; false if the file has not so many. */
    private boolean load(final int length) {
        if (offset >= windowStart && offset + length <= windowStart + windowLength) {
            return true;
        }
        return read(offset) >= length;
    }

    private int read(final long at) {
        window.clear();
        windowStart = at;
        windowLength = 0;
        try {
            while (window.hasRemaining()) {
                final int count = channel.read(window, at + window.position());
                if (count <= 0) {
                    break;
                }
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), ex);
        }
        windowLength = window.position();
        window.clear();
        return windowLength;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
