package io.tradex.simulation.comparison;

import io.tradex.simulation.scenario.BookCommand;
import io.tradex.simulation.scenario.ScenarioText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the core's book with the reference book under random flow: days of some thousand commands, each with other rules. */
@Command(
        name = "compare-books",
        mixinStandardHelpOptions = true,
        description = "Drives the core's book and the reference book by the same random flow and compares every event.")
public final class CompareBooks implements Callable<Integer> {
    private static final int COMMANDS_PER_RUN = 3_000;
    private static final int COMPARE_STATE_EVERY = 20;

    @Option(names = "--seed", description = "Of the first run; the next one has the next. Default: a fresh one.")
    private Long seed;

    @Option(names = "--commands", description = "In all. Default: ${DEFAULT-VALUE}.")
    private long commands = 1_000_000;

    /**
     * @param arguments see {@code --help}.
     */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new CompareBooks()).execute(arguments));
    }

    @Override
    public Integer call() {
        final long firstSeed = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
        System.out.println("seed " + firstSeed);
        final FeatureCount features = new FeatureCount();
        final long fromNs = System.nanoTime();
        for (long run = firstSeed; features.commands() < commands; run++) {
            final Optional<String> failure = run(run, BookUnderTest.ORDER_BOOK, features);
            if (failure.isPresent()) {
                System.out.println(failure.get());
                return 1;
            }
        }
        System.out.printf(
                "%,d commands in %,d s, no difference%n%s",
                features.commands(), (System.nanoTime() - fromNs) / 1_000_000_000L, features);
        if (!features.missing().isEmpty()) {
            System.out.println("never came up: " + features.missing());
            return 1;
        }
        return 0;
    }

    /**
     * One run of some thousand commands on an empty book.
     *
     * @param seed          of its rules and its flow.
     * @param bookUnderTest to be compared with the reference book.
     * @param features      count what came up.
     * @return what to tell of the first difference, with the smallest script that shows one; empty if there is none.
     */
    public static Optional<String> run(
            final long seed, final BookUnderTest bookUnderTest, final FeatureCount features) {
        final Random random = new Random(seed);
        final FlowProfile profile = FlowProfile.draw(random);
        final long pauseSeed = random.nextBoolean() ? 0 : seed + 1;
        final BookComparison comparison =
                new BookComparison(profile.rules(), bookUnderTest, pauseSeed, COMPARE_STATE_EVERY);
        final RandomFlow flow = new RandomFlow(random, profile, comparison.audit());
        final List<BookCommand> script = new ArrayList<>();
        for (int i = 0; i < COMMANDS_PER_RUN; i++) {
            final BookCommand command = flow.next();
            script.add(command);
            final Optional<Difference> difference = comparison.apply(command);
            if (difference.isPresent()) {
                return Optional.of(report(seed, difference.get(), script, profile, bookUnderTest, pauseSeed));
            }
            features.add(command, comparison.events());
        }
        return Optional.empty();
    }

    private static String report(
            final long seed,
            final Difference difference,
            final List<BookCommand> script,
            final FlowProfile profile,
            final BookUnderTest bookUnderTest,
            final long pauseSeed) {
        final Shrinker shrinker =
                new Shrinker(candidate -> new BookComparison(profile.rules(), bookUnderTest, pauseSeed, 1)
                        .applyAll(candidate)
                        .isPresent());
        final List<BookCommand> smallest = shrinker.shrink(script);
        final BookComparison again = new BookComparison(profile.rules(), bookUnderTest, pauseSeed, 1);
        final Difference shrunk = again.applyAll(smallest).orElse(difference);
        return "seed " + seed + ": " + difference + "\n\nthe smallest script that shows a difference ("
                + smallest.size()
                + " commands, " + (pauseSeed == 0 ? "no pauses" : "pause seed " + pauseSeed) + "): " + shrunk + "\n\n"
                + String.join(
                        "\n",
                        ScenarioText.lines(
                                "seed " + seed, profile.rules(), smallest, expectedEvents(smallest, profile)))
                + "\n";
    }

    private static List<String> expectedEvents(final List<BookCommand> script, final FlowProfile profile) {
        final List<String> events = new ArrayList<>();
        final BookUnderTest nothingToCompare = BookUnderTest.ORDER_BOOK;
        final BookComparison comparison = new BookComparison(profile.rules(), nothingToCompare, 0, Integer.MAX_VALUE);
        for (final BookCommand command : script) {
            comparison.apply(command);
            events.addAll(comparison.events());
        }
        return events;
    }
}
