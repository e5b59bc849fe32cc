package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Reads where a request goes and what it is called, of whichever kind it is. Stateless. */
final class VenueRequestFields {
    private static final ByteOrder BYTE_ORDER = MessageHeaderDecoder.BYTE_ORDER;

    private VenueRequestFields() {}

    static int venueId(final int templateId, final DirectBuffer buffer, final int offset) {
        final int fieldOffset = switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> VenueNewOrderDecoder.venueIdEncodingOffset();
            case VenueCancelDecoder.TEMPLATE_ID -> VenueCancelDecoder.venueIdEncodingOffset();
            case VenueReplaceDecoder.TEMPLATE_ID -> VenueReplaceDecoder.venueIdEncodingOffset();
            case VenueStatusRequestDecoder.TEMPLATE_ID -> VenueStatusRequestDecoder.venueIdEncodingOffset();
            case VenueMassStatusRequestDecoder.TEMPLATE_ID -> VenueMassStatusRequestDecoder.venueIdEncodingOffset();
            default -> throw noRequest(templateId);
        };
        return buffer.getInt(offset + MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset, BYTE_ORDER);
    }

    /** Whether it changes nothing at the venue: then it is asked again if it did not go out. */
    static boolean isQuestion(final int templateId) {
        return templateId == VenueStatusRequestDecoder.TEMPLATE_ID
                || templateId == VenueMassStatusRequestDecoder.TEMPLATE_ID;
    }

    /** ClOrdID of a request that is no question. */
    static long venueClOrdId(final int templateId, final DirectBuffer buffer, final int offset) {
        final int fieldOffset = switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> VenueNewOrderDecoder.venueClOrdIdEncodingOffset();
            case VenueCancelDecoder.TEMPLATE_ID -> VenueCancelDecoder.venueClOrdIdEncodingOffset();
            case VenueReplaceDecoder.TEMPLATE_ID -> VenueReplaceDecoder.venueClOrdIdEncodingOffset();
            default -> throw noRequest(templateId);
        };
        return buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset, BYTE_ORDER);
    }

    static IllegalArgumentException noRequest(final int templateId) {
        return new IllegalArgumentException("no request to a venue: template " + templateId);
    }
}
