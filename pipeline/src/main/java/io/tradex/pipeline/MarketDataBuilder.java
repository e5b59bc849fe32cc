package io.tradex.pipeline;

import io.tradex.core.engine.BookVisitor;
import io.tradex.marketdata.MarketDataFrame;
import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.market.BestPricesEncoder;
import io.tradex.protocol.market.BookChecksumEncoder;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.InstrumentStatusEncoder;
import io.tradex.protocol.market.LevelUpdateEncoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes market data of the engine's L3 events, and never asks the engine: sends each event on as it is, keeps books of its own
 * from them, and tells at the end of an input once for each book what the input changed of its levels (L2) and of its best prices
 * (L1). Egress thread only; behind the gate like everything here.
 *
 * <p>An event that does not follow the one before, or does not fit its book, means that core and market data have parted: that
 * throws, and stops the process.
 */
final class MarketDataBuilder implements BookVisitor {
    /** Events of a book after which L3 carries its checksum. */
    static final int CHECKSUM_INTERVAL = 32;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MarketDataFrame.BYTES_MAX, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final LevelUpdateEncoder levelUpdate = new LevelUpdateEncoder();
    private final BestPricesEncoder bestPrices = new BestPricesEncoder();
    private final InstrumentStatusEncoder instrumentStatus = new InstrumentStatusEncoder();
    private final BookChecksumEncoder bookChecksum = new BookChecksumEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderAddedDecoder orderAdded = new OrderAddedDecoder();
    private final OrderExecutedDecoder orderExecuted = new OrderExecutedDecoder();
    private final OrderReducedDecoder orderReduced = new OrderReducedDecoder();
    private final OrderDeletedDecoder orderDeleted = new OrderDeletedDecoder();
    private final OrderRefreshedDecoder orderRefreshed = new OrderRefreshedDecoder();
    private final BookTradeDecoder bookTrade = new BookTradeDecoder();
    private final BookPhaseDecoder bookPhase = new BookPhaseDecoder();
    private final IndicativePriceDecoder indicativePrice = new IndicativePriceDecoder();
    private final EpochBegunDecoder epochBegun = new EpochBegunDecoder();
    private final InputChanges changes = new InputChanges();
    private final PublishedBooks books;
    private final MarketDataHeartbeats heartbeats;
    private final MarketDataPort port;
    private final PipelineCounters counters;
    private PublishedBook seeding;
    private long inputSeq;
    private long timestampNs;

    MarketDataBuilder(
            final PublishedBooks books,
            final MarketDataHeartbeats heartbeats,
            final MarketDataPort port,
            final PipelineCounters counters) {
        this.books = books;
        this.heartbeats = heartbeats;
        this.port = port;
        this.counters = counters;
    }

    @Override
    public void onBook(
            final int instrumentId,
            final long bookSeq,
            final TradingPhase phase,
            final long lastTradeTicks,
            final long indicativeTicks,
            final long indicativeLots,
            final long imbalanceLots) {
        endSeed();
        seeding = books.findOrAdd(instrumentId);
        seeding.bookSeq = bookSeq;
        seeding.levelsSeq = bookSeq;
        seeding.topSeq = bookSeq;
        seeding.phase = phase;
        seeding.lastTradeTicks = lastTradeTicks;
        seeding.indicativeTicks = indicativeTicks;
        seeding.indicativeLots = indicativeLots;
        seeding.imbalanceLots = imbalanceLots;
    }

    @Override
    public void onRestingOrder(final long orderId, final Side side, final long priceTicks, final long visibleLots) {
        require(seeding.book.addOrder(orderId, side == Side.BUY, priceTicks, visibleLots), seeding, orderId);
    }

    /** The engine's books were all visited; events follow. */
    void seeded(final long epoch) {
        endSeed();
        books.epoch = epoch;
        // What the seed touched is not what the first input touches.
        books.beginInput();
    }

    /** Whether the input at hand has touched a book, so that {@link #endOfInput()} is due when it is over. */
    boolean isInputPending() {
        return changes.books() > 0;
    }

    /** The input at hand, if one is pending. */
    long inputSeq() {
        return inputSeq;
    }

    /** Takes one market data output of the engine. */
    void onEvent(final int templateId, final DirectBuffer source, final int offset, final int length) {
        if (templateId == EpochBegunDecoder.TEMPLATE_ID) {
            epochBegun.wrapAndApplyHeader(source, offset, header);
            books.epoch = epochBegun.epoch();
            port.onMarketData(BookDepth.ORDERS, source, offset, length);
            port.onMarketData(BookDepth.LEVELS, source, offset, length);
            port.onMarketData(BookDepth.TOP, source, offset, length);
            return;
        }
        final PublishedBook book = books.findOrAdd(MarketDataFrame.instrumentId(source, offset));
        final long bookSeq = MarketDataFrame.bookSeq(source, offset);
        if (bookSeq != book.bookSeq + 1) {
            throw new IllegalStateException("event " + bookSeq + " of the book of instrument " + book.instrumentId
                    + " came after event " + book.bookSeq);
        }
        inputSeq = MarketDataFrame.inputSeq(source, offset);
        timestampNs = MarketDataFrame.timestampNs(source, offset);
        books.epoch = MarketDataFrame.epoch(source, offset);
        changes.book(book);
        apply(templateId, book, source, offset);
        book.bookSeq = bookSeq;
        book.eventsWithoutChecksum++;
        port.onMarketData(BookDepth.ORDERS, source, offset, length);
        counters.bookEvents.incrementRelease();
    }

    /** Every event of the input at hand has come: tells what it changed. */
    void endOfInput() {
        for (int i = 0; i < changes.books(); i++) {
            final PublishedBook book = changes.book(i);
            publishLevels(book);
            publishTop(book);
            if (book.eventsWithoutChecksum >= CHECKSUM_INTERVAL) {
                publishChecksum(book);
            }
            heartbeats.changed(book);
        }
        changes.clear();
        books.beginInput();
    }

    /** Puts the checksum of a book, which must not be amid an input, on L3. */
    void publishChecksum(final PublishedBook book) {
        bookChecksum
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .epoch(books.epoch)
                .bookSeq(book.bookSeq)
                .prevSeq(book.bookSeq)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(book.instrumentId)
                .checksum(book.book.checksum());
        book.eventsWithoutChecksum = 0;
        port.onMarketData(BookDepth.ORDERS, buffer, 0, HEADER + BookChecksumEncoder.BLOCK_LENGTH);
    }

    private void apply(
            final int templateId, final PublishedBook published, final DirectBuffer source, final int offset) {
        final PublicBook book = published.book;
        switch (templateId) {
            case OrderAddedDecoder.TEMPLATE_ID -> {
                orderAdded.wrapAndApplyHeader(source, offset, header);
                final boolean buy = orderAdded.side() == Side.BUY;
                final long orderId = orderAdded.orderId();
                touched(published, book.addOrder(orderId, buy, orderAdded.priceTicks(), orderAdded.lots()), orderId);
            }
            case OrderExecutedDecoder.TEMPLATE_ID -> {
                orderExecuted.wrapAndApplyHeader(source, offset, header);
                final long orderId = orderExecuted.orderId();
                touched(published, book.showOrder(orderId, orderExecuted.leavesLots()), orderId);
            }
            case OrderReducedDecoder.TEMPLATE_ID -> {
                orderReduced.wrapAndApplyHeader(source, offset, header);
                final long orderId = orderReduced.orderId();
                touched(published, book.showOrder(orderId, orderReduced.leavesLots()), orderId);
            }
            case OrderDeletedDecoder.TEMPLATE_ID -> {
                orderDeleted.wrapAndApplyHeader(source, offset, header);
                touched(published, book.deleteOrder(orderDeleted.orderId()), orderDeleted.orderId());
            }
            case OrderRefreshedDecoder.TEMPLATE_ID -> {
                orderRefreshed.wrapAndApplyHeader(source, offset, header);
                final boolean buy = orderRefreshed.side() == Side.BUY;
                final long orderId = orderRefreshed.orderId();
                final boolean fits =
                        book.refreshOrder(orderId, buy, orderRefreshed.priceTicks(), orderRefreshed.lots());
                touched(published, fits, orderId);
            }
            case BookTradeDecoder.TEMPLATE_ID -> {
                bookTrade.wrapAndApplyHeader(source, offset, header);
                published.lastTradeTicks = bookTrade.priceTicks();
                changes.trade(
                        published,
                        bookTrade.tradeId(),
                        bookTrade.priceTicks(),
                        bookTrade.lots(),
                        bookTrade.aggressor());
            }
            case BookPhaseDecoder.TEMPLATE_ID -> {
                published.phase =
                        bookPhase.wrapAndApplyHeader(source, offset, header).phase();
                published.indicativeTicks = 0;
                published.indicativeLots = 0;
                published.imbalanceLots = 0;
                published.statusChanged = true;
            }
            case IndicativePriceDecoder.TEMPLATE_ID -> {
                indicativePrice.wrapAndApplyHeader(source, offset, header);
                published.indicativeTicks = indicativePrice.priceTicks();
                published.indicativeLots = indicativePrice.lots();
                published.imbalanceLots = indicativePrice.imbalanceLots();
                published.statusChanged = true;
            }
            default -> throw new IllegalStateException("template " + templateId + " is no event of a book");
        }
    }

    private void touched(final PublishedBook published, final boolean fits, final long orderId) {
        require(fits, published, orderId);
        final PublicBook book = published.book;
        if (book.isFirstTouch()) {
            changes.level(published, book.touchedBuy(), book.touchedPriceTicks());
        }
    }

    private void publishLevels(final PublishedBook published) {
        if (published.levelCount == 0 && !published.statusChanged) {
            return;
        }
        final PublicBook book = published.book;
        int part = 0;
        int left = published.levelCount;
        int index = published.firstLevel;
        final int checksum = left == 0 ? 0 : book.checksum();
        while (left > 0) {
            final int rows = Math.min(left, MarketDataFrame.LEVELS_MAX);
            left -= rows;
            final LevelUpdateEncoder.LevelsEncoder levels = levelUpdate
                    .wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .epoch(books.epoch)
                    .bookSeq(published.bookSeq)
                    .prevSeq(published.levelsSeq)
                    .inputSeq(inputSeq)
                    .timestampNs(timestampNs)
                    .instrumentId(published.instrumentId)
                    .part(part++)
                    .lastPart(bool(left == 0 && !published.statusChanged))
                    .checksum(checksum)
                    .levelsCount(rows);
            for (int row = 0; row < rows; row++) {
                final boolean buy = changes.levelBuy(index);
                final long ticks = changes.levelTicks(index);
                levels.next()
                        .priceTicks(ticks)
                        .lots(book.lotsAt(buy, ticks))
                        .orders(book.ordersAt(buy, ticks))
                        .side(buy ? Side.BUY : Side.SELL);
                index = changes.nextLevel(index);
            }
            port.onMarketData(BookDepth.LEVELS, buffer, 0, HEADER + levelUpdate.encodedLength());
        }
        if (published.statusChanged) {
            publishStatus(BookDepth.LEVELS, published, published.levelsSeq, part);
        }
        published.levelsSeq = published.bookSeq;
    }

    private void publishTop(final PublishedBook published) {
        final boolean topChanged = published.takeTop();
        if (!topChanged && published.tradeCount == 0 && !published.statusChanged) {
            return;
        }
        int part = 0;
        int left = published.tradeCount;
        int index = published.firstTrade;
        boolean more = topChanged || left > 0;
        while (more) {
            final int rows = Math.min(left, MarketDataFrame.TRADES_MAX);
            left -= rows;
            more = left > 0;
            final BestPricesEncoder.TradesEncoder trades = bestPrices
                    .wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .epoch(books.epoch)
                    .bookSeq(published.bookSeq)
                    .prevSeq(published.topSeq)
                    .inputSeq(inputSeq)
                    .timestampNs(timestampNs)
                    .instrumentId(published.instrumentId)
                    .part(part++)
                    .lastPart(bool(!more && !published.statusChanged))
                    .bidTicks(published.bidTicks)
                    .bidLots(published.bidLots)
                    .askTicks(published.askTicks)
                    .askLots(published.askLots)
                    .bidOrders(published.bidOrders)
                    .askOrders(published.askOrders)
                    .tradesCount(rows);
            for (int row = 0; row < rows; row++) {
                trades.next()
                        .tradeId(changes.tradeId(index))
                        .priceTicks(changes.tradeTicks(index))
                        .lots(changes.tradeLots(index))
                        .aggressor(changes.tradeAggressor(index));
                index = changes.nextTrade(index);
            }
            port.onMarketData(BookDepth.TOP, buffer, 0, HEADER + bestPrices.encodedLength());
        }
        if (published.statusChanged) {
            publishStatus(BookDepth.TOP, published, published.topSeq, part);
        }
        published.topSeq = published.bookSeq;
    }

    private void publishStatus(
            final BookDepth stream, final PublishedBook published, final long prevSeq, final int part) {
        instrumentStatus
                .wrapAndApplyHeader(buffer, 0, headerEncoder)
                .epoch(books.epoch)
                .bookSeq(published.bookSeq)
                .prevSeq(prevSeq)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(published.instrumentId)
                .part(part)
                .lastPart(BooleanType.T)
                .indicativeTicks(published.indicativeTicks)
                .indicativeLots(published.indicativeLots)
                .imbalanceLots(published.imbalanceLots)
                .phase(published.phase);
        port.onMarketData(stream, buffer, 0, HEADER + InstrumentStatusEncoder.BLOCK_LENGTH);
    }

    private void endSeed() {
        if (seeding != null) {
            seeding.takeTop();
            seeding = null;
        }
    }

    private static BooleanType bool(final boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }

    private static void require(final boolean fits, final PublishedBook book, final long orderId) {
        if (!fits) {
            throw new IllegalStateException("order " + orderId + " does not fit the public book of instrument "
                    + book.instrumentId + " after event " + book.bookSeq);
        }
    }
}
