package io.tradex.pipeline;

import io.tradex.marketdata.BookMemory;
import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.types.TradingPhase;

/** A book as it was published, and what the input at hand has changed of it. Egress thread only. */
final class PublishedBook {
    static final int NONE = -1;

    final int instrumentId;
    final PublicBook book;

    /** The last event; what L3 stands at. */
    long bookSeq;

    /** What L2 stands at. */
    long levelsSeq;

    /** What L1 stands at. */
    long topSeq;

    TradingPhase phase = TradingPhase.CONTINUOUS;
    long lastTradeTicks;
    long indicativeTicks;
    long indicativeLots;
    long imbalanceLots;

    /** The best prices as L1 has them. */
    long bidTicks;

    long bidLots;
    int bidOrders;
    long askTicks;
    long askLots;
    int askOrders;

    /** Whether the input at hand touched it, and if so what: places in the lists of {@link InputChanges}. */
    boolean touched;

    int firstLevel = NONE;
    int lastLevel = NONE;
    int levelCount;
    int firstTrade = NONE;
    int lastTrade = NONE;
    int tradeCount;
    boolean statusChanged;

    /** Events since L3 last carried the checksum. */
    int eventsWithoutChecksum;

    /** Whether it changed since a heartbeat named it. */
    boolean awaitsHeartbeat;

    /** The heartbeat that named it last. */
    long heartbeat;

    private int wantedSnapshots;

    PublishedBook(final int instrumentId, final BookMemory memory) {
        this.instrumentId = instrumentId;
        this.book = new PublicBook(instrumentId, memory);
    }

    boolean isSnapshotWanted(final BookDepth depth) {
        return (wantedSnapshots & bit(depth)) != 0;
    }

    void snapshotWanted(final BookDepth depth, final boolean wanted) {
        wantedSnapshots = wanted ? wantedSnapshots | bit(depth) : wantedSnapshots & ~bit(depth);
    }

    /** Takes the best prices of the book; returns whether they are others than those of L1. */
    boolean takeTop() {
        final boolean hasBid = book.levels(true) > 0;
        final boolean hasAsk = book.levels(false) > 0;
        final long newBidTicks = hasBid ? book.levelPriceTicks(true, 0) : 0;
        final long newBidLots = hasBid ? book.levelLots(true, 0) : 0;
        final int newBidOrders = hasBid ? book.levelOrders(true, 0) : 0;
        final long newAskTicks = hasAsk ? book.levelPriceTicks(false, 0) : 0;
        final long newAskLots = hasAsk ? book.levelLots(false, 0) : 0;
        final int newAskOrders = hasAsk ? book.levelOrders(false, 0) : 0;
        final boolean changed = newBidTicks != bidTicks
                || newBidLots != bidLots
                || newBidOrders != bidOrders
                || newAskTicks != askTicks
                || newAskLots != askLots
                || newAskOrders != askOrders;
        bidTicks = newBidTicks;
        bidLots = newBidLots;
        bidOrders = newBidOrders;
        askTicks = newAskTicks;
        askLots = newAskLots;
        askOrders = newAskOrders;
        return changed;
    }

    void endInput() {
        touched = false;
        firstLevel = NONE;
        lastLevel = NONE;
        levelCount = 0;
        firstTrade = NONE;
        lastTrade = NONE;
        tradeCount = 0;
        statusChanged = false;
    }

    long seq(final BookDepth depth) {
        return switch (depth) {
            case ORDERS -> bookSeq;
            case LEVELS -> levelsSeq;
            default -> topSeq;
        };
    }

    private static int bit(final BookDepth depth) {
        return 1 << depth.value();
    }
}
