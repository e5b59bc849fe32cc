package io.tradex.core.book;

/** Where a book keeps an order. */
public enum Place {
    /** In the book, visible, to be traded with. */
    BOOK(1),
    /** Waiting for a trade at its stop price. */
    STOP(2),
    /** Its stop price was reached while nothing traded: it comes in when trading goes on. */
    TRIGGERED(3),
    /** Waiting for the closing auction. */
    CLOSE(4),
    /** A pegged order with nothing to follow. */
    PEG(5);

    private static final Place[] BY_CODE = {null, BOOK, STOP, TRIGGERED, CLOSE, PEG};

    private final int code;

    Place(final int code) {
        this.code = code;
    }

    /**
     * @param place a place, or null.
     * @return its number in snapshots and hashes; 0 for null.
     */
    public static int codeOf(final Place place) {
        return place == null ? 0 : place.code;
    }

    /**
     * @param code of a place.
     * @return the place, or null for 0.
     */
    public static Place of(final int code) {
        return BY_CODE[code];
    }
}
