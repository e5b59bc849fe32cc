package io.tradex.core.engine;

import io.tradex.protocol.entry.CancelRejectDecoder;
import io.tradex.protocol.entry.CommandRejectDecoder;
import io.tradex.protocol.entry.ExecutionReportDecoder;
import io.tradex.protocol.entry.KillSwitchReportDecoder;
import io.tradex.protocol.entry.LogonAcceptedDecoder;
import io.tradex.protocol.entry.MassCancelReportDecoder;
import io.tradex.protocol.entry.ProtectionTrippedDecoder;
import io.tradex.protocol.entry.RequestResultDecoder;
import io.tradex.protocol.entry.SelfTradePreventedDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.BreakerState;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.FindingKind;
import io.tradex.protocol.types.KillSwitchScope;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.QueuePlace;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.SessionRole;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmDecoder;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.BreakerChangedDecoder;
import io.tradex.protocol.venue.CheckpointReachedDecoder;
import io.tradex.protocol.venue.InputRefusedDecoder;
import io.tradex.protocol.venue.ReconciliationEndedDecoder;
import io.tradex.protocol.venue.ReconciliationFindingDecoder;
import io.tradex.protocol.venue.TimerRequestedDecoder;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import org.agrona.DirectBuffer;

/** One message of the engine, decoded. */
sealed interface Said {
    record SelfTradePrevented(
            long sessionId, long restingClOrdId, long incomingClOrdId, long priceTicks, long quantityLots)
            implements Said {}

    record RequestResult(long sessionId, long requestId, int inputTemplateId, RejectReason reason, long rejectedValue)
            implements Said {}

    record KillSwitch(long sessionId, long requestId, KillSwitchScope scope, long id, long sinceNs, long byClientId)
            implements Said {}

    record ProtectionTripped(long sessionId, long accountId, long executedLots, long limitLots) implements Said {}

    record TimerRequested(long deadlineNs) implements Said {}

    record Finding(FindingKind kind, long orderId, long ours, long theirs, int venueId, String foreignClOrdId)
            implements Said {}

    record Reconciled(int venueId, long orders, long findings) implements Said {}

    record BreakerChanged(int venueId, BreakerState state) implements Said {}

    record Report(
            long sessionId,
            long clientSeq,
            long inputSeq,
            long accountId,
            long accountSeq,
            long orderId,
            long orderVersion,
            long clOrdId,
            long origClOrdId,
            long priceTicks,
            long quantityLots,
            long cumQtyLots,
            long leavesQtyLots,
            long lastPriceTicks,
            long lastQtyLots,
            long cumValueMicros,
            long tradeId,
            long rejectedValue,
            long rejectLimit,
            int instrumentId,
            int destination,
            RejectReason reason,
            ExecType execType,
            OrdStatus ordStatus,
            Side side,
            OrdType ordType,
            TimeInForce timeInForce,
            Liquidity liquidity,
            boolean duplicate,
            long stopPriceTicks,
            long workingPriceTicks,
            QueuePlace queuePlace)
            implements Said {
        /** The columns that most tests look at. */
        State state() {
            return new State(execType, ordStatus, quantityLots, cumQtyLots, leavesQtyLots, lastQtyLots);
        }

        Refusal refusal() {
            return new Refusal(reason, rejectedValue, rejectLimit);
        }
    }

    /** What happened to an order, and how it stands. */
    record State(ExecType execType, OrdStatus ordStatus, long quantity, long cumQty, long leaves, long lastQty) {}

    /** Why a request was refused, with the figures. */
    record Refusal(RejectReason reason, long value, long limit) {}

    record Delta(
            long inputSeq,
            long epoch,
            long outSeq,
            long timestampNs,
            long accountId,
            long accountSeq,
            long orderId,
            long orderVersion,
            long clOrdId,
            long priceTicks,
            long quantityLots,
            long cumQtyLots,
            long leavesQtyLots,
            long lastPriceTicks,
            long lastQtyLots,
            long cumValueMicros,
            long tradeId,
            long createdNs,
            long rejectedValue,
            long rejectLimit,
            long tickSizeE8,
            long lotSizeE8,
            int instrumentId,
            int destination,
            String symbol,
            RejectReason reason,
            ExecType execType,
            OrdStatus ordStatus,
            Side side,
            OrdType ordType,
            TimeInForce timeInForce,
            Liquidity liquidity,
            OrdStatus venueOrdStatus)
            implements Said {}

    record CancelReject(
            long sessionId,
            long clientSeq,
            long accountId,
            long orderId,
            long clOrdId,
            long origClOrdId,
            RejectReason reason,
            long rejectedValue,
            long rejectLimit,
            int requestTemplateId,
            OrdStatus ordStatus,
            boolean duplicate)
            implements Said {
        Refusal refusal() {
            return new Refusal(reason, rejectedValue, rejectLimit);
        }
    }

    record MassCancelDone(
            long sessionId, long clientSeq, long accountId, long clOrdId, long affectedOrders, boolean duplicate)
            implements Said {}

    record CommandReject(long sessionId, long clientSeq, int refTemplateId, RejectReason reason, long value, long limit)
            implements Said {}

    record LoggedOn(
            long sessionId,
            long correlationId,
            long inputSeq,
            long epoch,
            long clientId,
            int heartbeatIntervalMs,
            SessionRole role)
            implements Said {}

    /** A request to a venue; what a kind of request does not have is 0 or null. */
    record VenueRequest(
            int templateId,
            long venueClOrdId,
            long origVenueClOrdId,
            long orderId,
            long priceE8,
            long quantityE8,
            int venueId,
            String symbol,
            Side side,
            OrdType ordType,
            TimeInForce timeInForce,
            String foreignClOrdId,
            long parentOrderId,
            long expireNs)
            implements Said {
        VenueRequest(
                final int templateId,
                final long venueClOrdId,
                final long origVenueClOrdId,
                final long orderId,
                final long priceE8,
                final long quantityE8,
                final int venueId,
                final String symbol,
                final Side side,
                final OrdType ordType,
                final TimeInForce timeInForce) {
            this(
                    templateId,
                    venueClOrdId,
                    origVenueClOrdId,
                    orderId,
                    priceE8,
                    quantityE8,
                    venueId,
                    symbol,
                    side,
                    ordType,
                    timeInForce,
                    "",
                    0,
                    0);
        }

        boolean isNew() {
            return templateId == VenueNewOrderDecoder.TEMPLATE_ID;
        }

        boolean isCancel() {
            return templateId == VenueCancelDecoder.TEMPLATE_ID;
        }

        boolean isReplace() {
            return templateId == VenueReplaceDecoder.TEMPLATE_ID;
        }

        boolean isStatus() {
            return templateId == VenueStatusRequestDecoder.TEMPLATE_ID;
        }
    }

    record Checkpoint(long inputSeq, long stateHash) implements Said {}

    record Refused(int refTemplateId, RejectReason reason, long value) implements Said {}

    record Alarm(AlarmKind kind, long orderId, long value) implements Said {}

    /** Decodes one message. Allocates, as tests may. */
    static Said decode(final DirectBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case ExecutionReportDecoder.TEMPLATE_ID ->
                report(new ExecutionReportDecoder().wrapAndApplyHeader(buffer, offset, header));
            case OrderDeltaDecoder.TEMPLATE_ID ->
                delta(new OrderDeltaDecoder().wrapAndApplyHeader(buffer, offset, header));
            case CancelRejectDecoder.TEMPLATE_ID ->
                cancelReject(new CancelRejectDecoder().wrapAndApplyHeader(buffer, offset, header));
            case MassCancelReportDecoder.TEMPLATE_ID -> {
                final MassCancelReportDecoder m =
                        new MassCancelReportDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new MassCancelDone(
                        m.sessionId(),
                        m.clientSeq(),
                        m.accountId(),
                        m.clOrdId(),
                        m.affectedOrders(),
                        m.duplicate() == BooleanType.T);
            }
            case CommandRejectDecoder.TEMPLATE_ID -> {
                final CommandRejectDecoder m = new CommandRejectDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new CommandReject(
                        m.sessionId(),
                        m.clientSeq(),
                        m.refTemplateId(),
                        m.rejectReason(),
                        m.rejectedValue(),
                        m.rejectLimit());
            }
            case LogonAcceptedDecoder.TEMPLATE_ID -> {
                final LogonAcceptedDecoder m = new LogonAcceptedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new LoggedOn(
                        m.sessionId(),
                        m.correlationId(),
                        m.inputSeq(),
                        m.epoch(),
                        m.clientId(),
                        m.heartbeatIntervalMs(),
                        m.role());
            }
            case CheckpointReachedDecoder.TEMPLATE_ID -> {
                final CheckpointReachedDecoder m =
                        new CheckpointReachedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Checkpoint(m.inputSeq(), m.stateHash());
            }
            case InputRefusedDecoder.TEMPLATE_ID -> {
                final InputRefusedDecoder m = new InputRefusedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Refused(m.refTemplateId(), m.rejectReason(), m.value());
            }
            case AlarmDecoder.TEMPLATE_ID -> {
                final AlarmDecoder m = new AlarmDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Alarm(m.kind(), m.orderId(), m.value());
            }
            case SelfTradePreventedDecoder.TEMPLATE_ID -> {
                final var m = new SelfTradePreventedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new SelfTradePrevented(
                        m.sessionId(), m.restingClOrdId(), m.incomingClOrdId(), m.priceTicks(), m.quantityLots());
            }
            case RequestResultDecoder.TEMPLATE_ID -> {
                final var m = new RequestResultDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new RequestResult(
                        m.sessionId(), m.requestId(), m.inputTemplateId(), m.rejectReason(), m.rejectedValue());
            }
            case KillSwitchReportDecoder.TEMPLATE_ID -> {
                final var m = new KillSwitchReportDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new KillSwitch(m.sessionId(), m.requestId(), m.scope(), m.id(), m.sinceNs(), m.byClientId());
            }
            case ProtectionTrippedDecoder.TEMPLATE_ID -> {
                final var m = new ProtectionTrippedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new ProtectionTripped(m.sessionId(), m.accountId(), m.executedLots(), m.limitLots());
            }
            case TimerRequestedDecoder.TEMPLATE_ID ->
                new TimerRequested(new TimerRequestedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .deadlineNs());
            case ReconciliationFindingDecoder.TEMPLATE_ID -> {
                final var m = new ReconciliationFindingDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Finding(m.kind(), m.orderId(), m.ours(), m.theirs(), m.venueId(), m.foreignClOrdId());
            }
            case ReconciliationEndedDecoder.TEMPLATE_ID -> {
                final var m = new ReconciliationEndedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new Reconciled(m.venueId(), m.orders(), m.findings());
            }
            case BreakerChangedDecoder.TEMPLATE_ID -> {
                final var m = new BreakerChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new BreakerChanged(m.venueId(), m.state());
            }
            default -> venueRequest(buffer, offset, header);
        };
    }

    private static Report report(final ExecutionReportDecoder m) {
        return new Report(
                m.sessionId(),
                m.clientSeq(),
                m.inputSeq(),
                m.accountId(),
                m.accountSeq(),
                m.orderId(),
                m.orderVersion(),
                m.clOrdId(),
                m.origClOrdId(),
                m.priceTicks(),
                m.quantityLots(),
                m.cumQtyLots(),
                m.leavesQtyLots(),
                m.lastPriceTicks(),
                m.lastQtyLots(),
                m.cumValueMicros(),
                m.tradeId(),
                m.rejectedValue(),
                m.rejectLimit(),
                m.instrumentId(),
                m.destination(),
                m.rejectReason(),
                m.execType(),
                m.ordStatus(),
                m.side(),
                m.ordType(),
                m.timeInForce(),
                m.liquidity(),
                m.duplicate() == BooleanType.T,
                m.stopPriceTicks(),
                m.workingPriceTicks(),
                m.queuePlace());
    }

    private static Delta delta(final OrderDeltaDecoder m) {
        return new Delta(
                m.inputSeq(),
                m.epoch(),
                m.outSeq(),
                m.timestampNs(),
                m.accountId(),
                m.accountSeq(),
                m.orderId(),
                m.orderVersion(),
                m.clOrdId(),
                m.priceTicks(),
                m.quantityLots(),
                m.cumQtyLots(),
                m.leavesQtyLots(),
                m.lastPriceTicks(),
                m.lastQtyLots(),
                m.cumValueMicros(),
                m.tradeId(),
                m.createdNs(),
                m.rejectedValue(),
                m.rejectLimit(),
                m.tickSizeE8(),
                m.lotSizeE8(),
                m.instrumentId(),
                m.destination(),
                m.symbol(),
                m.rejectReason(),
                m.execType(),
                m.ordStatus(),
                m.side(),
                m.ordType(),
                m.timeInForce(),
                m.liquidity(),
                m.venueOrdStatus());
    }

    private static CancelReject cancelReject(final CancelRejectDecoder m) {
        return new CancelReject(
                m.sessionId(),
                m.clientSeq(),
                m.accountId(),
                m.orderId(),
                m.clOrdId(),
                m.origClOrdId(),
                m.rejectReason(),
                m.rejectedValue(),
                m.rejectLimit(),
                m.requestTemplateId(),
                m.ordStatus(),
                m.duplicate() == BooleanType.T);
    }

    private static VenueRequest venueRequest(
            final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header) {
        final int templateId = header.templateId();
        return switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> {
                final VenueNewOrderDecoder m = new VenueNewOrderDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new VenueRequest(
                        templateId,
                        m.venueClOrdId(),
                        0,
                        m.orderId(),
                        m.priceE8(),
                        m.quantityE8(),
                        m.venueId(),
                        m.symbol(),
                        m.side(),
                        m.ordType(),
                        m.timeInForce(),
                        "",
                        m.parentOrderId(),
                        m.expireNs());
            }
            case VenueCancelDecoder.TEMPLATE_ID -> {
                final VenueCancelDecoder m = new VenueCancelDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new VenueRequest(
                        templateId,
                        m.venueClOrdId(),
                        m.origVenueClOrdId(),
                        m.orderId(),
                        0,
                        m.quantityE8(),
                        m.venueId(),
                        m.symbol(),
                        m.side(),
                        null,
                        null,
                        m.foreignClOrdId(),
                        0,
                        0);
            }
            case VenueReplaceDecoder.TEMPLATE_ID -> {
                final VenueReplaceDecoder m = new VenueReplaceDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new VenueRequest(
                        templateId,
                        m.venueClOrdId(),
                        m.origVenueClOrdId(),
                        m.orderId(),
                        m.priceE8(),
                        m.quantityE8(),
                        m.venueId(),
                        m.symbol(),
                        m.side(),
                        m.ordType(),
                        m.timeInForce(),
                        "",
                        0,
                        m.expireNs());
            }
            case VenueStatusRequestDecoder.TEMPLATE_ID -> {
                final VenueStatusRequestDecoder m =
                        new VenueStatusRequestDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new VenueRequest(
                        templateId,
                        m.venueClOrdId(),
                        0,
                        m.orderId(),
                        0,
                        0,
                        m.venueId(),
                        m.symbol(),
                        m.side(),
                        null,
                        null);
            }
            case VenueMassStatusRequestDecoder.TEMPLATE_ID -> {
                final var m = new VenueMassStatusRequestDecoder().wrapAndApplyHeader(buffer, offset, header);
                yield new VenueRequest(templateId, m.massStatusId(), 0, 0, 0, 0, m.venueId(), "", null, null, null);
            }
            default -> throw new AssertionError("the engine said a message of template id " + templateId);
        };
    }
}
