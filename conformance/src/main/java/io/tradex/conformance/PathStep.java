package io.tradex.conformance;

/**
 * One message of a path, in the order in which the buy side sends or sees it.
 *
 * @param step     the row.
 * @param order    the ClOrdID, as a letter, of the new order that it is about; "-" for one that the sell side was given in another
 *                 way; the letter that was asked for where there is no such order.
 * @param answerer who answers a request or gives an answer; {@link Answerer#NOBODY} for an event.
 * @param expected what holds after an answer; null after anything else.
 */
public record PathStep(Step step, String order, Answerer answerer, Expected expected) {
    /** Who knows the answer. */
    public enum Answerer {
        /** The venue: the request goes there, the report comes from there. */
        VENUE,
        /** The core itself, to its own client: nothing goes to the venue. */
        CORE,
        /** No message. */
        NOBODY
    }
}
