package io.tradex.core.engine;

import io.tradex.core.account.Position;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderTerms;
import io.tradex.core.order.Order;
import io.tradex.core.order.OrderStore;
import io.tradex.core.order.ParentOrder;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.WaitingParents;
import io.tradex.core.routing.Allocation;
import io.tradex.core.routing.CircuitBreaker;
import io.tradex.core.routing.Ranking;
import io.tradex.core.routing.Venue;
import io.tradex.core.routing.VenueQuotes;
import io.tradex.core.routing.VenueRoute;
import io.tradex.core.routing.VenueTerms;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.protocol.types.WhenTripped;
import io.tradex.protocol.venue.AlarmKind;
import java.util.Arrays;

/**
 * Spreads smartly routed orders over venues and the core's own book: decides which children an order gets, and when. What is
 * decided waits until the input's own work is done, so that nothing is sent in the middle of matching; {@link #resume()} then
 * does it, a step at a time.
 *
 * <p>Only what is neither filled nor exposed is ever sent: {@code filled + Σ exposure(child) ≤ quantity} after every step.
 */
final class SmartRouting {
    /** Destination of an order that is to be routed smartly. */
    static final int DESTINATION = -1;

    /** Live children that one order may have. */
    static final int MAX_LIVE_CHILDREN = 64;

    /** Children that one order may make. */
    static final int MAX_CHILDREN = 1024;

    /** Orders that wait for a place of which one quote makes the core think again. */
    static final int MAX_LOOKS = 64;

    /** The own book always fills what it shows. */
    private static final long SURE = Long.MAX_VALUE;
    /** How many orders of the own book's best price count for what it shows: more would take too long to count. */
    private static final int OWN_ORDERS_COUNTED = 1_000;

    private final EngineState state;
    private final EngineOutput output;
    private final Reports reports;
    private final Matching matching;
    private final VenueRouting routing;
    private final VenueOrders venueOrders;
    private final VenueOutlet outlet;
    private final ParentOrders parents;

    private final Ranking ranking = new Ranking();
    private final Allocation allocation = new Allocation();

    /** Orders that something is to be done about, oldest first; empty between inputs. */
    private Order[] due = new Order[64];

    private long[] dueIds = new long[64];
    private int dueHead;
    private int dueTail;

    /** The children that are about to be made for one order. */
    private Order planFor;

    private final int[] planVenue = new int[Venue.MAX_VENUE_ID + 1];
    private final long[] planLots = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] planTicks = new long[Venue.MAX_VENUE_ID + 1];
    private TimeInForce planTimeInForce = TimeInForce.IOC;
    private int planSize;
    private int planCursor;

    /** Venues whose queues are to be emptied, bit 0 for venue 1: of new orders, or of all. */
    private long unsentOrders;

    private long unsentAll;

    SmartRouting(
            final EngineState state,
            final EngineOutput output,
            final Reports reports,
            final Matching matching,
            final VenueRouting routing,
            final VenueOrders venueOrders,
            final VenueOutlet outlet,
            final ParentOrders parents) {
        this.state = state;
        this.output = output;
        this.reports = reports;
        this.matching = matching;
        this.routing = routing;
        this.venueOrders = venueOrders;
        this.outlet = outlet;
        this.parents = parents;
        parents.routing(this);
    }

    // ---- what comes in ----------------------------------------------------------------------------------------------

    /** How a new order is to be spread: by its own words, else by its client's instructions, else at the best price. */
    static void spread(
            final OrderStore orders,
            final Order order,
            final Client client,
            final long venueMask,
            final RoutingStrategy strategy,
            final boolean excludeOwnBook) {
        final ParentOrder asParent = orders.spread(order);
        asParent.venueMask = (venueMask == 0 ? -1 : venueMask) & client.venueMask();
        asParent.excludeOwnBook = excludeOwnBook || client.excludesOwnBook();
        asParent.strategy = strategy != RoutingStrategy.NONE
                ? strategy
                : client.strategy() != RoutingStrategy.NONE ? client.strategy() : RoutingStrategy.BEST_PRICE;
    }

    /** How many venues an order's routing allows, whether they can take it now or not. */
    int venuesAllowed(final Order order) {
        int allowed = 0;
        for (int i = 0; i < state.venueList.size(); i++) {
            final Venue venue = state.venueList.get(i);
            if (venue.route().terms().smart() && (order.asParent.venueMask & Ranking.bit(venue.venueId())) != 0) {
                allowed++;
            }
        }
        return allowed;
    }

    /** Whether there is a place at all where an order could go now. */
    boolean hasPlaceFor(final Order order) {
        if (!order.asParent.excludeOwnBook) {
            return true;
        }
        for (int i = 0; i < state.venueList.size(); i++) {
            final Venue venue = state.venueList.get(i);
            if ((order.asParent.venueMask & Ranking.bit(venue.venueId())) != 0 && isWell(venue)) {
                return true;
            }
        }
        return false;
    }

    /** Something is to be done about a parent, once the input's own work is done. */
    void due(final Order parent) {
        if (parent.asParent.isDue) {
            return;
        }
        parent.asParent.isDue = true;
        if (dueTail == due.length) {
            due = Arrays.copyOf(due, 2 * dueTail);
            dueIds = Arrays.copyOf(dueIds, 2 * dueTail);
        }
        due[dueTail] = parent;
        dueIds[dueTail++] = parent.orderId;
    }

    void onSettings(final Venue venue, final VenueTerms terms) {
        venue.route().terms(terms, state.timestampNs);
        lookAtVenues();
        onVenueUp(venue);
    }

    /**
     * A venue shows something new: of the orders that wait for a place in this instrument, those that have waited longest look
     * whether it is one.
     */
    void onQuote(final Venue venue, final VenueQuotes quotes) {
        final WaitingParents waiting = quotes.waiting();
        if (waiting.size() == 0 || !isWell(venue) || !outlet.hasRoom(venue.venueId())) {
            return;
        }
        final boolean someMustWait = waiting.size() > MAX_LOOKS;
        Order parent = waiting.head();
        for (int looks = Math.min(waiting.size(), MAX_LOOKS); looks > 0; looks--) {
            final Order next = parent.asParent.nextOfWaiting();
            if (mayTake(venue.venueId(), quotes, parent)) {
                wake(parent, Ranking.bit(venue.venueId()));
            } else if (someMustWait) {
                // So that each has its turn, however many there are.
                parents.waitForPlace(parent);
            }
            parent = next;
        }
    }

    /** Whether a venue that has quoted is a place for an order: it was none before, or its price is good enough now. */
    private static boolean mayTake(final int venueId, final VenueQuotes quotes, final Order parent) {
        final ParentOrder asParent = parent.asParent;
        if (asParent.pending != ParentOrder.Pending.NONE || (asParent.venueMask & Ranking.bit(venueId)) == 0) {
            return false;
        }
        final boolean buy = parent.isBuy();
        final long priceE8 = quotes.priceE8(venueId, buy);
        return (asParent.triedVenues & Ranking.bit(venueId)) == 0
                || (priceE8 > 0
                        && quotes.lots(venueId, buy) > 0
                        && reaches(parent, ticksOf(parent.instrument, priceE8, buy)));
    }

    /** A venue can take orders again: all that wait for a place, and may use it, look at it. */
    void onVenueUp(final Venue venue) {
        if (!isWell(venue)) {
            return;
        }
        final long bit = Ranking.bit(venue.venueId());
        for (int i = 0; i < state.quoteList.size(); i++) {
            for (Order parent = state.quoteList.get(i).waiting().head();
                    parent != null;
                    parent = parent.asParent.nextOfWaiting()) {
                if (parent.asParent.pending == ParentOrder.Pending.NONE && (parent.asParent.venueMask & bit) != 0) {
                    wake(parent, bit);
                }
            }
        }
    }

    /** The core's own book takes orders again, perhaps. */
    void onPhase(final Instrument instrument, final TradingPhase phase) {
        final VenueQuotes quotes = state.quotes.get(instrument.instrumentId());
        if (quotes == null
                || (phase != TradingPhase.PRE_OPEN
                        && phase != TradingPhase.OPENING_AUCTION
                        && phase != TradingPhase.CONTINUOUS)) {
            return;
        }
        for (Order parent = quotes.waiting().head(); parent != null; parent = parent.asParent.nextOfWaiting()) {
            if (parent.asParent.pending == ParentOrder.Pending.NONE && !parent.asParent.excludeOwnBook) {
                parent.asParent.triedOwnBook = false;
                wake(parent, 0);
            }
        }
    }

    /** An order that waits for a place looks again; venues that it had tried in vain may be asked again. */
    private void wake(final Order parent, final long venues) {
        parent.asParent.triedVenues &= ~venues;
        parent.asParent.night = ParentOrder.Night.NONE;
        parent.rehash(state.hash);
        due(parent);
    }

    /** A venue's session is lost: what it showed is forgotten, and what waited for it never left. */
    void onVenueDown(final Venue venue) {
        venue.route().onSessionLost(state.timestampNs);
        forget(venue);
    }

    /** The core has started: no venue's session is up, and what waited for one never left. */
    void onCoreStarted() {
        for (int i = 0; i < state.venueList.size(); i++) {
            forget(state.venueList.get(i));
        }
    }

    private void forget(final Venue venue) {
        for (int i = 0; i < state.quoteList.size(); i++) {
            state.quoteList.get(i).forget(venue.venueId());
        }
        unsentAll |= Ranking.bit(venue.venueId());
        // Whoever waited for an answer of this venue before going on waits no longer.
        for (VenueOrder at = venue.orders().head(); at != null; at = at.nextOfVenue()) {
            if (at.order.parent != null) {
                due(at.order.parent);
            }
        }
        lookAtVenues();
    }

    /** A venue's breaker may have another state. */
    void lookAtVenues() {
        state.breakersTouched = true;
    }

    /** The next time at which something falls due; Long.MAX_VALUE if nothing does. */
    long nextDeadlineNs() {
        long deadlineNs = outlet.nextDeadlineNs();
        for (int i = 0; i < state.venueList.size(); i++) {
            deadlineNs = Math.min(
                    deadlineNs, state.venueList.get(i).route().breaker().openUntilNs());
        }
        return deadlineNs;
    }

    // ---- what is done -----------------------------------------------------------------------------------------------

    /** Does all that is due, after the input's own work; returns whether it is done with. */
    boolean resume() {
        while (true) {
            if (!matching.resume()) {
                return false;
            }
            if (planCursor < planSize) {
                if (!output.hasRoom()) {
                    return false;
                }
                makePlanned();
            } else if (state.breakersTouched || (unsentOrders | unsentAll) != 0) {
                if (!output.hasRoom()) {
                    return false;
                }
                lookAtOneVenue();
            } else if (dueHead < dueTail) {
                if (!output.hasRoom()) {
                    return false;
                }
                final Order parent = due[dueHead];
                final boolean known = parent.orderId == dueIds[dueHead];
                due[dueHead++] = null;
                if (dueHead == dueTail) {
                    dueHead = 0;
                    dueTail = 0;
                }
                if (known) {
                    parent.asParent.isDue = false;
                    decide(parent);
                }
            } else {
                return outlet.release();
            }
        }
    }

    /** Tells of one breaker that has changed, or takes one request back that will not go. */
    private void lookAtOneVenue() {
        if (state.breakersTouched) {
            for (int i = 0; i < state.venueList.size(); i++) {
                final Venue venue = state.venueList.get(i);
                venue.route().onTime(state.timestampNs);
                if (venue.route().takeBreakerChanged()) {
                    tellOfBreaker(venue);
                    return;
                }
            }
            state.breakersTouched = false;
            return;
        }
        if (unsentAll != 0) {
            final int venueId = Long.numberOfTrailingZeros(unsentAll) + 1;
            final long request = outlet.takeBack(venueId, false);
            if (request == -1) {
                unsentAll &= unsentAll - 1;
            } else {
                venueOrders.unsent(request, RejectReason.VENUE_UNAVAILABLE, venueId);
            }
            return;
        }
        final int venueId = Long.numberOfTrailingZeros(unsentOrders) + 1;
        final long request = outlet.takeBack(venueId, true);
        if (request == -1) {
            unsentOrders &= unsentOrders - 1;
        } else {
            venueOrders.unsent(request, RejectReason.VENUE_TRIPPED, venueId);
        }
    }

    private void tellOfBreaker(final Venue venue) {
        final CircuitBreaker breaker = venue.route().breaker();
        reports.breakerChanged(venue.venueId(), breaker.state());
        state.venuesTouched = true;
        onVenueUp(venue);
        if (breaker.state() == BreakerState.OPEN) {
            reports.alarm(AlarmKind.BREAKER_OPEN, venue.venueId(), breaker.openedAt());
            unsentOrders |= Ranking.bit(venue.venueId());
        } else if (breaker.state() == BreakerState.CLOSED) {
            reports.alarm(AlarmKind.BREAKER_CLOSED, venue.venueId(), 0);
        }
    }

    /** Decides what becomes of a parent's quantity that is neither filled nor exposed. */
    private void decide(final Order parent) {
        planSize = 0;
        planCursor = 0;
        chooseFor(parent);
        if (planSize > 0) {
            parents.stopWaiting(parent);
        }
    }

    private void chooseFor(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        if (!parent.live) {
            return;
        }
        if (asParent.pending != ParentOrder.Pending.NONE) {
            if (!asParent.resigned) {
                parents.callBack(parent);
            }
            return;
        }
        final long openLots = parent.leavesQtyLots - parent.exposureLots;
        if (openLots <= 0) {
            parents.stopWaiting(parent);
            return;
        }
        if (asParent.liveChildren == MAX_LIVE_CHILDREN || asParent.night != ParentOrder.Night.NONE) {
            return;
        }
        if (!parents.isInTime(parent)) {
            if (asParent.liveChildren == 0) {
                parents.end(
                        parent,
                        OrdStatus.EXPIRED,
                        parent.outlivesDay() ? RejectReason.EXPIRED : RejectReason.END_OF_DAY,
                        0);
            }
            return;
        }
        if (asParent.childrenMade == MAX_CHILDREN) {
            endUnlessExposed(parent, RejectReason.ROUTING_LIMIT, asParent.childrenMade);
            return;
        }
        if (!state.orders.hasRoom()) {
            endUnlessExposed(parent, RejectReason.ORDER_CAPACITY, state.orders.capacity());
            return;
        }
        planFor = parent;
        if (asParent.strategy == RoutingStrategy.DARK_FIRST && !asParent.darkDone) {
            asParent.darkDone = true;
            parent.rehash(state.hash);
            if (ownBookReaches(parent) && ownBookTakes(parent, parent.limitTicks(), TimeInForce.IOC)) {
                plan(Ranking.OWN_BOOK, openLots, parent.limitTicks(), TimeInForce.IOC);
                return;
            }
        }
        final boolean oneByOne =
                asParent.strategy == RoutingStrategy.BEST_PRICE || asParent.strategy == RoutingStrategy.SEQUENTIAL;
        if (oneByOne && isAnswerExpected(parent)) {
            return;
        }
        rank(parent);
        if (ranking.size() > 0) {
            planImmediate(parent, openLots);
        } else if (!isAnswerExpected(parent)) {
            placeRest(parent, openLots);
        }
    }

    private void planImmediate(final Order parent, final long openLots) {
        final ParentOrder asParent = parent.asParent;
        final int maxParts = Math.min(MAX_LIVE_CHILDREN - asParent.liveChildren, MAX_CHILDREN - asParent.childrenMade);
        allocation.share(asParent.strategy, ranking, openLots, maxParts);
        final boolean atLimit = asParent.strategy == RoutingStrategy.SEQUENTIAL;
        for (int rank = 0; rank < allocation.parts(); rank++) {
            if (allocation.lots(rank) > 0) {
                plan(
                        ranking.venueId(rank),
                        allocation.lots(rank),
                        atLimit ? parent.limitTicks() : ranking.priceTicks(rank),
                        TimeInForce.IOC);
            }
        }
    }

    /** What no shown price is good enough for: rests in one place, waits for one, or ends. */
    private void placeRest(final Order parent, final long openLots) {
        if (parent.ordType == OrdType.MARKET || parent.timeInForce == TimeInForce.IOC) {
            endUnlessExposed(parent, RejectReason.NO_LIQUIDITY, 0);
            return;
        }
        final int venueId = cheapestToRest(parent.asParent);
        final TimeInForce inOwnBook = parent.outlivesDay() ? TimeInForce.GTC : parent.timeInForce;
        if (venueId != 0) {
            // The core alone keeps an order over the night: what a venue has of it ends with the venue's day.
            plan(venueId, openLots, parent.priceTicks, TimeInForce.DAY);
        } else if (!parent.asParent.excludeOwnBook
                && !parent.asParent.triedOwnBook
                && ownBookTakes(parent, parent.priceTicks, inOwnBook)) {
            plan(Ranking.OWN_BOOK, openLots, parent.priceTicks, inOwnBook);
        } else {
            parents.waitForPlace(parent);
        }
    }

    /** An order whose venues still may fill some of it goes on; it is looked at again when they have answered. */
    private void endUnlessExposed(final Order parent, final RejectReason reason, final long value) {
        if (parent.asParent.liveChildren == 0) {
            parents.end(parent, OrdStatus.CANCELED, reason, value);
        }
    }

    /** Whether an immediate child is out whose venue can answer. */
    private boolean isAnswerExpected(final Order parent) {
        for (Order child = parent.asParent.firstChild(); child != null; child = child.nextOfParent()) {
            if (child.timeInForce == TimeInForce.IOC
                    && (child.atVenue == null
                            || (state.venues[child.atVenue.venueId].isUp()
                                    && child.ordStatus != OrdStatus.SUSPENDED))) {
                return true;
            }
        }
        return false;
    }

    /** Ranks all places whose price the order's limit reaches. */
    private void rank(final Order parent) {
        final ParentOrder asParent = parent.asParent;
        final boolean buy = parent.isBuy();
        ranking.begin(buy);
        final VenueQuotes quotes = state.quotes.get(parent.instrumentId);
        long left = quotes == null ? 0 : quotes.venues() & asParent.venueMask & ~asParent.triedVenues;
        for (; left != 0; left &= left - 1) {
            final int venueId = Long.numberOfTrailingZeros(left) + 1;
            final Venue venue = state.venues[venueId];
            final long priceE8 = quotes.priceE8(venueId, buy);
            if (priceE8 > 0 && quotes.lots(venueId, buy) > 0 && isWell(venue) && outlet.isFree(venueId)) {
                final long ticks = ticksOf(parent.instrument, priceE8, buy);
                if (reaches(parent, ticks)) {
                    final VenueRoute route = venue.route();
                    ranking.add(
                            venueId,
                            priceE8,
                            ticks,
                            quotes.lots(venueId, buy),
                            route.terms().takerFeeE8(),
                            route.latencyNs(),
                            route.fillProbability());
                }
            }
        }
        if (ownBookReaches(parent) && !asParent.triedOwnBook) {
            final OrderBook book = parent.instrument.book();
            final long ticks = book.bestTicks(!buy);
            if (ownBookTakes(parent, ticks, TimeInForce.IOC)) {
                ranking.add(
                        Ranking.OWN_BOOK,
                        ticks * parent.instrument.tickSizeE8(),
                        ticks,
                        book.bestFrontLots(!buy, OWN_ORDERS_COUNTED),
                        0,
                        0,
                        SURE);
            }
        }
    }

    /** A price as a limit that reaches it: a buyer's is rounded up. */
    private static long ticksOf(final Instrument instrument, final long priceE8, final boolean buy) {
        final long tickE8 = instrument.tickSizeE8();
        final long ticks = priceE8 / tickE8;
        return buy && priceE8 % tickE8 != 0 ? ticks + 1 : ticks;
    }

    private static boolean reaches(final Order parent, final long ticks) {
        return parent.isBuy()
                ? ticks <= parent.limitTicks()
                : ticks >= parent.limitTicks() && ticks <= parent.instrument.maxPriceTicks();
    }

    private static boolean ownBookReaches(final Order parent) {
        final long bestTicks = parent.instrument.book().bestTicks(!parent.isBuy());
        return !parent.asParent.excludeOwnBook && bestTicks != 0 && reaches(parent, bestTicks);
    }

    /** Whether the own book would take a part of an order now. */
    private boolean ownBookTakes(final Order parent, final long ticks, final TimeInForce timeInForce) {
        final Position position = parent.account.positionOrNull(parent.instrumentId);
        if (position != null && position.protection().hasTripped()) {
            return false;
        }
        final OrderTerms terms = matching.terms().of(parent);
        terms.ordType = OrdType.LIMIT;
        terms.timeInForce = timeInForce;
        terms.priceTicks = ticks;
        return parent.instrument.book().check(terms) == RejectReason.NONE;
    }

    private boolean isWell(final Venue venue) {
        return venue.isUp() && venue.route().terms().smart() && !venue.route().isTripped(state.timestampNs);
    }

    /** The venue where resting costs least; 0 if none can take an order. */
    private int cheapestToRest(final ParentOrder asParent) {
        Venue best = null;
        for (long left = asParent.venueMask & ~asParent.triedVenues; left != 0; left &= left - 1) {
            final Venue venue = state.venues[Long.numberOfTrailingZeros(left) + 1];
            if (venue != null
                    && isWell(venue)
                    && outlet.hasRoom(venue.venueId())
                    && (best == null || restsBetter(venue.route(), best.route()))) {
                best = venue;
            }
        }
        return best == null ? 0 : best.venueId();
    }

    private static boolean restsBetter(final VenueRoute one, final VenueRoute other) {
        if (one.terms().makerFeeE8() != other.terms().makerFeeE8()) {
            return one.terms().makerFeeE8() < other.terms().makerFeeE8();
        }
        if (one.latencyNs() != other.latencyNs()) {
            return one.latencyNs() < other.latencyNs();
        }
        return one.fillProbability() > other.fillProbability();
    }

    // ---- children ---------------------------------------------------------------------------------------------------

    private void plan(final int venueId, final long lots, final long ticks, final TimeInForce timeInForce) {
        planVenue[planSize] = venueId;
        planLots[planSize] = lots;
        planTicks[planSize] = ticks;
        planTimeInForce = timeInForce;
        planSize++;
    }

    /** Makes and sends the next planned child, unless what happened to the ones before has made it too much. */
    private void makePlanned() {
        final int next = planCursor++;
        final Order parent = planFor;
        final long openLots = parent.leavesQtyLots - parent.exposureLots;
        if (!parent.live || parent.asParent.pending != ParentOrder.Pending.NONE || openLots <= 0) {
            planCursor = planSize;
            return;
        }
        if (!state.orders.hasRoom()) {
            planCursor = planSize;
            due(parent);
            return;
        }
        final int venueId = planVenue[next];
        final Order child = makeChild(parent, venueId, Math.min(openLots, planLots[next]), planTicks[next]);
        if (venueId == Ranking.OWN_BOOK) {
            child.ordStatus = OrdStatus.NEW;
            child.rehash(state.hash);
            matching.enter(child);
            return;
        }
        final VenueQuotes quotes = state.quotes.get(parent.instrumentId);
        if (quotes != null && child.timeInForce == TimeInForce.IOC) {
            quotes.use(venueId, parent.isBuy(), child.quantityLots);
        }
        child.route(venueId).priceTicks = planTicks[next];
        routing.send(child);
    }

    private Order makeChild(final Order parent, final int venueId, final long lots, final long ticks) {
        state.makeRoomForOrder();
        final Order child = state.orders.acquire(++state.lastOrderId);
        child.account = parent.account;
        child.instrument = parent.instrument;
        child.instrumentId = parent.instrumentId;
        child.destination = venueId;
        child.side = parent.side;
        child.ordType = OrdType.LIMIT;
        child.timeInForce = planTimeInForce;
        child.pegType = PegType.NONE;
        child.postOnly = PostOnly.NONE;
        child.selfTradePrevention = parent.selfTradePrevention;
        child.priceTicks = ticks;
        child.quantityLots = lots;
        child.leavesQtyLots = lots;
        child.createdNs = state.timestampNs;
        child.parent = parent;
        state.orders.goLive(child, null, null);
        parents.adopt(child);
        return child;
    }

    /** Whether a child that was refused because its venue's breaker opened ends the whole order. */
    boolean endsWhenTripped(final int venueId) {
        return state.venues[venueId].route().terms().whenTripped() == WhenTripped.REJECT;
    }
}
