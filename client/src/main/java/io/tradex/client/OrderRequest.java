package io.tradex.client;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;

/**
 * A new order of any type, to be filled in and given to {@link TradexClient#newOrder(OrderRequest)}. Made once and used again
 * and again: each of the methods that name a type begins a new order, and keeps account, instrument and destination.
 *
 * <pre>{@code
 *   order.account(1).instrument(1);
 *   order.limit(Side.BUY, 100, 58_500).clOrdId(1).displayLots(10);                 // an iceberg that shows 10 at a time
 *   order.stopLimit(Side.SELL, 100, 58_000, 57_900).clOrdId(2).timeInForce(GTC);
 *   order.pegged(Side.BUY, 100, PegType.PRIMARY, -1, 58_500).clOrdId(3);
 * }</pre>
 *
 * <p>What is obviously wrong is found here ({@link #validate()}). What depends on the instrument, the phase of trading or the
 * account, and which instructions go together, is the core's to say. Prices are in ticks and quantities in lots of the instrument. Not
 * thread safe; allocates nothing.
 */
public final class OrderRequest {
    /** Destination of an order that goes wherever routing finds it best. */
    private static final int SMART = -1;

    long accountId;
    long clOrdId;
    int instrumentId;
    int destination;
    Side side;
    OrdType ordType;
    TimeInForce timeInForce;
    long priceTicks;
    long quantityLots;
    long stopPriceTicks;
    long displayLots;
    long minLots;
    long offsetTicks;
    long expireNs;
    PegType pegType = PegType.NONE;
    PostOnly postOnly = PostOnly.NONE;
    SelfTradePrevention selfTradePrevention = SelfTradePrevention.NONE;
    RoutingStrategy routingStrategy = RoutingStrategy.NONE;
    long venueMask;
    boolean excludeOwnBook;
    long cashMicros;
    boolean possResend;

    /** An empty request. */
    public OrderRequest() {}

    /**
     * @param id of the account that trades.
     * @return this.
     */
    public OrderRequest account(final long id) {
        accountId = id;
        return this;
    }

    /**
     * @param id of what to trade.
     * @return this.
     */
    public OrderRequest instrument(final int id) {
        instrumentId = id;
        return this;
    }

    /**
     * @param venueId where to; 0, which is the default, is the core's own book.
     * @return this.
     */
    public OrderRequest destination(final int venueId) {
        destination = venueId;
        routingStrategy = RoutingStrategy.NONE;
        venueMask = 0;
        excludeOwnBook = false;
        return this;
    }

    /**
     * Has the core spread the order over venues, instead of a {@link #destination}.
     *
     * @param strategy how; NONE is what the client's instructions at the core say.
     * @return this.
     */
    public OrderRequest routed(final RoutingStrategy strategy) {
        destination(SMART);
        routingStrategy = strategy;
        return this;
    }

    /**
     * @param venueId a venue, 1 to 64, that an order that is {@link #routed} may use; without any, all may be.
     * @return this.
     */
    public OrderRequest overVenue(final int venueId) {
        check(venueId >= 1 && venueId <= Long.SIZE, "a venue's id is 1 to 64");
        venueMask |= 1L << (venueId - 1);
        return this;
    }

    /**
     * Keeps an order that is {@link #routed} away from the core's own book.
     *
     * @return this.
     */
    public OrderRequest withoutOwnBook() {
        excludeOwnBook = true;
        return this;
    }

    /**
     * @param id unique per account and trading day over all requests; positive.
     * @return this.
     */
    public OrderRequest clOrdId(final long id) {
        clOrdId = id;
        return this;
    }

    /**
     * Begins a market order, immediate or cancel.
     *
     * @param newSide buy or sell.
     * @param lots    quantity.
     * @return this.
     */
    public OrderRequest market(final Side newSide, final long lots) {
        return begin(OrdType.MARKET, newSide, lots, 0, TimeInForce.IOC);
    }

    /**
     * Begins a limit order for the day.
     *
     * @param newSide buy or sell.
     * @param lots    quantity.
     * @param ticks   limit price.
     * @return this.
     */
    public OrderRequest limit(final Side newSide, final long lots, final long ticks) {
        return begin(OrdType.LIMIT, newSide, lots, ticks, TimeInForce.DAY);
    }

    /**
     * Begins a stop order for the day: a market order once a trade reaches the stop price. It trades no further than the core's
     * collar away from that, or than {@link #protectionPrice} says.
     *
     * @param newSide   buy or sell.
     * @param lots      quantity.
     * @param stopTicks stop price.
     * @return this.
     */
    public OrderRequest stop(final Side newSide, final long lots, final long stopTicks) {
        begin(OrdType.STOP, newSide, lots, 0, TimeInForce.DAY);
        stopPriceTicks = stopTicks;
        return this;
    }

    /**
     * Begins a stop limit order for the day: a limit order once a trade reaches the stop price.
     *
     * @param newSide   buy or sell.
     * @param lots      quantity.
     * @param stopTicks stop price.
     * @param ticks     limit price.
     * @return this.
     */
    public OrderRequest stopLimit(final Side newSide, final long lots, final long stopTicks, final long ticks) {
        begin(OrdType.STOP_LIMIT, newSide, lots, ticks, TimeInForce.DAY);
        stopPriceTicks = stopTicks;
        return this;
    }

    /**
     * Begins a trailing stop for the day: a stop whose price follows the trades and never goes back.
     *
     * @param newSide       buy or sell.
     * @param lots          quantity.
     * @param distanceTicks to the trades.
     * @param stopTicks     stop price to begin with; 0 for that distance from the last trade.
     * @return this.
     */
    public OrderRequest trailingStop(
            final Side newSide, final long lots, final long distanceTicks, final long stopTicks) {
        begin(OrdType.TRAILING_STOP, newSide, lots, 0, TimeInForce.DAY);
        offsetTicks = distanceTicks;
        stopPriceTicks = stopTicks;
        return this;
    }

    /**
     * Begins a pegged order for the day, which follows the book.
     *
     * @param newSide     buy or sell.
     * @param lots        quantity.
     * @param follows     the best price of its side, or the middle.
     * @param addedTicks  to what it follows; may be negative.
     * @param ticks       price beyond which it does not go.
     * @return this.
     */
    public OrderRequest pegged(
            final Side newSide, final long lots, final PegType follows, final long addedTicks, final long ticks) {
        begin(OrdType.PEGGED, newSide, lots, ticks, TimeInForce.DAY);
        pegType = follows;
        offsetTicks = addedTicks;
        return this;
    }

    /**
     * Begins an order to buy for an amount of money at a venue, which says how many lots that makes.
     *
     * @param micros money in millionths of the account's currency.
     * @return this.
     */
    public OrderRequest buyForMoney(final long micros) {
        begin(OrdType.MARKET, Side.BUY, 0, 0, TimeInForce.DAY);
        cashMicros = micros;
        return this;
    }

    /**
     * Says that this request may have been sent before, by another session perhaps: if its ClOrdID is known, the answer is the
     * order's status.
     *
     * @return this.
     */
    public OrderRequest possResend() {
        possResend = true;
        return this;
    }

    /**
     * @param newTimeInForce how long it may rest; for GTD {@link #goodTill}.
     * @return this.
     */
    public OrderRequest timeInForce(final TimeInForce newTimeInForce) {
        timeInForce = newTimeInForce;
        return this;
    }

    /**
     * Good till a time.
     *
     * @param timeNs nanoseconds since 1970.
     * @return this.
     */
    public OrderRequest goodTill(final long timeNs) {
        timeInForce = TimeInForce.GTD;
        expireNs = timeNs;
        return this;
    }

    /**
     * @param ticks beyond which a stop or trailing stop does not trade; a trailing stop's moves with its stop price.
     * @return this.
     */
    public OrderRequest protectionPrice(final long ticks) {
        priceTicks = ticks;
        return this;
    }

    /**
     * Makes a limit order an iceberg.
     *
     * @param lots shown at a time, less than the quantity.
     * @return this.
     */
    public OrderRequest displayLots(final long lots) {
        displayLots = lots;
        return this;
    }

    /**
     * @param lots that have to trade on entry, or all of it is cancelled; at most the quantity.
     * @return this.
     */
    public OrderRequest minLots(final long lots) {
        minLots = lots;
        return this;
    }

    /**
     * @param instead what a limit order does instead of taking liquidity.
     * @return this.
     */
    public OrderRequest postOnly(final PostOnly instead) {
        postOnly = instead;
        return this;
    }

    /**
     * @param instruction what happens when it meets an order of its own account or trade group.
     * @return this.
     */
    public OrderRequest selfTradePrevention(final SelfTradePrevention instruction) {
        selfTradePrevention = instruction;
        return this;
    }

    /**
     * Checks what can be checked without the core.
     *
     * @throws IllegalArgumentException that names what is wrong.
     */
    public void validate() {
        check(ordType != null, "a type must be chosen, such as limit(...)");
        check(side == Side.BUY || side == Side.SELL, "side must be BUY or SELL");
        check(accountId >= 1, "account must be set and positive");
        check(clOrdId >= 1, "clOrdId must be set and positive");
        check(instrumentId >= 1, "instrument must be set and positive");
        check(destination >= SMART, "destination must not be negative");
        check(
                destination == SMART || (routingStrategy == RoutingStrategy.NONE && venueMask == 0 && !excludeOwnBook),
                "venues are chosen for an order that is routed, or a destination");
        check(
                routingStrategy != null && routingStrategy != RoutingStrategy.NULL_VAL,
                "routingStrategy must be set; NONE for what the core knows");
        check(
                cashMicros == 0 ? quantityLots >= 1 : cashMicros > 0 && quantityLots == 0 && destination > 0,
                "quantity must be at least 1, or an amount of money be spent at a venue");
        check(
                timeInForce != null && timeInForce != TimeInForce.NULL_VAL && timeInForce != TimeInForce.SBE_UNKNOWN,
                "timeInForce must be set");
        check((timeInForce == TimeInForce.GTD) == (expireNs > 0), "GTD needs an expiry time, and nothing else has one");
        checkPrices();
        check(
                displayLots == 0 || (displayLots >= 1 && displayLots < quantityLots),
                "displayLots must be at least 1 and less than the quantity");
        check(minLots >= 0 && minLots <= quantityLots, "minLots must not be more than the quantity");
        check(postOnly != null && postOnly != PostOnly.NULL_VAL, "postOnly must be set; NONE for none");
        check(
                selfTradePrevention != null && selfTradePrevention != SelfTradePrevention.NULL_VAL,
                "selfTradePrevention must be set; NONE for none");
    }

    private void checkPrices() {
        final boolean isStop = ordType == OrdType.STOP || ordType == OrdType.TRAILING_STOP;
        check(
                ordType == OrdType.MARKET ? priceTicks == 0 : priceTicks >= (isStop ? 0 : 1),
                "price must be at least 1, and 0 for a market order");
        check(stopPriceTicks >= 0, "stop price must not be negative");
        check(
                stopPriceTicks >= 1 || (ordType != OrdType.STOP && ordType != OrdType.STOP_LIMIT),
                "stop price must be at least 1");
        check(ordType != OrdType.TRAILING_STOP || offsetTicks >= 1, "distance of a trailing stop must be at least 1");
        check(
                (ordType == OrdType.PEGGED) == (pegType == PegType.PRIMARY || pegType == PegType.MID),
                "a pegged order follows PRIMARY or MID");
    }

    private OrderRequest begin(
            final OrdType type, final Side newSide, final long lots, final long ticks, final TimeInForce usual) {
        ordType = type;
        side = newSide;
        quantityLots = lots;
        priceTicks = ticks;
        timeInForce = usual;
        clOrdId = 0;
        stopPriceTicks = 0;
        displayLots = 0;
        minLots = 0;
        offsetTicks = 0;
        expireNs = 0;
        pegType = PegType.NONE;
        postOnly = PostOnly.NONE;
        selfTradePrevention = SelfTradePrevention.NONE;
        cashMicros = 0;
        possResend = false;
        return this;
    }

    private static void check(final boolean isRight, final String otherwise) {
        if (!isRight) {
            throw new IllegalArgumentException("order request: " + otherwise);
        }
    }
}
