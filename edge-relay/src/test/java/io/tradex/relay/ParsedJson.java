package io.tradex.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict little JSON parser: maps, lists, strings, Booleans, null, and numbers as the text they are. */
final class ParsedJson {
    private final String text;
    private int at;

    private ParsedJson(final String text) {
        this.text = text;
    }

    static Object parse(final String text) {
        final ParsedJson json = new ParsedJson(text);
        final Object value = json.value();
        json.space();
        if (json.at != text.length()) {
            throw json.error("end");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // An object's members are named by strings.
    static Map<String, Object> object(final Object value) {
        return (Map<String, Object>) value;
    }

    static Map<String, Object> object(final String text) {
        return object(parse(text));
    }

    @SuppressWarnings("unchecked") // A JSON array is a list of anything.
    static List<Object> list(final Object value) {
        return (List<Object>) value;
    }

    private Object value() {
        space();
        final char c = peek();
        return switch (c) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> members() {
        final Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        space();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            space();
            final String name = string();
            space();
            expect(':');
            if (members.put(name, value()) != null) {
                throw error("a name used once");
            }
            space();
            if (peek() == ',') {
                at++;
            } else {
                expect('}');
                return members;
            }
        }
    }

    private List<Object> elements() {
        final List<Object> elements = new ArrayList<>();
        expect('[');
        space();
        if (peek() == ']') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(value());
            space();
            if (peek() == ',') {
                at++;
            } else {
                expect(']');
                return elements;
            }
        }
    }

    private String string() {
        expect('"');
        final StringBuilder value = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c < ' ') {
                throw error("an escape");
            }
            if (c == '\\') {
                final char escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 'r' -> value.append('\r');
                    case 't' -> value.append('\t');
                    case 'b' -> value.append('\b');
                    case 'f' -> value.append('\f');
                    case 'u' -> {
                        value.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> value.append(escaped);
                }
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private Object word(final String word, final Object value) {
        if (!text.startsWith(word, at)) {
            throw error(word);
        }
        at += word.length();
        return value;
    }

    private String number() {
        final int start = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (!text.substring(start, at).matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw error("a value");
        }
        return text.substring(start, at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("more");
        }
        return text.charAt(at);
    }

    private void expect(final char c) {
        if (peek() != c) {
            throw error(String.valueOf(c));
        }
        at++;
    }

    private IllegalArgumentException error(final String expected) {
        final int from = Math.max(0, at - 30);
        return new IllegalArgumentException("expected " + expected + " at " + at + ": ..."
                + text.substring(from, Math.min(text.length(), at + 30)));
    }
}
