package io.tradex.core.engine;

import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.protocol.venue.VenueReplaceEncoder;
import io.tradex.protocol.venue.VenueStatusRequestEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what the engine asks of venues, from an order whose atVenue holds what is asked. */
final class VenueRequests {
    private final EngineState state;
    private final VenueOutlet outlet;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueNewOrderEncoder newOrder = new VenueNewOrderEncoder();
    private final VenueCancelEncoder cancel = new VenueCancelEncoder();
    private final VenueReplaceEncoder replace = new VenueReplaceEncoder();
    private final VenueStatusRequestEncoder statusRequest = new VenueStatusRequestEncoder();

    VenueRequests(final EngineState state, final VenueOutlet outlet) {
        this.state = state;
        this.outlet = outlet;
    }

    /** The order itself; a market order goes as an immediate limit order at its collar. */
    void newOrder(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        final boolean market = order.ordType == OrdType.MARKET;
        newOrder.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(atVenue.acceptedId)
                .orderId(order.orderId)
                .accountId(order.account.accountId())
                .priceE8(atVenue.priceTicks * order.instrument.tickSizeE8())
                .quantityE8(order.quantityLots * order.instrument.lotSizeE8())
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side)
                .ordType(OrdType.LIMIT)
                .timeInForce(market ? TimeInForce.IOC : order.timeInForce)
                .cashOrderQtyE8(0)
                .parentOrderId(order.parent == null ? 0 : order.parent.orderId);
        emit(order, VenueNewOrderEncoder.TEMPLATE_ID, atVenue.acceptedId, newOrder.encodedLength());
    }

    /** The pending cancel. */
    void cancel(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        cancel.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(atVenue.pendingId)
                .origVenueClOrdId(atVenue.acceptedId)
                .orderId(order.orderId)
                .quantityE8(order.quantityLots * order.instrument.lotSizeE8())
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side);
        emit(order, VenueCancelEncoder.TEMPLATE_ID, atVenue.pendingId, cancel.encodedLength());
    }

    /** The pending replace. */
    void replace(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        replace.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(atVenue.pendingId)
                .origVenueClOrdId(atVenue.acceptedId)
                .orderId(order.orderId)
                .priceE8(atVenue.pendingPriceTicks * order.instrument.tickSizeE8())
                .quantityE8(atVenue.pendingQuantityLots * order.instrument.lotSizeE8())
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side)
                .ordType(order.ordType)
                .timeInForce(order.timeInForce);
        emit(order, VenueReplaceEncoder.TEMPLATE_ID, atVenue.pendingId, replace.encodedLength());
    }

    /** How the order stands. */
    void status(final Order order) {
        final VenueOrder atVenue = order.atVenue;
        statusRequest
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(atVenue.acceptedId)
                .orderId(order.orderId)
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side);
        emit(order, VenueStatusRequestEncoder.TEMPLATE_ID, atVenue.acceptedId, statusRequest.encodedLength());
    }

    private void emit(final Order order, final int templateId, final long venueClOrdId, final int bodyLength) {
        outlet.send(
                order.atVenue.venueId,
                templateId,
                venueClOrdId,
                buffer,
                MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }
}
