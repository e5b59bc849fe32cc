package io.tradex.core.engine;

import io.tradex.core.order.Order;
import io.tradex.core.order.VenueOrder;
import io.tradex.core.order.VenueRequest;
import io.tradex.protocol.journal.VenueExecutionReportDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelEncoder;
import io.tradex.protocol.venue.VenueMassStatusRequestEncoder;
import io.tradex.protocol.venue.VenueNewOrderEncoder;
import io.tradex.protocol.venue.VenueReplaceEncoder;
import io.tradex.protocol.venue.VenueStatusRequestEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what the engine asks of venues, from an order whose atVenue holds what is asked. */
final class VenueRequests {
    private static final int BODY = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long E8_PER_MICRO = 100;

    /** In the place of a request's ClOrdID where nothing depends on whether it goes. */
    private static final long NO_ORDER = 0;

    private final EngineState state;
    private final VenueOutlet outlet;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VenueNewOrderEncoder newOrder = new VenueNewOrderEncoder();
    private final VenueCancelEncoder cancel = new VenueCancelEncoder();
    private final VenueReplaceEncoder replace = new VenueReplaceEncoder();
    private final VenueStatusRequestEncoder statusRequest = new VenueStatusRequestEncoder();
    private final VenueMassStatusRequestEncoder massStatusRequest = new VenueMassStatusRequestEncoder();

    VenueRequests(final EngineState state, final VenueOutlet outlet) {
        this.state = state;
        this.outlet = outlet;
    }

    /** Lets requests go as the venues' message limits allow. */
    VenueOutlet outlet() {
        return outlet;
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
                .timeInForce(market && order.timeInForce != TimeInForce.FOK ? TimeInForce.IOC : order.timeInForce)
                .cashOrderQtyE8(order.cashMicros * E8_PER_MICRO)
                .parentOrderId(order.parent == null ? 0 : order.parent.orderId)
                .expireNs(market ? 0 : order.expireNs);
        emit(atVenue.venueId, VenueNewOrderEncoder.TEMPLATE_ID, atVenue.acceptedId, newOrder.encodedLength());
    }

    /** A cancel that waits for its answer. */
    void cancel(final Order order, final VenueRequest request) {
        final VenueOrder atVenue = order.atVenue;
        cancel.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(request.id)
                .origVenueClOrdId(request.origId)
                .orderId(order.orderId)
                .quantityE8(order.quantityLots * order.instrument.lotSizeE8())
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side);
        atVenue.putVenueOrderId(buffer, BODY + VenueCancelEncoder.venueOrderIdEncodingOffset());
        buffer.setMemory(
                BODY + VenueCancelEncoder.foreignClOrdIdEncodingOffset(),
                VenueCancelEncoder.foreignClOrdIdLength(),
                (byte) 0);
        emit(atVenue.venueId, VenueCancelEncoder.TEMPLATE_ID, request.id, cancel.encodedLength());
    }

    /**
     * A cancel of an order that the core does not work.
     *
     * @param venueClOrdId of this request.
     * @param report       of the venue on that order.
     */
    void cancelForeign(final long venueClOrdId, final VenueExecutionReportDecoder report) {
        cancel.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(venueClOrdId)
                .origVenueClOrdId(report.venueClOrdId())
                .orderId(0)
                .quantityE8(report.orderQtyE8())
                .venueId(report.venueId())
                .side(report.side());
        buffer.putBytes(
                BODY + VenueCancelEncoder.symbolEncodingOffset(),
                report.buffer(),
                report.offset() + VenueExecutionReportDecoder.symbolEncodingOffset(),
                VenueCancelEncoder.symbolLength());
        buffer.putBytes(
                BODY + VenueCancelEncoder.venueOrderIdEncodingOffset(),
                report.buffer(),
                report.offset() + VenueExecutionReportDecoder.venueOrderIdEncodingOffset(),
                VenueCancelEncoder.venueOrderIdLength());
        buffer.putBytes(
                BODY + VenueCancelEncoder.foreignClOrdIdEncodingOffset(),
                report.buffer(),
                report.offset() + VenueExecutionReportDecoder.foreignClOrdIdEncodingOffset(),
                VenueCancelEncoder.foreignClOrdIdLength());
        emit(report.venueId(), VenueCancelEncoder.TEMPLATE_ID, NO_ORDER, cancel.encodedLength());
    }

    /** A replace that waits for its answer. */
    void replace(final Order order, final VenueRequest request) {
        final VenueOrder atVenue = order.atVenue;
        replace.wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .venueClOrdId(request.id)
                .origVenueClOrdId(request.origId)
                .orderId(order.orderId)
                .priceE8(request.priceTicks * order.instrument.tickSizeE8())
                .quantityE8(request.quantityLots * order.instrument.lotSizeE8())
                .venueId(atVenue.venueId)
                .putSymbol(order.instrument.symbol(), 0)
                .side(order.side)
                .ordType(order.ordType)
                .timeInForce(order.timeInForce)
                .expireNs(order.expireNs);
        atVenue.putVenueOrderId(buffer, BODY + VenueReplaceEncoder.venueOrderIdEncodingOffset());
        emit(atVenue.venueId, VenueReplaceEncoder.TEMPLATE_ID, request.id, replace.encodedLength());
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
        atVenue.putVenueOrderId(buffer, BODY + VenueStatusRequestEncoder.venueOrderIdEncodingOffset());
        emit(atVenue.venueId, VenueStatusRequestEncoder.TEMPLATE_ID, NO_ORDER, statusRequest.encodedLength());
    }

    /** How all orders stand. */
    void massStatus(final int venueId, final long massStatusId) {
        massStatusRequest
                .wrapAndApplyHeader(buffer, 0, header)
                .inputSeq(state.sequence)
                .timestampNs(state.timestampNs)
                .massStatusId(massStatusId)
                .venueId(venueId);
        emit(venueId, VenueMassStatusRequestEncoder.TEMPLATE_ID, NO_ORDER, massStatusRequest.encodedLength());
    }

    private void emit(final int venueId, final int templateId, final long venueClOrdId, final int bodyLength) {
        outlet.send(venueId, templateId, venueClOrdId, buffer, BODY + bodyLength);
    }
}
