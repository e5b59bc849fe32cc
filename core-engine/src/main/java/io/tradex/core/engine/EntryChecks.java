package io.tradex.core.engine;

import io.tradex.core.account.Position;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.Instrument;
import io.tradex.core.book.OrderBook;
import io.tradex.core.order.Order;
import io.tradex.core.risk.Reservations;
import io.tradex.core.routing.RequestQueue;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.TimeInForce;

/** What an order must pass before it is accepted. An order that fails carries the reason, the figure and the limit. */
final class EntryChecks {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    private static final long MAX_CASH_MICROS = 1L << 60;

    private final EngineState state;
    private final Reservations reservations;
    private final VenueRouting routing;
    private final SmartRouting smart;
    private final BookTerms terms;

    EntryChecks(
            final EngineState state,
            final Reservations reservations,
            final VenueRouting routing,
            final SmartRouting smart,
            final BookTerms terms) {
        this.state = state;
        this.reservations = reservations;
        this.routing = routing;
        this.smart = smart;
        this.terms = terms;
    }

    /** Checks a new order and reserves for it. */
    boolean passes(final Order order, final Session session) {
        final Instrument instrument = order.instrument;
        if (instrument == null) {
            return fail(order, RejectReason.UNKNOWN_INSTRUMENT, order.instrumentId, 0);
        }
        if (!mayTrade(order, session.sessionId, session.killed)) {
            return false;
        }
        if (instrument.isRetired()) {
            return fail(order, RejectReason.INSTRUMENT_RETIRED, order.instrumentId, 0);
        }
        final boolean forMoney = order.cashMicros != 0;
        if (forMoney ? !isOrderForMoney(order) : order.quantityLots < 1) {
            return fail(order, RejectReason.INVALID_QUANTITY, order.quantityLots, instrument.maxQuantityLots());
        }
        if (order.quantityLots > instrument.maxQuantityLots()) {
            return fail(order, RejectReason.INVALID_QUANTITY, order.quantityLots, instrument.maxQuantityLots());
        }
        if (order.timeInForce == TimeInForce.GTD ? order.expireNs <= state.timestampNs : order.expireNs != 0) {
            return order.timeInForce == TimeInForce.GTD
                    ? fail(order, RejectReason.EXPIRED, state.timestampNs, order.expireNs)
                    : fail(order, RejectReason.INVALID_COMBINATION, 0, 0);
        }
        final boolean passes = order.isParent()
                ? passesForRouting(order)
                : order.destination != 0
                        ? passesForVenue(order)
                        : instrument.assetClass() == AssetClass.MUTUAL_FUND
                                ? passesForFund(order)
                                : passesForBook(order);
        if (!passes) {
            return false;
        }
        final long limitTicks = order.isRouted() ? order.atVenue.priceTicks : order.limitTicks();
        if (!passesSize(order, limitTicks)) {
            return false;
        }
        final boolean reserved = forMoney
                ? reservations.reserveCash(
                        order, order.cashMicros + BookRules.share(order.cashMicros, state.marketCollarBps))
                : reservations.reserve(order, limitTicks);
        return reserved || fail(order, reservations.reason(), reservations.rejectedValue(), reservations.rejectLimit());
    }

    /** Only a venue says how many lots an amount of money makes, and only a buyer knows what it may cost. */
    private static boolean isOrderForMoney(final Order order) {
        return order.quantityLots == 0
                && order.cashMicros > 0
                && order.cashMicros <= MAX_CASH_MICROS
                && order.destination > 0
                && order.isBuy()
                && order.ordType == OrdType.MARKET;
    }

    /** An order that names its destination has nothing to say about routing. */
    boolean passesWithoutRouting(final Order order, final NewOrderDecoder command) {
        final boolean saysNothing = Absent.orZero(command.venueMask()) == 0
                && Absent.orNone(command.routingStrategy()) == RoutingStrategy.NONE
                && command.excludeOwnBook() != BooleanType.T;
        return saysNothing || fail(order, RejectReason.INVALID_COMBINATION, order.destination, 0);
    }

    /** Checks what a smartly routed order is to become; its price and quantity are within the instrument's. */
    boolean passesReplace(final Order order, final long priceTicks, final long quantityLots) {
        final long quantityBefore = order.quantityLots;
        order.quantityLots = quantityLots;
        final boolean passes = mayTrade(order, order.sessionId, false) && passesSize(order, priceTicks);
        order.quantityLots = quantityBefore;
        return passes;
    }

    /** Checks an order of the core's own book that is to come in anew, with what it shall be. */
    boolean passesAgain(final Order order) {
        return mayTrade(order, order.sessionId, false) && passesForBook(order) && passesSize(order, order.limitTicks());
    }

    boolean fail(final Order order, final RejectReason reason, final long value, final long limit) {
        order.rejectReason = reason;
        order.rejectedValue = value;
        order.rejectLimit = limit;
        return false;
    }

    private boolean mayTrade(final Order order, final long sessionId, final boolean sessionKilled) {
        if (state.killed) {
            return fail(order, RejectReason.KILL_SWITCH, KillSwitchScope.ALL.value(), 0);
        }
        if (order.account.isKilled()) {
            return fail(order, RejectReason.KILL_SWITCH, KillSwitchScope.ACCOUNT.value(), order.account.accountId());
        }
        if (sessionKilled) {
            return fail(order, RejectReason.KILL_SWITCH, KillSwitchScope.SESSION.value(), sessionId);
        }
        return !order.instrument.isKilled()
                || fail(order, RejectReason.KILL_SWITCH, KillSwitchScope.INSTRUMENT.value(), order.instrumentId);
    }

    private boolean passesForRouting(final Order order) {
        final boolean market = order.ordType == OrdType.MARKET;
        // No several venues together can be made to fill all or nothing: FOK is not among these.
        final boolean lasts = order.timeInForce == TimeInForce.DAY
                || order.timeInForce == TimeInForce.IOC
                || (!market && order.outlivesDay());
        final boolean plain = (market || order.ordType == OrdType.LIMIT)
                && lasts
                && order.instrument.assetClass() != AssetClass.MUTUAL_FUND
                && order.pegType == PegType.NONE
                && order.postOnly == PostOnly.NONE
                && (order.stopTicks | order.offsetTicks | order.displayLots | order.minLots) == 0;
        if (!plain) {
            return fail(order, RejectReason.INVALID_COMBINATION, 0, 0);
        }
        final long maxTicks = order.instrument.maxPriceTicks();
        if (market ? order.priceTicks != 0 : order.priceTicks < 1 || order.priceTicks > maxTicks) {
            return fail(order, RejectReason.INVALID_PRICE, order.priceTicks, market ? 0 : maxTicks);
        }
        if (market && order.instrument.referencePriceTicks() == 0) {
            return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
        }
        if (!smart.hasPlaceFor(order)) {
            return fail(order, RejectReason.NO_VENUE, smart.venuesAllowed(order), 0);
        }
        order.protectionTicks = market ? routing.collarTicks(order) : 0;
        return true;
    }

    private boolean passesForVenue(final Order order) {
        final boolean market = order.ordType == OrdType.MARKET;
        final boolean plain = (market || order.ordType == OrdType.LIMIT)
                && (order.timeInForce == TimeInForce.DAY
                        || order.timeInForce == TimeInForce.GTC
                        || (order.timeInForce == TimeInForce.GTD && !market)
                        || order.timeInForce == TimeInForce.IOC
                        || order.timeInForce == TimeInForce.FOK)
                && order.pegType == PegType.NONE
                && order.postOnly == PostOnly.NONE
                && (order.stopTicks | order.offsetTicks | order.displayLots | order.minLots) == 0;
        if (!plain) {
            return fail(order, RejectReason.INVALID_COMBINATION, 0, 0);
        }
        final long maxTicks = order.instrument.maxPriceTicks();
        if (market ? order.priceTicks != 0 : order.priceTicks < 1 || order.priceTicks > maxTicks) {
            return fail(order, RejectReason.INVALID_PRICE, order.priceTicks, market ? 0 : maxTicks);
        }
        final Venue venue = state.venueOrNull(order.destination);
        if (venue == null) {
            return fail(order, RejectReason.UNKNOWN_VENUE, order.destination, 0);
        }
        if (!venue.isUp()) {
            return fail(order, RejectReason.VENUE_UNAVAILABLE, order.destination, 0);
        }
        if (venue.route().isTripped(state.timestampNs)) {
            return fail(order, RejectReason.VENUE_TRIPPED, order.destination, 0);
        }
        if (!routing.hasRoomAt(order.destination)) {
            return fail(order, RejectReason.VENUE_THROTTLED, order.destination, RequestQueue.CAPACITY);
        }
        if (market && order.instrument.referencePriceTicks() == 0) {
            return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
        }
        order.route(order.destination).priceTicks = market ? routing.collarTicks(order) : order.priceTicks;
        return true;
    }

    /** An order in a fund is a market order that is dealt at the next net asset value. */
    private boolean passesForFund(final Order order) {
        final Instrument fund = order.instrument;
        final boolean plain = order.ordType == OrdType.MARKET
                && (order.timeInForce == TimeInForce.DAY || order.timeInForce == TimeInForce.GTC)
                && order.pegType == PegType.NONE
                && order.postOnly == PostOnly.NONE
                && (order.priceTicks | order.stopTicks | order.offsetTicks | order.displayLots | order.minLots) == 0;
        if (!plain) {
            return fail(order, RejectReason.INVALID_COMBINATION, 0, 0);
        }
        final long secondOfDay = state.timestampNs / NANOS_PER_SECOND % SECONDS_PER_DAY;
        if (secondOfDay >= fund.cutOffSeconds()) {
            return fail(order, RejectReason.CUT_OFF, secondOfDay, fund.cutOffSeconds());
        }
        if (fund.referencePriceTicks() == 0) {
            return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
        }
        order.protectionTicks = routing.collarTicks(order);
        return true;
    }

    private boolean passesForBook(final Order order) {
        final Instrument instrument = order.instrument;
        final Position position = order.account.positionOrNull(order.instrumentId);
        if (position != null && position.protection().hasTripped()) {
            return fail(
                    order,
                    RejectReason.MARKET_MAKER_PROTECTION,
                    position.protection().executedLots(),
                    position.protection().limitLots());
        }
        if (order.displayLots > 0 && order.displayLots >= order.quantityLots) {
            return fail(order, RejectReason.INVALID_COMBINATION, 0, 0);
        }
        if (!deriveProtection(order)) {
            return false;
        }
        final OrderBook book = instrument.book();
        final RejectReason reason = book.check(terms.of(order));
        return reason == RejectReason.NONE || fail(order, reason, book.rejectedValue(), book.rejectLimit());
    }

    /** Gives stops, and market orders in auctions, the price beyond which they do not trade. */
    private boolean deriveProtection(final Order order) {
        final Instrument instrument = order.instrument;
        switch (order.ordType) {
            case MARKET -> {
                if (order.priceTicks != 0) {
                    return fail(order, RejectReason.INVALID_PRICE, order.priceTicks, 0);
                }
                if (order.timeInForce == TimeInForce.AT_THE_OPENING || order.timeInForce == TimeInForce.AT_THE_CLOSE) {
                    if (instrument.referencePriceTicks() == 0) {
                        return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
                    }
                    order.protectionTicks = routing.collarTicks(order);
                }
            }
            case TRAILING_STOP -> {
                if (order.stopTicks == 0) {
                    final long last = instrument.book().lastTradeTicks();
                    if (last == 0) {
                        return fail(order, RejectReason.NO_REFERENCE_PRICE, order.instrumentId, 0);
                    }
                    order.stopTicks = order.isBuy() ? last + order.offsetTicks : last - order.offsetTicks;
                }
                protectStop(order);
            }
            case STOP -> protectStop(order);
            default -> {
                // A limit is protection enough.
            }
        }
        return true;
    }

    private void protectStop(final Order order) {
        if (order.protectionTicks != 0) {
            // It comes in again, and keeps the price that has followed its stop price.
            return;
        }
        if (order.priceTicks != 0) {
            order.protectionTicks = order.priceTicks;
        } else if (order.stopTicks >= 1 && order.stopTicks <= order.instrument.maxPriceTicks()) {
            final long collar = BookRules.share(order.stopTicks, state.marketCollarBps);
            order.protectionTicks = order.isBuy()
                    ? order.stopTicks + Math.min(collar, order.instrument.maxPriceTicks() - order.stopTicks)
                    : Math.max(1, order.stopTicks - collar);
        }
    }

    private boolean passesSize(final Order order, final long limitTicks) {
        final Instrument instrument = order.instrument;
        if (order.quantityLots > instrument.maxOrderLots()) {
            return fail(order, RejectReason.MAX_ORDER_QUANTITY, order.quantityLots, instrument.maxOrderLots());
        }
        final long maxMicros = instrument.maxOrderNotionalMicros();
        if (maxMicros > 0) {
            final long ticks = limitTicks != 0 ? limitTicks : instrument.referencePriceTicks();
            final long micros = instrument.notionalMicros(ticks, order.quantityLots);
            if (micros == -1 || micros > maxMicros) {
                return fail(order, RejectReason.MAX_ORDER_NOTIONAL, micros, maxMicros);
            }
        }
        return true;
    }
}
