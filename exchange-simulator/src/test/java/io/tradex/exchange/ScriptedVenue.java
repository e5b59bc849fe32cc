package io.tradex.exchange;

import io.tradex.exchange.script.ScriptParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.ExecID;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.ExecTransType;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.PossResend;
import quickfix.field.Text;
import quickfix.field.TimeInForce;

/** A scripted exchange without a session: requests go in by hand, what would be sent is written down, time is told. */
final class ScriptedVenue implements Wire {
    static final long GTD_RESTS_MS = 2_000;

    private static final long UNIT = 100_000_000L;

    private final List<String> sent = new ArrayList<>();
    private final Timers timers = new Timers();
    private final FixReports reports;
    private final MatchingVenue venue;
    private final Desk desk;
    private long nowNs = 1_000_000_000_000L;
    private int seqNum;

    ScriptedVenue(final String... lines) {
        this(FixVersion.FIX_44, lines);
    }

    ScriptedVenue(final FixVersion version, final String... lines) {
        final var script = ScriptParser.parse("test", String.join("\n", lines));
        this.reports = new FixReports(version, "E", this::report);
        this.venue = new MatchingVenue(
                "O",
                100,
                VenuePolicy.PLAIN,
                reports,
                () -> nowNs,
                timers,
                !script.rules().isEmpty());
        if (script.plays().isEmpty()) {
            final Misbehaviour rules = new Misbehaviour(script, this, () -> nowNs, timers);
            rules.before(venue);
            this.desk = rules;
        } else {
            this.desk = new ScenarioPlayer(script, reports, "O", this, this::report, () -> nowNs, timers);
        }
        desk.onStart();
        timers.poll(nowNs, Integer.MAX_VALUE);
    }

    ScenarioPlayer player() {
        return (ScenarioPlayer) desk;
    }

    MatchingVenue venue() {
        return venue;
    }

    Wire wire() {
        return this;
    }

    private void report(
            final Message message,
            final io.tradex.exchange.script.Trigger what,
            final VenueOrder order,
            final VenueRequest request) {
        desk.send(message, what, order, request);
    }

    // ---- What the counterparty does

    List<String> buy(final String clOrdId, final long quantity, final long price) {
        return order(clOrdId, "AAPL", true, quantity, price);
    }

    List<String> sell(final String clOrdId, final long quantity, final long price) {
        return order(clOrdId, "AAPL", false, quantity, price);
    }

    List<String> order(
            final String clOrdId, final String symbol, final boolean buy, final long quantity, final long price) {
        return ask(VenueRequest.Kind.NEW_ORDER, clOrdId, null, symbol, buy, quantity, price);
    }

    /** An order to buy that must not rest. */
    List<String> immediate(final String clOrdId, final long quantity, final long price) {
        return ask(
                VenueRequest.Kind.NEW_ORDER,
                clOrdId,
                null,
                "AAPL",
                true,
                quantity,
                price,
                TimeInForce.IMMEDIATE_OR_CANCEL);
    }

    /** An order to buy that ends in {@link #GTD_RESTS_MS}. */
    List<String> untilTime(final String clOrdId, final long quantity, final long price) {
        return ask(
                VenueRequest.Kind.NEW_ORDER, clOrdId, null, "AAPL", true, quantity, price, TimeInForce.GOOD_TILL_DATE);
    }

    List<String> cancel(final String clOrdId, final String origClOrdId) {
        return ask(VenueRequest.Kind.CANCEL, clOrdId, origClOrdId, "AAPL", true, 0, 0);
    }

    List<String> replace(final String clOrdId, final String origClOrdId, final long quantity, final long price) {
        return ask(VenueRequest.Kind.REPLACE, clOrdId, origClOrdId, "AAPL", true, quantity, price);
    }

    List<String> status(final String clOrdId) {
        return ask(VenueRequest.Kind.STATUS, clOrdId, null, "AAPL", true, 0, 0);
    }

    List<String> massStatus(final String id) {
        return ask(VenueRequest.Kind.MASS_STATUS, id, null, "", true, 0, 0);
    }

    List<String> logon() {
        desk.onLogon();
        return settle();
    }

    /** @return what was sent in the meantime. */
    List<String> after(final long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        return settle();
    }

    private List<String> ask(
            final VenueRequest.Kind kind,
            final String clOrdId,
            final String origClOrdId,
            final String symbol,
            final boolean buy,
            final long quantity,
            final long price) {
        return ask(kind, clOrdId, origClOrdId, symbol, buy, quantity, price, TimeInForce.DAY);
    }

    private List<String> ask(
            final VenueRequest.Kind kind,
            final String clOrdId,
            final String origClOrdId,
            final String symbol,
            final boolean buy,
            final long quantity,
            final long price,
            final char timeInForce) {
        final Message message = new Message();
        message.getHeader()
                .setString(
                        MsgType.FIELD,
                        switch (kind) {
                            case NEW_ORDER -> MsgType.NEW_ORDER_SINGLE;
                            case CANCEL -> MsgType.ORDER_CANCEL_REQUEST;
                            case REPLACE -> MsgType.ORDER_CANCEL_REPLACE_REQUEST;
                            case STATUS -> MsgType.ORDER_STATUS_REQUEST;
                            case MASS_STATUS -> MsgType.ORDER_MASS_STATUS_REQUEST;
                            case MARKET_DATA -> MsgType.MARKET_DATA_REQUEST;
                        });
        message.getHeader().setInt(MsgSeqNum.FIELD, ++seqNum);
        desk.onRequest(new VenueRequest(
                kind,
                clOrdId,
                origClOrdId,
                symbol,
                buy,
                false,
                timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL,
                price * UNIT,
                quantity * UNIT,
                false,
                timeInForce,
                "",
                0,
                timeInForce == TimeInForce.GOOD_TILL_DATE
                        ? TimeUnit.MILLISECONDS.toNanos(GTD_RESTS_MS)
                        : Long.MAX_VALUE,
                message));
        return settle();
    }

    private List<String> settle() {
        timers.poll(nowNs, Integer.MAX_VALUE);
        final List<String> said = List.copyOf(sent);
        sent.clear();
        return said;
    }

    // ---- What goes out

    @Override
    public void send(final Message message) {
        try {
            sent.add(words(message));
        } catch (final FieldNotFound e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void disconnect(final long closedNs) {
        sent.add("disconnect for " + closedNs / 1_000_000 + "ms");
    }

    @Override
    public void skip(final int numbers) {
        sent.add("skip " + numbers);
    }

    @Override
    public void resetSequence(final int ahead) {
        sent.add("reset-sequence " + ahead);
    }

    private static final Map<Integer, String> WORDS = new java.util.LinkedHashMap<>();

    static {
        WORDS.put(ClOrdID.FIELD, "");
        WORDS.put(OrigClOrdID.FIELD, "of");
        WORDS.put(ExecTransType.FIELD, "trans");
        WORDS.put(ExecType.FIELD, "exec");
        WORDS.put(OrdStatus.FIELD, "status");
        WORDS.put(OrderQty.FIELD, "qty");
        WORDS.put(CumQty.FIELD, "cum");
        WORDS.put(LeavesQty.FIELD, "leaves");
        WORDS.put(LastQty.FIELD, "last");
        WORDS.put(LastPx.FIELD, "at");
        WORDS.put(AvgPx.FIELD, "avg");
        WORDS.put(ExecID.FIELD, "id");
        WORDS.put(ExecRefID.FIELD, "ref");
        WORDS.put(ExecRestatementReason.FIELD, "because");
        WORDS.put(OrdRejReason.FIELD, "reason");
        WORDS.put(CxlRejReason.FIELD, "reason");
        WORDS.put(Text.FIELD, "text");
    }

    private static String words(final Message message) throws FieldNotFound {
        final StringBuilder words = new StringBuilder(message.getHeader().getString(MsgType.FIELD));
        for (final Map.Entry<Integer, String> word : WORDS.entrySet()) {
            if (message.isSetField(word.getKey())) {
                words.append(' ').append(word.getValue()).append(message.getString(word.getKey()));
            }
        }
        if (message.getHeader().isSetField(PossResend.FIELD)) {
            words.append(" resend");
        }
        return words.toString();
    }
}
