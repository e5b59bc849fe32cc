package io.tradex.client;

import io.tradex.core.engine.EngineOutput;
import io.tradex.core.engine.MarketDataReports;
import io.tradex.marketdata.BookView;
import io.tradex.pipeline.MarketDataConfiguration;
import io.tradex.pipeline.MarketDataPort;
import io.tradex.pipeline.MarketDataRequests;
import io.tradex.pipeline.MarketDataStage;
import io.tradex.pipeline.PipelineCounters;
import io.tradex.protocol.market.Aggressor;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TradingPhase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;

/**
 * A core's books with random flow on them, kept as plain lists, and the core's own market data stage behind it. Each book remembers
 * how it was at each of its events, so that a client can be held to it whatever it has missed.
 */
final class RandomMarket implements EngineOutput {
    private static final TradingPhase[] PHASES = {
        TradingPhase.CONTINUOUS, TradingPhase.HALT, TradingPhase.OPENING_AUCTION, TradingPhase.CLOSED
    };
    private static final int ORDERS_MAX = 120;

    final PipelineCounters counters = new PipelineCounters();
    final MarketDataRequests requests = new MarketDataRequests(counters);
    final Random random;
    final List<Book> books = new ArrayList<>();
    private final MarketDataPort port;
    private final MarketDataReports reports = new MarketDataReports(this);
    private MarketDataStage stage;
    private long epoch = 1;
    private long inputSeq;
    private long lastOrderId;
    private long lastTradeId;

    RandomMarket(final Random random, final int instruments, final MarketDataPort port) {
        this.random = random;
        this.port = port;
        for (int i = 1; i <= instruments; i++) {
            books.add(new Book(i));
        }
        stage = newStage();
    }

    Book book(final int instrumentId) {
        return books.get(instrumentId - 1);
    }

    /** One input, which may touch several books. */
    void input() {
        begin();
        final int touched = random.nextInt(20) == 0 ? 1 + random.nextInt(books.size()) : 1;
        for (int i = 0; i < touched; i++) {
            books.get(random.nextInt(books.size())).act();
        }
    }

    void begin() {
        inputSeq++;
        reports.onInput(epoch, inputSeq, inputSeq * 1_000);
    }

    int doWork(final long nowNs) {
        return stage.doWork(nowNs, inputSeq, true);
    }

    /** As after a kill: what the last input did is in the books, but was never told. */
    void restart(final int untoldInputs) {
        doWork(0);
        stage = null;
        for (int i = 0; i < untoldInputs; i++) {
            input();
        }
        stage = newStage();
        for (final Book book : books) {
            stage.onBook(
                    book.instrumentId,
                    book.bookSeq,
                    book.phase,
                    book.lastTradeTicks,
                    book.indicative[0],
                    book.indicative[1],
                    book.indicative[2]);
            book.side(true).forEach(order -> stage.onRestingOrder(order.id, Side.BUY, order.ticks, order.lots));
            book.side(false).forEach(order -> stage.onRestingOrder(order.id, Side.SELL, order.ticks, order.lots));
        }
        stage.seeded(epoch);
    }

    /** The end of the journal was cut: books go on from an earlier state, under a new epoch. */
    void newEpoch() {
        epoch++;
        begin();
        reports.epochBegun(epoch);
        for (final Book book : books) {
            book.forget();
        }
    }

    private MarketDataStage newStage() {
        final MarketDataStage made = new MarketDataStage(
                new MarketDataConfiguration(true, 100, 100_000, 4), 100_000, requests, port, counters);
        made.seeded(epoch);
        return made;
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void onOutput(
            final long seq, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (stage != null) {
            stage.onOutputOf(seq);
            stage.onEvent(templateId, buffer, offset, length);
        }
    }

    static String text(final BookView view, final BookDepth depth) {
        final StringBuilder text = new StringBuilder();
        for (final boolean buy : new boolean[] {true, false}) {
            if (depth == BookDepth.ORDERS) {
                view.forEachOrder(
                        buy,
                        (id, ticks, lots) -> text.append(id)
                                .append(':')
                                .append(lots)
                                .append('@')
                                .append(ticks)
                                .append(' '));
            } else {
                final int levels = depth == BookDepth.TOP ? Math.min(1, view.levels(buy)) : view.levels(buy);
                for (int rank = 0; rank < levels; rank++) {
                    text.append(view.levelLots(buy, rank))
                            .append('@')
                            .append(view.levelPriceTicks(buy, rank))
                            .append('/')
                            .append(view.levelOrders(buy, rank))
                            .append(' ');
                }
            }
            text.append('|');
        }
        return text.toString();
    }

    private static final class Order {
        private final long id;
        private final boolean buy;
        private final long ticks;
        private long lots;
        private long hidden;

        private Order(final long id, final boolean buy, final long ticks, final long lots, final long hidden) {
            this.id = id;
            this.buy = buy;
            this.ticks = ticks;
            this.lots = lots;
            this.hidden = hidden;
        }
    }

    /** One book as a list in the order of arrival at its place. */
    final class Book {
        final int instrumentId;
        long bookSeq;
        TradingPhase phase = TradingPhase.CONTINUOUS;
        long lastTradeTicks;
        final long[] indicative = new long[3];
        private final List<Order> orders = new ArrayList<>();

        /** By bookSeq, from 0 on: how it was. */
        private final List<String> ordersWere = new ArrayList<>(List.of("||"));

        private final List<String> levelsWere = new ArrayList<>(List.of("||"));
        private final List<String> topWas = new ArrayList<>(List.of("||"));

        private Book(final int instrumentId) {
            this.instrumentId = instrumentId;
        }

        String was(final BookDepth depth, final long seq) {
            return switch (depth) {
                case ORDERS -> ordersWere.get((int) seq);
                case LEVELS -> levelsWere.get((int) seq);
                default -> topWas.get((int) seq);
            };
        }

        private void act() {
            final int action = random.nextInt(20);
            if (orders.size() < 10 || (action < 8 && orders.size() < ORDERS_MAX)) {
                add();
            } else if (action < 12) {
                final Order order = orders.remove(random.nextInt(orders.size()));
                remembered(() -> reports.orderDeleted(instrumentId, ++bookSeq, order.id));
            } else if (action < 14) {
                reduce();
            } else if (action < 18) {
                take(random.nextBoolean(), 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 30));
            } else if (action == 18) {
                phase = PHASES[random.nextInt(PHASES.length)];
                remembered(() -> reports.phase(instrumentId, ++bookSeq, phase));
            } else {
                indicative[0] = random.nextInt(100);
                indicative[1] = random.nextInt(100);
                indicative[2] = random.nextInt(100) - 50L;
                remembered(
                        () -> reports.indicative(instrumentId, ++bookSeq, indicative[0], indicative[1], indicative[2]));
            }
        }

        void add() {
            final boolean buy = random.nextBoolean();
            final long ticks = buy ? 1_000 - random.nextInt(25) : 1_001 + random.nextInt(25);
            final long hidden = random.nextInt(5) == 0 ? random.nextInt(50) : 0;
            final Order order = new Order(++lastOrderId, buy, ticks, 1 + random.nextInt(20), hidden);
            orders.add(order);
            remembered(() -> reports.orderAdded(instrumentId, ++bookSeq, order.id, side(order), ticks, order.lots));
        }

        /** Takes one lot of whichever side has one, so that every stream has something to tell. */
        void trade() {
            add();
            take(side(true).isEmpty(), 1);
        }

        private void reduce() {
            final Order order = orders.get(random.nextInt(orders.size()));
            if (order.lots > 1) {
                order.lots = 1L + random.nextInt((int) order.lots - 1);
                remembered(() -> reports.orderReduced(instrumentId, ++bookSeq, order.id, order.lots));
            }
        }

        /** An order comes in that takes so many lots of the other side at any price. */
        private void take(final boolean buy, final int wanted) {
            long left = wanted;
            while (left > 0) {
                final List<Order> other = side(!buy);
                if (other.isEmpty()) {
                    return;
                }
                final Order order = other.get(0);
                final long lots = Math.min(left, order.lots);
                left -= lots;
                order.lots -= lots;
                lastTradeTicks = order.ticks;
                final long tradeId = ++lastTradeId;
                if (order.lots == 0) {
                    orders.remove(order);
                }
                remembered(() -> reports.orderExecuted(
                        instrumentId, ++bookSeq, order.id, tradeId, order.ticks, lots, order.lots));
                remembered(() -> reports.trade(
                        instrumentId, ++bookSeq, tradeId, order.ticks, lots, buy ? Aggressor.BUYER : Aggressor.SELLER));
                if (order.lots == 0 && order.hidden > 0) {
                    order.lots = Math.min(10, order.hidden);
                    order.hidden -= order.lots;
                    orders.add(order);
                    remembered(() -> reports.orderRefreshed(
                            instrumentId, ++bookSeq, order.id, side(order), order.ticks, order.lots));
                }
            }
        }

        private List<Order> side(final boolean buy) {
            final Comparator<Order> bestFirst = Comparator.comparingLong(order -> buy ? -order.ticks : order.ticks);
            return orders.stream()
                    .filter(order -> order.buy == buy)
                    .sorted(bestFirst)
                    .toList();
        }

        /** Goes back a little, as when the end of a journal was cut: half of the orders never came. */
        private void forget() {
            while (orders.size() > 5) {
                orders.remove(orders.size() - 1);
            }
            final int back = Math.min(3, ordersWere.size() - 1);
            for (int i = 0; i < back; i++) {
                ordersWere.remove(ordersWere.size() - 1);
                levelsWere.remove(levelsWere.size() - 1);
                topWas.remove(topWas.size() - 1);
            }
            bookSeq -= back;
            ordersWere.set((int) bookSeq, ordersText());
            levelsWere.set((int) bookSeq, levelsText(Integer.MAX_VALUE));
            topWas.set((int) bookSeq, levelsText(1));
        }

        /** The books are changed before an event is told; the state that belongs to it is kept first. */
        private void remembered(final Runnable event) {
            ordersWere.add(ordersText());
            levelsWere.add(levelsText(Integer.MAX_VALUE));
            topWas.add(levelsText(1));
            event.run();
            if (ordersWere.size() != bookSeq + 1) {
                throw new AssertionError("one event at a time");
            }
        }

        private String ordersText() {
            final StringBuilder text = new StringBuilder();
            for (final boolean buy : new boolean[] {true, false}) {
                for (final Order order : side(buy)) {
                    text.append(order.id)
                            .append(':')
                            .append(order.lots)
                            .append('@')
                            .append(order.ticks)
                            .append(' ');
                }
                text.append('|');
            }
            return text.toString();
        }

        private String levelsText(final int depth) {
            final StringBuilder text = new StringBuilder();
            for (final boolean buy : new boolean[] {true, false}) {
                final List<Order> side = side(buy);
                int from = 0;
                for (int levels = 0; from < side.size() && levels < depth; levels++) {
                    int to = from;
                    long lots = 0;
                    while (to < side.size() && side.get(to).ticks == side.get(from).ticks) {
                        lots += side.get(to++).lots;
                    }
                    text.append(lots)
                            .append('@')
                            .append(side.get(from).ticks)
                            .append('/')
                            .append(to - from)
                            .append(' ');
                    from = to;
                }
                text.append('|');
            }
            return text.toString();
        }

        private static Side side(final Order order) {
            return order.buy ? Side.BUY : Side.SELL;
        }
    }
}
