/**
 * Books as everybody may see them, for the core that publishes them and for the clients that follow it. Knows the protocol and
 * nothing of who sends or receives.
 *
 * <pre>
 *   {@link io.tradex.marketdata.BookMemory}        orders and levels of many books, in shared arrays
 *        ▲
 *   {@link io.tradex.marketdata.PublicBook}        one book: applies events, aggregates levels, computes the checksum
 *        │ read as
 *   {@link io.tradex.marketdata.BookView}
 *   {@link io.tradex.marketdata.OrderWalk}, {@link io.tradex.marketdata.LevelWalk}   a walk that survives changes on the way
 *   {@link io.tradex.marketdata.MarketDataFrame}   what all messages of the streams begin with
 *   {@link io.tradex.marketdata.SoundFrame}        whether a message is what it claims to be
 * </pre>
 */
package io.tradex.marketdata;
