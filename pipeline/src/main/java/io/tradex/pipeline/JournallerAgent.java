package io.tradex.pipeline;

import com.lmax.disruptor.EventPoller;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Appends every input to the journal, in batches of what is at hand. How far inputs are durable is the journal's own counter,
 * not the poller's sequence: that one moves when a batch was read, before it is forced.
 */
final class JournallerAgent implements Agent {
    private final EventPoller.Handler<InputSlot> handler = this::onInput;
    private final EventPoller<InputSlot> poller;
    private final JournalPort journal;
    private final EpochNanoClock clock;
    private final HaltSwitch haltSwitch;
    private final int batchLimit;
    private long sequence;
    private int appended;

    JournallerAgent(
            final EventPoller<InputSlot> poller,
            final JournalPort journal,
            final EpochNanoClock clock,
            final HaltSwitch haltSwitch,
            final int batchLimit) {
        this.poller = poller;
        this.journal = journal;
        this.clock = clock;
        this.haltSwitch = haltSwitch;
        this.batchLimit = batchLimit;
    }

    @Override
    public String roleName() {
        return "journaller";
    }

    @Override
    public void onStart() {
        journal.onStart();
    }

    @Override
    public int doWork() {
        if (haltSwitch.isHalted()) {
            return 0;
        }
        try {
            appended = 0;
            poller.poll(handler);
            if (appended > 0) {
                journal.endOfBatch();
            }
            return appended + journal.onDutyCycle(clock.nanoTime());
        } catch (final Throwable cause) {
            haltSwitch.halt(roleName(), sequence, cause);
            return 0;
        }
    }

    @Override
    public void onClose() {
        journal.onClose();
    }

    private boolean onInput(final InputSlot slot, final long position, final boolean endOfBatch) {
        sequence = slot.sequence();
        journal.append(slot.sequence(), slot.timestampNs(), slot.buffer(), slot.offset(), slot.length());
        return ++appended < batchLimit;
    }
}
