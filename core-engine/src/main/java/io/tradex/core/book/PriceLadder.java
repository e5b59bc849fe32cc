package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import java.util.Arrays;

/**
 * The price levels of one side, by rank: the higher the better, so a bid's rank is its price and an ask's its negated price.
 *
 * <p>The only level of a side is known by the fields of this object alone: of ten thousand books most have few orders. Of more,
 * ranks near the best stand in a window that is indexed by the rank itself, with a bit for each that is there, so that a level
 * is found, added and removed, and the next best found, in a few instructions. The window slides with the market, and grows with
 * the number of levels, so that a hundred thousand quiet books stay small. Ranks below it, far from the market, stand in a sorted
 * array. Nothing is allocated once both have grown to what the market needs.
 * */
final class PriceLadder {
    private static final int MIN_LENGTH = 64;
    private static final int MAX_LENGTH = 4096;
    /** A window is at most this many times as long as there are levels. */
    private static final int PLACES_PER_LEVEL = 16;

    private static final int[] NOTHING = {};
    private static final long[] NO_LONGS = {};
    /** Worse than every rank, and far enough from the end that another rank can be added to it. */
    private static final long NO_RANK = Long.MIN_VALUE / 2;

    /** Level of the best rank, or NIL. */
    int best = NIL;

    private long bestRank = NO_RANK;
    /** Where the window begins; beyond all ranks while there is no window because there is at most one level. */
    private long low = Long.MAX_VALUE;
    /** How many ranks the window has a place for, a power of two; 0 while there is no window. */
    private int length;

    private int inWindow;
    /** A bit for each place of a window of {@link #MIN_LENGTH} that holds a level: there the next instruction need not wait for it. */
    private long bits;
    /** The same of a longer window. */
    private long[] words = NO_LONGS;
    /** Level by rank modulo the length, for ranks from {@link #low} on; meaningless where the bit says that there is none. */
    private int[] window = NOTHING;

    /** Ranks below the window, ascending, and their levels. */
    private int farSize;

    private long[] farRanks = NO_LONGS;
    private int[] farLevels = NOTHING;

    int size() {
        return inWindow + farSize + (isSingle() ? 1 : 0);
    }

    /** Whether the best level is the only one and stands neither in the window nor among the far ones. */
    private boolean isSingle() {
        return low == Long.MAX_VALUE && best != NIL;
    }

    /** @return the best rank; if there is none, one that no order of the other side meets. */
    long bestRank() {
        return bestRank;
    }

    /** @return the level of a rank; a new one from the memory if there was none. */
    int levelAt(final long rank, final long priceTicks, final BookMemory memory) {
        final long distance = rank - low;
        if (distance < 0 || distance >= length) {
            return farLevelAt(rank, priceTicks, memory);
        }
        final int place = place(rank);
        if (isTaken(place)) {
            return window[place];
        }
        final int level = memory.allocateLevel(priceTicks);
        put(place, level);
        noteBest(rank, level);
        return level;
    }

    private int farLevelAt(final long rank, final long priceTicks, final BookMemory memory) {
        if (low == Long.MAX_VALUE) {
            if (rank == bestRank) {
                return best;
            }
            if (best == NIL) {
                bestRank = rank;
                best = memory.allocateLevel(priceTicks);
                return best;
            }
            openWindow();
        }
        if (rank < low) {
            final int found = Arrays.binarySearch(farRanks, 0, farSize, rank);
            if (found >= 0) {
                return farLevels[found];
            }
        }
        if (rank < low || rank - low >= length) {
            makeRoomFor(rank);
        }
        final int level = memory.allocateLevel(priceTicks);
        if (rank >= low) {
            put(place(rank), level);
        } else {
            putFar(rank, level);
        }
        noteBest(rank, level);
        return level;
    }

    /** A second level comes: the only one so far goes into the window. */
    private void openWindow() {
        if (window.length == 0) {
            allocate(MIN_LENGTH);
        }
        length = window.length;
        low = lowFor(bestRank, length);
        put(place(bestRank), best);
    }

    private void noteBest(final long rank, final int level) {
        if (rank > bestRank) {
            best = level;
            bestRank = rank;
        }
    }

    /** Takes an order out of its level, and the level out of the side if it was the only one. */
    void takeOut(final int level, final int node, final long negated, final BookMemory memory) {
        final int previous = memory.previous(node);
        final int next = memory.next(node);
        if (previous == next) {
            // Only the level itself is on both sides of it.
            remove(OrderQueues.rank(negated, memory.priceTicks(level)));
            memory.freeLevel(level);
            return;
        }
        memory.visibleLots(level, memory.visibleLots(level) - memory.visibleLots(node));
        memory.orders(level, memory.orders(level) - 1);
        memory.unlink(previous, next);
    }

    /** Removes a rank that is there. */
    void remove(final long rank) {
        if (rank < low) {
            removeFar(rank);
            return;
        }
        final int place = place(rank);
        take(place);
        if (rank == bestRank) {
            findBest(place);
        }
    }

    private void removeFar(final long rank) {
        if (low == Long.MAX_VALUE) {
            best = NIL;
            bestRank = NO_RANK;
            return;
        }
        final int at = Arrays.binarySearch(farRanks, 0, farSize, rank);
        farSize--;
        System.arraycopy(farRanks, at + 1, farRanks, at, farSize - at);
        System.arraycopy(farLevels, at + 1, farLevels, at, farSize - at);
    }

    /** @return the level of the best rank that is worse than the given one, which is there; NIL if there is none. */
    int worse(final long rank) {
        if (rank >= low) {
            final int place = place(rank);
            final int below = below(place);
            final int distance = (place - below) & (length - 1);
            if (distance > 0 && rank - distance >= low) {
                return window[below];
            }
            return farSize == 0 ? NIL : farLevels[farSize - 1];
        }
        final int at = isSingle() ? 0 : Arrays.binarySearch(farRanks, 0, farSize, rank);
        return at == 0 ? NIL : farLevels[at - 1];
    }

    /** The best rank, whose place is given, is gone. */
    private void findBest(final int removed) {
        if (inWindow > 0) {
            final int place = below(removed);
            bestRank -= (removed - place) & (length - 1);
            best = window[place];
        } else {
            leaveWindow();
        }
    }

    /** Nothing is left in the window: it goes to the best of the far ranks, or is closed. */
    private void leaveWindow() {
        if (farSize > 0) {
            bestRank = farRanks[farSize - 1];
            best = farLevels[farSize - 1];
            slideTo(lowFor(bestRank, length));
        } else {
            best = NIL;
            bestRank = NO_RANK;
            length = 0;
            low = Long.MAX_VALUE;
        }
    }

    /** Where a window of a length begins that has the best rank in it, with room for better ones. */
    private static long lowFor(final long best, final int length) {
        return best - length + 1 + length / 4;
    }

    /** Before a rank is added for which the window has no place: it gets one if it is to. */
    private void makeRoomFor(final long rank) {
        final boolean better = rank >= low;
        final long newBest = Math.max(rank, bestRank);
        // The worst of those that shall have a place: of a better rank's companions, or the new one itself.
        final long worst = better ? (inWindow == 0 ? rank : worstInWindow()) : rank;
        final int lengthMax = Math.min(MAX_LENGTH, PLACES_PER_LEVEL * (size() + 1));
        int newLength = length;
        while (2 * newLength <= lengthMax && worst < lowFor(newBest, newLength)) {
            newLength *= 2;
        }
        final long newLow = lowFor(newBest, newLength);
        if (newLength > length) {
            growTo(newLength, newLow);
        } else if (better || (rank >= newLow && low - newLow >= length / 8)) {
            // Moving down by a little each time would cost more than a search of the far ranks.
            slideTo(newLow);
        }
    }

    private long worstInWindow() {
        long rank = low;
        while (!isTaken(place(rank))) {
            rank++;
        }
        return rank;
    }

    /** Moves the window: up, and what it leaves behind becomes far, or down, and what is no longer far gets its place. */
    private void slideTo(final long newLow) {
        final long end = Math.min(newLow, low + length);
        for (long rank = low; rank < end && inWindow > 0; rank++) {
            final int place = place(rank);
            if (isTaken(place)) {
                putFarBest(rank, window[place]);
                take(place);
            }
        }
        low = newLow;
        fetchFromFar();
    }

    private void growTo(final int newLength, final long newLow) {
        for (long rank = low; inWindow > 0; rank++) {
            final int place = place(rank);
            if (isTaken(place)) {
                inWindow--;
                putFarBest(rank, window[place]);
            }
        }
        allocate(newLength);
        length = newLength;
        low = newLow;
        fetchFromFar();
    }

    private void fetchFromFar() {
        while (farSize > 0 && farRanks[farSize - 1] >= low) {
            farSize--;
            put(place(farRanks[farSize]), farLevels[farSize]);
        }
    }

    private void allocate(final int newLength) {
        window = new int[newLength];
        Arrays.fill(window, NIL);
        words = newLength == MIN_LENGTH ? NO_LONGS : new long[newLength / Long.SIZE];
        bits = 0;
    }

    private int place(final long rank) {
        return (int) rank & (length - 1);
    }

    /** Bits of 64 places of the window. */
    private long word(final int index) {
        return length == MIN_LENGTH ? bits : words[index];
    }

    private boolean isTaken(final int place) {
        return length == MIN_LENGTH ? (bits >>> place & 1) != 0 : window[place] != NIL;
    }

    private void put(final int place, final int level) {
        window[place] = level;
        flip(place);
        inWindow++;
    }

    private void take(final int place) {
        if (length == MIN_LENGTH) {
            bits ^= 1L << place;
        } else {
            words[place >>> 6] ^= 1L << place;
            window[place] = NIL;
        }
        inWindow--;
    }

    private void flip(final int place) {
        if (length == MIN_LENGTH) {
            bits ^= 1L << place;
        } else {
            words[place >>> 6] ^= 1L << place;
        }
    }

    private void putFar(final long rank, final int level) {
        makeRoomInFar();
        final int at = -Arrays.binarySearch(farRanks, 0, farSize, rank) - 1;
        System.arraycopy(farRanks, at, farRanks, at + 1, farSize - at);
        System.arraycopy(farLevels, at, farLevels, at + 1, farSize - at);
        farRanks[at] = rank;
        farLevels[at] = level;
        farSize++;
    }

    /** Adds a rank that is better than all far ones. */
    private void putFarBest(final long rank, final int level) {
        makeRoomInFar();
        farRanks[farSize] = rank;
        farLevels[farSize++] = level;
    }

    private void makeRoomInFar() {
        if (farSize == farRanks.length) {
            final int capacity = Math.max(4, 2 * farSize);
            farRanks = Arrays.copyOf(farRanks, capacity);
            farLevels = Arrays.copyOf(farLevels, capacity);
        }
    }

    /** @return the next place below one, going round, that holds a level; there is at least one. */
    private int below(final int place) {
        final int index = place >>> 6;
        final long found = word(index) & ((1L << place) - 1);
        return found != 0 ? lastOf(index, found) : belowWord(index);
    }

    private int belowWord(final int start) {
        int index = start;
        long found;
        do {
            index = (index - 1) & (length / Long.SIZE - 1);
            found = word(index);
        } while (found == 0);
        return lastOf(index, found);
    }

    private static int lastOf(final int index, final long found) {
        return (index << 6) + 63 - Long.numberOfLeadingZeros(found);
    }
}
