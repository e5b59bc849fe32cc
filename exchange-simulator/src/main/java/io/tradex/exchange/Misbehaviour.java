package io.tradex.exchange;

import io.tradex.exchange.script.Action;
import io.tradex.exchange.script.Condition;
import io.tradex.exchange.script.Rule;
import io.tradex.exchange.script.Script;
import io.tradex.exchange.script.Trigger;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.NanoClock;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.field.BusinessRejectReason;
import quickfix.field.BusinessRejectRefID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.LeavesQty;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.PossResend;
import quickfix.field.RefMsgType;
import quickfix.field.RefSeqNum;
import quickfix.field.Text;

/**
 * Stands between a well-behaved exchange and its session, and does what the rules of a script say. A script without rules changes
 * nothing. Used by the exchange's thread only; the same seed and the same requests give the same decisions, as long as the script
 * names no times.
 */
final class Misbehaviour implements Desk {
    private static final int DECIMALS = 8;

    private final Script script;
    private final Wire wire;
    private final NanoClock clock;
    private final Timers timers;
    private final SplittableRandom random;
    private final long[] times;
    private final Map<String, Long> deadlineByClOrdId = new HashMap<>();
    private final ArrayDeque<Message> sent = new ArrayDeque<>();
    private final boolean keepsSent;
    private MatchingVenue venue;
    private long startNs;

    /** What happens because of a rule does not make other rules act on orders, so that no two rules feed each other for ever. */
    private boolean acting;

    Misbehaviour(final Script script, final Wire wire, final NanoClock clock, final Timers timers) {
        this.script = script;
        this.wire = wire;
        this.clock = clock;
        this.timers = timers;
        this.random = new SplittableRandom(script.seed());
        this.times = new long[script.rules().size()];
        this.keepsSent = script.rules().stream()
                .flatMap(rule -> rule.actions().stream())
                .anyMatch(timed -> timed.action() instanceof Action.Replay);
    }

    /** @param matching the well-behaved exchange; it and this need each other. */
    void before(final MatchingVenue matching) {
        venue = matching;
    }

    @Override
    public void onStart() {
        startNs = clock.nanoTime();
        for (int i = 0; i < script.rules().size(); i++) {
            if (script.rules().get(i).trigger() == Trigger.TIMER) {
                tick(i, startNs);
            }
        }
        session(Trigger.START);
    }

    @Override
    public void onLogon() {
        session(Trigger.LOGON);
    }

    // ---- Requests

    @Override
    public void onRequest(final VenueRequest request) {
        final Subject subject = Subject.of(request);
        final Answer answer = new Answer();
        final Trigger trigger = trigger(request);
        for (int i = 0; i < script.rules().size(); i++) {
            final Rule rule = script.rules().get(i);
            if (rule.trigger().covers(trigger) && applies(i, subject)) {
                for (final Rule.Timed timed : rule.actions()) {
                    onRequest(request, answer, timed);
                }
            }
        }
        final long nowNs = clock.nanoTime();
        // Neither a cancel nor a status request overtakes the order that it means.
        final long behindNs = deadlineByClOrdId.getOrDefault(
                request.origClOrdId() == null ? request.clOrdId() : request.origClOrdId(), nowNs);
        final long deadlineNs = Math.max(nowNs + answer.delayNs, behindNs);
        if (deadlineNs - nowNs <= 0) {
            handle(request, answer);
        } else {
            if (request.kind() != VenueRequest.Kind.STATUS) {
                deadlineByClOrdId.put(request.clOrdId(), deadlineNs);
            }
            timers.at(deadlineNs, () -> {
                deadlineByClOrdId.remove(request.clOrdId(), deadlineNs);
                handle(request, answer);
            });
        }
    }

    private void onRequest(final VenueRequest request, final Answer answer, final Rule.Timed timed) {
        if (timed.action() instanceof Action.Delay delay) {
            answer.delayNs += delay.span().draw(random);
        } else if (timed.action() instanceof Action.Pending) {
            venue.acknowledge(request);
        } else if (timed.action() instanceof Action.Ignore
                || timed.action() instanceof Action.Reject
                || timed.action() instanceof Action.Refuse) {
            answer.instead = timed.action();
        } else if (timed.action() instanceof Action.Omit omit) {
            answer.omitted += omit.orders();
        } else if (timed.action() instanceof Action.Invent invent) {
            for (int i = 0; i < invent.orders(); i++) {
                venue.invent(invent.symbol());
            }
        } else if (timed.action().need() == Action.Need.ORDER) {
            if (request.kind() == VenueRequest.Kind.NEW_ORDER) {
                // There is no order before the request was looked at.
                answer.onOrder.add(timed);
            } else {
                final String named = request.origClOrdId() == null ? request.clOrdId() : request.origClOrdId();
                onOrder(timed, named, true);
            }
        } else {
            onSession(timed);
        }
    }

    private void handle(final VenueRequest request, final Answer answer) {
        if (answer.instead instanceof Action.Ignore) {
            return;
        }
        if (answer.instead instanceof Action.Refuse refuse) {
            refuse(request, refuse);
        } else if (answer.instead instanceof Action.Reject reject && request.kind() == VenueRequest.Kind.NEW_ORDER) {
            venue.reject(
                    request,
                    reject.reason() < 0 ? OrdRejReason.BROKER_EXCHANGE_OPTION : reject.reason(),
                    reject.text());
        } else if (answer.instead instanceof Action.Reject reject && request.origClOrdId() != null) {
            venue.cancelReject(
                    request,
                    venue.order(request.origClOrdId()),
                    reject.reason() < 0 ? CxlRejReason.BROKER_EXCHANGE_OPTION : reject.reason(),
                    reject.text());
        } else if (answer.instead instanceof Action.Reject reject) {
            refuse(request, new Action.Refuse(true, reject.text()));
        } else if (request.kind() == VenueRequest.Kind.MASS_STATUS) {
            venue.onMassStatusRequest(request, answer.omitted);
        } else {
            venue.onRequest(request);
        }
        for (final Rule.Timed timed : answer.onOrder) {
            onOrder(timed, request.clOrdId(), false);
        }
    }

    private void refuse(final VenueRequest request, final Action.Refuse refuse) {
        wire.send(refusal(request, refuse.business(), refuse.text()));
    }

    /**
     * @param request  that is refused.
     * @param business whether by a BusinessMessageReject (35=j) rather than a Reject (35=3).
     * @param text     Text (58).
     * @return the refusal.
     */
    static Message refusal(final VenueRequest request, final boolean business, final String text) {
        final Message refusal = new Message();
        refusal.getHeader().setString(MsgType.FIELD, business ? MsgType.BUSINESS_MESSAGE_REJECT : MsgType.REJECT);
        try {
            final Message.Header header = request.message().getHeader();
            refusal.setInt(RefSeqNum.FIELD, header.getInt(MsgSeqNum.FIELD));
            refusal.setString(RefMsgType.FIELD, header.getString(MsgType.FIELD));
        } catch (final FieldNotFound e) {
            // Every message that a session has taken has them.
            throw new IllegalStateException(e);
        }
        if (business) {
            refusal.setString(BusinessRejectRefID.FIELD, request.clOrdId());
            refusal.setInt(BusinessRejectReason.FIELD, BusinessRejectReason.OTHER);
        }
        refusal.setString(Text.FIELD, text);
        return refusal;
    }

    // ---- Reports

    @Override
    public void send(final Message message, final Trigger what, final VenueOrder order, final VenueRequest request) {
        if (script.rules().isEmpty()) {
            wire.send(message);
            return;
        }
        final Subject subject = order == null ? Subject.of(request) : Subject.of(order);
        long delayNs = 0;
        boolean dropped = false;
        int copies = 0;
        int resends = 0;
        for (int i = 0; i < script.rules().size(); i++) {
            final Rule rule = script.rules().get(i);
            if (!rule.trigger().covers(what) || !applies(i, subject)) {
                continue;
            }
            for (final Rule.Timed timed : rule.actions()) {
                if (timed.action() instanceof Action.Drop) {
                    dropped = true;
                } else if (timed.action() instanceof Action.Delay delay) {
                    delayNs += delay.span().draw(random);
                } else if (timed.action() instanceof Action.Duplicate duplicate) {
                    copies += duplicate.possResend() ? 0 : duplicate.copies();
                    resends += duplicate.possResend() ? duplicate.copies() : 0;
                } else if (timed.action() instanceof Action.WrongCumQty wrong) {
                    falsify(message, wrong.changeE8());
                } else if (timed.action().need() == Action.Need.ORDER) {
                    if (order != null && !acting) {
                        onOrder(timed, order.clOrdId(), false);
                    }
                } else {
                    onSession(timed);
                }
            }
        }
        if (dropped) {
            return;
        }
        final int again = copies;
        final int resentAgain = resends;
        if (delayNs > 0) {
            timers.at(clock.nanoTime() + delayNs, () -> out(message, again, resentAgain));
        } else {
            out(message, again, resentAgain);
        }
    }

    private void out(final Message message, final int copies, final int resends) {
        if (keepsSent) {
            sent.add((Message) message.clone());
            if (sent.size() > Action.Replay.MAX_REPORTS) {
                sent.remove();
            }
        }
        // The session writes into what it sends.
        final Message original = (Message) message.clone();
        wire.send(message);
        for (int i = 0; i < copies + resends; i++) {
            final Message copy = (Message) original.clone();
            if (i >= copies) {
                copy.getHeader().setBoolean(PossResend.FIELD, true);
            }
            wire.send(copy);
        }
    }

    private static void falsify(final Message message, final long changeE8) {
        try {
            if (message.isSetField(CumQty.FIELD)) {
                final BigDecimal change = BigDecimal.valueOf(changeE8, DECIMALS);
                final BigDecimal cum =
                        message.getDecimal(CumQty.FIELD).add(change).max(BigDecimal.ZERO);
                final BigDecimal leaves = message.getDecimal(LeavesQty.FIELD);
                message.setString(CumQty.FIELD, cum.stripTrailingZeros().toPlainString());
                if (leaves.signum() > 0) {
                    message.setString(
                            LeavesQty.FIELD,
                            leaves.subtract(change)
                                    .max(BigDecimal.ZERO)
                                    .stripTrailingZeros()
                                    .toPlainString());
                }
            }
        } catch (final FieldNotFound e) {
            // A report has both.
            throw new IllegalStateException(e);
        }
    }

    // ---- Orders

    /**
     * @param timed   what to do.
     * @param clOrdId of the order.
     * @param now     whether it may happen before the request is looked at; else the books may be busy with the order just now.
     */
    private void onOrder(final Rule.Timed timed, final String clOrdId, final boolean now) {
        final long delayNs = timed.after().draw(random);
        if (now && delayNs == 0) {
            act(timed.action(), clOrdId);
        } else {
            timers.at(clock.nanoTime() + delayNs, () -> act(timed.action(), clOrdId));
        }
    }

    private void act(final Action action, final String clOrdId) {
        final VenueOrder order = venue.order(clOrdId);
        if (order == null) {
            return;
        }
        acting = true;
        try {
            act(action, order);
        } finally {
            acting = false;
        }
    }

    private void act(final Action action, final VenueOrder order) {
        final long orderQtyE8 = order.orderQtyE8();
        final long cumQtyE8 = order.cumQtyE8();
        if (action instanceof Action.Fill fill) {
            venue.fillOutside(order, fill.amount().of(orderQtyE8, cumQtyE8), fill.priceE8());
        } else if (action instanceof Action.Bust bust) {
            reverse(order, bust.which(), 0, 0);
        } else if (action instanceof Action.Correct correct) {
            final VenueOrder.Execution execution = execution(order, correct.which());
            if (execution != null) {
                reverse(order, correct.which(), correct.amount().of(execution.quantityE8(), 0), correct.priceE8());
            }
        } else if (action instanceof Action.End end) {
            venue.end(
                    order,
                    switch (end.how()) {
                        case CANCELED -> OrdStatus.CANCELED;
                        case EXPIRED -> OrdStatus.EXPIRED;
                        case DONE_FOR_DAY -> OrdStatus.DONE_FOR_DAY;
                    },
                    end.reason());
        } else if (action instanceof Action.Stop stop) {
            venue.guarantee(order, stop.amount().of(orderQtyE8, cumQtyE8), stop.priceE8());
        } else if (action instanceof Action.Restate restate) {
            venue.restate(order, restate.amount().of(orderQtyE8, cumQtyE8), restate.priceE8(), restate.reason());
        } else {
            throw new IllegalArgumentException("nothing that is done to an order: " + action);
        }
    }

    private void reverse(final VenueOrder order, final Action.Which which, final long quantityE8, final long priceE8) {
        final VenueOrder.Execution execution = execution(order, which);
        if (execution != null) {
            venue.reverse(order, execution, quantityE8, priceE8);
        }
    }

    private static VenueOrder.Execution execution(final VenueOrder order, final Action.Which which) {
        final List<VenueOrder.Execution> executions = order.executions();
        if (executions.isEmpty()) {
            return null;
        }
        return executions.get(which == Action.Which.FIRST ? 0 : executions.size() - 1);
    }

    // ---- The session

    private void session(final Trigger trigger) {
        for (int i = 0; i < script.rules().size(); i++) {
            if (script.rules().get(i).trigger() == trigger && applies(i, Subject.NOBODY)) {
                script.rules().get(i).actions().forEach(this::onSession);
            }
        }
    }

    private void tick(final int rule, final long lastNs) {
        final long nextNs = lastNs + script.rules().get(rule).periodNs();
        timers.at(nextNs, () -> {
            if (applies(rule, Subject.NOBODY)) {
                script.rules().get(rule).actions().forEach(this::onSession);
            }
            tick(rule, nextNs);
        });
    }

    /** Later than what is being sent just now, even without a delay. */
    private void onSession(final Rule.Timed timed) {
        timers.at(clock.nanoTime() + timed.after().draw(random), () -> onSession(timed.action()));
    }

    private void onSession(final Action action) {
        if (action instanceof Action.Disconnect disconnect) {
            wire.disconnect(disconnect.span().draw(random));
        } else if (action instanceof Action.Skip skip) {
            wire.skip(skip.numbers());
        } else if (action instanceof Action.ResetSequence reset) {
            wire.resetSequence(reset.ahead());
        } else if (action instanceof Action.Replay replay) {
            replay(replay);
        } else if (action instanceof Action.Quote quote) {
            venue.quote(quote.symbol(), quote.bidQtyE8(), quote.bidPriceE8(), quote.askQtyE8(), quote.askPriceE8());
        } else {
            throw new IllegalArgumentException("nothing that is done to a session: " + action);
        }
    }

    private void replay(final Action.Replay replay) {
        int skipped = sent.size() - replay.reports();
        for (final Message message : sent) {
            if (--skipped < 0) {
                final Message copy = (Message) message.clone();
                if (replay.possResend()) {
                    copy.getHeader().setBoolean(PossResend.FIELD, true);
                }
                wire.send(copy);
            }
        }
    }

    // ---- Conditions

    private boolean applies(final int rule, final Subject subject) {
        final Rule conditions = script.rules().get(rule);
        for (final Condition.Comparison comparison : conditions.comparisons()) {
            if (!subject.meets(comparison)) {
                return false;
            }
        }
        final long time = times[rule]++;
        for (final Condition.Turn turn : conditions.turns()) {
            if (!turn.holds(time)) {
                return false;
            }
        }
        final long sinceNs = clock.nanoTime() - startNs;
        for (final Condition.Window window : conditions.windows()) {
            if (sinceNs < window.fromNs() || sinceNs >= window.toNs()) {
                return false;
            }
        }
        for (final Condition.Chance chance : conditions.chances()) {
            if (random.nextInt(10_000) >= chance.bps()) {
                return false;
            }
        }
        return true;
    }

    private static Trigger trigger(final VenueRequest request) {
        return switch (request.kind()) {
            case NEW_ORDER -> Trigger.NEW;
            case CANCEL -> Trigger.CANCEL;
            case REPLACE -> Trigger.REPLACE;
            case STATUS -> Trigger.STATUS;
            case MASS_STATUS -> Trigger.MASS_STATUS;
            case MARKET_DATA -> throw new IllegalArgumentException("market data has no rules");
        };
    }

    /** What the rules want done with one request. */
    private static final class Answer {
        private final ArrayDeque<Rule.Timed> onOrder = new ArrayDeque<>();
        private long delayNs;
        private Action instead;
        private int omitted;
    }
}
