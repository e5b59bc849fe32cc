package io.tradex.client;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tradex.protocol.entry.AdminRequestEncoder;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.HeartbeatEncoder;
import io.tradex.protocol.entry.LogoutEncoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ProtectionResetRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.state.GapFillRequestEncoder;
import io.tradex.protocol.state.SnapshotRequestEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;

/** Encodes commands straight into the publication's buffer. Polling thread only; allocates nothing. */
final class CommandPublisher {
    private final BufferClaim claim = new BufferClaim();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final NewOrderEncoder newOrderEncoder = new NewOrderEncoder();

    /** What an order without any instruction of version 2 is; those fields are never touched. */
    private final OrderRequest plainOrder = new OrderRequest();

    private final CancelOrderEncoder cancelOrderEncoder = new CancelOrderEncoder();
    private final ReplaceOrderEncoder replaceOrderEncoder = new ReplaceOrderEncoder();
    private final MassCancelEncoder massCancelEncoder = new MassCancelEncoder();
    private final OrderStatusRequestEncoder orderStatusRequestEncoder = new OrderStatusRequestEncoder();
    private final ProtectionResetRequestEncoder protectionResetRequestEncoder = new ProtectionResetRequestEncoder();
    private final AdminRequestEncoder adminRequestEncoder = new AdminRequestEncoder();
    private final SnapshotRequestEncoder snapshotRequestEncoder = new SnapshotRequestEncoder();
    private final GapFillRequestEncoder gapFillRequestEncoder = new GapFillRequestEncoder();
    private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
    private final LogoutEncoder logoutEncoder = new LogoutEncoder();

    private ExclusivePublication publication;
    private long sessionId;
    private long lastClientSeq;
    private boolean broken;

    void open(final ExclusivePublication newPublication, final long newSessionId) {
        publication = newPublication;
        sessionId = newSessionId;
        lastClientSeq = 0;
        broken = false;
    }

    void close() {
        publication = null;
    }

    /** Whether nothing can ever be sent again on this connection. */
    boolean isBroken() {
        return broken;
    }

    long lastClientSeq() {
        return lastClientSeq;
    }

    long newOrder(
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final int destination,
            final long priceTicks,
            final long quantityLots) {
        // Checked before the claim: one that is neither committed nor aborted would block the stream for good.
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(ordType, "ordType");
        Objects.requireNonNull(timeInForce, "timeInForce");
        plainOrder.accountId = accountId;
        plainOrder.clOrdId = clOrdId;
        plainOrder.instrumentId = instrumentId;
        plainOrder.side = side;
        plainOrder.ordType = ordType;
        plainOrder.timeInForce = timeInForce;
        plainOrder.destination = destination;
        plainOrder.priceTicks = priceTicks;
        plainOrder.quantityLots = quantityLots;
        return encode(plainOrder);
    }

    long newOrder(final OrderRequest order) {
        order.validate();
        return encode(order);
    }

    private long encode(final OrderRequest order) {
        final long result = tryClaim(NewOrderEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        newOrderEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(order.accountId)
                .clOrdId(order.clOrdId)
                .admission(Admission.ADMITTED)
                .side(order.side)
                .ordType(order.ordType)
                .timeInForce(order.timeInForce)
                .instrumentId(order.instrumentId)
                .destination(order.destination)
                .priceTicks(order.priceTicks)
                .quantityLots(order.quantityLots)
                .stopPriceTicks(order.stopPriceTicks)
                .displayLots(order.displayLots)
                .minLots(order.minLots)
                .offsetTicks(order.offsetTicks)
                .expireNs(order.expireNs)
                .pegType(order.pegType)
                .postOnly(order.postOnly)
                .selfTradePrevention(order.selfTradePrevention)
                .venueMask(order.venueMask)
                .cashOrderQtyMicros(order.cashMicros)
                .routingStrategy(order.routingStrategy)
                .excludeOwnBook(order.excludeOwnBook ? BooleanType.T : BooleanType.F)
                .possResend(order.possResend ? BooleanType.T : BooleanType.F);
        return commit();
    }

    long cancel(final long accountId, final long clOrdId, final long origClOrdId) {
        final long result = tryClaim(CancelOrderEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        cancelOrderEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId);
        return commit();
    }

    long replace(
            final long accountId,
            final long clOrdId,
            final long origClOrdId,
            final long priceTicks,
            final long quantityLots,
            final long stopPriceTicks) {
        final long result = tryClaim(ReplaceOrderEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        replaceOrderEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .origClOrdId(origClOrdId)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots)
                .stopPriceTicks(stopPriceTicks);
        return commit();
    }

    long massCancel(
            final long accountId,
            final long clOrdId,
            final int instrumentId,
            final Side side,
            final boolean ownSession) {
        final long result = tryClaim(MassCancelEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        massCancelEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .instrumentId(instrumentId)
                .side(side == null ? Side.NULL_VAL : side)
                .ownSession(ownSession ? BooleanType.T : BooleanType.F);
        return commit();
    }

    long resetProtection(final long accountId, final long clOrdId, final int instrumentId) {
        final long result = tryClaim(ProtectionResetRequestEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        protectionResetRequestEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .instrumentId(instrumentId);
        return commit();
    }

    /**
     * Begins an AdminRequest. Where the answer is positive its input is to be encoded, header and all, at {@link #inputOffset()} of
     * {@link #inputBuffer()}, and then {@link #commit()} to be called, with nothing in between that could throw.
     */
    long beginAdminRequest(final long requestId, final int inputBlockLength) {
        final int inputLength = MessageHeaderEncoder.ENCODED_LENGTH + inputBlockLength;
        final long result =
                tryClaim(AdminRequestEncoder.BLOCK_LENGTH + AdminRequestEncoder.inputHeaderLength() + inputLength);
        if (result < 0) {
            return result;
        }
        adminRequestEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .unused(0)
                .requestId(requestId)
                .admission(Admission.ADMITTED);
        claim.buffer().putShort(adminRequestEncoder.limit(), (short) inputLength, ByteOrder.LITTLE_ENDIAN);
        return result;
    }

    MutableDirectBuffer inputBuffer() {
        return claim.buffer();
    }

    int inputOffset() {
        return adminRequestEncoder.limit() + AdminRequestEncoder.inputHeaderLength();
    }

    long orderStatus(final long accountId, final long clOrdId) {
        final long result = tryClaim(OrderStatusRequestEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        orderStatusRequestEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED);
        return commit();
    }

    long requestSnapshot(final long correlationId) {
        final long result = tryClaim(SnapshotRequestEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        snapshotRequestEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .correlationId(correlationId);
        return commit();
    }

    long requestGapFill(final long correlationId, final long epoch, final long fromOutSeq, final long toOutSeq) {
        final long result = tryClaim(GapFillRequestEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        gapFillRequestEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .correlationId(correlationId)
                .epoch(epoch)
                .fromOutSeq(fromOutSeq)
                .toOutSeq(toOutSeq);
        return commit();
    }

    long logout() {
        final long result = tryClaim(LogoutEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        logoutEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1);
        return commit();
    }

    /** Takes no clientSeq of its own; returns whether it was sent. */
    boolean heartbeat() {
        if (tryClaim(HeartbeatEncoder.BLOCK_LENGTH) < 0) {
            return false;
        }
        heartbeatEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq);
        claim.commit();
        return true;
    }

    private long tryClaim(final int blockLength) {
        if (publication == null) {
            return TradexClient.NOT_CONNECTED;
        }
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        long position = publication.tryClaim(length, claim);
        if (position == Publication.ADMIN_ACTION) {
            // The end of a term costs one attempt; the next one finds the new term.
            position = publication.tryClaim(length, claim);
        }
        if (position > 0) {
            return position;
        }
        if (position == Publication.BACK_PRESSURED || position == Publication.ADMIN_ACTION) {
            return TradexClient.BACK_PRESSURED;
        }
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            broken = true;
        }
        return TradexClient.NOT_CONNECTED;
    }

    long commit() {
        claim.commit();
        return ++lastClientSeq;
    }
}
