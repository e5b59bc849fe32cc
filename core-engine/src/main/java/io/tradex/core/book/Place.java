package io.tradex.core.book;

/** Where a book keeps an order. */
public enum Place {
    /** In the book, visible, to be traded with. */
    BOOK,
    /** Waiting for a trade at its stop price. */
    STOP,
    /** Its stop price was reached while nothing traded: it comes in when trading goes on. */
    TRIGGERED,
    /** Waiting for the closing auction. */
    CLOSE,
    /** A pegged order with nothing to follow. */
    PEG
}
