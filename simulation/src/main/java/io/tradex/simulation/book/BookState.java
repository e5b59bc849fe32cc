package io.tradex.simulation.book;

import io.tradex.core.book.Place;
import io.tradex.protocol.types.TradingPhase;
import java.util.List;

/**
 * All that a book holds at one moment, to be compared.
 *
 * @param phase               of trading.
 * @param lastTradeTicks      price of the last trade; 0 before the first.
 * @param referencePriceTicks of the band; 0 for none.
 * @param bids                in the book, best first, oldest first.
 * @param asks                in the book, best first, oldest first.
 * @param waiting             outside the book: buy stops, sell stops, triggered ones, orders for the close, pegged orders.
 */
public record BookState(
        TradingPhase phase,
        long lastTradeTicks,
        long referencePriceTicks,
        List<Resting> bids,
        List<Resting> asks,
        List<Waiting> waiting) {

    /** An order in the book. */
    public record Resting(long key, long priceTicks, long visibleLots, long hiddenLots) {}

    /** An order outside the book. */
    public record Waiting(long key, Place place, long priceTicks, long stopTicks, long leavesLots) {}
}
