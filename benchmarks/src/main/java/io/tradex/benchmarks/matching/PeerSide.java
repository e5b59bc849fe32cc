package io.tradex.benchmarks.matching;

import static io.tradex.benchmarks.matching.CommandStream.LOTS_OWNER;
import static io.tradex.benchmarks.matching.CommandStream.ORDER_ID;
import static io.tradex.benchmarks.matching.CommandStream.PRICE;
import static io.tradex.benchmarks.matching.CommandStream.STRIDE;
import static io.tradex.benchmarks.matching.CommandStream.SYMBOL_KIND;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The peer: exchange-core's direct order book, driven as its own tests and its matching engine drive it, with one command object
 * that is filled anew. Its books share one pool of objects of the sizes that its matching engine uses. Version 0.5.3 makes a new
 * object for each trade and leaves it to the garbage collector; they are read here, and dropped.
 */
final class PeerSide implements MatchingSide {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long NS_PER_COMMAND = 1_000;
    private static final long NS_PER_PASS = 60_000_000_000L;

    private final Tally tally = new Tally();
    private final OrderCommand command = new OrderCommand();
    private final IOrderBook[] books;
    private long startNs = START_NS;

    PeerSide(final Flow flow) {
        final ObjectsPool pool = new ObjectsPool(poolSizes());
        books = new IOrderBook[flow.symbols];
        for (int symbol = 0; symbol < books.length; symbol++) {
            final CoreSymbolSpecification specification = CoreSymbolSpecification.builder()
                    .symbolId(symbol)
                    .type(SymbolType.FUTURES_CONTRACT)
                    .build();
            books[symbol] = new OrderBookDirectImpl(
                    specification, pool, OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, LoggingConfiguration.DEFAULT);
        }
    }

    private static Map<Integer, Integer> poolSizes() {
        final Map<Integer, Integer> sizes = new HashMap<>();
        sizes.put(ObjectsPool.DIRECT_ORDER, 1 << 20);
        sizes.put(ObjectsPool.DIRECT_BUCKET, 1 << 16);
        sizes.put(ObjectsPool.ART_NODE_4, 1 << 15);
        sizes.put(ObjectsPool.ART_NODE_16, 1 << 14);
        sizes.put(ObjectsPool.ART_NODE_48, 1 << 13);
        sizes.put(ObjectsPool.ART_NODE_256, 1 << 12);
        return sizes;
    }

    @Override
    public void startPass() {
        tally.reset();
        startNs += NS_PER_PASS;
    }

    @Override
    public void apply(final CommandStream stream, final int from, final int to) {
        final OrderCommand cmd = command;
        for (int i = from; i < to; i++) {
            fill(cmd, stream.words, i);
            cmd.resultCode = IOrderBook.processCommand(books[cmd.symbol], cmd);
            if (cmd.matcherEvent != null) {
                consumeEvents(cmd);
            }
        }
    }

    private void consumeEvents(final OrderCommand cmd) {
        for (MatcherTradeEvent event = cmd.matcherEvent; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                tally.onTrade(event.matchedOrderId, cmd.orderId, event.price, event.size);
            }
        }
        cmd.matcherEvent = null;
    }

    private void fill(final OrderCommand cmd, final long[] words, final int i) {
        final int at = i * STRIDE;
        final long symbolKind = words[at + SYMBOL_KIND];
        final long lotsOwner = words[at + LOTS_OWNER];
        cmd.orderId = words[at + ORDER_ID];
        cmd.symbol = CommandStream.symbol(symbolKind);
        cmd.price = words[at + PRICE];
        cmd.reserveBidPrice = Long.MAX_VALUE;
        cmd.size = CommandStream.lots(lotsOwner);
        cmd.uid = CommandStream.owner(lotsOwner);
        cmd.action = CommandStream.isBuy(symbolKind) ? OrderAction.BID : OrderAction.ASK;
        cmd.timestamp = startNs + i * NS_PER_COMMAND;
        cmd.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        switch (CommandStream.kind(symbolKind)) {
            case CommandStream.LIMIT -> {
                cmd.command = OrderCommandType.PLACE_ORDER;
                cmd.orderType = OrderType.GTC;
            }
            case CommandStream.IOC -> {
                cmd.command = OrderCommandType.PLACE_ORDER;
                cmd.orderType = OrderType.IOC;
            }
            case CommandStream.CANCEL -> cmd.command = OrderCommandType.CANCEL_ORDER;
            default -> cmd.command = OrderCommandType.MOVE_ORDER;
        }
    }

    @Override
    public void convert(final CommandStream stream, final int from, final int to, final Blackhole blackhole) {
        for (int i = from; i < to; i++) {
            fill(command, stream.words, i);
            blackhole.consume(command);
        }
    }

    @Override
    public Tally tally() {
        tally.liveOrders = 0;
        for (final IOrderBook book : books) {
            tally.liveOrders += book.getOrdersNum(OrderAction.ASK) + book.getOrdersNum(OrderAction.BID);
        }
        return tally;
    }
}
