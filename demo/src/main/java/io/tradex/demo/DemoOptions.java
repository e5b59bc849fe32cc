package io.tradex.demo;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The command line of the demo. */
final class DemoOptions {
    @Option(
            names = "--rate",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Requests per second that the generator sends (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Ends by itself after this time and proves that all is well (default: runs until Ctrl-C).")
    Long seconds;

    @ArgGroup(exclusive = false)
    FileFlow fileFlow;

    @Option(
            names = "--venue-share",
            defaultValue = "0.2",
            paramLabel = "PART",
            description = "Part of the orders that goes to the venues (default: ${DEFAULT-VALUE}).")
    double venueShare;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of the flow and of what the exchanges decide (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description =
                    "Where the web page is served, 0 for any free port (default: ${DEFAULT-VALUE} if it is free).")
    int port;

    @Option(
            names = "--run-dir",
            defaultValue = "run",
            paramLabel = "DIR",
            description = "Where each run gets a directory of its own (default: ${DEFAULT-VALUE}).")
    Path runDirectory;

    @Option(names = "--terminal", hidden = true, description = "Colours, because people look at it.")
    boolean terminal;

    /** A file instead of the generator. */
    static final class FileFlow {
        @Option(
                names = "--flow",
                required = true,
                paramLabel = "FILE",
                description = "Replays a file in LOBSTER message format instead, until its end.")
        Path file;

        @Option(
                names = "--speed",
                defaultValue = "1",
                paramLabel = "X",
                description = "How much faster than the file's clock, or max for as fast as it is taken (default:"
                        + " ${DEFAULT-VALUE}).")
        String speed;

        @Option(
                names = "--symbol",
                defaultValue = "AAPL",
                paramLabel = "NAME",
                description = "What the file trades (default: ${DEFAULT-VALUE}).")
        String symbol;

        double speed() {
            if (speed.equals("max")) {
                return Double.POSITIVE_INFINITY;
            }
            try {
                final double factor = Double.parseDouble(speed);
                if (factor > 0 && factor <= 1_000_000) {
                    return factor;
                }
            } catch (final NumberFormatException e) {
                // Refused below, as a number out of range is.
            }
            throw new DemoFailure("--speed " + speed + ": must be max, or a number above 0, at most 1000000");
        }
    }
}
