package io.tradex.fix;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the faults of every venue. Each one goes to the error handler, whose distinct error log keeps one entry per kind; the
 * text goes to the log only when the count is a power of two, so that a peer cannot fill the disk. Thread safe.
 */
public final class FixFaults {
    private static final Logger LOG = LoggerFactory.getLogger(FixFaults.class);
    private static final int MAX_DETAIL_LENGTH = 256;

    /** By venue id; written by the constructor only. */
    private final Map<FixFault, AtomicLongArray> counts = new EnumMap<>(FixFault.class);

    private final ErrorHandler errorHandler;

    FixFaults(final ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
        for (final FixFault fault : FixFault.values()) {
            counts.put(fault, new AtomicLongArray(FixVenueConfiguration.MAX_VENUE_ID + 1));
        }
    }

    /**
     * @param venueId 1 to {@link FixVenueConfiguration#MAX_VENUE_ID}; 0 for faults of no configured venue.
     * @param fault   which kind.
     * @return how often it happened since the adapter was made.
     */
    public long count(final int venueId, final FixFault fault) {
        return counts.get(fault).get(venueId);
    }

    /**
     * @param fault which kind.
     * @return how often it happened since the adapter was made, over all venues.
     */
    public long total(final FixFault fault) {
        final AtomicLongArray ofVenues = counts.get(fault);
        long total = 0;
        for (int venueId = 0; venueId < ofVenues.length(); venueId++) {
            total += ofVenues.get(venueId);
        }
        return total;
    }

    void record(final int venueId, final FixFault fault, final String detail) {
        final long count = counts.get(fault).incrementAndGet(venueId);
        errorHandler.onError(new FixFaultException("venue " + venueId + ": " + fault));
        if (Long.bitCount(count) == 1) {
            LOG.warn("venue {}: {} number {}: {}", venueId, fault, count, printable(detail));
        }
    }

    /** The text may come from the peer: nothing in it may forge a line of the log. */
    private static String printable(final String detail) {
        final int length = Math.min(detail.length(), MAX_DETAIL_LENGTH);
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            final char c = detail.charAt(i);
            text.append(c == '\u0001' ? '|' : c >= ' ' && c < '\u007f' ? c : '?');
        }
        return text.toString();
    }

    /** Names venue and kind; two of the same place and text are one entry of a distinct error log. */
    static final class FixFaultException extends Exception {
        private static final long serialVersionUID = 1L;

        FixFaultException(final String message) {
            super(message);
        }
    }
}
