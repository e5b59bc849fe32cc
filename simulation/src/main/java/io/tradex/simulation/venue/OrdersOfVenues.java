package io.tradex.simulation.venue;

import io.tradex.simulation.audit.VenueTruth;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

/** The orders that venues have, or are about to get, as they truly are. */
public final class OrdersOfVenues implements VenueTruth {
    private final Long2ObjectHashMap<VenueOrder> sent = new Long2ObjectHashMap<>();
    private final Map<String, VenueOrder> enteredThere = new HashMap<>();

    @Override
    public VenueOrder find(final long orderId) {
        return sent.get(orderId);
    }

    @Override
    public VenueOrder findEnteredThere(final String venueOrderId) {
        return enteredThere.get(venueOrderId);
    }

    void sent(final VenueOrder order) {
        if (sent.put(order.orderId, order) != null) {
            throw new IllegalStateException("order " + order.orderId + " was sent twice");
        }
    }

    void enteredThere(final VenueOrder order) {
        enteredThere.put(order.venueOrderId, order);
    }

    /** The core has given a number of its own to an order that was given to a venue directly, and uses it in a request. */
    void numbered(final VenueOrder order) {
        sent.put(order.orderId, order);
    }

    /** Forgets everything. */
    public void clear() {
        sent.clear();
        enteredThere.clear();
    }

    /** Everything is at rest: forgets orders that had ended at the last rest already. */
    public void forget() {
        sent.values().removeIf(VenueOrder::ageAtRest);
        enteredThere.values().removeIf(VenueOrder::ageAtRest);
    }
}
