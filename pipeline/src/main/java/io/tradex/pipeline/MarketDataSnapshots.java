package io.tradex.pipeline;

import io.tradex.marketdata.LevelWalk;
import io.tradex.marketdata.MarketDataFrame;
import io.tradex.marketdata.OrderWalk;
import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.MarketDataSnapshotBeginEncoder;
import io.tradex.protocol.market.MarketDataSnapshotEndEncoder;
import io.tradex.protocol.market.SnapshotLevelsEncoder;
import io.tradex.protocol.market.SnapshotOrdersEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.Side;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends snapshots of books to everybody, one after the other, in slices. A book goes on changing while it is sent: each row is as it
 * is when it is sent, and what happens meanwhile is on the stream. Egress thread only.
 *
 * <p>A request for a snapshot that waits already is the same request. When too many wait, further ones are dropped and counted, and
 * clients ask again. So all clients together can make the core send no more than one snapshot after the other, within a rate.
 */
final class MarketDataSnapshots {
    /** Snapshots that may wait; a power of two. */
    static final int WAITING_MAX = 4096;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int REQUESTS_IN_SLICE = 64;
    private static final long SECOND_NS = 1_000_000_000L;

    private enum Phase {
        FREE,
        ROWS,
        END
    }

    private final MarketDataRequests.Consumer onRequest = this::onRequest;
    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MarketDataFrame.BYTES_MAX, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MarketDataSnapshotBeginEncoder snapshotBegin = new MarketDataSnapshotBeginEncoder();
    private final SnapshotOrdersEncoder snapshotOrders = new SnapshotOrdersEncoder();
    private final SnapshotLevelsEncoder snapshotLevels = new SnapshotLevelsEncoder();
    private final MarketDataSnapshotEndEncoder snapshotEnd = new MarketDataSnapshotEndEncoder();
    private final OrderWalk orderWalk = new OrderWalk();
    private final LevelWalk levelWalk = new LevelWalk();
    private final PublicBook top = PublishedBooks.aside();
    private final PublishedBooks books;
    private final MarketDataRequests requests;
    private final MarketDataPort port;
    private final PipelineCounters counters;
    private final long messageNs;
    private final int sliceMessages;

    private final PublishedBook[] waitingBooks = new PublishedBook[WAITING_MAX];
    private final BookDepth[] waitingDepths = new BookDepth[WAITING_MAX];
    private int waitingFirst;
    private int waitingCount;

    private Phase phase = Phase.FREE;
    private PublishedBook book;
    private BookDepth depth;
    private long snapshotId;
    private long topSeq;
    private int parts;

    /** Length of a message that is encoded and did not find room; 0 if there is none. */
    private int unsentBytes;

    private long creditNs;
    private long lastNs;

    /**
     * @param books             to tell of.
     * @param requests          of clients.
     * @param port              takes the messages.
     * @param counters          for requests served and dropped.
     * @param messagesPerSecond at most, of all snapshots together.
     * @param sliceMessages     in one duty cycle.
     */
    MarketDataSnapshots(
            final PublishedBooks books,
            final MarketDataRequests requests,
            final MarketDataPort port,
            final PipelineCounters counters,
            final int messagesPerSecond,
            final int sliceMessages) {
        this.books = books;
        this.requests = requests;
        this.port = port;
        this.counters = counters;
        this.messageNs = SECOND_NS / messagesPerSecond;
        this.sliceMessages = sliceMessages;
    }

    /**
     * One slice.
     *
     * @param nowNs nanoseconds since 1970.
     * @return how much was done.
     */
    int doWork(final long nowNs) {
        int work = requests.drain(onRequest, REQUESTS_IN_SLICE);
        // After a pause no more than a slice may go out at once; a clock that is set back earns nothing.
        creditNs = Math.min(sliceMessages * messageNs, creditNs + Math.max(0, nowNs - lastNs));
        lastNs = nowNs;
        if (phase == Phase.FREE && waitingCount == 0) {
            return work;
        }
        while (creditNs >= messageNs && send(nowNs)) {
            creditNs -= messageNs;
            work++;
        }
        return work;
    }

    private void onRequest(final int instrumentId, final BookDepth wanted) {
        final PublishedBook of = books.find(instrumentId);
        if (of == null || waitingCount == WAITING_MAX) {
            counters.snapshotRequestsDropped.incrementRelease();
            return;
        }
        if (!of.isSnapshotWanted(wanted)) {
            of.snapshotWanted(wanted, true);
            final int index = (waitingFirst + waitingCount++) & (WAITING_MAX - 1);
            waitingBooks[index] = of;
            waitingDepths[index] = wanted;
        }
    }

    /** Sends one message; false if there is none, or no room for it. */
    private boolean send(final long nowNs) {
        if (unsentBytes == 0) {
            unsentBytes = switch (phase) {
                case FREE -> takeNext() ? begin(nowNs) : 0;
                case ROWS -> rows();
                case END -> end();
            };
        }
        if (unsentBytes == 0 || !port.offerSnapshot(buffer, 0, unsentBytes)) {
            return false;
        }
        unsentBytes = 0;
        return true;
    }

    private boolean takeNext() {
        if (waitingCount == 0) {
            return false;
        }
        book = waitingBooks[waitingFirst];
        depth = waitingDepths[waitingFirst];
        waitingBooks[waitingFirst] = null;
        waitingFirst = (waitingFirst + 1) & (WAITING_MAX - 1);
        waitingCount--;
        // From here on a request is for a snapshot that begins later.
        book.snapshotWanted(depth, false);
        return true;
    }

    private int begin(final long nowNs) {
        parts = 0;
        snapshotBegin
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .epoch(books.epoch)
                .snapshotId(++snapshotId)
                .asOfSeq(book.seq(depth))
                .timestampNs(nowNs)
                .lastTradeTicks(book.lastTradeTicks)
                .indicativeTicks(book.indicativeTicks)
                .indicativeLots(book.indicativeLots)
                .imbalanceLots(book.imbalanceLots)
                .instrumentId(book.instrumentId)
                .depth(depth)
                .phase(book.phase);
        if (depth == BookDepth.ORDERS) {
            orderWalk.begin(book.book);
        } else {
            levelWalk.begin(depth == BookDepth.LEVELS ? book.book : topOf(book));
        }
        phase = Phase.ROWS;
        return HEADER + MarketDataSnapshotBeginEncoder.BLOCK_LENGTH;
    }

    private int rows() {
        final boolean ofOrders = depth == BookDepth.ORDERS;
        final int rows = ofOrders ? encodeOrders() : encodeLevels();
        if (rows < (ofOrders ? MarketDataFrame.ORDERS_MAX : MarketDataFrame.LEVELS_MAX)) {
            phase = Phase.END;
            if (rows == 0) {
                return end();
            }
        }
        parts++;
        return HEADER + (ofOrders ? snapshotOrders.encodedLength() : snapshotLevels.encodedLength());
    }

    private int encodeOrders() {
        final SnapshotOrdersEncoder.OrdersEncoder orders = snapshotOrders
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .snapshotId(snapshotId)
                .instrumentId(book.instrumentId)
                .part(parts)
                .ordersCount(MarketDataFrame.ORDERS_MAX);
        int rows = 0;
        while (rows < MarketDataFrame.ORDERS_MAX && orderWalk.next()) {
            orders.next()
                    .orderId(orderWalk.orderId())
                    .priceTicks(orderWalk.priceTicks())
                    .lots(orderWalk.lots())
                    .side(orderWalk.isBuy() ? Side.BUY : Side.SELL);
            rows++;
        }
        orders.resetCountToIndex();
        return rows;
    }

    private int encodeLevels() {
        final SnapshotLevelsEncoder.LevelsEncoder levels = snapshotLevels
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .snapshotId(snapshotId)
                .instrumentId(book.instrumentId)
                .part(parts)
                .levelsCount(MarketDataFrame.LEVELS_MAX);
        int rows = 0;
        while (rows < MarketDataFrame.LEVELS_MAX && levelWalk.next()) {
            levels.next()
                    .priceTicks(levelWalk.priceTicks())
                    .lots(levelWalk.lots())
                    .orders(levelWalk.orders())
                    .side(levelWalk.isBuy() ? Side.BUY : Side.SELL);
            rows++;
        }
        levels.resetCountToIndex();
        return rows;
    }

    private int end() {
        final long throughSeq;
        if (depth == BookDepth.TOP) {
            throughSeq = topSeq;
        } else if (depth == BookDepth.LEVELS && book.levelCount == 0) {
            throughSeq = book.levelsSeq;
        } else {
            // Amid an input rows may hold what L2 will tell with its end, at a sequence not below this.
            throughSeq = book.bookSeq;
        }
        snapshotEnd
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .snapshotId(snapshotId)
                .throughSeq(throughSeq)
                .instrumentId(book.instrumentId)
                .parts(parts)
                .checksum(depth == BookDepth.TOP ? top.topChecksum() : book.book.checksum());
        phase = Phase.FREE;
        book = null;
        counters.snapshotsSent.incrementRelease();
        return HEADER + MarketDataSnapshotEndEncoder.BLOCK_LENGTH;
    }

    private PublicBook topOf(final PublishedBook published) {
        top.clear();
        top.setLevel(true, published.bidTicks, published.bidLots, published.bidOrders);
        top.setLevel(false, published.askTicks, published.askLots, published.askOrders);
        topSeq = published.topSeq;
        return top;
    }
}
