package io.tradex.simulation.book;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.TradingPhase;

/**
 * The commands that every book of the simulation takes and the questions that it answers. Orders are named by their keys alone,
 * so that two books can be driven by the same commands. Single-threaded.
 */
public interface KeyedBook {
    /**
     * @param terms of an order that somebody wants to enter now.
     * @return why it is refused, or {@link Refusal#NONE}.
     */
    Refusal check(OrderTerms terms);

    /**
     * Begins with an order; {@link #work} does the rest.
     *
     * @param terms       that have just passed {@link #check}.
     * @param timestampNs time of the input, since 1970.
     */
    void enter(OrderTerms terms, long timestampNs);

    /**
     * Takes out an order, wherever it is; no event tells of it. To be followed by {@link #work}.
     *
     * @param key         of the order.
     * @param timestampNs time of the input, since 1970.
     * @return false if there is no such order.
     */
    boolean cancel(long key, long timestampNs);

    /**
     * @param key of an order.
     * @return whether the book has it.
     */
    boolean knows(long key);

    /**
     * Takes out an order and brings it in anew with other terms. To be followed by {@link #work}.
     *
     * @param terms       of an order that the book has, of the same side and owner, that have just passed {@link #check}.
     * @param timestampNs time of the input, since 1970.
     */
    void replace(OrderTerms terms, long timestampNs);

    /**
     * Leaves less of an order, which keeps its place; no event tells of it. To be followed by {@link #work}.
     *
     * @param key         of the order.
     * @param leavesLots  to be left, from 1 to less than what is left now.
     * @param timestampNs time of the input, since 1970.
     * @return false if there is no such order, or it has no more than that.
     */
    boolean reduceTo(long key, long leavesLots, long timestampNs);

    /**
     * Another phase begins. To be followed by {@link #work}.
     *
     * @param next        phase, other than the current one.
     * @param timestampNs time of the input, since 1970.
     */
    void phase(TradingPhase next, long timestampNs);

    /** @param ticks from now on the reference price of the band, and of auctions before the first trade; 0 for none. */
    void referencePriceTicks(long ticks);

    /** @return false if there is more to do and the listener wanted a pause: it is to be called again. */
    boolean work();

    /** Goes on from a snapshot of itself, which changes nothing; not while there is work to do. */
    void restart();

    /** @return the current phase. */
    TradingPhase phase();

    /** @return all that the book holds. */
    BookState state();
}
