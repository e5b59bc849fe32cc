package io.tradex.pipeline;

import io.tradex.protocol.state.GapFillEndEncoder;
import io.tradex.protocol.state.GapFillRequestDecoder;
import io.tradex.protocol.state.SnapshotBeginEncoder;
import io.tradex.protocol.state.SnapshotEndEncoder;
import io.tradex.protocol.state.SnapshotRequestDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers the requests of relays from the read model, a bounded slice in each duty cycle of the egress, so that a snapshot of
 * any size delays no reply by more than a slice. Rows go on changing while a snapshot is sent; SnapshotBegin and SnapshotEnd
 * frame what that means.
 *
 * <p>Each session has one request running: a newer one takes the place of the older, which its relay has given up. When all
 * places are taken, requests wait. A request is forgotten when its session ends, or when the relay takes nothing for the stall
 * timeout, so that a relay that does not read holds no place for long. An epoch that starts while a snapshot is being sent
 * begins it anew, with another SnapshotBegin.
 */
final class RelayService {
    /** Most requests served at a time: each duty cycle looks at all of them. */
    static final int MAX_CONCURRENT = 256;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int SCRATCH_BYTES = 128;

    private final ControlledMessageHandler requestHandler = this::onRequest;
    private final RowConsumer offerRow = this::offerRow;
    private final UnsafeBuffer scratch = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SCRATCH_BYTES, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final SnapshotBeginEncoder snapshotBegin = new SnapshotBeginEncoder();
    private final SnapshotEndEncoder snapshotEnd = new SnapshotEndEncoder();
    private final GapFillEndEncoder gapFillEnd = new GapFillEndEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final SnapshotRequestDecoder snapshotRequest = new SnapshotRequestDecoder();
    private final GapFillRequestDecoder gapFillRequest = new GapFillRequestDecoder();
    private final ReadModel model;
    private final RelayRequests requests;
    private final RelayPort port;
    private final PipelineCounters counters;
    private final Answer[] answers;
    private final int sliceMessages;
    private final long stallTimeoutNs;
    private long nowNs;
    private int nextAnswer;
    private long rowSessionId;
    private boolean rowTaken;

    RelayService(
            final ReadModel model,
            final RelayRequests requests,
            final RelayPort port,
            final PipelineCounters counters,
            final int concurrentRequests,
            final int sliceMessages,
            final long stallTimeoutNs) {
        this.model = model;
        this.requests = requests;
        this.port = port;
        this.counters = counters;
        this.sliceMessages = sliceMessages;
        this.stallTimeoutNs = stallTimeoutNs;
        this.answers = new Answer[concurrentRequests];
        for (int i = 0; i < concurrentRequests; i++) {
            answers[i] = new Answer();
        }
    }

    /**
     * One slice of one answer.
     *
     * @param nowNs nanoseconds since 1970.
     * @return how much was done.
     */
    int doWork(final long nowNs) {
        this.nowNs = nowNs;
        final int taken = requests.drain(requestHandler, answers.length);
        int served = 0;
        for (int i = 0; i < answers.length && served == 0; i++) {
            final Answer answer = answers[nextAnswer];
            nextAnswer = nextAnswer + 1 == answers.length ? 0 : nextAnswer + 1;
            if (answer.phase != Phase.FREE) {
                served = serve(answer);
            }
        }
        return taken + served;
    }

    private Action onRequest(final int typeId, final MutableDirectBuffer buffer, final int offset, final int length) {
        headerDecoder.wrap(buffer, offset);
        final int templateId = headerDecoder.templateId();
        if (templateId == SnapshotRequestDecoder.TEMPLATE_ID
                && length >= HEADER + SnapshotRequestDecoder.BLOCK_LENGTH) {
            snapshotRequest.wrap(buffer, offset + HEADER, SnapshotRequestDecoder.BLOCK_LENGTH, headerDecoder.version());
            final Answer answer = place(snapshotRequest.sessionId());
            if (answer == null) {
                return Action.ABORT;
            }
            answer.start(Phase.SNAPSHOT_BEGIN, snapshotRequest.sessionId(), snapshotRequest.correlationId(), nowNs);
        } else if (templateId == GapFillRequestDecoder.TEMPLATE_ID
                && length >= HEADER + GapFillRequestDecoder.BLOCK_LENGTH) {
            gapFillRequest.wrap(buffer, offset + HEADER, GapFillRequestDecoder.BLOCK_LENGTH, headerDecoder.version());
            final Answer answer = place(gapFillRequest.sessionId());
            if (answer == null) {
                return Action.ABORT;
            }
            answer.start(Phase.GAP_FILL, gapFillRequest.sessionId(), gapFillRequest.correlationId(), nowNs);
            answer.epoch = gapFillRequest.epoch();
            answer.next = gapFillRequest.fromOutSeq();
            answer.last = gapFillRequest.toOutSeq();
            if (answer.next < 1 || answer.last < answer.next || answer.last > model.highestOutSeq()) {
                answer.endGapFill(false);
            }
        } else {
            counters.relayRequestsDropped.incrementRelease();
        }
        return Action.CONTINUE;
    }

    private Answer place(final long sessionId) {
        Answer free = null;
        for (final Answer answer : answers) {
            if (answer.phase == Phase.FREE) {
                free = free == null ? answer : free;
            } else if (answer.sessionId == sessionId) {
                counters.relayRequestsDropped.incrementRelease();
                return answer;
            }
        }
        return free;
    }

    private int serve(final Answer answer) {
        if (!port.isOpen(answer.sessionId)) {
            return drop(answer);
        }
        int sent = 0;
        while (sent < sliceMessages && answer.phase != Phase.FREE && step(answer)) {
            sent++;
        }
        if (sent > 0 || nowNs < answer.progressNs) {
            answer.progressNs = nowNs;
        } else if (nowNs - answer.progressNs >= stallTimeoutNs) {
            return drop(answer);
        }
        return sent;
    }

    private int drop(final Answer answer) {
        answer.phase = Phase.FREE;
        counters.relayRequestsDropped.incrementRelease();
        return 1;
    }

    /** Sends one message; false if the relay has no room for it. */
    private boolean step(final Answer answer) {
        return switch (answer.phase) {
            case SNAPSHOT_BEGIN -> beginSnapshot(answer);
            case SNAPSHOT_ROWS -> sendRow(answer);
            case GAP_FILL -> sendDelta(answer);
            case GAP_FILL_END -> endGapFill(answer);
            case FREE -> throw new IllegalStateException("no answer to go on with");
        };
    }

    private boolean beginSnapshot(final Answer answer) {
        snapshotBegin
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(answer.correlationId)
                .epoch(model.epoch())
                .asOfOutSeq(model.highestOutSeq());
        if (!port.offerToRelay(answer.sessionId, scratch, 0, HEADER + SnapshotBeginEncoder.BLOCK_LENGTH)) {
            return false;
        }
        answer.phase = Phase.SNAPSHOT_ROWS;
        answer.epoch = model.epoch();
        answer.next = 0;
        // Orders that come later come as deltas after asOfOutSeq; without this bound a busy market could keep a
        // snapshot open.
        answer.last = model.slots();
        return true;
    }

    private boolean sendRow(final Answer answer) {
        if (answer.epoch != model.epoch()) {
            answer.phase = Phase.SNAPSHOT_BEGIN;
            return beginSnapshot(answer);
        }
        if (answer.next == answer.last) {
            return endSnapshot(answer);
        }
        rowSessionId = answer.sessionId;
        model.row((int) answer.next, offerRow);
        if (rowTaken) {
            answer.next++;
        }
        return rowTaken;
    }

    private boolean endSnapshot(final Answer answer) {
        snapshotEnd
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(answer.correlationId)
                .rows(answer.last)
                .throughOutSeq(model.highestOutSeq());
        return finish(answer, HEADER + SnapshotEndEncoder.BLOCK_LENGTH);
    }

    private boolean sendDelta(final Answer answer) {
        rowSessionId = answer.sessionId;
        rowTaken = false;
        if (answer.epoch != model.epoch() || !model.delta(answer.next, offerRow)) {
            answer.endGapFill(false);
            return endGapFill(answer);
        }
        if (rowTaken && answer.next++ == answer.last) {
            answer.endGapFill(true);
        }
        return rowTaken;
    }

    private boolean endGapFill(final Answer answer) {
        gapFillEnd
                .wrapAndApplyHeader(scratch, 0, headerEncoder)
                .correlationId(answer.correlationId)
                .complete(answer.complete ? BooleanType.T : BooleanType.F);
        return finish(answer, HEADER + GapFillEndEncoder.BLOCK_LENGTH);
    }

    private boolean finish(final Answer answer, final int length) {
        if (!port.offerToRelay(answer.sessionId, scratch, 0, length)) {
            return false;
        }
        answer.phase = Phase.FREE;
        counters.relayRequestsServed.incrementRelease();
        return true;
    }

    private void offerRow(final DirectBuffer buffer, final int offset, final int length) {
        rowTaken = port.offerToRelay(rowSessionId, buffer, offset, length);
    }

    private enum Phase {
        FREE,
        SNAPSHOT_BEGIN,
        SNAPSHOT_ROWS,
        GAP_FILL,
        GAP_FILL_END
    }

    private static final class Answer {
        private Phase phase = Phase.FREE;
        private long sessionId;
        private long correlationId;
        private long epoch;
        // Slots of the read model in a snapshot, last exclusive; outSeqs in a gap fill, last inclusive.
        private long next;
        private long last;
        private boolean complete;
        private long progressNs;

        private void start(final Phase phase, final long sessionId, final long correlationId, final long nowNs) {
            this.phase = phase;
            this.sessionId = sessionId;
            this.correlationId = correlationId;
            this.progressNs = nowNs;
        }

        private void endGapFill(final boolean complete) {
            this.phase = Phase.GAP_FILL_END;
            this.complete = complete;
        }
    }
}
