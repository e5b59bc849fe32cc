package io.tradex.journal;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Settings of a journal's writer.
 *
 * @param directory       holds the journal and nothing else.
 * @param durability      when an input counts as journalled.
 * @param watermark       how closely the watermark follows, under {@link Durability#BATCH}.
 * @param intervalMs      between two forces by the keeper thread, 1 to 60,000 ms.
 * @param roll            how long one cycle file lasts.
 * @param blockBytes      by which a cycle file grows and is mapped, 64 KiB to 1 GiB, a multiple of 64 KiB; files are sparse.
 * @param touchAheadBytes how far ahead of the writer pages are touched by the keeper thread; 0 is off, at most the block.
 * @param minFreeBytes    free space below which the journal says {@link ChronicleJournalWriter#lowOnSpace()}.
 */
public record JournalConfig(
        Path directory,
        Durability durability,
        WatermarkMode watermark,
        long intervalMs,
        JournalRoll roll,
        int blockBytes,
        int touchAheadBytes,
        long minFreeBytes) {
    private static final int MIN_BLOCK_BYTES = 64 * 1024;
    private static final int MAX_BLOCK_BYTES = 1024 * 1024 * 1024;
    private static final long MAX_INTERVAL_MS = 60_000;

    /** Checks the ranges and names the setting at fault. */
    public JournalConfig {
        Objects.requireNonNull(directory, "journal.directory");
        Objects.requireNonNull(durability, "journal.durability");
        Objects.requireNonNull(watermark, "journal.watermark");
        Objects.requireNonNull(roll, "journal.roll");
        check("journal.interval.ms", intervalMs, 1, MAX_INTERVAL_MS);
        check("journal.block.bytes", blockBytes, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
        if (blockBytes % MIN_BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "journal.block.bytes=" + blockBytes + ": must be a multiple of " + MIN_BLOCK_BYTES);
        }
        check("journal.touch.ahead.bytes", touchAheadBytes, 0, blockBytes);
        check("journal.min.free.bytes", minFreeBytes, 0, Long.MAX_VALUE);
    }

    /**
     * A journal that survives the death of its process: {@link Durability#NONE}, a file an hour, 64 MiB blocks, pages touched
     * 4 MiB ahead, low on space below 1 GiB.
     *
     * @param directory holds the journal.
     * @return the settings.
     */
    public static JournalConfig defaults(final Path directory) {
        return new JournalConfig(
                directory,
                Durability.NONE,
                WatermarkMode.LAGGING,
                10,
                JournalRoll.HOUR,
                64 * 1024 * 1024,
                4 * 1024 * 1024,
                1024L * 1024 * 1024);
    }

    /**
     * @param value when an input counts as journalled.
     * @param mode  how closely the watermark follows.
     * @return a copy with these.
     */
    public JournalConfig withDurability(final Durability value, final WatermarkMode mode) {
        return new JournalConfig(directory, value, mode, intervalMs, roll, blockBytes, touchAheadBytes, minFreeBytes);
    }

    /**
     * @param value between two forces by the keeper thread, in ms.
     * @return a copy with it.
     */
    public JournalConfig withIntervalMs(final long value) {
        return new JournalConfig(
                directory, durability, watermark, value, roll, blockBytes, touchAheadBytes, minFreeBytes);
    }

    /**
     * @param value    how long one cycle file lasts.
     * @param newBlockBytes by which a cycle file grows; pages are touched ahead no further than that.
     * @return a copy with these.
     */
    public JournalConfig withFiles(final JournalRoll value, final int newBlockBytes) {
        return new JournalConfig(
                directory,
                durability,
                watermark,
                intervalMs,
                value,
                newBlockBytes,
                Math.min(touchAheadBytes, newBlockBytes),
                minFreeBytes);
    }

    /**
     * @param value free space below which the journal is low on space.
     * @return a copy with it.
     */
    public JournalConfig withMinFreeBytes(final long value) {
        return new JournalConfig(
                directory, durability, watermark, intervalMs, roll, blockBytes, touchAheadBytes, value);
    }

    private static void check(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + "=" + value + ": allowed is " + min + " to " + max);
        }
    }
}
