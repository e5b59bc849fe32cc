package io.tradex.fix;

import io.tradex.protocol.types.ReportSource;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;

/** What the adapter does between the core's messages and those of QuickFIX/J, by itself, for whoever measures it. Not thread safe. */
public final class FixTranslator {
    private final VenueRequestEncoder requests;
    private final VenueReportDecoder reports;

    /**
     * @param venueId of the venue.
     * @param version that it speaks.
     */
    public FixTranslator(final int venueId, final FixVersion version) {
        requests = new VenueRequestEncoder(version.dialect(), FixTags.NONE);
        reports = new VenueReportDecoder(venueId, version.dialect(), ReportSource.VENUE);
    }

    /**
     * @param templateId of a request to a venue.
     * @param buffer     holding it, SBE header first.
     * @param offset     of the header.
     * @return the FIX message, without what the session adds to its header.
     */
    public Message request(final int templateId, final DirectBuffer buffer, final int offset) {
        return requests.encode(templateId, buffer, offset);
    }

    /**
     * @param message an ExecutionReport.
     * @param buffer  takes the VenueExecutionReport at index 0.
     * @return its length in bytes, header included.
     * @throws FieldNotFound     if a required field is missing.
     * @throws IncorrectTagValue if a field holds an impossible value.
     */
    public int report(final Message message, final MutableDirectBuffer buffer) throws FieldNotFound, IncorrectTagValue {
        return reports.executionReport(message, buffer);
    }
}
