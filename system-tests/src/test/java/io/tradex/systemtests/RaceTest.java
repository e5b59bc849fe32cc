package io.tradex.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.server.TradexServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five sessions, one account with $10,000, five orders of $10,000 at the same moment: one is accepted. */
class RaceTest {
    private static final int SESSIONS = 5;
    private static final int ROUNDS = 1_000;
    private static final long ACCOUNT = 1;
    private static final int AAPL = 1;

    @Test
    void shouldAcceptExactlyOneOfFiveOrdersThatEachNeedTheWholeBalance(@TempDir final Path directory) throws Exception {
        final CoreFiles files =
                new CoreFiles(directory).set("account.1.client", "1").set("account.1.cash", "10000");
        final CyclicBarrier barrier = new CyclicBarrier(SESSIONS);
        final int[][] accepted = new int[SESSIONS][ROUNDS];
        final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try (TradexServer server = TradexServer.launch(files.write(), Map.of(), (stage, sequence, cause) -> {
            throw new AssertionError(stage + " broke at input " + sequence, cause);
        })) {
            final Future<?>[] racers = new Future<?>[SESSIONS];
            for (int i = 0; i < SESSIONS; i++) {
                final int number = i;
                racers[i] = threads.submit(() -> {
                    try (Racer racer = new Racer(files, number)) {
                        racer.race(barrier, accepted[number]);
                    }
                    return null;
                });
            }
            for (final Future<?> racer : racers) {
                racer.get(120, TimeUnit.SECONDS);
            }
            assertTrue(server.journalSequence() > SESSIONS * ROUNDS, "every order is journalled");
        } finally {
            threads.shutdownNow();
        }

        for (int round = 0; round < ROUNDS; round++) {
            int winners = 0;
            for (int session = 0; session < SESSIONS; session++) {
                winners += accepted[session][round];
            }
            assertEquals(1, winners, "orders accepted in round " + round);
        }
    }

    /** One session, on a thread of its own. */
    private static final class Racer implements TradexClientListener, AutoCloseable {
        private final TradexClient client;
        private final int number;
        private ExecType lastExecType;
        private RejectReason lastReason;
        private long lastClOrdId;

        Racer(final CoreFiles files, final int number) {
            this.number = number;
            client = TradexClient.launch(
                    TradexClientConfiguration.builder()
                            .serverChannel(files.ingressChannel())
                            .clientId(CoreFiles.CLIENT_ID)
                            .secret(CoreFiles.CLIENT_SECRET)
                            .build(),
                    this);
        }

        void race(final CyclicBarrier barrier, final int[] accepted) throws Exception {
            poll("session is up", client::isUp);
            for (int round = 0; round < accepted.length; round++) {
                barrier.await(60, TimeUnit.SECONDS);
                final long clOrdId = 1 + (2L * round) * SESSIONS + number;
                lastClOrdId = 0;
                send(() -> client.newOrder(
                        ACCOUNT, clOrdId, AAPL, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 0, 10_000, 100));
                poll("order is answered", () -> lastClOrdId == clOrdId);
                final boolean won = lastExecType == ExecType.NEW;
                assertTrue(
                        won || lastReason == RejectReason.INSUFFICIENT_BUYING_POWER,
                        () -> "an order that lost must lack buying power, not " + lastReason);
                accepted[round] = won ? 1 : 0;
                barrier.await(60, TimeUnit.SECONDS);
                if (won) {
                    final long cancelId = clOrdId + SESSIONS;
                    send(() -> client.cancel(ACCOUNT, cancelId, clOrdId));
                    poll("cancel is answered", () -> lastClOrdId == cancelId);
                    assertEquals(ExecType.CANCELED, lastExecType);
                }
            }
        }

        @Override
        public void onExecutionReport(final ExecutionReportDecoder report) {
            lastExecType = report.execType();
            lastReason = report.rejectReason();
            lastClOrdId = report.clOrdId();
        }

        @Override
        public void close() {
            client.close();
        }

        private void send(final java.util.function.LongSupplier command) {
            poll("command is taken", () -> command.getAsLong() > 0);
        }

        private void poll(final String what, final java.util.function.BooleanSupplier condition) {
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!condition.getAsBoolean()) {
                if (client.poll() == 0) {
                    LockSupport.parkNanos(20_000);
                }
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("session " + number + ": after 30 s still not: " + what);
                }
            }
        }
    }
}
