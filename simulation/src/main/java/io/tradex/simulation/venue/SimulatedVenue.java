package io.tradex.simulation.venue;

import io.tradex.protocol.journal.VenueCancelRejectEncoder;
import io.tradex.protocol.journal.VenueExecutionReportEncoder;
import io.tradex.protocol.journal.VenueQuoteEncoder;
import io.tradex.protocol.journal.VenueRequestRejectedEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.ReportSource;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import io.tradex.simulation.venue.VenueOrder.Execution;
import io.tradex.simulation.venue.VenueOrder.Request;
import io.tradex.simulation.world.Dice;
import io.tradex.simulation.world.Fault;
import io.tradex.simulation.world.Faults;
import io.tradex.simulation.world.Listing;
import io.tradex.simulation.world.VirtualTime;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An exchange in memory. It fills orders against a random walk, slowly and in parts, and misbehaves as the dice say. Its own books
 * are always true; only what it reports of them, and when, may not be.
 */
public final class SimulatedVenue {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long MILLIS = 1_000_000;
    private static final int CXL_REJ_TOO_LATE = 0;
    private static final int CXL_REJ_UNKNOWN = 1;
    private static final int CXL_REJ_BROKER = 2;
    private static final int MAX_EXCHANGES_KEPT = 64;
    private static final long E8_PER_MICRO = 100;
    private static final int GOOD_TILL_RESTATEMENT = 1;

    private final int venueId;
    private final VirtualTime time;
    private final Dice dice;
    private final Faults faults;
    private final VenueSession session;
    private final long[] middleTicks;
    private final List<VenueOrder> live = new ArrayList<>();
    private final Long2ObjectHashMap<VenueOrder> byClOrdId = new Long2ObjectHashMap<>();
    private final Map<String, VenueOrder> enteredHere = new HashMap<>();
    private final OrdersOfVenues orders;
    private final long[] accountIds;
    private final List<byte[]> recentExecutions = new ArrayList<>();
    private final long tickNs;

    private final UnsafeBuffer encoded = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final VenueExecutionReportEncoder report = new VenueExecutionReportEncoder();
    private final VenueCancelRejectEncoder cancelReject = new VenueCancelRejectEncoder();
    private final VenueRequestRejectedEncoder requestRejected = new VenueRequestRejectedEncoder();
    private final VenueQuoteEncoder quote = new VenueQuoteEncoder();
    private final VenueNewOrderDecoder newOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder cancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder replace = new VenueReplaceDecoder();
    private final VenueStatusRequestDecoder statusRequest = new VenueStatusRequestDecoder();
    private final VenueMassStatusRequestDecoder massStatus = new VenueMassStatusRequestDecoder();

    private final VenueOrder[] filledOrders = new VenueOrder[16];
    private int filledCount;
    private long foreignCount;
    private long execCount;
    private String lastExecId;
    private long orderCount;
    private long stormUntilNs;
    private boolean trading;
    private boolean ticking;

    /**
     * @param venueId    of the venue.
     * @param time       of the world.
     * @param dice       of this venue.
     * @param faults     what goes wrong.
     * @param core       takes what the venue says.
     * @param orders     takes the orders of all venues.
     * @param accountIds of accounts for which somebody may give the venue an order directly.
     * @param latencyNs  one way, at least.
     * @param tickNs     between two moments at which something happens in the market.
     */
    public SimulatedVenue(
            final int venueId,
            final VirtualTime time,
            final Dice dice,
            final Faults faults,
            final CoreDoor core,
            final OrdersOfVenues orders,
            final long[] accountIds,
            final long latencyNs,
            final long tickNs) {
        this.venueId = venueId;
        this.time = time;
        this.dice = dice;
        this.faults = faults;
        this.orders = orders;
        this.accountIds = accountIds;
        this.tickNs = tickNs;
        session = new VenueSession(venueId, time, dice.split(), faults, core, this, latencyNs);
        final Listing[] listings = Listing.all();
        middleTicks = new long[listings.length + 1];
        for (final Listing listing : listings) {
            middleTicks[listing.instrumentId()] = listing.middleTicks() + dice.between(-20, 20);
        }
    }

    /** @return the id. */
    public int venueId() {
        return venueId;
    }

    // ---- What the world does with it

    /** @param isTrading whether its market moves and it does things by itself. */
    public void trading(final boolean isTrading) {
        trading = isTrading;
        if (isTrading && !ticking) {
            ticking = true;
            time.after(dice.waitNs(tickNs), this::tick);
        }
    }

    /** @return whether its session with the core is up. */
    public boolean isUp() {
        return session.isUp();
    }

    /** @return whether the core has all that it has said. */
    public boolean isCaughtUp() {
        return session.isCaughtUp();
    }

    /** Its session breaks, if it is up. */
    public void cut() {
        if (session.isUp()) {
            faults.count(Fault.SESSION_CUT);
            session.cut();
        }
    }

    /** The core's process has died, and the session with it. */
    public void coreDied() {
        session.cut();
    }

    /** @param lastMsgSeqNum that the core has in its journal when it starts anew. */
    public void coreStarted(final long lastMsgSeqNum) {
        session.coreStarted(lastMsgSeqNum);
    }

    /** @param delayNs after which the session is to come up, if it is down. */
    public void logonAfter(final long delayNs) {
        session.logonAfter(delayNs);
    }

    /** @param forNs how long it refuses most orders. */
    public void storm(final long forNs) {
        stormUntilNs = time.nanoTime() + forNs;
    }

    /** @return how many orders it may still fill. */
    public int liveOrders() {
        return live.size();
    }

    /** @return orders it may still fill. */
    public List<VenueOrder> live() {
        return List.copyOf(live);
    }

    /** A new trading day: ExecIDs begin anew. The core has all that was said on the last one in its journal. */
    public void newDay() {
        session.forget();
        execCount = 0;
        lastExecId = null;
        recentExecutions.clear();
    }

    /** The market closes for the night: orders for the day end, of the others some are done for the day. */
    public void closeForTheNight() {
        for (final VenueOrder order : List.copyOf(live)) {
            if (order.timeInForce != TimeInForce.GTC) {
                end(order, dice.coin() ? OrdStatus.EXPIRED : OrdStatus.DONE_FOR_DAY, order.currentId, 0);
            } else if (faults.happensAtRest(Fault.DONE_FOR_THE_NIGHT)) {
                order.doneForDay = true;
                sayReport(order, ExecType.DONE_FOR_DAY, order.currentId, 0, null, null);
            }
        }
    }

    /** A new trading day begins with orders that outlived the last one. */
    public void openInTheMorning() {
        // Trades of the last day are final.
        Arrays.fill(filledOrders, null);
        for (final VenueOrder order : List.copyOf(live)) {
            if (order.doneForDay) {
                order.doneForDay = false;
                if (faults.happensAtRest(Fault.RESTATED_IN_THE_MORNING)) {
                    time.after(dice.between(0, 50 * MILLIS), () -> {
                        if (order.live) {
                            sayReport(
                                    order,
                                    ExecType.RESTATED,
                                    order.currentId,
                                    0,
                                    null,
                                    out -> out.reasonCode(GOOD_TILL_RESTATEMENT));
                        }
                    });
                }
            }
        }
    }

    /** The core is stopped: the session's sequence numbers begin at 1 when it starts again. */
    public void resetSequence() {
        session.resetSequence();
    }

    /** Forgets orders that ended and messages that the core has in its journal. */
    public void forget() {
        session.forget();
        enteredHere.values().removeIf(order -> !order.live);
        Arrays.fill(filledOrders, null);
        byClOrdId.values().removeIf(order -> !order.live && !order.onItsWay);
    }

    /**
     * A request of the core.
     *
     * @param templateId of the message.
     * @param buffer     holding it, header first.
     * @param offset     of the header.
     * @param length     of header and body.
     */
    public void request(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        session.request(templateId, buffer, offset, length);
    }

    static long clOrdIdOf(final int templateId, final DirectBuffer buffer, final int offset) {
        final int at = switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> VenueNewOrderDecoder.venueClOrdIdEncodingOffset();
            case VenueCancelDecoder.TEMPLATE_ID -> VenueCancelDecoder.venueClOrdIdEncodingOffset();
            case VenueReplaceDecoder.TEMPLATE_ID -> VenueReplaceDecoder.venueClOrdIdEncodingOffset();
            default -> throw new IllegalArgumentException("template " + templateId + " has no ClOrdID of its own");
        };
        return buffer.getLong(offset + HEADER + at, ByteOrder.LITTLE_ENDIAN);
    }

    // ---- Requests, as the session brings them

    /** A request leaves the core: from now on the venue may get it. */
    void onSent(final int templateId, final byte[] frame) {
        view.wrap(frame);
        if (templateId == VenueNewOrderDecoder.TEMPLATE_ID) {
            newOrder.wrapAndApplyHeader(view, 0, headerDecoder);
            final Listing listing = Listing.of(newOrder.symbol());
            final long cashMicros = newOrder.cashOrderQtyE8() / E8_PER_MICRO;
            final VenueOrder order = new VenueOrder(
                    newOrder.orderId(),
                    newOrder.parentOrderId(),
                    newOrder.accountId(),
                    listing,
                    newOrder.side(),
                    newOrder.timeInForce(),
                    newOrder.venueClOrdId(),
                    newOrder.priceE8(),
                    cashMicros > 0
                            ? cashMicros / listing.micros(newOrder.priceE8(), 1)
                            : newOrder.quantityE8() / listing.lotSizeE8(),
                    "V" + venueId + "-" + ++orderCount);
            orders.sent(order);
            byClOrdId.put(order.currentId, order);
        } else if (templateId == VenueReplaceDecoder.TEMPLATE_ID) {
            replace.wrapAndApplyHeader(view, 0, headerDecoder);
            final VenueOrder order = orderOf(replace.orderId(), replace.venueOrderId());
            if (order != null) {
                order.replaces.add(requestOf(replace, order));
            }
        }
    }

    /** The order with the core's id, or one that was given to us directly and gets the core's id now. */
    private VenueOrder orderOf(final long orderId, final String venueOrderId) {
        final VenueOrder sent = orders.find(orderId);
        if (sent != null) {
            return sent;
        }
        final VenueOrder entered = enteredHere.get(venueOrderId);
        if (entered != null && entered.orderId == 0 && orderId != 0) {
            entered.orderId = orderId;
            orders.numbered(entered);
        }
        return entered;
    }

    private static Request requestOf(final VenueReplaceDecoder message, final VenueOrder order) {
        return new Request(
                message.venueClOrdId(),
                message.origVenueClOrdId(),
                true,
                message.priceE8(),
                message.quantityE8() / order.listing.lotSizeE8());
    }

    /** A request is lost for good. */
    void onLost(final int templateId, final byte[] frame) {
        view.wrap(frame);
        if (templateId == VenueNewOrderDecoder.TEMPLATE_ID) {
            newOrder.wrapAndApplyHeader(view, 0, headerDecoder);
            final VenueOrder order = byClOrdId.remove(newOrder.venueClOrdId());
            order.onItsWay = false;
            order.status = OrdStatus.REJECTED;
        } else if (templateId == VenueReplaceDecoder.TEMPLATE_ID) {
            replace.wrapAndApplyHeader(view, 0, headerDecoder);
            forgetReplace(replace.orderId(), replace.venueClOrdId());
        }
    }

    private void forgetReplace(final long orderId, final long clOrdId) {
        final VenueOrder order = orders.find(orderId);
        if (order != null) {
            order.replaces.removeIf(request -> request.clOrdId == clOrdId);
        }
    }

    void onArrived(final int templateId, final byte[] frame) {
        view.wrap(frame);
        switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> {
                newOrder.wrapAndApplyHeader(view, 0, headerDecoder);
                onNewOrder(byClOrdId.get(newOrder.venueClOrdId()));
            }
            case VenueCancelDecoder.TEMPLATE_ID -> {
                cancel.wrapAndApplyHeader(view, 0, headerDecoder);
                final long origId = cancel.origVenueClOrdId();
                final VenueOrder order =
                        origId == 0 ? orderOf(cancel.orderId(), cancel.venueOrderId()) : byClOrdId.get(origId);
                if (order == null && origId == 0) {
                    sayForeign(OrdStatus.CANCELED, cancel.foreignClOrdId(), 0);
                    return;
                }
                onRequest(order, new Request(cancel.venueClOrdId(), cancel.origVenueClOrdId(), false, 0, 0));
            }
            case VenueReplaceDecoder.TEMPLATE_ID -> {
                replace.wrapAndApplyHeader(view, 0, headerDecoder);
                final long origId = replace.origVenueClOrdId();
                final VenueOrder order =
                        origId == 0 ? orderOf(replace.orderId(), replace.venueOrderId()) : byClOrdId.get(origId);
                if (order == null) {
                    forgetReplace(replace.orderId(), replace.venueClOrdId());
                    onRequest(null, new Request(replace.venueClOrdId(), replace.origVenueClOrdId(), true, 0, 0));
                } else {
                    onRequest(order, requestOf(replace, order));
                }
            }
            case VenueStatusRequestDecoder.TEMPLATE_ID -> {
                statusRequest.wrapAndApplyHeader(view, 0, headerDecoder);
                onStatusRequest(statusRequest.venueClOrdId(), statusRequest.venueOrderId());
            }
            case VenueMassStatusRequestDecoder.TEMPLATE_ID -> {
                massStatus.wrapAndApplyHeader(view, 0, headerDecoder);
                onMassStatusRequest(massStatus.massStatusId());
            }
            default -> throw new IllegalStateException("request of template " + templateId);
        }
    }

    /** After a logon some venues send again what they have sent long ago. */
    void onLogon() {
        if (!recentExecutions.isEmpty() && faults.happens(Fault.OLD_EXECUTIONS_REPLAYED)) {
            for (final byte[] execution : recentExecutions) {
                final byte[] again = execution.clone();
                view.wrap(again);
                view.putByte(
                        HEADER + VenueExecutionReportEncoder.possDupEncodingOffset(), (byte) BooleanType.T.value());
                session.say(again);
            }
        }
    }

    private void onNewOrder(final VenueOrder order) {
        final long thinkNs = faults.happens(Fault.SLOW_ACK)
                ? dice.between(50 * MILLIS, 600 * MILLIS)
                : dice.between(20_000, 2 * MILLIS);
        order.deciding = true;
        time.after(thinkNs, () -> decideOn(order));
    }

    private void decideOn(final VenueOrder order) {
        order.onItsWay = false;
        order.deciding = false;
        final boolean storm =
                time.nanoTime() < stormUntilNs && faults.isPossible(Fault.REJECT_STORM) && dice.below(5) > 0;
        if (storm || order.lots == 0 || faults.happens(Fault.REJECT)) {
            order.status = OrdStatus.REJECTED;
            sayReport(order, ExecType.REJECTED, order.currentId, 0, null, out -> out.reasonCode(99));
            decideNext(order);
            return;
        }
        if (faults.happens(Fault.REQUEST_UNREADABLE)) {
            order.status = OrdStatus.REJECTED;
            byClOrdId.remove(order.currentId);
            sayUnreadable(order.currentId);
            decideNext(order);
            return;
        }
        order.accepted = true;
        order.status = OrdStatus.NEW;
        goLive(order);
        final boolean fillFirst = faults.happens(Fault.FILL_BEFORE_ACK);
        if (!fillFirst) {
            sayReport(order, ExecType.NEW, order.currentId, 0, null, null);
        }
        final boolean immediate = order.timeInForce == TimeInForce.IOC || order.timeInForce == TimeInForce.FOK;
        if (order.timeInForce == TimeInForce.FOK) {
            if (dice.coin()) {
                fill(order, order.leavesLots());
            }
        } else if (immediate || fillFirst || dice.below(3) == 0) {
            final int parts = dice.below(immediate ? 4 : 3) + (fillFirst ? 1 : 0);
            for (int i = 0; i < parts && order.leavesLots() > 0; i++) {
                fill(order, i == 2 ? order.leavesLots() : dice.between(1, order.leavesLots()));
            }
        }
        if (immediate && order.live) {
            end(order, dice.coin() ? OrdStatus.CANCELED : OrdStatus.EXPIRED, order.currentId, 0);
        }
        decideNext(order);
    }

    private void onRequest(final VenueOrder order, final Request request) {
        if (order == null || (!order.onItsWay && !order.accepted)) {
            sayCancelReject(null, request, CXL_REJ_UNKNOWN);
            if (order != null) {
                order.replaces.removeIf(other -> other.clOrdId == request.clOrdId);
            }
            return;
        }
        if (byClOrdId.get(request.clOrdId) != null) {
            throw new IllegalStateException("ClOrdID " + request.clOrdId + " was used twice");
        }
        byClOrdId.put(request.clOrdId, order);
        order.waiting.add(request);
        if (order.live && dice.below(3) == 0) {
            sayReport(
                    order,
                    request.replace ? ExecType.PENDING_REPLACE : ExecType.PENDING_CANCEL,
                    request.clOrdId,
                    order.currentId,
                    null,
                    null);
        }
        if (!order.deciding) {
            decideNext(order);
        }
    }

    private void decideNext(final VenueOrder order) {
        if (!order.deciding && !order.waiting.isEmpty()) {
            order.deciding = true;
            time.after(dice.between(20_000, 5 * MILLIS), () -> decideRequest(order));
        }
    }

    private void decideRequest(final VenueOrder order) {
        order.deciding = false;
        if (order.live && order.leavesLots() > 0 && faults.happens(Fault.CROSSING_FILL)) {
            fill(order, dice.coin() ? order.leavesLots() : dice.between(1, order.leavesLots()));
        }
        final Request request = order.waiting.poll();
        order.replaces.removeIf(other -> other.clOrdId == request.clOrdId);
        if (request.replace) {
            decideReplace(order, request);
        } else {
            decideCancel(order, request);
        }
        decideNext(order);
    }

    private void decideCancel(final VenueOrder order, final Request request) {
        if (!order.live) {
            sayCancelReject(order, request, CXL_REJ_TOO_LATE);
        } else if (request.origClOrdId != order.currentId && !order.waiting.isEmpty()) {
            sayCancelReject(order, request, CXL_REJ_BROKER);
        } else if (faults.happens(Fault.CANCEL_REJECT)) {
            sayCancelReject(order, request, CXL_REJ_BROKER);
        } else {
            final long leavesLots = order.leavesLots();
            end(order, OrdStatus.CANCELED, request.clOrdId, order.currentId);
            if (leavesLots > 0 && faults.happens(Fault.LATE_FILL)) {
                order.excused = true;
                final long lots = dice.between(1, leavesLots);
                time.after(dice.between(MILLIS, 60 * MILLIS), () -> fill(order, lots));
            }
        }
    }

    private void decideReplace(final VenueOrder order, final Request request) {
        if (!order.live) {
            sayCancelReject(order, request, CXL_REJ_TOO_LATE);
            return;
        }
        if (request.origClOrdId != order.currentId
                || (request.lots < order.cumLots && dice.coin())
                || faults.happens(Fault.REPLACE_REJECT)) {
            sayCancelReject(order, request, CXL_REJ_BROKER);
            return;
        }
        if (request.lots < order.cumLots) {
            // It is amended to what is filled; the core may not have heard of all of that.
            order.excused |= order.hasUntold();
        }
        final long orig = order.currentId;
        order.currentId = request.clOrdId;
        order.priceE8 = request.priceE8;
        order.lots = Math.max(request.lots, order.cumLots);
        if (order.lots == order.cumLots) {
            order.status = OrdStatus.FILLED;
            goDead(order);
        } else {
            order.status = order.cumLots == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED;
        }
        sayReport(order, ExecType.REPLACED, request.clOrdId, orig, null, null);
    }

    private void onStatusRequest(final long clOrdId, final String venueOrderId) {
        if (faults.happens(Fault.STATUS_UNANSWERED)) {
            return;
        }
        final VenueOrder order = clOrdId == 0 ? enteredHere.get(venueOrderId) : byClOrdId.get(clOrdId);
        if (order == null || (order.onItsWay && !order.deciding)) {
            beginReport()
                    .venueClOrdId(clOrdId)
                    .venueOrderId(clOrdId == 0 ? venueOrderId : "")
                    .execType(ExecType.ORDER_STATUS)
                    .ordStatus(OrdStatus.REJECTED)
                    .unknownOrder(BooleanType.T);
            sayEncoded();
        } else {
            sayReport(order, ExecType.ORDER_STATUS, order.currentId, 0, null, null);
        }
    }

    private void onMassStatusRequest(final long massStatusId) {
        final List<VenueOrder> told = new ArrayList<>();
        for (final VenueOrder order : live) {
            if (!faults.happens(Fault.MASS_STATUS_OMISSION)) {
                told.add(order);
            }
        }
        if (faults.happens(Fault.FOREIGN_ORDER)) {
            sayForeign(OrdStatus.NEW, "F" + ++foreignCount, massStatusId);
        }
        if (told.isEmpty()) {
            beginReport()
                    .execType(ExecType.ORDER_STATUS)
                    .ordStatus(OrdStatus.REJECTED)
                    .unknownOrder(BooleanType.T)
                    .massStatusId(massStatusId)
                    .lastReport(BooleanType.T);
            sayEncoded();
        }
        for (int i = 0; i < told.size(); i++) {
            final BooleanType last = i == told.size() - 1 ? BooleanType.T : BooleanType.F;
            final VenueOrder order = told.get(i);
            sayReport(
                    order,
                    ExecType.ORDER_STATUS,
                    order.currentId,
                    0,
                    null,
                    out -> out.massStatusId(massStatusId).lastReport(last));
        }
    }

    /** Speaks of an order that somebody else has sent. */
    private void sayForeign(final OrdStatus status, final String clOrdId, final long massStatusId) {
        final Listing listing = Listing.of(1);
        beginReport()
                .execType(massStatusId == 0 ? ExecType.CANCELED : ExecType.ORDER_STATUS)
                .ordStatus(status)
                .leavesQtyE8(status == OrdStatus.NEW ? listing.lotSizeE8() : 0)
                .orderQtyE8(listing.lotSizeE8())
                .priceE8(listing.middleTicks() * listing.tickSizeE8())
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .symbol(listing.symbol())
                .venueOrderId("V" + venueId + "-" + clOrdId)
                .foreignClOrdId(clOrdId)
                .massStatusId(massStatusId);
        sayEncoded();
    }

    // ---- The market

    private void tick() {
        ticking = false;
        if (!trading) {
            return;
        }
        ticking = true;
        time.after(dice.waitNs(tickNs), this::tick);
        final int instrumentId = 1 + dice.below(middleTicks.length - 1);
        middleTicks[instrumentId] = Math.max(50, middleTicks[instrumentId] + dice.between(-3, 3));
        if (dice.below(4) == 0 && !faults.happens(Fault.STALE_QUOTE)) {
            sayQuote(Listing.of(instrumentId));
        }
        if (faults.happens(Fault.ENTERED_BY_PHONE)) {
            enterByPhone(Listing.of(instrumentId));
        }
        final VenueOrder filled = filledOrders[dice.below(filledOrders.length)];
        if (filled != null && dice.below(4) == 0) {
            reconsiderTrade(filled);
        }
        if (live.isEmpty()) {
            return;
        }
        final VenueOrder order = live.get(dice.below(live.size()));
        if (order.leavesLots() > 0 && dice.below(3) > 0) {
            fill(order, dice.below(3) == 0 ? order.leavesLots() : dice.between(1, order.leavesLots()));
        } else {
            actAlone(order);
        }
    }

    private void enterByPhone(final Listing listing) {
        final VenueOrder order = new VenueOrder(
                0,
                0,
                accountIds[dice.below(accountIds.length)],
                listing,
                dice.coin() ? Side.BUY : Side.SELL,
                dice.below(3) == 0 ? TimeInForce.GTC : TimeInForce.DAY,
                0,
                (middleTicks[listing.instrumentId()] + dice.between(-12, 12)) * listing.tickSizeE8(),
                dice.between(1, 100),
                "V" + venueId + "-" + ++orderCount);
        order.onItsWay = false;
        order.accepted = true;
        order.status = OrdStatus.NEW;
        enteredHere.put(order.venueOrderId, order);
        orders.enteredThere(order);
        goLive(order);
        sayReport(order, ExecType.NEW, 0, 0, null, null);
    }

    /** What a venue does to an order without being asked. */
    private void actAlone(final VenueOrder order) {
        if (faults.happens(Fault.UNSOLICITED_CANCEL)) {
            end(order, OrdStatus.CANCELED, order.currentId, 0);
        } else if (faults.happens(Fault.EXPIRED)) {
            end(order, OrdStatus.EXPIRED, order.currentId, 0);
        } else if (order.timeInForce == TimeInForce.DAY && faults.happens(Fault.DONE_FOR_DAY)) {
            end(order, OrdStatus.DONE_FOR_DAY, order.currentId, 0);
        } else if (faults.happens(Fault.STOPPED)) {
            sayReport(order, ExecType.STOPPED, order.currentId, 0, null, out -> out.ordStatus(OrdStatus.STOPPED));
        } else if (faults.happens(Fault.RESTATEMENT)) {
            final long more = dice.between(-order.leavesLots() + 1, order.leavesLots());
            order.excused |= more > 0;
            order.lots += more;
            sayReport(order, ExecType.RESTATED, order.currentId, 0, null, out -> out.reasonCode(5));
        } else {
            reconsiderTrade(order);
        }
    }

    private void reconsiderTrade(final VenueOrder order) {
        if (order.executions.isEmpty()) {
            return;
        }
        final Execution execution = order.executions.get(dice.below(order.executions.size()));
        if (faults.happens(Fault.BUST_OF_NOTHING)) {
            sayReport(
                    order, ExecType.TRADE_CANCEL, order.currentId, 0, nextExecId(order), out -> out.execRefId("NEVER"));
        } else if (!execution.told || execution.busted) {
            return;
        } else if (faults.happens(Fault.BUST)) {
            final long lots = execution.lots;
            turnBack(order, execution, 0, 0);
            execution.busted = true;
            sayReport(
                    order,
                    ExecType.TRADE_CANCEL,
                    order.currentId,
                    0,
                    nextExecId(order),
                    out -> out.execRefId(execution.execId)
                            .lastQtyE8(lots * order.listing.lotSizeE8())
                            .lastPriceE8(execution.priceE8));
        } else if (faults.happens(Fault.CORRECTION)) {
            final String before = execution.execId;
            final long lots = dice.coin() ? execution.lots : dice.between(1, execution.lots);
            final long priceE8 = Math.max(
                    order.listing.tickSizeE8(), execution.priceE8 + dice.between(-2, 2) * order.listing.tickSizeE8());
            turnBack(order, execution, lots, priceE8);
            execution.execId = nextExecId(order);
            sayReport(
                    order,
                    ExecType.TRADE_CORRECT,
                    order.currentId,
                    0,
                    execution.execId,
                    out -> out.execRefId(before)
                            .lastQtyE8(lots * order.listing.lotSizeE8())
                            .lastPriceE8(priceE8));
        }
    }

    /** Another quantity and price take the place of what was traded; an order that was filled may be open again. */
    private void turnBack(final VenueOrder order, final Execution execution, final long lots, final long priceE8) {
        order.cumLots += lots - execution.lots;
        order.cumMicros +=
                order.listing.micros(priceE8, lots) - order.listing.micros(execution.priceE8, execution.lots);
        execution.lots = lots;
        execution.priceE8 = lots == 0 ? execution.priceE8 : priceE8;
        if (order.live || order.status == OrdStatus.FILLED) {
            if (order.cumLots < order.lots) {
                if (!order.live) {
                    goLive(order);
                }
                order.status = order.cumLots == 0 ? OrdStatus.NEW : OrdStatus.PARTIALLY_FILLED;
            }
        }
    }

    private void fill(final VenueOrder order, final long lots) {
        final Listing listing = order.listing;
        final long better = dice.below(3) == 0 ? dice.below(3) * listing.tickSizeE8() : 0;
        final long priceE8 = order.side == Side.BUY
                ? Math.max(listing.tickSizeE8(), order.priceE8 - better)
                : order.priceE8 + better;
        final String execId = execIdFor(order);
        final Execution execution = new Execution(execId, lots, priceE8);
        order.executions.add(execution);
        order.execIds.add(execId);
        order.cumLots += lots;
        order.cumMicros += listing.micros(priceE8, lots);
        if (order.live) {
            if (order.cumLots >= order.lots) {
                order.status = OrdStatus.FILLED;
                goDead(order);
                filledOrders[filledCount++ % filledOrders.length] = order;
            } else {
                order.status = OrdStatus.PARTIALLY_FILLED;
            }
        }
        final long lie = faults.happens(Fault.WRONG_CUM_QTY) ? dice.between(-3, 3) : 0;
        encodeReport(order, ExecType.TRADE, order.currentId, 0, execId);
        report.lastQtyE8(lots * listing.lotSizeE8()).lastPriceE8(priceE8);
        if (lie != 0) {
            report.cumQtyE8(Math.max(0, order.cumLots + lie) * listing.lotSizeE8());
        }
        final byte[] frame = encodedFrame();
        if (recentExecutions.size() < MAX_EXCHANGES_KEPT) {
            recentExecutions.add(frame.clone());
        } else {
            recentExecutions.set(dice.below(MAX_EXCHANGES_KEPT), frame.clone());
        }
        if (faults.happens(Fault.DROP_COPY)) {
            final byte[] copy = frame.clone();
            view.wrap(copy);
            view.putByte(
                    HEADER + VenueExecutionReportEncoder.sourceEncodingOffset(), (byte) ReportSource.DROP_COPY.value());
            session.sayAside(copy, dice.between(0, 100 * MILLIS));
        }
        if (faults.happens(Fault.REPORT_HELD_BACK)) {
            time.after(dice.between(MILLIS, 200 * MILLIS), () -> {
                execution.told = true;
                session.say(frame);
            });
        } else {
            execution.told = true;
            session.say(frame);
        }
        if (faults.happens(Fault.DUPLICATE_MARKED)) {
            repeat(frame, BooleanType.T);
        }
        if (faults.happens(Fault.DUPLICATE_UNMARKED)) {
            repeat(frame, BooleanType.F);
        }
    }

    private void repeat(final byte[] frame, final BooleanType marked) {
        final byte[] again = frame.clone();
        view.wrap(again);
        view.putByte(HEADER + VenueExecutionReportEncoder.possDupEncodingOffset(), (byte) marked.value());
        time.after(dice.between(1_000, 300 * MILLIS), () -> session.say(again));
    }

    /**
     * Every venue counts from 1, so that ids of one are also ids of another; and both sides of one trade may have the same. Never
     * twice for the same order: no one could tell such executions apart.
     */
    private String execIdFor(final VenueOrder order) {
        if (!order.execIds.contains(lastExecId) && lastExecId != null && faults.happens(Fault.EXEC_ID_COLLIDES)) {
            return lastExecId;
        }
        lastExecId = nextExecId(order);
        return lastExecId;
    }

    /** Never one that the order has had on an earlier day. */
    private String nextExecId(final VenueOrder order) {
        String execId = nextExecId();
        while (!order.execIds.add(execId)) {
            execId = nextExecId();
        }
        return execId;
    }

    private String nextExecId() {
        return "E" + ++execCount;
    }

    private void goLive(final VenueOrder order) {
        order.live = true;
        order.liveIndex = live.size();
        live.add(order);
    }

    private void goDead(final VenueOrder order) {
        if (order.live) {
            order.live = false;
            final VenueOrder last = live.remove(live.size() - 1);
            if (last != order) {
                live.set(order.liveIndex, last);
                last.liveIndex = order.liveIndex;
            }
            order.liveIndex = -1;
        }
    }

    private void end(final VenueOrder order, final OrdStatus status, final long clOrdId, final long origClOrdId) {
        goDead(order);
        order.status = status;
        sayReport(
                order,
                switch (status) {
                    case EXPIRED -> ExecType.EXPIRED;
                    case DONE_FOR_DAY -> ExecType.DONE_FOR_DAY;
                    default -> ExecType.CANCELED;
                },
                clOrdId,
                origClOrdId,
                null,
                null);
    }

    // ---- What it says

    private VenueExecutionReportEncoder beginReport() {
        encoded.setMemory(0, HEADER + VenueExecutionReportEncoder.BLOCK_LENGTH, (byte) 0);
        return report.wrapAndApplyHeader(encoded, 0, header)
                .transactTimeNs(time.nanoTime())
                .venueId(venueId)
                .possDup(BooleanType.F)
                .unknownOrder(BooleanType.F)
                .lastReport(BooleanType.F)
                .source(ReportSource.VENUE)
                .side(Side.NULL_VAL)
                .ordType(OrdType.NULL_VAL)
                .timeInForce(TimeInForce.NULL_VAL)
                .execId(nextExecId());
    }

    private void encodeReport(
            final VenueOrder order,
            final ExecType execType,
            final long clOrdId,
            final long origClOrdId,
            final String execId) {
        final long lotSizeE8 = order.listing.lotSizeE8();
        beginReport()
                .venueClOrdId(clOrdId)
                .origVenueClOrdId(origClOrdId)
                .cumQtyE8(order.cumLots * lotSizeE8)
                .leavesQtyE8(order.leavesLots() * lotSizeE8)
                .orderQtyE8(order.lots * lotSizeE8)
                .priceE8(order.priceE8)
                .avgPriceE8(order.averageE8())
                .execType(execType)
                .ordStatus(order.reported())
                .accountId(order.accountId)
                .side(order.side)
                .ordType(OrdType.LIMIT)
                .timeInForce(order.timeInForce)
                .symbol(order.listing.symbol())
                .venueOrderId(order.venueOrderId);
        if (execId != null) {
            report.execId(execId);
        }
    }

    private void sayReport(
            final VenueOrder order,
            final ExecType execType,
            final long clOrdId,
            final long origClOrdId,
            final String execId,
            final Consumer<VenueExecutionReportEncoder> more) {
        encodeReport(order, execType, clOrdId, origClOrdId, execId);
        if (more != null) {
            more.accept(report);
        }
        sayEncoded();
    }

    private void sayEncoded() {
        session.say(encodedFrame());
    }

    private byte[] encodedFrame() {
        final byte[] frame = new byte[HEADER + VenueExecutionReportEncoder.BLOCK_LENGTH];
        encoded.getBytes(0, frame);
        return frame;
    }

    private void sayCancelReject(final VenueOrder order, final Request request, final int reason) {
        cancelReject
                .wrapAndApplyHeader(encoded, 0, header)
                .venueClOrdId(request.clOrdId)
                .origVenueClOrdId(order == null ? request.origClOrdId : order.currentId)
                .msgSeqNum(0)
                .venueId(venueId)
                .reasonCode(reason)
                .ordStatus(order == null ? OrdStatus.REJECTED : order.reported())
                .responseToReplace(request.replace ? BooleanType.T : BooleanType.F)
                .possDup(BooleanType.F);
        final byte[] frame = new byte[HEADER + VenueCancelRejectEncoder.BLOCK_LENGTH];
        encoded.getBytes(0, frame);
        session.say(frame);
    }

    private void sayUnreadable(final long clOrdId) {
        requestRejected
                .wrapAndApplyHeader(encoded, 0, header)
                .venueClOrdId(clOrdId)
                .msgSeqNum(0)
                .venueId(venueId)
                .reasonCode(5)
                .possDup(BooleanType.F);
        final byte[] frame = new byte[HEADER + VenueRequestRejectedEncoder.BLOCK_LENGTH];
        encoded.getBytes(0, frame);
        session.say(frame);
    }

    private void sayQuote(final Listing listing) {
        final long middle = middleTicks[listing.instrumentId()];
        final long half = dice.between(1, 4);
        quote.wrapAndApplyHeader(encoded, 0, header)
                .bidPriceE8((middle - half) * listing.tickSizeE8())
                .bidQtyE8(dice.between(1, 200) * listing.lotSizeE8())
                .askPriceE8((middle + half) * listing.tickSizeE8())
                .askQtyE8(dice.between(1, 200) * listing.lotSizeE8())
                .instrumentId(listing.instrumentId())
                .venueId(venueId);
        final byte[] frame = new byte[HEADER + VenueQuoteEncoder.BLOCK_LENGTH];
        encoded.getBytes(0, frame);
        session.sayAside(frame, 0);
    }
}
