package io.tradex.pipeline;

import static io.tradex.pipeline.PublishedBook.NONE;

import io.tradex.protocol.market.Aggressor;
import java.util.Arrays;

/**
 * What the input at hand has done to books: which of them, which levels, which trades, each book's chained in the order in which
 * they came. Grows to what the largest input has needed. Egress thread only.
 */
final class InputChanges {
    private static final int CAPACITY_MIN = 64;

    private PublishedBook[] books = new PublishedBook[CAPACITY_MIN];
    private int bookCount;

    private long[] levelTicks = new long[CAPACITY_MIN];
    private boolean[] levelBuy = new boolean[CAPACITY_MIN];
    private int[] nextLevel = new int[CAPACITY_MIN];
    private int levelCount;

    private long[] tradeId = new long[CAPACITY_MIN];
    private long[] tradeTicks = new long[CAPACITY_MIN];
    private long[] tradeLots = new long[CAPACITY_MIN];
    private Aggressor[] tradeAggressor = new Aggressor[CAPACITY_MIN];
    private int[] nextTrade = new int[CAPACITY_MIN];
    private int tradeCount;

    void book(final PublishedBook book) {
        if (!book.touched) {
            book.touched = true;
            if (bookCount == books.length) {
                books = Arrays.copyOf(books, 2 * bookCount);
            }
            books[bookCount++] = book;
        }
    }

    void level(final PublishedBook book, final boolean buy, final long priceTicks) {
        if (levelCount == levelTicks.length) {
            final int capacity = 2 * levelCount;
            levelTicks = Arrays.copyOf(levelTicks, capacity);
            levelBuy = Arrays.copyOf(levelBuy, capacity);
            nextLevel = Arrays.copyOf(nextLevel, capacity);
        }
        final int index = levelCount++;
        levelTicks[index] = priceTicks;
        levelBuy[index] = buy;
        nextLevel[index] = NONE;
        if (book.lastLevel == NONE) {
            book.firstLevel = index;
        } else {
            nextLevel[book.lastLevel] = index;
        }
        book.lastLevel = index;
        book.levelCount++;
    }

    void trade(
            final PublishedBook book,
            final long id,
            final long priceTicks,
            final long lots,
            final Aggressor aggressor) {
        if (tradeCount == tradeId.length) {
            final int capacity = 2 * tradeCount;
            tradeId = Arrays.copyOf(tradeId, capacity);
            tradeTicks = Arrays.copyOf(tradeTicks, capacity);
            tradeLots = Arrays.copyOf(tradeLots, capacity);
            tradeAggressor = Arrays.copyOf(tradeAggressor, capacity);
            nextTrade = Arrays.copyOf(nextTrade, capacity);
        }
        final int index = tradeCount++;
        tradeId[index] = id;
        tradeTicks[index] = priceTicks;
        tradeLots[index] = lots;
        tradeAggressor[index] = aggressor;
        nextTrade[index] = NONE;
        if (book.lastTrade == NONE) {
            book.firstTrade = index;
        } else {
            nextTrade[book.lastTrade] = index;
        }
        book.lastTrade = index;
        book.tradeCount++;
    }

    void clear() {
        for (int i = 0; i < bookCount; i++) {
            books[i].endInput();
        }
        bookCount = 0;
        levelCount = 0;
        tradeCount = 0;
    }

    int books() {
        return bookCount;
    }

    PublishedBook book(final int index) {
        return books[index];
    }

    long levelTicks(final int index) {
        return levelTicks[index];
    }

    boolean levelBuy(final int index) {
        return levelBuy[index];
    }

    int nextLevel(final int index) {
        return nextLevel[index];
    }

    long tradeId(final int index) {
        return tradeId[index];
    }

    long tradeTicks(final int index) {
        return tradeTicks[index];
    }

    long tradeLots(final int index) {
        return tradeLots[index];
    }

    Aggressor tradeAggressor(final int index) {
        return tradeAggressor[index];
    }

    int nextTrade(final int index) {
        return nextTrade[index];
    }
}
