package io.tradex.simulation.comparison;

import io.tradex.simulation.book.MarketRules;
import io.tradex.simulation.book.TickTable;
import java.util.List;
import java.util.Random;

/**
 * What a random flow is like.
 *
 * @param rules        of the instrument.
 * @param centreTicks  around which prices lie at first.
 * @param spreadsTicks of which each order takes one as the distance that its price has from the centre at most.
 * @param drifts       whether the centre wanders.
 * @param owners       how many there are.
 * @param liveOrders   that are about right; with more, more are cancelled.
 * @param timeStepNs   that passes at most between two commands as a rule.
 */
public record FlowProfile(
        MarketRules rules,
        long centreTicks,
        List<Long> spreadsTicks,
        boolean drifts,
        int owners,
        int liveOrders,
        long timeStepNs) {

    private static final long MAX_PRICE_TICKS = 1_000_000;
    /** The highest that an instrument's highest price may be. */
    private static final long HIGHEST_PRICE_TICKS = Long.MAX_VALUE / 4;

    private static final long WINDOW_NS = 16_000;

    /**
     * @param random draws it.
     * @return a profile: most are narrow, so that everything meets everything, some wander over all prices.
     */
    public static FlowProfile draw(final Random random) {
        return random.nextInt(4) == 0 ? wide(random) : narrow(random);
    }

    private static FlowProfile narrow(final Random random) {
        final long centre = oneOf(random, List.of(3L, 20L, 100L, 1_000L, 100_000L, HIGHEST_PRICE_TICKS - 1_000));
        final long spread = oneOf(random, List.of(2L, 4L, 8L, 20L));
        final long max = centre > MAX_PRICE_TICKS
                ? HIGHEST_PRICE_TICKS
                : random.nextInt(4) == 0 ? centre + spread : MAX_PRICE_TICKS;
        return new FlowProfile(
                rules(random, max, centre, spread),
                centre,
                List.of(spread),
                random.nextInt(3) == 0,
                1 + random.nextInt(4),
                5 + random.nextInt(60),
                WINDOW_NS / 8);
    }

    private static FlowProfile wide(final Random random) {
        final long centre = 1 + random.nextLong(MAX_PRICE_TICKS);
        return new FlowProfile(
                rules(random, MAX_PRICE_TICKS, centre, 1_000),
                centre,
                List.of(3L, 200L, 20_000L, 900_000L),
                true,
                1 + random.nextInt(4),
                20 + random.nextInt(400),
                WINDOW_NS / 8);
    }

    private static MarketRules rules(final Random random, final long max, final long centre, final long spread) {
        final int tickBps = (int) Math.min(10_000, Math.max(1, 10_000 * spread / centre));
        final int band = random.nextInt(3) > 0 ? 0 : Math.max(1, random.nextInt(tickBps * 2));
        final int velocity = random.nextInt(3) > 0 ? 0 : Math.max(1, random.nextInt(tickBps * 2));
        return new MarketRules(
                max,
                tickTable(random, max, centre),
                Math.min(10_000, band),
                Math.min(10_000, velocity),
                velocity == 0 ? 0 : WINDOW_NS);
    }

    private static TickTable tickTable(final Random random, final long max, final long centre) {
        final long from = Math.max(1, centre / 2) * 2;
        if (from + 2 > max) {
            return TickTable.EVERY_TICK;
        }
        final long high = from <= max / 5 ? from * 5 : from + 10 - from % 10;
        return switch (random.nextInt(5)) {
            case 0 -> new TickTable(List.of(new TickTable.Row(0, 1), new TickTable.Row(from, 2)));
            case 1 -> new TickTable(List.of(new TickTable.Row(0, 2), new TickTable.Row(from, 1)));
            case 2 ->
                new TickTable(List.of(new TickTable.Row(0, 1), new TickTable.Row(from, 2), new TickTable.Row(high, 5)));
            default -> TickTable.EVERY_TICK;
        };
    }

    private static long oneOf(final Random random, final List<Long> values) {
        return values.get(random.nextInt(values.size()));
    }
}
