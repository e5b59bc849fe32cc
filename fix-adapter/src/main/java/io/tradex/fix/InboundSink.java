package io.tradex.fix;

import org.agrona.DirectBuffer;

/**
 * Where the adapter puts what comes from the venues: VenueUp, VenueDown, VenueExecutionReport, VenueCancelReject,
 * VenueRequestNotSent, VenueRequestRejected and VenueQuote of the journal schema. Called on one thread per venue and on the sender's thread, at the same time: it
 * must take several producers.
 */
@FunctionalInterface
public interface InboundSink {
    /**
     * Takes one message, or does not. The buffer is reused: copy what is to be kept.
     *
     * @param buffer holding the message, SBE header first.
     * @param offset of the header.
     * @param length of header and body in bytes.
     * @return false when there is no room: the adapter offers the same message again, and until it is taken the venue is made to
     *     wait by TCP.
     */
    boolean offer(DirectBuffer buffer, int offset, int length);

    /**
     * @return whether there is so much room that quotes may come too: they are the first to wait, and cost nothing while they do,
     *     since newer ones replace them. Asked by the sender's thread.
     */
    default boolean hasRoomForQuotes() {
        return true;
    }
}
