package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;
import static io.tradex.core.book.BookMemory.SPECIAL;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.protocol.types.OrdType;
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
 * stop between any two of them; what happens in the end does not depend on where it stopped. Of the books that share a
 * {@link BookMemory} one has work at a time. Not thread safe.
 */
public final class OrderBook extends OrderQueues {
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
    /** No order has it. */
    private static final long NO_PRICE = PeggedOrders.NO_PRICE;

    /** Somebody keeps sums of what stands at prices: no short ways, which do not tell of it. */
    private static final int LOOK_AT_PRICES = LOOK_AT_PEGS | LOOK_AT_AUCTION;

    /** What is written of a book that has the rule and has not traded. */
    private static final VelocityWindow NOTHING_TRADED = new VelocityWindow(VelocityWindow.BUCKETS, 0);

    private final BookRules rules;

    /** Null until {@link #extras()} is first asked for it. */
    private BookExtras extras;

    /** Shared with the other books of the memory. */
    private final IncomingOrder in;

    private long lastTradeTicks;
    private long referenceTicks;
    private long bandLowTicks = Long.MIN_VALUE;
    private long bandHighTicks = Long.MAX_VALUE;
    /** Of the velocity rule; null before the first trade. */
    private VelocityWindow velocity;

    /** 0 without the rule. */
    private long velocityWindowNs;

    private boolean endClosingOrders;
    private boolean endingAuctionOrders;

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
        in = memory.incoming();
        applyRules();
    }

    private BookExtras extras() {
        if (extras == null) {
            extras = new BookExtras(this, rules);
        }
        return extras;
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
        final long distance = terms.priceTicks - plainLowTicks;
        if (distance >= 0
                && distance <= plainRange
                && phase == TradingPhase.CONTINUOUS
                && EntryRules.isSoundAndPlain(terms)
                && (plainStep == 1 || terms.priceTicks % plainStep == 0)) {
            return RejectReason.NONE;
        }
        return checkAll(terms);
    }

    private RejectReason checkAll(final OrderTerms terms) {
        in.rejectedValue = 0;
        in.rejectLimit = 0;
        if (!EntryRules.fitTogether(terms)) {
            return RejectReason.INVALID_COMBINATION;
        }
        if (!EntryRules.mayEnter(terms, phase)) {
            return reject(RejectReason.WRONG_PHASE, phase.value(), 0);
        }
        final boolean atAnyPrice = terms.ordType == OrdType.MARKET && !EntryRules.isForAuction(terms.timeInForce);
        if (!atAnyPrice && !rules.isPrice(terms.priceTicks)) {
            return reject(RejectReason.INVALID_PRICE, terms.priceTicks, rules.maxPriceTicks());
        }
        final boolean isStop = EntryRules.isStop(terms.ordType);
        if (isStop && !rules.isPrice(terms.stopTicks)) {
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
        if (isStop && !rules.isOnStep(terms.stopTicks)) {
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
            if (terms.postOnly == PostOnly.REJECT || !rules.isPrice(slidTicks(terms.buy))) {
                return reject(RejectReason.POST_ONLY, terms.priceTicks, bestTicks(!terms.buy));
            }
        }
        return RejectReason.NONE;
    }

    /** @return the figure that the last {@link #check} refused. */
    public long rejectedValue() {
        return in.rejectedValue;
    }

    /** @return the limit that it broke. */
    public long rejectLimit() {
        return in.rejectLimit;
    }

    /**
     * Brings in an order that {@link #check} has nothing against, after all {@link #work()} is done; then call {@link #work()}.
     *
     * @param terms    of the order.
     * @param inputNs  time of the input.
     */
    public void enter(final OrderTerms terms, final long inputNs) {
        if (phase == TradingPhase.CONTINUOUS && todo == 0 && EntryRules.isPlain(terms)) {
            final int buy = terms.buy ? 1 : 0;
            final long rank = rank(buy, terms.priceTicks);
            if (!isMetBy(buy, rank)) {
                restPlain(terms, buy, rank);
                return;
            }
        }
        enterAny(terms, inputNs);
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
        final int buy = BookMemory.hotFlags(memory.where(memory.check(handle)));
        if (phase == TradingPhase.CONTINUOUS && todo == 0 && buy == (terms.buy ? 1 : 0) && EntryRules.isPlain(terms)) {
            final long rank = rank(buy, terms.priceTicks);
            if (!isMetBy(buy, rank)) {
                movePlain(handle, terms, buy, rank);
                return;
            }
        }
        cancel(handle);
        enterAny(terms, inputNs);
    }

    private void enterAny(final OrderTerms terms, final long inputNs) {
        in.timestampNs = inputNs;
        in.load(terms);
        switch (terms.ordType) {
            case LIMIT, MARKET -> enterLimit(terms);
            case PEGGED -> {
                listener.onParked(in.key, parkPeg(), Place.PEG);
                extras.pegs.lookAtLast();
            }
            default -> {
                final int node = parkStop(terms.stopTicks);
                listener.onParked(in.key, node, Place.STOP);
                if (lastTradeTicks != 0 && !isBeyond(in.buy, terms.stopTicks, lastTradeTicks)) {
                    extras.stops.trigger(node);
                    todo |= LOOK_AT_TRIGGERED;
                }
            }
        }
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
        in.load(terms);
        in.leavesLots = leavesLots;
        return switch (place) {
            case BOOK -> {
                final int node = stand(placeTicks);
                final long less = memory.visibleLots(node) - visibleLots;
                if (less != 0) {
                    memory.visibleLots(node, visibleLots);
                    hide(node, less);
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
        if (extras != null) {
            extras.pegs.restored();
        }
        if (isAuction()) {
            extras().auction.restored(auctionReferenceTicks());
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
                extras().auction.tell(auctionReferenceTicks());
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
        in.timestampNs = inputNs;
    }

    /**
     * Takes out an order that rests or waits. No event: the caller knows. What follows from it is done by {@link #work()}.
     *
     * @param handle of the order; void from now on.
     */
    public void cancel(final int handle) {
        end(memory.check(handle));
    }

    private void end(final int node) {
        final int buy = BookMemory.hotFlags(memory.where(node));
        if (buy <= OrderFlags.BUY && (todo & LOOK_AT_PRICES) == 0) {
            // A plain order that rests, as nearly all do.
            takeOut(buy, node);
            memory.freePlainOrder(node);
        } else {
            takeOut(node);
            memory.freeOrder(node);
        }
    }

    /** @return whether an auction is being uncrossed and has more to trade: then no order may be taken out. */
    public boolean isUncrossing() {
        return extras != null && extras.auction.hasLotsLeft();
    }

    /** Lets the incoming order trade no more, and not rest, while {@link #work()} waits. No event: the caller knows. */
    public void abandonIncoming() {
        in.leavesLots = 0;
    }

    /**
     * Makes an order smaller, hidden quantity first; it keeps its place. No event.
     *
     * @param handle     of the order.
     * @param leavesLots at least 1 and at most what is left of it.
     */
    public void reduceTo(final int handle, final long leavesLots) {
        final long before = leavesLots(handle);
        long less = before - leavesLots;
        if (isIceberg(handle)) {
            final long fromHidden = Math.min(less, memory.hiddenLots(handle));
            hide(handle, -fromHidden);
            less -= fromHidden;
        }
        memory.visibleLots(handle, memory.visibleLots(handle) - less);
        note(handle, 0, leavesLots - before);
    }

    /** Who keeps sums learns that there are more or fewer orders, or lots, where an order is, if it rests. */
    private void note(final int node, final int byOrders, final long byLots) {
        if ((todo & LOOK_AT_PRICES) == 0 || extras == null) {
            return;
        }
        final long flags = OrderFlags.of(memory, node);
        if (OrderFlags.place(flags) != OrderFlags.AT_BOOK) {
            return;
        }
        final int side = side(OrderFlags.isBuy(flags));
        final long priceTicks = priceTicks(side, levelOf(node));
        extras.auction.changed(side, priceTicks, byLots);
        if (!OrderFlags.isPeg(flags)) {
            extras.pegs.othersChanged(side, priceTicks, byOrders);
        }
    }

    /** Adds to the hidden lots of an order. */
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
        in.timestampNs = inputNs;
        final boolean fromClosing = phase == TradingPhase.CLOSING_AUCTION;
        phase = next;
        look(LOOK_AT_AUCTION, isAuction());
        if (extras != null) {
            extras.auction.startPhase();
            extras.pegs.lookAnew();
        }
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
    }

    /** @return whether no order rests or waits. */
    public boolean isEmpty() {
        return best(ASKS) == NIL && best(BIDS) == NIL && (extras == null || !extras.isAnyWaiting());
    }

    /** @return how many orders rest or wait, which are counted. */
    public int orders() {
        final int[] count = {0};
        for (int side = ASKS; side <= BIDS; side++) {
            for (int level = best(side); level != NIL; level = worse(side, level)) {
                count[0] += orders(level);
            }
        }
        forEachWaiting((key, place, priceTicks, stopTicks, leavesLots) -> count[0]++);
        return count[0];
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
        return extras == null ? 0 : extras.auction.toldTicks();
    }

    /** @return quantity of the auction as it was last told. */
    public long indicativeLots() {
        return extras == null ? 0 : extras.auction.toldLots();
    }

    /** @return imbalance of the auction as it was last told. */
    public long indicativeImbalanceLots() {
        return extras == null ? 0 : extras.auction.toldImbalanceLots();
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
        final VelocityWindow window = velocity == null ? NOTHING_TRADED : velocity;
        for (int i = 0; velocityWindowNs != 0 && i < VelocityWindow.BUCKETS; i++) {
            record.put(window.bucketAt(i)).put(window.lowAt(i)).put(window.highAt(i));
        }
    }

    /**
     * Takes over what the velocity rule had seen.
     *
     * @param record has what was written; after the rules were applied.
     */
    public void readVelocityFrom(final SnapshotRecordReader record) {
        for (int i = 0; velocityWindowNs != 0 && i < VelocityWindow.BUCKETS; i++) {
            final long bucket = record.next();
            final long lowTicks = record.next();
            final long highTicks = record.next();
            if (bucket != Long.MIN_VALUE) {
                velocity().put(bucket, lowTicks, highTicks);
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
        plainLowTicks = Math.max(Math.max(1, rules.fromTicks(row)), bandLowTicks);
        long plainHighTicks = Math.min(rules.maxPriceTicks(), bandHighTicks);
        if (row + 1 < rules.tickRows()) {
            plainHighTicks = Math.min(plainHighTicks, rules.fromTicks(row + 1) - 1);
        }
        final boolean fits = rules.step(row) <= Integer.MAX_VALUE && plainHighTicks >= plainLowTicks;
        plainStep = fits ? (int) rules.step(row) : 1;
        plainRange = fits ? (int) Math.min(plainHighTicks - plainLowTicks, Integer.MAX_VALUE) : -1;
        final long windowNs = rules.velocityBps() == 0 ? 0 : rules.velocityWindowNs();
        if (windowNs != velocityWindowNs) {
            velocityWindowNs = windowNs;
            velocity = null;
        } else if (velocity != null) {
            velocity.bps(rules.velocityBps());
        }
    }

    /** Of a book with the rule. */
    private VelocityWindow velocity() {
        if (velocity == null) {
            velocity = new VelocityWindow(velocityWindowNs, rules.velocityBps());
        }
        return velocity;
    }

    /**
     * @param handle of an order.
     * @return what is left of it, shown and hidden.
     */
    public long leavesLots(final int handle) {
        return memory.visibleLots(memory.check(handle)) + hiddenLots(handle);
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
        final int side = side(buy);
        for (int level = best(side); level != NIL; level = worse(side, level)) {
            final long priceTicks = priceTicks(side, level);
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
        if (extras == null) {
            return;
        }
        extras.stops.forEach(visitor);
        for (int node = extras.forClose.head(); node != NIL; node = memory.next(node)) {
            visit(memory, node, 0, visitor);
        }
        for (int peg = extras.pegs.head(); peg != NIL; peg = extras.pegs.next(peg)) {
            if (OrderFlags.place(OrderFlags.of(memory, peg)) == OrderFlags.AT_PEG) {
                visit(memory, peg, 0, visitor);
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
        final int other = side(!buy);
        long left = quantityLots;
        for (int level = best(other); level != NIL && left > 0; level = worse(other, level)) {
            final long priceTicks = priceTicks(other, level);
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
                listener.onParked(in.key, parkForClose(), Place.CLOSE);
            } else {
                rest(in.limitTicks);
            }
            return;
        }
        if (phase != TradingPhase.CONTINUOUS) {
            rest(in.limitTicks);
            return;
        }
        in.rests = terms.ordType == OrdType.LIMIT && timeInForce != TimeInForce.IOC && timeInForce != TimeInForce.FOK;
        final long minLots = timeInForce == TimeInForce.FOK ? terms.quantityLots : terms.minLots;
        if (minLots > 0) {
            final long available = availableLots(minLots);
            if (available < minLots) {
                listener.onCancelled(in.key, RejectReason.NOT_FILLABLE, minLots, available);
                return;
            }
        }
        if (terms.postOnly == PostOnly.SLIDE && wouldTake(in.buy, in.limitTicks)) {
            in.limitTicks = slidTicks(in.buy);
            listener.onRepriced(in.key, in.limitTicks);
        }
        todo |= INCOMING;
    }

    private long availableLots(final long enough) {
        final int other = side(!in.buy);
        long available = 0;
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        if (velocity != null) {
            velocity.advanceTo(in.timestampNs);
            lowest = velocity.lowest();
            highest = velocity.highest();
        }
        for (int level = best(other); level != NIL; level = worse(other, level)) {
            final long priceTicks = priceTicks(other, level);
            if (isBeyond(in.buy, priceTicks, in.limitTicks)
                    || priceTicks < bandLowTicks
                    || priceTicks > bandHighTicks) {
                break;
            }
            if (highest != 0 && isTooFast(priceTicks, lowest, highest)) {
                break;
            }
            final long before = available;
            long hidden = 0;
            for (int node = memory.next(level); node != level; node = memory.next(node)) {
                if (in.selfTradePrevention != STP_NONE && in.owner != 0 && in.owner == memory.owner(node)) {
                    if (in.selfTradePrevention == STP_CANCEL_OLDEST) {
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
            if (velocityWindowNs != 0 && available > before) {
                lowest = Math.min(lowest, priceTicks);
                highest = Math.max(highest, priceTicks);
            }
        }
        return available;
    }

    // Matching.

    /** Trades the incoming order, then lets it rest or ends it; false if the listener said that it may not go on. */
    private boolean sweep() {
        final int other = side(!in.buy);
        RejectReason reason = RejectReason.NO_LIQUIDITY;
        long value = 0;
        long limit = 0;
        long checkedTicks = NO_PRICE;
        while (in.leavesLots > 0) {
            final int level = best(other);
            if (level == NIL) {
                break;
            }
            final long priceTicks = rank(other, bestRank(other));
            // What is allowed is so for all orders of a price.
            final boolean toBeChecked = priceTicks != checkedTicks;
            if (toBeChecked && isBeyond(in.buy, priceTicks, in.limitTicks)) {
                break;
            }
            if (!listener.mayGoOn()) {
                return false;
            }
            if (toBeChecked && (priceTicks > bandHighTicks || priceTicks < bandLowTicks)) {
                reason = RejectReason.PRICE_BAND;
                value = priceTicks;
                limit = priceTicks > bandHighTicks ? bandHighTicks : bandLowTicks;
                in.rests = false;
                break;
            }
            if (toBeChecked && velocity != null && isTooFast(priceTicks)) {
                reason = RejectReason.VELOCITY_HALT;
                in.rests = false;
                phase = TradingPhase.HALT;
                listener.onVelocityHalt(priceTicks, velocity.lowest(), velocity.highest());
                listener.onPhase(TradingPhase.HALT);
                break;
            }
            checkedTicks = priceTicks;
            final int node = memory.next(level);
            if (in.selfTradePrevention != STP_NONE && in.owner == memory.owner(node) && in.owner != 0) {
                prevent(node, priceTicks);
            } else {
                trade(level, node, priceTicks);
            }
        }
        todo &= ~INCOMING;
        if (in.leavesLots > 0) {
            if (in.rests) {
                rest(in.limitTicks);
            } else {
                listener.onCancelled(in.key, reason, value, limit);
            }
        }
        if (in.tradedHighTicks != 0) {
            lookAtTrades(true);
        }
        return true;
    }

    private void lookAtTrades(final boolean stopsMayTrigger) {
        if (stopsMayTrigger && extras != null && extras.stops.areWaiting()) {
            todo |= ELECT_BY_TRADES;
        } else {
            forgetTrades();
        }
    }

    private void trade(final int level, final int node, final long priceTicks) {
        final long lots = Math.min(in.leavesLots, memory.visibleLots(node));
        final long key = memory.key(node);
        in.leavesLots -= lots;
        final boolean refreshed = execute(level, node, lots);
        traded(priceTicks);
        listener.onTrade(key, in.key, priceTicks, lots, in.leftAfterExecution, in.visibleAfterExecution, refreshed);
    }

    /** Takes lots from the oldest order of a level; returns whether it showed its next part and went behind the others. */
    private boolean execute(final int level, final int node, final long lots) {
        final long visible = memory.visibleLots(node) - lots;
        memory.visibleLots(node, visible);
        in.visibleAfterExecution = visible;
        in.leftAfterExecution = visible + hiddenLots(node);
        if (visible > 0) {
            return false;
        }
        if (in.leftAfterExecution > 0) {
            final long shown = Math.min(memory.hiddenLots(node), memory.displayLots(node));
            hide(node, -shown);
            memory.visibleLots(node, shown);
            in.visibleAfterExecution = shown;
            memory.moveToTail(level, node);
            return true;
        }
        end(node);
        return false;
    }

    private void traded(final long priceTicks) {
        if (priceTicks == lastTradeTicks && in.tradedHighTicks != 0) {
            // As the trade before it, of the same command.
            return;
        }
        lastTradeTicks = priceTicks;
        in.tradedLowTicks = Math.min(in.tradedLowTicks, priceTicks);
        in.tradedHighTicks = Math.max(in.tradedHighTicks, priceTicks);
        if (velocityWindowNs != 0) {
            velocity().advanceTo(in.timestampNs);
            velocity.add(priceTicks);
        }
    }

    private boolean isTooFast(final long priceTicks) {
        velocity.advanceTo(in.timestampNs);
        return velocity.isTooFast(priceTicks);
    }

    private boolean isTooFast(final long priceTicks, final long lowest, final long highest) {
        return priceTicks - lowest > BookRules.share(lowest, rules.velocityBps())
                || highest - priceTicks > BookRules.share(highest, rules.velocityBps());
    }

    private void prevent(final int node, final long priceTicks) {
        final long restingKey = memory.key(node);
        final long restingLots = leavesLots(node);
        final long lots = Math.min(in.leavesLots, restingLots);
        listener.onSelfTradePrevented(restingKey, in.key, priceTicks, lots, STP[in.selfTradePrevention]);
        final boolean restingEnds = in.selfTradePrevention == STP_CANCEL_OLDEST
                || in.selfTradePrevention == STP_CANCEL_BOTH
                || (in.selfTradePrevention == STP_DECREMENT && restingLots <= in.leavesLots);
        final boolean incomingEnds = in.selfTradePrevention == STP_CANCEL_NEWEST
                || in.selfTradePrevention == STP_CANCEL_BOTH
                || (in.selfTradePrevention == STP_DECREMENT && in.leavesLots <= restingLots);
        if (restingEnds) {
            end(node);
            listener.onCancelled(restingKey, RejectReason.SELF_TRADE, 0, 0);
        } else if (in.selfTradePrevention == STP_DECREMENT) {
            reduceTo(node, restingLots - lots);
            listener.onReduced(restingKey, restingLots - lots, memory.visibleLots(node));
        }
        if (incomingEnds) {
            in.leavesLots = 0;
            listener.onCancelled(in.key, RejectReason.SELF_TRADE, 0, 0);
        } else if (in.selfTradePrevention == STP_DECREMENT) {
            in.leavesLots -= lots;
            listener.onReduced(in.key, in.leavesLots, 0);
        }
    }

    /** Puts the incoming order into the book, behind all others of its price. */
    private void rest(final long priceTicks) {
        final int node = stand(priceTicks);
        final long visible = memory.visibleLots(node);
        listener.onRested(in.key, node, priceTicks, visible, in.leavesLots - visible);
    }

    private int stand(final long priceTicks) {
        final int side = side(in.buy);
        final int node = allocate(NIL, in.flags);
        memory.where(node, append(side, rank(side, priceTicks), node), OrderFlags.hot(in.flags));
        long hidden = 0;
        if ((in.flags & SPECIAL) != 0) {
            hidden = becomeSpecial(node);
        }
        memory.visibleLots(node, in.leavesLots - hidden);
        note(node, 1, in.leavesLots);
        return node;
    }

    /** What a resting order has that a plain limit order has not; returns its hidden lots. */
    private long becomeSpecial(final int node) {
        if ((in.flags & OrderFlags.ICEBERG) != 0) {
            final long hidden = in.leavesLots - Math.min(in.leavesLots, in.displayOrOffset);
            memory.hiddenLots(node, hidden);
            memory.displayOrOffset(node, in.displayOrOffset);
            return hidden;
        }
        memory.displayOrOffset(node, in.displayOrOffset);
        memory.limitTicks(node, in.pegLimitTicks);
        if (OrderFlags.isPeg(in.flags)) {
            extras().pegs.add(node);
            todo |= LOOK_AT_PEGS;
        } else {
            extras().auctionOrders.addLast(node);
        }
        return 0;
    }

    // Levels and queues.

    private int allocate(final int level, final long flags) {
        final int node = memory.allocateOrder();
        memory.key(node, in.key);
        memory.where(node, level, OrderFlags.hot(flags));
        memory.owner(node, in.owner);
        if ((flags & SPECIAL) != 0) {
            memory.flags(node, flags);
        }
        return node;
    }

    /** Takes an order out of where it is, without freeing it. */
    private void takeOut(final int handle) {
        final long flags = OrderFlags.of(memory, handle);
        if ((flags & SPECIAL) != 0) {
            takeOutOfList(handle, flags);
        }
        final boolean buy = (flags & OrderFlags.BUY) != 0;
        switch (OrderFlags.place(flags)) {
            case OrderFlags.AT_BOOK -> {
                note(handle, -1, -leavesLots(handle));
                takeOut(side(buy), handle);
            }
            case OrderFlags.AT_STOP, OrderFlags.AT_TRIGGERED -> {
                extras.stops.remove(handle, flags);
                lookAtTriggered();
            }
            case OrderFlags.AT_CLOSE -> extras.forClose.remove(handle);
            default -> {
                // A waiting pegged order is in its list alone.
            }
        }
    }

    private void takeOutOfList(final int handle, final long flags) {
        if (OrderFlags.isPeg(flags)) {
            extras.pegs.remove(handle);
            look(LOOK_AT_PEGS, !extras.pegs.isEmpty());
        } else if ((flags & (OrderFlags.OPENING | OrderFlags.CLOSING)) != 0
                && OrderFlags.place(flags) == OrderFlags.AT_BOOK) {
            extras.auctionOrders.remove(handle);
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
            extras.stops.elect(in.tradedLowTicks, in.tradedHighTicks);
            extras.stops.startTrailing();
            todo = (todo & ~ELECT_BY_TRADES) | TRAIL;
            lookAtTriggered();
        }
        if ((todo & TRAIL) != 0) {
            if (!extras.stops.trail(in.tradedLowTicks, in.tradedHighTicks)) {
                return false;
            }
            forgetTrades();
            todo = (todo & ~TRAIL) | ELECT_BY_LAST;
        }
        if ((todo & ELECT_BY_LAST) != 0) {
            if (lastTradeTicks != 0 && extras != null) {
                extras.stops.elect(lastTradeTicks, lastTradeTicks);
                lookAtTriggered();
            }
            todo &= ~ELECT_BY_LAST;
        }
        return true;
    }

    private void forgetTrades() {
        in.tradedLowTicks = Long.MAX_VALUE;
        in.tradedHighTicks = 0;
    }

    private void lookAtTriggered() {
        look(LOOK_AT_TRIGGERED, extras.stops.firstTriggered() != NIL);
    }

    private int parkStop(final long stopTicks) {
        final int node = allocateStop();
        extras().stops.add(node, stopTicks);
        return node;
    }

    private int allocateStop() {
        final int node = allocate(NIL, in.flags);
        memory.visibleLots(node, in.leavesLots);
        memory.displayOrOffset(node, in.displayOrOffset);
        memory.limitTicks(node, in.limitTicks);
        return node;
    }

    private int parkTriggered() {
        final int node = allocateStop();
        extras().stops.addTriggered(node);
        todo |= LOOK_AT_TRIGGERED;
        return node;
    }

    /** The first of the triggered stops comes in. */
    private void activateNext() {
        final int node = extras.stops.firstTriggered();
        in.load(memory, node);
        in.limitTicks = memory.limitTicks(node);
        in.rests = OrderFlags.kind(in.flags) == OrderFlags.KIND_STOP_LIMIT;
        in.flags &= OrderFlags.BUY;
        end(node);
        todo |= INCOMING;
        listener.onTriggered(in.key);
    }

    private int parkForClose() {
        final int node = allocate(NIL, in.flags);
        memory.visibleLots(node, in.leavesLots);
        memory.limitTicks(node, in.limitTicks);
        extras().forClose.addLast(node, OrderFlags.AT_CLOSE);
        return node;
    }

    private boolean enterCloseOrders() {
        while (extras != null && !extras.forClose.isEmpty()) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = extras.forClose.head();
            in.load(memory, node);
            end(node);
            rest(in.pegLimitTicks);
        }
        todo &= ~ENTER_CLOSE_ORDERS;
        return true;
    }

    private boolean endAuctionOrders() {
        if ((todo & UNCROSS) == 0 && !endingAuctionOrders) {
            extras.auctionOrders.startPass();
            endingAuctionOrders = true;
        }
        while (true) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = extras.auctionOrders.nextOfPass();
            if (node == NIL) {
                break;
            }
            final long flags = OrderFlags.of(memory, node);
            if ((flags & OrderFlags.OPENING) != 0 || endClosingOrders) {
                final long key = memory.key(node);
                end(node);
                listener.onCancelled(key, RejectReason.AUCTION_OVER, 0, 0);
            }
        }
        endingAuctionOrders = false;
        todo &= ~END_AUCTION_ORDERS;
        return true;
    }

    // Auctions.

    /** The price that decides between those at which an auction would trade the same. */
    private long auctionReferenceTicks() {
        return lastTradeTicks != 0 ? lastTradeTicks : referenceTicks;
    }

    private boolean uncross() {
        extras().auction.startUncrossing(auctionReferenceTicks());
        while (extras.auction.hasLotsLeft()) {
            if (!listener.mayGoOn()) {
                return false;
            }
            matchInAuction();
        }
        extras.auction.endUncrossing();
        todo &= ~UNCROSS;
        if (in.tradedHighTicks != 0) {
            referencePriceTicks(extras.auction.ticks());
            lookAtTrades(phase == TradingPhase.CONTINUOUS);
        }
        return true;
    }

    private void matchInAuction() {
        final int bidLevel = best(BIDS);
        final int askLevel = best(ASKS);
        if (bidLevel == NIL
                || askLevel == NIL
                || bestTicks(true) < extras.auction.ticks()
                || bestTicks(false) > extras.auction.ticks()) {
            extras.auction.breakOff();
            return;
        }
        final int bid = memory.next(bidLevel);
        final int ask = memory.next(askLevel);
        final long bidKey = memory.key(bid);
        final long askKey = memory.key(ask);
        final long lots = Math.min(memory.visibleLots(bid), memory.visibleLots(ask));
        extras.auction.traded(lots);
        final boolean bidRefreshed = execute(bidLevel, bid, lots);
        final long bidLeft = in.leftAfterExecution;
        final long bidVisible = in.visibleAfterExecution;
        final boolean askRefreshed = execute(askLevel, ask, lots);
        traded(extras.auction.ticks());
        listener.onAuctionTrade(
                bidKey,
                askKey,
                extras.auction.ticks(),
                lots,
                bidLeft,
                bidVisible,
                bidRefreshed,
                in.leftAfterExecution,
                in.visibleAfterExecution,
                askRefreshed);
    }

    // Pegged orders.

    private boolean mayMovePegs() {
        return phase != TradingPhase.HALT && phase != TradingPhase.CLOSED;
    }

    /** Looks at pegged orders until one becomes the incoming order or all have been looked at; false if it may not go on. */
    private boolean movePegs() {
        while (extras.pegs.areToBeLookedAt()) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int node = extras.pegs.nextOfPass();
            if (node == NIL) {
                continue;
            }
            final long flags = OrderFlags.of(memory, node);
            final long priceTicks = extras.pegs.priceTicks(node, flags);
            final boolean rests = OrderFlags.place(flags) == OrderFlags.AT_BOOK;
            final long standsAt = rests ? priceTicks(side(OrderFlags.isBuy(flags)), levelOf(node)) : NO_PRICE;
            if (priceTicks == standsAt) {
                continue;
            }
            in.load(memory, node);
            end(node);
            if (priceTicks == NO_PRICE) {
                listener.onParked(in.key, parkPeg(), Place.PEG);
            } else {
                listener.onRepriced(in.key, priceTicks);
                in.limitTicks = priceTicks;
                in.rests = true;
                todo |= INCOMING;
                return true;
            }
        }
        return true;
    }

    private int parkPeg() {
        final int node = allocate(NIL, OrderFlags.at(OrderFlags.AT_PEG, in.flags));
        memory.visibleLots(node, in.leavesLots);
        memory.displayOrOffset(node, in.displayOrOffset);
        memory.limitTicks(node, in.pegLimitTicks);
        extras().pegs.add(node);
        todo |= LOOK_AT_PEGS;
        return node;
    }

    // Small things.

    private RejectReason reject(final RejectReason reason, final long value, final long limit) {
        in.rejectedValue = value;
        in.rejectLimit = limit;
        return reason;
    }

    private boolean wouldTake(final boolean buy, final long priceTicks) {
        final int best = best(side(!buy));
        return phase == TradingPhase.CONTINUOUS && best != NIL && !isBeyond(buy, bestTicks(!buy), priceTicks);
    }

    /** The price one step less aggressive than the best of the other side, which is there. */
    private long slidTicks(final boolean buy) {
        final long best = bestTicks(!buy);
        return buy ? rules.floor(best - 1) : rules.ceiling(best + 1);
    }

    private static boolean isBeyond(final boolean buy, final long priceTicks, final long limitTicks) {
        return buy ? priceTicks > limitTicks : priceTicks < limitTicks;
    }

    @Override
    long totalLots(final int level) {
        long lots = 0;
        for (int node = memory.next(level); node != level; node = memory.next(node)) {
            lots += leavesLots(node);
        }
        return lots;
    }

    private boolean isIceberg(final int node) {
        return (OrderFlags.of(memory, node) & OrderFlags.ICEBERG) != 0;
    }

    private long hiddenLots(final int node) {
        return isIceberg(node) ? memory.hiddenLots(node) : 0;
    }

    /** Tells a visitor of an order that waits. */
    static void visit(final BookMemory memory, final int node, final long stopTicks, final WaitingVisitor visitor) {
        visitor.onWaiting(
                memory.key(node),
                OrderFlags.placeOf(OrderFlags.of(memory, node)),
                memory.limitTicks(node),
                stopTicks,
                memory.visibleLots(node));
    }
}
