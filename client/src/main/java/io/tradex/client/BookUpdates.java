package io.tradex.client;

import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BestPricesDecoder;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.InstrumentStatusDecoder;
import io.tradex.protocol.market.LevelUpdateDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.Side;
import org.agrona.DirectBuffer;

/** Decodes messages of the streams and applies them to books; whether they are in order is for {@link BookFollower} to know. */
final class BookUpdates {
    private final MarketDataListener listener;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderAddedDecoder orderAdded = new OrderAddedDecoder();
    private final OrderExecutedDecoder orderExecuted = new OrderExecutedDecoder();
    private final OrderReducedDecoder orderReduced = new OrderReducedDecoder();
    private final OrderDeletedDecoder orderDeleted = new OrderDeletedDecoder();
    private final OrderRefreshedDecoder orderRefreshed = new OrderRefreshedDecoder();
    private final BookTradeDecoder bookTrade = new BookTradeDecoder();
    private final BookPhaseDecoder bookPhase = new BookPhaseDecoder();
    private final IndicativePriceDecoder indicativePrice = new IndicativePriceDecoder();
    private final LevelUpdateDecoder levelUpdate = new LevelUpdateDecoder();
    private final BestPricesDecoder bestPrices = new BestPricesDecoder();
    private final InstrumentStatusDecoder instrumentStatus = new InstrumentStatusDecoder();

    BookUpdates(final MarketDataListener listener) {
        this.listener = listener;
    }

    /**
     * Applies an event of L3.
     *
     * @return false if it does not fit the book: nothing changed.
     */
    boolean applyEvent(final FollowedBook followed, final int templateId, final DirectBuffer buffer, final int offset) {
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
                followed.indicativeTicks = 0;
                followed.indicativeLots = 0;
                followed.imbalanceLots = 0;
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

    /** Applies a message of L2 or L1. */
    void applyPart(final FollowedBook followed, final int templateId, final DirectBuffer buffer, final int offset) {
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
}
