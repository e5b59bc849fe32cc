package io.tradex.core.order;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;

/**
 * What a smartly routed order has beyond an order: how it is to be spread, its live children, and what is asked of it and not done
 * yet. Kept for reuse by {@link OrderStore}.
 */
public final class ParentOrder {
    /** Replaces that may be pending at the same time: as many as an order at a venue may have requests. */
    public static final int MAX_REPLACES = VenueOrder.MAX_PENDING;

    /** What is asked of the order and waits for its children to come back. */
    public enum Pending {
        /** Nothing. */
        NONE(0),
        /** More is exposed than may be: all children are called back, and what is left is routed anew. */
        RECALL(1),
        /** A cancel, or an end that the core decided on. */
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
            throw new IllegalArgumentException("snapshot holds an unknown pending request of a parent " + code);
        }
    }

    /** Why nothing is sent of an order that outlives the day. */
    public enum Night {
        /** It is day. */
        NONE(0),
        /** A venue's day is over, and the core's is not yet. */
        UNTIL_NEXT_DAY(1),
        /** The core's next day has begun, and no sign of trading has come. */
        UNTIL_OCCASION(2);

        private final int code;

        Night(final int code) {
            this.code = code;
        }

        private static Night of(final int code) {
            for (final Night night : values()) {
                if (night.code == code) {
                    return night;
                }
            }
            throw new IllegalArgumentException("snapshot holds an unknown night of a parent " + code);
        }
    }

    public RoutingStrategy strategy = RoutingStrategy.NONE;

    /** Venues it may use, bit 0 for venue 1. */
    public long venueMask;

    public boolean excludeOwnBook;

    /** Venues that have refused a part of it, or sent one back untouched, since this round began. */
    public long triedVenues;

    public boolean triedOwnBook;

    /** Its first way to the own book, under DARK_FIRST, is behind it. */
    public boolean darkDone;

    public int childrenMade;
    public int liveChildren;

    public Pending pending = Pending.NONE;

    /** The client's cancel that is pending; 0 if there is none, or the core decided on it. */
    public long cancelClOrdId;

    public long cancelSessionId;

    /** The client's replaces that are pending, oldest first: as many as {@link #replaces()}. */
    private final long[] replaceClOrdIds = new long[MAX_REPLACES];

    private final long[] replaceSessionIds = new long[MAX_REPLACES];
    private final long[] replacePriceTicks = new long[MAX_REPLACES];
    private final long[] replaceQuantityLots = new long[MAX_REPLACES];
    private int replaces;

    /** How it ends once a pending cancel is done, and why. */
    public OrdStatus endStatus = OrdStatus.CANCELED;

    public RejectReason endReason = RejectReason.NONE;
    public long endValue;

    /** The core has decided that it ends: nothing more of it is sent, even if a child cannot be called back. */
    public boolean mustEnd;

    /** A venue has refused to give a child back since the children were last asked for. */
    public boolean refused;

    /** The venue's reason for that. */
    public long refusedValue;

    /** No child is asked for any more: it ends when the last one that its venue would not give back does. */
    public boolean resigned;

    public Night night = Night.NONE;

    /** Its expiry time has passed, and it is among the orders that expire no more. */
    public boolean expired;

    /** The live children, oldest first; the links stand in the orders. */
    private Order firstChild;

    private Order lastChild;

    /** Rank among the parents that wait for a place; 0 while it does not wait. */
    long waitingStamp;

    /** Links of {@link WaitingParents}. */
    Order nextWaiting;

    Order previousWaiting;

    /** Something is to be done about it; never between inputs. */
    public boolean isDue;

    /** The next one that is kept for reuse. */
    ParentOrder nextFree;

    /** @return the oldest live child, or null. */
    public Order firstChild() {
        return firstChild;
    }

    /** @param child that is live. */
    public void add(final Order child) {
        child.previousSibling = lastChild;
        child.nextSibling = null;
        if (lastChild == null) {
            firstChild = child;
        } else {
            lastChild.nextSibling = child;
        }
        lastChild = child;
        child.isListed = true;
        liveChildren++;
    }

    /** @param child that is listed. */
    public void remove(final Order child) {
        if (child.previousSibling == null) {
            firstChild = child.nextSibling;
        } else {
            child.previousSibling.nextSibling = child.nextSibling;
        }
        if (child.nextSibling == null) {
            lastChild = child.previousSibling;
        } else {
            child.nextSibling.previousSibling = child.previousSibling;
        }
        child.previousSibling = null;
        child.nextSibling = null;
        child.isListed = false;
        liveChildren--;
    }

    /** @return whether it waits because no place takes what is left of it. */
    public boolean isWaiting() {
        return waitingStamp != 0;
    }

    /** @return its rank among those that wait; 0 if it does not. */
    public long waitingStamp() {
        return waitingStamp;
    }

    /** @return the next one that waits for a place in the same instrument, or null. */
    public Order nextOfWaiting() {
        return nextWaiting;
    }

    /** @return how many replaces are pending. */
    public int replaces() {
        return replaces;
    }

    /**
     * @param rank of a pending replace, 0 for the oldest.
     * @return its ClOrdID.
     */
    public long replaceClOrdId(final int rank) {
        return replaceClOrdIds[rank];
    }

    /**
     * @param rank of a pending replace, 0 for the oldest.
     * @return the session that asked for it.
     */
    public long replaceSessionId(final int rank) {
        return replaceSessionIds[rank];
    }

    /**
     * @param rank of a pending replace, 0 for the oldest.
     * @return the price that it asks for.
     */
    public long replacePriceTicks(final int rank) {
        return replacePriceTicks[rank];
    }

    /**
     * @param rank of a pending replace, 0 for the oldest.
     * @return the quantity that it asks for, in all.
     */
    public long replaceQuantityLots(final int rank) {
        return replaceQuantityLots[rank];
    }

    /**
     * @param clOrdId of a request.
     * @return whether it is a pending replace.
     */
    public boolean hasReplace(final long clOrdId) {
        for (int rank = 0; rank < replaces; rank++) {
            if (replaceClOrdIds[rank] == clOrdId) {
                return true;
            }
        }
        return false;
    }

    /**
     * Puts a replace behind those that are pending; there is room.
     *
     * @param clOrdId      of the request.
     * @param sessionId    that asks.
     * @param priceTicks   asked for.
     * @param quantityLots asked for, in all.
     */
    public void addReplace(final long clOrdId, final long sessionId, final long priceTicks, final long quantityLots) {
        replaceClOrdIds[replaces] = clOrdId;
        replaceSessionIds[replaces] = sessionId;
        replacePriceTicks[replaces] = priceTicks;
        replaceQuantityLots[replaces] = quantityLots;
        replaces++;
    }

    /** The oldest pending replace is done with. */
    public void removeOldestReplace() {
        replaces--;
        for (int rank = 0; rank < replaces; rank++) {
            replaceClOrdIds[rank] = replaceClOrdIds[rank + 1];
            replaceSessionIds[rank] = replaceSessionIds[rank + 1];
            replacePriceTicks[rank] = replacePriceTicks[rank + 1];
            replaceQuantityLots[rank] = replaceQuantityLots[rank + 1];
        }
    }

    /** A new round begins: all venues may be asked again. */
    public void beginRound() {
        triedVenues = 0;
        triedOwnBook = false;
    }

    /** Nothing is asked of it any more; pending replaces were answered before. */
    public void settle() {
        pending = Pending.NONE;
        cancelClOrdId = 0;
        cancelSessionId = 0;
        replaces = 0;
        endStatus = OrdStatus.CANCELED;
        endReason = RejectReason.NONE;
        endValue = 0;
        mustEnd = false;
        forgetRefusal();
    }

    /** Its children are asked for, again or for the first time, or not any more. */
    public void forgetRefusal() {
        refused = false;
        refusedValue = 0;
        resigned = false;
    }

    void clear() {
        strategy = RoutingStrategy.NONE;
        venueMask = 0;
        excludeOwnBook = false;
        beginRound();
        darkDone = false;
        childrenMade = 0;
        liveChildren = 0;
        settle();
        firstChild = null;
        lastChild = null;
        night = Night.NONE;
        expired = false;
        waitingStamp = 0;
        nextWaiting = null;
        previousWaiting = null;
        isDue = false;
    }

    long mix(final long hash) {
        long h = StateHash.mix(hash, venueMask);
        h = StateHash.mix(h, triedVenues);
        h = StateHash.mix(h, ((long) childrenMade << 32) | liveChildren);
        h = StateHash.mix(h, cancelClOrdId);
        h = StateHash.mix(h, cancelSessionId);
        for (int rank = 0; rank < replaces; rank++) {
            h = StateHash.mix(h, replaceClOrdIds[rank]);
            h = StateHash.mix(h, replaceSessionIds[rank]);
            h = StateHash.mix(h, replacePriceTicks[rank]);
            h = StateHash.mix(h, replaceQuantityLots[rank]);
        }
        h = StateHash.mix(h, endValue);
        h = StateHash.mix(h, waitingStamp);
        h = StateHash.mix(h, refusedValue);
        h = StateHash.mix(h, night.code | (expired ? 4 : 0));
        return StateHash.mix(
                h,
                strategy.value()
                        | ((long) pending.code << 8)
                        | ((long) endStatus.value() << 16)
                        | ((long) endReason.value() << 24)
                        | (excludeOwnBook ? 1L << 56 : 0)
                        | (triedOwnBook ? 1L << 57 : 0)
                        | (darkDone ? 1L << 58 : 0)
                        | (mustEnd ? 1L << 59 : 0)
                        | (refused ? 1L << 60 : 0)
                        | (resigned ? 1L << 61 : 0));
    }

    void writeTo(final SnapshotRecordWriter record) {
        record.put(strategy.value())
                .put(venueMask)
                .put(excludeOwnBook)
                .put(triedVenues)
                .put(triedOwnBook)
                .put(darkDone)
                .put(childrenMade)
                .put(pending.code)
                .put(cancelClOrdId)
                .put(cancelSessionId)
                .put(endStatus.value())
                .put(endReason.value())
                .put(endValue)
                .put(waitingStamp)
                .put(mustEnd)
                .put(refused)
                .put(refusedValue)
                .put(resigned)
                .put(night.code)
                .put(expired)
                .put(replaces);
        for (int rank = 0; rank < replaces; rank++) {
            record.put(replaceClOrdIds[rank])
                    .put(replaceSessionIds[rank])
                    .put(replacePriceTicks[rank])
                    .put(replaceQuantityLots[rank]);
        }
    }

    void readFrom(final SnapshotRecordReader record) {
        strategy = RoutingStrategy.get((short) record.next());
        venueMask = record.next();
        excludeOwnBook = record.nextBoolean();
        triedVenues = record.next();
        triedOwnBook = record.nextBoolean();
        darkDone = record.nextBoolean();
        childrenMade = record.nextInt();
        pending = Pending.of(record.nextInt());
        cancelClOrdId = record.next();
        cancelSessionId = record.next();
        endStatus = OrdStatus.get((byte) record.next());
        endReason = RejectReason.get(record.nextInt());
        endValue = record.next();
        waitingStamp = record.next();
        mustEnd = record.nextBoolean();
        refused = record.nextBoolean();
        refusedValue = record.next();
        resigned = record.nextBoolean();
        night = Night.of(record.nextInt());
        expired = record.nextBoolean();
        final int count = record.nextInt();
        if (count < 0 || count > MAX_REPLACES) {
            throw new IllegalArgumentException("snapshot holds " + count + " pending replaces of one parent");
        }
        while (replaces < count) {
            addReplace(record.next(), record.next(), record.next(), record.next());
        }
    }
}
