package io.tradex.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.venue.BreakerChangedEncoder;
import io.tradex.protocol.venue.ReconciliationEndedEncoder;
import io.tradex.protocol.venue.ReconciliationFindingEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can read of comparisons with venues. */
class ReconciliationReportsTest {
    private static final long TIME_NS = 1_800_000_000_123_456_789L;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final HostLog log = new HostLog(new PrintStream(printed, true, StandardCharsets.UTF_8));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @TempDir
    private Path directory;

    @Test
    void shouldWriteATableForEachComparison() throws IOException {
        log.reports(new ReconciliationReports(directory.resolve("new"), 10));

        finding(7, 1, FindingKind.MISSED_FILL, 12, 900, "", 10, 40);
        finding(7, 1, FindingKind.UNKNOWN_HERE, 0, 0, "phone-7", 0, 5);
        ended(7, 1, 30, 2);
        ended(8, 2, 3, 0);
        log.drain();

        assertEquals(
                List.of("venue-01-0000000000000000007.txt", "venue-02-0000000000000000008.txt"),
                files(directory.resolve("new")));
        final List<String> lines =
                Files.readAllLines(directory.resolve("new").resolve("venue-01-0000000000000000007.txt"));
        assertEquals("Comparison with venue 1, begun by input 7.", lines.get(0));
        assertTrue(
                lines.get(4)
                        .matches(
                                "2027-01-15T08:00:00.123456Z +MISSED_FILL +12 +T900 +10 +40  its execution, or else.*"),
                lines.get(4));
        assertTrue(
                lines.get(5).matches(".* UNKNOWN_HERE +- +phone-7 +0 +5  the venue is asked to cancel it"),
                lines.get(5));
        assertEquals("2027-01-15T08:00:00.123456Z  compared 30 orders, found 2 differences", lines.get(6));
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("venue 1 compared: 30 orders, 2 differences"));
        assertEquals(2, log.findings());
        assertEquals(2, log.reconciliations());
    }

    @Test
    void shouldKeepSoManyReportsOfAVenue() throws IOException {
        log.reports(new ReconciliationReports(directory, 2));

        ended(100, 1, 0, 0);
        ended(5, 2, 0, 0);
        ended(101, 1, 0, 0);
        ended(1000, 1, 0, 0);
        ended(1000, 1, 0, 0);
        log.drain();

        assertEquals(
                List.of(
                        "venue-01-0000000000000000101.txt",
                        "venue-01-0000000000000001000.txt",
                        "venue-02-0000000000000000005.txt"),
                files(directory));
    }

    @Test
    void shouldSayWhenABreakerChanges() {
        final BreakerChangedEncoder breaker = new BreakerChangedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(5)
                .venueId(9)
                .state(BreakerState.OPEN);
        log.onVenueNews(BreakerChangedEncoder.TEMPLATE_ID, buffer, 0, breaker.encodedLength());
        log.drain();

        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("venue 9 circuit breaker OPEN at input 5"));
        assertEquals(1, log.breakersOpened());
    }

    @Test
    void shouldCountWhatItCannotWriteAndGoOn() throws IOException {
        final Path file = directory.resolve("file");
        Files.writeString(file, "not a directory");
        log.reports(new ReconciliationReports(file, 2));

        ended(100, 1, 0, 0);
        log.drain();

        assertEquals(1, log.errors());
    }

    @Test
    void shouldDropAndCountWhatNobodyReads() {
        for (int i = 0; i < 20_000; i++) {
            ended(i + 1, 1, 0, 0);
        }
        log.drain();

        assertTrue(printed.toString(StandardCharsets.UTF_8).contains(" findings are in no report"));
        assertEquals(20_000, log.reconciliations());
    }

    private void finding(
            final long reconciliationId,
            final int venueId,
            final FindingKind kind,
            final long orderId,
            final long venueClOrdId,
            final String foreignClOrdId,
            final long ours,
            final long theirs) {
        final ReconciliationFindingEncoder finding = new ReconciliationFindingEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(reconciliationId + 1)
                .timestampNs(TIME_NS)
                .reconciliationId(reconciliationId)
                .orderId(orderId)
                .venueClOrdId(venueClOrdId)
                .ours(ours)
                .theirs(theirs)
                .venueId(venueId)
                .kind(kind)
                .foreignClOrdId(foreignClOrdId);
        log.onVenueNews(ReconciliationFindingEncoder.TEMPLATE_ID, buffer, 0, finding.encodedLength());
    }

    private void ended(final long reconciliationId, final int venueId, final long orders, final long findings) {
        final ReconciliationEndedEncoder ended = new ReconciliationEndedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(reconciliationId + 2)
                .timestampNs(TIME_NS)
                .reconciliationId(reconciliationId)
                .orders(orders)
                .findings(findings)
                .venueId(venueId);
        log.onVenueNews(ReconciliationEndedEncoder.TEMPLATE_ID, buffer, 0, ended.encodedLength());
    }

    private static List<String> files(final Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
