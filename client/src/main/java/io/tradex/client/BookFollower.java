package io.tradex.client;

import io.tradex.marketdata.BookMemory;
import io.tradex.marketdata.MarketDataFrame;
import io.tradex.marketdata.PublicBook;
import io.tradex.marketdata.SoundFrame;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BestPricesDecoder;
import io.tradex.protocol.market.BookChecksumDecoder;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.InstrumentStatusDecoder;
import io.tradex.protocol.market.LevelUpdateDecoder;
import io.tradex.protocol.market.MarketDataHeartbeatDecoder;
import io.tradex.protocol.market.MarketDataSnapshotBeginDecoder;
import io.tradex.protocol.market.MarketDataSnapshotEndDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.market.SnapshotLevelsDecoder;
import io.tradex.protocol.market.SnapshotOrdersDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.Side;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Keeps books from a stream and from snapshots, whatever is lost on the way, and knows nothing of networks. Polling thread only.
 *
 * <pre>
 *   STALE ─► REQUESTED ─► LOADING ─► CATCHING_UP ─► READY
 *     ▲          │           │            │           │
 *     └──────────┴───────────┴────────────┴───────────┘   a gap, a part that is missing, a wrong checksum, no answer, a new epoch
 * </pre>
 *
 * From the request on, what the stream says of the book is kept; it is applied when the snapshot is there. Rows of a snapshot may
 * be newer than its asOfSeq, so until throughSeq a message about an order that is not there is passed over.
 */
final class BookFollower {
    private static final int WAITING_LOOKED_AT = 16;
    private static final int FAILURES_THAT_COUNT = 6;

    /** Sends a request; false if that is not possible at the moment. */
    @FunctionalInterface
    interface RequestSink {
        boolean offer(int instrumentId, BookDepth depth);
    }

    private final BookDepth depth;
    private final MarketDataListener listener;
    private final long snapshotTimeoutNs;
    private final long retryDelayNs;
    private final BookMemory memory;
    private final PendingUpdates[] slots;
    private final Int2ObjectHashMap<FollowedBook> books = new Int2ObjectHashMap<>();
    private final ArrayDeque<FollowedBook> waiting = new ArrayDeque<>();
    private FollowedBook[] list = new FollowedBook[16];
    private int size;
    private boolean followsAll;
    private long epoch;
    private long nowNs;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderAddedDecoder orderAdded = new OrderAddedDecoder();
    private final OrderExecutedDecoder orderExecuted = new OrderExecutedDecoder();
    private final OrderReducedDecoder orderReduced = new OrderReducedDecoder();
    private final OrderDeletedDecoder orderDeleted = new OrderDeletedDecoder();
    private final OrderRefreshedDecoder orderRefreshed = new OrderRefreshedDecoder();
    private final BookTradeDecoder bookTrade = new BookTradeDecoder();
    private final BookPhaseDecoder bookPhase = new BookPhaseDecoder();
    private final IndicativePriceDecoder indicativePrice = new IndicativePriceDecoder();
    private final BookChecksumDecoder bookChecksum = new BookChecksumDecoder();
    private final EpochBegunDecoder epochBegun = new EpochBegunDecoder();
    private final LevelUpdateDecoder levelUpdate = new LevelUpdateDecoder();
    private final BestPricesDecoder bestPrices = new BestPricesDecoder();
    private final InstrumentStatusDecoder instrumentStatus = new InstrumentStatusDecoder();
    private final MarketDataHeartbeatDecoder heartbeat = new MarketDataHeartbeatDecoder();
    private final MarketDataSnapshotBeginDecoder snapshotBegin = new MarketDataSnapshotBeginDecoder();
    private final SnapshotOrdersDecoder snapshotOrders = new SnapshotOrdersDecoder();
    private final SnapshotLevelsDecoder snapshotLevels = new SnapshotLevelsDecoder();
    private final MarketDataSnapshotEndDecoder snapshotEnd = new MarketDataSnapshotEndDecoder();

    private long messages;
    private long duplicates;
    private long gaps;
    private long inconsistencies;
    private long checksumsProved;
    private long checksumsFailed;
    private long snapshotsRequested;
    private long snapshotsLoaded;
    private long snapshotsFailed;
    private long ignoredFrames;

    BookFollower(final MarketDataClientConfiguration configuration, final MarketDataListener listener) {
        this.depth = configuration.depth();
        this.listener = listener;
        this.snapshotTimeoutNs = configuration.snapshotTimeoutNs();
        this.retryDelayNs = configuration.retryDelayNs();
        this.memory = new BookMemory(configuration.ordersExpected(), configuration.ordersMax());
        this.slots = new PendingUpdates[configuration.concurrentSnapshots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new PendingUpdates(configuration.pendingBytes());
        }
    }

    FollowedBook follow(final int instrumentId) {
        FollowedBook book = books.get(instrumentId);
        if (book == null) {
            book = new FollowedBook(instrumentId, memory);
            books.put(instrumentId, book);
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            list[size++] = book;
            await(book);
        }
        return book;
    }

    void followAll() {
        followsAll = true;
    }

    void unfollow(final int instrumentId) {
        final FollowedBook book = books.remove(instrumentId);
        if (book != null) {
            release(book);
            book.state = BookState.UNFOLLOWED;
            book.book.clear();
            for (int i = 0; i < size; i++) {
                if (list[i] == book) {
                    list[i] = list[--size];
                    list[size] = null;
                    break;
                }
            }
        }
    }

    FollowedBook find(final int instrumentId) {
        return books.get(instrumentId);
    }

    int books() {
        return size;
    }

    int ready() {
        int ready = 0;
        for (int i = 0; i < size; i++) {
            ready += list[i].isReady() ? 1 : 0;
        }
        return ready;
    }

    long epoch() {
        return epoch;
    }

    MarketDataStatistics statistics() {
        return new MarketDataStatistics(
                messages,
                duplicates,
                gaps,
                inconsistencies,
                checksumsProved,
                checksumsFailed,
                snapshotsRequested,
                snapshotsLoaded,
                snapshotsFailed,
                ignoredFrames);
    }

    /** Asks for snapshots that are due, and gives up those that do not come. */
    int doWork(final long now, final RequestSink requests) {
        nowNs = now;
        int work = 0;
        for (final PendingUpdates slot : slots) {
            if (slot.book == null && !waiting.isEmpty()) {
                work += assign(slot);
            }
            final FollowedBook book = slot.book;
            if (book == null) {
                continue;
            }
            if (!book.requestSent) {
                if (requests.offer(book.instrumentId(), depth)) {
                    book.requestSent = true;
                    book.deadlineNs = nowNs + snapshotTimeoutNs;
                    snapshotsRequested++;
                    work++;
                }
            } else if (nowNs - book.deadlineNs >= 0) {
                failSnapshot(book);
                work++;
            }
        }
        return work;
    }

    /** Takes a message of the stream; returns whether it is one that the core sends there. */
    boolean onStream(final DirectBuffer buffer, final int offset, final int length) {
        final int templateId = SoundFrame.templateId(buffer, offset, length);
        switch (templateId) {
            case MarketDataHeartbeatDecoder.TEMPLATE_ID -> {
                return onHeartbeat(buffer, offset);
            }
            case EpochBegunDecoder.TEMPLATE_ID -> {
                onEpoch(epochBegun.wrapAndApplyHeader(buffer, offset, header).epoch());
                return true;
            }
            case OrderAddedDecoder.TEMPLATE_ID,
                    OrderExecutedDecoder.TEMPLATE_ID,
                    OrderReducedDecoder.TEMPLATE_ID,
                    OrderDeletedDecoder.TEMPLATE_ID,
                    OrderRefreshedDecoder.TEMPLATE_ID,
                    BookTradeDecoder.TEMPLATE_ID,
                    BookPhaseDecoder.TEMPLATE_ID,
                    IndicativePriceDecoder.TEMPLATE_ID,
                    BookChecksumDecoder.TEMPLATE_ID -> {
                return depth == BookDepth.ORDERS ? onBookMessage(templateId, buffer, offset, length) : ignore();
            }
            case LevelUpdateDecoder.TEMPLATE_ID -> {
                return depth == BookDepth.LEVELS ? onBookMessage(templateId, buffer, offset, length) : ignore();
            }
            case BestPricesDecoder.TEMPLATE_ID -> {
                return depth == BookDepth.TOP ? onBookMessage(templateId, buffer, offset, length) : ignore();
            }
            case InstrumentStatusDecoder.TEMPLATE_ID -> {
                return depth != BookDepth.ORDERS ? onBookMessage(templateId, buffer, offset, length) : ignore();
            }
            default -> {
                return ignore();
            }
        }
    }

    /** Takes a message of the snapshot stream; returns whether it is one that the core sends there. */
    boolean onSnapshot(final DirectBuffer buffer, final int offset, final int length) {
        switch (SoundFrame.templateId(buffer, offset, length)) {
            case MarketDataSnapshotBeginDecoder.TEMPLATE_ID -> onSnapshotBegin(buffer, offset);
            case SnapshotOrdersDecoder.TEMPLATE_ID -> onSnapshotOrders(buffer, offset);
            case SnapshotLevelsDecoder.TEMPLATE_ID -> onSnapshotLevels(buffer, offset);
            case MarketDataSnapshotEndDecoder.TEMPLATE_ID -> onSnapshotEnd(buffer, offset);
            default -> {
                return ignore();
            }
        }
        return true;
    }

    private boolean ignore() {
        ignoredFrames++;
        return false;
    }

    private boolean onHeartbeat(final DirectBuffer buffer, final int offset) {
        heartbeat.wrapAndApplyHeader(buffer, offset, header);
        if (heartbeat.depth() != depth) {
            return ignore();
        }
        if (heartbeat.epoch() > epoch) {
            onEpoch(heartbeat.epoch());
        } else if (heartbeat.epoch() < epoch) {
            return true;
        }
        for (final MarketDataHeartbeatDecoder.BooksDecoder row : heartbeat.books()) {
            final long seq = row.bookSeq();
            final FollowedBook book = findOrFollow(row.instrumentId());
            if (book != null
                    && seq > book.seq
                    && (book.state == BookState.READY || book.state == BookState.CATCHING_UP)) {
                onGap(book);
            }
        }
        return true;
    }

    private boolean onBookMessage(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        final FollowedBook book = findOrFollow(MarketDataFrame.instrumentId(buffer, offset));
        final long ofEpoch = MarketDataFrame.epoch(buffer, offset);
        if (ofEpoch > epoch) {
            onEpoch(ofEpoch);
        }
        if (book == null || ofEpoch < epoch) {
            return true;
        }
        switch (book.state) {
            case REQUESTED, LOADING -> {
                if (!book.pending.add(buffer, offset, length)) {
                    failSnapshot(book);
                }
            }
            case CATCHING_UP, READY -> advance(book, templateId, buffer, offset, length);
            case STALE, UNFOLLOWED -> {
                // The snapshot will know of it.
            }
        }
        return true;
    }

    /** A message of a book that has had its snapshot. */
    private void advance(
            final FollowedBook book,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final long bookSeq = MarketDataFrame.bookSeq(buffer, offset);
        if (templateId == BookChecksumDecoder.TEMPLATE_ID) {
            if (bookSeq > book.seq) {
                onGap(book);
            } else if (bookSeq == book.seq && book.state == BookState.READY) {
                prove(
                        book,
                        bookChecksum.wrapAndApplyHeader(buffer, offset, header).checksum(),
                        book.book.checksum());
            }
            return;
        }
        if (bookSeq <= book.seq) {
            duplicates++;
            return;
        }
        if (depth == BookDepth.ORDERS) {
            if (MarketDataFrame.prevSeq(buffer, offset) != book.seq) {
                onGap(book);
            } else if (applyEvent(book, templateId, buffer, offset) || bookSeq <= book.throughSeq) {
                book.seq = bookSeq;
                applied(book, templateId, buffer, offset, length);
                stepped(book, templateId);
            } else {
                inconsistencies++;
                makeStale(book);
            }
            return;
        }
        final int part = MarketDataFrame.part(buffer, offset);
        if (book.nextPart > 0 && bookSeq == book.setSeq && part < book.nextPart) {
            duplicates++;
            return;
        }
        final boolean follows = part == 0
                ? MarketDataFrame.prevSeq(buffer, offset) == book.seq && book.nextPart == 0
                : bookSeq == book.setSeq && part == book.nextPart;
        if (!follows) {
            onGap(book);
            return;
        }
        if (part == 0) {
            book.setSeq = bookSeq;
            book.setHasChecksum = false;
        }
        book.nextPart = part + 1;
        applyPart(book, templateId, buffer, offset);
        if (MarketDataFrame.isLastPart(buffer, offset)) {
            book.seq = bookSeq;
            book.nextPart = 0;
            applied(book, templateId, buffer, offset, length);
            endSet(book, templateId);
        } else {
            applied(book, templateId, buffer, offset, length);
        }
    }

    private void applied(
            final FollowedBook book,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        messages++;
        book.timestampNs = MarketDataFrame.timestampNs(buffer, offset);
        // The listener may have given the book up on hearing of a trade.
        if (book.state != BookState.UNFOLLOWED) {
            listener.onMessage(book, templateId, buffer, offset, length);
        }
    }

    private void endSet(final FollowedBook book, final int templateId) {
        final boolean provable =
                book.setHasChecksum && book.seq >= book.throughSeq && book.state != BookState.UNFOLLOWED;
        if (!provable || prove(book, book.setChecksum, book.book.checksum())) {
            stepped(book, templateId);
        }
    }

    /** The book stands at another sequence, with all that belongs to it. */
    private void stepped(final FollowedBook book, final int templateId) {
        if (book.state == BookState.CATCHING_UP) {
            if (book.seq >= book.throughSeq) {
                becomeReady(book);
            }
        } else if (book.state == BookState.READY) {
            if (templateId == InstrumentStatusDecoder.TEMPLATE_ID
                    || templateId == BookPhaseDecoder.TEMPLATE_ID
                    || templateId == IndicativePriceDecoder.TEMPLATE_ID) {
                listener.onStatusChanged(book);
            }
            if (book.state == BookState.READY) {
                listener.onBookChanged(book);
            }
        }
    }

    private boolean applyEvent(
            final FollowedBook followed, final int templateId, final DirectBuffer buffer, final int offset) {
        final PublicBook book = followed.book;
        switch (templateId) {
            case OrderAddedDecoder.TEMPLATE_ID -> {
                orderAdded.wrapAndApplyHeader(buffer, offset, header);
                return book.addOrder(
                        orderAdded.orderId(),
                        orderAdded.side() == Side.BUY,
                        orderAdded.priceTicks(),
                        orderAdded.lots());
            }
            case OrderExecutedDecoder.TEMPLATE_ID -> {
                orderExecuted.wrapAndApplyHeader(buffer, offset, header);
                return book.showOrder(orderExecuted.orderId(), orderExecuted.leavesLots());
            }
            case OrderReducedDecoder.TEMPLATE_ID -> {
                orderReduced.wrapAndApplyHeader(buffer, offset, header);
                return book.showOrder(orderReduced.orderId(), orderReduced.leavesLots());
            }
            case OrderDeletedDecoder.TEMPLATE_ID -> {
                return book.deleteOrder(
                        orderDeleted.wrapAndApplyHeader(buffer, offset, header).orderId());
            }
            case OrderRefreshedDecoder.TEMPLATE_ID -> {
                orderRefreshed.wrapAndApplyHeader(buffer, offset, header);
                return book.refreshOrder(
                        orderRefreshed.orderId(),
                        orderRefreshed.side() == Side.BUY,
                        orderRefreshed.priceTicks(),
                        orderRefreshed.lots());
            }
            case BookTradeDecoder.TEMPLATE_ID -> {
                bookTrade.wrapAndApplyHeader(buffer, offset, header);
                onTrade(
                        followed,
                        bookTrade.tradeId(),
                        bookTrade.priceTicks(),
                        bookTrade.lots(),
                        bookTrade.aggressor(),
                        bookTrade.timestampNs());
                return true;
            }
            case BookPhaseDecoder.TEMPLATE_ID -> {
                followed.phase =
                        bookPhase.wrapAndApplyHeader(buffer, offset, header).phase();
                return true;
            }
            default -> {
                indicativePrice.wrapAndApplyHeader(buffer, offset, header);
                followed.indicativeTicks = indicativePrice.priceTicks();
                followed.indicativeLots = indicativePrice.lots();
                followed.imbalanceLots = indicativePrice.imbalanceLots();
                return true;
            }
        }
    }

    private void applyPart(
            final FollowedBook followed, final int templateId, final DirectBuffer buffer, final int offset) {
        final PublicBook book = followed.book;
        switch (templateId) {
            case LevelUpdateDecoder.TEMPLATE_ID -> {
                levelUpdate.wrapAndApplyHeader(buffer, offset, header);
                followed.setHasChecksum = true;
                followed.setChecksum = levelUpdate.checksum();
                for (final LevelUpdateDecoder.LevelsDecoder level : levelUpdate.levels()) {
                    book.setLevel(level.side() == Side.BUY, level.priceTicks(), level.lots(), level.orders());
                }
            }
            case BestPricesDecoder.TEMPLATE_ID -> {
                bestPrices.wrapAndApplyHeader(buffer, offset, header);
                book.clear();
                book.setLevel(true, bestPrices.bidTicks(), bestPrices.bidLots(), bestPrices.bidOrders());
                book.setLevel(false, bestPrices.askTicks(), bestPrices.askLots(), bestPrices.askOrders());
                final long timestampNs = bestPrices.timestampNs();
                for (final BestPricesDecoder.TradesDecoder trade : bestPrices.trades()) {
                    onTrade(
                            followed,
                            trade.tradeId(),
                            trade.priceTicks(),
                            trade.lots(),
                            trade.aggressor(),
                            timestampNs);
                }
            }
            default -> {
                instrumentStatus.wrapAndApplyHeader(buffer, offset, header);
                followed.phase = instrumentStatus.phase();
                followed.indicativeTicks = instrumentStatus.indicativeTicks();
                followed.indicativeLots = instrumentStatus.indicativeLots();
                followed.imbalanceLots = instrumentStatus.imbalanceLots();
            }
        }
    }

    private void onTrade(
            final FollowedBook book,
            final long tradeId,
            final long priceTicks,
            final long lots,
            final Aggressor aggressor,
            final long timestampNs) {
        book.lastTradeTicks = priceTicks;
        // What a second snapshot makes come again was told already.
        if (tradeId > book.lastTradeId && book.state != BookState.UNFOLLOWED) {
            book.lastTradeId = tradeId;
            listener.onTrade(book, tradeId, priceTicks, lots, aggressor, timestampNs);
        }
    }

    private void onSnapshotBegin(final DirectBuffer buffer, final int offset) {
        snapshotBegin.wrapAndApplyHeader(buffer, offset, header);
        if (snapshotBegin.epoch() > epoch) {
            onEpoch(snapshotBegin.epoch());
        }
        final FollowedBook book = books.get(snapshotBegin.instrumentId());
        if (book == null
                || snapshotBegin.depth() != depth
                || snapshotBegin.epoch() < epoch
                || (book.state != BookState.REQUESTED && book.state != BookState.LOADING)) {
            // Somebody else's.
            return;
        }
        book.state = BookState.LOADING;
        book.deadlineNs = nowNs + snapshotTimeoutNs;
        book.snapshotId = snapshotBegin.snapshotId();
        book.nextRows = 0;
        book.nextPart = 0;
        book.seq = snapshotBegin.asOfSeq();
        book.timestampNs = 0;
        book.phase = snapshotBegin.phase();
        book.indicativeTicks = snapshotBegin.indicativeTicks();
        book.indicativeLots = snapshotBegin.indicativeLots();
        book.imbalanceLots = snapshotBegin.imbalanceLots();
        book.lastTradeTicks = snapshotBegin.lastTradeTicks();
        book.book.clear();
    }

    private void onSnapshotOrders(final DirectBuffer buffer, final int offset) {
        snapshotOrders.wrapAndApplyHeader(buffer, offset, header);
        final FollowedBook book = loading(snapshotOrders.instrumentId(), snapshotOrders.snapshotId());
        if (book == null || !isNextRows(book, snapshotOrders.part())) {
            return;
        }
        for (final SnapshotOrdersDecoder.OrdersDecoder row : snapshotOrders.orders()) {
            if (!book.book.addOrder(row.orderId(), row.side() == Side.BUY, row.priceTicks(), row.lots())) {
                inconsistencies++;
                failSnapshot(book);
                return;
            }
        }
    }

    private void onSnapshotLevels(final DirectBuffer buffer, final int offset) {
        snapshotLevels.wrapAndApplyHeader(buffer, offset, header);
        final FollowedBook book = loading(snapshotLevels.instrumentId(), snapshotLevels.snapshotId());
        if (book == null || !isNextRows(book, snapshotLevels.part())) {
            return;
        }
        for (final SnapshotLevelsDecoder.LevelsDecoder row : snapshotLevels.levels()) {
            book.book.setLevel(row.side() == Side.BUY, row.priceTicks(), row.lots(), row.orders());
        }
    }

    private FollowedBook loading(final int instrumentId, final long snapshotId) {
        final FollowedBook book = books.get(instrumentId);
        return book != null && book.state == BookState.LOADING && book.snapshotId == snapshotId ? book : null;
    }

    private boolean isNextRows(final FollowedBook book, final int part) {
        if (part > book.nextRows) {
            failSnapshot(book);
        }
        if (part != book.nextRows) {
            return false;
        }
        book.nextRows++;
        book.deadlineNs = nowNs + snapshotTimeoutNs;
        return true;
    }

    private void onSnapshotEnd(final DirectBuffer buffer, final int offset) {
        snapshotEnd.wrapAndApplyHeader(buffer, offset, header);
        final FollowedBook book = loading(snapshotEnd.instrumentId(), snapshotEnd.snapshotId());
        if (book == null) {
            return;
        }
        if (snapshotEnd.parts() != book.nextRows) {
            failSnapshot(book);
            return;
        }
        book.throughSeq = snapshotEnd.throughSeq();
        book.throughChecksum = snapshotEnd.checksum();
        book.state = BookState.CATCHING_UP;
        snapshotsLoaded++;
        if (book.seq >= book.throughSeq) {
            becomeReady(book);
        }
        applyPending(book);
    }

    private void applyPending(final FollowedBook book) {
        final PendingUpdates pending = book.pending;
        if (pending == null) {
            return;
        }
        final long asOfSeq = book.seq;
        int position = 0;
        while (position < pending.end() && (book.state == BookState.CATCHING_UP || book.state == BookState.READY)) {
            final int message = PendingUpdates.messageAt(position);
            final int length = pending.lengthAt(position);
            // What the snapshot has in it already is no duplicate.
            if (MarketDataFrame.epoch(pending.buffer(), message) == epoch
                    && MarketDataFrame.bookSeq(pending.buffer(), message) > asOfSeq) {
                final int templateId = SoundFrame.templateId(pending.buffer(), message, length);
                advance(book, templateId, pending.buffer(), message, length);
            }
            position = pending.after(position);
        }
        if (book.pending == pending) {
            release(book);
        }
    }

    private void becomeReady(final FollowedBook book) {
        if (book.seq == book.throughSeq) {
            final int actual = depth == BookDepth.TOP ? book.book.topChecksum() : book.book.checksum();
            if (!prove(book, book.throughChecksum, actual)) {
                return;
            }
        }
        book.state = BookState.READY;
        book.failures = 0;
        listener.onBookReady(book);
    }

    /** Returns whether the checksum is right; if not the book is stale. */
    private boolean prove(final FollowedBook book, final int expected, final int actual) {
        if (expected == actual) {
            checksumsProved++;
            return true;
        }
        checksumsFailed++;
        listener.onChecksumMismatch(book, expected, actual);
        makeStale(book);
        return false;
    }

    private void onEpoch(final long newEpoch) {
        if (newEpoch <= epoch) {
            return;
        }
        final boolean first = epoch == 0;
        epoch = newEpoch;
        for (int i = size - 1; i >= 0 && !first; i--) {
            final FollowedBook book = list[i];
            // Ids may begin anew as well.
            book.lastTradeId = 0;
            if (book.state != BookState.STALE) {
                makeStale(book);
            }
        }
    }

    private void onGap(final FollowedBook book) {
        gaps++;
        makeStale(book);
    }

    /** No answer, or one that was cut: asks again later, and later still if that fails too. */
    private void failSnapshot(final FollowedBook book) {
        snapshotsFailed++;
        makeStale(book);
    }

    private void makeStale(final FollowedBook book) {
        if (book.state == BookState.UNFOLLOWED) {
            return;
        }
        final boolean wasReady = book.state == BookState.READY;
        release(book);
        book.state = BookState.STALE;
        book.nextPart = 0;
        book.throughSeq = 0;
        if (wasReady) {
            book.notBeforeNs = nowNs;
        } else {
            final int shift = Math.min(book.failures++, FAILURES_THAT_COUNT);
            book.notBeforeNs = nowNs + (retryDelayNs << shift);
        }
        await(book);
        if (wasReady) {
            listener.onBookStale(book);
        }
    }

    private void await(final FollowedBook book) {
        if (!book.waits) {
            book.waits = true;
            waiting.addLast(book);
        }
    }

    private int assign(final PendingUpdates slot) {
        for (int i = Math.min(waiting.size(), WAITING_LOOKED_AT); i > 0; i--) {
            final FollowedBook book = waiting.removeFirst();
            if (book.state == BookState.UNFOLLOWED) {
                book.waits = false;
            } else if (nowNs - book.notBeforeNs < 0) {
                waiting.addLast(book);
            } else {
                book.waits = false;
                slot.clear();
                slot.book = book;
                book.pending = slot;
                book.requestSent = false;
                book.state = BookState.REQUESTED;
                return 1;
            }
        }
        return 0;
    }

    private void release(final FollowedBook book) {
        if (book.pending != null) {
            book.pending.book = null;
            book.pending = null;
        }
    }

    private FollowedBook findOrFollow(final int instrumentId) {
        final FollowedBook book = books.get(instrumentId);
        return book == null && followsAll ? follow(instrumentId) : book;
    }
}
