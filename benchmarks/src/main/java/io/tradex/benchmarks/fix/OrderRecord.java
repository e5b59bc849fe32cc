package io.tradex.benchmarks.fix;

import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** An order to a venue as the engine writes it. */
final class OrderRecord {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueNewOrderEncoder order = new VenueNewOrderEncoder();

    void encode(final int venueId, final long id) {
        order.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
                .venueClOrdId(id)
                .orderId(id)
                .accountId(7)
                .priceE8(58_525_000_000L)
                .quantityE8(10_000_000_000L)
                .venueId(venueId)
                .symbol("AAPL")
                .side(Side.BUY)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .cashOrderQtyE8(0)
                .parentOrderId(0)
                .expireNs(0);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int length() {
        return MessageHeaderEncoder.ENCODED_LENGTH + VenueNewOrderEncoder.BLOCK_LENGTH;
    }
}
