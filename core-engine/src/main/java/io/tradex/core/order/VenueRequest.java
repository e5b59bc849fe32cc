package io.tradex.core.order;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;

/** One request to a venue that is not settled yet: the order itself, a cancel or a replace. */
public final class VenueRequest {
    /** What is asked. */
    public enum Kind {
        /** The order itself. */
        NEW(1),
        /** A cancel. */
        CANCEL(2),
        /** A replace. */
        REPLACE(3);

        private final int code;

        Kind(final int code) {
            this.code = code;
        }

        private static Kind of(final int code) {
            for (final Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("snapshot holds an unknown pending request " + code);
        }
    }

    /** The order it is about. */
    public VenueOrder of;

    public Kind kind;

    /** ClOrdID given to the venue. */
    public long id;

    /** OrigClOrdID given to the venue; 0 for the order itself. */
    public long origId;

    /** ClOrdID of the client's request behind it; 0 if the core asked on its own. */
    public long clOrdId;

    public long sessionId;

    /** Of a replace. */
    public long priceTicks;

    /** Of a replace: the new total. */
    public long quantityLots;

    /** The venue has said that it has the request. */
    public boolean acknowledged;

    /** When it was sent, nanoseconds since 1970. */
    public long sentNs;

    /** Rank in time among all requests. */
    public long stamp;

    /** Whether its first answer is waited for. */
    public boolean waitedFor;

    /** The answer is late, and the venue was asked for the order's status. */
    public boolean overdue;

    /** The next younger one of the same order, or of the pool. */
    VenueRequest younger;

    /** Links of {@link RequestList}. */
    VenueRequest next;

    VenueRequest previous;

    VenueRequest() {}

    /** @return the next younger request of the same order that waits for an answer, or null. */
    public VenueRequest younger() {
        return younger;
    }

    void clear() {
        of = null;
        younger = null;
        kind = null;
        id = 0;
        origId = 0;
        clOrdId = 0;
        sessionId = 0;
        priceTicks = 0;
        quantityLots = 0;
        acknowledged = false;
        sentNs = 0;
        stamp = 0;
        waitedFor = false;
        overdue = false;
    }

    long mix(final long hash) {
        long h = StateHash.mix(hash, id);
        h = StateHash.mix(h, origId);
        h = StateHash.mix(h, clOrdId);
        h = StateHash.mix(h, sessionId);
        h = StateHash.mix(h, priceTicks);
        h = StateHash.mix(h, quantityLots);
        h = StateHash.mix(h, stamp);
        return StateHash.mix(h, kind.code | (acknowledged ? 16 : 0) | (overdue ? 32 : 0) | (waitedFor ? 64 : 0));
    }

    void writeTo(final SnapshotRecordWriter record) {
        record.put(kind.code)
                .put(id)
                .put(origId)
                .put(clOrdId)
                .put(sessionId)
                .put(priceTicks)
                .put(quantityLots)
                .put(acknowledged)
                .put(sentNs)
                .put(stamp)
                .put(waitedFor)
                .put(overdue);
    }

    void readFrom(final SnapshotRecordReader record) {
        kind = Kind.of(record.nextInt());
        id = record.next();
        origId = record.next();
        clOrdId = record.next();
        sessionId = record.next();
        priceTicks = record.next();
        quantityLots = record.next();
        acknowledged = record.nextBoolean();
        sentNs = record.next();
        stamp = record.next();
        waitedFor = record.nextBoolean();
        overdue = record.nextBoolean();
    }
}
