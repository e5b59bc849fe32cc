package io.tradex.simulation.audit;

import io.tradex.simulation.venue.VenueOrder;

/** What venues have in their own books. */
@FunctionalInterface
public interface VenueTruth {
    /**
     * @param orderId the core's id of an order that was sent to a venue.
     * @return what the venue has; null if it was never sent.
     */
    VenueOrder find(long orderId);
}
