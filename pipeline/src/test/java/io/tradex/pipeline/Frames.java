package io.tradex.pipeline;

import io.tradex.protocol.entry.AdminRequestEncoder;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.ExecutionReportEncoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ProtectionResetRequestEncoder;
import io.tradex.protocol.entry.ProtectionTrippedEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.entry.RequestResultEncoder;
import io.tradex.protocol.entry.SelfTradePreventedEncoder;
import io.tradex.protocol.journal.VenueUpEncoder;
import io.tradex.protocol.state.GapFillRequestEncoder;
import io.tradex.protocol.state.OrderDeltaEncoder;
import io.tradex.protocol.state.SnapshotRequestEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.ExecType;
import io.tradex.protocol.types.Liquidity;
import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdStatus;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.RejectReason;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.AlarmEncoder;
import io.tradex.protocol.venue.AlarmKind;
import io.tradex.protocol.venue.CheckpointReachedEncoder;
import io.tradex.protocol.venue.InputRefusedEncoder;
import io.tradex.protocol.venue.TimerRequestedEncoder;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.protocol.venue.VenueReplaceEncoder;
import io.tradex.protocol.venue.VenueStatusRequestEncoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encoded messages; each is as long as its buffer. */
final class Frames {
    static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    static final long ACCOUNT = 7;

    private Frames() {}

    static int templateId(final DirectBuffer buffer, final int offset) {
        return new MessageHeaderDecoder().wrap(buffer, offset).templateId();
    }

    static UnsafeBuffer newOrder(final long clOrdId, final int destination, final Admission admission) {
        final UnsafeBuffer frame = frame(NewOrderEncoder.BLOCK_LENGTH);
        new NewOrderEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(1)
                .clientSeq(clOrdId)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(admission)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .instrumentId(1)
                .destination(destination)
                .priceTicks(100)
                .quantityLots(10);
        return frame;
    }

    static UnsafeBuffer newOrder(final long clOrdId) {
        return newOrder(clOrdId, 0, Admission.ADMITTED);
    }

    static UnsafeBuffer cancelOrder(final long clOrdId, final Admission admission) {
        final UnsafeBuffer frame = frame(CancelOrderEncoder.BLOCK_LENGTH);
        new CancelOrderEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(1)
                .clientSeq(clOrdId)
                .accountId(ACCOUNT)
                .clOrdId(clOrdId)
                .admission(admission)
                .origClOrdId(clOrdId - 1);
        return frame;
    }

    static UnsafeBuffer replaceOrder(final long clOrdId, final Admission admission) {
        final UnsafeBuffer frame = frame(ReplaceOrderEncoder.BLOCK_LENGTH);
        new ReplaceOrderEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .clOrdId(clOrdId)
                .admission(admission);
        return frame;
    }

    static UnsafeBuffer massCancel(final long clOrdId, final Admission admission) {
        final UnsafeBuffer frame = frame(MassCancelEncoder.BLOCK_LENGTH);
        new MassCancelEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .clOrdId(clOrdId)
                .admission(admission);
        return frame;
    }

    static UnsafeBuffer orderStatusRequest(final long clOrdId, final Admission admission) {
        final UnsafeBuffer frame = frame(OrderStatusRequestEncoder.BLOCK_LENGTH);
        new OrderStatusRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .clOrdId(clOrdId)
                .admission(admission);
        return frame;
    }

    static UnsafeBuffer protectionReset(final long clOrdId, final Admission admission) {
        final UnsafeBuffer frame = frame(ProtectionResetRequestEncoder.BLOCK_LENGTH);
        new ProtectionResetRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .clOrdId(clOrdId)
                .admission(admission);
        return frame;
    }

    /** An operator's request that carries so many bytes. */
    static UnsafeBuffer adminRequest(final long requestId, final int carriedLength, final Admission admission) {
        final UnsafeBuffer frame = frame(AdminRequestEncoder.BLOCK_LENGTH + Short.BYTES + carriedLength);
        final byte[] carried = new byte[carriedLength];
        Arrays.fill(carried, (byte) requestId);
        new AdminRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .requestId(requestId)
                .admission(admission)
                .putInput(carried, 0, carriedLength);
        return frame;
    }

    static UnsafeBuffer selfTradePrevented(final long sessionId) {
        final UnsafeBuffer frame = frame(SelfTradePreventedEncoder.BLOCK_LENGTH);
        new SelfTradePreventedEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId);
        return frame;
    }

    static UnsafeBuffer requestResult(final long sessionId) {
        final UnsafeBuffer frame = frame(RequestResultEncoder.BLOCK_LENGTH);
        new RequestResultEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId);
        return frame;
    }

    static UnsafeBuffer protectionTripped(final long sessionId) {
        final UnsafeBuffer frame = frame(ProtectionTrippedEncoder.BLOCK_LENGTH);
        new ProtectionTrippedEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId);
        return frame;
    }

    static UnsafeBuffer timerRequested(final long deadlineNs) {
        final UnsafeBuffer frame = frame(TimerRequestedEncoder.BLOCK_LENGTH);
        new TimerRequestedEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .deadlineNs(deadlineNs);
        return frame;
    }

    static UnsafeBuffer venueUp(final int venueId) {
        final UnsafeBuffer frame = frame(VenueUpEncoder.BLOCK_LENGTH);
        new VenueUpEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .venueId(venueId);
        return frame;
    }

    static UnsafeBuffer executionReport(final long sessionId, final long inputSeq, final long clOrdId) {
        final UnsafeBuffer frame = frame(ExecutionReportEncoder.BLOCK_LENGTH);
        new ExecutionReportEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId)
                .inputSeq(inputSeq)
                .clOrdId(clOrdId)
                .ordStatus(OrdStatus.NEW)
                .execType(ExecType.NEW);
        return frame;
    }

    static UnsafeBuffer orderDelta(
            final long epoch, final long outSeq, final long orderId, final long version, final OrdStatus status) {
        final UnsafeBuffer frame = frame(OrderDeltaEncoder.BLOCK_LENGTH);
        new OrderDeltaEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .epoch(epoch)
                .outSeq(outSeq)
                .accountId(ACCOUNT)
                .orderId(orderId)
                .orderVersion(version)
                .ordStatus(status)
                .execType(ExecType.NEW)
                .rejectReason(RejectReason.NONE)
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .liquidity(Liquidity.NONE)
                .symbol("AAPL");
        return frame;
    }

    static UnsafeBuffer venueNewOrder(final long inputSeq, final int venueId) {
        final UnsafeBuffer frame = frame(VenueNewOrderEncoder.BLOCK_LENGTH);
        new VenueNewOrderEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .venueId(venueId);
        return frame;
    }

    static UnsafeBuffer venueCancel(final long inputSeq, final int venueId) {
        final UnsafeBuffer frame = frame(VenueCancelEncoder.BLOCK_LENGTH);
        new VenueCancelEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .venueId(venueId);
        return frame;
    }

    static UnsafeBuffer venueReplace(final long inputSeq, final int venueId) {
        final UnsafeBuffer frame = frame(VenueReplaceEncoder.BLOCK_LENGTH);
        new VenueReplaceEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .venueId(venueId);
        return frame;
    }

    static UnsafeBuffer venueStatusRequest(final long inputSeq, final int venueId) {
        final UnsafeBuffer frame = frame(VenueStatusRequestEncoder.BLOCK_LENGTH);
        new VenueStatusRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .venueId(venueId);
        return frame;
    }

    static UnsafeBuffer checkpointReached(final long inputSeq, final long stateHash) {
        final UnsafeBuffer frame = frame(CheckpointReachedEncoder.BLOCK_LENGTH);
        new CheckpointReachedEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .stateHash(stateHash);
        return frame;
    }

    static UnsafeBuffer inputRefused(final long inputSeq, final int refTemplateId, final long value) {
        final UnsafeBuffer frame = frame(InputRefusedEncoder.BLOCK_LENGTH);
        new InputRefusedEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .refTemplateId(refTemplateId)
                .rejectReason(RejectReason.MALFORMED)
                .value(value);
        return frame;
    }

    static UnsafeBuffer alarm(final long inputSeq, final long orderId, final long value) {
        final UnsafeBuffer frame = frame(AlarmEncoder.BLOCK_LENGTH);
        new AlarmEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .inputSeq(inputSeq)
                .orderId(orderId)
                .value(value)
                .kind(AlarmKind.LATE_FILL);
        return frame;
    }

    static UnsafeBuffer snapshotRequest(final long sessionId, final long correlationId) {
        final UnsafeBuffer frame = frame(SnapshotRequestEncoder.BLOCK_LENGTH);
        new SnapshotRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId)
                .correlationId(correlationId);
        return frame;
    }

    static UnsafeBuffer gapFillRequest(
            final long sessionId, final long correlationId, final long epoch, final long from, final long to) {
        final UnsafeBuffer frame = frame(GapFillRequestEncoder.BLOCK_LENGTH);
        new GapFillRequestEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .sessionId(sessionId)
                .correlationId(correlationId)
                .epoch(epoch)
                .fromOutSeq(from)
                .toOutSeq(to);
        return frame;
    }

    private static UnsafeBuffer frame(final int blockLength) {
        return new UnsafeBuffer(new byte[HEADER + blockLength]);
    }
}
