package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.SPECIAL;

import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.TimeInForce;

/** The order that is on its way through a book: as it was entered, or as it waited or rested and comes in again. */
final class IncomingOrder {
    long key;
    int owner;
    /** The value of its {@link io.tradex.protocol.types.SelfTradePrevention}. */
    int selfTradePrevention;

    boolean buy;
    /** Whether it rests when it has traded. */
    boolean rests;

    long limitTicks;
    long leavesLots;
    /** As {@link OrderFlags} has them, and the details that it will have in the book. */
    long flags;

    long displayOrOffset;
    long pegLimitTicks;

    // What else there is while a book works, which is not part of the book: of ten thousand each is to be small.

    /** Time of the input. */
    long timestampNs;

    /** Of the resting order that was executed last. */
    long leftAfterExecution;

    long visibleAfterExecution;

    /** Lowest and highest trade since stops were last looked at; none if the highest is 0. */
    long tradedLowTicks = Long.MAX_VALUE;

    long tradedHighTicks;

    /** What was wrong with the order that was refused last. */
    long rejectedValue;

    long rejectLimit;

    /** An order that is entered. */
    void load(final OrderTerms terms) {
        key = terms.key;
        owner = terms.owner;
        selfTradePrevention = terms.selfTradePrevention.value();
        buy = terms.buy;
        leavesLots = terms.quantityLots;
        limitTicks = terms.priceTicks;
        pegLimitTicks = terms.priceTicks;
        flags = terms.buy ? OrderFlags.BUY : 0;
        displayOrOffset = terms.offsetTicks;
        switch (terms.ordType) {
            case LIMIT, MARKET -> {
                if (terms.displayLots > 0) {
                    flags |= OrderFlags.ICEBERG | SPECIAL;
                    displayOrOffset = terms.displayLots;
                }
                if (terms.timeInForce == TimeInForce.AT_THE_OPENING) {
                    flags |= OrderFlags.OPENING | SPECIAL;
                } else if (terms.timeInForce == TimeInForce.AT_THE_CLOSE) {
                    flags |= OrderFlags.CLOSING | SPECIAL;
                }
            }
            case STOP -> flags |= OrderFlags.ofKind(OrderFlags.KIND_STOP, selfTradePrevention);
            case STOP_LIMIT -> flags |= OrderFlags.ofKind(OrderFlags.KIND_STOP_LIMIT, selfTradePrevention);
            case TRAILING_STOP -> flags |= OrderFlags.ofKind(OrderFlags.KIND_TRAILING, selfTradePrevention);
            default ->
                flags |= OrderFlags.ofKind(
                        terms.pegType == PegType.MID ? OrderFlags.KIND_PEG_MID : OrderFlags.KIND_PEG_PRIMARY,
                        selfTradePrevention);
        }
    }

    /** An order that waits or rests in the book, as it was entered. */
    void load(final BookMemory memory, final int order) {
        key = memory.key(order);
        owner = memory.owner(order);
        leavesLots = memory.visibleLots(order);
        flags = OrderFlags.at(OrderFlags.AT_BOOK, OrderFlags.of(memory, order));
        buy = OrderFlags.isBuy(flags);
        selfTradePrevention = OrderFlags.selfTradePrevention(flags);
        displayOrOffset = memory.offsetTicks(order);
        pegLimitTicks = memory.limitTicks(order);
    }
}
