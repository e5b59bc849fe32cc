package io.tradex.core.order;

import io.tradex.core.account.Account;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.Place;
import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;

/**
 * One order, as the engine keeps it: a record that the engine alone changes and never shows to anyone outside. Every change
 * is followed by exactly one order-state delta, when {@link #rehash} also brings the state hash up to date.
 */
public final class Order {
    /** Value of {@link #bookHandle} while the order is in no book. */
    public static final int NOT_RESTING = -1;

    private static final long KIND_ORDER = 0x41;

    /** Place in the store; means nothing outside this process. */
    public final int slot;

    public long orderId;
    public Account account;
    public Instrument instrument;
    public long sessionId;
    public long clOrdId;
    public long originalClOrdId;
    public int instrumentId;
    public int destination;
    public Side side;
    public OrdType ordType;
    public TimeInForce timeInForce;
    public PegType pegType;
    public PostOnly postOnly;
    public SelfTradePrevention selfTradePrevention;
    public long priceTicks;

    /** Stop price, as it is now. */
    public long stopTicks;

    /** Price beyond which a stop, or a market order in an auction, does not trade; 0 for an order that has none of its own. */
    public long protectionTicks;

    public long offsetTicks;
    public long displayLots;
    public long minLots;
    public long expireNs;
    public long quantityLots;
    public long cumQtyLots;
    public long leavesQtyLots;
    public long cumValueMicros;
    public long createdNs;

    /** Money to buy for instead of a quantity; 0 for all others. */
    public long cashMicros;

    /** What the last delta said. */
    public ExecType execType;

    public OrdStatus ordStatus;
    public RejectReason rejectReason;
    public long rejectedValue;
    public long rejectLimit;
    public Liquidity liquidity;
    public long lastPriceTicks;
    public long lastQtyLots;
    public long tradeId;
    public long orderVersion;
    public long accountSeq;
    public long outSeq;
    public long inputSeq;
    public long epoch;
    public long timestampNs;

    /** Cash (buy) or lots (sell) reserved for what is left. */
    public long reserved;

    /** Rank in time among orders that rest or wait: a new one each time the order takes a new place. */
    public long prioritySeq;

    /** In the book of its instrument; {@link #NOT_RESTING} while it is in none. */
    public int bookHandle;

    /** Whether it was a stop and a trade has reached its stop price. */
    public boolean triggered;

    /** Where its book keeps it; null while it is in none. */
    public Place place;

    /** Price at which it rests, or the stop price it waits for; 0 while neither. */
    public long placeTicks;

    /** Shown while it rests. */
    public long visibleLots;

    public boolean live;

    /** The smartly routed order that this is a part of; null for an order that a client made. */
    public Order parent;

    /** What the core has at a venue for it; null for an order of the core's own book. */
    public VenueOrder atVenue;

    /** Its children and how it is spread; null unless this is a smartly routed order. */
    public ParentOrder asParent;

    /** What may still be filled of it at venues and in books: of a child as its parent counts it, of a parent the sum. */
    public long exposureLots;

    /** Whether its parent counts it among its live children. */
    boolean isListed;

    Order nextSibling;
    Order previousSibling;

    /** Of the parent, while a snapshot is loaded; 0 if it has none. */
    private long parentOrderId;

    /** Links of the lists that {@link OrderStore} keeps. */
    Order nextInAll;

    Order previousInAll;
    Order nextInAccount;
    Order previousInAccount;
    Order nextInSession;
    Order previousInSession;
    OrderList accountList;
    OrderList sessionList;

    /** Place among the orders that expire; see {@link ExpiryQueue}. */
    int expiryIndex = ExpiryQueue.NOT_QUEUED;

    /** What {@link #atVenue} is while the order of this slot is at a venue: made with the slot, so that routing allocates nothing. */
    private final VenueOrder ownAtVenue;

    private long hashContribution;

    Order(final int slot, final VenueRequestPool requests) {
        this.slot = slot;
        ownAtVenue = new VenueOrder(requests);
    }

    /** @return whether it buys. */
    public boolean isBuy() {
        return side == Side.BUY;
    }

    /** @return the worst price at which it may trade; 0 for a market order without protection. */
    public long limitTicks() {
        return protectionTicks != 0 ? protectionTicks : priceTicks;
    }

    /** @return whether it is a market order on the core's book that takes what there is, at any price. */
    public boolean isUnpriced() {
        return ordType == OrdType.MARKET && protectionTicks == 0 && atVenue == null;
    }

    /** @return the price at which it rests, or is about to, in the core's own book; 0 if it does not. */
    public long workingTicks() {
        if (place == Place.BOOK) {
            return placeTicks;
        }
        final boolean limited = ordType == OrdType.LIMIT || ordType == OrdType.STOP_LIMIT;
        return limited && place == null && live && atVenue == null && asParent == null ? priceTicks : 0;
    }

    /** Forgets where it stood in its book. */
    public void leaveBook() {
        bookHandle = NOT_RESTING;
        place = null;
        placeTicks = 0;
        visibleLots = 0;
    }

    /** @return whether it is to go on after the end of its day. */
    public boolean outlivesDay() {
        return timeInForce == TimeInForce.GTC || timeInForce == TimeInForce.GTD;
    }

    /** @return whether it was sent to a venue. */
    public boolean isRouted() {
        return atVenue != null;
    }

    /** @return whether it is spread over venues by its children. */
    public boolean isParent() {
        return asParent != null;
    }

    /** @return the order that its client knows: the parent of a child, else this. */
    public Order clientOrder() {
        return parent == null ? this : parent;
    }

    /** @return whether its parent counts it among its live children. */
    public boolean isListedByParent() {
        return isListed;
    }

    /** @return the next younger live child of the same parent, or null. */
    public Order nextOfParent() {
        return nextSibling;
    }

    /** @return orderId of the parent that a snapshot names; 0 if it has none. */
    public long parentOrderId() {
        return parentOrderId;
    }

    /** @return the next younger live order of the same account, or null. */
    public Order nextOfAccount() {
        return nextInAccount;
    }

    /** @return the next younger live order of the same session, or null. */
    public Order nextOfSession() {
        return nextInSession;
    }

    /** @return the next order of the live or of the finished list, or null. */
    public Order next() {
        return nextInAll;
    }

    /**
     * Makes this an order at a venue.
     *
     * @param venueId the venue.
     * @return what the core has there.
     */
    public VenueOrder route(final int venueId) {
        atVenue = ownAtVenue;
        atVenue.reset(this, venueId);
        return atVenue;
    }

    void clear() {
        orderId = 0;
        account = null;
        instrument = null;
        sessionId = 0;
        clOrdId = 0;
        originalClOrdId = 0;
        instrumentId = 0;
        destination = 0;
        side = Side.NULL_VAL;
        ordType = OrdType.NULL_VAL;
        timeInForce = TimeInForce.NULL_VAL;
        pegType = PegType.NONE;
        postOnly = PostOnly.NONE;
        selfTradePrevention = SelfTradePrevention.NONE;
        priceTicks = 0;
        triggered = false;
        stopTicks = 0;
        protectionTicks = 0;
        offsetTicks = 0;
        displayLots = 0;
        minLots = 0;
        expireNs = 0;
        quantityLots = 0;
        cumQtyLots = 0;
        leavesQtyLots = 0;
        cumValueMicros = 0;
        createdNs = 0;
        cashMicros = 0;
        execType = ExecType.NULL_VAL;
        ordStatus = OrdStatus.NULL_VAL;
        rejectReason = RejectReason.NONE;
        rejectedValue = 0;
        rejectLimit = 0;
        liquidity = Liquidity.NONE;
        lastPriceTicks = 0;
        lastQtyLots = 0;
        tradeId = 0;
        orderVersion = 0;
        accountSeq = 0;
        outSeq = 0;
        inputSeq = 0;
        epoch = 0;
        timestampNs = 0;
        reserved = 0;
        prioritySeq = 0;
        bookHandle = NOT_RESTING;
        place = null;
        placeTicks = 0;
        visibleLots = 0;
        live = false;
        parent = null;
        if (atVenue != null) {
            atVenue.reset(null, 0);
            atVenue = null;
        }
        asParent = null;
        exposureLots = 0;
        isListed = false;
        parentOrderId = 0;
        hashContribution = 0;
    }

    /**
     * Brings this order's contribution to the state hash up to date.
     *
     * @param hash of the state.
     */
    public void rehash(final StateHash hash) {
        long h = StateHash.mix(KIND_ORDER, orderId);
        h = StateHash.mix(h, account.accountId());
        h = StateHash.mix(h, sessionId);
        h = StateHash.mix(h, clOrdId);
        h = StateHash.mix(h, originalClOrdId);
        h = StateHash.mix(
                h,
                side.value()
                        | (ordType.value() << 8)
                        | (timeInForce.value() << 16)
                        | ((long) execType.value() << 24)
                        | ((long) ordStatus.value() << 32)
                        | ((long) liquidity.value() << 40)
                        | ((long) rejectReason.value() << 48)
                        | (live ? 1L << 62 : 0));
        h = StateHash.mix(h, ((long) instrumentId << 32) | destination);
        h = StateHash.mix(h, priceTicks);
        h = StateHash.mix(h, quantityLots);
        h = StateHash.mix(h, cumQtyLots);
        h = StateHash.mix(h, leavesQtyLots);
        h = StateHash.mix(h, cumValueMicros);
        h = StateHash.mix(h, lastPriceTicks);
        h = StateHash.mix(h, lastQtyLots);
        h = StateHash.mix(h, tradeId);
        h = StateHash.mix(h, orderVersion);
        h = StateHash.mix(h, accountSeq);
        h = StateHash.mix(h, outSeq);
        h = StateHash.mix(h, inputSeq);
        h = StateHash.mix(h, epoch);
        h = StateHash.mix(h, createdNs);
        h = StateHash.mix(h, timestampNs);
        h = StateHash.mix(h, reserved);
        h = StateHash.mix(h, prioritySeq);
        h = StateHash.mix(
                h, expireNs + pegType.value() + (postOnly.value() << 8) + (selfTradePrevention.value() << 16));
        if (cashMicros != 0) {
            h = StateHash.mix(h, cashMicros);
        }
        if ((stopTicks | protectionTicks | offsetTicks | displayLots | minLots) != 0) {
            h = StateHash.mix(h, triggered ? -stopTicks : stopTicks);
            h = StateHash.mix(h, protectionTicks);
            h = StateHash.mix(h, offsetTicks);
            h = StateHash.mix(h, displayLots);
            h = StateHash.mix(h, minLots);
        }
        h = StateHash.mix(h, placeTicks);
        h = StateHash.mix(h, visibleLots + ((long) Place.codeOf(place) << 56));
        h = StateHash.mix(h, rejectedValue);
        h = StateHash.mix(h, rejectLimit);
        if (atVenue != null) {
            h = atVenue.mix(h);
        }
        if (parent != null) {
            h = StateHash.mix(h, parent.orderId);
            h = StateHash.mix(h, isListed ? exposureLots : -1);
        } else if (asParent != null) {
            h = asParent.mix(StateHash.mix(h, exposureLots));
        }
        hash.add(h - hashContribution);
        hashContribution = h;
    }

    /**
     * Takes this order out of the state hash.
     *
     * @param hash of the state.
     */
    void unhash(final StateHash hash) {
        hash.add(-hashContribution);
        hashContribution = 0;
    }

    /**
     * Puts all fields into a snapshot record.
     *
     * @param record begun with its type.
     */
    public void writeTo(final SnapshotRecordWriter record) {
        record.put(orderId)
                .put(account.accountId())
                .put(sessionId)
                .put(clOrdId)
                .put(originalClOrdId)
                .put(instrumentId)
                .put(destination)
                .put(side.value())
                .put(ordType.value())
                .put(timeInForce.value())
                .put(priceTicks)
                .put(quantityLots)
                .put(cumQtyLots)
                .put(leavesQtyLots)
                .put(cumValueMicros)
                .put(createdNs)
                .put(cashMicros)
                .put(execType.value())
                .put(ordStatus.value())
                .put(rejectReason.value())
                .put(rejectedValue)
                .put(rejectLimit)
                .put(liquidity.value())
                .put(lastPriceTicks)
                .put(lastQtyLots)
                .put(tradeId)
                .put(orderVersion)
                .put(accountSeq)
                .put(outSeq)
                .put(inputSeq)
                .put(epoch)
                .put(timestampNs)
                .put(reserved)
                .put(prioritySeq)
                .put(Place.codeOf(place))
                .put(placeTicks)
                .put(visibleLots)
                .put(pegType.value())
                .put(postOnly.value())
                .put(selfTradePrevention.value())
                .put(triggered)
                .put(stopTicks)
                .put(protectionTicks)
                .put(offsetTicks)
                .put(displayLots)
                .put(minLots)
                .put(expireNs)
                .put(live)
                .put(parent == null ? 0 : parent.orderId)
                .put(exposureLots)
                .put(asParent != null)
                .put(atVenue != null);
        if (asParent != null) {
            asParent.writeTo(record);
        }
        if (atVenue != null) {
            atVenue.writeTo(record);
        }
    }

    /**
     * Takes all fields but account, instrument and parent, which the caller resolves, from a snapshot record.
     *
     * @param record behind its type, orderId and accountId.
     * @param store  that it is kept in.
     */
    public void readFrom(final SnapshotRecordReader record, final OrderStore store) {
        sessionId = record.next();
        clOrdId = record.next();
        originalClOrdId = record.next();
        instrumentId = record.nextInt();
        destination = record.nextInt();
        side = Side.get((byte) record.next());
        ordType = OrdType.get((byte) record.next());
        timeInForce = TimeInForce.get((byte) record.next());
        priceTicks = record.next();
        quantityLots = record.next();
        cumQtyLots = record.next();
        leavesQtyLots = record.next();
        cumValueMicros = record.next();
        createdNs = record.next();
        cashMicros = record.next();
        execType = ExecType.get((byte) record.next());
        ordStatus = OrdStatus.get((byte) record.next());
        rejectReason = RejectReason.get(record.nextInt());
        rejectedValue = record.next();
        rejectLimit = record.next();
        liquidity = Liquidity.get((short) record.next());
        lastPriceTicks = record.next();
        lastQtyLots = record.next();
        tradeId = record.next();
        orderVersion = record.next();
        accountSeq = record.next();
        outSeq = record.next();
        inputSeq = record.next();
        epoch = record.next();
        timestampNs = record.next();
        reserved = record.next();
        prioritySeq = record.next();
        place = Place.of(record.nextInt());
        placeTicks = record.next();
        visibleLots = record.next();
        pegType = PegType.get((short) record.next());
        postOnly = PostOnly.get((short) record.next());
        selfTradePrevention = SelfTradePrevention.get((short) record.next());
        triggered = record.nextBoolean();
        stopTicks = record.next();
        protectionTicks = record.next();
        offsetTicks = record.next();
        displayLots = record.next();
        minLots = record.next();
        expireNs = record.next();
        live = record.nextBoolean();
        parentOrderId = record.next();
        exposureLots = record.next();
        final boolean isSpread = record.nextBoolean();
        final boolean isAtVenue = record.nextBoolean();
        if (isSpread) {
            store.spread(this).readFrom(record);
        }
        if (isAtVenue) {
            route(0).readFrom(this, record);
        }
    }
}
