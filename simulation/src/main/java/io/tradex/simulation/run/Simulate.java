package io.tradex.simulation.run;

import io.tradex.protocol.venue.AlarmKind;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.World;
import io.tradex.simulation.world.WorldSettings;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs simulated worlds. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs the whole core in a simulated world that one seed drives, and audits it.")
public final class Simulate implements Callable<Integer> {
    @Option(names = "--seed", description = "Of the world. Default: a fresh one.")
    private Long seed;

    @Option(names = "--events", description = "Inputs that the engine is to apply. Default: ${DEFAULT-VALUE}.")
    private long events = 1_000_000;

    @Option(names = "--without", split = ",", description = "Faults that never happen: ${COMPLETION-CANDIDATES}.")
    private Set<Fault> without = Set.of();

    /**
     * @param arguments see {@code --help}.
     */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    @Override
    public Integer call() {
        final long worldSeed = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
        System.out.println("seed " + worldSeed);
        final World world = new World(worldSeed, WorldSettings.USUAL.without(without));
        final long fromNs = System.nanoTime();
        world.run(events);
        final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        world.addFaultCounts(counts);
        counts.forEach((fault, count) -> System.out.printf(Locale.ROOT, "  %-28s %,15d%n", fault, count));
        for (final AlarmKind kind : AlarmKind.values()) {
            if (kind != AlarmKind.NULL_VAL
                    && kind != AlarmKind.SBE_UNKNOWN
                    && world.audit().alarms(kind) > 0) {
                System.out.println("alarm " + kind + " " + world.audit().alarms(kind));
            }
        }
        world.audit().violations().forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%,d events (%,d at venues), %,.0f a second%n",
                world.inputs(),
                world.audit().inputsAtVenues(),
                world.inputs() * 1e9 / (System.nanoTime() - fromNs));
        System.out.printf(
                Locale.ROOT,
                "simulate: seed=%d events=%d violations=%d hash=%016x%n",
                worldSeed,
                world.inputs(),
                world.audit().violations().size(),
                world.stateHash());
        return world.audit().isClean() ? 0 : 1;
    }
}
