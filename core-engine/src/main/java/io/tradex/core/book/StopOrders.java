package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

/**
 * The stop orders of a book: by stop price while they wait, the nearest first; once trades have reached them in the order in which
 * that happened, until they come in. Trailing stops follow the trades.
 */
final class StopOrders {
    private final BookMemory memory;
    private final BookListener listener;
    private final PriceLadders ladders;
    private final HandleList trailing;
    private final WaitingQueue triggered;
    private int waiting;

    StopOrders(final BookMemory memory, final BookListener listener) {
        this.memory = memory;
        this.listener = listener;
        ladders = new PriceLadders(memory);
        trailing = new HandleList(memory);
        triggered = new WaitingQueue(memory);
    }

    /** @return whether any waits for its stop price. */
    boolean areWaiting() {
        return waiting > 0;
    }

    /** @return the order that was triggered first and has not come in, or NIL. */
    int firstTriggered() {
        return triggered.head();
    }

    /** An order waits for a stop price, behind those that wait for it already. */
    void add(final int order, final long stopTicks) {
        final long flags = OrderFlags.at(OrderFlags.AT_STOP, OrderFlags.of(memory, order));
        final boolean buy = OrderFlags.isBuy(flags);
        final int side = side(buy);
        final int level = ladders.append(side, PriceLadders.rank(side, stopTicks), order);
        memory.where(order, level, OrderFlags.hot(flags));
        waiting++;
        if (OrderFlags.kind(flags) == OrderFlags.KIND_TRAILING) {
            trailing.addLast(order);
        }
    }

    /** An order waits to come in. */
    void addTriggered(final int order) {
        triggered.addLast(order, OrderFlags.AT_TRIGGERED);
    }

    /** An order that waits for its stop price waits to come in. */
    void trigger(final int order) {
        removeWaiting(order, OrderFlags.of(memory, order));
        addTriggered(order);
        listener.onParked(memory.key(order), order, Place.TRIGGERED);
    }

    /** Takes an order out from wherever it waits. */
    void remove(final int order, final long flags) {
        if (OrderFlags.place(flags) == OrderFlags.AT_TRIGGERED) {
            triggered.remove(order);
        } else {
            removeWaiting(order, flags);
        }
    }

    private void removeWaiting(final int order, final long flags) {
        if (OrderFlags.kind(flags) == OrderFlags.KIND_TRAILING) {
            trailing.remove(order);
        }
        waiting--;
        ladders.takeOut(side(OrderFlags.isBuy(flags)), order);
    }

    /** Triggers those that trades between two prices reach. */
    void elect(final long lowestTicks, final long highestTicks) {
        for (int level = best(true); level != NIL && stopTicks(true, level) <= highestTicks; level = best(true)) {
            trigger(memory.next(level));
        }
        for (int level = best(false); level != NIL && stopTicks(false, level) >= lowestTicks; level = best(false)) {
            trigger(memory.next(level));
        }
    }

    /** Begins to look at all trailing stops. */
    void startTrailing() {
        trailing.startPass();
    }

    /** Lets trailing stops follow trades between two prices; returns false if the listener said that it may not go on. */
    boolean trail(final long lowestTicks, final long highestTicks) {
        while (true) {
            if (!listener.mayGoOn()) {
                return false;
            }
            final int order = trailing.nextOfPass();
            if (order == NIL) {
                return true;
            }
            final long flags = OrderFlags.of(memory, order);
            final boolean buy = OrderFlags.isBuy(flags);
            final long stopTicks = stopTicks(buy, BookMemory.level(memory.where(order)));
            final long offsetTicks = memory.offsetTicks(order);
            final long newStopTicks = buy ? lowestTicks + offsetTicks : highestTicks - offsetTicks;
            if (buy ? newStopTicks < stopTicks : newStopTicks > stopTicks) {
                removeWaiting(order, flags);
                memory.limitTicks(order, Math.max(1, memory.limitTicks(order) + newStopTicks - stopTicks));
                add(order, newStopTicks);
                listener.onTrailed(memory.key(order), newStopTicks);
            }
        }
    }

    /** Walks all: buy stops, sell stops, triggered ones. */
    void forEach(final OrderBook.WaitingVisitor visitor) {
        visitSide(true, visitor);
        visitSide(false, visitor);
        for (int order = triggered.head(); order != NIL; order = memory.next(order)) {
            OrderBook.visit(memory, order, 0, visitor);
        }
    }

    private void visitSide(final boolean buy, final OrderBook.WaitingVisitor visitor) {
        for (int level = best(buy); level != NIL; level = ladders.worse(side(buy), level)) {
            for (int order = memory.next(level); order != level; order = memory.next(order)) {
                OrderBook.visit(memory, order, stopTicks(buy, level), visitor);
            }
        }
    }

    private int best(final boolean buy) {
        return ladders.best(side(buy));
    }

    /** The lowest stop price of those that buy is the nearest, as the lowest ask is the best. */
    private static int side(final boolean buy) {
        return buy ? PriceLadders.ASKS : PriceLadders.BIDS;
    }

    private long stopTicks(final boolean buy, final int level) {
        return ladders.priceTicks(side(buy), level);
    }
}
