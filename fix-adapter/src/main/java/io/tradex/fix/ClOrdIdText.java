package io.tradex.fix;

/** The core's ClOrdIDs on the wire: the letter T, then the number in decimal without leading zeros. Stateless. */
final class ClOrdIdText {
    private static final char PREFIX = 'T';

    /** Below it, ten times a number and a digit always fit. */
    private static final long SAFE = Long.MAX_VALUE / 16;

    private ClOrdIdText() {}

    /**
     * @param venueClOrdId positive.
     * @return its text, at most 20 characters.
     */
    static String format(final long venueClOrdId) {
        if (venueClOrdId <= 0) {
            throw new IllegalArgumentException("venueClOrdId must be positive: " + venueClOrdId);
        }
        return PREFIX + Long.toString(venueClOrdId);
    }

    /**
     * @param text any ClOrdID.
     * @return the number; 0 if {@link #format} never wrote that text.
     */
    static long parse(final String text) {
        final int length = text.length();
        if (length < 2 || text.charAt(0) != PREFIX || text.charAt(1) == '0') {
            return 0;
        }
        long value = 0;
        for (int i = 1; i < length; i++) {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || (value > SAFE && value > (Long.MAX_VALUE - digit) / 10)) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
