package io.tradex.benchmarks.matching;

import java.util.Arrays;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param quick      a run of less than a minute, over fewer streams.
 * @param publish    whether to write into docs/performance/matching.md.
 * @param rounds     how many JVMs of each contender a stream is given to, in turns, 1 to 100.
 * @param warmUp     passes over the stream in each of them that do not count, 1 to 100.
 * @param passes     passes that count, 1 to 100.
 * @param seed       of the streams.
 * @param flows      that are measured.
 * @param contenders that take part.
 * @param jvmArgs    further arguments of the JVMs that are measured.
 */
record MatchingOptions(
        boolean quick,
        boolean publish,
        int rounds,
        int warmUp,
        int passes,
        long seed,
        List<Flow> flows,
        List<Contender> contenders,
        List<String> jvmArgs) {
    static final String USAGE = "matching [--quick] [--publish] [--rounds N] [--warm-up N] [--passes N] [--seed N]"
            + " [--flows A,B100K,…] [--contenders CORE,PEER,FLOOR] [--jvm-args '…']";
    private static final int COUNT_MAX = 100;
    private static final List<Flow> QUICK_FLOWS = List.of(Flow.A, Flow.B, Flow.B100K, Flow.SYMBOLS10K_100K);

    MatchingOptions {
        check("--rounds", rounds);
        check("--warm-up", warmUp);
        check("--passes", passes);
    }

    static MatchingOptions parse(final String[] args) {
        boolean quick = false;
        boolean publish = false;
        int rounds = 0;
        int warmUp = 0;
        int passes = 0;
        long seed = 1;
        List<Flow> flows = null;
        List<Contender> contenders = List.of(Contender.values());
        List<String> jvmArgs = List.of();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--publish" -> publish = true;
                case "--rounds" -> rounds = number(args, ++i);
                case "--warm-up" -> warmUp = number(args, ++i);
                case "--passes" -> passes = number(args, ++i);
                case "--seed" -> seed = number(args, ++i);
                case "--flows" ->
                    flows = Arrays.stream(text(args, ++i).split(",", -1))
                            .map(Flow::valueOf)
                            .toList();
                case "--contenders" ->
                    contenders = Arrays.stream(text(args, ++i).split(",", -1))
                            .map(Contender::valueOf)
                            .toList();
                case "--jvm-args" -> jvmArgs = List.of(text(args, ++i).split(" ", -1));
                default -> throw new IllegalArgumentException(args[i] + ": allowed is " + USAGE);
            }
        }
        return new MatchingOptions(
                quick,
                publish,
                rounds > 0 ? rounds : quick ? 1 : 3,
                warmUp > 0 ? warmUp : quick ? 4 : 6,
                passes > 0 ? passes : quick ? 3 : 7,
                seed,
                flows != null ? flows : quick ? QUICK_FLOWS : List.of(Flow.values()),
                contenders,
                jvmArgs);
    }

    private static String text(final String[] args, final int index) {
        if (index == args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value: allowed is " + USAGE);
        }
        return args[index];
    }

    private static int number(final String[] args, final int index) {
        try {
            return Integer.parseInt(text(args, index));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(args[index - 1] + ' ' + args[index] + ": not a whole number", e);
        }
    }

    private static void check(final String name, final int value) {
        if (value < 1 || value > COUNT_MAX) {
            throw new IllegalArgumentException(name + ' ' + value + ": must be from 1 to " + COUNT_MAX);
        }
    }
}
