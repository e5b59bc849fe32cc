package io.tradex.client;

import io.tradex.protocol.types.WhenTripped;
import java.util.Objects;

/** How orders are routed to a venue, to be filled in and given to {@link AdminClient#setVenueTerms}. Not thread safe. */
public final class VenueTermsDefinition {
    final int venueId;
    long takerFeeE8;
    long makerFeeE8;
    long latencyNs = 1_000_000;
    int fillProbabilityBps = 10_000;
    int messagesPerSecond;
    int ackTimeoutMs = 5_000;
    int unreachableMs = 30_000;
    int breakerWindow = 100;
    int breakerRejects = 50;
    int breakerSlow = 20;
    int breakerCoolDownMs = 10_000;
    WhenTripped whenTripped = WhenTripped.REROUTE;
    boolean massStatus = true;
    boolean smart = true;

    /**
     * A venue without fees and message limit that smart routing may use, unless told otherwise.
     *
     * @param venueId of a known venue, 1 to 64.
     */
    public VenueTermsDefinition(final int venueId) {
        if (venueId < 1 || venueId > 64) {
            throw new IllegalArgumentException("venueId must be 1 to 64, was " + venueId);
        }
        this.venueId = venueId;
    }

    /**
     * @param takerE8 fee for taking liquidity as a share of what is traded, times 100,000,000; negative for a rebate.
     * @param makerE8 fee for adding liquidity, likewise.
     * @return this.
     */
    public VenueTermsDefinition fees(final long takerE8, final long makerE8) {
        takerFeeE8 = takerE8;
        makerFeeE8 = makerE8;
        return this;
    }

    /**
     * @param answerNs           expected time from order to answer, in nanoseconds.
     * @param probabilityInBps expected share of immediate orders that fill, in 1/100 %.
     * @return this.
     */
    public VenueTermsDefinition expected(final long answerNs, final int probabilityInBps) {
        latencyNs = answerNs;
        fillProbabilityBps = probabilityInBps;
        return this;
    }

    /**
     * @param perSecond requests that the venue takes in a second; 0 for no limit.
     * @return this.
     */
    public VenueTermsDefinition messagesPerSecond(final int perSecond) {
        messagesPerSecond = perSecond;
        return this;
    }

    /**
     * @param answerMs  an answer later than this is slow, and asked for; 0 for never.
     * @param silenceMs after so long without an answer or a session its orders are suspended; 0 for never.
     * @return this.
     */
    public VenueTermsDefinition patience(final int answerMs, final int silenceMs) {
        ackTimeoutMs = answerMs;
        unreachableMs = silenceMs;
        return this;
    }

    /**
     * @param window     answers over which the circuit breaker counts, 1 to 1,024; 0 for no breaker.
     * @param rejects    rejects among them that open it; 0 for any number.
     * @param slow       slow answers among them that open it; 0 for any number.
     * @param coolDownMs how long it stays open.
     * @param waiting    what becomes of new orders that wait for the venue then.
     * @return this.
     */
    public VenueTermsDefinition breaker(
            final int window, final int rejects, final int slow, final int coolDownMs, final WhenTripped waiting) {
        breakerWindow = window;
        breakerRejects = rejects;
        breakerSlow = slow;
        breakerCoolDownMs = coolDownMs;
        whenTripped = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * @param answersMassStatus whether the venue answers order mass status requests.
     * @param mayBeUsed         whether smart routing may use it.
     * @return this.
     */
    public VenueTermsDefinition abilities(final boolean answersMassStatus, final boolean mayBeUsed) {
        massStatus = answersMassStatus;
        smart = mayBeUsed;
        return this;
    }
}
