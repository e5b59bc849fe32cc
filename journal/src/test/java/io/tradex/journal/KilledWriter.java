package io.tradex.journal;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that appends until it is killed. It says on its output how far the gate would have opened, so that a test can
 * demand at least that of what it leaves behind.
 */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(final String[] args) {
        final JournalConfig config = Inputs.smallJournal(Path.of(args[0]))
                .withDurability(Durability.valueOf(args[1]), WatermarkMode.valueOf(args[2]));
        final boolean holdOnly = args.length > 3;
        final ChronicleJournalWriter writer = ChronicleJournalWriter.open(config);
        long sequence = writer.lastSequence();
        System.out.println("open " + sequence);
        while (holdOnly) {
            LockSupport.parkNanos(1_000_000);
        }
        while (true) {
            for (int i = 0; i < 50; i++) {
                sequence++;
                Inputs.append(writer, sequence, Inputs.START_NS + sequence * 1_000_000);
            }
            writer.endOfBatch();
            System.out.println("durable " + writer.durableSequence());
        }
    }
}
