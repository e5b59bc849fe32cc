package io.tradex.replay;

import java.io.IOException;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.xml.sax.InputSource;
import uk.co.real_logic.sbe.ir.HeaderStructure;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.OtfHeaderDecoder;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/**
 * Decodes any message of any TradeX schema into text or JSON, with every field by its name. It reads the schemas themselves, so
 * a message or field that is added to them appears here without a line of code.
 */
final class MessageSchemas {
    private static final String[] FILES = {"order-entry.xml", "order-state.xml", "journal.xml", "venue.xml"};

    private final Map<Integer, List<Token>> messages = new HashMap<>();
    private final Map<String, String> enumDescriptions = new HashMap<>();
    private final OtfHeaderDecoder header;

    private MessageSchemas(final HeaderStructure headerStructure) {
        header = new OtfHeaderDecoder(headerStructure);
    }

    static MessageSchemas load() {
        final ParserOptions options = ParserOptions.builder()
                .xIncludeAware(true)
                .stopOnError(true)
                .suppressOutput(true)
                .build();
        MessageSchemas schemas = null;
        for (final String file : FILES) {
            final Ir ir = parse(file, options);
            if (schemas == null) {
                schemas = new MessageSchemas(ir.headerStructure());
            }
            for (final List<Token> tokens : ir.messages()) {
                schemas.add(tokens);
            }
        }
        return schemas;
    }

    private static Ir parse(final String file, final ParserOptions options) {
        final URL url = MessageSchemas.class.getResource("/sbe/" + file);
        if (url == null) {
            throw new IllegalStateException("the schema " + file + " is missing from the class path");
        }
        final InputSource source = new InputSource(url.toExternalForm());
        try {
            return new IrGenerator().generate(XmlSchemaParser.parse(source, options));
        } catch (final IOException ex) {
            throw new IllegalStateException("the schema " + file + " cannot be read", ex);
        } catch (final Exception ex) {
            throw new IllegalStateException("the schema " + file + " cannot be parsed: " + ex.getMessage(), ex);
        }
    }

    private void add(final List<Token> tokens) {
        messages.put(tokens.get(0).id(), tokens);
        String enumName = "";
        for (final Token token : tokens) {
            if (token.signal() == Signal.BEGIN_ENUM) {
                enumName = token.referencedName() == null ? token.name() : token.referencedName();
            } else if (token.signal() == Signal.VALID_VALUE) {
                enumDescriptions.put(enumName + "." + token.name(), token.description());
            }
        }
    }

    /** Template id of a message; -1 if it is too short to have one. */
    int templateId(final DirectBuffer buffer, final int offset, final int length) {
        return length < header.encodedLength() ? -1 : header.getTemplateId(buffer, offset);
    }

    /** Name of a template; its number if no schema has it. */
    String name(final int templateId) {
        final List<Token> tokens = messages.get(templateId);
        return tokens == null ? "template " + templateId : tokens.get(0).name();
    }

    /** What the schema says of a value of an enumeration; empty if it says nothing. */
    String description(final Enum<?> value) {
        return enumDescriptions.getOrDefault(value.getDeclaringClass().getSimpleName() + "." + value.name(), "");
    }

    /** Appends {@code name=value} for each field, parted by blanks; a message that cannot be decoded as hexadecimal bytes. */
    void appendText(final StringBuilder out, final DirectBuffer buffer, final int offset, final int length) {
        append(out, buffer, offset, length, false);
    }

    /** Appends a JSON object of the fields. */
    void appendJson(final StringBuilder out, final DirectBuffer buffer, final int offset, final int length) {
        append(out, buffer, offset, length, true);
    }

    /** Whether some bytes are a message that one of the schemas has. */
    boolean knows(final DirectBuffer buffer, final int offset, final int length) {
        return messages.containsKey(templateId(buffer, offset, length));
    }

    private void append(
            final StringBuilder out,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final boolean json) {
        final int start = out.length();
        final int templateId = templateId(buffer, offset, length);
        final List<Token> tokens = messages.get(templateId);
        if (tokens != null && header.encodedLength() + header.getBlockLength(buffer, offset) <= length) {
            try {
                final FieldPrinter printer = new FieldPrinter(this, out, json);
                OtfMessageDecoder.decode(
                        buffer,
                        offset + header.encodedLength(),
                        header.getSchemaVersion(buffer, offset),
                        header.getBlockLength(buffer, offset),
                        tokens,
                        printer);
                printer.end();
                return;
            } catch (final IndexOutOfBoundsException ex) {
                // Shorter than it says: shown as bytes below, as what no schema knows.
                out.setLength(start);
            }
        }
        final StringBuilder hex = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            final int value = buffer.getByte(offset + i) & 0xFF;
            hex.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
        out.append(json ? "{\"undecodable\":\"" : "undecodable=").append(hex).append(json ? "\"}" : "");
    }
}
