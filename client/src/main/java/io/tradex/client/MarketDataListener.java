package io.tradex.client;

import io.tradex.protocol.market.Aggressor;
import org.agrona.DirectBuffer;

/**
 * What a market data client hears. Called on the thread that calls {@link MarketDataClient#poll()}; books may be followed and given
 * up from within. An exception comes out of {@code poll()}.
 */
public interface MarketDataListener {
    /**
     * A book is exact from now on, for the first time or again.
     *
     * @param book to read.
     */
    default void onBookReady(final FollowedBook book) {}

    /**
     * Something of a book was lost, or it does not prove right: it must not be relied on until it is ready again, which the
     * client sees to by itself. Trades may have been missed.
     *
     * @param book that is not exact.
     */
    default void onBookStale(final FollowedBook book) {}

    /**
     * A book that is ready has changed: on L2 and L1 by a whole input, on L3 by one event.
     *
     * @param book to read.
     */
    default void onBookChanged(final FollowedBook book) {}

    /**
     * A trade. L3 and L1 tell of every one, in their order, but for those missed while the book was not ready.
     *
     * @param book       it was made in.
     * @param tradeId    the core's id of it.
     * @param priceTicks price.
     * @param lots       quantity.
     * @param aggressor  who took the liquidity; NONE in an auction.
     * @param tradeTimeNs when, in nanoseconds since 1970.
     */
    default void onTrade(
            final FollowedBook book,
            final long tradeId,
            final long priceTicks,
            final long lots,
            final Aggressor aggressor,
            final long tradeTimeNs) {}

    /**
     * Phase or indicative price of a book that is ready changed.
     *
     * @param book to read.
     */
    default void onStatusChanged(final FollowedBook book) {}

    /**
     * A message that was applied to a book, as it came; for those who need more than the book keeps.
     *
     * @param book       it was applied to; it may not be ready yet.
     * @param templateId of the message.
     * @param buffer     holding the message, SBE header first; only during the call.
     * @param offset     of the header.
     * @param length     of header and body in bytes.
     */
    default void onMessage(
            final FollowedBook book,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {}

    /**
     * A book's checksum is not the one that the core sent with it; {@link #onBookStale} follows.
     *
     * @param book     that does not prove right.
     * @param expected by the core.
     * @param actual   of the book.
     */
    default void onChecksumMismatch(final FollowedBook book, final int expected, final int actual) {}

    /** Nothing has come for longer than the configured time, heartbeats included: books are as they were before. */
    default void onFeedSilent() {}

    /** Something comes again. */
    default void onFeedAlive() {}

    /**
     * A fault that the client recovers from by itself, such as an address that cannot be resolved or a lost media driver.
     *
     * @param error what happened.
     */
    default void onError(final Throwable error) {}
}
