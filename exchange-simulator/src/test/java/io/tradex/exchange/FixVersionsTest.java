package io.tradex.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tradex.exchange.script.ScriptParser;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quickfix.ConfigError;
import quickfix.FieldNotFound;
import quickfix.Group;
import quickfix.Message;
import quickfix.field.ClOrdID;
import quickfix.field.CopyMsgIndicator;
import quickfix.field.CumQty;
import quickfix.field.ExecRefID;
import quickfix.field.ExecType;
import quickfix.field.LastQty;
import quickfix.field.LastRptRequested;
import quickfix.field.LeavesQty;
import quickfix.field.MDEntryPx;
import quickfix.field.MDEntrySize;
import quickfix.field.MDEntryType;
import quickfix.field.MDReqID;
import quickfix.field.MDUpdateAction;
import quickfix.field.MDUpdateType;
import quickfix.field.MarketDepth;
import quickfix.field.MassStatusReqID;
import quickfix.field.MassStatusReqType;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.NoMDEntries;
import quickfix.field.NoMDEntryTypes;
import quickfix.field.NoRelatedSym;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.PossDupFlag;
import quickfix.field.SubscriptionRequestType;
import quickfix.field.Symbol;
import quickfix.field.TotNumReports;

/** The whole exchange over a real session, in every version of FIX, before a counterparty that checks each message. */
@Timeout(60)
class FixVersionsTest {
    @TempDir
    private Path directory;

    private SimulatedExchange exchange;
    private ExchangeSimulator simulator;
    private FixClient client;

    private void start(final FixVersion version, final String... script) throws ConfigError, InterruptedException {
        exchange = new SimulatedExchange(
                new ExchangeConfiguration(
                        "XA", "TRADEX", "127.0.0.1", 0, directory.resolve("exchange"), version, "TRADEX-DC"),
                VenuePolicy.PLAIN,
                ScriptParser.parse("test", String.join("\n", script)),
                System.currentTimeMillis() * 1000,
                SystemNanoClock.INSTANCE);
        simulator = new ExchangeSimulator(List.of(exchange), new BackoffIdleStrategy(), error -> {
            throw new AssertionError(error);
        });
        client = new FixClient(version, "TRADEX", exchange.port(), directory);
        client.awaitLogon();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWorkOrders(final FixVersion version) throws Exception {
        start(version);
        final boolean fix42 = version == FixVersion.FIX_42;
        final int[] fields = {
            ClOrdID.FIELD, ExecType.FIELD, OrdStatus.FIELD, CumQty.FIELD, LeavesQty.FIELD, LastQty.FIELD
        };

        client.send(client.order("a", true, "100", "5"));
        assertEquals("8 a 0 0 0 100 -", client.next(fields));
        client.send(client.order("b", false, "30", "5"));
        assertEquals("8 b 0 0 0 30 -", client.next(fields));
        assertEquals("8 a " + (fix42 ? '1' : 'F') + " 1 30 70 30", client.next(fields));
        final Message fill = client.next();
        assertEquals("8 b " + (fix42 ? '2' : 'F') + " 2 30 0 30", FixClient.words(fill, fields));
        assertTrue(fill.getString(OrderID.FIELD).startsWith("O"));
        client.send(client.request(MsgType.ORDER_STATUS_REQUEST, "a", true));
        assertEquals("8 a " + (fix42 ? '1' : 'I') + " 1 30 70 -", client.next(fields));
        client.send(client.cancel("c", "a", true));
        assertEquals("8 c 4 4 30 0 -", client.next(fields));
        client.send(client.cancel("d", "a", true));
        assertEquals("9 d", client.next(ClOrdID.FIELD));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendEverythingThatAScriptCanSayInItsVersionsWords(final FixVersion version) throws Exception {
        start(
                version,
                "when new clordid=a do pending, fill 40 after 1ms, fill 20 @ 6 after 2ms, bust first after 3ms,"
                        + " correct last 10 after 4ms, restate +100 reason=9 after 5ms, stop 10 after 6ms,"
                        + " done-for-day after 7ms, bust last after 8ms",
                "when new clordid=b do reject reason=99, cancel",
                "when new clordid=c do business-reject",
                "when new clordid=d do session-reject",
                "when new clordid=e do cancel reason=7",
                "when new clordid=f do expire",
                "when cancel do pending, reject reason=99");
        client.send(client.order("a", true, "100", "5"));
        final StringBuilder said = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            final Message report = client.next();
            said.append(report.getString(OrdStatus.FIELD)).append(report.isSetField(ExecRefID.FIELD) ? "r " : " ");
        }
        assertEquals("A 0 1 1 1r 1r 1 7 3 3r ", said.toString());
        client.send(client.order("b", true, "100", "5"));
        assertEquals("8 b 8", client.next(ClOrdID.FIELD, OrdStatus.FIELD));
        client.send(client.order("c", true, "100", "5"));
        assertEquals("j", client.next(new int[0]));
    }

    @ParameterizedTest
    @EnumSource(names = {"FIX_44", "FIX_50_SP2"})
    void shouldTellOfAllOpenOrders(final FixVersion version) throws Exception {
        start(version);
        final int[] fields = {
            ClOrdID.FIELD, MassStatusReqID.FIELD, TotNumReports.FIELD, LastRptRequested.FIELD, OrdStatus.FIELD
        };

        client.send(massStatus("7"));
        assertEquals("8 - 7 0 Y 8", client.next(fields));
        client.send(client.order("a", true, "100", "5"));
        client.next();
        client.send(client.order("b", true, "100", "5"));
        client.next();
        client.send(massStatus("8"));
        assertEquals("8 a 8 2 N 0", client.next(fields));
        assertEquals("8 b 8 2 Y 0", client.next(fields));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfItsBooks(final FixVersion version) throws Exception {
        start(
                version,
                "when start do quote AAPL bid 500 @ 99 ask 300 @ 101",
                "when status do ignore, quote AAPL bid 500 @ 99 ask 250 @ 100.5");

        client.send(marketDataRequest("m", '1', 1));
        assertEquals("W m AAPL: - 0 99 500, - 1 101 300", levels(client.next()));
        client.send(client.order("a", true, "100", "100"));
        assertEquals("8", client.next(new int[0]));
        assertEquals("X m -: 2 0 99 0, 0 0 100 100", levels(client.next()));
        client.send(client.request(MsgType.ORDER_STATUS_REQUEST, "a", true));
        assertEquals("X m -: 0 1 100.5 250, 2 1 101 0", levels(client.next()));
        client.send(marketDataRequest("m", '2', 1));
        client.send(marketDataRequest("n", '0', 0));
        assertEquals("W n AAPL: - 0 100 100, - 0 99 500, - 1 100.5 250", levels(client.next()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendAnEmptyBook(final FixVersion version) throws Exception {
        start(version);

        client.send(marketDataRequest("m", '1', 1));

        assertEquals("W m AAPL: ", levels(client.next()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCopyWhatHappenedNotWhatItSaid(final FixVersion version) throws Exception {
        start(version, "when fill do drop", "when accepted do wrong-cumqty +7");
        // FIX 4.2 has no field that says so.
        final String copy = version == FixVersion.FIX_42 ? "-" : "Y";
        final int[] fields = {ClOrdID.FIELD, OrdStatus.FIELD, CumQty.FIELD, CopyMsgIndicator.FIELD};
        try (FixClient copies = new FixClient(version, "TRADEX-DC", exchange.port(), directory)) {
            copies.awaitLogon();
            client.send(client.order("a", true, "100", "5"));
            client.send(client.order("b", false, "100", "5"));

            assertEquals("8 a 0 0 " + copy, copies.next(fields));
            assertEquals("8 b 0 0 " + copy, copies.next(fields));
            assertEquals("8 a 2 100 " + copy, copies.next(fields));
            assertEquals("8 b 2 100 " + copy, copies.next(fields));
            assertEquals("8 a 0 7", client.next(ClOrdID.FIELD, OrdStatus.FIELD, CumQty.FIELD));
            assertEquals("8 b 0 7", client.next(ClOrdID.FIELD, OrdStatus.FIELD, CumQty.FIELD));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveItsOwnSessionTricks(final FixVersion version) throws Exception {
        start(
                version,
                "when new clordid=a do skip 3",
                "when new clordid=c do disconnect for 300ms, fill 10 after 50ms");

        client.send(client.order("a", true, "100", "5"));
        assertEquals("8 a", client.next(ClOrdID.FIELD));
        // Its report has a MsgSeqNum too high: it is asked for again, and comes with what was skipped filled in.
        client.send(client.order("b", true, "100", "5"));
        assertEquals("8 b", client.next(ClOrdID.FIELD));
        client.send(client.order("c", true, "100", "5"));
        assertEquals("8 c 0", client.next(ClOrdID.FIELD, OrdStatus.FIELD));
        // Told while nobody was connected, and sent again at the next logon.
        client.awaitLogon();
        final Message fill = client.next();
        assertEquals("8 c 1", FixClient.words(fill, ClOrdID.FIELD, OrdStatus.FIELD));
        assertTrue(fill.getHeader().isSetField(PossDupFlag.FIELD));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAResetOfTheSequence(final FixVersion version) throws Exception {
        start(version, "when new clordid=a do reset-sequence 5");

        client.send(client.order("a", true, "100", "5"));
        int before = client.next().getHeader().getInt(MsgSeqNum.FIELD);
        int number = before;
        // The reset follows the report: another order may still be answered before it.
        for (int i = 0; number <= before + 1 && i < 1_000; i++) {
            before = number;
            client.send(client.order("b" + i, true, "100", "5"));
            final Message report = client.next();
            assertEquals("b" + i, report.getString(ClOrdID.FIELD));
            number = report.getHeader().getInt(MsgSeqNum.FIELD);
        }
        assertEquals(before + 7, number);
    }

    private static Message massStatus(final String id) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, MsgType.ORDER_MASS_STATUS_REQUEST);
        message.setString(MassStatusReqID.FIELD, id);
        message.setInt(MassStatusReqType.FIELD, MassStatusReqType.STATUS_FOR_ALL_ORDERS);
        return message;
    }

    private static Message marketDataRequest(final String id, final char type, final int depth) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, MsgType.MARKET_DATA_REQUEST);
        message.setString(MDReqID.FIELD, id);
        message.setChar(SubscriptionRequestType.FIELD, type);
        message.setInt(MarketDepth.FIELD, depth);
        message.setInt(MDUpdateType.FIELD, MDUpdateType.INCREMENTAL_REFRESH);
        for (final char entryType : new char[] {MDEntryType.BID, MDEntryType.OFFER}) {
            final Group group = new Group(NoMDEntryTypes.FIELD, MDEntryType.FIELD);
            group.setChar(MDEntryType.FIELD, entryType);
            message.addGroup(group);
        }
        final Group instrument = new Group(NoRelatedSym.FIELD, Symbol.FIELD);
        instrument.setString(Symbol.FIELD, "AAPL");
        message.addGroup(instrument);
        return message;
    }

    private static String levels(final Message message) throws FieldNotFound {
        final StringBuilder levels = new StringBuilder();
        for (final Group entry : message.getGroups(NoMDEntries.FIELD)) {
            levels.append(levels.length() == 0 ? "" : ", ")
                    .append(entry.isSetField(MDUpdateAction.FIELD) ? entry.getString(MDUpdateAction.FIELD) : "-")
                    .append(' ')
                    .append(entry.getString(MDEntryType.FIELD))
                    .append(' ')
                    .append(entry.getString(MDEntryPx.FIELD))
                    .append(' ')
                    .append(entry.getString(MDEntrySize.FIELD));
        }
        return FixClient.words(message, MDReqID.FIELD, Symbol.FIELD) + ": " + levels;
    }
}
