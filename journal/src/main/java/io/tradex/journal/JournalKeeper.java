package io.tradex.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that does the journal's slow chores, so that the writer's thread, which may be the one that runs the whole core,
 * never waits for a disk unless its durability says so: forcing at the interval, moving the watermark, touching pages ahead,
 * watching the free space.
 */
final class JournalKeeper implements AutoCloseable {
    private static final long TOUCH_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SPACE_PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    private final JournalConfig config;
    private final AppendProgress progress;
    private final CycleForce force;
    private final Watermark watermark;
    private final PageToucher toucher;
    private final FileStore store;
    private final Thread thread;
    private long keptSequence;

    private volatile boolean running = true;
    private volatile boolean lowOnSpace;
    private volatile Throwable failure;

    /** The force is the keeper's under {@link Durability#INTERVAL}; otherwise it does not touch it. */
    JournalKeeper(
            final JournalConfig config,
            final AppendProgress progress,
            final CycleForce force,
            final Watermark watermark,
            final Disk disk)
            throws IOException {
        this.config = config;
        this.progress = progress;
        this.force = force;
        this.watermark = watermark;
        this.toucher = new PageToucher(config.directory(), config.touchAheadBytes(), disk);
        this.store = Files.getFileStore(config.directory());
        this.keptSequence = progress.sequence();
        watchSpace();
        thread = new Thread(this::run, "journal-keeper");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Any thread: what stopped the keeper; null while all is well. */
    Throwable failure() {
        return failure;
    }

    /** Any thread. */
    boolean lowOnSpace() {
        return lowOnSpace;
    }

    private void run() {
        final long intervalNs = TimeUnit.MILLISECONDS.toNanos(config.intervalMs());
        final long parkNs = config.touchAheadBytes() > 0 ? Math.min(TOUCH_PERIOD_NS, intervalNs) : intervalNs;
        long lastIntervalNs = System.nanoTime();
        long lastSpaceNs = lastIntervalNs;
        try {
            while (running) {
                final long nowNs = System.nanoTime();
                if (nowNs - lastIntervalNs >= intervalNs) {
                    keep();
                    lastIntervalNs = nowNs;
                }
                if (nowNs - lastSpaceNs >= SPACE_PERIOD_NS) {
                    watchSpace();
                    lastSpaceNs = nowNs;
                }
                if (!lowOnSpace) {
                    toucher.touch(progress.file(), progress.offset());
                }
                LockSupport.parkNanos(parkNs);
            }
        } catch (final IOException | RuntimeException | InternalError ex) {
            // InternalError is what the JVM makes of a page that could not be allocated.
            failure = ex;
        }
    }

    private void keep() throws IOException {
        final long sequence = progress.sequence();
        if (sequence == keptSequence) {
            return;
        }
        switch (config.durability()) {
            // Let out as soon as it was appended, so this is how far the journal must reach.
            case NONE -> watermark.write(sequence);
            case INTERVAL -> {
                force.force(progress.file());
                watermark.write(sequence);
                watermark.force();
            }
            case BATCH -> {
                if (config.watermark() == WatermarkMode.LAGGING) {
                    watermark.force();
                }
            }
        }
        keptSequence = sequence;
    }

    private void watchSpace() throws IOException {
        lowOnSpace = store.getUsableSpace() < config.minFreeBytes();
    }

    /** Waits for the chore at hand. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException ex) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
