package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueMassStatusRequestDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.agrona.DirectBuffer;
import quickfix.Message;
import quickfix.UtcTimestampPrecision;
import quickfix.field.Account;
import quickfix.field.CashOrderQty;
import quickfix.field.ClOrdID;
import quickfix.field.ExpireTime;
import quickfix.field.MassStatusReqID;
import quickfix.field.MassStatusReqType;
import quickfix.field.MsgType;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;

/** Writes the engine's requests as FIX messages. Not thread safe: one per sender. */
final class VenueRequestEncoder {
    private static final long NS_PER_S = 1_000_000_000L;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final VenueNewOrderDecoder newOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder cancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder replace = new VenueReplaceDecoder();
    private final VenueStatusRequestDecoder statusRequest = new VenueStatusRequestDecoder();
    private final VenueMassStatusRequestDecoder massStatusRequest = new VenueMassStatusRequestDecoder();
    private final FixDialect dialect;
    private final FixTags tags;

    /**
     * @param dialect of the venue.
     * @param tags    that it wants beside those of FIX.
     */
    VenueRequestEncoder(final FixDialect dialect, final FixTags tags) {
        this.dialect = dialect;
        this.tags = tags;
    }

    /**
     * @param templateId of a request.
     * @param buffer     holding it, SBE header first.
     * @param offset     of the header.
     * @return the FIX message, without what the session adds to its header.
     */
    Message encode(final int templateId, final DirectBuffer buffer, final int offset) {
        return switch (templateId) {
            case VenueNewOrderDecoder.TEMPLATE_ID -> encode(newOrder.wrapAndApplyHeader(buffer, offset, header));
            case VenueCancelDecoder.TEMPLATE_ID -> encode(cancel.wrapAndApplyHeader(buffer, offset, header));
            case VenueReplaceDecoder.TEMPLATE_ID -> encode(replace.wrapAndApplyHeader(buffer, offset, header));
            case VenueStatusRequestDecoder.TEMPLATE_ID ->
                encode(statusRequest.wrapAndApplyHeader(buffer, offset, header));
            case VenueMassStatusRequestDecoder.TEMPLATE_ID ->
                encode(massStatusRequest.wrapAndApplyHeader(buffer, offset, header));
            default -> throw VenueRequestFields.noRequest(templateId);
        };
    }

    private Message encode(final VenueNewOrderDecoder request) {
        final Message message =
                message(MsgType.NEW_ORDER_SINGLE, request.venueClOrdId(), request.symbol(), request.side());
        message.setString(Account.FIELD, Long.toString(request.accountId()));
        transactTime(message, request.timestampNs());
        terms(message, request.ordType(), request.priceE8(), request.timeInForce());
        expireTime(message, request.expireNs());
        if (request.cashOrderQtyE8() > 0) {
            message.setString(CashOrderQty.FIELD, DecimalE8.format(request.cashOrderQtyE8()));
        } else {
            message.setString(OrderQty.FIELD, DecimalE8.format(request.quantityE8()));
        }
        dialect.completeOrder(message);
        tags.complete(message, MsgType.NEW_ORDER_SINGLE);
        return message;
    }

    private Message encode(final VenueCancelDecoder request) {
        final Message message =
                message(MsgType.ORDER_CANCEL_REQUEST, request.venueClOrdId(), request.symbol(), request.side());
        origClOrdId(message, request.origVenueClOrdId(), request.foreignClOrdId());
        orderId(message, request.venueOrderId());
        if (request.quantityE8() > 0) {
            message.setString(OrderQty.FIELD, DecimalE8.format(request.quantityE8()));
        }
        transactTime(message, request.timestampNs());
        tags.complete(message, MsgType.ORDER_CANCEL_REQUEST);
        return message;
    }

    private Message encode(final VenueReplaceDecoder request) {
        final Message message =
                message(MsgType.ORDER_CANCEL_REPLACE_REQUEST, request.venueClOrdId(), request.symbol(), request.side());
        origClOrdId(message, request.origVenueClOrdId(), "");
        orderId(message, request.venueOrderId());
        transactTime(message, request.timestampNs());
        terms(message, request.ordType(), request.priceE8(), request.timeInForce());
        expireTime(message, request.expireNs());
        message.setString(OrderQty.FIELD, DecimalE8.format(request.quantityE8()));
        dialect.completeOrder(message);
        tags.complete(message, MsgType.ORDER_CANCEL_REPLACE_REQUEST);
        return message;
    }

    private Message encode(final VenueStatusRequestDecoder request) {
        final Message message = message(MsgType.ORDER_STATUS_REQUEST, request.symbol(), request.side());
        if (request.venueClOrdId() > 0) {
            message.setString(ClOrdID.FIELD, ClOrdIdText.format(request.venueClOrdId()));
        } else if (dialect.requiresOrigClOrdId()) {
            message.setString(ClOrdID.FIELD, FixDialect.NO_ID);
        }
        orderId(message, request.venueOrderId());
        dialect.completeStatusRequest(message, request.inputSeq());
        tags.complete(message, MsgType.ORDER_STATUS_REQUEST);
        return message;
    }

    private Message encode(final VenueMassStatusRequestDecoder request) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, MsgType.ORDER_MASS_STATUS_REQUEST);
        message.setString(MassStatusReqID.FIELD, Long.toString(request.massStatusId()));
        message.setInt(MassStatusReqType.FIELD, MassStatusReqType.STATUS_FOR_ALL_ORDERS);
        tags.complete(message, MsgType.ORDER_MASS_STATUS_REQUEST);
        return message;
    }

    private static Message message(
            final String msgType, final long venueClOrdId, final String symbol, final Side side) {
        final Message message = message(msgType, symbol, side);
        message.setString(ClOrdID.FIELD, ClOrdIdText.format(venueClOrdId));
        return message;
    }

    private static Message message(final String msgType, final String symbol, final Side side) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(Symbol.FIELD, symbol);
        if (side != Side.NULL_VAL) {
            message.setChar(quickfix.field.Side.FIELD, (char) side.value());
        }
        return message;
    }

    /** Names the order by our id, by that of whoever gave it to the venue, or by none. */
    private void origClOrdId(final Message message, final long origVenueClOrdId, final String foreignClOrdId) {
        if (origVenueClOrdId > 0) {
            message.setString(OrigClOrdID.FIELD, ClOrdIdText.format(origVenueClOrdId));
        } else if (FixFields.isPrintable(foreignClOrdId, VenueCancelDecoder.foreignClOrdIdLength())) {
            message.setString(OrigClOrdID.FIELD, foreignClOrdId);
        } else if (dialect.requiresOrigClOrdId()) {
            message.setString(OrigClOrdID.FIELD, FixDialect.NO_ID);
        }
    }

    private static void orderId(final Message message, final String venueOrderId) {
        if (FixFields.isPrintable(venueOrderId, VenueCancelDecoder.venueOrderIdLength())) {
            message.setString(OrderID.FIELD, venueOrderId);
        }
    }

    private static void terms(
            final Message message, final OrdType ordType, final long priceE8, final TimeInForce timeInForce) {
        message.setChar(quickfix.field.OrdType.FIELD, (char) ordType.value());
        if (ordType == OrdType.LIMIT) {
            message.setString(Price.FIELD, DecimalE8.format(priceE8));
        }
        message.setChar(quickfix.field.TimeInForce.FIELD, (char) timeInForce.value());
    }

    private static void expireTime(final Message message, final long expireNs) {
        if (expireNs > 0) {
            timestamp(message, ExpireTime.FIELD, expireNs);
        }
    }

    private static void transactTime(final Message message, final long timestampNs) {
        timestamp(message, TransactTime.FIELD, timestampNs);
    }

    private static void timestamp(final Message message, final int field, final long timestampNs) {
        // FIX 4.4 knows nothing finer than milliseconds, and not every venue forgives more.
        message.setUtcTimeStamp(
                field,
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(timestampNs, NS_PER_S),
                        (int) Math.floorMod(timestampNs, NS_PER_S),
                        ZoneOffset.UTC),
                UtcTimestampPrecision.MILLIS);
    }
}
