package io.tradex.core.engine;

import io.tradex.core.order.Order;
import io.tradex.protocol.types.ExecType;

/**
 * Hears what happens to child orders, in place of the reports that an ordinary order's owner gets. Quantity, state and place
 * of the child itself are up to date when it is called; what the parent has to do with it is the listener's.
 */
interface ChildListener {
    /**
     * A child was filled; its CumQty and leaves, tradeId and liquidity say so already. Booked on no account yet: that is done
     * through the parent. If it is filled in full, {@link #onChildEnded} follows.
     *
     * @param child      live, or (late) not.
     * @param priceTicks of the fill, rounded.
     * @param lots       of the fill, positive.
     * @param micros     of the fill, exact.
     */
    void onChildFilled(Order child, long priceTicks, long lots, long micros);

    /**
     * A child in the core's own book was made smaller because it met an order of its own account; its quantity and leaves say so
     * already.
     *
     * @param child live.
     * @param lots  that it lost.
     */
    void onChildReduced(Order child, long lots);

    /**
     * A child has another state or other terms, and may still be filled.
     *
     * @param child    live.
     * @param execType what happened.
     */
    void onChildChanged(Order child, ExecType execType);

    /**
     * A child is at its end: it is in no book and in no venue's list, and has no leaves. Its status and reject reason say
     * why. Told again of a child that had ended, it does nothing.
     *
     * @param child finished.
     */
    void onChildEnded(Order child);

    /**
     * A venue has refused to cancel a child, which is live. Where that may mean that the child has ended, its status was asked for.
     *
     * @param child live.
     * @param value the venue's reason.
     */
    void onChildCancelRefused(Order child, long value);

    /**
     * A venue has said how a child stands: it works it.
     *
     * @param child live.
     */
    void onChildStatusKnown(Order child);

    /**
     * A fill of a child was turned back by its venue; the child's CumQty says so already, the account's money and position
     * do not.
     *
     * @param child  live or not.
     * @param lots   that CumQty fell by; negative if a correction raised it.
     * @param micros that the value fell by, likewise.
     */
    void onChildFillReversed(Order child, long lots, long micros);
}
