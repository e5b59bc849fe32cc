package io.tradex.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of the page, read from the jar once at start. A request names one of them or gets nothing: no path is ever
 * resolved.
 */
final class WebAssets {
    /**
     * One file.
     *
     * @param contentType of it.
     * @param bytes of it; not to be changed.
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; the bytes are shared so that none are copied.
    record Asset(String contentType, byte[] bytes) {}

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String SVG = "image/svg+xml";

    private final Map<String, Asset> byPath = new HashMap<>();

    WebAssets() {
        add("/", "index.html", HTML);
        add("/blotter.js", "blotter.js", SCRIPT);
        add("/connection.js", "connection.js", SCRIPT);
        add("/orders.js", "orders.js", SCRIPT);
        add("/table.js", "table.js", SCRIPT);
        add("/words.js", "words.js", SCRIPT);
        add("/style.css", "style.css", STYLE);
        add("/favicon.svg", "favicon.svg", SVG);
    }

    /** @return the file at a path; null if there is none. */
    Asset at(final String path) {
        return byPath.get(path);
    }

    private void add(final String path, final String name, final String contentType) {
        try (InputStream in = WebAssets.class.getResourceAsStream("/io/tradex/relay/web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing in the jar");
            }
            byPath.put(path, new Asset(contentType, in.readAllBytes()));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
