package io.tradex.core.order;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What the core has at a venue for an order: the requests that wait for an answer, in the order in which they were sent, and what
 * the venue has said beyond quantities. Its exposure (what the venue may still fill) is reserved before sending and falls only on
 * a fill or a terminal answer.
 *
 * <p>The ClOrdID given to the venue is {@code orderId << 16 | request number}: unique over venues and days, and it leads back to
 * the order without a table.
 */
public final class VenueOrder {
    /** Bits of a venue ClOrdID that number the requests of one order. */
    public static final int REQUEST_BITS = 16;

    /** Requests to a venue that one order may make. */
    public static final int MAX_REQUESTS = (1 << REQUEST_BITS) - 1;

    /** Requests of one order that may wait for an answer at the same time. */
    public static final int MAX_PENDING = 4;

    /** Length of a venue's OrderID on the wire in bytes. */
    public static final int VENUE_ORDER_ID_LENGTH = 40;

    public Order order;
    public int venueId;
    public int requests;

    /** Price at the venue: the order's limit, or the collar of a market order. */
    public long priceTicks;

    /** ClOrdID the venue knows the order by; 0 for one that was given to the venue directly. */
    public long acceptedId;

    /** Cancel as soon as that can be asked. */
    public boolean cancelWanted;

    /** A status request is out whose answer settles what is in doubt. */
    public boolean awaitingStatus;

    /** The venue guarantees a price. */
    public boolean stopped;

    /** The venue is done for the day, but the order outlives it. */
    public boolean doneForDay;

    /** The venue does not answer, or has suspended the order. */
    public boolean suspended;

    /** How the venue ended it; null while it has not. A filled order has not been ended: a bust opens it again. */
    public OrdStatus endedAs;

    /** Booked by the venue's CumQty alone; executions that come late take its place. */
    public long inferredLots;

    public long inferredMicros;

    /** What the venue says it has filled beyond what has come; 0 if nothing is missing. */
    public long claimedCumLots;

    public long claimedAvgPriceE8;

    /** What the venue says the order has become, once its fills are known. */
    public OrdStatus claimedStatus;

    /** When the claim was made, nanoseconds since 1970; and its rank among all that is waited for. */
    public long claimedNs;

    public long claimedStamp;

    /** The venue's OrderID, padded with zero bytes, as it stands in a buffer. */
    private long venueOrderId0;

    private long venueOrderId1;
    private long venueOrderId2;
    private long venueOrderId3;
    private long venueOrderId4;

    private final VenueRequestPool pool;

    /** The oldest request that waits for an answer. */
    private VenueRequest first;

    private int pending;

    /** Links of {@link VenueOrderList}. */
    VenueOrder next;

    VenueOrder previous;

    /** Links of {@link ClaimList}. */
    VenueOrder nextClaim;

    VenueOrder previousClaim;

    VenueOrder(final VenueRequestPool pool) {
        this.pool = pool;
    }

    /** @return the next younger live order at the same venue, or null. */
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

    /** @return how many requests wait for an answer. */
    public int pending() {
        return pending;
    }

    /** @return the oldest request that waits for an answer, or null; the others follow by {@link VenueRequest#younger()}. */
    public VenueRequest oldest() {
        return first;
    }

    /**
     * @param kind of request.
     * @return the newest of that kind that waits for an answer, or null.
     */
    public VenueRequest pending(final VenueRequest.Kind kind) {
        VenueRequest newest = null;
        for (VenueRequest request = first; request != null; request = request.younger) {
            if (request.kind == kind) {
                newest = request;
            }
        }
        return newest;
    }

    /**
     * @param id a ClOrdID given to the venue.
     * @return the request that has it and waits for an answer, or null.
     */
    public VenueRequest pendingById(final long id) {
        VenueRequest request = first;
        while (request != null && request.id != id) {
            request = request.younger;
        }
        return request;
    }

    /**
     * @param clOrdId of a client's request.
     * @return the request that was made for it and waits for an answer, or null.
     */
    public VenueRequest pendingByClOrdId(final long clOrdId) {
        VenueRequest request = first;
        while (request != null && request.clOrdId != clOrdId) {
            request = request.younger;
        }
        return request;
    }

    /**
     * Adds a request to the line, which has room.
     *
     * @param kind of the request.
     * @return the request, to be filled in.
     */
    public VenueRequest ask(final VenueRequest.Kind kind) {
        final VenueRequest replace = pending(VenueRequest.Kind.REPLACE);
        final VenueRequest request = append();
        request.kind = kind;
        if (kind != VenueRequest.Kind.NEW) {
            request.origId = replace == null ? acceptedId : replace.id;
        }
        request.id = nextVenueClOrdId();
        return request;
    }

    private VenueRequest append() {
        final VenueRequest request = pool.take(this);
        if (first == null) {
            first = request;
        } else {
            VenueRequest last = first;
            while (last.younger != null) {
                last = last.younger;
            }
            last.younger = request;
        }
        pending++;
        return request;
    }

    /** @param request of this order that is answered; it leaves the line and may not be used any more. */
    public void settle(final VenueRequest request) {
        if (first == request) {
            first = request.younger;
        } else {
            VenueRequest older = first;
            while (older.younger != request) {
                older = older.younger;
            }
            older.younger = request.younger;
        }
        pending--;
        pool.giveBack(request);
    }

    /** @return the venue's state of the order, counting only what it has acknowledged. */
    public OrdStatus statusAtVenue() {
        boolean cancel = false;
        boolean replace = false;
        for (VenueRequest request = first; request != null; request = request.younger) {
            cancel |= request.acknowledged && request.kind == VenueRequest.Kind.CANCEL;
            replace |= request.acknowledged && request.kind == VenueRequest.Kind.REPLACE;
        }
        return status(cancel, replace);
    }

    /** @return whether its venue works it again on the next day. A market order is an immediate one there, whatever it asks for. */
    public boolean outlivesDay() {
        return order.outlivesDay() && order.ordType != OrdType.MARKET;
    }

    /** @return the order's state, counting every request from when it was made. */
    public OrdStatus status() {
        if (order.live && suspended) {
            return OrdStatus.SUSPENDED;
        }
        return status(pending(VenueRequest.Kind.CANCEL) != null, pending(VenueRequest.Kind.REPLACE) != null);
    }

    /** FIX's precedence: what is pending first, then how it ended, then how much is filled. */
    private OrdStatus status(final boolean cancelPending, final boolean replacePending) {
        if (order.live && cancelPending) {
            return OrdStatus.PENDING_CANCEL;
        }
        if (order.live && replacePending) {
            return OrdStatus.PENDING_REPLACE;
        }
        if (doneForDay || endedAs == OrdStatus.DONE_FOR_DAY) {
            return OrdStatus.DONE_FOR_DAY;
        }
        if (order.quantityLots > 0 && order.cumQtyLots >= order.quantityLots) {
            return OrdStatus.FILLED;
        }
        if (endedAs != null) {
            return endedAs;
        }
        if (stopped) {
            return OrdStatus.STOPPED;
        }
        if (order.cumQtyLots > 0) {
            return OrdStatus.PARTIALLY_FILLED;
        }
        return first != null && first.kind == VenueRequest.Kind.NEW ? OrdStatus.PENDING_NEW : OrdStatus.NEW;
    }

    /**
     * Empties a used record.
     *
     * @param forOrder the order it now belongs to.
     * @param venue    the venue.
     */
    void reset(final Order forOrder, final int venue) {
        order = forOrder;
        venueId = venue;
        requests = 0;
        priceTicks = 0;
        acceptedId = 0;
        cancelWanted = false;
        awaitingStatus = false;
        stopped = false;
        doneForDay = false;
        suspended = false;
        endedAs = null;
        inferredLots = 0;
        inferredMicros = 0;
        clearClaim();
        venueOrderId0 = 0;
        venueOrderId1 = 0;
        venueOrderId2 = 0;
        venueOrderId3 = 0;
        venueOrderId4 = 0;
        while (first != null) {
            settle(first);
        }
    }

    /** Nothing is missing any more. */
    public void clearClaim() {
        claimedCumLots = 0;
        claimedAvgPriceE8 = 0;
        claimedStatus = null;
        claimedNs = 0;
        claimedStamp = 0;
    }

    /** @return whether the venue has said its OrderID. */
    public boolean hasVenueOrderId() {
        return venueOrderId0 != 0;
    }

    /**
     * @param buffer holding a venue's OrderID.
     * @param offset of it.
     * @return whether it is this one.
     */
    public boolean hasVenueOrderId(final DirectBuffer buffer, final int offset) {
        return venueOrderId0 == buffer.getLong(offset, LITTLE_ENDIAN)
                && venueOrderId1 == buffer.getLong(offset + 8, LITTLE_ENDIAN)
                && venueOrderId2 == buffer.getLong(offset + 16, LITTLE_ENDIAN)
                && venueOrderId3 == buffer.getLong(offset + 24, LITTLE_ENDIAN)
                && venueOrderId4 == buffer.getLong(offset + 32, LITTLE_ENDIAN);
    }

    /**
     * @param buffer holding the venue's OrderID.
     * @param offset of it.
     */
    public void takeVenueOrderId(final DirectBuffer buffer, final int offset) {
        venueOrderId0 = buffer.getLong(offset, LITTLE_ENDIAN);
        venueOrderId1 = buffer.getLong(offset + 8, LITTLE_ENDIAN);
        venueOrderId2 = buffer.getLong(offset + 16, LITTLE_ENDIAN);
        venueOrderId3 = buffer.getLong(offset + 24, LITTLE_ENDIAN);
        venueOrderId4 = buffer.getLong(offset + 32, LITTLE_ENDIAN);
    }

    /**
     * @param buffer to put the venue's OrderID into; zero bytes if it has not said one.
     * @param offset of it.
     */
    public void putVenueOrderId(final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, venueOrderId0, LITTLE_ENDIAN);
        buffer.putLong(offset + 8, venueOrderId1, LITTLE_ENDIAN);
        buffer.putLong(offset + 16, venueOrderId2, LITTLE_ENDIAN);
        buffer.putLong(offset + 24, venueOrderId3, LITTLE_ENDIAN);
        buffer.putLong(offset + 32, venueOrderId4, LITTLE_ENDIAN);
    }

    /**
     * @param hash so far.
     * @return the hash with this in it.
     */
    long mix(final long hash) {
        long h = StateHash.mix(hash, ((long) venueId << 32) | requests);
        h = StateHash.mix(h, priceTicks);
        h = StateHash.mix(h, acceptedId);
        h = StateHash.mix(h, inferredLots);
        h = StateHash.mix(h, inferredMicros);
        h = StateHash.mix(h, claimedCumLots);
        h = StateHash.mix(h, claimedAvgPriceE8);
        h = StateHash.mix(h, claimedStamp);
        h = StateHash.mix(h, venueOrderId0);
        h = StateHash.mix(h, venueOrderId1);
        h = StateHash.mix(h, venueOrderId2);
        h = StateHash.mix(h, venueOrderId3);
        h = StateHash.mix(h, venueOrderId4);
        for (VenueRequest request = first; request != null; request = request.younger) {
            h = request.mix(h);
        }
        return StateHash.mix(
                h,
                pending
                        | (cancelWanted ? 16 : 0)
                        | (awaitingStatus ? 32 : 0)
                        | (stopped ? 64 : 0)
                        | (doneForDay ? 128 : 0)
                        | (suspended ? 256 : 0)
                        | (codeOf(endedAs) << 16)
                        | (codeOf(claimedStatus) << 24));
    }

    /** @param record to put all fields into. */
    void writeTo(final SnapshotRecordWriter record) {
        record.put(venueId)
                .put(requests)
                .put(priceTicks)
                .put(acceptedId)
                .put(cancelWanted)
                .put(awaitingStatus)
                .put(stopped)
                .put(doneForDay)
                .put(suspended)
                .put(codeOf(endedAs))
                .put(inferredLots)
                .put(inferredMicros)
                .put(claimedCumLots)
                .put(claimedAvgPriceE8)
                .put(codeOf(claimedStatus))
                .put(claimedNs)
                .put(claimedStamp)
                .put(venueOrderId0)
                .put(venueOrderId1)
                .put(venueOrderId2)
                .put(venueOrderId3)
                .put(venueOrderId4)
                .put(pending);
        for (VenueRequest request = first; request != null; request = request.younger) {
            request.writeTo(record);
        }
    }

    /**
     * @param forOrder the order it belongs to.
     * @param record   to take all fields from.
     */
    void readFrom(final Order forOrder, final SnapshotRecordReader record) {
        reset(forOrder, record.nextInt());
        requests = record.nextInt();
        priceTicks = record.next();
        acceptedId = record.next();
        cancelWanted = record.nextBoolean();
        awaitingStatus = record.nextBoolean();
        stopped = record.nextBoolean();
        doneForDay = record.nextBoolean();
        suspended = record.nextBoolean();
        endedAs = ofCode(record.nextInt());
        inferredLots = record.next();
        inferredMicros = record.next();
        claimedCumLots = record.next();
        claimedAvgPriceE8 = record.next();
        claimedStatus = ofCode(record.nextInt());
        claimedNs = record.next();
        claimedStamp = record.next();
        venueOrderId0 = record.next();
        venueOrderId1 = record.next();
        venueOrderId2 = record.next();
        venueOrderId3 = record.next();
        venueOrderId4 = record.next();
        final int count = record.nextInt();
        if (count < 0 || count > MAX_PENDING) {
            throw new IllegalArgumentException("snapshot holds " + count + " pending requests of one order");
        }
        while (pending < count) {
            append().readFrom(record);
        }
    }

    private static int codeOf(final OrdStatus status) {
        return status == null ? 0 : status.value();
    }

    private static OrdStatus ofCode(final int code) {
        return code == 0 ? null : OrdStatus.get((byte) code);
    }
}
