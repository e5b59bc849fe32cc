package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sequences and messages as no decent venue sends them: what is right comes through, once and in order, and the rest is counted. */
@Timeout(120)
class HostileVenueTest {
    private static final long SEED = Long.getLong("tradex.seed", System.nanoTime());
    private static final int VENUE = 5;
    private static final String REPORT =
            "37=o|17=e|150=0|39=0|11=T1|55=AAPL|54=1|38=10|40=2|59=0|44=1.5|151=10|14=0|6=0|60=20270115-08:00:00.123|";

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private long journalled;
    private RawVenue venue;
    private FixAdapter adapter;
    private Requests requests;

    @BeforeEach
    void start() throws IOException {
        venue = new RawVenue();
        startAdapter();
    }

    @AfterEach
    void stop() throws IOException {
        venue.close();
        adapter.close();
    }

    @Test
    void shouldTakeEachMessageOnceHoweverOftenTheVenueSendsIt() throws IOException {
        venue.acceptLogon();
        venue.send("8", report(1));
        venue.send("8", report(2));
        final String again = "43=Y|122=20200101-00:00:00|";
        venue.sendBytes(venue.text("8", 2, again + report(1)));
        venue.sendBytes(venue.text("8", 3, again + report(2)));
        venue.sendBytes(venue.text("8", 2, again + report(1)));
        venue.send("8", report(3));
        sink.await("NEW NEW T3");

        assertEquals(List.of("T1", "T2", "T3"), orders());
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldPutMessagesOutOfOrderIntoOrder() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");
        venue.sendBytes(venue.text("8", 5, report(5)));
        venue.sendBytes(venue.text("8", 4, report(4)));
        venue.read("2");
        venue.sendBytes(venue.text("8", 2, "43=Y|122=20200101-00:00:00|" + report(2)));
        venue.sendBytes(venue.text("8", 3, "43=Y|122=20200101-00:00:00|" + report(3)));
        sink.await("NEW NEW T5");

        assertEquals(List.of("T2", "T3", "T4", "T5"), orders());
    }

    @Test
    void shouldFollowAGapFillAndAReset() throws IOException {
        venue.acceptLogon();
        venue.send("8", report(1));
        venue.sendBytes(venue.text("4", 3, "123=Y|36=10|"));
        venue.sendBytes(venue.text("8", 10, report(10)));
        sink.await("NEW NEW T10");
        // Without 123 it is a reset, which may only go forward.
        venue.sendBytes(venue.text("4", 999, "123=N|36=20|"));
        venue.sendBytes(venue.text("8", 20, report(20)));
        sink.await("NEW NEW T20");
        venue.sendBytes(venue.text("4", 21, "36=5|"));
        venue.read("3");
        venue.sendBytes(venue.text("8", 21, report(21)));
        sink.await("NEW NEW T21");

        assertEquals(List.of("T1", "T10", "T20", "T21"), orders());
    }

    @Test
    void shouldNeverAskForAResetAndGoOnWhereItWas() throws IOException {
        venue.acceptLogon();
        venue.send("8", report(1));
        sink.await("NEW NEW T1");
        assertFalse(venue.logon().contains("|141="), venue.logon());
        journalled = 2;
        restart();
        venue.acceptLogon();
        venue.send("8", report(2));
        sink.await("NEW NEW T2");

        assertFalse(venue.logon().contains("|141="), venue.logon());
        assertFalse(venue.logon().contains("|34=1|"), venue.logon());
        assertEquals(List.of("T2"), orders());
    }

    @Test
    void shouldTakeAResetThatTheVenueWants() throws IOException {
        venue.acceptLogon();
        venue.send("8", report(1));
        sink.await("NEW NEW T1");
        venue.disconnect();
        sink.await("down 5");

        venue.awaitLogon();
        venue.nextSeqNum(1);
        venue.send("A", "98=0|108=30|141=Y|");
        venue.send("8", report(2));
        sink.await("NEW NEW T2");

        assertEquals(List.of("T1", "T2"), orders());
        requests.limit(VENUE, 3, Side.BUY, "1", "1");
        assertTrue(venue.read("D").contains("|11=T3|"));
    }

    @Test
    void shouldAnswerAResendRequestWithoutOneOrderOfThePast() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");
        for (int id = 1; id <= 20; id++) {
            requests.limit(VENUE, id, Side.BUY, "1", "1");
        }
        venue.readWith("|11=T20|");
        venue.send("2", "7=1|16=0|");
        venue.send("2", "7=5|16=9|");
        venue.send("2", "7=1000|16=0|");
        venue.send("1", "112=done|");
        final List<String> answers = new ArrayList<>();
        for (String answer = venue.read(); !answer.contains("|112=done|"); answer = venue.read()) {
            answers.add(answer);
        }

        assertFalse(answers.isEmpty());
        assertTrue(answers.stream().noneMatch(answer -> answer.contains("|35=D|")), answers::toString);
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldRefuseWhatIsWrongInTheNewFieldsAndPassOverWhatOnlyTellsMore() throws IOException {
        venue.acceptLogon();
        sink.await("up 5");
        final Map<String, Boolean> taken = Map.of(
                "912=maybe|584=1|",
                false,
                "911=many|584=1|",
                false,
                "1=-5|",
                true,
                "1=99999999999999999999999|",
                true,
                "584=99999999999999999999999|",
                true,
                "584=-1|912=Y|",
                true,
                "911=-1|584=7|",
                true,
                "37=" + "x".repeat(500) + '|',
                true);
        int expected = 1;
        for (final var entry : taken.entrySet()) {
            final String body = entry.getKey().startsWith("37=")
                    ? REPORT.replace("37=o|", entry.getKey())
                    : REPORT + entry.getKey();
            final int seqNum = venue.send("8", body);
            if (entry.getValue()) {
                sink.awaitCount(++expected);
            } else {
                final String reject = venue.read("3");
                assertTrue(reject.contains("|45=" + seqNum + '|'), () -> body + " was answered with " + reject);
            }
        }

        assertEquals(expected, sink.messages().size());
        assertTrue(sink.details().stream().noneMatch(d -> d.contains(" account 9") || d.contains(" last")));
    }

    @Test
    void shouldRefuseAHugeMessageOfEachKindAndComeBack() throws IOException {
        final String huge = "58=" + "x".repeat(VenueStreamGuard.MAX_MESSAGE_BYTES + 10_000) + '|';
        for (final String msgType : List.of("8", "9", "3", "j", "W")) {
            venue.acceptLogon();
            sink.await("up 5");
            // What has no end in so many bytes is no message, whatever it says it is.
            venue.sendBytes(venue.text(msgType, 1_000_000, huge).replace("\u000110=", "\u000158="));
            venue.awaitClosed();
            sink.await("down 5");
            sink.clear();
        }
        assertEquals(5, adapter.faults().count(VENUE, FixFault.GARBAGE));
    }

    /** Any change of any byte may be refused, counted or taken for what it says; the session and its order survive all of it. */
    @Test
    void shouldSurviveReportsWithRandomFaults() throws IOException {
        System.out.println("seed " + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        venue.acceptLogon();
        sink.await("up 5");
        final List<String> bodies = List.of(
                REPORT,
                REPORT.replace("150=0|39=0", "150=F|39=1|32=4|31=1.25"),
                REPORT.replace("150=0|39=0", "150=H|39=0|19=e2"),
                REPORT.replace("150=0|39=0", "150=I|39=8|103=5|584=3|911=0"),
                "37=o|11=T2|41=T1|39=6|434=1|102=3|",
                "45=2|372=D|379=T1|380=3|58=no|",
                "45=2|373=5|58=no|");
        final List<String> types = List.of("8", "8", "8", "8", "9", "j", "3");
        final int sent = 500;
        for (int i = 0; i < sent; i++) {
            final int kind = random.nextInt(bodies.size());
            venue.send(types.get(kind), mutate(bodies.get(kind), random));
            awaitRead();
        }
        venue.send("8", report(777));
        sink.await("NEW NEW T777");

        assertTrue(adapter.isUp(VENUE));
        assertTrue(sink.messages().size() <= sent + 2);
        assertEquals(List.of("up 5"), sink.messages().subList(0, 1));
    }

    /** Waits until all that was sent is read. What was garbled beyond recognition is asked for again, and left out then. */
    private void awaitRead() throws IOException {
        venue.send("1", "112=read|");
        for (String answer = venue.read(); !answer.contains("|112=read|"); answer = venue.read()) {
            assertFalse(answer.isEmpty(), "the adapter closed the connection");
            if (answer.contains("|35=2|")) {
                final int start = answer.indexOf("|7=") + 3;
                final int begin = Integer.parseInt(answer.substring(start, answer.indexOf('|', start)));
                final int next = venue.skip(0);
                venue.sendBytes(venue.text("4", begin, "43=Y|122=20200101-00:00:00|123=Y|36=" + next + '|'));
                venue.send("1", "112=read|");
            }
        }
    }

    /** A field is lost, doubled, emptied or gets other characters; the text stays FIX, so that it comes past the checksum. */
    private static String mutate(final String body, final SplittableRandom random) {
        final List<String> fields = new ArrayList<>(List.of(body.split("\\|", -1)));
        fields.remove(fields.size() - 1);
        final int index = random.nextInt(fields.size());
        final String field = fields.get(index);
        final int value = field.indexOf('=') + 1;
        switch (random.nextInt(6)) {
            case 0 -> fields.remove(index);
            case 1 -> fields.add(random.nextInt(fields.size()), field);
            case 2 -> fields.set(index, field.substring(0, value));
            case 3 -> fields.set(index, field.substring(0, value) + random.nextLong());
            case 4 ->
                fields.set(
                        index, field.substring(0, value) + (char) (' ' + random.nextInt(95)) + field.substring(value));
            default -> fields.set(index, random.nextInt(10_000) + field.substring(value - 1));
        }
        return String.join("|", fields) + '|';
    }

    private static String report(final int id) {
        return REPORT.replace("11=T1", "11=T" + id).replace("17=e", "17=e" + id);
    }

    /** ClOrdIDs of the reports, in the order in which they came. */
    private List<String> orders() {
        return sink.messages().stream()
                .filter(message -> message.startsWith("NEW NEW "))
                .map(message -> message.split(" ", -1)[2])
                .toList();
    }

    private void restart() throws IOException {
        venue.disconnect();
        adapter.close();
        sink.clear();
        startAdapter();
    }

    private void startAdapter() {
        adapter = new FixAdapter(
                List.of(FixVenueConfiguration.builder(
                                VENUE,
                                new FixEndpoint("127.0.0.1", venue.port(), "TRADEX", RawVenue.COMP_ID),
                                directory)
                        .marketData(new VenueMarketData(Optional.empty(), Map.of("AAPL", 1), 1))
                        .build()),
                sink,
                venueId -> journalled,
                error -> {});
        requests = new Requests(adapter);
        adapter.start();
    }
}
