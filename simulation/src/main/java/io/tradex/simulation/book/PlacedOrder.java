package io.tradex.simulation.book;

import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.OrdType;

/** What the caller of the core's book keeps of an order to put it back from a snapshot, all of it told by events. */
final class PlacedOrder {
    final OrderTerms terms;
    int handle;
    /** Null while it is coming in. */
    Place place;

    /** At which it rests, or its stop price. */
    long placeTicks;

    long leavesLots;
    long visibleLots;

    /** Rises with each order that comes to a place, or goes behind others there. */
    long cameAs;

    PlacedOrder(final OrderTerms terms) {
        this.terms = terms;
        placeTicks = terms.stopTicks;
        leavesLots = terms.quantityLots;
    }

    void reduceTo(final long lots) {
        leavesLots = lots;
        visibleLots = Math.min(visibleLots, lots);
    }

    /** It is no stop any more. */
    void onTriggered() {
        place = null;
        placeTicks = 0;
        if (terms.ordType == OrdType.STOP_LIMIT) {
            terms.ordType = OrdType.LIMIT;
            terms.stopTicks = 0;
        }
    }

    /** The protection price moves as the stop price does. */
    void onTrailed(final long stopTicks) {
        terms.priceTicks = Math.max(1, terms.priceTicks + stopTicks - placeTicks);
        terms.stopTicks = stopTicks;
        placeTicks = stopTicks;
    }
}
