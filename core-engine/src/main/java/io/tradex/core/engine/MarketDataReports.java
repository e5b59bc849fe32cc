package io.tradex.core.engine;

import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookPhaseEncoder;
import io.tradex.protocol.market.BookTradeEncoder;
import io.tradex.protocol.market.EpochBegunEncoder;
import io.tradex.protocol.market.IndicativePriceEncoder;
import io.tradex.protocol.market.OrderAddedEncoder;
import io.tradex.protocol.market.OrderDeletedEncoder;
import io.tradex.protocol.market.OrderExecutedEncoder;
import io.tradex.protocol.market.OrderReducedEncoder;
import io.tradex.protocol.market.OrderRefreshedEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes what everybody may know of the engine's own books: each event of an order that is shown, trades, phases and indicative
 * prices. Called on the thread that drives the engine; it keeps nothing but the input at hand.
 *
 * <p>The caller numbers the events of each instrument 1, 2, 3 … ({@code bookSeq}), without a gap and over restarts. Quantities are
 * what is shown; an order of which nothing is shown is never told of.
 */
public final class MarketDataReports {
    /** Longest message, SBE header included, in bytes. */
    public static final int MESSAGE_BYTES_MAX = MessageHeaderEncoder.ENCODED_LENGTH + OrderExecutedEncoder.BLOCK_LENGTH;

    private final EngineOutput output;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderAddedEncoder orderAdded = new OrderAddedEncoder();
    private final OrderExecutedEncoder orderExecuted = new OrderExecutedEncoder();
    private final OrderReducedEncoder orderReduced = new OrderReducedEncoder();
    private final OrderDeletedEncoder orderDeleted = new OrderDeletedEncoder();
    private final OrderRefreshedEncoder orderRefreshed = new OrderRefreshedEncoder();
    private final BookTradeEncoder bookTrade = new BookTradeEncoder();
    private final BookPhaseEncoder bookPhase = new BookPhaseEncoder();
    private final IndicativePriceEncoder indicativePrice = new IndicativePriceEncoder();
    private final EpochBegunEncoder epochBegun = new EpochBegunEncoder();

    private long epoch;
    private long inputSeq;
    private long timestampNs;

    /** @param output takes the messages. */
    public MarketDataReports(final EngineOutput output) {
        this.output = output;
    }

    /**
     * An input begins: what follows was caused by it.
     *
     * @param currentEpoch epoch of the engine.
     * @param sequence     of the input.
     * @param timeNs       timestamp of the input.
     */
    public void onInput(final long currentEpoch, final long sequence, final long timeNs) {
        epoch = currentEpoch;
        inputSeq = sequence;
        timestampNs = timeNs;
    }

    /**
     * A new epoch began with the input at hand: books may stand elsewhere than before.
     *
     * @param newEpoch from now on.
     */
    public void epochBegun(final long newEpoch) {
        epoch = newEpoch;
        epochBegun
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(newEpoch)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs);
        emit(EpochBegunEncoder.TEMPLATE_ID, EpochBegunEncoder.BLOCK_LENGTH);
    }

    /**
     * An order stands in the book, behind all others of its price.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param orderId      of the order.
     * @param side         of the order.
     * @param priceTicks   at which it stands.
     * @param visibleLots  shown of it, at least 1.
     */
    public void orderAdded(
            final int instrumentId,
            final long bookSeq,
            final long orderId,
            final Side side,
            final long priceTicks,
            final long visibleLots) {
        orderAdded
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .orderId(orderId)
                .priceTicks(priceTicks)
                .lots(visibleLots)
                .side(side);
        emit(OrderAddedEncoder.TEMPLATE_ID, OrderAddedEncoder.BLOCK_LENGTH);
    }

    /**
     * A resting order traded. The trade itself is told once, by {@link #trade}. An iceberg whose shown part has traded away has 0
     * left here, and {@link #orderRefreshed} follows.
     *
     * @param instrumentId      of the book.
     * @param bookSeq           number of the event.
     * @param orderId           of the order.
     * @param tradeId           of the trade.
     * @param priceTicks        of the trade.
     * @param lots              of the trade.
     * @param visibleLeavesLots still shown of the order at its place; 0 takes it out.
     */
    public void orderExecuted(
            final int instrumentId,
            final long bookSeq,
            final long orderId,
            final long tradeId,
            final long priceTicks,
            final long lots,
            final long visibleLeavesLots) {
        orderExecuted
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .orderId(orderId)
                .tradeId(tradeId)
                .priceTicks(priceTicks)
                .lots(lots)
                .leavesLots(visibleLeavesLots);
        emit(OrderExecutedEncoder.TEMPLATE_ID, OrderExecutedEncoder.BLOCK_LENGTH);
    }

    /**
     * A resting order shows less, without a trade, and keeps its place. An iceberg that lost hidden quantity only is not told of.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param orderId      of the order.
     * @param visibleLots  still shown of it, at least 1.
     */
    public void orderReduced(final int instrumentId, final long bookSeq, final long orderId, final long visibleLots) {
        orderReduced
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .orderId(orderId)
                .leavesLots(visibleLots);
        emit(OrderReducedEncoder.TEMPLATE_ID, OrderReducedEncoder.BLOCK_LENGTH);
    }

    /**
     * A resting order left the book without a trade: cancelled, or taken out to come in anew.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param orderId      of the order.
     */
    public void orderDeleted(final int instrumentId, final long bookSeq, final long orderId) {
        orderDeleted
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .orderId(orderId);
        emit(OrderDeletedEncoder.TEMPLATE_ID, OrderDeletedEncoder.BLOCK_LENGTH);
    }

    /**
     * An iceberg shows its next part and stands behind all others of its price.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param orderId      of the order.
     * @param side         of the order.
     * @param priceTicks   at which it stands.
     * @param visibleLots  shown of it now, at least 1.
     */
    public void orderRefreshed(
            final int instrumentId,
            final long bookSeq,
            final long orderId,
            final Side side,
            final long priceTicks,
            final long visibleLots) {
        orderRefreshed
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .orderId(orderId)
                .priceTicks(priceTicks)
                .lots(visibleLots)
                .side(side);
        emit(OrderRefreshedEncoder.TEMPLATE_ID, OrderRefreshedEncoder.BLOCK_LENGTH);
    }

    /**
     * A trade.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param tradeId      of the trade.
     * @param priceTicks   of the trade.
     * @param lots         of the trade.
     * @param aggressor    who took; NONE in an auction.
     */
    public void trade(
            final int instrumentId,
            final long bookSeq,
            final long tradeId,
            final long priceTicks,
            final long lots,
            final Aggressor aggressor) {
        bookTrade
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .tradeId(tradeId)
                .priceTicks(priceTicks)
                .lots(lots)
                .aggressor(aggressor);
        emit(BookTradeEncoder.TEMPLATE_ID, BookTradeEncoder.BLOCK_LENGTH);
    }

    /**
     * The phase of trading changed.
     *
     * @param instrumentId of the book.
     * @param bookSeq      number of the event.
     * @param phase        from now on.
     */
    public void phase(final int instrumentId, final long bookSeq, final TradingPhase phase) {
        bookPhase
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .phase(phase);
        emit(BookPhaseEncoder.TEMPLATE_ID, BookPhaseEncoder.BLOCK_LENGTH);
    }

    /**
     * What an auction would give if it ended now has changed.
     *
     * @param instrumentId  of the book.
     * @param bookSeq       number of the event.
     * @param priceTicks    of the auction; 0 if nothing would trade.
     * @param lots          that would trade.
     * @param imbalanceLots left over at that price: positive if buyers are left, negative if sellers are.
     */
    public void indicative(
            final int instrumentId,
            final long bookSeq,
            final long priceTicks,
            final long lots,
            final long imbalanceLots) {
        indicativePrice
                .wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .bookSeq(bookSeq)
                .prevSeq(bookSeq - 1)
                .inputSeq(inputSeq)
                .timestampNs(timestampNs)
                .instrumentId(instrumentId)
                .priceTicks(priceTicks)
                .lots(lots)
                .imbalanceLots(imbalanceLots);
        emit(IndicativePriceEncoder.TEMPLATE_ID, IndicativePriceEncoder.BLOCK_LENGTH);
    }

    private void emit(final int templateId, final int blockLength) {
        output.onOutput(inputSeq, templateId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }
}
