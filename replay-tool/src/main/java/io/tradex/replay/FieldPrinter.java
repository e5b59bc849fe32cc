package io.tradex.replay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.AbstractTokenListener;
import uk.co.real_logic.sbe.otf.Types;

/** Prints the fields of one message as {@code name=value} pairs or as a JSON object. */
final class FieldPrinter extends AbstractTokenListener {
    private static final String BOOLEAN_TYPE = "BooleanType";

    private final MessageSchemas schemas;
    private final StringBuilder out;
    private final boolean json;
    private boolean first = true;

    FieldPrinter(final MessageSchemas schemas, final StringBuilder out, final boolean json) {
        this.schemas = schemas;
        this.out = out;
        this.json = json;
        if (json) {
            out.append('{');
        }
    }

    void end() {
        if (json) {
            out.append('}');
        }
    }

    @Override
    public void onEncoding(
            final Token fieldToken,
            final DirectBuffer buffer,
            final int bufferIndex,
            final Token typeToken,
            final int actingVersion) {
        name(fieldToken.name());
        final Encoding encoding = typeToken.encoding();
        if (fieldToken.version() > actingVersion) {
            out.append("null");
        } else if (encoding.primitiveType() == PrimitiveType.CHAR) {
            text(textOf(buffer, bufferIndex, typeToken.arrayLength()));
        } else if (typeToken.arrayLength() > 1) {
            text(hexOf(
                    buffer,
                    bufferIndex,
                    typeToken.arrayLength() * encoding.primitiveType().size()));
        } else {
            out.append(Types.getLong(buffer, bufferIndex, encoding));
        }
    }

    @Override
    public void onEnum(
            final Token fieldToken,
            final DirectBuffer buffer,
            final int bufferIndex,
            final List<Token> tokens,
            final int fromIndex,
            final int toIndex,
            final int actingVersion) {
        name(fieldToken.name());
        if (fieldToken.version() > actingVersion) {
            out.append("null");
            return;
        }
        final Token type = tokens.get(fromIndex);
        final long value = Types.getLong(buffer, bufferIndex, type.encoding());
        for (int i = fromIndex + 1; i < toIndex; i++) {
            if (tokens.get(i).encoding().constValue().longValue() == value) {
                if (BOOLEAN_TYPE.equals(type.referencedName()) || BOOLEAN_TYPE.equals(type.name())) {
                    out.append("T".equals(tokens.get(i).name()));
                } else {
                    text(tokens.get(i).name());
                }
                return;
            }
        }
        out.append(value);
    }

    @Override
    public void onVarData(
            final Token fieldToken,
            final DirectBuffer buffer,
            final int bufferIndex,
            final int length,
            final Token typeToken) {
        name(fieldToken.name());
        if (typeToken.encoding().characterEncoding() != null) {
            final byte[] bytes = new byte[length];
            buffer.getBytes(bufferIndex, bytes);
            text(new String(bytes, StandardCharsets.US_ASCII));
        } else if (schemas.knows(buffer, bufferIndex, length)) {
            message(buffer, bufferIndex, length);
        } else {
            text(hexOf(buffer, bufferIndex, length));
        }
    }

    /** A message within a message, such as the input that an operator sends. */
    private void message(final DirectBuffer buffer, final int index, final int length) {
        final String name = schemas.name(schemas.templateId(buffer, index, length));
        if (json) {
            out.append("{\"message\":\"").append(name).append("\",\"fields\":");
            schemas.appendJson(out, buffer, index, length);
            out.append('}');
        } else {
            out.append('[').append(name).append(' ');
            schemas.appendText(out, buffer, index, length);
            out.append(']');
        }
    }

    private void name(final String name) {
        if (!first) {
            out.append(json ? ',' : ' ');
        }
        first = false;
        if (json) {
            quoted(name);
            out.append(':');
        } else {
            out.append(name).append('=');
        }
    }

    private void text(final String value) {
        if (json) {
            quoted(value);
        } else {
            for (int i = 0; i < value.length(); i++) {
                final char c = value.charAt(i);
                // One line a record, and no control sequence from a venue's text reaches a terminal.
                out.append(c <= ' ' || c > '~' ? '?' : c);
            }
        }
    }

    private void quoted(final String value) {
        out.append('"');
        appendEscaped(out, value);
        out.append('"');
    }

    /** As JSON wants the inside of a string. */
    static void appendEscaped(final StringBuilder out, final String value) {
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
    }

    private static String textOf(final DirectBuffer buffer, final int index, final int length) {
        int end = 0;
        while (end < length && buffer.getByte(index + end) != 0) {
            end++;
        }
        final byte[] bytes = new byte[end];
        buffer.getBytes(index, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String hexOf(final DirectBuffer buffer, final int index, final int length) {
        final StringBuilder hex = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            hex.append(String.format("%02x", buffer.getByte(index + i) & 0xFF));
        }
        return hex.toString();
    }
}
