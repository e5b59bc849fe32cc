package io.tradex.certification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: certifies, prints a report, and ends with 0 if all scenarios passed, else 1. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays the 47 scenarios of the FIX order state change matrices against a venue, with the core's own engine and FIX"
                    + " adapter on our side, and compares every message and every state with the table.",
            "Without --config the venue is the exchange simulator, started for the purpose."
        },
        footer = {"", "The configuration file and how to certify a counterparty are in docs/fix-certification.md."})
public final class Certify implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "Another venue than the simulator.")
    private Path configurationFile;

    @Option(
            names = "--fix",
            defaultValue = "4.4",
            paramLabel = "VERSION",
            description = "What the simulator speaks: 4.2, 4.4 or 5.0SP2 (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "REF",
            description = "Only these scenarios, as B.1.a or B; the others are excluded.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--exclude", split = ",", paramLabel = "REF", description = "Without these scenarios.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--exclude-not-shown",
            description =
                    "Scenarios that the counterparty does not act out, by its configuration, do not count as failed.")
    private boolean excludeNotShown;

    @Option(
            names = "--report",
            defaultValue = "run/certification",
            paramLabel = "DIR",
            description = "Where report.txt and report.html are written (default: ${DEFAULT-VALUE}).")
    private Path reportDirectory;

    @Option(
            names = "--write-script",
            paramLabel = "FILE",
            description = "Only write what the simulator plays, as a script for scripts/exchange-simulator.")
    private Path scriptFile;

    @Override
    public Integer call() throws IOException {
        final CertificationConfiguration configuration = configurationFile == null
                ? CertificationConfiguration.simulator(CertificationConfiguration.version(version))
                : CertificationConfiguration.read(configurationFile);
        if (scriptFile != null) {
            Files.writeString(scriptFile, Certification.script(configuration), StandardCharsets.UTF_8);
            return CommandLine.ExitCode.OK;
        }
        final CertificationResult result;
        try (Certification certification = new Certification(configuration, Certify::say)) {
            result = certification.run(this::wants, excludeNotShown);
        }
        Files.createDirectories(reportDirectory);
        final String text = TextReport.of(result);
        Files.writeString(reportDirectory.resolve("report.txt"), text, StandardCharsets.UTF_8);
        Files.writeString(reportDirectory.resolve("report.html"), HtmlReport.of(result), StandardCharsets.UTF_8);
        System.out.println();
        System.out.println("report: " + reportDirectory.resolve("report.html"));
        System.out.print(text);
        return result.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void say(final String line) {
        System.out.println(line);
    }

    private boolean wants(final String ref) {
        return (only.isEmpty() || matches(only, ref)) && !matches(excluded, ref);
    }

    private static boolean matches(final List<String> refs, final String ref) {
        return refs.stream().map(String::strip).anyMatch(ref::startsWith);
    }

    /**
     * Runs once.
     *
     * @param args see {@code --help}.
     */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new Certify())
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    if (error instanceof IllegalArgumentException || error instanceof IOException) {
                        // A value that is not allowed or a file that is not there: the message says it all.
                        command.getErr().println("certify: " + error.getMessage());
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw error;
                })
                .execute(args));
    }
}
