package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.OrdStatus;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.IntHashSet;

/**
 * Turns changes of the order rows into messages for pages: a snapshot for who is new or has fallen behind, then one batch of
 * changed rows every publish interval. A batch holds each order once, in its last state, and never more than the newest
 * rows that a page keeps, so that the work for a page is bounded whatever the order rate. One thread, that of the follower.
 */
final class BlotterPublisher implements OrderStateFollower.Listener {
    private static final long PULSE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int EXPECTED_ROW_CHARS = 512;

    private final BlotterSink sink;
    private final long intervalNs;
    private final int[] newestSlots;
    private final JsonText message;
    private final OrderDeltaDecoder row = new OrderDeltaDecoder();
    private final IntArrayList changedSlots = new IntArrayList();
    private final IntHashSet changed = new IntHashSet();
    private boolean allChanged = true;
    private boolean live;
    private long nextBatchNs = Long.MIN_VALUE;
    private long nextPulseNs = Long.MIN_VALUE;
    private long batchesDropped;

    /**
     * @param sink takes the messages.
     * @param intervalNs between two batches, nanoseconds.
     * @param pageRows rows that a page keeps.
     */
    BlotterPublisher(final BlotterSink sink, final long intervalNs, final int pageRows) {
        this.sink = sink;
        this.intervalNs = intervalNs;
        newestSlots = new int[pageRows];
        message = new JsonText(pageRows * EXPECTED_ROW_CHARS);
    }

    @Override
    public void onRowChanged(final int slot) {
        // More than a page keeps need not be remembered: the newest rows then are the changed ones.
        if (changedSlots.size() <= newestSlots.length && changed.add(slot)) {
            changedSlots.addInt(slot);
        }
    }

    @Override
    public void onRowsReplaced() {
        allChanged = true;
    }

    /** @return messages that were dropped because the sink had no room. */
    long batchesDropped() {
        return batchesDropped;
    }

    /**
     * Sends what is due.
     *
     * @param nowNs the time.
     * @param follower whose rows are published.
     * @return work done; 0 if none.
     */
    int doWork(final long nowNs, final OrderStateFollower follower) {
        if (nowNs < nextBatchNs) {
            return 0;
        }
        nextBatchNs = nowNs + intervalNs;
        final boolean wasLive = live;
        live = follower.isLive(nowNs);
        if (!sink.hasClients()) {
            forgetChanges();
            allChanged = true;
            return 0;
        }
        int work = 0;
        if (allChanged) {
            sink.takeSnapshotWish();
            work += snapshot(BlotterSink.Kind.SNAPSHOT_FOR_ALL, follower);
        } else {
            if (!changedSlots.isEmpty()) {
                work += delta(follower);
            }
            if (sink.takeSnapshotWish()) {
                work += snapshot(BlotterSink.Kind.SNAPSHOT, follower);
            }
        }
        if (live != wasLive) {
            work += status();
        }
        if (nowNs >= nextPulseNs) {
            nextPulseNs = nowNs + PULSE_INTERVAL_NS;
            work += heartbeat(follower);
        }
        return work;
    }

    private int snapshot(final BlotterSink.Kind kind, final OrderStateFollower follower) {
        message.clear().open('{');
        message.name("t").text("snapshot");
        message.name("epoch").number(follower.epoch());
        standing(follower);
        message.name("maxRows").number(newestSlots.length);
        message.name("rows").open('[');
        final int found = follower.rows().newest(newestSlots);
        for (int i = 0; i < found; i++) {
            writeRow(follower.rows(), newestSlots[i]);
        }
        message.close(']').close('}');
        forgetChanges();
        return offer(kind);
    }

    private int delta(final OrderStateFollower follower) {
        message.clear().open('{');
        message.name("t").text("delta");
        message.name("outSeq").number(follower.outSeq());
        totals(follower.rows());
        message.name("rows").open('[');
        if (changedSlots.size() <= newestSlots.length) {
            for (int i = 0; i < changedSlots.size(); i++) {
                writeRow(follower.rows(), changedSlots.getInt(i));
            }
        } else {
            final int found = follower.rows().newest(newestSlots);
            for (int i = 0; i < found; i++) {
                writeRow(follower.rows(), newestSlots[i]);
            }
        }
        message.close(']').close('}');
        forgetChanges();
        return offer(BlotterSink.Kind.DELTA);
    }

    private int status() {
        message.clear().open('{');
        message.name("t").text("status");
        message.name("live").bool(live);
        message.close('}');
        return offer(BlotterSink.Kind.PULSE);
    }

    private int heartbeat(final OrderStateFollower follower) {
        message.clear().open('{');
        message.name("t").text("heartbeat");
        standing(follower);
        message.close('}');
        return offer(BlotterSink.Kind.PULSE);
    }

    private void standing(final OrderStateFollower follower) {
        message.name("outSeq").number(follower.outSeq());
        message.name("live").bool(live);
        message.name("coreMs").number(follower.coreTimestampNs() / 1_000_000);
        totals(follower.rows());
    }

    private void totals(final OrderRows rows) {
        message.name("totals").open('{');
        message.name("orders").number(rows.ordersSeen());
        message.name("working").number(rows.ordersWorking());
        message.name("filled").number(rows.ordersIn(OrdStatus.FILLED));
        message.name("cancelled").number(rows.ordersIn(OrdStatus.CANCELED) + rows.ordersIn(OrdStatus.EXPIRED));
        message.name("rejected").number(rows.ordersIn(OrdStatus.REJECTED));
        message.close('}');
    }

    private void writeRow(final OrderRows rows, final int slot) {
        rows.read(slot, row);
        RowJson.writeShown(message, row);
    }

    private int offer(final BlotterSink.Kind kind) {
        if (sink.offer(kind, message)) {
            allChanged &= kind != BlotterSink.Kind.SNAPSHOT_FOR_ALL;
        } else {
            batchesDropped++;
            allChanged = true;
        }
        return 1;
    }

    private void forgetChanges() {
        changedSlots.clear();
        changed.clear();
    }
}
