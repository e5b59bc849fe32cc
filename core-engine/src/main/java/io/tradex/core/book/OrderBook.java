package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.COUNTS;
import static io.tradex.core.book.BookMemory.DISPLAY;
import static io.tradex.core.book.BookMemory.FLAGS;
import static io.tradex.core.book.BookMemory.HIDDEN;
import static io.tradex.core.book.BookMemory.HOT_FLAGS;
import static io.tradex.core.book.BookMemory.KEY;
import static io.tradex.core.book.BookMemory.LIMIT;
import static io.tradex.core.book.BookMemory.LINKS;
import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.BookMemory.NODE_SHIFT;
import static io.tradex.core.book.BookMemory.OFFSET;
import static io.tradex.core.book.BookMemory.PRICE;
import static io.tradex.core.book.BookMemory.SPECIAL;
import static io.tradex.core.book.BookMemory.VISIBLE;
import static io.tradex.core.book.BookMemory.WHERE_OWNER;
import static io.tradex.core.book.BookMemory.high;
import static io.tradex.core.book.BookMemory.low;
import static io.tradex.core.book.BookMemory.pack;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;

/**
 * The book of one instrument: matching in price-time priority with every order type, auction and safeguard that
 * {@code docs/order-types.md} describes. It takes primitives, knows neither accounts nor money, and tells a {@link BookListener}
 * of all that happens.
 *
 * <p>Work that one command starts (a sweep, the stops it triggers, an uncrossing) is done in steps by {@link #work()}, which may
 * stop between any two of them; what happens in the end does not depend on where it stopped. Not thread safe.
 */
public final class OrderBook extends OrderQueues {
    /** Flags of an order: a bit or a small number each. The first stand with every order, the others with its details. */
    private static final int PLACE_SHIFT = 1;

    private static final long PLACE_MASK = 7L << PLACE_SHIFT;
    private static final int KIND_SHIFT = HOT_FLAGS;
    private static final long KIND_MASK = 7L << KIND_SHIFT;
    private static final long ICEBERG = 1L << 8;
    private static final long OPENING = 1L << 9;
    private static final long CLOSING = 1L << 10;
    private static final int STP_SHIFT = 11;
    private static final long STP_MASK = 7L << STP_SHIFT;

    private static final int KIND_STOP = 1;
    private static final int KIND_STOP_LIMIT = 2;
    private static final int KIND_TRAILING = 3;
    private static final int KIND_PEG_PRIMARY = 4;
    private static final int KIND_PEG_MID = 5;

    private static final int STP_NONE = 0;
    private static final int STP_CANCEL_NEWEST = 1;
    private static final int STP_CANCEL_OLDEST = 2;
    private static final int STP_CANCEL_BOTH = 3;
    private static final int STP_DECREMENT = 4;
    private static final SelfTradePrevention[] STP = {
        SelfTradePrevention.NONE,
        SelfTradePrevention.CANCEL_NEWEST,
        SelfTradePrevention.CANCEL_OLDEST,
        SelfTradePrevention.CANCEL_BOTH,
        SelfTradePrevention.DECREMENT_AND_CANCEL
    };
    private static final Place[] PLACES = {Place.BOOK, Place.STOP, Place.TRIGGERED, Place.CLOSE, Place.PEG};
    private static final int AT_BOOK = 0;
    private static final int AT_STOP = 1;
    private static final int AT_TRIGGERED = 2;
    private static final int AT_CLOSE = 3;
    private static final int AT_PEG = 4;

    /** What is left to do, or has to be looked at whenever there is work, a bit each. */
    private static final int INCOMING = 1;

    private static final int UNCROSS = 2;
    private static final int END_AUCTION_ORDERS = 4;
    private static final int ELECT_BY_TRADES = 8;
    private static final int TRAIL = 16;
    private static final int ELECT_BY_LAST = 32;
    private static final int ENTER_CLOSE_ORDERS = 64;
    private static final int LOOK_AT_TRIGGERED = 128;
    private static final int LOOK_AT_PEGS = 256;
    private static final int LOOK_AT_AUCTION = 512;

    private static final long NO_PRICE = Long.MIN_VALUE;

    private final BookRules rules;

    private final PriceLadder buyStops = new PriceLadder();
    private final PriceLadder sellStops = new PriceLadder();
    private final HandleList pegs;
    private final HandleList trailing;
    /** Orders in the book that end with an auction. */
    private final HandleList auctionOrders;

    /** Orders that wait for their stop price. */
    private int stops;

    private int triggeredHead = NIL;
    private int triggeredTail = NIL;
    private int closeHead = NIL;
    private int closeTail = NIL;

    private long lastTradeTicks;
    private long referenceTicks;
    private long bandLowTicks = Long.MIN_VALUE;
    private long bandHighTicks = Long.MAX_VALUE;
    private VelocityWindow velocity;
    private long velocityWindowNs;

    private boolean pegsMoved;
    private boolean pegPass;
    private long pegBidTicks = NO_PRICE;
    private long pegAskTicks = NO_PRICE;
    private boolean endClosingOrders;

    /** Lowest and highest trade since stops were last looked at; none if the highest is 0. */
    private long tradedLowTicks = Long.MAX_VALUE;

    private long tradedHighTicks;

    /** The incoming order. */
    private long inKey;

    private int inOwner;
    private int inStp;
    private boolean inBuy;
    private boolean inRests;
    private long inLimitTicks;
    private long inLeavesLots;
    /** Flags, third and fourth pair of words that it will have in the book. */
    private long inFlags;

    private long inDisplayOrOffset;
    private long inPegLimitTicks;

    private boolean uncrossing;
    private final AuctionPrice auction = new AuctionPrice();

    /** What the uncrossing at hand still has to trade. */
    private long auctionLotsLeft;

    private long toldAuctionTicks;
    private long toldAuctionLots;
    private long toldAuctionImbalanceLots;

    private long rejectedValue;
    private long rejectLimit;

    /**
     * A book in continuous trading, without orders.
     *
     * @param memory   for its orders, shared with other books.
     * @param rules    of its instrument.
     * @param listener hears of all that happens.
     */
    public OrderBook(final BookMemory memory, final BookRules rules, final BookListener listener) {
        super(memory, listener);
        this.rules = rules;
        pegs = new HandleList(memory);
        trailing = new HandleList(memory);
        auctionOrders = new HandleList(memory);
        applyRules();
    }

    /**
     * Whether an order may be entered now.
     *
     * @param terms of the order.
     * @return NONE, or why not; then {@link #rejectedValue()} and {@link #rejectLimit()} have the figures.
     */
    public RejectReason check(final OrderTerms terms) {
        // Nearly all orders: a plain limit order, in continuous trading, at a price that the band and the tick table
        // allow.
        if (terms.priceTicks >= plainLowTicks
                && terms.priceTicks <= plainHighTicks
                && phase == TradingPhase.CONTINUOUS
                && EntryRules.isSoundAndPlain(terms)
                && (plainStep == 1 || terms.priceTicks % plainStep == 0)) {
            return RejectReason.NONE;
        }
        return checkAll(terms);
    }

    private RejectReason checkAll(final OrderTerms terms) {
        rejectedValue = 0;
        rejectLimit = 0;
        if (!EntryRules.fitTogether(terms)) {
            return RejectReason.INVALID_COMBINATION;
        }
        if (!EntryRules.mayEnter(terms, phase)) {
            return reject(RejectReason.WRONG_PHASE, phase.value(), 0);
        }
        final boolean atAnyPrice = terms.ordType == OrdType.MARKET && !EntryRules.isForAuction(terms.timeInForce);
        if (!atAnyPrice && !isPrice(terms.priceTicks)) {
            return reject(RejectReason.INVALID_PRICE, terms.priceTicks, rules.maxPriceTicks());
        }
        final boolean stops = EntryRules.isStop(terms.ordType);
        if (stops && !isPrice(terms.stopTicks)) {
            return reject(RejectReason.INVALID_PRICE, terms.stopTicks, rules.maxPriceTicks());
        }
        // With more than that a stop price or a pegged order's price could overflow.
        if (terms.offsetTicks > rules.maxPriceTicks() || terms.offsetTicks < -rules.maxPriceTicks()) {
            return reject(RejectReason.INVALID_PRICE, terms.offsetTicks, rules.maxPriceTicks());
        }
        final boolean named = !atAnyPrice && terms.ordType != OrdType.STOP && terms.ordType != OrdType.TRAILING_STOP;
        if (named && !rules.isOnStep(terms.priceTicks)) {
            return reject(RejectReason.INVALID_TICK, terms.priceTicks, rules.stepAt(terms.priceTicks));
        }
        if (stops && !rules.isOnStep(terms.stopTicks)) {
            return reject(RejectReason.INVALID_TICK, terms.stopTicks, rules.stepAt(terms.stopTicks));
        }
        if (terms.ordType == OrdType.LIMIT) {
            if (terms.priceTicks > bandHighTicks) {
                return reject(RejectReason.PRICE_BAND, terms.priceTicks, bandHighTicks);
            }
            if (terms.priceTicks < bandLowTicks) {
                return reject(RejectReason.PRICE_BAND, terms.priceTicks, bandLowTicks);
            }
        }
        if (terms.postOnly != PostOnly.NONE && wouldTake(terms.buy, terms.priceTicks)) {
            if (terms.postOnly == PostOnly.REJECT || !isPrice(slidTicks(terms.buy))) {
                return reject(RejectReason.POST_ONLY, terms.priceTicks, bestTicks(!terms.buy));
            }
        }
        return RejectReason.NONE;
    }

    /** @return the figure that the last {@link #check} refused. */
    public long rejectedValue() {
        return rejectedValue;
    }

    /** @return the limit that it broke. */
    public long rejectLimit() {
        return rejectLimit;
    }

    /**
     * Brings in an order that {@link #check} has nothing against, after all {@link #work()} is done; then call {@link #work()}.
     *
     * @param terms    of the order.
     * @param inputNs  time of the input.
     */
    public void enter(final OrderTerms terms, final long inputNs) {
        timestampNs = inputNs;
        if (phase == TradingPhase.CONTINUOUS && EntryRules.isPlain(terms)) {
            final int buy = terms.buy ? 1 : 0;
            final long rank = rank(buy - 1, terms.priceTicks);
            if (!sides[buy ^ 1].isMetBy(rank)) {
                restPlain(terms, buy, rank);
                return;
            }
        }
        enterAny(terms);
    }

    private void enterAny(final OrderTerms terms) {
        load(terms);
        switch (terms.ordType) {
            case LIMIT, MARKET -> enterLimit(terms);
            case PEGGED -> {
                listener.onParked(inKey, parkPeg(), Place.PEG);
                pegsMoved = true;
            }
            default -> {
                final int node = parkStop(terms.stopTicks);
                listener.onParked(inKey, node, Place.STOP);
                if (lastTradeTicks != 0 && !isBeyond(inBuy, terms.stopTicks, lastTradeTicks)) {
                    trigger(node);
                }
            }
        }
    }

    /** Makes an order the incoming one. */
    private void load(final OrderTerms terms) {
        inKey = terms.key;
        inOwner = terms.owner;
        inStp = terms.selfTradePrevention.value();
        inBuy = terms.buy;
        inLeavesLots = terms.quantityLots;
        inLimitTicks = terms.priceTicks;
        inPegLimitTicks = terms.priceTicks;
        inFlags = terms.buy ? BUY : 0;
        inDisplayOrOffset = terms.offsetTicks;
        switch (terms.ordType) {
            case LIMIT, MARKET -> {
                if (terms.displayLots > 0) {
                    inFlags |= ICEBERG | SPECIAL;
                    inDisplayOrOffset = terms.displayLots;
                }
                if (terms.timeInForce == TimeInForce.AT_THE_OPENING) {
                    inFlags |= OPENING | SPECIAL;
                } else if (terms.timeInForce == TimeInForce.AT_THE_CLOSE) {
                    inFlags |= CLOSING | SPECIAL;
                }
            }
            case STOP -> addKind(KIND_STOP);
            case STOP_LIMIT -> addKind(KIND_STOP_LIMIT);
            case TRAILING_STOP -> addKind(KIND_TRAILING);
            default -> addKind(terms.pegType == PegType.MID ? KIND_PEG_MID : KIND_PEG_PRIMARY);
        }
    }

    /** An order that comes in again keeps its instruction for self-trades. */
    private void addKind(final int kind) {
        inFlags |= ((long) kind << KIND_SHIFT) | ((long) inStp << STP_SHIFT) | SPECIAL;
    }

    /**
     * Puts an order back where a snapshot found it, behind those that were put back before. No event.
     *
     * @param terms       of the order; priceTicks as it is now.
     * @param place       where it was.
     * @param placeTicks  at which it rested, or its stop price as it was; else 0.
     * @param leavesLots  left of it.
     * @param visibleLots shown of it.
     * @return its handle.
     */
    public int restore(
            final OrderTerms terms,
            final Place place,
            final long placeTicks,
            final long leavesLots,
            final long visibleLots) {
        load(terms);
        inLeavesLots = leavesLots;
        return switch (place) {
            case BOOK -> {
                final int node = stand(placeTicks);
                final long[] nodes = memory.nodes;
                final int at = node << NODE_SHIFT;
                final long less = nodes[at + VISIBLE] - visibleLots;
                if (less != 0) {
                    final int level = levelOf(node);
                    nodes[at + VISIBLE] -= less;
                    memory.details[at + HIDDEN] += less;
                    memory.nodes[(level << NODE_SHIFT) + VISIBLE] -= less;
                    memory.details[(level << NODE_SHIFT) + HIDDEN] += less;
                }
                yield node;
            }
            case STOP -> parkStop(placeTicks);
            case TRIGGERED -> parkTriggered();
            case CLOSE -> parkForClose();
            case PEG -> parkPeg();
        };
    }

    /**
     * Takes over what a book of a snapshot was like; to be called after all its orders are put back.
     *
     * @param phaseThen      the phase.
     * @param lastTicks      price of the last trade.
     * @param referencePrice of the band.
     */
    public void restored(final TradingPhase phaseThen, final long lastTicks, final long referencePrice) {
        phase = phaseThen;
        look(LOOK_AT_AUCTION, isAuction());
        lastTradeTicks = lastTicks;
        referencePriceTicks(referencePrice);
        pegBidTicks = followedTicks(true);
        pegAskTicks = followedTicks(false);
        if (isAuction()) {
            findAuctionPrice();
            toldAuctionTicks = auction.ticks();
            toldAuctionLots = auction.lots();
            toldAuctionImbalanceLots = auction.imbalanceLots();
        }
    }

    /**
     * Does what is left to do.
     *
     * @return true when nothing is left; false when the listener said that it may not go on: call again.
     */
    public boolean work() {
        while (todo != 0) {
            if ((todo & INCOMING) != 0 && !sweep()) {
                return false;
            }
            if (!workOff()) {
                return false;
            }
            if ((todo & LOOK_AT_TRIGGERED) != 0 && phase == TradingPhase.CONTINUOUS) {
                if (!listener.mayGoOn()) {
                    return false;
                }
                activateNext();
                continue;
            }
            if ((todo & LOOK_AT_PEGS) != 0 && mayMovePegs()) {
                if (!movePegs()) {
                    return false;
                }
                if ((todo & INCOMING) != 0) {
                    continue;
                }
            }
            if ((todo & LOOK_AT_AUCTION) != 0) {
                tellIndicative();
            }
            return true;
        }
        return true;
    }

    /**
     * Says when {@link #cancel} and {@link #reduceTo} happen: what follows from them may trade, and the velocity rule asks when.
     *
     * @param inputNs time of the input.
     */
    public void time(final long inputNs) {
        timestampNs = inputNs;
    }

    /**
     * Takes out an order that rests or waits. No event: the caller knows. What follows from it is done by {@link #work()}.
     *
     * @param handle of the order; void from now on.
     */
    public void cancel(final int handle) {
        final long whereOwner = memory.nodes[(handle << NODE_SHIFT) + WHERE_OWNER];
        if ((high(whereOwner) & HOT_MASK & ~BUY) == 0) {
            // A plain order that rests, as nearly all do.
            final int buy = high(whereOwner) & (int) BUY;
            takeOutOfLevel(sides[buy], level(whereOwner), handle, buy - 1, 1);
        } else {
            takeOut(handle);
        }
        memory.freeOrder(handle);
        orders--;
    }

    /** @return whether an auction is being uncrossed and has more to trade: then no order may be taken out. */
    public boolean isUncrossing() {
        return uncrossing && auctionLotsLeft > 0;
    }

    /** Lets the incoming order trade no more, and not rest, while {@link #work()} waits. No event: the caller knows. */
    public void abandonIncoming() {
        inLeavesLots = 0;
    }

    /**
     * Makes an order smaller, hidden quantity first; it keeps its place. No event.
     *
     * @param handle     of the order.
     * @param leavesLots at least 1 and at most what is left of it.
     */
    public void reduceTo(final int handle, final long leavesLots) {
        final long[] nodes = memory.nodes;
        final int at = handle << NODE_SHIFT;
        long less = leavesLots(handle) - leavesLots;
        final int level = levelOf(handle);
        if (isIceberg(handle)) {
            final long fromHidden = Math.min(less, memory.details[at + HIDDEN]);
            memory.details[at + HIDDEN] -= fromHidden;
            memory.details[(level << NODE_SHIFT) + HIDDEN] -= fromHidden;
            less -= fromHidden;
        }
        nodes[at + VISIBLE] -= less;
        if (level != NIL) {
            memory.nodes[(level << NODE_SHIFT) + VISIBLE] -= less;
        }
    }

    /**
     * Changes the phase; then call {@link #work()}. Nothing happens if it is the phase already.
     *
     * @param next    from now on.
     * @param inputNs time of the input.
     */
    public void phase(final TradingPhase next, final long inputNs) {
        if (next == phase) {
            return;
        }
        timestampNs = inputNs;
        final boolean fromClosing = phase == TradingPhase.CLOSING_AUCTION;
        phase = next;
        look(LOOK_AT_AUCTION, isAuction());
        toldAuctionTicks = 0;
        toldAuctionLots = 0;
        toldAuctionImbalanceLots = 0;
        listener.onPhase(next);
        if (next == TradingPhase.CONTINUOUS || (next == TradingPhase.CLOSED && fromClosing)) {
            todo |= UNCROSS | END_AUCTION_ORDERS;
            endClosingOrders = fromClosing;
        }
        if (next == TradingPhase.CONTINUOUS) {
            todo |= ELECT_BY_LAST;
        }
        if (next == TradingPhase.CLOSING_AUCTION) {
            todo |= ENTER_CLOSE_ORDERS;
        }
        pegsMoved = true;
        // A pass that a halt broke off is not gone on with: its references are those of another time.
        pegPass = false;
    }

    /** @return the phase. */
    public TradingPhase phase() {
        return phase;
    }

    /** @return price of the last trade; 0 before the first. */
    public long lastTradeTicks() {
        return lastTradeTicks;
    }

    /** @return reference price of the band; 0 if there is none. */
    public long referencePriceTicks() {
        return referenceTicks;
    }

    /** @return price of the auction as it was last told; 0 if nothing would trade or there is none. */
    public long indicativeTicks() {
        return toldAuctionTicks;
    }

    /** @return quantity of the auction as it was last told. */
    public long indicativeLots() {
        return toldAuctionLots;
    }

    /** @return imbalance of the auction as it was last told. */
    public long indicativeImbalanceLots() {
        return toldAuctionImbalanceLots;
    }

    /** @param ticks reference price of the band, and of auctions before the first trade; 0 for none. */
    public void referencePriceTicks(final long ticks) {
        referenceTicks = ticks;
        applyRules();
    }

    /** @return a number that tells what the velocity rule has seen; 0 without the rule. */
    public long velocityHash() {
        return velocity == null ? 0 : velocity.hash();
    }

    /**
     * Writes what the velocity rule has seen.
     *
     * @param record gets three numbers for each bucket; nothing without the rule.
     */
    public void writeVelocityTo(final SnapshotRecordWriter record) {
        for (int i = 0; velocity != null && i < VelocityWindow.BUCKETS; i++) {
            record.put(velocity.bucketAt(i)).put(velocity.lowAt(i)).put(velocity.highAt(i));
        }
    }

    /**
     * Takes over what the velocity rule had seen.
     *
     * @param record has what was written; after the rules were applied.
     */
    public void readVelocityFrom(final SnapshotRecordReader record) {
        for (int i = 0; velocity != null && i < VelocityWindow.BUCKETS; i++) {
            final long bucket = record.next();
            final long lowTicks = record.next();
            final long highTicks = record.next();
            if (bucket != Long.MIN_VALUE) {
                velocity.put(bucket, lowTicks, highTicks);
            }
        }
    }

    /** To be called when the rules have changed. */
    public void applyRules() {
        if (rules.bandBps() == 0 || referenceTicks == 0) {
            bandLowTicks = Long.MIN_VALUE;
            bandHighTicks = Long.MAX_VALUE;
        } else {
            final long width = BookRules.share(referenceTicks, rules.bandBps());
            bandLowTicks = referenceTicks - width;
            bandHighTicks = referenceTicks + width;
        }
        final int row = rules.rowAt(referenceTicks);
        plainStep = rules.step(row);
        plainLowTicks = Math.max(Math.max(1, rules.fromTicks(row)), bandLowTicks);
        plainHighTicks = Math.min(rules.maxPriceTicks(), bandHighTicks);
        if (row + 1 < rules.tickRows()) {
            plainHighTicks = Math.min(plainHighTicks, rules.fromTicks(row + 1) - 1);
        }
        if (rules.velocityBps() == 0) {
            velocity = null;
        } else if (velocity == null || velocityWindowNs != rules.velocityWindowNs()) {
            velocity = new VelocityWindow(rules.velocityWindowNs(), rules.velocityBps());
        } else {
            velocity.bps(rules.velocityBps());
        }
        velocityWindowNs = rules.velocityWindowNs();
    }

    /**
     * @param handle of an order.
     * @return what is left of it, shown and hidden.
     */
    public long leavesLots(final int handle) {
        return memory.nodes[(handle << NODE_SHIFT) + VISIBLE] + hiddenLots(handle);
    }

    /** @return how many orders rest or wait. */
    public int orders() {
        return orders;
    }

    /**
     * @param buy true for the bid side.
     * @return how many price levels it has.
     */
    public int levels(final boolean buy) {
        return (buy ? bids : asks).size();
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return its price.
     */
    public long levelPriceTicks(final boolean buy, final int rank) {
        return memory.nodes[(levelAt(buy, rank) << NODE_SHIFT) + PRICE];
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return the shown quantity of all its orders.
     */
    public long levelLots(final boolean buy, final int rank) {
        return memory.nodes[(levelAt(buy, rank) << NODE_SHIFT) + VISIBLE];
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return how many orders it has.
     */
    public int levelOrders(final boolean buy, final int rank) {
        return low(memory.nodes[(levelAt(buy, rank) << NODE_SHIFT) + COUNTS]);
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return key of the oldest order of that level.
     */
    public long levelHeadKey(final boolean buy, final int rank) {
        return memory.nodes[(head(levelAt(buy, rank)) << NODE_SHIFT) + KEY];
    }

    /**
     * @param buy true for the best bid.
     * @return its price; 0 if the side is empty.
     */
    public long bestTicks(final boolean buy) {
        final int best = (buy ? bids : asks).best;
        return best == NIL ? 0 : memory.nodes[(best << NODE_SHIFT) + PRICE];
    }

    /** Hears of orders that rest. */
    @FunctionalInterface
    public interface RestingVisitor {
        /**
         * @param key         of the order.
         * @param priceTicks  at which it stands.
         * @param visibleLots shown of it.
         * @param hiddenLots  not shown.
         */
        void onResting(long key, long priceTicks, long visibleLots, long hiddenLots);
    }

    /** Hears of orders that wait. */
    @FunctionalInterface
    public interface WaitingVisitor {
        /**
         * @param key        of the order.
         * @param place      where it waits.
         * @param priceTicks its limit or protection price.
         * @param stopTicks  its stop price, if it waits for that; else 0.
         * @param leavesLots left of it.
         */
        void onWaiting(long key, Place place, long priceTicks, long stopTicks, long leavesLots);
    }

    /**
     * Walks the orders of a side, best price first, oldest first.
     *
     * @param buy     true for bids.
     * @param visitor hears of each.
     */
    public void forEachResting(final boolean buy, final RestingVisitor visitor) {
        final PriceLadder side = buy ? bids : asks;
        for (int level = side.best; level != NIL; level = worse(side, level, buy)) {
            final long priceTicks = levelPrice(level);
            for (int node = head(level); node != level; node = nextInQueue(node)) {
                final int at = node << NODE_SHIFT;
                final long[] nodes = memory.nodes;
                visitor.onResting(nodes[at + KEY], priceTicks, nodes[at + VISIBLE], hiddenLots(node));
            }
        }
    }

    /**
     * Walks the orders that wait: buy stops, sell stops, triggered ones, those for the close, pegged ones.
     *
     * @param visitor hears of each.
     */
    public void forEachWaiting(final WaitingVisitor visitor) {
        for (int level = buyStops.best; level != NIL; level = worse(buyStops, level, false)) {
            forEachIn(head(level), level, levelPrice(level), visitor);
        }
        for (int level = sellStops.best; level != NIL; level = worse(sellStops, level, true)) {
            forEachIn(head(level), level, levelPrice(level), visitor);
        }
        forEachIn(triggeredHead, NIL, 0, visitor);
        forEachIn(closeHead, NIL, 0, visitor);
        for (int peg = pegs.head(); peg != NIL; peg = pegs.next(peg)) {
            if (place(flags(peg)) == AT_PEG) {
                visit(peg, 0, visitor);
            }
        }
    }

    /**
     * What it would cost an order to take, in the units of a caller that knows money.
     *
     * @param buy           whether it buys.
     * @param limitTicks    its limit.
     * @param quantityLots  its quantity.
     * @param owner         its owner; 0 for nobody.
     * @param prevention    its instruction.
     * @param visitor       hears of each price and quantity it would trade, until it says false.
     */
    public void forEachMatch(
            final boolean buy,
            final long limitTicks,
            final long quantityLots,
            final int owner,
            final SelfTradePrevention prevention,
            final MatchVisitor visitor) {
        final PriceLadder other = buy ? asks : bids;
        long left = quantityLots;
        for (int level = other.best; level != NIL && left > 0; level = worse(other, level, !buy)) {
            final long priceTicks = levelPrice(level);
            if (isBeyond(buy, priceTicks, limitTicks) || priceTicks < bandLowTicks || priceTicks > bandHighTicks) {
                return;
            }
            for (int node = head(level); node != level && left > 0; node = nextInQueue(node)) {
                if (prevention != SelfTradePrevention.NONE && owner != 0 && owner == owner(node)) {
                    if (prevention == SelfTradePrevention.DECREMENT_AND_CANCEL) {
                        left -= leavesLots(node);
                    } else if (prevention != SelfTradePrevention.CANCEL_OLDEST) {
                        return;
                    }
                    continue;
                }
                final long lots = Math.min(left, leavesLots(node));
                left -= lots;
                if (!visitor.onMatch(priceTicks, lots)) {
                    return;
                }
            }
        }
    }

    /** Hears of what an order would trade. */
    @FunctionalInterface
    public interface MatchVisitor {
        /**
         * @param priceTicks of a trade.
         * @param lots       of a trade.
         * @return whether to go on.
         */
        boolean onMatch(long priceTicks, long lots);
    }

    // Entering.

    private void enterLimit(final OrderTerms terms) {
        final TimeInForce timeInForce = terms.timeInForce;
        final boolean forOpening = timeInForce == TimeInForce.AT_THE_OPENING;
        final boolean forClose = timeInForce == TimeInForce.AT_THE_CLOSE;
        if (forOpening || forClose) {
            if (forClose && phase != TradingPhase.CLOSING_AUCTION) {
                listener.onParked(inKey, parkForClose(), Place.CLOSE);
            } else {
                rest(inLimitTicks);
            }
            return;
        }
        if (phase != TradingPhase.CONTINUOUS) {
            rest(inLimitTicks);
            return;
        }
        inRests = terms.ordType == OrdType.LIMIT && timeInForce != TimeInForce.IOC && timeInForce != TimeInForce.FOK;
        final long minLots = timeInForce == TimeInForce.FOK ? terms.quantityLots : terms.minLots;
        if (minLots > 0) {
            final long available = availableLots(minLots);
            if (available < minLots) {
                listener.onCancelled(inKey, RejectReason.NOT_FILLABLE, minLots, available);
                return;
            }
        }
        if (terms.postOnly == PostOnly.SLIDE && wouldTake(inBuy, inLimitTicks)) {
            inLimitTicks = slidTicks(inBuy);
            listener.onRepriced(inKey, inLimitTicks);
        }
        todo |= INCOMING;
    }

    private long availableLots(final long enough) {
        final PriceLadder other = inBuy ? asks : bids;
        long available = 0;
        long lowest = 0;
        long highest = 0;
        if (velocity != null) {
            velocity.advanceTo(timestampNs);
            lowest = velocity.lowest();
            highest = velocity.highest();
        }
        for (int level = other.best; level != NIL; level = worse(other, level, !inBuy)) {
            final long priceTicks = levelPrice(level);
            if (isBeyond(inBuy, priceTicks, inLimitTicks) || priceTicks < bandLowTicks || priceTicks > bandHighTicks) {
                break;
            }
            if (velocity != null && highest != 0 && isTooFast(priceTicks, lowest, highest)) {
                break;
            }
            final long before = available;
            long hidden = 0;
            for (int node = head(level); node != level; node = nextInQueue(node)) {
                if (inStp != STP_NONE && inOwner != 0 && inOwner == owner(node)) {
                    if (inStp == STP_CANCEL_OLDEST) {
                        continue;
                    }
                    return available;
                }
                final long visible = memory.nodes[(node << NODE_SHIFT) + VISIBLE];
                hidden += leavesLots(node) - visible;
                available += visible;
                if (available >= enough) {
                    return available;
                }
            }
            // What icebergs hide is met after all that is shown at the price.
            available += hidden;
            if (available >= enough) {
                return available;
            }
            if (velocity != null && available > before) {
                lowest = Math.min(lowest, priceTicks);
                highest = Math.max(highest, priceTicks);
            }
        }
        return available;
    }

    // Matching.

    /** Trades the incoming order, then lets it rest or ends it; false if the listener said that it may not go on. */
    private boolean sweep() {
        final PriceLadder other = inBuy ? asks : bids;
        RejectReason reason = RejectReason.NO_LIQUIDITY;
        long value = 0;
        long limit = 0;
        while (inLeavesLots > 0) {
            final int level = other.best;
            if (level == NIL) {
                break;
            }
            final long priceTicks = memory.nodes[(level << NODE_SHIFT) + PRICE];
            if (isBeyond(inBuy, priceTicks, inLimitTicks)) {
                break;
            }
            if (!listener.mayGoOn()) {
                return false;
            }
            if (priceTicks > bandHighTicks || priceTicks < bandLowTicks) {
                reason = RejectReason.PRICE_BAND;
                value = priceTicks;
                limit = priceTicks > bandHighTicks ? bandHighTicks : bandLowTicks;
                inRests = false;
                break;
            }
            if (velocity != null && isTooFast(priceTicks)) {
                reason = RejectReason.VELOCITY_HALT;
                inRests = false;
                phase = TradingPhase.HALT;
                listener.onVelocityHalt(priceTicks, velocity.lowest(), velocity.highest());
                listener.onPhase(TradingPhase.HALT);
                break;
            }
            final int node = head(level);
            if (inStp != STP_NONE && inOwner == owner(node) && inOwner != 0) {
                prevent(node, priceTicks);
            } else {
                trade(level, node, priceTicks);
            }
        }
        todo &= ~INCOMING;
        if (inLeavesLots > 0) {
            if (inRests) {
                rest(inLimitTicks);
            } else {
                listener.onCancelled(inKey, reason, value, limit);
            }
        }
        if (tradedHighTicks != 0) {
            lookAtTrades(true);
        }
        return true;
    }

    private void lookAtTrades(final boolean stopsMayTrigger) {
        if (stopsMayTrigger && stops > 0) {
            todo |= ELECT_BY_TRADES;
        } else {
            forgetTrades();
        }
    }

    private void trade(final int level, final int node, final long priceTicks) {
        final long lots = Math.min(inLeavesLots, memory.nodes[(node << NODE_SHIFT) + VISIBLE]);
        final long key = memory.nodes[(node << NODE_SHIFT) + KEY];
        inLeavesLots -= lots;
        final boolean refreshed = execute(level, node, lots);
        traded(priceTicks);
        listener.onTrade(key, inKey, priceTicks, lots, leftAfterExecution, visibleAfterExecution, refreshed);
    }

    /** Of the order that {@link #execute} was last called for. */
    private long leftAfterExecution;

    private long visibleAfterExecution;

    /** Takes lots from the oldest order of a level; returns whether it showed its next part and went behind the others. */
    private boolean execute(final int level, final int node, final long lots) {
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        final int levelAt = level << NODE_SHIFT;
        final long visible = nodes[at + VISIBLE] - lots;
        nodes[at + VISIBLE] = visible;
        nodes[levelAt + VISIBLE] -= lots;
        visibleAfterExecution = visible;
        leftAfterExecution = visible + hiddenLots(node);
        if (visible > 0) {
            return false;
        }
        if (leftAfterExecution > 0) {
            final long[] details = memory.details;
            final long shown = Math.min(details[at + HIDDEN], details[at + DISPLAY]);
            details[at + HIDDEN] -= shown;
            details[levelAt + HIDDEN] -= shown;
            nodes[at + VISIBLE] = shown;
            nodes[levelAt + VISIBLE] += shown;
            visibleAfterExecution = shown;
            unlink(nodes[at + LINKS]);
            append(nodes, level, node);
            return true;
        }
        cancel(node);
        return false;
    }

    private void traded(final long priceTicks) {
        lastTradeTicks = priceTicks;
        tradedLowTicks = Math.min(tradedLowTicks, priceTicks);
        tradedHighTicks = Math.max(tradedHighTicks, priceTicks);
        if (velocity != null) {
            velocity.advanceTo(timestampNs);
            velocity.add(priceTicks);
        }
    }

    private boolean isTooFast(final long priceTicks) {
        velocity.advanceTo(timestampNs);
        return velocity.isTooFast(priceTicks);
    }

    private boolean isTooFast(final long priceTicks, final long lowest, final long highest) {
        return priceTicks - lowest > BookRules.share(lowest, rules.velocityBps())
                || highest - priceTicks > BookRules.share(highest, rules.velocityBps());
    }

    private void prevent(final int node, final long priceTicks) {
        final long restingKey = memory.nodes[(node << NODE_SHIFT) + KEY];
        final long restingLots = leavesLots(node);
        final long lots = Math.min(inLeavesLots, restingLots);
        listener.onSelfTradePrevented(restingKey, inKey, priceTicks, lots, STP[inStp]);
        final boolean restingEnds = inStp == STP_CANCEL_OLDEST
                || inStp == STP_CANCEL_BOTH
                || (inStp == STP_DECREMENT && restingLots <= inLeavesLots);
        final boolean incomingEnds = inStp == STP_CANCEL_NEWEST
                || inStp == STP_CANCEL_BOTH
                || (inStp == STP_DECREMENT && inLeavesLots <= restingLots);
        if (restingEnds) {
            cancel(node);
            listener.onCancelled(restingKey, RejectReason.SELF_TRADE, 0, 0);
        } else if (inStp == STP_DECREMENT) {
            reduceTo(node, restingLots - lots);
            listener.onReduced(restingKey, restingLots - lots, memory.nodes[(node << NODE_SHIFT) + VISIBLE]);
        }
        if (incomingEnds) {
            inLeavesLots = 0;
            listener.onCancelled(inKey, RejectReason.SELF_TRADE, 0, 0);
        } else if (inStp == STP_DECREMENT) {
            inLeavesLots -= lots;
            listener.onReduced(inKey, inLeavesLots, 0);
        }
    }

    /** Puts the incoming order into the book, behind all others of its price. */
    private void rest(final long priceTicks) {
        final int node = stand(priceTicks);
        final long visible = memory.nodes[(node << NODE_SHIFT) + VISIBLE];
        listener.onRested(inKey, node, priceTicks, visible, inLeavesLots - visible);
    }

    private int stand(final long priceTicks) {
        final int level = (inBuy ? bids : asks).levelAt(inBuy ? priceTicks : -priceTicks, priceTicks, memory);
        final int node = allocate(level, inFlags);
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        long hidden = 0;
        if ((inFlags & SPECIAL) != 0) {
            hidden = becomeSpecial(level, node);
        }
        final long visible = inLeavesLots - hidden;
        nodes[at + VISIBLE] = visible;
        nodes[(level << NODE_SHIFT) + VISIBLE] += visible;
        nodes[(level << NODE_SHIFT) + COUNTS] += count(inFlags);
        append(nodes, level, node);
        return node;
    }

    /** What a resting order has that a plain limit order has not; returns its hidden lots. */
    private long becomeSpecial(final int level, final int node) {
        final long[] details = memory.details;
        final int at = node << NODE_SHIFT;
        if ((inFlags & ICEBERG) != 0) {
            final long hidden = inLeavesLots - Math.min(inLeavesLots, inDisplayOrOffset);
            details[at + HIDDEN] = hidden;
            details[at + DISPLAY] = inDisplayOrOffset;
            details[(level << NODE_SHIFT) + HIDDEN] += hidden;
            return hidden;
        }
        details[at + OFFSET] = inDisplayOrOffset;
        details[at + LIMIT] = inPegLimitTicks;
        if (isPeg(inFlags)) {
            pegs.addLast(node);
            todo |= LOOK_AT_PEGS;
        } else {
            auctionOrders.addLast(node);
        }
        return 0;
    }

    // Levels and queues.

    private int allocate(final int level, final long flags) {
        final int node = memory.allocateOrder();
        final int at = node << NODE_SHIFT;
        memory.nodes[at + KEY] = inKey;
        memory.nodes[at + WHERE_OWNER] = whereOwner(level, flags, inOwner);
        if ((flags & SPECIAL) != 0) {
            memory.details[at + FLAGS] = flags;
        }
        orders++;
        return node;
    }

    /** What an order adds to the counts of its level. */
    private static long count(final long flags) {
        return isPeg(flags) ? (1L << 32) + 1 : 1;
    }

    /** Takes an order out of where it is, without freeing it. */
    private void takeOut(final int handle) {
        final long[] nodes = memory.nodes;
        final int at = handle << NODE_SHIFT;
        final long flags = flags(handle);
        if ((flags & SPECIAL) != 0) {
            takeOutOfList(handle, flags);
        }
        switch (place(flags)) {
            case AT_BOOK -> {
                final boolean buy = (flags & BUY) != 0;
                forgetHidden(handle, flags);
                takeOutOfLevel(buy ? bids : asks, levelOf(handle), handle, buy ? 0 : -1, count(flags));
            }
            case AT_STOP -> {
                stops--;
                final boolean buy = (flags & BUY) != 0;
                takeOutOfLevel(buy ? buyStops : sellStops, levelOf(handle), handle, buy ? -1 : 0, 1);
            }
            case AT_TRIGGERED -> {
                final long links = nodes[at + LINKS];
                unlinkFromQueue(links);
                triggeredHead = triggeredHead == handle ? high(links) : triggeredHead;
                triggeredTail = triggeredTail == handle ? low(links) : triggeredTail;
                look(LOOK_AT_TRIGGERED, triggeredHead != NIL);
            }
            case AT_CLOSE -> {
                final long links = nodes[at + LINKS];
                unlinkFromQueue(links);
                closeHead = closeHead == handle ? high(links) : closeHead;
                closeTail = closeTail == handle ? low(links) : closeTail;
            }
            default -> {
                // A waiting pegged order is in its list alone.
            }
        }
    }

    /** Takes the hidden lots of an order that leaves the book from those of its level. */
    private void forgetHidden(final int handle, final long flags) {
        if ((flags & ICEBERG) != 0) {
            final long[] details = memory.details;
            details[(levelOf(handle) << NODE_SHIFT) + HIDDEN] -= details[(handle << NODE_SHIFT) + HIDDEN];
        }
    }

    private void takeOutOfList(final int handle, final long flags) {
        final int kind = kind(flags);
        if (kind >= KIND_PEG_PRIMARY) {
            pegs.remove(handle);
            look(LOOK_AT_PEGS, !pegs.isEmpty());
        } else if (kind == KIND_TRAILING && place(flags) == AT_STOP) {
            trailing.remove(handle);
        } else if ((flags & (OPENING | CLOSING)) != 0 && place(flags) == AT_BOOK) {
            auctionOrders.remove(handle);
        }
    }

    private void unlinkFromQueue(final long links) {
        final long[] nodes = memory.nodes;
        final int next = high(links);
        final int previous = low(links);
        if (previous != NIL) {
            final int at = (previous << NODE_SHIFT) + LINKS;
            nodes[at] = pack(next, low(nodes[at]));
        }
        if (next != NIL) {
            final int at = (next << NODE_SHIFT) + LINKS;
            nodes[at] = pack(high(nodes[at]), previous);
        }
    }

    // What follows from trades and phases.

    /** Whether something has to be looked at whenever there is work. */
    private void look(final int bit, final boolean on) {
        todo = on ? todo | bit : todo & ~bit;
    }

    /** Does everything but the incoming order, triggered stops and pegged orders. */
    private boolean workOff() {
        if ((todo & UNCROSS) != 0 && !uncross()) {
            return false;
        }
        if ((todo & END_AUCTION_ORDERS) != 0 && !endAuctionOrders()) {
            return false;
        }
        if ((todo & ENTER_CLOSE_ORDERS) != 0 && !enterCloseOrders()) {
            return false;
        }
        if ((todo & ELECT_BY_TRADES) != 0) {
            elect(tradedLowTicks, tradedHighTicks);
            trailing.startPass();
            todo = (todo & ~ELECT_BY_TRADES) | TRAIL;
        }
        if ((todo & TRAIL) != 0) {
            if (!trail()) {
                return false;
            }
            forgetTrades();
            todo = (todo & ~TRAIL) | ELECT_BY_LAST;
        }
        if ((todo & ELECT_BY_LAST) != 0) {
            if (lastTradeTicks != 0) {
                elect(lastTradeTicks, lastTradeTicks);
            }
            todo &= ~ELECT_BY_LAST;
        }
        return true;
    }

    private void forgetTrades() {
        tradedLowTicks = Long.MAX_VALUE;
        tradedHighTicks = 0;
    }

    /** Moves the stops that trades between two prices reach into the queue of triggered ones. */
    private void elect(final long lowestTicks, final long highestTicks) {
        while (buyStops.best != NIL && levelPrice(buyStops.best) <= highestTicks) {
            trigger(head(buyStops.best));
        }
        while (sellStops.best != NIL && levelPrice(sellStops.best) >= lowestTicks) {
            trigger(head(sellStops.best));
        }
    }

    private void trigger(final int node) {
        takeOut(node);
        triggeredTail = queue(node, AT_TRIGGERED, triggeredTail);
        triggeredHead = triggeredHead == NIL ? node : triggeredHead;
        todo |= LOOK_AT_TRIGGERED;
        listener.onParked(memory.nodes[(node << NODE_SHIFT) + KEY], node, Place.TRIGGERED);
    }

    /** Puts an order at the end of a queue of waiting ones; returns the new tail. */
    private int queue(final int node, final int place, final int tail) {
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        nodes[at + WHERE_OWNER] = whereOwner(NIL, at(place, flags(node)), owner(node));
        nodes[at + LINKS] = pack(NIL, tail);
        if (tail != NIL) {
            final int tailAt = (tail << NODE_SHIFT) + LINKS;
            nodes[tailAt] = pack(node, low(nodes[tailAt]));
        }
        return node;
    }

    /** Lets trailing stops follow the trades. */
    private boolean trail() {
        while (true) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = trailing.nextOfPass();
            if (node == NIL) {
                return true;
            }
            final long[] nodes = memory.nodes;
            final int at = node << NODE_SHIFT;
            final boolean buy = (flags(node) & BUY) != 0;
            final long stopTicks = levelPrice(levelOf(node));
            final long offsetTicks = memory.details[at + OFFSET];
            final long newStopTicks = buy ? tradedLowTicks + offsetTicks : tradedHighTicks - offsetTicks;
            if (buy ? newStopTicks < stopTicks : newStopTicks > stopTicks) {
                takeOut(node);
                memory.details[at + LIMIT] = Math.max(1, memory.details[at + LIMIT] + newStopTicks - stopTicks);
                standAsStop(node, newStopTicks);
                listener.onTrailed(nodes[at + KEY], newStopTicks);
            }
        }
    }

    private int parkStop(final long stopTicks) {
        final int node = allocate(NIL, inFlags);
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        nodes[at + VISIBLE] = inLeavesLots;
        memory.details[at + OFFSET] = inDisplayOrOffset;
        memory.details[at + LIMIT] = inLimitTicks;
        standAsStop(node, stopTicks);
        return node;
    }

    private int parkTriggered() {
        final int node = allocate(NIL, inFlags);
        final int at = node << NODE_SHIFT;
        memory.nodes[at + VISIBLE] = inLeavesLots;
        memory.details[at + OFFSET] = inDisplayOrOffset;
        memory.details[at + LIMIT] = inLimitTicks;
        triggeredTail = queue(node, AT_TRIGGERED, triggeredTail);
        triggeredHead = triggeredHead == NIL ? node : triggeredHead;
        todo |= LOOK_AT_TRIGGERED;
        return node;
    }

    private void standAsStop(final int node, final long stopTicks) {
        final long flags = at(AT_STOP, flags(node));
        final boolean buy = (flags & BUY) != 0;
        // Memory may grow here: its arrays are only looked at afterwards.
        final int level = (buy ? buyStops : sellStops).levelAt(buy ? -stopTicks : stopTicks, stopTicks, memory);
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        nodes[at + WHERE_OWNER] = whereOwner(level, flags, owner(node));
        nodes[(level << NODE_SHIFT) + VISIBLE] += nodes[at + VISIBLE];
        nodes[(level << NODE_SHIFT) + COUNTS]++;
        stops++;
        append(nodes, level, node);
        if (kind(flags) == KIND_TRAILING) {
            trailing.addLast(node);
        }
    }

    /** The first of the triggered stops comes in. */
    private void activateNext() {
        final int node = triggeredHead;
        loadIncoming(node);
        inLimitTicks = memory.details[(node << NODE_SHIFT) + LIMIT];
        inRests = kind(inFlags) == KIND_STOP_LIMIT;
        inFlags &= BUY;
        cancel(node);
        todo |= INCOMING;
        listener.onTriggered(inKey);
    }

    /** Makes an order that waits or rests the incoming one, as it was entered. */
    private void loadIncoming(final int node) {
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        inKey = nodes[at + KEY];
        inOwner = owner(node);
        inLeavesLots = nodes[at + VISIBLE];
        inFlags = flags(node) & ~PLACE_MASK;
        inBuy = (inFlags & BUY) != 0;
        inStp = (int) ((inFlags & STP_MASK) >>> STP_SHIFT);
        inDisplayOrOffset = memory.details[at + OFFSET];
        inPegLimitTicks = memory.details[at + LIMIT];
    }

    private int parkForClose() {
        final int node = allocate(NIL, inFlags);
        final int at = node << NODE_SHIFT;
        memory.nodes[at + VISIBLE] = inLeavesLots;
        memory.details[at + LIMIT] = inLimitTicks;
        closeTail = queue(node, AT_CLOSE, closeTail);
        closeHead = closeHead == NIL ? node : closeHead;
        return node;
    }

    private boolean enterCloseOrders() {
        while (closeHead != NIL) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = closeHead;
            loadIncoming(node);
            cancel(node);
            rest(inPegLimitTicks);
        }
        todo &= ~ENTER_CLOSE_ORDERS;
        return true;
    }

    private boolean endAuctionOrders() {
        if ((todo & UNCROSS) == 0 && !endingAuctionOrders) {
            auctionOrders.startPass();
            endingAuctionOrders = true;
        }
        while (true) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = auctionOrders.nextOfPass();
            if (node == NIL) {
                break;
            }
            final long flags = flags(node);
            if ((flags & OPENING) != 0 || endClosingOrders) {
                final long key = memory.nodes[(node << NODE_SHIFT) + KEY];
                cancel(node);
                listener.onCancelled(key, RejectReason.AUCTION_OVER, 0, 0);
            }
        }
        endingAuctionOrders = false;
        todo &= ~END_AUCTION_ORDERS;
        return true;
    }

    private boolean endingAuctionOrders;

    // Auctions.

    private boolean isAuction() {
        return phase == TradingPhase.OPENING_AUCTION || phase == TradingPhase.CLOSING_AUCTION;
    }

    private boolean uncross() {
        if (!uncrossing) {
            findAuctionPrice();
            auctionLotsLeft = auction.lots();
            uncrossing = true;
        }
        while (auctionLotsLeft > 0) {
            if (!listener.mayGoOn()) {
                return false;
            }
            matchInAuction();
        }
        uncrossing = false;
        todo &= ~UNCROSS;
        if (tradedHighTicks != 0) {
            referencePriceTicks(auction.ticks());
            lookAtTrades(phase == TradingPhase.CONTINUOUS);
        }
        return true;
    }

    private void matchInAuction() {
        final int bidLevel = bids.best;
        final int askLevel = asks.best;
        if (bidLevel == NIL
                || askLevel == NIL
                || levelPrice(bidLevel) < auction.ticks()
                || levelPrice(askLevel) > auction.ticks()) {
            // Nobody takes orders out while the uncrossing waits; but if somebody did, it must come to an end.
            auctionLotsLeft = 0;
            return;
        }
        final int bid = head(bidLevel);
        final int ask = head(askLevel);
        final long[] nodes = memory.nodes;
        final long bidKey = nodes[(bid << NODE_SHIFT) + KEY];
        final long askKey = nodes[(ask << NODE_SHIFT) + KEY];
        final long lots = Math.min(nodes[(bid << NODE_SHIFT) + VISIBLE], nodes[(ask << NODE_SHIFT) + VISIBLE]);
        auctionLotsLeft -= lots;
        final boolean bidRefreshed = execute(bidLevel, bid, lots);
        final long bidLeft = leftAfterExecution;
        final long bidVisible = visibleAfterExecution;
        final boolean askRefreshed = execute(askLevel, ask, lots);
        traded(auction.ticks());
        listener.onAuctionTrade(
                bidKey,
                askKey,
                auction.ticks(),
                lots,
                bidLeft,
                bidVisible,
                bidRefreshed,
                leftAfterExecution,
                visibleAfterExecution,
                askRefreshed);
    }

    private void tellIndicative() {
        findAuctionPrice();
        if (auction.ticks() != toldAuctionTicks
                || auction.lots() != toldAuctionLots
                || auction.imbalanceLots() != toldAuctionImbalanceLots) {
            toldAuctionTicks = auction.ticks();
            toldAuctionLots = auction.lots();
            toldAuctionImbalanceLots = auction.imbalanceLots();
            listener.onIndicative(auction.ticks(), auction.lots(), auction.imbalanceLots());
        }
    }

    /** Finds the auction's price as it is now. */
    private void findAuctionPrice() {
        auction.clear();
        final long bestBid = bestTicks(true);
        final long bestAsk = bestTicks(false);
        if (bids.best == NIL || asks.best == NIL || bestBid < bestAsk) {
            return;
        }
        for (int level = bids.best; level != NIL && levelPrice(level) >= bestAsk; level = worse(bids, level, true)) {
            auction.addBid(levelPrice(level), levelTotal(level));
        }
        for (int level = asks.best; level != NIL && levelPrice(level) <= bestBid; level = worse(asks, level, false)) {
            auction.addAsk(levelPrice(level), levelTotal(level));
        }
        auction.find(lastTradeTicks != 0 ? lastTradeTicks : referenceTicks);
    }

    /** All lots of a level, shown and hidden. */
    private long levelTotal(final int level) {
        return memory.nodes[(level << NODE_SHIFT) + VISIBLE] + memory.details[(level << NODE_SHIFT) + HIDDEN];
    }

    // Pegged orders.

    private boolean mayMovePegs() {
        return phase != TradingPhase.HALT && phase != TradingPhase.CLOSED;
    }

    /** Looks at pegged orders until one becomes the incoming order or all have been looked at; false if it may not go on. */
    private boolean movePegs() {
        while (pegPass || startPegPass()) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = pegs.nextOfPass();
            if (node == NIL) {
                pegPass = false;
                continue;
            }
            final long flags = flags(node);
            noteFollowedTicks();
            final long priceTicks = pegTicks(node, flags);
            final boolean rests = place(flags) == AT_BOOK;
            final long standsAt = rests ? levelPrice(levelOf(node)) : NO_PRICE;
            if (priceTicks == standsAt) {
                continue;
            }
            loadIncoming(node);
            cancel(node);
            if (priceTicks == NO_PRICE) {
                listener.onParked(inKey, parkPeg(), Place.PEG);
            } else {
                listener.onRepriced(inKey, priceTicks);
                inLimitTicks = priceTicks;
                inRests = true;
                todo |= INCOMING;
                return true;
            }
        }
        return true;
    }

    /** Returns whether there is anything to look at: a reference has changed, or an order has come. */
    private boolean startPegPass() {
        noteFollowedTicks();
        if (!pegsMoved) {
            return false;
        }
        pegsMoved = false;
        pegPass = true;
        pegs.startPass();
        return true;
    }

    /** Stops that a pegged order's trades trigger may change the references in the middle of a pass: then another one follows. */
    private void noteFollowedTicks() {
        final long bid = followedTicks(true);
        final long ask = followedTicks(false);
        if (bid != pegBidTicks || ask != pegAskTicks) {
            pegBidTicks = bid;
            pegAskTicks = ask;
            pegsMoved = true;
        }
    }

    private int parkPeg() {
        final int node = allocate(NIL, inFlags | ((long) AT_PEG << PLACE_SHIFT));
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        nodes[at + VISIBLE] = inLeavesLots;
        memory.details[at + OFFSET] = inDisplayOrOffset;
        memory.details[at + LIMIT] = inPegLimitTicks;
        pegs.addLast(node);
        todo |= LOOK_AT_PEGS;
        return node;
    }

    /** What pegged orders of a side follow: its best price among other orders, in continuous trading. */
    private long followedTicks(final boolean buy) {
        if (phase != TradingPhase.CONTINUOUS) {
            return NO_PRICE;
        }
        final PriceLadder side = buy ? bids : asks;
        for (int level = side.best; level != NIL; level = worse(side, level, buy)) {
            final long counts = memory.nodes[(level << NODE_SHIFT) + COUNTS];
            if (low(counts) > high(counts)) {
                return levelPrice(level);
            }
        }
        return NO_PRICE;
    }

    /** Where a pegged order belongs now; NO_PRICE if nowhere. */
    private long pegTicks(final int node, final long flags) {
        final boolean buy = (flags & BUY) != 0;
        final long own = buy ? pegBidTicks : pegAskTicks;
        final long other = buy ? pegAskTicks : pegBidTicks;
        final boolean mid = kind(flags) == KIND_PEG_MID;
        if (own == NO_PRICE || (mid && other == NO_PRICE)) {
            return NO_PRICE;
        }
        final long followed = !mid ? own : buy ? (own + other) >> 1 : (own + other + 1) >> 1;
        final long limit = memory.details[(node << NODE_SHIFT) + LIMIT];
        long price = followed + memory.details[(node << NODE_SHIFT) + OFFSET];
        price = buy ? Math.min(price, limit) : Math.max(price, limit);
        if (other != NO_PRICE) {
            price = buy ? Math.min(price, other - 1) : Math.max(price, other + 1);
        }
        if (price < 1 || price > rules.maxPriceTicks()) {
            return NO_PRICE;
        }
        price = buy ? rules.floor(price) : rules.ceiling(price);
        return isPrice(price) ? price : NO_PRICE;
    }

    // Small things.

    private RejectReason reject(final RejectReason reason, final long value, final long limit) {
        rejectedValue = value;
        rejectLimit = limit;
        return reason;
    }

    private boolean isPrice(final long ticks) {
        return ticks >= 1 && ticks <= rules.maxPriceTicks();
    }

    private boolean wouldTake(final boolean buy, final long priceTicks) {
        final PriceLadder other = buy ? asks : bids;
        return phase == TradingPhase.CONTINUOUS
                && other.best != NIL
                && !isBeyond(buy, levelPrice(other.best), priceTicks);
    }

    /** The price one step less aggressive than the best of the other side, which is there. */
    private long slidTicks(final boolean buy) {
        final long best = bestTicks(!buy);
        return buy ? rules.floor(best - 1) : rules.ceiling(best + 1);
    }

    private static boolean isBeyond(final boolean buy, final long priceTicks, final long limitTicks) {
        return buy ? priceTicks > limitTicks : priceTicks < limitTicks;
    }

    private int levelAt(final boolean buy, final int rank) {
        final PriceLadder side = buy ? bids : asks;
        int level = side.best;
        for (int i = 0; i < rank; i++) {
            level = worse(side, level, buy);
        }
        return level;
    }

    private int worse(final PriceLadder side, final int level, final boolean rankIsPrice) {
        final long priceTicks = levelPrice(level);
        return side.worse(rankIsPrice ? priceTicks : -priceTicks);
    }

    /** Flags of an order that comes to a place. */
    private static long at(final int place, final long flags) {
        return (flags & ~PLACE_MASK) | ((long) place << PLACE_SHIFT);
    }

    private long flags(final int node) {
        final int at = node << NODE_SHIFT;
        final long hot = high(memory.nodes[at + WHERE_OWNER]) & HOT_MASK;
        return (hot & SPECIAL) == 0 ? hot : hot | (memory.details[at + FLAGS] & ~HOT_MASK);
    }

    private boolean isIceberg(final int node) {
        return (flags(node) & ICEBERG) != 0;
    }

    private long hiddenLots(final int node) {
        return isIceberg(node) ? memory.details[(node << NODE_SHIFT) + HIDDEN] : 0;
    }

    private static int place(final long flags) {
        return (int) ((flags & PLACE_MASK) >>> PLACE_SHIFT);
    }

    private static int kind(final long flags) {
        return (int) ((flags & KIND_MASK) >>> KIND_SHIFT);
    }

    private static boolean isPeg(final long flags) {
        return kind(flags) >= KIND_PEG_PRIMARY;
    }

    private void forEachIn(final int head, final int end, final long stopTicks, final WaitingVisitor visitor) {
        for (int node = head; node != end; node = nextInQueue(node)) {
            visit(node, stopTicks, visitor);
        }
    }

    private void visit(final int node, final long stopTicks, final WaitingVisitor visitor) {
        final long[] nodes = memory.nodes;
        final int at = node << NODE_SHIFT;
        visitor.onWaiting(
                nodes[at + KEY],
                PLACES[place(flags(node))],
                memory.details[at + LIMIT],
                stopTicks,
                nodes[at + VISIBLE]);
    }
}
