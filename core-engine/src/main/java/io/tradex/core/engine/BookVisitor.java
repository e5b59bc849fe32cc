package io.tradex.core.engine;

import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;

/**
 * Hears of every book of an engine as it stands between two inputs, with what everybody may know of it: what market data starts
 * from when the engine was recovered. Called on the thread that drives the engine.
 */
public interface BookVisitor {
    /**
     * A book; its orders follow.
     *
     * @param instrumentId    of the book.
     * @param bookSeq         of its last event; 0 if there was none.
     * @param phase           of trading.
     * @param lastTradeTicks  price of the last trade; 0 if none.
     * @param indicativeTicks last told price of the auction; 0 if nothing would trade or there is none.
     * @param indicativeLots  that would trade at it.
     * @param imbalanceLots   left over at it.
     */
    void onBook(
            int instrumentId,
            long bookSeq,
            TradingPhase phase,
            long lastTradeTicks,
            long indicativeTicks,
            long indicativeLots,
            long imbalanceLots);

    /**
     * A resting order of that book, those of one price in the order of the queue.
     *
     * @param orderId     of the order.
     * @param side        of the order.
     * @param priceTicks  at which it stands.
     * @param visibleLots shown of it, at least 1.
     */
    void onRestingOrder(long orderId, Side side, long priceTicks, long visibleLots);
}
