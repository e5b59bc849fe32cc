package io.tradex.core.book;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;

/**
 * What an order asks of a book: filled in by the caller, only read by the book, and reused for the next order. The book knows
 * prices in ticks and quantities in lots and has no opinion on money.
 */
public final class OrderTerms {
    /** The caller's own key of the order, not negative; every event about the order gives it back. */
    public long key;

    /** Who it belongs to when self-trades are prevented: the same number for all that must not meet; 0 for nobody. */
    public int owner;

    /** True to buy. */
    public boolean buy;

    public OrdType ordType = OrdType.LIMIT;
    public TimeInForce timeInForce = TimeInForce.DAY;
    public PegType pegType = PegType.NONE;
    public PostOnly postOnly = PostOnly.NONE;
    public SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;

    /**
     * Limit price. Of a market order {@link Long#MAX_VALUE} (buy) or {@link Long#MIN_VALUE} (sell), or its protection price;
     * of a stop and a trailing stop the protection price it has once triggered; of a pegged order the limit it is pegged within.
     */
    public long priceTicks;

    /** Stop price of stop, stop-limit and trailing stop at entry; else 0. */
    public long stopTicks;

    /** Trailing stop: distance to the trades, at least 1. Pegged: added to what it follows, may be negative. Else 0. */
    public long offsetTicks;

    /** What is to be traded, at least 1. */
    public long quantityLots;

    /** Shown of an iceberg at a time, at least 1 and less than the quantity; 0 for an order that is shown in full. */
    public long displayLots;

    /** What has to trade on entry, else it is cancelled; 0 for no minimum. */
    public long minLots;

    /** Makes it a plain limit order for the day, to be varied. */
    public OrderTerms limit(final long newKey, final boolean isBuy, final long limitTicks, final long lots) {
        key = newKey;
        owner = 0;
        buy = isBuy;
        ordType = OrdType.LIMIT;
        timeInForce = TimeInForce.DAY;
        pegType = PegType.NONE;
        postOnly = PostOnly.NONE;
        selfTradePrevention = SelfTradePrevention.NONE;
        priceTicks = limitTicks;
        stopTicks = 0;
        offsetTicks = 0;
        quantityLots = lots;
        displayLots = 0;
        minLots = 0;
        return this;
    }
}
