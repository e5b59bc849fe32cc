package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The second source: its reports come in as such, and it is nobody's measure of whether the venue is up. */
@Timeout(60)
class DropCopyTest {
    private static final int VENUE = 5;
    private static final String REPORT =
            "37=o|17=e|150=F|39=1|11=T1|55=AAPL|54=1|38=10|44=1.5|32=4|31=1.25|151=6|14=4|6=1.25|";

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private RawVenue venue;
    private RawVenue dropCopy;
    private FixAdapter adapter;

    @BeforeEach
    void start() throws IOException {
        venue = new RawVenue();
        dropCopy = new RawVenue();
        startAdapter();
    }

    @AfterEach
    void stop() throws IOException {
        venue.close();
        dropCopy.close();
        adapter.close();
    }

    @Test
    void shouldPassReportsOnWithTheirSource() throws IOException {
        venue.acceptLogon();
        dropCopy.acceptLogon();
        sink.await("up 5");
        dropCopy.send("8", REPORT);
        sink.awaitCount(2);
        venue.send("8", REPORT);
        sink.awaitCount(3);

        assertTrue(
                sink.details().get(0).startsWith("DROP_COPY avg 1.25"),
                sink.details().toString());
        assertTrue(
                sink.details().get(1).startsWith("VENUE avg 1.25"),
                sink.details().toString());
        assertEquals(sink.messages().get(1), sink.messages().get(2));
    }

    @Test
    void shouldSayNothingOfTheVenueByComingAndGoing() throws IOException {
        dropCopy.acceptLogon();
        dropCopy.send("8", REPORT);
        sink.awaitCount(1);
        assertFalse(adapter.isUp(VENUE));

        venue.acceptLogon();
        sink.await("up 5");
        dropCopy.disconnect();
        dropCopy.acceptLogon();
        dropCopy.send("8", REPORT);
        sink.awaitCount(3);

        assertTrue(adapter.isUp(VENUE));
        assertEquals(
                List.of("up 5"),
                sink.messages().stream().filter(m -> !m.startsWith("TRADE")).toList());
    }

    @Test
    void shouldPassOverCopiesOfAnswersAndRefuseWhatNoDropCopyHas() throws IOException {
        dropCopy.acceptLogon();
        dropCopy.send("9", "37=o|11=T2|41=T1|39=6|434=1|102=3|");
        dropCopy.send("j", "372=D|379=T1|380=3|");
        dropCopy.send("3", "45=1|");
        final int order = dropCopy.send("D", "11=T1|55=AAPL|54=1|60=20270115-08:00:00|38=1|40=1|");
        assertTrue(dropCopy.read("j").contains("|45=" + order + '|'));
        final int malformed = dropCopy.send("8", REPORT.replace("32=4", "32=0"));
        assertTrue(dropCopy.read("3").contains("|45=" + malformed + '|'));
        dropCopy.send("8", REPORT);
        sink.awaitCount(1);

        assertEquals(1, sink.messages().size());
        assertEquals(1, adapter.faults().count(VENUE, FixFault.MALFORMED_REPORT));
        assertEquals(1, adapter.faults().count(VENUE, FixFault.UNSUPPORTED_MESSAGE));
    }

    @Test
    void shouldAskForAllThatMayNotBeJournalledAfterARestart() throws IOException {
        dropCopy.acceptLogon();
        dropCopy.send("8", REPORT);
        dropCopy.send("8", REPORT.replace("17=e", "17=f"));
        sink.awaitCount(2);
        dropCopy.disconnect();
        adapter.close();

        sink.clear();
        startAdapter();
        dropCopy.acceptLogon();
        // Number 4, where 4 would be expected if nothing were asked for again.
        final String resendRequest = dropCopy.read("2");

        assertTrue(resendRequest.contains("|7=1|"), resendRequest);
    }

    @Test
    void shouldNotBeMistakenForTheOrderSessionWhenThatIsSetBack() throws IOException {
        venue.acceptLogon();
        dropCopy.acceptLogon();
        for (int i = 0; i < 20; i++) {
            dropCopy.send("8", REPORT);
        }
        venue.send("8", REPORT);
        sink.awaitCount(22);
        adapter.close();

        // The journal has number 2 of the order session. Both sessions go on where each of them was.
        sink.clear();
        startAdapter(2);
        venue.acceptLogon();
        venue.send("8", REPORT);
        sink.await("TRADE");

        assertEquals(2, sink.messages().size());
    }

    private void startAdapter() {
        startAdapter(0);
    }

    private void startAdapter(final long lastJournalled) {
        adapter = new FixAdapter(
                List.of(FixVenueConfiguration.builder(VENUE, endpoint(venue), directory)
                        .dropCopy(endpoint(dropCopy))
                        .build()),
                sink,
                venueId -> lastJournalled,
                error -> {});
        adapter.start();
    }

    private static FixEndpoint endpoint(final RawVenue at) {
        return new FixEndpoint("127.0.0.1", at.port(), "TRADEX", RawVenue.COMP_ID);
    }
}
