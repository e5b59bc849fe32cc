package io.tradex.fix;

/** What can go wrong at the FIX edge without stopping anything but itself. Each is counted per venue, see {@link FixFaults}. */
public enum FixFault {
    /**
     * QuickFIX/J refused something or lost the connection: a wrong CompID, a sequence number too low, a bad checksum, a message
     * that is not valid by the data dictionary, a heartbeat that did not come, a connection that could not be made.
     */
    SESSION_ERROR,
    /** Bytes that are no FIX of the venue's version, or a message longer than any venue sends: the connection is cut. */
    GARBAGE,
    /** An ExecutionReport or OrderCancelReject whose fields make no sense: refused with a reject, never passed on. */
    MALFORMED_REPORT,
    /** A message type that a venue of ours does not send: refused with a BusinessMessageReject. */
    UNSUPPORTED_MESSAGE,
    /**
     * The venue refused a message of ours on the session level (35=3 or 35=j). If it was a new order, cancel or replace that can
     * still be told by its number, the engine hears of it as VenueRequestRejected; of all else this count is all that is left.
     */
    REFUSED_BY_VENUE,
    /** A new order, cancel or replace that was not sent since the session was not logged on. */
    REQUEST_NOT_SENT,
    /**
     * A status request that was dropped since the session was not logged on, or an order mass status request to a venue whose
     * version of FIX has none. The next logon brings another.
     */
    STATUS_REQUEST_DROPPED,
    /** Market data whose fields make no sense: refused with a reject; the quote is withdrawn and asked for anew. */
    MALFORMED_QUOTE,
    /** A venue refused a market data request (35=Y): there are no quotes of that instrument. */
    QUOTES_REFUSED,
    /** More price levels or entries than are kept: the worst were left out. */
    QUOTE_LEVELS_DROPPED
}
