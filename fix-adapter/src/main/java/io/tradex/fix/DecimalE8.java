package io.tradex.fix;

/** Decimal numbers as FIX writes them and as long in units of 1e-8; exact both ways. Stateless. */
final class DecimalE8 {
    /** What {@link #parse} answers to text that is no number or does not fit. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int DECIMALS = 8;
    private static final long ONE = 100_000_000L;

    /** Below it, ten times a number and a digit always fit. */
    private static final long SAFE = Long.MAX_VALUE / 16;

    private DecimalE8() {}

    /**
     * Reads a FIX float: an optional minus sign, digits, at most one point, no exponent.
     *
     * @param text to read.
     * @return the number times 1e8; {@link #INVALID} if the text is none, does not fit, or has a ninth decimal other than 0.
     */
    static long parse(final CharSequence text) {
        return parse(text, false);
    }

    /**
     * Reads a FIX float that may have more decimals than fit.
     *
     * @param text to read.
     * @return the number times 1e8, halves rounded away from zero; {@link #INVALID} if the text is none or does not fit.
     */
    static long parseRounded(final CharSequence text) {
        return parse(text, true);
    }

    private static long parse(final CharSequence text, final boolean rounded) {
        final int length = text.length();
        final boolean negative = length > 0 && text.charAt(0) == '-';
        long value = 0;
        int digits = 0;
        int decimals = -1;
        int beyond = -1;
        for (int i = negative ? 1 : 0; i < length; i++) {
            final char c = text.charAt(i);
            if (c == '.' && decimals < 0) {
                decimals = 0;
                continue;
            }
            if (c < '0' || c > '9') {
                return INVALID;
            }
            digits++;
            if (decimals == DECIMALS) {
                if (c != '0' && !rounded) {
                    return INVALID;
                }
                beyond = beyond < 0 ? c - '0' : beyond;
                continue;
            }
            if (decimals >= 0) {
                decimals++;
            }
            final int digit = c - '0';
            // Divides only where it can matter: nobody trades in numbers that come near.
            if (value > SAFE && value > (Long.MAX_VALUE - digit) / 10) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        if (digits == 0) {
            return INVALID;
        }
        for (int i = Math.max(decimals, 0); i < DECIMALS; i++) {
            if (value > Long.MAX_VALUE / 10) {
                return INVALID;
            }
            value *= 10;
        }
        if (beyond >= 5) {
            if (value == Long.MAX_VALUE) {
                return INVALID;
            }
            value++;
        }
        return negative ? -value : value;
    }

    /**
     * Writes a number without exponent and without trailing zeros.
     *
     * @param valueE8 the number times 1e8; any but {@link #INVALID}.
     * @return the text.
     */
    static String format(final long valueE8) {
        if (valueE8 == INVALID) {
            throw new IllegalArgumentException("valueE8 is no number");
        }
        final StringBuilder text = new StringBuilder(24);
        final long magnitude = Math.abs(valueE8);
        if (valueE8 < 0) {
            text.append('-');
        }
        text.append(magnitude / ONE);
        long fraction = magnitude % ONE;
        if (fraction != 0) {
            text.append('.');
            for (long unit = ONE / 10; fraction != 0; unit /= 10) {
                text.append((char) ('0' + fraction / unit));
                fraction %= unit;
            }
        }
        return text.toString();
    }
}
