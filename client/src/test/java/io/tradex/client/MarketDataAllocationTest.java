package io.tradex.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.protocol.market.BookDepth;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once warm, a message applied to a followed book leaves nothing for the garbage collector. */
class MarketDataAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int INPUTS = 40_000;
    private static final int PARTS = 8;
    private static final int INSTRUMENTS = 3;

    private final Recorder recorder = new Recorder();
    private final long seed = Long.getLong("tradex.seed", System.nanoTime());
    private final RandomMarket market = new RandomMarket(new Random(seed), INSTRUMENTS, recorder);
    private Object kept = "";

    @ParameterizedTest
    @EnumSource(
            value = BookDepth.class,
            names = {"TOP", "LEVELS", "ORDERS"})
    void shouldApplyMessagesWithoutAllocating(final BookDepth depth) {
        assertEquals(0, bytesFor(depth, new MarketDataListener() {}));
    }

    @Test
    void shouldNoticeAnAllocation() {
        final long bytes = bytesFor(BookDepth.LEVELS, new MarketDataListener() {
            @Override
            public void onBookChanged(final FollowedBook book) {
                kept = new Object[] {kept.getClass()};
            }
        });
        assertTrue(bytes > INPUTS / PARTS, "the meter does not work: " + bytes);
    }

    private long bytesFor(final BookDepth depth, final MarketDataListener listener) {
        System.out.println("seed " + seed);
        recorder.depth = depth;
        market.begin();
        market.books.forEach(RandomMarket.Book::add);
        market.doWork(0);
        final BookFollower follower =
                new BookFollower(MarketDataClientConfiguration.builder(depth).build(), listener);
        recorder.recorded.clear();
        for (int i = 1; i <= INSTRUMENTS; i++) {
            follower.follow(i);
        }
        follower.doWork(0, market.requests::offer);
        long now = 1_000_000_000L;
        for (int i = 0; i < 100; i++) {
            market.doWork(now += 1_000_000);
        }
        recorder.replay(follower);
        assertEquals(INSTRUMENTS, follower.ready());
        for (int i = 0; i < INPUTS; i++) {
            market.input();
            market.doWork(now += 1_000_000);
        }
        final List<UnsafeBuffer> all = new ArrayList<>(recorder.recorded);
        // The compiler may still turn up once or twice and leave some bytes; what a message allocates is there every
        // time.
        long allocated = Long.MAX_VALUE;
        for (int part = 0; part < PARTS; part++) {
            recorder.recorded.clear();
            recorder.recorded.addAll(all.subList(part * all.size() / PARTS, (part + 1) * all.size() / PARTS));
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            recorder.replay(follower);
            allocated = Math.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        final MarketDataStatistics statistics = follower.statistics();
        assertEquals(0, statistics.gaps(), statistics.toString());
        assertTrue(statistics.messages() > INPUTS / 4, statistics.toString());
        return allocated;
    }

    private static final class Recorder implements MarketDataPort {
        private final List<UnsafeBuffer> recorded = new ArrayList<>();
        private final List<UnsafeBuffer> snapshots = new ArrayList<>();
        private BookDepth depth;

        @Override
        public void onMarketData(
                final BookDepth stream, final DirectBuffer buffer, final int offset, final int length) {
            if (stream == depth) {
                recorded.add(copy(buffer, offset, length));
            }
        }

        @Override
        public boolean offerSnapshot(final DirectBuffer buffer, final int offset, final int length) {
            snapshots.add(copy(buffer, offset, length));
            return true;
        }

        private void replay(final BookFollower follower) {
            for (int i = 0; i < snapshots.size(); i++) {
                follower.onSnapshot(snapshots.get(i), 0, snapshots.get(i).capacity());
            }
            for (int i = 0; i < recorded.size(); i++) {
                follower.onStream(recorded.get(i), 0, recorded.get(i).capacity());
            }
        }

        private static UnsafeBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            return copy;
        }
    }
}
