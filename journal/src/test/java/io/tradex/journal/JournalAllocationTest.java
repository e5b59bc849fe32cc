package io.tradex.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record allocates nothing. Chronicle does, a little, each time it begins an index document or a block. */
class JournalAllocationTest {
    private static final int BATCHES = 200;
    private static final int PER_BATCH = 50;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer input = new UnsafeBuffer(new byte[160]);
    private long sequence;
    private Object escape;

    @TempDir
    private Path directory;

    @Test
    void shouldAllocateNothingPerAppendOnceWarm() {
        for (final Durability durability : Durability.values()) {
            final JournalConfig config = JournalConfig.defaults(directory.resolve(durability.name()))
                    .withMinFreeBytes(0)
                    .withDurability(durability, WatermarkMode.LAGGING);
            try (ChronicleJournalWriter writer = ChronicleJournalWriter.open(config)) {
                sequence = 0;
                assertEquals(0, smallestOf(() -> run(writer)), durability::name);
            }
        }
    }

    @Test
    void shouldBeMeasuredByAMeterThatSeesAnAllocationPerBatch() {
        final long bytes = smallestOf(() -> {
            for (int i = 0; i < BATCHES; i++) {
                escape = new byte[1];
            }
        });
        assertTrue(bytes >= BATCHES * 16L, "bytes: " + bytes);
        assertTrue(escape != null);
    }

    private void run(final ChronicleJournalWriter writer) {
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < PER_BATCH; i++) {
                sequence++;
                writer.append(sequence, Inputs.START_NS + sequence, input, 0, input.capacity());
            }
            writer.endOfBatch();
            writer.onDutyCycle(0);
        }
    }

    /** Compilation and Chronicle's rare index documents add to some runs; what every run has is the path's own. */
    private long smallestOf(final Runnable path) {
        long smallest = Long.MAX_VALUE;
        for (int run = 0; run < 8; run++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            path.run();
            smallest = Math.min(smallest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return smallest;
    }
}
