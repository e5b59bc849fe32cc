package io.tradex.benchmarks.matching;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Commands as flat primitives, four longs each, generated once and fed to all sides alike.
 *
 * <pre>
 *   63                              32 31             16 15      8 7       0
 *  ┌──────────────────────────────────────────────────────────────────────┐
 *  │ order id                                                             │
 *  ├──────────────────────────────────────────────────────────────────────┤
 *  │ limit price in ticks                                                 │
 *  ├─────────────────────────────────┬────────────────────────────────────┤
 *  │ lots                            │ owner                              │
 *  ├─────────────────────────────────┼─────────────────┬────────┬─────────┤
 *  │ symbol                          │ 0               │ buy: 1 │ kind    │
 *  └─────────────────────────────────┴─────────────────┴────────┴─────────┘
 * </pre>
 *
 * The first {@link #ageing} commands fill the books and let them age, so that what lies next to what in memory is as after a
 * long day. Those up to {@link #end} are measured. The rest cancels all orders that are left, so that the same books can go through
 * it all again.
 */
final class CommandStream {
    static final int STRIDE = 4;
    static final int ORDER_ID = 0;
    static final int PRICE = 1;
    static final int LOTS_OWNER = 2;
    static final int SYMBOL_KIND = 3;

    /** A limit order that rests. */
    static final int LIMIT = 0;
    /** A limit order of which nothing rests. */
    static final int IOC = 1;

    static final int CANCEL = 2;
    /** Another price for the same quantity; the order goes behind all others of its new price. */
    static final int MOVE = 3;

    private static final int HEADER_LONGS = 8;
    private static final int CHUNK_BYTES = 1 << 20;

    final long[] words;
    final int ageing;
    /** Behind the last measured command. */
    final int end;
    /** At how many prices orders stand in the end, in all books together. */
    final int levels;
    /** What comes of all commands. */
    final Tally expected;

    CommandStream(final long[] words, final int ageing, final int end, final int levels, final Tally expected) {
        this.words = words;
        this.ageing = ageing;
        this.end = end;
        this.levels = levels;
        this.expected = expected;
    }

    static long symbolKind(final int symbol, final boolean buy, final int kind) {
        return ((long) symbol << 32) | (buy ? 0x100 : 0) | kind;
    }

    static long lotsOwner(final int lots, final int owner) {
        return ((long) lots << 32) | owner;
    }

    static int kind(final long symbolKind) {
        return (int) symbolKind & 0xFF;
    }

    static boolean isBuy(final long symbolKind) {
        return (symbolKind & 0x100) != 0;
    }

    static int symbol(final long symbolKind) {
        return (int) (symbolKind >>> 32);
    }

    static int lots(final long lotsOwner) {
        return (int) (lotsOwner >>> 32);
    }

    static int owner(final long lotsOwner) {
        return (int) lotsOwner;
    }

    /** How many commands there are, those that clear the books included. */
    int length() {
        return words.length / STRIDE;
    }

    /** Writes it to a file that is either whole or not there. */
    void write(final Path file) throws IOException {
        final Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            chunk.asLongBuffer()
                    .put(ageing)
                    .put(end)
                    .put(words.length)
                    .put(levels)
                    .put(expected.trades)
                    .put(expected.lots)
                    .put(expected.hash)
                    .put(expected.liveOrders);
            chunk.limit(HEADER_LONGS * Long.BYTES);
            writeAll(channel, chunk);
            for (int at = 0; at < words.length; ) {
                final int length = Math.min(CHUNK_BYTES / Long.BYTES, words.length - at);
                chunk.clear().limit(length * Long.BYTES);
                chunk.asLongBuffer().put(words, at, length);
                writeAll(channel, chunk);
                at += length;
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static CommandStream read(final Path file) throws IOException {
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(file)) {
            readAll(channel, chunk.limit(HEADER_LONGS * Long.BYTES), file);
            final int ageing = (int) chunk.getLong();
            final int end = (int) chunk.getLong();
            final int longs = (int) chunk.getLong();
            final int levels = (int) chunk.getLong();
            final Tally expected = new Tally();
            expected.trades = chunk.getLong();
            expected.lots = chunk.getLong();
            expected.hash = chunk.getLong();
            expected.liveOrders = chunk.getLong();
            final long[] words = new long[longs];
            for (int at = 0; at < words.length; ) {
                final int length = Math.min(CHUNK_BYTES / Long.BYTES, words.length - at);
                readAll(channel, chunk.clear().limit(length * Long.BYTES), file);
                chunk.asLongBuffer().get(words, at, length);
                at += length;
            }
            return new CommandStream(words, ageing, end, levels, expected);
        }
    }

    private static void writeAll(final FileChannel channel, final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void readAll(final FileChannel channel, final ByteBuffer bytes, final Path file) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException(file + " ends too early");
            }
        }
        bytes.flip();
    }
}
