package io.tradex.pipeline;

import org.agrona.DirectBuffer;

/** Takes requests to venues. Called on the egress thread. */
@FunctionalInterface
public interface VenuePort {
    /**
     * One request. Must not block. A request is never dropped: while a venue's queue is full, it and every output behind it
     * wait. A venue that is not connected is not a full one: that is answered by a VenueRequestNotSent input.
     *
     * @param venueId    which venue.
     * @param templateId of the message.
     * @param buffer     holding the SBE message, header first; only during the call.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     * @return false if the venue's queue is full: nothing was taken, it comes again.
     */
    boolean onVenueRequest(int venueId, int templateId, DirectBuffer buffer, int offset, int length);
}
