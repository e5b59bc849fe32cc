package io.tradex.server;

import io.tradex.fix.FixAdapter;
import io.tradex.pipeline.VenuePort;
import org.agrona.DirectBuffer;

/** Requests to venues go to the FIX adapter. The engine sends none to a venue that never came up, so none are lost without one. */
record VenueBridge(FixAdapter fix) implements VenuePort {
    @Override
    public boolean onVenueRequest(
            final int venueId, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (fix == null) {
            throw new IllegalStateException("a request to venue " + venueId + ", but no venue is configured");
        }
        return fix.onVenueRequest(buffer, offset, length);
    }
}
