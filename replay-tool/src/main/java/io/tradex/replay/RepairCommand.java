package io.tradex.replay;

import io.tradex.journal.JournalCondition;
import io.tradex.journal.JournalRecovery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the sound beginning of a damaged journal. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description =
                "Copies the sound beginning of a damaged journal to a new directory; the original stays as it is.")
final class RepairCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The damaged journal; nothing may be writing to it.")
    private Path journal;

    @Option(names = "--to", paramLabel = "NEWDIR", required = true, description = "The copy; must not exist.")
    private Path target;

    @Option(
            names = "--accept-loss",
            description = "Leave records behind that were durable, and that clients and venues may have acted upon.")
    private boolean acceptLoss;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final JournalCondition found = JournalRecovery.repair(journal, target, acceptLoss);
        out.println("copied records 1 to " + found.last().sequence() + " to " + target.toAbsolutePath());
        found.damage()
                .ifPresentOrElse(
                        damage -> out.println("left behind: everything from " + damage
                                + ". The core will start a new epoch on the copy."),
                        () -> out.println("nothing was left behind: the original is sound"));
        return 0;
    }
}
