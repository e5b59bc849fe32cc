package io.tradex.server;

import io.tradex.journal.ChronicleJournalWriter;
import io.tradex.journal.Durability;
import io.tradex.pipeline.JournalPort;
import org.agrona.DirectBuffer;

/** The journal as the pipeline sees it. */
record JournalBridge(ChronicleJournalWriter journal, Durability durability) implements JournalPort {
    @Override
    public void append(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        journal.append(sequence, timestampNs, buffer, offset, length);
    }

    @Override
    public void endOfBatch() {
        journal.endOfBatch();
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        return journal.onDutyCycle(nowNs);
    }

    @Override
    public long durableSequence() {
        return journal.durableSequence();
    }

    @Override
    public boolean isBlocking() {
        return durability == Durability.BATCH;
    }
}
