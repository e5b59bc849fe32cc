package io.tradex.core.order;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;

/**
 * What the core has at a venue for an order, and the one request to the venue that is not settled yet. Its exposure (what the
 * venue may still fill) is reserved before sending and falls only on a fill or a terminal answer.
 *
 * <p>The ClOrdID given to the venue is {@code orderId << 16 | request number}: unique over venues and days, and it leads back
 * to the order without a table.
 */
public final class VenueOrder {
    /** Bits of a venue ClOrdID that number the requests of one order. */
    public static final int REQUEST_BITS = 16;

    /** Requests to a venue that one order may make. */
    public static final int MAX_REQUESTS = (1 << REQUEST_BITS) - 1;

    /** What is asked of the venue and not answered. */
    public enum Pending {
        /** Nothing. */
        NONE(0),
        /** The order itself. */
        NEW(1),
        /** A cancel. */
        CANCEL(2),
        /** A replace. */
        REPLACE(3);

        private final int code;

        Pending(final int code) {
            this.code = code;
        }

        private static Pending of(final int code) {
            for (final Pending pending : values()) {
                if (pending.code == code) {
                    return pending;
                }
            }
            throw new IllegalArgumentException("snapshot holds an unknown pending request " + code);
        }
    }

    public Order order;
    public int venueId;
    public int requests;

    /** Price at the venue: the order's limit, or the collar of a market order. */
    public long priceTicks;

    /** ClOrdID the venue knows the order by. */
    public long acceptedId;

    public Pending pending = Pending.NONE;
    public long pendingId;

    /** The client's request behind the pending one; 0 if the core asked on its own. */
    public long pendingClOrdId;

    public long pendingSessionId;
    public long pendingPriceTicks;
    public long pendingQuantityLots;

    /** Cancel as soon as the venue is back. */
    public boolean cancelWanted;

    /** A status request is out whose answer settles what was lost with the session. */
    public boolean awaitingStatus;

    /** Links of {@link VenueOrderList}. */
    VenueOrder next;

    VenueOrder previous;

    /** @return the next younger live atVenue at the same venue, or null. */
    public VenueOrder nextOfVenue() {
        return next;
    }

    /** @return the next venue ClOrdID of this order. */
    public long nextVenueClOrdId() {
        requests++;
        return (order.orderId << REQUEST_BITS) | requests;
    }

    /**
     * @param venueClOrdId of any request.
     * @return the order it belongs to.
     */
    public static long orderIdOf(final long venueClOrdId) {
        return venueClOrdId >>> REQUEST_BITS;
    }

    /** Nothing is asked of the venue any more. */
    public void settle() {
        pending = Pending.NONE;
        pendingId = 0;
        pendingClOrdId = 0;
        pendingSessionId = 0;
        pendingPriceTicks = 0;
        pendingQuantityLots = 0;
    }

    /**
     * Empties a used record.
     *
     * @param forOrder the order it now belongs to.
     * @param atVenue  the venue.
     */
    public void reset(final Order forOrder, final int atVenue) {
        order = forOrder;
        venueId = atVenue;
        requests = 0;
        priceTicks = 0;
        acceptedId = 0;
        cancelWanted = false;
        awaitingStatus = false;
        settle();
    }

    /**
     * @param hash so far.
     * @return the hash with this atVenue in it.
     */
    public long mix(final long hash) {
        long h = StateHash.mix(hash, ((long) venueId << 32) | requests);
        h = StateHash.mix(h, priceTicks);
        h = StateHash.mix(h, acceptedId);
        h = StateHash.mix(h, pendingId);
        h = StateHash.mix(h, pendingClOrdId);
        h = StateHash.mix(h, pendingSessionId);
        h = StateHash.mix(h, pendingPriceTicks);
        h = StateHash.mix(h, pendingQuantityLots);
        return StateHash.mix(h, pending.code | (cancelWanted ? 16 : 0) | (awaitingStatus ? 32 : 0));
    }

    /** @param record to put all fields into. */
    public void writeTo(final SnapshotRecordWriter record) {
        record.put(venueId)
                .put(requests)
                .put(priceTicks)
                .put(acceptedId)
                .put(pending.code)
                .put(pendingId)
                .put(pendingClOrdId)
                .put(pendingSessionId)
                .put(pendingPriceTicks)
                .put(pendingQuantityLots)
                .put(cancelWanted)
                .put(awaitingStatus);
    }

    /**
     * @param forOrder the order it belongs to.
     * @param record   to take all fields from.
     */
    public void readFrom(final Order forOrder, final SnapshotRecordReader record) {
        reset(forOrder, record.nextInt());
        requests = record.nextInt();
        priceTicks = record.next();
        acceptedId = record.next();
        pending = Pending.of(record.nextInt());
        pendingId = record.next();
        pendingClOrdId = record.next();
        pendingSessionId = record.next();
        pendingPriceTicks = record.next();
        pendingQuantityLots = record.next();
        cancelWanted = record.nextBoolean();
        awaitingStatus = record.nextBoolean();
    }
}
