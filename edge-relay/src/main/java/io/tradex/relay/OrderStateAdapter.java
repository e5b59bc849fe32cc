package io.tradex.relay;

import io.tradex.protocol.state.DeltaHeartbeatDecoder;
import io.tradex.protocol.state.GapFillEndDecoder;
import io.tradex.protocol.state.OrderDeltaDecoder;
import io.tradex.protocol.state.SnapshotBeginDecoder;
import io.tradex.protocol.state.SnapshotEndDecoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads frames of the order-state schema, checks that each is what it says and hands it to the follower. A frame that is
 * not is counted and dropped. One adapter for each of the two ways by which frames come: the stream and the session. One
 * thread.
 */
final class OrderStateAdapter implements FrameHandler {
    /** Where the fields begin that version 1 did not have. */
    private static final int BLOCK_LENGTH_OF_1 = OrderDeltaDecoder.stopPriceTicksEncodingOffset();

    private final OrderStateFollower follower;
    private final boolean fromStream;
    /** A row of version 1 with zeros, which say none, for what it does not hold. */
    private final UnsafeBuffer filledUp = new UnsafeBuffer(new byte[OrderRows.ROW_LENGTH]);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderDeltaDecoder delta = new OrderDeltaDecoder();
    private final DeltaHeartbeatDecoder heartbeat = new DeltaHeartbeatDecoder();
    private final SnapshotBeginDecoder snapshotBegin = new SnapshotBeginDecoder();
    private final SnapshotEndDecoder snapshotEnd = new SnapshotEndDecoder();
    private final GapFillEndDecoder gapFillEnd = new GapFillEndDecoder();
    private long nowNs;
    private long malformedFrames;

    /**
     * @param follower takes the messages.
     * @param fromStream whether the frames come on the delta stream; else they come on the session.
     */
    OrderStateAdapter(final OrderStateFollower follower, final boolean fromStream) {
        this.follower = follower;
        this.fromStream = fromStream;
    }

    /** @param timeNs to be given to the follower with what comes from now on. */
    void atTime(final long timeNs) {
        nowNs = timeNs;
    }

    /** @return frames that were dropped because they are not what they say. */
    long malformedFrames() {
        return malformedFrames;
    }

    @Override
    public void onFrame(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            malformedFrames++;
            return;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != OrderDeltaDecoder.SCHEMA_ID) {
            // The session carries order-entry messages too, such as heartbeats: not the relay's business.
            malformedFrames += fromStream ? 1 : 0;
            return;
        }
        final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        final int bodyLength = length - MessageHeaderDecoder.ENCODED_LENGTH;
        final int blockLength = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case OrderDeltaDecoder.TEMPLATE_ID -> {
                if (version < 2 && fits(BLOCK_LENGTH_OF_1, blockLength, bodyLength)) {
                    filledUp.putBytes(0, buffer, body, BLOCK_LENGTH_OF_1);
                    onDelta(filledUp, 0);
                } else if (version >= 2 && fits(OrderDeltaDecoder.BLOCK_LENGTH, blockLength, bodyLength)) {
                    onDelta(buffer, body);
                }
            }
            case DeltaHeartbeatDecoder.TEMPLATE_ID -> {
                if (fits(DeltaHeartbeatDecoder.BLOCK_LENGTH, blockLength, bodyLength)) {
                    heartbeat.wrap(buffer, body, blockLength, version);
                    follower.onHeartbeat(nowNs, heartbeat.epoch(), heartbeat.highestOutSeq(), heartbeat.timestampNs());
                }
            }
            case SnapshotBeginDecoder.TEMPLATE_ID -> {
                if (fits(SnapshotBeginDecoder.BLOCK_LENGTH, blockLength, bodyLength)) {
                    snapshotBegin.wrap(buffer, body, blockLength, version);
                    follower.onSnapshotBegin(
                            nowNs, snapshotBegin.correlationId(), snapshotBegin.epoch(), snapshotBegin.asOfOutSeq());
                }
            }
            case SnapshotEndDecoder.TEMPLATE_ID -> {
                if (fits(SnapshotEndDecoder.BLOCK_LENGTH, blockLength, bodyLength)) {
                    snapshotEnd.wrap(buffer, body, blockLength, version);
                    follower.onSnapshotEnd(
                            nowNs, snapshotEnd.correlationId(), snapshotEnd.rows(), snapshotEnd.throughOutSeq());
                }
            }
            case GapFillEndDecoder.TEMPLATE_ID -> {
                if (fits(GapFillEndDecoder.BLOCK_LENGTH, blockLength, bodyLength)) {
                    gapFillEnd.wrap(buffer, body, blockLength, version);
                    follower.onGapFillEnd(nowNs, gapFillEnd.correlationId(), gapFillEnd.complete() == BooleanType.T);
                }
            }
            default -> malformedFrames++;
        }
    }

    private void onDelta(final DirectBuffer buffer, final int body) {
        delta.wrap(buffer, body, OrderRows.ROW_LENGTH, OrderDeltaDecoder.SCHEMA_VERSION);
        if (delta.orderId() < 1 || delta.outSeq() < 1 || delta.epoch() < 1) {
            malformedFrames++;
        } else {
            follower.onDelta(nowNs, fromStream, buffer, body);
        }
    }

    /** A newer writer may add fields at the end of a block, never leave some out. */
    private boolean fits(final int needed, final int blockLength, final int bodyLength) {
        final boolean fits = blockLength >= needed && bodyLength >= blockLength;
        malformedFrames += fits ? 0 : 1;
        return fits;
    }
}
