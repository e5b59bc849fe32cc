package io.tradex.certification;

/**
 * What the core asks of the venue.
 *
 * @param name             of the FIX message.
 * @param orderId          the core's id of the order.
 * @param venueClOrdId     ClOrdID (11).
 * @param origVenueClOrdId OrigClOrdID (41); 0 for none.
 */
record VenueAsk(String name, long orderId, long venueClOrdId, long origVenueClOrdId) {}
