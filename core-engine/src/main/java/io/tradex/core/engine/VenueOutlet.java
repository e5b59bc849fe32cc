package io.tradex.core.engine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.routing.RequestQueue;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueRoute;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueMassStatusRequestEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.protocol.venue.VenueStatusRequestEncoder;
import org.agrona.DirectBuffer;

/**
 * The way out to the venues: a request goes at once if the venue's message limit allows, else it waits in the venue's queue,
 * cancels before all others. What waits is released by the time of later inputs; the host is asked to say when it has come.
 */
final class VenueOutlet {
    /** Body offsets that all requests to venues have in common; see venue.xml. */
    private static final int INPUT_SEQ = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final int TIMESTAMP = INPUT_SEQ + Long.BYTES;

    private final EngineState state;
    private final EngineOutput output;

    /** Venues where requests wait, bit 0 for venue 1. */
    private long waiting;

    private Listener listener;

    /** Hears of requests that do not go at once. */
    interface Listener {
        /** A request waits: no answer can be late before it has gone. */
        void onWaiting(long venueClOrdId);

        /**
         * A request that waited may go.
         *
         * @return whether it still shall.
         */
        boolean onReleased(long venueClOrdId);
    }

    VenueOutlet(final EngineState state, final EngineOutput output) {
        this.state = state;
        this.output = output;
    }

    void listener(final Listener toCall) {
        listener = toCall;
    }

    /** Whether one more request can go to a venue, or wait for it. */
    boolean hasRoom(final int venueId) {
        final RequestQueue queue = queueOf(venueId);
        return queue == null || !queue.isFull();
    }

    /** Whether one more cancel can go to a venue, or wait for it. */
    boolean hasRoomForCancel(final int venueId) {
        final RequestQueue queue = queueOf(venueId);
        return queue == null || !queue.isFullOfCancels();
    }

    /** Whether a request to a venue would go at once. */
    boolean isFree(final int venueId) {
        final RequestQueue queue = queueOf(venueId);
        return (queue == null || queue.isEmpty())
                && state.venues[venueId].route().hasToken(state.timestampNs);
    }

    /**
     * Sends an encoded request, or lets it wait.
     *
     * @param venueId      of the venue.
     * @param templateId   of the message.
     * @param venueClOrdId of the request; 0 if it is about no order.
     * @param buffer       holding the message, header first.
     * @param length       of header and body.
     * @return false if the queue is full: then the request is gone.
     */
    boolean send(
            final int venueId,
            final int templateId,
            final long venueClOrdId,
            final DirectBuffer buffer,
            final int length) {
        final VenueRoute route = state.venues[venueId].route();
        final boolean isCancel = templateId == VenueCancelEncoder.TEMPLATE_ID;
        if (templateId == VenueNewOrderEncoder.TEMPLATE_ID) {
            route.onNewOrder(state.timestampNs);
        }
        final RequestQueue queue = queueOf(venueId);
        if (queue == null) {
            output.onOutput(state.sequence, templateId, buffer, 0, length);
            return true;
        }
        if (isCancel) {
            // Where an earlier request of the order still waits, the cancel must not overtake it.
            queue.promote(VenueOrder.orderIdOf(venueClOrdId));
        }
        if ((isCancel ? queue.hasNoCancel() : queue.isEmpty()) && route.takeToken(state.timestampNs)) {
            output.onOutput(state.sequence, templateId, buffer, 0, length);
            return true;
        }
        final boolean asksStatus = templateId == VenueStatusRequestEncoder.TEMPLATE_ID
                || templateId == VenueMassStatusRequestEncoder.TEMPLATE_ID;
        final boolean waits = asksStatus
                ? queue.addStatus(templateId, buffer, length)
                : queue.add(isCancel, templateId, venueClOrdId, buffer, length);
        if (!waits) {
            return false;
        }
        waiting |= bit(venueId);
        state.venuesTouched = true;
        if (venueClOrdId != 0) {
            listener.onWaiting(venueClOrdId);
        }
        return true;
    }

    /**
     * Takes back an order that still waits to be sent.
     *
     * @param order at a venue.
     * @return whether it waited: then it never left, and never will.
     */
    boolean withdraw(final Order order) {
        final int venueId = order.atVenue.venueId;
        if ((waiting & bit(venueId)) == 0 || !queueOf(venueId).withdraw(order.atVenue.acceptedId)) {
            return false;
        }
        noteEmpty(venueId);
        return true;
    }

    /**
     * Takes back the oldest request that waits.
     *
     * @param venueId   of the venue.
     * @param newOrders whether only new orders are meant.
     * @return its venueClOrdId, 0 for one that is about no order; -1 if none waits.
     */
    long takeBack(final int venueId, final boolean newOrders) {
        if ((waiting & bit(venueId)) == 0) {
            return -1;
        }
        final long venueClOrdId = queueOf(venueId).takeBack(newOrders ? VenueNewOrderEncoder.TEMPLATE_ID : 0);
        noteEmpty(venueId);
        return venueClOrdId;
    }

    /** Lets go what may go now; returns false if the output has no room. */
    boolean release() {
        state.venuesTouched |= waiting != 0;
        for (long left = waiting; left != 0; left &= left - 1) {
            final int venueId = Long.numberOfTrailingZeros(left) + 1;
            final RequestQueue queue = queueOf(venueId);
            final VenueRoute route = state.venues[venueId].route();
            while (!queue.isEmpty() && route.hasToken(state.timestampNs)) {
                if (!output.hasRoom()) {
                    return false;
                }
                queue.first();
                if (queue.venueClOrdId() != 0 && !listener.onReleased(queue.venueClOrdId())) {
                    queue.removeFirst();
                    continue;
                }
                route.takeToken(state.timestampNs);
                // The gate and the venue's adapter go by the input that let it go.
                queue.buffer().putLong(queue.offset() + INPUT_SEQ, state.sequence, LITTLE_ENDIAN);
                queue.buffer().putLong(queue.offset() + TIMESTAMP, state.timestampNs, LITTLE_ENDIAN);
                output.onOutput(state.sequence, queue.templateId(), queue.buffer(), queue.offset(), queue.length());
                queue.removeFirst();
            }
            noteEmpty(venueId);
        }
        return true;
    }

    /** When the next request may go that waits now; Long.MAX_VALUE if none waits. */
    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (long left = waiting; left != 0; left &= left - 1) {
            final int venueId = Long.numberOfTrailingZeros(left) + 1;
            deadlineNs = Math.min(deadlineNs, state.venues[venueId].route().nextTokenNs(state.timestampNs));
        }
        return deadlineNs;
    }

    /** Looks at the queues of an engine that was loaded from a snapshot. */
    void loaded() {
        for (final Venue venue : state.venueList) {
            final RequestQueue queue = venue.route().queue();
            if (queue != null && !queue.isEmpty()) {
                waiting |= bit(venue.venueId());
            }
        }
    }

    /** Null for a venue that never had a message limit. */
    private RequestQueue queueOf(final int venueId) {
        return state.venues[venueId].route().queue();
    }

    private void noteEmpty(final int venueId) {
        if (queueOf(venueId).isEmpty()) {
            waiting &= ~bit(venueId);
        }
    }

    private static long bit(final int venueId) {
        return 1L << (venueId - 1);
    }
}
