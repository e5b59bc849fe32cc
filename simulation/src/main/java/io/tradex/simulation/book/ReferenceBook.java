package io.tradex.simulation.book;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of {@code docs/order-types.md} once more, written from that document and to be read beside it: the methods stand in its
 * order and are named after its rules. It is as slow as that makes it, and never pauses. Single-threaded.
 */
public final class ReferenceBook implements KeyedBook {
    private final MarketRules rules;
    private final BookListener listener;
    private final Map<Long, ReferenceOrder> orders = new HashMap<>();
    private final BookSide bids = new BookSide(true);
    private final BookSide asks = new BookSide(false);
    private final StopOrders stops = new StopOrders();
    private final List<ReferenceOrder> triggered = new ArrayList<>();
    private final List<ReferenceOrder> forTheClose = new ArrayList<>();
    /** In the book or waiting, in the order in which they came to their place. */
    private final List<ReferenceOrder> pegged = new ArrayList<>();

    private final PriceBand band;
    private final VelocityRule velocity;
    private final PegRule pegRule;

    private TradingPhase phase = TradingPhase.CONTINUOUS;
    private long nowNs;
    private long lastTradeTicks;
    private long ordersThatCame;
    /** Of the incoming order, or of the uncrossing. */
    private PriceRange trades = new PriceRange();

    /** That pegged orders follow, as they were last looked at. */
    private PegRule.References references = new PegRule.References(0, 0);

    private boolean peggedAreToBeLookedAt;
    private AuctionPrice indicative = AuctionPrice.NONE;

    /**
     * An empty book in continuous trading.
     *
     * @param rules    of the instrument.
     * @param listener hears of everything; it is never asked whether the book may go on.
     */
    public ReferenceBook(final MarketRules rules, final BookListener listener) {
        this.rules = rules;
        this.listener = listener;
        band = new PriceBand(rules);
        velocity = new VelocityRule(rules);
        pegRule = new PegRule(rules);
    }

    // ---- Commands

    @Override
    public Refusal check(final OrderTerms terms) {
        if (!EntryRules.isInTheTables(terms)) {
            return EntryRules.invalidCombination();
        }
        if (!EntryRules.isAcceptedIn(phase, terms)) {
            return new Refusal(RejectReason.WRONG_PHASE, phase.value(), 0);
        }
        final Refusal badPrice = checkPrices(terms);
        return badPrice.isRefused() ? badPrice : checkPostOnly(terms);
    }

    @Override
    public void enter(final OrderTerms terms, final long timestampNs) {
        nowNs = timestampNs;
        final ReferenceOrder order = new ReferenceOrder(terms);
        orders.put(order.key, order);
        if (order.isStop()) {
            enterStop(order);
        } else if (order.isPegged()) {
            enterPegged(order);
        } else if (order.timeInForce == TimeInForce.AT_THE_CLOSE && phase != TradingPhase.CLOSING_AUCTION) {
            park(order, Place.CLOSE, forTheClose);
        } else if (isCollecting()) {
            rest(order);
        } else {
            slideIfPostOnly(order);
            comeIn(order);
        }
    }

    @Override
    public boolean cancel(final long key, final long timestampNs) {
        nowNs = timestampNs;
        final ReferenceOrder order = orders.get(key);
        if (order == null) {
            return false;
        }
        leave(order);
        return true;
    }

    @Override
    public boolean knows(final long key) {
        return orders.containsKey(key);
    }

    @Override
    public void replace(final OrderTerms terms, final long timestampNs) {
        cancel(terms.key, timestampNs);
        enter(terms, timestampNs);
    }

    @Override
    public boolean reduceTo(final long key, final long leavesLots, final long timestampNs) {
        nowNs = timestampNs;
        final ReferenceOrder order = orders.get(key);
        if (order == null || leavesLots < 1 || leavesLots >= order.leavesLots) {
            return false;
        }
        order.reduceTo(leavesLots);
        return true;
    }

    @Override
    public void phase(final TradingPhase next, final long timestampNs) {
        nowNs = timestampNs;
        final TradingPhase before = phase;
        phase = next;
        indicative = AuctionPrice.NONE;
        listener.onPhase(next);
        switch (next) {
            case CONTINUOUS -> continuousTradingBegins(before);
            case CLOSED -> tradingEnds(before);
            case CLOSING_AUCTION -> {
                ordersForTheCloseComeIn();
                peggedOrdersLeaveTheBook();
            }
            case PRE_OPEN, OPENING_AUCTION -> peggedOrdersLeaveTheBook();
            default -> {}
        }
    }

    @Override
    public void referencePriceTicks(final long ticks) {
        band.referenceTicks(ticks);
    }

    @Override
    public boolean work() {
        boolean more = true;
        while (more) {
            more = firstTriggeredComesIn() || lookAtPeggedOrders();
        }
        tellIndicativePrice();
        return true;
    }

    // ---- Refusals

    /** Range, tick table, band, in this order. */
    private Refusal checkPrices(final OrderTerms terms) {
        final List<Long> ranged = new ArrayList<>();
        final List<Long> onTheTable = new ArrayList<>();
        if (EntryRules.hasPrice(terms)) {
            ranged.add(terms.priceTicks);
        }
        if (EntryRules.standsAtItsPrice(terms)) {
            onTheTable.add(terms.priceTicks);
        }
        if (EntryRules.isStop(terms)) {
            ranged.add(terms.stopTicks);
            onTheTable.add(terms.stopTicks);
        }
        for (final long price : ranged) {
            if (!isPrice(price)) {
                return new Refusal(RejectReason.INVALID_PRICE, price, rules.maxPriceTicks());
            }
        }
        if (terms.offsetTicks > rules.maxPriceTicks() || terms.offsetTicks < -rules.maxPriceTicks()) {
            return new Refusal(RejectReason.INVALID_PRICE, terms.offsetTicks, rules.maxPriceTicks());
        }
        for (final long price : onTheTable) {
            if (!rules.tickTable().hasPrice(price)) {
                return new Refusal(
                        RejectReason.INVALID_TICK, price, rules.tickTable().stepAt(price));
            }
        }
        if (terms.ordType == OrdType.LIMIT && !band.contains(terms.priceTicks)) {
            return new Refusal(RejectReason.PRICE_BAND, terms.priceTicks, band.brokenBy(terms.priceTicks));
        }
        return Refusal.NONE;
    }

    private Refusal checkPostOnly(final OrderTerms terms) {
        final BookSide other = terms.buy ? asks : bids;
        if (terms.postOnly == PostOnly.NONE || phase != TradingPhase.CONTINUOUS || other.isEmpty()) {
            return Refusal.NONE;
        }
        final long met = other.bestPrice();
        final boolean wouldTake = terms.buy ? terms.priceTicks >= met : terms.priceTicks <= met;
        final boolean canSlide = terms.postOnly == PostOnly.SLIDE && isPrice(oneStepShortOf(met, terms.buy));
        return wouldTake && !canSlide ? new Refusal(RejectReason.POST_ONLY, terms.priceTicks, met) : Refusal.NONE;
    }

    // ---- Priority and matching

    /** An order comes in, takes what it can, and the rest rests or is cancelled; then stops look at the trades it made. */
    private void comeIn(final ReferenceOrder incoming) {
        trades = new PriceRange();
        if (isEnoughThereFor(incoming)) {
            take(incoming);
        }
        if (orders.containsKey(incoming.key) && incoming.place == null) {
            restOrEnd(incoming);
        }
        lookAtTrades();
    }

    private void take(final ReferenceOrder incoming) {
        final BookSide other = other(incoming);
        while (isComingIn(incoming) && !other.isEmpty() && incoming.isWithinLimit(other.bestPrice())) {
            meet(incoming, other.best());
        }
    }

    private void meet(final ReferenceOrder incoming, final ReferenceOrder resting) {
        final long price = resting.priceTicks;
        if (!band.contains(price)) {
            end(incoming, RejectReason.PRICE_BAND, price, band.brokenBy(price));
        } else if (velocity.forbids(price, velocity.tradedInWindow(nowNs))) {
            halt(price);
            end(incoming, RejectReason.VELOCITY_HALT, 0, 0);
        } else if (preventsSelfTrade(incoming, resting)) {
            preventSelfTrade(incoming, resting);
        } else {
            trade(incoming, resting);
        }
    }

    private void trade(final ReferenceOrder incoming, final ReferenceOrder resting) {
        final long lots = Math.min(incoming.leavesLots, resting.visibleLots);
        onTradeAt(resting.priceTicks);
        incoming.leavesLots -= lots;
        resting.trade(lots);
        final boolean refreshed = refreshOrLeave(resting);
        listener.onTrade(
                resting.key,
                incoming.key,
                resting.priceTicks,
                lots,
                resting.leavesLots,
                resting.visibleLots,
                refreshed);
        if (incoming.leavesLots == 0) {
            leave(incoming);
        }
    }

    private void onTradeAt(final long priceTicks) {
        trades.add(priceTicks);
        lastTradeTicks = priceTicks;
        velocity.onTrade(priceTicks, nowNs);
    }

    private void restOrEnd(final ReferenceOrder incoming) {
        if (incoming.mayRest()) {
            rest(incoming);
        } else {
            end(incoming, RejectReason.NO_LIQUIDITY, 0, 0);
        }
    }

    private void rest(final ReferenceOrder order) {
        order.showNextPart();
        order.place = Place.BOOK;
        order.cameAs = ordersThatCame++;
        own(order).addBehindAllOthers(order);
        listener.onRested(order.key, handleOf(order), order.priceTicks, order.visibleLots, order.hiddenLots());
    }

    // ---- Fill or kill, minimum quantity

    private boolean isEnoughThereFor(final ReferenceOrder incoming) {
        final long needed = incoming.neededLots();
        final long available = needed == 0 ? 0 : availableTo(incoming);
        if (available < needed) {
            end(incoming, RejectReason.NOT_FILLABLE, needed, available);
            return false;
        }
        return true;
    }

    private long availableTo(final ReferenceOrder incoming) {
        final BookSide other = other(incoming);
        final PriceRange traded = velocity.tradedInWindow(nowNs);
        long available = 0;
        for (final long price : other.prices()) {
            if (!incoming.isWithinLimit(price) || !band.contains(price) || velocity.forbids(price, traded)) {
                return available;
            }
            final List<ReferenceOrder> queue = other.queueAt(price);
            final List<ReferenceOrder> met = ordersMetFirst(incoming, queue);
            final boolean isCounted = met.size() == queue.size();
            final long here = met.stream()
                    .filter(order -> !preventsSelfTrade(incoming, order))
                    .mapToLong(order -> isCounted ? order.leavesLots : order.visibleLots)
                    .sum();
            available += here;
            if (!isCounted) {
                return available;
            }
            if (here > 0) {
                traded.add(price);
            }
        }
        return available;
    }

    /** Those that are met before an order of its own owner ends the count; then what they hide comes behind that one. */
    private static List<ReferenceOrder> ordersMetFirst(
            final ReferenceOrder incoming, final List<ReferenceOrder> queue) {
        return queue.stream()
                .takeWhile(order -> !preventsSelfTrade(incoming, order)
                        || incoming.selfTradePrevention == SelfTradePrevention.CANCEL_OLDEST)
                .toList();
    }

    // ---- Icebergs

    /** After a trade: whether it is an iceberg that showed its next part and went behind all others of its price. */
    private boolean refreshOrLeave(final ReferenceOrder resting) {
        if (resting.leavesLots == 0) {
            leave(resting);
            return false;
        }
        if (resting.visibleLots > 0) {
            return false;
        }
        resting.showNextPart();
        own(resting).goBehindAllOthers(resting);
        return true;
    }

    // ---- Post-only

    private void slideIfPostOnly(final ReferenceOrder order) {
        final BookSide other = other(order);
        if (order.postOnly == PostOnly.SLIDE && !other.isEmpty() && order.isWithinLimit(other.bestPrice())) {
            order.priceTicks = oneStepShortOf(other.bestPrice(), order.buy);
            order.limitTicks = order.priceTicks;
            listener.onRepriced(order.key, order.priceTicks);
        }
    }

    private long oneStepShortOf(final long otherBestTicks, final boolean buy) {
        return buy ? rules.tickTable().below(otherBestTicks) : rules.tickTable().above(otherBestTicks);
    }

    private boolean isPrice(final long ticks) {
        return ticks >= 1 && ticks <= rules.maxPriceTicks();
    }

    // ---- Stops

    private void enterStop(final ReferenceOrder stop) {
        stop.place = Place.STOP;
        stops.add(stop);
        listener.onParked(stop.key, handleOf(stop), Place.STOP);
        if (lastTradeTicks > 0 && stop.isReachedBy(lastTradeTicks)) {
            trigger(stop);
        }
    }

    /** The trades of an incoming order, or of an uncrossing, are looked at as a whole. */
    private void lookAtTrades() {
        if (!trades.isEmpty()) {
            trigger(trades.low(), trades.high());
            trailingStopsFollow();
            lookAtLastTrade();
            trades = new PriceRange();
        }
    }

    private void lookAtLastTrade() {
        if (lastTradeTicks > 0) {
            trigger(lastTradeTicks, lastTradeTicks);
        }
    }

    private void trigger(final long lowTicks, final long highTicks) {
        for (final ReferenceOrder stop : stops.buys()) {
            if (stop.isReachedBy(highTicks)) {
                trigger(stop);
            }
        }
        for (final ReferenceOrder stop : stops.sells()) {
            if (stop.isReachedBy(lowTicks)) {
                trigger(stop);
            }
        }
    }

    private void trigger(final ReferenceOrder stop) {
        stops.remove(stop);
        park(stop, Place.TRIGGERED, triggered);
    }

    private void trailingStopsFollow() {
        for (final ReferenceOrder stop : stops.trailing()) {
            final long followed = stop.buy ? trades.low() + stop.offsetTicks : trades.high() - stop.offsetTicks;
            final boolean isInItsFavour = stop.buy ? followed < stop.stopTicks : followed > stop.stopTicks;
            if (isInItsFavour) {
                stop.priceTicks = Math.max(1, stop.priceTicks + followed - stop.stopTicks);
                stop.limitTicks = stop.priceTicks;
                stop.stopTicks = followed;
                stops.goBehindAllOthers(stop);
                listener.onTrailed(stop.key, followed);
            }
        }
    }

    /** Whether there was one. In other phases than continuous trading the queue stands still. */
    private boolean firstTriggeredComesIn() {
        if (phase != TradingPhase.CONTINUOUS || triggered.isEmpty()) {
            return false;
        }
        final ReferenceOrder stop = triggered.remove(0);
        stop.place = null;
        listener.onTriggered(stop.key);
        comeIn(stop);
        return true;
    }

    // ---- Pegged orders

    private void enterPegged(final ReferenceOrder order) {
        park(order, Place.PEG, pegged);
        peggedAreToBeLookedAt = true;
    }

    /** Whether there was a reason to. */
    private boolean lookAtPeggedOrders() {
        noteChangedReferences();
        if (phase != TradingPhase.CONTINUOUS || !peggedAreToBeLookedAt) {
            return false;
        }
        peggedAreToBeLookedAt = false;
        for (final ReferenceOrder order : List.copyOf(pegged)) {
            if (phase == TradingPhase.CONTINUOUS && pegged.contains(order)) {
                noteChangedReferences();
                follow(order);
                while (firstTriggeredComesIn()) {
                    // What a pegged order's trade triggers comes in before the next pegged order is looked at.
                }
            }
        }
        return true;
    }

    private void noteChangedReferences() {
        final PegRule.References now = PegRule.References.of(bids, asks);
        if (!now.equals(references)) {
            references = now;
            peggedAreToBeLookedAt = true;
        }
    }

    private void follow(final ReferenceOrder order) {
        final long price = pegRule.priceOf(order, references);
        if (price == 0) {
            if (order.place == Place.BOOK) {
                waitOutsideTheBook(order);
            }
        } else if (order.place == Place.PEG || price != order.priceTicks) {
            leavePlace(order);
            order.place = null;
            order.priceTicks = price;
            listener.onRepriced(order.key, price);
            pegged.add(order);
            comeIn(order);
        }
    }

    private void peggedOrdersLeaveTheBook() {
        for (final ReferenceOrder order : List.copyOf(pegged)) {
            if (order.place == Place.BOOK) {
                waitOutsideTheBook(order);
            }
        }
    }

    private void waitOutsideTheBook(final ReferenceOrder order) {
        leavePlace(order);
        park(order, Place.PEG, pegged);
    }

    // ---- Self-trade prevention

    private static boolean preventsSelfTrade(final ReferenceOrder incoming, final ReferenceOrder resting) {
        return incoming.selfTradePrevention != SelfTradePrevention.NONE && incoming.hasOwnerOf(resting);
    }

    private void preventSelfTrade(final ReferenceOrder incoming, final ReferenceOrder resting) {
        final long lots = Math.min(incoming.leavesLots, resting.leavesLots);
        listener.onSelfTradePrevented(
                resting.key, incoming.key, resting.priceTicks, lots, incoming.selfTradePrevention);
        switch (incoming.selfTradePrevention) {
            case CANCEL_NEWEST -> endSelfTrade(incoming);
            case CANCEL_OLDEST -> endSelfTrade(resting);
            case CANCEL_BOTH -> {
                endSelfTrade(resting);
                endSelfTrade(incoming);
            }
            case DECREMENT_AND_CANCEL -> decrementAndCancel(incoming, resting, lots);
            default -> throw new IllegalStateException("no instruction");
        }
    }

    /** What becomes of the resting order is told first. */
    private void decrementAndCancel(final ReferenceOrder incoming, final ReferenceOrder resting, final long lots) {
        final long restingLeaves = resting.leavesLots - lots;
        final long incomingLeaves = incoming.leavesLots - lots;
        if (restingLeaves == 0) {
            endSelfTrade(resting);
        } else {
            resting.reduceTo(restingLeaves);
            listener.onReduced(resting.key, resting.leavesLots, resting.visibleLots);
        }
        if (incomingLeaves == 0) {
            endSelfTrade(incoming);
        } else {
            incoming.leavesLots = incomingLeaves;
            listener.onReduced(incoming.key, incomingLeaves, 0);
        }
    }

    private void endSelfTrade(final ReferenceOrder order) {
        end(order, RejectReason.SELF_TRADE, 0, 0);
    }

    // ---- Velocity halt

    private void halt(final long forbiddenTicks) {
        final PriceRange traded = velocity.tradedInWindow(nowNs);
        phase = TradingPhase.HALT;
        listener.onVelocityHalt(forbiddenTicks, traded.low(), traded.high());
        listener.onPhase(TradingPhase.HALT);
    }

    // ---- Phases

    private boolean isCollecting() {
        return phase == TradingPhase.PRE_OPEN
                || phase == TradingPhase.OPENING_AUCTION
                || phase == TradingPhase.CLOSING_AUCTION;
    }

    private void continuousTradingBegins(final TradingPhase before) {
        uncross();
        cancelOrdersOfTheAuction(before);
        lookAtTrades();
        lookAtLastTrade();
        peggedAreToBeLookedAt = true;
    }

    private void tradingEnds(final TradingPhase before) {
        if (before == TradingPhase.CLOSING_AUCTION) {
            uncross();
            cancelOrdersOfTheAuction(before);
        }
    }

    private void ordersForTheCloseComeIn() {
        for (final ReferenceOrder order : List.copyOf(forTheClose)) {
            forTheClose.remove(order);
            rest(order);
        }
    }

    /** In the order in which they came to their place, bids and asks together. */
    private void cancelOrdersOfTheAuction(final TradingPhase before) {
        final List<ReferenceOrder> resting = new ArrayList<>(bids.orders());
        resting.addAll(asks.orders());
        resting.sort(Comparator.comparingLong(order -> order.cameAs));
        for (final ReferenceOrder order : resting) {
            final boolean wasForTheClose =
                    order.timeInForce == TimeInForce.AT_THE_CLOSE && before == TradingPhase.CLOSING_AUCTION;
            if (order.timeInForce == TimeInForce.AT_THE_OPENING || wasForTheClose) {
                end(order, RejectReason.AUCTION_OVER, 0, 0);
            }
        }
    }

    // ---- Auctions

    private AuctionPrice auctionPrice() {
        return AuctionPrice.of(bids, asks, lastTradeTicks > 0 ? lastTradeTicks : band.referenceTicks());
    }

    private void uncross() {
        trades = new PriceRange();
        final long price = auctionPrice().priceTicks();
        if (price == 0) {
            return;
        }
        while (!bids.isEmpty() && bids.bestPrice() >= price && !asks.isEmpty() && asks.bestPrice() <= price) {
            auctionTrade(bids.best(), asks.best(), price);
        }
        band.referenceTicks(price);
    }

    private void auctionTrade(final ReferenceOrder bid, final ReferenceOrder ask, final long priceTicks) {
        final long lots = Math.min(bid.visibleLots, ask.visibleLots);
        onTradeAt(priceTicks);
        bid.trade(lots);
        ask.trade(lots);
        final boolean bidRefreshed = refreshOrLeave(bid);
        final boolean askRefreshed = refreshOrLeave(ask);
        listener.onAuctionTrade(
                bid.key,
                ask.key,
                priceTicks,
                lots,
                bid.leavesLots,
                bid.visibleLots,
                bidRefreshed,
                ask.leavesLots,
                ask.visibleLots,
                askRefreshed);
    }

    private void tellIndicativePrice() {
        final boolean isAuction = phase == TradingPhase.OPENING_AUCTION || phase == TradingPhase.CLOSING_AUCTION;
        final AuctionPrice now = isAuction ? auctionPrice() : AuctionPrice.NONE;
        if (isAuction && !now.equals(indicative)) {
            listener.onIndicative(now.priceTicks(), now.lots(), now.imbalanceLots());
        }
        indicative = now;
    }

    // ---- Where orders are

    private boolean isComingIn(final ReferenceOrder incoming) {
        return orders.containsKey(incoming.key);
    }

    private BookSide own(final ReferenceOrder order) {
        return order.buy ? bids : asks;
    }

    private BookSide other(final ReferenceOrder order) {
        return order.buy ? asks : bids;
    }

    private void park(final ReferenceOrder order, final Place place, final List<ReferenceOrder> list) {
        order.place = place;
        order.visibleLots = 0;
        list.add(order);
        listener.onParked(order.key, handleOf(order), place);
    }

    private void end(final ReferenceOrder order, final RejectReason reason, final long value, final long limit) {
        leave(order);
        listener.onCancelled(order.key, reason, value, limit);
    }

    private void leave(final ReferenceOrder order) {
        leavePlace(order);
        order.place = null;
        orders.remove(order.key);
    }

    private void leavePlace(final ReferenceOrder order) {
        if (order.isPegged()) {
            pegged.remove(order);
        }
        if (order.place == Place.BOOK) {
            own(order).remove(order);
        }
        stops.remove(order);
        triggered.remove(order);
        forTheClose.remove(order);
    }

    /** A handle may be any number; nothing here is found by it. */
    private static int handleOf(final ReferenceOrder order) {
        return (int) order.key;
    }

    @Override
    public void restart() {
        // It has no snapshots.
    }

    @Override
    public TradingPhase phase() {
        return phase;
    }

    @Override
    public BookState state() {
        return new BookState(phase, lastTradeTicks, band.referenceTicks(), resting(bids), resting(asks), waiting());
    }

    private static List<BookState.Resting> resting(final BookSide side) {
        return side.orders().stream()
                .map(order -> new BookState.Resting(order.key, order.priceTicks, order.visibleLots, order.hiddenLots()))
                .toList();
    }

    private List<BookState.Waiting> waiting() {
        final List<ReferenceOrder> waiting = new ArrayList<>(stops.buys());
        waiting.addAll(stops.sells());
        waiting.addAll(triggered);
        waiting.addAll(forTheClose);
        waiting.addAll(pegged.stream().filter(order -> order.place == Place.PEG).toList());
        return waiting.stream()
                .map(order -> new BookState.Waiting(
                        order.key,
                        order.place,
                        order.limitTicks,
                        order.place == Place.STOP ? order.stopTicks : 0,
                        order.leavesLots))
                .toList();
    }
}
