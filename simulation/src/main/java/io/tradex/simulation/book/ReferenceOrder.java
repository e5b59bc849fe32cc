package io.tradex.simulation.book;

import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;

/** An order of the reference book: what was asked for, and what has become of it. */
final class ReferenceOrder {
    final long key;
    final int owner;
    final boolean buy;
    final OrdType ordType;
    final TimeInForce timeInForce;
    final PegType pegType;
    final PostOnly postOnly;
    final SelfTradePrevention selfTradePrevention;
    final long offsetTicks;
    final long displayLots;
    final long minLots;
    /** As asked for; of a pegged order how far it may go, of stops and market orders the protection price. */
    long limitTicks;

    /** At which it stands or comes in. */
    long priceTicks;

    long stopTicks;
    long leavesLots;
    long visibleLots;

    /** Null while it is coming in, and when it is done. */
    Place place;

    /** Rises with each order that comes into the book. */
    long cameAs;

    ReferenceOrder(final OrderTerms terms) {
        key = terms.key;
        owner = terms.owner;
        buy = terms.buy;
        ordType = terms.ordType;
        timeInForce = terms.timeInForce;
        pegType = terms.pegType;
        postOnly = terms.postOnly;
        selfTradePrevention = terms.selfTradePrevention;
        offsetTicks = terms.offsetTicks;
        displayLots = terms.displayLots;
        minLots = terms.minLots;
        limitTicks = terms.priceTicks;
        priceTicks = terms.priceTicks;
        stopTicks = terms.stopTicks;
        leavesLots = terms.quantityLots;
    }

    boolean isStop() {
        return ordType == OrdType.STOP || ordType == OrdType.STOP_LIMIT || ordType == OrdType.TRAILING_STOP;
    }

    boolean isTrailing() {
        return ordType == OrdType.TRAILING_STOP;
    }

    boolean isPegged() {
        return ordType == OrdType.PEGGED;
    }

    boolean isIceberg() {
        return displayLots > 0;
    }

    /** Whether what does not trade on entry rests, rather than being cancelled. */
    boolean mayRest() {
        final boolean atOnce = timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
        return !atOnce && (ordType == OrdType.LIMIT || ordType == OrdType.STOP_LIMIT || ordType == OrdType.PEGGED);
    }

    /** What has to trade on entry, else nothing does. */
    long neededLots() {
        return timeInForce == TimeInForce.FOK ? leavesLots : minLots;
    }

    boolean isWithinLimit(final long ticks) {
        return buy ? ticks <= priceTicks : ticks >= priceTicks;
    }

    boolean isReachedBy(final long tradeTicks) {
        return buy ? tradeTicks >= stopTicks : tradeTicks <= stopTicks;
    }

    boolean hasOwnerOf(final ReferenceOrder other) {
        return owner != 0 && owner == other.owner;
    }

    long hiddenLots() {
        return leavesLots - visibleLots;
    }

    void showNextPart() {
        visibleLots = isIceberg() ? Math.min(displayLots, leavesLots) : leavesLots;
    }

    /** Quantity that it loses, of what is shown. */
    void trade(final long lots) {
        leavesLots -= lots;
        visibleLots -= lots;
    }

    /** Quantity that it loses, of what is hidden first. */
    void reduceTo(final long lots) {
        leavesLots = lots;
        visibleLots = Math.min(visibleLots, lots);
    }
}
