package io.tradex.fix;

import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.OrdType;
import io.tradex.protocol.types.Side;
import io.tradex.protocol.types.TimeInForce;
import io.tradex.protocol.venue.VenueCancelDecoder;
import io.tradex.protocol.venue.VenueNewOrderDecoder;
import io.tradex.protocol.venue.VenueReplaceDecoder;
import io.tradex.protocol.venue.VenueStatusRequestDecoder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.agrona.DirectBuffer;
import quickfix.Message;
import quickfix.UtcTimestampPrecision;
import quickfix.field.Account;
import quickfix.field.ClOrdID;
import quickfix.field.MsgType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Price;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;

/** Writes the engine's requests as FIX 4.4 messages. Not thread safe: one per sender. */
final class VenueRequestEncoder {
    private static final long NS_PER_S = 1_000_000_000L;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final VenueNewOrderDecoder newOrder = new VenueNewOrderDecoder();
    private final VenueCancelDecoder cancel = new VenueCancelDecoder();
    private final VenueReplaceDecoder replace = new VenueReplaceDecoder();
    private final VenueStatusRequestDecoder statusRequest = new VenueStatusRequestDecoder();

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
            default -> throw VenueRequestFields.noRequest(templateId);
        };
    }

    private static Message encode(final VenueNewOrderDecoder request) {
        final Message message =
                message(MsgType.NEW_ORDER_SINGLE, request.venueClOrdId(), request.symbol(), request.side());
        message.setString(Account.FIELD, Long.toString(request.accountId()));
        transactTime(message, request.timestampNs());
        terms(message, request.ordType(), request.priceE8(), request.quantityE8(), request.timeInForce());
        return message;
    }

    private static Message encode(final VenueCancelDecoder request) {
        final Message message =
                message(MsgType.ORDER_CANCEL_REQUEST, request.venueClOrdId(), request.symbol(), request.side());
        message.setString(OrigClOrdID.FIELD, ClOrdIdText.format(request.origVenueClOrdId()));
        message.setString(OrderQty.FIELD, DecimalE8.format(request.quantityE8()));
        transactTime(message, request.timestampNs());
        return message;
    }

    private static Message encode(final VenueReplaceDecoder request) {
        final Message message =
                message(MsgType.ORDER_CANCEL_REPLACE_REQUEST, request.venueClOrdId(), request.symbol(), request.side());
        message.setString(OrigClOrdID.FIELD, ClOrdIdText.format(request.origVenueClOrdId()));
        transactTime(message, request.timestampNs());
        terms(message, request.ordType(), request.priceE8(), request.quantityE8(), request.timeInForce());
        return message;
    }

    private static Message encode(final VenueStatusRequestDecoder request) {
        return message(MsgType.ORDER_STATUS_REQUEST, request.venueClOrdId(), request.symbol(), request.side());
    }

    private static Message message(
            final String msgType, final long venueClOrdId, final String symbol, final Side side) {
        final Message message = new Message();
        message.getHeader().setString(MsgType.FIELD, msgType);
        message.setString(ClOrdID.FIELD, ClOrdIdText.format(venueClOrdId));
        message.setString(Symbol.FIELD, symbol);
        message.setChar(quickfix.field.Side.FIELD, (char) side.value());
        return message;
    }

    private static void terms(
            final Message message,
            final OrdType ordType,
            final long priceE8,
            final long quantityE8,
            final TimeInForce timeInForce) {
        message.setChar(quickfix.field.OrdType.FIELD, (char) ordType.value());
        if (ordType == OrdType.LIMIT) {
            message.setString(Price.FIELD, DecimalE8.format(priceE8));
        }
        message.setString(OrderQty.FIELD, DecimalE8.format(quantityE8));
        message.setChar(quickfix.field.TimeInForce.FIELD, (char) timeInForce.value());
    }

    private static void transactTime(final Message message, final long timestampNs) {
        // FIX 4.4 knows nothing finer than milliseconds, and not every venue forgives more.
        message.setUtcTimeStamp(
                TransactTime.FIELD,
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(timestampNs, NS_PER_S),
                        (int) Math.floorMod(timestampNs, NS_PER_S),
                        ZoneOffset.UTC),
                UtcTimestampPrecision.MILLIS);
    }
}
