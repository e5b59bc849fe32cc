package io.tradex.simulation.book;

import java.util.List;

/**
 * Which prices there are: at a price the step of the last row that begins at or below it, and prices are multiples of it.
 *
 * @param rows ascending, the first from 0, each beginning at a multiple of both steps that meet there.
 */
public record TickTable(List<Row> rows) {
    /** Every tick is a price. */
    public static final TickTable EVERY_TICK = new TickTable(List.of(new Row(0, 1)));

    /** From this price on, this step. */
    public record Row(long fromTicks, long step) {}

    /**
     * @param priceTicks not negative.
     * @return the step there.
     */
    public long stepAt(final long priceTicks) {
        return rows.stream()
                .filter(row -> row.fromTicks() <= priceTicks)
                .reduce(rows.get(0), (lower, higher) -> higher)
                .step();
    }

    boolean hasPrice(final long ticks) {
        return ticks % stepAt(ticks) == 0;
    }

    /** The highest price that is at most this. */
    long roundDown(final long ticks) {
        return ticks - ticks % stepAt(ticks);
    }

    /** The lowest price that is at least this. */
    long roundUp(final long ticks) {
        return hasPrice(ticks) ? ticks : roundDown(ticks) + stepAt(ticks);
    }

    /** One step below a price. */
    long below(final long priceTicks) {
        return roundDown(priceTicks - 1);
    }

    /** One step above a price. */
    long above(final long priceTicks) {
        return roundUp(priceTicks + 1);
    }
}
