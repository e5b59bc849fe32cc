package io.tradex.simulation.comparison;

import io.tradex.core.book.Place;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.TradingPhase;
import io.tradex.simulation.book.BookState;
import io.tradex.simulation.book.QuietListener;
import io.tradex.simulation.scenario.OrderSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * Keeps a book of its own from a book's events alone, as a subscriber of market data would, and throws
 * {@link InvariantBroken} when an event cannot be: quantity that is not conserved, a trade with another order than the oldest of
 * the best price, an event about an order that is done. Single-threaded.
 */
public final class EventAudit extends QuietListener {
    /** An event, or the state of a book, that cannot be. */
    public static final class InvariantBroken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvariantBroken(final String message) {
            super(message);
        }
    }

    private final Map<Long, AuditedOrder> live = new HashMap<>();
    /** The keys of live orders, so that a flow may pick one by number. */
    private final List<Long> keys = new ArrayList<>();

    private final NavigableMap<Long, List<AuditedOrder>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<Long, List<AuditedOrder>> asks = new TreeMap<>();
    /** How many stops wait at each stop price. */
    private final Map<Long, Integer> buyStops = new HashMap<>();

    private final Map<Long, Integer> sellStops = new HashMap<>();
    private TradingPhase phase = TradingPhase.CONTINUOUS;

    /** What is known of a live order. */
    private static final class AuditedOrder {
        private final long key;
        private final boolean buy;
        private final long enteredLots;
        private final long displayLots;
        private Place place;
        private long priceTicks;
        private long stopTicks;
        private long tradedLots;
        private long removedLots;
        private long visibleLots;
        private int keyIndex;

        AuditedOrder(final OrderSpec spec) {
            key = spec.key();
            buy = spec.buy();
            enteredLots = spec.quantityLots();
            displayLots = spec.displayLots();
            stopTicks = spec.stopTicks();
        }

        long leavesLots() {
            return enteredLots - tradedLots - removedLots;
        }

        boolean isIn(final Place somewhere) {
            return place == somewhere;
        }
    }

    /** Of the live orders the one with this number, from 0 to less than {@link #liveOrders}. */
    long liveKey(final int number) {
        return keys.get(number);
    }

    int liveOrders() {
        return live.size();
    }

    long leavesLots(final long key) {
        final AuditedOrder order = live.get(key);
        return order == null ? 0 : order.leavesLots();
    }

    TradingPhase phase() {
        return phase;
    }

    /** An order is about to be entered. */
    void onEntered(final OrderSpec spec) {
        final AuditedOrder order = new AuditedOrder(spec);
        require(live.put(spec.key(), order) == null, "order {} is entered twice", spec.key());
        order.keyIndex = keys.size();
        keys.add(spec.key());
    }

    /** An order was taken out by command. */
    void onTakenOut(final long key) {
        final AuditedOrder order = liveOrder(key, "cancel");
        leavePlace(order);
        end(order);
    }

    /** An order was reduced by command. */
    void onReducedTo(final long key, final long leavesLots) {
        final AuditedOrder order = liveOrder(key, "reduce");
        order.removedLots += order.leavesLots() - leavesLots;
        order.visibleLots = Math.min(order.visibleLots, leavesLots);
    }

    @Override
    public void onRested(
            final long key, final int handle, final long priceTicks, final long visibleLots, final long hiddenLots) {
        final AuditedOrder order = liveOrder(key, "rested");
        require(!order.isIn(Place.BOOK), "order {} rests twice", key);
        require(
                visibleLots + hiddenLots == order.leavesLots(),
                "order {} rests with {} lots, {} are left",
                key,
                visibleLots + hiddenLots,
                order.leavesLots());
        require(visibleLots == shownOf(order), "order {} shows {}, not {}", key, visibleLots, shownOf(order));
        order.place = Place.BOOK;
        order.priceTicks = priceTicks;
        order.visibleLots = visibleLots;
        side(order.buy).computeIfAbsent(priceTicks, price -> new ArrayList<>()).add(order);
    }

    @Override
    public void onParked(final long key, final int handle, final Place place) {
        final AuditedOrder order = liveOrder(key, "parked");
        leavePlace(order);
        order.place = place;
        if (order.isIn(Place.STOP)) {
            countStop(order, 1);
        }
    }

    @Override
    public void onTriggered(final long key) {
        final AuditedOrder order = liveOrder(key, "triggered");
        require(order.isIn(Place.TRIGGERED), "order {} comes in without having been triggered", key);
        order.place = null;
    }

    @Override
    public void onTrailed(final long key, final long stopTicks) {
        final AuditedOrder order = liveOrder(key, "trailed");
        require(order.isIn(Place.STOP), "order {} trails but does not wait for its price", key);
        require(
                stopTicks >= 1 && (order.buy ? stopTicks < order.stopTicks : stopTicks > order.stopTicks),
                "the stop price of order {} goes from {} to {}",
                key,
                order.stopTicks,
                stopTicks);
        countStop(order, -1);
        order.stopTicks = stopTicks;
        countStop(order, 1);
    }

    @Override
    public void onRepriced(final long key, final long priceTicks) {
        leavePlace(liveOrder(key, "repriced"));
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
        final AuditedOrder resting = liveOrder(restingKey, "trade");
        final AuditedOrder incoming = liveOrder(incomingKey, "trade");
        require(incoming.place == null, "order {} trades as incoming but has a place", incomingKey);
        require(resting.buy != incoming.buy, "{} and {} are of one side", restingKey, incomingKey);
        requireFirst(resting);
        require(priceTicks == resting.priceTicks, "{} trades at {}, not its price", restingKey, priceTicks);
        incoming.tradedLots += lots;
        require(incoming.leavesLots() >= 0, "order {} trades more than it has", incomingKey);
        tradeResting(resting, lots, restingLeavesLots, restingVisibleLots, refreshed);
        if (incoming.leavesLots() == 0) {
            end(incoming);
        }
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
        final AuditedOrder bid = liveOrder(bidKey, "auction");
        final AuditedOrder ask = liveOrder(askKey, "auction");
        require(bid.buy && !ask.buy, "{} and {} trade in an auction on the wrong sides", bidKey, askKey);
        requireFirst(bid);
        requireFirst(ask);
        require(
                bid.priceTicks >= priceTicks && ask.priceTicks <= priceTicks,
                "{} and {} trade beyond a limit",
                bidKey,
                askKey);
        tradeResting(bid, lots, bidLeavesLots, bidVisibleLots, bidRefreshed);
        tradeResting(ask, lots, askLeavesLots, askVisibleLots, askRefreshed);
    }

    @Override
    public void onSelfTradePrevented(
            final long restingKey,
            final long incomingKey,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        final AuditedOrder resting = liveOrder(restingKey, "prevented");
        final AuditedOrder incoming = liveOrder(incomingKey, "prevented");
        requireFirst(resting);
        require(
                lots == Math.min(resting.leavesLots(), incoming.leavesLots()),
                "{} lots prevented between {} and {}",
                lots,
                restingKey,
                incomingKey);
    }

    @Override
    public void onReduced(final long key, final long leavesLots, final long visibleLots) {
        final AuditedOrder order = liveOrder(key, "reduced");
        require(leavesLots >= 1 && leavesLots < order.leavesLots(), "order {} reduced to {}", key, leavesLots);
        onReducedTo(key, leavesLots);
        require(
                visibleLots == order.visibleLots,
                "order {} shows {} after it was reduced, not {}",
                key,
                visibleLots,
                order.visibleLots);
    }

    @Override
    public void onCancelled(final long key, final RejectReason reason, final long value, final long limit) {
        final AuditedOrder order = liveOrder(key, "cancelled");
        leavePlace(order);
        end(order);
    }

    @Override
    public void onPhase(final TradingPhase next) {
        phase = next;
    }

    @Override
    public void onVelocityHalt(final long priceTicks, final long lowTicks, final long highTicks) {
        phase = TradingPhase.HALT;
    }

    /** After a command, when nothing is left to do. */
    void requireDone(final int ordersInUse) {
        require(ordersInUse == live.size(), "the book's memory holds {} orders, {} are live", ordersInUse, live.size());
        require(
                phase != TradingPhase.CONTINUOUS
                        || bids.isEmpty()
                        || asks.isEmpty()
                        || bids.firstKey() < asks.firstKey(),
                "the book is crossed");
    }

    /** All live orders are where the events put them, with what the events left of them. */
    void requireSame(final BookState state) {
        require(state.phase() == phase, "phase {}, events said {}", state.phase(), phase);
        requireEqual(resting(bids), state.bids());
        requireEqual(resting(asks), state.asks());
        int waiting = 0;
        for (final BookState.Waiting order : state.waiting()) {
            final AuditedOrder audited = liveOrder(order.key(), "waiting");
            require(audited.isIn(order.place()), "order {} waits in {}", order.key(), order.place());
            require(
                    audited.leavesLots() == order.leavesLots(),
                    "of waiting order {} {} are left, not {}",
                    order.key(),
                    order.leavesLots(),
                    audited.leavesLots());
            waiting++;
        }
        final int inAll = state.bids().size() + state.asks().size() + waiting;
        require(inAll == live.size(), "{} orders are in the book, {} are live", inAll, live.size());
    }

    private static void requireEqual(final List<BookState.Resting> expected, final List<BookState.Resting> actual) {
        require(expected.equals(actual), "the events make it {}, the book holds {}", expected, actual);
    }

    private static List<BookState.Resting> resting(final NavigableMap<Long, List<AuditedOrder>> side) {
        return side.values().stream()
                .flatMap(List::stream)
                .map(order -> new BookState.Resting(
                        order.key, order.priceTicks, order.visibleLots, order.leavesLots() - order.visibleLots))
                .toList();
    }

    private void tradeResting(
            final AuditedOrder order,
            final long lots,
            final long leavesLots,
            final long visibleLots,
            final boolean refreshed) {
        require(
                lots >= 1 && lots <= order.visibleLots,
                "order {} trades {} lots of {}",
                order.key,
                lots,
                order.visibleLots);
        order.tradedLots += lots;
        order.visibleLots -= lots;
        require(
                order.leavesLots() == leavesLots,
                "order {}: {} left, not {}",
                order.key,
                leavesLots,
                order.leavesLots());
        require(
                refreshed == (order.visibleLots == 0 && leavesLots > 0),
                "order {}: shows its next part before the last one has traded, or not after it",
                order.key);
        final List<AuditedOrder> queue = side(order.buy).get(order.priceTicks);
        if (refreshed) {
            order.visibleLots = shownOf(order);
            queue.remove(order);
            queue.add(order);
        }
        require(
                visibleLots == order.visibleLots,
                "order {} shows {}, not {}",
                order.key,
                visibleLots,
                order.visibleLots);
        if (leavesLots == 0) {
            leavePlace(order);
            end(order);
        }
    }

    private static long shownOf(final AuditedOrder order) {
        return order.displayLots == 0 ? order.leavesLots() : Math.min(order.displayLots, order.leavesLots());
    }

    private void requireFirst(final AuditedOrder order) {
        require(order.isIn(Place.BOOK), "order {} is met, but does not rest", order.key);
        final AuditedOrder first = side(order.buy).firstEntry().getValue().get(0);
        require(first == order, "order {} is met before order {}, which is ahead of it", order.key, first.key);
    }

    private void leavePlace(final AuditedOrder order) {
        if (order.isIn(Place.BOOK)) {
            final List<AuditedOrder> queue = side(order.buy).get(order.priceTicks);
            queue.remove(order);
            if (queue.isEmpty()) {
                side(order.buy).remove(order.priceTicks);
            }
        }
        if (order.isIn(Place.STOP)) {
            countStop(order, -1);
        }
        order.place = null;
        order.visibleLots = 0;
    }

    private void countStop(final AuditedOrder order, final int more) {
        (order.buy ? buyStops : sellStops)
                .merge(order.stopTicks, more, (before, add) -> before + add == 0 ? null : before + add);
    }

    private void end(final AuditedOrder order) {
        live.remove(order.key);
        final long last = keys.remove(keys.size() - 1);
        if (last != order.key) {
            keys.set(order.keyIndex, last);
            live.get(last).keyIndex = order.keyIndex;
        }
    }

    private NavigableMap<Long, List<AuditedOrder>> side(final boolean buy) {
        return buy ? bids : asks;
    }

    private AuditedOrder liveOrder(final long key, final String event) {
        final AuditedOrder order = live.get(key);
        require(order != null, "event '{}' about order {}, which is done or was never entered", event, key);
        return order;
    }

    /** Each {} of the message stands for an argument. */
    private static void require(final boolean holds, final String message, final Object... arguments) {
        if (!holds) {
            String text = message;
            for (final Object argument : arguments) {
                text = text.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(argument)));
            }
            throw new InvariantBroken(text);
        }
    }
}
