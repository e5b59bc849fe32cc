package io.tradex.relay;

import io.tradex.protocol.state.DeltaHeartbeatEncoder;
import io.tradex.protocol.state.GapFillEndEncoder;
import io.tradex.protocol.state.SnapshotBeginEncoder;
import io.tradex.protocol.state.SnapshotEndEncoder;
import io.tradex.protocol.types.BooleanType;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames as the core sends them. */
final class Frames {
    private Frames() {}

    static byte[] heartbeat(final long epoch, final long highestOutSeq, final long timestampNs) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final DeltaHeartbeatEncoder encoder = new DeltaHeartbeatEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .epoch(epoch)
                .highestOutSeq(highestOutSeq)
                .timestampNs(timestampNs);
        return cut(buffer, encoder.encodedLength());
    }

    static byte[] snapshotBegin(final long correlationId, final long epoch, final long asOfOutSeq) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final SnapshotBeginEncoder encoder = new SnapshotBeginEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .epoch(epoch)
                .asOfOutSeq(asOfOutSeq);
        return cut(buffer, encoder.encodedLength());
    }

    static byte[] snapshotEnd(final long correlationId, final long rows, final long throughOutSeq) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final SnapshotEndEncoder encoder = new SnapshotEndEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .rows(rows)
                .throughOutSeq(throughOutSeq);
        return cut(buffer, encoder.encodedLength());
    }

    static byte[] gapFillEnd(final long correlationId, final boolean complete) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final GapFillEndEncoder encoder = new GapFillEndEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .complete(complete ? BooleanType.T : BooleanType.F);
        return cut(buffer, encoder.encodedLength());
    }

    private static byte[] cut(final UnsafeBuffer buffer, final int bodyLength) {
        return Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }
}
