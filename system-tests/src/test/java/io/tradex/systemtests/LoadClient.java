package io.tradex.systemtests;

import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that sends seeded random orders, to the book and to a venue, and remembers the newest word on each. What it was told
 * must still be true after any crash.
 */
final class LoadClient implements TradexClientListener, AutoCloseable {
    /** The newest word on an order. */
    record Told(long orderId, long clOrdId, long orderVersion, long cumQtyLots) {}

    private static final long ACCOUNT = 1;
    private static final int AAPL = 1;
    private static final int VENUE = 1;
    private static final int MAX_IN_FLIGHT = 200;

    private final TradexClient client;
    private final Random random;
    private final Map<Long, Told> told = new HashMap<>();
    private final long[] cancellable = new long[1024];
    private long lastClOrdId;
    private long answers;
    private long sent;
    private int inFlight;

    LoadClient(final CoreFiles files, final long seed) {
        random = new Random(seed);
        client = TradexClient.launch(
                TradexClientConfiguration.builder()
                        .serverChannel(files.ingressChannel())
                        .clientId(CoreFiles.CLIENT_ID)
                        .secret(CoreFiles.CLIENT_SECRET)
                        .build(),
                this);
    }

    Map<Long, Told> told() {
        return told;
    }

    long answers() {
        return answers;
    }

    long sent() {
        return sent;
    }

    void awaitSession() {
        pollUntil("the session is up", 60, client::isUp);
    }

    /** Sends orders as fast as they are answered until a number of answers has come. */
    void trade(final long answersWanted) {
        final long target = answers + answersWanted;
        pollUntil("the core answers", 60, () -> {
            if (inFlight < MAX_IN_FLIGHT) {
                sendOne();
            }
            return answers >= target;
        });
    }

    void pollUntil(final String what, final int seconds, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (client.poll() == 0) {
                LockSupport.parkNanos(20_000);
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("after " + seconds + " s still not: " + what);
            }
        }
    }

    private void sendOne() {
        final long clOrdId = lastClOrdId + 1;
        final long victim = cancellable[random.nextInt(cancellable.length)];
        final long clientSeq;
        if (victim != 0 && random.nextInt(100) < 35) {
            clientSeq = client.cancel(ACCOUNT, clOrdId, victim);
        } else {
            final boolean buy = random.nextBoolean();
            final int offsetTicks = random.nextInt(100) < 20 ? -5 : 1 + random.nextInt(50);
            clientSeq = client.newOrder(
                    ACCOUNT,
                    clOrdId,
                    AAPL,
                    buy ? Side.BUY : Side.SELL,
                    OrdType.LIMIT,
                    random.nextInt(10) == 0 ? TimeInForce.IOC : TimeInForce.DAY,
                    random.nextInt(3) == 0 ? VENUE : 0,
                    10_000 + (buy ? -offsetTicks : offsetTicks),
                    1 + random.nextInt(100));
            if (clientSeq > 0) {
                cancellable[(int) (clOrdId % cancellable.length)] = clOrdId;
            }
        }
        if (clientSeq > 0) {
            lastClOrdId = clOrdId;
            sent++;
            inFlight++;
        }
    }

    @Override
    public void onSessionUp(final long sessionId, final long epoch) {
        inFlight = 0;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
        count(report.clientSeq());
        if (report.orderId() != 0) {
            final Told before = told.get(report.orderId());
            if (before == null || before.orderVersion < report.orderVersion()) {
                told.put(
                        report.orderId(),
                        new Told(report.orderId(), report.clOrdId(), report.orderVersion(), report.cumQtyLots()));
            }
        }
    }

    @Override
    public void onCancelReject(final CancelRejectDecoder reject) {
        count(reject.clientSeq());
    }

    private void count(final long clientSeq) {
        if (clientSeq != 0) {
            answers++;
            inFlight--;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
