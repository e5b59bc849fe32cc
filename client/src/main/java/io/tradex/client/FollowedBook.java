package io.tradex.client;

import io.tradex.marketdata.BookMemory;
import io.tradex.marketdata.BookView;
import io.tradex.marketdata.PublicBook;
import io.tradex.protocol.types.TradingPhase;

/**
 * A book as {@link MarketDataClient} keeps it. Read it on the polling thread, within a callback or between two polls; what it holds
 * means something only while {@link #isReady()}.
 */
public final class FollowedBook {
    final PublicBook book;
    BookState state = BookState.STALE;
    long seq;
    long timestampNs;
    TradingPhase phase = TradingPhase.NULL_VAL;
    long indicativeTicks;
    long indicativeLots;
    long imbalanceLots;
    long lastTradeTicks;
    long lastTradeId;

    /** The set that is coming in, and its next part; 0 if none is. */
    long setSeq;

    int nextPart;
    boolean setHasChecksum;
    int setChecksum;

    /** The snapshot that is coming in. */
    long snapshotId;

    int nextRows;

    /** Where the book is exact, and with which checksum. */
    long throughSeq;

    int throughChecksum;

    /** What comes in while a snapshot is awaited; null while none is. */
    PendingUpdates pending;

    boolean waits;
    boolean requestSent;
    long notBeforeNs;
    long deadlineNs;
    int failures;

    FollowedBook(final int instrumentId, final BookMemory memory) {
        book = new PublicBook(instrumentId, memory);
    }

    /** @return instrument of the book. */
    public int instrumentId() {
        return book.instrumentId();
    }

    /** @return how it stands. */
    public BookState state() {
        return state;
    }

    /** @return whether it is exact: all that was published up to {@link #bookSeq()} is in it, and nothing else. */
    public boolean isReady() {
        return state == BookState.READY;
    }

    /** @return the core's count of events of this book, up to which it is told. */
    public long bookSeq() {
        return seq;
    }

    /** @return levels, and of L3 orders, as far as the depth of the client goes. */
    public BookView book() {
        return book;
    }

    /** @return time of the input that changed it last, in nanoseconds since 1970; 0 if it has not changed since its snapshot. */
    public long timestampNs() {
        return timestampNs;
    }

    /** @return phase of trading. */
    public TradingPhase phase() {
        return phase;
    }

    /** @return price at which an auction would be dealt if it ended now; 0 if nothing would trade or there is none. */
    public long indicativeTicks() {
        return indicativeTicks;
    }

    /** @return lots that would trade at it. */
    public long indicativeLots() {
        return indicativeLots;
    }

    /** @return lots left over at it: positive if buyers are left, negative if sellers are. */
    public long imbalanceLots() {
        return imbalanceLots;
    }

    /** @return price of the last trade that is known; 0 if none. L2 tells of no trades but in its snapshots. */
    public long lastTradeTicks() {
        return lastTradeTicks;
    }
}
