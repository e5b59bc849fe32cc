package io.tradex.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SchemaRulesTest {
    /** Longest message that the journal keeps, header included. */
    private static final int JOURNAL_BYTES_MAX = 1024;

    @Test
    void shouldDescribeEveryMessageFieldTypeAndValue() {
        final List<String> bare = new ArrayList<>();
        final List<String> files = new ArrayList<>(Schemas.FILES);
        files.add("types.xml");
        for (final String file : files) {
            final Element root = Schemas.parse(file);
            if (!"types".equals(root.getLocalName())) {
                collectBare(root, file, bare);
            }
            Schemas.children(root).forEach(child -> walk(child, file, bare));
        }
        assertEquals(List.of(), bare, "give each of these a description that says what it means and in which unit");
    }

    @Test
    void shouldGiveEveryMessageATemplateIdOfItsOwnOverAllSchemas() {
        final Map<Integer, String> names = new HashMap<>();
        for (final Schemas.Message message : Schemas.messages()) {
            assertNull(
                    names.put(message.templateId(), message.name()),
                    () -> "template id " + message.templateId() + " of " + message + " is taken: choose a free one");
        }
        assertTrue(names.size() > 40, "messages: " + names.size());
    }

    @Test
    void shouldGiveEverySchemaAnIdOfItsOwn() {
        final Set<String> ids = new HashSet<>();
        for (final String file : Schemas.FILES) {
            assertTrue(ids.add(Schemas.parse(file).getAttribute("id")), file);
        }
    }

    @Test
    void shouldNumberTheFieldsOfAMessageFromOneWithoutGaps() {
        for (final Schemas.Message message : Schemas.messages()) {
            // A text of variable length stands behind all fields, also behind those that were appended after it.
            final List<Element> inOrderOfAge = new ArrayList<>(message.fields());
            inOrderOfAge.sort(Comparator.comparingInt(field -> Integer.parseInt(field.getAttribute("id"))));
            final List<Element> block = new ArrayList<>(message.fields());
            block.removeIf(field -> "data".equals(field.getLocalName()));
            inOrderOfAge.removeIf(field -> "data".equals(field.getLocalName()));
            assertEquals(
                    block,
                    inOrderOfAge,
                    () -> message + ": fields are appended, never moved or removed, so that old records stay readable");
            final Set<String> ids = new HashSet<>();
            for (int id = 1; id <= message.fields().size(); id++) {
                ids.add(Integer.toString(id));
            }
            message.fields()
                    .forEach(field -> assertTrue(
                            ids.remove(field.getAttribute("id")),
                            () -> message + "." + field.getAttribute("name") + ": numbers go from 1 without gaps"));
        }
    }

    @Test
    void shouldKeepEveryMessageShortEnoughForTheJournal() throws ReflectiveOperationException {
        for (final Schemas.Message message : Schemas.messages()) {
            final Class<?> encoder = Class.forName(message.packageName() + "." + message.name() + "Encoder");
            final int blockLength = encoder.getField("BLOCK_LENGTH").getInt(null);
            // A message has at most one text of variable length, of at most 256 bytes.
            assertTrue(
                    blockLength + 8 + 2 + 256 <= JOURNAL_BYTES_MAX, () -> message + " has " + blockLength + " bytes");
        }
    }

    private static void walk(final Element element, final String file, final List<String> bare) {
        final String kind = element.getLocalName();
        if ("include".equals(kind)) {
            return;
        }
        if (!"types".equals(kind)) {
            collectBare(element, file, bare);
        }
        Schemas.children(element).forEach(child -> walk(child, file, bare));
    }

    private static void collectBare(final Element element, final String file, final List<String> bare) {
        if (element.getAttribute("description").isBlank()) {
            bare.add(file + ": " + element.getLocalName() + " " + element.getAttribute("name"));
        }
        assertFalse(element.getLocalName().isEmpty());
    }
}
