package io.tradex.demo;

/**
 * How far the algo client has come, at one moment.
 *
 * @param sent              requests sent.
 * @param answered          requests answered.
 * @param late              requests that left more than a millisecond after they should have.
 * @param pendingAtVenues   orders of which the venue has yet to answer something.
 * @param working           live orders.
 * @param refusedByCore     orders that the core refused before they got anywhere.
 * @param backPressured     those of them that were refused for back pressure.
 * @param requestsRefused   cancels and replaces refused.
 * @param book              what happened on the core's own book.
 * @param venues            what happened at the venues.
 * @param sessions          sessions opened so far.
 * @param flowEnded         whether the flow has no more requests.
 * @param fault             what stopped the client; null if nothing did.
 */
record Progress(
        long sent,
        long answered,
        long late,
        int pendingAtVenues,
        int working,
        long refusedByCore,
        long backPressured,
        long requestsRefused,
        Tally.Counts book,
        Tally.Counts venues,
        int sessions,
        boolean flowEnded,
        String fault) {
    private static final Tally.Counts NOTHING = new Tally().counts();

    /** Before anything happened. */
    static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0, 0, NOTHING, NOTHING, 0, false, null);

    /** @return fills of any size. */
    long allFills() {
        return book.fills() + book.partialFills() + venues.fills() + venues.partialFills();
    }

    /** @return everything that was refused, by whomever. */
    long allRejects() {
        return book.rejects() + venues.rejects() + refusedByCore + requestsRefused;
    }

    /** @return whether every request is answered, and no venue has anything left to answer. */
    boolean isSettled() {
        return sent == answered && pendingAtVenues == 0;
    }
}
