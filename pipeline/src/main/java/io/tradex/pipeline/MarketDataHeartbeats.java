package io.tradex.pipeline;

import io.tradex.marketdata.MarketDataFrame;
import io.tradex.protocol.market.BookDepth;
import io.tradex.protocol.market.MarketDataHeartbeatEncoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says on each stream where books stand, so that a client notices that the last message of a book was lost. Books that changed
 * since they were named come first, then the others by turns: with up to {@link #BOOKS_MAX} books each is named every time, with
 * more a quarter of the places is kept for the turns. Egress thread only.
 */
final class MarketDataHeartbeats {
    /** Books named at a time on each stream. */
    static final int BOOKS_MAX = 800;

    private static final int CHANGED_MAX = BOOKS_MAX * 3 / 4;
    private static final int CAPACITY_MIN = 64;
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MarketDataFrame.BYTES_MAX, Long.BYTES));
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MarketDataHeartbeatEncoder heartbeat = new MarketDataHeartbeatEncoder();
    private final PublishedBook[] named = new PublishedBook[BOOKS_MAX];
    private final PublishedBooks books;
    private final MarketDataPort port;

    /** Books that changed, oldest first, in a circle; each stands here at most once. */
    private PublishedBook[] changed = new PublishedBook[CAPACITY_MIN];

    private int changedFirst;
    private int changedCount;
    private int nextByTurn;
    private long number;

    MarketDataHeartbeats(final PublishedBooks books, final MarketDataPort port) {
        this.books = books;
        this.port = port;
    }

    /** A book has changed, so that the next heartbeats name it. */
    void changed(final PublishedBook book) {
        if (book.awaitsHeartbeat) {
            return;
        }
        book.awaitsHeartbeat = true;
        if (changedCount == changed.length) {
            final PublishedBook[] larger = new PublishedBook[2 * changedCount];
            for (int i = 0; i < changedCount; i++) {
                larger[i] = changed[(changedFirst + i) & (changedCount - 1)];
            }
            changed = larger;
            changedFirst = 0;
        }
        changed[(changedFirst + changedCount++) & (changed.length - 1)] = book;
    }

    /**
     * Sends one heartbeat on each stream.
     *
     * @param builder puts the checksum of each book that changed on L3 first, if it has not done so by itself.
     * @param nowNs   nanoseconds since 1970.
     */
    void send(final MarketDataBuilder builder, final long nowNs) {
        final int count = name(builder);
        send(BookDepth.ORDERS, count, nowNs);
        send(BookDepth.LEVELS, count, nowNs);
        send(BookDepth.TOP, count, nowNs);
        Arrays.fill(named, 0, count, null);
    }

    private int name(final MarketDataBuilder builder) {
        number++;
        final int total = Math.min(BOOKS_MAX, books.size());
        int count = 0;
        for (int i = Math.min(changedCount, CHANGED_MAX); i > 0; i--) {
            final PublishedBook book = changed[changedFirst];
            changed[changedFirst] = null;
            changedFirst = (changedFirst + 1) & (changed.length - 1);
            changedCount--;
            book.awaitsHeartbeat = false;
            book.heartbeat = number;
            named[count++] = book;
            if (book.eventsWithoutChecksum > 0 && !book.touched) {
                builder.publishChecksum(book);
            }
        }
        while (count < total) {
            nextByTurn = nextByTurn + 1 < books.size() ? nextByTurn + 1 : 0;
            final PublishedBook book = books.at(nextByTurn);
            if (book.heartbeat != number) {
                book.heartbeat = number;
                named[count++] = book;
            }
        }
        return count;
    }

    private void send(final BookDepth stream, final int count, final long nowNs) {
        int from = 0;
        do {
            final int rows = Math.min(count - from, MarketDataFrame.HEARTBEAT_BOOKS_MAX);
            final MarketDataHeartbeatEncoder.BooksEncoder rowEncoder = heartbeat
                    .wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .epoch(books.epoch)
                    .timestampNs(nowNs)
                    .depth(stream)
                    .booksCount(rows);
            for (int i = 0; i < rows; i++) {
                final PublishedBook book = named[from + i];
                rowEncoder.next().bookSeq(book.seq(stream)).instrumentId(book.instrumentId);
            }
            from += rows;
            port.onMarketData(stream, buffer, 0, HEADER + heartbeat.encodedLength());
        } while (from < count);
    }
}
