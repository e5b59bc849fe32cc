package io.tradex.server;

import io.tradex.protocol.types.FindingKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The reports of comparisons with venues: a text table a comparison, in files {@code venue-NN-ID.txt}, where ID is the sequence of the
 * input that began it, so that files sort by age. The oldest of a venue go when there are too many. On the thread that drains the log.
 */
final class ReconciliationReports {
    private static final String ROW = "%-27s  %-14s  %-20s  %-40s  %20s  %20s  %s%n";

    private final Path directory;
    private final int kept;

    /**
     * @param directory takes the files; made if missing.
     * @param kept      how many of each venue are kept.
     */
    ReconciliationReports(final Path directory, final int kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /**
     * Adds a line to the report of its comparison.
     *
     * @param finding to add.
     * @throws IOException if it cannot be written.
     */
    void add(final VenueNews.Finding finding) throws IOException {
        append(
                finding.venueId(),
                finding.reconciliationId(),
                String.format(
                        Locale.ROOT,
                        ROW,
                        time(finding.timestampNs()),
                        finding.kind(),
                        finding.orderId() == 0 ? "-" : Long.toString(finding.orderId()),
                        clOrdId(finding),
                        finding.ours(),
                        finding.theirs(),
                        rule(finding.kind())));
    }

    /**
     * Ends the report of a comparison.
     *
     * @param ended the end.
     * @throws IOException if it cannot be written.
     */
    void add(final VenueNews.Ended ended) throws IOException {
        append(
                ended.venueId(),
                ended.reconciliationId(),
                String.format(
                        Locale.ROOT,
                        "%s  compared %d orders, found %d differences%n",
                        time(ended.timestampNs()),
                        ended.orders(),
                        ended.findings()));
    }

    private void append(final int venueId, final long reconciliationId, final String text) throws IOException {
        Files.createDirectories(directory);
        final Path file =
                directory.resolve(String.format(Locale.ROOT, "%s%019d.txt", filePrefix(venueId), reconciliationId));
        if (!Files.exists(file)) {
            removeOldest(venueId);
            Files.writeString(file, heading(venueId, reconciliationId), StandardCharsets.UTF_8);
        }
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private void removeOldest(final int venueId) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.getFileName().toString().startsWith(filePrefix(venueId)))
                    .sorted()
                    .toList();
        }
        // One more is about to come.
        for (int i = 0; i <= files.size() - kept; i++) {
            Files.deleteIfExists(files.get(i));
        }
    }

    private static String filePrefix(final int venueId) {
        return String.format(Locale.ROOT, "venue-%02d-", venueId);
    }

    private static String heading(final int venueId, final long reconciliationId) {
        return "Comparison with venue " + venueId + ", begun by input " + reconciliationId + ".\n"
                + "Figures are lots, those of PRICE ticks. Order is the core's id.\n\n"
                + String.format(
                        Locale.ROOT,
                        ROW,
                        "time",
                        "difference",
                        "order",
                        "ClOrdID there",
                        "here",
                        "there",
                        "settled by");
    }

    private static String clOrdId(final VenueNews.Finding finding) {
        if (finding.venueClOrdId() != 0) {
            return "T" + finding.venueClOrdId();
        }
        return finding.foreignClOrdId().isEmpty() ? "-" : finding.foreignClOrdId();
    }

    private static String rule(final FindingKind kind) {
        return switch (kind) {
            case MISSED_FILL -> "its execution, or else booked at the price that its average implies";
            case EXTRA_FILL -> "nothing: a person must look";
            case ENDED_THERE -> "ended here once its fills are known";
            case UNKNOWN_THERE -> "asked about alone; unknown again, it is closed as lost";
            case UNKNOWN_HERE -> "the venue is asked to cancel it";
            case QUANTITY, PRICE -> "the venue's holds";
            default -> "-";
        };
    }

    private static Instant time(final long timestampNs) {
        return Instant.EPOCH.plus(timestampNs, ChronoUnit.NANOS).truncatedTo(ChronoUnit.MICROS);
    }
}
