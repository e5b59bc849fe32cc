package io.tradex.exchange;

import io.tradex.exchange.script.Action;
import io.tradex.exchange.script.Condition;
import io.tradex.exchange.script.Play;
import io.tradex.exchange.script.Play.SendField;
import io.tradex.exchange.script.ReportWord;
import io.tradex.exchange.script.Script;
import io.tradex.exchange.script.Trigger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.NanoClock;
import quickfix.Message;
import quickfix.field.Account;
import quickfix.field.AvgPx;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.ExecRefID;
import quickfix.field.ExecRestatementReason;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.Text;
import quickfix.field.TimeInForce;

/**
 * Plays the scenarios of a script, one after the other: waits for exactly the request that a line expects, and sends exactly what
 * a line says, whether it makes sense or not. A request that is not expected ends the scenario and is refused; only status
 * requests are always answered, by what was said last. Used by the exchange's thread only.
 */
final class ScenarioPlayer implements Desk {
    private static final int DECIMALS = 8;
    private static final int MAX_PROBLEMS = 1_000;

    private final Script script;
    private final FixReports reports;
    private final String orderIdPrefix;
    private final Wire wire;
    private final Outlet outlet;
    private final NanoClock clock;
    private final Timers timers;
    private final SplittableRandom random;
    private final Map<String, Told> orderByClOrdId = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final ArrayDeque<VenueRequest> waiting = new ArrayDeque<>();

    private int play;
    private int move;
    private boolean pausing;
    private boolean closed;
    private long orders;

    /** What the lines of the scenario speak of. */
    private final Map<String, Named> names = new HashMap<>();

    private final Map<String, String> execIds = new HashMap<>();

    ScenarioPlayer(
            final Script script,
            final FixReports reports,
            final String orderIdPrefix,
            final Wire wire,
            final Outlet outlet,
            final NanoClock clock,
            final Timers timers) {
        this.script = script;
        this.reports = reports;
        this.orderIdPrefix = orderIdPrefix;
        this.wire = wire;
        this.outlet = outlet;
        this.clock = clock;
        this.timers = timers;
        this.random = new SplittableRandom(script.seed());
    }

    /** @return scenarios that are over, whether they went as written or not. */
    int played() {
        return play;
    }

    /** @return what did not go as written, in order. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Another script is played from now on. */
    void close() {
        closed = true;
    }

    @Override
    public void onStart() {
        goOn();
    }

    @Override
    public void onLogon() {
        // A scenario goes on where it was.
    }

    @Override
    public void send(final Message message, final Trigger what, final VenueOrder order, final VenueRequest request) {
        wire.send(message);
    }

    @Override
    public void onRequest(final VenueRequest request) {
        if (pausing) {
            waiting.add(request);
            return;
        }
        if (play < script.plays().size() && current() instanceof Play.Expect expect) {
            if (meets(expect, request)) {
                name(expect.name(), request);
                move++;
                goOn();
                return;
            }
        }
        if (request.kind() == VenueRequest.Kind.STATUS) {
            answerStatus(request);
        } else if (request.kind() == VenueRequest.Kind.MASS_STATUS) {
            reports.noOrders(request);
        } else {
            unexpected(request);
        }
    }

    private Play.Move current() {
        return script.plays().get(play).moves().get(move);
    }

    /** Goes on to the next line that waits for something. */
    private void goOn() {
        while (play < script.plays().size() && !pausing && !closed) {
            if (move == script.plays().get(play).moves().size()) {
                nextPlay();
            } else if (current() instanceof Play.Expect) {
                if (waiting.isEmpty()) {
                    return;
                }
                onRequest(waiting.remove());
                return;
            } else {
                make(current());
                move++;
            }
        }
        while (!pausing && !closed && !waiting.isEmpty()) {
            onRequest(waiting.remove());
        }
    }

    private void nextPlay() {
        play++;
        move = 0;
        names.clear();
        execIds.clear();
    }

    private void make(final Play.Move what) {
        if (what instanceof Play.Send send) {
            send(send);
        } else if (what instanceof Play.Verbal verbal) {
            names.put(verbal.name(), new Named(null, null, new Told(orderIdPrefix + ++orders, verbal)));
        } else if (what instanceof Play.Wait wait) {
            pausing = true;
            timers.at(clock.nanoTime() + wait.span().draw(random), () -> {
                pausing = false;
                goOn();
            });
        } else if (what instanceof Play.Act act) {
            act(act.action());
        }
    }

    private void act(final Action action) {
        if (action instanceof Action.Disconnect disconnect) {
            wire.disconnect(disconnect.span().draw(random));
        } else if (action instanceof Action.Skip skip) {
            wire.skip(skip.numbers());
        } else if (action instanceof Action.ResetSequence reset) {
            wire.resetSequence(reset.ahead());
        }
    }

    // ---- Requests

    private boolean meets(final Play.Expect expect, final VenueRequest request) {
        final boolean kind = switch (expect.kind()) {
            case NEW -> request.kind() == VenueRequest.Kind.NEW_ORDER;
            case CANCEL -> request.kind() == VenueRequest.Kind.CANCEL;
            case REPLACE -> request.kind() == VenueRequest.Kind.REPLACE;
            default -> request.kind() == VenueRequest.Kind.STATUS;
        };
        if (!kind) {
            return false;
        }
        if (expect.orig() != null && !names.get(expect.orig()).clOrdId.equals(request.origClOrdId())) {
            return false;
        }
        final Subject subject = Subject.of(request);
        for (final Condition.Comparison comparison : expect.comparisons()) {
            if (!subject.meets(comparison)) {
                return false;
            }
        }
        return true;
    }

    private void name(final String name, final VenueRequest request) {
        final Told known =
                orderByClOrdId.get(request.origClOrdId() == null ? request.clOrdId() : request.origClOrdId());
        final Told order = known != null ? known : new Told(orderIdPrefix + ++orders, request);
        if (request.kind() == VenueRequest.Kind.REPLACE) {
            order.priceE8 = request.priceE8();
        }
        orderByClOrdId.put(request.clOrdId(), order);
        names.put(name, new Named(request.clOrdId(), request, order));
    }

    private void unexpected(final VenueRequest request) {
        final String where;
        if (play == script.plays().size()) {
            where = "after the last scenario";
        } else {
            final Play scenario = script.plays().get(play);
            where = "scenario \"" + scenario.name() + "\", line " + current().line();
            nextPlay();
        }
        final String text = where + ": unexpected " + request.kind().name().toLowerCase(Locale.ROOT)
                + " with ClOrdID " + request.clOrdId()
                + (request.origClOrdId() == null ? "" : ", OrigClOrdID " + request.origClOrdId());
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(text);
        }
        wire.send(Misbehaviour.refusal(request, true, text));
        goOn();
    }

    private void answerStatus(final VenueRequest request) {
        final Told order = orderByClOrdId.get(request.clOrdId());
        if (order == null || order.status == 0) {
            reports.refused(request, ExecType.ORDER_STATUS, OrdRejReason.UNKNOWN_ORDER, "no such order");
            return;
        }
        final Message report = reports.report(order.orderId, reports.nextExecId(), ExecType.ORDER_STATUS, order.status);
        report.setString(ClOrdID.FIELD, request.clOrdId());
        describe(report, order);
        report.setString(CumQty.FIELD, FixReports.decimal(order.cumQtyE8));
        report.setString(LeavesQty.FIELD, FixReports.decimal(order.leavesQtyE8));
        report.setString(AvgPx.FIELD, order.averagePrice.toPlainString());
        wire.send(report);
    }

    // ---- What is sent

    private void send(final Play.Send send) {
        final Named named = names.get(send.name());
        switch (send.what()) {
            case REPORT -> outlet.send(report(send, named), Trigger.REPORT, null, null);
            case CANCEL_REJECT -> outlet.send(cancelReject(send, named), Trigger.CANCEL_REJECTED, null, null);
            case SESSION_REJECT -> wire.send(Misbehaviour.refusal(named.request, false, text(send)));
            case BUSINESS_REJECT -> wire.send(Misbehaviour.refusal(named.request, true, text(send)));
        }
    }

    private Message report(final Play.Send send, final Named named) {
        final Map<SendField, String> fields = send.fields();
        final Told order = named.order;
        final char execType = ReportWord.of(fields.get(SendField.TYPE)).execType();
        order.status = ReportWord.of(fields.get(SendField.STATUS)).ordStatus();
        final String execId = reports.nextExecId();
        if (fields.containsKey(SendField.EXEC)) {
            execIds.put(fields.get(SendField.EXEC), execId);
        }
        final Message report = reports.report(order.orderId, execId, execType, order.status);
        if (named.clOrdId != null) {
            report.setString(ClOrdID.FIELD, named.clOrdId);
        }
        if (fields.containsKey(SendField.ORIG)) {
            report.setString(OrigClOrdID.FIELD, names.get(fields.get(SendField.ORIG)).clOrdId);
        }
        if (fields.containsKey(SendField.REF)) {
            final String ref = fields.get(SendField.REF);
            report.setString(ExecRefID.FIELD, execIds.getOrDefault(ref, ref));
        }
        order.priceE8 = numberE8(send, SendField.PRICE, order.priceE8);
        order.orderQtyE8 = numberE8(send, SendField.QTY, order.orderQtyE8);
        final long cumBeforeE8 = order.cumQtyE8;
        order.cumQtyE8 = numberE8(send, SendField.CUM, 0);
        order.leavesQtyE8 = numberE8(send, SendField.LEAVES, 0);
        describe(report, order);
        final long lastE8 = numberE8(send, SendField.LAST, 0);
        final long lastPriceE8 = numberE8(send, SendField.PX, order.priceE8);
        if (lastE8 > 0) {
            report.setString(LastQty.FIELD, FixReports.decimal(lastE8));
            report.setString(LastPx.FIELD, FixReports.decimal(lastPriceE8));
        }
        if (fields.containsKey(SendField.AVG)) {
            order.averagePrice = new BigDecimal(fields.get(SendField.AVG));
        } else if (execType == ExecType.TRADE) {
            order.traded(cumBeforeE8, lastE8, lastPriceE8);
        }
        report.setString(CumQty.FIELD, FixReports.decimal(order.cumQtyE8));
        report.setString(LeavesQty.FIELD, FixReports.decimal(order.leavesQtyE8));
        report.setString(AvgPx.FIELD, order.cumQtyE8 == 0 ? "0" : order.averagePrice.toPlainString());
        if (fields.containsKey(SendField.REASON)) {
            final int reason = Integer.parseInt(fields.get(SendField.REASON));
            if (execType == ExecType.REJECTED) {
                report.setInt(OrdRejReason.FIELD, reports.ordRejReason(reason));
            } else {
                report.setInt(ExecRestatementReason.FIELD, reports.restatementReason(reason));
            }
        }
        if (fields.containsKey(SendField.TEXT)) {
            report.setString(Text.FIELD, text(send));
        }
        return report;
    }

    private Message cancelReject(final Play.Send send, final Named named) {
        final String status = send.fields().get(SendField.STATUS);
        final Message reject = reports.cancelReject(
                named.request,
                named.order.orderId,
                status == null ? OrdStatus.REJECTED : ReportWord.of(status).ordStatus(),
                Integer.parseInt(send.fields().getOrDefault(SendField.REASON, "2")),
                text(send));
        if (send.fields().containsKey(SendField.ORIG)) {
            reject.setString(OrigClOrdID.FIELD, names.get(send.fields().get(SendField.ORIG)).clOrdId);
        }
        return reject;
    }

    private static String text(final Play.Send send) {
        return send.fields().getOrDefault(SendField.TEXT, "as the script says");
    }

    private static void describe(final Message report, final Told order) {
        report.setString(Symbol.FIELD, order.symbol);
        report.setChar(Side.FIELD, order.buy ? Side.BUY : Side.SELL);
        if (order.priceE8 > 0) {
            report.setString(Price.FIELD, FixReports.decimal(order.priceE8));
        }
        if (!order.account.isEmpty()) {
            report.setString(Account.FIELD, order.account);
        }
        report.setChar(OrdType.FIELD, order.priceE8 > 0 ? OrdType.LIMIT : OrdType.MARKET);
        report.setChar(TimeInForce.FIELD, order.timeInForce);
        report.setString(OrderQty.FIELD, FixReports.decimal(order.orderQtyE8));
    }

    private static long numberE8(final Play.Send send, final SendField field, final long otherwise) {
        final String text = send.fields().get(field);
        return text == null
                ? otherwise
                : new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    }

    /** What a name of the script stands for. */
    private record Named(String clOrdId, VenueRequest request, Told order) {}

    /** An order as the counterparty was told of it last. */
    private static final class Told {
        private final String orderId;
        private final String symbol;
        private final boolean buy;
        private final String account;
        private final char timeInForce;
        private long priceE8;
        private long orderQtyE8;
        private long cumQtyE8;
        private long leavesQtyE8;
        private char status;
        private BigDecimal averagePrice = BigDecimal.ZERO;

        Told(final String orderId, final VenueRequest request) {
            this.orderId = orderId;
            this.symbol = request.symbol();
            this.buy = request.buy();
            this.account = request.account();
            this.timeInForce = request.timeInForce();
            this.priceE8 = request.priceE8();
            this.orderQtyE8 = request.orderQtyE8();
        }

        Told(final String orderId, final Play.Verbal verbal) {
            this.orderId = orderId;
            this.symbol = verbal.symbol();
            this.buy = verbal.buy();
            this.account = verbal.account();
            this.timeInForce = TimeInForce.DAY;
            this.priceE8 = verbal.priceE8();
            this.orderQtyE8 = verbal.qtyE8();
        }

        void traded(final long cumBeforeE8, final long lastE8, final long lastPriceE8) {
            final BigDecimal before = averagePrice.multiply(BigDecimal.valueOf(cumBeforeE8));
            final BigDecimal added = BigDecimal.valueOf(lastPriceE8, DECIMALS).multiply(BigDecimal.valueOf(lastE8));
            final long cumE8 = Math.max(cumBeforeE8 + lastE8, 1);
            averagePrice = before.add(added)
                    .divide(BigDecimal.valueOf(cumE8), MathContext.DECIMAL64)
                    .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros();
        }
    }
}
