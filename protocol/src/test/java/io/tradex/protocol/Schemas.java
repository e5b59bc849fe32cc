package io.tradex.protocol;

import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The schemas as they are written, for tests that hold them to their rules. */
final class Schemas {
    static final List<String> FILES =
            List.of("order-entry.xml", "order-state.xml", "journal.xml", "venue.xml", "market-data.xml");

    /** One message of a schema. */
    record Message(String file, String packageName, int schemaVersion, String name, int templateId, Element element) {
        /** Fields and groups, as they stand. */
        List<Element> fields() {
            return children(element);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Schemas() {}

    static Element parse(final String file) {
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            final Document document =
                    factory.newDocumentBuilder().parse(Schemas.class.getResourceAsStream("/sbe/" + file), "sbe");
            return document.getDocumentElement();
        } catch (final Exception ex) {
            throw new AssertionError("cannot parse " + file, ex);
        }
    }

    static List<Message> messages() {
        final List<Message> messages = new ArrayList<>();
        for (final String file : FILES) {
            final Element schema = parse(file);
            for (final Element child : children(schema)) {
                if ("message".equals(child.getLocalName())) {
                    messages.add(new Message(
                            file,
                            schema.getAttribute("package"),
                            Integer.parseInt(schema.getAttribute("version")),
                            child.getAttribute("name"),
                            Integer.parseInt(child.getAttribute("id")),
                            child));
                }
            }
        }
        return messages;
    }

    static List<Element> children(final Element element) {
        final List<Element> children = new ArrayList<>();
        final NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                children.add((Element) nodes.item(i));
            }
        }
        return children;
    }
}
