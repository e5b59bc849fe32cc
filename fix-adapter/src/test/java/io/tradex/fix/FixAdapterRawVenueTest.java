package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter against a venue that says what no simulator would. */
@Timeout(60)
class FixAdapterRawVenueTest {
    private static final int VENUE = 5;
    private static final String REPORT =
            "37=o|17=e|150=0|39=0|11=T1|55=AAPL|54=1|38=10|44=1.5|151=10|14=0|6=0|60=20270115-08:00:00.123456|";

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private RawVenue venue;
    private FixAdapter adapter;
    private Requests requests;

    @BeforeEach
    void start() throws IOException {
        venue = new RawVenue();
        adapter = new FixAdapter(
                List.of(new FixVenueConfiguration(
                        VENUE, "127.0.0.1", venue.port(), "TRADEX", RawVenue.COMP_ID, directory)),
                sink,
                venueId -> 0L,
                error -> {});
        requests = new Requests(adapter);
        adapter.start();
    }

    @AfterEach
    void stop() throws IOException {
        venue.close();
        adapter.close();
    }

    @Test
    void shouldWriteRequestsAsFix() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");

        requests.limit(VENUE, 1, Side.BUY, "100", "10.50000001");
        requests.newOrder(VENUE, 2, Side.SELL, OrdType.MARKET, TimeInForce.IOC, "0.5", "0");
        requests.replace(VENUE, 3, 1, Side.BUY, "90", "10");
        requests.cancel(VENUE, 4, 3, Side.BUY, "90");
        requests.status(VENUE, 3, Side.BUY);

        final String time = "60=20270115-08:00:00.123|";
        assertEquals("1=7|11=T1|38=100|40=2|44=10.50000001|54=1|55=AAPL|59=0|" + time, body(venue.read("D")));
        assertEquals("1=7|11=T2|38=0.5|40=1|54=2|55=AAPL|59=3|" + time, body(venue.read("D")));
        assertEquals("11=T3|38=90|40=2|41=T1|44=10|54=1|55=AAPL|59=0|" + time, body(venue.read("G")));
        assertEquals("11=T4|38=90|41=T3|54=1|55=AAPL|" + time, body(venue.read("F")));
        assertEquals("11=T3|54=1|55=AAPL|790=3|", body(venue.read("H")));
    }

    @Test
    void shouldReadReportsOfEveryKind() throws IOException {
        venue.acceptLogon();
        venue.send("8", REPORT);
        venue.send("8", REPORT.replace("150=0|39=0", "150=1|39=1|32=4|31=1.25"));
        venue.send("8", REPORT.replace("150=0|39=0", "150=H|39=0|19=e2"));
        venue.send("8", REPORT.replace("11=T1", "11=X1"));
        venue.send("8", REPORT.replace("150=0|39=0", "150=D|39=0|378=8"));
        venue.send("8", "97=Y|" + REPORT);
        venue.send("9", "37=o|11=T2|41=T1|39=6|434=1|102=3|");
        sink.awaitCount(8);

        assertEquals(
                List.of(
                        "up 5",
                        "NEW NEW T1 order 10@1.5 cum 0 leaves 10",
                        "TRADE PARTIALLY_FILLED T1 last 4@1.25 order 10@1.5 cum 0 leaves 10",
                        "TRADE_CANCEL NEW T1 order 10@1.5 cum 0 leaves 10",
                        "NEW NEW T0 order 10@1.5 cum 0 leaves 10",
                        "RESTATED NEW T1 order 10@1.5 cum 0 leaves 10 reason 8",
                        "NEW NEW T1 order 10@1.5 cum 0 leaves 10 possDup",
                        "cancelReject PENDING_CANCEL T2 of T1 reason 3"),
                sink.messages());
    }

    @Test
    void shouldRefuseMalformedReportsAndGoOn() throws IOException {
        venue.acceptLogon();
        final List<String> malformed = List.of(
                REPORT.replace("17=e|", "17=" + "e".repeat(41) + '|'),
                REPORT.replace("17=e|", "17=\u00e9|"),
                REPORT.replace("39=0", "39=Z"),
                REPORT.replace("150=0", "150=Z"),
                REPORT.replace("150=0", "150=F"),
                REPORT.replace("150=0", "150=F|31=1|32=0"),
                REPORT.replace("150=0", "150=H"),
                REPORT.replace("151=10", "151=-1"),
                REPORT.replace("14=0", "14=92233720369"),
                REPORT.replace("44=1.5", "44=1.500000001"),
                REPORT.replace("44=1.5", "44=1e3"),
                REPORT.replace("60=20270115-08:00:00.123456", "60=99990115-08:00:00"),
                REPORT.replace("14=0|", ""));
        for (final String body : malformed) {
            final int seqNum = venue.send("8", body);
            final String reject = venue.read();
            assertTrue(reject.contains("|45=" + seqNum + '|'), () -> body + " was answered with " + reject);
        }
        venue.send("8", REPORT);
        sink.await("NEW NEW T1 order 10@1.5 cum 0 leaves 10");

        assertEquals(2, sink.messages().size());
        assertTrue(adapter.faults().count(VENUE, FixFault.MALFORMED_REPORT) >= 8);
        assertTrue(adapter.faults().count(VENUE, FixFault.SESSION_ERROR) >= malformed.size());
    }

    @Test
    void shouldRefuseWhatAVenueDoesNotSendAndCountWhatAVenueRefuses() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");

        venue.send("B", "148=news|33=1|58=text|");
        venue.read("j");
        venue.send("j", "45=2|372=D|380=3|58=not now|");
        venue.send("3", "45=2|373=5|58=nor then|");
        awaitFault(FixFault.REFUSED_BY_VENUE, 2);

        assertEquals(1, adapter.faults().count(VENUE, FixFault.UNSUPPORTED_MESSAGE));
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldNeverSendAnOrderAgain() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");
        requests.limit(VENUE, 1, Side.BUY, "1", "1");
        requests.cancel(VENUE, 2, 1, Side.BUY, "1");
        venue.read("F");

        venue.send("2", "7=1|16=0|");
        final String gapFill = venue.read();
        assertTrue(gapFill.contains("|35=4|34=1|") && gapFill.contains("|123=Y|"), gapFill);
        requests.status(VENUE, 1, Side.BUY);

        final String next = venue.read();
        assertTrue(next.contains("|35=H|34=4|"), next);
    }

    @Test
    void shouldCutAVenueThatTalksGarbageAndComeBack() throws IOException {
        venue.awaitLogon();
        venue.sendBytes("GET / HTTP/1.1\r\n\r\n");
        venue.awaitClosed();
        awaitFault(FixFault.GARBAGE, 1);

        venue.acceptLogon();
        sink.await("up 5");
        venue.sendBytes("8=FIX.4.4\u00019=2000000000\u000135=8\u0001" + "x".repeat(VenueStreamGuard.MAX_MESSAGE_BYTES));
        venue.awaitClosed();
        awaitFault(FixFault.GARBAGE, 2);

        venue.acceptLogon();
        sink.awaitCount(3);
        assertEquals(List.of("up 5", "down 5", "up 5"), sink.messages());
    }

    @Test
    void shouldSkipGarbageAndWrongChecksumsBetweenMessages() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");

        venue.sendBytes("\u0000\u0001rubbish=1\u0001");
        venue.sendBytes(RawVenue.message(RawVenue.COMP_ID, "8", 2, REPORT).replace("11=T1", "11=T9"));
        venue.send("8", REPORT);

        sink.await("NEW NEW T1");
        assertEquals(2, sink.messages().size());
        assertTrue(adapter.faults().count(VENUE, FixFault.SESSION_ERROR) > 0);
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldRefuseAWrongCompId() throws IOException {
        venue.awaitLogon();
        venue.sendFrom("MALLORY", "A", "98=0|108=30|");
        venue.awaitClosed();

        awaitFault(FixFault.SESSION_ERROR, 1);
        assertEquals(List.of(), sink.messages());
    }

    @Test
    void shouldDisconnectOnASequenceNumberTooLow() throws IOException {
        venue.acceptLogon();
        venue.send("8", REPORT);
        sink.await("NEW NEW T1");

        venue.nextSeqNum(2);
        venue.send("8", REPORT);
        venue.awaitClosed();

        sink.await("down 5");
        assertTrue(adapter.faults().count(VENUE, FixFault.SESSION_ERROR) > 0);
        assertEquals(3, sink.messages().size());
    }

    @Test
    void shouldAskForWhatIsMissingAndKeepTheOrder() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");

        venue.nextSeqNum(3);
        venue.send("8", REPORT.replace("11=T1", "11=T3"));
        final String resendRequest = venue.read("2");
        assertTrue(resendRequest.contains("|7=2|"), resendRequest);
        venue.sendBytes(RawVenue.message(
                RawVenue.COMP_ID, "8", 2, "43=Y|122=20200101-00:00:00|" + REPORT.replace("11=T1", "11=T2")));
        sink.awaitCount(3);

        assertEquals(
                List.of(
                        "up 5",
                        "NEW NEW T2 order 10@1.5 cum 0 leaves 10 possDup",
                        "NEW NEW T3 order 10@1.5 cum 0 leaves 10"),
                sink.messages());
    }

    private void awaitFault(final FixFault fault, final long count) {
        Await.until(count + " " + fault, () -> adapter.faults().count(VENUE, fault) == count);
    }

    /** What the session adds goes: header and checksum. */
    private static String body(final String message) {
        final int start = message.indexOf("|56=RAW|") + "|56=RAW|".length();
        return message.substring(start, message.lastIndexOf("10="));
    }
}
