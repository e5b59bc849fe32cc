package io.tradex.simulation.world;

import io.tradex.core.engine.TradingEngine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The newest snapshot of the engine, in memory. */
final class Snapshots {
    private List<byte[]> records = List.of();
    private long sequence;

    /** Takes one; the engine stands between two inputs, and all it has applied is durable. */
    void take(final TradingEngine engine) {
        final List<byte[]> taken = new ArrayList<>();
        engine.writeSnapshot((buffer, offset, length) -> {
            final byte[] record = new byte[length];
            buffer.getBytes(offset, record);
            taken.add(record);
        });
        records = taken;
        sequence = engine.sequence();
    }

    /** Loads it into a fresh engine, which stays fresh if there is none. */
    void loadNewest(final TradingEngine engine) {
        final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
        for (final byte[] record : records) {
            view.wrap(record);
            engine.loadSnapshotRecord(view, 0, record.length);
        }
        if (!records.isEmpty()) {
            engine.snapshotLoaded();
        }
    }

    /** Sequence of the input that it was taken after; 0 if there is none. */
    long sequence() {
        return sequence;
    }
}
