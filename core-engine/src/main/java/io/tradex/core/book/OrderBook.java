package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.HOT_FLAGS;
import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.BookMemory.SPECIAL;

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
    private static final long HOT_MASK = (1L << HOT_FLAGS) - 1;

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
            if (!isMetBy(buy - 1, rank)) {
                restPlain(terms, buy, rank);
                return;
            }
        }
        enterAny(terms);
    }

    /**
     * Takes an order out and brings it in anew with other terms, which {@link #check} has nothing against, after all {@link #work()}
     * is done; then call {@link #work()}. The same as {@link #cancel} and {@link #enter}, but a plain limit order that takes
     * nothing keeps its memory and its handle.
     *
     * @param handle  of the order; void from now on, unless an event gives it again.
     * @param terms   of the order, with the key that it has.
     * @param inputNs time of the input.
     */
    public void replace(final int handle, final OrderTerms terms, final long inputNs) {
        timestampNs = inputNs;
        final int buy = BookMemory.hotFlags(memory.where(handle));
        if (phase == TradingPhase.CONTINUOUS && buy == (terms.buy ? 1 : 0) && EntryRules.isPlain(terms)) {
            final long rank = rank(buy - 1, terms.priceTicks);
            if (!isMetBy(buy - 1, rank)) {
                movePlain(handle, terms, buy, rank);
                return;
            }
        }
        cancel(handle);
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
                final long less = memory.visibleLots(node) - visibleLots;
                if (less != 0) {
                    final int level = levelOf(node);
                    memory.visibleLots(node, visibleLots);
                    memory.visibleLots(level, memory.visibleLots(level) - less);
                    hide(node, less);
                    hide(level, less);
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
        final int where = memory.where(handle);
        final int buy = BookMemory.hotFlags(where);
        if (buy <= BUY) {
            // A plain order that rests, as nearly all do.
            takeOutOfLevel(sides[buy], BookMemory.level(where), handle, buy - 1);
            memory.freePlainOrder(handle);
        } else {
            takeOut(handle);
            memory.freeOrder(handle);
        }
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
        long less = leavesLots(handle) - leavesLots;
        final int level = levelOf(handle);
        if (isIceberg(handle)) {
            final long fromHidden = Math.min(less, memory.hiddenLots(handle));
            hide(handle, -fromHidden);
            hide(level, -fromHidden);
            less -= fromHidden;
        }
        memory.visibleLots(handle, memory.visibleLots(handle) - less);
        if (level != NIL) {
            memory.visibleLots(level, memory.visibleLots(level) - less);
        }
    }

    /** Adds to the hidden lots of an order or a level. */
    private void hide(final int node, final long lots) {
        memory.hiddenLots(node, memory.hiddenLots(node) + lots);
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
        return memory.visibleLots(handle) + hiddenLots(handle);
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
        return memory.priceTicks(levelAt(buy, rank));
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return the shown quantity of all its orders.
     */
    public long levelLots(final boolean buy, final int rank) {
        return memory.visibleLots(levelAt(buy, rank));
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return how many orders it has.
     */
    public int levelOrders(final boolean buy, final int rank) {
        return memory.orders(levelAt(buy, rank));
    }

    /**
     * @param buy  true for the bid side.
     * @param rank 0 for the best level, less than {@link #levels}.
     * @return key of the oldest order of that level.
     */
    public long levelHeadKey(final boolean buy, final int rank) {
        return memory.key(memory.next(levelAt(buy, rank)));
    }

    /**
     * @param buy true for the best bid.
     * @return its price; 0 if the side is empty.
     */
    public long bestTicks(final boolean buy) {
        final int best = (buy ? bids : asks).best;
        return best == NIL ? 0 : memory.priceTicks(best);
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
            final long priceTicks = memory.priceTicks(level);
            for (int node = memory.next(level); node != level; node = memory.next(node)) {
                visitor.onResting(memory.key(node), priceTicks, memory.visibleLots(node), hiddenLots(node));
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
            forEachIn(memory.next(level), level, memory.priceTicks(level), visitor);
        }
        for (int level = sellStops.best; level != NIL; level = worse(sellStops, level, true)) {
            forEachIn(memory.next(level), level, memory.priceTicks(level), visitor);
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
            final long priceTicks = memory.priceTicks(level);
            if (isBeyond(buy, priceTicks, limitTicks) || priceTicks < bandLowTicks || priceTicks > bandHighTicks) {
                return;
            }
            for (int node = memory.next(level); node != level && left > 0; node = memory.next(node)) {
                if (prevention != SelfTradePrevention.NONE && owner != 0 && owner == memory.owner(node)) {
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
            final long priceTicks = memory.priceTicks(level);
            if (isBeyond(inBuy, priceTicks, inLimitTicks) || priceTicks < bandLowTicks || priceTicks > bandHighTicks) {
                break;
            }
            if (velocity != null && highest != 0 && isTooFast(priceTicks, lowest, highest)) {
                break;
            }
            final long before = available;
            long hidden = 0;
            for (int node = memory.next(level); node != level; node = memory.next(node)) {
                if (inStp != STP_NONE && inOwner != 0 && inOwner == memory.owner(node)) {
                    if (inStp == STP_CANCEL_OLDEST) {
                        continue;
                    }
                    return available;
                }
                final long visible = memory.visibleLots(node);
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
            final long priceTicks = memory.priceTicks(level);
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
            final int node = memory.next(level);
            if (inStp != STP_NONE && inOwner == memory.owner(node) && inOwner != 0) {
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
        final long lots = Math.min(inLeavesLots, memory.visibleLots(node));
        final long key = memory.key(node);
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
        final long visible = memory.visibleLots(node) - lots;
        memory.visibleLots(node, visible);
        memory.visibleLots(level, memory.visibleLots(level) - lots);
        visibleAfterExecution = visible;
        leftAfterExecution = visible + hiddenLots(node);
        if (visible > 0) {
            return false;
        }
        if (leftAfterExecution > 0) {
            final long shown = Math.min(memory.hiddenLots(node), memory.displayLots(node));
            hide(node, -shown);
            hide(level, -shown);
            memory.visibleLots(node, shown);
            memory.visibleLots(level, memory.visibleLots(level) + shown);
            visibleAfterExecution = shown;
            moveToTail(level, node);
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
        final long restingKey = memory.key(node);
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
            listener.onReduced(restingKey, restingLots - lots, memory.visibleLots(node));
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
        final long visible = memory.visibleLots(node);
        listener.onRested(inKey, node, priceTicks, visible, inLeavesLots - visible);
    }

    private int stand(final long priceTicks) {
        final int level = (inBuy ? bids : asks).levelAt(inBuy ? priceTicks : -priceTicks, priceTicks, memory);
        final int node = allocate(level, inFlags);
        long hidden = 0;
        if ((inFlags & SPECIAL) != 0) {
            hidden = becomeSpecial(level, node);
        }
        memory.visibleLots(node, inLeavesLots - hidden);
        append(level, node, inLeavesLots - hidden);
        return node;
    }

    /** What a resting order has that a plain limit order has not; returns its hidden lots. */
    private long becomeSpecial(final int level, final int node) {
        if ((inFlags & ICEBERG) != 0) {
            final long hidden = inLeavesLots - Math.min(inLeavesLots, inDisplayOrOffset);
            memory.hiddenLots(node, hidden);
            memory.displayOrOffset(node, inDisplayOrOffset);
            hide(level, hidden);
            return hidden;
        }
        memory.displayOrOffset(node, inDisplayOrOffset);
        memory.limitTicks(node, inPegLimitTicks);
        if (isPeg(inFlags)) {
            memory.pegged(level, memory.pegged(level) + 1);
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
        memory.key(node, inKey);
        memory.where(node, level, (int) (flags & HOT_MASK));
        memory.owner(node, inOwner);
        if ((flags & SPECIAL) != 0) {
            memory.flags(node, flags);
        }
        orders++;
        return node;
    }

    /** Takes an order out of where it is, without freeing it. */
    private void takeOut(final int handle) {
        final long flags = flags(handle);
        if ((flags & SPECIAL) != 0) {
            takeOutOfList(handle, flags);
        }
        final boolean buy = (flags & BUY) != 0;
        switch (place(flags)) {
            case AT_BOOK -> {
                final int level = levelOf(handle);
                if ((flags & ICEBERG) != 0) {
                    hide(level, -memory.hiddenLots(handle));
                } else if (isPeg(flags)) {
                    memory.pegged(level, memory.pegged(level) - 1);
                }
                takeOutOfLevel(buy ? bids : asks, level, handle, buy ? 0 : -1);
            }
            case AT_STOP -> {
                stops--;
                takeOutOfLevel(buy ? buyStops : sellStops, levelOf(handle), handle, buy ? -1 : 0);
            }
            case AT_TRIGGERED -> {
                triggeredHead = triggeredHead == handle ? memory.next(handle) : triggeredHead;
                triggeredTail = triggeredTail == handle ? memory.previous(handle) : triggeredTail;
                unlinkFromQueue(handle);
                look(LOOK_AT_TRIGGERED, triggeredHead != NIL);
            }
            case AT_CLOSE -> {
                closeHead = closeHead == handle ? memory.next(handle) : closeHead;
                closeTail = closeTail == handle ? memory.previous(handle) : closeTail;
                unlinkFromQueue(handle);
            }
            default -> {
                // A waiting pegged order is in its list alone.
            }
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

    private void unlinkFromQueue(final int handle) {
        final int next = memory.next(handle);
        final int previous = memory.previous(handle);
        if (previous != NIL) {
            memory.next(previous, next);
        }
        if (next != NIL) {
            memory.previous(next, previous);
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
        while (buyStops.best != NIL && memory.priceTicks(buyStops.best) <= highestTicks) {
            trigger(memory.next(buyStops.best));
        }
        while (sellStops.best != NIL && memory.priceTicks(sellStops.best) >= lowestTicks) {
            trigger(memory.next(sellStops.best));
        }
    }

    private void trigger(final int node) {
        takeOut(node);
        triggeredTail = queue(node, AT_TRIGGERED, triggeredTail);
        triggeredHead = triggeredHead == NIL ? node : triggeredHead;
        todo |= LOOK_AT_TRIGGERED;
        listener.onParked(memory.key(node), node, Place.TRIGGERED);
    }

    /** Puts an order at the end of a queue of waiting ones; returns the new tail. */
    private int queue(final int node, final int place, final int tail) {
        memory.where(node, NIL, (int) (at(place, flags(node)) & HOT_MASK));
        memory.next(node, NIL);
        memory.previous(node, tail);
        if (tail != NIL) {
            memory.next(tail, node);
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
            final boolean buy = (flags(node) & BUY) != 0;
            final long stopTicks = memory.priceTicks(levelOf(node));
            final long offsetTicks = memory.offsetTicks(node);
            final long newStopTicks = buy ? tradedLowTicks + offsetTicks : tradedHighTicks - offsetTicks;
            if (buy ? newStopTicks < stopTicks : newStopTicks > stopTicks) {
                takeOut(node);
                memory.limitTicks(node, Math.max(1, memory.limitTicks(node) + newStopTicks - stopTicks));
                standAsStop(node, newStopTicks);
                listener.onTrailed(memory.key(node), newStopTicks);
            }
        }
    }

    private int parkStop(final long stopTicks) {
        final int node = allocateStop();
        standAsStop(node, stopTicks);
        return node;
    }

    private int allocateStop() {
        final int node = allocate(NIL, inFlags);
        memory.visibleLots(node, inLeavesLots);
        memory.displayOrOffset(node, inDisplayOrOffset);
        memory.limitTicks(node, inLimitTicks);
        return node;
    }

    private int parkTriggered() {
        final int node = allocateStop();
        triggeredTail = queue(node, AT_TRIGGERED, triggeredTail);
        triggeredHead = triggeredHead == NIL ? node : triggeredHead;
        todo |= LOOK_AT_TRIGGERED;
        return node;
    }

    private void standAsStop(final int node, final long stopTicks) {
        final long flags = at(AT_STOP, flags(node));
        final boolean buy = (flags & BUY) != 0;
        final int level = (buy ? buyStops : sellStops).levelAt(buy ? -stopTicks : stopTicks, stopTicks, memory);
        memory.where(node, level, (int) (flags & HOT_MASK));
        stops++;
        append(level, node, memory.visibleLots(node));
        if (kind(flags) == KIND_TRAILING) {
            trailing.addLast(node);
        }
    }

    /** The first of the triggered stops comes in. */
    private void activateNext() {
        final int node = triggeredHead;
        loadIncoming(node);
        inLimitTicks = memory.limitTicks(node);
        inRests = kind(inFlags) == KIND_STOP_LIMIT;
        inFlags &= BUY;
        cancel(node);
        todo |= INCOMING;
        listener.onTriggered(inKey);
    }

    /** Makes an order that waits or rests the incoming one, as it was entered. */
    private void loadIncoming(final int node) {
        inKey = memory.key(node);
        inOwner = memory.owner(node);
        inLeavesLots = memory.visibleLots(node);
        inFlags = flags(node) & ~PLACE_MASK;
        inBuy = (inFlags & BUY) != 0;
        inStp = (int) ((inFlags & STP_MASK) >>> STP_SHIFT);
        inDisplayOrOffset = memory.offsetTicks(node);
        inPegLimitTicks = memory.limitTicks(node);
    }

    private int parkForClose() {
        final int node = allocate(NIL, inFlags);
        memory.visibleLots(node, inLeavesLots);
        memory.limitTicks(node, inLimitTicks);
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
                final long key = memory.key(node);
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
                || memory.priceTicks(bidLevel) < auction.ticks()
                || memory.priceTicks(askLevel) > auction.ticks()) {
            // Nobody takes orders out while the uncrossing waits; but if somebody did, it must come to an end.
            auctionLotsLeft = 0;
            return;
        }
        final int bid = memory.next(bidLevel);
        final int ask = memory.next(askLevel);
        final long bidKey = memory.key(bid);
        final long askKey = memory.key(ask);
        final long lots = Math.min(memory.visibleLots(bid), memory.visibleLots(ask));
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
        for (int level = bids.best;
                level != NIL && memory.priceTicks(level) >= bestAsk;
                level = worse(bids, level, true)) {
            auction.addBid(memory.priceTicks(level), levelTotal(level));
        }
        for (int level = asks.best;
                level != NIL && memory.priceTicks(level) <= bestBid;
                level = worse(asks, level, false)) {
            auction.addAsk(memory.priceTicks(level), levelTotal(level));
        }
        auction.find(lastTradeTicks != 0 ? lastTradeTicks : referenceTicks);
    }

    /** All lots of a level, shown and hidden. */
    private long levelTotal(final int level) {
        return memory.visibleLots(level) + memory.hiddenLots(level);
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
            final long standsAt = rests ? memory.priceTicks(levelOf(node)) : NO_PRICE;
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
        memory.visibleLots(node, inLeavesLots);
        memory.displayOrOffset(node, inDisplayOrOffset);
        memory.limitTicks(node, inPegLimitTicks);
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
            if (memory.orders(level) > memory.pegged(level)) {
                return memory.priceTicks(level);
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
        final long limit = memory.limitTicks(node);
        long price = followed + memory.offsetTicks(node);
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
                && !isBeyond(buy, memory.priceTicks(other.best), priceTicks);
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
        final long priceTicks = memory.priceTicks(level);
        return side.worse(rankIsPrice ? priceTicks : -priceTicks);
    }

    /** Flags of an order that comes to a place. */
    private static long at(final int place, final long flags) {
        return (flags & ~PLACE_MASK) | ((long) place << PLACE_SHIFT);
    }

    private long flags(final int node) {
        final long hot = BookMemory.hotFlags(memory.where(node));
        return (hot & SPECIAL) == 0 ? hot : hot | (memory.flags(node) & ~HOT_MASK);
    }

    private boolean isIceberg(final int node) {
        return (flags(node) & ICEBERG) != 0;
    }

    private long hiddenLots(final int node) {
        return isIceberg(node) ? memory.hiddenLots(node) : 0;
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
        for (int node = head; node != end; node = memory.next(node)) {
            visit(node, stopTicks, visitor);
        }
    }

    private void visit(final int node, final long stopTicks, final WaitingVisitor visitor) {
        visitor.onWaiting(
                memory.key(node),
                PLACES[place(flags(node))],
                memory.limitTicks(node),
                stopTicks,
                memory.visibleLots(node));
    }
}
