package io.tradex.client;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.tradex.protocol.entry.CancelOrderEncoder;
import io.tradex.protocol.entry.HeartbeatEncoder;
import io.tradex.protocol.entry.LogoutEncoder;
import io.tradex.protocol.entry.MassCancelEncoder;
import io.tradex.protocol.entry.NewOrderEncoder;
import io.tradex.protocol.entry.OrderStatusRequestEncoder;
import io.tradex.protocol.entry.ReplaceOrderEncoder;
import io.tradex.protocol.state.GapFillRequestEncoder;
import io.tradex.protocol.state.SnapshotRequestEncoder;
import io.tradex.protocol.types.Admission;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import java.util.Objects;

/** Encodes commands straight into the publication's buffer. Polling thread only; allocates nothing. */
final class CommandPublisher {
    private final BufferClaim claim = new BufferClaim();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final NewOrderEncoder newOrderEncoder = new NewOrderEncoder();
    private final CancelOrderEncoder cancelOrderEncoder = new CancelOrderEncoder();
    private final ReplaceOrderEncoder replaceOrderEncoder = new ReplaceOrderEncoder();
    private final MassCancelEncoder massCancelEncoder = new MassCancelEncoder();
    private final OrderStatusRequestEncoder orderStatusRequestEncoder = new OrderStatusRequestEncoder();
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
        final long result = tryClaim(NewOrderEncoder.BLOCK_LENGTH);
        if (result < 0) {
            return result;
        }
        newOrderEncoder
                .wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder)
                .sessionId(sessionId)
                .clientSeq(lastClientSeq + 1)
                .accountId(accountId)
                .clOrdId(clOrdId)
                .admission(Admission.ADMITTED)
                .side(side)
                .ordType(ordType)
                .timeInForce(timeInForce)
                .instrumentId(instrumentId)
                .destination(destination)
                .priceTicks(priceTicks)
                .quantityLots(quantityLots);
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
            final long quantityLots) {
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
                .quantityLots(quantityLots);
        return commit();
    }

    long massCancel(final long accountId, final long clOrdId, final int instrumentId) {
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
                .instrumentId(instrumentId);
        return commit();
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

    private long commit() {
        claim.commit();
        return ++lastClientSeq;
    }
}
