package io.tradex.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a flat JSON object, as the server and the relay print one per line, into the text of its values. */
final class JsonLine {
    private final String text;
    private int at;

    private JsonLine(final String text) {
        this.text = text;
    }

    /**
     * @param line one object whose values are strings, numbers, true or false.
     * @return its members; strings without their quotes.
     * @throws IllegalArgumentException if it is anything else.
     */
    static Map<String, String> parse(final String line) {
        final JsonLine json = new JsonLine(line.strip());
        final Map<String, String> members = json.object();
        if (json.at != json.text.length()) {
            throw json.malformed();
        }
        return members;
    }

    private Map<String, String> object() {
        final Map<String, String> members = new LinkedHashMap<>();
        take('{');
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            final String name = string();
            take(':');
            if (members.put(name, peek() == '"' ? string() : bare()) != null) {
                throw malformed();
            }
            if (peek() == '}') {
                at++;
                return members;
            }
            take(',');
        }
    }

    private String string() {
        take('"');
        final StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                // Neither of the two writes any other escape in what is read here.
                c = peek();
                at++;
                if (c != '"' && c != '\\' && c != '/') {
                    throw malformed();
                }
            }
            value.append(c);
        }
        take('"');
        return value.toString();
    }

    private String bare() {
        final int from = at;
        while (at < text.length() && ",}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        final String value = text.substring(from, at);
        if (!value.equals("true") && !value.equals("false") && !value.matches("-?[0-9]+")) {
            throw malformed();
        }
        return value;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private void take(final char expected) {
        if (peek() != expected) {
            throw malformed();
        }
        at++;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a flat JSON object, at character " + at + ": " + text);
    }
}
