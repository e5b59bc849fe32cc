package io.tradex.protocol;

import io.tradex.protocol.types.MessageHeaderDecoder;
import io.tradex.protocol.types.MessageHeaderEncoder;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.w3c.dom.Element;

/**
 * One encoded message with the values that are in it, kept as text:
 *
 * <pre>
 * 15000100bd020100...   the bytes, SBE header first
 * correlationId=1000000000008
 * cancelOnDisconnect=F
 * levels.0.lots=2000000000144   the first row of a group
 * </pre>
 */
record MessageFixture(byte[] bytes, Map<String, String> values) {
    private static final int BUFFER_BYTES = 2048;
    private static final int GROUP_ROWS = 2;

    static MessageFixture parse(final List<String> lines) {
        final String hex = lines.get(0);
        final byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (final String line : lines.subList(1, lines.size())) {
            final int equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new MessageFixture(bytes, values);
    }

    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add(hex(bytes));
        values.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    /** Encodes a message with a value in each field that no other field of it has. */
    static MessageFixture generate(final Schemas.Message message) throws ReflectiveOperationException {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
        final Class<?> type = Class.forName(message.packageName() + "." + message.name() + "Encoder");
        final Object encoder = type.getConstructor().newInstance();
        for (final Method method : type.getMethods()) {
            if (method.getName().equals("wrapAndApplyHeader")) {
                method.invoke(encoder, buffer, 0, new MessageHeaderEncoder());
            }
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (final Element field : message.fields()) {
            final String name = field.getAttribute("name");
            final int id = Integer.parseInt(field.getAttribute("id"));
            if ("group".equals(field.getLocalName())) {
                final Object group = type.getMethod(name + "Count", int.class).invoke(encoder, GROUP_ROWS);
                for (int row = 0; row < GROUP_ROWS; row++) {
                    group.getClass().getMethod("next").invoke(group);
                    for (final Element column : Schemas.children(field)) {
                        final String columnName = column.getAttribute("name");
                        final int columnId = Integer.parseInt(column.getAttribute("id")) + 100 * row;
                        values.put(
                                name + "." + row + "." + columnName,
                                set(group.getClass(), group, columnName, message.templateId(), columnId));
                    }
                }
            } else {
                values.put(name, set(type, encoder, name, message.templateId(), id));
            }
        }
        final int length = MessageHeaderEncoder.ENCODED_LENGTH
                + (int) type.getMethod("encodedLength").invoke(encoder);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return new MessageFixture(bytes, values);
    }

    private static String set(
            final Class<?> type, final Object encoder, final String name, final int templateId, final int id)
            throws ReflectiveOperationException {
        for (final Method method : type.getMethods()) {
            if (!method.getName().equals(name) || method.getParameterCount() != 1) {
                continue;
            }
            final Class<?> parameter = method.getParameterTypes()[0];
            if (parameter == long.class) {
                final long value = id * 1_000_000_000_007L + templateId;
                method.invoke(encoder, value);
                return Long.toString(value);
            }
            if (parameter == int.class) {
                // Fits an unsigned field of 16 bits too.
                final int value = id * 257 + templateId;
                method.invoke(encoder, value);
                return Integer.toString(value);
            }
            if (parameter == String.class) {
                final String text = "T" + templateId + "-" + id;
                final String value = text.substring(0, Math.min(text.length(), longest(type, name)));
                method.invoke(encoder, value);
                return value;
            }
            if (parameter.isEnum()) {
                final List<Object> choices = new ArrayList<>();
                for (final Object choice : parameter.getEnumConstants()) {
                    if (!choice.toString().equals("NULL_VAL")
                            && !choice.toString().equals("SBE_UNKNOWN")) {
                        choices.add(choice);
                    }
                }
                final Object value = choices.get(id % choices.size());
                method.invoke(encoder, value);
                return value.toString();
            }
        }
        final byte[] value = new byte[32];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (templateId + id + i * 5);
        }
        type.getMethod(accessor("put", name), byte[].class, int.class, int.class)
                .invoke(encoder, value, 0, value.length);
        return hex(value);
    }

    /** How many characters a field holds; a text of variable length holds more than any fixture has. */
    private static int longest(final Class<?> type, final String name) throws ReflectiveOperationException {
        for (final Method method : type.getMethods()) {
            if (method.getName().equals(name + "Length")) {
                return (int) method.invoke(null);
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Decodes the bytes with today's decoder and answers what it finds for each field that the fixture knows. */
    Map<String, String> decode(final Schemas.Message message) throws ReflectiveOperationException {
        final Class<?> type = Class.forName(message.packageName() + "." + message.name() + "Decoder");
        final Object decoder = type.getConstructor().newInstance();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (final Method method : type.getMethods()) {
            if (method.getName().equals("wrapAndApplyHeader")) {
                method.invoke(decoder, buffer, 0, new MessageHeaderDecoder());
            }
        }
        final Map<String, String> found = new LinkedHashMap<>();
        String rowName = "";
        Object row = null;
        for (final String name : values.keySet()) {
            final String[] path = name.split("\\.");
            if (path.length == 1) {
                found.put(name, get(type, decoder, name));
            } else {
                // A group is read in the order in which it was written, as its decoder can do nothing else.
                if (!rowName.equals(path[0] + path[1])) {
                    row = rowName.startsWith(path[0])
                            ? row
                            : type.getMethod(path[0]).invoke(decoder);
                    row.getClass().getMethod("next").invoke(row);
                    rowName = path[0] + path[1];
                }
                found.put(name, get(row.getClass(), row, path[2]));
            }
        }
        return found;
    }

    private static String get(final Class<?> type, final Object decoder, final String name)
            throws ReflectiveOperationException {
        try {
            return type.getMethod(name).invoke(decoder).toString();
        } catch (final NoSuchMethodException ex) {
            final byte[] value = new byte[32];
            type.getMethod(accessor("get", name), byte[].class, int.class, int.class)
                    .invoke(decoder, value, 0, value.length);
            return hex(value);
        }
    }

    private static String accessor(final String verb, final String name) {
        return verb + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    static byte[] encode(final List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(final byte[] bytes) {
        final StringBuilder hex = new StringBuilder(2 * bytes.length);
        for (final byte b : bytes) {
            hex.append(String.format("%02x", b & 0xFF));
        }
        return hex.toString();
    }
}
