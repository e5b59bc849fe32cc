package io.tradex.pipeline;

import io.tradex.core.engine.BookVisitor;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import org.agrona.DirectBuffer;

/**
 * Market data as a part of the egress: knows when an input is over, when heartbeats are due and when snapshots go on. Switched off,
 * it takes the engine's events and does nothing with them. Egress thread only.
 *
 * <pre>
 *   L3 events of the engine ─► MarketDataBuilder ─► L3, L2, L1 ──┐
 *                                    │ books                     ├─► MarketDataPort
 *   requests ─────────────► MarketDataSnapshots ─► snapshots ────┤
 *   clock ────────────────► MarketDataHeartbeats ─► heartbeats ──┘
 * </pre>
 */
public final class MarketDataStage implements BookVisitor {
    private final boolean on;
    private final MarketDataBuilder builder;
    private final MarketDataHeartbeats heartbeats;
    private final MarketDataSnapshots snapshots;
    private final long heartbeatIntervalNs;
    private long lastHeartbeatNs;

    /**
     * @param configuration what to do.
     * @param orders        that all books together may hold.
     * @param requests      of clients, for snapshots.
     * @param port          takes what is published.
     * @param counters      of the pipeline.
     */
    public MarketDataStage(
            final MarketDataConfiguration configuration,
            final int orders,
            final MarketDataRequests requests,
            final MarketDataPort port,
            final PipelineCounters counters) {
        on = configuration.enabled();
        final PublishedBooks books = new PublishedBooks(on ? orders : 1);
        heartbeats = new MarketDataHeartbeats(books, port);
        builder = new MarketDataBuilder(books, heartbeats, port, counters);
        snapshots = new MarketDataSnapshots(
                books,
                requests,
                port,
                counters,
                configuration.snapshotMessagesPerSecond(),
                configuration.snapshotSliceMessages());
        heartbeatIntervalNs = configuration.heartbeatNs();
    }

    /**
     * @param templateId of an output of the engine.
     * @return whether {@link #onEvent} is to take it.
     */
    public static boolean isMarketData(final int templateId) {
        return switch (templateId) {
            case OrderAddedDecoder.TEMPLATE_ID,
                    OrderExecutedDecoder.TEMPLATE_ID,
                    OrderReducedDecoder.TEMPLATE_ID,
                    OrderDeletedDecoder.TEMPLATE_ID,
                    OrderRefreshedDecoder.TEMPLATE_ID,
                    BookTradeDecoder.TEMPLATE_ID,
                    BookPhaseDecoder.TEMPLATE_ID,
                    IndicativePriceDecoder.TEMPLATE_ID,
                    EpochBegunDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    @Override
    public void onBook(
            final int instrumentId,
            final long bookSeq,
            final TradingPhase phase,
            final long lastTradeTicks,
            final long indicativeTicks,
            final long indicativeLots,
            final long imbalanceLots) {
        if (on) {
            builder.onBook(
                    instrumentId, bookSeq, phase, lastTradeTicks, indicativeTicks, indicativeLots, imbalanceLots);
        }
    }

    @Override
    public void onRestingOrder(final long orderId, final Side side, final long priceTicks, final long visibleLots) {
        if (on) {
            builder.onRestingOrder(orderId, side, priceTicks, visibleLots);
        }
    }

    /**
     * The engine's books were all visited; its events follow.
     *
     * @param epoch of the engine.
     */
    public void seeded(final long epoch) {
        builder.seeded(epoch);
    }

    /**
     * An output of any kind is about to leave: an input before its own is over.
     *
     * @param inputSeq of the input that caused it.
     */
    public void onOutputOf(final long inputSeq) {
        if (builder.isInputPending() && builder.inputSeq() != inputSeq) {
            builder.endOfInput();
        }
    }

    /**
     * Takes a market data output of the engine.
     *
     * @param templateId of the message.
     * @param buffer     holding the message, SBE header first.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     * @throws IllegalStateException if it does not follow what came before: the engine and its public books have parted.
     */
    public void onEvent(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (on) {
            builder.onEvent(templateId, buffer, offset, length);
        }
    }

    /**
     * One duty cycle, after the outputs were read.
     *
     * @param nowNs      nanoseconds since 1970.
     * @param appliedSeq input that the engine had applied in full before the outputs were read.
     * @param drained    whether no output is left to be read.
     * @return how much was done.
     */
    public int doWork(final long nowNs, final long appliedSeq, final boolean drained) {
        if (!on) {
            return 0;
        }
        int work = 0;
        if (drained && builder.isInputPending() && builder.inputSeq() <= appliedSeq) {
            builder.endOfInput();
            work++;
        }
        if (nowNs - lastHeartbeatNs >= heartbeatIntervalNs || nowNs < lastHeartbeatNs) {
            lastHeartbeatNs = nowNs;
            heartbeats.send(builder, nowNs);
            work++;
        }
        return work + snapshots.doWork(nowNs);
    }
}
