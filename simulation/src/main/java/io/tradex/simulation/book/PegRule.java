package io.tradex.simulation.book;

import io.tradex.protocol.types.PegType;

/** The section "Pegged orders": where a pegged order stands, given the best prices among orders that are not pegged. */
final class PegRule {
    private final MarketRules rules;

    PegRule(final MarketRules rules) {
        this.rules = rules;
    }

    /**
     * The best bid and the best ask among orders that are not pegged.
     *
     * @param bidTicks 0 if there is none.
     * @param askTicks 0 if there is none.
     */
    record References(long bidTicks, long askTicks) {
        static References of(final BookSide bids, final BookSide asks) {
            return new References(bids.bestPriceNotPegged(), asks.bestPriceNotPegged());
        }

        boolean hasBid() {
            return bidTicks > 0;
        }

        boolean hasAsk() {
            return askTicks > 0;
        }
    }

    /** The order's price, or 0 if it has to wait outside the book. */
    long priceOf(final ReferenceOrder order, final References references) {
        if (!hasWhatItFollows(order, references)) {
            return 0;
        }
        final long price = order.buy ? buyPrice(order, references) : sellPrice(order, references);
        return price < 1 || price > rules.maxPriceTicks() ? 0 : price;
    }

    private static boolean hasWhatItFollows(final ReferenceOrder order, final References references) {
        if (order.pegType == PegType.MID) {
            return references.hasBid() && references.hasAsk();
        }
        return order.buy ? references.hasBid() : references.hasAsk();
    }

    private long buyPrice(final ReferenceOrder order, final References references) {
        final long followed = order.pegType == PegType.MID
                ? Math.floorDiv(references.bidTicks() + references.askTicks(), 2)
                : references.bidTicks();
        long price = Math.min(followed + order.offsetTicks, order.limitTicks);
        if (references.hasAsk()) {
            price = Math.min(price, rules.tickTable().below(references.askTicks()));
        }
        return price < 1 ? 0 : rules.tickTable().roundDown(price);
    }

    private long sellPrice(final ReferenceOrder order, final References references) {
        final long followed = order.pegType == PegType.MID
                ? Math.floorDiv(references.bidTicks() + references.askTicks() + 1, 2)
                : references.askTicks();
        long price = Math.max(followed + order.offsetTicks, order.limitTicks);
        if (references.hasBid()) {
            price = Math.max(price, rules.tickTable().above(references.bidTicks()));
        }
        return price < 1 ? 0 : rules.tickTable().roundUp(price);
    }
}
