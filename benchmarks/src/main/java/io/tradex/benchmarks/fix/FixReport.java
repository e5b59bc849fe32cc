package io.tradex.benchmarks.fix;

import io.tradex.benchmarks.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes docs/performance/fix.md: one part a kind of run, each with the machine and the date that it was made on. */
final class FixReport {
    private static final Path FILE = Path.of("docs", "performance", "fix.md");
    private static final String TITLE = "# FIX";
    private static final String ROUND_TRIPS = "## Beside bare QuickFIX/J";
    private static final String ENGINE = "## What it does to the engine";

    private FixReport() {}

    /** Replaces the part on costs and round trips. */
    static void write(final List<String> tables, final boolean quick) throws IOException {
        final List<String> part = new ArrayList<>();
        part.add(
                "Made by `./scripts/bench fix" + (quick ? " --quick" : "") + " --publish`. "
                        + "One process, FIX 4.4, loopback, the same far end for both: an acceptor that fills each order at once. "
                        + "Both ends have the adapter's session settings: dictionary, no messages stored. "
                        + "The adapter's side of a round trip has a thread more than the bare one, which takes requests from the egress.");
        part.add("");
        part.addAll(tables);
        replace(ROUND_TRIPS, part);
    }

    /** Replaces the part on the engine. */
    static void writeEngine(final List<String> tables) throws IOException {
        final List<String> part = new ArrayList<>();
        part.add("Made by `./scripts/bench fix --engine --publish`. "
                + "An engine on a thread of its own applies commands for its own book without a pause, each batch timed. "
                + "With the venues it also sends orders to 15 FIX sessions and takes their fills; the far ends are another process "
                + "on the same machine.");
        part.add("");
        part.addAll(tables);
        replace(ENGINE, part);
    }

    private static void replace(final String heading, final List<String> part) throws IOException {
        final List<String> document = new ArrayList<>(List.of(TITLE));
        for (final String of : List.of(ROUND_TRIPS, ENGINE)) {
            final List<String> body = of.equals(heading) ? part : existing(of);
            if (!body.isEmpty()) {
                document.add("");
                document.add(of);
                document.add("");
                document.addAll(body);
                if (of.equals(heading)) {
                    document.add("");
                    document.add("Machine: " + MachineFacts.line() + ".");
                }
            }
        }
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, document);
        System.out.println("written: " + FILE);
    }

    private static List<String> existing(final String heading) throws IOException {
        final List<String> body = new ArrayList<>();
        if (!Files.exists(FILE)) {
            return body;
        }
        boolean inside = false;
        for (final String line : Files.readAllLines(FILE)) {
            if (line.startsWith("## ")) {
                inside = line.equals(heading);
            } else if (inside) {
                body.add(line);
            }
        }
        while (!body.isEmpty() && body.get(0).isBlank()) {
            body.remove(0);
        }
        while (!body.isEmpty() && body.get(body.size() - 1).isBlank()) {
            body.remove(body.size() - 1);
        }
        return body;
    }
}
