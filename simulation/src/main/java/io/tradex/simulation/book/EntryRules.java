package io.tradex.simulation.book;

import io.tradex.core.book.OrderTerms;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;

/** The tables of types and times in force, and of phases: which orders may be entered at all. */
final class EntryRules {
    private EntryRules() {}

    static boolean isInTheTables(final OrderTerms terms) {
        return terms.quantityLots >= 1 && isTypeInTheTables(terms);
    }

    private static boolean isTypeInTheTables(final OrderTerms terms) {
        return switch (terms.ordType) {
            case MARKET ->
                isNoIceberg(terms)
                        && isNotPostOnly(terms)
                        && hasNoStop(terms)
                        && isNotPegged(terms)
                        && isMinimumAllowed(terms);
            case LIMIT ->
                hasNoStop(terms)
                        && isNotPegged(terms)
                        && isMinimumAllowed(terms)
                        && isDisplayAllowed(terms)
                        && isPostOnlyAllowed(terms);
            case STOP, STOP_LIMIT -> isPlainAndRests(terms) && isNotPegged(terms);
            case TRAILING_STOP -> isPlainAndRests(terms) && terms.pegType == PegType.NONE && terms.offsetTicks >= 1;
            case PEGGED -> isPlainAndRests(terms) && terms.pegType != PegType.NONE && terms.stopTicks == 0;
            default -> false;
        };
    }

    static boolean isAcceptedIn(final TradingPhase phase, final OrderTerms terms) {
        return switch (phase) {
            case PRE_OPEN, OPENING_AUCTION -> isAuctionOrder(terms) || !mustTradeAtOnce(terms);
            case CONTINUOUS -> terms.timeInForce != TimeInForce.AT_THE_OPENING;
            case CLOSING_AUCTION ->
                terms.timeInForce != TimeInForce.AT_THE_OPENING && (isAuctionOrder(terms) || !mustTradeAtOnce(terms));
            default -> false;
        };
    }

    static boolean isAuctionOrder(final OrderTerms terms) {
        return terms.timeInForce == TimeInForce.AT_THE_OPENING || terms.timeInForce == TimeInForce.AT_THE_CLOSE;
    }

    /** A market order trades at any price, unless it is for an auction. */
    static boolean hasPrice(final OrderTerms terms) {
        return terms.ordType != OrdType.MARKET || isAuctionOrder(terms);
    }

    /** A protection price alone need not be one of the tick table. */
    static boolean standsAtItsPrice(final OrderTerms terms) {
        return terms.ordType == OrdType.LIMIT
                || terms.ordType == OrdType.STOP_LIMIT
                || terms.ordType == OrdType.PEGGED
                || (terms.ordType == OrdType.MARKET && isAuctionOrder(terms));
    }

    static boolean isStop(final OrderTerms terms) {
        return terms.ordType == OrdType.STOP
                || terms.ordType == OrdType.STOP_LIMIT
                || terms.ordType == OrdType.TRAILING_STOP;
    }

    static Refusal invalidCombination() {
        return new Refusal(RejectReason.INVALID_COMBINATION, 0, 0);
    }

    private static boolean mustTradeAtOnce(final OrderTerms terms) {
        return terms.ordType == OrdType.MARKET
                || terms.timeInForce == TimeInForce.IOC
                || terms.timeInForce == TimeInForce.FOK
                || terms.minLots > 0;
    }

    private static boolean rests(final OrderTerms terms) {
        return terms.timeInForce == TimeInForce.DAY
                || terms.timeInForce == TimeInForce.GTC
                || terms.timeInForce == TimeInForce.GTD;
    }

    private static boolean isPlainAndRests(final OrderTerms terms) {
        return rests(terms) && isNoIceberg(terms) && isNotPostOnly(terms) && terms.minLots == 0;
    }

    private static boolean isNoIceberg(final OrderTerms terms) {
        return terms.displayLots == 0;
    }

    private static boolean isNotPostOnly(final OrderTerms terms) {
        return terms.postOnly == PostOnly.NONE;
    }

    private static boolean hasNoStop(final OrderTerms terms) {
        return terms.stopTicks == 0;
    }

    private static boolean isNotPegged(final OrderTerms terms) {
        return terms.pegType == PegType.NONE && terms.offsetTicks == 0;
    }

    private static boolean isMinimumAllowed(final OrderTerms terms) {
        return terms.minLots == 0
                || (terms.minLots > 0
                        && terms.minLots <= terms.quantityLots
                        && isNotPostOnly(terms)
                        && isNoIceberg(terms)
                        && !isAuctionOrder(terms));
    }

    private static boolean isDisplayAllowed(final OrderTerms terms) {
        return terms.displayLots == 0
                || (terms.displayLots >= 1 && terms.displayLots < terms.quantityLots && rests(terms));
    }

    private static boolean isPostOnlyAllowed(final OrderTerms terms) {
        return isNotPostOnly(terms) || rests(terms);
    }
}
