package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;

/** Rejects of the session level and of the business level: those of our requests reach the engine, and no others do. */
@Timeout(60)
class VenueRejectsTest {
    private static final int VENUE = 5;

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
    void shouldTellTheEngineWhichRequestWasRefused() throws IOException {
        final int order = send(() -> requests.limit(VENUE, 1, Side.BUY, "1", "1"), "D");
        final int replace = send(() -> requests.replace(VENUE, 2, 1, Side.BUY, "2", "1"), "G");
        final int cancel = send(() -> requests.cancel(VENUE, 3, 2, Side.BUY, "2"), "F");

        venue.send("3", "45=" + order + "|373=5|372=D|58=no|");
        venue.send("3", "45=" + replace + "|");
        venue.send("j", "45=" + cancel + "|372=F|380=3|");
        sink.awaitCount(4);

        assertEquals(
                List.of(
                        "up 5",
                        "requestRejected 5 T1 reason 5",
                        "requestRejected 5 T2 reason 0",
                        "requestRejected 5 T3 reason 3"),
                sink.messages());
        assertEquals(3, adapter.faults().count(VENUE, FixFault.REFUSED_BY_VENUE));
    }

    @Test
    void shouldOnlyCountWhatIsNoneOfItsRequests() throws IOException {
        final int order = send(() -> requests.limit(VENUE, 1, Side.BUY, "1", "1"), "D");
        final int status = send(() -> requests.status(VENUE, 1, Side.BUY), "H");
        final int massStatus = send(() -> requests.massStatus(VENUE, 9), "AF");

        venue.send("3", "45=1|373=5|");
        venue.send("3", "45=" + status + "|372=H|");
        venue.send("3", "45=" + massStatus + "|");
        venue.send("3", "45=999999|");
        // The number is the order's, but the venue says it was something else.
        venue.send("3", "45=" + order + "|372=F|");
        // Named by the ClOrdID of its order, a status request is still not the order.
        venue.send("j", "45=" + status + "|372=H|379=T1|380=3|");
        venue.send("j", "372=D|379=X1|380=3|");
        venue.send("j", "372=D|380=3|");
        Await.until("all are counted", () -> adapter.faults().count(VENUE, FixFault.REFUSED_BY_VENUE) == 8);
        requests.limit(VENUE, 2, Side.BUY, "1", "1");
        venue.read("D");

        assertEquals(List.of("up 5"), sink.messages());
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldKnowARequestByItsClOrdIdEvenAfterARestart() throws IOException {
        send(() -> requests.limit(VENUE, 1, Side.BUY, "1", "1"), "D");
        venue.disconnect();
        adapter.close();
        journalled = 1;
        startAdapter();

        venue.send("j", "97=Y|45=2|372=D|379=T1|380=3|");
        venue.send("3", "45=2|372=D|");
        sink.await("requestRejected");
        Await.until("both are counted", () -> adapter.faults().count(VENUE, FixFault.REFUSED_BY_VENUE) == 2);

        assertEquals(
                List.of("requestRejected 5 T1 reason 3 possDup"),
                sink.messages().stream().filter(m -> m.startsWith("req")).toList());
    }

    @Test
    void shouldRefuseRejectsThatMakeNoSenseAndGoOn() throws IOException {
        final int order = send(() -> requests.limit(VENUE, 1, Side.BUY, "1", "1"), "D");

        venue.send("3", "373=5|");
        venue.send("3", "45=|");
        venue.send("3", "45=-1|");
        venue.send("3", "45=99999999999999999999|");
        venue.send("j", "45=" + order + "|380=3|");
        venue.send("j", "45=x|372=D|380=3|");
        venue.send("3", "45=" + order + "|373=99|58=" + "x".repeat(30_000) + '|');
        sink.await("requestRejected 5 T1 reason 99");

        assertEquals(2, sink.messages().size());
        assertTrue(adapter.isUp(VENUE));
    }

    @Test
    void shouldSayOfARequestThatFixCannotExpressThatItWasNotSent() throws IOException {
        requests.limit(VENUE, -7, Side.BUY, "1", "1");
        sink.await("notSent 5 -7");
        requests.limit(VENUE, 8, Side.BUY, "1", "1");

        assertTrue(venue.read("D").contains("|11=T8|"));
    }

    @Test
    void shouldForgetTheOldestRequestsFirst() throws Exception {
        final SentRequests sent = new SentRequests();
        for (int seqNum = 1; seqNum <= SentRequests.CAPACITY + 2; seqNum++) {
            sent.onSent(request("D", seqNum, "T" + seqNum));
        }
        sent.onSent(request("H", SentRequests.CAPACITY + 3, "T1"));

        assertEquals(0, sent.venueClOrdId(2, "D"));
        assertEquals(3, sent.venueClOrdId(3, ""));
        assertEquals(SentRequests.CAPACITY + 2, sent.venueClOrdId(SentRequests.CAPACITY + 2, "D"));
        assertEquals(0, sent.venueClOrdId(SentRequests.CAPACITY + 3, ""));
        assertEquals(0, sent.venueClOrdId(-1, ""));
        assertEquals(0, sent.venueClOrdId(0, ""));
    }

    private static Message request(final String msgType, final int seqNum, final String clOrdId) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.getHeader().setInt(MsgSeqNum.FIELD, seqNum);
        message.setString(ClOrdID.FIELD, clOrdId);
        return message;
    }

    /** Sends a request and returns the MsgSeqNum that it had. */
    private int send(final Runnable request, final String msgType) throws IOException {
        request.run();
        final String message = venue.read(msgType);
        final int start = message.indexOf("|34=") + 4;
        return Integer.parseInt(message.substring(start, message.indexOf('|', start)));
    }

    private void startAdapter() throws IOException {
        sink.clear();
        adapter = new FixAdapter(
                List.of(new FixVenueConfiguration(
                        VENUE, "127.0.0.1", venue.port(), "TRADEX", RawVenue.COMP_ID, directory)),
                sink,
                venueId -> journalled,
                error -> {});
        requests = new Requests(adapter);
        adapter.start();
        venue.acceptLogon();
        sink.await("up 5");
    }
}
