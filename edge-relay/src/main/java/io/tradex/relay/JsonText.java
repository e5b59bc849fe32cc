package io.tradex.relay;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds JSON as ASCII bytes in a buffer that is reused and grows as needed. Knows nothing of structure beyond commas:
 * whoever calls opens and closes. Strings are escaped so that they are safe in JSON and inert in HTML. Not thread safe.
 */
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long E8 = 100_000_000L;
    private static final int E8_DECIMALS = 8;

    private byte[] bytes;
    private int length;
    private boolean first = true;

    /** @param initialCapacity bytes to begin with. */
    JsonText(final int initialCapacity) {
        bytes = new byte[Math.max(64, initialCapacity)];
    }

    /** Begins anew. */
    JsonText clear() {
        length = 0;
        first = true;
        return this;
    }

    /** @return the bytes; valid up to {@link #length()} and until the next call. */
    byte[] bytes() {
        return bytes;
    }

    /** @return bytes written. */
    int length() {
        return length;
    }

    /** Opens an object or an array, as a member of what is open. */
    JsonText open(final char bracket) {
        comma();
        put((byte) bracket);
        first = true;
        return this;
    }

    /** Closes an object or an array. */
    JsonText close(final char bracket) {
        put((byte) bracket);
        first = false;
        return this;
    }

    /** Ends a line and begins a new text after it. */
    JsonText newLine() {
        put((byte) '\n');
        first = true;
        return this;
    }

    /** Writes a name; a value must follow. The name is written as it is. */
    JsonText name(final String name) {
        comma();
        put((byte) '"');
        ascii(name);
        put((byte) '"');
        put((byte) ':');
        first = true;
        return this;
    }

    /** Writes a number. */
    JsonText number(final long value) {
        comma();
        digits(value);
        return this;
    }

    /** Writes a number as a string, because JavaScript would round it above 2^53. */
    JsonText numberAsText(final long value) {
        return quote().appendNumber(value).unquote();
    }

    /** Writes true or false. */
    JsonText bool(final boolean value) {
        comma();
        ascii(value ? "true" : "false");
        return this;
    }

    /** Writes a string. */
    JsonText text(final CharSequence value) {
        return quote().append(value).unquote();
    }

    /** Opens a string that is written in pieces. */
    JsonText quote() {
        comma();
        put((byte) '"');
        return this;
    }

    /** Closes a string that was written in pieces. */
    JsonText unquote() {
        put((byte) '"');
        return this;
    }

    /** Writes a piece of a string, escaped. */
    JsonText append(final CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            appendChar(value.charAt(i));
        }
        return this;
    }

    /** Writes one character of a string, escaped. */
    JsonText appendChar(final char c) {
        if (c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
            put((byte) c);
        } else {
            ascii("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                put(HEX[(c >> shift) & 0xF]);
            }
        }
        return this;
    }

    /** Writes a whole number as a piece of a string. */
    JsonText appendNumber(final long value) {
        digits(value);
        return this;
    }

    /**
     * Writes a decimal number as a piece of a string.
     *
     * @param units how many of the unit.
     * @param unitE8 the unit times 100,000,000.
     * @param decimalsMin digits after the point at least.
     */
    JsonText appendDecimal(final long units, final long unitE8, final int decimalsMin) {
        final long valueE8 = units * unitE8;
        if (unitE8 <= 0 || Math.multiplyHigh(units, unitE8) != (valueE8 >> 63)) {
            // Beyond what a long holds: no such price is sane, but it must not be shown as another.
            return append(BigDecimal.valueOf(units)
                    .multiply(BigDecimal.valueOf(unitE8, E8_DECIMALS))
                    .toPlainString());
        }
        return appendE8(valueE8, Math.max(decimalsMin, decimalsOf(unitE8)));
    }

    /** As {@link #appendDecimal}, with commas between thousands. */
    JsonText appendGroupedDecimal(final long units, final long unitE8, final int decimalsMin) {
        final int start = length;
        appendDecimal(units, unitE8, decimalsMin);
        int end = start;
        while (end < length && bytes[end] != '.') {
            end++;
        }
        final int firstDigit = units < 0 ? start + 1 : start;
        for (int at = end - 3; at > firstDigit; at -= 3) {
            ensure(1);
            System.arraycopy(bytes, at, bytes, at + 1, length - at);
            bytes[at] = ',';
            length++;
        }
        return this;
    }

    /**
     * Writes a decimal number as a piece of a string.
     *
     * @param valueE8 the number times 100,000,000.
     * @param decimals digits after the point, 0 to 8; what is beyond them is cut.
     */
    JsonText appendE8(final long valueE8, final int decimals) {
        if (valueE8 == Long.MIN_VALUE) {
            return append("-92233720368.54775808");
        }
        if (valueE8 < 0) {
            put((byte) '-');
        }
        final long magnitude = Math.abs(valueE8);
        digits(magnitude / E8);
        if (decimals > 0) {
            put((byte) '.');
            long rest = magnitude % E8;
            long unit = E8 / 10;
            for (int i = 0; i < decimals; i++) {
                put((byte) ('0' + rest / unit));
                rest %= unit;
                unit /= 10;
            }
        }
        return this;
    }

    /**
     * Writes an amount of money as a piece of a string, such as {@code $10,000.00}: to the cent, and to the micro where it
     * is not a whole number of cents.
     *
     * @param micros millionths of the currency.
     */
    JsonText appendMoney(final long micros) {
        if (micros < 0) {
            put((byte) '-');
        }
        put((byte) '$');
        final long whole = Math.abs(micros / 1_000_000);
        final long fraction = Math.abs(micros % 1_000_000);
        grouped(whole);
        put((byte) '.');
        final int decimals = fraction % 10_000 == 0 ? 2 : 6;
        long unit = 100_000;
        for (int i = 0; i < decimals; i++) {
            put((byte) ('0' + fraction / unit % 10));
            unit /= 10;
        }
        return this;
    }

    /** Writes a whole number with commas between thousands as a piece of a string. */
    JsonText appendGrouped(final long value) {
        if (value < 0) {
            put((byte) '-');
        }
        grouped(value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value));
        return this;
    }

    /** @return digits after the point that a multiple of this unit can have. */
    static int decimalsOf(final long unitE8) {
        int decimals = E8_DECIMALS;
        long rest = unitE8;
        while (decimals > 0 && rest % 10 == 0) {
            rest /= 10;
            decimals--;
        }
        return decimals;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private void grouped(final long value) {
        if (value < 1_000) {
            digits(value);
        } else {
            grouped(value / 1_000);
            put((byte) ',');
            final int rest = (int) (value % 1_000);
            put((byte) ('0' + rest / 100));
            put((byte) ('0' + rest / 10 % 10));
            put((byte) ('0' + rest % 10));
        }
    }

    private void digits(final long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        if (value < 0) {
            put((byte) '-');
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        ensure(digits);
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void comma() {
        if (first) {
            first = false;
        } else {
            put((byte) ',');
        }
    }

    private void ascii(final String value) {
        for (int i = 0; i < value.length(); i++) {
            put((byte) value.charAt(i));
        }
    }

    private void put(final byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    private void ensure(final int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }
}
