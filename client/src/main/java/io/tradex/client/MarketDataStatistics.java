package io.tradex.client;

/**
 * What a market data client has seen since its start.
 *
 * @param messages          applied to books.
 * @param duplicates        passed over because the book was there already.
 * @param gaps              messages that did not follow the one before, and heartbeats that were ahead of their book.
 * @param inconsistencies   messages that did not fit a book that should have been exact.
 * @param checksumsProved   that were right.
 * @param checksumsFailed   that were not.
 * @param snapshotsRequested sent requests.
 * @param snapshotsLoaded   taken to their end.
 * @param snapshotsFailed   given up: not answered in time, cut, or past the room for what comes meanwhile.
 * @param ignoredFrames     that are no market data, or not in order.
 */
public record MarketDataStatistics(
        long messages,
        long duplicates,
        long gaps,
        long inconsistencies,
        long checksumsProved,
        long checksumsFailed,
        long snapshotsRequested,
        long snapshotsLoaded,
        long snapshotsFailed,
        long ignoredFrames) {}
