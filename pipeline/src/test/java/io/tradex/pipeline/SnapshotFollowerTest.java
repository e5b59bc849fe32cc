package io.tradex.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.engine.TradingEngine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SnapshotFollowerTest {
    private final List<UnsafeBuffer> journal = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Store store = new Store();
    private final TradingEngine engine = new TradingEngine(SnapshotFollower.NO_OUTPUT);
    private long durable;
    private int position;

    SnapshotFollowerTest() {
        journal.addAll(Flow.setUp(0));
        journal.addAll(Flow.orders(4, 300));
    }

    @Test
    void shouldNeverGoPastTheDurableSequence() {
        final SnapshotFollower follower = follower(0);
        durable = 25;
        run(follower, 10);
        assertEquals(25, engine.sequence());

        durable = 26;
        run(follower, 10);
        assertEquals(26, engine.sequence());
    }

    @Test
    void shouldWriteASnapshotAtEveryInterval() {
        final SnapshotFollower follower = follower(100);
        durable = journal.size();
        run(follower, 100);

        assertEquals(List.of(100L, 200L, 300L), store.committed);
        assertEquals(300, follower.snapshotSequence());
    }

    @Test
    void shouldWriteASnapshotFromWhichAnEngineGoesOnToTheSameState() {
        final SnapshotFollower follower = follower(0);
        durable = 200;
        run(follower, 100);
        assertEquals(List.of(), store.committed);
        follower.requestSnapshot();
        run(follower, 3);
        assertEquals(List.of(200L), store.committed);

        final TradingEngine recovered = new TradingEngine(SnapshotFollower.NO_OUTPUT);
        for (final UnsafeBuffer record : store.records) {
            recovered.loadSnapshotRecord(record, 0, record.capacity());
        }
        recovered.snapshotLoaded();
        durable = journal.size();
        run(follower, 100);
        for (int sequence = 201; sequence <= journal.size(); sequence++) {
            apply(recovered, sequence);
        }

        assertEquals(engine.stateHash(), recovered.stateHash());
        assertEquals(engine.sequence(), recovered.sequence());
    }

    @Test
    void shouldTakeARequestedSnapshotOnlyOnceCaughtUp() {
        final SnapshotFollower follower = follower(0);
        durable = 50;
        follower.requestSnapshot();
        follower.doWork();
        assertEquals(List.of(), store.committed);

        run(follower, 20);
        assertEquals(List.of(50L), store.committed);
    }

    @Test
    void shouldTryAgainAfterTheIntervalWhenTheStoreFails() {
        final SnapshotFollower follower = follower(100);
        store.failing = true;
        durable = 150;
        run(follower, 100);
        assertEquals(List.of("no snapshot at input 100"), errors);
        assertEquals(0, follower.snapshotSequence());

        store.failing = false;
        durable = 310;
        run(follower, 100);
        assertEquals(List.of(200L, 300L), store.committed);
        assertFalse(follower.isBroken());
    }

    @Test
    void shouldRestForGoodWhenTheJournalHasAHole() {
        final SnapshotFollower follower = follower(100);
        durable = 20;
        run(follower, 10);
        position++;
        durable = 300;
        run(follower, 100);

        assertTrue(follower.isBroken());
        assertEquals(List.of("snapshot follower stopped at input 20: no snapshots until the next start"), errors);
        assertEquals(List.of(), store.committed, "wrote the state of a broken engine");
    }

    @Test
    void shouldRefuseLimitsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> follower(-1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SnapshotFollower(engine, this::poll, () -> durable, store, cause -> {}, 1, 0));
    }

    private SnapshotFollower follower(final long interval) {
        return new SnapshotFollower(
                engine, this::poll, () -> durable, store, cause -> errors.add(cause.getMessage()), interval, 10);
    }

    private int poll(final FollowerSource.RecordHandler handler, final long upToSequence, final int limit) {
        int delivered = 0;
        while (delivered < limit && position < journal.size() && position + 1 <= upToSequence) {
            final UnsafeBuffer record = journal.get(position++);
            handler.onRecord(position, position, record, 0, record.capacity());
            delivered++;
        }
        return delivered;
    }

    private void apply(final TradingEngine target, final int sequence) {
        final UnsafeBuffer record = journal.get(sequence - 1);
        assertTrue(target.onCommand(sequence, sequence, record, 0, record.capacity()));
    }

    private static void run(final SnapshotFollower follower, final int cycles) {
        for (int i = 0; i < cycles; i++) {
            follower.doWork();
        }
    }

    private static final class Store implements SnapshotPort {
        private final List<UnsafeBuffer> records = new ArrayList<>();
        private final List<Long> committed = new ArrayList<>();
        private long sequence;
        private boolean failing;

        @Override
        public void begin(final long sequence, final long timestampNs) {
            this.sequence = sequence;
            records.clear();
        }

        @Override
        public void record(final DirectBuffer buffer, final int offset, final int length) {
            if (failing) {
                throw new IllegalStateException("disk full");
            }
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            records.add(copy);
        }

        @Override
        public void commit() {
            committed.add(sequence);
        }
    }
}
