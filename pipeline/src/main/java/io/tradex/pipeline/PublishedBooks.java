package io.tradex.pipeline;

import io.tradex.marketdata.BookMemory;
import io.tradex.marketdata.PublicBook;
import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;

/** All books that were published, by instrument and in the order in which they came up. Egress thread only. */
final class PublishedBooks {
    private static final int CAPACITY_MIN = 64;

    private final Int2ObjectHashMap<PublishedBook> byInstrument = new Int2ObjectHashMap<>();
    private final BookMemory memory;
    private PublishedBook[] list = new PublishedBook[CAPACITY_MIN];
    private int size;

    /** Epoch of what was published last. */
    long epoch;

    /** @param orders that all books together may hold. */
    PublishedBooks(final int orders) {
        memory = new BookMemory(orders, orders);
    }

    PublishedBook find(final int instrumentId) {
        return byInstrument.get(instrumentId);
    }

    PublishedBook findOrAdd(final int instrumentId) {
        PublishedBook book = byInstrument.get(instrumentId);
        if (book == null) {
            book = new PublishedBook(instrumentId, memory);
            byInstrument.put(instrumentId, book);
            if (size == list.length) {
                list = Arrays.copyOf(list, 2 * size);
            }
            list[size++] = book;
        }
        return book;
    }

    PublishedBook at(final int index) {
        return list[index];
    }

    int size() {
        return size;
    }

    void beginInput() {
        memory.beginChange();
    }

    /** Returns a book outside of all others, for one snapshot of two levels. */
    static PublicBook aside() {
        return new PublicBook(0, new BookMemory(1, 1));
    }
}
