package io.tradex.simulation.run;

import io.tradex.simulation.flow.OrderMix;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.World;
import io.tradex.simulation.world.WorldSettings;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;

/**
 * The known case: 15 venues, latencies of 2 to 50 milliseconds, cancels that arrive late, partial fills everywhere. Counts the orders
 * that were filled beyond their quantity when the core routes them, and when each is sent to all venues at once and the rest
 * cancelled at its first fill.
 */
final class OverFillProof {
    private static final int VENUES = 15;
    private static final int CLIENTS = 6;
    private static final int CHAPTER_INPUTS = 20_000;
    private static final OrderMix ALL_SMART = new OrderMix(700_000, 24, 0, 100);
    private static final long PROGRESS_CHAPTERS = 50;

    private final long seed;
    private final long parents;
    private final PrintWriter out;

    OverFillProof(final long seed, final long parents, final PrintWriter out) {
        this.seed = seed;
        this.parents = parents;
        this.out = out;
    }

    /** Returns whether the core has filled nothing beyond what was ordered. */
    boolean run() {
        final EnumSet<Fault> excluded = EnumSet.allOf(Fault.class);
        excluded.removeAll(EnumSet.of(Fault.CROSSING_FILL, Fault.FILL_BEFORE_ACK, Fault.CANCEL_REJECT, Fault.SLOW_ACK));
        final World world = new World(seed, new WorldSettings(VENUES, CLIENTS, ALL_SMART, CHAPTER_INPUTS, excluded));
        boolean clean = true;
        for (long chapter = 1; clean && world.audit().parents() < parents; chapter++) {
            clean = world.run(world.inputs() + CHAPTER_INPUTS);
            if (chapter % PROGRESS_CHAPTERS == 0) {
                say("%,12d orders, %,d events", world.audit().parents(), world.inputs());
            }
        }
        world.audit().violations().forEach(violation -> say("violation: %s", violation));
        say(
                "smart routing: %,d orders (%,d filled), %,d children, over-fills: %d",
                world.audit().parents(),
                world.audit().parentsFilled(),
                world.audit().children(),
                world.audit().overFilled());
        final SendToAll naive = new SendToAll(seed, VENUES);
        naive.run(parents);
        say(
                "send to all:   %,d orders (%,d filled), %,d children, over-fills: %,d, by %,d lots worth %,d micros",
                naive.parents(),
                naive.filled(),
                naive.children(),
                naive.overFilled(),
                naive.overFilledLots(),
                naive.overFilledMicros());
        final boolean proven = clean && world.audit().overFilled() == 0;
        say(
                "over-fill proof: seed=%d parents=%d over-fills=%d",
                seed, world.audit().parents(), world.audit().overFilled());
        return proven;
    }

    private void say(final String format, final Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
