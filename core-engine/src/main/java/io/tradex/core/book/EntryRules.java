package io.tradex.core.book;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.types.TradingPhase;

/** Which types, times in force and instructions go together, and what may be entered in which phase. */
final class EntryRules {
    private EntryRules() {}

    /** A limit order with nothing to it: it is sound, and may be entered whenever trading is continuous. */
    static boolean isSoundAndPlain(final OrderTerms terms) {
        return terms.ordType == OrdType.LIMIT
                && (terms.stopTicks | terms.offsetTicks | terms.displayLots | terms.minLots) == 0
                && terms.quantityLots >= 1
                && terms.pegType == PegType.NONE
                && terms.postOnly == PostOnly.NONE
                && !isForAuction(terms.timeInForce);
    }

    /** Of sound terms: whether it is a limit order that simply rests if it takes nothing. */
    static boolean isPlain(final OrderTerms terms) {
        return terms.ordType == OrdType.LIMIT
                && (terms.displayLots | terms.minLots) == 0
                && (terms.timeInForce == TimeInForce.DAY
                        || terms.timeInForce == TimeInForce.GTC
                        || terms.timeInForce == TimeInForce.GTD);
    }

    static boolean fitTogether(final OrderTerms terms) {
        if (terms.quantityLots < 1
                || terms.displayLots < 0
                || terms.minLots < 0
                || terms.minLots > terms.quantityLots) {
            return false;
        }
        final boolean rests = terms.timeInForce == TimeInForce.DAY
                || terms.timeInForce == TimeInForce.GTC
                || terms.timeInForce == TimeInForce.GTD;
        final boolean auction = isForAuction(terms.timeInForce);
        final boolean pegged = terms.ordType == OrdType.PEGGED;
        final boolean trails = terms.ordType == OrdType.TRAILING_STOP;
        final boolean limit = terms.ordType == OrdType.LIMIT;
        if (pegged != (terms.pegType == PegType.PRIMARY || terms.pegType == PegType.MID)) {
            return false;
        }
        if ((trails && terms.offsetTicks < 1) || (!trails && !pegged && terms.offsetTicks != 0)) {
            return false;
        }
        if (isStop(terms.ordType) ? !rests : terms.stopTicks != 0) {
            return false;
        }
        if (pegged && !rests) {
            return false;
        }
        if (terms.postOnly != PostOnly.NONE && (!limit || !rests)) {
            return false;
        }
        if (terms.displayLots > 0 && (!limit || !rests || terms.displayLots >= terms.quantityLots)) {
            return false;
        }
        return terms.minLots == 0
                || ((limit || terms.ordType == OrdType.MARKET)
                        && !auction
                        && terms.postOnly == PostOnly.NONE
                        && terms.displayLots == 0);
    }

    static boolean mayEnter(final OrderTerms terms, final TradingPhase phase) {
        final boolean opening = phase == TradingPhase.PRE_OPEN || phase == TradingPhase.OPENING_AUCTION;
        return switch (phase) {
            case PRE_OPEN, OPENING_AUCTION, CONTINUOUS, CLOSING_AUCTION ->
                switch (terms.timeInForce) {
                    case AT_THE_OPENING -> opening;
                    case AT_THE_CLOSE -> true;
                    case IOC, FOK -> phase == TradingPhase.CONTINUOUS;
                    default ->
                        phase == TradingPhase.CONTINUOUS || (terms.ordType != OrdType.MARKET && terms.minLots == 0);
                };
            default -> false;
        };
    }

    static boolean isForAuction(final TimeInForce timeInForce) {
        return timeInForce == TimeInForce.AT_THE_OPENING || timeInForce == TimeInForce.AT_THE_CLOSE;
    }

    static boolean isStop(final OrdType ordType) {
        return ordType == OrdType.STOP || ordType == OrdType.STOP_LIMIT || ordType == OrdType.TRAILING_STOP;
    }
}
