package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.server.TradexServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The core's one thread, media driver and journal included, leaves nothing for the garbage collector while it takes orders,
 * journals, matches, answers and publishes them.
 */
class ZeroAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String STAGE_ON_THE_CORES_THREAD = "sequencer";
    private static final int WARM_UP_REQUESTS = 50_000;
    private static final int REQUESTS = 50_000;
    private static final int ROUNDS = 40;

    @Test
    void shouldAllocateNothingOnTheCoresThreadFromFragmentToOutput(@TempDir final Path directory) {
        final CoreFiles files = new CoreFiles(directory)
                .set("journal.roll", "hour")
                .set("account.1.client", "1")
                .set("account.1.cash", "1000000000")
                .set("account.1.position.1", "100000000")
                .set("account.2.client", "1")
                .set("account.2.cash", "1000000000")
                .set("account.2.position.1", "100000000");
        try (TradexServer server = TradexServer.launch(files.write(), Map.of(), (stage, sequence, cause) -> {
                    throw new AssertionError(stage + " broke at input " + sequence, cause);
                });
                Trader trader = new Trader(files)) {
            final long core = coresThread();
            trader.pollUntil("the session is up", trader.client::isUp);
            trader.trade(WARM_UP_REQUESTS);

            // The compiler replaces code as it learns, and leaves some bytes when it does; what the path itself
            // allocates is
            // there in every round.
            long least = Long.MAX_VALUE;
            final StringBuilder rounds = new StringBuilder();
            for (int round = 0; round < ROUNDS && least > 0; round++) {
                final long before = THREADS.getThreadAllocatedBytes(core);
                trader.trade(REQUESTS);
                final long allocated = THREADS.getThreadAllocatedBytes(core) - before;
                least = Math.min(least, allocated);
                rounds.append(allocated).append(' ');
            }
            System.out.println("bytes allocated in each round of " + REQUESTS + " requests: " + rounds);

            assertEquals(0, least, "bytes allocated in the best round; all: " + rounds);
            assertTrue(trader.fills > REQUESTS / 20, "orders were filled: " + trader.fills);
            assertTrue(trader.cancels > REQUESTS / 4, "orders were cancelled: " + trader.cancels);
            assertTrue(trader.replaces > REQUESTS / 20, "orders were replaced: " + trader.replaces);
            assertTrue(server.counters().deltas.get() > REQUESTS, "deltas were published");
            assertTrue(server.journalSequence() > REQUESTS, "inputs were journalled");
        }
    }

    @Test
    void shouldSeeASingleAllocationOnAnotherThread() throws InterruptedException {
        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final CountDownLatch allocated = new CountDownLatch(1);
        final AtomicBoolean done = new AtomicBoolean();
        final Object[] kept = new Object[1];
        final Thread thread = new Thread(
                () -> {
                    started.countDown();
                    awaitSpinning(go);
                    kept[0] = new byte[16];
                    allocated.countDown();
                    while (!done.get()) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    }
                },
                "allocates-once");
        thread.start();
        try {
            started.await();
            final long before = THREADS.getThreadAllocatedBytes(thread.getId());
            go.countDown();
            allocated.await();
            final long bytes = THREADS.getThreadAllocatedBytes(thread.getId()) - before;
            assertNotNull(kept[0]);
            assertTrue(bytes >= 32 && bytes < 1_024, "an array of 32 bytes with its header measured as " + bytes);
        } finally {
            done.set(true);
            thread.join();
        }
    }

    /** To wait on the latch itself might allocate a node of its queue. */
    private static void awaitSpinning(final CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static long coresThread() {
        long found = 0;
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains(STAGE_ON_THE_CORES_THREAD)) {
                assertEquals(0, found, "two threads run a sequencer");
                found = thread.getId();
                assertTrue(
                        thread.getName().contains("journaller")
                                && thread.getName().contains("engine")
                                && thread.getName().contains("egress"),
                        "all stages share one thread: " + thread.getName());
            }
        }
        assertTrue(found > 0, "the core's thread is found by its name");
        return found;
    }

    /** Rests, replaces and cancels orders of one account, and fills some of them from another. */
    private static final class Trader implements TradexClientListener, AutoCloseable {
        private static final long MAKER = 1;
        private static final long TAKER = 2;
        private static final int AAPL = 1;
        private static final int MAX_IN_FLIGHT = 32;
        private static final long PAUSE_NS = 20_000;
        private static final long MID_TICKS = 10_000;
        private static final long LOTS = 10;

        private final TradexClient client;
        private long clOrdId;
        private long restingClOrdId;
        private int step;
        private long sent;
        private long answered;
        private long fills;
        private long cancels;
        private long replaces;

        Trader(final CoreFiles files) {
            client = TradexClient.launch(
                    TradexClientConfiguration.builder()
                            .serverChannel(files.ingressChannel())
                            .clientId(CoreFiles.CLIENT_ID)
                            .secret(CoreFiles.CLIENT_SECRET)
                            .build(),
                    this);
        }

        /** Returns when that many more requests are answered. */
        void trade(final long requests) {
            final long target = sent + requests;
            pollUntil("all is answered", () -> {
                while (sent < target && sent - answered < MAX_IN_FLIGHT && sendNext()) {
                    sent++;
                }
                return answered == target;
            });
        }

        /** In turn: a new order is replaced and cancelled, another one is filled. */
        private boolean sendNext() {
            final long next = clOrdId + 1;
            final long price = MID_TICKS - 1 - (next & 15);
            final long clientSeq = switch (step) {
                case 0 -> newOrder(MAKER, next, Side.BUY, TimeInForce.DAY, price);
                case 1 -> client.replace(MAKER, next, restingClOrdId, price + 1, LOTS + 1);
                case 2 -> client.cancel(MAKER, next, restingClOrdId);
                case 3 -> newOrder(MAKER, next, Side.SELL, TimeInForce.DAY, MID_TICKS);
                case 4 -> newOrder(TAKER, next, Side.BUY, TimeInForce.IOC, MID_TICKS);
                case 5 -> newOrder(MAKER, next, Side.SELL, TimeInForce.DAY, MID_TICKS + 1 + (next & 15));
                default -> client.cancel(MAKER, next, restingClOrdId);
            };
            if (clientSeq < 0) {
                return false;
            }
            clOrdId = next;
            restingClOrdId = next;
            step = step == 6 ? 0 : step + 1;
            return true;
        }

        private long newOrder(
                final long account, final long id, final Side side, final TimeInForce tif, final long priceTicks) {
            return client.newOrder(account, id, AAPL, side, OrdType.LIMIT, tif, 0, priceTicks, LOTS);
        }

        void pollUntil(final String what, final java.util.function.BooleanSupplier condition) {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!condition.getAsBoolean()) {
                if (client.poll() == 0) {
                    LockSupport.parkNanos(PAUSE_NS);
                }
                assertTrue(System.nanoTime() - deadlineNs < 0, "after 60 s still not: " + what);
            }
        }

        @Override
        public void onExecutionReport(final ExecutionReportDecoder report) {
            if (report.clientSeq() != 0) {
                answered++;
            }
            final ExecType execType = report.execType();
            if (execType == ExecType.TRADE) {
                fills++;
            } else if (execType == ExecType.CANCELED) {
                cancels++;
            } else if (execType == ExecType.REPLACED) {
                replaces++;
            }
        }

        @Override
        public void onCancelReject(final CancelRejectDecoder reject) {
            throw new AssertionError("refused: " + reject);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
