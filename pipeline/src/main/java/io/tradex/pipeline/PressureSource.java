package io.tradex.pipeline;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One reason to admit no new orders: a level that rose to its high-water mark and has not fallen to its low-water mark since.
 * Read on the sequencer's thread; the supplier's value may be written by another.
 */
public final class PressureSource {
    private final String name;
    private final LongSupplier level;
    private final long high;
    private final long low;
    private boolean pressing;

    private PressureSource(final String name, final LongSupplier level, final long high, final long low) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "pressure source " + name + ": low-water mark " + low + " must be below the high one " + high);
        }
        this.name = name;
        this.level = level;
        this.high = high;
        this.low = low;
    }

    /**
     * @param name  told to whoever asks why no orders are admitted.
     * @param level for example of a queue, in its own unit; must not block.
     * @param high  level at and above which no new orders are admitted.
     * @param low   level at and below which they are again; less than {@code high}.
     * @return the source.
     */
    public static PressureSource level(final String name, final LongSupplier level, final long high, final long low) {
        return new PressureSource(name, level, high, low);
    }

    /**
     * @param name told to whoever asks why no orders are admitted.
     * @param flag true while no new orders may be admitted; its owner does the hysteresis if it needs one. Must not block.
     * @return the source.
     */
    public static PressureSource flag(final String name, final BooleanSupplier flag) {
        return new PressureSource(name, () -> flag.getAsBoolean() ? 1 : 0, 1, 0);
    }

    /** @return the name. */
    public String name() {
        return name;
    }

    boolean sample() {
        final long now = level.getAsLong();
        pressing = pressing ? now > low : now >= high;
        return pressing;
    }
}
