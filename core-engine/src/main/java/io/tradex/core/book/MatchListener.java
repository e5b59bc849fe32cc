package io.tradex.core.book;

/** Hears of each match while an incoming order sweeps a book. */
@FunctionalInterface
public interface MatchListener {
    /**
     * A match, at the resting order's price. The book has already changed; a resting order without leaves is no longer in it.
     *
     * @param restingKey        key the resting order was added with.
     * @param restingHandle     handle of the resting order; invalid from now on if {@code restingLeavesLots} is 0.
     * @param priceTicks        of the match.
     * @param matchedLots       of the match, at least 1.
     * @param restingLeavesLots what is left of the resting order.
     * @return false to stop here; the caller can go on with the quantity left by another call.
     */
    boolean onMatch(long restingKey, int restingHandle, long priceTicks, long matchedLots, long restingLeavesLots);
}
