package io.tradex.core.book;

import static io.tradex.core.book.BookMemory.NIL;

import java.util.Arrays;

/**
 * The price levels of one side, by rank: the higher the better, so a bid's rank is its price and an ask's its negated price.
 *
 * <p>Ranks near the best stand in a window that is indexed by the rank itself, with a bit for each that is there, so that a level
 * is found, added and removed, and the next best found, in a few instructions. The window slides and grows with the market. Ranks
 * below it, far from the market, stand in a sorted array. Nothing is allocated once both have grown to what the market needs.
 */
final class PriceLadder {
    private static final int MIN_WINDOW = 64;
    private static final int MAX_WINDOW = 4096;
    private static final int[] NOTHING = {};
    /** Worse than every rank, and far enough from the end that another rank can be added to it. */
    private static final long NO_RANK = Long.MIN_VALUE / 2;

    /** Level of the best rank, or NIL. */
    int best = NIL;

    private long bestRank = NO_RANK;

    /** Level by rank modulo its length, for ranks from {@link #low} on; NIL where there is none. */
    private int[] window = NOTHING;
    /** A bit for each place of the window that holds a level. */
    private long[] words = {};

    private long low;
    private int inWindow;

    /** Ranks below the window, ascending, and their levels. */
    private long[] farRanks = {};

    private int[] farLevels = NOTHING;
    private int farSize;

    int size() {
        return inWindow + farSize;
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
        if (distance >= 0 && distance < near.length) {
            final int at = (int) rank & (near.length - 1);
            final int found = near[at];
            if (found != NIL) {
                return found;
            }
            final int level = memory.allocateLevel(priceTicks);
            near[at] = level;
            words[at >>> 6] |= 1L << at;
            inWindow++;
            noteBest(rank, level);
            return level;
        }
        return farLevelAt(rank, priceTicks, memory);
    }

    private int farLevelAt(final long rank, final long priceTicks, final BookMemory memory) {
        final int found = Arrays.binarySearch(farRanks, 0, farSize, rank);
        if (found >= 0) {
            return farLevels[found];
        }
        makeRoomFor(rank);
        final int level = memory.allocateLevel(priceTicks);
        if (rank >= low) {
            put(rank, level);
        } else {
            putFar(rank, level);
        }
        noteBest(rank, level);
        return level;
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
            final int at = Arrays.binarySearch(farRanks, 0, farSize, rank);
            farSize--;
            System.arraycopy(farRanks, at + 1, farRanks, at, farSize - at);
            System.arraycopy(farLevels, at + 1, farLevels, at, farSize - at);
            return;
        }
        final int at = (int) rank & (window.length - 1);
        window[at] = NIL;
        words[at >>> 6] &= ~(1L << at);
        inWindow--;
        if (rank == bestRank) {
            findBest(at);
        }
    }

    /** @return the level of the best rank that is worse than the given one, which is there; NIL if there is none. */
    int worse(final long rank) {
        if (rank >= low) {
            final int mask = window.length - 1;
            final int at = (int) rank & mask;
            final int below = below(at);
            final int distance = (at - below) & mask;
            if (distance > 0 && rank - distance >= low) {
                return window[below];
            }
            return farSize == 0 ? NIL : farLevels[farSize - 1];
        }
        final int at = Arrays.binarySearch(farRanks, 0, farSize, rank);
        return at == 0 ? NIL : farLevels[at - 1];
    }

    private void findBest(final int removed) {
        if (inWindow > 0) {
            final int mask = window.length - 1;
            final int at = below(removed);
            bestRank -= (removed - at) & mask;
            best = window[at];
        } else if (farSize > 0) {
            bestRank = farRanks[farSize - 1];
            best = farLevels[farSize - 1];
            rebuild(window.length, lowFor(bestRank, window.length));
        } else {
            best = NIL;
            bestRank = NO_RANK;
        }
    }

    /** Where a window of a length begins that has the best rank in it, with room for better ones. */
    private static long lowFor(final long best, final int length) {
        return best - length + 1 + length / 4;
    }

    private void makeRoomFor(final long rank) {
        if (size() == 0) {
            if (window.length == 0) {
                allocate(MIN_WINDOW);
            }
            low = rank - window.length / 2;
            return;
        }
        final int length = window.length;
        if (rank >= low) {
            // Better than all there is. The worst of the window shall stay in it, if need be in a longer one.
            long worst = inWindow == 0 ? rank : low;
            while (worst < rank && window[(int) worst & (length - 1)] == NIL) {
                worst++;
            }
            int longer = length;
            while (longer < MAX_WINDOW && worst < lowFor(rank, longer)) {
                longer *= 2;
            }
            rebuild(longer, lowFor(rank, longer));
            return;
        }
        int longer = length;
        while (longer < MAX_WINDOW && rank < lowFor(bestRank, longer)) {
            longer *= 2;
        }
        final long newLow = lowFor(bestRank, longer);
        // Moving the window by a little each time would cost more than a search of the far ranks.
        if (rank >= newLow && (longer > length || low - newLow >= length / 8)) {
            rebuild(longer, newLow);
        }
    }

    /** Puts all of the window behind the far ranks, which keeps them sorted, and takes from there what the new window holds. */
    private void rebuild(final int length, final long newLow) {
        final int mask = window.length - 1;
        final int start = farSize;
        if (farSize + inWindow > farRanks.length) {
            growFar(Math.max(farSize + inWindow, 2 * farRanks.length));
        }
        for (long rank = low; farSize - start < inWindow; rank++) {
            final int at = (int) rank & mask;
            if (window[at] != NIL) {
                farRanks[farSize] = rank;
                farLevels[farSize++] = window[at];
                window[at] = NIL;
                words[at >>> 6] &= ~(1L << at);
            }
        }
        inWindow = 0;
        if (length != window.length) {
            allocate(length);
        }
        low = newLow;
        while (farSize > 0 && farRanks[farSize - 1] >= low) {
            farSize--;
            put(farRanks[farSize], farLevels[farSize]);
        }
    }

    private void allocate(final int length) {
        window = new int[length];
        Arrays.fill(window, NIL);
        words = new long[length / 64];
    }

    private void put(final long rank, final int level) {
        final int at = (int) rank & (window.length - 1);
        window[at] = level;
        words[at >>> 6] |= 1L << at;
        inWindow++;
    }

    private void putFar(final long rank, final int level) {
        if (farSize == farRanks.length) {
            growFar(Math.max(16, 2 * farSize));
        }
        final int at = -Arrays.binarySearch(farRanks, 0, farSize, rank) - 1;
        System.arraycopy(farRanks, at, farRanks, at + 1, farSize - at);
        System.arraycopy(farLevels, at, farLevels, at + 1, farSize - at);
        farRanks[at] = rank;
        farLevels[at] = level;
        farSize++;
    }

    private void growFar(final int length) {
        farRanks = Arrays.copyOf(farRanks, length);
        farLevels = Arrays.copyOf(farLevels, length);
    }

    /** @return the next place below one, going round, that holds a level; there is at least one. */
    private int below(final int at) {
        int word = at >>> 6;
        long bits = words[word] & ((1L << at) - 1);
        while (bits == 0) {
            word = (word - 1) & (words.length - 1);
            bits = words[word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }
}
