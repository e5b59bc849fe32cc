package io.tradex.exchange;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.UnsupportedMessageType;
import quickfix.field.ClOrdID;
import quickfix.field.MsgType;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.PossDupFlag;
import quickfix.field.PossResend;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TimeInForce;

/** Reads the requests of a counterparty from FIX 4.4. Stateless. */
final class FixRequests {
    private static final int DECIMALS = 8;
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9.]{1,32}");

    private FixRequests() {}

    /**
     * @param message from the counterparty.
     * @return what it asks.
     * @throws FieldNotFound          if a required field is missing.
     * @throws IncorrectTagValue      if a field holds what this exchange does not know.
     * @throws UnsupportedMessageType if it is no request.
     */
    static VenueRequest read(final Message message) throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        return switch (message.getHeader().getString(MsgType.FIELD)) {
            case MsgType.NEW_ORDER_SINGLE -> order(message, VenueRequest.Kind.NEW_ORDER, null);
            case MsgType.ORDER_CANCEL_REPLACE_REQUEST ->
                order(message, VenueRequest.Kind.REPLACE, message.getString(OrigClOrdID.FIELD));
            case MsgType.ORDER_CANCEL_REQUEST ->
                withoutTerms(message, VenueRequest.Kind.CANCEL, message.getString(OrigClOrdID.FIELD));
            case MsgType.ORDER_STATUS_REQUEST -> withoutTerms(message, VenueRequest.Kind.STATUS, null);
            default -> throw new UnsupportedMessageType();
        };
    }

    private static VenueRequest order(final Message message, final VenueRequest.Kind kind, final String origClOrdId)
            throws FieldNotFound, IncorrectTagValue {
        final char ordType = message.getChar(OrdType.FIELD);
        if (ordType != OrdType.MARKET && ordType != OrdType.LIMIT) {
            throw new IncorrectTagValue(OrdType.FIELD, String.valueOf(ordType));
        }
        final char timeInForce =
                message.isSetField(TimeInForce.FIELD) ? message.getChar(TimeInForce.FIELD) : TimeInForce.DAY;
        if (timeInForce != TimeInForce.DAY && timeInForce != TimeInForce.IMMEDIATE_OR_CANCEL) {
            throw new IncorrectTagValue(TimeInForce.FIELD, String.valueOf(timeInForce));
        }
        final boolean market = ordType == OrdType.MARKET;
        return new VenueRequest(
                kind,
                message.getString(ClOrdID.FIELD),
                origClOrdId,
                message.getString(Symbol.FIELD),
                buy(message),
                market,
                market || timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL,
                market ? 0 : decimalE8(message, Price.FIELD),
                decimalE8(message, OrderQty.FIELD),
                possResend(message));
    }

    private static VenueRequest withoutTerms(
            final Message message, final VenueRequest.Kind kind, final String origClOrdId)
            throws FieldNotFound, IncorrectTagValue {
        return new VenueRequest(
                kind,
                message.getString(ClOrdID.FIELD),
                origClOrdId,
                message.getString(Symbol.FIELD),
                buy(message),
                false,
                false,
                0,
                0,
                possResend(message));
    }

    private static boolean buy(final Message message) throws FieldNotFound, IncorrectTagValue {
        final char side = message.getChar(Side.FIELD);
        if (side != Side.BUY && side != Side.SELL) {
            throw new IncorrectTagValue(Side.FIELD, String.valueOf(side));
        }
        return side == Side.BUY;
    }

    private static long decimalE8(final Message message, final int field) throws FieldNotFound, IncorrectTagValue {
        final String text = message.getString(field);
        // BigDecimal reads exponents, FIX has none; and a short text cannot make it work long.
        if (!DECIMAL.matcher(text).matches()) {
            throw new IncorrectTagValue(field, text);
        }
        try {
            return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IncorrectTagValue(field, text);
        }
    }

    private static boolean possResend(final Message message) throws FieldNotFound {
        final Message.Header header = message.getHeader();
        final boolean resend = header.isSetField(PossResend.FIELD) && header.getBoolean(PossResend.FIELD);
        return resend || (header.isSetField(PossDupFlag.FIELD) && header.getBoolean(PossDupFlag.FIELD));
    }
}
