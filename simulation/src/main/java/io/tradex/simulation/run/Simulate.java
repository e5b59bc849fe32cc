package io.tradex.simulation.run;

import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.World;
import io.tradex.simulation.world.WorldSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs simulated worlds: one of a seed, or one of each of many seeds. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the whole core in a simulated world that one seed drives, and audits it.")
public final class Simulate implements Callable<Integer> {
    /** In so many inputs every fault has its occasion. */
    static final long EVERY_FAULT_EVENTS = 1_000_000;

    private static final long PROGRESS_EVENTS = 100_000;

    @Option(names = "--seed", description = "Of the world. Default: a fresh one.")
    private Long seed;

    @Option(names = "--events", description = "Inputs that the engine is to apply. Default: ${DEFAULT-VALUE}.")
    private long events = EVERY_FAULT_EVENTS;

    @Option(names = "--seeds", description = "FROM-TO: a world for each of these seeds, instead of --seed.")
    private String seeds;

    @Option(names = "--events-each", description = "Inputs for each of many seeds. Default: ${DEFAULT-VALUE}.")
    private long eventsEach = 10_000;

    @Option(names = "--state", description = "Where a run of many seeds keeps how far it is, to go on from there.")
    private Path state;

    @Option(names = "--without", split = ",", description = "Faults that never happen: ${COMPLETION-CANDIDATES}.")
    private Set<Fault> without = EnumSet.noneOf(Fault.class);

    @Option(
            names = "--shrink",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "After a violation, looks for fewer inputs and faults that still lead to one. Default: yes.")
    private boolean shrink;

    @Option(names = "--smart", description = "How many of 100 orders are routed smartly. Default: ${DEFAULT-VALUE}.")
    private int smart = WorldSettings.USUAL.mix().smart();

    @Option(names = "--over-fill-proof", description = "Counts over-fills, of smart routing and of sending to all.")
    private boolean overFillProof;

    @Option(names = "--parents", description = "Orders for the proof. Default: ${DEFAULT-VALUE}.")
    private long parents = 1_000_000;

    @Option(names = "--trace", description = "FROM-TO: puts these inputs and what they cause into words.")
    private String trace;

    @Option(names = "--commit", hidden = true, description = "Of the sources, for the first line.")
    private String commit = "unknown";

    @Spec
    private CommandSpec spec;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private PrintWriter out;
    private long inputs;
    private long inputsAtVenues;

    /**
     * @param arguments see {@code --help}.
     */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        if (seeds != null) {
            return manySeeds();
        }
        final long worldSeed = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
        if (overFillProof) {
            say("seed %d, commit %s", worldSeed, commit);
            return new OverFillProof(worldSeed, parents, out).run() ? 0 : 1;
        }
        return oneSeed(worldSeed);
    }

    private int oneSeed(final long worldSeed) {
        say("seed %d, commit %s", worldSeed, commit);
        final WorldSettings settings = WorldSettings.USUAL.without(without).withSmart(smart);
        final World world = new World(worldSeed, settings);
        if (trace != null) {
            final long[] bounds = bounds(trace);
            world.audit().trace(bounds[0], bounds[1], out::println);
        }
        final long fromNs = System.nanoTime();
        boolean clean = true;
        for (long target = 0; clean && target < events; ) {
            target = Math.min(events, target + PROGRESS_EVENTS);
            clean = world.run(target);
            if (clean && events > PROGRESS_EVENTS) {
                say("%,12d events, %,.0f a second", world.inputs(), perSecond(world.inputs(), fromNs));
            }
        }
        count(world);
        describe(fromNs);
        for (final String violation : world.audit().violations()) {
            say("violation: %s", violation);
        }
        final List<Fault> missing = missing(world.inputs());
        if (!missing.isEmpty()) {
            say("never happened: %s", missing);
        }
        say(
                "simulate: seed=%d events=%d violations=%d hash=%016x",
                worldSeed, world.inputs(), world.audit().violations().size(), world.stateHash());
        if (!clean) {
            tellHowAgain(worldSeed, settings, events);
        }
        return clean && missing.isEmpty() ? 0 : 1;
    }

    private int manySeeds() throws IOException {
        final long[] bounds = bounds(seeds);
        final SeedProgress progress = SeedProgress.open(state, bounds[0]);
        say(
                "seeds %d to %d from %d on, %,d events each, commit %s",
                bounds[0], bounds[1], progress.next(), eventsEach, commit);
        faults.putAll(progress.faults());
        final long fromNs = System.nanoTime();
        final WorldSettings settings = WorldSettings.USUAL.without(without).withSmart(smart);
        long hash = progress.hash();
        while (progress.next() <= bounds[1]) {
            final long worldSeed = progress.next();
            final World world = new World(worldSeed, settings);
            if (!world.run(eventsEach)) {
                say(
                        "violation with seed %d: %s",
                        worldSeed, world.audit().violations().get(0));
                tellHowAgain(worldSeed, settings, eventsEach);
            }
            count(world);
            hash = 31 * hash + world.stateHash();
            progress.done(world, faults, hash);
            if (worldSeed % 100 == 0) {
                say(
                        "%,8d seeds, %,14d events, %,.0f a second",
                        worldSeed - bounds[0] + 1, progress.inputs(), perSecond(inputs, fromNs));
            }
        }
        describe(fromNs);
        final List<Fault> missing = missing(progress.inputs());
        if (!missing.isEmpty()) {
            say("never happened: %s", missing);
        }
        say(
                "simulate: seed=%d-%d events=%d violations=%d hash=%016x",
                bounds[0], bounds[1], progress.inputs(), progress.violations(), hash);
        return progress.violations() == 0 && missing.isEmpty() ? 0 : 1;
    }

    private void count(final World world) {
        world.addFaultCounts(faults);
        inputs += world.inputs();
        inputsAtVenues += world.audit().inputsAtVenues();
    }

    private void describe(final long fromNs) {
        faults.forEach((fault, count) -> say("  %-28s %,15d", name(fault), count));
        say(
                "%,d events, %.0f%% of them about orders at venues, %,.0f a second",
                inputs, 100.0 * inputsAtVenues / Math.max(1, inputs), perSecond(inputs, fromNs));
    }

    /** Faults that had their occasion and did not happen. */
    private List<Fault> missing(final long of) {
        return of < EVERY_FAULT_EVENTS
                ? List.of()
                : faults.entrySet().stream()
                        .filter(entry -> entry.getValue() == 0 && !without.contains(entry.getKey()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private void tellHowAgain(final long worldSeed, final WorldSettings settings, final long count) {
        say("run it again: %s", again(worldSeed, count, without));
        if (!shrink) {
            return;
        }
        final SmallerWorld smaller = new SmallerWorld(worldSeed, settings, count);
        if (smaller.shrink()) {
            say("less suffices: %s", again(worldSeed, smaller.events(), smaller.without()));
            say("violation with less: %s", smaller.violation());
        }
    }

    private String again(final long worldSeed, final long count, final Set<Fault> excluded) {
        final StringBuilder command = new StringBuilder(
                String.format(Locale.ROOT, "./scripts/simulate --seed %d --events %d", worldSeed, count));
        if (smart != WorldSettings.USUAL.mix().smart()) {
            command.append(" --smart ").append(smart);
        }
        if (!excluded.isEmpty()) {
            command.append(" --without ");
            command.append(String.join(",", excluded.stream().map(Fault::name).toList()));
        }
        return command.toString();
    }

    private long[] bounds(final String range) {
        final String[] parts = range.split("-", 2);
        try {
            return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1])};
        } catch (final NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), range + " is not FROM-TO", e);
        }
    }

    private static double perSecond(final long count, final long fromNs) {
        return count * 1e9 / (System.nanoTime() - fromNs);
    }

    private static String name(final Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void say(final String format, final Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
