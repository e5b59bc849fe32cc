package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.account.Protection;
import io.tradex.core.book.Instrument;
import io.tradex.core.order.ClOrdIdIndex;
import io.tradex.core.order.Order;
import io.tradex.core.order.Outcomes;
import io.tradex.core.order.VenueRequest;
import io.tradex.core.routing.Venue;
import io.tradex.protocol.entry.CancelRejectEncoder;
import io.tradex.protocol.entry.CommandRejectEncoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.KillSwitchReportEncoder;
import io.tradex.protocol.entry.LogonAcceptedEncoder;
import io.tradex.protocol.entry.MassCancelReportEncoder;
import io.tradex.protocol.entry.ProtectionTrippedEncoder;
import io.tradex.protocol.entry.RequestResultEncoder;
import io.tradex.protocol.entry.SelfTradePreventedEncoder;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.PegType;
import io.tradex.protocol.types.PostOnly;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.RoutingStrategy;
import io.tradex.protocol.types.SelfTradePrevention;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmEncoder;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.BreakerChangedEncoder;
import io.tradex.protocol.venue.CheckpointReachedEncoder;
import io.tradex.protocol.venue.InputRefusedEncoder;
import io.tradex.protocol.venue.ReconciliationEndedEncoder;
import io.tradex.protocol.venue.ReconciliationFindingEncoder;
import io.tradex.protocol.venue.TimerRequestedEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what the engine says to clients, relays and its host. */
final class Reports {
    private static final byte[] NO_SYMBOL = new byte[Instrument.SYMBOL_LENGTH];

    private final EngineState state;
    private final EngineOutput output;

    /** Why an input was refused last; see {@link #expectRefusal()}. */
    private RejectReason refusal = RejectReason.NONE;

    private long refusedValue;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderDeltaEncoder delta = new OrderDeltaEncoder();
    private final ExecutionReportEncoder report = new ExecutionReportEncoder();
    private final CancelRejectEncoder cancelReject = new CancelRejectEncoder();
    private final MassCancelReportEncoder massCancelReport = new MassCancelReportEncoder();
    private final CommandRejectEncoder commandReject = new CommandRejectEncoder();
    private final LogonAcceptedEncoder logonAccepted = new LogonAcceptedEncoder();
    private final CheckpointReachedEncoder checkpointReached = new CheckpointReachedEncoder();
    private final InputRefusedEncoder inputRefused = new InputRefusedEncoder();
    private final AlarmEncoder alarm = new AlarmEncoder();
    private final SelfTradePreventedEncoder selfTradePrevented = new SelfTradePreventedEncoder();
    private final ProtectionTrippedEncoder protectionTripped = new ProtectionTrippedEncoder();
    private final RequestResultEncoder requestResult = new RequestResultEncoder();
    private final BreakerChangedEncoder breakerChanged = new BreakerChangedEncoder();
    private final KillSwitchReportEncoder killSwitchReport = new KillSwitchReportEncoder();
    private final TimerRequestedEncoder timerRequested = new TimerRequestedEncoder();
    private final ReconciliationFindingEncoder finding = new ReconciliationFindingEncoder();
    private final ReconciliationEndedEncoder reconciliationEnded = new ReconciliationEndedEncoder();

    Reports(final EngineState state, final EngineOutput output) {
        this.state = state;
        this.output = output;
    }

    /** An order changed: gives the change its numbers and publishes the whole row. Of a child nobody outside hears. */
    void changed(final Order order, final ExecType execType) {
        order.execType = execType;
        if (order.parent != null) {
            order.rehash(state.hash);
            return;
        }
        order.orderVersion++;
        order.accountSeq = order.account.nextAccountSeq();
        order.outSeq = ++state.outSeq;
        order.inputSeq = state.sequence;
        order.epoch = state.epoch;
        order.timestampNs = state.timestampNs;
        order.rehash(state.hash);
        emitDelta(order, output);
    }

    /** Publishes an order's row as it was last published. */
    void emitDelta(final Order order, final EngineOutput to) {
        final Instrument instrument = order.instrument;
        delta.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(order.inputSeq)
                .epoch(order.epoch)
                .outSeq(order.outSeq)
                .timestampNs(order.timestampNs)
                .accountId(order.account.accountId())
                .accountSeq(order.accountSeq)
                .orderId(order.orderId)
                .orderVersion(order.orderVersion)
                .clOrdId(order.clOrdId)
                .priceTicks(order.priceTicks)
                .quantityLots(order.quantityLots)
                .cumQtyLots(order.cumQtyLots)
                .leavesQtyLots(order.leavesQtyLots)
                .lastPriceTicks(order.lastPriceTicks)
                .lastQtyLots(order.lastQtyLots)
                .cumValueMicros(order.cumValueMicros)
                .tradeId(order.tradeId)
                .createdNs(order.createdNs)
                .rejectedValue(order.rejectedValue)
                .rejectLimit(order.rejectLimit)
                .tickSizeE8(instrument == null ? 0 : instrument.tickSizeE8())
                .lotSizeE8(instrument == null ? 0 : instrument.lotSizeE8())
                .instrumentId(order.instrumentId)
                .destination(order.destination)
                .putSymbol(instrument == null ? NO_SYMBOL : instrument.symbol(), 0)
                .rejectReason(order.rejectReason)
                .execType(order.execType)
                .ordStatus(order.ordStatus)
                .side(order.side)
                .ordType(order.ordType)
                .timeInForce(order.timeInForce)
                .liquidity(order.liquidity)
                .stopPriceTicks(order.stopTicks)
                .displayLots(order.displayLots)
                .minLots(order.minLots)
                .offsetTicks(order.offsetTicks)
                .expireNs(order.expireNs)
                .workingPriceTicks(order.workingTicks())
                .pegType(order.pegType)
                .postOnly(order.postOnly)
                .selfTradePrevention(order.selfTradePrevention)
                .venueOrdStatus(order.atVenue == null ? OrdStatus.NULL_VAL : order.atVenue.statusAtVenue())
                .venueMask(order.asParent == null || order.asParent.venueMask == -1 ? 0 : order.asParent.venueMask)
                .exposureLots(exposureOf(order))
                .routingStrategy(order.asParent == null ? RoutingStrategy.NONE : order.asParent.strategy);
        to.onOutput(
                order.inputSeq,
                OrderDeltaEncoder.TEMPLATE_ID,
                buffer,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + delta.encodedLength());
    }

    /** What venues may still fill of an order. */
    private static long exposureOf(final Order order) {
        long exposureLots = order.exposureLots;
        if (order.atVenue != null && order.live) {
            exposureLots = order.leavesQtyLots;
            for (VenueRequest request = order.atVenue.oldest(); request != null; request = request.younger()) {
                if (request.kind == VenueRequest.Kind.REPLACE) {
                    exposureLots = Math.max(exposureLots, request.quantityLots - order.cumQtyLots);
                }
            }
        }
        return exposureLots;
    }

    /** Tells the order's session, or else the client's newest one, of a change that nobody asked for. */
    void tellOwner(final Order order) {
        if (order.parent != null) {
            return;
        }
        final Session session = ownerOf(order.sessionId, order.account);
        if (session != null) {
            executionReport(
                    order,
                    order.execType,
                    session.sessionId,
                    0,
                    order.clOrdId,
                    0,
                    order.rejectReason,
                    order.rejectedValue,
                    order.rejectLimit,
                    ClOrdIdIndex.NONE,
                    session.client,
                    false,
                    QueuePlace.NONE);
        }
    }

    /** The session that sent an order, or else its client's newest one; null if none is open. */
    private Session ownerOf(final long sessionId, final Account account) {
        final Session session = state.openSession(sessionId);
        if (session != null) {
            return session;
        }
        final Client client = state.clients.get(account.clientId());
        return client == null ? null : client.newestTrader();
    }

    /** Two orders met and did not trade: tells the owner of each, or their common session once. */
    void selfTradePrevented(
            final Order restingPart,
            final Order incomingPart,
            final long priceTicks,
            final long lots,
            final SelfTradePrevention instruction) {
        final Order resting = restingPart.clientOrder();
        final Order incoming = incomingPart.clientOrder();
        final Session one = ownerOf(resting.sessionId, resting.account);
        final Session other = ownerOf(incoming.sessionId, incoming.account);
        selfTradePrevented
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .restingAccountId(resting.account.accountId())
                .restingOrderId(resting.orderId)
                .restingClOrdId(resting.clOrdId)
                .incomingAccountId(incoming.account.accountId())
                .incomingOrderId(incoming.orderId)
                .incomingClOrdId(incoming.clOrdId)
                .priceTicks(priceTicks)
                .quantityLots(lots)
                .instrumentId(incoming.instrumentId)
                .instruction(instruction);
        if (one != null) {
            selfTradePrevented.sessionId(one.sessionId);
            emit(SelfTradePreventedEncoder.TEMPLATE_ID, selfTradePrevented.encodedLength());
        }
        if (other != null && other != one) {
            selfTradePrevented.sessionId(other.sessionId);
            emit(SelfTradePreventedEncoder.TEMPLATE_ID, selfTradePrevented.encodedLength());
        }
    }

    void protectionTripped(final Account account, final int instrumentId, final Protection protection) {
        final Session session = ownerOf(0, account);
        if (session != null) {
            protectionTripped
                    .wrapAndApplyHeader(buffer, 0, header)
                    .sessionId(session.sessionId)
                    .inputSeq(state.sequence)
                    .timestampNs(state.timestampNs)
                    .accountId(account.accountId())
                    .executedLots(protection.executedLots())
                    .limitLots(protection.limitLots())
                    .instrumentId(instrumentId);
            emit(ProtectionTrippedEncoder.TEMPLATE_ID, protectionTripped.encodedLength());
        }
    }

    void requestResult(
            final Session session,
            final long clientSeq,
            final long requestId,
            final int inputTemplateId,
            final RejectReason reason,
            final long value) {
        requestResult
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .requestId(requestId)
                .rejectedValue(value)
                .rejectReason(reason)
                .inputTemplateId(inputTemplateId);
        emit(RequestResultEncoder.TEMPLATE_ID, requestResult.encodedLength());
    }

    /** Tells an operator who asked of a kill switch that is on. */
    void killSwitch(
            final Session session, final long clientSeq, final long requestId, final KillSwitches.KillSwitch thrown) {
        killSwitchReport
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .requestId(requestId)
                .id(thrown.id())
                .sinceNs(thrown.sinceNs())
                .sinceSeq(thrown.sinceSeq())
                .byClientId(thrown.byClientId())
                .scope(thrown.scope());
        emit(KillSwitchReportEncoder.TEMPLATE_ID, killSwitchReport.encodedLength());
    }

    void timerRequested(final long deadlineNs) {
        timerRequested.wrapAndApplyHeader(buffer, 0, header).deadlineNs(deadlineNs);
        emit(TimerRequestedEncoder.TEMPLATE_ID, timerRequested.encodedLength());
    }

    /** Answers a request with the order it is about, and keeps the answer if the request has an entry. */
    void answer(
            final Order order,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final long origClOrdId,
            final int entry) {
        answerReplace(order, session, clientSeq, clOrdId, origClOrdId, QueuePlace.NONE, entry);
    }

    /** Answers a replace, saying what became of the order's place in the queue. */
    void answerReplace(
            final Order order,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final long origClOrdId,
            final QueuePlace queuePlace,
            final int entry) {
        executionReport(
                order,
                order.execType,
                session.sessionId,
                clientSeq,
                clOrdId,
                origClOrdId,
                order.rejectReason,
                order.rejectedValue,
                order.rejectLimit,
                entry,
                session.client,
                false,
                queuePlace);
    }

    /** Refuses a new order whose ClOrdID another order has, with the state of that one. */
    void refuseDuplicate(final Order order, final Session session, final long clientSeq, final long clOrdId) {
        executionReport(
                order,
                ExecType.REJECTED,
                session.sessionId,
                clientSeq,
                clOrdId,
                0,
                RejectReason.DUPLICATE_CL_ORD_ID,
                clOrdId,
                0,
                ClOrdIdIndex.NONE,
                session.client,
                false,
                QueuePlace.NONE);
    }

    /** Answers a status request for an order that is not known. */
    void unknownOrder(final Session session, final long clientSeq, final long accountId, final long clOrdId) {
        withoutOrder(
                session,
                clientSeq,
                accountId,
                clOrdId,
                0,
                0,
                Side.NULL_VAL,
                OrdType.NULL_VAL,
                TimeInForce.NULL_VAL,
                0,
                0,
                ExecType.ORDER_STATUS,
                RejectReason.UNKNOWN_ORDER,
                clOrdId,
                0);
    }

    /** Answers with the order as it stands, nothing having happened to it; a former ClOrdID comes back as OrigClOrdID. */
    void answerStatus(
            final Order order,
            final Session session,
            final long clientSeq,
            final long clOrdId,
            final RejectReason reason) {
        final boolean former =
                clOrdId != order.clOrdId && (order.atVenue == null || order.atVenue.pendingByClOrdId(clOrdId) == null);
        executionReport(
                order,
                ExecType.ORDER_STATUS,
                session.sessionId,
                clientSeq,
                former ? order.clOrdId : clOrdId,
                former ? clOrdId : 0,
                reason == RejectReason.NONE ? order.rejectReason : reason,
                order.rejectedValue,
                order.rejectLimit,
                ClOrdIdIndex.NONE,
                session.client,
                reason == RejectReason.DUPLICATE_OUTCOME_EXPIRED,
                QueuePlace.NONE);
    }

    private void executionReport(
            final Order order,
            final ExecType execType,
            final long sessionId,
            final long clientSeq,
            final long clOrdId,
            final long origClOrdId,
            final RejectReason reason,
            final long rejectedValue,
            final long rejectLimit,
            final int entry,
            final Client client,
            final boolean duplicate,
            final QueuePlace queuePlace) {
        final boolean fill = execType == ExecType.TRADE || execType == ExecType.TRADE_CORRECT;
        report.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .epoch(state.epoch)
                .accountId(order.account.accountId())
                .accountSeq(execType == ExecType.ORDER_STATUS ? 0 : order.accountSeq)
                .orderId(order.orderId)
                .orderVersion(order.orderVersion)
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .priceTicks(order.priceTicks)
                .quantityLots(order.quantityLots)
                .cumQtyLots(order.cumQtyLots)
                .leavesQtyLots(order.leavesQtyLots)
                .lastPriceTicks(fill ? order.lastPriceTicks : 0)
                .lastQtyLots(fill ? order.lastQtyLots : 0)
                .cumValueMicros(order.cumValueMicros)
                .tradeId(fill ? order.tradeId : 0)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .instrumentId(order.instrumentId)
                .destination(order.destination)
                .rejectReason(reason)
                .execType(execType)
                .ordStatus(order.ordStatus)
                .side(order.side)
                .ordType(order.ordType)
                .timeInForce(order.timeInForce)
                .liquidity(fill ? order.liquidity : Liquidity.NONE)
                .duplicate(duplicate ? BooleanType.T : BooleanType.F)
                .stopPriceTicks(order.stopTicks)
                .displayLots(order.displayLots)
                .minLots(order.minLots)
                .offsetTicks(order.offsetTicks)
                .expireNs(order.expireNs)
                .workingPriceTicks(order.workingTicks())
                .pegType(order.pegType)
                .postOnly(order.postOnly)
                .selfTradePrevention(order.selfTradePrevention)
                .queuePlace(queuePlace);
        emitAnswer(ExecutionReportEncoder.TEMPLATE_ID, report.encodedLength(), entry, client);
    }

    /** Refuses a new order that leaves no trace: no order, no ClOrdID taken. */
    void refuseNewOrder(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final int destination,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final long priceTicks,
            final long quantityLots,
            final RejectReason reason,
            final long rejectedValue,
            final long rejectLimit) {
        withoutOrder(
                session,
                clientSeq,
                accountId,
                clOrdId,
                instrumentId,
                destination,
                side,
                ordType,
                timeInForce,
                priceTicks,
                quantityLots,
                ExecType.REJECTED,
                reason,
                rejectedValue,
                rejectLimit);
    }

    private void withoutOrder(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final int destination,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final long priceTicks,
            final long quantityLots,
            final ExecType execType,
            final RejectReason reason,
            final long rejectedValue,
            final long rejectLimit) {
        report.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .epoch(state.epoch)
                .accountId(accountId)
                .accountSeq(0)
                .orderId(0)
                .orderVersion(0)
                .clOrdId(clOrdId)
                .origClOrdId(0)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .cumQtyLots(0)
                .leavesQtyLots(0)
                .lastPriceTicks(0)
                .lastQtyLots(0)
                .cumValueMicros(0)
                .tradeId(0)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .instrumentId(instrumentId)
                .destination(destination)
                .rejectReason(reason)
                .execType(execType)
                .ordStatus(OrdStatus.REJECTED)
                .side(side)
                .ordType(ordType)
                .timeInForce(timeInForce)
                .liquidity(Liquidity.NONE)
                .duplicate(BooleanType.F)
                .stopPriceTicks(0)
                .displayLots(0)
                .minLots(0)
                .offsetTicks(0)
                .expireNs(0)
                .workingPriceTicks(0)
                .pegType(PegType.NONE)
                .postOnly(PostOnly.NONE)
                .selfTradePrevention(SelfTradePrevention.NONE)
                .queuePlace(QueuePlace.NONE);
        emitAnswer(ExecutionReportEncoder.TEMPLATE_ID, report.encodedLength(), ClOrdIdIndex.NONE, session.client);
    }

    void cancelReject(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long orderId,
            final long clOrdId,
            final long origClOrdId,
            final OrdStatus ordStatus,
            final int requestTemplateId,
            final RejectReason reason,
            final long rejectedValue,
            final long rejectLimit,
            final int entry) {
        cancelReject
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .accountId(accountId)
                .orderId(orderId)
                .clOrdId(clOrdId)
                .origClOrdId(origClOrdId)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .rejectReason(reason)
                .requestTemplateId(requestTemplateId)
                .ordStatus(ordStatus)
                .duplicate(BooleanType.F);
        emitAnswer(CancelRejectEncoder.TEMPLATE_ID, cancelReject.encodedLength(), entry, session.client);
    }

    void massCancelReport(
            final Session session,
            final long clientSeq,
            final long accountId,
            final long clOrdId,
            final long affectedOrders,
            final int entry) {
        massCancelReport
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .affectedOrders(affectedOrders)
                .duplicate(BooleanType.F);
        emitAnswer(MassCancelReportEncoder.TEMPLATE_ID, massCancelReport.encodedLength(), entry, session.client);
    }

    /** Gives a kept answer once more, to the session and command that asked now. */
    void repeat(final Session session, final long clientSeq, final long outcome) {
        final Outcomes outcomes = session.client.outcomes;
        final int length = outcomes.length(outcome);
        buffer.putBytes(0, outcomes.answers(), outcomes.offset(outcome), length);
        final int templateId =
                buffer.getShort(MessageHeaderDecoder.templateIdEncodingOffset(), java.nio.ByteOrder.LITTLE_ENDIAN);
        final int body = MessageHeaderEncoder.ENCODED_LENGTH;
        switch (templateId) {
            case ExecutionReportEncoder.TEMPLATE_ID ->
                report.wrap(buffer, body)
                        .sessionId(session.sessionId)
                        .clientSeq(clientSeq)
                        .duplicate(BooleanType.T);
            case CancelRejectEncoder.TEMPLATE_ID ->
                cancelReject
                        .wrap(buffer, body)
                        .sessionId(session.sessionId)
                        .clientSeq(clientSeq)
                        .duplicate(BooleanType.T);
            case MassCancelReportEncoder.TEMPLATE_ID ->
                massCancelReport
                        .wrap(buffer, body)
                        .sessionId(session.sessionId)
                        .clientSeq(clientSeq)
                        .duplicate(BooleanType.T);
            default -> throw new InvariantViolation(state.sequence, "kept answer has template id " + templateId);
        }
        output.onOutput(state.sequence, templateId, buffer, 0, length);
    }

    void commandReject(
            final long sessionId,
            final long clientSeq,
            final int templateId,
            final RejectReason reason,
            final long rejectedValue,
            final long rejectLimit) {
        commandReject
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(sessionId)
                .clientSeq(clientSeq)
                .inputSeq(state.sequence)
                .rejectedValue(rejectedValue)
                .rejectLimit(rejectLimit)
                .rejectReason(reason)
                .refTemplateId(templateId);
        emit(CommandRejectEncoder.TEMPLATE_ID, commandReject.encodedLength());
    }

    void logonAccepted(final Session session, final long correlationId) {
        logonAccepted
                .wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.sessionId)
                .correlationId(correlationId)
                .inputSeq(state.sequence)
                .epoch(state.epoch)
                .clientId(session.client.clientId)
                .heartbeatIntervalMs(state.heartbeatIntervalMs)
                .role(session.role);
        emit(LogonAcceptedEncoder.TEMPLATE_ID, logonAccepted.encodedLength());
    }

    void checkpointReached(final long stateHash) {
        checkpointReached
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .stateHash(stateHash);
        emit(CheckpointReachedEncoder.TEMPLATE_ID, checkpointReached.encodedLength());
    }

    void inputRefused(final int templateId, final RejectReason reason, final long value) {
        refusal = reason;
        refusedValue = value;
        inputRefused
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .value(value)
                .rejectReason(reason)
                .refTemplateId(templateId);
        emit(InputRefusedEncoder.TEMPLATE_ID, inputRefused.encodedLength());
    }

    /** Forgets the last refusal, so that {@link #refusal()} tells of what comes now. */
    void expectRefusal() {
        refusal = RejectReason.NONE;
        refusedValue = 0;
    }

    RejectReason refusal() {
        return refusal;
    }

    long refusedValue() {
        return refusedValue;
    }

    void breakerChanged(final int venueId, final BreakerState breakerState) {
        breakerChanged
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .venueId(venueId)
                .state(breakerState);
        emit(BreakerChangedEncoder.TEMPLATE_ID, breakerChanged.encodedLength());
    }

    /** A difference between the core and a venue, for the operator's report. */
    void reconciliationFinding(
            final Venue venue,
            final FindingKind kind,
            final long orderId,
            final long ours,
            final long theirs,
            final VenueExecutionReportDecoder report) {
        venue.found();
        finding.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .reconciliationId(venue.reconciliationId())
                .orderId(orderId)
                .venueClOrdId(report.venueClOrdId())
                .ours(ours)
                .theirs(theirs)
                .venueId(venue.venueId())
                .kind(kind);
        buffer.putBytes(
                MessageHeaderEncoder.ENCODED_LENGTH + ReconciliationFindingEncoder.foreignClOrdIdEncodingOffset(),
                report.buffer(),
                report.offset() + VenueExecutionReportDecoder.foreignClOrdIdEncodingOffset(),
                ReconciliationFindingEncoder.foreignClOrdIdLength());
        emit(ReconciliationFindingEncoder.TEMPLATE_ID, finding.encodedLength());
    }

    void reconciliationEnded(final Venue venue) {
        reconciliationEnded
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .reconciliationId(venue.reconciliationId())
                .orders(venue.comparedOrders())
                .findings(venue.findings())
                .venueId(venue.venueId());
        emit(ReconciliationEndedEncoder.TEMPLATE_ID, reconciliationEnded.encodedLength());
    }

    void alarm(final AlarmKind kind, final long orderId, final long value) {
        alarm.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .orderId(orderId)
                .value(value)
                .kind(kind);
        emit(AlarmEncoder.TEMPLATE_ID, alarm.encodedLength());
    }

    private void emitAnswer(final int templateId, final int bodyLength, final int entry, final Client client) {
        if (entry != ClOrdIdIndex.NONE) {
            client.outcomes.record(state.clOrdIds, entry, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
        }
        emit(templateId, bodyLength);
    }

    private void emit(final int templateId, final int bodyLength) {
        output.onOutput(state.sequence, templateId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }
}
