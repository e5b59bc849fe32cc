package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.venue.AlarmEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quickfix.DoNotSend;
import quickfix.Message;
import quickfix.SessionID;
import quickfix.field.MsgType;
import quickfix.field.PossDupFlag;

/** The adapter before it is started. */
class FixAdapterTest {
    private static final FixVenueConfiguration VENUE = FixVenueConfiguration.builder(
                    1, new FixEndpoint("127.0.0.1", 9871, "TRADEX", "XA"), Path.of("store"))
            .requestQueueBytes(4096)
            .build();

    @Test
    void shouldSayWhenAQueueIsFullAndHowFullItIs() {
        final FixAdapter adapter = adapter(List.of(VENUE));
        final Requests requests = new Requests(adapter);
        assertEquals(0, adapter.queuedBytes());
        assertEquals(0.0, adapter.fill());

        int taken = 0;
        while (requests.limit(1, taken + 1, Side.BUY, "1", "1")) {
            taken++;
        }

        assertTrue(taken >= 4096 / 256, "took " + taken);
        assertTrue(
                adapter.queuedBytes() > 4096 - 256 && adapter.queuedBytes() <= 4096, "queued " + adapter.queuedBytes());
        assertEquals(adapter.queuedBytes() / 4096.0, adapter.fill());
        assertFalse(requests.cancel(1, 100, 1, Side.BUY, "1"));
        assertTrue(requests.limit(2, 101, Side.BUY, "1", "1"));
    }

    @Test
    void shouldCloseWithoutHavingStartedAndAnswerWhatItTook() {
        final RecordingSink sink = new RecordingSink();
        final FixAdapter adapter = new FixAdapter(List.of(VENUE), sink, venueId -> 0L, error -> {});
        new Requests(adapter).limit(1, 7, Side.BUY, "1", "1");

        adapter.close();

        assertEquals(List.of("notSent 1 7"), sink.messages());
    }

    @Test
    void shouldNotTakeWhatIsNoRequestToAVenue() {
        final FixAdapter adapter = adapter(List.of(VENUE));
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final AlarmEncoder alarm = new AlarmEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        assertThrows(
                IllegalArgumentException.class,
                () -> adapter.onVenueRequest(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + alarm.encodedLength()));
    }

    @Test
    void shouldNotTakeTwoVenuesOfOneIdOrOneSession() {
        final FixVenueConfiguration sameId =
                new FixVenueConfiguration(1, "127.0.0.1", 9872, "TRADEX", "XB", Path.of("store"));
        final FixVenueConfiguration sameSession =
                new FixVenueConfiguration(2, "127.0.0.1", 9872, "TRADEX", "XA", Path.of("store"));
        assertThrows(IllegalArgumentException.class, () -> adapter(List.of(VENUE, sameId)));
        assertThrows(IllegalArgumentException.class, () -> adapter(List.of(VENUE, sameSession)));
        assertThrows(IllegalArgumentException.class, () -> adapter(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "venueId,            0,  127.0.0.1, 9871,  TRADEX,  XA,   10, 1, 4096",
        "venueId,            65, 127.0.0.1, 9871,  TRADEX,  XA,   10, 1, 4096",
        "host,               1,  ' ',       9871,  TRADEX,  XA,   10, 1, 4096",
        "port,               1,  127.0.0.1, 0,     TRADEX,  XA,   10, 1, 4096",
        "port,               1,  127.0.0.1, 65536, TRADEX,  XA,   10, 1, 4096",
        "senderCompId,       1,  127.0.0.1, 9871,  '',      XA,   10, 1, 4096",
        "senderCompId,       1,  127.0.0.1, 9871,  ../../x, XA,   10, 1, 4096",
        "targetCompId,       1,  127.0.0.1, 9871,  TRADEX,  A=B,  10, 1, 4096",
        "heartbeatIntervalS, 1,  127.0.0.1, 9871,  TRADEX,  XA,   0,  1, 4096",
        "reconnectIntervalS, 1,  127.0.0.1, 9871,  TRADEX,  XA,   10, 0, 4096",
        "requestQueueBytes,  1,  127.0.0.1, 9871,  TRADEX,  XA,   10, 1, 4095",
        "requestQueueBytes,  1,  127.0.0.1, 9871,  TRADEX,  XA,   10, 1, 5000",
    })
    void shouldNameThePropertyAtFault(
            final String property,
            final int venueId,
            final String host,
            final int port,
            final String senderCompId,
            final String targetCompId,
            final int heartbeatIntervalS,
            final int reconnectIntervalS,
            final int requestQueueBytes) {
        final IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> FixVenueConfiguration.builder(
                                venueId, new FixEndpoint(host, port, senderCompId, targetCompId), Path.of("store"))
                        .heartbeatIntervalS(heartbeatIntervalS)
                        .reconnectIntervalS(reconnectIntervalS)
                        .requestQueueBytes(requestQueueBytes)
                        .build());
        assertTrue(e.getMessage().startsWith(property + ' '), e.getMessage());
    }

    @Test
    void shouldHoldBackWhatAStoreWouldSendAgain() throws DoNotSend {
        final SessionID sessionId = new SessionID("FIX.4.4", "TRADEX", "XA");
        final FixFaults faults = new FixFaults(error -> {});
        final PatientSink sink = new PatientSink(1, (buffer, offset, length) -> true);
        final FixApplication application = new FixApplication(Map.of(sessionId, new DropCopyLink(VENUE, sink, faults)));
        final Message order = new Message();
        order.getHeader().setString(MsgType.FIELD, MsgType.NEW_ORDER_SINGLE);
        application.toApp(order, sessionId);
        order.getHeader().setBoolean(PossDupFlag.FIELD, true);
        assertThrows(DoNotSend.class, () -> application.toApp(order, sessionId));
    }

    @Test
    void shouldCountEachFaultOfEachVenueAndPassItOn() {
        final List<String> errors = new ArrayList<>();
        final FixFaults faults = new FixFaults(error -> errors.add(error.getMessage()));
        faults.record(1, FixFault.GARBAGE, "\u0001\nforged line");
        faults.record(1, FixFault.GARBAGE, "other text");
        faults.record(64, FixFault.SESSION_ERROR, "x".repeat(100_000));

        assertEquals(2, faults.count(1, FixFault.GARBAGE));
        assertEquals(0, faults.count(2, FixFault.GARBAGE));
        assertEquals(1, faults.count(64, FixFault.SESSION_ERROR));
        // The same text each time, so that a distinct error log has one entry for a kind of fault.
        assertEquals(List.of("venue 1: GARBAGE", "venue 1: GARBAGE", "venue 64: SESSION_ERROR"), errors);
    }

    private static FixAdapter adapter(final List<FixVenueConfiguration> venues) {
        return new FixAdapter(venues, (buffer, offset, length) -> true, venueId -> 0L, error -> {});
    }
}
