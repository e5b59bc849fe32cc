package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import org.agrona.DirectBuffer;

/** Reads where a request goes and what it is called, of whichever kind it is. Stateless. */
final class VenueRequestFields {
    private VenueRequestFields() {}

    static int venueId(final int templateId, final DirectBuffer buffer, final int offset) {
        final int bodyOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID:
                return buffer.getInt(
                        bodyOffset + VenueNewOrderDecoder.venueIdEncodingOffset(), VenueNewOrderDecoder.BYTE_ORDER);
            case VenueCancelDecoder.TEMPLATE_ID:
                return buffer.getInt(
                        bodyOffset + VenueCancelDecoder.venueIdEncodingOffset(), VenueCancelDecoder.BYTE_ORDER);
            case VenueReplaceDecoder.TEMPLATE_ID:
                return buffer.getInt(
                        bodyOffset + VenueReplaceDecoder.venueIdEncodingOffset(), VenueReplaceDecoder.BYTE_ORDER);
            case VenueStatusRequestDecoder.TEMPLATE_ID:
                return buffer.getInt(
                        bodyOffset + VenueStatusRequestDecoder.venueIdEncodingOffset(),
                        VenueStatusRequestDecoder.BYTE_ORDER);
            default:
                throw noRequest(templateId);
        }
    }

    static long venueClOrdId(final int templateId, final DirectBuffer buffer, final int offset) {
        final int bodyOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID:
                return buffer.getLong(
                        bodyOffset + VenueNewOrderDecoder.venueClOrdIdEncodingOffset(),
                        VenueNewOrderDecoder.BYTE_ORDER);
            case VenueCancelDecoder.TEMPLATE_ID:
                return buffer.getLong(
                        bodyOffset + VenueCancelDecoder.venueClOrdIdEncodingOffset(), VenueCancelDecoder.BYTE_ORDER);
            case VenueReplaceDecoder.TEMPLATE_ID:
                return buffer.getLong(
                        bodyOffset + VenueReplaceDecoder.venueClOrdIdEncodingOffset(), VenueReplaceDecoder.BYTE_ORDER);
            case VenueStatusRequestDecoder.TEMPLATE_ID:
                return buffer.getLong(
                        bodyOffset + VenueStatusRequestDecoder.venueClOrdIdEncodingOffset(),
                        VenueStatusRequestDecoder.BYTE_ORDER);
            default:
                throw noRequest(templateId);
        }
    }

    static IllegalArgumentException noRequest(final int templateId) {
        return new IllegalArgumentException("no request to a venue: template " + templateId);
    }
}
