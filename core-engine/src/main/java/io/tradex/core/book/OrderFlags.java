package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.HOT_FLAGS;
import static io.tradex.core.book.BookMemory.SPECIAL;

import io.tradex.protocol.types.SelfTradePrevention;

/**
 * What an order of a book is, in a bit or a small number each. The first stand with every order, the others with its details.
 *
 * <pre>
 *   13    11     10        9        8 7    5     4     3     1  0
 *  ┌────────┬─────────┬─────────┬─────────┬──────┬─────────┬───────┬─────┐
 *  │ STP    │ CLOSING │ OPENING │ ICEBERG │ kind │ SPECIAL │ place │ BUY │
 *  └────────┴─────────┴─────────┴─────────┴──────┴─────────┴───────┴─────┘
 * </pre>
 */
final class OrderFlags {
    static final long BUY = 1;
    static final long ICEBERG = 1L << 8;
    static final long OPENING = 1L << 9;
    static final long CLOSING = 1L << 10;

    static final int KIND_STOP = 1;
    static final int KIND_STOP_LIMIT = 2;
    static final int KIND_TRAILING = 3;
    static final int KIND_PEG_PRIMARY = 4;
    static final int KIND_PEG_MID = 5;

    static final int AT_BOOK = 0;
    static final int AT_STOP = 1;
    static final int AT_TRIGGERED = 2;
    static final int AT_CLOSE = 3;
    static final int AT_PEG = 4;

    private static final long HOT_MASK = (1L << HOT_FLAGS) - 1;
    private static final int PLACE_SHIFT = 1;
    private static final long PLACE_MASK = 7L << PLACE_SHIFT;
    private static final int KIND_SHIFT = HOT_FLAGS;
    private static final long KIND_MASK = 7L << KIND_SHIFT;
    private static final int STP_SHIFT = 11;
    private static final long STP_MASK = 7L << STP_SHIFT;
    private static final Place[] PLACES = {Place.BOOK, Place.STOP, Place.TRIGGERED, Place.CLOSE, Place.PEG};

    private OrderFlags() {}

    /** All flags of an order. */
    static long of(final BookMemory memory, final int order) {
        final long hot = BookMemory.hotFlags(memory.where(order));
        return (hot & SPECIAL) == 0 ? hot : hot | (memory.flags(order) & ~HOT_MASK);
    }

    /** Those that stand with every order. */
    static int hot(final long flags) {
        return (int) (flags & HOT_MASK);
    }

    static boolean isBuy(final long flags) {
        return (flags & BUY) != 0;
    }

    static int place(final long flags) {
        return (int) ((flags & PLACE_MASK) >>> PLACE_SHIFT);
    }

    static Place placeOf(final long flags) {
        return PLACES[place(flags)];
    }

    /** Flags of an order that comes to a place. */
    static long at(final int place, final long flags) {
        return (flags & ~PLACE_MASK) | ((long) place << PLACE_SHIFT);
    }

    static int kind(final long flags) {
        return (int) ((flags & KIND_MASK) >>> KIND_SHIFT);
    }

    static boolean isPeg(final long flags) {
        return kind(flags) >= KIND_PEG_PRIMARY;
    }

    /** Flags of a kind of order that may come in again, and then keeps its instruction for self-trades. */
    static long ofKind(final int kind, final int selfTradePrevention) {
        return ((long) kind << KIND_SHIFT) | ((long) selfTradePrevention << STP_SHIFT) | SPECIAL;
    }

    /** The value of the {@link SelfTradePrevention} that an order comes in again with. */
    static int selfTradePrevention(final long flags) {
        return (int) ((flags & STP_MASK) >>> STP_SHIFT);
    }
}
