package io.tradex.simulation.audit;

import io.tradex.protocol.entry.CancelOrderDecoder;
import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.MassCancelDecoder;
import io.tradex.protocol.entry.NewOrderDecoder;
import io.tradex.protocol.entry.OrderStatusRequestDecoder;
import io.tradex.protocol.entry.ReplaceOrderDecoder;
import io.tradex.protocol.journal.CashAdjustedDecoder;
import io.tradex.protocol.journal.CoreStartedDecoder;
import io.tradex.protocol.journal.EpochStartedDecoder;
import io.tradex.protocol.journal.PositionAdjustedDecoder;
import io.tradex.protocol.journal.VenueCancelRejectDecoder;
import io.tradex.protocol.journal.VenueDownDecoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.journal.VenueRequestNotSentDecoder;
import io.tradex.protocol.journal.VenueRequestRejectedDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.simulation.audit.AuditedOrder.AtVenue;
import io.tradex.simulation.audit.AuditedOrder.Booked;
import io.tradex.simulation.audit.AuditedOrder.Kind;
import io.tradex.simulation.audit.AuditedOrder.Request;
import io.tradex.simulation.venue.VenueOrder;
import io.tradex.simulation.world.Listing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Keeps books of its own from what was journalled, what was let out and what venues truly have, and says where they contradict
 * each other. Shares nothing with the engine but the messages.
 */
public final class Audit {
    private static final int MAX_VIOLATIONS = 20;
    private static final long E8_PER_MICRO = 100;

    /** CxlRejReason of FIX. */
    private static final int CXL_REJ_UNKNOWN_ORDER = 1;

    /** How far a market order may trade from the reference price. */
    private static final long COLLAR_PERCENT = 5;

    /** What an account has, by what was paid in and what was traded. */
    private static final class Money {
        long cashMicros;
        long accountSeq;
        final long[] lots = new long[Listing.all().length + 1];
        final List<AuditedOrder> live = new ArrayList<>();

        void live(final AuditedOrder row) {
            if (row.isLive() == row.liveIndex >= 0) {
                return;
            }
            if (row.liveIndex < 0) {
                row.liveIndex = live.size();
                live.add(row);
                return;
            }
            final AuditedOrder last = live.remove(live.size() - 1);
            if (last != row) {
                live.set(row.liveIndex, last);
                last.liveIndex = row.liveIndex;
            }
            row.liveIndex = -1;
        }
    }

    private final VenueTruth truth;
    private final StatusMatrix matrix = new StatusMatrix();
    private final Long2ObjectHashMap<AuditedOrder> rows = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<AtVenue> byClOrdId = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<AtVenue> atVenues = new Long2ObjectHashMap<>();
    private final Map<String, AtVenue> enteredThere = new HashMap<>();
    private final Long2ObjectHashMap<Money> accounts = new Long2ObjectHashMap<>();
    private final List<AuditedOrder> touched = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final long[] alarms = new long[256];

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final MassCancelDecoder massCancel = new MassCancelDecoder();
    private final OrderStatusRequestDecoder statusRequest = new OrderStatusRequestDecoder();
    private final CashAdjustedDecoder cashAdjusted = new CashAdjustedDecoder();
    private final PositionAdjustedDecoder positionAdjusted = new PositionAdjustedDecoder();
    private final EpochStartedDecoder epochStarted = new EpochStartedDecoder();
    private final VenueDownDecoder venueDown = new VenueDownDecoder();
    private final VenueExecutionReportDecoder venueReport = new VenueExecutionReportDecoder();
    private final VenueCancelRejectDecoder venueCancelReject = new VenueCancelRejectDecoder();
    private final VenueRequestNotSentDecoder notSent = new VenueRequestNotSentDecoder();
    private final VenueRequestRejectedDecoder requestRejected = new VenueRequestRejectedDecoder();
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
    private final ExecutionReportDecoder report = new ExecutionReportDecoder();
    private final CancelRejectDecoder cancelReject = new CancelRejectDecoder();
    private final VenueNewOrderDecoder venueNewOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder venueCancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder venueReplace = new VenueReplaceDecoder();

    private Trace trace = new Trace(0, -1, line -> {});
    private long inputs;
    private long inputsAtVenues;
    private long outSeq;
    private long repeatedAnswers;
    private long epoch;
    private long parents;
    private long parentsFilled;
    private long children;
    private long overFilled;

    // The input at hand.
    private long sequence;
    private int template;
    private boolean refused;
    private boolean possResend;
    private boolean atVenue;
    private long sessionId;
    private long clientSeq;
    private long accountId;
    private long clOrdId;
    private Admission admission;
    private long amount;
    private int instrumentId;
    private long tradedLots;
    private long tradedMicros;

    /** @param truth what venues have. */
    public Audit(final VenueTruth truth) {
        this.truth = truth;
    }

    /** @return whether nothing was found. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** @return what was found, the first first. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** @return inputs audited. */
    public long inputs() {
        return inputs;
    }

    /** @return those among them that were about an order that is or was at a venue. */
    public long inputsAtVenues() {
        return inputsAtVenues;
    }

    /**
     * @param kind of alarm.
     * @return how often it was raised.
     */
    public long alarms(final AlarmKind kind) {
        return alarms[kind.value()];
    }

    /** @param what contradicts what. */
    public void violation(final String what) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add("input " + sequence + " (template " + template + "): " + what);
        }
    }

    /**
     * Shows inputs and what they cause, in words.
     *
     * @param from    sequence of the first input.
     * @param through sequence of the last.
     * @param lines   takes the words.
     */
    public void trace(final long from, final long through, final Consumer<String> lines) {
        trace = new Trace(from, through, lines);
    }

    // ---- Inputs

    /**
     * The next journalled input.
     *
     * @param inputSeq    of it.
     * @param timestampNs of it.
     * @param buffer      holding it, header first.
     * @param offset      of the header.
     * @param length      of header and body.
     */
    public void onInput(
            final long inputSeq,
            final long timestampNs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        inputs++;
        sequence = inputSeq;
        trace.input(inputSeq, buffer, offset);
        refused = false;
        possResend = false;
        atVenue = false;
        sessionId = 0;
        clientSeq = 0;
        tradedLots = 0;
        tradedMicros = 0;
        header.wrap(buffer, offset);
        template = header.templateId();
        switch (template) {
            case NewOrderDecoder.TEMPLATE_ID -> {
                newOrder.wrapAndApplyHeader(buffer, offset, header);
                onCommand(newOrder.sessionId(), newOrder.clientSeq(), newOrder.accountId(), newOrder.clOrdId());
                admission = newOrder.admission();
                possResend = newOrder.possResend() == BooleanType.T;
            }
            case CancelOrderDecoder.TEMPLATE_ID -> {
                cancelOrder.wrapAndApplyHeader(buffer, offset, header);
                onCommand(
                        cancelOrder.sessionId(),
                        cancelOrder.clientSeq(),
                        cancelOrder.accountId(),
                        cancelOrder.clOrdId());
            }
            case ReplaceOrderDecoder.TEMPLATE_ID -> {
                replaceOrder.wrapAndApplyHeader(buffer, offset, header);
                onCommand(
                        replaceOrder.sessionId(),
                        replaceOrder.clientSeq(),
                        replaceOrder.accountId(),
                        replaceOrder.clOrdId());
            }
            case MassCancelDecoder.TEMPLATE_ID -> {
                massCancel.wrapAndApplyHeader(buffer, offset, header);
                onCommand(massCancel.sessionId(), massCancel.clientSeq(), massCancel.accountId(), massCancel.clOrdId());
            }
            case OrderStatusRequestDecoder.TEMPLATE_ID -> {
                statusRequest.wrapAndApplyHeader(buffer, offset, header);
                onCommand(
                        statusRequest.sessionId(),
                        statusRequest.clientSeq(),
                        statusRequest.accountId(),
                        statusRequest.clOrdId());
            }
            case CashAdjustedDecoder.TEMPLATE_ID -> {
                cashAdjusted.wrapAndApplyHeader(buffer, offset, header);
                accountId = cashAdjusted.accountId();
                amount = cashAdjusted.amountMicros();
            }
            case PositionAdjustedDecoder.TEMPLATE_ID -> {
                positionAdjusted.wrapAndApplyHeader(buffer, offset, header);
                accountId = positionAdjusted.accountId();
                instrumentId = positionAdjusted.instrumentId();
                amount = positionAdjusted.quantityLots();
            }
            case VenueExecutionReportDecoder.TEMPLATE_ID -> {
                venueReport.wrapAndApplyHeader(buffer, offset, header);
                atVenue = true;
                onVenueReport();
            }
            case VenueCancelRejectDecoder.TEMPLATE_ID -> {
                venueCancelReject.wrapAndApplyHeader(buffer, offset, header);
                onVenueCancelReject();
            }
            case VenueRequestNotSentDecoder.TEMPLATE_ID -> {
                notSent.wrapAndApplyHeader(buffer, offset, header);
                answered(notSent.venueClOrdId());
            }
            case VenueRequestRejectedDecoder.TEMPLATE_ID -> {
                requestRejected.wrapAndApplyHeader(buffer, offset, header);
                onRequestRejected(requestRejected.venueClOrdId());
            }
            case EpochStartedDecoder.TEMPLATE_ID -> {
                epochStarted.wrapAndApplyHeader(buffer, offset, header);
                amount = epochStarted.epoch();
            }
            case VenueDownDecoder.TEMPLATE_ID -> {
                venueDown.wrapAndApplyHeader(buffer, offset, header);
                goDark(venueDown.venueId());
            }
            case CoreStartedDecoder.TEMPLATE_ID -> goDark(0);
            default -> {
                // About no order.
            }
        }
    }

    private void onCommand(final long session, final long seq, final long account, final long id) {
        sessionId = session;
        clientSeq = seq;
        accountId = account;
        clOrdId = id;
    }

    private void goDark(final int venueId) {
        for (final AtVenue order : atVenues.values()) {
            if (venueId == 0 || order.venueId == venueId) {
                order.unsentTakenBack();
                order.inTheDark |= order.isWaiting();
            }
        }
    }

    private void answered(final long venueClOrdId) {
        atVenue = true;
        final AtVenue order = byClOrdId.get(venueClOrdId);
        if (order != null) {
            order.answered(venueClOrdId);
            touch(order.row);
        }
    }

    /** A refusal that names the state of an accepted order says that it is accepted. */
    private void onVenueCancelReject() {
        final AtVenue order = byClOrdId.get(venueCancelReject.venueClOrdId());
        final boolean accepted = venueCancelReject.reasonCode() != CXL_REJ_UNKNOWN_ORDER
                && venueCancelReject.ordStatus() != OrdStatus.PENDING_NEW
                && venueCancelReject.ordStatus() != OrdStatus.REJECTED;
        if (order != null && accepted && order.isWaitingForAnswerTo(venueCancelReject.venueClOrdId())) {
            order.accepted();
        }
        answered(venueCancelReject.venueClOrdId());
    }

    /** A status request has the ClOrdID of the order: which of the two was refused, nobody can tell. */
    private void onRequestRejected(final long venueClOrdId) {
        atVenue = true;
        final AtVenue order = byClOrdId.get(venueClOrdId);
        if (order != null) {
            order.inTheDark = true;
            if (order.requests.get(0).clOrdId != venueClOrdId || order.requests.get(0).kind != Kind.NEW) {
                order.answered(venueClOrdId);
            }
            touch(order.row);
        }
    }

    private void onVenueReport() {
        final AtVenue order = venueReport.venueClOrdId() == 0
                ? enteredThere.get(venueReport.venueOrderId())
                : byClOrdId.get(venueReport.venueClOrdId());
        if (order == null) {
            return;
        }
        touch(order.row);
        final ExecType execType = venueReport.execType();
        if (execType != ExecType.PENDING_NEW
                && venueReport.unknownOrder() != BooleanType.T
                && venueReport.ordStatus() != OrdStatus.PENDING_NEW) {
            order.accepted();
        }
        switch (execType) {
            case TRADE -> {
                if (venueReport.venueClOrdId() != 0) {
                    // It has taken the replace whose ClOrdID it uses.
                    order.answered(venueReport.venueClOrdId());
                }
                onVenueTrade(order);
            }
            case TRADE_CANCEL, TRADE_CORRECT -> onTurnedBack(order);
            case REPLACED -> order.answered(venueReport.venueClOrdId());
            case CANCELED, EXPIRED, REJECTED, DONE_FOR_DAY -> {
                if (execType == ExecType.DONE_FOR_DAY && order.row.outlivesDay()) {
                    // It goes on tomorrow.
                    return;
                }
                final long lots = venueReport.cumQtyE8()
                        / Listing.of(order.row.instrumentId).lotSizeE8();
                if (lots > order.bookedLots) {
                    // Fills that are missing are waited for before it ends.
                    order.inTheDark = true;
                } else {
                    order.allAnswered();
                }
            }
            case ORDER_STATUS -> {
                // What else it settles depends on what was in flight.
                order.inTheDark |= order.isWaiting();
            }
            default -> {
                // Of no effect on what is asked.
            }
        }
    }

    private void onVenueTrade(final AtVenue order) {
        final Listing listing = Listing.of(order.row.instrumentId);
        final long lots = venueReport.lastQtyE8() / listing.lotSizeE8();
        final String execId = venueReport.execId();
        if (order.there == null || !order.there.hasHad(execId)) {
            violation(order.row + " has an execution " + execId + " that its venue never made");
        }
        if (!order.booked.containsKey(execId)) {
            book(order, execId, lots, listing.micros(venueReport.lastPriceE8(), lots));
            final long back = Math.min(lots, order.inferredLots);
            if (back > 0) {
                order.inferredLots -= back;
                order.row.expectedLots -= back;
                order.bookedLots -= back;
                order.row.moneyUnsure = true;
            }
        }
    }

    private static void book(final AtVenue order, final String execId, final long lots, final long micros) {
        order.booked.put(execId, new Booked(lots, micros));
        order.bookedLots += lots;
        order.row.expectedLots += lots;
        order.row.expectedMicros += micros;
    }

    /** A bust or a correction takes back the execution that it names, once. */
    private void onTurnedBack(final AtVenue order) {
        final String execId = venueReport.execId();
        final Booked before = order.booked.get(venueReport.execRefId());
        if (before == null || before.lots == 0 || order.booked.containsKey(execId)) {
            return;
        }
        order.bookedLots -= before.lots;
        order.row.expectedLots -= before.lots;
        order.row.expectedMicros -= before.micros;
        before.lots = 0;
        before.micros = 0;
        if (venueReport.execType() == ExecType.TRADE_CORRECT) {
            final Listing listing = Listing.of(order.row.instrumentId);
            final long lots = venueReport.lastQtyE8() / listing.lotSizeE8();
            book(order, execId, lots, listing.micros(venueReport.lastPriceE8(), lots));
        } else {
            order.booked.put(execId, new Booked(0, 0));
        }
    }

    // ---- Outputs

    /**
     * Something that the input at hand has caused.
     *
     * @param templateId of the message.
     * @param buffer     holding it, header first.
     * @param offset     of the header.
     * @param length     of header and body.
     */
    public void onOutput(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        trace.output(sequence, buffer, offset);
        switch (templateId) {
            case OrderDeltaDecoder.TEMPLATE_ID -> {
                delta.wrapAndApplyHeader(buffer, offset, header);
                onDelta();
            }
            case ExecutionReportDecoder.TEMPLATE_ID -> {
                report.wrapAndApplyHeader(buffer, offset, header);
                onReport();
            }
            case CancelRejectDecoder.TEMPLATE_ID -> {
                cancelReject.wrapAndApplyHeader(buffer, offset, header);
                checkCause(cancelReject.sessionId(), cancelReject.clientSeq(), cancelReject.clOrdId());
            }
            case VenueNewOrderDecoder.TEMPLATE_ID -> {
                venueNewOrder.wrapAndApplyHeader(buffer, offset, header);
                onVenueNewOrder();
            }
            case VenueCancelDecoder.TEMPLATE_ID -> {
                venueCancel.wrapAndApplyHeader(buffer, offset, header);
                onVenueRequest(venueCancel.orderId(), venueCancel.venueClOrdId(), Kind.CANCEL, 0, 0);
            }
            case VenueReplaceDecoder.TEMPLATE_ID -> {
                venueReplace.wrapAndApplyHeader(buffer, offset, header);
                onVenueRequest(
                        venueReplace.orderId(),
                        venueReplace.venueClOrdId(),
                        Kind.REPLACE,
                        venueReplace.quantityE8(),
                        venueReplace.priceE8());
            }
            default -> {
                // Nothing to hold against it.
            }
        }
    }

    /** A request that was answered before is answered again. */
    public void onRepeatedAnswer() {
        repeatedAnswers++;
    }

    /** @return how many requests were answered again. */
    public long repeatedAnswers() {
        return repeatedAnswers;
    }

    /**
     * The input at hand was refused.
     *
     * @param refTemplateId template id of the input.
     * @param reason        why.
     * @param value         the figure at fault.
     */
    public void onInputRefused(final int refTemplateId, final RejectReason reason, final long value) {
        trace.note(sequence, "refused: " + reason + " " + value);
        refused = true;
        if (refTemplateId != template) {
            violation("a refusal speaks of template " + refTemplateId);
        }
    }

    /**
     * The input at hand has raised an alarm.
     *
     * @param kind    what is odd.
     * @param orderId of the order; 0 if there is none.
     * @param value   the figure.
     */
    public void onAlarm(final AlarmKind kind, final long orderId, final long value) {
        trace.note(sequence, "alarm " + kind + " order " + orderId + ": " + value);
        alarms[kind.value()]++;
        if (kind == AlarmKind.INFERRED_FILL) {
            onInferredFill(orderId, value);
        }
    }

    private void onInferredFill(final long orderId, final long lots) {
        final AtVenue order = atVenues.get(orderId);
        if (order == null) {
            violation("a fill was inferred for order " + orderId + ", which is at no venue");
            return;
        }
        order.inferredLots += lots;
        order.row.expectedLots += lots;
        order.row.moneyUnsure = true;
        order.bookedLots += lots;
        touch(order.row);
    }

    private void onDelta() {
        final long id = delta.orderId();
        AuditedOrder row = rows.get(id);
        final boolean first = row == null;
        if (first) {
            row = new AuditedOrder(id);
            rows.put(id, row);
        }
        touch(row);
        final Money money = money(delta.accountId());
        expect(delta.epoch(), epoch, "epoch of order ", id);
        expect(delta.outSeq(), outSeq + 1, "outSeq of order ", id);
        outSeq = delta.outSeq();
        expect(delta.accountSeq(), money.accountSeq + 1, "accountSeq of order ", id);
        money.accountSeq = delta.accountSeq();
        expect(delta.orderVersion(), row.version + 1, "version of order ", id);
        if (!first) {
            expect(delta.accountId(), row.accountId, "account of order ", id);
            expect(delta.createdNs(), row.createdNs, "creation of order ", id);
            expect(delta.instrumentId(), row.instrumentId, "instrument of order ", id);
            expect(delta.side().value(), row.side.value(), "side of order ", id);
        }
        // A bust makes a venue work a part of an order that had ended: it is called back, which shows.
        final boolean partIsBack = delta.destination() == -1
                && StatusMatrix.isEnd(row.status)
                && delta.ordStatus() == OrdStatus.PENDING_CANCEL;
        if (!matrix.allows(row.status, delta.ordStatus())
                && !partIsBack
                && !isOpenedAgain(row)
                && !isOutranked(row.status, delta.ordStatus(), delta.cumQtyLots() >= delta.quantityLots())) {
            violation(row + " may not become " + delta.ordStatus() + " by " + delta.execType());
        }
        final long lots = delta.cumQtyLots() - row.cumLots;
        final long micros = delta.cumValueMicros() - row.cumMicros;
        row.read(delta);
        row.publishedAt = sequence;
        if (first && row.isAtOneVenue() && row.clOrdId == 0) {
            onEnteredThere(row);
        }
        noteAsked(row);
        bookTrade(row, money, lots, micros);
        checkFigures(row);
        if (!row.isAtOneVenue()) {
            checkExposureOfParts(row);
        }
        money.live(row);
    }

    /** An order that no client has sent: the report at hand must speak of one that was given to the venue directly. */
    private void onEnteredThere(final AuditedOrder row) {
        final boolean reported = template == VenueExecutionReportDecoder.TEMPLATE_ID
                && venueReport.venueClOrdId() == 0
                && venueReport.execType() == ExecType.NEW;
        final String venueOrderId = reported ? venueReport.venueOrderId() : "";
        final VenueOrder there = truth.findEnteredThere(venueOrderId);
        if (there == null || enteredThere.containsKey(venueOrderId)) {
            violation(row + " is an order that nobody has made");
            return;
        }
        final AtVenue order = new AtVenue(row.orderId, row.destination, row, there, 0);
        row.atVenues.add(order);
        atVenues.put(row.orderId, order);
        enteredThere.put(venueOrderId, order);
    }

    private void noteAsked(final AuditedOrder row) {
        // Of an order that its venue has suspended the status does not say that a replace is pending.
        final boolean asks = template == ReplaceOrderDecoder.TEMPLATE_ID && row.execType == ExecType.PENDING_REPLACE;
        if (row.status != OrdStatus.PENDING_REPLACE && !asks) {
            row.askedTicks = 0;
            row.askedLots = 0;
            row.asked = 0;
        } else if (asks) {
            // Any of the replaces of a smartly routed order that follow one another may be what it becomes.
            // Less than what is filled cannot be asked for.
            final long lots = Math.max(replaceOrder.quantityLots(), row.cumLots);
            row.askedTicks = row.isAtOneVenue()
                    ? replaceOrder.priceTicks()
                    : Math.max(row.askedTicks, replaceOrder.priceTicks());
            row.askedLots = row.isAtOneVenue() ? lots : Math.max(row.askedLots, lots);
            row.asked++;
        }
    }

    /** A bust at a venue opens the child there again, and with it its parent, whatever that had ended as: it may be filled. */
    private boolean isOpenedAgain(final AuditedOrder row) {
        return delta.destination() == -1
                && !row.isLive()
                && (delta.execType() == ExecType.TRADE_CANCEL || delta.execType() == ExecType.TRADE_CORRECT);
    }

    /** Filled outranks Canceled and Expired: a late fill of all that was left, and a bust of it, change the status. */
    private static boolean isOutranked(final OrdStatus from, final OrdStatus to, final boolean isFilled) {
        return isFilled
                ? to == OrdStatus.FILLED && (from == OrdStatus.CANCELED || from == OrdStatus.EXPIRED)
                : from == OrdStatus.FILLED && (to == OrdStatus.CANCELED || to == OrdStatus.EXPIRED);
    }

    private void bookTrade(final AuditedOrder row, final Money money, final long lots, final long micros) {
        money.cashMicros -= row.sign() * micros;
        money.lots[row.instrumentId] += row.sign() * lots;
        switch (row.execType) {
            case TRADE -> {
                if (!row.moneyUnsure && (lots != delta.lastQtyLots() || lots <= 0)) {
                    violation(row + " was filled by " + delta.lastQtyLots() + ", but CumQty rose by " + lots);
                }
                if (delta.liquidity() == Liquidity.ROUTED_OUT) {
                    row.bookedLots += lots;
                    row.bookedMicros += micros;
                } else {
                    tradedLots += row.sign() * lots;
                    tradedMicros += row.sign() * micros;
                }
            }
            case TRADE_CANCEL, TRADE_CORRECT -> {
                row.bookedLots += lots;
                row.bookedMicros += micros;
            }
            default -> {
                if (lots != 0 || micros != 0) {
                    violation(row + " had its CumQty changed by " + lots + " with " + row.execType);
                }
            }
        }
    }

    private void checkFigures(final AuditedOrder row) {
        final long open = Math.max(0, row.lots - row.cumLots);
        if (row.leavesLots != (row.isLive() ? open : 0)) {
            violation(row + " has LeavesQty " + row.leavesLots + ", OrderQty less CumQty is " + open);
        }
        switch (row.status) {
            case FILLED -> {
                if (open > 0) {
                    violation(row + " is not filled");
                }
            }
            case NEW, PENDING_NEW -> {
                if (row.cumLots != 0) {
                    violation(row + " is filled in part");
                }
            }
            case PARTIALLY_FILLED -> {
                if (row.cumLots == 0 || open == 0) {
                    violation(row + " is not filled in part");
                }
            }
            default -> {
                // May have any quantity filled.
            }
        }
    }

    private void onReport() {
        checkCause(report.sessionId(), report.clientSeq(), report.clOrdId());
        if (report.rejectReason() == RejectReason.BACK_PRESSURE
                && (template != NewOrderDecoder.TEMPLATE_ID || admission != Admission.BACK_PRESSURE)) {
            violation("order " + report.clOrdId() + " was refused for back pressure; the journal says it was admitted");
        }
        if (template == NewOrderDecoder.TEMPLATE_ID
                && admission == Admission.BACK_PRESSURE
                && !possResend
                && report.clientSeq() != 0
                && report.duplicate() != BooleanType.T
                && report.rejectReason() == RejectReason.NONE) {
            violation("order " + report.clOrdId() + " was taken; the journal says it was not admitted");
        }
        final AuditedOrder row = rows.get(report.orderId());
        if (row != null && report.duplicate() != BooleanType.T && report.orderVersion() == row.version) {
            expect(report.cumQtyLots(), row.cumLots, "reported CumQty of order ", row.orderId);
            expect(report.leavesQtyLots(), row.leavesLots, "reported LeavesQty of order ", row.orderId);
            expect(report.ordStatus().value(), row.status.value(), "reported OrdStatus of order ", row.orderId);
            expect(report.cumValueMicros(), row.cumMicros, "reported money of order ", row.orderId);
        }
        if (report.orderId() != 0 && row == null) {
            violation("a report on order " + report.orderId() + ", which nobody has heard of");
        }
        final boolean refusedNow = template == NewOrderDecoder.TEMPLATE_ID && !possResend && report.clientSeq() != 0;
        if (refusedNow && report.rejectReason() == RejectReason.INSUFFICIENT_BUYING_POWER) {
            checkFree(money(report.accountId()), report.accountId(), 0, report.rejectLimit());
        } else if (refusedNow && report.rejectReason() == RejectReason.INSUFFICIENT_POSITION) {
            checkFree(money(report.accountId()), report.accountId(), report.instrumentId(), report.rejectLimit());
        }
    }

    /** An answer names the command that it answers: that must be the input at hand. */
    private void checkCause(final long session, final long seq, final long id) {
        // How an order stands is told with the ClOrdID that it has by now.
        final boolean asked = template == OrderStatusRequestDecoder.TEMPLATE_ID || possResend;
        if (seq != 0 && (session != sessionId || seq != clientSeq || (id != clOrdId && !asked))) {
            violation("an answer to request " + id + " (" + seq + " of session " + session
                    + "), which is not what was journalled");
        }
    }

    /** A refusal has told how much money (instrument 0) or how many lots are free. */
    private void checkFree(final Money money, final long account, final int instrument, final long free) {
        long least = 0;
        long most = 0;
        for (final AuditedOrder row : money.live) {
            if ((row.side == Side.BUY) != (instrument == 0) || (instrument != 0 && row.instrumentId != instrument)) {
                continue;
            }
            if (row.ordType != OrdType.LIMIT && row.side == Side.BUY) {
                if (row.atVenues.isEmpty() || !row.isAtOneVenue()) {
                    // What it may cost at most nobody outside has heard.
                    return;
                }
                final AtVenue order = row.atVenues.get(0);
                final long micros = row.lots == 0
                        ? order.cashMicros + order.cashMicros / 100 * COLLAR_PERCENT
                        : worth(row, priceTicksAtVenue(order), row.leavesLots);
                least += micros;
                most += row.lots == 0 ? micros + COLLAR_PERCENT : micros;
                continue;
            }
            // While the venue decides on replaces it may fill at any of their prices, for any of their quantities.
            final long askedLots = row.isAtOneVenue() ? 0 : Math.max(0, row.askedLots - row.cumLots);
            final long asItIs = worth(row, row.priceTicks, row.leavesLots);
            // The highest price and the largest quantity of several replaces need not be those of one.
            long dearest = row.asked > 1 ? asItIs : Math.max(asItIs, worth(row, row.askedTicks, askedLots));
            long highestTicks = askedLots == 0 ? row.priceTicks : Math.max(row.priceTicks, row.askedTicks);
            long mostLots = Math.max(row.leavesLots, askedLots);
            boolean inTheDark = false;
            for (final AtVenue order : row.atVenues) {
                inTheDark |= order.inTheDark;
                for (final Request request : order.requests) {
                    if (request.kind == Kind.REPLACE && !request.answered) {
                        final long ticks =
                                request.priceE8 / Listing.of(row.instrumentId).tickSizeE8();
                        final long lots = Math.max(0, request.lots - row.cumLots);
                        dearest = Math.max(dearest, worth(row, ticks, lots));
                        highestTicks = Math.max(highestTicks, ticks);
                        mostLots = Math.max(mostLots, lots);
                    }
                }
            }
            // Of what is in the dark some may have been settled already.
            least += inTheDark ? asItIs : dearest;
            most += worth(row, highestTicks, mostLots);
        }
        final long have = instrument == 0 ? money.cashMicros : money.lots[instrument];
        if (have - free < least || have - free > most) {
            violation("account " + account + " has " + have + " of "
                    + (instrument == 0 ? "money" : "instrument " + instrument)
                    + " and " + free + " free: reserved are " + (have - free) + ", its orders need " + least
                    + (most == least ? "" : " to " + most) + "; open: " + money.live);
        }
    }

    private static long priceTicksAtVenue(final AtVenue order) {
        return order.requests.get(0).priceE8
                / Listing.of(order.row.instrumentId).tickSizeE8();
    }

    private static long worth(final AuditedOrder row, final long priceTicks, final long lots) {
        return row.side == Side.BUY ? Listing.of(row.instrumentId).microsAtTicks(priceTicks, lots) : lots;
    }

    private void onVenueNewOrder() {
        final long orderId = venueNewOrder.orderId();
        final long parentId = venueNewOrder.parentOrderId();
        final AuditedOrder row = rows.get(parentId == 0 ? orderId : parentId);
        if (row == null) {
            violation("order " + orderId + " goes to a venue, but nobody has heard of it");
            return;
        }
        if (atVenues.get(orderId) != null) {
            violation(row + " goes to a venue a second time");
            return;
        }
        final AtVenue order = new AtVenue(
                orderId,
                venueNewOrder.venueId(),
                row,
                truth.find(orderId),
                venueNewOrder.cashOrderQtyE8() / E8_PER_MICRO);
        row.atVenues.add(order);
        atVenues.put(orderId, order);
        add(
                order,
                new Request(
                        venueNewOrder.venueClOrdId(),
                        Kind.NEW,
                        venueNewOrder.quantityE8()
                                / Listing.of(row.instrumentId).lotSizeE8(),
                        venueNewOrder.priceE8()));
    }

    private void onVenueRequest(
            final long orderId, final long id, final Kind kind, final long quantityE8, final long priceE8) {
        final AtVenue order = atVenues.get(orderId);
        if (order == null) {
            if (orderId != 0) {
                violation("a request to a venue for order " + orderId + ", which was never sent");
            }
            return;
        }
        add(
                order,
                new Request(
                        id,
                        kind,
                        quantityE8 / Listing.of(order.row.instrumentId).lotSizeE8(),
                        priceE8));
    }

    private void add(final AtVenue order, final Request request) {
        final Request waited = order.unsent(request.kind);
        request.leftAt = sequence;
        if (waited == null) {
            order.requests.add(request);
        } else {
            waited.clOrdId = request.clOrdId;
            waited.leftAt = sequence;
            if (waited.lots != request.lots || waited.priceE8 != request.priceE8) {
                violation(
                        order.row + " asks its venue for " + request.lots + " lots, and was asked for " + waited.lots);
            }
        }
        if (byClOrdId.put(request.clOrdId, order) != null) {
            violation("the ClOrdID " + request.clOrdId + " was used twice");
        }
        touch(order.row);
    }

    private void touch(final AuditedOrder row) {
        if (!row.touched) {
            row.touched = true;
            touched.add(row);
        }
    }

    /** The input at hand has no more outputs. */
    public void endOfInput() {
        if (!refused && template == CashAdjustedDecoder.TEMPLATE_ID) {
            money(accountId).cashMicros += amount;
        } else if (!refused && template == PositionAdjustedDecoder.TEMPLATE_ID) {
            money(accountId).lots[instrumentId] += amount;
        }
        if (!refused && template == EpochStartedDecoder.TEMPLATE_ID) {
            epoch = amount;
        }
        if (tradedLots != 0 || tradedMicros != 0) {
            violation("trades in the core's own book make " + tradedLots + " lots and " + tradedMicros
                    + " micros of nothing");
        }
        for (int i = 0; i < touched.size(); i++) {
            final AuditedOrder row = touched.get(i);
            row.touched = false;
            atVenue |= !row.atVenues.isEmpty();
            checkAtEnd(row);
        }
        touched.clear();
        if (atVenue) {
            inputsAtVenues++;
        }
    }

    private void checkAtEnd(final AuditedOrder row) {
        if (row.expectedLots != row.bookedLots || (row.expectedMicros != row.bookedMicros && !row.moneyUnsure)) {
            violation(row + " has executions of " + row.expectedLots + " lots and " + row.expectedMicros
                    + " micros, but " + row.bookedLots + " lots and " + row.bookedMicros + " micros were booked");
        }
        row.expectedLots = 0;
        row.expectedMicros = 0;
        row.bookedLots = 0;
        row.bookedMicros = 0;
        row.moneyUnsure = false;
        if (row.isAtOneVenue() && row.atVenues.isEmpty() && row.isLive() && row.status != OrdStatus.PENDING_NEW) {
            violation(row + " has not been sent to its venue");
        }
        if (row.exposureLots > row.overFilledLots && !row.isLive() && !row.excused) {
            violation(row + " has ended with " + row.exposureLots + " lots exposed");
        }
        if (!row.atVenues.isEmpty()) {
            final AtVenue first = row.atVenues.get(0);
            if (row.isAtOneVenue() && row.isLive()) {
                noteUnsent(row, first);
            }
            checkExposure(row);
            if (row.isAtOneVenue()) {
                checkPending(row, first);
            }
        }
    }

    /** What its venues may fill in all must never be more than was ordered. */
    private void checkExposure(final AuditedOrder row) {
        long mayReach = 0;
        long allowed = row.lots;
        for (final AtVenue order : row.atVenues) {
            if (order.there != null) {
                mayReach += order.there.mayReachLots();
                row.excused |= order.there.isExcused();
            }
            if (row.isAtOneVenue()) {
                // The client asked for it: the order may grow to that for as long as the venue has not refused.
                allowed = Math.max(allowed, order.largestReplaceLots());
                if (row.lots == 0 && order.cashMicros > 0) {
                    // Its venue has not yet said how many lots the money makes.
                    return;
                }
            }
        }
        if (mayReach > allowed && !row.excused && !row.atVenues.get(0).inTheDark) {
            violation(row + " may be filled up to " + mayReach + ", above " + allowed);
        }
    }

    /** What is said of a smartly routed order to be exposed covers what venues may fill, and is never more than is left. */
    private void checkExposureOfParts(final AuditedOrder row) {
        long mayReach = 0;
        row.overFilledLots = 0;
        for (final AtVenue order : row.atVenues) {
            long lots = order.requests.get(0).lots;
            if (order.there != null) {
                lots = Math.min(lots, order.there.lots());
                mayReach += order.there.mayReachLots();
                row.excused |= order.there.isExcused();
            }
            // An execution by the drop copy may come before a bust that makes room for it.
            row.overFilledLots += Math.max(0, order.bookedLots - lots);
        }
        if (row.excused) {
            return;
        }
        if (row.exposureLots < 0 || (row.exposureLots > 0 && row.destination == 0)) {
            violation(row + " has " + row.exposureLots + " lots exposed");
        }
        if (row.exposureLots > Math.max(0, row.lots - row.cumLots + row.overFilledLots)) {
            violation(row + " has " + row.exposureLots + " lots exposed, more than are left");
        }
        // What takes the place of an inferred fill is told in two steps.
        if (row.cumLots + row.exposureLots < mayReach && !row.moneyUnsure) {
            violation(row + " has " + row.exposureLots + " lots exposed, but may be filled up to " + mayReach);
        }
    }

    private void checkPending(final AuditedOrder row, final AtVenue order) {
        if (!row.isLive()) {
            order.allAnswered();
            order.inTheDark = false;
            checkExposureAtVenue(row, order);
            return;
        }
        final boolean pending = row.status == OrdStatus.PENDING_CANCEL
                || row.status == OrdStatus.PENDING_REPLACE
                || row.status == OrdStatus.PENDING_NEW;
        if (order.inTheDark || row.status == OrdStatus.SUSPENDED) {
            order.inTheDark &= order.isWaiting() || pending || row.status == OrdStatus.SUSPENDED;
            checkExposureAtVenue(row, order);
            return;
        }
        final OrdStatus expected = order.isWaitingFor(Kind.CANCEL)
                ? OrdStatus.PENDING_CANCEL
                : order.isWaitingFor(Kind.REPLACE)
                        ? OrdStatus.PENDING_REPLACE
                        : order.isWaitingFor(Kind.NEW) ? OrdStatus.PENDING_NEW : null;
        if (expected == null ? pending : row.status != expected) {
            violation(row + " is to be " + (expected == null ? "none of the pending ones" : expected));
        }
        checkExposureAtVenue(row, order);
    }

    /** What was asked for with the input at hand, and has not left, waits for the venue's message limit. */
    private void noteUnsent(final AuditedOrder row, final AtVenue order) {
        final boolean venueHasIt = template == VenueExecutionReportDecoder.TEMPLATE_ID
                && (venueReport.execType() == ExecType.PENDING_CANCEL
                        || venueReport.execType() == ExecType.PENDING_REPLACE);
        if (row.publishedAt != sequence || venueHasIt) {
            return;
        }
        if (row.execType == ExecType.PENDING_CANCEL && !order.isWaitingFor(Kind.CANCEL)) {
            order.requests.add(new Request(0, Kind.CANCEL, 0, 0));
        } else if (row.execType == ExecType.PENDING_REPLACE && template == ReplaceOrderDecoder.TEMPLATE_ID) {
            final long priceE8 = row.askedTicks * Listing.of(row.instrumentId).tickSizeE8();
            if (!order.hasReplaceLeft(sequence, row.askedLots, priceE8)) {
                order.requests.add(new Request(0, Kind.REPLACE, row.askedLots, priceE8));
            }
        }
    }

    /** What is said of an order at one venue to be exposed is what is left of it, or what a replace would leave. */
    private void checkExposureAtVenue(final AuditedOrder row, final AtVenue order) {
        if (row.publishedAt != sequence) {
            return;
        }
        final long replaced = Math.max(0, order.largestReplaceLots() - row.cumLots);
        final long most = row.isLive() ? Math.max(row.leavesLots, replaced) : 0;
        final long least = order.inTheDark ? row.leavesLots : most;
        if (row.exposureLots < least || row.exposureLots > most) {
            violation(row + " has " + row.exposureLots + " lots exposed, and should have " + least
                    + (most == least ? "" : " to " + most));
        }
    }

    // ---- At rest

    /**
     * Everything has come to rest: what the core believes to be open is what venues have open.
     *
     * @param live orders that venues may still fill.
     */
    public void compareLiveOrders(final List<VenueOrder> live) {
        for (final VenueOrder there : live) {
            final AtVenue entered = enteredThere.get(there.venueOrderId());
            final AtVenue order = entered == null ? atVenues.get(there.orderId()) : entered;
            if (order == null) {
                violation("a venue works order " + there.orderId() + ", which nobody has heard of");
                continue;
            }
            final AuditedOrder row = order.row;
            if (!row.isLive()) {
                violation(row + " has ended, but its venue works it");
            } else if (row.isAtOneVenue()) {
                if (row.lots != there.lots()) {
                    violation(row + " has quantity " + there.lots() + " at its venue");
                }
                final long priceTicks = row.ordType == OrdType.MARKET ? priceTicksAtVenue(order) : row.priceTicks;
                if (priceTicks * Listing.of(row.instrumentId).tickSizeE8() != there.priceE8()) {
                    violation(row + " has price " + there.priceE8() + " (E8) at its venue");
                }
                if ((row.status == OrdStatus.DONE_FOR_DAY) != there.isDoneForDay()) {
                    violation(row + (there.isDoneForDay() ? " is done for the day" : " is worked") + " at its venue");
                }
            }
        }
        compareAll();
    }

    /**
     * Everything was cancelled and has come to rest.
     *
     * @param live orders that venues may still fill.
     */
    public void compareEnded(final List<VenueOrder> live) {
        for (final VenueOrder there : live) {
            violation("a venue still works order " + there.orderId() + ": " + rows.get(there.orderId()));
        }
        for (final AuditedOrder row : rows.values()) {
            if (row.isLive()) {
                violation(row + " is still open after everything was cancelled");
            }
        }
        compareAll();
        countParents();
        forgetOld();
    }

    /** Counts smartly routed orders that have ended, and those that venues have filled beyond what was ordered. */
    private void countParents() {
        for (final AuditedOrder row : rows.values()) {
            if (!row.old && row.destination == -1 && row.status != OrdStatus.REJECTED) {
                long filled = 0;
                for (final AtVenue order : row.atVenues) {
                    final VenueOrder there = order.there;
                    filled += there == null ? 0 : there.cumLots();
                }
                parents++;
                parentsFilled += filled > 0 ? 1 : 0;
                children += row.atVenues.size();
                overFilled += filled > row.lots ? 1 : 0;
            }
        }
    }

    /** @return smartly routed orders that have ended. */
    public long parents() {
        return parents;
    }

    /** @return those that were filled, at least in part. */
    public long parentsFilled() {
        return parentsFilled;
    }

    /** @return orders at venues that were made of them. */
    public long children() {
        return children;
    }

    /** @return those that venues have filled beyond what was ordered. */
    public long overFilled() {
        return overFilled;
    }

    private void compareAll() {
        for (final AuditedOrder row : rows.values()) {
            for (final AtVenue order : row.atVenues) {
                final VenueOrder there = order.there;
                final long lots = there == null ? 0 : there.cumLots();
                if (lots != order.bookedLots) {
                    violation(row + " has " + order.bookedLots + " lots booked of venue " + order.venueId
                            + ", which has filled " + lots);
                }
                if (row.isLive() && row.isAtOneVenue() && (there == null || !there.isLive())) {
                    violation(row + " is open, but its venue does not work it");
                }
                if (row.isAtOneVenue() && there != null && there.cumMicros() != row.cumMicros) {
                    violation(row + " has traded " + row.cumMicros + " micros, by its venue " + there.cumMicros());
                }
            }
        }
    }

    /** Forgets what had ended before the last rest already. */
    private void forgetOld() {
        final List<AuditedOrder> forgotten = new ArrayList<>();
        for (final AuditedOrder row : rows.values()) {
            if (row.old) {
                forgotten.add(row);
            }
            row.old = true;
        }
        for (final AuditedOrder row : forgotten) {
            rows.remove(row.orderId);
            for (final AtVenue order : row.atVenues) {
                atVenues.remove(order.orderId);
                if (order.there != null) {
                    enteredThere.remove(order.there.venueOrderId());
                }
                for (final Request request : order.requests) {
                    byClOrdId.remove(request.clOrdId);
                }
            }
        }
    }

    private Money money(final long account) {
        Money money = accounts.get(account);
        if (money == null) {
            money = new Money();
            accounts.put(account, money);
        }
        return money;
    }

    private void expect(final long actual, final long expected, final String what, final long orderId) {
        if (actual != expected) {
            violation(what + orderId + " is " + actual + " and should be " + expected);
        }
    }
}
