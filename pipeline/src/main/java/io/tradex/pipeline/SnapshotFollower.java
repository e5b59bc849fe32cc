package io.tradex.pipeline;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.SnapshotSink;
import io.tradex.core.engine.TradingEngine;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * Writes snapshots, so that the live engine never has to: a second engine that follows the journal, never past the durable
 * sequence. Runs on a thread of its own, which a snapshot may keep for a while. Trading goes on without it: when its engine
 * breaks, it says so once and rests.
 */
public final class SnapshotFollower implements Agent {
    /** The outputs of a follower: it has no hands. */
    public static final EngineOutput NO_OUTPUT = new NoOutput();

    private final FollowerSource.RecordHandler recordHandler = this::onRecord;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final SnapshotSink snapshotSink;
    private final TradingEngine engine;
    private final FollowerSource source;
    private final LongSupplier durableSequence;
    private final SnapshotPort snapshots;
    private final ErrorHandler errorHandler;
    private final long intervalInputs;
    private final int batchLimit;
    private volatile long snapshotSequence;
    private long attemptSequence;
    private volatile boolean broken;

    /**
     * @param engine          an engine with {@link #NO_OUTPUT}, recovered from a snapshot or fresh.
     * @param source          that goes on after {@code engine.sequence()}.
     * @param durableSequence of the journal; see {@link JournalPort#durableSequence()}.
     * @param snapshots       takes the snapshots.
     * @param errorHandler    told when the follower or a snapshot breaks.
     * @param intervalInputs  inputs between two snapshots; 0 for none but those asked for.
     * @param batchLimit      most inputs applied in one duty cycle.
     */
    public SnapshotFollower(
            final TradingEngine engine,
            final FollowerSource source,
            final LongSupplier durableSequence,
            final SnapshotPort snapshots,
            final ErrorHandler errorHandler,
            final long intervalInputs,
            final int batchLimit) {
        if (intervalInputs < 0) {
            throw new IllegalArgumentException("snapshot interval " + intervalInputs + ": must be 0 or more inputs");
        }
        if (batchLimit < 1) {
            throw new IllegalArgumentException("follower batch limit " + batchLimit + ": must be 1 or more inputs");
        }
        this.engine = engine;
        this.source = source;
        this.durableSequence = durableSequence;
        this.snapshots = snapshots;
        this.snapshotSink = snapshots::record;
        this.errorHandler = errorHandler;
        this.intervalInputs = intervalInputs;
        this.batchLimit = batchLimit;
        this.snapshotSequence = engine.sequence();
        this.attemptSequence = engine.sequence();
    }

    @Override
    public String roleName() {
        return "snapshot-follower";
    }

    @Override
    public int doWork() {
        if (broken) {
            return 0;
        }
        try {
            final long upTo = durableSequence.getAsLong();
            int work = 0;
            if (engine.sequence() < upTo) {
                work += source.poll(recordHandler, upTo, batchLimit);
            }
            if (isDue(upTo)) {
                writeSnapshot();
                work++;
            }
            return work;
        } catch (final Throwable cause) {
            // An engine that threw is in no state to be written or to go on with.
            broken = true;
            errorHandler.onError(new IllegalStateException(
                    "snapshot follower stopped at input " + engine.sequence() + ": no snapshots until the next start",
                    cause));
            return 0;
        }
    }

    /** Asks for a snapshot once the follower has caught up with what is durable; on any thread. */
    public void requestSnapshot() {
        requested.set(true);
    }

    /** @return sequence of the last input in the newest snapshot written or started from; on any thread. */
    public long snapshotSequence() {
        return snapshotSequence;
    }

    /** @return whether the follower has stopped for good; on any thread. */
    public boolean isBroken() {
        return broken;
    }

    private boolean isDue(final long upTo) {
        if (engine.sequence() == attemptSequence) {
            return false;
        }
        if (intervalInputs > 0 && engine.sequence() - attemptSequence >= intervalInputs) {
            return true;
        }
        return requested.get() && engine.sequence() >= upTo;
    }

    private void writeSnapshot() {
        requested.set(false);
        attemptSequence = engine.sequence();
        try {
            snapshots.begin(attemptSequence, engine.timestampNs());
            engine.writeSnapshot(snapshotSink);
            snapshots.commit();
            snapshotSequence = attemptSequence;
        } catch (final Exception cause) {
            // Writing leaves the engine as it is: a full disk costs one snapshot, and the next interval tries again.
            errorHandler.onError(new IllegalStateException("no snapshot at input " + attemptSequence, cause));
        }
    }

    private void onRecord(
            final long sequence,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (sequence != engine.sequence() + 1) {
            throw new IllegalStateException("record " + sequence + " after " + engine.sequence());
        }
        if (!engine.onCommand(sequence, timestampNs, buffer, offset, length)) {
            throw new IllegalStateException("input " + sequence + " paused, though its outputs go nowhere");
        }
    }

    private static final class NoOutput implements EngineOutput {
        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void onOutput(
                final long inputSeq,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {}
    }
}
