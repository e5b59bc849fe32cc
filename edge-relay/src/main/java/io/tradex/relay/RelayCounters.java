package io.tradex.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the relay tells of itself. Each counter has one writing thread, or is added to atomically; all may be read from any
 * thread.
 */
final class RelayCounters {
    /** Clients that see the blotter. */
    final AtomicLong clients = new AtomicLong();

    /** Sequence that the rows shown stand at. */
    final AtomicLong outSeq = new AtomicLong();

    /** Epoch of the rows shown. */
    final AtomicLong epoch = new AtomicLong();

    /** Rows shown. */
    final AtomicLong rows = new AtomicLong();

    /** 1 while the rows are those of the core, else 0. */
    final AtomicLong live = new AtomicLong();

    /** Gaps noticed. */
    final AtomicLong gaps = new AtomicLong();

    /** Gaps closed by a gap fill. */
    final AtomicLong gapFills = new AtomicLong();

    /** Snapshots loaded. */
    final AtomicLong snapshots = new AtomicLong();

    /** Deltas that came more than once. */
    final AtomicLong duplicates = new AtomicLong();

    /** Answers of the core that did not come in time. */
    final AtomicLong timeouts = new AtomicLong();

    /** Frames of the core that were not what they say. */
    final AtomicLong malformedFrames = new AtomicLong();

    /** Working orders that had to make room: the relay's capacity is too small for this core. */
    final AtomicLong workingEvicted = new AtomicLong();

    /** Batches that did not fit into the queue to the network thread; every client got a snapshot instead. */
    final AtomicLong batchesDropped = new AtomicLong();

    /** Logons that the core refused. */
    final AtomicLong logonsRejected = new AtomicLong();

    /** Faults of Aeron and of the core's session that they recovered from by themselves. */
    final AtomicLong recoveredFaults = new AtomicLong();

    /** Times that a client was skipped because it reads too slowly. */
    final AtomicLong clientsSkipped = new AtomicLong();

    /** Connections refused because there were too many. */
    final AtomicLong connectionsRefused = new AtomicLong();

    /** Requests and connections without the right token, or from a foreign origin. */
    final AtomicLong unauthorized = new AtomicLong();

    /** Requests and frames that no correct client sends. */
    final AtomicLong badInput = new AtomicLong();

    /**
     * Writes the counters.
     *
     * @param out takes the object.
     */
    void write(final JsonText out) {
        out.open('{');
        out.name("live").bool(live.get() == 1);
        write(out, "clients", clients);
        write(out, "epoch", epoch);
        write(out, "outSeq", outSeq);
        write(out, "rows", rows);
        write(out, "gaps", gaps);
        write(out, "gapFills", gapFills);
        write(out, "snapshots", snapshots);
        write(out, "duplicates", duplicates);
        write(out, "timeouts", timeouts);
        write(out, "malformedFrames", malformedFrames);
        write(out, "workingEvicted", workingEvicted);
        write(out, "batchesDropped", batchesDropped);
        write(out, "logonsRejected", logonsRejected);
        write(out, "recoveredFaults", recoveredFaults);
        write(out, "clientsSkipped", clientsSkipped);
        write(out, "connectionsRefused", connectionsRefused);
        write(out, "unauthorized", unauthorized);
        write(out, "badInput", badInput);
        out.close('}');
    }

    private static void write(final JsonText out, final String name, final AtomicLong counter) {
        out.name(name).number(counter.get());
    }
}
