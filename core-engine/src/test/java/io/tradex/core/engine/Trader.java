package io.tradex.core.engine;

import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ProtectionResetRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;

/** One session of a client, trading one account. */
final class Trader {
    final EngineDriver driver;
    final long sessionId;
    final long accountId;
    private final NewOrderEncoder newOrder = new NewOrderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final ReplaceOrderEncoder replace = new ReplaceOrderEncoder();
    private final MassCancelEncoder massCancel = new MassCancelEncoder();
    private final OrderStatusRequestEncoder status = new OrderStatusRequestEncoder();
    private long lastClientSeq;

    Trader(final EngineDriver driver, final long sessionId, final long accountId) {
        this.driver = driver;
        this.sessionId = sessionId;
        this.accountId = accountId;
    }

    /** The same session on another account. */
    Trader on(final long otherAccountId) {
        return new Trader(driver, sessionId, otherAccountId);
    }

    /** The same trader at another engine. */
    Trader at(final EngineDriver other) {
        return new Trader(other, sessionId, accountId);
    }

    Step buy(final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.BUY, lots, priceTicks, TimeInForce.DAY, 0);
    }

    Step sell(final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.SELL, lots, priceTicks, TimeInForce.DAY, 0);
    }

    Step buyIoc(final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.BUY, lots, priceTicks, TimeInForce.IOC, 0);
    }

    Step sellIoc(final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.SELL, lots, priceTicks, TimeInForce.IOC, 0);
    }

    Step buyMarket(final long clOrdId, final long lots) {
        return market(clOrdId, Side.BUY, lots, 0);
    }

    Step sellMarket(final long clOrdId, final long lots) {
        return market(clOrdId, Side.SELL, lots, 0);
    }

    Step buyAt(final int venueId, final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.BUY, lots, priceTicks, TimeInForce.DAY, venueId);
    }

    Step sellAt(final int venueId, final long clOrdId, final long lots, final long priceTicks) {
        return limit(clOrdId, Side.SELL, lots, priceTicks, TimeInForce.DAY, venueId);
    }

    Step limit(
            final long clOrdId,
            final Side side,
            final long lots,
            final long priceTicks,
            final TimeInForce timeInForce,
            final int destination) {
        return send(newOrder(clOrdId)
                .side(side)
                .quantityLots(lots)
                .priceTicks(priceTicks)
                .timeInForce(timeInForce)
                .destination(destination));
    }

    Step market(final long clOrdId, final Side side, final long lots, final int destination) {
        return send(newOrder(clOrdId)
                .side(side)
                .ordType(OrdType.MARKET)
                .quantityLots(lots)
                .priceTicks(0)
                .destination(destination));
    }

    /** A limit order to buy one lot at 100 ticks, whose fields a test goes on to change before it {@link #send sends} it. */
    NewOrderEncoder newOrder(final long clOrdId) {
        return newOrder.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(EngineDriver.ACME)
                .destination(0)
                .priceTicks(100)
                .quantityLots(1)
                .stopPriceTicks(0)
                .displayLots(0)
                .minLots(0)
                .offsetTicks(0)
                .expireNs(0)
                .pegType(PegType.NONE)
                .postOnly(PostOnly.NONE)
                .selfTradePrevention(SelfTradePrevention.NONE)
                .venueMask(0)
                .cashOrderQtyMicros(0)
                .routingStrategy(RoutingStrategy.NONE)
                .excludeOwnBook(BooleanType.F)
                .possResend(BooleanType.F);
    }

    Step send(final NewOrderEncoder message) {
        return driver.apply(message.encodedLength());
    }

    Step cancel(final long clOrdId, final long origClOrdId) {
        cancel.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId);
        return driver.apply(cancel.encodedLength());
    }

    Step replace(final long clOrdId, final long origClOrdId, final long lots, final long priceTicks) {
        replace.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId)
                .priceTicks(priceTicks)
                .quantityLots(lots)
                .stopPriceTicks(0);
        return driver.apply(replace.encodedLength());
    }

    Step massCancel(final long clOrdId, final int instrumentId) {
        massCancel
                .wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .instrumentId(instrumentId)
                .side(Side.NULL_VAL)
                .ownSession(BooleanType.F);
        return driver.apply(massCancel.encodedLength());
    }

    Step resetProtection(final long clOrdId, final int instrumentId) {
        final ProtectionResetRequestEncoder message =
                new ProtectionResetRequestEncoder().wrapAndApplyHeader(driver.buffer, 0, driver.header);
        message.sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .instrumentId(instrumentId);
        return driver.apply(message.encodedLength());
    }

    Step status(final long clOrdId) {
        status.wrapAndApplyHeader(driver.buffer, 0, driver.header)
                .sessionId(sessionId)
                .clientSeq(++lastClientSeq)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED);
        return driver.apply(status.encodedLength());
    }

    long lastClientSeq() {
        return lastClientSeq;
    }

    long freeCash() {
        return driver.freeCash(accountId);
    }

    long cash() {
        return driver.cashOf(accountId);
    }

    long reservedCash() {
        return driver.reservedCash(accountId);
    }

    long lots() {
        return driver.lots(accountId);
    }

    long freeLots() {
        return driver.freeLots(accountId);
    }
}
