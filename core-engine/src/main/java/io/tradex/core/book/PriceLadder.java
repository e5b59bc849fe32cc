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
    /** Level by rank modulo its length, for ranks from {@link #low} on; NIL where there is none. Empty if there is no window. */
    private int[] window = NOTHING;
    /** A bit for each place of the window that holds a level. */
    private long[] words = NO_LONGS;

    private int inWindow;
    /** The window while it is not used. */
    private int[] unusedWindow = NOTHING;

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

    /** @return whether an order of the other side meets the best level. */
    boolean isMetBy(final long otherRank) {
        // One of both ranks is negated, so this says whether the bid is at least the ask.
        return bestRank + otherRank >= 0;
    }

    /** @return the level of a rank; a new one from the memory if there was none. */
    int levelAt(final long rank, final long priceTicks, final BookMemory memory) {
        final int[] near = window;
        final long distance = rank - low;
        if (distance < 0 || distance >= near.length) {
            return farLevelAt(rank, priceTicks, memory);
        }
        final int place = (int) rank & (near.length - 1);
        final int found = near[place];
        if (found != NIL) {
            return found;
        }
        final int level = memory.allocateLevel(priceTicks);
        near[place] = level;
        words[place >>> 6] |= 1L << place;
        inWindow++;
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
        if (rank < low || rank - low >= window.length) {
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
        window = unusedWindow;
        if (window.length == 0) {
            allocate(MIN_LENGTH);
        }
        low = lowFor(bestRank, window.length);
        put(place(bestRank), best);
    }

    private void noteBest(final long rank, final int level) {
        if (rank > bestRank) {
            best = level;
            bestRank = rank;
        }
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
            final int distance = (place - below) & (window.length - 1);
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
            bestRank -= (removed - place) & (window.length - 1);
            best = window[place];
        } else if (farSize > 0) {
            bestRank = farRanks[farSize - 1];
            best = farLevels[farSize - 1];
            slideTo(lowFor(bestRank, window.length));
        } else {
            best = NIL;
            bestRank = NO_RANK;
            unusedWindow = window;
            window = NOTHING;
            low = Long.MAX_VALUE;
        }
    }

    /** Where a window of a length begins that has the best rank in it, with room for better ones. */
    private static long lowFor(final long best, final int length) {
        return best - length + 1 + length / 4;
    }

    /** Before a rank is added for which the window has no place: it gets one if it is to. */
    private void makeRoomFor(final long rank) {
        final int length = window.length;
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
        while (window[place(rank)] == NIL) {
            rank++;
        }
        return rank;
    }

    /** Moves the window: up, and what it leaves behind becomes far, or down, and what is no longer far gets its place. */
    private void slideTo(final long newLow) {
        final long end = Math.min(newLow, low + window.length);
        for (long rank = low; rank < end && inWindow > 0; rank++) {
            final int level = window[place(rank)];
            if (level != NIL) {
                take(place(rank));
                putFarBest(rank, level);
            }
        }
        low = newLow;
        fetchFromFar();
    }

    private void growTo(final int newLength, final long newLow) {
        for (long rank = low; inWindow > 0; rank++) {
            final int level = window[place(rank)];
            if (level != NIL) {
                inWindow--;
                putFarBest(rank, level);
            }
        }
        allocate(newLength);
        low = newLow;
        fetchFromFar();
    }

    private void fetchFromFar() {
        while (farSize > 0 && farRanks[farSize - 1] >= low) {
            farSize--;
            put(place(farRanks[farSize]), farLevels[farSize]);
        }
    }

    private void allocate(final int length) {
        window = new int[length];
        Arrays.fill(window, NIL);
        words = new long[length / Long.SIZE];
    }

    private int place(final long rank) {
        return (int) rank & (window.length - 1);
    }

    private void put(final int place, final int level) {
        window[place] = level;
        words[place >>> 6] |= 1L << place;
        inWindow++;
    }

    private void take(final int place) {
        window[place] = NIL;
        words[place >>> 6] &= ~(1L << place);
        inWindow--;
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
        int word = place >>> 6;
        long bits = words[word] & ((1L << place) - 1);
        while (bits == 0) {
            word = (word - 1) & (words.length - 1);
            bits = words[word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }
}
