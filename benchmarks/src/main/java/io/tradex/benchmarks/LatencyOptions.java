package io.tradex.benchmarks;

import java.nio.file.Path;

/**
 * What the command line of the latency rig asks for.
 *
 * @param rate          requests a second, 1 to 1,000,000.
 * @param seconds       measured for each variant.
 * @param rounds        in which each variant has its turn for its share of the seconds.
 * @param warmUpSeconds of each variant, before the first round.
 * @param relay         whether a process subscribes to the deltas.
 * @param quick         a short run that proves that everything works, and nothing else.
 * @param publish       whether to write to the directory of documents.
 */
record LatencyOptions(
        int rate, int seconds, int rounds, int warmUpSeconds, boolean relay, boolean quick, boolean publish) {
    static final String USAGE =
            "latency [--rate N] [--seconds N] [--rounds N] [--warm-up N] [--relay] [--quick] [--publish]";
    private static final int RATE_MAX = 1_000_000;
    private static final int SECONDS_MAX = 3_600;

    LatencyOptions {
        check("--rate", rate, 1, RATE_MAX);
        check("--seconds", seconds, 1, SECONDS_MAX);
        check("--rounds", rounds, 1, seconds);
        check("--warm-up", warmUpSeconds, 0, SECONDS_MAX);
    }

    static LatencyOptions parse(final String[] args) {
        int rate = 10_000;
        int seconds = 0;
        int rounds = 0;
        int warmUp = -1;
        boolean relay = false;
        boolean quick = false;
        boolean publish = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rate" -> rate = number(args, ++i);
                case "--seconds" -> seconds = number(args, ++i);
                case "--rounds" -> rounds = number(args, ++i);
                case "--warm-up" -> warmUp = number(args, ++i);
                case "--relay" -> relay = true;
                case "--quick" -> quick = true;
                case "--publish" -> publish = true;
                default -> throw new IllegalArgumentException(args[i] + ": allowed is " + USAGE);
            }
        }
        final int measured = seconds > 0 ? seconds : quick ? 4 : 60;
        return new LatencyOptions(
                rate,
                measured,
                rounds > 0 ? rounds : Math.min(measured, quick ? 2 : 4),
                warmUp >= 0 ? warmUp : quick ? 3 : 15,
                relay,
                quick,
                publish);
    }

    Path outputDirectory() {
        return publish ? Path.of("docs", "performance") : Path.of("benchmarks", "target", "latency");
    }

    private static int number(final String[] args, final int index) {
        final String option = args[index - 1];
        try {
            return Integer.parseInt(args[index]);
        } catch (final ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException(option + ": needs a whole number", e);
        }
    }

    private static void check(final String option, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + ' ' + value + ": must be " + min + " to " + max);
        }
    }
}
