package io.tradex.simulation.book;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;

/** Tells two listeners of everything, one after the other; the second one decides on pauses. */
public final class BothListeners implements BookListener {
    private final BookListener first;
    private final BookListener second;

    /**
     * @param first  to be told.
     * @param second to be told, and to be asked.
     */
    public BothListeners(final BookListener first, final BookListener second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public boolean mayGoOn() {
        return second.mayGoOn();
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        first.onRested(key, handle, priceTicks, visibleLots, hiddenLots);
        second.onRested(key, handle, priceTicks, visibleLots, hiddenLots);
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        first.onParked(key, handle, place);
        second.onParked(key, handle, place);
    }

    @Override
    public void onTrade(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final long restingLeavesLots,
            final long restingVisibleLots,
            final boolean refreshed) {
        first.onTrade(restingKey, incomingKey, priceTicks, lots, restingLeavesLots, restingVisibleLots, refreshed);
        second.onTrade(restingKey, incomingKey, priceTicks, lots, restingLeavesLots, restingVisibleLots, refreshed);
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
        first.onAuctionTrade(
                bidKey,
                askKey,
                priceTicks,
                lots,
                bidLeavesLots,
                bidVisibleLots,
                bidRefreshed,
                askLeavesLots,
                askVisibleLots,
                askRefreshed);
        second.onAuctionTrade(
                bidKey,
                askKey,
                priceTicks,
                lots,
                bidLeavesLots,
                bidVisibleLots,
                bidRefreshed,
                askLeavesLots,
                askVisibleLots,
                askRefreshed);
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        first.onSelfTradePrevented(restingKey, incomingKey, priceTicks, lots, instruction);
        second.onSelfTradePrevented(restingKey, incomingKey, priceTicks, lots, instruction);
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        first.onReduced(key, leavesLots, visibleLots);
        second.onReduced(key, leavesLots, visibleLots);
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        first.onCancelled(key, reason, value, limit);
        second.onCancelled(key, reason, value, limit);
    }

    @Override
    public void onTriggered(final long key) {
        first.onTriggered(key);
        second.onTriggered(key);
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        first.onTrailed(key, stopTicks);
        second.onTrailed(key, stopTicks);
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        first.onRepriced(key, priceTicks);
        second.onRepriced(key, priceTicks);
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        first.onPhase(phase);
        second.onPhase(phase);
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        first.onVelocityHalt(priceTicks, lowTicks, highTicks);
        second.onVelocityHalt(priceTicks, lowTicks, highTicks);
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        first.onIndicative(priceTicks, lots, imbalanceLots);
        second.onIndicative(priceTicks, lots, imbalanceLots);
    }
}
