package io.tradex.server;

import io.tradex.core.engine.TradingEngine;
import io.tradex.journal.JournalReader;
import io.tradex.journal.SnapshotStore;
import io.tradex.journal.SnapshotWriter;
import io.tradex.pipeline.FollowerSource;
import io.tradex.pipeline.SnapshotPort;
import java.util.Objects;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** The journal behind its writer, and the snapshots made of it, as the follower sees them. On the follower's thread. */
final class FollowedJournal implements FollowerSource, SnapshotPort, AutoCloseable {
    private final JournalReader reader;
    private final SnapshotStore store;
    private final TradingEngine engine;
    private SnapshotWriter writer;

    /**
     * @param reader right behind the engine's last input; closed here.
     * @param store  takes the snapshots.
     * @param engine that follows.
     */
    FollowedJournal(final JournalReader reader, final SnapshotStore store, final TradingEngine engine) {
        this.reader = reader;
        this.store = store;
        this.engine = engine;
    }

    @Override
    public int poll(final RecordHandler handler, final long upToSequence, final int limit) {
        return reader.poll(handler::onRecord, limit, upToSequence);
    }

    @Override
    public void begin(final long sequence, final long timestampNs) {
        CloseHelper.close(writer);
        if (reader.sequence() != sequence) {
            throw new IllegalStateException(
                    "snapshot of input " + sequence + ", but the journal is read up to " + reader.sequence());
        }
        writer = store.begin(reader.position(), engine.epoch());
    }

    @Override
    public void record(final DirectBuffer buffer, final int offset, final int length) {
        Objects.requireNonNull(writer, "begin comes first").record(buffer, offset, length);
    }

    @Override
    public void commit() {
        Objects.requireNonNull(writer, "begin comes first").commit();
        writer.close();
        writer = null;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(writer, reader);
    }
}
