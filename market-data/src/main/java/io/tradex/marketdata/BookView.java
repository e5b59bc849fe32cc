package io.tradex.marketdata;

/**
 * A book to be read: what is shown of it. Valid on the thread that owns the book, until the book changes. Prices are in ticks,
 * quantities in lots; rank 0 is the best level of a side.
 */
public interface BookView {
    /** @return instrument of the book. */
    int instrumentId();

    /**
     * @param buy true for the bids.
     * @return number of price levels of the side.
     */
    int levels(boolean buy);

    /**
     * @param buy  true for the bids.
     * @param rank from 0 for the best to {@link #levels} - 1.
     * @return price of the level.
     */
    long levelPriceTicks(boolean buy, int rank);

    /**
     * @param buy  true for the bids.
     * @param rank from 0 for the best to {@link #levels} - 1.
     * @return shown at the level by all of its orders.
     */
    long levelLots(boolean buy, int rank);

    /**
     * @param buy  true for the bids.
     * @param rank from 0 for the best to {@link #levels} - 1.
     * @return number of orders at the level.
     */
    int levelOrders(boolean buy, int rank);

    /** @return orders in the book; 0 of a book that knows levels only. */
    int orders();

    /**
     * Visits the orders of a side, best price first, oldest first. A book that knows levels only has none.
     *
     * @param buy     true for the bids.
     * @param visitor of each.
     */
    void forEachOrder(boolean buy, OrderVisitor visitor);

    /** @return the 32 bits of the checksum over the best ten levels of each side, as the schema describes it. */
    int checksum();

    /** Sees the orders of a book. */
    @FunctionalInterface
    interface OrderVisitor {
        /**
         * @param orderId    of the order.
         * @param priceTicks at which it stands.
         * @param lots       shown of it.
         */
        void onOrder(long orderId, long priceTicks, long lots);
    }
}
