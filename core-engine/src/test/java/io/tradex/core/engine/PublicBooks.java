package io.tradex.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.core.book.OrderBook;
import io.tradex.marketdata.BookMemory;
import io.tradex.marketdata.MarketDataFrame;
import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.market.BookPhaseDecoder;
import io.tradex.protocol.market.BookTradeDecoder;
import io.tradex.protocol.market.EpochBegunDecoder;
import io.tradex.protocol.market.IndicativePriceDecoder;
import io.tradex.protocol.market.OrderAddedDecoder;
import io.tradex.protocol.market.OrderDeletedDecoder;
import io.tradex.protocol.market.OrderExecutedDecoder;
import io.tradex.protocol.market.OrderReducedDecoder;
import io.tradex.protocol.market.OrderRefreshedDecoder;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Somebody outside who knows of the books only what the engine publishes, and must end up with the engine's own. */
final class PublicBooks {
    private final BookMemory memory = new BookMemory(64, 1 << 20);
    private final Map<Integer, Known> books = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** One market data output. */
    void onOutput(final int templateId, final DirectBuffer buffer, final int offset) {
        if (templateId == EpochBegunDecoder.TEMPLATE_ID) {
            return;
        }
        final Known known = books.computeIfAbsent(
                MarketDataFrame.instrumentId(buffer, offset), id -> new Known(new PublicBook(id, memory)));
        assertEquals(known.bookSeq + 1, MarketDataFrame.bookSeq(buffer, offset), "event of the book");
        assertEquals(known.bookSeq, MarketDataFrame.prevSeq(buffer, offset));
        known.bookSeq++;
        assertTrue(apply(known, templateId, buffer, offset), () -> "event " + known.bookSeq + " does not fit");
    }

    private boolean apply(final Known known, final int templateId, final DirectBuffer buffer, final int offset) {
        final PublicBook book = known.book;
        switch (templateId) {
            case OrderAddedDecoder.TEMPLATE_ID -> {
                final OrderAddedDecoder event = new OrderAddedDecoder().wrapAndApplyHeader(buffer, offset, header);
                return book.addOrder(event.orderId(), event.side() == Side.BUY, event.priceTicks(), event.lots());
            }
            case OrderExecutedDecoder.TEMPLATE_ID -> {
                final OrderExecutedDecoder event =
                        new OrderExecutedDecoder().wrapAndApplyHeader(buffer, offset, header);
                assertEquals(known.tradeId, event.tradeId(), "the trade of an execution is told first");
                return book.showOrder(event.orderId(), event.leavesLots());
            }
            case OrderReducedDecoder.TEMPLATE_ID -> {
                final OrderReducedDecoder event = new OrderReducedDecoder().wrapAndApplyHeader(buffer, offset, header);
                return event.leavesLots() > 0 && book.showOrder(event.orderId(), event.leavesLots());
            }
            case OrderDeletedDecoder.TEMPLATE_ID -> {
                return book.deleteOrder(new OrderDeletedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .orderId());
            }
            case OrderRefreshedDecoder.TEMPLATE_ID -> {
                final OrderRefreshedDecoder event =
                        new OrderRefreshedDecoder().wrapAndApplyHeader(buffer, offset, header);
                return book.refreshOrder(event.orderId(), event.side() == Side.BUY, event.priceTicks(), event.lots());
            }
            case BookTradeDecoder.TEMPLATE_ID -> {
                final BookTradeDecoder event = new BookTradeDecoder().wrapAndApplyHeader(buffer, offset, header);
                known.tradeId = event.tradeId();
                known.lastTradeTicks = event.priceTicks();
                return true;
            }
            case BookPhaseDecoder.TEMPLATE_ID -> {
                known.phase = new BookPhaseDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .phase();
                known.indicative = "0 0 0";
                return true;
            }
            default -> {
                final IndicativePriceDecoder event =
                        new IndicativePriceDecoder().wrapAndApplyHeader(buffer, offset, header);
                known.indicative = event.priceTicks() + " " + event.lots() + " " + event.imbalanceLots();
                return true;
            }
        }
    }

    /** Begins with what an engine's books show now, as somebody does who takes a snapshot. */
    void start(final TradingEngine engine) {
        books.clear();
        engine.forEachBook(new BookVisitor() {
            private Known known;

            @Override
            public void onBook(
                    final int instrumentId,
                    final long bookSeq,
                    final TradingPhase phase,
                    final long lastTradeTicks,
                    final long indicativeTicks,
                    final long indicativeLots,
                    final long imbalanceLots) {
                known = new Known(new PublicBook(instrumentId, memory));
                known.bookSeq = bookSeq;
                known.phase = phase;
                known.lastTradeTicks = lastTradeTicks;
                known.indicative = indicativeTicks + " " + indicativeLots + " " + imbalanceLots;
                books.put(instrumentId, known);
            }

            @Override
            public void onRestingOrder(
                    final long orderId, final Side side, final long priceTicks, final long visibleLots) {
                assertTrue(known.book.addOrder(orderId, side == Side.BUY, priceTicks, visibleLots));
            }
        });
    }

    /** Compares with the engine between two inputs. */
    void assertSame(final TradingEngine engine) {
        final Map<Integer, Known> seen = new TreeMap<>();
        final int[] instrument = new int[1];
        final List<String> orders = new ArrayList<>();
        engine.forEachBook(new BookVisitor() {
            @Override
            public void onBook(
                    final int instrumentId,
                    final long bookSeq,
                    final TradingPhase phase,
                    final long lastTradeTicks,
                    final long indicativeTicks,
                    final long indicativeLots,
                    final long imbalanceLots) {
                instrument[0] = instrumentId;
                final Known known = books.get(instrumentId);
                seen.put(instrumentId, known);
                assertEquals(bookSeq, known.bookSeq, "events of " + instrumentId);
                assertEquals(phase, known.phase, "phase of " + instrumentId);
                assertEquals(lastTradeTicks, known.lastTradeTicks, "last trade of " + instrumentId);
                assertEquals(
                        indicativeTicks + " " + indicativeLots + " " + imbalanceLots,
                        known.indicative,
                        "indicative price of " + instrumentId);
            }

            @Override
            public void onRestingOrder(
                    final long orderId, final Side side, final long priceTicks, final long visibleLots) {
                orders.add(instrument[0] + " " + text(side == Side.BUY, orderId, priceTicks, visibleLots));
            }
        });
        assertEquals(books, seen);
        final List<String> published = new ArrayList<>();
        for (final Known known : books.values()) {
            for (final boolean buy : new boolean[] {true, false}) {
                known.book.forEachOrder(
                        buy,
                        (id, ticks, lots) ->
                                published.add(known.book.instrumentId() + " " + text(buy, id, ticks, lots)));
            }
        }
        assertEquals(orders, published);
        for (final Known known : books.values()) {
            final OrderBook book = engine.instrument(known.book.instrumentId()).book();
            if (book.phase() == TradingPhase.CONTINUOUS && book.levels(true) > 0 && book.levels(false) > 0) {
                assertTrue(
                        book.bestTicks(true) < book.bestTicks(false),
                        () -> "crossed: " + book.bestTicks(true) + " bid, " + book.bestTicks(false) + " asked");
            }
        }
    }

    private static String text(final boolean buy, final long orderId, final long priceTicks, final long lots) {
        return (buy ? "bid " : "ask ") + orderId + ": " + lots + "@" + priceTicks;
    }

    private static final class Known {
        private final PublicBook book;
        private long bookSeq;
        private long tradeId;
        private long lastTradeTicks;
        private TradingPhase phase = TradingPhase.CONTINUOUS;
        private String indicative = "0 0 0";

        private Known(final PublicBook book) {
            this.book = book;
        }
    }
}
