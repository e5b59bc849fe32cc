package io.tradex.simulation.audit;

import io.tradex.simulation.venue.VenueOrder;

/** What venues have in their own books. */
public interface VenueTruth {
    /**
     * @param orderId the core's id of an order that was sent to a venue.
     * @return what the venue has; null if it was never sent.
     */
    VenueOrder find(long orderId);

    /**
     * @param venueOrderId OrderID of an order that was given to a venue directly.
     * @return what the venue has; null if there is no such order.
     */
    VenueOrder findEnteredThere(String venueOrderId);
}
