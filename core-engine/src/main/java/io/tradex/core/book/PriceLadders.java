package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The price levels of both sides of a book, by rank: the higher the better, so a bid's rank is its price and an ask's its negated
 * price.
 *
 * <p>Ranks near the best stand in a window of the {@link BookMemory} that has a place for each rank, which is the level itself, and
 * a bit that says whether it is there: a level is found, added and removed, and the next best found, in a few instructions, and
 * what is left of an old level need not be read. The window slides with the market, and both sides' grow with the number of levels,
 * so that a hundred thousand quiet books stay small. Ranks below it, far from the market, stand in a sorted array. Nothing is
 * allocated once all have grown to what the market needs.
 *
 * <p>What both sides have stands in the fields of one object, of which the side chooses one by how far it is from the other, without
 * a branch, for which side comes next cannot be foreseen: of ten thousand books each that is touched costs few cache lines, and
 * they are asked for at the same time.
 */
@SuppressWarnings("UnusedVariable") // Fields of which there are two are found by their offsets.
class PriceLadders {
    /** Sides, to be found in {@link OrderFlags#BUY} without a branch: which comes next cannot be foreseen. */
    static final int ASKS = 0;

    static final int BIDS = 1;

    private static final int MIN_LENGTH = 64;
    private static final int MAX_LENGTH = 4096;
    /** A window is at most this many times as long as there are levels. */
    private static final int PLACES_PER_LEVEL = 16;

    /** Worse than every rank, and far enough from the end that another rank can be added to it. */
    private static final long NO_RANK = Long.MIN_VALUE / 2;
    /** Where a window begins that is not there yet. */
    private static final long CLOSED = Long.MAX_VALUE;
    /** Of all books that never had a far level. */
    private static final FarLevels[] NOTHING_FAR = {new FarLevels(), new FarLevels()};

    private static final long BEST_OFFSET = offset("bestAskRank");
    private static final long BEST_STRIDE = offset("bestBidRank") - BEST_OFFSET;
    private static final long LOW_OFFSET = offset("lowAsk");
    private static final long LOW_STRIDE = offset("lowBid") - LOW_OFFSET;
    private static final long BITS_OFFSET = offset("askBits");
    private static final long BITS_STRIDE = offset("bidBits") - BITS_OFFSET;

    final BookMemory memory;

    private long bestAskRank = NO_RANK;
    private long bestBidRank = NO_RANK;
    /** Where the windows begin. */
    private long lowAsk = CLOSED;

    private long lowBid = CLOSED;
    /** A bit for each place of a window of {@link #MIN_LENGTH} that holds a level. */
    private long askBits;

    private long bidBits;
    /** How many ranks a window has places for, a power of two. */
    private int length = MIN_LENGTH;
    /**
     * The places of both windows in the memory, those of the asks first. A rank's place is the rank modulo the length. What is at
     * a place without a level means nothing.
     */
    private int windows = NIL;
    /** The bits of windows longer than {@link #MIN_LENGTH} in the memory, those of the asks first. */
    private int words = NIL;

    private FarLevels[] far = NOTHING_FAR;

    PriceLadders(final BookMemory memory) {
        this.memory = memory;
    }

    /** @return how many levels a side has. */
    final int size(final int side) {
        int size = far(side).size;
        for (int index = 0; index < length / Long.SIZE; index++) {
            size += Long.bitCount(word(side, index));
        }
        return size;
    }

    /** @return level of the best rank, or NIL. */
    final int best(final int side) {
        final long rank = bestRank(side);
        return rank == NO_RANK ? NIL : level(side, place(rank));
    }

    /** @return the best rank; if there is none, one that no order of the other side meets. */
    final long bestRank(final int side) {
        return UnsafeApi.getLong(this, BEST_OFFSET + side * BEST_STRIDE);
    }

    /** Rank of a price, and price of a rank: the same, or negated on the side of the asks; without a branch. */
    static long rank(final int side, final long priceTicks) {
        final long negated = side - 1L;
        return (priceTicks ^ negated) - negated;
    }

    /** @return price of a level, which is there. */
    final long priceTicks(final int side, final int level) {
        return rank(side, rankOf(side, level));
    }

    private long rankOf(final int side, final int level) {
        final int place = placeOf(side, level);
        return isPlace(place) ? low(side) + ((place - low(side)) & (length - 1)) : memory.key(level);
    }

    /** Puts an order behind the others of its rank; returns the level, which is a new one if there were no others. */
    final int append(final int side, final long rank, final int order) {
        final long distance = rank - low(side);
        if ((distance & -length) != 0) {
            return appendOutside(side, rank, order);
        }
        final int place = place(rank);
        final int level = level(side, place);
        if (isTaken(side, place)) {
            memory.append(level, order);
        } else {
            flip(side, place);
            memory.begin(level, order);
            best(side, Math.max(rank, bestRank(side)));
        }
        return level;
    }

    /**
     * Puts an order where the window has no place for it: the window grows or moves if the rank is to get one, else it becomes far.
     * All in one piece, which is more than the compiler takes into {@link #append}: that stays short, and is taken in itself.
     */
    private int appendOutside(final int side, final long rank, final int order) {
        final long best = bestRank(side);
        if (best == NO_RANK) {
            if (windows == NIL) {
                windows = memory.allocateBlock(2 * length);
            }
            low(side, lowFor(rank, length));
            return append(side, rank, order);
        }
        final FarLevels far = far(side);
        final long low = low(side);
        final boolean better = rank >= low;
        if (!better) {
            final int found = far.find(rank);
            if (found >= 0) {
                memory.append(far.levels[found], order);
                return far.levels[found];
            }
        }
        final long newBest = Math.max(rank, best);
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
        } else if (better || (rank >= newLow && low - newLow >= length / 8)) {
            // Moving down by a little each time would cost more than a search of the far ranks.
            slideTo(side, newLow);
        }
        if (rank >= low(side)) {
            return append(side, rank, order);
        }
        final int level = memory.allocateFarLevel(rank);
        farToFill(side).put(rank, level);
        memory.begin(level, order);
        return level;
    }

    /** Takes an order out of its level, and the level out of the side if it was the only one. */
    final void takeOut(final int side, final int order) {
        final int previous = memory.previous(order);
        final int next = memory.next(order);
        if (previous == next) {
            // Only the level itself is on both sides of it.
            remove(side, next);
        } else {
            memory.unlink(previous, next);
        }
    }

    private void remove(final int side, final int level) {
        final int place = placeOf(side, level);
        if (!isPlace(place)) {
            far(side).remove(memory.key(level));
            memory.freeFarLevel(level);
            return;
        }
        flip(side, place);
        if (length == MIN_LENGTH) {
            // Found anew whether it was the best or not, which cannot be foreseen.
            final long bits = bits(side);
            if (bits == 0) {
                leaveWindow(side);
            } else {
                final long low = low(side);
                best(side, low + 63 - Long.numberOfLeadingZeros(Long.rotateRight(bits, (int) low)));
            }
        } else if (place == place(bestRank(side))) {
            final int below = below(side, place);
            if (below == place) {
                leaveWindow(side);
            } else {
                best(side, bestRank(side) - ((place - below) & (length - 1)));
            }
        }
    }

    /** @return the level next to one of a side that is worse; NIL if there is none. */
    final int worse(final int side, final int level) {
        final FarLevels far = far(side);
        final int place = placeOf(side, level);
        if (isPlace(place)) {
            final int below = below(side, place);
            final int distance = (place - below) & (length - 1);
            if (distance > 0 && rankOf(side, level) - distance >= low(side)) {
                return level(side, below);
            }
            return far.size == 0 ? NIL : far.levels[far.size - 1];
        }
        final int at = far.find(memory.key(level));
        return at == 0 ? NIL : far.levels[at - 1];
    }

    /** Nothing is left in the window: it goes to the best of the far ranks, or stays until an order comes. */
    private void leaveWindow(final int side) {
        final FarLevels far = far(side);
        if (far.size > 0) {
            best(side, far.ranks[far.size - 1]);
            low(side, lowFor(bestRank(side), length));
            fetchFromFar(side);
        } else {
            best(side, NO_RANK);
        }
    }

    /** Where a window of a length begins that has the best rank in it, with room for better ones. */
    private static long lowFor(final long best, final int length) {
        return best - length + 1 + length / 4;
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
        final long low = low(side);
        for (long rank = low; rank < end && rank < low + length; rank++) {
            final int place = place(rank);
            if (isTaken(side, place)) {
                final int level = memory.allocateFarLevel(rank);
                memory.moveLevel(level(side, place), level);
                flip(side, place);
                farToFill(side).putBest(rank, level);
            }
        }
    }

    private void fetchFromFar(final int side) {
        final FarLevels far = far(side);
        while (far.size > 0 && far.ranks[far.size - 1] >= low(side)) {
            far.size--;
            final int place = place(far.ranks[far.size]);
            flip(side, place);
            memory.moveLevel(far.levels[far.size], level(side, place));
            memory.freeFarLevel(far.levels[far.size]);
        }
    }

    /** Both windows get more places. */
    private void growTo(final int newLength) {
        for (int side = ASKS; side <= BIDS; side++) {
            if (bestRank(side) != NO_RANK) {
                moveToFar(side, CLOSED);
            }
        }
        memory.freeBlock(windows, 2 * length);
        if (words != NIL) {
            memory.freeBlock(words, 2 * length / Long.SIZE);
        }
        length = newLength;
        windows = memory.allocateBlock(2 * newLength);
        words = memory.allocateBlock(2 * newLength / Long.SIZE);
        for (int side = ASKS; side <= BIDS; side++) {
            if (bestRank(side) != NO_RANK) {
                low(side, lowFor(bestRank(side), newLength));
                fetchFromFar(side);
            }
        }
    }

    // What both sides have.

    private static long offset(final String field) {
        return UnsafeApi.objectFieldOffset(PriceLadders.class, field);
    }

    private long low(final int side) {
        return UnsafeApi.getLong(this, LOW_OFFSET + side * LOW_STRIDE);
    }

    private void low(final int side, final long rank) {
        UnsafeApi.putLong(this, LOW_OFFSET + side * LOW_STRIDE, rank);
    }

    private void best(final int side, final long rank) {
        UnsafeApi.putLong(this, BEST_OFFSET + side * BEST_STRIDE, rank);
    }

    private long bits(final int side) {
        return UnsafeApi.getLong(this, BITS_OFFSET + side * BITS_STRIDE);
    }

    private void bits(final int side, final long word) {
        UnsafeApi.putLong(this, BITS_OFFSET + side * BITS_STRIDE, word);
    }

    private FarLevels far(final int side) {
        return far[side];
    }

    /** The far levels of a side that gets one. */
    private FarLevels farToFill(final int side) {
        if (far == NOTHING_FAR) {
            far = new FarLevels[] {new FarLevels(), new FarLevels()};
        }
        return far[side];
    }

    // The window of a side.

    private int place(final long rank) {
        return (int) rank & (length - 1);
    }

    private int level(final int side, final int place) {
        return windows + (length & -side) + place;
    }

    /** The place of a level, or what is none if it is a far one. */
    private int placeOf(final int side, final int level) {
        return level - level(side, 0);
    }

    private boolean isPlace(final int place) {
        return (place & -length) == 0;
    }

    /** Bits of 64 places of a window. */
    private long word(final int side, final int index) {
        return length == MIN_LENGTH ? bits(side) : memory.word(unitOfWord(side, index));
    }

    /** Where long windows have their bits. */
    private int unitOfWord(final int side, final int index) {
        return words + ((length & -side) >>> 6) + index;
    }

    private boolean isTaken(final int side, final int place) {
        return (word(side, place >>> 6) >>> place & 1) != 0;
    }

    private void flip(final int side, final int place) {
        if (length == MIN_LENGTH) {
            bits(side, bits(side) ^ (1L << place));
        } else {
            final int unit = unitOfWord(side, place >>> 6);
            memory.word(unit, memory.word(unit) ^ (1L << place));
        }
    }

    /** @return the next place below one, going round, that holds a level; the place itself if there is no other. */
    private int below(final int side, final int place) {
        final int index = place >>> 6;
        final long found = word(side, index) & ((1L << place) - 1);
        return found != 0 ? lastOf(index, found) : belowWord(side, place);
    }

    private int belowWord(final int side, final int place) {
        final int start = place >>> 6;
        int index = start;
        do {
            index = (index - 1) & (length / Long.SIZE - 1);
            final long found = word(side, index);
            if (found != 0) {
                return lastOf(index, found);
            }
        } while (index != start);
        return place;
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
