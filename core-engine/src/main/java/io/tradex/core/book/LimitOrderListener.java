package io.tradex.core.book;

import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;

/**
 * For a book that is used for plain limit and market orders in continuous trading, without rules and self-trade prevention: what
 * such orders cannot cause is an error. Matching never pauses.
 */
public abstract class LimitOrderListener implements BookListener {
    private static IllegalStateException unexpected() {
        return new IllegalStateException("a book of limit orders did what none of them can cause");
    }

    @Override
    public boolean mayGoOn() {
        return true;
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {}

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        throw unexpected();
    }

    @Override
    public void onAuctionTrade(
            final long bidKey,
            final long askKey,
            final long priceTicks,
            final long lots,
            final long bidLeavesLots,
            final long bidVisibleLots,
            final boolean bidRefreshed,
            final long askLeavesLots,
            final long askVisibleLots,
            final boolean askRefreshed) {
        throw unexpected();
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        throw unexpected();
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        throw unexpected();
    }

    @Override
    public void onTriggered(final long key) {
        throw unexpected();
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        throw unexpected();
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        throw unexpected();
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        throw unexpected();
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        throw unexpected();
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        throw unexpected();
    }
}
