package io.tradex.client;

/** How a book that is followed stands. */
public enum BookState {
    /** It is not known, or something of it was lost: a snapshot is to be asked for. */
    STALE,
    /** A snapshot was asked for. */
    REQUESTED,
    /** A snapshot is coming in. */
    LOADING,
    /** The snapshot is there; the stream has not come to where the book is exact. */
    CATCHING_UP,
    /** It is exact. */
    READY,
    /** Nobody follows it any more. */
    UNFOLLOWED
}
