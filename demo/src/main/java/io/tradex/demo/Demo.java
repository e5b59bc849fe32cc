package io.tradex.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/**
 * The command line: the trading server, two simulated exchanges, an edge relay and an algo client, each in a process of its own
 * (the algo client in this one), real order flow between them, and a web page to watch it. Exit codes: 0 if all is well, 1 if
 * not, 2 for a bad command line, 130 after Ctrl-C.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Runs the whole of TradeX Core on this machine with real order flow. No network or account is needed.")
public final class Demo implements Callable<Integer> {
    static final String CORE_COMP_ID = "TRADEX";

    @Mixin
    private DemoOptions options;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private Demo() {}

    /** @param args see {@code --help}. */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    static String venueCompId(final int venueId) {
        return "VENUE" + venueId;
    }

    @Override
    public Integer call() throws InterruptedException {
        final Screen screen = new Screen(System.out, options.terminal);
        final DemoRun run;
        try {
            run = new DemoRun(options, screen);
        } catch (final IllegalArgumentException | DemoFailure e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return run.run();
    }
}
