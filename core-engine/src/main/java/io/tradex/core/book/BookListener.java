package io.tradex.core.book;

import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;

/**
 * Hears, on the thread that drives the book, of everything that happens in it, in the order in which it happens. An order's
 * life is told by its key alone. A handle is valid from the event that gives it until the event that says the order left the
 * place it names.
 */
public interface BookListener {
    /**
     * Asked before each step of a book's work. A step is one match, one prevented match, one triggered stop, one repriced order.
     *
     * @return false to make {@link OrderBook#work} return; it is to be called again later.
     */
    boolean mayGoOn();

    /**
     * An order stands in the book, behind all others of its price.
     *
     * @param key         of the order.
     * @param handle      to cancel or reduce it with.
     * @param priceTicks  at which it stands.
     * @param visibleLots shown of it.
     * @param hiddenLots  not shown; 0 but for an iceberg.
     */
    void onRested(long key, int handle, long priceTicks, long visibleLots, long hiddenLots);

    /**
     * An order waits outside the book, invisible: a stop for its price, an order for the close, a pegged order for something to
     * follow.
     *
     * @param key    of the order.
     * @param handle to cancel or reduce it with.
     * @param place  where it waits; never {@link Place#BOOK}.
     */
    void onParked(long key, int handle, Place place);

    /**
     * An incoming order traded with a resting one, at the resting one's price.
     *
     * @param restingKey         of the resting order.
     * @param incomingKey        of the incoming order, the aggressor.
     * @param priceTicks         of the trade.
     * @param lots               of the trade.
     * @param restingLeavesLots  left of the resting order, hidden and shown; with 0 it has left the book and its handle is void.
     * @param restingVisibleLots shown of it.
     * @param refreshed          whether it is an iceberg that showed its next part and went behind all others of its price.
     */
    void onTrade(
            long restingKey,
            long incomingKey,
            long priceTicks,
            long lots,
            long restingLeavesLots,
            long restingVisibleLots,
            boolean refreshed);

    /**
     * Two resting orders traded when an auction was uncrossed. The parameters are those of {@link #onTrade}, for each side.
     */
    void onAuctionTrade(
            long bidKey,
            long askKey,
            long priceTicks,
            long lots,
            long bidLeavesLots,
            long bidVisibleLots,
            boolean bidRefreshed,
            long askLeavesLots,
            long askVisibleLots,
            boolean askRefreshed);

    /**
     * An incoming order met a resting one of the same owner and they did not trade. What becomes of them follows at once, first of
     * the resting order, then of the incoming one, as {@link #onCancelled} or {@link #onReduced}.
     *
     * @param restingKey  of the resting order.
     * @param incomingKey of the incoming order.
     * @param priceTicks  at which they would have traded.
     * @param lots        the smaller of what is left of each.
     * @param instruction of the incoming order, which was followed.
     */
    void onSelfTradePrevented(
            long restingKey, long incomingKey, long priceTicks, long lots, SelfTradePrevention instruction);

    /**
     * An order lost quantity without a trade, because of self-trade prevention.
     *
     * @param key         of the order, resting or incoming.
     * @param leavesLots  left of it, at least 1.
     * @param visibleLots shown of it; 0 for an incoming order.
     */
    void onReduced(long key, long leavesLots, long visibleLots);

    /**
     * The book ended an order: whatever was left of it is gone.
     *
     * @param key    of the order, which was incoming, resting or waiting.
     * @param reason NO_LIQUIDITY, NOT_FILLABLE, SELF_TRADE, AUCTION_OVER, PRICE_BAND, VELOCITY_HALT.
     * @param value  the figure that goes with the reason, else 0.
     * @param limit  the limit that goes with the reason, else 0.
     */
    void onCancelled(long key, RejectReason reason, long value, long limit);

    /**
     * A trade reached an order's stop price. It waits no longer and comes in now; its handle is void.
     *
     * @param key of the order.
     */
    void onTriggered(long key);

    /**
     * A trailing stop's stop price followed the trades.
     *
     * @param key       of the order.
     * @param stopTicks its new stop price.
     */
    void onTrailed(long key, long stopTicks);

    /**
     * An order gets another price: a pegged one that follows (it has left its place and comes in anew, its handle is void), or a
     * post-only one that slides before it rests.
     *
     * @param key        of the order.
     * @param priceTicks its new price.
     */
    void onRepriced(long key, long priceTicks);

    /**
     * The phase changed; what the change brings about (an uncrossing, orders for the auction that is over) follows.
     *
     * @param phase from now on.
     */
    void onPhase(TradingPhase phase);

    /**
     * The book would have traded beyond what the velocity rule allows, and goes into {@link TradingPhase#HALT} instead, of which
     * {@link #onPhase} tells next, and then {@link #onCancelled} of the incoming order.
     *
     * @param priceTicks at which it would have traded.
     * @param lowTicks   lowest price within the rule's window.
     * @param highTicks  highest price within the rule's window.
     */
    void onVelocityHalt(long priceTicks, long lowTicks, long highTicks);

    /**
     * What an auction would give if it ended now; told when it changes.
     *
     * @param priceTicks    of the auction; 0 if nothing would trade.
     * @param lots          that would trade.
     * @param imbalanceLots left over at that price: positive if buyers are left, negative if sellers are.
     */
    void onIndicative(long priceTicks, long lots, long imbalanceLots);
}
