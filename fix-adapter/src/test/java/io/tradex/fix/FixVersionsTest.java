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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each version of FIX looks like on the wire, and that all of them say the same to the core. */
@Timeout(60)
class FixVersionsTest {
    private static final int VENUE = 5;
    private static final String TIME = "60=20270115-08:00:00.123";

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private RawVenue venue;
    private FixAdapter adapter;
    private Requests requests;

    @AfterEach
    void stop() throws IOException {
        if (venue != null) {
            venue.close();
            adapter.close();
        }
    }

    @Test
    void shouldWriteRequestsAsFix42() throws IOException {
        start(FixVersion.FIX42, FixTags.NONE);

        requests.newOrder(VENUE, 1, Side.BUY, OrdType.LIMIT, TimeInForce.IOC, "100", "10.5");
        requests.replace(VENUE, 2, 1, Side.BUY, "90", "10");
        requests.cancel(VENUE, 3, 2, Side.BUY, "90");
        requests.cancelForeign(VENUE, 4, Side.SELL, "phone-7", "V77");
        requests.status(VENUE, 3, Side.BUY, "V3");
        requests.massStatus(VENUE, 99);
        requests.cashOrder(VENUE, 5, "1000.5");
        requests.untilTime(VENUE, 6, 1_800_000_060_000_000_000L);

        assertEquals("1=7|11=T1|21=1|38=100|40=2|44=10.5|54=1|55=AAPL|59=3|" + TIME, venue.readBody("D"));
        assertEquals("11=T2|21=1|38=90|40=2|41=T1|44=10|54=1|55=AAPL|59=0|" + TIME, venue.readBody("G"));
        assertEquals("11=T3|38=90|41=T2|54=1|55=AAPL|" + TIME, venue.readBody("F"));
        assertEquals("11=T4|37=V77|41=phone-7|54=2|55=AAPL|" + TIME, venue.readBody("F"));
        assertEquals("11=T3|37=V3|54=1|55=AAPL", venue.readBody("H"));
        assertEquals("1=7|11=T5|21=1|40=1|54=1|55=AAPL|59=0|" + TIME + "|152=1000.5", venue.readBody("D"));
        assertEquals(
                "1=7|11=T6|21=1|38=1|40=2|44=1|54=1|55=AAPL|59=6|" + TIME + "|126=20270115-08:01:00.000",
                venue.readBody("D"));
        assertEquals(1, adapter.faults().count(VENUE, FixFault.STATUS_REQUEST_DROPPED), "4.2 has no 35=AF");
    }

    @ParameterizedTest
    @CsvSource({"FIX44, 11=T4|37=V77|41=NONE|54=2|55=AAPL|", "FIX50SP2, 11=T4|37=V77|54=2|55=AAPL|"})
    void shouldWriteRequestsAsLaterFix(final FixVersion version, final String cancelByOrderId) throws IOException {
        start(version, FixTags.NONE);

        requests.newOrder(VENUE, 1, Side.BUY, OrdType.LIMIT, TimeInForce.IOC, "100", "10.5");
        requests.replace(VENUE, 2, 1, Side.BUY, "90", "10");
        requests.cancelForeign(VENUE, 4, Side.SELL, "", "V77");
        requests.status(VENUE, 3, Side.BUY, "V3");
        requests.massStatus(VENUE, 99);

        assertEquals("1=7|11=T1|38=100|40=2|44=10.5|54=1|55=AAPL|59=3|" + TIME, venue.readBody("D"));
        assertEquals("11=T2|38=90|40=2|41=T1|44=10|54=1|55=AAPL|59=0|" + TIME, venue.readBody("G"));
        assertEquals(cancelByOrderId + TIME, venue.readBody("F"));
        assertEquals("11=T3|37=V3|54=1|55=AAPL|790=3", venue.readBody("H"));
        assertEquals("584=99|585=7", venue.readBody("AF"));
    }

    /** The same story in the words of each version. */
    @ParameterizedTest
    @CsvSource({"FIX42", "FIX44", "FIX50SP2"})
    void shouldReadTheSameOfAllVersions(final FixVersion version) throws IOException {
        start(version, FixTags.NONE);
        final boolean old = version == FixVersion.FIX42;

        report(old ? "20=0|150=0|39=0" : "150=0|39=0", "");
        report(old ? "20=0|150=1|39=1" : "150=F|39=1", "32=4|31=1.25|");
        report(old ? "20=0|150=2|39=2" : "150=F|39=2", "32=6|31=1.5|");
        report(old ? "20=2|150=1|39=1" : "150=G|39=1", "19=e2|32=3|31=1.25|");
        report(old ? "20=1|150=1|39=1" : "150=H|39=1", "19=e3|");
        report(old ? "20=3|150=0|39=0" : "150=I|39=0", "");
        report(old ? "20=3|150=8|39=8" : "150=I|39=8", "103=5|");
        report(old ? "20=0|150=D|39=1" : "150=D|39=1", "378=5|");
        report(old ? "20=0|150=7|39=7" : "150=7|39=7", "");
        report(old ? "20=0|150=3|39=3" : "150=3|39=3", "");
        report(old ? "20=0|150=9|39=9" : "150=9|39=9", "");
        report(old ? "20=0|150=C|39=C" : "150=C|39=C", "");
        report(old ? "20=0|150=6|39=6" : "150=6|39=6", "41=T0|");
        report(old ? "20=0|150=E|39=E" : "150=E|39=E", "");
        report(old ? "20=0|150=5|39=0" : "150=5|39=0", "");
        report(old ? "20=0|150=A|39=A" : "150=A|39=A", "");
        venue.send("9", "37=o|11=T2|41=T1|39=6|434=1|102=3|");
        sink.awaitCount(18);

        final String rest = " T1 order 10@1.5 cum 2 leaves 8";
        assertEquals(
                List.of(
                        "up 5",
                        "NEW NEW" + rest,
                        "TRADE PARTIALLY_FILLED T1 last 4@1.25 order 10@1.5 cum 2 leaves 8",
                        "TRADE FILLED T1 last 6@1.5 order 10@1.5 cum 2 leaves 8",
                        "TRADE_CORRECT PARTIALLY_FILLED T1 last 3@1.25 order 10@1.5 cum 2 leaves 8",
                        "TRADE_CANCEL PARTIALLY_FILLED" + rest,
                        "ORDER_STATUS NEW" + rest,
                        "ORDER_STATUS REJECTED" + rest + " reason 5 unknown",
                        "RESTATED PARTIALLY_FILLED" + rest + " reason 5",
                        "STOPPED STOPPED" + rest,
                        "DONE_FOR_DAY DONE_FOR_DAY" + rest,
                        "SUSPENDED SUSPENDED" + rest,
                        "EXPIRED EXPIRED" + rest,
                        "PENDING_CANCEL PENDING_CANCEL" + rest,
                        "PENDING_REPLACE PENDING_REPLACE" + rest,
                        "REPLACED NEW" + rest,
                        "PENDING_NEW PENDING_NEW" + rest,
                        "cancelReject PENDING_CANCEL T2 of T1 reason 3"),
                sink.messages());
        assertEquals(
                "VENUE avg 1.33333333 account 7 side BUY type LIMIT tif DAY symbol AAPL order o ref e2",
                sink.details().get(3));
        assertEquals(0, adapter.faults().count(VENUE, FixFault.SESSION_ERROR));
    }

    @Test
    void shouldRefuseAnExecTransTypeThatIsNone() throws IOException {
        start(FixVersion.FIX42, FixTags.NONE);
        final int seqNum = report("150=0|39=0", "");

        assertTrue(venue.read("3").contains("|45=" + seqNum + '|'));
        assertEquals(List.of("up 5"), sink.messages());
    }

    @Test
    void shouldSayWhatElseIsKnownOfAnOrder() throws IOException {
        start(FixVersion.FIX44, FixTags.NONE);

        report("150=0|39=0", "584=12|911=2|");
        report("150=I|39=0", "584=12|911=2|");
        report("150=I|39=8", "584=13|911=0|103=5|");
        report("150=I|39=0", "584=14|912=Y|");
        report("150=I|39=0", "584=someone's|912=Y|");
        venue.send(
                "8",
                "37=none|17=e|150=0|39=0|11=phone 7|55=MSFT|54=5|38=10|40=K|59=5|1=ABC|151=10|14=0|6=99999999999999999999|");
        venue.send("8", "37=" + "o".repeat(41) + "|17=e|150=0|39=0|55=VERYLONGSYMBOL|54=2|151=10|14=0|6=-1|");
        venue.send("8", "37=V1|17=e|150=0|39=0|11=phone7|55=MSFT|54=2|38=10|151=10|14=0|6=2.000000005|");
        sink.awaitCount(9);

        final String known = "VENUE avg 1.33333333 account 7 side BUY type LIMIT tif DAY symbol AAPL order o";
        assertEquals(
                List.of(
                        known + " mass 12",
                        known + " mass 12 last",
                        known + " mass 13 last",
                        known + " mass 14 last",
                        known,
                        "VENUE avg 0 account 0 side NULL_VAL type NULL_VAL tif NULL_VAL symbol MSFT order ",
                        "VENUE avg -1 account 0 side SELL type NULL_VAL tif NULL_VAL symbol  order ",
                        "VENUE avg 2.00000001 account 0 side SELL type NULL_VAL tif NULL_VAL symbol MSFT order V1"
                                + " foreign phone7"),
                sink.details());
    }

    @Test
    void shouldPutAVenuesOwnTagsWhereItWantsThemAndReadThemWhereItPutsThem() throws IOException {
        start(
                FixVersion.FIX44,
                FixTags.NONE
                        .set(5700, "ABC")
                        .set(1, "ACCOUNT9")
                        .set(57, "DESK")
                        .set("D", 21, "1")
                        .set("A", 554, "secret")
                        .rename(17, 9717));

        requests.limit(VENUE, 1, Side.BUY, "1", "2");
        requests.cancel(VENUE, 2, 1, Side.BUY, "1");
        report("150=0|39=0", "9717=their-exec-id|19=e9|");
        sink.awaitCount(2);

        final String order = venue.read("D");
        assertTrue(order.contains("|57=DESK|"), order);
        assertTrue(order.contains("|1=ACCOUNT9|11=T1|21=1|"), order);
        assertTrue(order.contains("|5700=ABC|"), order);
        final String cancel = venue.read("F");
        assertTrue(cancel.contains("|5700=ABC|") && !cancel.contains("|21=1|"), cancel);
        assertTrue(venue.logon().contains("|554=secret|") && !venue.logon().contains("|5700="), venue.logon());
        assertEquals(List.of("their-exec-id"), sink.execIds());
    }

    private void start(final FixVersion version, final FixTags tags) throws IOException {
        venue = new RawVenue(version.beginString());
        adapter = new FixAdapter(
                List.of(FixVenueConfiguration.builder(
                                VENUE,
                                new FixEndpoint("127.0.0.1", venue.port(), "TRADEX", RawVenue.COMP_ID),
                                directory)
                        .version(version)
                        .tags(tags)
                        .build()),
                sink,
                venueId -> 0L,
                error -> {});
        requests = new Requests(adapter);
        adapter.start();
        venue.acceptLogon();
        sink.await("up 5");
    }

    private int report(final String kind, final String more) {
        return venue.send(
                "8",
                "37=o|17=e|" + kind + "|11=T1|1=7|55=AAPL|54=1|38=10|40=2|59=0|44=1.5|151=8|14=2|6=1.3333333333|"
                        + more);
    }
}
