package io.tradex.benchmarks.matching;

/**
 * What came of a stream of commands: each side counts its own, and all have to be equal, trade by trade and in their order.
 */
final class Tally {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    long trades;
    long lots;
    /** Of every trade's parties, price and quantity, in order. */
    long hash;
    /** Orders that rest in all books; only valid where it is said to be. */
    long liveOrders;

    void onTrade(final long restingOrderId, final long incomingOrderId, final long priceTicks, final long tradedLots) {
        trades++;
        lots += tradedLots;
        hash = hash * MULTIPLIER
                + (restingOrderId ^ Long.rotateLeft(incomingOrderId, 32) ^ (priceTicks << 16) ^ tradedLots);
    }

    void reset() {
        trades = 0;
        lots = 0;
        hash = 0;
    }

    /**
     * @param expected what another side counted.
     * @param who      counted this one, for the message.
     * @throws IllegalStateException if they differ.
     */
    void checkEqual(final Tally expected, final String who) {
        if (trades != expected.trades
                || lots != expected.lots
                || hash != expected.hash
                || liveOrders != expected.liveOrders) {
            throw new IllegalStateException(who + " has another result: " + this + " instead of " + expected);
        }
    }

    @Override
    public String toString() {
        return trades + " trades of " + lots + " lots, hash " + Long.toHexString(hash) + ", " + liveOrders
                + " live orders";
    }
}
