package io.tradex.simulation.world;

import io.tradex.simulation.flow.OrderMix;
import java.util.Set;

/**
 * What a world is like.
 *
 * @param venues        how many.
 * @param clients       how many.
 * @param mix           what clients trade.
 * @param chapterInputs inputs between two moments at which everything comes to rest and is compared.
 * @param excluded      faults that never happen.
 */
public record WorldSettings(int venues, int clients, OrderMix mix, int chapterInputs, Set<Fault> excluded) {
    private static final int VENUES = 15;
    private static final int CLIENTS = 6;
    private static final int CHAPTER_INPUTS = 10_000;
    private static final OrderMix MIX = new OrderMix(700_000, 24, 15, 30);

    /** The usual world: 15 venues, every fault. */
    public static final WorldSettings USUAL = new WorldSettings(VENUES, CLIENTS, MIX, CHAPTER_INPUTS, Set.of());

    /**
     * @param faults that never happen.
     * @return the same without them.
     */
    public WorldSettings without(final Set<Fault> faults) {
        return new WorldSettings(venues, clients, mix, chapterInputs, faults);
    }

    /**
     * @param smart how many of 100 orders are routed smartly.
     * @return the same with so many.
     */
    public WorldSettings withSmart(final int smart) {
        final OrderMix other = new OrderMix(mix.meanWaitNs(), mix.openOrdersMax(), mix.ownBook(), smart);
        return new WorldSettings(venues, clients, other, chapterInputs, excluded);
    }
}
