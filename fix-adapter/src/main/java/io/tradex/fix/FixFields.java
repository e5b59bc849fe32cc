package io.tradex.fix;

import io.tradex.protocol.types.BooleanType;
import quickfix.FieldMap;
import quickfix.FieldNotFound;
import quickfix.IncorrectTagValue;
import quickfix.Message;
import quickfix.field.PossDupFlag;
import quickfix.field.PossResend;

/** Reads fields of FIX messages as the journal schema has them. Stateless. */
final class FixFields {
    /** What {@link #optionalInt} answers for a field that is not there. */
    static final int ABSENT = -1;

    private FixFields() {}

    /** The one character of a field. */
    static char character(final FieldMap fields, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = fields.getString(field);
        if (value.length() != 1) {
            throw new IncorrectTagValue(field, value);
        }
        return value.charAt(0);
    }

    /** A decimal number, exact to 1e-8. */
    static long decimalE8(final FieldMap fields, final int field) throws FieldNotFound, IncorrectTagValue {
        final String value = fields.getString(field);
        final long valueE8 = DecimalE8.parse(value);
        if (valueE8 == DecimalE8.INVALID) {
            throw new IncorrectTagValue(field, value);
        }
        return valueE8;
    }

    /** A quantity: a decimal number that is not negative. */
    static long quantityE8(final FieldMap fields, final int field) throws FieldNotFound, IncorrectTagValue {
        final long valueE8 = decimalE8(fields, field);
        if (valueE8 < 0) {
            throw new IncorrectTagValue(field, fields.getString(field));
        }
        return valueE8;
    }

    /** Text of a field; empty if it is not there. */
    static String optionalText(final FieldMap fields, final int field) throws FieldNotFound {
        return fields.isSetField(field) ? fields.getString(field) : "";
    }

    /** A whole number; {@link #ABSENT} if it is not there. */
    static int optionalInt(final FieldMap fields, final int field) throws FieldNotFound {
        return fields.isSetField(field) ? fields.getInt(field) : ABSENT;
    }

    /** The number of a ClOrdID that we gave; 0 if it is not there or none of ours. */
    static long optionalClOrdId(final FieldMap fields, final int field) throws FieldNotFound {
        return fields.isSetField(field) ? ClOrdIdText.parse(fields.getString(field)) : 0;
    }

    /** A number that stands in a text; 0 if there is none, or it is no positive whole number of at most 18 digits. */
    static long idOf(final String text) {
        final int length = text == null ? 0 : text.length();
        if (length > 18) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The text if it has 1 to a number of printable ASCII characters without spaces; else empty. */
    static String printable(final String text, final int maxLength) {
        return text != null && isPrintable(text, maxLength) ? text : "";
    }

    static boolean isPrintable(final String text, final int maxLength) {
        final int length = text.length();
        if (length == 0 || length > maxLength) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            final char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** PossDupFlag (43) or PossResend (97). */
    static BooleanType possDup(final Message message) throws FieldNotFound {
        return bool(isSaid(message.getHeader(), PossDupFlag.FIELD) || isSaid(message.getHeader(), PossResend.FIELD));
    }

    /** Whether a field is there and says yes. */
    static boolean isSaid(final FieldMap fields, final int field) throws FieldNotFound {
        return fields.isSetField(field) && fields.getBoolean(field);
    }

    static BooleanType bool(final boolean value) {
        return value ? BooleanType.T : BooleanType.F;
    }
}
