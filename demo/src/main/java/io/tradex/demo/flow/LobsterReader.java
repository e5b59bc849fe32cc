package io.tradex.demo.flow;

import java.io.BufferedReader;
import java.io.IOException;

/**
 * Reads LOBSTER message files: {@code time,type,order id,size,price × 10000,direction}, time in seconds after midnight with a
 * decimal fraction. Strict: any other line is an error that names it.
 */
public final class LobsterReader {
    private static final int FIELDS = 6;
    private static final int MAX_LINE_LENGTH = 256;
    private static final int NANO_DIGITS = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    private final BufferedReader lines;
    private final String source;
    private final long maxPriceTicks;
    private final long maxQuantityLots;
    private final String[] fields = new String[FIELDS];
    private long lineNumber;
    private long lastTimeNs;

    /**
     * @param lines           of the file.
     * @param source          its name, for messages.
     * @param maxPriceTicks   highest price that a row may have.
     * @param maxQuantityLots largest size that a row may have.
     */
    public LobsterReader(
            final BufferedReader lines, final String source, final long maxPriceTicks, final long maxQuantityLots) {
        this.lines = lines;
        this.source = source;
        this.maxPriceTicks = maxPriceTicks;
        this.maxQuantityLots = maxQuantityLots;
    }

    /**
     * Reads the next row.
     *
     * @param row takes it.
     * @return false at the end of the file.
     * @throws IOException         if the file cannot be read.
     * @throws FlowFormatException if a line is not a row.
     */
    public boolean read(final LobsterRow row) throws IOException {
        final String line = readLine();
        if (line == null) {
            return false;
        }
        split(line);
        row.timeNs = timeNs(fields[0]);
        row.type = (int) number("type", fields[1], 1, LobsterRow.HALT);
        if (row.type == LobsterRow.HALT) {
            // A halt's price says what kind it is (-1, 0, 1), and its other fields say nothing.
            return true;
        }
        row.orderId = number("order id", fields[2], 0, Long.MAX_VALUE);
        row.quantityLots = number("size", fields[3], 1, maxQuantityLots);
        row.priceTicks = number("price", fields[4], 1, maxPriceTicks);
        final long direction = number("direction", fields[5], -1, 1);
        if (direction == 0) {
            throw malformed("direction is 0: it must be 1 (buy) or -1 (sell)");
        }
        row.buy = direction == 1;
        return true;
    }

    /** @return rows read so far. */
    public long rows() {
        return lineNumber;
    }

    /**
     * @param what is wrong with the line read last.
     * @return to be thrown.
     */
    public FlowFormatException malformed(final String what) {
        return new FlowFormatException(source, lineNumber, what);
    }

    /** A line without its end; bounded, because a file that is no text may have none. */
    private String readLine() throws IOException {
        final StringBuilder line = new StringBuilder(64);
        int c = lines.read();
        if (c == -1) {
            return null;
        }
        lineNumber++;
        while (c != -1 && c != '\n') {
            if (line.length() == MAX_LINE_LENGTH) {
                throw malformed("longer than " + MAX_LINE_LENGTH + " characters: this is no LOBSTER message file");
            }
            line.append((char) c);
            c = lines.read();
        }
        final int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private void split(final String line) {
        int from = 0;
        for (int i = 0; i < FIELDS; i++) {
            final int comma = line.indexOf(',', from);
            if (i < FIELDS - 1 ? comma == -1 : comma != -1) {
                throw malformed("a row has " + FIELDS
                        + " fields (time, type, order id, size, price, direction), separated by commas");
            }
            fields[i] = i < FIELDS - 1 ? line.substring(from, comma) : line.substring(from);
            from = comma + 1;
        }
    }

    private long timeNs(final String text) {
        final int point = text.indexOf('.');
        final String fraction = point == -1 ? "" : text.substring(point + 1);
        final long seconds = number("time", point == -1 ? text : text.substring(0, point), 0, SECONDS_PER_DAY);
        if (point != -1 && (fraction.isEmpty() || fraction.charAt(0) == '-' || fraction.charAt(0) == '+')) {
            throw malformed("time is \"" + text + "\": it must be seconds after midnight, such as 34200.004241176");
        }
        // Some files write more digits than nanoseconds have; what is beyond them is no time.
        final String digits = fraction.length() > NANO_DIGITS ? fraction.substring(0, NANO_DIGITS) : fraction;
        long nanos = digits.isEmpty() ? 0 : number("time", digits, 0, NANOS_PER_SECOND - 1);
        for (int i = digits.length(); i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        final long timeNs = seconds * NANOS_PER_SECOND + nanos;
        if (timeNs < lastTimeNs) {
            throw malformed("time goes back: " + text);
        }
        lastTimeNs = timeNs;
        return timeNs;
    }

    private long number(final String field, final String text, final long least, final long most) {
        final long value;
        try {
            value = Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw malformed(field + " is \"" + text + "\": it must be a whole number");
        }
        if (value < least || value > most) {
            throw malformed(field + " is " + value + ": it must be " + least + " to " + most);
        }
        return value;
    }
}
