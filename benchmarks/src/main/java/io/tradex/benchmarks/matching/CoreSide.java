package io.tradex.benchmarks.matching;

import static io.tradex.benchmarks.matching.CommandStream.CANCEL;
import static io.tradex.benchmarks.matching.CommandStream.IOC;
import static io.tradex.benchmarks.matching.CommandStream.LOTS_OWNER;
import static io.tradex.benchmarks.matching.CommandStream.MOVE;
import static io.tradex.benchmarks.matching.CommandStream.ORDER_ID;
import static io.tradex.benchmarks.matching.CommandStream.PRICE;
import static io.tradex.benchmarks.matching.CommandStream.STRIDE;
import static io.tradex.benchmarks.matching.CommandStream.SYMBOL_KIND;

import io.tradex.core.book.BookListener;
import io.tradex.core.book.BookMemory;
import io.tradex.core.book.BookRules;
import io.tradex.core.book.OrderBook;
import io.tradex.core.book.OrderIndex;
import io.tradex.core.book.OrderTerms;
import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;
import java.util.Arrays;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The project's own book, with its protections on as in the product: every order has an owner and prevents self-trades, a price
 * band and a velocity rule hold, prices follow a tick table. None of them strikes in these streams: that would be other trades
 * than the peer's.
 */
final class CoreSide implements MatchingSide, BookListener {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long NS_PER_COMMAND = 1_000;
    private static final long NS_PER_PASS = 60_000_000_000L;
    private static final long VELOCITY_WINDOW_NS = 1_000_000_000L;
    /** Of the price; the streams' prices stay within 20% of their middle. */
    private static final int BAND_BPS = 2_500;

    private static final int VELOCITY_BPS = 6_000;

    private final Tally tally = new Tally();
    private final OrderTerms terms = new OrderTerms();
    private final OrderIndex index;
    private final OrderBook[] books;
    private long startNs = START_NS;
    /** Under which the index knows the order that is moved; MISSING if it is a new one, or if the index is up to date. */
    private int oldHandle = OrderIndex.MISSING;

    CoreSide(final Flow flow) {
        // What is the same in all orders of the streams.
        terms.limit(0, true, 1, 1);
        terms.timeInForce = TimeInForce.GTC;
        terms.selfTradePrevention = SelfTradePrevention.CANCEL_OLDEST;
        final BookMemory memory = new BookMemory(flow.liveOrders + flow.liveOrders / 8);
        index = new OrderIndex(memory, flow.liveOrders + flow.liveOrders / 8);
        books = new OrderBook[flow.symbols];
        Arrays.setAll(books, symbol -> {
            final OrderBook book = new OrderBook(memory, rules(flow), this);
            book.referencePriceTicks(flow.referenceTicks());
            return book;
        });
    }

    private static BookRules rules(final Flow flow) {
        return new BookRules(10 * flow.maxTicks())
                .tickTable(new long[] {0, 2 * flow.maxTicks()}, new long[] {1, 2})
                .band(BAND_BPS)
                .velocity(VELOCITY_BPS, VELOCITY_WINDOW_NS);
    }

    @Override
    public void startPass() {
        tally.reset();
        startNs += NS_PER_PASS;
    }

    @Override
    public void apply(final CommandStream stream, final int from, final int to) {
        final long[] words = stream.words;
        for (int i = from; i < to; i++) {
            final int at = i * STRIDE;
            final long symbolKind = words[at + SYMBOL_KIND];
            final OrderBook book = books[CommandStream.symbol(symbolKind)];
            final int kind = CommandStream.kind(symbolKind);
            if (kind == CANCEL) {
                final int handle = index.remove(words[at + ORDER_ID]);
                if (handle != OrderIndex.MISSING) {
                    cancel(book, handle);
                }
                continue;
            }
            fill(terms, words, at, symbolKind, kind);
            if (kind == MOVE) {
                move(book, i);
                continue;
            }
            check(book, i);
            enter(book, terms, startNs + i * NS_PER_COMMAND);
        }
    }

    private void move(final OrderBook book, final int i) {
        final int handle = index.get(terms.key);
        if (handle == OrderIndex.MISSING) {
            return;
        }
        terms.quantityLots = book.leavesLots(handle);
        check(book, i);
        oldHandle = handle;
        replace(book, handle, terms, startNs + i * NS_PER_COMMAND);
        if (oldHandle != OrderIndex.MISSING) {
            // Moved, and traded in full.
            index.remove(terms.key, handle);
            oldHandle = OrderIndex.MISSING;
        }
    }

    private void check(final OrderBook book, final int i) {
        final RejectReason reason = book.check(terms);
        if (reason != RejectReason.NONE) {
            throw new IllegalStateException("command " + i + ": " + reason);
        }
    }

    // Calls of their own, as in an engine, which has more to do between them. With all of the book inlined into the
    // loop above the
    // compiler made one large method, whose speed was another one in each JVM.

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void cancel(final OrderBook book, final int handle) {
        book.cancel(handle);
        finish(book);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void enter(final OrderBook book, final OrderTerms terms, final long timestampNs) {
        book.enter(terms, timestampNs);
        finish(book);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void replace(
            final OrderBook book, final int handle, final OrderTerms terms, final long timestampNs) {
        book.replace(handle, terms, timestampNs);
        finish(book);
    }

    private static void finish(final OrderBook book) {
        while (!book.work()) {
            // The listener never says stop.
            Thread.onSpinWait();
        }
    }

    private static void fill(
            final OrderTerms terms, final long[] words, final int at, final long symbolKind, final int kind) {
        final long lotsOwner = words[at + LOTS_OWNER];
        terms.key = words[at + ORDER_ID];
        terms.owner = CommandStream.owner(lotsOwner);
        terms.buy = CommandStream.isBuy(symbolKind);
        if ((kind == IOC) != (terms.timeInForce == TimeInForce.IOC)) {
            terms.timeInForce = kind == IOC ? TimeInForce.IOC : TimeInForce.GTC;
        }
        terms.priceTicks = words[at + PRICE];
        terms.quantityLots = CommandStream.lots(lotsOwner);
    }

    @Override
    public void convert(final CommandStream stream, final int from, final int to, final Blackhole blackhole) {
        for (int i = from; i < to; i++) {
            final int at = i * STRIDE;
            final long symbolKind = stream.words[at + SYMBOL_KIND];
            fill(terms, stream.words, at, symbolKind, CommandStream.kind(symbolKind));
            blackhole.consume(terms);
        }
    }

    @Override
    public Tally tally() {
        tally.liveOrders = 0;
        for (final OrderBook book : books) {
            tally.liveOrders += book.orders();
        }
        if (tally.liveOrders != index.size()) {
            throw new IllegalStateException(
                    tally.liveOrders + " orders in the books, " + index.size() + " in the index");
        }
        return tally;
    }

    @Override
    public boolean mayGoOn() {
        return true;
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        if (oldHandle == OrderIndex.MISSING) {
            index.put(key, handle);
        } else {
            if (handle != oldHandle) {
                index.replace(key, oldHandle, handle);
            }
            oldHandle = OrderIndex.MISSING;
        }
    }

    @Override
    public void onTrade(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final long restingLeavesLots,
            final long restingVisibleLots,
            final boolean refreshed) {
        tally.onTrade(restingKey, incomingKey, priceTicks, lots);
        if (restingLeavesLots == 0) {
            index.remove(restingKey);
        }
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        if (reason != RejectReason.NO_LIQUIDITY) {
            throw unexpected("cancelled with " + reason);
        }
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        throw unexpected("parked");
    }

    @Override
    public void onAuctionTrade(
            final long bidKey,
            final long askKey,
            final long priceTicks,
            final long lots,
            final long bidLeavesLots,
            final long bidVisibleLots,
            final boolean bidRefreshed,
            final long askLeavesLots,
            final long askVisibleLots,
            final boolean askRefreshed) {
        throw unexpected("an auction");
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        throw unexpected("a self-trade");
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        throw unexpected("reduced");
    }

    @Override
    public void onTriggered(final long key) {
        throw unexpected("triggered");
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        throw unexpected("trailed");
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        throw unexpected("repriced");
    }

    @Override
    public void onPhase(final TradingPhase phase) {
        throw unexpected("a phase");
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        throw unexpected("a velocity halt");
    }

    @Override
    public void onIndicative(final long priceTicks, final long lots, final long imbalanceLots) {
        throw unexpected("an indicative price");
    }

    private static IllegalStateException unexpected(final String what) {
        return new IllegalStateException(what + " is not part of these streams");
    }
}
