package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The price levels of both sides of a book, by rank: the higher the better, so a bid's rank is its price and an ask's its negated
 * price.
 *
 * <p>The only level of a side is known by its rank and itself alone: of ten thousand books most have few orders. Of more, ranks
 * near the best stand in a window that is indexed by the rank itself, with a bit for each that is there, so that a level is found,
 * added and removed, and the next best found, in a few instructions. The window slides with the market, and both sides' grow with
 * the number of levels, so that a hundred thousand quiet books stay small. Ranks below it, far from the market, stand in a sorted
 * array. Nothing is allocated once all have grown to what the market needs.
 *
 * <p>What both sides have stands in the fields of one object and is chosen without a branch, for which side comes next cannot be
 * foreseen: of ten thousand books each that is touched costs few cache lines, and they are asked for at the same time.
 */
class PriceLadders {
    /** Sides, to be found in {@link OrderFlags#BUY} without a branch: which comes next cannot be foreseen. */
    static final int ASKS = 0;

    static final int BIDS = 1;

    private static final int MIN_LENGTH = 64;
    private static final int MAX_LENGTH = 4096;
    /** A window is at most this many times as long as there are levels. */
    private static final int PLACES_PER_LEVEL = 16;

    private static final long WINDOWS = UnsafeApi.arrayBaseOffset(int[].class);
    private static final int[] NO_WINDOW = {};
    private static final long[] NO_WORDS = {};
    /** Worse than every rank, and far enough from the end that another rank can be added to it. */
    private static final long NO_RANK = Long.MIN_VALUE / 2;
    /** Of all sides that never had a far level. */
    private static final FarLevels NOTHING_FAR = new FarLevels();
    /** Where a window begins that is closed, because its side has at most one level. */
    private static final long CLOSED = Long.MAX_VALUE;

    final BookMemory memory;

    private long bestAskRank;
    private long bestBidRank;
    /** Where the windows begin. */
    private long lowAsk;

    private long lowBid;
    /** A bit for each place of a window of {@link #MIN_LENGTH} that holds a level. */
    private long askBits;

    private long bidBits;
    private int bestAsk;
    private int bestBid;
    private int asksInWindow;
    private int bidsInWindow;
    /** How many ranks a window has places for, a power of two. */
    private int length = MIN_LENGTH;
    /**
     * Both windows, that of the asks first: level by rank modulo the length, for ranks from where the window begins. Meaningless in
     * short ones where the bit says that there is none.
     */
    private int[] windows = NO_WINDOW;
    /** The bits of longer windows. */
    private long[] words = NO_WORDS;

    private FarLevels farAsks = NOTHING_FAR;
    private FarLevels farBids = NOTHING_FAR;

    PriceLadders(final BookMemory memory) {
        this.memory = memory;
        for (int side = ASKS; side <= BIDS; side++) {
            clear(side);
        }
    }

    /** @return how many levels a side has. */
    final int size(final int side) {
        return inWindow(side) + far(side).size + (isSingle(side) ? 1 : 0);
    }

    /** @return level of the best rank, or NIL. */
    final int best(final int side) {
        return either(side, bestAsk, bestBid);
    }

    /** @return the best rank; if there is none, one that no order of the other side meets. */
    final long bestRank(final int side) {
        return either(side, bestAskRank, bestBidRank);
    }

    /** Whether the best level is the only one and stands neither in the window nor among the far ones. */
    private boolean isSingle(final int side) {
        return low(side) == CLOSED && best(side) != NIL;
    }

    /** @return the level of a rank; a new one from the memory if there was none. */
    final int levelAt(final int side, final long rank, final long priceTicks) {
        final long distance = rank - low(side);
        if ((distance & -length) != 0) {
            return levelOutside(side, rank, priceTicks);
        }
        final int place = place(rank);
        if (isTaken(side, place)) {
            return levelInWindow(side, place);
        }
        final int level = memory.allocateLevel(priceTicks);
        put(side, place, level);
        noteBest(side, rank, level);
        return level;
    }

    private int levelOutside(final int side, final long rank, final long priceTicks) {
        if (low(side) == CLOSED) {
            if (rank == bestRank(side)) {
                return best(side);
            }
            if (best(side) == NIL) {
                final int level = memory.allocateLevel(priceTicks);
                best(side, rank, level);
                return level;
            }
            openWindow(side);
        }
        final FarLevels far = far(side);
        if (rank < low(side)) {
            final int found = far.find(rank);
            if (found >= 0) {
                return far.levels[found];
            }
        }
        if (rank < low(side) || rank - low(side) >= length) {
            makeRoomFor(side, rank);
        }
        final int level = memory.allocateLevel(priceTicks);
        if (rank >= low(side)) {
            put(side, place(rank), level);
        } else {
            farToFill(side).put(rank, level);
        }
        noteBest(side, rank, level);
        return level;
    }

    /** A second level comes: the only one so far goes into the window. */
    private void openWindow(final int side) {
        if (windows.length == 0) {
            windows = new int[2 * MIN_LENGTH];
        }
        low(side, lowFor(bestRank(side), length));
        put(side, place(bestRank(side)), best(side));
    }

    private void noteBest(final int side, final long rank, final int level) {
        if (rank > bestRank(side)) {
            best(side, rank, level);
        }
    }

    /** Takes an order out of its level, and the level out of the side if it was the only one. */
    final void takeOut(final int side, final int level, final int node) {
        final int previous = memory.previous(node);
        final int next = memory.next(node);
        if (previous == next) {
            // Only the level itself is on both sides of it.
            remove(side, level);
            memory.freeLevel(level);
            return;
        }
        memory.visibleLots(level, memory.visibleLots(level) - memory.visibleLots(node));
        memory.orders(level, memory.orders(level) - 1);
        memory.unlink(previous, next);
    }

    /** Rank of a price: the price, or negated on the side of the asks; without a branch. */
    static long rank(final int side, final long priceTicks) {
        final long negated = side - 1L;
        return (priceTicks ^ negated) - negated;
    }

    private void remove(final int side, final int level) {
        // Whether it is the best one is seen without a look at it, which may have to wait for memory.
        if (level == best(side)) {
            removeBest(side);
            return;
        }
        final long rank = rank(side, memory.priceTicks(level));
        if (rank < low(side)) {
            far(side).remove(rank);
        } else {
            take(side, place(rank));
        }
    }

    private void removeBest(final int side) {
        if (low(side) == CLOSED) {
            clear(side);
            return;
        }
        final int place = place(bestRank(side));
        take(side, place);
        if (inWindow(side) > 0) {
            final int below = below(side, place);
            best(side, bestRank(side) - ((place - below) & (length - 1)), levelInWindow(side, below));
        } else {
            leaveWindow(side);
        }
    }

    private void clear(final int side) {
        best(side, NO_RANK, NIL);
        low(side, CLOSED);
    }

    /** @return the level next to one of a side that is worse; NIL if there is none. */
    final int worse(final int side, final int level) {
        final long rank = rank(side, memory.priceTicks(level));
        final FarLevels far = far(side);
        if (rank >= low(side)) {
            final int place = place(rank);
            final int below = below(side, place);
            final int distance = (place - below) & (length - 1);
            if (distance > 0 && rank - distance >= low(side)) {
                return levelInWindow(side, below);
            }
            return far.size == 0 ? NIL : far.levels[far.size - 1];
        }
        final int at = isSingle(side) ? 0 : far.find(rank);
        return at == 0 ? NIL : far.levels[at - 1];
    }

    /** Nothing is left in the window: it goes to the best of the far ranks, or is closed. */
    private void leaveWindow(final int side) {
        final FarLevels far = far(side);
        if (far.size > 0) {
            best(side, far.ranks[far.size - 1], far.levels[far.size - 1]);
            slideTo(side, lowFor(bestRank(side), length));
        } else {
            clear(side);
        }
    }

    /** Where a window of a length begins that has the best rank in it, with room for better ones. */
    private static long lowFor(final long best, final int length) {
        return best - length + 1 + length / 4;
    }

    /** Before a rank is added for which the window has no place: it gets one if it is to. */
    private void makeRoomFor(final int side, final long rank) {
        final boolean better = rank >= low(side);
        final long newBest = Math.max(rank, bestRank(side));
        // The worst of those that shall have a place: of a better rank's companions, or the new one itself.
        final long worst = better ? worstInWindow(side) : rank;
        final int lengthMax = Math.min(MAX_LENGTH, PLACES_PER_LEVEL * (size(side) + 1));
        int newLength = length;
        while (2 * newLength <= lengthMax && worst < lowFor(newBest, newLength)) {
            newLength *= 2;
        }
        final long newLow = lowFor(newBest, newLength);
        if (newLength > length) {
            growTo(newLength);
            slideTo(side, newLow);
        } else if (better || (rank >= newLow && low(side) - newLow >= length / 8)) {
            // Moving down by a little each time would cost more than a search of the far ranks.
            slideTo(side, newLow);
        }
    }

    private long worstInWindow(final int side) {
        long rank = low(side);
        while (!isTaken(side, place(rank))) {
            rank++;
        }
        return rank;
    }

    /** Moves the window: up, and what it leaves behind becomes far, or down, and what is no longer far gets its place. */
    private void slideTo(final int side, final long newLow) {
        moveToFar(side, newLow);
        low(side, newLow);
        fetchFromFar(side);
    }

    /** Levels of the window below a rank become far. */
    private void moveToFar(final int side, final long end) {
        for (long rank = low(side); rank < end && inWindow(side) > 0; rank++) {
            final int place = place(rank);
            if (isTaken(side, place)) {
                farToFill(side).putBest(rank, levelInWindow(side, place));
                take(side, place);
            }
        }
    }

    private void fetchFromFar(final int side) {
        final FarLevels far = far(side);
        while (far.size > 0 && far.ranks[far.size - 1] >= low(side)) {
            far.size--;
            put(side, place(far.ranks[far.size]), far.levels[far.size]);
        }
    }

    /** Both windows get more places. */
    private void growTo(final int newLength) {
        for (int side = ASKS; side <= BIDS; side++) {
            moveToFar(side, CLOSED);
        }
        length = newLength;
        windows = new int[2 * newLength];
        Arrays.fill(windows, NIL);
        words = new long[2 * newLength / Long.SIZE];
        for (int side = ASKS; side <= BIDS; side++) {
            if (low(side) != CLOSED) {
                low(side, lowFor(bestRank(side), newLength));
                fetchFromFar(side);
            }
        }
    }

    // What both sides have.

    private static long either(final int side, final long ofAsks, final long ofBids) {
        return ofAsks ^ ((ofAsks ^ ofBids) & -(long) side);
    }

    private static int either(final int side, final int ofAsks, final int ofBids) {
        return ofAsks ^ ((ofAsks ^ ofBids) & -side);
    }

    private long low(final int side) {
        return either(side, lowAsk, lowBid);
    }

    private void low(final int side, final long rank) {
        lowAsk = either(side, rank, lowAsk);
        lowBid = either(side, lowBid, rank);
    }

    private void best(final int side, final long rank, final int level) {
        bestAskRank = either(side, rank, bestAskRank);
        bestBidRank = either(side, bestBidRank, rank);
        bestAsk = either(side, level, bestAsk);
        bestBid = either(side, bestBid, level);
    }

    private int inWindow(final int side) {
        return either(side, asksInWindow, bidsInWindow);
    }

    private FarLevels far(final int side) {
        return side == ASKS ? farAsks : farBids;
    }

    /** The far levels of a side that gets one. */
    private FarLevels farToFill(final int side) {
        if (far(side) == NOTHING_FAR) {
            if (side == ASKS) {
                farAsks = new FarLevels();
            } else {
                farBids = new FarLevels();
            }
        }
        return far(side);
    }

    private int levelInWindow(final int side, final int place) {
        return UnsafeApi.getInt(windows, offset(side, place));
    }

    private void levelInWindow(final int side, final int place, final int level) {
        UnsafeApi.putInt(windows, offset(side, place), level);
    }

    /** Of a place; checked where assertions are on, for the array's length is in a cache line that nothing else is wanted of. */
    private long offset(final int side, final int place) {
        assert place >= 0 && place < length && windows.length == 2 * length;
        return WINDOWS + ((long) (window(side) + place) << 2);
    }

    /** Where the window of a side begins. */
    private int window(final int side) {
        return length & -side;
    }

    private int place(final long rank) {
        return (int) rank & (length - 1);
    }

    /** Bits of 64 places of a window. */
    private long word(final int side, final int index) {
        return length == MIN_LENGTH ? either(side, askBits, bidBits) : words[(window(side) >>> 6) + index];
    }

    private boolean isTaken(final int side, final int place) {
        return length == MIN_LENGTH
                ? (either(side, askBits, bidBits) >>> place & 1) != 0
                : levelInWindow(side, place) != NIL;
    }

    private void put(final int side, final int place, final int level) {
        levelInWindow(side, place, level);
        flip(side, place);
        asksInWindow += 1 - side;
        bidsInWindow += side;
    }

    private void take(final int side, final int place) {
        if (length != MIN_LENGTH) {
            levelInWindow(side, place, NIL);
        }
        flip(side, place);
        asksInWindow -= 1 - side;
        bidsInWindow -= side;
    }

    private void flip(final int side, final int place) {
        if (length == MIN_LENGTH) {
            askBits ^= (1L - side) << place;
            bidBits ^= (long) side << place;
        } else {
            words[(window(side) + place) >>> 6] ^= 1L << place;
        }
    }

    /** @return the next place below one, going round, that holds a level; there is at least one. */
    private int below(final int side, final int place) {
        final int index = place >>> 6;
        final long found = word(side, index) & ((1L << place) - 1);
        return found != 0 ? lastOf(index, found) : belowWord(side, index);
    }

    private int belowWord(final int side, final int start) {
        int index = start;
        long found;
        do {
            index = (index - 1) & (length / Long.SIZE - 1);
            found = word(side, index);
        } while (found == 0);
        return lastOf(index, found);
    }

    private static int lastOf(final int index, final long found) {
        return (index << 6) + 63 - Long.numberOfLeadingZeros(found);
    }

    /** Levels of a side below its window, their ranks ascending. */
    private static final class FarLevels {
        private static final long[] NO_RANKS = {};
        private static final int[] NO_LEVELS = {};
        private static final int MIN_CAPACITY = 4;

        int size;
        long[] ranks = NO_RANKS;
        int[] levels = NO_LEVELS;

        int find(final long rank) {
            return Arrays.binarySearch(ranks, 0, size, rank);
        }

        void put(final long rank, final int level) {
            insert(-find(rank) - 1, rank, level);
        }

        /** Adds a rank that is better than all others. */
        void putBest(final long rank, final int level) {
            insert(size, rank, level);
        }

        private void insert(final int at, final long rank, final int level) {
            if (size == ranks.length) {
                final int capacity = Math.max(MIN_CAPACITY, 2 * size);
                ranks = Arrays.copyOf(ranks, capacity);
                levels = Arrays.copyOf(levels, capacity);
            }
            System.arraycopy(ranks, at, ranks, at + 1, size - at);
            System.arraycopy(levels, at, levels, at + 1, size - at);
            ranks[at] = rank;
            levels[at] = level;
            size++;
        }

        void remove(final long rank) {
            final int at = find(rank);
            size--;
            System.arraycopy(ranks, at + 1, ranks, at, size - at);
            System.arraycopy(levels, at + 1, levels, at, size - at);
        }
    }
}
