package io.tradex.core.risk;

import io.tradex.core.account.Account;
import io.tradex.core.account.Position;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.order.Order;
import io.tradex.core.order.ParentOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.protocol.types.RejectReason;

/**
 * Buying power and position: reserved in the step that accepts an order, turned into cash and position by each fill, and
 * released to the last micro when the order ends.
 */
public final class Reservations {
    /** Far above all that is real, far enough below overflow that what is within it may be added to and compared. */
    private static final long MAX_AMOUNT = 1L << 61;

    private final OrderBook.MatchVisitor costOfMatch = this::addCost;
    private Instrument costInstrument;
    private long costMicros;
    private RejectReason reason = RejectReason.NONE;
    private long rejectedValue;
    private long rejectLimit;

    /** @return why the last reservation was refused. */
    public RejectReason reason() {
        return reason;
    }

    /** @return the figure that was refused. */
    public long rejectedValue() {
        return rejectedValue;
    }

    /** @return the limit it broke. */
    public long rejectLimit() {
        return rejectLimit;
    }

    /**
     * Reserves for a new order.
     *
     * @param order          complete but for its reservation.
     * @param limitTicks     highest price a buy can trade at; ignored for a market order on the core's book, whose cost is
     *                       read off the book.
     * @return false if it is refused; see {@link #reason()}.
     */
    public boolean reserve(final Order order, final long limitTicks) {
        final long required;
        if (!order.isBuy()) {
            required = order.leavesQtyLots;
        } else if (order.isUnpriced()) {
            required = sweepCostMicros(order);
        } else {
            required = order.instrument.notionalMicros(limitTicks, order.leavesQtyLots);
        }
        return reserveMore(order, required);
    }

    /**
     * Reserves anew for what is left of a market order on the core's book, after the book has changed under it.
     *
     * @param order that buys.
     * @return false if its account cannot pay for it; see {@link #reason()}.
     */
    public boolean reserveAgain(final Order order) {
        return reserveMore(order, sweepCostMicros(order));
    }

    /**
     * Raises the reservation for a replace, if what it needs is more than what is reserved.
     *
     * @param order      before the replace.
     * @param priceTicks it asks for.
     * @param leavesLots it asks for.
     * @return false if it is refused; see {@link #reason()}.
     */
    public boolean reserveForReplace(final Order order, final long priceTicks, final long leavesLots) {
        final long required = order.isRouted() || order.isParent()
                ? exposure(order, priceTicks, leavesLots)
                : order.isBuy() ? order.instrument.notionalMicros(priceTicks, leavesLots) : leavesLots;
        if (required == -1) {
            return refuse(RejectReason.NOTIONAL_OVERFLOW, leavesLots, 0);
        }
        return required <= order.reserved || reserveMore(order, required);
    }

    /**
     * Lowers the reservation to what the order needs now.
     *
     * @param order after a fill, a replace, or at its end.
     */
    public void release(final Order order) {
        final long needed = needed(order);
        if (needed != order.reserved) {
            reserveDifference(order, needed - order.reserved);
        }
    }

    /**
     * Whether a fill that a venue reports can be booked; one that no account could hold is not believed.
     *
     * @param order  that was filled.
     * @param lots   of the fill, positive.
     * @param micros of the fill, not negative.
     * @return false if a sum would leave the range in which sums are exact.
     */
    public boolean canFill(final Order order, final long lots, final long micros) {
        final Position position = order.account.positionOrNull(order.instrumentId);
        return lots <= MAX_AMOUNT
                && micros <= MAX_AMOUNT
                && order.cumQtyLots <= MAX_AMOUNT - lots
                && order.cumValueMicros <= MAX_AMOUNT - micros
                && Math.abs(order.account.cashMicros()) <= MAX_AMOUNT
                && (position == null || Math.abs(position.quantityLots()) <= MAX_AMOUNT);
    }

    /**
     * Books a fill: quantity, money, position. The reservation shrinks with it. Of a child only its quantities are booked: its
     * parent has the reservation, and gets the fill as its own.
     *
     * @param order      that was filled, live or (late) not.
     * @param priceTicks of the fill, rounded.
     * @param lots       of the fill.
     * @param micros     of the fill, exact.
     */
    public void fill(final Order order, final long priceTicks, final long lots, final long micros) {
        order.cumQtyLots = Math.addExact(order.cumQtyLots, lots);
        order.cumValueMicros = Math.addExact(order.cumValueMicros, micros);
        order.lastPriceTicks = priceTicks;
        order.lastQtyLots = lots;
        if (order.parent != null) {
            if (order.live) {
                order.leavesQtyLots = Math.max(0, order.quantityLots - order.cumQtyLots);
            }
            return;
        }
        final Position position = order.account.position(order.instrumentId);
        if (order.isBuy()) {
            order.account.addCash(-micros);
            position.addQuantity(lots);
        } else {
            order.account.addCash(micros);
            position.addQuantity(-lots);
        }
        if (order.live) {
            order.leavesQtyLots = Math.max(0, order.quantityLots - order.cumQtyLots);
            if (order.isBuy() && order.isUnpriced()) {
                // What stood in the book when it came may have been counted dearer than it was in the end.
                reserveDifference(order, order.leavesQtyLots == 0 ? -order.reserved : -micros);
            } else {
                release(order);
            }
        }
    }

    /**
     * Takes a fill back: quantity, money, position. What the venue may fill again is reserved, whether or not the account has
     * it.
     *
     * @param order  that was filled, live or not.
     * @param lots   to take back; negative if a correction adds some.
     * @param micros to take back, likewise.
     */
    public void turnBack(final Order order, final long lots, final long micros) {
        order.cumQtyLots = Math.subtractExact(order.cumQtyLots, lots);
        order.cumValueMicros = Math.subtractExact(order.cumValueMicros, micros);
        final Position position = order.account.position(order.instrumentId);
        if (order.isBuy()) {
            order.account.addCash(micros);
            position.addQuantity(-lots);
        } else {
            order.account.addCash(-micros);
            position.addQuantity(lots);
        }
    }

    /**
     * Reserves for an order to buy for money, which has no quantity yet.
     *
     * @param order  complete but for its reservation.
     * @param micros that it may cost.
     * @return false if it is refused; see {@link #reason()}.
     */
    public boolean reserveCash(final Order order, final long micros) {
        return reserveMore(order, micros);
    }

    private boolean reserveMore(final Order order, final long required) {
        if (required == -1) {
            return refuse(RejectReason.NOTIONAL_OVERFLOW, order.quantityLots, 0);
        }
        final long more = required - order.reserved;
        if (order.isBuy()) {
            final long free = order.account.buyingPowerMicros();
            if (more > free) {
                return refuse(RejectReason.INSUFFICIENT_BUYING_POWER, more, free);
            }
        } else {
            final Position position = order.account.positionOrNull(order.instrumentId);
            final long free = position == null ? 0 : position.freeLots();
            if (more > free) {
                return refuse(RejectReason.INSUFFICIENT_POSITION, more, free);
            }
        }
        reserveDifference(order, more);
        return true;
    }

    private boolean refuse(final RejectReason why, final long value, final long limit) {
        reason = why;
        rejectedValue = value;
        rejectLimit = limit;
        return false;
    }

    private static void reserveDifference(final Order order, final long difference) {
        final Account account = order.account;
        if (order.isBuy()) {
            account.reserve(difference);
        } else {
            account.position(order.instrumentId).reserve(difference);
        }
        order.reserved += difference;
    }

    private static long needed(final Order order) {
        if (order.parent != null) {
            return 0;
        }
        final ParentOrder asParent = order.asParent;
        if (asParent != null && order.live && asParent.replaces() > 0) {
            final int newest = asParent.replaces() - 1;
            return exposure(
                    order,
                    asParent.replacePriceTicks(newest),
                    Math.max(0, asParent.replaceQuantityLots(newest) - order.cumQtyLots));
        }
        if (order.cashMicros != 0 && order.quantityLots == 0) {
            // Until the venue says how many lots its money makes.
            return order.live ? order.reserved : 0;
        }
        final VenueRequest replace =
                order.live && order.atVenue != null ? order.atVenue.pending(VenueRequest.Kind.REPLACE) : null;
        return replace == null
                ? atCurrentPrice(order, order.leavesQtyLots)
                : exposure(order, replace.priceTicks, Math.max(0, replace.quantityLots - order.cumQtyLots));
    }

    /**
     * What a venue may still fill while it decides on replaces, or venues while they give back the parts of an order that is to be
     * replaced: they may work the order as it was for as long as they like, and then go on with what a replace asks for. With one
     * replace the dearest way is to fill all at the old price first if that is the higher one, else to replace at once; of several
     * it is bounded by the highest price for the largest quantity.
     *
     * @param newPriceTicks of the newest replace, which may be in the line already or not.
     * @param newLeavesLots of it.
     * @return micros (buy) or lots (sell), or -1 if it does not fit.
     */
    private static long exposure(final Order order, final long newPriceTicks, final long newLeavesLots) {
        final long leavesLots = order.leavesQtyLots;
        // A replace to no more than what is filled ends the order: nothing is filled at its price.
        long maxTicks = newLeavesLots == 0 ? currentTicks(order) : Math.max(currentTicks(order), newPriceTicks);
        long maxLots = Math.max(leavesLots, newLeavesLots);
        boolean chained = false;
        for (VenueRequest request = order.isRouted() ? order.atVenue.oldest() : null;
                request != null;
                request = request.younger()) {
            if (request.kind == VenueRequest.Kind.REPLACE) {
                final long lots = Math.max(0, request.quantityLots - order.cumQtyLots);
                chained |= request.priceTicks != newPriceTicks || lots != newLeavesLots;
                maxTicks = lots == 0 ? maxTicks : Math.max(maxTicks, request.priceTicks);
                maxLots = Math.max(maxLots, lots);
            }
        }
        for (int rank = 0; order.isParent() && rank < order.asParent.replaces(); rank++) {
            final long ticks = order.asParent.replacePriceTicks(rank);
            final long lots = Math.max(0, order.asParent.replaceQuantityLots(rank) - order.cumQtyLots);
            chained |= ticks != newPriceTicks || lots != newLeavesLots;
            maxTicks = lots == 0 ? maxTicks : Math.max(maxTicks, ticks);
            maxLots = Math.max(maxLots, lots);
        }
        if (!order.isBuy()) {
            return maxLots;
        }
        if (chained) {
            return order.instrument.notionalMicros(maxTicks, maxLots);
        }
        final long current = atCurrentPrice(order, leavesLots);
        if (newPriceTicks > currentTicks(order)) {
            final long replaced = order.instrument.notionalMicros(newPriceTicks, newLeavesLots);
            return replaced == -1 ? -1 : Math.max(current, replaced);
        }
        final long added = order.instrument.notionalMicros(newPriceTicks, Math.max(0, newLeavesLots - leavesLots));
        return added == -1 ? -1 : current + added;
    }

    private static long atCurrentPrice(final Order order, final long lots) {
        return order.isBuy() ? order.instrument.notionalMicros(currentTicks(order), lots) : lots;
    }

    private static long currentTicks(final Order order) {
        return order.isRouted() ? order.atVenue.priceTicks : order.limitTicks();
    }

    /** What it costs to buy a quantity of what stands in the book; -1 if it does not fit. */
    private long sweepCostMicros(final Order order) {
        costMicros = 0;
        costInstrument = order.instrument;
        order.instrument
                .book()
                .forEachMatch(
                        true,
                        Long.MAX_VALUE,
                        order.leavesQtyLots,
                        order.account.tradeOwner(),
                        order.selfTradePrevention,
                        costOfMatch);
        return costMicros;
    }

    private boolean addCost(final long priceTicks, final long lots) {
        final long micros = costInstrument.notionalMicros(priceTicks, lots);
        costMicros = micros == -1 || Long.MAX_VALUE / 2 - micros < costMicros ? -1 : costMicros + micros;
        return costMicros != -1;
    }
}
