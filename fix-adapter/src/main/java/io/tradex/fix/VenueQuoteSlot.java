package io.tradex.fix;

/**
 * One instrument at one venue: its book as far as it is kept, and the newest best prices that wait to be told. Guarded by itself:
 * the session's thread changes it, the sender's thread takes from it, and neither holds it for long.
 */
final class VenueQuoteSlot {
    private final String symbol;
    private final int instrumentId;
    private final QuoteSide bids;
    private final QuoteSide asks;

    /** MDReqID of the subscription that counts; null without one. */
    private String mdReqId;

    private boolean hasSnapshot;
    private boolean waiting;
    private long bidPriceE8;
    private long bidQtyE8;
    private long askPriceE8;
    private long askQtyE8;

    VenueQuoteSlot(final String symbol, final int instrumentId, final int depth) {
        this.symbol = symbol;
        this.instrumentId = instrumentId;
        this.bids = new QuoteSide(true, depth);
        this.asks = new QuoteSide(false, depth);
    }

    String symbol() {
        return symbol;
    }

    int instrumentId() {
        return instrumentId;
    }

    /** What was known is void; from now on messages of that subscription count. */
    void subscribe(final String newMdReqId) {
        clear();
        mdReqId = newMdReqId;
    }

    /** What was known is void, and nothing counts until the next subscription. */
    void unsubscribe() {
        clear();
        mdReqId = null;
    }

    /** MDReqID of the subscription that counts; null without one. */
    String mdReqId() {
        return mdReqId;
    }

    /**
     * @param messageMdReqId of a message; empty if it has none, as updates may.
     * @param isSnapshot     whether it says all there is.
     * @return whether it belongs to the subscription that counts. An update without a name may be one of an older subscription:
     *     it counts after a snapshot alone.
     */
    boolean counts(final String messageMdReqId, final boolean isSnapshot) {
        if (mdReqId == null) {
            return false;
        }
        return messageMdReqId.isEmpty() ? isSnapshot || hasSnapshot : messageMdReqId.equals(mdReqId);
    }

    void beginSnapshot() {
        clear();
        hasSnapshot = true;
    }

    /** An empty book. */
    void clear() {
        bids.clear();
        asks.clear();
        hasSnapshot = false;
    }

    QuoteSide side(final boolean isBid) {
        return isBid ? bids : asks;
    }

    /** Whether entries that were left out may be the best ones now. */
    boolean hasRunDry() {
        return bids.hasRunDry() || asks.hasRunDry();
    }

    /** @return whether the best prices are others than those that were told or wait. */
    boolean update() {
        final long newBidPriceE8 = bids.bestPriceE8();
        final long newBidQtyE8 = bids.bestQuantityE8();
        final long newAskPriceE8 = asks.bestPriceE8();
        final long newAskQtyE8 = asks.bestQuantityE8();
        final boolean changed = newBidPriceE8 != bidPriceE8
                || newBidQtyE8 != bidQtyE8
                || newAskPriceE8 != askPriceE8
                || newAskQtyE8 != askQtyE8;
        bidPriceE8 = newBidPriceE8;
        bidQtyE8 = newBidQtyE8;
        askPriceE8 = newAskPriceE8;
        askQtyE8 = newAskQtyE8;
        return changed;
    }

    /** Whether there is a price to tell. */
    boolean hasQuote() {
        return bidPriceE8 != 0 || askPriceE8 != 0;
    }

    /** Whether it stands in the queue of those that wait to be told. */
    boolean isWaiting() {
        return waiting;
    }

    void waiting(final boolean isWaiting) {
        waiting = isWaiting;
    }

    long bidPriceE8() {
        return bidPriceE8;
    }

    long bidQtyE8() {
        return bidQtyE8;
    }

    long askPriceE8() {
        return askPriceE8;
    }

    long askQtyE8() {
        return askQtyE8;
    }
}
