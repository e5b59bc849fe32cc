package io.tradex.relay;

import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A core as a relay sees it: publishes deltas and answers requests from what it has published. Thread safe. A test may lose,
 * repeat or reorder what goes out by taking {@link #stream} and {@link #answers} into its own hands.
 */
final class ScriptedCore {
    final Deque<byte[]> stream = new ArrayDeque<>();
    final Deque<byte[]> answers = new ArrayDeque<>();
    private final LongSupplier clockNs;
    private final int keptDeltas;
    private final Map<Long, OrderRow> orders = new TreeMap<>();
    private final Map<Long, byte[]> rows = new TreeMap<>();
    private final List<byte[]> deltas = new ArrayList<>();
    private long epoch = 1;
    private long firstKept = 1;
    private boolean up = true;

    ScriptedCore(final LongSupplier clockNs, final int keptDeltas) {
        this.clockNs = clockNs;
        this.keptDeltas = keptDeltas;
    }

    /** A new order, or one that is known already, to be changed and then published. */
    synchronized OrderRow order(final long orderId) {
        return orders.computeIfAbsent(orderId, id -> {
            final OrderRow row = OrderRow.order(id);
            row.orderVersion = 0;
            row.createdNs = clockNs.getAsLong();
            return row;
        });
    }

    synchronized byte[] publish(final OrderRow row) {
        row.epoch = epoch;
        row.outSeq = outSeq() + 1;
        row.orderVersion++;
        row.timestampNs = clockNs.getAsLong();
        final byte[] frame = row.frame();
        deltas.add(frame);
        firstKept = Math.max(firstKept, outSeq() - keptDeltas + 1);
        rows.put(row.orderId, frame);
        if (up) {
            stream.add(frame);
        }
        return frame;
    }

    synchronized void cancel(final long orderId) {
        publish(order(orderId).status(OrdStatus.CANCELED, ExecType.CANCELED));
    }

    synchronized void heartbeat() {
        if (up) {
            stream.add(Frames.heartbeat(epoch, outSeq(), clockNs.getAsLong()));
        }
    }

    synchronized void startEpoch() {
        epoch++;
        deltas.clear();
        firstKept = 1;
    }

    /** A core that is down publishes and answers nothing; its state goes on when it is up again. */
    synchronized void up(final boolean isUp) {
        up = isUp;
        if (!isUp) {
            stream.clear();
            answers.clear();
        }
    }

    synchronized long outSeq() {
        return deltas.size();
    }

    synchronized long epoch() {
        return epoch;
    }

    /** The rows as the core has them, by order id. */
    synchronized Map<Long, byte[]> rows() {
        return new TreeMap<>(rows);
    }

    DeltaFeed feed() {
        return new DeltaFeed() {
            @Override
            public int poll(final FrameHandler handler, final int limit) {
                return drain(stream, handler, limit);
            }

            @Override
            public void close() {}
        };
    }

    CoreSession session() {
        return new CoreSession() {
            @Override
            public boolean requestSnapshot(final long correlationId) {
                return answerSnapshot(correlationId);
            }

            @Override
            public boolean requestGapFill(
                    final long correlationId, final long ofEpoch, final long fromOutSeq, final long toOutSeq) {
                return answerGapFill(correlationId, ofEpoch, fromOutSeq, toOutSeq);
            }

            @Override
            public int poll(final FrameHandler handler, final int limit) {
                return drain(answers, handler, limit);
            }

            @Override
            public void close() {}
        };
    }

    private synchronized boolean answerSnapshot(final long correlationId) {
        if (up) {
            answers.add(Frames.snapshotBegin(correlationId, epoch, outSeq()));
            answers.addAll(rows.values());
            answers.add(Frames.snapshotEnd(correlationId, rows.size(), outSeq()));
        }
        return up;
    }

    private synchronized boolean answerGapFill(
            final long correlationId, final long ofEpoch, final long fromOutSeq, final long toOutSeq) {
        if (up) {
            final boolean complete = ofEpoch == epoch && fromOutSeq >= firstKept && toOutSeq <= outSeq();
            if (complete) {
                answers.addAll(deltas.subList((int) fromOutSeq - 1, (int) toOutSeq));
            }
            answers.add(Frames.gapFillEnd(correlationId, complete));
        }
        return up;
    }

    private int drain(final Deque<byte[]> queue, final FrameHandler handler, final int limit) {
        int taken = 0;
        while (taken < limit) {
            final byte[] frame;
            synchronized (this) {
                frame = queue.poll();
            }
            if (frame == null) {
                break;
            }
            handler.onFrame(new UnsafeBuffer(frame), 0, frame.length);
            taken++;
        }
        return taken;
    }
}
