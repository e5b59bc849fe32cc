package io.tradex.simulation.flow;

import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.simulation.world.Dice;

/**
 * What clients trade.
 *
 * @param meanWaitNs    between two requests of all clients together, on average.
 * @param openOrdersMax orders that an account keeps open before it sends no more.
 * @param ownBook       how many of 100 orders go to the core's own book.
 * @param smart         how many of 100 are routed smartly; the rest names a venue.
 */
public record OrderMix(long meanWaitNs, int openOrdersMax, int ownBook, int smart) {
    private static final RoutingStrategy[] STRATEGIES = {
        RoutingStrategy.NONE,
        RoutingStrategy.BEST_PRICE,
        RoutingStrategy.SWEEP,
        RoutingStrategy.SPRAY,
        RoutingStrategy.SEQUENTIAL,
        RoutingStrategy.DARK_FIRST
    };

    int destination(final Dice dice, final int venues) {
        final int throwOf = dice.below(100);
        if (throwOf < ownBook) {
            return 0;
        }
        return throwOf < ownBook + smart ? -1 : 1 + dice.below(venues);
    }

    RoutingStrategy strategy(final Dice dice) {
        return STRATEGIES[dice.below(STRATEGIES.length)];
    }
}
