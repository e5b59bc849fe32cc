package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import io.tradex.protocol.types.TradingPhase;

/**
 * The pegged orders of a book, and where each belongs: they follow the best prices among other orders, in continuous trading. They
 * are looked at in passes whenever such a price has changed, and one that has come by itself.
 */
final class PeggedOrders {
    /** Where an order belongs that belongs nowhere. */
    static final long NO_PRICE = Long.MIN_VALUE;

    /** So many prices that are of no interest any more make those that are be counted anew. */
    private static final int PRICES_KNOWN = 64;

    private final OrderQueues book;
    private final BookMemory memory;
    private final BookRules rules;
    private final HandleList orders;
    /** How many others stand at a price that has a pegged order in front. */
    private final LevelSums others = new LevelSums();

    private boolean mustLook;
    private boolean mustLookAtLast;
    private boolean looking;
    private long bidTicks = NO_PRICE;
    private long askTicks = NO_PRICE;

    PeggedOrders(final OrderQueues book, final BookRules rules) {
        this.book = book;
        this.rules = rules;
        memory = book.memory;
        orders = new HandleList(memory);
    }

    boolean isEmpty() {
        return orders.isEmpty();
    }

    /** @return the order that came first, or NIL. */
    int head() {
        return orders.head();
    }

    /** @return the order behind one, or NIL. */
    int next(final int order) {
        return orders.next(order);
    }

    void add(final int order) {
        orders.addLast(order);
    }

    void remove(final int order) {
        orders.remove(order);
        if (orders.isEmpty()) {
            others.clear();
        }
    }

    /** Orders that are not pegged have come to a price or left it. */
    void othersChanged(final int side, final long priceTicks, final int by) {
        others.change(side, priceTicks, by);
    }

    /** The order that came last has to be looked at: where the others belong it changes only by trading. */
    void lookAtLast() {
        mustLookAtLast = true;
    }

    /** All have to be looked at anew: a pass that a halt broke off is not gone on with, as its prices are of another time. */
    void lookAnew() {
        mustLook = true;
        looking = false;
    }

    /** Takes over the prices that a book just restored has: its orders are where they belong. */
    void restored() {
        bidTicks = followedTicks(true);
        askTicks = followedTicks(false);
    }

    /** @return whether there is anything to look at; then {@link #nextOfPass}. */
    boolean areToBeLookedAt() {
        if (looking) {
            return true;
        }
        noteFollowedTicks();
        if (mustLook) {
            orders.startPass();
        } else if (mustLookAtLast) {
            orders.startPassAtLast();
        } else {
            return false;
        }
        mustLook = false;
        mustLookAtLast = false;
        looking = true;
        return true;
    }

    /** @return the next order to be looked at; NIL at the end of a pass. */
    int nextOfPass() {
        final int order = orders.nextOfPass();
        if (order == NIL) {
            looking = false;
        }
        return order;
    }

    /** Stops that a pegged order's trades trigger may change the prices in the middle of a pass: then another one follows. */
    private void noteFollowedTicks() {
        final long bid = followedTicks(true);
        final long ask = followedTicks(false);
        if (bid != bidTicks || ask != askTicks) {
            bidTicks = bid;
            askTicks = ask;
            mustLook = true;
        }
    }

    /** What pegged orders of a side follow: its best price among other orders, in continuous trading. */
    private long followedTicks(final boolean buy) {
        if (book.phase != TradingPhase.CONTINUOUS) {
            return NO_PRICE;
        }
        final int side = OrderQueues.side(buy);
        for (int level = book.best(side); level != NIL; level = book.worse(side, level)) {
            if (hasOthers(side, level)) {
                return book.priceTicks(side, level);
            }
        }
        return NO_PRICE;
    }

    private boolean hasOthers(final int side, final int level) {
        if (!isPeg(memory.next(level))) {
            return true;
        }
        // Many pegged orders may stand in front, and this is asked for each of them.
        final long priceTicks = book.priceTicks(side, level);
        long count = others.of(side, priceTicks);
        if (count == LevelSums.UNKNOWN) {
            if (others.size() >= PRICES_KNOWN) {
                others.clear();
            }
            count = count(level);
            others.keep(side, priceTicks, count);
        }
        return count > 0;
    }

    private int count(final int level) {
        int count = 0;
        for (int order = memory.next(level); order != level; order = memory.next(order)) {
            count += isPeg(order) ? 0 : 1;
        }
        return count;
    }

    private boolean isPeg(final int order) {
        return OrderFlags.isPeg(OrderFlags.of(memory, order));
    }

    /** @return where a pegged order belongs now; {@link #NO_PRICE} if nowhere. */
    long priceTicks(final int order, final long flags) {
        noteFollowedTicks();
        final boolean buy = OrderFlags.isBuy(flags);
        final long own = buy ? bidTicks : askTicks;
        final long other = buy ? askTicks : bidTicks;
        final boolean mid = OrderFlags.kind(flags) == OrderFlags.KIND_PEG_MID;
        if (own == NO_PRICE || (mid && other == NO_PRICE)) {
            return NO_PRICE;
        }
        final long followed = !mid ? own : buy ? (own + other) >> 1 : (own + other + 1) >> 1;
        final long limit = memory.limitTicks(order);
        long price = followed + memory.offsetTicks(order);
        price = buy ? Math.min(price, limit) : Math.max(price, limit);
        if (other != NO_PRICE) {
            price = buy ? Math.min(price, other - 1) : Math.max(price, other + 1);
        }
        if (!rules.isPrice(price)) {
            return NO_PRICE;
        }
        price = buy ? rules.floor(price) : rules.ceiling(price);
        return rules.isPrice(price) ? price : NO_PRICE;
    }
}
