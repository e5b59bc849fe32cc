package io.tradex.exchange;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.UnsupportedMessageType;
import quickfix.field.Account;
import quickfix.field.CashOrderQty;
import quickfix.field.ClOrdID;
import quickfix.field.ExpireTime;
import quickfix.field.MDReqID;
import quickfix.field.MassStatusReqID;
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

/** Reads the requests of a counterparty; the versions of FIX do not differ in what is read here. Stateless. */
final class FixRequests {
    private static final int DECIMALS = 8;
    private static final String WORKED_TIMES_IN_FORCE = new String(new char[] {
        TimeInForce.DAY,
        TimeInForce.GOOD_TILL_CANCEL,
        TimeInForce.GOOD_TILL_DATE,
        TimeInForce.IMMEDIATE_OR_CANCEL,
        TimeInForce.FILL_OR_KILL
    });
    /** An ExpireTime (126) beyond that never comes. */
    private static final long LONGEST_REST_MS = TimeUnit.DAYS.toMillis(3_650);

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9.]{1,32}");

    private FixRequests() {}

    /**
     * @param message  from the counterparty.
     * @param anyTerms whether orders may have terms that this exchange does not work by itself.
     * @return what it asks.
     * @throws FieldNotFound          if a required field is missing.
     * @throws IncorrectTagValue      if a field holds what this exchange does not know.
     * @throws UnsupportedMessageType if it is no request.
     */
    static VenueRequest read(final Message message, final boolean anyTerms)
            throws FieldNotFound, IncorrectTagValue, UnsupportedMessageType {
        return switch (message.getHeader().getString(MsgType.FIELD)) {
            case MsgType.NEW_ORDER_SINGLE -> order(message, VenueRequest.Kind.NEW_ORDER, null, anyTerms);
            case MsgType.ORDER_CANCEL_REPLACE_REQUEST ->
                order(message, VenueRequest.Kind.REPLACE, message.getString(OrigClOrdID.FIELD), anyTerms);
            case MsgType.ORDER_CANCEL_REQUEST ->
                withoutTerms(message, VenueRequest.Kind.CANCEL, message.getString(OrigClOrdID.FIELD));
            case MsgType.ORDER_STATUS_REQUEST -> withoutTerms(message, VenueRequest.Kind.STATUS, null);
            case MsgType.ORDER_MASS_STATUS_REQUEST ->
                about(message, VenueRequest.Kind.MASS_STATUS, message.getString(MassStatusReqID.FIELD));
            case MsgType.MARKET_DATA_REQUEST ->
                about(message, VenueRequest.Kind.MARKET_DATA, message.getString(MDReqID.FIELD));
            default -> throw new UnsupportedMessageType();
        };
    }

    private static VenueRequest order(
            final Message message, final VenueRequest.Kind kind, final String origClOrdId, final boolean anyTerms)
            throws FieldNotFound, IncorrectTagValue {
        final char ordType = message.getChar(OrdType.FIELD);
        if (!anyTerms && ordType != OrdType.MARKET && ordType != OrdType.LIMIT) {
            throw new IncorrectTagValue(OrdType.FIELD, String.valueOf(ordType));
        }
        final char timeInForce =
                message.isSetField(TimeInForce.FIELD) ? message.getChar(TimeInForce.FIELD) : TimeInForce.DAY;
        if (!anyTerms && WORKED_TIMES_IN_FORCE.indexOf(timeInForce) < 0) {
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
                market || timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL || timeInForce == TimeInForce.FILL_OR_KILL,
                market ? 0 : decimalE8(message, Price.FIELD),
                anyTerms && !message.isSetField(OrderQty.FIELD) ? 0 : decimalE8(message, OrderQty.FIELD),
                possResend(message),
                timeInForce,
                account(message),
                message.isSetField(CashOrderQty.FIELD) ? decimalE8(message, CashOrderQty.FIELD) : 0,
                timeInForce == TimeInForce.GOOD_TILL_DATE ? restsForNs(message) : Long.MAX_VALUE,
                message);
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
                possResend(message),
                TimeInForce.DAY,
                account(message),
                0,
                Long.MAX_VALUE,
                message);
    }

    private static VenueRequest about(final Message message, final VenueRequest.Kind kind, final String id)
            throws FieldNotFound {
        return new VenueRequest(
                kind,
                id,
                null,
                "",
                true,
                false,
                false,
                0,
                0,
                possResend(message),
                TimeInForce.DAY,
                account(message),
                0,
                Long.MAX_VALUE,
                message);
    }

    private static long restsForNs(final Message message) throws FieldNotFound {
        final long leftMillis =
                ChronoUnit.MILLIS.between(LocalDateTime.now(ZoneOffset.UTC), message.getUtcTimeStamp(ExpireTime.FIELD));
        return leftMillis > LONGEST_REST_MS ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(Math.max(0, leftMillis));
    }

    private static String account(final Message message) throws FieldNotFound {
        return message.isSetField(Account.FIELD) ? message.getString(Account.FIELD) : "";
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
