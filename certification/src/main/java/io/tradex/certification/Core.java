package io.tradex.certification;

import io.tradex.core.engine.TradingEngine;
import io.tradex.fix.FixAdapter;
import io.tradex.fix.FixVenueConfiguration;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.journal.AccountDefinedEncoder;
import io.tradex.protocol.journal.CashAdjustedEncoder;
import io.tradex.protocol.journal.CoreStartedEncoder;
import io.tradex.protocol.journal.EndOfDayEncoder;
import io.tradex.protocol.journal.EngineConfiguredEncoder;
import io.tradex.protocol.journal.EpochStartedEncoder;
import io.tradex.protocol.journal.InstrumentDefinedEncoder;
import io.tradex.protocol.journal.SessionOpenedEncoder;
import io.tradex.protocol.journal.TimerFiredEncoder;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDefinedEncoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.AssetClass;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The core's own engine and FIX adapter, with one client that buys one instrument at one venue, and nothing around them: no
 * network to the client, no journal. The caller's thread applies one input at a time, so that what came of each can be told. Not
 * thread safe.
 */
final class Core implements AutoCloseable {
    static final int VENUE = 1;
    static final long ACCOUNT = 1001;

    private static final long LOT_E8 = 100_000_000L;
    private static final int INSTRUMENT = 1;
    private static final long CLIENT = 1;
    private static final long SESSION = 1;
    private static final int INBOUND_CAPACITY = 4096;
    private static final int ORDER_CAPACITY = 4096;
    private static final long CASH_MICROS = 1_000_000_000_000_000L;
    private static final long MAX_QUANTITY_LOTS = 1_000_000;
    private static final long MAX_PRICE_TICKS = 100_000_000;
    private static final long MICROS = 1_000_000L;

    private final EngineSays says = new EngineSays();
    private final TradingEngine engine = new TradingEngine(says);
    private final FixAdapter adapter;

    /** A full queue makes the adapter wait, and the venue with it. */
    private final ArrayBlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(INBOUND_CAPACITY);

    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder inboundHeader = new MessageHeaderDecoder();
    private final VenueExecutionReportDecoder report = new VenueExecutionReportDecoder();
    private final VenueCancelRejectDecoder cancelReject = new VenueCancelRejectDecoder();
    private long clientSeq;
    private int tradingDay = 1;

    /**
     * @param venue    to connect to.
     * @param symbol   of the one instrument; its lots are of 1.
     * @param tickE8   its tick in units of 1e-8.
     * @param epoch    1 or more; no ClOrdID of one epoch is one of another.
     */
    Core(final FixVenueConfiguration venue, final String symbol, final long tickE8, final int epoch) {
        adapter = new FixAdapter(
                List.of(venue),
                (source, offset, length) -> {
                    final byte[] copy = new byte[length];
                    source.getBytes(offset, copy);
                    return inbound.offer(copy);
                },
                venueId -> 0,
                error -> {});
        says.to(adapter);
        for (int i = 1; i <= epoch; i++) {
            apply(new EpochStartedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .epoch(i)
                    .encodedLength());
        }
        final EngineConfiguredEncoder configured = new EngineConfiguredEncoder().wrapAndApplyHeader(buffer, 0, header);
        configured
                .orderCapacity(ORDER_CAPACITY)
                .outcomeWindow(ORDER_CAPACITY)
                .checkpointInterval(0)
                .heartbeatIntervalMs(1_000)
                .marketCollarBps(500)
                .executionCapacity(16 * ORDER_CAPACITY);
        apply(configured.encodedLength());
        apply(new CoreStartedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .startNumber(1)
                .encodedLength());
        defineInstrument(symbol, tickE8);
        apply(new AccountDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(ACCOUNT)
                .clientId(CLIENT)
                .encodedLength());
        apply(new CashAdjustedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(ACCOUNT)
                .adjustmentId(1)
                .amountMicros(CASH_MICROS)
                .encodedLength());
        apply(new VenueDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .venueId(VENUE)
                .encodedLength());
        apply(new SessionOpenedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(SESSION)
                .correlationId(0)
                .clientId(CLIENT)
                .role(SessionRole.TRADER)
                .cancelOnDisconnect(BooleanType.F)
                .graceMs(0)
                .encodedLength());
    }

    private void defineInstrument(final String symbol, final long tickE8) {
        final InstrumentDefinedEncoder instrument =
                new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        instrument
                .instrumentId(INSTRUMENT)
                .symbol(symbol)
                .tickSizeE8(tickE8)
                .lotSizeE8(LOT_E8)
                .maxPriceTicks(MAX_PRICE_TICKS)
                .maxQuantityLots(MAX_QUANTITY_LOTS)
                .referencePriceTicks(0)
                .multiplier(1)
                .cutOffSeconds(0)
                .assetClass(AssetClass.EQUITY)
                .currency("USD");
        apply(instrument.encodedLength());
    }

    /**
     * Connects.
     *
     * @param timeoutNs how long to wait for the logon, in nanoseconds.
     * @return whether the venue's session is up.
     */
    boolean logOn(final long timeoutNs) {
        adapter.start();
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (!adapter.isUp(VENUE) && System.nanoTime() - deadlineNs < 0) {
            next(TimeUnit.MILLISECONDS.toNanos(10));
        }
        // What the engine asks at a logon is answered before the first order is sent.
        while (next(TimeUnit.MILLISECONDS.toNanos(100)) != null) {
            // Nothing of it matters here.
        }
        return adapter.isUp(VENUE);
    }

    /** @return whether the session is up. */
    boolean isUp() {
        return adapter.isUp(VENUE);
    }

    // ---- The client

    /**
     * @param clOrdId      of the order.
     * @param quantityLots of it; 0 where money is given.
     * @param cashMicros   money to buy for at the market; 0 for a limit order.
     * @param priceTicks   limit; 0 where money is given.
     * @param timeInForce  how long it may rest.
     * @param possResend   whether it may have been sent before.
     * @return what came of it.
     */
    Outcome buy(
            final long clOrdId,
            final long quantityLots,
            final long cashMicros,
            final long priceTicks,
            final TimeInForce timeInForce,
            final boolean possResend) {
        final NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        order.sessionId(SESSION)
                .clientSeq(++clientSeq)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .side(Side.BUY)
                .ordType(cashMicros > 0 ? OrdType.MARKET : OrdType.LIMIT)
                .timeInForce(timeInForce)
                .instrumentId(INSTRUMENT)
                .destination(VENUE)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .stopPriceTicks(0)
                .displayLots(0)
                .minLots(0)
                .offsetTicks(0)
                .expireNs(0)
                .pegType(PegType.NONE)
                .postOnly(PostOnly.NONE)
                .selfTradePrevention(SelfTradePrevention.NONE)
                .venueMask(0)
                .cashOrderQtyMicros(cashMicros)
                .routingStrategy(RoutingStrategy.NONE)
                .excludeOwnBook(BooleanType.F)
                .possResend(possResend ? BooleanType.T : BooleanType.F);
        return apply(order.encodedLength());
    }

    Outcome cancel(final long clOrdId, final long origClOrdId) {
        final CancelOrderEncoder cancel = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        cancel.sessionId(SESSION)
                .clientSeq(++clientSeq)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId);
        return apply(cancel.encodedLength());
    }

    Outcome replace(final long clOrdId, final long origClOrdId, final long quantityLots, final long priceTicks) {
        final ReplaceOrderEncoder replace = new ReplaceOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        replace.sessionId(SESSION)
                .clientSeq(++clientSeq)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .stopPriceTicks(0);
        return apply(replace.encodedLength());
    }

    Outcome status(final long clOrdId) {
        final OrderStatusRequestEncoder status = new OrderStatusRequestEncoder().wrapAndApplyHeader(buffer, 0, header);
        status.sessionId(SESSION)
                .clientSeq(++clientSeq)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED);
        return apply(status.encodedLength());
    }

    /** The trading day ends and the next one begins. */
    Outcome endOfDay() {
        return apply(new EndOfDayEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tradingDay(tradingDay++)
                .encodedLength());
    }

    // ---- The venue

    /**
     * What the adapter brought, and what came of it.
     *
     * @param answer  what the venue said; null if it was something else, such as a session that went down.
     * @param outcome of it.
     */
    record Brought(VenueAnswer answer, Outcome outcome) {}

    /**
     * Applies the next thing that the adapter brings.
     *
     * @param timeoutNs how long to wait for it, in nanoseconds.
     * @return it; null if there was none.
     */
    Brought next(final long timeoutNs) {
        fireTimer();
        final byte[] input;
        try {
            input = inbound.poll(timeoutNs, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the venue", e);
        }
        if (input == null) {
            return null;
        }
        final UnsafeBuffer message = new UnsafeBuffer(input);
        inboundHeader.wrap(message, 0);
        final VenueAnswer answer = switch (inboundHeader.templateId()) {
            case VenueExecutionReportDecoder.TEMPLATE_ID ->
                VenueAnswer.of(report.wrapAndApplyHeader(message, 0, inboundHeader));
            case VenueCancelRejectDecoder.TEMPLATE_ID ->
                VenueAnswer.of(cancelReject.wrapAndApplyHeader(message, 0, inboundHeader));
            default -> null;
        };
        return new Brought(answer, apply(message, input.length));
    }

    private void fireTimer() {
        final long deadlineNs = says.deadlineNs();
        if (deadlineNs <= SystemEpochNanoClock.INSTANCE.nanoTime()) {
            says.timerFired();
            apply(new TimerFiredEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .deadlineNs(deadlineNs)
                    .encodedLength());
        }
    }

    private Outcome apply(final int bodyLength) {
        return apply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    private Outcome apply(final MutableDirectBuffer message, final int length) {
        final long nowNs = Math.max(SystemEpochNanoClock.INSTANCE.nanoTime(), engine.timestampNs());
        boolean done = engine.onCommand(engine.sequence() + 1, nowNs, message, 0, length);
        while (!done) {
            done = engine.resume();
        }
        return says.take();
    }

    /** @return money in units of 1e-6 of a whole amount. */
    static long micros(final long amount) {
        return Math.multiplyExact(amount, MICROS);
    }

    @Override
    public void close() {
        CloseHelper.close(adapter);
    }
}
