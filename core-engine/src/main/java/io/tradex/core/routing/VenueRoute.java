package io.tradex.core.routing;

import io.tradex.core.state.SnapshotRecordReader;
import io.tradex.core.state.SnapshotRecordWriter;
import io.tradex.core.state.StateHash;
import io.tradex.protocol.types.BreakerState;

/**
 * What routing knows of a venue: its terms, its circuit breaker, its message limit, how fast it answers and how often immediate
 * orders fill there. All driven by the time of inputs.
 */
public final class VenueRoute {
    private static final long KIND_ROUTE = 0x7F;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int BPS = 10_000;

    /** A new sample counts 1/16. */
    private static final int WEIGHT_SHIFT = 4;

    /** Fill probability is kept with so many bits behind the point, so that small steps are not lost. */
    private static final int FRACTION_BITS = 16;

    private final int venueId;
    private final StateHash hash;
    private final Throttle throttle = new Throttle();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private VenueTerms terms = VenueTerms.NONE;

    /** Made when the venue gets a message limit, so that none is while trading. */
    private RequestQueue queue;

    private long latencyNs;
    private long fillProbability;
    private boolean breakerChanged;
    private long hashContribution;

    /**
     * @param venueId of the venue.
     * @param hash    of the state.
     */
    public VenueRoute(final int venueId, final StateHash hash) {
        this.venueId = venueId;
        this.hash = hash;
    }

    /**
     * Sets the terms anew; latency and fill probability start at what they say.
     *
     * @param newTerms that are sound.
     * @param nowNs    time of the input.
     */
    public void terms(final VenueTerms newTerms, final long nowNs) {
        terms = newTerms;
        latencyNs = newTerms.latencyNs();
        fillProbability = (long) newTerms.fillProbabilityBps() << FRACTION_BITS;
        throttle.limit(newTerms.messagesPerSecond(), nowNs);
        makeQueue();
        breakerChanged |= breaker.limit(
                newTerms.breakerWindow(),
                newTerms.breakerRejects(),
                newTerms.breakerSlow(),
                newTerms.breakerCoolDownMs() * NANOS_PER_MILLI);
        rehash();
    }

    /** @return the terms. */
    public VenueTerms terms() {
        return terms;
    }

    /** @return the breaker, to be read. */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /** @return expected time from order to answer. */
    public long latencyNs() {
        return latencyNs;
    }

    /** @return expected share of immediate orders that fill; only to be compared with that of another venue. */
    public long fillProbability() {
        return fillProbability;
    }

    /** @return expected share of immediate orders that fill, in 1/100 %. */
    public int fillProbabilityBps() {
        return (int) (fillProbability >> FRACTION_BITS);
    }

    /**
     * @param nowNs time of the input.
     * @return whether the venue's breaker keeps new orders away.
     */
    public boolean isTripped(final long nowNs) {
        return !breaker.lets(nowNs);
    }

    /** @return requests that wait for the venue's message limit; null if it never had one. */
    public RequestQueue queue() {
        return queue;
    }

    /**
     * @param nowNs time of the input.
     * @return whether a request may go at once.
     */
    public boolean hasToken(final long nowNs) {
        return throttle.hasToken(nowNs);
    }

    /**
     * @param nowNs time of the input.
     * @return when a request may go.
     */
    public long nextTokenNs(final long nowNs) {
        return throttle.nextTokenNs(nowNs);
    }

    /**
     * Takes a token for a request, if there is one.
     *
     * @param nowNs time of the input.
     * @return whether there was one.
     */
    public boolean takeToken(final long nowNs) {
        if (!throttle.isLimited()) {
            return true;
        }
        if (!throttle.take(nowNs)) {
            return false;
        }
        rehash();
        return true;
    }

    /** @param nowNs time at which a new order was sent, or began to wait for a token. */
    public void onNewOrder(final long nowNs) {
        if (breaker.state() != BreakerState.CLOSED) {
            breaker.onSent(nowNs);
            rehash();
        }
    }

    /**
     * The venue's first answer to a new order.
     *
     * @param nowNs    time of the input.
     * @param sentNs   when the order was sent; 0 if {@link #onSlow} was told of it, or if it is not known.
     * @param rejected whether the venue refused it.
     */
    public void onAnswer(final long nowNs, final long sentNs, final boolean rejected) {
        boolean slow = false;
        if (sentNs != 0) {
            final long tookNs = nowNs - sentNs;
            slow = terms.ackTimeoutMs() > 0 && tookNs > terms.ackTimeoutMs() * NANOS_PER_MILLI;
            latencyNs += (tookNs - latencyNs) >> WEIGHT_SHIFT;
        }
        if (sentNs != 0 || rejected) {
            breakerChanged |= breaker.onAnswer(rejected, slow, nowNs);
        }
        rehash();
    }

    /** @param nowNs time of the input that showed that an answer to a new order is late. */
    public void onSlow(final long nowNs) {
        latencyNs += (terms.ackTimeoutMs() * NANOS_PER_MILLI - latencyNs) >> WEIGHT_SHIFT;
        breakerChanged |= breaker.onAnswer(false, true, nowNs);
        rehash();
    }

    /** @param nowNs time of the input that said that the session is lost. */
    public void onSessionLost(final long nowNs) {
        breakerChanged |= breaker.onSessionLost(nowNs);
        rehash();
    }

    /** @param nowNs time of the input. */
    public void onTime(final long nowNs) {
        if (breaker.openUntilNs() <= nowNs) {
            breakerChanged |= breaker.onTime(nowNs);
            rehash();
        }
    }

    /**
     * An immediate order is at its end.
     *
     * @param filledLots   of it.
     * @param quantityLots of it, positive.
     */
    public void onImmediateEnded(final long filledLots, final long quantityLots) {
        final long share = filledLots >= quantityLots ? BPS : Ranking.share(filledLots, BPS, quantityLots);
        fillProbability += ((share << FRACTION_BITS) - fillProbability) >> WEIGHT_SHIFT;
        rehash();
    }

    /** @return whether the breaker has changed since this was last asked. */
    public boolean takeBreakerChanged() {
        final boolean changed = breakerChanged;
        breakerChanged = false;
        return changed;
    }

    private void makeQueue() {
        if (queue == null && throttle.isLimited()) {
            queue = new RequestQueue(venueId, hash);
        }
    }

    private void rehash() {
        long h = terms.mix(StateHash.mix(KIND_ROUTE, venueId));
        h = StateHash.mix(h, latencyNs);
        h = StateHash.mix(h, fillProbability);
        h = breaker.mix(throttle.mix(h));
        hash.add(h - hashContribution);
        hashContribution = h;
    }

    /** @param record begun with its type and the venue's id. */
    public void writeTo(final SnapshotRecordWriter record) {
        terms.writeTo(record);
        record.put(latencyNs).put(fillProbability).put(hashContribution != 0);
        throttle.writeTo(record);
        breaker.writeTo(record);
    }

    /** @param record behind the venue's id. */
    public void readFrom(final SnapshotRecordReader record) {
        terms = VenueTerms.readFrom(record);
        latencyNs = record.next();
        fillProbability = record.next();
        final boolean hashed = record.nextBoolean();
        throttle.readFrom(record);
        makeQueue();
        breaker.readFrom(record);
        if (hashed) {
            rehash();
        }
    }
}
