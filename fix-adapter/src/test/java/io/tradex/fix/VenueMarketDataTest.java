package io.tradex.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.protocol.types.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Quotes of a venue that is written by hand: subscription, snapshot, updates, what makes no sense, and too much of everything. */
@Timeout(60)
class VenueMarketDataTest {
    private static final int VENUE = 5;
    private static final int AAPL = 1;
    private static final int MSFT = 2;

    private final RecordingSink sink = new RecordingSink();

    @TempDir
    private Path directory;

    private RawVenue orders;
    private RawVenue quotes;
    private FixAdapter adapter;

    /** MDReqID of the newest subscription to each symbol. */
    private final Map<String, String> subscriptions = new HashMap<>();

    @AfterEach
    void stop() throws IOException {
        if (quotes != orders && quotes != null) {
            quotes.close();
        }
        if (orders != null) {
            orders.close();
            adapter.close();
        }
    }

    @Test
    void shouldSubscribeToEachInstrumentByItself() throws IOException {
        start(FixVersion.FIX44, 3);
        quotes.acceptLogon();

        final String first = quotes.readBody("V");
        final String second = quotes.readBody("V");

        final String form = "262=[0-9a-z]+-1:%s\\|263=1\\|264=3\\|265=1\\|146=1\\|55=%s\\|267=2\\|269=0\\|269=1";
        assertTrue(first.matches(form.formatted("AAPL", "AAPL")), first);
        assertTrue(second.matches(form.formatted("MSFT", "MSFT")), second);
    }

    @Test
    void shouldTellTheBestPricesOfSnapshotsAndUpdatesInEachVersion() throws IOException {
        for (final FixVersion version : FixVersion.values()) {
            start(version, 3);
            subscribe();

            snapshot("AAPL", "269=0|270=10|271=5|269=0|270=9.5|271=7|269=1|270=10.5|271=6|");
            sink.await("quote 5 1 5@10 6@10.5");
            update("AAPL", "279=0|269=0|55=AAPL|270=10.1|271=2|279=1|269=1|270=10.5|271=1|");
            sink.await("quote 5 1 2@10.1 1@10.5");
            update("AAPL", "279=2|269=0|55=AAPL|270=10.1|");
            sink.await("quote 5 1 5@10 1@10.5");
            update("AAPL", "279=2|269=1|55=AAPL|270=10.5|");
            sink.await("quote 5 1 5@10 0@0");
            snapshot("MSFT", "269=1|270=400|271=1|");
            sink.await("quote 5 2 0@0 1@400");
            snapshot("AAPL", "269=2|270=10|271=5|");
            sink.await("quote 5 1 0@0 0@0");

            assertEquals(0, adapter.faults().count(VENUE, FixFault.MALFORMED_QUOTE));
            assertTrue(adapter.quotes() >= 6, "told " + adapter.quotes());
            stop();
            sink.clear();
        }
    }

    @Test
    void shouldKnowEntriesByTheirIdsAndInstrumentsByTheEntryBefore() throws IOException {
        start(FixVersion.FIX44, 8);
        subscribe();

        snapshot("AAPL", "269=0|278=a|270=10|271=5|269=0|278=b|270=10|271=7|");
        sink.await("quote 5 1 12@10 0@0");
        update("AAPL", "279=2|269=0|278=a|279=1|269=0|278=c|280=b|270=9|271=4|");
        sink.await("quote 5 1 4@9 0@0");
        update("AAPL", "279=2|269=0|278=c|279=0|269=1|278=d|55=MSFT|270=400|271=3|");
        sink.await("quote 5 1 0@0 0@0");

        // The second is another instrument's than the request that the message names: it is of another subscription.
        assertEquals(
                List.of(),
                sink.messages().stream().filter(m -> m.startsWith("quote 5 2")).toList());
    }

    @Test
    void shouldTakeTheNewestPriceAloneWhileTheSinkIsFull() throws IOException {
        start(FixVersion.FIX44, 1);
        subscribe();
        snapshot("AAPL", "269=0|270=1|271=1|");
        snapshot("MSFT", "269=0|270=1|271=1|");
        sink.awaitCount(3);
        sink.clear();

        sink.full(true);
        for (int i = 1; i <= 5_000; i++) {
            update("AAPL", "279=1|269=0|55=AAPL|270=" + i + "|271=1|");
        }
        update("MSFT", "279=1|269=0|55=MSFT|270=7|271=1|");
        quotes.send("1", "112=all-read|");
        assertTrue(quotes.read("0").contains("|112=all-read|"), "the session's thread waits for a full sink");
        sink.full(false);
        sink.awaitCount(2);
        sink.await("quote 5 1 1@5000 0@0");
        sink.await("quote 5 2 1@7 0@0");

        assertEquals(2, sink.messages().size());
        assertTrue(adapter.quotesConflated() >= 4_998, "conflated " + adapter.quotesConflated());
    }

    @Test
    void shouldWithdrawTheQuotesWithTheirSession() throws IOException {
        start(FixVersion.FIX44, 1);
        subscribe();
        snapshot("AAPL", "269=0|270=10|271=5|269=1|270=11|271=5|");
        sink.await("quote 5 1 5@10 5@11");

        sink.clear();
        quotes.disconnect();
        sink.await("quote 5 1 0@0 0@0");
        assertEquals(1, sink.messages().size());
        assertTrue(adapter.isUp(VENUE), "the orders' session is another");

        final String before = subscriptions.get("AAPL");
        subscribe();
        quotes.send("X", "262=" + before + "|268=1|279=0|269=0|55=AAPL|270=99|271=1|");
        quotes.send("X", "268=1|279=0|269=0|55=AAPL|270=98|271=1|");
        snapshot("AAPL", "269=0|270=9|271=5|");
        sink.await("quote 5 1 5@9 0@0");
        quotes.send("X", "268=1|279=1|269=0|55=AAPL|270=8|271=5|");
        sink.await("quote 5 1 5@8 0@0");

        assertEquals(3, sink.messages().size(), () -> sink.messages().toString());
    }

    @Test
    void shouldTellItsQuotesAgainWhenTheCoreHasForgottenThemWithTheOrdersSession() throws IOException {
        start(FixVersion.FIX44, 1);
        subscribe();
        snapshot("AAPL", "269=0|270=10|271=5|");
        sink.await("quote 5 1 5@10 0@0");
        sink.clear();

        orders.disconnect();
        orders.acceptLogon();
        sink.await("up 5");
        Await.until(
                "the quote follows the venue",
                () -> sink.messages().lastIndexOf("quote 5 1 5@10 0@0")
                        > sink.messages().indexOf("up 5"));

        assertEquals("down 5", sink.messages().get(0));
    }

    @Test
    void shouldWithdrawAQuoteThatTheVenueRefuses() throws IOException {
        start(FixVersion.FIX44, 1);
        subscribe();
        snapshot("AAPL", "269=0|270=10|271=5|");
        sink.await("quote 5 1 5@10 0@0");

        quotes.send("Y", "262=someone's|281=0|");
        quotes.send("Y", "262=" + subscriptions.get("AAPL") + "|281=0|58=no|");
        sink.await("quote 5 1 0@0 0@0");
        snapshot("MSFT", "269=0|270=10|271=5|");
        sink.await("quote 5 2 5@10 0@0");

        assertEquals(2, adapter.faults().count(VENUE, FixFault.QUOTES_REFUSED));
    }

    @Test
    void shouldWithdrawWhatMakesNoSenseAndAskAnew() throws IOException {
        start(FixVersion.FIX44, 2);
        subscribe();
        final List<String> malformed = List.of(
                "279=0|269=0|55=AAPL|271=5|",
                "279=0|269=0|55=AAPL|270=0|271=5|",
                "279=0|269=0|55=AAPL|270=99999999999999999999|271=5|",
                "279=0|269=0|55=AAPL|270=1|271=-5|",
                "279=0|269=0|55=AAPL|270=1|",
                "279=3|269=0|55=AAPL|270=1|271=5|",
                "279=9|269=0|55=AAPL|270=1|271=5|",
                "279=0|269=0|278=" + "i".repeat(65) + "|55=AAPL|270=1|271=5|",
                "270=1|279=0|269=0|55=AAPL|271=5|");
        for (final String entry : malformed) {
            snapshot("AAPL", "269=0|270=10|271=5|");
            sink.await("quote 5 1 5@10 0@0");
            sink.clear();
            final int seqNum = update("AAPL", entry);
            String answer;
            do {
                answer = quotes.read();
            } while (!answer.contains("|45=" + seqNum + '|'));
            sink.await("quote 5 1 0@0 0@0");
            readSubscriptions();
        }
        snapshot("AAPL", "269=0|270=10|271=5|");
        sink.await("quote 5 1 5@10 0@0");
        quotes.sendBytes("8=FIX.4.4\u00019=5\u000135=X\u0001rubbish");
        quotes.send("W", "55=AAPL|268=0|");
        quotes.send("W", "55=UNKNOWN|268=1|269=0|270=1|271=1|");
        quotes.send("X", "268=1|279=0|269=0|55=UNKNOWN|270=1|271=1|");
        quotes.send("B", "148=news|33=1|58=text|");
        quotes.read("j");
        snapshot("AAPL", "269=0|270=11|271=5|");
        sink.await("quote 5 1 5@11 0@0");
    }

    @Test
    void shouldAskAnewAfterAGap() throws IOException {
        start(FixVersion.FIX44, 1);
        subscribe();
        snapshot("AAPL", "269=0|270=10|271=5|");
        sink.await("quote 5 1 5@10 0@0");

        // The venue has sent updates that never came, and does not send them again.
        final int next = quotes.skip(3);
        quotes.send("0", "");
        quotes.read("2");
        quotes.sendBytes(quotes.text("4", next, "43=Y|122=20200101-00:00:00|123=Y|36=" + (next + 3) + '|'));
        final String before = subscriptions.get("AAPL");
        final String disable = quotes.readBody("V");
        assertTrue(disable.startsWith("262=" + before + "|263=2|"), disable);
        readSubscriptions();
        snapshot("AAPL", "269=0|270=12|271=5|");
        sink.await("quote 5 1 5@12 0@0");
    }

    @Test
    void shouldShareTheSessionOfTheOrdersIfItHasNoneOfItsOwn() throws IOException {
        start(FixVersion.FIX44, 1, false);
        quotes.acceptLogon();
        sink.await("up 5");
        readSubscriptions();
        new Requests(adapter).limit(VENUE, 1, Side.BUY, "1", "1");
        snapshot("AAPL", "269=0|270=10|271=5|");
        orders.send("8", "37=o|17=e|150=0|39=0|11=T1|55=AAPL|54=1|38=10|44=1.5|151=10|14=0|6=0|");
        sink.await("quote 5 1 5@10 0@0");
        sink.await("NEW NEW T1");

        sink.clear();
        orders.disconnect();
        sink.await("down 5");
        sink.await("quote 5 1 0@0 0@0");
    }

    @Test
    void shouldRefuseAConfigurationThatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new VenueMarketData(Optional.empty(), Map.of(), 1));
        assertThrows(IllegalArgumentException.class, () -> new VenueMarketData(Optional.empty(), Map.of("AAPL", 1), 0));
        assertThrows(
                IllegalArgumentException.class, () -> new VenueMarketData(Optional.empty(), Map.of("AAPL", 1), 65));
    }

    private void start(final FixVersion version, final int depth) throws IOException {
        start(version, depth, true);
        orders.acceptLogon();
        sink.await("up 5");
    }

    private void start(final FixVersion version, final int depth, final boolean ownSession) throws IOException {
        orders = new RawVenue(version.beginString());
        quotes = ownSession ? new RawVenue(version.beginString()) : orders;
        adapter = new FixAdapter(
                List.of(FixVenueConfiguration.builder(VENUE, endpoint(orders), directory.resolve(version.name()))
                        .version(version)
                        .marketData(new VenueMarketData(
                                ownSession ? Optional.of(endpoint(quotes)) : Optional.empty(),
                                Map.of("AAPL", AAPL, "MSFT", MSFT),
                                depth))
                        .build()),
                sink,
                venueId -> 0L,
                error -> {});
        adapter.start();
    }

    private void subscribe() throws IOException {
        quotes.acceptLogon();
        readSubscriptions();
    }

    /** Reads requests until both instruments are subscribed to anew. */
    private void readSubscriptions() throws IOException {
        for (int subscribed = 0; subscribed < 2; ) {
            final String request = quotes.readBody("V");
            if (request.contains("|263=1|")) {
                final String mdReqId = request.substring(4, request.indexOf('|'));
                subscriptions.put(mdReqId.substring(mdReqId.indexOf(':') + 1), mdReqId);
                subscribed++;
            }
        }
    }

    private void snapshot(final String symbol, final String entries) {
        quotes.send(
                "W",
                "262=" + subscriptions.get(symbol) + "|55=" + symbol + "|268=" + count(entries, "269=") + '|'
                        + entries);
    }

    private int update(final String symbol, final String entries) {
        return quotes.send("X", "262=" + subscriptions.get(symbol) + "|268=" + count(entries, "279=") + '|' + entries);
    }

    private static int count(final String entries, final String tag) {
        return ('|' + entries).split("\\|" + tag, -1).length - 1;
    }

    private static FixEndpoint endpoint(final RawVenue at) {
        return new FixEndpoint("127.0.0.1", at.port(), "TRADEX", RawVenue.COMP_ID);
    }
}
