package io.tradex.replay;

import io.tradex.core.engine.InvariantViolation;
import io.tradex.journal.JournalDamagedException;
import io.tradex.journal.JournalFailure;
import io.tradex.journal.JournalInUseException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Reads a journal from the command line, also while the core writes it. Exit code 0: all is well; 1: the journal is damaged, its
 * replay goes another way, or it cannot be read; 2: the command line makes no sense.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Proves, shows, counts and repairs a journal, and tells the story of one order.",
        subcommands = {
            VerifyCommand.class,
            DumpCommand.class,
            StatsCommand.class,
            OrderCommand.class,
            ReconcileCommand.class,
            RepairCommand.class
        })
public final class ReplayTool implements Runnable {
    static final int EXIT_DAMAGED = 1;

    @Spec
    private CommandSpec spec;

    /**
     * Runs one command and exits with its code.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args) {
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
        System.exit(run(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    /**
     * Runs one command.
     *
     * @param out  takes the result.
     * @param err  takes progress and complaints.
     * @param args of the command line.
     * @return the exit code.
     */
    static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        final CommandLine commandLine = new CommandLine(new ReplayTool())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("replay: " + complaint(exception));
                    return EXIT_DAMAGED;
                });
        final int exitCode = commandLine.execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    /** What is expected to go wrong is said in one line; anything else is a fault of the tool and shows where. */
    private static String complaint(final Exception exception) throws Exception {
        if (exception instanceof JournalDamagedException
                || exception instanceof InvariantViolation
                || exception instanceof JournalInUseException
                || exception instanceof JournalFailure
                || exception instanceof IllegalStateException
                || exception instanceof IllegalArgumentException) {
            return exception.getMessage();
        }
        if (exception instanceof UncheckedIOException) {
            final Throwable cause = exception.getCause();
            return exception.getMessage().contains(String.valueOf(cause.getMessage()))
                    ? cause.getMessage()
                    : exception.getMessage() + ": " + cause.getMessage();
        }
        throw exception;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }
}
