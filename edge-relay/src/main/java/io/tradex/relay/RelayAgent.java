package io.tradex.relay;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

/**
 * The relay's one thread that owns the order rows: takes deltas and answers, repairs, publishes. Each duty cycle is bounded.
 * A fault that nothing here expects ends the agent rather than going on with rows that may be wrong.
 */
final class RelayAgent implements Agent {
    private static final int FRAME_LIMIT = 256;
    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final NanoClock clock;
    private final DeltaFeed feed;
    private final CoreSession session;
    private final OrderStateFollower follower;
    private final BlotterPublisher publisher;
    private final RowsQueries queries;
    private final RelayCounters counters;
    private final OrderStateAdapter streamed;
    private final OrderStateAdapter answered;
    private long nextReportNs = Long.MIN_VALUE;

    RelayAgent(
            final NanoClock clock,
            final DeltaFeed feed,
            final CoreSession session,
            final OrderStateFollower follower,
            final BlotterPublisher publisher,
            final RowsQueries queries,
            final RelayCounters counters) {
        this.clock = clock;
        this.feed = feed;
        this.session = session;
        this.follower = follower;
        this.publisher = publisher;
        this.queries = queries;
        this.counters = counters;
        streamed = new OrderStateAdapter(follower, true);
        answered = new OrderStateAdapter(follower, false);
    }

    @Override
    public int doWork() {
        try {
            return cycle(clock.nanoTime());
        } catch (final RuntimeException fault) {
            throw new AgentTerminationException(fault);
        }
    }

    @Override
    public void onClose() {
        session.close();
        feed.close();
    }

    @Override
    public String roleName() {
        return "relay";
    }

    private int cycle(final long nowNs) {
        streamed.atTime(nowNs);
        answered.atTime(nowNs);
        int work = queries.doWork(nowNs, follower);
        final int limit = queries.isCopying() ? 0 : FRAME_LIMIT;
        work += feed.poll(streamed, limit);
        work += session.poll(answered, limit);
        if (limit > 0) {
            work += follower.doWork(nowNs);
            work += publisher.doWork(nowNs, follower);
        }
        if (nowNs >= nextReportNs) {
            nextReportNs = nowNs + REPORT_INTERVAL_NS;
            report(nowNs);
        }
        return work;
    }

    private void report(final long nowNs) {
        counters.live.lazySet(follower.isLive(nowNs) ? 1 : 0);
        counters.epoch.lazySet(follower.epoch());
        counters.outSeq.lazySet(follower.outSeq());
        counters.rows.lazySet(follower.rows().size());
        counters.gaps.lazySet(follower.gaps());
        counters.gapFills.lazySet(follower.gapFills());
        counters.snapshots.lazySet(follower.snapshots());
        counters.duplicates.lazySet(follower.duplicates());
        counters.timeouts.lazySet(follower.timeouts());
        counters.malformedFrames.lazySet(streamed.malformedFrames() + answered.malformedFrames());
        counters.workingEvicted.lazySet(follower.rows().workingEvicted());
        counters.batchesDropped.lazySet(publisher.batchesDropped());
    }
}
