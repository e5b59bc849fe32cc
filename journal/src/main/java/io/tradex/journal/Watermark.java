package io.tradex.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * How far the journal has been durable, so that a tail that was cut at the border of a record is noticed. A file of two slots,
 * each on a page of its own and written in turn: a write that is torn spoils one, and the other still holds.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |              CRC32C of the 20 bytes that follow               |
 *  +---------------------------------------------------------------+
 *  |                          Format: 1                            |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |            Generation: rises with each write                  |
 *  +---------------------------------------------------------------+
 *  |                                                               |
 *  |            Sequence of the last durable record                |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Written by one thread; {@link #force()} may be called by another.
 */
final class Watermark implements AutoCloseable {
    static final String FILE = "watermark.tdx";

    private static final int SLOT_BYTES = 24;
    private static final int SLOT_STRIDE = 4096;
    private static final int FORMAT_OFFSET = 4;
    private static final int GENERATION_OFFSET = 8;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int FORMAT = 1;

    private final FileChannel channel;
    private final Disk disk;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long generation;

    private Watermark(final FileChannel channel, final Disk disk) {
        this.channel = channel;
        this.disk = disk;
    }

    /** Opens the file, or makes one that says 0 and is durable before this returns. */
    static Watermark open(final Path directory, final Disk disk) throws IOException {
        final Path file = directory.resolve(FILE);
        final boolean fresh = !Files.exists(file);
        final FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        final Watermark watermark = new Watermark(channel, disk);
        if (fresh) {
            watermark.write(0);
            watermark.force();
            CycleFiles.forceDirectory(directory);
        } else {
            watermark.generation = Math.max(watermark.generationOf(0), watermark.generationOf(1));
        }
        return watermark;
    }

    /**
     * @return the sequence; empty if both slots are spoilt.
     * @throws IOException if it cannot be read; {@link java.nio.file.NoSuchFileException} if there is no such file.
     */
    static OptionalLong read(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ);
                Watermark watermark = new Watermark(channel, Disk.OPERATING_SYSTEM)) {
            final long first = watermark.generationOf(0);
            final long second = watermark.generationOf(1);
            if (first < 0 && second < 0) {
                return OptionalLong.empty();
            }
            watermark.generationOf(first > second ? 0 : 1);
            return OptionalLong.of(watermark.slot.getLong(SEQUENCE_OFFSET));
        }
    }

    void write(final long sequence) throws IOException {
        generation++;
        slot.clear();
        slot.putInt(FORMAT_OFFSET, FORMAT);
        slot.putLong(GENERATION_OFFSET, generation);
        slot.putLong(SEQUENCE_OFFSET, sequence);
        slot.putInt(0, crcOfSlot());
        slot.clear();
        long position = (generation & 1) * SLOT_STRIDE;
        while (slot.hasRemaining()) {
            position += channel.write(slot, position);
        }
    }

    void force() throws IOException {
        disk.force(channel);
    }

    /** Reads a slot; -1 if it is spoilt. */
    private long generationOf(final int index) throws IOException {
        slot.clear();
        while (slot.hasRemaining()) {
            if (channel.read(slot, (long) index * SLOT_STRIDE + slot.position()) <= 0) {
                return -1;
            }
        }
        final boolean sound = slot.getInt(0) == crcOfSlot() && slot.getInt(FORMAT_OFFSET) == FORMAT;
        return sound ? slot.getLong(GENERATION_OFFSET) : -1;
    }

    private int crcOfSlot() {
        crc.reset();
        slot.limit(SLOT_BYTES).position(FORMAT_OFFSET);
        crc.update(slot);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
