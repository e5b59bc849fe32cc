package io.tradex.simulation.book;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;

/** Hears nothing and never asks for a pause; for listeners that want to hear of a few events alone. */
public abstract class QuietListener implements BookListener {
    /** For those that hear of something. */
    protected QuietListener() {}

    @Override
    public boolean mayGoOn() {
        return true;
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {}

    @Override
    public void onParked(final long key, final int handle, final Place place) {}

    @Override
    public void onTrade(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final long restingLeavesLots,
            final long restingVisibleLots,
            final boolean refreshed) {}

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
            final boolean askRefreshed) {}

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {}

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {}

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {}

    @Override
    public void onTriggered(final long key) {}

    @Override
    public void onTrailed(final long key, final long stopTicks) {}

    @Override
    public void onRepriced(final long key, final long priceTicks) {}

    @Override
    public void onPhase(final TradingPhase phase) {}

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {}

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {}
}
