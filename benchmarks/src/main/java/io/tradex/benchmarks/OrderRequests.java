package io.tradex.benchmarks;

import io.tradex.client.SessionDownReason;
import io.tradex.client.TradexClient;
import io.tradex.client.TradexClientConfiguration;
import io.tradex.client.TradexClientListener;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.SplittableRandom;

/**
 * Order flow against the core's own book, from one client with two accounts: the maker's orders rest on both sides of one
 * price, are cancelled and replaced; 5% of the requests are the taker's immediate orders, which trade with them. The number of
 * resting orders stays around {@link #RESTING_TARGET}.
 */
final class OrderRequests implements Requests, TradexClientListener {
    static final long CLIENT_ID = 1;
    static final long MAKER = 1;
    static final long TAKER = 2;
    static final int INSTRUMENT = 1;
    private static final int RESTING_TARGET = 512;
    private static final int MID_TICKS = 58_500;
    private static final int DEPTH_TICKS = 16;
    private static final int TAKE_PERCENT = 5;
    private static final int REPLACE_PERCENT = 5;

    private final RestingOrders resting = new RestingOrders(4 * RESTING_TARGET);
    private final AnswerListener listener;
    private final TradexClient client;
    private final SplittableRandom random;
    private long lastClOrdId;
    private long firstClientSeq;
    private Request planned = Request.NONE;

    private long accepted;
    private long cancelled;
    private long replaced;
    private long fills;
    private long refused;
    private RejectReason lastRefusal = RejectReason.NONE;
    private boolean lost;
    private String sessionEnds = "";

    private enum Request {
        NONE,
        ADD,
        TAKE,
        CANCEL,
        REPLACE
    }

    OrderRequests(final TradexClientConfiguration configuration, final long seed, final AnswerListener listener) {
        this.listener = listener;
        this.random = new SplittableRandom(seed);
        this.client = TradexClient.launch(configuration, this);
    }

    @Override
    public boolean send(final long number) {
        if (lost) {
            return false;
        }
        if (planned == Request.NONE) {
            planned = plan();
        }
        final long clientSeq = switch (planned) {
            case TAKE -> take();
            case CANCEL -> cancel();
            case REPLACE -> replace();
            default -> add();
        };
        if (clientSeq < 0) {
            return false;
        }
        planned = Request.NONE;
        lastClOrdId++;
        if (number == 0) {
            firstClientSeq = clientSeq;
        }
        return true;
    }

    private Request plan() {
        final int draw = random.nextInt(100);
        if (draw < TAKE_PERCENT) {
            return Request.TAKE;
        }
        if (resting.isEmpty()) {
            return Request.ADD;
        }
        if (draw < TAKE_PERCENT + REPLACE_PERCENT) {
            return Request.REPLACE;
        }
        // As many new orders as cancels at the target, fewer above it, more below.
        return random.nextInt(2 * RESTING_TARGET) < resting.size() ? Request.CANCEL : Request.ADD;
    }

    private long add() {
        final boolean buy = random.nextBoolean();
        final long clOrdId = lastClOrdId + 1;
        final long result = client.newOrder(
                MAKER,
                clOrdId,
                INSTRUMENT,
                buy ? Side.BUY : Side.SELL,
                OrdType.LIMIT,
                TimeInForce.DAY,
                0,
                restingPriceTicks(buy),
                100 + random.nextInt(200));
        if (result > 0) {
            resting.add(clOrdId, buy);
        }
        return result;
    }

    /** In turn a buy and a sale, so that the taker's position stays where it was. */
    private long take() {
        final boolean buy = (lastClOrdId & 1) == 0;
        return client.newOrder(
                TAKER,
                lastClOrdId + 1,
                INSTRUMENT,
                buy ? Side.BUY : Side.SELL,
                OrdType.LIMIT,
                TimeInForce.IOC,
                0,
                buy ? MID_TICKS + DEPTH_TICKS : MID_TICKS - DEPTH_TICKS,
                100 + random.nextInt(100));
    }

    private long cancel() {
        final int index = random.nextInt(resting.size());
        final long result = client.cancel(MAKER, lastClOrdId + 1, resting.clOrdId(index));
        if (result > 0) {
            resting.removeAt(index);
        }
        return result;
    }

    private long replace() {
        final int index = random.nextInt(resting.size());
        final boolean buy = resting.isBuy(index);
        final long clOrdId = lastClOrdId + 1;
        final long result = client.replace(
                MAKER, clOrdId, resting.clOrdId(index), restingPriceTicks(buy), 100 + random.nextInt(200));
        if (result > 0) {
            resting.removeAt(index);
            resting.add(clOrdId, buy);
        }
        return result;
    }

    private long restingPriceTicks(final boolean buy) {
        final int distanceTicks = 1 + random.nextInt(DEPTH_TICKS);
        return buy ? MID_TICKS - distanceTicks : MID_TICKS + distanceTicks;
    }

    @Override
    public int poll() {
        return client.poll();
    }

    @Override
    public boolean isConnected() {
        return client.isUp();
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
        final ExecType execType = report.execType();
        if (report.clientSeq() == 0 || execType == ExecType.TRADE) {
            onChange(report, execType);
        } else {
            answered(report.clientSeq());
            switch (execType) {
                case NEW -> accepted++;
                case CANCELED -> cancelled++;
                case REPLACED -> replaced++;
                default -> refused(report.rejectReason());
            }
        }
    }

    /** What happens to an order after its request was answered. */
    private void onChange(final ExecutionReportDecoder report, final ExecType execType) {
        if (execType == ExecType.TRADE) {
            fills++;
            if (report.accountId() == MAKER && report.ordStatus() == OrdStatus.FILLED) {
                resting.remove(report.clOrdId());
            }
        }
    }

    @Override
    public void onCancelReject(final CancelRejectDecoder reject) {
        answered(reject.clientSeq());
        refused(reject.rejectReason());
    }

    @Override
    public void onCommandReject(final CommandRejectDecoder reject) {
        answered(reject.clientSeq());
        refused(reject.rejectReason());
    }

    @Override
    public void onSessionDown(final SessionDownReason reason) {
        // The client comes back by itself, but with another sequence: what is unanswered stays so.
        lost = true;
        sessionEnds += "; session down: " + reason;
    }

    @Override
    public void onLogonRejected() {
        sessionEnds += "; logon rejected";
    }

    @Override
    public void onError(final Throwable error) {
        sessionEnds += "; " + error;
    }

    private void answered(final long clientSeq) {
        listener.onAnswer(clientSeq - firstClientSeq);
    }

    private void refused(final RejectReason reason) {
        refused++;
        lastRefusal = reason;
    }

    @Override
    public String summary() {
        return accepted + " accepted, " + cancelled + " cancelled, " + replaced + " replaced, " + fills
                + " fills on both sides, " + refused + " refused"
                + (lastRefusal == RejectReason.NONE ? "" : " (last one: " + lastRefusal + ")") + sessionEnds;
    }

    /** Fills seen, of both sides. */
    long fills() {
        return fills;
    }

    @Override
    public void close() {
        client.close();
    }
}
