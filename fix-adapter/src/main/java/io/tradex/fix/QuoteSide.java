package io.tradex.fix;

/**
 * One side of an instrument's book at a venue: at most so many entries as the depth says, by MDEntryID where the venue gives one,
 * else by price. With a depth of 1 there is one entry, whatever it is called. When there is no room the worst entry is left out.
 * Not thread safe.
 */
final class QuoteSide {
    /** A price that the venue did not give. */
    static final long NO_PRICE = Long.MIN_VALUE;

    private final boolean highestFirst;
    private final int capacity;
    private final String[] entryIds;
    private final long[] pricesE8;
    private final long[] quantitiesE8;
    private int size;
    private boolean incomplete;

    /**
     * @param highestFirst whether the highest price is the best: of bids.
     * @param depth        entries kept.
     */
    QuoteSide(final boolean highestFirst, final int depth) {
        this.highestFirst = highestFirst;
        this.capacity = depth;
        this.entryIds = new String[depth];
        this.pricesE8 = new long[depth];
        this.quantitiesE8 = new long[depth];
    }

    void clear() {
        size = 0;
        incomplete = false;
    }

    /** @return whether it is empty, but entries that were left out may still be there. */
    boolean hasRunDry() {
        return incomplete && size == 0;
    }

    /**
     * A new or changed entry; one of no quantity is a deleted one.
     *
     * @param knownAs    MDEntryID that it had; empty if the venue gives none.
     * @param entryId    MDEntryID that it has from now on; likewise.
     * @param priceE8    its price, positive; {@link #NO_PRICE} if it stays.
     * @param quantityE8 its quantity, not negative.
     * @return false if an entry was left out for want of room.
     */
    boolean put(final String knownAs, final String entryId, final long priceE8, final long quantityE8) {
        final int known = find(knownAs, priceE8);
        if (quantityE8 == 0) {
            removeAt(known);
            return true;
        }
        if (known >= 0) {
            set(known, entryId, priceE8 == NO_PRICE ? pricesE8[known] : priceE8, quantityE8);
            return true;
        }
        if (priceE8 == NO_PRICE) {
            return true;
        }
        if (size < capacity) {
            set(size++, entryId, priceE8, quantityE8);
            return true;
        }
        final int worst = worst();
        if (isBetter(priceE8, pricesE8[worst])) {
            set(worst, entryId, priceE8, quantityE8);
        }
        incomplete = true;
        return false;
    }

    /**
     * An entry is gone; one that is not known is passed over.
     *
     * @param entryId MDEntryID; empty if the venue gives none.
     * @param priceE8 its price; {@link #NO_PRICE} if the venue does not say.
     */
    void remove(final String entryId, final long priceE8) {
        removeAt(find(entryId, priceE8));
    }

    /** @return the best price; 0 if the side is empty. */
    long bestPriceE8() {
        long bestE8 = size == 0 ? 0 : pricesE8[0];
        for (int i = 1; i < size; i++) {
            bestE8 = isBetter(pricesE8[i], bestE8) ? pricesE8[i] : bestE8;
        }
        return bestE8;
    }

    /** @return quantity of all entries of the best price, at most the largest there is; 0 if the side is empty. */
    long bestQuantityE8() {
        final long bestE8 = bestPriceE8();
        long quantityE8 = 0;
        for (int i = 0; i < size; i++) {
            if (pricesE8[i] == bestE8) {
                quantityE8 += quantitiesE8[i];
                if (quantityE8 < 0) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return quantityE8;
    }

    private int find(final String entryId, final long priceE8) {
        if (capacity == 1) {
            return size - 1;
        }
        for (int i = 0; i < size; i++) {
            if (entryId.isEmpty() ? entryIds[i].isEmpty() && pricesE8[i] == priceE8 : entryIds[i].equals(entryId)) {
                return i;
            }
        }
        return -1;
    }

    private int worst() {
        int worst = 0;
        for (int i = 1; i < size; i++) {
            worst = isBetter(pricesE8[worst], pricesE8[i]) ? i : worst;
        }
        return worst;
    }

    private boolean isBetter(final long priceE8, final long thanE8) {
        return highestFirst ? priceE8 > thanE8 : priceE8 < thanE8;
    }

    private void set(final int index, final String entryId, final long priceE8, final long quantityE8) {
        entryIds[index] = entryId;
        pricesE8[index] = priceE8;
        quantitiesE8[index] = quantityE8;
    }

    private void removeAt(final int index) {
        if (index >= 0) {
            size--;
            set(index, entryIds[size], pricesE8[size], quantitiesE8[size]);
        }
    }
}
