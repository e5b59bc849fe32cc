package io.tradex.relay;

import io.tradex.protocol.state.OrderDeltaDecoder;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;

/**
 * Keeps a copy of the core's order rows true over a stream that may lose, repeat and reorder. It starts from a snapshot,
 * goes on with the deltas after it, notices every gap (a jump of outSeq, or a heartbeat that announces more than has come)
 * and repairs it with a gap fill or, where that cannot help, with a new snapshot.
 *
 * <pre>
 *                 request sent            SnapshotBegin            SnapshotEnd
 *   SNAPSHOT_DUE ──────────────► ASKED ──────────────────► LOADING ─────────────► FOLLOWING ⟲ gap fill
 *        ▲                         │ timeout                  │ timeout, row count     │ new epoch, gap fill refused or
 *        └─────────────────────────┴──────────────────────────┴────────────────────────┘ timed out, ring overflow
 * </pre>
 *
 * <p>Does no I/O of its own and reads no clock: time comes as an argument, in nanoseconds of any monotonic clock. One thread.
 */
final class OrderStateFollower {
    /** Hears of changes of the rows that are shown. */
    interface Listener {
        /**
         * One row has changed.
         *
         * @param slot it is in.
         */
        void onRowChanged(int slot);

        /** All rows were replaced by those of a snapshot. */
        void onRowsReplaced();
    }

    private enum Phase {
        SNAPSHOT_DUE,
        ASKED,
        LOADING,
        FOLLOWING
    }

    private static final long NEVER = Long.MIN_VALUE;
    private static final long NO_REQUEST = 0;

    private final FollowerSettings settings;
    private final CoreSession session;
    private final Listener listener;
    private final SplittableRandom jitter;
    private final PendingDeltas pending;
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();

    private Phase phase = Phase.SNAPSHOT_DUE;
    private OrderRows rows;
    private OrderRows loading;
    private long epoch;
    private long appliedOutSeq;
    private long announcedOutSeq;
    private long consistentFromOutSeq;
    private long shownEpoch;
    private long shownOutSeq;
    private long coreTimestampNs;

    private long lastHeardNs = NEVER;
    private long gapSinceNs = NEVER;
    private long lagSinceNs = NEVER;
    private long regressedSinceNs = NEVER;
    private long liveSinceNs = NEVER;

    private long lastCorrelationId;
    private long snapshotCorrelationId = NO_REQUEST;
    private long gapFillCorrelationId = NO_REQUEST;
    private long gapFillToOutSeq;
    private long answerDeadlineNs;
    private long nextSnapshotNs = NEVER;
    private long nextGapFillNs = NEVER;
    private long rowsReceived;
    private int failedAttempts;

    private long gaps;
    private long gapFills;
    private long snapshots;
    private long snapshotRequests;
    private long duplicates;
    private long staleEpochs;
    private long overflows;
    private long timeouts;
    private long unaskedAnswers;

    /**
     * @param settings sizes and times.
     * @param session takes requests.
     * @param listener hears of changes.
     * @param seed of the jitter that keeps a fleet of relays from asking in step.
     */
    OrderStateFollower(
            final FollowerSettings settings, final CoreSession session, final Listener listener, final long seed) {
        this.settings = settings;
        this.session = session;
        this.listener = listener;
        jitter = new SplittableRandom(seed);
        pending = new PendingDeltas(settings.pendingCapacity());
        rows = new OrderRows(settings.rowCapacity());
        // Two relays, or two lives of one, are unlikely to give the same id to a request of theirs.
        lastCorrelationId = jitter.nextLong(1, 1L << 62);
    }

    /**
     * A delta came, from the stream or as a part of an answer.
     *
     * @param nowNs the time.
     * @param fromStream whether it came on the delta stream.
     * @param buffer holding its root block.
     * @param offset of it.
     */
    void onDelta(final long nowNs, final boolean fromStream, final DirectBuffer buffer, final int offset) {
        if (!fromStream && phase == Phase.LOADING) {
            // A row of a snapshot keeps the epoch and outSeq of its last change, whatever the epoch is now.
            loading.apply(buffer, offset);
            rowsReceived++;
            answerDeadlineNs = nowNs + settings.requestTimeoutNs();
            return;
        }
        delta.wrap(buffer, offset, OrderRows.ROW_LENGTH, OrderDeltaDecoder.SCHEMA_VERSION);
        if (!isCurrent(nowNs, delta.epoch(), fromStream)) {
            return;
        }
        if (!fromStream && gapFillCorrelationId != NO_REQUEST) {
            answerDeadlineNs = nowNs + settings.requestTimeoutNs();
        }
        final long outSeq = delta.outSeq();
        switch (phase) {
            case LOADING, FOLLOWING -> sequence(nowNs, outSeq, buffer, offset);
            case SNAPSHOT_DUE, ASKED -> pending.put(outSeq, buffer, offset);
        }
    }

    /**
     * A heartbeat of the stream came.
     *
     * @param nowNs the time.
     * @param heartbeatEpoch the core's epoch.
     * @param highestOutSeq the newest delta it has published.
     * @param timestampNs the core's clock, nanoseconds since 1970.
     */
    void onHeartbeat(final long nowNs, final long heartbeatEpoch, final long highestOutSeq, final long timestampNs) {
        if (!isCurrent(nowNs, heartbeatEpoch, true)) {
            return;
        }
        coreTimestampNs = timestampNs;
        announcedOutSeq = Math.max(announcedOutSeq, highestOutSeq);
        if (phase != Phase.FOLLOWING) {
            return;
        }
        if (highestOutSeq > appliedOutSeq && lagSinceNs == NEVER) {
            lagSinceNs = nowNs;
        }
        if (highestOutSeq >= appliedOutSeq) {
            regressedSinceNs = NEVER;
        } else if (regressedSinceNs == NEVER) {
            regressedSinceNs = nowNs;
        } else if (nowNs - regressedSinceNs > settings.staleAfterNs()) {
            // The core says it never published what we hold: it lost its tail without a new epoch. Its rows are the
            // truth.
            announcedOutSeq = highestOutSeq;
            startOver();
        }
    }

    /**
     * Rows of a snapshot follow.
     *
     * @param nowNs the time.
     * @param correlationId of the request.
     * @param snapshotEpoch the core's epoch.
     * @param asOfOutSeq every delta up to this one is in the rows.
     */
    void onSnapshotBegin(final long nowNs, final long correlationId, final long snapshotEpoch, final long asOfOutSeq) {
        if (phase != Phase.ASKED || correlationId != snapshotCorrelationId) {
            unaskedAnswers++;
            return;
        }
        if (snapshotEpoch < epoch) {
            staleEpochs++;
            startOver();
            return;
        }
        if (snapshotEpoch > epoch) {
            beginEpoch(snapshotEpoch);
        }
        phase = Phase.LOADING;
        loading = new OrderRows(settings.rowCapacity());
        rowsReceived = 0;
        answerDeadlineNs = nowNs + settings.requestTimeoutNs();
        appliedOutSeq = asOfOutSeq;
        pending.discardThrough(asOfOutSeq);
        applyPending(nowNs);
    }

    /**
     * The rows of a snapshot are all there.
     *
     * @param nowNs the time.
     * @param correlationId of the request.
     * @param rowsSent how many the core sent.
     * @param throughOutSeq no row is newer than this.
     */
    void onSnapshotEnd(final long nowNs, final long correlationId, final long rowsSent, final long throughOutSeq) {
        if (phase != Phase.LOADING || correlationId != snapshotCorrelationId) {
            unaskedAnswers++;
            return;
        }
        if (rowsReceived != rowsSent) {
            startOver();
            return;
        }
        loading.sortByChange();
        rows = loading;
        loading = null;
        snapshotCorrelationId = NO_REQUEST;
        snapshots++;
        phase = Phase.FOLLOWING;
        consistentFromOutSeq = throughOutSeq;
        announcedOutSeq = Math.max(announcedOutSeq, throughOutSeq);
        gapSinceNs = NEVER;
        regressedSinceNs = NEVER;
        lagSinceNs = announcedOutSeq > appliedOutSeq ? nowNs : NEVER;
        shownEpoch = epoch;
        shownOutSeq = appliedOutSeq;
        listener.onRowsReplaced();
    }

    /**
     * The deltas of a gap fill were sent before this.
     *
     * @param nowNs the time.
     * @param correlationId of the request.
     * @param complete whether the core still had them all.
     */
    void onGapFillEnd(final long nowNs, final long correlationId, final boolean complete) {
        if (correlationId != gapFillCorrelationId) {
            unaskedAnswers++;
            return;
        }
        gapFillCorrelationId = NO_REQUEST;
        if (complete && appliedOutSeq >= gapFillToOutSeq) {
            gapFills++;
        } else {
            startOver();
        }
    }

    /**
     * Sends what is due to be sent and gives up on what has timed out.
     *
     * @param nowNs the time.
     * @return work done; 0 if none.
     */
    int doWork(final long nowNs) {
        return switch (phase) {
            case SNAPSHOT_DUE -> nowNs >= nextSnapshotNs ? requestSnapshot(nowNs) : 0;
            case ASKED, LOADING -> nowNs > answerDeadlineNs ? giveUp() : 0;
            case FOLLOWING -> repair(nowNs);
        };
    }

    /**
     * @param nowNs the time.
     * @return whether the rows shown are the core's rows now, as far as a relay can know.
     */
    boolean isLive(final long nowNs) {
        return phase == Phase.FOLLOWING
                && appliedOutSeq >= consistentFromOutSeq
                && lastHeardNs != NEVER
                && nowNs - lastHeardNs <= settings.staleAfterNs()
                && (gapSinceNs == NEVER || nowNs - gapSinceNs <= settings.staleAfterNs());
    }

    /** @return the rows to be shown; another object after each {@link Listener#onRowsReplaced()}. */
    OrderRows rows() {
        return rows;
    }

    /** @return the epoch of the rows shown; 0 if there never were any. */
    long epoch() {
        return shownEpoch;
    }

    /** @return every delta up to this one is in the rows shown. */
    long outSeq() {
        return shownOutSeq;
    }

    /** @return the core's clock at its last heartbeat, nanoseconds since 1970; 0 if there was none. */
    long coreTimestampNs() {
        return coreTimestampNs;
    }

    /** @return gaps noticed. */
    long gaps() {
        return gaps;
    }

    /** @return gap fills that closed their gap. */
    long gapFills() {
        return gapFills;
    }

    /** @return snapshots loaded. */
    long snapshots() {
        return snapshots;
    }

    /** @return snapshots asked for. */
    long snapshotRequests() {
        return snapshotRequests;
    }

    /** @return deltas that came more than once. */
    long duplicates() {
        return duplicates;
    }

    /** @return messages of an epoch that is over. */
    long staleEpochs() {
        return staleEpochs;
    }

    /** @return times that more was missing than the ring of pending deltas spans. */
    long overflows() {
        return overflows;
    }

    /** @return answers that did not come in time. */
    long timeouts() {
        return timeouts;
    }

    /** @return parts of answers that nobody waits for any more. */
    long unaskedAnswers() {
        return unaskedAnswers;
    }

    private boolean isCurrent(final long nowNs, final long messageEpoch, final boolean fromStream) {
        if (messageEpoch < epoch) {
            staleEpochs++;
            return false;
        }
        if (fromStream) {
            lastHeardNs = nowNs;
        }
        if (messageEpoch > epoch) {
            final boolean hadRows = phase != Phase.SNAPSHOT_DUE && phase != Phase.ASKED;
            beginEpoch(messageEpoch);
            if (hadRows) {
                startOver();
            }
        }
        return true;
    }

    private void beginEpoch(final long newEpoch) {
        epoch = newEpoch;
        announcedOutSeq = 0;
        appliedOutSeq = 0;
        pending.clear();
    }

    private void sequence(final long nowNs, final long outSeq, final DirectBuffer buffer, final int offset) {
        if (outSeq <= appliedOutSeq || pending.contains(outSeq)) {
            duplicates++;
        } else if (outSeq == appliedOutSeq + 1) {
            apply(buffer, offset);
            applyPending(nowNs);
        } else {
            final boolean room = pending.put(outSeq, buffer, offset);
            if (!room) {
                overflows++;
                if (phase == Phase.FOLLOWING && shownOutSeq >= consistentFromOutSeq) {
                    startOver();
                }
            }
        }
    }

    private void apply(final DirectBuffer buffer, final int offset) {
        appliedOutSeq++;
        if (phase == Phase.LOADING) {
            loading.apply(buffer, offset);
        } else {
            final int slot = rows.apply(buffer, offset);
            shownOutSeq = appliedOutSeq;
            if (slot != OrderRows.NOT_NEWER) {
                listener.onRowChanged(slot);
            }
        }
    }

    private void applyPending(final long nowNs) {
        while (pending.contains(appliedOutSeq + 1)) {
            final long outSeq = appliedOutSeq + 1;
            apply(pending.buffer(), pending.offsetOf(outSeq));
            pending.remove(outSeq);
        }
        if (phase == Phase.FOLLOWING) {
            lagSinceNs = announcedOutSeq > appliedOutSeq ? nowNs : NEVER;
        }
    }

    private int repair(final long nowNs) {
        noteLiveness(nowNs);
        final boolean jumped = pending.highestOutSeq() > appliedOutSeq;
        final boolean lagged = lagSinceNs != NEVER && nowNs - lagSinceNs >= settings.gapGraceNs();
        if (!jumped && !lagged) {
            if (lagSinceNs == NEVER) {
                gapSinceNs = NEVER;
            }
        } else if (gapSinceNs == NEVER) {
            gaps++;
            gapSinceNs = jumped ? nowNs : lagSinceNs;
        }
        if (gapFillCorrelationId != NO_REQUEST) {
            return nowNs > answerDeadlineNs ? giveUp() : 0;
        }
        if (gapSinceNs == NEVER || !(jumped || lagged) || nowNs < nextGapFillNs) {
            return 0;
        }
        final long toOutSeq = jumped ? pending.lowestAfter(appliedOutSeq) - 1 : announcedOutSeq;
        return requestGapFill(nowNs, Math.min(toOutSeq, appliedOutSeq + settings.gapFillDeltasMax()));
    }

    private int requestGapFill(final long nowNs, final long toOutSeq) {
        final long correlationId = ++lastCorrelationId;
        if (session.requestGapFill(correlationId, epoch, appliedOutSeq + 1, toOutSeq)) {
            gapFillCorrelationId = correlationId;
            gapFillToOutSeq = toOutSeq;
            answerDeadlineNs = nowNs + settings.requestTimeoutNs();
        } else {
            nextGapFillNs = nowNs + settings.backoffMinNs();
        }
        return 1;
    }

    private int requestSnapshot(final long nowNs) {
        final long correlationId = ++lastCorrelationId;
        if (session.requestSnapshot(correlationId)) {
            snapshotRequests++;
            snapshotCorrelationId = correlationId;
            phase = Phase.ASKED;
            answerDeadlineNs = nowNs + settings.requestTimeoutNs();
            nextSnapshotNs = nowNs + backoffNs();
            failedAttempts++;
        } else {
            // Nothing left the relay, so this pause need not grow.
            nextSnapshotNs = nowNs + settings.backoffMinNs();
        }
        return 1;
    }

    private int giveUp() {
        timeouts++;
        if (phase == Phase.FOLLOWING && appliedOutSeq >= gapFillToOutSeq) {
            // The gap has closed by itself, so only the end of the answer is missing.
            gapFillCorrelationId = NO_REQUEST;
        } else {
            startOver();
        }
        return 1;
    }

    /** Leaves what is shown as it is and asks for a snapshot once the pause since the last one is over. */
    private void startOver() {
        phase = Phase.SNAPSHOT_DUE;
        loading = null;
        snapshotCorrelationId = NO_REQUEST;
        gapFillCorrelationId = NO_REQUEST;
        gapSinceNs = NEVER;
        lagSinceNs = NEVER;
        regressedSinceNs = NEVER;
        liveSinceNs = NEVER;
    }

    private void noteLiveness(final long nowNs) {
        if (!isLive(nowNs)) {
            liveSinceNs = NEVER;
        } else if (liveSinceNs == NEVER) {
            liveSinceNs = nowNs;
        } else if (nowNs - liveSinceNs > settings.backoffMaxNs()) {
            failedAttempts = 0;
        }
    }

    private long backoffNs() {
        final long ceiling = Math.min(settings.backoffMaxNs(), settings.backoffMinNs() << Math.min(failedAttempts, 20));
        return ceiling / 2 + jitter.nextLong(ceiling / 2 + 1);
    }
}
