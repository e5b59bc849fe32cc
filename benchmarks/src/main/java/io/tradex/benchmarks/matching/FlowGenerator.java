package io.tradex.benchmarks.matching;

import static io.tradex.benchmarks.matching.CommandStream.CANCEL;
import static io.tradex.benchmarks.matching.CommandStream.IOC;
import static io.tradex.benchmarks.matching.CommandStream.LIMIT;
import static io.tradex.benchmarks.matching.CommandStream.MOVE;
import static io.tradex.benchmarks.matching.CommandStream.STRIDE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes a {@link CommandStream} from a seed, against a plain book that knows what is live.
 *
 * <p>Common to all: order ids rise by one; which live order is cancelled or moved is drawn from all of them alike, which is the
 * hardest for caches; 2% of the cancels are for orders that are gone; no order meets one of its own owner; taking orders are
 * sized so that the number of live orders stays where it should be.
 *
 * <p>Equities: new orders stand at a distance behind the touch that follows a power law (exponent 1.3, as order books on
 * exchanges have it; deeper books are wider), on both sides of a fair price that walks a tick every 200 new orders. Activity of
 * symbols follows a power law, too: the busiest tenth has 46% of it.
 *
 * <p>Peer: after its own generator's habits: orders stand around the last trade, densest near it, and a moved order goes 1% of its
 * distance, at least a tick, towards the last trade.
 */
final class FlowGenerator {
    /** Measured commands of a stream. */
    static final int MEASURED = 1 << 20;
    /** Books of the sweep. */
    static final int SWEEPS = 16;
    /** Orders in each of them. */
    static final int SWEPT_ORDERS = 10_000;

    private static final int SWEPT_LEVELS = 100;
    private static final int OWNERS = 1_000;
    /** Of the sweeping orders, who have nothing in the book. */
    private static final int SWEEPER = OWNERS + 1;

    private static final int AGEING_MIN = 1 << 18;
    private static final int GONE = 1 << 10;
    private static final int NEWS_PER_TICK = 200;
    private static final int FAIR_RANGE = 300;
    private static final double EXPONENT = 1.3;
    private static final int DISTANCE_MAX = 1_500;
    /** Calibrated: gives about 750 prices for 1,000 orders. */
    private static final int PEER_DEVIATION = 3900;

    private final Flow flow;
    private final SplittableRandom random;
    private final PlainBook[] books;
    private final int[] fairTicks;
    private final List<PlainBook.Order> live = new ArrayList<>();
    private final PlainBook.Order[] gone = new PlainBook.Order[GONE];
    private final Tally tally = new Tally();
    private final double depth;
    private long[] words;
    private int commands;
    private int goneCount;
    private long nextOrderId = 1;
    private long lastTradeTicks;

    private FlowGenerator(final Flow flow, final long seed) {
        this.flow = flow;
        random = new SplittableRandom(seed);
        books = new PlainBook[flow.symbols];
        Arrays.setAll(books, symbol -> new PlainBook());
        fairTicks = new int[flow.symbols];
        Arrays.fill(fairTicks, (int) flow.referenceTicks());
        lastTradeTicks = flow.referenceTicks();
        final int ordersPerSymbol = flow.liveOrders / flow.symbols;
        depth = ordersPerSymbol > 100_000 ? 100 : ordersPerSymbol > 10_000 ? 20 : 4;
    }

    /** Makes the stream of a flow; the same for the same seed. */
    static CommandStream generate(final Flow flow, final long seed) {
        final FlowGenerator generator = new FlowGenerator(flow, seed);
        return flow.mix == Flow.Mix.SWEEP ? generator.sweeps() : generator.mixed();
    }

    /** How many operations a pass over a flow's stream counts as: commands, or matches of a sweep. */
    static int operations(final Flow flow) {
        return flow.mix == Flow.Mix.SWEEP ? SWEEPS * SWEPT_ORDERS : MEASURED;
    }

    /** One line about a stream, for those who want to know what it is like. */
    static String describe(final Flow flow, final CommandStream stream) {
        final int[] kinds = new int[MOVE + 1];
        for (int i = stream.ageing; i < stream.end; i++) {
            kinds[CommandStream.kind(stream.words[i * STRIDE + CommandStream.SYMBOL_KIND])]++;
        }
        final double percent = 100.0 / (stream.end - stream.ageing);
        return String.format(
                Locale.ROOT,
                "%s: %d commands after %d (limit %.1f%%, IOC %.1f%%, cancel %.1f%%, move %.1f%%), %d prices, %s",
                flow.label,
                stream.end - stream.ageing,
                stream.ageing,
                kinds[LIMIT] * percent,
                kinds[IOC] * percent,
                kinds[CANCEL] * percent,
                kinds[MOVE] * percent,
                stream.levels,
                stream.expected);
    }

    private CommandStream mixed() {
        final int ageing = flow.liveOrders + Math.max(AGEING_MIN, 2 * flow.liveOrders);
        words = new long[(ageing + MEASURED) * STRIDE];
        while (live.size() < flow.liveOrders) {
            if (flow.mix == Flow.Mix.PEER) {
                placeNearLastTrade();
            } else {
                placeNearTouch();
            }
        }
        while (commands < ageing + MEASURED) {
            if (flow.mix == Flow.Mix.PEER) {
                nextOfPeer();
            } else {
                nextOfEquities();
            }
        }
        return finish(ageing);
    }

    private void nextOfPeer() {
        final int draw = random.nextInt(100);
        if (draw < 9) {
            placeNearLastTrade();
        } else if (draw < 12) {
            take(true, flow.maxTicks() - flow.referenceTicks());
        } else if (draw < 18) {
            cancelAny();
        } else {
            moveTowardsLastTrade();
        }
    }

    private void nextOfEquities() {
        final int draw = random.nextInt(1_000);
        if (draw < 475) {
            placeNearTouch();
        } else if (draw < 900) {
            cancelAny();
        } else if (draw < 950) {
            final PlainBook.Order order = anyLive();
            move(order, behindTouch(order.symbol, order.buy));
        } else {
            take(random.nextBoolean(), 2);
        }
    }

    private void placeNearTouch() {
        final int symbol = anySymbol();
        final boolean buy = random.nextBoolean();
        if (random.nextInt(NEWS_PER_TICK) == 0) {
            final int step = random.nextBoolean() ? 1 : -1;
            final int offset = fairTicks[symbol] + step - (int) flow.referenceTicks();
            fairTicks[symbol] += Math.abs(offset) > FAIR_RANGE ? -step : step;
        }
        enter(LIMIT, symbol, buy, behindTouch(symbol, buy), 1 + random.nextInt(10));
    }

    private long behindTouch(final int symbol, final boolean buy) {
        final double spread = depth * (StrictMath.pow(1 - random.nextDouble(), -1 / EXPONENT) - 1);
        final long distance = 1 + (long) Math.min(spread, DISTANCE_MAX);
        final PlainBook book = books[symbol];
        final long priceTicks = fairTicks[symbol] + (buy ? -distance : distance);
        if (!book.has(!buy)) {
            return priceTicks;
        }
        return buy ? Math.min(priceTicks, book.best(false) - 1) : Math.max(priceTicks, book.best(true) + 1);
    }

    private void placeNearLastTrade() {
        final boolean buy = random.nextBoolean();
        final double share = random.nextDouble();
        final int deviation = 1 + (int) (share * share * PEER_DEVIATION);
        long sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += random.nextInt(deviation);
        }
        final long distance = Math.abs(sum / 2 - deviation);
        final int lots = 1 + random.nextInt(6) * random.nextInt(6) * random.nextInt(6);
        enter(LIMIT, 0, buy, lastTradeTicks + (buy ? -distance : distance), lots);
    }

    private void moveTowardsLastTrade() {
        while (true) {
            final PlainBook.Order order = anyLive();
            final long way = lastTradeTicks - order.priceTicks;
            final long step = way == 0 ? (random.nextBoolean() ? 1 : -1) : Math.max(1, Math.abs(way) / 100);
            final long priceTicks = order.priceTicks + (way < 0 ? -step : step);
            if (books[0].crosses(order.buy, priceTicks)
                    && (live.size() < flow.liveOrders
                            || books[0].wouldMeet(order.owner, order.buy, priceTicks, order.lots))) {
                continue;
            }
            move(order, priceTicks);
            return;
        }
    }

    /** An order that takes none (a part of one), one or two resting orders, as the number of live ones asks for. */
    private void take(final boolean immediate, final long throughTicks) {
        final PlainBook.Order victim = anyLive();
        final boolean buy = !victim.buy;
        final int count = live.size() > flow.liveOrders ? 2 : random.nextInt(2);
        final List<PlainBook.Order> first = books[victim.symbol].first(victim.buy, Math.max(1, count));
        int lots = 0;
        for (final PlainBook.Order order : first) {
            lots += count == 0 ? Math.max(1, order.lots / 2) : order.lots;
        }
        final long worstTicks = first.get(first.size() - 1).priceTicks;
        final long limitTicks = buy
                ? Math.min(worstTicks + throughTicks, flow.maxTicks())
                : Math.max(worstTicks - throughTicks, flow.minTicks());
        enter(immediate ? IOC : LIMIT, victim.symbol, buy, limitTicks, lots);
    }

    private void cancelAny() {
        if (goneCount > 0 && random.nextInt(50) == 0) {
            final PlainBook.Order order = gone[random.nextInt(Math.min(goneCount, GONE))];
            append(CANCEL, order.id, order.symbol, order.buy, order.priceTicks, 0, order.owner);
            return;
        }
        final PlainBook.Order order = anyLive();
        append(CANCEL, order.id, order.symbol, order.buy, order.priceTicks, 0, order.owner);
        books[order.symbol].remove(order);
        forget(order);
    }

    private void enter(final int kind, final int symbol, final boolean buy, final long priceTicks, final int lots) {
        int owner;
        do {
            owner = 1 + random.nextInt(OWNERS);
        } while (books[symbol].crosses(buy, priceTicks) && books[symbol].wouldMeet(owner, buy, priceTicks, lots));
        final PlainBook.Order order = new PlainBook.Order(nextOrderId++, symbol, buy, priceTicks, lots, owner);
        append(kind, order.id, symbol, buy, priceTicks, lots, owner);
        match(order);
        if (order.lots > 0 && kind == LIMIT) {
            books[symbol].add(order);
            order.position = live.size();
            live.add(order);
        } else {
            gone[goneCount++ & (GONE - 1)] = order;
        }
    }

    private void move(final PlainBook.Order order, final long priceTicks) {
        append(MOVE, order.id, order.symbol, order.buy, priceTicks, 0, order.owner);
        books[order.symbol].remove(order);
        order.priceTicks = priceTicks;
        match(order);
        if (order.lots > 0) {
            books[order.symbol].add(order);
        } else {
            forget(order);
        }
    }

    private void match(final PlainBook.Order order) {
        final PlainBook book = books[order.symbol];
        if (book.crosses(order.buy, order.priceTicks)) {
            final long bestTicks = book.best(!order.buy);
            book.match(order, tally).forEach(this::forget);
            // What prices are drawn around stays within half of what is allowed.
            final long range = (flow.maxTicks() - flow.referenceTicks()) / 2;
            lastTradeTicks =
                    Math.max(flow.referenceTicks() - range, Math.min(flow.referenceTicks() + range, bestTicks));
        }
    }

    private void forget(final PlainBook.Order order) {
        final PlainBook.Order last = live.remove(live.size() - 1);
        if (last != order) {
            live.set(order.position, last);
            last.position = order.position;
        }
        gone[goneCount++ & (GONE - 1)] = order;
    }

    private PlainBook.Order anyLive() {
        return live.get(random.nextInt(live.size()));
    }

    private int anySymbol() {
        final double draw = random.nextDouble();
        return (int) (flow.symbols * draw * draw * draw);
    }

    private CommandStream sweeps() {
        words = new long[(flow.liveOrders + SWEEPS) * STRIDE];
        for (int i = 0; i < flow.liveOrders; i++) {
            final long priceTicks = flow.referenceTicks() + 1 + random.nextInt(SWEPT_LEVELS);
            enter(LIMIT, i % SWEEPS, false, priceTicks, 1 + random.nextInt(10));
        }
        for (int symbol = 0; symbol < SWEEPS; symbol++) {
            int lots = 0;
            for (final PlainBook.Order order : books[symbol].first(false, SWEPT_ORDERS)) {
                lots += order.lots;
            }
            final PlainBook.Order sweeping =
                    new PlainBook.Order(nextOrderId++, symbol, true, flow.maxTicks(), lots, SWEEPER);
            append(IOC, sweeping.id, symbol, true, sweeping.priceTicks, lots, SWEEPER);
            match(sweeping);
        }
        return finish(flow.liveOrders);
    }

    private CommandStream finish(final int ageing) {
        tally.liveOrders = live.size();
        final int end = commands;
        final int levels = levels();
        words = Arrays.copyOf(words, (end + live.size()) * STRIDE);
        for (final PlainBook.Order order : live) {
            append(CANCEL, order.id, order.symbol, order.buy, order.priceTicks, 0, order.owner);
        }
        return new CommandStream(words, ageing, end, levels, tally);
    }

    private void append(
            final int kind,
            final long orderId,
            final int symbol,
            final boolean buy,
            final long priceTicks,
            final int lots,
            final int owner) {
        if (priceTicks < flow.minTicks() || priceTicks > flow.maxTicks()) {
            throw new IllegalStateException(flow.label + ": price " + priceTicks + " is out of range");
        }
        final int at = commands++ * STRIDE;
        words[at + CommandStream.ORDER_ID] = orderId;
        words[at + CommandStream.PRICE] = priceTicks;
        words[at + CommandStream.LOTS_OWNER] = CommandStream.lotsOwner(lots, owner);
        words[at + CommandStream.SYMBOL_KIND] = CommandStream.symbolKind(symbol, buy, kind);
    }

    private int levels() {
        int levels = 0;
        for (final PlainBook book : books) {
            levels += book.levels();
        }
        return levels;
    }
}
