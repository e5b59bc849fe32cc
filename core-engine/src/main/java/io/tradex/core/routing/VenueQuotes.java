package io.tradex.core.routing;

import io.tradex.core.order.WaitingParents;
import io.tradex.core.state.StateHash;

/**
 * The best bid and ask of one instrument at all venues. What is sent to a venue uses up its quote until a newer one comes. A venue
 * without a quote has 0 everywhere. Beside them stand the smartly routed orders that wait for a quote.
 */
public final class VenueQuotes {
    private static final long KIND_QUOTE = 0x7E;

    private final int instrumentId;
    private final StateHash hash;
    private final long[] bidPriceE8 = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] bidLots = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] askPriceE8 = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] askLots = new long[Venue.MAX_VENUE_ID + 1];
    private final long[] contributions = new long[Venue.MAX_VENUE_ID + 1];
    private final WaitingParents waiting = new WaitingParents();
    private long venues;

    /**
     * @param instrumentId of the instrument.
     * @param hash         of the state.
     */
    public VenueQuotes(final int instrumentId, final StateHash hash) {
        this.instrumentId = instrumentId;
        this.hash = hash;
    }

    /** @return the instrument. */
    public int instrumentId() {
        return instrumentId;
    }

    /** @return the smartly routed orders in this instrument that no place takes now. */
    public WaitingParents waiting() {
        return waiting;
    }

    /** @return the venues that quote, bit 0 for venue 1. */
    public long venues() {
        return venues;
    }

    /**
     * Takes a newer quote.
     *
     * @param venueId of the venue.
     * @param bidE8   best bid; 0 if there is none.
     * @param bid     its quantity in lots.
     * @param askE8   best ask; 0 if there is none.
     * @param ask     its quantity in lots.
     */
    public void set(final int venueId, final long bidE8, final long bid, final long askE8, final long ask) {
        bidPriceE8[venueId] = bidE8;
        bidLots[venueId] = bid;
        askPriceE8[venueId] = askE8;
        askLots[venueId] = ask;
        changed(venueId);
    }

    /** @param venueId of a venue that went down. */
    public void forget(final int venueId) {
        if ((venues & Ranking.bit(venueId)) != 0) {
            set(venueId, 0, 0, 0, 0);
        }
    }

    /**
     * Uses up what was sent to a venue.
     *
     * @param venueId of the venue.
     * @param buy     whether it was sent to buy.
     * @param lots    that were sent.
     */
    public void use(final int venueId, final boolean buy, final long lots) {
        final long[] shown = buy ? askLots : bidLots;
        shown[venueId] = Math.max(0, shown[venueId] - lots);
        changed(venueId);
    }

    /**
     * @param venueId of a venue.
     * @param buy     true for the price at which one can buy.
     * @return the price; 0 if there is none.
     */
    public long priceE8(final int venueId, final boolean buy) {
        return buy ? askPriceE8[venueId] : bidPriceE8[venueId];
    }

    /**
     * @param venueId of a venue.
     * @param buy     true for what one can buy.
     * @return what is shown and not used up, in lots.
     */
    public long lots(final int venueId, final boolean buy) {
        return buy ? askLots[venueId] : bidLots[venueId];
    }

    private void changed(final int venueId) {
        final long bid = bidPriceE8[venueId];
        final long ask = askPriceE8[venueId];
        final boolean quotes = (bid | ask | bidLots[venueId] | askLots[venueId]) != 0;
        venues = quotes ? venues | Ranking.bit(venueId) : venues & ~Ranking.bit(venueId);
        long h = 0;
        if (quotes) {
            h = StateHash.mix(KIND_QUOTE, ((long) instrumentId << 8) | venueId);
            h = StateHash.mix(h, bid);
            h = StateHash.mix(h, bidLots[venueId]);
            h = StateHash.mix(h, ask);
            h = StateHash.mix(h, askLots[venueId]);
        }
        hash.add(h - contributions[venueId]);
        contributions[venueId] = h;
    }
}
