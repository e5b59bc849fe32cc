package io.tradex.demo.flow;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Makes order flow with the proportions of a day on an exchange (AAPL on Nasdaq, June 2012): 48% new limit orders, 44% full
 * cancels, 0.6% partial cancels, 5% executions; the rest is what the file that they come from has no rows for: orders that
 * must be refused. Prices walk at random around each instrument's reference. The same seed and the same answers of the core
 * give the same flow. Allocates nothing per request. One thread.
 */
public final class FlowGenerator implements OrderFlow {
    private static final int PER_MILLE = 1000;
    private static final int NEW = 480;
    private static final int CANCEL = NEW + 440;
    private static final int PARTIAL_CANCEL = CANCEL + 6;
    private static final int EXECUTION = PARTIAL_CANCEL + 50;

    /** A price moves by one tick about every this many choices of its instrument. */
    private static final int STEPS_PER_MOVE = 200;

    /** No price strays further than this part of its reference. */
    private static final int WALK_LIMIT_DIVISOR = 10;

    private static final int DEEPEST_TICKS = 40;
    private static final int TICKS_TAKEN_THROUGH = 4;
    private static final long ROUND_LOT = 100;

    private final Market market;
    private final FlowConfiguration configuration;
    private final WorkingOrders working;
    private final SplittableRandom random;
    private final long[] midTicks;
    private long made;

    /**
     * @param market        that it trades.
     * @param configuration of the flow.
     * @param working       the live orders, kept by whoever sends the flow.
     */
    public FlowGenerator(final Market market, final FlowConfiguration configuration, final WorkingOrders working) {
        this.market = market;
        this.configuration = configuration;
        this.working = working;
        random = new SplittableRandom(configuration.seed());
        midTicks = new long[market.instruments().size()];
        for (int i = 0; i < midTicks.length; i++) {
            midTicks[i] = market.instruments().get(i).referencePriceTicks();
            if (midTicks[i] < 2 * DEEPEST_TICKS) {
                throw new IllegalArgumentException(
                        "instruments: " + market.instruments().get(i) + " needs a reference" + " price of at least "
                                + 2 * DEEPEST_TICKS + " ticks");
            }
        }
    }

    @Override
    public long dueNs() {
        // Not a sum of rounded intervals: after a million of them the rate would be off.
        final long seconds = made / configuration.ratePerSecond();
        final long rest = made % configuration.ratePerSecond();
        return TimeUnit.SECONDS.toNanos(seconds) + TimeUnit.SECONDS.toNanos(rest) / configuration.ratePerSecond();
    }

    @Override
    public boolean isPaced() {
        return true;
    }

    @Override
    public void next(final long clOrdId, final OrderCommand command) {
        made++;
        final int choice = random.nextInt(PER_MILLE);
        if (choice < NEW) {
            if (working.size() < configuration.workingOrdersMost() || working.candidateCount() == 0) {
                restingOrder(clOrdId, command);
            } else {
                cancel(clOrdId, command);
            }
        } else if (choice < PARTIAL_CANCEL) {
            if (working.candidateCount() == 0) {
                restingOrder(clOrdId, command);
            } else if (choice < CANCEL) {
                cancel(clOrdId, command);
            } else {
                partialCancel(clOrdId, command);
            }
        } else if (choice < EXECUTION) {
            execution(clOrdId, command);
        } else {
            hopelessOrder(clOrdId, command);
        }
    }

    private void restingOrder(final long clOrdId, final OrderCommand command) {
        final int index = describe(clOrdId, command);
        final long offsetTicks = offsetTicks();
        command.priceTicks = midTicks[index] + (command.buy ? -offsetTicks : offsetTicks);
        command.quantityLots = quantityLots();
    }

    private void cancel(final long clOrdId, final OrderCommand command) {
        working.cancelCandidate(random.nextInt(working.candidateCount()), clOrdId, command);
    }

    private void partialCancel(final long clOrdId, final OrderCommand command) {
        final int index = random.nextInt(working.candidateCount());
        final long total = working.candidateQuantityLots(index);
        if (total < 2) {
            working.cancelCandidate(index, clOrdId, command);
        } else {
            working.shrinkCandidate(index, clOrdId, random.nextLong(1, total), command);
        }
    }

    /** An order that takes what rests near the middle: some are filled in full, some in part, a few find nothing. */
    private void execution(final long clOrdId, final OrderCommand command) {
        final int index = describe(clOrdId, command);
        command.immediateOrCancel = true;
        final long throughTicks = random.nextInt(1, TICKS_TAKEN_THROUGH + 1);
        command.priceTicks = midTicks[index] + (command.buy ? throughTicks : -throughTicks);
        command.quantityLots = takenLots();
    }

    /** An order that the core must refuse. */
    private void hopelessOrder(final long clOrdId, final OrderCommand command) {
        final int index = describe(clOrdId, command);
        final Market.Instrument instrument = market.instruments().get(index);
        command.priceTicks = midTicks[index];
        command.quantityLots = quantityLots();
        switch (random.nextInt(4)) {
            case 0 -> command.priceTicks = instrument.maxPriceTicks() + 1;
            case 1 -> command.quantityLots = instrument.maxQuantityLots() + 1;
            default -> command.accountId = market.poorAccount().id();
        }
    }

    /** Makes the command a new order of any account, instrument, side and destination; returns the instrument's index. */
    private int describe(final long clOrdId, final OrderCommand command) {
        final int index = random.nextInt(midTicks.length);
        walk(index);
        command.newOrder(clOrdId);
        command.instrumentId = market.instruments().get(index).id();
        command.accountId =
                market.accounts().get(random.nextInt(market.accounts().size())).id();
        command.buy = random.nextBoolean();
        command.destination = market.venues() > 0 && random.nextDouble() < configuration.venueShare()
                ? 1 + random.nextInt(market.venues())
                : 0;
        return index;
    }

    private void walk(final int index) {
        final int step = random.nextInt(2 * STEPS_PER_MOVE);
        if (step < 2) {
            final long referenceTicks = market.instruments().get(index).referencePriceTicks();
            final long limitTicks = referenceTicks / WALK_LIMIT_DIVISOR;
            final long moved = midTicks[index] + (step == 0 ? 1 : -1);
            if (Math.abs(moved - referenceTicks) <= limitTicks) {
                midTicks[index] = moved;
            }
        }
    }

    /** Most orders stand near the middle: each tick further away is three quarters as likely. */
    private long offsetTicks() {
        long offset = 1;
        while (offset < DEEPEST_TICKS && random.nextInt(4) != 0) {
            offset++;
        }
        return offset;
    }

    /** Mostly one to a few round lots, some odd lots, now and then a large one. */
    private long quantityLots() {
        final int kind = random.nextInt(100);
        if (kind < 65) {
            return ROUND_LOT * random.nextLong(1, 6);
        }
        return kind < 95 ? random.nextLong(1, ROUND_LOT) : ROUND_LOT * random.nextLong(10, 31);
    }

    /** Mostly less than what rests, so that more orders are filled in part than in full, and the book does not run dry. */
    private long takenLots() {
        final int kind = random.nextInt(100);
        if (kind < 70) {
            return random.nextLong(1, ROUND_LOT);
        }
        return kind < 95 ? ROUND_LOT * random.nextLong(1, 3) : ROUND_LOT * random.nextLong(5, 16);
    }
}
