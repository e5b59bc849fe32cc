package io.tradex.core.order;

/** Requests that are not in use: as many are made as ever waited for answers at the same time. */
final class VenueRequestPool {
    private VenueRequest free;

    VenueRequest take(final VenueOrder of) {
        final VenueRequest request = free == null ? new VenueRequest() : free;
        free = request.younger;
        request.younger = null;
        request.of = of;
        return request;
    }

    void giveBack(final VenueRequest request) {
        request.clear();
        request.younger = free;
        free = request;
    }
}
