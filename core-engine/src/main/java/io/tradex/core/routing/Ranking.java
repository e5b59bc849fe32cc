package io.tradex.core.routing;

/**
 * The places where an order could trade now, best first: by price after the taker fee, then by latency, then by fill probability,
 * then by id. Prices are compared exactly, in 128 bits. Filled and read again and again; holds no state.
 */
public final class Ranking {
    /** Id of the core's own book among the venues. */
    public static final int OWN_BOOK = 0;

    private static final long ONE_E8 = 100_000_000;
    private static final int MAX = Venue.MAX_VENUE_ID + 1;

    /** Places in the arrays, best first. */
    private final int[] ranked = new int[MAX];

    private final int[] venueIds = new int[MAX];
    private final long[] ticks = new long[MAX];
    private final long[] lots = new long[MAX];
    private final long[] priceHigh = new long[MAX];
    private final long[] priceLow = new long[MAX];
    private final long[] latencies = new long[MAX];
    private final long[] fillProbabilities = new long[MAX];
    private boolean buying;
    private int size;

    /**
     * @param venueId 1 to 64.
     * @return its bit in a mask of venues.
     */
    public static long bit(final int venueId) {
        return 1L << (venueId - 1);
    }

    /**
     * A share of a number, rounded down.
     *
     * @param part   not negative, at most the whole.
     * @param number not negative.
     * @param whole  positive.
     * @return part × number / whole.
     */
    public static long share(final long part, final long number, final long whole) {
        final long high = Math.multiplyHigh(part, number);
        final long low = part * number;
        if (high == 0 && low >= 0) {
            return low / whole;
        }
        // Long division in binary: the quotient fits because the part is no more than the whole.
        long rest = high;
        long quotient = 0;
        for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
            final boolean carry = rest < 0;
            rest = (rest << 1) | ((low >>> bit) & 1);
            quotient <<= 1;
            if (carry || Long.compareUnsigned(rest, whole) >= 0) {
                rest -= whole;
                quotient |= 1;
            }
        }
        return quotient;
    }

    /** @param forBuying whether the order buys. */
    public void begin(final boolean forBuying) {
        buying = forBuying;
        size = 0;
    }

    /**
     * Adds a place; at most one for each venue and one for the own book.
     *
     * @param venueId         of the venue, or {@link #OWN_BOOK}.
     * @param priceE8         at which it would trade, positive.
     * @param priceTicks      the limit of an order that is sent there.
     * @param shownLots       what it shows.
     * @param takerFeeE8      as a share of what is traded; negative for a rebate.
     * @param latencyNs       expected.
     * @param fillProbability expected, on a scale that all have.
     */
    public void add(
            final int venueId,
            final long priceE8,
            final long priceTicks,
            final long shownLots,
            final long takerFeeE8,
            final long latencyNs,
            final long fillProbability) {
        final long factor = buying ? ONE_E8 + takerFeeE8 : ONE_E8 - takerFeeE8;
        final int added = size++;
        venueIds[added] = venueId;
        ticks[added] = priceTicks;
        lots[added] = shownLots;
        priceHigh[added] = Math.multiplyHigh(priceE8, factor);
        priceLow[added] = priceE8 * factor;
        latencies[added] = latencyNs;
        fillProbabilities[added] = fillProbability;
        int rank = added;
        while (rank > 0 && isBefore(added, ranked[rank - 1])) {
            ranked[rank] = ranked[rank - 1];
            rank--;
        }
        ranked[rank] = added;
    }

    private boolean isBefore(final int one, final int other) {
        int price = Long.compare(priceHigh[one], priceHigh[other]);
        if (price == 0) {
            price = Long.compareUnsigned(priceLow[one], priceLow[other]);
        }
        if (price != 0) {
            return buying == price < 0;
        }
        if (latencies[one] != latencies[other]) {
            return latencies[one] < latencies[other];
        }
        if (fillProbabilities[one] != fillProbabilities[other]) {
            return fillProbabilities[one] > fillProbabilities[other];
        }
        return venueIds[one] < venueIds[other];
    }

    /** @return how many places there are. */
    public int size() {
        return size;
    }

    /**
     * @param rank 0 for the best.
     * @return the venue, or {@link #OWN_BOOK}.
     */
    public int venueId(final int rank) {
        return venueIds[ranked[rank]];
    }

    /**
     * @param rank 0 for the best.
     * @return the limit of an order that is sent there.
     */
    public long priceTicks(final int rank) {
        return ticks[ranked[rank]];
    }

    /**
     * @param rank 0 for the best.
     * @return what it shows, in lots.
     */
    public long lots(final int rank) {
        return lots[ranked[rank]];
    }
}
