package io.tradex.exchange.script;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The words of one line, read one after the other. A quotation is one word; a comma and an at sign are words of their own. */
final class Line {
    static final long UNIT_E8 = 100_000_000L;

    private static final int DECIMALS = 8;
    private static final long MAX_VALUE_E8 = 10_000_000_000_000_000L;
    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long MAX_SPAN_S = 86_400;

    private final String source;
    private final int number;
    private final List<Word> words;
    private int next;

    private record Word(String text, boolean quoted) {}

    Line(final String source, final int number, final String text) {
        this.source = source;
        this.number = number;
        this.words = words(text);
    }

    int number() {
        return number;
    }

    boolean isEmpty() {
        return next == words.size();
    }

    ScriptException wrong(final String text) {
        return new ScriptException(source, number, text);
    }

    /** Goes on to the next word if it is this one. */
    boolean take(final String word) {
        if (!isEmpty() && !words.get(next).quoted && words.get(next).text.equalsIgnoreCase(word)) {
            next++;
            return true;
        }
        return false;
    }

    boolean isNextQuoted() {
        return !isEmpty() && words.get(next).quoted;
    }

    /** The next word, which stays the next. */
    String peek() {
        return isEmpty() ? "" : words.get(next).text;
    }

    /** @param what is expected here, for the error. */
    String word(final String what) {
        if (isEmpty()) {
            throw wrong("expected " + what + ", but the line ends");
        }
        return words.get(next++).text;
    }

    void require(final String word) {
        if (!take(word)) {
            throw wrong("expected \"" + word + '"' + found());
        }
    }

    String found() {
        return isEmpty() ? ", but the line ends" : ", found \"" + peek() + '"';
    }

    void requireEnd() {
        if (!isEmpty()) {
            throw wrong("nothing more was expected, found \"" + peek() + '"');
        }
    }

    <T extends Enum<T>> T choice(final String what, final T[] choices, final Function<T, String> wordOf) {
        final String word = word(what);
        final List<String> allowed = new ArrayList<>();
        for (final T choice : choices) {
            if (wordOf.apply(choice).equalsIgnoreCase(word)) {
                return choice;
            }
            allowed.add(wordOf.apply(choice));
        }
        throw wrong("\"" + word + "\" is no " + what + "; allowed are " + String.join(", ", allowed));
    }

    int count(final String what, final int max) {
        final String word = word(what);
        try {
            final int value = Integer.parseInt(word);
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // Answered below.
        }
        throw wrong(what + " must be 1 to " + max + ", found \"" + word + '"');
    }

    long decimalE8(final String what) {
        return decimalE8(what, word(what));
    }

    long decimalE8(final String what, final String word) {
        try {
            final long valueE8 = new BigDecimal(word).movePointRight(DECIMALS).longValueExact();
            if (Math.abs(valueE8) <= MAX_VALUE_E8
                    && !word.toLowerCase(Locale.ROOT).contains("e")) {
                return valueE8;
            }
        } catch (final ArithmeticException | NumberFormatException e) {
            // Answered below.
        }
        throw wrong(what + " must be a number with at most 8 decimals, at most 100000000, found \"" + word + '"');
    }

    /** A percentage in units of 0.01 %. */
    int bps(final String what, final String word) {
        if (word.endsWith("%")) {
            try {
                final int bps = new BigDecimal(word.substring(0, word.length() - 1))
                        .movePointRight(2)
                        .intValueExact();
                if (Math.abs(bps) <= 1_000_000) {
                    return bps;
                }
            } catch (final ArithmeticException | NumberFormatException e) {
                // Answered below.
            }
        }
        throw wrong(what + " must be a percentage such as 5% or 0.25%, found \"" + word + '"');
    }

    Amount amount() {
        final String what = "a quantity such as 100, 50%, +100, -20% or all";
        final String word = word(what);
        if (word.equalsIgnoreCase("all")) {
            return new Amount(Amount.Kind.ALL, 0);
        }
        final boolean change = word.startsWith("+") || word.startsWith("-");
        if (word.endsWith("%")) {
            return new Amount(change ? Amount.Kind.PERCENT_CHANGE : Amount.Kind.PERCENT, bps("a quantity", word));
        }
        return new Amount(change ? Amount.Kind.CHANGE : Amount.Kind.ABSOLUTE, decimalE8("a quantity", word));
    }

    /** The price after an at sign, if there is one; else 0. */
    long optionalPriceE8() {
        return take("@") ? decimalE8("a price") : 0;
    }

    /** KEY=VALUE if that is next, else the default. */
    int optionalNumber(final String key, final int otherwise) {
        final String prefix = key + '=';
        if (isEmpty() || !peek().toLowerCase(Locale.ROOT).startsWith(prefix)) {
            return otherwise;
        }
        final String word = word(key).substring(prefix.length());
        try {
            final int value = Integer.parseInt(word);
            if (value >= 0) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // Answered below.
        }
        throw wrong(key + " must be a whole number, found \"" + word + '"');
    }

    Span span() {
        final String word = word("a time such as 50ms, 2s or 10ms..50ms");
        final int dots = word.indexOf("..");
        if (dots < 0) {
            final long ns = nanoseconds(word);
            return new Span(ns, ns);
        }
        final long minNs = nanoseconds(word.substring(0, dots));
        final long maxNs = nanoseconds(word.substring(dots + 2));
        if (maxNs < minNs) {
            throw wrong("the first time of " + word + " must not be the longer one");
        }
        return new Span(minNs, maxNs);
    }

    long nanoseconds(final String word) {
        final int digits =
                (int) word.chars().takeWhile(c -> c >= '0' && c <= '9').count();
        final long unitNs = switch (word.substring(digits).toLowerCase(Locale.ROOT)) {
            case "us" -> NS_PER_US;
            case "ms" -> NS_PER_MS;
            case "s" -> NS_PER_S;
            case "m" -> 60 * NS_PER_S;
            default -> 0;
        };
        if (digits == 0 || digits > 9 || unitNs == 0) {
            throw wrong("expected a time such as 500us, 50ms, 2s or 1m, found \"" + word + '"');
        }
        final long count = Long.parseLong(word.substring(0, digits));
        if (count > MAX_SPAN_S * NS_PER_S / unitNs) {
            throw wrong("a time must not be longer than a day, found \"" + word + '"');
        }
        return count * unitNs;
    }

    private List<Word> words(final String text) {
        final List<Word> found = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            final char c = text.charAt(i);
            if (c == '#') {
                break;
            }
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == ',' || c == '@') {
                found.add(new Word(String.valueOf(c), false));
                i++;
            } else {
                i = word(text, i, found);
            }
        }
        return found;
    }

    /** A quotation may stand alone or after a sign: text="no room". */
    private int word(final String text, final int from, final List<Word> found) {
        final StringBuilder word = new StringBuilder();
        final boolean quoted = text.charAt(from) == '"';
        boolean open = false;
        int i = from;
        while (i < text.length()) {
            final char c = text.charAt(i);
            if (c == '"') {
                open = !open;
            } else if (!open && (Character.isWhitespace(c) || c == ',' || c == '@' || c == '#')) {
                break;
            } else {
                word.append(c);
            }
            i++;
        }
        if (open) {
            throw new ScriptException(source, number, "a quotation is not closed");
        }
        found.add(new Word(word.toString(), quoted));
        return i;
    }
}
