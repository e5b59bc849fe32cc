package io.tradex.relay;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads the one kind of JSON that a client sends: an object whose values are strings. Strict, bounded, without recursion, so
 * that nothing a stranger sends can cost much.
 */
final class FlatJson {
    private static final int MEMBERS_MAX = 8;

    private final String text;
    private int at;

    private FlatJson(final String text) {
        this.text = text;
    }

    /**
     * @param text to be read.
     * @return its members; null if it is anything else than a JSON object of at most 8 strings, each named once.
     */
    static Map<String, String> parse(final String text) {
        final FlatJson json = new FlatJson(text);
        final Map<String, String> members = json.object();
        return members != null && json.atEnd() ? members : null;
    }

    private Map<String, String> object() {
        final Map<String, String> members = new HashMap<>();
        if (!take('{')) {
            return null;
        }
        if (take('}')) {
            return members;
        }
        do {
            final String name = string();
            if (name == null || members.size() == MEMBERS_MAX || !take(':')) {
                return null;
            }
            final String value = string();
            if (value == null || members.put(name, value) != null) {
                return null;
            }
        } while (take(','));
        return take('}') ? members : null;
    }

    private String string() {
        if (!take('"')) {
            return null;
        }
        final StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            final char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                return null;
            }
            if (c != '\\') {
                value.append(c);
            } else if (!escape(value)) {
                return null;
            }
        }
        return null;
    }

    private boolean escape(final StringBuilder value) {
        if (at == text.length()) {
            return false;
        }
        final char c = text.charAt(at++);
        switch (c) {
            case '"', '\\', '/' -> value.append(c);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    final int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
                    if (digit < 0) {
                        return false;
                    }
                    code = code * 16 + digit;
                }
                value.append((char) code);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean take(final char expected) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
