package io.tradex.core.book;

import io.tradex.core.state.StateHash;

/** What a book has to know of its instrument: prices, tick table, price band, velocity rule. Changed by its owner between inputs. */
public final class BookRules {
    private static final int BPS = 10_000;
    private static final int MAX_ROWS = 16;

    private final long maxPriceTicks;
    private long[] fromTicks = {0};
    private long[] steps = {1};
    private int bandBps;
    private int velocityBps;
    private long velocityWindowNs;

    /**
     * No band, no velocity rule, a step of one tick everywhere.
     *
     * @param maxPriceTicks highest price of an order, at least 1.
     */
    public BookRules(final long maxPriceTicks) {
        require(maxPriceTicks >= 1 && maxPriceTicks <= Long.MAX_VALUE / 4, "maxPriceTicks", maxPriceTicks);
        this.maxPriceTicks = maxPriceTicks;
    }

    /**
     * At price p the step is that of the last row whose from price is at most p; prices are multiples of it.
     *
     * @param newFromTicks where each row begins: ascending, the first 0, each a multiple of both steps that meet there.
     * @param newSteps     of each row, at least 1.
     * @return this.
     * @throws IllegalArgumentException if the table contradicts itself.
     */
    public BookRules tickTable(final long[] newFromTicks, final long[] newSteps) {
        require(
                newFromTicks.length == newSteps.length && newSteps.length >= 1 && newSteps.length <= MAX_ROWS,
                "rows of the tick table",
                newSteps.length);
        for (int row = 0; row < newSteps.length; row++) {
            require(newSteps[row] >= 1 && newSteps[row] <= maxPriceTicks, "step", newSteps[row]);
            require(
                    row == 0 ? newFromTicks[0] == 0 : newFromTicks[row] > newFromTicks[row - 1],
                    "from",
                    newFromTicks[row]);
            require(
                    row == 0 || (newFromTicks[row] % newSteps[row - 1] == 0 && newFromTicks[row] % newSteps[row] == 0),
                    "from",
                    newFromTicks[row]);
        }
        fromTicks = newFromTicks.clone();
        steps = newSteps.clone();
        return this;
    }

    /**
     * @param bps of the reference price in basis points, 0 (no band) to 10,000.
     * @return this.
     */
    public BookRules band(final int bps) {
        require(bps >= 0 && bps <= BPS, "band", bps);
        bandBps = bps;
        return this;
    }

    /**
     * @param bps      largest move in basis points, 0 (no rule) to 10,000.
     * @param windowNs in which it may not be exceeded, at least 16 with a rule.
     * @return this.
     */
    public BookRules velocity(final int bps, final long windowNs) {
        require(bps >= 0 && bps <= BPS, "velocity", bps);
        require(bps == 0 || windowNs >= VelocityWindow.BUCKETS, "velocity window", windowNs);
        velocityBps = bps;
        velocityWindowNs = windowNs;
        return this;
    }

    /** @return highest price of an order. */
    public long maxPriceTicks() {
        return maxPriceTicks;
    }

    /** @return width of the price band; 0 for none. */
    public int bandBps() {
        return bandBps;
    }

    /** @return largest move within the window; 0 for none. */
    public int velocityBps() {
        return velocityBps;
    }

    /** @return the window of the velocity rule. */
    public long velocityWindowNs() {
        return velocityWindowNs;
    }

    /** @return how many rows the tick table has. */
    public int tickRows() {
        return steps.length;
    }

    /**
     * @param row of the tick table.
     * @return where it begins.
     */
    public long fromTicks(final int row) {
        return fromTicks[row];
    }

    /**
     * @param row of the tick table.
     * @return its step.
     */
    public long step(final int row) {
        return steps[row];
    }

    /**
     * @param priceTicks not negative.
     * @return the step there.
     */
    public long stepAt(final long priceTicks) {
        return steps[rowAt(priceTicks)];
    }

    /** The row of the tick table that a price, not negative, is in. */
    int rowAt(final long priceTicks) {
        int row = steps.length - 1;
        while (priceTicks < fromTicks[row]) {
            row--;
        }
        return row;
    }

    /** @return a number that tells these rules from others. */
    long hash() {
        long h = StateHash.mix(bandBps, velocityBps);
        h = StateHash.mix(h, velocityWindowNs);
        for (int row = 0; row < steps.length; row++) {
            h = StateHash.mix(StateHash.mix(h, fromTicks[row]), steps[row]);
        }
        return h;
    }

    /** Whether an order may have a price, on some step of the table. */
    boolean isPrice(final long ticks) {
        return ticks >= 1 && ticks <= maxPriceTicks;
    }

    boolean isOnStep(final long priceTicks) {
        final long step = stepAt(priceTicks);
        return step == 1 || priceTicks % step == 0;
    }

    /** The highest price of the table that is at most this; it may be 0, which is no order's price. */
    long floor(final long priceTicks) {
        return priceTicks - priceTicks % stepAt(priceTicks);
    }

    /** The lowest price of the table that is at least this. */
    long ceiling(final long priceTicks) {
        final long step = stepAt(priceTicks);
        final long rest = priceTicks % step;
        return rest == 0 ? priceTicks : priceTicks + step - rest;
    }

    /**
     * What a share of an amount comes to, rounded down, without overflow.
     *
     * @param amount not negative.
     * @param bps    share in basis points, 0 to 10,000.
     * @return the share.
     */
    public static long share(final long amount, final int bps) {
        return amount / BPS * bps + amount % BPS * bps / BPS;
    }

    private static void require(final boolean holds, final String name, final long value) {
        if (!holds) {
            throw new IllegalArgumentException(name + "=" + value + " is out of range or contradicts the rest");
        }
    }
}
