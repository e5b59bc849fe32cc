package io.tradex.pipeline;

import java.util.function.ObjLongConsumer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/** What the pipeline counts. Each counter has one writing stage; all can be read on any thread. */
public final class PipelineCounters {
    private static final int CAPACITY = 64;

    private final CountersManager manager = new CountersManager(
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY * CountersManager.METADATA_LENGTH, Long.BYTES)),
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY * CountersManager.COUNTER_LENGTH, Long.BYTES)));

    /** Sequence of the newest input, written by the sequencer. */
    public final AtomicCounter lastSequence = manager.newCounter("last-sequence");

    /** Inputs sequenced. */
    public final AtomicCounter inputs = manager.newCounter("inputs");

    /** New orders that the sequencer marked as refused for back pressure. */
    public final AtomicCounter refusedByAdmission = manager.newCounter("refused-by-admission");

    /** Inputs dropped because they are too long or too short to be one. */
    public final AtomicCounter malformedInputs = manager.newCounter("malformed-inputs");

    /** Times that an input found the Disruptor ring full. */
    public final AtomicCounter ringFull = manager.newCounter("ring-full");

    /** Offers to the input buffer that were refused; written by many threads. */
    public final AtomicCounter inputBufferFull = manager.newCounter("input-buffer-full");

    /** Sequence of the newest input that the engine has applied in full, written by the engine's stage. */
    public final AtomicCounter appliedSequence = manager.newCounter("applied-sequence");

    /** Times that the engine waited for room in the output ring. */
    public final AtomicCounter outputPauses = manager.newCounter("output-pauses");

    /** Replies handed to the network. */
    public final AtomicCounter replies = manager.newCounter("replies");

    /** Deltas handed to the publisher. */
    public final AtomicCounter deltas = manager.newCounter("deltas");

    /** Delta heartbeats handed to the publisher. */
    public final AtomicCounter deltaHeartbeats = manager.newCounter("delta-heartbeats");

    /** Requests handed to venues. */
    public final AtomicCounter venueRequests = manager.newCounter("venue-requests");

    /** Times that a request found its venue's queue full and held the egress back. */
    public final AtomicCounter venueQueueFull = manager.newCounter("venue-queue-full");

    /** Checkpoints handed to the input buffer. */
    public final AtomicCounter checkpoints = manager.newCounter("checkpoints");

    /** Checkpoints dropped because the input buffer was full; the next one comes by itself. */
    public final AtomicCounter checkpointsDropped = manager.newCounter("checkpoints-dropped");

    /** Times that the engine asked for and that came, handed to the input buffer. */
    public final AtomicCounter timersFired = manager.newCounter("timers-fired");

    /** Inputs that the engine refused to apply. */
    public final AtomicCounter inputsRefused = manager.newCounter("inputs-refused");

    /** Alarms that the engine raised. */
    public final AtomicCounter alarms = manager.newCounter("alarms");

    /** Finished rows that made place in the read model. */
    public final AtomicCounter rowsEvicted = manager.newCounter("rows-evicted");

    /** Snapshots and gap fills answered to their end. */
    public final AtomicCounter relayRequestsServed = manager.newCounter("relay-requests-served");

    /** Relay requests that were malformed, given up by their relay, or whose relay is gone or reads nothing. */
    public final AtomicCounter relayRequestsDropped = manager.newCounter("relay-requests-dropped");

    /** Relay requests refused at the door because too many wait; written by the door's threads. */
    public final AtomicCounter relayRequestsRefused = manager.newCounter("relay-requests-refused");

    /** Events of books handed to the publisher of market data. */
    public final AtomicCounter bookEvents = manager.newCounter("book-events");

    /** Snapshots of books sent to their end. */
    public final AtomicCounter snapshotsSent = manager.newCounter("snapshots-sent");

    /** Requests for snapshots of a book that is not known, or past those that may wait. */
    public final AtomicCounter snapshotRequestsDropped = manager.newCounter("snapshot-requests-dropped");

    /** Requests for snapshots refused at the door because too many are on their way; written by the door's threads. */
    public final AtomicCounter snapshotRequestsRefused = manager.newCounter("snapshot-requests-refused");

    /** 1 once the pipeline has come to a fail-stop. */
    public final AtomicCounter halted = manager.newCounter("halted");

    /** @param consumer of each counter's name and value; on any thread. */
    public void forEach(final ObjLongConsumer<String> consumer) {
        manager.forEach(
                (counterId, typeId, keyBuffer, label) -> consumer.accept(label, manager.getCounterValue(counterId)));
    }
}
