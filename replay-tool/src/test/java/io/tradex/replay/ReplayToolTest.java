package io.tradex.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.Side;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayToolTest {
    @TempDir
    private Path directory;

    private Path journal;
    private String out;
    private String err;

    @BeforeEach
    void nameTheJournal() {
        journal = directory.resolve("journal");
    }

    @Test
    void shouldVerifyASoundJournalWithItsStateHash() {
        final String hash;
        final long compared;
        final long sequence;
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(30)) {
            hash = String.format("%016x", sample.engine().stateHash());
            compared = sample.engine().checkpointsCompared();
            sequence = sample.engine().sequence();
        }

        assertEquals(0, run("verify", journal.toString()), () -> out + err);

        assertTrue(compared > 5, "checkpoints in the sample: " + compared);
        assertLine("checkpoints  " + compared + " equal of " + compared);
        assertLine("epochs       1 from record 1");
        assertLine("sequence     " + sequence);
        assertLine("state hash   " + hash);
        assertLine("result       ok");
    }

    @Test
    void shouldVerifyAJournalWhileItIsBeingWritten() {
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(5)) {
            for (int i = 0; i < 5; i++) {
                sample.newOrder(SampleJournal.BUYER, Side.BUY, 4000, 10, 0);
                assertEquals(0, run("verify", journal.toString()), () -> out + err);
                assertLine("sequence     " + sample.engine().sequence());
            }
        }
    }

    @Test
    void shouldAgreeWithTheFileOfAVenueThatTellsTheSame() throws IOException {
        dayAtTheVenue();
        final Path file = Files.writeString(directory.resolve("fills.csv"), """
                EXEC_ID, symbol, side, quantity, price, comment
                e2, AAPL, BUY, 30, 50.00, "kept, after a bust of e1"
                e4, AAPL, 1, 5, 50, corrected
                """);

        assertEquals(0, run("reconcile", journal.toString(), "--venue", "1", "--file", file.toString()), () -> out);

        assertLine("AAPL                           35                   35");
        assertLine("reconcile: venue=1 matched=2 differences=0");
    }

    @Test
    void shouldListWhatAVenuesFileTellsOtherwise() throws IOException {
        dayAtTheVenue();
        final Path file = Files.writeString(directory.resolve("fills.csv"), """
                exec_id,symbol,side,quantity,price
                e1,AAPL,BUY,20,50.00
                e2,AAPL,BUY,31,50.00
                """);

        assertEquals(1, run("reconcile", journal.toString(), "--venue", "1", "--file", file.toString()));

        assertTrue(out.contains("differs          e2"), out);
        assertTrue(out.contains("not in the file  e4"), out);
        assertTrue(out.contains("not booked       e1"), out);
        assertLine("AAPL                           35                   51  DIFFERS");
        assertLine("reconcile: venue=1 matched=0 differences=3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec_id,symbol,side,quantity",
                "exec_id,symbol,side,quantity,price\ne1,AAPL,HOLD,1,1",
                "exec_id,symbol,side,quantity,price\ne1,AAPL,BUY,1e99,1",
                "exec_id,symbol,side,quantity,price\ne1,AAPL,BUY"
            })
    void shouldSayWhatIsWrongWithAVenuesFile(final String text) throws IOException {
        dayAtTheVenue();
        final Path file = Files.writeString(directory.resolve("fills.csv"), text);

        assertEquals(1, run("reconcile", journal.toString(), "--venue", "1", "--file", file.toString()));

        assertTrue(err.startsWith("replay: " + file), err);
    }

    /** Fills e1 and e2, a bust of e1, a fill e3 that is corrected by e4. */
    private void dayAtTheVenue() {
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(3)) {
            sample.newOrder(SampleJournal.BUYER, Side.BUY, 5000, 100, SampleJournal.VENUE);
            sample.venueReport("e1", ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 20, 20, 80);
            sample.venueReport("e2", ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 30, 50, 50);
            sample.venueReport("e2", ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 30, 50, 50);
            sample.venueReport("b", "e1", ExecType.TRADE_CANCEL, OrdStatus.PARTIALLY_FILLED, 20, 30, 70);
            sample.venueReport("e3", ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 7, 37, 63);
            sample.venueReport("e4", "e3", ExecType.TRADE_CORRECT, OrdStatus.PARTIALLY_FILLED, 5, 35, 65);
        }
    }

    @Test
    void shouldFailWhereTheReplayedStateIsNotTheJournalledOne() {
        final long sequence;
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(10)) {
            sequence = sample.engine().sequence() + 1;
            sample.lie();
        }

        assertEquals(1, run("verify", journal.toString()));

        assertTrue(out.contains("result       FAILED: input " + sequence), out);
        assertTrue(out.contains("state hash"), out);
    }

    @Test
    void shouldFailOnADamagedJournalAndSayWhereAndWhatToDo() throws IOException {
        new SampleJournal(journal).tradeRounds(10).close();
        final Path file = cycleFiles().get(1);
        final byte[] bytes = Files.readAllBytes(file);
        final int at = indexOf(bytes, SampleJournal.START_NS / 1_000_000_000_000L);
        bytes[at] ^= 1;
        Files.write(file, bytes);

        assertEquals(1, run("verify", journal.toString()));
        assertTrue(out.contains("FAILED: record "), out);
        assertTrue(out.contains(file.getFileName().toString()), out);
        assertTrue(out.contains("replay repair"), out);

        for (final String command : new String[] {"dump", "stats"}) {
            assertEquals(1, run(command, journal.toString()));
            assertTrue(err.startsWith("replay: record "), err);
            assertFalse(err.contains("\tat "), "no stack trace: " + err);
        }

        assertEquals(
                1,
                run(
                        "repair",
                        journal.toString(),
                        "--to",
                        directory.resolve("copy").toString()));
        assertTrue(err.contains("durable"), err);
        assertEquals(
                0,
                run(
                        "repair",
                        journal.toString(),
                        "--to",
                        directory.resolve("copy").toString(),
                        "--accept-loss"),
                () -> err);
        assertTrue(out.contains("left behind"), out);
        assertEquals(0, run("verify", directory.resolve("copy").toString()), () -> out);
        assertTrue(out.contains("an epoch will be started on it"), out);
    }

    @Test
    void shouldDumpEveryRecordAsText() {
        final long records;
        try (SampleJournal sample = new SampleJournal(journal).tradeRounds(2)) {
            records = sample.engine().sequence();
        }

        assertEquals(0, run("dump", journal.toString()), () -> err);

        final List<String> lines = out.lines().toList();
        assertEquals(records, lines.size());
        assertEquals("1 2025-11-21T12:00:00.250Z EpochStarted epoch=1", lines.get(0));
        assertTrue(
                lines.get(3).contains("InstrumentDefined instrumentId=7 symbol=AAPL tickSizeE8=1000000"), lines.get(3));
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.contains("NewOrder sessionId=2")
                                && line.contains("side=SELL ordType=LIMIT timeInForce=DAY instrumentId=7")
                                && line.contains("priceTicks=5000 quantityLots=100")),
                out);
    }

    @Test
    void shouldDumpAStretchAsJsonLines() {
        new SampleJournal(journal).tradeRounds(2).close();

        assertEquals(0, run("dump", journal.toString(), "--from", "3", "--to", "5", "--format", "json"), () -> err);

        final List<String> lines = out.lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                "{\"sequence\":3,\"timestampNs\":1763726400750000000,\"time\":\"2025-11-21T12:00:00.750Z\","
                        + "\"templateId\":62,\"message\":\"CoreStarted\",\"fields\":{\"startNumber\":1}}",
                lines.get(0));
        assertTrue(lines.get(1).contains("\"symbol\":\"AAPL\",\"tickSizeE8\":1000000"), lines.get(1));
    }

    @Test
    void shouldCountByMessage() {
        new SampleJournal(journal).tradeRounds(20).close();

        assertEquals(0, run("stats", journal.toString()), () -> err);

        assertTrue(out.lines().anyMatch(line -> line.matches("NewOrder +40 .*")), out);
        assertTrue(out.lines().anyMatch(line -> line.matches("CancelOrder +20 .*")), out);
        assertTrue(out.lines().anyMatch(line -> line.matches("all +\\d+ +100.0% .*")), out);
        assertTrue(out.contains("#"), out);
    }

    @Test
    void shouldTellTheStoryOfAnOrderOnTheOwnBook() {
        final long orderId;
        final long clOrdId;
        try (SampleJournal sample = new SampleJournal(journal)) {
            sample.setUp();
            clOrdId = sample.newOrder(SampleJournal.SELLER, Side.SELL, 5000, 100, 0);
            orderId = sample.lastOrderId();
            sample.newOrder(SampleJournal.BUYER, Side.BUY, 5000, 40, 0);
            final long replaced = sample.replace(SampleJournal.SELLER, clOrdId, 5100, 90);
            sample.newOrder(SampleJournal.BUYER, Side.BUY, 4000, 1, 0);
            sample.cancel(SampleJournal.SELLER, replaced);
            sample.cancel(SampleJournal.SELLER, replaced);
        }

        assertEquals(0, run("order", journal.toString(), Long.toString(orderId)), () -> err);

        assertTrue(out.contains("order " + orderId + ": account 1002, sell 100 AAPL at 50, day, own book"), out);
        assertTrue(out.contains("partially filled: filled 40 of 100, 60 open, for 2000"), out);
        assertTrue(out.contains("this fill 40 at 50 as maker"), out);
        assertTrue(out.contains("replaced, now "), out);
        assertTrue(out.contains("filled 40 of 90, 50 open"), out);
        assertTrue(out.contains("CancelOrder "), out);
        assertTrue(out.contains("refused, order is canceled; because: too late"), out);
        assertTrue(out.contains("in the end: canceled: filled 40 of 90, 0 open"), out);
        assertFalse(out.contains("quantityLots=1 "), "another order's input is not told:\n" + out);
        final String byId = out;

        assertEquals(
                0,
                run("order", journal.toString(), "--clordid", Long.toString(clOrdId), "--account", "1002"),
                () -> err);
        assertEquals(byId, out);
    }

    @Test
    void shouldTellTheStoryOfAnOrderAtAVenue() {
        final long orderId;
        try (SampleJournal sample = new SampleJournal(journal)) {
            sample.setUp();
            sample.newOrder(SampleJournal.BUYER, Side.BUY, 5000, 100, SampleJournal.VENUE);
            orderId = sample.lastOrderId();
            sample.venueReport("E1", ExecType.NEW, OrdStatus.NEW, 0, 0, 100);
            sample.venueReport("E2", ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, 30, 30, 70);
            sample.venueReport("E3", ExecType.TRADE, OrdStatus.FILLED, 70, 100, 0);
        }

        assertEquals(0, run("order", journal.toString(), Long.toString(orderId)), () -> err);

        assertTrue(out.contains("buy 100 AAPL at 50, day, venue 1"), out);
        assertTrue(out.contains("to venue 1: new order"), out);
        assertTrue(out.contains("VenueExecutionReport"), out);
        assertTrue(out.contains("this fill 30 at 50"), out);
        assertTrue(out.contains("in the end: filled: filled 100 of 100, 0 open, for 5000"), out);
    }

    @Test
    void shouldTellWhyAnOrderWasRefused() {
        final long orderId;
        try (SampleJournal sample = new SampleJournal(journal)) {
            sample.setUp();
            sample.newOrder(SampleJournal.BUYER, Side.BUY, 900_000, 900_000, 0);
            orderId = sample.lastOrderId();
        }

        assertEquals(0, run("order", journal.toString(), Long.toString(orderId)), () -> err);

        assertTrue(out.contains("because: insufficient buying power (Value: the cost in micros"), out);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheCommand() {
        final String missing = directory.resolve("nothing").toString();
        for (final String command : new String[] {"verify", "dump", "stats"}) {
            assertEquals(1, run(command, missing));
            assertEquals(1, err.lines().count(), err);
            assertTrue(err.contains("there is no journal directory " + missing), err);
        }
        assertEquals(1, run("order", missing, "1"));
        assertTrue(err.contains("there is no journal directory"), err);

        new SampleJournal(journal).tradeRounds(1).close();
        assertEquals(1, run("order", journal.toString(), "999999"));
        assertTrue(err.contains("the journal knows no order 999999"), err);
        assertEquals(1, run("order", journal.toString(), "--clordid", "4711", "--account", "1"));
        assertTrue(err.contains("the journal knows no order 4711 of account 1"), err);
        assertEquals(1, run("dump", journal.toString(), "--from", "5", "--to", "4"));
        assertTrue(err.contains("--from"), err);

        assertEquals(2, run());
        assertEquals(2, run("verify"));
        assertEquals(2, run("explode", journal.toString()));
        assertEquals(2, run("order", journal.toString()));
        assertEquals(2, run("order", journal.toString(), "1", "--clordid", "1", "--account", "1"));
        assertEquals(2, run("dump", journal.toString(), "--format", "xml"));
        assertEquals(2, run("repair", journal.toString()));
    }

    @Test
    void shouldFindNothingInAnEmptyJournal() {
        new SampleJournal(journal).close();

        assertEquals(0, run("verify", journal.toString()), () -> out + err);
        assertLine("records      0");
        assertEquals(0, run("dump", journal.toString()));
        assertEquals("", out);
        assertEquals(0, run("stats", journal.toString()));
        assertTrue(out.contains("no records"), out);
    }

    private List<Path> cycleFiles() throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }

    /** Where the first record's timestamp stands, of which only the day is known. */
    private static int indexOf(final byte[] bytes, final long timestampThousandSeconds) {
        for (int i = 0; i + 8 <= bytes.length; i++) {
            long value = 0;
            for (int b = 7; b >= 0; b--) {
                value = (value << 8) | (bytes[i + b] & 0xFF);
            }
            if (value / 1_000_000_000_000L == timestampThousandSeconds) {
                return i;
            }
        }
        throw new AssertionError("no record");
    }

    private void assertLine(final String line) {
        assertTrue(out.lines().anyMatch(line::equals), () -> "no line '" + line + "' in\n" + out);
    }

    private int run(final String... args) {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int exitCode = ReplayTool.run(new PrintWriter(outText), new PrintWriter(errText), args);
        out = outText.toString();
        err = errText.toString();
        return exitCode;
    }
}
