package io.tradex.core.routing;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.BreakerState;
import java.util.Arrays;

/**
 * Keeps orders away from a venue that is not well: opens on too many rejects or slow answers among the last ones, or when the
 * session is lost; after a while lets one order at a time through, and closes when that goes well.
 */
public final class CircuitBreaker {
    /** Most answers over which it counts. */
    public static final int MAX_WINDOW = 1024;

    private static final int REJECTED = 1;
    private static final int SLOW = 2;
    private static final int BITS = 2;
    private static final int PER_WORD = Long.SIZE / BITS;

    private int window;
    private int rejectLimit;
    private int slowLimit;
    private long coolDownNs;

    private BreakerState state = BreakerState.CLOSED;
    private final long[] answers = new long[MAX_WINDOW / PER_WORD];
    private int counted;
    private int next;
    private int rejects;
    private int slows;

    /** What it had counted when it opened. */
    private int openedAt;

    private long openUntilNs;

    /** When the order was sent that is to show whether the venue is well; 0 if none is out. */
    private long probeNs;

    /**
     * Sets the limits and forgets what was counted.
     *
     * @param answersCounted 1 to {@link #MAX_WINDOW}; 0 for a breaker that is always closed.
     * @param rejectsToOpen  0 for any number.
     * @param slowsToOpen    0 for any number.
     * @param openForNs      before one order may probe the venue.
     * @return whether it has another state.
     */
    public boolean limit(
            final int answersCounted, final int rejectsToOpen, final int slowsToOpen, final long openForNs) {
        window = answersCounted;
        rejectLimit = rejectsToOpen;
        slowLimit = slowsToOpen;
        coolDownNs = openForNs;
        forget();
        return window == 0 && change(BreakerState.CLOSED);
    }

    /** @return the state. */
    public BreakerState state() {
        return state;
    }

    /** @return rejects and slow answers that it had counted when it opened. */
    public int openedAt() {
        return openedAt;
    }

    /** @return when it becomes half open; Long.MAX_VALUE unless it is open. */
    public long openUntilNs() {
        return state == BreakerState.OPEN ? openUntilNs : Long.MAX_VALUE;
    }

    /**
     * @param nowNs time of the input.
     * @return whether a new order may go to the venue.
     */
    public boolean lets(final long nowNs) {
        // A probe that nobody answers must not keep the venue away for good.
        return state == BreakerState.CLOSED
                || (state == BreakerState.HALF_OPEN && (probeNs == 0 || nowNs - probeNs >= coolDownNs));
    }

    /** @param nowNs time at which a new order was sent. */
    public void onSent(final long nowNs) {
        if (state == BreakerState.HALF_OPEN) {
            probeNs = nowNs;
        }
    }

    /**
     * The venue answered a new order, or is late to.
     *
     * @param rejected whether it refused.
     * @param slow     whether it took too long.
     * @param nowNs    time of the input.
     * @return whether it has another state.
     */
    public boolean onAnswer(final boolean rejected, final boolean slow, final long nowNs) {
        if (window == 0 || state == BreakerState.OPEN) {
            return false;
        }
        final boolean bad = rejected || slow;
        if (state == BreakerState.HALF_OPEN) {
            if (!bad) {
                forget();
                return change(BreakerState.CLOSED);
            }
            return open(nowNs, 1);
        }
        count((rejected ? REJECTED : 0) | (slow ? SLOW : 0));
        if ((rejectLimit > 0 && rejects >= rejectLimit) || (slowLimit > 0 && slows >= slowLimit)) {
            return open(nowNs, rejects + slows);
        }
        return false;
    }

    /**
     * The venue's session is lost.
     *
     * @param nowNs time of the input.
     * @return whether it has another state.
     */
    public boolean onSessionLost(final long nowNs) {
        return window > 0 && open(nowNs, rejects + slows);
    }

    /**
     * Time has gone on.
     *
     * @param nowNs time of the input.
     * @return whether it has another state.
     */
    public boolean onTime(final long nowNs) {
        if (state == BreakerState.OPEN && nowNs >= openUntilNs) {
            probeNs = 0;
            return change(BreakerState.HALF_OPEN);
        }
        return false;
    }

    private boolean open(final long nowNs, final int bad) {
        openUntilNs = nowNs + coolDownNs;
        openedAt = bad;
        forget();
        return change(BreakerState.OPEN);
    }

    private boolean change(final BreakerState to) {
        final boolean changes = state != to;
        state = to;
        return changes;
    }

    private void count(final int answer) {
        final int word = next / PER_WORD;
        final int shift = next % PER_WORD * BITS;
        if (counted == window) {
            final int oldest = (int) (answers[word] >>> shift);
            rejects -= oldest & REJECTED;
            slows -= (oldest & SLOW) >> 1;
        } else {
            counted++;
        }
        answers[word] = (answers[word] & ~(3L << shift)) | ((long) answer << shift);
        rejects += answer & REJECTED;
        slows += (answer & SLOW) >> 1;
        next = next + 1 == window ? 0 : next + 1;
    }

    private void forget() {
        Arrays.fill(answers, 0);
        counted = 0;
        next = 0;
        rejects = 0;
        slows = 0;
        probeNs = 0;
    }

    long mix(final long hash) {
        long h = StateHash.mix(hash, ((long) counted << 32) | next);
        h = StateHash.mix(h, ((long) openedAt << 8) | state.value());
        h = StateHash.mix(h, openUntilNs);
        h = StateHash.mix(h, probeNs);
        for (int word = 0; word * PER_WORD < window; word++) {
            h = StateHash.mix(h, answers[word]);
        }
        return h;
    }

    void writeTo(final SnapshotRecordWriter record) {
        record.put(window)
                .put(rejectLimit)
                .put(slowLimit)
                .put(coolDownNs)
                .put(state.value())
                .put(counted)
                .put(next)
                .put(rejects)
                .put(slows)
                .put(openedAt)
                .put(openUntilNs)
                .put(probeNs);
        for (final long word : answers) {
            record.put(word);
        }
    }

    void readFrom(final SnapshotRecordReader record) {
        window = record.nextInt();
        rejectLimit = record.nextInt();
        slowLimit = record.nextInt();
        coolDownNs = record.next();
        state = BreakerState.get((short) record.next());
        counted = record.nextInt();
        next = record.nextInt();
        rejects = record.nextInt();
        slows = record.nextInt();
        openedAt = record.nextInt();
        openUntilNs = record.next();
        probeNs = record.next();
        for (int i = 0; i < answers.length; i++) {
            answers[i] = record.next();
        }
    }
}
