package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueMassStatusRequestEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.protocol.venue.VenueReplaceEncoder;
import io.tradex.protocol.venue.VenueStatusRequestEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes requests as the engine does and hands them to an adapter. */
final class Requests {
    private static final long TIMESTAMP_NS = 1_800_000_000_123_456_789L;
    private static final String SYMBOL = "AAPL";

    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FixAdapter adapter;

    Requests(final FixAdapter adapter) {
        this.adapter = adapter;
    }

    boolean limit(final int venueId, final long id, final Side side, final String quantity, final String price) {
        return newOrder(venueId, id, side, OrdType.LIMIT, TimeInForce.DAY, quantity, price);
    }

    boolean newOrder(
            final int venueId,
            final long id,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final String quantity,
            final String price) {
        return newOrder(venueId, id, side, ordType, timeInForce, quantity, price, 0);
    }

    private boolean newOrder(
            final int venueId,
            final long id,
            final Side side,
            final OrdType ordType,
            final TimeInForce timeInForce,
            final String quantity,
            final String price,
            final long expireNs) {
        final VenueNewOrderEncoder encoder = new VenueNewOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .orderId(id)
                .accountId(7)
                .priceE8(DecimalE8.parse(price))
                .quantityE8(DecimalE8.parse(quantity))
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(side)
                .ordType(ordType)
                .timeInForce(timeInForce)
                .cashOrderQtyE8(0)
                .parentOrderId(0)
                .expireNs(expireNs);
        return offer(encoder.encodedLength());
    }

    boolean cancel(final int venueId, final long id, final long origId, final Side side, final String quantity) {
        final VenueCancelEncoder encoder = new VenueCancelEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .origVenueClOrdId(origId)
                .orderId(origId)
                .quantityE8(DecimalE8.parse(quantity))
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(side)
                .venueOrderId("")
                .foreignClOrdId("");
        return offer(encoder.encodedLength());
    }

    /** A cancel of an order that is known by its ids at the venue. */
    boolean cancelForeign(
            final int venueId, final long id, final Side side, final String foreignClOrdId, final String venueOrderId) {
        final VenueCancelEncoder encoder = new VenueCancelEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .origVenueClOrdId(0)
                .orderId(0)
                .quantityE8(0)
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(side)
                .venueOrderId(venueOrderId)
                .foreignClOrdId(foreignClOrdId);
        return offer(encoder.encodedLength());
    }

    /** A market order for an amount of money. */
    boolean cashOrder(final int venueId, final long id, final String money) {
        final VenueNewOrderEncoder encoder = new VenueNewOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .orderId(id)
                .accountId(7)
                .priceE8(0)
                .quantityE8(0)
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(Side.BUY)
                .ordType(OrdType.MARKET)
                .timeInForce(TimeInForce.DAY)
                .cashOrderQtyE8(DecimalE8.parse(money))
                .parentOrderId(0)
                .expireNs(0);
        return offer(encoder.encodedLength());
    }

    boolean massStatus(final int venueId, final long massStatusId) {
        final VenueMassStatusRequestEncoder encoder = new VenueMassStatusRequestEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(massStatusId)
                .timestampNs(TIMESTAMP_NS)
                .massStatusId(massStatusId)
                .venueId(venueId);
        return offer(encoder.encodedLength());
    }

    /** A limit order that ends at a time. */
    boolean untilTime(final int venueId, final long id, final long expireNs) {
        return newOrder(venueId, id, Side.BUY, OrdType.LIMIT, TimeInForce.GTD, "1", "1", expireNs);
    }

    boolean replace(
            final int venueId,
            final long id,
            final long origId,
            final Side side,
            final String quantity,
            final String price) {
        final VenueReplaceEncoder encoder = new VenueReplaceEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .origVenueClOrdId(origId)
                .orderId(origId)
                .priceE8(DecimalE8.parse(price))
                .quantityE8(DecimalE8.parse(quantity))
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(side)
                .ordType(OrdType.LIMIT)
                .timeInForce(TimeInForce.DAY)
                .venueOrderId("");
        return offer(encoder.encodedLength());
    }

    boolean status(final int venueId, final long id, final Side side) {
        return status(venueId, id, side, "");
    }

    boolean status(final int venueId, final long id, final Side side, final String venueOrderId) {
        final VenueStatusRequestEncoder encoder = new VenueStatusRequestEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(id)
                .timestampNs(TIMESTAMP_NS)
                .venueClOrdId(id)
                .orderId(id)
                .venueId(venueId)
                .symbol(SYMBOL)
                .side(side)
                .venueOrderId(venueOrderId);
        return offer(encoder.encodedLength());
    }

    private boolean offer(final int bodyLength) {
        return adapter.onVenueRequest(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }
}
